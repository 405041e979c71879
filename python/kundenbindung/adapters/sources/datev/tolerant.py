"""Sorgfältig lesen: any DATEV file line by line; what cannot be read is a finding with its row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kundenbindung.adapters.sources.datev.head import MAX_LINES, StackHead
from kundenbindung.adapters.sources.datev.lines import (
    AMOUNTS,
    DOCUMENT,
    FIRST_ROW,
    MAX_AMOUNT,
    TEXTS,
    Floats,
    Lines,
    coded,
    documents,
    empty,
)
from kundenbindung.adapters.sources.plain import decode
from kundenbindung.adapters.sources.sheet import TABLE, cell_text, stop
from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook.numbers import parse_number

_PLAIN = re.compile(r"[0-9]{0,10},?[0-9]{0,6}")
_POSTING = re.compile(r'"?[0-9.]+(?:,[0-9]*)?"?[;\t,|]"?[SH]?"?[;\t,|]')
_SHOWN = 60
Row = tuple[int, list[str]]


def records(path: Path, head: StackHead) -> Iterator[tuple[int, list[str] | None]]:
    """Datensätze below the column names with their rows; None for one that cannot be cut into fields."""
    text, _ = decode(path.read_bytes(), path.name)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=head.delimiter)
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield row, None
            continue
        if row - FIRST_ROW >= MAX_LINES:
            stop("source_too_many_rows", file=path.name, limit=MAX_LINES)
        if row >= FIRST_ROW and any(cells):
            yield row, None if _is_broken(cells, head.width) else cells


def read_tolerant(path: Path, head: StackHead) -> Lines:
    """Alle Zeilen that can be read; raises `SourceError` for an unknown encoding or too many lines."""
    whole: list[Row] = []
    findings: list[Finding] = []
    for row, cells in records(path, head):
        if cells is None:
            values = {"row": row, "expected": head.width}
            findings.append(Finding("datev_line_broken", Severity.ERROR, TABLE, row, None, values))
        else:
            whole.append((row, cells))
    columns = {
        field: [cells[place] if place < len(cells) else "" for _, cells in whole]
        for field, place in head.places.items()
    }
    size, blank = len(whole), [""] * len(whole)
    rows = np.array([row for row, _ in whole], dtype=np.int64)
    amounts = {field: _amounts(columns.get(field, blank)) for field in AMOUNTS}
    for field in AMOUNTS:
        findings += unreadable(field, amounts[field], rows, columns.get(field, blank))
    texts = {field: coded(columns[field]) if field in columns else empty(size) for field in TEXTS}
    return Lines(rows, amounts, texts, documents(columns.get(DOCUMENT, blank)), tuple(findings))


def amount(text: str) -> float:
    """Betrag of a cell: NaN if empty, infinity if it is no amount."""
    text = text.strip()
    if not text:
        return np.nan
    if _PLAIN.fullmatch(text) and text != ",":
        return float(text.replace(",", "."))
    value = parse_number(text, decimal=",").value
    return value if value is not None and 0.0 <= value < MAX_AMOUNT else np.inf


def unreadable(field: str, values: Floats, rows: np.ndarray, texts: list[str]) -> Iterator[Finding]:
    """Findings about cells that hold no amount."""
    for line in np.flatnonzero(np.isinf(values)):
        yield cell_unreadable(int(rows[line]), field, texts[int(line)])


def cell_unreadable(row: int, field: str, text: str) -> Finding:
    """One cell that says nothing a posting can use."""
    shown = cell_text(text)[:_SHOWN] or "–"
    return Finding("datev_cell_unreadable", Severity.ERROR, TABLE, row, field, {"row": row, "text": shown})


def _amounts(texts: list[str]) -> Floats:
    known = {text: amount(text) for text in set(texts)}
    return np.array([known[text] for text in texts], dtype=np.float64)


def _is_broken(cells: list[str], width: int) -> bool:
    """More fields than columns, or an open quote that swallowed the next posting."""
    swallowed = any(
        "\n" in cell and any(map(_POSTING.match, re.split(r"[\r\n]+", cell)[1:])) for cell in cells
    )
    return swallowed or any(cells[width:])
