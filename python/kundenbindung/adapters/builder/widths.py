"""Breiten und Höhen: wide enough for headers and numbers, high enough for wrapped sentences.

Widths count in characters as Excel does (the digit 0 of the standard font), heights in points.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_pixel_width

from kundenbindung.adapters.builder.formulas import total_value
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import Cell
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Column, Unit

LINE_HEIGHT = 15.0
ROW_HEIGHT = 18.0
MOST_LINES = 3
WIDEST, WIDEST_TEXT, MOST_GROWTH = 120.0, 48.0, 1.5
MOST_HEADER_LINES = 5
LINE_FILL = 1.12
"""Characters of running text per unit of width, on average and after breaking at words."""
_PIXELS, _PADDING, _INDENT, _BOLD = 7.0, styles.NUMBER_PADDING, 1.0, 1.08
_FITTED = frozenset({Unit.TEXT, Unit.KEY, Unit.CHOICE, Unit.VALUE})


def column_width(spot: Spot, column: Column, cells: Sequence[Cell]) -> float:
    """Breite of a column: as declared, more if header, longest number or usual texts need it."""
    needed = [column.width, min(_header(column), WIDEST_TEXT)]
    if column.unit in _FITTED:
        needed.append(min(_longest_text(cells), WIDEST_TEXT, column.width * MOST_GROWTH))
    if column.unit in styles.NUMBER_FORMATS:
        needed.append(_numbers(column, cells))
    if column.total:
        needed.append(styles.number_length(column.unit, total_value(spot, column)) * _BOLD + _PADDING)
    return round(min(max(needed), WIDEST), 1)


def text_width(text: str, *, bold: bool = False) -> float:
    """Breite of a text in characters of width."""
    return float(xl_pixel_width(text)) / _PIXELS * (_BOLD if bold else 1.0)


def _header(column: Column) -> float:
    return max(text_width(word, bold=True) for word in column.label.replace("-", "- ").split()) + _PADDING


def _longest_text(cells: Sequence[Cell]) -> float:
    longest = max((cell for cell in cells if isinstance(cell, str)), key=len, default="")
    return text_width(longest) + _PADDING + _INDENT


def _numbers(column: Column, cells: Sequence[Cell]) -> float:
    if column.unit is Unit.DATE:
        return 0.0
    return styles.numbers_width(column.unit, [cell for cell in cells if isinstance(cell, float)])


def header_height(columns: Mapping[Column, float], *, filtered: bool) -> float:
    """Höhe of a header row: its longest label wrapped, and room for the filter button below."""
    lines = max(_lines(column.label, width / _BOLD - _PADDING) for column, width in columns.items())
    return LINE_HEIGHT * min(max(lines, 2 if filtered else 1), MOST_HEADER_LINES) + 7.0


def _lines(text: str, width: float) -> int:
    """Lines of a text broken at its blanks."""
    lines, used = 1, 0.0
    for word in text.split():
        length = text_width(word)
        if used and used + 0.5 + length > width:
            lines, used = lines + 1, length
        else:
            used += length + (0.5 if used else 0.0)
    return lines


def row_lines(cells: Sequence[Cell], width: float) -> list[int]:
    """Zeilen the texts of a wrapped column take, from their length, at most three."""
    per_line = max(width * LINE_FILL, 1.0)
    return [1 if cell is None else _wrapped(str(cell), per_line) for cell in cells]


def _wrapped(text: str, per_line: float) -> int:
    if len(text) <= per_line and "\n" not in text:
        return 1
    return min(sum(max(math.ceil(len(part) / per_line), 1) for part in text.split("\n")), MOST_LINES)


def line_height(lines: int) -> float:
    """Höhe of a data row with so many lines."""
    return ROW_HEIGHT if lines <= 1 else LINE_HEIGHT * lines + 3.0
