"""Gebaute Mappe, wieder geöffnet: what the tests of the builder look at."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from kundenbindung.adapters.builder import build
from kundenbindung.adapters.builder.spots import Spot, spots
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import Column, Table


def opened(path: Path, *, values: bool = False) -> Any:
    """The workbook as openpyxl sees it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=values)


def rebuilt(contents: Contents, folder: Path, *, values: bool = False) -> Any:
    """Built and opened again."""
    build(contents, folder / "Mappe.xlsx")
    return opened(folder / "Mappe.xlsx", values=values)


def spot_of(contents: Contents, table: str) -> Spot:
    """Where a table stands."""
    sheet = layout.sheet_of(table)
    return next(spot for spot in spots(sheet, contents) if spot.table.name == table)


def cell(book: Any, spot: Spot, column: str, row: int = 0) -> Any:
    """Cell of a data row of a table, counted from 0; -1 is its header."""
    return book[spot.sheet.label].cell(spot.first_row + row + 1, spot.col(column) + 1)


def validation(book: Any, sheet: str, address: str) -> Any:
    """The entry check of a cell, None if it has none."""
    checks = book[sheet].data_validations.dataValidation
    return next((one for one in checks if any(address in area for area in _areas(one))), None)


def _areas(check: Any) -> Iterator[Any]:
    for area in check.sqref.ranges:
        cells = CellRange(area.coord)
        yield {
            f"{get_column_letter(col)}{row}"
            for row in range(cells.min_row, cells.max_row + 1)
            for col in range(cells.min_col, cells.max_col + 1)
        }


def declared(years: tuple[int, ...], criteria: tuple[str, ...]) -> list[tuple[Table, Column]]:
    """Every declared column with its table."""
    return [(table, column) for table in layout.TABLES.values() for column in table.expand(years, criteria)]
