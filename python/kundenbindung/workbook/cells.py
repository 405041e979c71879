"""Zellen lesen: one column of raw cells -> typed values; what cannot be read becomes a finding.

Raw cells are str, float, int, bool, date, datetime, time, timedelta or empty ("" or None).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from kundenbindung.core.model import Finding, FloatArray, Severity
from kundenbindung.workbook import layout, signs
from kundenbindung.workbook.numbers import Problem, parse_number
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Unit

Report = Callable[[int, str, Mapping[str, object]], None]
"""Called with the index of the cell, the finding's code and its values."""

PERCENT_UNITS = frozenset({Unit.SHARE, Unit.CERTAINTY, Unit.RATE, Unit.ANCHOR, Unit.VALUE})
EARLIEST = dt.date(1900, 3, 1)
LATEST = dt.date(2199, 12, 31)
NEVER_A_KEY = 1e21
"""A number from here on is no customer number, article or telephone; Excel shows it with an exponent."""
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")


@dataclass(frozen=True, slots=True)
class Place:
    """Ort of a column's cells: table, column, keys and sheet rows of its cells, spreadsheet letters."""

    table: str
    field: str
    label: str
    letters: str
    rows: Sequence[int]
    keys: Sequence[str | None]


def convert(
    column: Column, cells: Sequence[object], place: Place
) -> tuple[Sequence[object] | FloatArray, list[Finding]]:
    """Spalte -> typed values: floats with NaN, texts, identifiers or dates with None."""
    found: list[Finding] = []

    def report(index: int, code: str, values: Mapping[str, object]) -> None:
        found.append(_finding(place, index, code, values))

    values = _typed(column, cells, report)
    return values, found + _missing(column, values, place)


def _typed(column: Column, cells: Sequence[object], report: Report) -> Sequence[object] | FloatArray:
    if column.unit in NUMBER_UNITS:
        return _numbers(column, cells, report)
    if column.unit is Unit.DATE:
        return [_day(cell, index, report) for index, cell in enumerate(cells)]
    if column.unit is Unit.CHOICE:
        return _choices(column, cells, report)
    if column.unit is Unit.VALUE:
        return [None if empty(cell) else cell for cell in cells]
    return _texts(cells, report)


def _finding(place: Place, index: int, code: str, values: Mapping[str, object]) -> Finding:
    key = place.keys[index]
    where = {"cell": f"{place.letters}{place.rows[index]}", "column": place.label}
    return Finding(
        code, Severity.ERROR, place.table, key or place.rows[index], place.field, {**where, **values}
    )


def _missing(column: Column, values: Sequence[object] | FloatArray, place: Place) -> list[Finding]:
    if not column.required:
        return []
    missing = np.flatnonzero(pd.isna(np.asarray(values, dtype=object)))
    return [_finding(place, int(index), "cell_missing", {}) for index in missing]


