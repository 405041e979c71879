"""Diagramme zeichnen: charts over the cells of tables, two side by side below the first table of a sheet.

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
from kundenbindung.workbook.schema import Chart, ChartKind, Series, Sheet

ROWS, GAP = 13, 1
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
MARKS = ((150, 6), (500, 5), (1_048_576, 3))
"""Size of a mark by how many points there are at most."""
GRID = {"visible": True, "line": {"color": styles.MIST, "width": 0.75}}

Options = dict[str, Any]


def chart_tops(sheet: Sheet) -> list[int]:
    """Zeilen below the first table at which a printed page starts: two rows of charts go on one."""
    return [at * (ROWS + GAP) for at in range(1, (len(sheet.charts) + 1) // 2, 2)]


def chart_rows(sheet: Sheet) -> int:
    """Zeilen that the charts of a sheet cover below its first table."""
    return (len(sheet.charts) + 1) // 2 * (ROWS + GAP)


def add_charts(board: Board, target: Worksheet, spots: Sequence[Spot], widths: Mapping[int, float]) -> None:
    """Diagramme of a sheet whose tables are written."""
    if not spots or not spots[0].sheet.charts:
        return
    first, by_table = spots[0], {spot.table.name: spot for spot in spots}
    room = sum(pixels(widths[col]) for col in range(first.first_col, first.last_col + 1))
    size = {"width": (room - BETWEEN) // 2, "height": int(ROWS * ROW_HEIGHT * PIXELS_PER_POINT)}
    for at, declared in enumerate(first.sheet.charts):
        row = first.last_row + 1 + GAP + at // 2 * (ROWS + GAP)
        chart = _chart(board, declared, by_table)
        chart.set_size(size)
        place = {
            "x_offset": at % 2 * (size["width"] + BETWEEN),
            "description": declared.about,
            "object_position": 3,
        }
        target.insert_chart(row, first.first_col, chart, place)


def _chart(board: Board, declared: Chart, spots: Mapping[str, Spot]) -> Any:
    chart = board.book.add_chart(dict(KINDS[declared.kind]))
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
    chart.set_plotarea({"fill": {"none": True}})
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
    return chart


def _drawn(declared: Chart, spots: Mapping[str, Spot]) -> Iterator[Options]:
    """Reihen; one whose points have names is drawn point by point, since a name is that of a series."""
    for table, series in declared.series:
        if series.names:
            yield from _named(series, spots[table])
        elif not series.marked:
            yield _series(declared, series, spots[table])


def _named(series: Series, spot: Spot) -> Iterator[Options]:
    """A series per row: no mark of its own, its name above the point."""
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
            "marker": {"type": "none"},
            "data_labels": {
                "series_name": True,
                "position": "above",
                "font": _font(size=8),
                "fill": {"color": styles.WHITE},
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
        marker = {
            "type": paint.marker,
            "size": 6,
            "fill": {"color": paint.fill},
            "border": {"color": paint.line},
        }
        return {"line": line, "marker": marker if paint.marker else {"type": "none"}}
    if not paint.marker:
        return {"line": {"none": True}, "marker": {"type": "none"}}
    border = {"color": paint.line or paint.fill}
    size = next(size for most, size in MARKS if points <= most)
    marker = {"type": paint.marker, "size": size, "fill": {"color": paint.fill}, "border": border}
    return {"line": {"none": True}, "marker": marker}


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
    values = {
        "num_format": styles.CHART_AXES[declared.unit],
        "num_font": _font(muted=True),
        "major_gridlines": GRID,
        "line": {"none": True},
        **_axis_title(declared.along if lying else declared.up),
        **dict(zip(("min", "max"), declared.ends, strict=False)),
    }
    if declared.kind in DRAWN:
        chart.set_x_axis(_across(declared))
        chart.set_y_axis(values)
    elif lying:
        chart.set_x_axis({**values, "label_position": "high"})
        chart.set_y_axis(
            {"num_font": _font(size=8), "line": {"color": styles.MUTED}, "reverse": True, "interval_unit": 1}
        )
    else:
        chart.set_x_axis({"num_font": _font(), "line": {"color": styles.MUTED}, "label_position": "low"})
        chart.set_y_axis(values)


def _across(declared: Chart) -> Options:
    """Achse of the x values."""
    shared = {
        "num_font": _font(muted=True),
        "line": {"color": styles.MUTED},
        "major_gridlines": {"visible": False},
        **_axis_title(declared.along),
    }
    if declared.magnitude:
        return {**shared, "log_base": 10, "num_format": styles.CHART_MAGNITUDES}
    return {**shared, "num_format": styles.CHART_AXES[declared.unit], "min": 0, "max": 1}


def _axis_title(text: str) -> Options:
    return {"name": text, "name_font": {**_font(muted=True), "bold": False}} if text else {}
