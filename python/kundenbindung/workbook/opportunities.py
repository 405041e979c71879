"""Verkaufschancen aufnehmen: the export of a CRM into the table Pipeline of a workbook.

Rows are found by their Kennung; what the file does not name stays as it is, new rows are appended. What was
lost, or won before the base year, is not taken in, unless its row already stands there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from kundenbindung.core.model import Finding, OpportunityStatus, Settings, Severity
from kundenbindung.core.screening import year_end
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading

REPLACED = (
    "customer",
    "project",
    "value_eur",
    "stage",
    "probability",
    "expected_close",
    "updated",
    "status",
)
"""Columns of a known row that follow the file, as far as it says anything."""

FILLED = ("customer_id", "kind")
"""Columns of a known row that are filled in only where they are empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Verkaufschancen of one file, their customers found as far as possible.

    table   one row per opportunity, unique `source_id`, see `core.model.OPPORTUNITY_COLUMNS`
    stages  Phase -> proposed probability, NaN where none is known
    """

    file: str
    table: pd.DataFrame
    stages: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class TakenChances:
    """Aufgenommen: the workbook with the opportunities in it, and what became of them.

    updated  keys whose row changed; lost and earlier: how many were not taken in, and why
    """

    reading: Reading
    added: tuple[str, ...]
    updated: tuple[str, ...]
    lost: int
    earlier: int
    stages: tuple[str, ...]
    findings: tuple[Finding, ...]


def take_in(reading: Reading, chances: Chances) -> TakenChances:
    """Verkaufschancen -> workbook."""
    sheet = reading.frames["opportunities"].reset_index(drop=True)
    file = chances.table.set_index("source_id", drop=False)
    known = {key: at for at, key in enumerate(sheet["source_id"]) if isinstance(key, str)}
    lost, earlier = _not_needed(file, known, reading.settings)
    wanted = file[~lost & ~earlier]
    merged, changes = _updated(sheet, wanted, known)
    added = wanted[~wanted.index.isin(list(known))]
    stages, new_stages = _with_stages(reading.frames["stages"], wanted, chances.stages)
    frames = {
        **reading.frames,
        "opportunities": _appended(merged, added),
        "stages": stages,
    }
    return TakenChances(
        reading=replace(reading, frames=frames),
        added=tuple(map(str, added.index)),
        updated=tuple(changes),
        lost=int(lost.sum()),
        earlier=int(earlier.sum()),
        stages=new_stages,
        findings=tuple(_findings(chances, known, changes)),
    )


def _not_needed(
    file: pd.DataFrame, known: Mapping[str, int], settings: Settings
) -> tuple[pd.Series, pd.Series]:
    """Which rows were lost, which were won before the base year; rows that stand in the sheet are neither."""
    last = year_end(settings, settings.base_year - 1)
    new = pd.Series(~file.index.isin(list(known)), index=file.index)
    closed = [isinstance(close, dt.date) and close <= last for close in file["expected_close"]]
    early = pd.Series(closed, index=file.index, dtype=bool)
    lost = file["status"].eq(OpportunityStatus.LOST.value)
    won = file["status"].eq(OpportunityStatus.WON.value)
    return (new & lost).astype(bool), (new & won & early).astype(bool)


def _updated(
    sheet: pd.DataFrame, file: pd.DataFrame, known: Mapping[str, int]
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """Known rows as the file has them, and which of their columns changed."""
    labels = {column.name: column.label for column in layout.OPPORTUNITIES.expand()}
    columns: dict[str, list[Any]] = {name: list(sheet[name].astype(object)) for name in (*REPLACED, *FILLED)}
    changes: dict[str, tuple[str, ...]] = {}
    for key, row in zip(file.index, file.to_dict("records"), strict=True):
        if key not in known:
            continue
        changed = _changed(columns, known[key], row)
        for name in changed:
            columns[name][known[key]] = row[name]
        if changed:
            changes[str(key)] = tuple(labels[name] for name in changed)
    typed = {name: _like(sheet[name], values) for name, values in columns.items()}
    return sheet.assign(**typed), changes


def _changed(columns: Mapping[str, Sequence[Any]], at: int, row: Mapping[Hashable, Any]) -> list[str]:
    new = [name for name in REPLACED if _says_more(row[name], columns[name][at])]
    moved = "customer" in new and not pd.isna(columns["customer"][at])
    if moved and _says_more(row["customer_id"], columns["customer_id"][at]):
        new.append("customer_id")  # the deal went to another customer
    return new + [name for name in FILLED if not pd.isna(row[name]) and pd.isna(columns[name][at])]


def _says_more(new: Any, old: Any) -> bool:
    """True if the file says something else than the sheet; nothing says nothing."""
    if pd.isna(new):
        return False
    return bool(pd.isna(old)) or new != old


def _like(column: pd.Series, values: Sequence[Any]) -> pd.Series:
    whole = pd.Series(values, index=column.index, dtype=object)
    return whole.astype(float) if pd.api.types.is_float_dtype(column.dtype) else whole


def _appended(sheet: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """New rows below, in the order of the file; the owner's own columns stay empty there."""
    if added.empty:
        return sheet
    below = added.reset_index(drop=True).reindex(columns=sheet.columns)
    filled = {
        name: pd.concat([sheet[name].astype(object), below[name].astype(object)], ignore_index=True)
        for name in sheet.columns
    }
    whole = pd.DataFrame(filled)
    numbers = {name: whole[name].astype(float) for name in ("value_eur", "probability")}
    return whole.where(whole.notna(), None).assign(**numbers)


def _with_stages(
    stages: pd.DataFrame, wanted: pd.DataFrame, proposed: Mapping[str, float]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Phasen with those of the file that are new and have a probability."""
    named = set(stages["stage"].dropna())
    open_ones = wanted[wanted["status"].eq(OpportunityStatus.OPEN.value)]["stage"].dropna().unique()
    new = [name for name in open_ones if name not in named and not pd.isna(proposed.get(name))]
    if not new:
        return stages, ()
    rows = pd.DataFrame({"stage": new, "probability": [proposed[name] for name in new]})
    whole = pd.concat([stages, rows.astype({"stage": object})], ignore_index=True)
    return whole.where(whole.notna(), None).assign(probability=whole["probability"].astype(float)), tuple(new)


def _findings(
    chances: Chances, known: Mapping[str, int], changes: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Which rows the file changed, and which of its own it does not name any more."""
    if changes:
        keys = tuple(f"{key} ({', '.join(labels)})" for key, labels in changes.items())
        facts = {"file": chances.file, "keys": keys, "count": len(keys)}
        yield Finding("opportunities_replaced", Severity.NOTICE, "opportunities", None, None, facts)
    listed = set(chances.table["source_id"])
    sources = {str(key).partition(" ")[0] for key in listed if key in known}  # the same CRM, seen before
    gone = tuple(key for key in known if key not in listed and key.partition(" ")[0] in sources)
    if gone:
        facts = {"file": chances.file, "keys": gone, "count": len(gone)}
        yield Finding("opportunities_vanished", Severity.WARNING, "opportunities", None, None, facts)
