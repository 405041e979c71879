"""Zeilen of a table of opportunities: those that are one, and those left out with their reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kundenbindung.adapters.sources.opportunities.columns import Column, Header
from kundenbindung.adapters.sources.opportunities.values import is_damaged_id, plain_text
from kundenbindung.adapters.sources.opportunities.vocabulary import DELETED, vocabulary
from kundenbindung.adapters.sources.presets import generic
from kundenbindung.adapters.sources.promise import LeftOut
from kundenbindung.adapters.sources.sheet import TABLE, SourceSheet, address, cell_at, cell_text
from kundenbindung.core.model import Finding, Severity

SHOWN = 5
"""So many examples a finding names."""

_SHOWN_TEXT = 60
_SHOWN_CELLS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """Zeile: its number in the file (from 1), its cells, and the texts that say which opportunity it is."""

    number: int
    cells: tuple[object, ...]
    source_id: str
    customer: str
    project: str

    @property
    def name(self) -> str:
        """What a finding calls it."""
        return self.project or self.customer or self.source_id

    def at(self, column: Column | None) -> object:
        """Cell of a column, None if empty or if there is no such column."""
        return None if column is None else cell_at(self.cells, column.place)

    def text(self, column: Column | None) -> str:
        """Plain text of a cell."""
        return plain_text(self.at(column))

    def place(self, column: Column) -> str:
        """Address and text of a cell, for a finding."""
        return f"{address(self.number, column.place)} „{cell_text(self.at(column))[:_SHOWN_TEXT]}“"


@dataclass(frozen=True, slots=True)
class Left:
    """Ausgelassene Zeile and its reason."""

    row: Row
    reason: str

    @property
    def line(self) -> LeftOut:
        """What the report says of it."""
        texts = [" ".join(cell_text(cell).split()) for cell in self.row.cells]
        shown = " · ".join([text for text in texts if text][:_SHOWN_CELLS])
        return LeftOut(self.row.number, shown[:_SHOWN_TEXT], self.reason)


@dataclass(frozen=True, slots=True)
class Rows:
    """Zeilen sorted by what they are."""

    kept: tuple[Row, ...]
    left: tuple[Left, ...]
    findings: tuple[Finding, ...]


def sort_rows(sheet: SourceSheet, header: Header) -> Rows:
    """Zeilen below the header: opportunities, and what is left out; of an identifier the first row counts."""
    kept: list[Row] = []
    left: list[Left] = []
    seen: set[str] = set()
    after_gap = False
    for row in _rows(sheet, header):
        if row is None:
            after_gap = True
            continue
        reason = _reason(row, header, after_gap)
        if reason is None and row.source_id and row.source_id in seen:
            reason = "opportunity_twice"
        after_gap = after_gap and reason == "footer"
        if reason is None:
            seen.add(row.source_id)
            kept.append(row)
        else:
            left.append(Left(row, reason))
    return Rows(tuple(kept), tuple(left), (*_about_twice(left), *_too_long(kept, sheet, header)))


def _rows(sheet: SourceSheet, header: Header) -> Iterator[Row | None]:
    """Every row below the header, None for an empty one."""
    places = [header.one(field) for field in ("source_id", "customer", "project")]
    for number, cells in enumerate(sheet.rows[header.row + 1 :], start=header.row + 2):
        if not any(value is not None and cell_text(value) for value in cells):
            yield None
            continue
        texts = [plain_text(cell_at(cells, column.place)) if column else "" for column in places]
        identifier = "" if is_damaged_id(texts[0]) else texts[0]
        yield Row(number, cells, identifier, texts[1], texts[2])


def _reason(row: Row, header: Header, after_gap: bool) -> str | None:
    """Why a row is no opportunity, None if it is one."""
    filled = [text for text in map(cell_text, row.cells) if text]
    if len(filled) == 1 and header.width > 2 and (after_gap or _is_footer(filled[0])):
        return "footer"
    if _is_total(filled[0], row, header):
        return "total" if generic().is_grand_total(filled[0]) else "subtotal"
    if not (row.project or row.customer or (row.source_id and header.one("project") is None)):
        return "opportunity_unnamed"
    status = header.one("status")
    deleted = status is not None and vocabulary().status(row.text(status)) == DELETED
    return "opportunity_deleted" if deleted else None


def _is_footer(text: str) -> bool:
    return text.casefold().startswith(vocabulary().footers)


def _is_total(first: str, row: Row, header: Header) -> bool:
    """True for a row that begins like a total and says neither stage nor day nor identifier."""
    if not generic().is_total(first) or (row.source_id and row.source_id != first):
        return False
    return not any(row.text(header.one(field)) for field in ("stage", "expected_close", "status"))


def _about_twice(left: Sequence[Left]) -> Iterator[Finding]:
    """Identifiers that stand twice; the first row counts."""
    again = [one.row for one in left if one.reason == "opportunity_twice"]
    if again:
        keys = tuple(f"{row.source_id} ({row.name})" for row in again)
        yield about_several("source_opportunity_twice", Severity.WARNING, keys, again[0].number)


def about_several(code: str, severity: Severity, keys: Sequence[str], row: int | None = None) -> Finding:
    """Befund about several opportunities: how many, and the first of them."""
    values = {"count": len(keys), "keys": tuple(keys[:SHOWN])}
    return Finding(code, severity, TABLE, row, None, values)


def _too_long(kept: Sequence[Row], sheet: SourceSheet, header: Header) -> Iterator[Finding]:
    """Rows of a text file with more cells than headers: an unquoted delimiter has shifted them."""
    for row in kept if sheet.is_text else ():
        if any(row.cells[header.width :]):
            values = {"row": row.number, "cells": len(row.cells), "expected": header.width}
            yield Finding("source_row_too_long", Severity.ERROR, TABLE, row.number, None, values)
