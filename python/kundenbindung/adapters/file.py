"""Mappe als Datei: a workbook file -> grids of its tables. Nothing is ever written here."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from kundenbindung.adapters.package import CellScan, Structure, TablePart, guard, scan_cells, structure
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import letters
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.schema import Column, Role

_LOOSE_PARTS = {
    "xl/charts/": "Diagramme",
    "xl/media/": "Bilder",
    "xl/comments": "Kommentare",
    "xl/threadedComments/": "Kommentare",
    "xl/pivotTables/": "Pivot-Tabellen",
    "xl/externalLinks/": "Verknüpfungen mit anderen Dateien",
}
"""Parts of a package a rebuilt workbook does not carry, in the owner's words."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenedWorkbook:
    """Geöffnete Mappe: the grids of its input tables, and what a rebuilt workbook cannot carry over."""

    grids: Mapping[str, Grid]
    not_carried: tuple[str, ...]


def open_workbook(path: Path) -> OpenedWorkbook:
    """Mappe lesen: raises `PackageError` with one finding if the file is not a workbook of ours."""
    guard(path)
    built = structure(path)
    wanted = {layout.TABLES[name].label.casefold(): name for name in (*layout.INPUT_TABLES, "screening")}
    parts = {wanted[part.name.casefold()]: part for part in built.tables if part.name.casefold() in wanted}
    if not parts:
        raise refusal("workbook_foreign", file=path.name)
    scans = _scan(path, built, parts.values())
    grids = _grids(path, parts, scans)
    return OpenedWorkbook(grids, (*_loose_ends(path, built), *_formulas(parts, scans)))


def _scan(path: Path, built: Structure, parts: Iterable[TablePart]) -> dict[str, CellScan]:
    names = {part.sheet for part in parts}
    return {sheet.name: scan_cells(path, sheet.part) for sheet in built.sheets if sheet.name in names}


def _grids(path: Path, parts: Mapping[str, TablePart], scans: Mapping[str, CellScan]) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    try:
        with CalamineWorkbook.from_path(path) as book:
            for sheet in dict.fromkeys(part.sheet for part in parts.values()):
                rows = _rows(book.get_sheet_by_name(sheet))
                own = {name: part for name, part in parts.items() if part.sheet == sheet}
                grids |= {name: _grid(name, part, rows, scans[sheet]) for name, part in own.items()}
    except (CalamineError, OSError):
        raise refusal("workbook_damaged", file=path.name) from None
    return grids


def _rows(sheet: CalamineSheet) -> list[list[object]]:
    """All cells of a sheet from A1 on; calamine leaves out empty cells at the end."""
    return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]


def _grid(name: str, part: TablePart, rows: list[list[object]], scan: CellScan) -> Grid:
    last = part.last_row - (1 if part.has_totals_row else 0)
    width = part.last_col + 1
    short = width - (len(rows[0]) if rows else 0)
    body = rows[part.first_row + 1 : last + 1]
    cut = [row[part.first_col : width] for row in body]
    if short > 0:
        filler: list[object] = [""] * min(short, width - part.first_col)
        cut = [row + filler for row in cut]
    return Grid(
        table=name,
        headers=part.columns,
        rows=cut,
        first_row=part.first_row + 2,
        first_column=part.first_col,
        errors=dict(scan.errors),
    )


def _loose_ends(path: Path, built: Structure) -> list[str]:
    """Sheets and columns the owner added, and drawings and comments."""
    ours = {sheet.label for sheet in layout.SHEETS}
    sheets = [f"Blatt „{sheet.name}“" for sheet in built.sheets if sheet.name not in ours]
    columns = [
        f"Spalte „{column}“ im Blatt {part.sheet}"
        for part in built.tables
        for column in _foreign_columns(part, built)
    ]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    parts = {word for prefix, word in _LOOSE_PARTS.items() if any(name.startswith(prefix) for name in names)}
    return [*sheets, *columns, *sorted(parts)]


def _foreign_columns(part: TablePart, built: Structure) -> list[str]:
    """Columns the owner added to a result table; those of input tables are carried over."""
    del built
    table = next(
        (entry for entry in layout.TABLES.values() if entry.label.casefold() == part.name.casefold()), None
    )
    if table is None or table.name in layout.INPUT_TABLES:
        return []
    years = tuple(column.removeprefix("Umsatz ") for column in part.columns if column.startswith("Umsatz "))
    criteria = tuple(
        column.removesuffix(" (Punkte)") for column in part.columns if column.endswith(" (Punkte)")
    )
    known = {column.label for column in table.expand([int(y) for y in years if y.isdigit()], criteria)}
    return [column for column in part.columns if column not in known]


def _formulas(parts: Mapping[str, TablePart], scans: Mapping[str, CellScan]) -> list[str]:
    """Formulas of the owner in input cells: their values are carried over, they themselves are not."""
    counts: Counter[str] = Counter()
    for name, part in parts.items():
        for column in layout.TABLES[name].expand():
            counts[part.sheet] += _formulas_in(column, part, scans[part.sheet])
    return [
        f"{count} Formeln im Blatt {sheet} (ihre Werte bleiben)" for sheet, count in counts.items() if count
    ]


def _formulas_in(column: Column, part: TablePart, scan: CellScan) -> int:
    if column.role is Role.FORMULA or column.label not in part.columns or not column.role.typed:
        return 0
    place = letters(part.first_col + part.columns.index(column.label))
    rows = range(part.first_row + 2, part.last_row + 2)
    found = (address for address in scan.formulas if address.rstrip("0123456789") == place)
    return sum(int(address[len(place) :]) in rows for address in found)
