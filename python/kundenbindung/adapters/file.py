"""Mappe als Datei: a workbook file -> grids of its tables. Nothing is ever written here."""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from kundenbindung.adapters.added import added
from kundenbindung.adapters.package import (
    CellScan,
    DefinedName,
    Limits,
    Structure,
    TablePart,
    guard,
    scan_sheets,
    structure,
)
from kundenbindung.adapters.package.areas import column_number
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.messages import guide, losses, prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import empty, letters
from kundenbindung.workbook.frames import Grid, years_of
from kundenbindung.workbook.schema import HEADER_ROW, Role

_LIST = re.compile(r"(.+)!\$([A-Z]+)\$[0-9]+:\$\2\$[0-9]+")
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_TEXT_SHEETS = {sheet.label for sheet in layout.SHEETS if not sheet.placements}
_LEGEND = frozenset({prompts.LEGEND, *chain(*prompts.MEANINGS.values())})


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
    except (zipfile.BadZipFile, zlib.error, EOFError):
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
    scans = _scan(path, built, _own_sheets(built))
    rows = _rows(path, scans)
    read = {part.sheet for part in parts.values()}
    unfinished = {
        sheet.name: _unfinished(path, sheet.part, rows[sheet.name], scans[sheet.name])
        for sheet in built.sheets
        if sheet.name in read
    }
    grids = {
        name: replace(
            _grid(name, part, rows[part.sheet], scans[part.sheet]), unfinished=unfinished[part.sheet]
        )
        for name, part in parts.items()
    }
    texts = {name: rows.pop(name) for name in _TEXT_SHEETS & rows.keys()}
    loose = (*_loose_cells(built, rows), *_guide_cells(texts))
    ends = (*added(path, built), *loose, *_formulas(parts, scans))
    return OpenedWorkbook(grids, ends)


@dataclass(frozen=True, slots=True, eq=False)
class ForeignTables:
    """Tabellen of a file from outside: their grids and the sheet addresses of their formulas, by name."""

    grids: Mapping[str, Grid]
    formulas: Mapping[str, frozenset[str]]


def read_foreign(
    path: Path, labels: Mapping[str, str], limits: Limits, most_rows: int, shown: str
) -> ForeignTables:
    """Tabellen of a workbook that others had in hand, by their labels; those that are not there are left out.

    shown  its name for the owner. Raises `PackageError` for a file that may not be read, one with macros, and
    one with a table of more than `most_rows`.
    """
    with _whole(path):
        return _foreign(path, labels, limits, most_rows, shown)


def _foreign(
    path: Path, labels: Mapping[str, str], limits: Limits, most_rows: int, shown: str
) -> ForeignTables:
    guard(path, limits)
    if not shown.casefold().endswith(".xlsx") or _holds_macros(path):
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


def _own_sheets(built: Structure) -> set[str]:
    """Sheets that are ours by their name, or by a table on them."""
    labels = {table.label.casefold() for table in layout.TABLES.values()}
    return {part.sheet for part in built.tables if part.name.casefold() in labels} | {
        sheet.label for sheet in layout.SHEETS
    }


def _rows(path: Path, scanned: Iterable[str]) -> dict[str, list[list[object]]]:
    """All cells of these sheets, looked through before, from A1 on; without empty cells at the end."""
    try:
        with CalamineWorkbook.from_path(path) as book:
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
        data = archive.read(part)
    texts = (re.compile(rf'<(?:\w+:)?c\b[^>]*\br="{address}"[^>]*\bt="str"'.encode()) for address in bare)
    return frozenset(address for address, text in zip(bare, texts, strict=True) if not text.search(data))


def _is_empty(rows: list[list[object]], address: str) -> bool:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return False
    row, column = int(match[2]) - 1, column_number(match[1])
    return row >= len(rows) or column >= len(rows[row]) or empty(rows[row][column])


def _loose_cells(built: Structure, rows: Mapping[str, list[list[object]]]) -> list[str]:
    """Cells the owner filled beside or below the tables of our sheets."""
    ends = []
    for sheet, grid in rows.items():
        lists = {letter for name in built.names for letter in _list_column(name, sheet)}
        here = [part for part in built.tables if part.sheet == sheet]
        lists |= {letter for part in here for letter in _function_columns(part)}
        here += _function_blocks(built, here)
        legend = _LEGEND if sheet == layout.SHEETS[0].label else frozenset()
        found = [cell for cell, value in _outside(here, lists, grid) if value not in legend]
        if found:
            ends.append(losses.cells(found, sheet))
    return ends


def _guide_cells(texts: Mapping[str, list[list[object]]]) -> list[str]:
    """Cells the owner filled beside or below the text of a sheet that has no tables."""
    ends = []
    for name, rows in texts.items():
        end = next((at for at, row in enumerate(rows) if row and row[0] == guide.WHOLE), len(rows))
        places = ((at, col) for at, row in enumerate(rows) for col in range(len(row)))
        outside = ((at, col) for at, col in places if col >= guide.WIDTH or at > end)
        found = [f"{letters(col)}{at + 1}" for at, col in outside if not empty(rows[at][col])]
        ends += [losses.cells(found, name)] if found else []
    return ends


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


def _formulas(parts: Mapping[str, TablePart], scans: Mapping[str, CellScan]) -> list[str]:
    """Formulas of the owner in input cells: their values are carried over, they themselves are not."""
    counts: Counter[str] = Counter()
    for name, part in parts.items():
        counts[part.sheet] += _formulas_in(name, part, scans[part.sheet])
    return [losses.formulas(size, sheet) for sheet, size in counts.items() if size]


def _formulas_in(name: str, part: TablePart, scan: CellScan) -> int:
    """Formulas in the typed columns of a table, those the owner added to an input table included."""
    declared = {column.label: column.role for column in layout.TABLES[name].expand(years_of(part.columns))}
    own = Role.INPUT if name in layout.INPUT_TABLES else Role.OUTPUT
    places = {
        letters(part.first_col + number)
        for number, label in enumerate(part.columns)
        if declared.get(label, own).typed
    }
    rows = range(part.first_row + 2, part.last_row + 2)
    found = (_ADDRESS.fullmatch(address) for address in scan.formulas)
    return sum(match is not None and match[1] in places and int(match[2]) in rows for match in found)
