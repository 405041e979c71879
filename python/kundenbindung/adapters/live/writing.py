"""In die offene Mappe schreiben: blocks, all or nothing; what was written is read back and compared."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import xlwings as xw

from kundenbindung.adapters.live.excel import exact_values, is_protected, put_exactly
from kundenbindung.adapters.live.reading import OpenTable, formulas_of, is_formula
from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.cells import column_number, empty, letters, plain
from kundenbindung.workbook.outgoing import Cell, serial
from kundenbindung.workbook.placing import Block, Insertion, Placing, same_cell
from kundenbindung.workbook.schema import Unit

TEXT_FORMAT = "@"
CURRENCY_DIGITS = 6e-5
"""Excel hands out cells in a currency format with four decimals."""

ONE_SECOND = 1.0 / 86_400

_PRINTED = re.compile(r"(?P<begin>\$?(?P<left>[A-Z]{1,3})\$?\d+:\$?(?P<right>[A-Z]{1,3})\$?)(?P<last>\d+)")
Undoing = Callable[[], None]
Area = tuple[int, int, int, int]
"""Row and column of a table counted from its first cell, height and width."""


@dataclass(frozen=True, slots=True)
class Change:
    """Änderung: placings by table, single cells by table, and texts of named cells, written last.

    emptied  areas that are emptied before anything is written, formulas of the owner's too
    """

    placings: Mapping[str, Placing]
    cells: Mapping[str, Sequence[Block]] = field(default_factory=dict)
    names: Mapping[str, str | Callable[[], str]] = field(default_factory=dict)
    emptied: Mapping[str, Sequence[Area]] = field(default_factory=dict)


class WriteError(Exception):
    """Schreiben misslungen; `restored` says whether everything is as it was before."""

    def __init__(self, cause: BaseException, *, restored: bool) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.restored = restored


def hindrances(book: xw.Book, tables: Mapping[str, OpenTable], change: Change) -> tuple[Finding, ...]:
    """Was dem Schreiben entgegensteht: protected sheets, no room below a table that must grow."""
    touched = [(tables[name], placing) for name, placing in change.placings.items() if not placing.idle]
    sheets = [entry.sheet for entry, _ in touched]
    singles = (*change.cells.items(), *change.emptied.items())
    sheets += [tables[name].sheet for name, blocks in singles if blocks]
    marks = (named_cell(book, label) for label in layout.CONFIG_CELLS)
    sheets += [cell.sheet for cell in marks if cell is not None]
    protected = {
        sheet.name for sheet in {sheet.name: sheet for sheet in sheets}.values() if is_protected(sheet)
    }
    found = [_error("live_sheet_protected", sheet=name) for name in sorted(protected)]
    return (*found, *(finding for entry, placing in touched for finding in _no_room(entry, placing)))


def _error(code: str, **values: object) -> Finding:
    return Finding(code, Severity.ERROR, values=values)


def _no_room(entry: OpenTable, placing: Placing) -> Iterator[Finding]:
    """Cells below a table that must grow hold something."""
    more = placing.rows - placing.had
    if more <= 0:
        return
    grid, first = entry.grid, entry.grid.first_row + placing.had
    area = entry.sheet.range(
        (first, grid.first_column + 1), (first + more - 1, grid.first_column + len(grid.headers))
    )
    values = area.options(ndim=2).value
    filled = [(row, at) for row, line in enumerate(values) for at, cell in enumerate(line) if not empty(cell)]
    if filled or entry.table.show_totals:
        row, at = filled[0] if filled else (0, 0)
        cell = f"{letters(grid.first_column + at)}{first + row}"
        yield _error("live_no_room", table=entry.table.name, sheet=entry.sheet.name, cell=cell)


def write(
    book: xw.Book, tables: Mapping[str, OpenTable], change: Change, progress: Callable[[int, int], None]
) -> None:
    """Änderung schreiben; raises WriteError after putting back what was there."""
    journal: list[Undoing] = []
    busy = [name for name, placing in change.placings.items() if not placing.idle]
    try:
        for name, areas in change.emptied.items():
            for area in areas:
                _empty(tables[name], area, journal)
        for number, name in enumerate(busy):
            progress(number, len(busy))
            _write_table(tables[name], change.placings[name], journal)
        for name, blocks in change.cells.items():
            for block in blocks:
                _write_block(tables[name], block, journal)
        for label, text in change.names.items():
            _write_name(book, label, text if isinstance(text, str) else text(), journal)
    except BaseException as error:
        raise WriteError(error, restored=put_back(journal)) from error


def put_back(journal: Sequence[Undoing]) -> bool:
    """Everything back, the last first; False if any of it did not work."""
    whole = True
    for undoing in reversed(journal):
        try:
            undoing()
        except Exception:
            whole = False
    return whole


def _write_table(entry: OpenTable, placing: Placing, journal: list[Undoing]) -> None:
    for insertion in placing.insertions:
        _insert(entry, placing, insertion, journal)
    if placing.rows > placing.had:
        _grow(entry, placing, journal)
    for block in placing.blocks:
        _write_block(entry, block, journal)


def _insert(entry: OpenTable, placing: Placing, insertion: Insertion, journal: list[Undoing]) -> None:
    """Neue Spalte of the sheet inside the table, with header and number format."""
    column = entry.grid.first_column + insertion.position
    whole = f"{letters(column)}:{letters(column)}"
    entry.sheet.range(whole).insert("right")
    journal.append(lambda: entry.sheet.range(whole).delete("left"))
    header = entry.grid.first_row - 1
    entry.sheet.range((header, column + 1)).value = insertion.column.label
    body = entry.sheet.range((header + 1, column + 1), (header + placing.rows, column + 1))
    body.number_format = styles.NUMBER_FORMATS[insertion.column.unit]


def _grow(entry: OpenTable, placing: Placing, journal: list[Undoing]) -> None:
    """Tabelle vergrößern; the new rows look like the last one."""
    area = entry.table.range
    top, left, width = area.row, area.column, area.shape[1]
    old_last, new_last = top + placing.had, top + placing.rows
    right = left + width - 1
    added = entry.sheet.range((old_last + 1, left), (new_last, right))
    journal.append(lambda: _shrink(entry, (top, left), (old_last, right), added))
    entry.table.resize(entry.sheet.range((top, left), (new_last, right)))
    last_row = entry.sheet.range((old_last, left), (old_last, right))
    with contextlib.suppress(Exception):  # looks only: Excel refuses it where the last row is filtered away
        last_row.autofill(entry.sheet.range((old_last, left), (new_last, right)), "fill_formats")
    _grow_print_area(entry.sheet, (left, right), (old_last, new_last), journal)


def _shrink(entry: OpenTable, start: tuple[int, int], end: tuple[int, int], added: xw.Range) -> None:
    added.clear_contents()
    entry.table.resize(entry.sheet.range(start, end))


def _grow_print_area(
    sheet: xw.Sheet, columns: tuple[int, int], rows: tuple[int, int], journal: list[Undoing]
) -> None:
    """The part of the print area over these columns grows with the table if it ended where that did."""
    area = sheet.page_setup.print_area
    grown = grown_areas(area, columns, rows) if area else area
    if grown != area:
        journal.append(lambda: setattr(sheet.page_setup, "print_area", area))
        sheet.page_setup.print_area = grown


def grown_areas(areas: str, columns: tuple[int, int], rows: tuple[int, int]) -> str:
    """Druckbereich: the part over `columns` (from 1, both ends) that ended at `rows[0]` ends at `rows[1]`.

    Only a part that ends at `rows[0]` changes; whatever stands between the parts stays.
    """

    def grow(match: re.Match[str]) -> str:
        left, right = (column_number(match[name]) + 1 for name in ("left", "right"))
        meets = left <= columns[1] and columns[0] <= right and int(match["last"]) == rows[0]
        return f"{match['begin']}{rows[1]}" if meets else match[0]

    return _PRINTED.sub(grow, areas)


def _write_block(entry: OpenTable, block: Block, journal: list[Undoing]) -> None:
    """One block in one call, its text columns as texts, compared after writing."""
    area = _area(entry, block.row, block.column, len(block.cells), len(block.cells[0]))
    formulas = _formulas(area) if entry.grid.table in layout.INPUT_TABLES else None
    if formulas is None:
        exact = exact_values(area)
        journal.append(lambda: put_exactly(area, exact))
        _as_texts(entry, block, journal)
        area.value = [list(map(_content, row)) for row in block.cells]
        _as_dates(entry, block, journal)
    else:
        journal.append(lambda: setattr(area, "formula", formulas))
        _as_texts(entry, block, journal)
        area.formula = _around_formulas(block, formulas)
    _compare(area, block.cells, entry.table.name)


def _empty(entry: OpenTable, place: Area, journal: list[Undoing]) -> None:
    """One area without contents; its looks stay."""
    area = _area(entry, *place)
    formulas = _formulas(area)
    if formulas is None:
        exact = exact_values(area)
        journal.append(lambda: put_exactly(area, exact))
    else:
        journal.append(lambda: setattr(area, "formula", formulas))
    area.clear_contents()
    _compare(area, [[None] * place[3]] * place[2], entry.table.name)


def _content(cell: Cell | dt.date) -> Cell:
    """Cell as Excel stores it: a day is a number in a date format."""
    return serial(cell) if isinstance(cell, dt.date) else cell


def _formulas(area: xw.Range) -> list[list[object]] | None:
    """Formulas and values of an area as rows, None if there is no formula in it."""
    rows = formulas_of(area)
    return rows if any(is_formula(cell) for row in rows for cell in row) else None


def _around_formulas(block: Block, formulas: Sequence[Sequence[object]]) -> list[list[object]]:
    """New cells, but the owner's formula where it already gives the same."""
    return [
        [
            formula if is_formula(formula) and same_cell(new, old) else "" if new is None else new
            for new, old, formula in zip(*lines, strict=True)
        ]
        for lines in zip(block.cells, block.before, formulas, strict=True)
    ]


