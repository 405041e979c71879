"""Kopf einer Tabelle: finds the header row and says what each column holds.

What the owner has confirmed in his Zuordnung counts first, then the words of the preset.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kundenbindung.adapters.sources.assignments import FIGURES, IGNORE, Assignment, Assignments
from kundenbindung.adapters.sources.presets import Preset, Unit, joined
from kundenbindung.adapters.sources.sheet import SourceSheet, cell_text
from kundenbindung.messages.mapping import column_name, same_named_column, unnamed_column
from kundenbindung.workbook.cells import parse_day
from kundenbindung.workbook.numbers import parse_number

REVENUES = ("revenue", "revenue_gross")
MEASURES = (*REVENUES, "margin", "margin_share")
FIELDS = ("customer_id", "customer", "segment", "year", "date", "currency", *MEASURES)
"""Fields of a table of figures that an assignment may give."""

NO_HEADER = -1
SEARCHED_ROWS = 60
_LONGEST_HEADER = 200
_SINGLE = {"customer", "segment", "document", "kind"}
_OF_POSTINGS = {"date", "document"}
_YEAR = re.compile(r"(?<![0-9])(?<![0-9][./-])((?:19|20)[0-9]{2})(?![0-9])(?!\s?[./-]\s?[0-9])")
_SPAN = re.compile(
    r"(?<![0-9./-])(?P<first>(?:19|20)[0-9]{2})\s?/\s?(?P<last>(?:(?:19|20)[0-9]{2}|[0-9]{2}))(?![0-9./-])"
)
_ONLY_YEAR = re.compile(r"(?:19|20)[0-9]{2}")

Rows = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Spalte of the source: its place (from 0), header as seen, field, year and unit if it names them.

    `assigned`: the owner has said so.
    """

    place: int
    header: str
    field: str
    year: int | None = None
    unit: Unit | None = None
    preliminary: bool = False
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """Kopf: row of the header (from 0, `NO_HEADER` if the file has none), first row of data, its columns.

    columns   those used, and `ignored` the headers of those left aside
    shares    DB-Quoten beside a DB: not needed, yet they must fit
    """

    row: int
    first: int
    width: int
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    shares: tuple[Column, ...] = ()

    @property
    def shape(self) -> str:
        """Form: wide if revenue names its years, long or postings if a column does, else empty."""
        if any(column.year for column in self.measures(*REVENUES)):
            return "wide"
        if self.column("year") is not None:
            return "long"
        return "postings" if self.column("date") is not None else ""

    @property
    def is_usable(self) -> bool:
        """True if customer number and revenue are known."""
        return self.column("customer_id") is not None and bool(self.measures(*REVENUES))

    def column(self, field: str) -> Column | None:
        """First column of a field, None if there is none."""
        return next((column for column in self.columns if column.field == field), None)

    def measures(self, *fields: str) -> tuple[Column, ...]:
        """Columns of figures, all of them or those of the given fields."""
        return tuple(column for column in self.columns if column.field in (fields or MEASURES))


