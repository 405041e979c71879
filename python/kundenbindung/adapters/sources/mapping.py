"""Vorschläge für die Zuordnung: what the columns of an unknown table could mean, by header and by content.

A proposal is never confirmed here; the owner does that, and then the file is read by what he said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import NoReturn

import numpy as np
from rapidfuzz import fuzz

from kundenbindung.adapters.sources.assignments import FIGURES, IGNORE, Assignment, Assignments
from kundenbindung.adapters.sources.header import (
    FIELDS,
    MEASURES,
    REVENUES,
    Column,
    column_names,
    header_at,
    is_day,
    likely_row,
    parse_year,
    year_named,
)
from kundenbindung.adapters.sources.presets import Preset, foreign_currencies, generic, joined, words
from kundenbindung.adapters.sources.promise import AssignmentNeededError
from kundenbindung.adapters.sources.sheet import TABLE, SourceSheet, cell_at, cell_text
from kundenbindung.core.model import Finding, FloatArray, Severity
from kundenbindung.workbook.numbers import decimal_evidence, parse_number

SIMILAR = 78.0
"""From which likeness (0 to 100) on a header is taken for a misspelled known one."""

_PROBED_ROWS = 400
_SHOWN_TEXT = 60
_SHOWN_HEADERS = 12
_MOST = 0.9
_YEAR_RANGE = (1990, 2100)
_BROUGHT = re.compile(r"[0-9][.,][0-9]{1,2}\D*$|€|\beur\b", re.IGNORECASE)
_LEGAL = re.compile(
    r"\b(?:gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|se|eg|e\.?\s?k\.?|e\.?\s?v\.?|mbb|inc|ltd|llc|corp|s\.?a\.?|b\.?v\.?"
    r"|stiftung|verein|partner)(?![a-z])",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z]{0,4}[-. ]?[0-9]{1,12}(?:[-./][0-9]{1,6})?")


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Spalte as seen: place, name, filled cells, their numbers (NaN where none), and what is known of it."""

    place: int
    name: str
    cells: tuple[object, ...]
    numbers: FloatArray
    known: Column | None


def ask(code: str, sheet: SourceSheet, preset: Preset, file: str, **values: object) -> NoReturn:
    """Raises `AssignmentNeededError` with a proposal for every column of the most likely header row."""
    row = likely_row(sheet, preset, Assignments())
    names = column_names(sheet.rows, row, preset)
    headers = ", ".join(names[:_SHOWN_HEADERS]) + (" …" if len(names) > _SHOWN_HEADERS else "")
    shown = {"file": file, "sheet": sheet.name or file, "headers": headers or "–", **values}
    finding = Finding(code, Severity.ERROR, TABLE, values=shown)
    raise AssignmentNeededError(finding, propose(sheet, row, preset, file))


def explain(sheet: SourceSheet, preset: Preset, file: str) -> NoReturn:
    """Raises the error that says which column is missing and names the headers seen."""
    header = header_at(sheet.rows, likely_row(sheet, preset, Assignments()), preset, Assignments())
    has_id = header.column("customer_id") is not None
    code = "source_no_revenue" if has_id else "source_no_customer_id"
    expected = ", ".join(generic().spellings["revenue" if has_id else "customer_id"][:5])
    ask(code, sheet, preset, file, expected=expected)


def propose(sheet: SourceSheet, row: int, preset: Preset, file: str) -> tuple[Assignment, ...]:
    """Vorschläge for all columns of the header row (from 0; `NO_HEADER`: the table begins with data)."""
    columns = _columns(sheet, row, preset)
    meanings = _by_header(columns)
    meanings |= _by_content(columns, meanings)
    year = None if {"year", "date"} & set(meanings.values()) else year_named(PurePath(file).stem)
    return tuple(_proposal(column, meanings.get(column.place), year) for column in columns)


def _proposal(column: _Seen, meaning: str | None, year: int | None) -> Assignment:
    own = column.known.year if column.known else year_named(column.name)
    example = " ".join(cell_text(column.cells[0]).split())[:_SHOWN_TEXT] if column.cells else ""
    named = (own or year) if meaning in MEASURES else None
    return Assignment(FIGURES, column.name, meaning, named, example)


def _columns(sheet: SourceSheet, row: int, preset: Preset) -> list[_Seen]:
    header = header_at(sheet.rows, row, preset, Assignments())
    known = {column.place: column for column in header.columns}
    below = [
        cells for cells in sheet.rows[header.first : header.first + _PROBED_ROWS] if len(_texts(cells)) > 1
    ]
    return [
        _seen(place, name, [cell_at(cells, place) for cells in below], known.get(place))
        for place, name in enumerate(column_names(sheet.rows, row, preset))
    ]


