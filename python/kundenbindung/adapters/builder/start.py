"""Start: links from the steps to their sheets, last calculation, hint to the sample, legend of colours."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.schema import NOTE_ROW, TITLE_ROW

LINKED_TABLE, LINKED_COLUMN = "steps", "sheet"
HINT_COLUMN = 3


def finish(desk: Desk, target: Worksheet, spots: Sequence[Spot]) -> None:
    """Was nur Start hat, written after its tables."""
    by_table = {spot.table.name: spot for spot in spots}
    parts = (desk.facts.line(margin=True), desk.facts.calculated)
    note = prompts.SEPARATOR.join(part for part in parts if part)
    target.write_string(NOTE_ROW, 0, note, desk.looks.note())
    if desk.facts.sample:
        target.write_string(TITLE_ROW, HINT_COLUMN, prompts.SAMPLE, desk.looks.hint())
        target.write_blank(TITLE_ROW, HINT_COLUMN + 1, None, desk.looks.hint())
    _link(desk, target, by_table[LINKED_TABLE])
    _legend(desk, target, by_table[LINKED_TABLE])


def _link(desk: Desk, target: Worksheet, spot: Spot) -> None:
    """The name of a sheet leads to it; names of sheets that are not there stay words."""
    col = spot.col(LINKED_COLUMN)
    column = spot.columns[col - spot.first_col]
    series = spot.series(column)
    known = {sheet.label for sheet in layout.SHEETS}
    for row, label in enumerate([] if series is None else series, spot.first_row):
        if label in known:
            look = desk.looks.cell(column, link=True)
            target.write_url(row, col, f"internal:'{label}'!A1", look, label)


def _legend(desk: Desk, target: Worksheet, below: Spot) -> None:
    row, col = below.last_row + 3, below.first_col
    target.write_string(row, col, prompts.LEGEND, desk.looks.caption())
    for at, (role, text) in enumerate(styles.ROLE_WORDS.items(), row + 1):
        word, _, meaning = text.partition(": ")
        target.write_string(at, col, word, desk.looks.legend(role))
        target.write_string(at, col + 1, f" {meaning}", desk.looks.note())
