"""Platz und Inhalt: which cells a table covers, its columns written out, its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kundenbindung.messages import prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import (
    BELOW,
    HEADER_ROW,
    RIGHT,
    Column,
    Placement,
    Role,
    Sheet,
    SheetKind,
    Table,
    Unit,
)

LONGEST_HEADER = 255
GAP = 2
FILTERED_FROM = 20
ROOM = 2_500
"""Rows for which looks and checks of a growing table are made, at least."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """Platz of a table: columns with the owner's own behind, header row, first column, data rows.

    `filled` rows of the `rows` hold something. `filtered`: the header gets filter buttons.
    """

    sheet: Sheet
    table: Table
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    header_row: int
    first_col: int
    filled: int
    rows: int
    filtered: bool

    @property
    def first_row(self) -> int:
        """Row of the first data row."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """Row of the last data row."""
        return self.header_row + self.rows

    @property
    def last_ruled_row(self) -> int:
        """Row down to which rules, checks and small lines reach: rows to come included."""
        return max(self.last_row, self.header_row + ROOM) if self.table.grows else self.last_row

    @property
    def last_col(self) -> int:
        """Column of the last table column."""
        return self.first_col + len(self.columns) - 1

    def series(self, column: Column) -> pd.Series | None:
        """Values of a column, None if the frame does not have it."""
        return self.frame[column.name] if column.name in self.frame.columns else None

    def col(self, name: str) -> int:
        """Sheet column of the column `name`; StopIteration if there is none."""
        return self.first_col + next(at for at, column in enumerate(self.columns) if column.name == name)


def spots(sheet: Sheet, contents: Contents) -> tuple[Spot, ...]:
    """Plätze of all tables of a sheet; tables that would meet are moved down."""
    placed: list[Spot] = []
    for placement in sheet.placements:
        placed.append(_placed(sheet, placement, placed, contents))
    return tuple(placed)


def _placed(sheet: Sheet, placement: Placement, before: Sequence[Spot], contents: Contents) -> Spot:
    table = layout.TABLES[placement.table]
    frame = _frame(table, contents)
    columns = table_columns(table, frame, contents)
    return spot_at(sheet, placement, before, table, columns, frame)


def spot_at(
    sheet: Sheet,
    placement: Placement,
    before: Sequence[Spot],
    table: Table,
    columns: tuple[Column, ...],
    frame: pd.DataFrame,
) -> Spot:
    """Platz of one table with these columns, after those `before` it on its sheet."""
    first_col = _first_col(placement, before)
    return Spot(
        sheet=sheet,
        table=table,
        columns=columns,
        frame=frame,
        header_row=_header_row(placement, before, first_col, first_col + len(columns) - 1),
        first_col=first_col,
        filled=len(frame),
        rows=max(len(frame), table.min_rows, 1),
        filtered=not before and _filtered(sheet, table),
    )


def _filtered(sheet: Sheet, table: Table) -> bool:
    """Only the first table: a filter hides whole rows, those of its neighbours too."""
    if sheet.kind is SheetKind.RESULT:
        return not sheet.charts
    return sheet.kind is SheetKind.INPUT and table.min_rows >= FILTERED_FROM


def _first_col(placement: Placement, before: Sequence[Spot]) -> int:
    if placement.column == RIGHT:
        return max(spot.last_col for spot in before) + GAP
    return before[-1].first_col if placement.column == BELOW else placement.column


def _header_row(placement: Placement, before: Sequence[Spot], first_col: int, last_col: int) -> int:
    above = [
        spot.last_row + 1 + HEADER_ROW // 2
        for spot in before
        if spot.first_col <= last_col and first_col <= spot.last_col
    ]
    return max([placement.header_row, *above])


def _frame(table: Table, contents: Contents) -> pd.DataFrame:
    frame = contents.frames.get(table.name)
    if frame is not None:
        return frame
    return _blank_settings() if table.name == "settings" else pd.DataFrame()


def _blank_settings() -> pd.DataFrame:
    names = ("group", "label", "help")
    rows = {name: [getattr(setting, name) for setting in layout.SETTINGS] for name in names}
    return pd.DataFrame(rows).rename(columns={"label": "setting"})


def table_columns(table: Table, frame: pd.DataFrame, contents: Contents) -> tuple[Column, ...]:
    """Spalten as declared, then the owner's own of an input table.

    ValueError if two have the same header (upper and lower case being the same) or one is too long.
    """
    declared = [_clean(column) for column in table.expand(contents.years, contents.criteria)]
    known = {column.name for column in declared}
    further = [str(name) for name in frame.columns if name not in known] if _carries(table) else []
    own = [_clean(Column(name, name, Unit.VALUE, Role.INPUT, prompts.OWN_COLUMN)) for name in further]
    columns = (*declared, *own)
    _check_headers(table, columns)
    return columns


def _clean(column: Column) -> Column:
    """Header without control characters, which a table cannot store; line breaks stay."""
    label = _CONTROL.sub(" ", column.label).strip()
    return column if label == column.label else replace(column, label=label)


def _carries(table: Table) -> bool:
    return table.name in layout.INPUT_TABLES and table.name != "settings"


def _check_headers(table: Table, columns: Sequence[Column]) -> None:
    seen: set[str] = set()
    for column in columns:
        folded = column.label.casefold()
        if folded in seen or not folded.strip() or len(column.label) > LONGEST_HEADER:
            shown = column.label[:60]
            raise ValueError(f"Tabelle {table.label}: Die Überschrift „{shown}“ ist nicht möglich.")
        seen.add(folded)
