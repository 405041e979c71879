"""Filling: formats copied onto a larger range, one formula for many cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.addresses import Box
from tests.engine.bridge import struct
from tests.engine.tables import box_of
from tests.engine.values import enter, gathered

if TYPE_CHECKING:
    from tests.engine.ranges import Range

COPIED = (
    "CellStyle", "NumberFormat", "CellBackColor", "IsCellBackgroundTransparent",
    "TopBorder2", "BottomBorder2", "LeftBorder2", "RightBorder2",
    "IsTextWrapped", "HoriJustify", "VertJustify", "ParaIndent", "CellProtection",
    "CharFontName", "CharHeight", "CharWeight", "CharPosture", "CharColor", "CharUnderline",
)  # fmt: skip


def fill_formats(source: Range, destination: Range) -> None:
    """Formats of the source, repeated over the destination."""
    pattern, target = source.box(), destination.box()
    names = tuple(sorted(COPIED))
    groups = source.uno.getUniqueCellFormatRanges()
    copies: list[tuple[Any, list[Any]]] = []
    for number in range(groups.getCount()):
        group = groups.getByIndex(number)
        parts = [box_of(place) for place in group.getRangeAddresses()]
        tiles = [tile for part in parts for tile in _tiles(part, pattern, target)]
        copies.append((group.getPropertyValues(names), [source.sheet.address_of(tile) for tile in tiles]))
    for found, places in copies:
        cells = gathered(source.sheet, places)
        for name, value in sorted(zip(names, found, strict=True), key=lambda pair: pair[0] != "CellStyle"):
            cells.setPropertyValue(name, value)


def _tiles(part: Box, pattern: Box, target: Box) -> list[Box]:
    """Every place in the target that repeats one part of the pattern."""
    rows = _repeats(part.row - pattern.row, part.rows, pattern.rows, target.rows)
    columns = _repeats(part.column - pattern.column, part.columns, pattern.columns, target.columns)
    return [
        Box(target.row + row, target.column + column, height, width)
        for row, height in rows
        for column, width in columns
    ]


def _repeats(start: int, size: int, period: int, length: int) -> list[tuple[int, int]]:
    """Offsets and sizes of a repeated stretch; one that covers the whole period is one stretch."""
    if size == period:
        return [(0, length)]
    return [(offset, min(size, length - offset)) for offset in range(start, length, period)]


def fill_formula(cells: Range, formula: str) -> None:
    """One formula for all cells, its relative references moving along."""
    cells.must_be_open()
    box, index = cells.box(), cells.sheet.position()
    translate = cells.sheet.book.formulas
    first = struct("table.CellAddress", index, box.column - 1, box.row - 1)
    grid = []
    for row in range(box.row, box.last_row + 1):
        tokens = translate.tokens(formula, first, row)
        places = [struct("table.CellAddress", index, box.column - 1 + i, row - 1) for i in range(box.columns)]
        grid.append(["=" + translate.moved(tokens, place) for place in places])
    enter(cells.uno, grid)
