"""Ein- und Ausgabe mit openpyxl: the same tables read, the same cells written, as its manual shows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import Table
from tests.benchmarks.raw import Properties, Run, Sheet

Look = tuple[Font, PatternFill, Alignment, str]


def read_tables(path: Path, names: frozenset[str]) -> dict[str, list[list[object]]]:
    """Cells of the named tables of a workbook; nothing checked and nothing understood."""
    book = load_workbook(path, data_only=True)
    found: dict[str, list[list[object]]] = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            if table.displayName in names:
                left, top, right, bottom = range_boundaries(table.ref)
                cells: Any = sheet.iter_rows(top, bottom, left, right, values_only=True)
                found[table.displayName] = [list(row) for row in cells]
    return found


def write(sheets: list[Sheet], target: Path) -> None:
    """The recorded cells and tables into a workbook, with number format, font, fill and alignment."""
    book = Workbook()
    book.remove(book.worksheets[0])
    looks = {id(run.look): _look(run.look) for sheet in sheets for run in sheet.runs if run.look is not None}
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for run in sheet.runs:
            _write_run(page, run, looks.get(id(run.look)))
        for area, name, _ in sheet.tables:
            page.add_table(Table(displayName=name, ref=area))
    book.save(target)


def _look(found: Mapping[str, Any]) -> Look:
    colour = {"color": found["font_color"].removeprefix("#")} if "font_color" in found else {}
    font = Font(name=found.get("font_name"), size=found.get("font_size"), bold=found.get("bold"), **colour)
    fill = PatternFill("solid", fgColor=found["bg_color"].removeprefix("#")) if "bg_color" in found else None
    align = Alignment(wrap_text=found.get("text_wrap"), horizontal=_horizontal(found))
    return font, fill or PatternFill(), align, str(found.get("num_format", "General"))


def _horizontal(found: Properties | Mapping[str, Any]) -> Any:
    known = found.get("align")
    return known if known in {"left", "center", "right"} else None


def _write_run(page: Any, run: Run, look: Look | None) -> None:
    """One column of cells; the first gets the look, the others a copy of its style, which is fastest."""
    style = None
    for row, value in run.cells:
        cell = page.cell(row + 1, run.col + 1)
        if value is not None:
            cell.value = value[0] if isinstance(value, tuple) else value
            if isinstance(value, str):
                cell.data_type = "s"
        if look is not None and style is None:
            cell.font, cell.fill, cell.alignment, cell.number_format = look
            style = cell._style
        elif style is not None:
            cell._style = style
