"""Maßstäbe: the same work done by the two libraries alone, as their documentation shows it.

The cells to write are what the builder leaves in XlsxWriter's memory, so both sides write the same
values in the same formats; column widths, checks, colours and page set-up are the builder's alone.
"""

from __future__ import annotations

import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from kundenbindung.adapters import builder
from kundenbindung.workbook.frames import Contents

OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
Properties = dict[str, Any]


def read_lists(path: Path) -> list[list[list[Any]]]:
    """All sheets of a workbook as lists of rows."""
    with CalamineWorkbook.from_path(path) as book:
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def traits(path: Path) -> tuple[object, ...]:
    """What two workbooks must have in common: values of all cells, number of cells, formats and tables."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "/worksheets/sheet" in name]
        formats = re.search(r"<cellXfs count=\"\d+\"", archive.read("xl/styles.xml").decode())
        tables = sum("/tables/table" in name for name in archive.namelist())
    return read_lists(path), sum(sheet.count(b"<c ") for sheet in sheets), formats and formats[0], tables


@dataclass(frozen=True, slots=True)
class Run:
    """Zellen of one column with the same format: row and value, None for an empty cell."""

    method: str
    col: int
    look: Properties | None
    cells: list[tuple[int, Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blatt: its runs of cells, and its tables (area, name, headers)."""

    name: str
    runs: list[Run]
    tables: list[tuple[str, str, list[str]]]


def typed(sheets: list[Sheet], path: Path) -> dict[tuple[str, int, int], object]:
    """What a file holds in the recorded cells, by sheet and place; formulas and empty cells left out."""
    with CalamineWorkbook.from_path(path) as book:
        pages = {
            one.name: book.get_sheet_by_name(one.name).to_python(skip_empty_area=False) for one in sheets
        }
    return {
        (one.name, row, run.col): pages[one.name][row][run.col]
        for one in sheets
        for run in one.runs
        for row, value in run.cells
        if value is not None and not isinstance(value, tuple)
    }


class Recorder(Workbook):  # type: ignore[misc]  # the base class has no types
    """XlsxWriter's workbook, kept after it is closed, with the properties of its formats."""

    def __init__(self, *arguments: Any) -> None:
        self.looks: dict[Any, Properties] = {}
        super().__init__(*arguments)
        RECORDED.append(self)

    def add_format(self, properties: Properties | None = None) -> Any:
        made = super().add_format(properties)
        self.looks[made] = properties or {}
        return made


RECORDED: list[Any] = []


def recorded(contents: Contents, target: Path) -> list[Sheet]:
    """What the builder writes for these contents, sheet by sheet; `target` is written once."""
    composition: Any = sys.modules[builder.build.__module__]
    composition.Workbook = Recorder
    builder.build(contents, target)
    composition.Workbook = Workbook
    book = RECORDED.pop()
    return [Sheet(sheet.name, _runs(sheet, book), _tables(sheet)) for sheet in book.worksheets()]


def _runs(sheet: Any, book: Any) -> list[Run]:
    runs: dict[tuple[int, Any, str], Run] = {}
    usual: dict[tuple[int, Any], str] = {}
    for row in sorted(sheet.table):
        for col, cell in sheet.table[row].items():
            value = _value(cell, book.str_table.string_array)
            method = usual.get((col, cell.format), "write_string") if value is None else _method(value)
            usual[col, cell.format] = method
            look = book.looks[cell.format] if cell.format else None
            run = runs.setdefault((col, cell.format, method), Run(method, col, look, []))
            run.cells.append((row, value))
    return list(runs.values())


def _value(cell: Any, strings: list[str]) -> Any:
    match type(cell).__name__:
        case "String":
            return strings[cell.string]
        case "Number":
            return cell.number
        case "Blank":
            return None
    return f"={cell.formula}", cell.value


def _method(value: object) -> str:
    if isinstance(value, tuple):
        return "write_formula"
    return "write_string" if isinstance(value, str) else "write_number"


def _tables(sheet: Any) -> list[tuple[str, str, list[str]]]:
    return [
        (table["range"], table["name"], [column["name"] for column in table["columns"]])
        for table in sheet.tables
    ]


def write(sheets: list[Sheet], target: Path) -> None:
    """The recorded cells and tables into a workbook, one loop per run."""
    book = Workbook(str(target), OPTIONS)
    looks = {id(run.look): run.look for sheet in sheets for run in sheet.runs if run.look is not None}
    formats = {key: book.add_format(look) for key, look in looks.items()}
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for area, name, headers in sheet.tables:
            page.add_table(area, {"name": name, "columns": [{"header": header} for header in headers]})
        for run in sheet.runs:
            _write_run(page, run, formats.get(id(run.look)))
    book.close()


def _write_run(page: Any, run: Run, look: Any) -> None:
    if run.method == "write_formula":
        for row, (formula, value) in run.cells:
            page.write_formula(row, run.col, formula, look, value)
        return
    write, blank, col = getattr(page, run.method), page.write_blank, run.col
    for row, value in run.cells:
        if value is None:
            blank(row, col, None, look)
        else:
            write(row, col, value, look)
