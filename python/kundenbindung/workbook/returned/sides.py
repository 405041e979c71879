"""Seiten of the comparison: the copy, the workbook as it is now, the copy as it went out, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.returned.alike import Values, told_apart
from kundenbindung.workbook.returned.cells import CopyCells, CopyTable, read_cells
from kundenbindung.workbook.returned.names import brief, real_names, with_names
from kundenbindung.workbook.returned.rows import (
    Change,
    Key,
    Sent,
    fillable,
    keys,
    missing,
    names_of,
    now,
)
from kundenbindung.workbook.schema import Column
from kundenbindung.workbook.sharing import Part, Shared

ABOUT = {"opportunities": "project", "appointments": "activity"}
"""Column that says what a row is about, besides its customer."""


def _about(table: str, values: Values) -> object:
    """Wovon a row handles: a Termin with its number, since a customer gets several of one Leistung."""
    key, customer = values.get("appointment"), values.get("customer_id")
    if table == layout.APPOINTMENTS.name and isinstance(key, str):
        return key.removeprefix(f"{customer} ")
    return values.get(ABOUT.get(table, ""))


@dataclass(frozen=True, slots=True)
class Row:
    """Zeile of a copy: its place in the frame, its key, its typed cells."""

    at: int
    key: Key
    values: Values


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Alle Seiten of one table.

    filled  columns he may fill in now and could fill in when the copy went out
    rows    of the copy, each key once; `twice` those that are there several times, `present` all keys
    alike   rows with something filled in of which nobody can say which row of the workbook they are
    base    what went out; where that is unknown, what the workbook has now
    here    position and cells of the rows he may see now
    """

    table: str
    file: str
    reading: Reading
    shared: Shared
    filled: tuple[Column, ...]
    cells: CopyCells
    rows: tuple[Row, ...]
    twice: tuple[str, ...]
    alike: tuple[str, ...]
    present: frozenset[Key]
    base: Mapping[Key, Values]
    here: Mapping[Key, tuple[int, Values]]
    names: Mapping[str, str]
    sent_known: bool

    def is_idle(self, row: Row, column: str) -> bool:
        """True for a cell that says nothing, or must not be taken over."""
        return missing(row.values.get(column)) or (row.at, column) in self.cells.barred

    def change(self, row: Row, at: int | None, column: str) -> Change:
        """Änderung of one cell; `at` is the position of its row in the workbook."""
        frame = self.reading.frames[self.table]
        before = frame[column].iloc[at] if at is not None and column in frame else None
        customer, about = row.values.get("customer_id"), _about(self.table, row.values)
        return Change(
            self.table,
            at,
            row.key,
            None if missing(customer) else str(customer),
            None if missing(about) else str(with_names(about, self.names)),
            column,
            None if missing(before) else before,
            with_names(row.values[column], self.names),
        )

    def named(self, values: Values) -> str:
        """Kundennr. of a row, and what it is about."""
        return _named(self.table, values)


def sides(
    reading: Reading, part: Part, copy: CopyTable, sent: Sent | None, shared: Shared, file: str
) -> Sides:
    """Alle Seiten of a table that came back."""
    table = part.table.name
    known = None if sent is None else sent.get(table, pd.DataFrame())
    filled = _filled(part, known)
    cells = read_cells(table, frozenset(column.name for column in filled), copy, file)
    mine = now(reading, part, shared)
    base = mine if known is None else known
    named = names_of(table, base, reading.frames[table])
    copied, went, here = (
        list(zip(keys(table, frame, named), _records(frame), strict=True))
        for frame in (cells.frame, base, mine)
    )
    told = told_apart(copied, went, here, [column.name for column in filled])
    found = told.copy
    twice = frozenset(key for key, size in pd.Series(found, dtype=object).value_counts().items() if size > 1)
    rows = tuple(
        Row(at, key, values)
        for at, (key, values) in enumerate(zip(found, (values for _, values in copied), strict=True))
        if at not in cells.unread and key not in twice and at not in told.unclear
    )
    return Sides(
        table=table,
        file=file,
        reading=reading,
        shared=shared,
        filled=filled,
        cells=cells,
        rows=rows,
        twice=tuple(sorted(brief(key[1]) for key in twice)),  # type: ignore[index]  # a key in here is a pair
        alike=tuple(_named(table, copied[at][1]) for at in told.changed if at not in cells.unread),
        present=frozenset(found),
        base=dict(went),
        here={
            key: (int(at), values) for key, at, (_, values) in zip(told.here, mine.index, here, strict=True)
        },
        names=real_names(reading, shared.hidden),
        sent_known=known is not None,
    )


def _named(table: str, values: Values) -> str:
    customer = values.get("customer_id")
    words = (values.get("customer") if missing(customer) else customer, values.get(ABOUT.get(table, "")))
    return brief(" ".join(str(word) for word in words if not missing(word))) or "Zeile ohne Kundennr."


def _filled(part: Part, sent: pd.DataFrame | None) -> tuple[Column, ...]:
    """Columns to fill in, as the workbook declares them."""
    names = {column.name for column in fillable(part) if sent is None or column.name in sent}
    return tuple(column for column in layout.TABLES[part.table.name].expand() if column.name in names)


def _records(frame: pd.DataFrame) -> Sequence[Values]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
