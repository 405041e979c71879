"""Diagramme: what only Excel draws - titles from cells, values there, series that grow with their table."""

from __future__ import annotations

from typing import Any

import xlwings as xw

from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.stage import Stage
from kundenbindung.acceptance.tables import listed
from kundenbindung.adapters import live
from kundenbindung.adapters.live import OpenTable
from kundenbindung.workbook import layout
from kundenbindung.workbook.charts import CHARTS
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.tables.cockpit import CHART_STABILITY, STATEMENTS


def charts(stage: Stage) -> Result:
    """Diagramme im Cockpit: all there, titled by their sentences; a longer table takes its chart along."""
    stage.only_excel("Diagramme")
    with stage.open() as book:
        tables = live.read_tables(book)
        drawn = _drawn(tables[STATEMENTS.name].sheet)
        need(len(drawn) == len(CHARTS), f"Im Cockpit: {len(drawn)} Diagramme statt {len(CHARTS)}.")
        said = _said(tables[STATEMENTS.name].grid)
        wrong = [str(chart.ChartTitle.Text) for chart in drawn if str(chart.ChartTitle.Text) not in said]
        need(not wrong, f"Titel, die keine Aussage der Tabelle sind: {listed(wrong)}.")
        bare = [str(chart.ChartTitle.Text) for chart in drawn if not chart.SeriesCollection().Count]
        need(not bare, f"Diagramme ohne Reihe: {listed(bare)}.")
        _grows(tables[CHART_STABILITY.name], drawn)
    return passed(f"{len(drawn)} Diagramme, jedes mit seiner Aussage; sie wachsen mit ihrer Tabelle.")


def _said(grid: Grid) -> set[str]:
    """Aussagen, as they stand in their table."""
    label = next(column.label for column in STATEMENTS.expand() if column.name == "statement")
    at = [header.strip() for header in grid.headers].index(label)
    return {str(row[at]) for row in grid.rows}


def _drawn(sheet: xw.Sheet) -> list[Any]:
    """Diagramme of a sheet, as Excel has them."""
    found = sheet.api.ChartObjects()
    return [found.Item(at).Chart for at in range(1, found.Count + 1)]


def _grows(entry: OpenTable, drawn: list[Any]) -> None:
    """The table of the stability gets a row more, which its chart must show."""
    area = entry.table.range
    last = area.row + area.shape[0] - 1
    entry.table.resize(area.resize(area.shape[0] + 1, area.shape[1]))
    at = next(number for number, chart in enumerate(CHARTS) if chart.name == "stability")
    formula = str(drawn[at].SeriesCollection(1).Formula)
    label = layout.sheet_of(entry.grid.table).label
    need(f"${last + 1}" in formula, f"Ein Diagramm im {label} wächst nicht mit seiner Tabelle: {formula}")
