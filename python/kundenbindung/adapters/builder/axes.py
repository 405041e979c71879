"""Achsen of a chart: titles with units, short numbers, where their names stand."""

from __future__ import annotations

from typing import Any

from kundenbindung.adapters.builder.series import DRAWN, Options, font
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Chart, ChartKind, Unit

LYING = frozenset({ChartKind.BARS, ChartKind.BULLETS})
BELOW_AXIS = {"x": 0.36, "y": 0.835}
"""Where the title of an axis stands whose names are points."""
GRID = {"visible": True, "line": {"color": styles.MIST, "width": 0.75}}


def set_axes(chart: Any, declared: Chart) -> None:
    """Achsen: titles with units, short numbers, no lines but the grid; for lying bars x and y swap."""
    lying = declared.kind in LYING
    values: Options = {
        "num_format": styles.CHART_AXES[declared.unit],
        "num_font": font(muted=True),
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
        names = {"num_font": font(size=styles.CHART_NAME), "line": {"color": styles.MUTED}}
        chart.set_x_axis({**values, "label_position": "high"})
        chart.set_y_axis({**names, "reverse": True, "interval_unit": 1})
    else:
        chart.set_x_axis({"num_font": font(), "line": {"color": styles.MUTED}, "label_position": "low"})
        chart.set_y_axis(values)


def _across(declared: Chart) -> Options:
    """Achse of the x values, from 0 to 1; where points are its names, it writes no numbers of its own."""
    shared = {
        "num_font": font(muted=True),
        "num_format": styles.CHART_AXES[Unit.CERTAINTY],
        "line": {"color": styles.MUTED},
        "major_gridlines": {"visible": False},
        "min": 0,
        "max": 1,
        **_axis_title(declared.along),
    }
    if not any(series.scale for _, series in declared.series):
        return {**shared, "major_unit": declared.step or None}
    layout = {"name_layout": BELOW_AXIS}
    return {**shared, **layout, "label_position": "none", "major_tick_mark": "none"}


def _axis_title(text: str) -> Options:
    return {"name": text, "name_font": {**font(muted=True), "bold": False}} if text else {}
