"""Zahlen aufnehmen: the figures of a customer list into the tables Kunden and Zahlen of a workbook.

Customers are found by Kundennr.; what the list does not name stays as it is, new customers are appended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, own_columns

MAX_YEARS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Zahlen of one list: names, segments (or None) by Kundennr.; revenue and margin N x years, euros."""

    file: str
    names: pd.Series
    segments: pd.Series | None
    revenue: pd.DataFrame
    margin: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """Aufgenommen: the workbook with the figures in it, what was taken, what it replaced."""

    reading: Reading
    years: tuple[int, ...]
    added: tuple[str, ...]
    updated: int
    replaced: int
    unused_years: tuple[int, ...]
    findings: tuple[Finding, ...]


def take_in(reading: Reading, figures: Figures, all_years: Sequence[int] = ()) -> Intake:
    """Liste -> workbook. An empty workbook adopts the last years of the list if its own are others.

    `all_years` are those of all lists of one import, ascending; without them the list stands alone.
    """
    listed = [int(year) for year in figures.revenue.columns]
    if repeated := _repeated(reading):
        return Intake(reading, (), (), 0, 0, (), repeated)
    reading, adopted = _adopt_years(reading, all_years or listed)
    taken = [year for year in listed if year in reading.years]
    if not taken:
        return Intake(
            reading, (), (), 0, 0, tuple(listed), (_no_common_years(reading, listed, figures.file),)
        )
    values = _values(figures, taken)
    table = reading.frames["figures"].set_index("customer_id")
    added = tuple(key for key in values.index if key not in table.index)
    merged, replaced = _merge(table, values, added, figures)
    compared = _compared(table, values, replaced, figures.file)
    frames = {
        **reading.frames,
        "figures": merged.rename_axis("customer_id").reset_index(),
        "customers": _customers(reading.frames["customers"], figures),
    }
    return Intake(
        reading=replace(reading, frames=frames),
        years=tuple(taken),
        added=added,
        updated=len(values) - len(added),
        replaced=int(replaced.sum()),
        unused_years=tuple(year for year in listed if year not in taken),
        findings=(*_notes(reading, figures, all_years or listed, adopted), *compared),
    )


def take_names(reading: Reading, names: pd.Series) -> tuple[Reading, int]:
    """Stammdaten -> workbook: names of known customers that have none; how many were filled in.

    names  index customer_id, text or None
    """
    given = names.dropna()
    table = reading.frames["customers"]
    lacking = table["customer"].isna() & table["customer_id"].isin(given.index)
    filled = table["customer"].where(~lacking, table["customer_id"].map(given))
    frames = {**reading.frames, "customers": table.assign(customer=filled)}
    figures = reading.frames["figures"]
    empty = figures["customer"].isna() & figures["customer_id"].isin(given.index)
    named = figures["customer"].where(~empty, figures["customer_id"].map(given))
    frames["figures"] = figures.assign(customer=named)
    return replace(reading, frames=frames), int(lacking.sum())


def mark_collective(reading: Reading, keys: Sequence[str]) -> tuple[Reading, tuple[str, ...]]:
    """Sammelkonten -> workbook: "ja" where nothing is typed; which customers got it."""
    table = reading.frames["customers"]
    new = table["collective"].isna() & table["customer_id"].isin(list(keys))
    if not new.any():
        return reading, ()
    marked = table.assign(collective=table["collective"].astype(object).where(~new, "yes"))
    whole = replace(reading, frames={**reading.frames, "customers": marked})
    return whole, tuple(map(str, table["customer_id"][new]))


def _repeated(reading: Reading) -> tuple[Finding, ...]:
    """Doppelte Kundennummern of the workbook: nobody can say which row a list means."""
    keys = {name: reading.frames[name]["customer_id"] for name in ("customers", "figures")}
    return tuple(
        Finding("customer_duplicate", Severity.ERROR, name, key, "customer_id", {"key": key})
        for name, column in keys.items()
        for key in column[column.duplicated()].unique()
    )


