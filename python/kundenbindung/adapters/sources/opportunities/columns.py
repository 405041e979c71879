"""Spalten of a table of opportunities: finds the header row and says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kundenbindung.adapters.sources.assignments import IGNORE, OPPORTUNITIES, Assignments
from kundenbindung.adapters.sources.opportunities.vocabulary import Program, programs, vocabulary
from kundenbindung.adapters.sources.presets import Unit, generic, joined, words
from kundenbindung.adapters.sources.sheet import SourceSheet, cell_text, stop

SEARCHED_ROWS = 60
SEVERAL = frozenset({"updated", "closed"})
"""Fields that may stand in several columns."""

MEANINGS = {"opportunity_kind": "kind"}
"""Meanings of the Zuordnung whose field is called otherwise."""

_PREFIXED = re.compile(r"(?P<prefix>[^-]+?)\s+-\s+(?P<own>.+)", re.DOTALL)
_PREFIXED_AT_LEAST = 3
_CONFIRMED = -1


@dataclass(frozen=True, slots=True)
class Column:
    """Spalte: place (from 0), header as seen, field, unit and foreign currency if its header names them."""

    place: int
    header: str
    field: str
    rank: int
    unit: Unit | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """Kopf: row (from 0), whose export it is, the columns used, and the headers left aside."""

    row: int
    width: int
    program: Program
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]

    def all(self, field: str) -> tuple[Column, ...]:
        """Columns of a field, the best one first."""
        return tuple(column for column in self.columns if column.field == field)

    def one(self, field: str) -> Column | None:
        """Column of a field, None if there is none."""
        return next(iter(self.all(field)), None)

    @property
    def is_understood(self) -> bool:
        """True with a Vorhaben or a Kennung, and a Wert or a Phase."""
        fields = {column.field for column in self.columns}
        return not fields.isdisjoint({"project", "source_id"}) and not fields.isdisjoint({"value", "stage"})


def find_header(sheet: SourceSheet, assignments: Assignments, file: str) -> Header | None:
    """Kopf of a sheet, None if no row is understood; stops where two columns mean the same."""
    for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        header = read_row(row, cells, assignments)
        if header.is_understood:
            _refuse_twins(header, cells, assignments, file)
            return header
    return None


def read_row(row: int, cells: Sequence[object], assignments: Assignments) -> Header:
    """Reading of one row as header, by the program that recognises it."""
    texts = [" ".join(cell_text(cell).split()) for cell in cells]
    program = next(one for one in programs() if _recognises(one, texts))
    candidates = [
        column
        for place, text in enumerate(texts)
        if text
        for column in _candidates(place, text, program, assignments)
    ]
    columns = _settled(candidates)
    used = {column.place for column in columns}
    ignored = tuple(text for place, text in enumerate(texts) if text and place not in used)
    return Header(row, len(texts), program, tuple(columns), ignored)


def _recognises(program: Program, texts: Sequence[str]) -> bool:
    if program.prefixes:
        own = [bare for text in texts if (bare := _without_prefix(text, program)) is not None]
        return len(own) >= _PREFIXED_AT_LEAST and _signed(program, own)
    return _signed(program, texts)


def _signed(program: Program, texts: Sequence[str]) -> bool:
    seen = {joined(text) for text in texts}
    return all(not group.isdisjoint(seen) for group in program.signature)


def _without_prefix(text: str, program: Program) -> str | None:
    match = _PREFIXED.fullmatch(text)
    return match["own"] if match and joined(match["prefix"]) in program.prefixes else None


def _candidates(place: int, text: str, program: Program, assignments: Assignments) -> Iterator[Column]:
    """What a header may be; what the owner has confirmed counts alone."""
    own = _without_prefix(text, program)
    confirmed = assignments.header(OPPORTUNITIES, text)
    unit, currency, keys = _parts(text if own is None else own)
    if confirmed is not None:
        field = MEANINGS.get(str(confirmed.meaning), str(confirmed.meaning))
        if field != IGNORE:
            yield Column(place, text, field, _CONFIRMED, unit, currency)
        return
    found = next((program.meanings[key] for key in keys if key in program.meanings), ())
    for field, rank in found if own is not None or not program.prefixes else ():
        yield Column(place, text, field, rank, unit, currency)
    if own is None and program.prefixes:
        yield from _foreign_prefix(place, text, program)


def _foreign_prefix(place: int, text: str, program: Program) -> Iterator[Column]:
    """Of what stands behind another prefix ("Organization - Kundennr."), only a number of ours counts."""
    match = _PREFIXED.fullmatch(text)
    bare = match["own"] if match else text
    for field, rank in program.meanings.get(joined(bare), ()):
        if field == "customer_id":
            yield Column(place, text, field, rank)


def _parts(text: str) -> tuple[Unit | None, str | None, tuple[str, ...]]:
    """Unit, foreign currency, and the keys a header is looked up by: as it stands, then the bare words."""
    known = vocabulary()
    units = generic().units(text)
    tokens = words(generic().without_units(text))
    codes = {joined(mark): mark for mark in known.foreign if joined(mark)}
    currency = next((codes[token] for token in tokens if token in codes), None)
    symbol = next((mark for mark in known.foreign if not joined(mark) and mark in text), None)
    bare = [token for token in tokens if token not in known.fillers and token not in codes]
    return units[0] if units else None, currency or symbol, (joined(text), "".join(tokens), "".join(bare))


def _settled(candidates: Sequence[Column]) -> list[Column]:
    """One column per field and one field per column, the best ranks first."""
    used: list[Column] = []
    for column in sorted(candidates, key=lambda one: (one.rank, one.place)):
        taken = any(other.place == column.place for other in used)
        filled = column.field not in SEVERAL and any(other.field == column.field for other in used)
        if not taken and not filled:
            used.append(column)
    return _with_nearest_currency(used, candidates)


def _with_nearest_currency(used: list[Column], candidates: Sequence[Column]) -> list[Column]:
    """Of several currency columns of one name, the one beside the value."""
    value = next((column for column in used if column.field == "value"), None)
    chosen = next((column for column in used if column.field == "currency"), None)
    if value is None or chosen is None:
        return used
    equal = [one for one in candidates if one.field == "currency" and one.rank == chosen.rank]
    nearest = min(equal, key=lambda one: (abs(one.place - value.place), one.place > value.place))
    return [nearest if column is chosen else column for column in used]


def _refuse_twins(header: Header, cells: Sequence[object], assignments: Assignments, file: str) -> None:
    """Stops where a second column carries the header of a used one, or was assigned the same meaning."""
    texts = [cell_text(cell) for cell in cells]
    for column in header.columns:
        if column.field in {*SEVERAL, "currency"}:
            continue
        for place, text in enumerate(texts):
            if place != column.place and text and _means_the_same(column, text, assignments):
                stop("source_column_twice", file=file, first=column.header, second=text)


def _means_the_same(column: Column, text: str, assignments: Assignments) -> bool:
    if joined(text) == joined(column.header):
        return bool(joined(text))
    confirmed = assignments.header(OPPORTUNITIES, text)
    meaning = confirmed.meaning if confirmed else None
    return column.rank == _CONFIRMED and MEANINGS.get(str(meaning), meaning) == column.field
