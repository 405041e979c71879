"""Loses: what the owner put on sheets of ours outside their tables, and his formulas inside, in German words.

A rebuilt workbook has the tables and what belongs to them; everything else on these sheets stays behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from kundenbindung.adapters.package import CellScan, DefinedName, Structure, TablePart
from kundenbindung.adapters.package.areas import place
from kundenbindung.messages import guide, losses, prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import empty, letters
from kundenbindung.workbook.frames import years_of
from kundenbindung.workbook.schema import HEADER_ROW, Role

Rows = Mapping[str, list[list[object]]]
"""Cells of sheets from A1 on, by the name of the sheet."""

_LIST = re.compile(r"(.+)!\$([A-Z]+)\$[0-9]+:\$\2\$[0-9]+")
_TEXT_SHEETS = frozenset(sheet.label for sheet in layout.SHEETS if not sheet.placements)
_LEGEND = frozenset({prompts.LEGEND, *chain(*prompts.MEANINGS.values())})


def own_sheets(built: Structure) -> frozenset[str]:
    """Blätter that are ours, by their name or by a table on them; not each of them need be there."""
    labels = {table.label.casefold() for table in layout.TABLES.values()}
    found = {part.sheet for part in built.tables if part.name.casefold() in labels}
    return frozenset({*found, *(sheet.label for sheet in layout.SHEETS)})


def loose_cells(built: Structure, rows: Rows) -> list[str]:
    """Lose Zellen of the owner on our sheets, one text per sheet."""
    found = [
        (sheet, list(_beside_text(grid) if sheet in _TEXT_SHEETS else _beside_tables(built, sheet, grid)))
        for sheet, grid in rows.items()
    ]
    return [losses.cells(cells, sheet) for sheet, cells in found if cells]


def _beside_tables(built: Structure, sheet: str, grid: list[list[object]]) -> Iterator[str]:
    """Addresses of cells the owner filled beside or below the tables of a sheet of ours."""
    lists = {letter for name in built.names for letter in _list_column(name, sheet)}
    here = [part for part in built.tables if part.sheet == sheet]
    lists |= {letter for part in here for letter in _function_columns(part)}
    legend = _LEGEND if sheet == layout.SHEETS[0].label else frozenset()
    cells = _outside([*here, *_function_blocks(built, here)], lists, grid)
    return (address for address, value in cells if value not in legend)


def _beside_text(grid: list[list[object]]) -> Iterator[str]:
    """Addresses of cells the owner filled beside or below the text of a sheet that has no tables."""
    end = next((at for at, row in enumerate(grid) if row and row[0] == guide.WHOLE), len(grid))
    places = ((at, col) for at, row in enumerate(grid) for col in range(len(row)))
    outside = ((at, col) for at, col in places if col >= guide.WIDTH or at > end)
    return (f"{letters(col)}{at + 1}" for at, col in outside if not empty(grid[at][col]))


def _function_columns(part: TablePart) -> list[str]:
    """Columns of the worksheet functions beside the table of Was-wäre-wenn."""
    if part.name.casefold() != layout.TRIAL.label.casefold():
        return []
    first = part.last_col + layout.TRIAL_GAP
    return [letters(first + at) for at in range(len(layout.TRIAL_LIVE_NAMES))]


def _function_blocks(built: Structure, here: Sequence[TablePart]) -> list[TablePart]:
    """Place of the worksheet functions below the table of loads: a row per role, and one for all together."""
    named = {part.name.casefold(): part for part in built.tables}
    loads, roles = (
        named.get(table.label.casefold()) for table in (layout.TRIAL_CAPACITY, layout.HOURS_MATRIX)
    )
    if loads is None or loads not in here:
        return []
    most = max(part.last_row - part.first_row for part in (loads, roles) if part is not None)
    header = loads.last_row + layout.TRIAL_BELOW
    return [replace(loads, first_row=header, last_row=header + most + 1)]


def _list_column(name: DefinedName, sheet: str) -> list[str]:
    """Column of one of our lists of choices, if it stands on this sheet."""
    match = _LIST.fullmatch(name.refers_to)
    return [match[2]] if match and match[1].strip("'") == sheet else []


def _outside(
    parts: Sequence[TablePart], lists: set[str], rows: list[list[object]]
) -> Iterator[tuple[str, object]]:
    """Filled cells, address and value, that belong to no table, no line above one and no list of choices."""
    edges = {edge for part in parts for edge in (part.first_row - 1, part.last_row + 1)}
    borders = sorted(edge for edge in {HEADER_ROW, len(rows)} | edges if HEADER_ROW <= edge <= len(rows))
    for first, end in pairwise(borders):
        inside = [part for part in parts if part.first_row - 1 <= first and end <= part.last_row + 1]
        taken = {col for part in inside for col in range(part.first_col, part.last_col + 1)}
        free = [col for col in range(len(rows[first])) if col not in taken and letters(col) not in lists]
        for number, row in enumerate(rows[first:end] if free else (), first + 1):
            filled = [col for col in free if row[col] != ""]
            yield from ((f"{letters(col)}{number}", row[col]) for col in filled if not empty(row[col]))


def formulas(parts: Mapping[str, TablePart], scans: Mapping[str, CellScan]) -> list[str]:
    """Formeln of the owner in input cells, a text per sheet: their values are carried over, not they."""
    counts: Counter[str] = Counter()
    for name, part in parts.items():
        counts[part.sheet] += _formulas_in(name, part, scans[part.sheet])
    return [losses.formulas(size, sheet) for sheet, size in counts.items() if size]


def _formulas_in(name: str, part: TablePart, scan: CellScan) -> int:
    """Formulas in the typed columns of a table, those the owner added to an input table included."""
    declared = {column.label: column.role for column in layout.TABLES[name].expand(years_of(part.columns))}
    own = Role.INPUT if name in layout.INPUT_TABLES else Role.OUTPUT
    labels = enumerate(part.columns, part.first_col)
    columns = {column for column, label in labels if declared.get(label, own).typed}
    rows = range(part.first_row + 1, part.last_row + 1)
    found = (place(address) for address in scan.formulas)
    return sum(at is not None and at[0] in rows and at[1] in columns for at in found)
