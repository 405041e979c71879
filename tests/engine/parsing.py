"""What Excel makes of a value assigned to a cell: pure rules, no office needed.

A string is read like typed text unless the cell's format is "@". Where Excel's result depends on the
language, both the English and the German reading are accepted: code that relies on a string staying a
string shall fail here.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

from tests.engine.errors import refused

NULL_DATE = dt.datetime(1899, 12, 30)
GENERAL, TEXT, BOOLEAN = "General", "@", "BOOLEAN"
DATE, DATE_TIME, TIME = "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "hh:mm"
LONGEST_TEXT = 32_767
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
TRUTH = {"TRUE": True, "WAHR": True, "FALSE": False, "FALSCH": False}
ENGLISH = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(e[+-]?\d{1,3})?", re.IGNORECASE)
GERMAN = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+),\d*")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?")
MONTH_FIRST = re.compile(r"(\d{1,2})([/-])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class Stored(NamedTuple):
    """Content of a cell: `data` for the block, a formula instead, a number format Excel sets by itself."""

    data: float | str
    formula: str | None = None
    number_format: str | None = None


EMPTY = Stored("")


def serial(moment: dt.date) -> float:
    """Date or date and time -> Excel's serial number."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - NULL_DATE) / dt.timedelta(days=1)


def moment(number: float) -> dt.datetime:
    """Serial number -> date and time, to the microsecond Excel can hold."""
    seconds = round((number % 1) * 86_400, 3)
    return NULL_DATE + dt.timedelta(days=int(number // 1), seconds=seconds)


def stored(value: Any, kind: str, *, reset: bool = False) -> Stored:
    """Assigned value and kind of the cell's format -> what it holds; `reset`: the format was a Boolean's."""
    if value is None or (isinstance(value, str) and not value):
        return EMPTY
    if kind == "text":
        return Stored(as_text(value))
    held = _entry(value) if isinstance(value, str) else _plain(value)
    fresh = kind == "general" or reset
    number_format = held.number_format or (GENERAL if reset else None)
    return held._replace(number_format=number_format if fresh or number_format == BOOLEAN else None)


def as_text(value: Any) -> str:
    """What a cell of format "@" shows for an assigned value, in the German notation."""
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, int | float):
        return f"{value:.15g}".replace(".", ",")
    return _short_enough(_string(value))


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"must be real number, not {type(value).__name__}")
    return value


def _short_enough(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise refused("text longer than 32,767 characters")
    return text


def _plain(value: Any) -> Stored:
    if isinstance(value, bool):
        return Stored(float(value), None, BOOLEAN)
    if isinstance(value, dt.datetime):
        return Stored(serial(value), None, DATE if value.time() == dt.time() else DATE_TIME)
    if isinstance(value, dt.date):
        return Stored(serial(value), None, DATE)
    if isinstance(value, int | float | Decimal):
        return Stored(float(value))
    raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")


def _entry(text: str) -> Stored:
    _short_enough(text)
    if text.startswith("'"):
        return Stored(text[1:])
    if len(text) > 1 and text.startswith("="):
        return Stored("", text)
    bare = text.strip()
    for reading in (_truth, _error, _number, _date, _time):
        if found := reading(bare):
            return found
    return _formula_like(text)


def _formula_like(text: str) -> Stored:
    if len(text) > 1 and text[0] in "+-":
        return Stored("", "=" + text)
    if len(text) > 1 and text[0] == "@":
        raise refused("that function is not valid")
    return Stored(text)


def _truth(text: str) -> Stored | None:
    truth = TRUTH.get(text.upper())
    return None if truth is None else Stored(float(truth), None, BOOLEAN)


def _error(text: str) -> Stored | None:
    return Stored("", "=" + text.upper()) if text.upper() in ERRORS else None


def number_of(text: str) -> float | None:
    """English or German number -> its value."""
    negative = text.startswith("(") and text.endswith(")")
    bare = text[1:-1] if negative else text
    if ENGLISH.fullmatch(bare) and any(letter.isdigit() for letter in bare.lower().partition("e")[0]):
        value = float(bare.replace(",", ""))
    elif GERMAN.fullmatch(bare):
        value = float(bare.replace(".", "").replace(",", "."))
    else:
        return None
    return -value if negative else value


def _number(text: str) -> Stored | None:
    if text.endswith("%"):
        share = number_of(text[:-1].strip())
        return None if share is None else Stored(share / 100, None, "0%" if share.is_integer() else "0.00%")
    if text.endswith("€") or text.startswith(("€", "$")):
        amount = number_of(text.strip("€$ "))
        return None if amount is None else Stored(amount, None, '#,##0 "€"')
    value = number_of(text)
    return None if value is None else Stored(value, None, "0.00E+00" if "e" in text.lower() else None)


def _century(year: str | None) -> int:
    if year is None:
        return dt.datetime.now().astimezone().year
    short = int(year)
    return short if len(year) == 4 else short + (2000 if short < 30 else 1900)


def _built(year: int, month: int, day: int, clock: tuple[str | None, ...] = ()) -> Stored | None:
    hour, minute, second = (int(part or 0) for part in (clock + (None,) * 3)[:3])
    try:
        value = dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    timed = any(part is not None for part in clock)
    return Stored(serial(value), None, DATE_TIME if timed else DATE) if year >= 1900 else None


def _date(text: str) -> Stored | None:
    if found := ISO.fullmatch(text):
        return _built(int(found[1]), int(found[2]), int(found[3]), found.groups()[3:])
    if found := DAY_FIRST.fullmatch(text):
        return _built(_century(found[3]), int(found[2]), int(found[1]), found.groups()[3:])
    if found := MONTH_FIRST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), _century(found[4])
        day_month = _built(year, first, second) or _built(year, second, first)
        return day_month or (None if found[4] else _built(_century(found[3].zfill(2)), first, 1))
    return None


def _time(text: str) -> Stored | None:
    found = CLOCK.fullmatch(text)
    if not found or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
    return Stored(seconds / 86_400, None, TIME)
