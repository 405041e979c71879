"""Zeichnen: pages as sheets of one workbook with charts; no formula, no link, the same bytes every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.meeting.arranging import COLUMN_PIXELS, COLUMNS, Band, Cell, arrange
from kundenbindung.adapters.meeting.fitting import shortened
from kundenbindung.adapters.meeting.storing import KEYWORD
from kundenbindung.messages.meeting_pages import Figure, Page
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Unit

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
CREATED = dt.datetime(2026, 1, 1)
A4, SIDES, TOP, BOTTOM, FOOTER = 9, 0.47, 0.47, 0.55, 0.28
"""Paper and its margins in inches."""
FOOTER_SIZE, FOOTER_PIXELS = 8.0, 600.0
ROOM = 0.25
"""Share of an axis that stays free for the numbers of its columns."""
CHART_FONT = {"name": styles.FONT, "size": 8, "color": styles.MUTED, "bold": False}
POINTS_TO_PIXELS = 96.0 / 72.0

_STRONG = {"font_color": styles.PETROL, "bold": True}
_RULE = {"bottom": 4, "bottom_color": styles.MUTED}
_HAIR = {"bottom": 1, "bottom_color": styles.LINE}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "company": {"font_color": styles.MUTED, "valign": "vcenter"},
    "tag": {**_STRONG, "align": "right", "valign": "vcenter"},
    "title": {**_STRONG, "valign": "vcenter", "bottom": 5, "bottom_color": styles.PETROL},
    "label": {"font_color": styles.MUTED, "valign": "bottom"},
    "label_top": {"font_color": styles.MUTED, "valign": "top"},
    "fact": {"bold": True, "text_wrap": True, "valign": "top"},
    "section": {**_STRONG, "valign": "bottom", "bottom": 1, "bottom_color": styles.PETROL},
    "column": {"font_color": styles.MUTED, "valign": "vcenter"},
    "column_right": {"font_color": styles.MUTED, "valign": "vcenter", "align": "right"},
    "column_indented": {"font_color": styles.MUTED, "valign": "vcenter", "align": "right", "indent": 1},
    "entry": {"text_wrap": True, "valign": "vcenter", **_HAIR},
    "entry_right": {"valign": "vcenter", "align": "right", "indent": 1, **_HAIR},
    "figure": {"align": "right", "valign": "vcenter", **_HAIR},
    "text": {"text_wrap": True, "valign": "top"},
    "muted": {"font_color": styles.MUTED, "valign": "vcenter"},
    "rule": _RULE,
    "box": {"bg_color": styles.PAPER},
    "field": {**_RULE, "left": 4, "left_color": styles.MUTED, "right": 4, "right_color": styles.MUTED},
    "before_new": {},
}  # fmt: skip
"""What a kind of cell looks like, besides font, size and ink."""


def draw(pages: Mapping[str, Page], target: Path, title: str) -> None:
    """Seiten by name of their sheet -> workbook at `target`; its properties hold the title, nobody's name."""
    book = Workbook(str(target), OPTIONS)
    properties = {"title": title, "author": "", "company": "", "keywords": KEYWORD, "created": CREATED}
    book.set_properties(properties)
    made: dict[tuple[tuple[str, Any], ...], Format] = {}
    for name, page in pages.items():
        sheet = book.add_worksheet(name)
        bands = arrange(page)
        _set_up(sheet, page, len(bands))
        for row, band in enumerate(bands):
            _band(book, sheet, row, band, made)
        _charts(book, sheet, name, page, bands)
    book.close()


def _set_up(sheet: Worksheet, page: Page, rows: int) -> None:
    """One A4 page, upright, without gridlines."""
    sheet.set_paper(A4)
    sheet.set_portrait()
    sheet.set_margins(SIDES, SIDES, TOP, BOTTOM)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, COLUMNS - 1, COLUMN_PIXELS)
    sheet.print_area(0, 0, rows - 1, COLUMNS - 1)
    sheet.set_footer(
        f'&L&"{styles.FONT}"&{FOOTER_SIZE:.0f}&K{styles.MUTED[1:]}{_footer(page.footer)}', {"margin": FOOTER}
    )


