"""Zahlen als Text: German, English and Swiss notation read without guessing.

A text that has two readings (`1.234`) is reported as ambiguous, one that has none as unreadable;
nothing is rounded and nothing becomes zero by accident.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Problem(StrEnum):
    """Grund, why a text gives no number: two readings, none, or a mark whose sign must be asked."""

    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Parsed:
    """Gelesene Zahl: `value` (a fraction if `percent`), None if empty or if there is a problem."""

    value: float | None
    problem: Problem | None = None
    percent: bool = False


class _Read(NamedTuple):
    """What a text says, and the decimal mark it proves."""

    parsed: Parsed
    mark: str | None = None


_EMPTY = Parsed(None)
_AMBIGUOUS = _Read(Parsed(None, Problem.AMBIGUOUS))
_UNREADABLE = _Read(Parsed(None, Problem.UNREADABLE))
_SIGN = _Read(Parsed(None, Problem.SIGN))

_LONGEST = 64
_OTHER = {",": ".", ".": ","}
_EMPTY_WORDS = frozenset({"", "-", "--", "---", "ka", "n/a", "na", "keineangabe", "keineangaben"})

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2008\u2009\u200a\u202f\t\r\n", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2019\u2018\u02bc\u00b4`", "'"),
        "\ufeff": None,
        "\u200b": None,
    }
)

# the fast path: no grouping, and not one to three digits before exactly three
_PLAIN = re.compile(r"[+-]?(?:[0-9]+|[0-9]+([.,])(?:[0-9]{1,2}|[0-9]{4,})|(?:[0-9]{4,}|0)([.,])[0-9]{3})")
_AMOUNT = re.compile(
    r"""(?P<sign1>[+-]?)\ ?(?P<money1>€|eur(?:o)?)?\ ?(?P<sign2>[+-]?)\ ?
        (?P<body>[0-9](?:[0-9.,'\ ]*[0-9])?|[.,][0-9]+)
        (?P<exponent>e[+-]?[0-9]{1,3})?
        (?P<whole>[.,]-{1,2})?
        \ ?(?P<percent>%)?\ ?(?P<money2>€|eur(?:o)?)?
        \ ?(?P<sign3>-?)\ ?(?P<money3>€|eur(?:o)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_BRACKETS = re.compile(r"(€|eur(?:o)?)? ?\(([^()]*)\) ?(€|eur(?:o)?)?", re.IGNORECASE)
_MONEY = re.compile(r"€|eur(?:o)?", re.IGNORECASE)
_SIDE_WORD = r"(?:s|h|cr|dr|soll|haben)\.?"
_SIDE = re.compile(
    rf"{_SIDE_WORD} ?(?P<after>[0-9+(-].*)|(?P<before>.*[0-9)€r%-]) ?{_SIDE_WORD}", re.IGNORECASE
)
_ONE_MARK = re.compile(r"([0-9]*)([.,])([0-9]+)")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([ '.,])[0-9]{3}(?:\1[0-9]{3})*(?:([.,])[0-9]+)?")


def parse_number(text: str, *, decimal: str | None = None) -> Parsed:
    """Zahl aus Text, in German, English or Swiss notation.

    `decimal` is "," or "." where the decimal mark is known; it decides `1.234` and `1,234`, which
    are ambiguous without it. Percent gives a fraction. Empty-like texts (dash, k.A.) give None
    without a problem.
    """
    return _read(text, decimal).parsed


def decimal_evidence(texts: Iterable[str]) -> str | None:
    """Bewiesenes Dezimalzeichen of clear texts: "," or "."; None if none or contradicting."""
    found: set[str] = set()
    for text in texts:
        mark = _read(text, None).mark
        if mark is not None:
            found.add(mark)
        if len(found) > 1:
            return None
    return found.pop() if found else None


def _read(text: str, decimal: str | None) -> _Read:
    if len(text) > _LONGEST:
        return _UNREADABLE if text.strip() else _Read(_EMPTY)
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return _finish(text, plain.group(1) or plain.group(2), negative=False, percent=False)
    marked = text.translate(_ALIKE).strip()
    clean = marked.rstrip("*").rstrip()
    if _is_empty(clean) and (clean or not marked):
        return _Read(_EMPTY)
    read = _amount(clean, decimal)
    return _side(clean, decimal) if read is _UNREADABLE else read


def _is_empty(clean: str) -> bool:
    word = clean.replace(" ", "").replace(".", "").casefold()
    return word in _EMPTY_WORDS or ("-" in word and _MONEY.sub("", word) == "-")


def _side(clean: str, decimal: str | None) -> _Read:
    """Soll/Haben or CR behind or before a readable amount: its sign must be asked."""
    match = _SIDE.fullmatch(clean)
    if match is None:
        return _UNREADABLE
    rest = _amount((match["after"] or match["before"]).strip(), decimal)
    return _UNREADABLE if rest is _UNREADABLE else _SIGN


def _amount(clean: str, decimal: str | None) -> _Read:
    negative = False
    brackets = _BRACKETS.fullmatch(clean)
    if brackets is not None:
        clean, negative = brackets.group(2).strip(), True
        if brackets.group(1) and brackets.group(3):
            return _UNREADABLE
    match = _AMOUNT.fullmatch(clean)
    if match is None or not _consistent(match, bracketed=brackets):
        return _UNREADABLE
    minus = "-" in (match["sign1"], match["sign2"], match["sign3"])
    return _value(match, decimal, negative=negative or minus)


def _consistent(match: re.Match[str], bracketed: re.Match[str] | None) -> bool:
    """True if there is at most one sign and at most one currency, and percent carries none."""
    signs = sum(bool(match[name]) for name in ("sign1", "sign2", "sign3"))
    money = sum(bool(match[name]) for name in ("money1", "money2", "money3"))
    if bracketed is not None:
        signs += 1
        money += bool(bracketed.group(1) or bracketed.group(3))
    return signs <= 1 and money <= 1 - bool(match["percent"]) and not (match["exponent"] and match["whole"])


def _value(match: re.Match[str], decimal: str | None, *, negative: bool) -> _Read:
    body = match["body"]
    whole = match["whole"]
    if whole is not None:
        body = f"{body}{whole[0]}0"
    percent = match["percent"] is not None
    if body.isdecimal():
        return _finish(body + (match["exponent"] or ""), None, negative=negative, percent=percent)
    single = _ONE_MARK.fullmatch(body)
    if single is not None:
        return _single(single, match["exponent"], decimal, negative=negative, percent=percent)
    return _grouped(body, negative, percent) if match["exponent"] is None else _UNREADABLE


def _single(
    match: re.Match[str], exponent: str | None, decimal: str | None, *, negative: bool, percent: bool
) -> _Read:
    """One mark in the number: decimal, unless one to three digits stand before exactly three."""
    front, mark, behind = match.groups()
    text = f"{front or '0'}.{behind}{exponent or ''}"
    could_group = len(behind) == 3 and 1 <= len(front) <= 3 and front[0] != "0" and exponent is None
    if not could_group:
        return _finish(text, mark, negative=negative, percent=percent)
    if decimal is None:
        return _AMBIGUOUS
    text = text if mark == decimal else front + behind
    return _finish(text, None, negative=negative, percent=percent)


def _grouped(body: str, negative: bool, percent: bool) -> _Read:
    match = _GROUPED.fullmatch(body)
    if match is None or match.group(1) == match.group(2):
        return _UNREADABLE
    separator, mark = match.groups()
    text = body.replace(separator, "")
    proven = mark or _OTHER.get(separator)
    return _finish(text, proven, negative=negative, percent=percent)


def _finish(text: str, mark: str | None, *, negative: bool, percent: bool) -> _Read:
    value = float(text.replace(",", ".") if mark == "," else text)
    if not math.isfinite(value):
        return _UNREADABLE
    if percent:
        value /= 100.0
    return _Read(Parsed((-value if negative else value) + 0.0, None, percent), mark)


def bare_number(customer_id: str) -> str:
    """Kundennummer without letters in front and leading zeros: D10001 and 0000010001 are 10001."""
    text = customer_id.strip().casefold()
    digits = text.lstrip("abcdefghijklmnopqrstuvwxyz.-_ ")
    return (digits.lstrip("0") or "0") if digits.isdigit() else text
