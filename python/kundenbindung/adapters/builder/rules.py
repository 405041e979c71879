"""Bedingte Formate und kleine Säulen: colours repeat what a word says, they never stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.looks import Looks
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.schema import Column, Unit

FULL_WEIGHT = 100
FULL_SCORE = 100.0

Rule = dict[str, Any]


def add_rules(desk: Desk, sheet: Worksheet, spot: Spot) -> None:
    """Regeln of a table, and its sparklines."""
    for col, column in enumerate(spot.columns, spot.first_col):
        add_column_rules(desk, sheet, spot, column, col)
    if spot.table.name == "criteria":
        _add_weight_rule(desk.looks, sheet, spot)
    add_small_drawings(sheet, spot)


def add_small_drawings(sheet: Worksheet, spot: Spot) -> None:
    """Kleine Säulen of a table, and the bars of its weighted points."""
    for col, column in enumerate(spot.columns, spot.first_col):
        if column.unit is Unit.SPARKLINE:
            _add_sparklines(sheet, spot, column, col)
    _add_shared_bars(sheet, spot)


def add_bar(sheet: Worksheet, spot: Spot, column: Column, col: int) -> None:
    """Balken of a column of scores or shares, beside its numbers."""
    end = styles.BAR_ENDS.get(column.name, FULL_SCORE)
    sheet.conditional_format(spot.first_row, col, spot.last_ruled_row, col, _bar(end))


def _add_shared_bars(sheet: Worksheet, spot: Spot) -> None:
    """Balken of the weighted points, one scale for all criteria and customers."""
    parts = [at for at, one in enumerate(spot.columns, spot.first_col) if one.name.startswith("weighted:")]
    if parts:
        bar = {
            name: value for name, value in _bar(FULL_SCORE).items() if name not in {"max_type", "max_value"}
        }
        sheet.conditional_format(spot.first_row, parts[0], spot.last_ruled_row, parts[-1], bar)


def add_column_rules(desk: Desk, sheet: Worksheet, spot: Spot, column: Column, col: int) -> None:
    """Regeln of one column of the sheet, over the rows of a table."""
    area = (spot.first_row, col, spot.last_ruled_row, col)
    for mark in marks(spot, column):
        sheet.conditional_format(*area, _rule(desk.looks, mark))
    if has_bar(column):
        add_bar(sheet, spot, column, col)


def has_bar(column: Column) -> bool:
    """True for a computed score or share whose cell shows a bar."""
    return (column.unit is Unit.SCORE or column.name in styles.BAR_ENDS) and not column.role.typed


@dataclass(frozen=True, slots=True)
class Mark:
    """Kennzeichnung: cells that are, begin with or contain a word get this ink, fill and sign."""

    how: str
    word: str
    ink: str
    fill: str
    bold: bool = False
    sign: str = ""

    def fits(self, text: str) -> bool:
        """True for a cell with this text."""
        if self.how == IS:
            return text.casefold() == self.word.casefold()
        if self.how == BEGINS:
            return text.casefold().startswith(self.word.casefold())
        return self.word in text


IS, BEGINS, CONTAINS = "is", "begins with", "containing"
"""How a cell fits a word; the last two are the names of the writer's rules."""


def marks(spot: Spot, column: Column) -> Iterator[Mark]:
    """Kennzeichnungen of a column of a table."""
    if spot.table.name == layout.APPOINTMENTS.name:
        yield from _appointment_marks(column)
    elif column.name in styles.LEVEL_COLUMNS:
        for level, fill in styles.LEVEL_FILLS.items():
            word = layout.CHOICES["care_level"][level]
            yield Mark(IS, word, styles.INK, fill, level == "strategy", styles.SIGNS[level])
    elif column.name == "severity":
        for severity, (ink, fill) in styles.SEVERITY_LOOKS.items():
            word = layout.CHOICES["severity"][severity]
            yield Mark(IS, word, ink, fill, severity == "error", styles.SIGNS[severity])
    elif column.name == "state":
        for word, (ink, fill) in styles.STATE_LOOKS.items():
            yield Mark(BEGINS, word, ink, fill, sign=styles.SIGNS[word])
    elif column.name in styles.VERDICT_COLUMNS:
        for verdict, (ink, fill) in styles.VERDICT_LOOKS.items():
            word = layout.CHOICES["verdict"][verdict]
            yield Mark(IS, word, ink, fill, verdict == "overloaded", styles.SIGNS[verdict])
    elif column.name == "trend_words":
        yield Mark(CONTAINS, "!", styles.WARNING_INK, styles.WARNING_FILL)


def _appointment_marks(column: Column) -> Iterator[Mark]:
    """Kennzeichnungen of the sheet Termine: the state of every Termin."""
    if column.name != "state":
        return
    for state, (ink, fill) in styles.APPOINTMENT_LOOKS.items():
        word = layout.CHOICES["appointment_state"][state]
        yield Mark(IS, word, ink, fill, state == "overdue", styles.SIGNS[state])


def _rule(looks: Looks, mark: Mark) -> Rule:
    look = looks.marked(mark.ink, mark.fill, bold=mark.bold, sign=mark.sign)
    if mark.how == IS:
        return {"type": "cell", "criteria": "==", "value": f'"{mark.word}"', "format": look}
    return {"type": "text", "criteria": mark.how, "value": mark.word, "format": look}


def _bar(end: float) -> Rule:
    return {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": True,
        "bar_color": styles.BAR,
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": end,
    }


def _add_weight_rule(looks: Looks, sheet: Worksheet, spot: Spot) -> None:
    """Weights that do not add up to 100 are marked where their sum stands."""
    row, col = spot.header_row - 1, spot.col("weight")
    look = looks.marked(styles.WARNING_INK, styles.WARNING_FILL)
    total = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
    criteria = f"=ROUND(N({total}),6)<>{FULL_WEIGHT}"
    sheet.conditional_format(row, col, row, col, {"type": "formula", "criteria": criteria, "format": look})


SPARKLINES: dict[str, Rule] = {
    "sparkline": {"series_color": styles.EARLIER, "last_point": True, "last_color": styles.LATEST},
    "profile": {"series_color": styles.LATEST, "max": "group"},
}
"""Kleine Säulen by column: years from nothing up, the last one dark; parts of a score on one scale."""


def _add_sparklines(sheet: Worksheet, spot: Spot, column: Column, col: int) -> None:
    """Verlauf or Profil: one small drawing per row over the folded columns of the same row."""
    shown = [
        at for at, one in enumerate(spot.columns, spot.first_col) if one.name.startswith(column.shows or "-")
    ]
    if not shown:
        return
    first, last = shown[0], shown[-1]
    rows = range(spot.first_row, spot.last_ruled_row + 1)
    prefix, letters = f"{spot.sheet.label}!", xl_col_to_name(col)
    options = {
        "location": [f"{letters}{row + 1}" for row in rows],
        "range": [prefix + xl_range_abs(row, first, row, last).replace("$", "") for row in rows],
        "type": "column",
        "min": 0,
        "show_hidden": True,
        **SPARKLINES[column.name],
    }
    if sheet.add_sparkline(spot.first_row, col, options) != 0:
        raise ValueError(f"{spot.sheet.label}: kleine Säulen sind nicht möglich.")
