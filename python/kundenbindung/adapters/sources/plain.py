"""Textdatei: bytes of a CSV or TXT file to rows, with encoding and delimiter found, not guessed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

import ftfy
from ftfy.badness import is_bad

from kundenbindung.adapters.sources.sheet import MAX_COLUMNS, MAX_ROWS, SourceSheet, stop

DELIMITERS = (";", "\t", "|", ",")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_PROBE_ROWS = 500


def read_plain(data: bytes, file: str) -> SourceSheet:
    """Tabelle einer Textdatei; raises `SourceError` where encoding or quoting cannot be read."""
    text, encoding = decode(data, file)
    named = _SEP.match(text)
    if named is not None:
        text = text[named.end(1) :]
    delimiter = named.group(1) if named else find_delimiter(text)
    rows = _rows(text, delimiter or ";", file)
    rows, repairs, example = _repaired(rows) if is_bad(text) else (rows, 0, ("", ""))
    return SourceSheet(None, rows, encoding, delimiter, repairs=repairs, repair_example=example)


def decode(data: bytes, file: str) -> tuple[str, str]:
    """Zeichensatz: by its mark (UTF-8, UTF-16), else strict UTF-8, else Windows-1252."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    if not marked and b"\0" in data:
        stop("source_encoding_unknown", file=file)
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return stop("source_encoding_unknown", file=file)


def decode_head(data: bytes) -> str:
    """Text of the beginning of a file, by its mark or as UTF-8, else Windows-1252; never fails."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked:
        return data.decode(marked, "ignore")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def find_delimiter(text: str) -> str | None:
    """Trennzeichen: the one that gives most rows the same number of columns; None if there is none."""
    scores = {mark: _consistency(text, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best][0] else None


def _consistency(text: str, delimiter: str) -> tuple[int, int]:
    """Rows that share the commonest column count above one, and that count."""
    probe = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _PROBE_ROWS)
    try:
        counts = Counter(len(row) for row in probe if len(row) > 1)
    except csv.Error:
        return 0, 0
    return max(((rows, columns) for columns, rows in counts.items()), default=(0, 0))


def _rows(text: str, delimiter: str, file: str) -> tuple[tuple[object, ...], ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[object, ...]] = []
    try:
        for row in reader:
            rows.append(tuple(row))
            if len(rows) > MAX_ROWS:
                stop("source_too_many_rows", file=file, limit=MAX_ROWS)
    except csv.Error:
        stop("source_quotes_broken", file=file, line=reader.line_num)
    width = max(map(len, rows), default=0)
    if width > MAX_COLUMNS:
        stop("source_too_many_columns", file=file, columns=width, limit=MAX_COLUMNS)
    return tuple(rows)


def repair(value: object) -> object:
    """Umlaute restored where UTF-8 was once read as Windows-1252 (Ã¼ becomes ü)."""
    return ftfy.fix_encoding(value) if isinstance(value, str) and not value.isascii() else value


def _repaired(
    rows: tuple[tuple[object, ...], ...],
) -> tuple[tuple[tuple[object, ...], ...], int, tuple[str, str]]:
    """Rows with repaired texts, the number of changed cells, and the first change of a readable length."""
    fixed = tuple(tuple(repair(value) for value in row) for row in rows)
    changes = [
        (str(before), str(after))
        for old, new in zip(rows, fixed, strict=True)
        for before, after in zip(old, new, strict=True)
        if before != after
    ]
    return fixed, len(changes), changes[0] if changes else ("", "")
