"""Offene Mappe lesen: tables by name, whatever their sheets are called -> grids, one block per table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlwings as xw

from kundenbindung.adapters.live.excel import exact_values
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import empty, error_text, letters, plain
from kundenbindung.workbook.frames import Grid

PLAIN = frozenset({float, bool, type(None)})
"""Types of cells that are what they are in a file too."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenTable:
    """Offene Tabelle: its grid, the table itself and its sheet."""

    grid: Grid
    table: xw.main.Table
    sheet: xw.Sheet


def read_tables(book: xw.Book) -> dict[str, OpenTable]:
    """Tabellen of ours in the open workbook, by identifier; those that are gone are left out."""
    names = {table.label.casefold(): name for name, table in layout.TABLES.items()}
    found = {}
    for sheet in book.sheets:
        for table in sheet.tables:
            name = names.get(table.name.casefold())
            if name is not None:
                found[name] = OpenTable(_grid(name, table, sheet), table, sheet)
    return found


def grids(tables: Mapping[str, OpenTable]) -> dict[str, Grid]:
    """Raster of the tables, as a file would give them."""
    return {name: entry.grid for name, entry in tables.items()}


def formula_cells(entry: OpenTable, labels: Collection[str]) -> frozenset[tuple[int, int]]:
    """Zellen with a formula in these columns: rows and columns counted from the first cell of the rows."""
    found = set()
    for at, header in enumerate(entry.grid.headers):
        if header.strip() in labels and entry.grid.rows:
            first, column = entry.grid.first_row, entry.grid.first_column + 1 + at
            area = entry.sheet.range((first, column), (first + len(entry.grid.rows) - 1, column))
            rows = formulas_of(area)
            found |= {(row, at) for row, line in enumerate(rows) if is_formula(line[0])}
    return frozenset(found)


def formulas_of(area: xw.Range) -> list[list[object]]:
    """Formulas and values of an area as rows."""
    found = area.formula
    if isinstance(found, str):
        return [[found]]
    return [[row] if isinstance(row, str) else list(row) for row in found]


def is_formula(cell: object) -> bool:
    """True for what `formulas_of` gives of a cell with a formula."""
    return isinstance(cell, str) and cell.startswith("=")


def _grid(name: str, table: xw.main.Table, sheet: xw.Sheet) -> Grid:
    area = table.range
    row, column, (height, width) = area.row, area.column, area.shape
    body = height - 1 - (1 if table.show_totals else 0)
    below = sheet.range((row, column), (row + body + 1, column + width - 1))
    values = below.options(ndim=2, err_to_str=True).value
    headers = tuple("" if cell is None else str(cell) for cell in values[0])
    rows, errors = _without_errors(_exactly(below, values)[1:], row + 1, column - 1)
    filled = not table.show_totals and any(not empty(cell) for cell in rows[-1])
    return Grid(
        table=name,
        headers=headers,
        rows=rows[:-1],
        first_row=row + 1,
        first_column=column - 1,
        errors=errors,
        row_below=row + body + 1 if filled else None,
    )


def _exactly(area: xw.Range, values: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
    """Cells with amounts to the last digit, where a currency format cut them to four decimals."""
    if not any(type(cell) is Decimal for row in values for cell in row):
        return values
    exact: Sequence[Sequence[object]] = exact_values(area)  # type: ignore[assignment]  # an area of several cells gives rows
    return [
        [whole if type(cell) is Decimal else cell for cell, whole in zip(*rows, strict=True)]
        for rows in zip(values, exact, strict=True)
    ]


def _without_errors(
    values: Sequence[Sequence[object]], first_row: int, first_column: int
) -> tuple[list[list[object]], dict[str, str]]:
    """Rows with error cells emptied, and where they stood; amounts in a currency become plain numbers."""
    errors: dict[str, str] = {}
    rows = []
    for number, row in enumerate(values, first_row):
        odd = [at for at, cell in enumerate(row) if type(cell) not in PLAIN]
        line = list(row)
        for at in odd:
            text = error_text(line[at])
            if text is not None:
                errors[f"{letters(first_column + at)}{number}"] = text
            line[at] = plain(line[at])
        rows.append(line)
    return rows, errors
