"""Quelltabelle: the grid of one source sheet, its limits, and the error that stops an import."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NoReturn

from kundenbindung.core.model import Finding, Severity

TABLE = "source"
MAX_FILE_BYTES = 50_000_000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 2_000
MAX_CELLS = 20_000_000

UNCALCULATED = "#FORMEL"
"""Text put in place of a formula that was saved without a value."""

ERROR_TEXTS = frozenset(
    {"#DIV/0!", "#N/A", "#NV", "#NAME?", "#NULL!", "#NUM!", "#ZAHL!", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!"}
    | {"#SPILL!", "#ÜBERLAUF!", "#CALC!", "#GETTING_DATA", "#UNKNOWN!"}
)
"""Error values of Excel as text, in English and German."""


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """Ein Blatt einer Quelldatei, every row from the first one on; rows may differ in length.

    `name`, `visible` speak of workbooks, `encoding` and `delimiter` of text files. `repairs` counts the
    cells whose umlauts were restored, `repair_example` is the first one before and after.
    """

    name: str | None
    rows: tuple[tuple[object, ...], ...]
    encoding: str | None = None
    delimiter: str | None = None
    visible: bool = True
    repairs: int = 0
    repair_example: tuple[str, str] = ("", "")

    @property
    def is_text(self) -> bool:
        """True for a CSV or TXT file."""
        return self.encoding is not None


class SourceError(Exception):
    """Abbruch of an import: carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def stop(code: str, **values: object) -> NoReturn:
    """Raises `SourceError` with an error finding of this code."""
    raise SourceError(Finding(code, Severity.ERROR, TABLE, values=values))


def cell_text(value: object) -> str:
    """Text einer Zelle: whole numbers without ".0", dates as ISO, empty as ""."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def cell_at(row: tuple[object, ...], column: int) -> object:
    """Zelle of a row that may be shorter than the table; an empty text counts as None."""
    value = row[column] if column < len(row) else None
    return None if value == "" else value


def address(row: int, column: int) -> str:
    """Zelladresse such as D7; `row` counts from 1, `column` from 0."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
