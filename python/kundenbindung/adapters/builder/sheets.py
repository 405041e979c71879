"""Blätter: head, legend, tables, panes - what every sheet has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder import start, trial
from kundenbindung.adapters.builder.charts import add_charts
from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.entry import add_checks
from kundenbindung.adapters.builder.guide import GUIDE_SHEET, write_guide
from kundenbindung.adapters.builder.leads import lead_back, lead_from_cells
from kundenbindung.adapters.builder.lists import LIST_SHEET, LIST_WIDTH, list_columns, write_lists
from kundenbindung.adapters.builder.looks import Looks
from kundenbindung.adapters.builder.paper import Head, page_beside, page_charts, page_tables, set_up_page
from kundenbindung.adapters.builder.rules import add_rules
from kundenbindung.adapters.builder.sizes import Written, set_columns, set_heights, shown_widths
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.tables import write_table
from kundenbindung.adapters.builder.widths import ROW_HEIGHT
from kundenbindung.messages.facts import note, note_name
from kundenbindung.workbook import layout, styles
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

HEAD_HEIGHTS = {TITLE_ROW: 32.0, PURPOSE_ROW: 20.0, NOTE_ROW: 20.0, CAPTION_ROW: 28.0}
TRIAL_SHEET = "trial"
ZOOM = {"screening": 90}


def write_sheet(desk: Desk, sheet: Sheet, target: Worksheet) -> None:
    """Blatt with everything on it; one step of progress per table and one for the rest."""
    spots = desk.spots[sheet]
    target.set_default_row(ROW_HEIGHT)
    if sheet.name == GUIDE_SHEET:
        _head(desk, sheet, target, spots)
        write_guide(desk, sheet, target)
        set_view(sheet, target, spots)
    else:
        written = {spot: _write_table(desk, target, spot) for spot in spots}
        target.table_cells.clear()  # XlsxWriter lists every cell of a table, to refuse overlapping ones
        beside = _write_beside(desk, sheet, target, spots)
        head = _head(desk, sheet, target, spots)
        lists = list_columns(spots) if sheet.name == LIST_SHEET else range(0)
        widths = set_columns(target, spots, written, beside, lists, {Unit.KEY: desk.looks.below(Unit.KEY)})
        heights = set_heights(target, spots, written, widths)
        _finish(desk, sheet, target, widths)
        _set_paper(desk, sheet, target, head, shown_widths(spots, widths), heights)
    desk.step()


def _write_table(desk: Desk, target: Worksheet, spot: Spot) -> Written:
    """Tabelle with its checks and rules."""
    written = write_table(desk, target, spot)
    add_checks(target, spot)
    add_rules(desk, target, spot)
    desk.step()
    return written


def _write_beside(desk: Desk, sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> Mapping[int, float]:
    """What stands beside the tables of single sheets: lists, instant columns; widths of their columns."""
    if sheet.name == LIST_SHEET:
        write_lists(desk, target, spots)
        trial.define_switch(desk, spots[0])
        return dict.fromkeys(list_columns(spots), LIST_WIDTH)
    if sheet.name == TRIAL_SHEET:
        widths = trial.write_live(desk, target, spots[-1])
        trial.write_live_capacity(desk, target, spots[-2])
        return widths
    return {}


def _finish(desk: Desk, sheet: Sheet, target: Worksheet, widths: Mapping[int, float]) -> None:
    """Links, charts and view, once all widths are known."""
    spots = desk.spots[sheet]
    lead_back(desk, sheet, target, spots, widths)
    for spot in spots:
        lead_from_cells(desk, target, spot, layout.LINKED, {one.label for one in layout.SHEETS})
    add_charts(desk, target, spots, widths)
    if sheet.kind is SheetKind.START:
        start.finish(desk, target, spots)
    set_view(sheet, target, spots)


def _set_paper(
    desk: Desk,
    sheet: Sheet,
    target: Worksheet,
    head: Head,
    shown: Mapping[int, float],
    heights: Mapping[int, float],
) -> None:
    spots = desk.spots[sheet]
    set_up_page(sheet, target, spots, desk.facts.company, None, head, shown)
    page_charts(sheet, target, spots[0], shown, heights)
    page_tables(sheet, target, spots, shown)
    if sheet.name == TRIAL_SHEET:
        page_beside(target, spots, trial.second_set(spots[-1]), max(shown), shown, heights)


def _head(desk: Desk, sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> Head:
    at = write_head(desk.looks, sheet, target, () if sheet.kind is SheetKind.START else spots)
    return Head(sheet.purpose, _write_note(desk, sheet, target, at), at)


def write_head(looks: Looks, sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> int:
    """Kopf: title, purpose, legend of the roles of these tables; returns the column behind the legend."""
    for row, height in HEAD_HEIGHTS.items():
        target.set_row(row, height)
    target.write_string(TITLE_ROW, 0, sheet.title, looks.title())
    target.write_string(PURPOSE_ROW, 0, sheet.purpose, looks.purpose())
    roles = _roles(spots)
    for col, role in enumerate(roles):
        target.write_string(NOTE_ROW, col, styles.ROLE_LABELS[role], looks.legend(role))
    return len(roles)


def _write_note(desk: Desk, sheet: Sheet, target: Worksheet, col: int) -> str:
    """Zeile under the title, in a cell with a name so that the button can renew it; returns its text."""
    text = note(sheet, desk.facts, desk.contents)
    target.write_string(NOTE_ROW, col, text, desk.looks.note())
    cell = xl_rowcol_to_cell(NOTE_ROW, col, row_abs=True, col_abs=True)
    desk.book.define_name(note_name(sheet), f"='{sheet.label}'!{cell}")
    return text


def _roles(spots: Sequence[Spot]) -> list[Role]:
    found = {column.role for spot in spots for column in spot.columns}
    return [role for role in styles.ROLE_LABELS if role in found]


def set_view(sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> None:
    """Ansicht: zoom, colour of the tab, frozen panes, where the cursor stands."""
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
