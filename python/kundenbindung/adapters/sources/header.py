"""Kopf einer Kundenliste: finds the header row and says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from kundenbindung.adapters.sources.presets import Preset, Unit
from kundenbindung.adapters.sources.sheet import SourceSheet, cell_at, cell_text, stop

MEASURES = ("revenue", "margin", "margin_share")
_SEARCHED_ROWS = 60
_YEAR = re.compile(r"(?<![0-9])(?<![0-9][./-])((?:19|20)[0-9]{2})(?![0-9])(?!\s?[./-]\s?[0-9])")
_SHOWN = 12

Rows = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Spalte of the source: its place (from 0), header as seen, field, year and unit if it names them."""

    place: int
    header: str
    field: str
    year: int | None = None
    unit: Unit | None = None
    preliminary: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """Kopf: row of the header (from 0), first row of data, the columns used and those left aside."""

    row: int
    first: int
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]

    @property
    def long(self) -> bool:
        """True if the years stand in a column of their own."""
        return not any(column.field == "revenue" and column.year for column in self.columns)

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


def has_table(sheet: SourceSheet, preset: Preset) -> bool:
    """True if a header with customer number and revenue is found."""
    return _search(sheet.rows, preset) is not None


def read_header(sheet: SourceSheet, preset: Preset, file: str) -> Header:
    """Kopf of a sheet; raises `SourceError` naming the headers seen where one cannot be used."""
    found = _search(sheet.rows, preset)
    if found is None:
        _explain(sheet, preset, file)
    header = _settled(found)
    for column in header.columns:
        twins = [c.header for c in header.columns if (c.field, c.year) == (column.field, column.year)]
        if len(twins) > 1:
            stop("source_column_twice", file=file, first=twins[0], second=twins[1])
    if header.long and header.column("year") is None:
        stop("source_no_year", file=file, header=header.measures("revenue")[0].header)
    return header


def parse_year(value: object) -> int | None:
    """Jahr of a cell such as 2023, "2023" or "GJ 2023 (vorl.)"; None if it names no single year."""
    years = set(_YEAR.findall(cell_text(value)))
    letters = _YEAR.sub("", cell_text(value))
    return int(years.pop()) if len(years) == 1 and not any(map(str.isdigit, letters)) else None


def _search(rows: Rows, preset: Preset) -> Header | None:
    for row in range(min(_SEARCHED_ROWS, len(rows))):
        header = _header_at(rows, row, preset)
        fields = {column.field for column in header.columns}
        if {"customer_id", "revenue"} <= fields:
            return header
    return None


def _header_at(rows: Rows, row: int, preset: Preset) -> Header:
    """Reading of one row as header, together with the row of years or words above and units below."""
    own = [cell_text(value) for value in rows[row]]
    above = [cell_text(value) for value in rows[row - 1]] if row else []
    below = _unit_row(rows[row + 1], preset) if row + 1 < len(rows) else None
    width = max(len(own), len(above))
    own, above = _padded(own, width), _padded(above, width)
    units = _padded(below or [], width)
    band = _filled(above, preset)
    columns: list[Column] = []
    ignored: list[str] = []
    for place in range(width):
        text = " ".join(filter(None, (own[place] or _clean(above[place], preset), units[place])))
        column = _column(place, text, band[place], preset)
        if column is not None:
            columns.append(column)
        elif own[place]:
            understood = _read(own[place], preset).clean
            ignored.append(_label(band[place], own[place]) if understood else own[place])
    return Header(row, row + (1 if below is None else 2), tuple(columns), tuple(ignored))


def _column(place: int, text: str, band: str, preset: Preset) -> Column | None:
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


def _read(text: str, preset: Preset) -> _Words:
    if not text:
        return _Words()
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


def _settled(header: Header) -> Header:
    """The columns the import uses: first name and segment; figures of years that have a revenue."""
    years = {column.year for column in header.columns if column.field == "revenue"}
    if not header.long:
        years.discard(None)
    margins = {column.year for column in header.columns if column.field == "margin"}
    used: list[Column] = []
    for column in header.columns:
        spare = column.field in MEASURES and column.year not in years
        spare |= column.field == "margin_share" and column.year in margins
        spare |= column.field in {"customer", "segment"} and any(c.field == column.field for c in used)
        spare |= column.field == "year" and not header.long
        if not spare:
            used.append(column)
    left = tuple(column.header for column in header.columns if column not in used)
    return replace(header, columns=tuple(used), ignored=header.ignored + left)


def _explain(sheet: SourceSheet, preset: Preset, file: str) -> NoReturn:
    """Raises the error that names the headers seen and what is missing among them."""
    readings = [_header_at(sheet.rows, row, preset) for row in range(min(_SEARCHED_ROWS, len(sheet.rows)))]
    filled = [sum(cell_at(row, place) is not None for place in range(len(row))) for row in sheet.rows]
    best = max(readings, key=lambda reading: (len(reading.columns), filled[reading.row] > 1), default=None)
    texts = [cell_text(value) for value in sheet.rows[best.row]] if best else []
    seen = [text for text in texts if text]
    headers = ", ".join(seen[:_SHOWN]) + (" …" if len(seen) > _SHOWN else "")
    has_id = best is not None and any(column.field == "customer_id" for column in best.columns)
    field = "revenue" if has_id else "customer_id"
    expected = ", ".join(preset.spellings[field][:5])
    code = "source_no_revenue" if has_id else "source_no_customer_id"
    stop(code, file=file, sheet=sheet.name or file, headers=headers or "–", expected=expected)
