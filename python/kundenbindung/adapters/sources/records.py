"""Zeilen einer Tabelle: customers, totals, remarks, documents that do not count, numbers as text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.adapters.sources.header import Column, Header
from kundenbindung.adapters.sources.presets import Preset, joined, words
from kundenbindung.adapters.sources.promise import LeftOut
from kundenbindung.adapters.sources.sheet import (
    ERROR_TEXTS,
    TABLE,
    UNCALCULATED,
    SourceSheet,
    address,
    cell_at,
    cell_text,
)
from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook.numbers import parse_number

_EXCEL_TEXT = re.compile(r'="(.*)"')
_DAMAGED_ID = re.compile(r"[0-9][.,][0-9]+e\+?[0-9]+", re.IGNORECASE)
_SHOWN_TEXT = 60


@dataclass(frozen=True, slots=True)
class Record:
    """Kundenzeile: row in the file (from 1), customer number, name, segment, Belegart and all cells."""

    row: int
    customer_id: str
    name: str | None
    segment: str | None
    kind: str | None
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """Zeilen sorted by what they are; `totals` are the rows of a grand total.

    uncounted  by reason, rows of a Belegart that is no revenue
    """

    customers: tuple[Record, ...]
    totals: tuple[Record, ...]
    left_out: tuple[LeftOut, ...]
    findings: tuple[Finding, ...]
    uncounted: Mapping[str, tuple[Record, ...]]


def sort_rows(sheet: SourceSheet, header: Header, preset: Preset) -> Records:
    """Zeilen below the header: customers, totals, and what is left out with its reason."""
    customers: list[Record] = []
    totals: list[Record] = []
    left_out: list[LeftOut] = []
    findings: list[Finding] = []
    uncounted: dict[str, list[Record]] = {}
    for record in _records(sheet, header):
        reason = _reason(record, header, preset)
        if reason is None:
            customers.append(record)
            findings.extend(_doubts(record, header))
            continue
        if reason == "total":
            totals.append(record)
        elif reason in preset.kinds.values():
            uncounted.setdefault(reason, []).append(record)
        left_out.append(LeftOut(record.row, row_text(record.cells), reason))
    findings += _too_long(customers, sheet, header)
    findings += _about_left_out(left_out)
    apart = {reason: tuple(entries) for reason, entries in uncounted.items()}
    return Records(tuple(customers), tuple(totals), tuple(left_out), tuple(findings), apart)


def _records(sheet: SourceSheet, header: Header) -> Iterator[Record]:
    """Every row below the header that holds anything."""
    places = {field: header.column(field) for field in ("customer_id", "customer", "segment", "kind")}
    for number, cells in enumerate(sheet.rows[header.first :], start=header.first + 1):
        if not any(value is not None and value != "" and cell_text(value) for value in cells):
            continue
        texts = {
            field: customer_number(cell_at(cells, column.place)) if column else ""
            for field, column in places.items()
        }
        name, segment, kind = (texts[field] or None for field in ("customer", "segment", "kind"))
        yield Record(number, texts["customer_id"], name, segment, kind, cells)


def customer_number(value: object) -> str:
    """Kundennummer as text: leading zeros of a text stay, 10002.0 is "10002", blanks are trimmed."""
    if isinstance(value, str):
        text = value.strip()
        wrapped = _EXCEL_TEXT.fullmatch(text)
        text = wrapped.group(1) if wrapped else text.removeprefix("'")
        return " ".join(text.split())
    return cell_text(value)


def _reason(record: Record, header: Header, preset: Preset) -> str | None:
    """Why a row is no customer, None if it is one."""
    first = row_text(record.cells, limit=1)
    is_total = preset.is_total(record.customer_id or record.name or first)
    if record.customer_id and not (is_total and not _names_customer(record, preset)):
        return preset.kinds.get(joined(record.kind)) if record.kind else None
    if is_total:
        return "total" if preset.is_grand_total(record.customer_id or record.name or first) else "subtotal"
    figures = (cell_at(record.cells, column.place) for column in header.measures())
    return "no_customer_id" if any(_is_figure(value) for value in figures) else "note"


def _names_customer(record: Record, preset: Preset) -> bool:
    return record.name is not None and not preset.is_total(record.name)


def _is_figure(value: object) -> bool:
    """True for anything a number was meant by; a dash or k.A. is none."""
    if isinstance(value, str):
        parsed = parse_number(value)
        return parsed.value is not None or parsed.problem is not None
    return value is not None


def names(records: Sequence[Record], header: Header, preset: Preset) -> dict[str, str]:
    """Namen by customer number, the first that is filled; none where the preset doubts that it is one."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for record in records:
        if not record.name or not _may_name(record, preset):
            continue
        first = found.setdefault(record.customer_id, record.name)
        if preset.names.unanimous and (first != record.name or _is_booking_text(record, header, preset)):
            doubtful.add(record.customer_id)
    return {key: name for key, name in found.items() if key not in doubtful}


