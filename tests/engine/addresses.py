"""A1 addresses and boxes of cells: pure arithmetic, rows and columns counted from 1."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")


class Box(NamedTuple):
    """Rectangle of cells."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def last_row(self) -> int:
        """Last row inside."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """Last column inside."""
        return self.column + self.columns - 1

    @property
    def entire_columns(self) -> bool:
        """Does it hold whole columns?"""
        return self.rows == MAX_ROWS

    @property
    def entire_rows(self) -> bool:
        """Does it hold whole rows?"""
        return self.columns == MAX_COLUMNS

    def meets(self, other: Box) -> bool:
        """Do both share a cell?"""
        rows = self.row <= other.last_row and other.row <= self.last_row
        return rows and self.column <= other.last_column and other.column <= self.last_column

    def inside(self, other: Box) -> bool:
        """Is every cell part of `other`?"""
        rows = other.row <= self.row and self.last_row <= other.last_row
        return rows and other.column <= self.column and self.last_column <= other.last_column


def between(first: Box, last: Box) -> Box:
    """The smallest box around both."""
    row, column = min(first.row, last.row), min(first.column, last.column)
    last_row, last_column = max(first.last_row, last.last_row), max(first.last_column, last.last_column)
    return Box(row, column, last_row - row + 1, last_column - column + 1)


def column_name(number: int) -> str:
    """1 -> A, 27 -> AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _cell(text: str) -> Box | None:
    found = CELL.fullmatch(text)
    if not found:
        return None
    box = Box(int(found[2]), column_number(found[1]), 1, 1)
    return box if 1 <= box.row <= MAX_ROWS and box.column <= MAX_COLUMNS else None


def parse(text: str) -> Box | None:
    """`B2`, `$A$1:C3`, `F:G` or `3:4` -> box; None for anything else."""
    if found := COLUMNS.fullmatch(text):
        first, last = sorted((column_number(found[1]), column_number(found[2])))
        return Box(1, first, MAX_ROWS, last - first + 1)
    if found := ROWS.fullmatch(text):
        first, last = sorted((int(found[1]), int(found[2])))
        return Box(first, 1, last - first + 1, MAX_COLUMNS)
    ends = [_cell(part) for part in text.split(":")]
    if len(ends) > 2 or any(end is None for end in ends):
        return None
    boxes = [end for end in ends if end is not None]
    return between(boxes[0], boxes[-1])


def address(box: Box, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """Box -> Excel's notation."""
    row_sign, column_sign = "$" * row_absolute, "$" * column_absolute
    left, right = (column_sign + column_name(column) for column in (box.column, box.last_column))
    upper, lower = (f"{row_sign}{row}" for row in (box.row, box.last_row))
    if box.entire_columns:
        return f"{left}:{right}"
    if box.entire_rows:
        return f"{upper}:{lower}"
    return left + upper if (box.rows, box.columns) == (1, 1) else f"{left}{upper}:{right}{lower}"


def quoted(sheet: str) -> str:
    """Sheet name as it stands in a formula."""
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and not CELL.fullmatch(sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
