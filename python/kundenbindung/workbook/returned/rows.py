"""Zeilen: by what a row is recognised, what a copy held when it went out, what the workbook holds now."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kundenbindung.core.model import Finding
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Reading, folded
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Unit
from kundenbindung.workbook.sharing import Part, Shared, masked
from kundenbindung.workbook.tables.mail import ALL

FILLED_TABLES: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "opportunities": ("customer_id", "customer", "project", "source_id"),
    "appointments": ("customer_id", "date", "activity", "appointment"),
}
"""Tables a recipient may fill in, and the columns by which their rows are recognised."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "opportunities": ("customer_id", "project"),
    "appointments": ("customer_id",),
}
"""Those of them without which no row is recognised."""

NAMED = "#"
"""First part of a key that is a Kennung or a Termin, which stands only once."""

SAME_DIGITS = 1e-9
"""Relative difference of two numbers that are the same to whoever wrote and read them."""

Key = tuple[str, ...]
Sent = Mapping[str, pd.DataFrame]
"""Tables of a copy as they went out, by name."""


@dataclass(frozen=True, slots=True)
class Change:
    """Änderung of one cell: typed values before and after.

    row    position in the frame of the workbook; None for a row that is new
    key    what the row is recognised by
    about  Vorhaben or Leistung of the row, None in the sheet Kunden
    """

    table: str
    row: int | None
    key: Key
    customer: str | None
    about: str | None
    column: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Conflict:
    """Widerspruch: a cell that two people changed differently.

    first   what stands in the workbook, or in another copy that is read at the same time
    copies  True for two copies
    """

    change: Change
    first: object
    copies: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """Unterschiede of a copy that came back to the workbook: what is taken over, and what is not."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    findings: tuple[Finding, ...] = ()


def fillable(part: Part) -> tuple[Column, ...]:
    """Spalten of a table that the recipient may fill in."""
    return tuple(column for column in part.columns if column.fillable)


def parts_to_fill(shared: Shared) -> dict[str, Part]:
    """Tabellen of a copy that come back, by name."""
    return {
        part.table.name: part
        for page in shared.pages
        for part in page.parts
        if part.table.name in FILLED_TABLES and fillable(part)
    }


def baseline(shared: Shared) -> dict[str, Any]:
    """Ausgang: the tables of a copy that come back, as they go out; fit for JSON, `sent_frames` reads it."""
    return {
        name: {
            "columns": [column.name for column in part.columns],
            "rows": [list(map(_kept, row)) for row in part.frame.itertuples(index=False)],
        }
        for name, part in parts_to_fill(shared).items()
    }


def _kept(value: object) -> object:
    if missing(value):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return value if isinstance(value, str | bool) else float(value)  # type: ignore[arg-type]  # what is no text, truth value or day is a number


def sent_frames(data: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Ausgang as typed frames; raises ValueError if it is not what `baseline` made."""
    try:
        return {name: _frame(name, data[name]["columns"], data[name]["rows"]) for name in data}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not the tables of a copy") from error


def _frame(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    declared = {column.name: column for column in layout.TABLES[name].expand()}
    frame = pd.DataFrame([list(row) for row in rows], columns=list(columns), dtype=object)
    for column in columns:
        frame[column] = typed(declared[column], frame[column].tolist())
    return frame


def typed(column: Column, values: Sequence[object]) -> pd.Series:
    """Werte as a column of a typed frame: floats, else objects; days may be ISO texts."""
    if column.unit in NUMBER_UNITS:
        return pd.Series([math.nan if missing(value) else value for value in values], dtype=float)
    if column.unit is Unit.DATE:
        values = [cells.day(value) or value for value in values]
    return pd.Series([None if missing(value) else value for value in values], dtype=object)


def missing(value: object) -> bool:
    """True for an empty cell of a typed frame."""
    return value is None or value is pd.NaT or value == "" or (isinstance(value, float) and math.isnan(value))


def same_value(one: object, other: object) -> bool:
    """Gleicher Wert: nothing is nothing, numbers but for their last digits, texts but for their line ends."""
    if missing(one) or missing(other):
        return missing(one) and missing(other)
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=SAME_DIGITS, abs_tol=SAME_DIGITS)
    if isinstance(one, str) and isinstance(other, str):
        return _lines(one) == _lines(other)
    return _kept(one) == _kept(other)


def _lines(text: str) -> list[str]:
    return text.replace("_x000D_", "").strip().splitlines()


def now(reading: Reading, part: Part, shared: Shared) -> pd.DataFrame:
    """Was die Mappe jetzt hat: rows of a table the recipient may see, as he would see them.

    The index is the position of the row in the workbook.
    """
    frame = reading.frames[part.table.name].reset_index(drop=True)
    needed = {*FILLED_TABLES[part.table.name], *(column.name for column in part.columns)}
    columns = [column for column in layout.TABLES[part.table.name].expand() if column.name in needed]
    shown = masked(columns, frame.reindex(columns=[column.name for column in columns]), frame, shared.hide)
    return shown[[may_see(shared, key) for key in shown["customer_id"]]]


def may_see(shared: Shared, customer: object) -> bool:
    """True for a row of one of his customers; of nobody only where he sees all of them."""
    return shared.group.customers == ALL if missing(customer) else str(customer) in shared.customers


def keys(table: str, frame: pd.DataFrame, known: Collection[str]) -> list[Key]:
    """Schlüssel of every row; rows alike are numbered. `known`: Kennungen and Termine that count as such."""
    whole = frame.reindex(columns=list(FILLED_TABLES[table]))
    seen: dict[Key, int] = {}
    found = []
    for row in whole.to_dict("records"):
        key = _key(table, {str(name): value for name, value in row.items()}, known)
        if key[0] != NAMED:
            seen[key] = seen.get(key, 0) + 1
            key = (*key, str(seen[key]))
        found.append(key)
    return found


def _key(table: str, row: Mapping[str, Any], known: Collection[str]) -> Key:
    customer = "" if missing(row["customer_id"]) else str(row["customer_id"])
    if table == "customers":
        return (NAMED, customer)
    if table == "opportunities":
        if row["source_id"] in known:
            return (NAMED, str(row["source_id"]))
        return ("", customer, "" if customer else _word(row["customer"]), _word(row["project"]))
    if row["appointment"] in known:
        return (NAMED, str(row["appointment"]), customer)
    return ("", customer, _word(_kept(row["date"])), _word(row["activity"]))


def _word(value: object) -> str:
    return "" if missing(value) else folded(value)


def names_of(table: str, *frames: pd.DataFrame) -> frozenset[str]:
    """Kennungen or Termine that stand in these frames."""
    column = FILLED_TABLES[table][-1]
    return frozenset(str(key) for frame in frames if column in frame for key in frame[column].dropna())
