"""Werte of a column: amounts, probabilities and days; what cannot be read is named with its cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kundenbindung.adapters.sources.opportunities.vocabulary import vocabulary
from kundenbindung.adapters.sources.sheet import ERROR_TEXTS, UNCALCULATED, cell_text
from kundenbindung.workbook.numbers import Problem, decimal_evidence, parse_number

MAX_VALUE_EUR = 1e12
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
UNREADABLE, AMBIGUOUS = "unreadable", "ambiguous"
_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_DAMAGED_ID = re.compile(r"[0-9](?:[.,][0-9]+e\+?|e\+)[0-9]+", re.IGNORECASE)
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4}|[0-9]{2})(?:[ ,T].{0,30})?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T].{0,30})?")
_SLASHED_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})(?:[ ,T].{0,30})?")
_LONGEST_DAY = 40


@dataclass(frozen=True, slots=True)
class Amount:
    """Betrag of one cell: NaN if unknown; its foreign currency if it names one; what is wrong with it."""

    value: float = math.nan
    currency: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Zahlen of a column, NaN if unknown, and the places of what could not be read."""

    values: tuple[float, ...]
    unreadable: tuple[int, ...] = ()
    unclear: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """Tage of a column, None if unknown, and the places of what could not be read or has two readings."""

    values: tuple[dt.date | None, ...]
    unreadable: tuple[int, ...] = ()
    unclear: tuple[int, ...] = ()


def plain_text(value: object) -> str:
    """Text of a cell on one line; empty for what stands for nothing (-, k.A., an error value)."""
    text = cell_text(value)
    wrapped = _EXCEL_TEXT.fullmatch(text)
    text = " ".join((wrapped.group(1) if wrapped else text).split())
    is_error = text.upper() in ERROR_TEXTS or text == UNCALCULATED
    return "" if is_error or vocabulary().is_empty(text) else text


def is_damaged_id(text: str) -> bool:
    """True for 9,00E+09: a number of which a spreadsheet has left only the beginning."""
    return _DAMAGED_ID.fullmatch(text) is not None


def proven_decimal(cells: Iterable[object]) -> str | None:
    """Dezimalzeichen proven by the texts of all columns of amounts."""
    return decimal_evidence(_without_currency(cell)[0] for cell in cells if isinstance(cell, str))


def read_amount(value: object, decimal: str | None) -> Amount:
    """Betrag of a cell, not below 0; texts may carry a currency."""
    if isinstance(value, str):
        return _text_amount(value, decimal)
    if value is None:
        return Amount()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Amount(problem=UNREADABLE)
    return _bounded(float(value), None)


@lru_cache(maxsize=4096)
def _text_amount(text: str, decimal: str | None) -> Amount:
    number, currency = _without_currency(text)
    if not plain_text(number):
        return Amount(currency=currency, problem=None if not _is_mark(text) else UNREADABLE)
    parsed = parse_number(number, decimal=decimal)
    if parsed.problem is Problem.AMBIGUOUS:
        return Amount(currency=currency, problem=AMBIGUOUS)
    if parsed.problem is not None or parsed.percent:
        return Amount(currency=currency, problem=UNREADABLE)
    return Amount(currency=currency) if parsed.value is None else _bounded(parsed.value, currency)


def _is_mark(text: str) -> bool:
    """True for an error value or a formula without its result."""
    return text.strip().upper() in {*ERROR_TEXTS, UNCALCULATED}


def _bounded(value: float, currency: str | None) -> Amount:
    sound = 0.0 <= value <= MAX_VALUE_EUR
    return Amount(value, currency) if sound else Amount(currency=currency, problem=UNREADABLE)


@lru_cache(maxsize=4096)
def _without_currency(text: str) -> tuple[str, str | None]:
    match = vocabulary().foreign_amount.fullmatch(text.strip()) if len(text) <= 64 else None
    if match is None:
        return text, None
    return match["first"] or match["second"], (match["before"] or match["behind"]).upper()


