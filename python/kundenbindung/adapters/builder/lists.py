"""Auswahllisten: the words of every list, in folded columns far right of Einstellungen, with a name each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import HEADER_ROW

LIST_SHEET = "settings"
STAGE_LIST, STAGE_TABLE, STAGE_COLUMN = "stage", "stages", "stage"
LIST_WIDTH = 24.0


def list_names() -> Mapping[str, str]:
    """Name in the workbook of every list that a typed column or a setting uses."""
    names: dict[str, str] = {}
    for choices, table, label in _uses():
        names.setdefault(choices, "Liste_" + re.sub(r"\W+", "_", f"{table}_{label}"))
    return names


def _uses() -> Iterator[tuple[str, str, str]]:
    for table in layout.TABLES.values():
        for column in table.expand():
            if column.choices is not None and column.role.typed:
                yield column.choices, table.label, column.label
    for setting in layout.SETTINGS:
        if setting.choices is not None:
            yield setting.choices, layout.TABLES[LIST_SHEET].label, setting.label


def list_columns(spots: Sequence[Spot]) -> range:
    """Sheet columns of the lists, behind the last table and one empty column."""
    first = max(spot.last_col for spot in spots) + 2
    return range(first, first + len([name for name in list_names() if name != STAGE_LIST]))


def write_lists(desk: Desk, sheet: Worksheet, spots: Sequence[Spot]) -> None:
    """Listen onto the sheet, and the names that lead to them."""
    columns = list_columns(spots)
    label = spots[0].sheet.label
    sheet.write_string(HEADER_ROW - 1, columns.start, prompts.LISTS, desk.looks.note())
    written = ((choices, name) for choices, name in list_names().items() if choices != STAGE_LIST)
    for col, (choices, name) in zip(columns, written, strict=True):
        entries = list(layout.CHOICES[choices].values())
        sheet.write_string(HEADER_ROW, col, name, desk.looks.total_label())
        for row, entry in enumerate(entries, HEADER_ROW + 1):
            sheet.write_string(row, col, entry, desk.looks.purpose())
        letters = xl_col_to_name(col, col_abs=True)
        area = f"{letters}${HEADER_ROW + 2}:{letters}${HEADER_ROW + 1 + len(entries)}"
        desk.book.define_name(name, f"={label}!{area}")
    _define_stages(desk, spots, label)


def _define_stages(desk: Desk, spots: Sequence[Spot], label: str) -> None:
    """The stages as far as they are filled, growing with their table."""
    spot = next(spot for spot in spots if spot.table.name == STAGE_TABLE)
    col = spot.col(STAGE_COLUMN)
    first = xl_rowcol_to_cell(spot.first_row, col, row_abs=True, col_abs=True)
    column = f"{spot.table.label}[{spot.columns[col - spot.first_col].label}]"
    last = f"INDEX({column},MAX(1,COUNTA({column})))"
    desk.book.define_name(list_names()[STAGE_LIST], f"={label}!{first}:{last}")
