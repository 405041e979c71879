"""Ausdehnung of a sheet: how far its cells reach and how much text they show, before anything is laid out.

A reader fills the rectangle from A1 to the last cell and gives every cell a text of its own. One cell in
the last corner of a sheet, or one long text behind thousands of cells, would fill the memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kundenbindung.adapters.package import bytewise
from kundenbindung.adapters.package.areas import LAST_COLUMN, LAST_ROW, address, column_number
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.adapters.package.structure import DAMAGE, CellScan, SheetPart, scan

MOST_SPARSE = 1_500_000
"""Cells of a rectangle that may be laid out however few of them are filled."""

MOST_PER_CELL = 20
"""Cells of a larger rectangle per cell that is there."""

MOST_TEXT = 60_000_000
"""Characters of the texts of a sheet, each counted as often as it is shown, that need no reason."""

MOST_REPEATED = 10
"""How much longer than the file that holds them more texts may be."""

_ADDRESS = re.compile(rb"""r\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})""")
_SPACED = re.compile(rb"r(?:\s+=|=\s)")
_ROW_TAG = rb"""row\b[^>]*?\br\s*=\s*["']([0-9]{1,7})["'][^>]*(?<!/)>"""
_ROW, _ROW_OF = re.compile(rb"<" + _ROW_TAG), re.compile(rb"<\w+:" + _ROW_TAG)
_ROW_START = re.compile(rb"<(?:\w+:)?row\b")
_INDEX = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([0-9]{1,9})")
_ITEM = re.compile(rb"<(?:\w+:)?si\b")
_INDEX_DIGITS = 9
_SPACES = (b" ", b"\t", b"\r", b"\n")
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


class Texts(NamedTuple):
    """Gemeinsame Texte of a workbook: bytes of all, and the length of each with its markup."""

    size: int
    lengths: NDArray[np.int64]


def scan_sheets(path: Path, sheets: Sequence[SheetPart]) -> dict[str, CellScan]:
    """Blätter durchsehen before a library reads them: their Fehlerwerte and formulas, by name of the sheet.

    Raises PackageError for a sheet that would fill the memory, or a damaged part.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if part := overcounted(archive):
                raise refusal("workbook_count_wrong", file=path.name, part=part)
            texts = shared_texts(archive)
            return {sheet.name: _scanned(path.name, sheet, archive, texts) for sheet in sheets}
    except DAMAGE:
        raise refusal("workbook_damaged", file=path.name) from None


def _scanned(file: str, sheet: SheetPart, archive: zipfile.ZipFile, texts: Texts) -> CellScan:
    data = archive.read(sheet.part)
    _refuse(file, sheet.name, data, texts)
    return scan(data)


def _refuse(file: str, sheet: str, data: bytes, texts: Texts) -> None:
    size = extent(data)
    if size.sparse:
        raise refusal("workbook_cells_far", file=file, sheet=sheet, cell=size.corner)
    if repeats(texts, data, size.cells):
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


def shared_texts(archive: zipfile.ZipFile) -> Texts:
    """Gemeinsame Texte of a workbook, none if it has none."""
    names = [name for name in archive.namelist() if name.casefold() == _SHARED]
    data = archive.read(names[0]) if names else b""
    return Texts(len(data), _lengths(data))


def _lengths(shared: bytes) -> NDArray[np.int64]:
    """Length in bytes of every shared text, its markup included."""
    if b":si" in shared or shared.count(b"<si") != shared.count(b"<si>"):
        starts = np.array([match.start() for match in _ITEM.finditer(shared)], dtype=np.int64)
    else:
        starts = bytewise.places(shared, b"<si>")
    return np.diff(starts, append=len(shared)) if len(starts) else starts


def extent(sheet: bytes) -> Extent:
    """Ausdehnung of the XML of a sheet; rather more is counted than there is."""
    rows, columns, places, bare = bytewise.reach(sheet)
    first, last = sheet.find(b"sheetData"), sheet.rfind(b"sheetData")
    inside = (first, last) if first < last else (0, len(sheet))
    tags = sheet.count(b"<c", *inside) + sheet.count(b":c", *inside)
    if places < tags or _SPACED.search(sheet, *inside):
        rows, columns = _reach_slowly(sheet)
        places, columns, bare = max(tags, places), max(columns, _widest_row(sheet)), LAST_ROW
    return Extent(max(rows, _last_row(sheet)) if bare > rows else rows, columns, places)


def _reach_slowly(sheet: bytes) -> tuple[int, int]:
    """Highest row and column of addresses however they are spelled."""
    found = {(match[1].upper(), match[2]) for match in _ADDRESS.finditer(sheet)}
    rows = max((int(digits) for _, digits in found), default=0)
    return rows, max((column_number(letters.decode()) + 1 for letters, _ in found), default=0)


def _last_row(sheet: bytes) -> int:
    """Highest row that names itself and has content."""
    patterns = (_ROW, _ROW_OF) if b":row" in sheet else (_ROW,)
    return max((int(match[1]) for pattern in patterns for match in pattern.finditer(sheet)), default=0)


def _widest_row(sheet: bytes) -> int:
    """Most cells of a row, where not all of them carry their address."""
    starts = [match.start() for match in _ROW_START.finditer(sheet)]
    pairs = pairwise([*starts, len(sheet)])
    return max((sheet.count(b"<c", *pair) + sheet.count(b":c", *pair) for pair in pairs), default=0)


def repeats(texts: Texts, sheet: bytes, cells: int) -> bool:
    """True if the shared texts of a sheet with so many cells are far longer, laid out, than in the file."""
    longest = int(texts.lengths.max(initial=0))
    allowed = max(MOST_TEXT, MOST_REPEATED * (texts.size + len(sheet)))
    if cells * longest <= allowed:
        return False
    values = sheet.count(b"<v") + sheet.count(b":v")
    if values * longest <= allowed:
        return False
    shown = (index[index < len(texts.lengths)] for index in _indexes(sheet, values))
    return sum(int(texts.lengths[index].sum()) for index in shown) > allowed


def _indexes(sheet: bytes, values: int) -> Iterator[NDArray[np.int32]]:
    """Numbers of the shared texts that the values of the cells name, many at a time."""
    plain = values == sheet.count(b"<v>") and not any(b"<v>" + space in sheet for space in _SPACES)
    if plain:
        yield from bytewise.numbers(sheet, b"<v>", _INDEX_DIGITS)
    else:
        yield np.array([int(match[1]) for match in _INDEX.finditer(sheet)], dtype=np.int32)