def _footer(text: str) -> str:
    """Fußzeile in one line: a & is a sign of its own, and a digit after the colour would belong to it."""
    return " " + shortened(text, 1, FOOTER_PIXELS, FOOTER_SIZE)[0].replace("&", "&&")


def _band(
    book: Workbook, sheet: Worksheet, row: int, band: Band, made: dict[tuple[tuple[str, Any], ...], Format]
) -> None:
    sheet.set_row(row, band.height)
    for cell in band.cells:
        look = _format(book, cell, made)
        if cell.across > 1 or cell.down > 1:
            sheet.merge_range(row, cell.column, row + cell.down - 1, cell.column + cell.across - 1, "", look)
        if cell.value is not None:
            sheet.write_number(row, cell.column, cell.value, look)
        elif cell.text:
            sheet.write_string(row, cell.column, cell.text, look)
        else:
            sheet.write_blank(row, cell.column, None, look)


def _format(book: Workbook, cell: Cell, made: dict[tuple[tuple[str, Any], ...], Format]) -> Format:
    unit = cell.unit or Unit.TEXT
    properties = {
        "font_name": styles.FONT,
        "font_size": cell.size,
        "font_color": styles.INK,
        "num_format": styles.NUMBER_FORMATS[unit],
        **LOOKS[cell.look],
    }
    key = tuple(sorted(properties.items()))
    if key not in made:
        made[key] = book.add_format(properties)
    return made[key]


def _charts(book: Workbook, sheet: Worksheet, name: str, page: Page, bands: Sequence[Band]) -> None:
    for row, band in enumerate(bands):
        for column, across, figure in band.charts:
            years = range(row + 1, row + 1 + len(page.years))
            values = _column_of(bands[row + 1], figure, page)
            height = sum(bands[at].height for at in (row, *years)) * POINTS_TO_PIXELS
            size = {"width": across * COLUMN_PIXELS - 4, "height": round(height) - 2}
            chart = _chart(book, figure, name, (years[0], years[-1]), values)
            chart.set_size(size)
            place = {"object_position": 1, "x_offset": 2, "y_offset": 1, "description": _spoken(figure, page)}
            sheet.insert_chart(row, column, chart, place)


def _column_of(band: Band, figure: Figure, page: Page) -> int:
    """Column of the sheet in which the values of a figure stand."""
    return band.cells[1 + page.figures.index(figure)].column


def _chart(book: Workbook, figure: Figure, name: str, rows: tuple[int, int], column: int) -> Any:
    """Säulen of one figure, the last year dark, its numbers above."""
    chart = book.add_chart({"type": "column"})
    chart.add_series(_series(figure, name, rows, column))
    chart.set_title({"name": figure.chart, "overlay": False, "name_font": {**CHART_FONT, "size": 9}})
    chart.set_legend({"none": True})
    years = {"line": {"color": styles.LINE}, "major_tick_mark": "none", "label_position": "low"}
    chart.set_x_axis({"num_font": CHART_FONT, **years})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, **_ends(figure)})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"fill": {"none": True}})
    return chart


def _series(figure: Figure, name: str, rows: tuple[int, int], column: int) -> dict[str, Any]:
    """Reihe of a chart: the cells of the table beside it."""
    first, last = rows
    font = {**CHART_FONT, "color": styles.INK}
    return {
        "name": figure.chart,
        "categories": [name, first, 0, last, 0],
        "values": [name, first, column, last, column],
        "fill": {"color": styles.BAR},
        "points": [*[None] * (last - first), {"fill": {"color": styles.PETROL}}],
        "gap": 70,
        "data_labels": {"value": True, "num_format": figure.chart_format, "font": font},
    }


def _ends(figure: Figure) -> dict[str, float]:
    """Enden of the axis: zero belongs to it, with room for the numbers at both ends."""
    known = [value for value in figure.values if value is not None]
    high, low = max(0.0, *known), min(0.0, *known)
    room = ROOM * (high - low)
    return {"min": low - room if low < 0.0 else 0.0, "max": high + room if high > 0.0 else 0.0}


def _spoken(figure: Figure, page: Page) -> str:
    """Alternativtext of a chart."""
    return f"{figure.chart}: {', '.join(page.years)}"
