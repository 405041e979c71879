"""Diagramme zeichnen: charts over the cells of tables, line by line below the first table of a sheet.

Every text and number of a chart is a cell, so that the next calculation renews it: titles, names, values.
Hidden rows and filters elsewhere do not change a chart, since its title speaks of all customers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.axes import set_axes
from kundenbindung.adapters.builder.desk import Board
from kundenbindung.adapters.builder.series import Options, column_letters, drawn, font, mark, sheet_name
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.widths import ROW_HEIGHT, pixels
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Chart, ChartKind, Sheet

ROWS, GAP = 14, 1
"""Rows of the sheet that a chart covers, and between two of them."""
PIXELS_PER_POINT = 4.0 / 3.0
BETWEEN = 10
"""Pixels between two charts side by side."""
KINDS = {
    ChartKind.POINTS: {"type": "scatter"},
    ChartKind.LINES: {"type": "scatter", "subtype": "straight"},
    ChartKind.COLUMNS: {"type": "column"},
    ChartKind.STACK: {"type": "column", "subtype": "stacked"},
    ChartKind.BARS: {"type": "bar", "subtype": "stacked"},
    ChartKind.BULLETS: {"type": "bar"},
}

Line = list[tuple[float, Chart]]


def chart_lines(charts: Sequence[Chart]) -> list[Line]:
    """Diagramme line by line, each with the part of the width at which it begins."""
    lines: list[Line] = []
    begin = 1.0
    for chart in charts:
        if begin + chart.part > 1.0 + 1e-9:
            lines, begin = [*lines, []], 0.0
        lines[-1].append((begin, chart))
        begin += chart.part
    return lines


def chart_tops(sheet: Sheet) -> list[int]:
    """Zeilen below the first table at which a printed page starts: two lines of charts go on one."""
    return [at * (ROWS + GAP) for at in range(1, len(chart_lines(sheet.charts)), 2)]


def chart_rows(sheet: Sheet) -> int:
    """Zeilen that the charts of a sheet cover below its first table."""
    return len(chart_lines(sheet.charts)) * (ROWS + GAP)


def add_charts(board: Board, target: Worksheet, spots: Sequence[Spot], widths: Mapping[int, float]) -> None:
    """Diagramme of a sheet whose tables are written."""
    if not spots or not spots[0].sheet.charts:
        return
    first, by_table = spots[0], {spot.table.name: spot for spot in spots}
    room = sum(pixels(widths[col]) for col in range(first.first_col, first.last_col + 1))
    for number, line in enumerate(chart_lines(first.sheet.charts)):
        row = first.last_row + 1 + GAP + number * (ROWS + GAP)
        for begin, declared in line:
            chart = _chart(board, declared, by_table)
            width = int(room * declared.part) - (BETWEEN if begin + declared.part < 1.0 else 0)
            chart.set_size({"width": width, "height": int(ROWS * ROW_HEIGHT * PIXELS_PER_POINT)})
            place = {"x_offset": int(room * begin), "description": declared.about, "object_position": 3}
            target.insert_chart(row, first.first_col, chart, place)


def _chart(board: Board, declared: Chart, spots: Mapping[str, Spot]) -> Any:
    chart = board.book.add_chart({**KINDS[declared.kind], "name": declared.drawing})
    for series in drawn(declared, spots):
        chart.add_series(series)
    marked = [mark(declared, series, spots[table]) for table, series in declared.series if series.marked]
    if marked:
        line = board.book.add_chart({"type": "line"})
        for series in marked:
            line.add_series(series)
        chart.combine(line)
    chart.set_title(_title(spots["statements"], declared))
    chart.set_legend(_legend(declared, spots))
    set_axes(chart, declared)
    chart.set_chartarea({"border": {"color": styles.LINE}, "fill": {"color": styles.WHITE}})
    layout = dict(zip(("x", "y", "width", "height"), declared.room, strict=True))
    chart.set_plotarea({"fill": {"none": True}, "layout": layout})
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
    return chart


def _title(statements: Spot, declared: Chart) -> Options:
    """Feststellung, in the cell of the table of all of them."""
    known = list(statements.frame["chart"]) if "chart" in statements.frame.columns else []
    order = known if declared.label in known else [chart.label for chart in statements.sheet.charts]
    at = order.index(declared.label)
    cell = f"{column_letters(statements.col('statement'))}${statements.first_row + at + 1}"
    look = {**font(size=styles.CHART_TITLE), "bold": True}
    return {"name": f"={sheet_name(statements)}!{cell}", "name_font": look, "overlay": False}


def _legend(declared: Chart, spots: Mapping[str, Spot]) -> Options:
    listed = [
        series.listed
        for table, series in declared.series
        for _ in range(spots[table].rows if series.names else 1)
    ]
    if sum(listed) < 2:
        return {"none": True}
    hidden = [at for at, shown in enumerate(listed) if not shown]
    return {"position": "bottom", "font": font(), **({"delete_series": hidden} if hidden else {})}
