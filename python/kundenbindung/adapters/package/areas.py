"""Zellbereiche: cell addresses as zero-based numbers and back."""

from __future__ import annotations

import re
from typing import NamedTuple

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


class Area(NamedTuple):
    """Bereich: zero-based rows and columns, both ends included."""

    first_row: int
    first_col: int
    last_row: int
    last_col: int

    def overlaps(self, other: Area) -> bool:
        """Whether both areas have a cell in common."""
        rows = self.first_row <= other.last_row and other.first_row <= self.last_row
        return rows and self.first_col <= other.last_col and other.first_col <= self.last_col


def column_number(letters: str) -> int:
    """Spaltennummer, zero-based: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Spaltenbuchstaben of a zero-based number."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Zelladresse of zero-based row and column: (6, 1) is B7."""
    return f"{column_letters(column)}{row + 1}"


def cell(text: str) -> tuple[int, int]:
    """Zeile und Spalte, zero-based; ValueError if `text` is no cell address inside the sheet."""
    found = place(text)
    if found is None:
        raise ValueError(f"not a cell: {text!r}")
    return found


def place(text: str) -> tuple[int, int] | None:
    """Zeile und Spalte, zero-based; None if `text` is no cell address inside the sheet."""
    match = _CELL.fullmatch(text)
    row, column = (int(match[2]) - 1, column_number(match[1])) if match else (-1, -1)
    return (row, column) if 0 <= row <= LAST_ROW and 0 <= column <= LAST_COLUMN else None


def area(text: str) -> Area:
    """Bereich of "A1:C9" or "A1"; ValueError if it is none or runs backwards."""
    first, _, last = text.partition(":")
    top, left = cell(first)
    bottom, right = cell(last or first)
    if bottom < top or right < left:
        raise ValueError(f"runs backwards: {text!r}")
    return Area(top, left, bottom, right)


def areas(text: str) -> tuple[Area, ...]:
    """Bereiche of a list separated by blanks (sqref)."""
    return tuple(area(part) for part in text.split())


def plain(text: str) -> str:
    """Text without the file format's escapes: `_x000a_` is a line feed."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
