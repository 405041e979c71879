"""Platz in der offenen Mappe: exactly the changed cells of a table, and new rows below its last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.outgoing import Cell, column_cells
from kundenbindung.workbook.placing import Placing, Wanted
from kundenbindung.workbook.returned.rows import Change
from kundenbindung.workbook.returned.taking import new_rows
from kundenbindung.workbook.schema import TEXT_UNITS, Column
from kundenbindung.workbook.singles import NewCell, Place, blocks


def spot(grid: Grid, change: Change) -> Place | None:
    """Zelle of a change in the table as it stands; None if its column is gone, or its row is new."""
    at = _columns(grid).get(change.column)
    return None if at is None or change.row is None else (_filled(grid)[change.row], at)


def address(grid: Grid, place: Place) -> str:
    """Adresse of a cell in its sheet."""
    return f"{cells.letters(grid.first_column + place[1])}{grid.first_row + place[0]}"


def takeable(
    grid: Grid, changes: Sequence[Change], formulas: Collection[Place]
) -> tuple[list[Change], list[Finding]]:
    """Was die Tabelle aufnehmen kann: cells that are there and hold no formula; findings about the others."""
    kept, found = [], []
    for change in changes:
        place, column = spot(grid, change), _declared(grid)[change.column]
        where = (change.table, change.customer, change.column)
        values = {"column": column.label, "table": layout.TABLES[change.table].label}
        if change.column not in _columns(grid):
            found.append(Finding("returned_column_gone", Severity.WARNING, *where, values))
        elif place is not None and place in formulas:
            values["cell"] = address(grid, place)
            found.append(Finding("returned_formula_here", Severity.WARNING, *where, values))
        else:
            kept.append(change)
    return kept, found


def placing(grid: Grid, changes: Sequence[Change], names: Mapping[str, object]) -> Placing:
    """Platzierung: the cells that change, and no other; `names` are those of the customers of new rows."""
    found: dict[Place, NewCell] = {}
    for change in changes:
        place = spot(grid, change)
        if place is not None:
            before = grid.rows[place[0]][place[1]]
            found[place] = _new_cell(_declared(grid)[change.column], change.after, before)
    rows = new_rows(changes, names)
    first = max(_filled(grid), default=-1) + 1
    for row, values in enumerate(rows, first):
        for name, at in _columns(grid).items():
            if values.get(name) is not None:
                found[row, at] = _new_cell(_declared(grid)[name], values[name], None)
    had = len(grid.rows)
    appended = tuple(str(row["customer_id"]) for row in rows)
    return Placing(grid.table, max(had, first + len(rows)), had, appended, (), blocks(found))


def wanted(grid: Grid) -> Wanted:
    """Gewünscht of a table that is typed: its columns, for measuring."""
    return Wanted(layout.TABLES[grid.table], tuple(_declared(grid).values()), pd.DataFrame())


def filled_in(grid: Grid, found: Placing) -> Grid:
    """Tabelle as it is once the cells of known rows are written."""
    rows = [list(row) for row in grid.rows]
    for block in found.blocks:
        for row, line in enumerate(block.cells, block.row):
            if row < len(rows):
                rows[row][block.column : block.column + len(line)] = line
    return replace(grid, rows=rows)


def _new_cell(column: Column, value: object, before: object) -> NewCell:
    return NewCell(_cell(column, value), before, column.unit in TEXT_UNITS)


def _cell(column: Column, value: object) -> Cell | dt.date:
    if isinstance(value, dt.date):
        return value
    return column_cells(column, pd.Series([value], dtype=object))[0][0]


def _declared(grid: Grid) -> dict[str, Column]:
    return {column.name: column for column in layout.TABLES[grid.table].expand()}


def _columns(grid: Grid) -> dict[str, int]:
    """Places of the declared columns that are there."""
    headers = [header.strip() for header in grid.headers]
    known = _declared(grid).values()
    return {column.name: headers.index(column.label) for column in known if column.label in headers}


def _filled(grid: Grid) -> list[int]:
    """Rows of the grid that are rows of the typed frame."""
    return [at for at, row in enumerate(grid.rows) if not all(map(cells.empty, row))]
