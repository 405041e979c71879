"""Start: last calculation, hint to the sample, legend, buttons."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters import package
from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.widths import pixels
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import CAPTION_ROW, TITLE_ROW

LINKED_TABLE = "steps"
HINT_COLUMN = 3
BUTTON_COLUMN = "state"
"""Column of the steps in which the row of buttons begins, beside the caption."""
BUTTON_START, BUTTON_GAP, BUTTON_TOP, BUTTON_HEIGHT = 30, 6, 3, 26
LETTER_WIDTH, BUTTON_PADDING = 7, 24
"""Knöpfe in pixels: as wide as their words; they become narrower before they cover something."""


def finish(desk: Desk, target: Worksheet, spots: Sequence[Spot]) -> None:
    """Was nur Start hat, written after its tables."""
    by_table = {spot.table.name: spot for spot in spots}
    if desk.facts.sample:
        target.write_string(TITLE_ROW, HINT_COLUMN, prompts.SAMPLE, desk.looks.hint())
        target.write_blank(TITLE_ROW, HINT_COLUMN + 1, None, desk.looks.hint())
    _legend(desk, target, by_table[LINKED_TABLE])


def _legend(desk: Desk, target: Worksheet, below: Spot) -> None:
    row, col = below.last_row + 3, below.first_col
    target.write_string(row, col, prompts.LEGEND, desk.looks.caption())
    for at, (role, (word, meaning)) in enumerate(prompts.MEANINGS.items(), row + 1):
        target.write_string(at, col, word, desk.looks.legend(role))
        target.write_string(at, col + 1, meaning, desk.looks.note())


def add_buttons(target: Worksheet, spots: Sequence[Spot]) -> None:
    """Knöpfe of the main actions in one row above the steps (.xlsm only: they call macros)."""
    spot = next(spot for spot in spots if spot.table.name == LINKED_TABLE)
    col = spot.col(BUTTON_COLUMN)
    room = sum(pixels(column.width) for column in spot.columns[col - spot.first_col :]) - BUTTON_START
    buttons = [button for button in layout.BUTTONS if button.on_start]
    widths = _widths([button.label for button in buttons], room)
    left = BUTTON_START
    for button, width in zip(buttons, widths, strict=True):
        options = {
            "macro": package.start_macro(button),
            "caption": button.label,
            "description": f"{button.label}: {button.supertip}",
            "width": width,
            "height": BUTTON_HEIGHT,
            "x_offset": left,
            "y_offset": BUTTON_TOP,
        }
        target.insert_button(CAPTION_ROW, col, options)
        left += width + BUTTON_GAP


def _widths(labels: Sequence[str], room: int) -> list[int]:
    """Widths for these words side by side, all narrower alike where there is no room."""
    wanted = [len(label) * LETTER_WIDTH + BUTTON_PADDING for label in labels]
    free = room - BUTTON_GAP * (len(labels) - 1)
    return [min(width, width * free // sum(wanted)) for width in wanted]