def _may_name(record: Record, preset: Preset) -> bool:
    return not preset.names.on or joined(record.kind or "") in preset.names.on


def _is_booking_text(record: Record, header: Header, preset: Preset) -> bool:
    """True for "Auftrag 1001": the text speaks of a document, not of a customer."""
    column, name = header.column("document"), record.name or ""
    document = cell_text(cell_at(record.cells, column.place)) if column else ""
    return not preset.names.never.isdisjoint(words(name)[:1]) or bool(document and document in name)


def row_text(cells: tuple[object, ...], limit: int = 4) -> str:
    """The first filled cells of a row as one short text."""
    texts = [text for text in map(cell_text, cells) if text and text != UNCALCULATED]
    return " · ".join(" ".join(text.split()) for text in texts[:limit])[:_SHOWN_TEXT]


def problem(code: str, record: Record, column: Column, severity: Severity = Severity.ERROR) -> Finding:
    """Befund about one cell, with everything its sentence may name."""
    value = cell_at(record.cells, column.place)
    shown = value if isinstance(value, dt.date) else cell_text(value)[:_SHOWN_TEXT]
    values = {
        "row": record.row,
        "header": column.header,
        "cell": address(record.row, column.place),
        "text": shown,
        "customer_id": record.customer_id,
    }
    return Finding(code, severity, TABLE, record.row, column.header, values)


def _doubts(record: Record, header: Header) -> Iterator[Finding]:
    """A customer number that Excel turned into something else."""
    column = header.column("customer_id")
    if column is None:
        return
    if not _is_sound(cell_at(record.cells, column.place)):
        yield problem("source_customer_id_damaged", record, column)


def _is_sound(value: object) -> bool:
    """True for a text or whole number; 1,00E+05, #N/A, 12.5, dates and truth values are not."""
    if isinstance(value, str):
        text = value.strip()
        return _DAMAGED_ID.fullmatch(text) is None and text not in {*ERROR_TEXTS, UNCALCULATED}
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


def _too_long(customers: list[Record], sheet: SourceSheet, header: Header) -> Iterator[Finding]:
    """Rows of a text file with more cells than headers: an unquoted delimiter has shifted them."""
    width = header.width
    for record in customers:
        if sheet.is_text and any(record.cells[width:]):
            values = {"row": record.row, "cells": len(record.cells), "expected": width}
            yield Finding("source_row_too_long", Severity.ERROR, TABLE, record.row, None, values)


def _about_left_out(left_out: list[LeftOut]) -> Iterator[Finding]:
    codes = {
        "total": ("source_total_left_out", Severity.NOTICE),
        "subtotal": ("source_total_left_out", Severity.NOTICE),
        "no_customer_id": ("source_row_without_customer_id", Severity.WARNING),
    }
    for line in left_out:
        if line.reason in codes:
            code, severity = codes[line.reason]
            yield Finding(code, severity, TABLE, line.row, None, {"row": line.row, "text": line.text})
    notes = [line for line in left_out if line.reason == "note"]
    if notes:
        values = {"count": len(notes), "row": notes[0].row, "text": notes[0].text}
        yield Finding("source_notes_left_out", Severity.NOTICE, TABLE, notes[0].row, None, values)
