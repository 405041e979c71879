"""Passend: entries that can be read and are yet not taken over, because the workbook could not carry them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import EARLIEST, LATEST
from kundenbindung.workbook.returned.names import brief
from kundenbindung.workbook.returned.sides import Row, Sides
from kundenbindung.workbook.schema import Column

LONGEST_TEXT = 1_000
"""Signs of a text that a colleague may fill in."""

LARGEST_NUMBER = 1e12

LIST_SHOWN = 120
"""Signs of a list of words in a sentence."""

NO_WORDS = "–"


def unfit(both: Sides, row: Row, column: Column) -> Finding | None:
    """Befund zu einer Zelle he filled in, if it is not taken over; None if it fits."""
    value, spot = row.values.get(column.name), _Spot(both, row, column)
    if isinstance(value, str):
        return _unfit_text(spot, value)
    if isinstance(value, float) and abs(value) > LARGEST_NUMBER:
        amount = f"{value:.4g}".replace(".", ",")
        return _warning("returned_out_of_range", spot, text=amount, low=column.low, high=LARGEST_NUMBER)
    if isinstance(value, dt.date) and not EARLIEST <= value <= LATEST:
        return _warning("returned_not_date", spot, text=f"{value:%d.%m.%Y}")
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """Zelle of a copy."""

    both: Sides
    row: Row
    column: Column


def _warning(code: str, spot: _Spot, **values: object) -> Finding:
    both, name = spot.both, spot.column.name
    cell = both.cells.address((spot.row.at, name))
    where = {"cell": cell, "column": spot.column.label, "file": both.file}
    line = both.cells.rows[spot.row.at]
    return Finding(code, Severity.WARNING, both.table, line, name, {**where, **values})


def _unfit_text(spot: _Spot, value: str) -> Finding | None:
    if len(value) > LONGEST_TEXT:
        return _warning(
            "returned_text_too_long", spot, text=brief(value), length=len(value), limit=LONGEST_TEXT
        )
    words = _words(spot.both, spot.column)
    if words is None or value in words:
        return None
    choices = brief(", ".join(words.values()), LIST_SHOWN) or NO_WORDS
    return _warning("returned_choice_unknown", spot, text=brief(value), choices=choices)


def _words(both: Sides, column: Column) -> dict[str, str] | None:
    """Wörter of the list of a column by what a typed frame holds; None for a column without a list."""
    if column.choices is None:
        return None
    if column.choices == "stage":
        stages = both.reading.frames["stages"]["stage"].dropna()
        return {str(stage): str(stage) for stage in stages}
    return dict(layout.CHOICES[column.choices])
