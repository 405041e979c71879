"""Mappe als Datei: a workbook file -> grids of its tables. Nothing is ever written here."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet

from kundenbindung.adapters import reader
from kundenbindung.adapters.added import added
from kundenbindung.adapters.loose import formulas, loose_cells, own_sheets
from kundenbindung.adapters.package import (
    CellScan,
    Limits,
    Structure,
    TablePart,
    guard,
    scan_sheets,
    structure,
)
from kundenbindung.adapters.package.areas import place
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.adapters.package.structure import text_results
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import empty
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.returned import brief_file


@dataclass(frozen=True, slots=True, eq=False)
class OpenedWorkbook:
    """Geöffnete Mappe: the grids of its input tables, and what a rebuilt workbook cannot carry over."""

    grids: Mapping[str, Grid]
    not_carried: tuple[str, ...]


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[None]:
    """A part that turns out to be damaged is a finding, whoever reads it."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        raise refusal("workbook_damaged", file=path.name) from None


def open_workbook(path: Path) -> OpenedWorkbook:
    """Mappe lesen: raises `PackageError` with one finding if the file is not a workbook of ours."""
    with _whole(path):
        return _opened(path)


def _opened(path: Path) -> OpenedWorkbook:
    guard(path)
    built = structure(path)
    wanted = {layout.TABLES[name].label.casefold(): name for name in (*layout.INPUT_TABLES, "screening")}
    parts = {wanted[part.name.casefold()]: part for part in built.tables if part.name.casefold() in wanted}
    if not parts:
        raise refusal("workbook_foreign", file=path.name)
    scans = _scan(path, built, own_sheets(built))
    rows = _rows(path, scans)
    read = {part.sheet for part in parts.values()}
    unfinished = {
        sheet.name: _unfinished(path, sheet.part, rows[sheet.name], scans[sheet.name])
        for sheet in built.sheets
        if sheet.name in read
    }
    grids = {name: _grid(name, part, rows[part.sheet], scans[part.sheet]) for name, part in parts.items()}
    ends = (*added(path, built), *loose_cells(built, rows), *formulas(parts, scans))
    return OpenedWorkbook(
        {name: replace(grid, unfinished=unfinished[parts[name].sheet]) for name, grid in grids.items()}, ends
    )


@dataclass(frozen=True, slots=True, eq=False)
class ForeignTables:
    """Tabellen of a file from outside: their grids and the sheet addresses of their formulas, by name."""

    grids: Mapping[str, Grid]
    formulas: Mapping[str, frozenset[str]]


def read_foreign(
    path: Path, labels: Mapping[str, str], limits: Limits, most_rows: int, called: str
) -> ForeignTables:
    """Tabellen of a workbook that others had in hand, by their labels; those that are not there are left out.

    called  its name as it came, with the ending. Raises `PackageError` for a file that may not be read, one
    with macros, and one with a table of more than `most_rows`.
    """
    with _whole(path):
        return _foreign(path, labels, limits, most_rows, called)


def _foreign(
    path: Path, labels: Mapping[str, str], limits: Limits, most_rows: int, called: str
) -> ForeignTables:
    guard(path, limits)
    shown = brief_file(called)
    if not called.casefold().endswith(".xlsx") or _holds_macros(path):
        raise refusal("returned_macros", file=shown)
    built = structure(path)
    names = {label.casefold(): name for name, label in labels.items()}
    parts = {names[part.name.casefold()]: part for part in built.tables if part.name.casefold() in names}
    for part in parts.values():
        size = part.last_row - part.first_row
        if size > most_rows:
            raise refusal("returned_too_large", file=shown, table=part.name, rows=size, limit=most_rows)
    scans = _scan(path, built, {part.sheet for part in parts.values()})
    rows = _rows(path, scans)
    return ForeignTables(
        {name: _grid(name, part, rows[part.sheet], scans[part.sheet]) for name, part in parts.items()},
        {name: frozenset(scans[part.sheet].formulas) for name, part in parts.items()},
    )


def _holds_macros(path: Path) -> bool:
    """True if there is a macro project in it, or its parts say that there may be one."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    odd = any(name.casefold().rpartition("/")[2].startswith("vbaproject") for name in names)
    return odd or b"macroenabled" in kinds.lower()


def _scan(path: Path, built: Structure, names: Set[str]) -> dict[str, CellScan]:
    return scan_sheets(path, [sheet for sheet in built.sheets if sheet.name in names])


def _rows(path: Path, scanned: Iterable[str]) -> dict[str, list[list[object]]]:
    """All cells of these sheets, looked through before, from A1 on; without empty cells at the end."""
    try:
        with reader.opened(path) as book:
            return {name: _cells(book.get_sheet_by_name(name)) for name in scanned}
    except (CalamineError, OSError):
        raise refusal("workbook_damaged", file=path.name) from None


def _cells(sheet: CalamineSheet) -> list[list[object]]:
    return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]  # the stubs know fewer kinds of cells


def _grid(name: str, part: TablePart, rows: list[list[object]], scan: CellScan) -> Grid:
    last = part.last_row - (1 if part.has_totals_row else 0)
    width = part.last_col + 1
    short = width - (len(rows[0]) if rows else 0)
    body = rows[part.first_row + 1 : last + 1]
    cut = [row[part.first_col : width] for row in body]
    if short > 0:
        filler: list[object] = [""] * min(short, width - part.first_col)
        cut = [row + filler for row in cut]
    below = rows[last + 1 : last + 2]
    filled = any(not empty(cell) for row in below for cell in row[part.first_col : width])
    return Grid(
        table=name,
        headers=part.columns,
        rows=cut,
        first_row=part.first_row + 2,
        first_column=part.first_col,
        errors=dict(scan.errors),
        row_below=last + 2 if filled and not part.has_totals_row else None,
    )


def _unfinished(path: Path, part: str, rows: list[list[object]], scan: CellScan) -> frozenset[str]:
    """Formulas of a sheet that were saved without their result; an empty text is a result."""
    bare = [address for address in scan.formulas if _is_empty(rows, address)]
    if not bare:
        return frozenset()
    with zipfile.ZipFile(path) as archive:
        return frozenset(bare) - text_results(archive.read(part))


def _is_empty(rows: list[list[object]], address: str) -> bool:
    found = place(address)
    if found is None:
        return False
    row, column = found
    return row >= len(rows) or column >= len(rows[row]) or empty(rows[row][column])