def _texts(cells: Iterable[object]) -> list[str]:
    return [text for text in map(cell_text, cells) if text]


def _seen(place: int, name: str, cells: Sequence[object], known: Column | None) -> _Seen:
    filled = tuple(value for value in cells if cell_text(value))
    decimal = decimal_evidence(value for value in filled if isinstance(value, str)) or ","
    return _Seen(place, name, filled, np.array([_number(value, decimal) for value in filled]), known)


def _number(value: object, decimal: str) -> float:
    if isinstance(value, str):
        read = parse_number(value, decimal=decimal).value
        return np.nan if read is None else read
    return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else np.nan


def _by_header(columns: Sequence[_Seen]) -> dict[int, str | None]:
    """Meaning by place of what headers say, exactly or nearly; every meaning once per year."""
    found: dict[int, str | None] = {}
    taken: set[tuple[str, int | None]] = set()
    for exact in (True, False):
        for column in columns:
            field = _exact(column) if exact else _similar(column)
            if field is None or column.place in found:
                continue
            key = (field, _year_of(column) if field in MEASURES else None)
            usable = field in FIELDS
            found[column.place] = (IGNORE if key in taken else field) if usable else None
            taken |= {key} if usable else set()
    return found


def _year_of(column: _Seen) -> int | None:
    return column.known.year if column.known else year_named(column.name)


def _exact(column: _Seen) -> str | None:
    return column.known.field if column.known else None


def _similar(column: _Seen) -> str | None:
    """Field whose spelling is nearest to the header, if it is near enough and the cells do not deny it."""
    tokens = [token for token in words(column.name) if parse_year(token) is None]
    if column.known or not tokens or _is_no_result(column):
        return None
    scores = {
        field: max(_likeness(tokens, spelling) for spelling in spellings)
        for field, spellings in _spelled().items()
    }
    best = max(scores, key=lambda field: scores[field])
    if best in REVENUES:
        best = "revenue_gross" if any("brutto" in token for token in tokens) else "revenue"
    return best if scores[best] >= SIMILAR and _fits(column, best) else None


def _is_no_result(column: _Seen) -> bool:
    """True for "Planumsatz", "Abweichung" or "Umsatz USD": nothing that was earned, or not in euros."""
    named, signs = foreign_currencies()
    if not named.isdisjoint(words(column.name)) or any(sign in column.name for sign in signs):
        return True
    return any(token.startswith(tuple(generic().never)) for token in words(column.name))


def _likeness(tokens: Sequence[str], spelling: tuple[str, str]) -> float:
    whole = fuzz.ratio("".join(tokens), spelling[0])
    return max(whole, fuzz.ratio(" ".join(sorted(tokens)), spelling[1]))


@cache
def _spelled() -> dict[str, tuple[tuple[str, str], ...]]:
    """Known spellings by field: their words joined, and their words in alphabetical order."""
    return {
        field: tuple((joined(name), " ".join(sorted(words(name)))) for name in names)
        for field, names in generic().spellings.items()
    }


def _fits(column: _Seen, field: str) -> bool:
    """True if the cells can be what the header seems to say."""
    if not column.cells:
        return True
    if field in MEASURES:
        return _share_of(~np.isnan(column.numbers)) >= 0.5
    if field in {"year", "date"}:
        return _are_years(column) if field == "year" else _are_days(column)
    return field != "customer" or _share_of(~np.isnan(column.numbers)) < 0.5


def _by_content(columns: Sequence[_Seen], known: Mapping[int, str | None]) -> dict[int, str | None]:
    """Meaning of the columns whose headers say nothing, one after the other from the surest on."""
    taken = set(known.values())
    free = [column for column in columns if column.place not in known]
    found: dict[int, str | None] = {}
    for field, pick in (("date", _day_column), ("year", _year_column), ("customer", _name_column)):
        place = pick(free) if field not in taken else None
        found |= {} if place is None else {place: field}
        free = [column for column in free if column.place != place]
    if "customer_id" not in taken:
        place = _id_column(free)
        found |= {} if place is None else {place: "customer_id"}
    found |= {column.place: "revenue" for column in free if _is_year_of_figures(column, found)}
    rest = [column for column in free if column.place not in found]
    found |= _money(columns, rest, {*taken, *found.values()})
    return found | {
        column.place: None if _are_amounts(column) else IGNORE for column in free if column.place not in found
    }


def _is_year_of_figures(column: _Seen, found: Mapping[int, str | None]) -> bool:
    """True for numbers below a bare year: "Kundennr., Kunde, 2023, 2024"."""
    named = parse_year(column.name) is not None and generic().is_filler(re.sub("[0-9]", "", column.name))
    return named and column.place not in found and _share_of(~np.isnan(column.numbers)) >= _MOST


