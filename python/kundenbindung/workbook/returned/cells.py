"""Zellen einer Kopie: typed values, and what may not be taken over: formulas, errors, unreadable entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.returned.names import brief
from kundenbindung.workbook.returned.rows import FILLED_TABLES, NEEDED, typed
from kundenbindung.workbook.schema import Column, Unit

CODES = {
    "choice_unknown": "returned_choice_unknown",
    "cell_not_date": "returned_not_date",
    "cell_out_of_range": "returned_out_of_range",
    "share_out_of_range": "returned_out_of_range",
}
"""Finding of a cell of the workbook -> that of a cell of a copy."""

NUMBERS_AS_DAYS = 2
"""From so many numbers in a column of days on one finding is enough: the file lost its formats."""

MIDNIGHT = "ein Tag vor 1900"
"""What a day before the first one that Excel knows is called."""

Spot = tuple[int, str]
"""Row of the frame and name of the column."""


@dataclass(frozen=True, slots=True, eq=False)
class CopyTable:
    """Tabelle einer Kopie as read: its grid, and the sheet addresses of its formulas."""

    grid: Grid
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class CopyCells:
    """Zellen of a table that came back: filled rows as a typed frame of the declared columns.

    rows     sheet row of every row of the frame
    barred   cells of columns to fill in that are not taken over
    unread   rows that are not recognised, because a formula says whose they are
    odd      cells of other columns that cannot be read
    letters  spreadsheet letters of every column
    usable   False if a column is gone without which no row is recognised
    """

    frame: pd.DataFrame
    rows: tuple[int, ...]
    barred: frozenset[Spot]
    unread: frozenset[int]
    odd: frozenset[Spot]
    findings: tuple[Finding, ...]
    letters: Mapping[str, str]
    usable: bool

    def address(self, spot: Spot) -> str:
        """Adresse of a cell in its sheet."""
        return f"{self.letters[spot[1]]}{self.rows[spot[0]]}"


def read_cells(table: str, wanted: frozenset[str], copy: CopyTable, file: str) -> CopyCells:
    """Tabelle einer Kopie -> typed cells; `wanted` are the columns that may be filled in."""
    grid = copy.grid
    kept = [at for at, row in enumerate(grid.rows) if not all(map(cells.empty, row))]
    rows = tuple(grid.first_row + at for at in kept)
    headers = {header.strip(): at for at, header in enumerate(grid.headers)}
    declared = [column for column in layout.TABLES[table].expand() if column.label in headers]
    reader = _Reader(table, copy, rows, file)
    frame = pd.DataFrame(index=pd.RangeIndex(len(rows)))
    for column in declared:
        at = headers[column.label]
        frame[column.name] = reader.column(column, at, [grid.rows[row][at] for row in kept])
    own = set(FILLED_TABLES[table])
    barred = frozenset(spot for spot in reader.problems if spot[1] in wanted)
    unread = frozenset(row for row, name in reader.formulas if name in own)
    odd = frozenset(spot for spot in reader.problems if spot[1] not in wanted)
    told = [reader.problems[spot] for spot in sorted(barred)]
    told += [reader.problems[row, name] for row, name in sorted(reader.formulas) if name in own]
    usable = set(NEEDED[table]) <= set(frame.columns)
    said = {id(finding): finding for finding in told}.values()
    findings = (*said, *_shape(table, wanted, copy, file))
    return CopyCells(frame, rows, barred, unread, odd, findings, reader.letters, usable)


class _Reader:
    """Leser of the columns of one table; collects which cells are not what they should be."""

    def __init__(self, table: str, copy: CopyTable, rows: Sequence[int], file: str) -> None:
        self._table, self._copy, self._rows, self._file = table, copy, rows, file
        self.problems: dict[Spot, Finding] = {}
        self.formulas: set[Spot] = set()
        self.letters: dict[str, str] = {}

    def column(self, column: Column, at: int, raw: Sequence[object]) -> pd.Series:
        """Werte of a column; cells that hold no value of it are empty."""
        letters = self.letters[column.name] = cells.letters(self._copy.grid.first_column + at)
        place = cells.Place(
            self._table, column.name, column.label, letters, self._rows, [None] * len(self._rows)
        )
        values, found = cells.convert(replace(column, required=False), raw, place)
        for row, number in enumerate(self._rows):
            self._look(column, (row, column.name), f"{letters}{number}")
        if column.unit is Unit.DATE:
            self._look_at_days(column, raw)
        where = {number: row for row, number in enumerate(self._rows)}
        for finding in found:
            self._note((where[int(finding.row or 0)], column.name), finding)
        return typed(column, list(values))

    def _look(self, column: Column, spot: Spot, address: str) -> None:
        values = {"cell": address, "column": column.label, "file": self._file}
        row = self._rows[spot[0]]
        if address in self._copy.formulas:
            self.formulas.add(spot)
            self.problems[spot] = _warning("returned_formula", self._table, row, column.name, values)
        elif address in self._copy.grid.errors:
            values["text"] = self._copy.grid.errors[address]
            self.problems[spot] = _warning("returned_cell_error", self._table, row, column.name, values)

    def _look_at_days(self, column: Column, raw: Sequence[object]) -> None:
        """Numbers in a column of days, and what is read as an hour because no day is so early."""
        spots = [(row, column.name) for row in range(len(raw)) if (row, column.name) not in self.problems]
        numbers = [spot for spot in spots if isinstance(raw[spot[0]], float | int)]
        numbers = [spot for spot in numbers if not cells.empty(raw[spot[0]])]
        if len(numbers) >= NUMBERS_AS_DAYS:
            told = {**self._where(column, numbers[0][0]), "count": len(numbers)}
            found = _warning("returned_days_are_numbers", self._table, None, column.name, told)
            self.problems |= dict.fromkeys(numbers, found)
        for row, name in (spot for spot in spots if raw[spot[0]] == dt.time()):
            early = {**self._where(column, row), "text": MIDNIGHT}
            found = _warning("returned_not_date", self._table, self._rows[row], name, early)
            self.problems[row, name] = found

    def _where(self, column: Column, row: int) -> dict[str, object]:
        cell = f"{self.letters[column.name]}{self._rows[row]}"
        return {"cell": cell, "column": column.label, "file": self._file}

    def _note(self, spot: Spot, finding: Finding) -> None:
        if spot not in self.problems:
            code = CODES.get(finding.code, "returned_not_readable")
            values = {**finding.values, "file": self._file}
            values["text"] = brief(values.get("text", _amount(values.get("value", ""))))
            self.problems[spot] = _warning(code, self._table, self._rows[spot[0]], spot[1], values)


def _amount(value: object) -> str:
    """Zahl as it is written, in a few signs however large it is."""
    return f"{value:.10g}".replace(".", ",") if isinstance(value, float) else str(value)


def _warning(
    code: str, table: str, row: int | None, column: str | None, values: Mapping[str, object]
) -> Finding:
    return Finding(code, Severity.WARNING, table, row, column, values)


def _shape(table: str, filled: Collection[str], copy: CopyTable, file: str) -> Iterator[Finding]:
    """Columns that are needed and gone, rows below the table."""
    headers = {header.strip() for header in copy.grid.headers}
    for column in layout.TABLES[table].expand():
        if column.name in {*NEEDED[table], *filled} and column.label not in headers:
            values = {"column": column.label, "file": file}
            yield _warning("returned_column_missing", table, None, column.name, values)
    if copy.grid.row_below is not None:
        below: dict[str, object] = {
            "table": layout.TABLES[table].label,
            "line": copy.grid.row_below,
            "file": file,
        }
        yield _warning("returned_rows_below", table, copy.grid.row_below, None, below)
