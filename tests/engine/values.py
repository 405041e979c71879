"""Blocks of cells <-> values: the ten-thousands of cells of a block in a handful of calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.engine.addresses import Box
from tests.engine.bridge import NO, address_of, struct
from tests.engine.errors import refused
from tests.engine.formulas import SYNTAX_ERRORS
from tests.engine.parsing import BOOLEAN, EMPTY, Stored, as_text, moment, stored

if TYPE_CHECKING:
    from tests.engine.sheets import Sheet

Grid = list[list[Any]]

ERROR_TEXTS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
"""Excel's codes of error values, as they arrive through COM."""
ERROR_CODES = {text: code for code, text in ERROR_TEXTS.items()}
OFFICE_ERRORS = {
    532: "#DIV/0!", 32767: "#N/A", 525: "#NAME?", 521: "#NULL!", 503: "#NUM!", 523: "#NUM!", 524: "#REF!",
}  # fmt: skip
FAILED = 4
"""Result flag of the office: formulas that are errors."""
EVERYTHING = 1 | 2 | 4 | 16
"""Content flags of the office: numbers, dates, texts, formulas."""


def kinds(sheet: Sheet, cells: Any, box: Box) -> Iterable[tuple[str, Box]]:
    """Kind of number format of every part of the block, parts given relative to it from 0."""
    for part in sheet.session.loops.formats(cells):
        place = part.box._replace(row=part.box.row - box.row, column=part.box.column - box.column)
        yield sheet.book.formats.kind(part.number_format), place


def read(sheet: Sheet, cells: Any, box: Box) -> Grid:
    """Values of a block: text, float, bool, datetime, None, codes of errors."""
    data = [list(row) for row in cells.getDataArray()]
    numeric = any(isinstance(value, float) for row in data for value in row)
    for kind, part in kinds(sheet, cells, box) if numeric else ():
        if kind in CONVERTED or (kind == "currency" and sheet.session.settings.currency_as_decimal):
            _convert(data, part, CONVERTED.get(kind, _currency))
    for row, values in enumerate(data):
        for column, value in enumerate(values):
            if value is None:
                values[column] = _error(cells.getCellByPosition(column, row))
            elif isinstance(value, str):
                values[column] = value.replace("\x01", "\t") or None
    return data


def _convert(data: Grid, part: Box, change: Callable[[float], Any]) -> None:
    for row in range(part.row, part.row + part.rows):
        values = data[row]
        for column in range(part.column, part.column + part.columns):
            value = values[column]
            if isinstance(value, float):
                values[column] = change(value)


def _dated(value: float) -> dt.datetime | float:
    return moment(value) if 0 <= value < 2_958_466 else value


def _currency(value: float) -> Decimal:
    return Decimal(f"{value:.4f}")


CONVERTED: dict[str, Callable[[float], Any]] = {"date": _dated, "logical": bool}


def _error(cell: Any) -> int:
    return ERROR_CODES[OFFICE_ERRORS.get(cell.getError(), "#VALUE!")]


def write(sheet: Sheet, cells: Any, box: Box, rows: Sequence[Sequence[Any]]) -> None:
    """Put a block into cells as Excel would: parsed, with the formats Excel sets by itself."""
    block = _stored(sheet, cells, box, rows)
    if all(one is EMPTY for row in block for one in row):
        cells.clearContents(EVERYTHING)
        return
    cells.setDataArray(tuple(tuple(one.data for one in row) for row in block))
    _set_formulas(sheet, cells, box, block)
    _set_formats(sheet, box, block)


def _stored(sheet: Sheet, cells: Any, box: Box, rows: Sequence[Sequence[Any]]) -> list[list[Stored]]:
    plain = [["general"] * box.columns for _ in range(box.rows)]
    for kind, part in kinds(sheet, cells, box):
        for row in range(part.row, part.row + part.rows) if kind != "general" else ():
            plain[row][part.column : part.column + part.columns] = [kind] * part.columns
    for area in sheet.tables_here():
        if area.header.meets(box):
            _mark_header(plain, area.header, box)
    return [
        [stored(value, kind, reset=kind == "logical") for value, kind in zip(values, row, strict=True)]
        for values, row in zip(rows, plain, strict=True)
    ]


