"""Schnell lesen: a well-formed file by Arrow; None where anything is irregular, so that care decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kundenbindung.adapters.sources.datev.head import MAX_LINES, StackHead
from kundenbindung.adapters.sources.datev.lines import (
    AMOUNTS,
    DOCUMENT,
    FIRST_ROW,
    MAX_AMOUNT,
    TEXTS,
    Coded,
    Codes,
    Documents,
    Floats,
    Lines,
    documents,
    empty,
)

if TYPE_CHECKING:
    import pyarrow as pa

_ENCODINGS = {"cp1252", "utf-8", "utf-8-sig"}
_BLOCK = 1 << 22
_PIECE = 1 << 18
_LINE_END, _BLANK, _NOT_ASCII = ord("\n"), ord(" "), 128
_MAX_TEXTS = 200_000
"""Different texts of one column; a column with more is not what it should be."""


def read_fast(path: Path, head: StackHead) -> Lines | None:
    """Zeilen of a file in which every line has its fields and every amount is plain."""
    if head.encoding not in _ENCODINGS:
        return None
    table = _table(path, head)
    if table is None or table.num_rows > MAX_LINES:
        return None
    amounts = {field: _floats(table, field) for field in AMOUNTS}
    with ThreadPoolExecutor() as workers:  # Arrow lets go of the interpreter while it looks for equal texts
        ends = workers.submit(_line_ends, path)
        coded = workers.map(lambda field: _coded(table, field, head.encoding), TEXTS)
        texts = dict(zip(TEXTS, coded, strict=True))
    if table.num_rows != ends.result() - FIRST_ROW + 1:
        return None
    if any(entry is None for entry in (*amounts.values(), *texts.values())):
        return None
    rows = np.arange(FIRST_ROW, table.num_rows + FIRST_ROW, dtype=np.int64)
    figures = {field: entry for field, entry in amounts.items() if entry is not None}
    known = {field: entry for field, entry in texts.items() if entry is not None}
    return Lines(rows, figures, known, _documents(table, head.encoding))


def _table(path: Path, head: StackHead) -> pa.Table | None:
    """The columns needed, named by their fields; None if a line has another number of fields."""
    import pyarrow as pa  # noqa: PLC0415  loaded only where a large file is read
    from pyarrow import csv  # noqa: PLC0415

    fields = {place: field for field, place in head.places.items()}
    names = [fields.get(place, str(place)) for place in range(head.width)]
    wanted = {field: pa.float64() if field in AMOUNTS else pa.binary() for field in head.places}
    try:
        return csv.read_csv(
            pa.memory_map(str(path)),
            csv.ReadOptions(skip_rows=FIRST_ROW - 1, column_names=names, block_size=_BLOCK),
            csv.ParseOptions(delimiter=head.delimiter, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=wanted,
                include_columns=list(wanted),
                decimal_point=",",
                null_values=[""],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _line_ends(path: Path) -> int:
    """Lines of the file, counted by their ends, in pieces that fit into the cache of a processor."""
    letters = np.memmap(path, dtype=np.uint8, mode="r")
    pieces = (letters[start : start + _PIECE] for start in range(0, len(letters), _PIECE))
    found = sum(int(np.count_nonzero(piece == _LINE_END)) for piece in pieces)
    return found + int(letters[-1] != _LINE_END)


def _floats(table: pa.Table, field: str) -> Floats | None:
    """Amounts, NaN where empty; None if one is negative, no number or larger than any amount."""
    if field not in table.column_names:
        return np.full(table.num_rows, np.nan)
    column = table[field]
    values: Floats = column.to_numpy()
    plain = ((values >= 0.0) & (values < MAX_AMOUNT)).sum() + column.null_count == len(values)
    return values if plain else None


def _coded(table: pa.Table, field: str, encoding: str) -> Coded | None:
    if field not in table.column_names:
        return empty(table.num_rows)
    column: Any = table[field].combine_chunks()
    if not len(_buffers(column)[0]):
        return empty(table.num_rows)
    whole = column.dictionary_encode()
    if len(whole.dictionary) > _MAX_TEXTS:
        return None
    texts = tuple(_decoded(text, encoding).strip() for text in whole.dictionary.to_pylist())
    return Coded(texts or ("",), whole.indices.to_numpy())


def _documents(table: pa.Table, encoding: str) -> Documents:
    if DOCUMENT not in table.column_names:
        return documents([""] * table.num_rows)
    column = table[DOCUMENT].combine_chunks()
    letters, ends = _buffers(column)
    if (letters >= _NOT_ASCII).any() or (letters == _BLANK).any():
        return documents(_decoded(text, encoding) for text in column.to_pylist())
    return Documents(letters, ends)


def _buffers(column: pa.BinaryArray) -> tuple[NDArray[np.uint8], Codes]:
    """Bytes of all texts behind one another, and where each ends; without a copy."""
    _, ends, data = column.buffers()
    places = np.frombuffer(ends or bytes(4), dtype=np.int32)[: len(column) + 1]
    return np.frombuffer(data or b"", dtype=np.uint8), places.astype(np.int64)


def _decoded(text: bytes, encoding: str) -> str:
    return text.decode(encoding, "replace")
