"""Diagramme zeichnen: charts over the cells of tables, line by line below the first table of a sheet.

Every text and number of a chart is a cell, so that the next calculation renews it: titles, names, values.
Hidden rows and filters elsewhere do not change a chart, since its title speaks of all customers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.desk import Board
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import Cell, column_values
from kundenbindung.adapters.builder.widths import ROW_HEIGHT, pixels
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Chart, ChartKind, Series, Sheet, Unit

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
LYING = frozenset({ChartKind.BARS, ChartKind.BULLETS})
DRAWN = frozenset({ChartKind.POINTS, ChartKind.LINES})
BULLET_WIDTH = 9.0
NAME = "Diagramm"
BELOW_AXIS = 0.835
"""Where the title of an axis stands whose names are points."""
MARKS = ((150, 6), (500, 5), (1_048_576, 3))
"""Size of a mark by how many points there are at most."""
GRID = {"visible": True, "line": {"color": styles.MIST, "width": 0.75}}

Options = dict[str, Any]


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
    chart = board.book.add_chart({**KINDS[declared.kind], "name": f"{NAME} {declared.label}"})
    for series in _drawn(declared, spots):
        chart.add_series(series)
    marked = [_mark(declared, series, spots[table]) for table, series in declared.series if series.marked]
    if marked:
        line = board.book.add_chart({"type": "line"})
        for series in marked:
            line.add_series(series)
        chart.combine(line)
    chart.set_title(_title(spots["statements"], declared))
    chart.set_legend(_legend(declared, spots))
    _axes(chart, declared)
    chart.set_chartarea({"border": {"color": styles.LINE}, "fill": {"color": styles.WHITE}})
    layout = dict(zip(("x", "y", "width", "height"), declared.room, strict=True))
    chart.set_plotarea({"fill": {"none": True}, "layout": layout})
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
    return chart


def _drawn(declared: Chart, spots: Mapping[str, Spot]) -> Iterator[Options]:
    """Reihen; one whose points have names is drawn point by point, since a name is that of a series."""
    for table, series in declared.series:
        if series.names:
            yield from _named(declared, series, spots[table])
        elif not series.marked:
            yield _series(declared, series, spots[table])


def _named(declared: Chart, series: Series, spot: Spot) -> Iterator[Options]:
    """A series per row, its name at the point: above it, below an axis, beside a curve."""
    position = "below" if series.scale else "right" if declared.kind is ChartKind.LINES else "above"
    shown = [_shown(spot, column) for column in (series.names, series.across, series.column)]
    for row, (_, across, up) in enumerate(zip(*shown, strict=True), spot.first_row):
        cells = [
            f"={_sheet(spot)}!{_letters(spot.col(column))}${row + 1}"
            for column in (series.names, series.across, series.column)
        ]
        yield {
            "name": cells[0],
            "categories": cells[1],
            "categories_data": [across],
            "values": cells[2],
            "values_data": [up],
            "line": {"none": True},
            "marker": _marker(styles.PAINTS[series.paint], 6),
            "data_labels": {
                "series_name": True,
                "position": position,
                "font": _font(muted=series.scale, size=styles.CHART_NAME),
            },
        }


def _title(statements: Spot, declared: Chart) -> Options:
    """Feststellung, in the cell of the table of all of them."""
    known = list(statements.frame["chart"]) if "chart" in statements.frame.columns else []
    order = known if declared.label in known else [chart.label for chart in statements.sheet.charts]
    at = order.index(declared.label)
    cell = f"{_letters(statements.col('statement'))}${statements.first_row + at + 1}"
    font = {"name": styles.FONT, "size": styles.CHART_TITLE, "bold": True, "color": styles.INK}
    return {"name": f"={_sheet(statements)}!{cell}", "name_font": font, "overlay": False}


def _letters(col: int) -> str:
    """Spalte that stays where it is."""
    return f"${xl_col_to_name(col)}"


def _sheet(spot: Spot) -> str:
    return f"'{spot.sheet.label}'"


def _font(*, muted: bool = False, size: int = styles.CHART_TEXT) -> Options:
    return {"name": styles.FONT, "size": size, "color": styles.MUTED if muted else styles.INK}


def _area(spot: Spot, name: str) -> str:
    letters = _letters(spot.col(name))
    return f"={_sheet(spot)}!{letters}${spot.first_row + 1}:{letters}${spot.last_row + 1}"


def _cells(spot: Spot, across: str, column: str) -> Options:
    """Bereiche of a series with what stands in them, since what is empty is not zero."""
    return {
        "categories": _area(spot, across),
        "categories_data": _shown(spot, across),
        "values": _area(spot, column),
        "values_data": _shown(spot, column),
    }


def _shown(spot: Spot, name: str) -> list[Cell]:
    cells = column_values(spot, next(column for column in spot.columns if column.name == name))[0]
    return [*cells, *[None] * (spot.rows - len(cells))]


def _head(spot: Spot, name: str) -> str:
    return f"={_sheet(spot)}!{_letters(spot.col(name))}${spot.header_row + 1}"


def _series(declared: Chart, series: Series, spot: Spot) -> Options:
    paint = styles.PAINTS[series.paint]
    options: Options = {
        "name": _head(spot, series.column),
        **_cells(spot, series.across or declared.categories, series.column),
        **(_pen(declared, paint, spot.rows) if declared.kind in DRAWN else _filling(paint)),
    }
    if declared.kind is ChartKind.BULLETS:
        options |= _bullet(series, paint)
    elif declared.kind not in DRAWN:
        options |= {"gap": 60, "overlap": 0 if declared.kind is ChartKind.COLUMNS else 100}
    labels = _labels(declared, series)
    return options | ({"data_labels": labels} if labels else {})


def _labels(declared: Chart, series: Series) -> Options | None:
    """Values at the points."""
    if not series.values:
        return None
    labels: Options = {"value": True, "num_format": styles.CHART_LABELS[declared.unit], "font": _font()}
    if declared.kind in {ChartKind.STACK, ChartKind.BARS}:
        dark = styles.PAINTS[series.paint].fill == styles.PETROL
        ink = styles.WHITE if dark else styles.INK
        return {**labels, "position": "center", "font": {**_font(), "color": ink, "bold": True}}
    return {**labels, "position": "outside_end"}


def _filling(paint: styles.Paint) -> Options:
    """Fläche of a bar or column."""
    border = {"color": paint.line, "width": 0.75} if paint.line else {"none": True}
    if not paint.fill:
        return {"fill": {"none": True}, "border": {"none": True}}
    if paint.hatch:
        pattern = {"pattern": paint.hatch, "fg_color": paint.ink, "bg_color": paint.fill}
        return {"pattern": pattern, "border": border}
    return {"fill": {"color": paint.fill}, "border": border}


def _pen(declared: Chart, paint: styles.Paint, points: int) -> Options:
    """Linie or marks of points; many points have small marks."""
    if declared.kind is ChartKind.LINES:
        line = {"color": paint.line, "width": paint.width, "dash_type": paint.dash or "solid"}
        return {"line": line, "marker": _marker(paint, 6)}
    size = next(size for most, size in MARKS if points <= most)
    return {"line": {"none": True}, "marker": _marker(paint, size)}


def _marker(paint: styles.Paint, size: int) -> Options:
    if not paint.marker:
        return {"type": "none"}
    border = {"color": paint.line or paint.fill}
    return {"type": paint.marker, "size": size, "fill": {"color": paint.mark or paint.fill}, "border": border}


def _bullet(series: Series, paint: styles.Paint) -> Options:
    """Zielbalken: areas behind, and the value as a narrow bar in front, drawn from its end to zero."""
    shared: Options = {"gap": 60, "overlap": 100}
    if not series.values:
        return shared
    line = {"color": paint.fill, "width": BULLET_WIDTH}
    narrow = {"type": "percentage", "value": 100, "direction": "minus", "end_style": 0, "line": line}
    return {**shared, "fill": {"none": True}, "border": {"none": True}, "y_error_bars": narrow}


def _mark(declared: Chart, series: Series, spot: Spot) -> Options:
    """Marke over a column."""
    paint = styles.PAINTS[series.paint]
    marker = {
        "type": paint.marker,
        "size": 14,
        "fill": {"color": paint.fill},
        "border": {"color": paint.line},
    }
    labels = {
        "value": True,
        "num_format": styles.CHART_LABELS[declared.unit],
        "position": "above",
        "font": _font(),
    }
    return {
        "name": _head(spot, series.column),
        **_cells(spot, declared.categories, series.column),
        "line": {"none": True},
        "marker": marker,
        "data_labels": labels,
    }


def _legend(declared: Chart, spots: Mapping[str, Spot]) -> Options:
    listed = [
        series.listed
        for table, series in declared.series
        for _ in range(spots[table].rows if series.names else 1)
    ]
    if sum(listed) < 2:
        return {"none": True}
    hidden = [at for at, shown in enumerate(listed) if not shown]
    return {"position": "bottom", "font": _font(), **({"delete_series": hidden} if hidden else {})}


def _axes(chart: Any, declared: Chart) -> None:
    """Achsen: titles with units, short numbers, no lines but the grid; for lying bars x and y swap."""
    lying = declared.kind in LYING
    values: Options = {
        "num_format": styles.CHART_AXES[declared.unit],
        "num_font": _font(muted=True),
        "major_gridlines": {"visible": False} if declared.bare else GRID,
        "line": {"none": True},
        "visible": not declared.bare,
        **_axis_title(declared.along if lying else declared.up),
        **dict(zip(("min", "max"), declared.ends, strict=False)),
        **({"major_unit": declared.step} if declared.step else {}),
    }
    if declared.kind in DRAWN:
        chart.set_x_axis(_across(declared))
        chart.set_y_axis(values)
    elif lying:
        chart.set_x_axis({**values, "label_position": "high"})
        chart.set_y_axis(
            {
                "num_font": _font(size=styles.CHART_NAME),
                "line": {"color": styles.MUTED},
                "reverse": True,
                "interval_unit": 1,
            }
        )
    else:
        chart.set_x_axis({"num_font": _font(), "line": {"color": styles.MUTED}, "label_position": "low"})
        chart.set_y_axis(values)


def _across(declared: Chart) -> Options:
    """Achse of the x values, from 0 to 1; where points are its names, it writes no numbers of its own."""
    shared = {
        "num_font": _font(muted=True),
        "num_format": styles.CHART_AXES[Unit.CERTAINTY],
        "line": {"color": styles.MUTED},
        "major_gridlines": {"visible": False},
        "min": 0,
        "max": 1,
        **_axis_title(declared.along),
    }
    if not any(series.scale for _, series in declared.series):
        return {**shared, "major_unit": declared.step or None}
    layout = {"name_layout": {"x": 0.36, "y": BELOW_AXIS}}
    return {**shared, **layout, "label_position": "none", "major_tick_mark": "none"}


def _axis_title(text: str) -> Options:
    return {"name": text, "name_font": {**_font(muted=True), "bold": False}} if text else {}