def _area(entry: OpenTable, row: int, column: int, height: int, width: int) -> xw.Range:
    first = (entry.grid.first_row + row, entry.grid.first_column + 1 + column)
    return entry.sheet.range(first, (first[0] + height - 1, first[1] + width - 1))


def _as_dates(entry: OpenTable, block: Block, journal: list[Undoing]) -> None:
    """A day that shows as a number, or became a text, is written once more into a date format."""
    days = [
        (at, number)
        for at, line in enumerate(block.cells)
        for number, cell in enumerate(line)
        if isinstance(cell, dt.date)
    ]
    if not days:
        return
    area = _area(entry, block.row, block.column, len(block.cells), len(block.cells[0]))
    now = area.options(ndim=2).value
    for at, number in days:
        if not isinstance(now[at][number], dt.date):
            cell = _area(entry, block.row + at, block.column + number, 1, 1)
            _format(cell, styles.NUMBER_FORMATS[Unit.DATE], journal)
            cell.value = _content(block.cells[at][number])


def _format(area: xw.Range, wanted: str, journal: list[Undoing]) -> None:
    """Zahlenformat; what stood there comes back in the format it had."""
    before = list(_formats(area))
    if any(found != wanted for _, found in before):
        journal.append(lambda: _put_formats(before))
        area.number_format = wanted


