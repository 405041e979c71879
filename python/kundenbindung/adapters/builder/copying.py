"""Versandkopie bauen: pages of values -> the bytes of an .xlsx, from scratch and in memory.

The same look, widths and print set-up as the owner's workbook; no formula, no macro, no name, nothing hidden.
Colours that follow from words are part of the cells, since not every preview knows conditional formats.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters import package
from kundenbindung.adapters.builder.build import CREATED, OPTIONS
from kundenbindung.adapters.builder.charts import add_charts
from kundenbindung.adapters.builder.desk import Board
from kundenbindung.adapters.builder.entry import add_copied_checks
from kundenbindung.adapters.builder.leads import Links, lead_from_cells
from kundenbindung.adapters.builder.looks import Looks
from kundenbindung.adapters.builder.paper import Head, page_charts, set_up_page
from kundenbindung.adapters.builder.pausing import collector_paused
from kundenbindung.adapters.builder.rules import Mark, add_bar, add_small_drawings, has_bar, marks
from kundenbindung.adapters.builder.sheets import set_view, write_head
from kundenbindung.adapters.builder.sizes import Written, set_columns, set_heights
from kundenbindung.adapters.builder.spots import Spot, spot_at
from kundenbindung.adapters.builder.tables import write_table
from kundenbindung.adapters.builder.widths import ROW_HEIGHT
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import NOTE_ROW, Column, Role
from kundenbindung.workbook.sharing import FREE_ROWS, Page


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """Versandkopie: its sheets, the line under their titles, what its properties and footers say.

    links  columns (table, column) whose cells are names of sheets and lead there
    lists  words of lists that the layout does not know, by their name
    """

    pages: tuple[Page, ...]
    title: str
    note: str
    company: str
    footer: str
    links: Links = frozenset()
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


@collector_paused()
def build_copy(copy: Copy) -> bytes:
    """Versandkopie -> bytes of an .xlsx; the same copy gives the same bytes, nothing touches the disk.

    ValueError, naming the place, for what a workbook cannot hold.
    """
    stream = io.BytesIO()
    book = Workbook(stream, OPTIONS)
    book.calc_on_load = False
    book.set_properties({"title": copy.title, "author": "", "company": "", "created": CREATED})
    board = Board(book, Looks(book), still=True)
    targets = [book.add_worksheet(page.sheet.label) for page in copy.pages]
    for page, target in zip(copy.pages, targets, strict=True):
        _write_page(board, copy, page, target)
    targets[0].activate()
    book.close()
    return package.assembled(stream.getvalue())


def _write_page(board: Board, copy: Copy, page: Page, target: Worksheet) -> None:
    spots = _spots(page)
    target.set_default_row(ROW_HEIGHT)
    written: dict[Spot, Written] = {}
    for spot in spots:
        written[spot] = write_table(board, target, spot)
        _mark(board, target, spot, written[spot])
        _open_rows(board, target, spot)
        add_small_drawings(target, spot)
        add_copied_checks(target, spot, copy.lists)
        lead_from_cells(board, target, spot, copy.links, {one.sheet.label for one in copy.pages})
    target.table_cells.clear()  # XlsxWriter lists every cell of a table, to refuse overlapping ones
    at = write_head(board.looks, page.sheet, target, spots if _has_inputs(spots) else ())
    note = f"  {copy.note}" if at else copy.note
    target.write_string(NOTE_ROW, at, note, board.looks.note())
    widths = set_columns(target, spots, written, {}, fold=False)
    heights = set_heights(target, spots, written, widths, fold=False)
    set_view(page.sheet, target, spots)
    add_charts(board, target, spots, widths)
    head = Head(page.sheet.purpose, note, at)
    set_up_page(page.sheet, target, spots, copy.company, copy.footer, head, widths, fold=False)
    page_charts(page.sheet, target, spots[0], widths, heights)


def _has_inputs(spots: Sequence[Spot]) -> bool:
    return any(column.fillable for spot in spots for column in spot.columns)


def _spots(page: Page) -> tuple[Spot, ...]:
    placed: list[Spot] = []
    for placement, part in zip(page.sheet.placements, page.parts, strict=True):
        placed.append(spot_at(page.sheet, placement, placed, part.table, part.columns, part.frame))
    return tuple(placed)


def _mark(board: Board, target: Worksheet, spot: Spot, written: Written) -> None:
    """Words that have a colour get it in their cell, scores their bar."""
    for col, column in enumerate(spot.columns, spot.first_col):
        if has_bar(column):
            add_bar(target, spot, column, col)
        known = list(marks(spot, column))
        for row, cell in enumerate(written[column.name] if known else (), spot.first_row):
            mark = next((one for one in known if isinstance(cell, str) and one.fits(cell)), None)
            if mark is not None:
                target.write_string(row, col, str(cell), _marked(board, column, mark))


def _marked(board: Board, column: Column, mark: Mark) -> Format:
    """Look of a cell with its colours, and with the sign before its word."""
    signed = styles.sign_format(mark.sign) if mark.sign else styles.NUMBER_FORMATS[column.unit]
    return board.looks.cell(
        column, font_color=mark.ink, bg_color=mark.fill, bold=mark.bold, num_format=signed
    )


def _open_rows(board: Board, target: Worksheet, spot: Spot) -> None:
    """Empty rows that a recipient may fill in look like it in all their columns."""
    if not any(column.fillable for column in spot.columns) or spot.rows - spot.filled < FREE_ROWS:
        return
    for col, column in enumerate(spot.columns, spot.first_col):
        look = board.looks.cell(replace(column, role=Role.INPUT))
        for row in range(spot.first_row + spot.filled, spot.last_row + 1):
            target.write_blank(row, col, None, look)
