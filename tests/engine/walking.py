"""Ctrl and an arrow key: the edge of the filled cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.addresses import MAX_COLUMNS, MAX_ROWS, Box

if TYPE_CHECKING:
    from tests.engine.ranges import Range

STEPS = {"down": 1, "right": 1, "up": -1, "left": -1}


def end(cells: Range, direction: str) -> Box:
    """Where End goes from the first cell."""
    start = cells.box()._replace(rows=1, columns=1)
    vertical = direction in {"down", "up"}
    used = cells.sheet.used_box()
    length = used.last_row if vertical else used.last_column
    filled = _line(cells, start, length, vertical=vertical)
    here = start.row if vertical else start.column
    limit = MAX_ROWS if vertical else MAX_COLUMNS
    found = edge(filled, here, STEPS[direction], limit)
    return start._replace(row=found) if vertical else start._replace(column=found)


def _line(cells: Range, start: Box, length: int, *, vertical: bool) -> set[int]:
    """Positions of filled cells of the row or column."""
    column, row = start.column - 1, start.row - 1
    corners = (column, 0, column, length - 1) if vertical else (0, row, length - 1, row)
    texts = cells.sheet.uno.getCellRangeByPosition(*corners).getFormulaArray()
    line = [row[0] for row in texts] if vertical else list(texts[0])
    return {number for number, text in enumerate(line, 1) if text}


def edge(filled: set[int], here: int, step: int, limit: int) -> int:
    """Last of a filled stretch, else the next filled position, else the end of the sheet."""
    position = here
    if here in filled and here + step in filled:
        while position + step in filled:
            position += step
        return position
    ahead = [number for number in filled if (number - here) * step > 0]
    if not ahead:
        return limit if step > 0 else 1
    return min(ahead) if step > 0 else max(ahead)