def empty(cell: object) -> bool:
    """True for a cell without content; blanks alone are no content."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or _not_a_number(cell)


def _not_a_number(cell: object) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def text(cell: object) -> str | None:
    """Text of a cell as the owner sees it, trimmed; whole numbers without decimals, None if empty."""
    if isinstance(cell, str):
        return cell.strip() or None
    if empty(cell):
        return None
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float) and math.isinf(cell):
        return "∞" if cell > 0 else "-∞"
    return _number_text(float(cell)) if isinstance(cell, float | int) else _moment(cell)


def _number_text(number: float) -> str:
    """Zahl with all its digits; one that is longer than any number of a customer as Excel shows it."""
    if abs(number) >= NEVER_A_KEY:
        return f"{number:.15G}".replace(".", ",")
    return str(int(number)) if number.is_integer() else repr(number).replace(".", ",")


def _moment(cell: object) -> str:
    """Datum, Uhrzeit or duration as the owner sees it."""
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, dt.timedelta):
        return f"{cell.total_seconds() / 3600:.1f} Stunden".replace(".", ",")
    return f"{cell:%H:%M} Uhr" if isinstance(cell, dt.time) else str(cell)


def _texts(cells: Sequence[object], report: Report) -> list[str | None]:
    values = [text(cell) for cell in cells]
    for index, value in enumerate(values):
        if value is None or signs.harmless(value):
            continue
        if signs.too_long(value):
            report(index, "text_too_long", {"length": signs.length(value)})
        if signs.impossible(value):
            report(index, "text_sign_impossible", {})
    return values


def _numbers(column: Column, cells: Sequence[object], report: Report) -> FloatArray:
    if set(map(type, cells)) <= {float, int}:
        values = np.array(cells, dtype=np.float64)
    else:
        values = np.array(
            [
                cell
                if cell.__class__ is float
                else math.nan
                if cell == ""
                else _number(column, cell, i, report)
                for i, cell in enumerate(cells)
            ],
            dtype=np.float64,
        )
    return _in_range(column, values, report)


def _number(column: Column, cell: object, index: int, report: Report) -> float:
    if isinstance(cell, str):
        return _parsed(column, cell, index, report)
    if cell is None:
        return float("nan")
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return float(cell)
    dated = isinstance(cell, dt.date | dt.time | dt.timedelta)
    report(index, "cell_is_date" if dated else "cell_not_number", {"text": text(cell)})
    return float("nan")


_PROBLEM_CODES = {
    Problem.AMBIGUOUS: "cell_ambiguous",
    Problem.UNREADABLE: "cell_not_number",
    Problem.SIGN: "cell_sign_unclear",
}


def _parsed(column: Column, cell: str, index: int, report: Report) -> float:
    if not cell.strip():
        return float("nan")
    parsed = parse_number(cell)
    if parsed.problem is not None:
        report(index, _PROBLEM_CODES[parsed.problem], {"text": cell.strip()})
    elif parsed.percent and column.unit not in PERCENT_UNITS:
        report(index, "cell_not_number", {"text": cell.strip()})
    elif parsed.value is not None:
        return parsed.value
    else:
        report(index, "cell_not_number", {"text": cell.strip()})
    return float("nan")


def _in_range(column: Column, values: FloatArray, report: Report) -> FloatArray:
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    with np.errstate(invalid="ignore"):
        outside = (values < low) | (values > high) | np.isinf(values)
    for index in np.flatnonzero(outside):
        report(
            int(index),
            _RANGE_CODES.get(column.unit, "cell_out_of_range"),
            _range_values(column, values[index]),
        )
    return values


_RANGE_CODES = {Unit.SHARE: "share_out_of_range", Unit.YEAR: "year_out_of_range"}


def _range_values(column: Column, value: float) -> dict[str, object]:
    return {"value": float(value), "low": column.low, "high": column.high}


def _choices(column: Column, cells: Sequence[object], report: Report) -> list[object]:
    choices = layout.CHOICES[column.choices or ""]
    known = {label.casefold(): identifier for identifier, label in choices.items()}
    values: list[object] = []
    for index, cell in enumerate(cells):
        word = text(cell)
        identifier = None if word is None else known.get(word.casefold())
        if word is not None and identifier is None and not column.open_choice:
            report(index, "choice_unknown", {"text": word, "choices": ", ".join(choices.values())})
        values.append(identifier if identifier is not None else word if column.open_choice else None)
    return values


def _day(cell: object, index: int, report: Report) -> dt.date | None:
    found = day(cell)
    if found is None and not empty(cell):
        report(index, "cell_not_date", {"text": text(cell)})
    return found


def day(cell: object) -> dt.date | None:
    """Datum of a cell, also where it is a text; None if it has none."""
    if isinstance(cell, str):
        return parse_day(cell)
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    return cell if isinstance(cell, dt.date) and EARLIEST <= cell <= LATEST else None


def parse_day(word: str) -> dt.date | None:
    """Datum TT.MM.JJJJ, TT.MM.JJ or ISO; None for anything else."""
    match = _GERMAN_DAY.fullmatch(word.strip())
    try:
        if match is None:
            return dt.date.fromisoformat(word.strip())
        day, month, year = (int(part) for part in match.groups())
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


ERROR_TEXTS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
    2051: "#BUSY!",
}
"""Fehlerwerte by Excel's number."""

ERROR_BASE = -2_146_828_288
ERROR_SPAN = 10_000
_ERRORS = frozenset(ERROR_TEXTS.values())


def error_text(cell: object) -> str | None:
    """Fehlerwert of a cell as an open workbook hands it out; None for any other cell.

    Excel's numbers are floats; a whole number from there is an error code that nobody translated.
    """
    if isinstance(cell, str):
        return cell if cell in _ERRORS else None
    if isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell - ERROR_BASE < ERROR_SPAN:
        return ERROR_TEXTS.get(cell - ERROR_BASE, "#UNKNOWN!")
    return None


def plain(cell: object) -> object:
    """Cell as a file gives it: amounts in a currency are numbers, days are dates, error values nothing."""
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return None if error_text(cell) is not None else cell


def column_number(name: str) -> int:
    """Spaltennummer of its letters, counted from 0: A is 0, AB is 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def letters(column: int) -> str:
    """Buchstaben of a column counted from 0: 0 is A, 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