def _mark_header(plain: list[list[str]], header: Box, box: Box) -> None:
    """Header cells of a table always hold text."""
    for column in range(max(header.column, box.column), min(header.last_column, box.last_column) + 1):
        plain[header.row - box.row][column - box.column] = "text"


def _set_formulas(sheet: Sheet, cells: Any, box: Box, block: list[list[Stored]]) -> None:
    for column in range(box.columns):
        start = 0
        while start < box.rows:
            stop = start
            while stop < box.rows and block[stop][column].formula is not None:
                stop += 1
            if stop > start:
                formulas = [[block[row][column].formula or ""] for row in range(start, stop)]
                run = cells.getCellRangeByPosition(column, start, column, stop - 1)
                enter(run, _native(sheet, box, (start, column), formulas))
            start = stop + 1


def _native(sheet: Sheet, box: Box, offset: tuple[int, int], formulas: list[list[str]]) -> list[list[str]]:
    """One column of Excel's formulas -> LibreOffice's notation."""
    translate, index = sheet.book.formulas, sheet.position()
    found = []
    for row, (formula,) in enumerate(formulas, box.row + offset[0]):
        position = struct("table.CellAddress", index, box.column + offset[1] - 1, row - 1)
        error = formula[1:] in ERROR_CODES
        found.append([formula if error else "=" + translate.native(formula, position, row)])
    return found


def enter(cells: Any, formulas: list[list[str]]) -> None:
    """Formulas in LibreOffice's notation into cells; what Excel would not accept is refused."""
    cells.setFormulaArray(tuple(tuple(row) for row in formulas))
    errors = cells.queryFormulaCells(FAILED).getCells().createEnumeration()
    while errors.hasMoreElements():
        cell = errors.nextElement()
        if cell.getError() in SYNTAX_ERRORS:
            wrong = cell.getFormula()
            cell.setString("")
            raise refused(f"the formula {wrong!r} is not valid")


def _set_formats(sheet: Sheet, box: Box, block: list[list[Stored]]) -> None:
    places: dict[str, list[Any]] = {}
    index = sheet.position()
    for column in range(box.columns):
        start = 0
        for row in range(1, box.rows + 1):
            wanted = block[start][column].number_format
            if row < box.rows and block[row][column].number_format == wanted:
                continue
            if wanted is not None:
                run = (box.row + start, box.column + column, row - start, 1)
                places.setdefault(wanted, []).append(address_of(index, *run))
            start = row
    for wanted, addresses in places.items():
        set_format(sheet, addresses, wanted)


def set_format(sheet: Sheet, addresses: list[Any], code: str) -> None:
    """One number format for many places."""
    formats = sheet.book.formats
    key = formats.boolean_key() if code == BOOLEAN else formats.key(code)
    gathered(sheet, addresses).NumberFormat = key


def gathered(sheet: Sheet, addresses: list[Any]) -> Any:
    """Many places as one UNO object."""
    together = sheet.book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
    together.addRangeAddresses(tuple(addresses), NO)
    return together


def read_formulas(sheet: Sheet, cells: Any, box: Box) -> Grid:
    """Formulas in Excel's notation; constants as the text one would type."""
    texts = [list(row) for row in cells.getFormulaArray()]
    for place in cells.queryContentCells(16).getRangeAddresses():
        for row in range(place.StartRow, place.EndRow + 1):
            for column in range(place.StartColumn, place.EndColumn + 1):
                inside = (row - box.row + 1, column - box.column + 1)
                text = texts[inside[0]][inside[1]].strip("{}").removeprefix("=")
                position = struct("table.CellAddress", place.Sheet, column, row)
                texts[inside[0]][inside[1]] = "=" + sheet.book.formulas.excel(text, position)
    return [[text[1:] if text.startswith("'") else text for text in row] for row in texts]


def header_text(value: Any) -> str:
    """Header cell -> text."""
    return "" if value is None else as_text(value)
