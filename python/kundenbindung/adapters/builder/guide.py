"""Anleitung: a sheet without tables, made of the text of the Handbuch; it leads to the other sheets."""

from __future__ import annotations

import math
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from kundenbindung import handbook_file
from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.paper import set_up_sheet
from kundenbindung.adapters.builder.widths import LINE_HEIGHT, ROW_HEIGHT, text_width
from kundenbindung.messages import guide, prompts
from kundenbindung.messages.guide import Line, Part
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import CAPTION_ROW, TITLE_ROW, Column, Role, Sheet, Unit

GUIDE_SHEET = "guide"
CAPTION_HEIGHT, HEADER_HEIGHT, AIR = 28.0, 24.0, 5.0
_BROKEN, _MARGIN = 1.05, 2.0
"""What breaking at words costs, and what of a width is margin."""
_NUMBER = Column("number", guide.NUMBER, Unit.TEXT, Role.OUTPUT, "", width=6)
_NAME = Column("name", guide.STEP, Unit.LONG_TEXT, Role.OUTPUT, "", width=30)
_TEXT = Column("text", guide.TEXT, Unit.LONG_TEXT, Role.OUTPUT, "", width=76)
_PLACE = Column("place", guide.SHEET, Unit.TEXT, Role.OUTPUT, "", width=16)
COLUMNS = (_NUMBER, _NAME, _TEXT, _PLACE)


def write_guide(desk: Desk, sheet: Sheet, target: Worksheet) -> None:
    """Anleitung with its parts below one another, each with a heading; printed one page wide."""
    parts = guide.guide(handbook_file().read_text(encoding="utf-8"))
    for col, column in enumerate(COLUMNS):
        target.set_column(col, col, column.width)
    start = layout.SHEETS[0].label
    back = prompts.BACK.format(sheet=start)
    target.write_url(TITLE_ROW, len(COLUMNS) - 1, f"internal:'{start}'!A1", desk.looks.lead(), back)
    row, breaks = CAPTION_ROW, []
    for part in parts:
        if part.apart:
            breaks.append(row)
        row = _write_part(desk, target, part, row) + 1
    target.write_string(row, 0, guide.WHOLE, desk.looks.note())
    target.set_h_pagebreaks(breaks)
    set_up_sheet(sheet, target, desk.facts.company, None)


def _write_part(desk: Desk, target: Worksheet, part: Part, top: int) -> int:
    """Heading, header and lines; returns the row below."""
    target.set_row(top, CAPTION_HEIGHT)
    target.set_row(top + 1, HEADER_HEIGHT)
    target.write_string(top, 0, part.title, desk.looks.caption())
    for col, column in enumerate(COLUMNS):
        target.write_string(top + 1, col, _label(part, column), desk.looks.header(column))
    for row, line in enumerate(part.lines, top + 2):
        target.set_row(row, _height(line))
        _write_line(desk, target, line, row, link=bool(line.place) and part.places == guide.SHEET)
    return top + 2 + len(part.lines)


def _label(part: Part, column: Column) -> str:
    return {_NUMBER: part.numbers, _PLACE: part.places}.get(column, column.label)


def _write_line(desk: Desk, target: Worksheet, line: Line, row: int, *, link: bool) -> None:
    looks = desk.looks
    target.write_string(row, 0, line.number, looks.cell(_NUMBER, align="center", indent=0))
    target.write_string(row, 1, line.name, looks.cell(_NAME, bold=True))
    target.write_string(row, 2, line.text, looks.cell(_TEXT))
    if link:
        target.write_url(row, 3, f"internal:'{line.place}'!A1", looks.cell(_PLACE, link=True), line.place)
    else:
        target.write_string(row, 3, line.place, looks.cell(_PLACE))


def _height(line: Line) -> float:
    """Room for every line of the name and the text."""
    texts: Sequence[tuple[str, Column, bool]] = ((line.name, _NAME, True), (line.text, _TEXT, False))
    lines = max(
        math.ceil(text_width(text, bold=bold) * _BROKEN / (column.width - _MARGIN))
        for text, column, bold in texts
    )
    return max(ROW_HEIGHT, LINE_HEIGHT * lines) + AIR