@dataclass(frozen=True, slots=True)
class _Words:
    """What one header cell says; `clean` if every word of it is understood."""

    field: str | None = None
    year: int | None = None
    unit: Unit | None = None
    preliminary: bool = False
    clean: bool = False


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts of a header row by place: own cells, the row above, merged words above, units below."""

    own: tuple[str, ...]
    above: tuple[str, ...]
    band: tuple[str, ...]
    units: tuple[str, ...]
    first: int
    names: tuple[str, ...]


def find_header(sheet: SourceSheet, preset: Preset, assignments: Assignments) -> Header | None:
    """Kopf by which the preset recognises the sheet: its signature, else customer number and revenue."""
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        if preset.signature and not preset.is_signed(map(cell_text, sheet.rows[row])):
            continue
        header = header_at(sheet.rows, row, preset, assignments)
        if preset.signature or header.is_usable:
            return header
    return None


def without_header(sheet: SourceSheet, preset: Preset, assignments: Assignments) -> Header:
    """Kopf of a file that begins with data: its columns are "Spalte 1", "Spalte 2" and so on."""
    return header_at(sheet.rows, NO_HEADER, preset, assignments)


def header_at(rows: Rows, row: int, preset: Preset, assignments: Assignments) -> Header:
    """Reading of one row as header, together with the row of years or words above and units below."""
    texts = _texts(rows, row, preset)
    columns: list[Column] = []
    ignored: list[str] = []
    for place, name in enumerate(texts.names):
        entry = _assignment(place, texts, assignments)
        column = _given(place, texts, entry, preset) if entry else _column(place, texts, preset)
        if column is not None:
            columns.append(column)
        elif texts.own[place] or entry:
            ignored.append(_ignored(place, texts, preset) if texts.own[place] else name)
    width = len(texts.own if row == NO_HEADER else rows[row])
    return Header(row, texts.first, width, tuple(columns), tuple(ignored))


def column_names(rows: Rows, row: int, preset: Preset) -> tuple[str, ...]:
    """Namen of all columns, each of them once: by these an assignment finds them."""
    return _texts(rows, row, preset).names


def settled(header: Header) -> Header:
    """The columns the import uses: first name and segment; figures of years that have a revenue."""
    shape = header.shape
    years = _revenue_years(header)
    margins = {column.year for column in header.measures("margin")}
    net = {column.year for column in header.measures("revenue")}
    used: list[Column] = []
    for column in header.columns:
        spare = column.field in MEASURES and column.year not in years
        spare |= column.field == "margin_share" and column.year in margins
        spare |= column.field == "revenue_gross" and column.year in net
        spare |= column.field in _SINGLE and any(c.field == column.field for c in used)
        spare |= column.field == "year" and shape != "long"
        spare |= column.field in _OF_POSTINGS and shape not in {"postings", ""}
        if not spare:
            used.append(column)
    left = [column for column in header.columns if column not in used]
    shares = tuple(c for c in left if c.field == "margin_share" and c.year in margins & years)
    ignored = header.ignored + tuple(column.header for column in left)
    return replace(header, columns=tuple(used), ignored=ignored, shares=shares)


def twins(header: Header) -> tuple[str, str] | None:
    """Headers of two columns that mean the same; of several currencies all are looked at."""
    seen: dict[tuple[str, int | None], Column] = {}
    for column in header.columns:
        first = seen.setdefault((column.field, column.year), column)
        if first is not column and column.field != "currency":
            return first.header, column.header
    return None


def with_year(header: Header, year: int) -> Header:
    """The header with this year for every column of figures that names none."""
    dated = tuple(
        replace(column, year=year) if column.field in MEASURES and column.year is None else column
        for column in header.columns
    )
    return replace(header, columns=dated)


def as_gross(header: Header) -> Header:
    """The header with every revenue that does not say netto taken as gross."""
    gross = tuple(
        replace(column, field="revenue_gross") if _may_be_gross(column) else column
        for column in header.columns
    )
    return replace(header, columns=gross)


def _may_be_gross(column: Column) -> bool:
    return column.field == "revenue" and not column.assigned and "netto" not in column.header.casefold()


def one_year(text: str) -> str:
    """A fiscal year of two halves as the year it ends in: "Umsatz 2022/23" is "Umsatz 2023"."""
    return _SPAN.sub(_ended, text)


def _ended(span: re.Match[str]) -> str:
    first, last = int(span["first"]), int(span["last"])
    year = last if last > 99 else first // 100 * 100 + last + (100 if last < first % 100 else 0)
    return str(year) if year == first + 1 else span.group()


def parse_year(value: object) -> int | None:
    """Jahr of a cell such as 2023, "2023/24" or "GJ 2023 (vorl.)"; None if it names no single year."""
    text = one_year(cell_text(value))
    years = set(_YEAR.findall(text))
    letters = _YEAR.sub("", text)
    return int(years.pop()) if len(years) == 1 and not any(map(str.isdigit, letters)) else None


def year_named(text: str) -> int | None:
    """Jahr a text such as a header or a file name names, if it is exactly one and no date."""
    years = set(_YEAR.findall(one_year(text.replace("_", "-"))))
    return int(years.pop()) if len(years) == 1 else None


def is_data(value: object) -> bool:
    """True for an amount or a day, which no header row holds; a year may be a header."""
    if isinstance(value, str):
        text = value.strip()
        if not text or _ONLY_YEAR.fullmatch(text):
            return False
        return parse_number(text).value is not None or parse_day(text) is not None
    if isinstance(value, bool) or value is None:
        return False
    return not (isinstance(value, float | int) and _ONLY_YEAR.fullmatch(cell_text(value)))


def likely_row(sheet: SourceSheet, preset: Preset, assignments: Assignments) -> int:
    """Zeile that is most probably the header, `NO_HEADER` if the table begins with data."""
    rows = sheet.rows[:SEARCHED_ROWS]
    filled = [sum(bool(cell_text(value)) for value in row) for row in rows]
    wide = [row for row, count in enumerate(filled) if count > 1 and 2 * count >= max(filled)]
    if not wide:
        return next((row for row, count in enumerate(filled) if count), NO_HEADER)
    known = {row: len(header_at(sheet.rows, row, preset, assignments).columns) for row in range(len(rows))}
    best = max(known, key=lambda row: (known[row], -row))
    if known[best] and not any(map(is_data, rows[best])):
        return best
    return NO_HEADER if any(map(is_data, rows[wide[0]])) else wide[0]


def _texts(rows: Rows, row: int, preset: Preset) -> _Texts:
    if row == NO_HEADER:
        width = max(map(len, rows[:SEARCHED_ROWS]), default=0)
        blank = ("",) * width
        return _Texts(blank, blank, blank, blank, 0, tuple(map(column_name, range(1, width + 1))))
    own = [cell_text(value) for value in rows[row]]
    above = [cell_text(value) for value in rows[row - 1]] if row else []
    below = _unit_row(rows[row + 1], preset) if row + 1 < len(rows) else None
    width = max(len(own), len(above))
    own, above = _padded(own, width), _padded(above, width)
    band = _filled(above, preset)
    labels = [_label(band[place], text) if text else above[place] for place, text in enumerate(own)]
    return _Texts(
        tuple(own),
        tuple(above),
        tuple(band),
        tuple(_padded(below or [], width)),
        row + (1 if below is None else 2),
        tuple(_unique(labels)),
    )


def _unique(labels: Sequence[str]) -> Iterator[str]:
    """Labels told apart: by their place where several say the same, or where one says nothing."""
    counts = Counter(map(joined, labels))
    for place, label in enumerate(labels, start=1):
        if not label:
            yield unnamed_column(place)
        else:
            alone = counts[joined(label)] == 1
            yield label if alone else same_named_column(label, place)


def _assignment(place: int, texts: _Texts, assignments: Assignments) -> Assignment | None:
    """What the owner confirmed for a column, by its own name, else by its header alone."""
    if not assignments.entries:
        return None
    own = texts.own[place]
    labels = (texts.names[place], _label(texts.band[place], own) if own else "", own)
    found = (assignments.header(FIGURES, label) for label in labels if label)
    return next((entry for entry in found if entry is not None), None)


def _given(place: int, texts: _Texts, entry: Assignment, preset: Preset) -> Column | None:
    """The column as the owner has assigned it; None if it is left out."""
    if entry.meaning == IGNORE or entry.meaning not in FIELDS:
        return None
    name = texts.names[place] if not texts.own[place] else _label(texts.band[place], texts.own[place])
    if entry.meaning not in MEASURES:
        return Column(place, name, entry.meaning, assigned=True)
    said = f"{name} {texts.units[place]}"
    units = preset.units(_YEAR.sub(" ", said))
    year = entry.year or year_named(name)
    preliminary = preset.is_preliminary(name)
    return Column(place, name, entry.meaning, year, units[0] if units else None, preliminary, assigned=True)


def _ignored(place: int, texts: _Texts, preset: Preset) -> str:
    understood = _read(texts.own[place], preset).clean
    return _label(texts.band[place], texts.own[place]) if understood else texts.own[place]


def _column(place: int, texts: _Texts, preset: Preset) -> Column | None:
    band = texts.band[place]
    parts = (texts.own[place] or _clean(texts.above[place], preset), texts.units[place])
    text = " ".join(filter(None, parts))
    own, upper = _read(text, preset), _read(band, preset)
    if not text:
        return None
    if not own.clean:
        field = preset.field(f"{band} {text}") if band else None
        return Column(place, _label(band, text), field) if field in {"customer_id", "customer"} else None
    if own.field is not None and own.field not in MEASURES:
        return Column(place, text, own.field)
    if own.field is not None and own.year is not None:
        return Column(place, text, own.field, own.year, own.unit, own.preliminary)
    return _combined(place, _label(band, text), own, upper)


def _combined(place: int, label: str, own: _Words, upper: _Words) -> Column | None:
    """A header of two rows: year above measure, or measure above year."""
    field = own.field or (upper.field if upper.field in MEASURES else None)
    if field is None or (own.year and upper.year and own.year != upper.year):
        return None
    year = own.year or upper.year
    return Column(place, label, field, year, own.unit or upper.unit, own.preliminary or upper.preliminary)


@lru_cache(maxsize=4_096)
def _read(text: str, preset: Preset) -> _Words:
    if not text or len(text) > _LONGEST_HEADER:
        return _Words()
    text = one_year(text)
    years = set(_YEAR.findall(text))
    rest = _YEAR.sub(" ", text).replace("_", " ")
    units = preset.units(rest)
    bare = preset.without_units(rest)
    field = preset.field(bare)
    clean = len(years) <= 1 and len(units) <= 1 and (field is not None or preset.is_filler(bare))
    year = int(years.pop()) if clean and years else None
    return _Words(field, year, units[0] if units else None, preset.is_preliminary(bare), clean)


def _filled(cells: Sequence[str], preset: Preset) -> list[str]:
    """Texts of the upper row carried to the right, as merged cells leave them; others interrupt."""
    filled: list[str] = []
    current = ""
    for text in cells:
        if text:
            current = _clean(text, preset)
        filled.append(current)
    return filled


def _clean(text: str, preset: Preset) -> str:
    return text if _read(text, preset).clean else ""


def _unit_row(row: tuple[object, ...], preset: Preset) -> list[str] | None:
    """Texts of a row that holds nothing but units below the headers; None if it is another row."""
    texts = [cell_text(value) for value in row]
    bare = [preset.without_units(text).strip("()[] ") for text in texts if text]
    only_units = all(text in {"", "in", "%", "in %"} for text in bare)
    return texts if bare and only_units else None


def _padded(texts: list[str], width: int) -> list[str]:
    return texts + [""] * (width - len(texts))


def _label(band: str, text: str) -> str:
    return f"{band} {text}" if band and band != text else text


def _revenue_years(header: Header) -> set[int | None]:
    """Years with a revenue; columns without one only count where no revenue names a year."""
    years = {column.year for column in header.measures(*REVENUES)}
    return years - {None} if header.shape == "wide" else years


def is_day(value: object) -> bool:
    """True for a date, as a text too."""
    return isinstance(value, dt.date) or (isinstance(value, str) and parse_day(value) is not None)
