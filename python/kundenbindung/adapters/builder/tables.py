"""Tabellen schreiben: header, data cells, live sums and the Excel table around them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.desk import Board
from kundenbindung.adapters.builder.formulas import (
    NOTHING,
    formula_text,
    formula_values,
    total_formula,
    total_value,
)
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import Cell, column_values, row_units
from kundenbindung.messages import prompts
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Column, Role, Unit

TABLE_STYLE = "Table Style Light 1"


def write_table(desk: Board, sheet: Worksheet, spot: Spot) -> dict[str, Sequence[Cell]]:
    """Tabelle at its place; returns the filled cells of every column by its name."""
    written: dict[str, Sequence[Cell]] = {}
    _add_table(desk, sheet, spot)
    for col, column in enumerate(spot.columns, spot.first_col):
        if column.role is Role.FORMULA:
            _write_formulas(desk, sheet, spot, column, col)
        else:
            written[column.name] = _write_column(desk, sheet, spot, column, col)
    _write_caption(desk, sheet, spot)
    return written


def _add_table(desk: Board, sheet: Worksheet, spot: Spot) -> None:
    options = {
        "name": spot.table.label,
        "style": TABLE_STYLE,
        "autofilter": spot.filtered,
        "banded_rows": False,
        "columns": [_table_column(desk, spot, column) for column in spot.columns],
    }
    if sheet.add_table(spot.header_row, spot.first_col, spot.last_row, spot.last_col, options) != 0:
        raise ValueError(f"Tabelle {spot.table.label} ist nicht möglich.")


def _table_column(desk: Board, spot: Spot, column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"header": column.label, "header_format": desk.looks.header(column)}
    if column.role is Role.FORMULA:
        described["formula"] = formula_text(spot, column)
    return described


def _write_column(desk: Board, sheet: Worksheet, spot: Spot, column: Column, col: int) -> Sequence[Cell]:
    cells, texts = column_values(spot, column)
    units = row_units(spot, column, cells)
    if units is not None:
        _write_mixed(desk, sheet, spot, column, col, cells, units)
        return cells
    look = desk.looks.cell(column)
    if texts:
        _write_cells(sheet, spot, col, cells, sheet.write_string, look)
    elif any(isinstance(cell, str) for cell in cells):
        _write_mixed(desk, sheet, spot, column, col, cells, [column.unit] * spot.rows)
        return cells
    else:
        _write_cells(sheet, spot, col, cells, sheet.write_number, look)
    _write_blanks(sheet, spot, col, look)
    return cells


def _write_cells(
    sheet: Worksheet,
    spot: Spot,
    col: int,
    cells: Sequence[Cell],
    write: Callable[[int, int, Any, Format], object],
    look: Format,
) -> None:
    blank = sheet.write_blank
    for row, cell in enumerate(cells, spot.first_row):
        if cell is None:
            blank(row, col, None, look)
        else:
            write(row, col, cell, look)


def _write_blanks(sheet: Worksheet, spot: Spot, col: int, look: Format) -> None:
    for row in range(spot.first_row + spot.filled, spot.last_row + 1):
        sheet.write_blank(row, col, None, look)


def _write_mixed(
    desk: Board,
    sheet: Worksheet,
    spot: Spot,
    column: Column,
    col: int,
    cells: Sequence[Cell],
    units: Sequence[Unit],
) -> None:
    """Cells that differ in kind or unit from row to row."""
    padded = [*cells, *([None] * (spot.rows - len(cells)))]
    for row, (cell, unit) in enumerate(zip(padded, units, strict=True), spot.first_row):
        look = desk.looks.cell(column, unit)
        if cell is None:
            sheet.write_blank(row, col, None, look)
        elif isinstance(cell, str):
            sheet.write_string(row, col, cell, look)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, col, cell, look)
        else:
            sheet.write_number(row, col, cell, look)


def _write_formulas(desk: Board, sheet: Worksheet, spot: Spot, column: Column, col: int) -> None:
    text, look = f"={formula_text(spot, column)}", desk.looks.cell(column)
    for row, value in enumerate(formula_values(spot, column), spot.first_row):
        sheet.write_formula(row, col, text, look, value)


def _write_caption(desk: Board, sheet: Worksheet, spot: Spot) -> None:
    """Line above the header: what the table is, and the sums of what is visible."""
    row = spot.header_row - 1
    totals = [(col, column) for col, column in enumerate(spot.columns, spot.first_col) if column.total]
    caption, label_col = spot.table.caption, totals[0][0] - 1 if totals else spot.first_col
    total = prompts.STILL_TOTAL if desk.still else prompts.TOTAL
    if caption and totals and label_col <= spot.first_col + 1:
        caption = f"{caption}{prompts.SEPARATOR}{total}"
    elif totals:
        sheet.write_string(row, max(label_col, spot.first_col), total, desk.looks.total_label())
    if caption:
        sheet.write_string(row, spot.first_col, caption, desk.looks.caption())
    if not (caption or desk.still):
        _write_units(desk, sheet, spot, {column.name for _, column in totals})
    for col, column in totals:
        look, value = desk.looks.total(column.unit), total_value(spot, column)
        if not desk.still:
            sheet.write_formula(
                row, col, total_formula(spot, column), look, NOTHING if value is None else value
            )
        elif value is not None:
            sheet.write_number(row, col, value, look)


def _write_units(desk: Board, sheet: Worksheet, spot: Spot, summed: Collection[str]) -> None:
    """Einheit above the columns whose numbers do not show it."""
    for col, column in enumerate(spot.columns, spot.first_col):
        word = styles.UNIT_WORDS.get(column.unit)
        if word and column.name not in summed and "(" not in column.label:
            sheet.write_string(spot.header_row - 1, col, word, desk.looks.unit())