def _adopt_years(reading: Reading, listed: Sequence[int]) -> tuple[Reading, bool]:
    own, others = set(reading.years), set(listed)
    if len(reading.frames["figures"]) or own <= others or others <= own:
        return reading, False
    years = [year for year in range(listed[-1] - MAX_YEARS + 1, listed[-1] + 1) if year in listed]
    if len(years) < 2 or tuple(years) != tuple(range(years[0], years[-1] + 1)):
        return reading, False
    settings = replace(reading.settings, base_year=years[-1], reporting_date=None)
    columns = [column.name for column in layout.FIGURES.expand(years)]
    columns += own_columns(layout.FIGURES, reading.frames["figures"], reading.years)
    table = pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    return replace(
        reading, years=tuple(years), settings=settings, frames={**reading.frames, "figures": table}
    ), True


def _values(figures: Figures, years: Sequence[int]) -> pd.DataFrame:
    columns = {}
    for year in years:
        columns[f"revenue_{year}"] = figures.revenue[year]
        columns[f"margin_{year}"] = figures.margin[year]
    return pd.DataFrame(columns, index=figures.revenue.index, dtype=np.float64)


def _merge(
    table: pd.DataFrame, values: pd.DataFrame, added: Sequence[str], figures: Figures
) -> tuple[pd.DataFrame, pd.Series]:
    """Values of the list over those of the workbook, and how many changed per customer.

    An empty cell of the list replaces nothing.
    """
    whole = table.reindex([*table.index, *added])
    old = whole[list(values.columns)].astype(np.float64)
    new = values.reindex(whole.index)
    replaced = (old.notna() & new.notna() & (old != new)).sum(axis=1)
    names = figures.names.reindex(whole.index).astype(object)
    customer = whole["customer"].astype(object)
    customer = customer.where(customer.notna(), names.where(names.notna(), None))
    return whole.assign(**new.where(new.notna(), old), customer=customer), replaced


def _compared(
    table: pd.DataFrame, values: pd.DataFrame, replaced: pd.Series, file: str
) -> tuple[Finding, ...]:
    """Which customers the list changed, and which it does not name."""
    changed = [str(key) for key in replaced.index[replaced > 0]]
    kept = [str(key) for key in table.index[~table.index.isin(values.index)]]
    notes = []
    if changed:
        facts = {"file": file, "keys": tuple(changed), "count": int(replaced.sum())}
        notes.append(Finding("import_values_replaced", Severity.NOTICE, "figures", None, None, facts))
    if kept:
        facts = {"file": file, "keys": tuple(kept), "count": len(kept)}
        notes.append(Finding("import_customers_kept", Severity.NOTICE, "figures", None, None, facts))
    return tuple(notes)


def _customers(table: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Kunden with the new ones appended; a name or segment is only filled in where it is empty."""
    known = table.set_index("customer_id")
    added = [key for key in figures.names.index if key not in known.index]
    whole = known.reindex([*known.index, *added]).astype(object)
    for column, listed in (("customer", figures.names), ("segment", figures.segments)):
        if listed is not None:
            given = listed.reindex(whole.index).astype(object)
            whole[column] = whole[column].where(whole[column].notna(), given.where(given.notna(), None))
    return whole.rename_axis("customer_id").reset_index()


def _no_common_years(reading: Reading, listed: Sequence[int], file: str) -> Finding:
    values = {
        "file": file,
        "listed": ", ".join(map(str, listed)),
        "years": ", ".join(map(str, reading.years)),
    }
    return Finding("import_years_differ", Severity.ERROR, "figures", None, None, values)


def _notes(reading: Reading, figures: Figures, wanted: Sequence[int], adopted: bool) -> tuple[Finding, ...]:
    """What is worth knowing about the years; `wanted` are those of all lists of this import."""
    notes = []
    span = f"{reading.years[0]} bis {reading.years[-1]}"
    if adopted:
        notes.append(
            Finding("import_years_adopted", Severity.NOTICE, "settings", "base_year", "value", {"span": span})
        )
    table = reading.frames["figures"]
    empty = [year for year in reading.years if table[f"revenue_{year}"].isna().all()]
    missing = [year for year in empty if year not in wanted]
    if missing:
        values = {"file": figures.file, "missing": ", ".join(map(str, missing))}
        notes.append(Finding("import_years_missing", Severity.NOTICE, "figures", None, None, values))
    unused = [year for year in map(int, figures.revenue.columns) if year not in reading.years]
    if unused:
        values = {"file": figures.file, "unused": ", ".join(map(str, unused)), "span": span}
        notes.append(Finding("import_years_unused", Severity.NOTICE, "figures", None, None, values))
    return tuple(notes)
