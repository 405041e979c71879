"""Papier: how a sheet is printed - A4, one page wide, repeated headers, footer."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.messages import prompts
from kundenbindung.workbook.schema import HEADER_ROW, Sheet

FOOTER_LIMIT = 255
LONGEST_MIDDLE = 90
A4 = 9


def set_up_page(
    sheet: Sheet, target: Worksheet, spots: Sequence[Spot], company: str, middle: str, *, fold: bool = True
) -> None:
    """Seite einrichten; the footer says company and sheet, and in its `middle` what else identifies it.

    Without `fold` nothing is hidden, and what is folded elsewhere is not printed.
    """
    if sheet.landscape:
        target.set_landscape()
    target.set_paper(A4)
    target.fit_to_pages(sheet.pages_wide, 0)
    target.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    target.center_horizontally()
    target.set_footer(footer(sheet.label, company, middle))
    if sheet.freeze:  # where tables stand below one another, the first header belongs to the first alone
        target.repeat_rows(HEADER_ROW)
    _break_pages(sheet, target, spots)
    printed = spots[: sheet.printed_tables]
    last_col = max(spot.last_col if fold else _last_shown(spot) for spot in printed)
    last = (max(spot.last_row for spot in printed), last_col)
    if sheet.pages_wide > 1:
        _page_over_several(sheet, target, last)
    elif (fold and sheet.printed_tables is not None) or last_col < max(spot.last_col for spot in spots):
        target.print_area(0, 0, *last)


def _last_shown(spot: Spot) -> int:
    """Last column that is not folded."""
    return max(col for col, column in enumerate(spot.columns, spot.first_col) if not column.folded)


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


def footer(sheet: str, company: str, middle: str) -> str:
    """Fußzeile: company and sheet, what identifies the file, page; names are cut if they do not fit."""
    right = f"&C&8 {_cut(middle, LONGEST_MIDDLE)}&R&8Seite &P von &N"
    room = FOOTER_LIMIT - len(right) - len(sheet) - len(f"&L&8 {prompts.SEPARATOR}")
    left = prompts.SEPARATOR.join(part for part in (_cut(company, room), sheet) if part)
    return f"&L&8 {left}{right}"


def _cut(text: str, longest: int) -> str:
    """Text for a footer, where & is a sign of its own, of at most so many UTF-16 units."""
    shown = ""
    for letter in text.replace("\n", " "):
        escaped = "&&" if letter == "&" else letter
        if len((shown + escaped).encode("utf-16-le")) // 2 > longest:
            break
        shown += escaped
    return shown
