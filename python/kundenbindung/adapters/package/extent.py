"""Ausdehnung of a sheet: how far its cells reach and how much text they show, before anything is laid out.

A reader fills the rectangle from A1 to the last cell and gives every cell a text of its own. One cell in
the last corner of a sheet, or one long text behind thousands of cells, would fill the memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kundenbindung.adapters.package.areas import LAST_COLUMN, LAST_ROW, address, column_number
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.adapters.package.structure import SheetPart

MOST_SPARSE = 1_500_000
"""Cells of a rectangle that may be laid out however few of them are filled."""

MOST_PER_CELL = 20
"""Cells of a larger rectangle per cell that is there."""

MOST_TEXT = 60_000_000
"""Characters of the texts of a sheet, each counted as often as it is shown, that need no reason."""

MOST_REPEATED = 10
"""How much longer than the file that holds them more texts may be."""

_LETTERS = re.compile(rb"""r\s*=\s*["']([A-Za-z]{1,3})[0-9]""")
_DIGITS = re.compile(rb"""r\s*=\s*["'][A-Za-z]{1,3}([0-9]{1,7})""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,7})["'][^>]*(?<!/)>""")
_ROW_START = re.compile(rb"<(?:\w+:)?row\b")
_INDEX = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([0-9]{1,9})")
_ITEM = re.compile(rb"<(?:\w+:)?si\b")
_CHUNK = 1 << 20
_SHARED, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
_COUNTED = re.compile(rb"""\b(?:uniqueC|c)ount\s*=\s*["']\s*\+?([0-9]+)(?=[^<>]*>)""")


class Extent(NamedTuple):
    """Rechteck from A1: rows, columns, and about so many cells that are there."""

    rows: int
    columns: int
    cells: int

    @property
    def sparse(self) -> bool:
        """True if almost nothing stands in a giant rectangle."""
        area = self.rows * self.columns
        return area > MOST_SPARSE and area > MOST_PER_CELL * self.cells

    @property
    def corner(self) -> str:
        """Last cell of the rectangle."""
        return address(min(max(self.rows - 1, 0), LAST_ROW), min(max(self.columns - 1, 0), LAST_COLUMN))


def refuse_giant(path: Path, sheets: Sequence[SheetPart]) -> None:
    """Riesenblätter ablehnen: PackageError for a sheet that would fill the memory, or a damaged part."""
    try:
        with zipfile.ZipFile(path) as archive:
            if part := overcounted(archive):
                raise refusal("workbook_count_wrong", file=path.name, part=part)
            texts = shared_texts(archive)
            for sheet in sheets:
                _refuse(path.name, sheet.name, archive.read(sheet.part), texts)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError):
        raise refusal("workbook_damaged", file=path.name) from None


def _refuse(file: str, sheet: str, data: bytes, texts: bytes) -> None:
    size = extent(data)
    if size.sparse:
        raise refusal("workbook_cells_far", file=file, sheet=sheet, cell=size.corner)
    if repeats(texts, data):
        raise refusal("workbook_texts_repeated", file=file, sheet=sheet)


def overcounted(archive: zipfile.ZipFile) -> str | None:
    """Teil that announces more entries than it has room for: a reader would reserve memory for them all."""
    for name in archive.namelist():
        if name.casefold() in {_SHARED, _STYLES}:
            data = archive.read(name)
            counts = _COUNTED.findall(data)
            if any(len(count) > 15 or int(count) > len(data) for count in counts):
                return name
    return None


def shared_texts(archive: zipfile.ZipFile) -> bytes:
    """Gemeinsame Texte of a workbook as XML, empty if it has none."""
    names = [name for name in archive.namelist() if name.casefold() == _SHARED]
    return archive.read(names[0]) if names else b""


def extent(sheet: bytes) -> Extent:
    """Ausdehnung of the XML of a sheet; rather more is counted than there is."""
    letters: set[bytes] = set()
    rows: set[bytes] = set(_ROW.findall(sheet))
    places = 0
    for found in _matches(sheet, _LETTERS):
        places += len(found)
        letters.update(found)
    for found in _matches(sheet, _DIGITS):
        rows.update(found)
    first, last = sheet.find(b"sheetData"), sheet.rfind(b"sheetData")
    inside = (first, last) if first < last else (0, len(sheet))
    tags = sheet.count(b"<c", *inside) + sheet.count(b":c", *inside)
    cells = sheet.count(b"<c ") + sheet.count(b"<c>") + sheet.count(b":c ") if places < tags else places
    width = max((column_number(one.decode().upper()) + 1 for one in letters), default=0)
    bare = _widest_row(sheet) if places < tags else 0
    return Extent(max(map(int, rows), default=0), max(width, bare), max(cells, places))


def _widest_row(sheet: bytes) -> int:
    """Most cells of a row, where not all of them carry their address."""
    starts = [match.start() for match in _ROW_START.finditer(sheet)]
    pairs = pairwise([*starts, len(sheet)])
    return max((sheet.count(b"<c", *pair) + sheet.count(b":c", *pair) for pair in pairs), default=0)


def _matches(data: bytes, pattern: re.Pattern[bytes]) -> Iterator[list[bytes]]:
    """Matches of the one group piece by piece, cut where a tag begins."""
    at = 0
    while at < len(data):
        cut = data.find(b"<", at + _CHUNK)
        end = cut if cut > at else len(data)
        yield pattern.findall(data, at, end)
        at = end


def repeats(shared: bytes, sheet: bytes) -> bool:
    """True if the shared texts of a sheet are far longer, laid out, than the file they come from."""
    most = sheet.count(b"<v") + sheet.count(b":v")
    lengths = _lengths(shared) if most else []
    allowed = max(MOST_TEXT, MOST_REPEATED * (len(shared) + len(sheet)))
    if most * max(lengths, default=0) <= allowed:
        return False
    shown: Counter[bytes] = Counter()
    for found in _matches(sheet, _INDEX):
        shown.update(found)
    whole = sum(lengths[int(index)] * count for index, count in shown.items() if int(index) < len(lengths))
    return whole > allowed


def _lengths(shared: bytes) -> Sequence[int]:
    """Length in bytes of every shared text, its markup included."""
    starts = [match.start() for match in _ITEM.finditer(shared)]
    return [end - start for start, end in pairwise([*starts, len(shared)])]
