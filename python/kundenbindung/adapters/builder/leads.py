"""Verweise: every sheet leads back to Start, Klausur to the sheets its points are settled on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.desk import Board, Desk
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.widths import text_width
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.schema import TITLE_ROW, Sheet, SheetKind

Links = frozenset[tuple[str, str]]
"""Columns (table, column) whose cells name a sheet."""

AIR = 2.0
"""Characters between a title and the first link beside it."""


def lead_back(
    desk: Desk, sheet: Sheet, target: Worksheet, spots: Sequence[Spot], widths: Mapping[int, float]
) -> None:
    """Verweise beside the title, on Start above its side: to Start, and to the sheets this one speaks of."""
    if not spots:
        return
    start, at_home = layout.SHEETS[0].label, sheet.kind is SheetKind.START
    back = [] if at_home else [(prompts.BACK.format(sheet=start), start)]
    wanted = [*back, *((f"{name} ›", name) for name in _spoken_of(sheet))]
    beside = range(layout.SIDE_COLUMN, layout.SIDE_COLUMN + len(wanted))
    columns = beside if at_home else _free_columns(sheet, spots, widths)
    for col, (text, label) in zip(columns, wanted, strict=False):
        target.write_url(TITLE_ROW, col, f"internal:'{label}'!A1", desk.looks.lead(), text)


def lead_from_cells(
    board: Board, target: Worksheet, spot: Spot, columns: Links, known: Collection[str]
) -> None:
    """The name of a `known` sheet in a cell of these columns leads to it; other names stay words."""
    for col, column in enumerate(spot.columns, spot.first_col):
        series = spot.series(column) if (spot.table.name, column.name) in columns else None
        look = board.looks.cell(column, link=True)
        for row, label in enumerate([] if series is None else series, spot.first_row):
            if label in known:
                target.write_url(row, col, f"internal:'{label}'!A1", look, label)


def _spoken_of(sheet: Sheet) -> Sequence[str]:
    """Names of the sheets it leads to, as they are."""
    labels = {one.name: one.label for one in layout.SHEETS}
    return [labels[name] for name in layout.LEADS.get(sheet.name, ())]


def _free_columns(sheet: Sheet, spots: Sequence[Spot], widths: Mapping[int, float]) -> list[int]:
    """Shown columns of the first table behind the title."""
    taken = text_width(sheet.title, bold=True) * styles.TITLE / styles.BODY + AIR
    shown = [col for col, one in enumerate(spots[0].columns, spots[0].first_col) if not one.folded]
    left, free = 0.0, []
    for col in shown:
        if left >= taken:
            free.append(col)
        left += widths.get(col, 0.0)
    return free or [shown[-1] + 1]
