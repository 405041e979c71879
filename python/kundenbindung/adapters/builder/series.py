"""Reihen of a chart: which cells they show, and how they are painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import Cell, column_values
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Chart, ChartKind, Series

DRAWN = frozenset({ChartKind.POINTS, ChartKind.LINES})
"""Kinds made of points that have two values each."""
BULLET_WIDTH = 9.0
MARKS = ((150, 6), (500, 5), (1_048_576, 3))
"""Size of a mark by how many points there are at most."""

Options = dict[str, Any]


def drawn(declared: Chart, spots: Mapping[str, Spot]) -> Iterator[Options]:
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
            f"={sheet_name(spot)}!{column_letters(spot.col(column))}${row + 1}"
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
                "font": font(muted=series.scale, size=styles.CHART_NAME),
            },
        }


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


def _cells(spot: Spot, across: str, column: str) -> Options:
    """Bereiche of a series with what stands in them, since what is empty is not zero."""
    return {
        "categories": _area(spot, across),
        "categories_data": _shown(spot, across),
        "values": _area(spot, column),
        "values_data": _shown(spot, column),
    }


def _area(spot: Spot, name: str) -> str:
    letters = column_letters(spot.col(name))
    return f"={sheet_name(spot)}!{letters}${spot.first_row + 1}:{letters}${spot.last_row + 1}"


def _shown(spot: Spot, name: str) -> list[Cell]:
    cells = column_values(spot, next(column for column in spot.columns if column.name == name))[0]
    return [*cells, *[None] * (spot.rows - len(cells))]


def _head(spot: Spot, name: str) -> str:
    return f"={sheet_name(spot)}!{column_letters(spot.col(name))}${spot.header_row + 1}"


def _labels(declared: Chart, series: Series) -> Options | None:
    """Values at the points."""
    if not series.values:
        return None
    labels: Options = {"value": True, "num_format": styles.CHART_LABELS[declared.unit], "font": font()}
    if declared.kind in {ChartKind.STACK, ChartKind.BARS}:
        dark = styles.PAINTS[series.paint].fill == styles.PETROL
        ink = styles.WHITE if dark else styles.INK
        return {**labels, "position": "center", "font": {**font(), "color": ink, "bold": True}}
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


def mark(declared: Chart, series: Series, spot: Spot) -> Options:
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
        "font": font(),
    }
    return {
        "name": _head(spot, series.column),
        **_cells(spot, declared.categories, series.column),
        "line": {"none": True},
        "marker": marker,
        "data_labels": labels,
    }


def column_letters(col: int) -> str:
    """Spalte that stays where it is."""
    return f"${xl_col_to_name(col)}"


def sheet_name(spot: Spot) -> str:
    """Name of the sheet of a table, as it stands in a reference."""
    return f"'{spot.sheet.label}'"


def font(*, muted: bool = False, size: int = styles.CHART_TEXT) -> Options:
    """Schrift of a text in a chart."""
    return {"name": styles.FONT, "size": size, "color": styles.MUTED if muted else styles.INK}