def _day_column(columns: Sequence[_Seen]) -> int | None:
    return next((column.place for column in columns if _are_days(column)), None)


def _year_column(columns: Sequence[_Seen]) -> int | None:
    return next((column.place for column in columns if _are_years(column)), None)


def _name_column(columns: Sequence[_Seen]) -> int | None:
    """The column with the most legal forms, else the one with the longest texts of several words."""
    texts = {column.place: _texts(column.cells) for column in columns if np.isnan(column.numbers).all()}
    scores = {
        place: (sum(bool(_LEGAL.search(text)) for text in cells), sum(" " in text for text in cells))
        for place, cells in texts.items()
    }
    best = max(scores, key=lambda place: scores[place], default=None)
    return best if best is not None and any(scores[best]) else None


def _id_column(columns: Sequence[_Seen]) -> int | None:
    """The column of short numbers or codes that names the most different customers; the first of equals."""
    sizes: dict[int, float] = {}
    for column in columns:
        texts = _texts(column.cells)
        codes = [text for text in texts if _CODE.fullmatch(text) and not _BROUGHT.search(text)]
        if texts and len(codes) >= _MOST * len(texts) and not _are_years(column):
            sizes[column.place] = len(set(texts)) / len(texts)
    best = max(sizes.values(), default=0.0)
    return next((place for place, size in sizes.items() if size >= 0.5 * best and best > 0), None)


def _money(
    columns: Sequence[_Seen], free: Sequence[_Seen], taken: Iterable[str | None]
) -> Iterator[tuple[int, str]]:
    """Amounts without a word: the larger one is the revenue, one that is nearly always smaller the DB."""
    numeric = [c for c in free if _share_of(~np.isnan(c.numbers)) >= _MOST and not _is_no_result(c)]
    marked = [column for column in numeric if _are_amounts(column)]
    amounts = sorted(marked or numeric, key=_size, reverse=True)
    known = set(taken)
    revenue = next((c for c in columns if c.known and c.known.field in REVENUES), None)
    if amounts and not known & set(REVENUES):
        revenue, amounts = amounts[0], amounts[1:]
        yield from ((column.place, "revenue") for column in (revenue, *_siblings(revenue, numeric)))
    if revenue is None or known & {"margin", "margin_share"}:
        return
    sisters = [revenue, *_siblings(revenue, numeric)]
    margin = next(
        (column for column in amounts if column not in sisters and _is_smaller(column, revenue)), None
    )
    if margin is not None:
        meaning = "margin_share" if _are_shares(margin) else "margin"
        yield from ((column.place, meaning) for column in (margin, *_siblings(margin, numeric)))


def _siblings(column: _Seen, others: Sequence[_Seen]) -> list[_Seen]:
    """Columns of the same header but for another year: "Auftragswert 2023" beside "Auftragswert 2024"."""
    if _year_of(column) is None:
        return []
    stem = re.sub("[0-9]", "", joined(column.name))
    alike = (one for one in others if one is not column and _year_of(one) not in {None, _year_of(column)})
    return [one for one in alike if re.sub("[0-9]", "", joined(one.name)) == stem]


def _size(column: _Seen) -> float:
    with np.errstate(over="ignore"):
        return float(np.nansum(np.abs(column.numbers)))


def _is_smaller(column: _Seen, revenue: _Seen) -> bool:
    return 0.0 < _size(column) < 0.9 * _size(revenue)


def _are_shares(column: _Seen) -> bool:
    return _share_of(np.array(["%" in cell_text(value) for value in column.cells])) >= _MOST


def _are_amounts(column: _Seen) -> bool:
    """True for numbers of which some have decimals or a currency; whole counts are none."""
    if not column.cells or _share_of(~np.isnan(column.numbers)) < _MOST:
        return False
    broken = np.nan_to_num(column.numbers) % 1 != 0.0
    marked = [bool(_BROUGHT.search(value)) for value in column.cells if isinstance(value, str)]
    return bool(broken.any()) or any(marked) or bool(np.nanmax(np.abs(column.numbers)) >= 1e5)


def _are_years(column: _Seen) -> bool:
    low, high = _YEAR_RANGE
    years = (parse_year(value) for value in column.cells)
    return _share_of(np.array([year is not None and low <= year < high for year in years])) >= _MOST


def _are_days(column: _Seen) -> bool:
    return _share_of(np.array([is_day(value) for value in column.cells])) >= _MOST


def _share_of(flags: np.ndarray) -> float:
    return float(flags.mean()) if len(flags) else 0.0
