"""Breiten und Höhen: wide enough for headers and numbers, high enough for wrapped sentences.

Widths count in characters as Excel does (the digit 0 of the standard font), heights in points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from xlsxwriter.utility import xl_pixel_width

from kundenbindung.adapters.builder.formulas import total_value
from kundenbindung.adapters.builder.rules import marks
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import Cell
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Column, Unit

LINE_HEIGHT = 15.0
ROW_HEIGHT = 18.0
CAPTION_HEIGHT = 26.0
MOST_LINES = 8
WIDEST, WIDEST_TEXT, MOST_GROWTH = 120.0, 56.0, 2.0
MOST_HEADER_LINES = 5
_CAREFUL = 0.985
"""Part of a width that counts on: no two programs break lines at the same pixel."""
_PIXELS, _PADDING, _INDENT, _BOLD, _BLANK, _EDGE = 7.0, 2.6, 1.3, 1.08, 0.45, 0.6
_CANDIDATES, _SIGN = 8, 2.5
_FITTED = frozenset({Unit.TEXT, Unit.KEY, Unit.CHOICE, Unit.VALUE})


def column_width(spot: Spot, column: Column, cells: Sequence[Cell]) -> float:
    """Breite of a column: as declared, more if header, longest number or usual texts need it."""
    needed = [column.width, min(_header(column), WIDEST_TEXT)]
    if column.folded:
        needed.append(min(_two_lines(column), WIDEST_TEXT))
    if column.unit in _FITTED:
        sign = _SIGN if any(mark.sign for mark in marks(spot, column)) else 0.0
        needed.append(min(_longest_text(cells) + sign, WIDEST_TEXT, column.width * MOST_GROWTH))
    if column.unit in styles.NUMBER_FORMATS:
        needed.append(_numbers(column, cells))
    if column.total:
        length = styles.number_length(column.unit, total_value(spot, column) or 0.0)
        needed.append(length * _BOLD + styles.NUMBER_PADDING)
    return round(min(max(needed), WIDEST), 1)


def pixels(width: float) -> int:
    """Breite of a column on the screen, in pixels."""
    return int(width * _PIXELS + 5)


@lru_cache(maxsize=65_536)
def text_width(text: str, *, bold: bool = False) -> float:
    """Breite of a text in characters of width."""
    return float(xl_pixel_width(text)) / _PIXELS * (_BOLD if bold else 1.0)


def caption_width(spot: Spot) -> float:
    """Breite that the caption of a table needs, 0 if it has none or shares its line with sums."""
    if not spot.table.caption or any(column.total for column in spot.columns):
        return 0.0
    return text_width(spot.table.caption, bold=True) * styles.HEADING / styles.BODY + _BLANK


def _header(column: Column) -> float:
    return max(text_width(word, bold=True) for word in column.label.replace("-", "- ").split()) + _PADDING


def _two_lines(column: Column) -> float:
    """Breite at which a header takes two lines: one that is folded shall not make the others high."""
    words = column.label.split()
    parts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words))]
    return min(max(map(text_width, pair)) for pair in parts) * _BOLD + _PADDING * _BOLD + _EDGE


def _longest_text(cells: Sequence[Cell]) -> float:
    longest = sorted({cell for cell in cells if isinstance(cell, str)}, key=len)[-_CANDIDATES:]
    return max(map(text_width, longest), default=0.0) + _PADDING + _INDENT


def _numbers(column: Column, cells: Sequence[Cell]) -> float:
    if column.unit is Unit.DATE:
        return 0.0
    return styles.numbers_width(column.unit, [cell for cell in cells if isinstance(cell, float)])


def header_height(columns: Mapping[Column, float], *, filtered: bool) -> float:
    """Höhe of a header row: its longest label wrapped, and room for the filter button below."""
    room = _PADDING if filtered else _EDGE + _INDENT
    lines = max(_lines(column.label, width / _BOLD - room) for column, width in columns.items())
    return LINE_HEIGHT * min(max(lines, 2 if filtered else 1), MOST_HEADER_LINES) + 7.0


def _lines(text: str, width: float) -> int:
    """Lines of a text broken at its blanks, and within a word that is longer than a line."""
    lines, used = 1, 0.0
    for word in text.split():
        length = text_width(word)
        if used and used + _BLANK + length > width:
            lines, used = lines + 1, 0.0
        used += length + (_BLANK if used else 0.0)
        if used > width > 0:
            lines, used = lines + int(used // width), used % width
    return lines


def row_lines(cells: Sequence[Cell], width: float) -> list[int]:
    """Zeilen the texts of a wrapped column take, at most `MOST_LINES`."""
    room = max((width - _INDENT - _EDGE) * _CAREFUL, 1.0)
    return [1 if cell is None else _wrapped(str(cell), room) for cell in cells]


def _wrapped(text: str, room: float) -> int:
    return min(sum(_lines(part, room) for part in text.split("\n")), MOST_LINES)


def line_height(lines: int) -> float:
    """Höhe of a data row with so many lines."""
    return ROW_HEIGHT if lines <= 1 else LINE_HEIGHT * lines + 3.0