def read_probabilities(cells: Sequence[object], decimal: str | None) -> Numbers:
    """Wahrscheinlichkeiten as fractions: bare numbers are percent if one of them is above 1.

    A fraction beside such numbers is unclear: 0,6 may be 0,6 % or 60 %.
    """
    read = [_probability(cell, decimal) for cell in cells]
    bare = [value for value, percent in read if value is not None and not percent]
    scale = 0.01 if any(value > 1.0 for value in bare) else 1.0
    values, unreadable, unclear = [math.nan] * len(read), [], []
    for place, (value, percent) in enumerate(read):
        if value is None:
            continue
        fraction = value if percent else value * scale
        if not 0.0 <= fraction <= 1.0:
            unreadable.append(place)
        elif scale < 1.0 and not percent and 0.0 < value < 1.0:
            unclear.append(place)
        else:
            values[place] = round(fraction, 6)
    return Numbers(tuple(values), tuple(unreadable), tuple(unclear))


def _probability(value: object, decimal: str | None) -> tuple[float | None, bool]:
    """Number of a cell and whether it carried a percent sign; NaN if unreadable, None if empty."""
    if isinstance(value, str):
        parsed = parse_number(value, decimal=decimal) if plain_text(value) else None
        if parsed is None:
            return (math.nan, True) if _is_mark(value) else (None, False)
        return (math.nan, True) if parsed.problem else (parsed.value, parsed.percent)
    if value is None:
        return None, False
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan, True
    return float(value), False


def read_days(cells: Sequence[object]) -> Days:
    """Tage of a column: 31.03.2026, 2026-03-31 00:00; for 3/31/2026 the column must prove the order."""
    slashed = [match for cell in cells if isinstance(cell, str) and (match := _slashed(cell)) is not None]
    order = _order(slashed)
    values: list[dt.date | None] = []
    unreadable, unclear = [], []
    for place, cell in enumerate(cells):
        day, problem = _day(cell, order)
        values.append(day)
        if problem == UNREADABLE:
            unreadable.append(place)
        elif problem == AMBIGUOUS:
            unclear.append(place)
    return Days(tuple(values), tuple(unreadable), tuple(unclear))


def _slashed(text: str) -> re.Match[str] | None:
    return _SLASHED_DAY.fullmatch(text.strip()) if len(text) <= _LONGEST_DAY else None


def _order(slashed: Sequence[re.Match[str]]) -> str | None:
    """Reihenfolge "dm" or "md", as numbers above 12 prove it; None if they prove nothing or both."""
    first = any(int(match[1]) > 12 for match in slashed)
    second = any(int(match[2]) > 12 for match in slashed)
    return None if first == second else ("dm" if first else "md")


def _day(value: object, order: str | None) -> tuple[dt.date | None, str | None]:
    if isinstance(value, dt.datetime):
        return _sensible(value.date())
    if isinstance(value, dt.date):
        return _sensible(value)
    if isinstance(value, str):
        return _text_day(value, order)
    return None, None if value is None else UNREADABLE


@lru_cache(maxsize=4096)
def _text_day(text: str, order: str | None) -> tuple[dt.date | None, str | None]:
    plain = plain_text(text)
    if not plain:
        return None, UNREADABLE if _is_mark(text) else None
    if len(plain) > _LONGEST_DAY:
        return None, UNREADABLE
    if match := _GERMAN_DAY.fullmatch(plain):
        return _made(match[3], match[2], match[1])
    if match := _ISO_DAY.fullmatch(plain):
        return _made(match[1], match[2], match[3])
    if match := _SLASHED_DAY.fullmatch(plain):
        return _slashed_day(match, order)
    return None, UNREADABLE


def _slashed_day(match: re.Match[str], order: str | None) -> tuple[dt.date | None, str | None]:
    one, other, year = match.groups()
    if order is None and one != other:
        return None, AMBIGUOUS
    return _made(year, other, one) if order == "dm" else _made(year, one, other)


def _made(year: str, month: str, day: str) -> tuple[dt.date | None, str | None]:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return _sensible(dt.date(full, int(month), int(day)))
    except ValueError:
        return None, UNREADABLE


def _sensible(day: dt.date) -> tuple[dt.date | None, str | None]:
    return (day, None) if FIRST_DAY <= day <= LAST_DAY else (None, UNREADABLE)
