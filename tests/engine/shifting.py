"""Inserting and deleting cells: tables move and grow with them, and are never torn apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.addresses import MAX_COLUMNS, MAX_ROWS, Box
from tests.engine.bridge import enum
from tests.engine.errors import refused

if TYPE_CHECKING:
    from tests.engine.ranges import Range

INSERT, DELETE = "sheet.CellInsertMode", "sheet.CellDeleteMode"
MODES = {"down": "DOWN", "right": "RIGHT", "up": "UP", "left": "LEFT"}


def insert(cells: Range, shift: str | None) -> None:
    """New cells; the old ones move."""
    box = cells.box()
    mode = _mode(box, shift or ("down" if box.rows <= box.columns else "right"))
    _check(cells, box, mode)
    place = cells.sheet.address_of(box)
    cells.sheet.uno.insertCells(place, enum(INSERT, mode))
    cells.sheet.book.structure_changed()
    for area in cells.sheet.tables_here():
        if mode in {"COLUMNS", "RIGHT"} and area.box.meets(box):
            cells.sheet.name_headers(area.header)


def delete(cells: Range, shift: str | None) -> None:
    """Remove cells; others take their place."""
    box = cells.box()
    mode = _mode(box, shift or ("up" if box.rows <= box.columns else "left"))
    _check(cells, box, mode)
    cells.sheet.uno.removeRange(cells.sheet.address_of(box), enum(DELETE, mode))
    cells.sheet.book.structure_changed()


def _mode(box: Box, shift: str) -> str:
    if box.entire_columns:
        return "COLUMNS"
    return "ROWS" if box.entire_rows else MODES[shift]


def _moved(box: Box, mode: str) -> Box:
    """Cells that move or vanish."""
    if mode in {"DOWN", "UP", "ROWS"}:
        return box._replace(rows=MAX_ROWS - box.row + 1)
    return box._replace(columns=MAX_COLUMNS - box.column + 1)


def _check(cells: Range, box: Box, mode: str) -> None:
    cells.sheet.must_be_open()
    if mode in {"COLUMNS", "ROWS"}:
        return
    moved = _moved(box, mode)
    for area in cells.sheet.tables_here():
        torn = area.box.meets(moved) and not area.box.inside(moved)
        if torn and not _grows(area.box, box, mode):
            raise refused("the operation would shift cells in a table")


def _grows(table: Box, box: Box, mode: str) -> bool:
    """Whole rows or columns of the table, so that it only grows or shrinks?"""
    if mode in {"DOWN", "UP"}:
        return box.column <= table.column and table.last_column <= box.last_column and table.row < box.row
    return box.row <= table.row and table.last_row <= box.last_row and table.column <= box.column
