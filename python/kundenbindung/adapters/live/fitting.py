"""Nachmessen after writing: rows high enough, columns wide enough. Looks only: a failure does not matter."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from kundenbindung.adapters.live.reading import OpenTable
from kundenbindung.workbook import styles
from kundenbindung.workbook.placing import Placing, Wanted
from kundenbindung.workbook.schema import NUMBER_UNITS

REWRITTEN = frozenset({"findings"})
"""Tables whose sentences change, so that all their rows are measured; elsewhere only new rows."""


def fit(
    tables: Mapping[str, OpenTable], placings: Mapping[str, Placing], wants: Mapping[str, Wanted]
) -> None:
    """Heights of new and rewritten rows, widths for numbers that would show as crosses."""
    for name, placing in placings.items():
        if not placing.idle:
            with contextlib.suppress(Exception):
                _fit_rows(tables[name], placing)
                _widen(tables[name], placing, wants[name])


def _fit_rows(entry: OpenTable, placing: Placing) -> None:
    start = 0 if placing.table in REWRITTEN else placing.had
    if placing.rows > start:
        first = entry.grid.first_row
        entry.sheet.range((first + start, 1), (first + placing.rows - 1, 1)).rows.autofit()


def _widen(entry: OpenTable, placing: Placing, want: Wanted) -> None:
    """Never narrower; hidden columns stay hidden."""
    units = {column.label: column.unit for column in want.columns if column.unit in NUMBER_UNITS}
    headers = [header.strip() for header in entry.grid.headers]
    for insertion in placing.insertions:
        headers.insert(insertion.position, insertion.column.label)
    for block in placing.blocks:
        for at, cells in enumerate(zip(*block.cells, strict=True)):
            unit = units.get(headers[block.column + at])
            if unit is not None:
                _widen_column(entry, block.column + at, styles.numbers_width(unit, _numbers(cells)))


def _numbers(cells: Sequence[object]) -> list[float]:
    return [float(cell) for cell in cells if isinstance(cell, float | int)]


def _widen_column(entry: OpenTable, at: int, needed: float) -> None:
    cell = entry.sheet.range((entry.grid.first_row, entry.grid.first_column + 1 + at))
    now = cell.column_width
    if now and now < needed:
        cell.column_width = needed
