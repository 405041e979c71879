"""Einzelne Zellen: cells of the owner's that a calculation fills, and the way back to what stood there.

A cell is remembered by the key of its row and the header of its column, so that it is found after sorting.
Pure: grids and blocks in, blocks out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.outgoing import Cell
from kundenbindung.workbook.placing import Block, Insertion, same_cell, with_insertions
from kundenbindung.workbook.schema import TEXT_UNITS

Place = tuple[int, int]
"""Row and column of a cell, counted from the first data row and the first column of its table."""


@dataclass(frozen=True, slots=True)
class NewCell:
    """Neuer Inhalt of a cell, what stood there, and whether it is a text."""

    cell: Cell | dt.date
    before: object
    text: bool


@dataclass(frozen=True, slots=True)
class CellBefore:
    """Gefüllte Zelle: table, key of its row, header, what was written and what stood there."""

    table: str
    key: str
    label: str
    written: object
    before: object


def blocks(changes: Mapping[Place, NewCell]) -> tuple[Block, ...]:
    """Zellen as few blocks: rows below one another that change in the same columns, columns side by side."""
    columns: dict[int, dict[int, bool]] = {}
    for row, column in sorted(changes):
        columns.setdefault(row, {})[column] = changes[row, column].text
    return tuple(
        _block(changes, rows, run)
        for rows in _runs(columns, columns.get)
        for run in _runs(columns[rows[0]], lambda _: None)
    )


def _runs(numbers: Iterable[int], kind: Callable[[int], object]) -> Iterator[list[int]]:
    """Ascending numbers, cut wherever one is left out or is of another kind than the one before."""
    run: list[int] = []
    for number in numbers:
        if run and (number != run[-1] + 1 or kind(number) != kind(run[-1])):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _block(changes: Mapping[Place, NewCell], rows: Sequence[int], columns: Sequence[int]) -> Block:
    lines = [[changes[row, column] for column in columns] for row in rows]
    after = [[new.cell for new in line] for line in lines]
    before = [[new.before for new in line] for line in lines]
    return Block(rows[0], columns[0], after, before, tuple(new.text for new in lines[0]))


def remembered(
    grid: Grid, filled: Iterable[Block], insertions: Sequence[Insertion]
) -> tuple[CellBefore, ...]:
    """Gefüllte Zellen of a table by key and header; `insertions` are the columns that come before."""
    headers = [header.strip() for header in grid.headers]
    whole, at_key = with_insertions(headers, insertions), _key_column(grid, headers)
    if at_key is None:
        return ()
    return tuple(
        CellBefore(grid.table, key, whole[block.column + at], written, before)
        for block in filled
        for row, line in enumerate(zip(block.cells, block.before, strict=True), block.row)
        if (key := cells.text(grid.rows[row][at_key])) is not None
        for at, (written, before) in enumerate(zip(*line, strict=True))
    )


def _key_column(grid: Grid, headers: Sequence[str]) -> int | None:
    table = layout.TABLES[grid.table]
    label = next((column.label for column in table.expand() if column.name == table.key), None)
    return None if label is None or label not in headers else headers.index(label)


def rows_by_key(grid: Grid) -> dict[str, int]:
    """Zeilen of a table by key, the first one where a key stands there twice; none without a key column."""
    at_key = _key_column(grid, [header.strip() for header in grid.headers])
    if at_key is None:
        return {}
    keys = [(cells.text(row[at_key]), at) for at, row in enumerate(grid.rows)]
    return {key: at for key, at in reversed(keys) if key is not None}


def restored(
    grid: Grid, before: Iterable[CellBefore], formulas: frozenset[Place] = frozenset()
) -> tuple[Block, ...]:
    """Zellen that still hold what was written get back what stood there; all others stay as they are."""
    headers, rows = [header.strip() for header in grid.headers], rows_by_key(grid)
    units = {column.label: column.unit for column in layout.TABLES[grid.table].expand()}
    changes: dict[Place, NewCell] = {}
    for entry in before:
        if entry.key not in rows or entry.label not in headers:
            continue
        place = rows[entry.key], headers.index(entry.label)
        now = grid.rows[place[0]][place[1]]
        if place not in formulas and same_cell(entry.written, now):
            empty = cells.empty(entry.before)
            text = units.get(entry.label) in TEXT_UNITS if empty else isinstance(entry.before, str)
            changes[place] = NewCell(None if empty else entry.before, now, text)  # type: ignore[arg-type]  # what was stored of a cell is one
    return blocks(changes)
