"""Papier: how a sheet is printed - A4, one page wide, repeated headers, footer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.charts import chart_rows, chart_tops
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.widths import ROW_HEIGHT, pixels, text_width
from kundenbindung.messages import prompts
from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import CAPTION_ROW, HEADER_ROW, Sheet

FOOTER_LIMIT = 255
LONGEST_MIDDLE = 90
A4 = 9
SIDE = 0.25
"""Inches at the sides, as little as printers leave free."""
PAGE_WIDTH = 985
"""Pixels of the screen that have room on A4 landscape: in print letters are wider."""
PAGE_HEIGHT = 480.0
"""Points of a sheet that have room on such a page below the title in its head."""
HEAD_HEIGHT = 30.0
"""Points that the title of a sheet and its lines need beyond rows of the usual height."""
UNSCALED = {"scale_with_doc": False}
"""Head and foot stay readable where a sheet is printed small."""
KEY_COLUMNS = 2
"""Columns that say which customer a row belongs to."""
_SIZE = f"&{styles.FOOT}"


@dataclass(frozen=True, slots=True)
class Head:
    """Kopf of a sheet as written: its two lines of text, and the column in which the second begins."""

    purpose: str
    note: str
    note_col: int

    def fits(self, widths: Mapping[int, float], last_col: int) -> bool:
        """True if both lines end before the right edge of `last_col`, beyond which nothing is printed."""
        small = text_width(self.note) * styles.SMALL / styles.BODY
        room, before = (
            sum(widths.get(col, 0.0) for col in range(to)) for to in (last_col + 1, self.note_col)
        )
        return max(text_width(self.purpose), before + small) <= room


def set_up_sheet(sheet: Sheet, target: Worksheet, company: str, middle: str | None) -> None:
    """Papier, Ränder und Fußzeile, the same on every sheet."""
    if sheet.landscape:
        target.set_landscape()
    target.set_paper(A4)
    target.fit_to_pages(sheet.pages_wide, 0)
    target.set_margins(left=SIDE, right=SIDE, top=0.5, bottom=0.7)
    target.center_horizontally()
    target.set_footer(footer(sheet.label, company, middle), UNSCALED)


def set_up_page(
    sheet: Sheet,
    target: Worksheet,
    spots: Sequence[Spot],
    company: str,
    middle: str | None,
    head: Head,
    widths: Mapping[int, float],
    *,
    fold: bool = True,
) -> None:
    """Seite einrichten; the footer says company and sheet, and in its `middle` what else identifies it.

    Without `fold` nothing is hidden, and what is folded elsewhere is not printed. `widths` are those of the
    columns that are not hidden.
    """
    set_up_sheet(sheet, target, company, middle)
    if sheet.freeze:  # where tables stand below one another, the first header belongs to the first alone
        target.repeat_rows(HEADER_ROW)
    _break_pages(sheet, target, spots)
    printed = spots[: sheet.printed_tables]
    last_col = max(spot.last_col if fold else _last_shown(spot) for spot in printed)
    last = (max(spot.last_row for spot in printed) + chart_rows(sheet), last_col)
    blocks = _blocks(printed, fold=fold) if sheet.freeze else []
    if sheet.pages_wide > 1:
        _page_over_several(sheet, target, last)
    elif len(blocks) > 1:
        _print_one_by_one(sheet, target, blocks, headed=head.fits(widths, blocks[0][3]))
    elif (fold and sheet.printed_tables is not None) or last_col < max(spot.last_col for spot in spots):
        target.print_area(0, 0, *last)


def page_charts(
    sheet: Sheet,
    target: Worksheet,
    first: Spot,
    widths: Mapping[int, float],
    heights: Mapping[int, float],
) -> None:
    """Seiten of a sheet with charts: breaks between them at a fixed scale, else Excel ignores them."""
    if not sheet.charts:
        return
    tops = [first.last_row + 1 + top for top in chart_tops(sheet)]
    ends = [*tops, first.last_row + 1 + chart_rows(sheet)]
    highest = max(_height(rows, heights) for rows in map(range, [0, *tops], ends))
    _fix_scale(target, _width(range(first.last_col + 1), widths), highest + HEAD_HEIGHT)
    target.set_h_pagebreaks(tops)


def page_tables(sheet: Sheet, target: Worksheet, spots: Sequence[Spot], widths: Mapping[int, float]) -> None:
    """Seiten of a sheet whose tables start pages: at a fixed scale too, which shows its whole width.

    A line of its head that is longer begins no page of its own.
    """
    if any(placement.new_page for placement in sheet.placements):
        last = max(spot.last_col for spot in spots)
        _fix_scale(target, _width(range(last + 1), widths))
        target.print_area(0, 0, max(spot.last_row for spot in spots), last)


def page_beside(
    target: Worksheet,
    spots: Sequence[Spot],
    cut: int,
    last_col: int,
    widths: Mapping[int, float],
    heights: Mapping[int, float],
) -> None:
    """Seiten of the last table with what is calculated beside it, up to `last_col`.

    A page begins at the column `cut`, and repeats whose rows these are. What stands left of the table is one
    page: a second one would begin with the header of its first table.
    """
    spot, left = spots[-1], spots[:-1]
    keys = range(spot.first_col, spot.first_col + KEY_COLUMNS)
    bottom = max(one.last_row for one in left)
    blocks = [(CAPTION_ROW, 0, bottom, max(one.last_col for one in left))]
    _print_areas(target, [*blocks, (spot.header_row - 1, spot.first_col, spot.last_row, last_col)])
    target.repeat_columns(keys[0], keys[-1])
    target.set_v_pagebreaks([cut])
    parts = (range(spot.first_col, cut), [*keys, *range(cut, last_col + 1)])
    widest = max(_width(cols, widths) for cols in parts)
    _fix_scale(target, widest, _height(range(CAPTION_ROW, bottom + 1), heights))


def _fix_scale(target: Worksheet, widest: int, highest: float = 1.0) -> None:
    """Scale at which so many pixels, and so many points of height, have room on a page."""
    target.set_print_scale(int(min(1.0, PAGE_WIDTH / widest, PAGE_HEIGHT / highest) * 100))


def _height(rows: Iterable[int], heights: Mapping[int, float]) -> float:
    """Points of these rows."""
    return sum(heights.get(row, ROW_HEIGHT) for row in rows)


def _width(cols: Iterable[int], widths: Mapping[int, float]) -> int:
    """Pixels of these columns, without those that are not shown."""
    return sum(pixels(widths[col]) for col in cols if widths.get(col))


Area = tuple[int, int, int, int]


def _blocks(spots: Sequence[Spot], *, fold: bool) -> list[Area]:
    """Blöcke side by side: tables below one another are one, the first holds the title too."""
    found: dict[int, Area] = {}
    for spot in spots:
        top, _, bottom, right = found.get(spot.first_col, (spot.header_row - 1, 0, 0, 0))
        last_col = spot.last_col if fold else _last_shown(spot)
        found[spot.first_col] = (top, spot.first_col, max(bottom, spot.last_row), max(right, last_col))
    return [(0 if not at else area[0], *area[1:]) for at, area in enumerate(found.values())]


def _print_one_by_one(sheet: Sheet, target: Worksheet, blocks: Sequence[Area], *, headed: bool) -> None:
    """Each block on pages of its own; a head that is wider than the first gives way to the title above."""
    if not headed:
        _title_above(sheet, target)
        blocks = [(CAPTION_ROW, *blocks[0][1:]), *blocks[1:]]
    _print_areas(target, blocks)


def _print_areas(target: Worksheet, blocks: Sequence[Area]) -> None:
    """XlsxWriter itself knows one area only."""
    areas = []
    for block in blocks:
        target.print_area(*block)
        areas.append(target.print_area_range)
    target.print_area_range = ",".join(areas)


def _last_shown(spot: Spot) -> int:
    """Last column that is not folded."""
    return max(col for col, column in enumerate(spot.columns, spot.first_col) if not column.folded)


def _break_pages(sheet: Sheet, target: Worksheet, spots: Sequence[Spot]) -> None:
    """Seitenumbrüche where a table starts a page; a list at the end repeats its header on further pages."""
    starts = {placement.table for placement in sheet.placements if placement.new_page}
    tops = [spot.header_row - 1 for spot in spots if spot.table.name in starts]
    target.set_h_pagebreaks(tops)
    lowest = max(spots, key=lambda spot: spot.header_row)
    if lowest.table.name in starts or (lowest.table.grows and not sheet.freeze):
        target.repeat_rows(lowest.header_row)


def _page_over_several(sheet: Sheet, target: Worksheet, last: tuple[int, int]) -> None:
    """Over several pages the frozen columns repeat; the title moves from its cell to the head of the page."""
    if sheet.freeze_columns:
        target.repeat_columns(0, sheet.freeze_columns - 1)
    target.print_area(HEADER_ROW, 0, *last)
    _title_above(sheet, target)


def _title_above(sheet: Sheet, target: Worksheet) -> None:
    target.set_margins(left=SIDE, right=SIDE, top=0.8, bottom=0.7)
    target.set_header(f"&L&{styles.HEADING} {sheet.title.replace('&', '&&')}", UNSCALED)


def footer(sheet: str, company: str, middle: str | None) -> str:
    """Fußzeile: company and sheet, what identifies the file, page; names are cut if they do not fit.

    Without a `middle` the day of the print: in a workbook that goes on, what was written there grows old.
    """
    shown = f"{prompts.PRINTED} &D" if middle is None else _cut(middle, LONGEST_MIDDLE)
    right = f"&C{_SIZE} {shown}&R{_SIZE}Seite &P von &N"
    room = FOOTER_LIMIT - len(right) - len(sheet) - len(f"&L{_SIZE} {prompts.SEPARATOR}")
    left = prompts.SEPARATOR.join(part for part in (_cut(company, room), sheet) if part)
    return f"&L{_SIZE} {left}{right}"


def _cut(text: str, longest: int) -> str:
    """Text for a footer, where & is a sign of its own, of at most so many UTF-16 units."""
    shown = ""
    for letter in text.replace("\n", " "):
        escaped = "&&" if letter == "&" else letter
        if len((shown + escaped).encode("utf-16-le")) // 2 > longest:
            break
        shown += escaped
    return shown