def _put_formats(formats: Sequence[tuple[xw.Range, str]]) -> None:
    for area, found in formats:
        area.number_format = found


def _formats(area: xw.Range) -> Iterator[tuple[xw.Range, str]]:
    """Parts of an area with one number format each; halves of halves where it has several."""
    found: str | None = area.number_format
    height, width = area.shape if found is None else (1, 1)
    if (height, width) == (1, 1):
        yield area, found or "General"
    elif height >= width:
        yield from _formats(area[: height // 2, :])
        yield from _formats(area[height // 2 :, :])
    else:
        yield from _formats(area[:, : width // 2])
        yield from _formats(area[:, width // 2 :])


def _as_texts(entry: OpenTable, block: Block, journal: list[Undoing]) -> None:
    """A text must not become a number, a date or a formula, a number no text."""
    start = 0
    while start < len(block.texts):
        end = start
        while end < len(block.texts) and block.texts[end] == block.texts[start]:
            end += 1
        area = _area(entry, block.row, block.column + start, len(block.cells), end - start)
        if block.texts[start]:
            _format(area, TEXT_FORMAT, journal)
        elif area.number_format in {TEXT_FORMAT, None}:
            _as_numbers(entry, block, range(start, end), journal)
        start = end


def _as_numbers(entry: OpenTable, block: Block, columns: range, journal: list[Undoing]) -> None:
    """A column of results that was formatted as text would keep its numbers as texts."""
    for at in columns:
        area = _area(entry, block.row, block.column + at, len(block.cells), 1)
        if area.number_format == TEXT_FORMAT:
            _format(area, "General", journal)


def _compare(area: xw.Range, meant: Sequence[Sequence[Cell | dt.date]], table: str) -> None:
    found = area.options(ndim=2).value
    for row, (line, wanted) in enumerate(zip(found, meant, strict=True)):
        if line == list(wanted):
            continue
        for at, (cell, value) in enumerate(zip(line, wanted, strict=True)):
            if not _arrived(value, plain(cell)):
                raise RuntimeError(
                    f"table {table}, row {row}, column {at}: the cell does not hold what was written"
                )


def _arrived(value: object, cell: object) -> bool:
    if empty(value) or empty(cell):
        return empty(value) and empty(cell)
    if isinstance(value, dt.date) and isinstance(cell, dt.date):
        return abs(serial(value) - serial(cell)) <= ONE_SECOND
    if isinstance(value, float | int) and isinstance(cell, float | int):
        return abs(float(value) - float(cell)) <= max(CURRENCY_DIGITS, 1e-9 * abs(float(value)))
    shown_as_date = isinstance(value, float | int) and isinstance(cell, dt.date)
    return shown_as_date or value == cell


def named_cell(book: xw.Book, label: str) -> xw.Range | None:
    """Zelle of a name; None if the workbook does not have it or its cell was deleted."""
    try:
        return book.names[label].refers_to_range if label in book.names else None
    except Exception:
        return None


def _write_name(book: xw.Book, label: str, text: str, journal: list[Undoing]) -> None:
    """Text into a named cell, if there is one that is not protected: a line of words holds up nothing."""
    cell = named_cell(book, label)
    if cell is None:
        return
    before = cell.value
    if (before or "") == text or is_protected(cell.sheet):
        return
    exact = exact_values(cell)
    journal.append(lambda: put_exactly(cell, exact))
    if cell.number_format != TEXT_FORMAT:
        cell.number_format = TEXT_FORMAT
    cell.value = text


def read_name(book: xw.Book, label: str) -> str | None:
    """Text of a named cell; None if the name is not there or the cell is empty."""
    cell = named_cell(book, label)
    return None if cell is None or empty(cell.value) else str(cell.value)
