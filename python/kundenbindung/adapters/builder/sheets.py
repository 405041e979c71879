"""Blätter: head, legend, tables, widths, panes, print set-up - what every sheet has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder import start, trial
from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.entry import add_checks
from kundenbindung.adapters.builder.lists import LIST_SHEET, LIST_WIDTH, list_columns, write_lists
from kundenbindung.adapters.builder.rules import add_rules
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.tables import write_table
from kundenbindung.adapters.builder.values import Cell
from kundenbindung.adapters.builder.widths import (
    ROW_HEIGHT,
    column_width,
    header_height,
    line_height,
    row_lines,
)
from kundenbindung.messages import prompts
from kundenbindung.messages.facts import note, note_name
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import (
    CAPTION_ROW,
    HEADER_ROW,
    NOTE_ROW,
    PURPOSE_ROW,
    TITLE_ROW,
    Role,
    Sheet,
    SheetKind,
    Unit,
)

HEAD_HEIGHTS = {TITLE_ROW: 32.0, PURPOSE_ROW: 20.0, NOTE_ROW: 18.0, CAPTION_ROW: 24.0}
TRIAL_SHEET = "trial"
GAP_WIDTH = 3.0
ZOOM = {"screening": 90}
FOOTER_LIMIT = 255
A4 = 9
Written = Mapping[str, Sequence[Cell]]


def write_sheet(desk: Desk, sheet: Sheet, target: Worksheet) -> None:
    """Blatt with everything on it; one step of progress per table and one for the rest."""
    spots = desk.spots[sheet]
    target.set_default_row(ROW_HEIGHT)
    written = {}
    for spot in spots:
        written[spot] = write_table(desk, target, spot)
        add_checks(target, spot)
        add_rules(desk, target, spot)
        desk.step()
    target.table_cells.clear()  # XlsxWriter lists every cell of a table, to refuse overlapping ones
    if sheet.name == LIST_SHEET:
        write_lists(desk, target, spots)
        trial.define_switch(desk, spots[0])
    live = {}
    if sheet.name == TRIAL_SHEET:
        live = trial.write_live(desk, target, spots[-1])
        trial.write_live_capacity(desk, target, spots[-2])
    _head(desk, sheet, target, spots)
    widths = _set_columns(sheet, target, spots, written, live)
    _set_heights(target, spots, written, widths)
    if sheet.kind is SheetKind.START:
        start.finish(desk, target, spots)
    _view(sheet, target, spots)
    _page(desk, sheet, target, spots)
    desk.step()


def _head(desk: Desk, sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> None:
    for row, height in HEAD_HEIGHTS.items():
        target.set_row(row, height)
    target.write_string(TITLE_ROW, 0, sheet.title, desk.looks.title())
    target.write_string(PURPOSE_ROW, 0, sheet.purpose, desk.looks.purpose())
    if sheet.kind is SheetKind.START:
        _write_note(desk, sheet, target, 0)
        return
    roles = _roles(spots)
    for col, role in enumerate(roles):
        target.write_string(NOTE_ROW, col, styles.ROLE_LABELS[role], desk.looks.legend(role))
    _write_note(desk, sheet, target, len(roles))


def _write_note(desk: Desk, sheet: Sheet, target: Worksheet, col: int) -> None:
    """Zeile under the title, in a cell with a name so that the button can renew it."""
    target.write_string(NOTE_ROW, col, note(sheet, desk.facts, desk.contents), desk.looks.note())
    cell = xl_rowcol_to_cell(NOTE_ROW, col, row_abs=True, col_abs=True)
    desk.book.define_name(note_name(sheet), f"='{sheet.label}'!{cell}")


def _roles(spots: Sequence[Spot]) -> list[Role]:
    found = {column.role for spot in spots for column in spot.columns}
    return [role for role in styles.ROLE_LABELS if role in found]


def _set_columns(
    sheet: Sheet,
    target: Worksheet,
    spots: Sequence[Spot],
    written: Mapping[Spot, Written],
    further: Mapping[int, float],
) -> dict[int, float]:
    """Widths, the widest table of a column deciding; folded columns hidden behind their +."""
    widths, folded = dict(further), set[int]()
    for spot in spots:
        for col, column in enumerate(spot.columns, spot.first_col):
            width = column_width(spot, column, written[spot].get(column.name, ()))
            widths[col] = max(widths.get(col, 0.0), width)
            folded |= {col} if column.folded else set()
    if sheet.name == LIST_SHEET:
        folded |= set(list_columns(spots))
        widths |= dict.fromkeys(list_columns(spots), LIST_WIDTH)
    for col in range(max(widths) + 2):
        options: dict[str, object] = {"level": 1, "hidden": True} if col in folded else {}
        if col - 1 in folded and col not in folded:
            options["collapsed"] = True
        target.set_column(col, col, widths.get(col, GAP_WIDTH), None, options)
    return widths


def _set_heights(
    target: Worksheet, spots: Sequence[Spot], written: Mapping[Spot, Written], widths: Mapping[int, float]
) -> None:
    """Header rows for their labels, data rows for the longest sentence that is not folded."""
    lines: dict[int, int] = {}
    for spot in spots:
        for col, column in enumerate(spot.columns, spot.first_col):
            if column.unit is Unit.LONG_TEXT and not column.folded:
                found = row_lines(written[spot][column.name], widths[col])
                for row, count in enumerate(found, spot.first_row):
                    if count > lines.get(row, 1):
                        lines[row] = count
    for row, count in lines.items():
        target.set_row(row, line_height(count))
    for row in {spot.header_row for spot in spots}:
        target.set_row(row, max(_header(spot, widths) for spot in spots if spot.header_row == row))


def _header(spot: Spot, widths: Mapping[int, float]) -> float:
    columns = {column: widths[col] for col, column in enumerate(spot.columns, spot.first_col)}
    return header_height(columns, filtered=spot.filtered)


def _view(sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> None:
    target.set_zoom(ZOOM.get(sheet.name, 100))
    target.set_tab_color(styles.TAB_COLOURS[sheet.kind])
    target.hide_gridlines(2)
    if sheet.freeze:
        target.freeze_panes(HEADER_ROW + 1, sheet.freeze_columns)
    if sheet.kind in {SheetKind.INPUT, SheetKind.SETTINGS}:
        row, col = next(_typed_cells(spots), (spots[0].first_row, spots[0].first_col))
        target.set_selection(row, col, row, col)


def _typed_cells(spots: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """First cells of the columns that the owner types, table by table."""
    for spot in spots:
        for col, column in enumerate(spot.columns, spot.first_col):
            if column.role.typed:
                yield spot.first_row, col


def _page(desk: Desk, sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> None:
    if sheet.landscape:
        target.set_landscape()
    target.set_paper(A4)
    target.fit_to_pages(sheet.pages_wide, 0)
    target.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    target.center_horizontally()
    target.set_footer(_footer(desk, sheet))
    if sheet.freeze:  # where tables stand below one another, the first header belongs to the first alone
        target.repeat_rows(HEADER_ROW)
    _break_pages(sheet, target, spots)
    printed = spots[: sheet.printed_tables]
    last = (max(spot.last_row for spot in printed), max(spot.last_col for spot in printed))
    if sheet.pages_wide > 1:
        _page_over_several(sheet, target, last)
    elif sheet.printed_tables is not None:
        target.print_area(0, 0, *last)


def _break_pages(sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> None:
    """Seitenumbrüche where a table starts a page; a list at the end repeats its header on further pages."""
    starts = {placement.table for placement in sheet.placements if placement.new_page}
    tops = [spot.header_row - 1 for spot in spots if spot.table.name in starts]
    target.set_h_pagebreaks(tops)
    if spots[-1].table.name in starts:
        target.repeat_rows(spots[-1].header_row)


def _page_over_several(sheet: Sheet, target: Worksheet, last: tuple[int, int]) -> None:
    """Over several pages the frozen columns repeat; the title moves from its cell to the head of the page."""
    if sheet.freeze_columns:
        target.repeat_columns(0, sheet.freeze_columns - 1)
    target.print_area(HEADER_ROW, 0, *last)
    target.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
    target.set_header(f"&L&14 {sheet.title.replace('&', '&&')}")


def _footer(desk: Desk, sheet: Sheet) -> str:
    """Fußzeile: company and sheet, Stichtag, page; the company's name is cut if it does not fit."""
    right = f"&C&8 {desk.facts.stichtag}&R&8Seite &P von &N"
    room = FOOTER_LIMIT - len(right) - len(sheet.label) - len(f"&L&8 {prompts.SEPARATOR}")
    company = ""
    for letter in desk.facts.company.replace("\n", " "):
        escaped = "&&" if letter == "&" else letter
        if len((company + escaped).encode("utf-16-le")) // 2 > room:
            break
        company += escaped
    left = prompts.SEPARATOR.join(part for part in (company, sheet.label) if part)
    return f"&L&8 {left}{right}"
