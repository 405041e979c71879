"""Altes Excel-Format: compound files and a .xls workbook with one sheet, written by hand.

Compound file: header, one sector of the allocation table, one of the directory, then the streams,
each in its own sectors of 512 bytes and never shorter than 4,096 bytes unless empty. Workbook: BIFF8.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

SECTOR, SMALLEST = 512, 4096
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ROOT, STREAM = 5, 2
BEGIN, SHEET, FINISH, NUMBER, LABEL, PASSWORD = 0x809, 0x85, 0x0A, 0x203, 0x204, 0x2F


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Compound file with these streams, at most three of them."""
    table, body = [TABLE, END], b""
    directory = _entry("Root Entry", ROOT, END, 0, child=1)
    for place, (name, content) in enumerate(streams.items(), start=1):
        data = content.ljust(SMALLEST, b"\0") if content else b""
        data += bytes(-len(data) % SECTOR)
        count, first = len(data) // SECTOR, len(table)
        following = FREE if place == len(streams) else place + 1
        directory += _entry(name, STREAM, first if count else END, len(data), sibling=following)
        table += [first + step for step in range(1, count)] + [END] * bool(count)
        body += data
    table += [FREE] * (128 - len(table))
    return _header() + struct.pack("<128I", *table) + directory.ljust(SECTOR, b"\0") + body


def _header() -> bytes:
    header = bytearray(SECTOR)
    struct.pack_into("<8s16x5H", header, 0, bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<6I", header, 44, 1, 1, 0, SMALLEST, END, 0)
    struct.pack_into("<2I109I", header, 68, END, 0, 0, *[FREE] * 108)
    return bytes(header)


def _entry(name: str, kind: int, first: int, size: int, *, child: int = FREE, sibling: int = FREE) -> bytes:
    raw = bytearray(128)
    text = name.encode("utf-16-le") + b"\0\0"
    raw[: len(text)] = text
    struct.pack_into("<HBB3I", raw, 64, len(text), kind, 1, FREE, sibling, child)
    struct.pack_into("<2I", raw, 116, first, size)
    return bytes(raw)


def old_workbook(sheet: str, rows: Iterable[tuple[str | float, ...]], *, protected: bool = False) -> bytes:
    """Workbook in the format .xls with one sheet of texts and numbers; `protected` says it has a password."""
    name = struct.pack("<2B", len(sheet), 0) + sheet.encode("latin-1")
    begin = _begin(5) + (_record(PASSWORD, bytes(6)) if protected else b"")
    start = len(begin) + 4 + 6 + len(name) + 4
    book = begin + _record(SHEET, struct.pack("<IH", start, 0) + name) + _record(FINISH)
    cells = b"".join(
        _cell(number, place, value) for number, row in enumerate(rows) for place, value in enumerate(row)
    )
    return compound_file({"Workbook": book + _begin(0x10) + cells + _record(FINISH)})


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(BEGIN, struct.pack("<4H2I", 0x600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<3H", row, column, 0)
    if isinstance(value, str):
        return _record(LABEL, place + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
    return _record(NUMBER, place + struct.pack("<d", value))
