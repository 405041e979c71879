"""Raster as no owner should leave them: cells, columns, rows and whole tables changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.fuzz.values import HEADERS, raw

from kundenbindung.workbook.cells import letters
from kundenbindung.workbook.frames import Grid

Grids = dict[str, Grid]
Change = Callable[[random.Random, Grid], Grid]


def mutated(chance: random.Random, grids: Grids) -> Grids:
    """One to five changes in some of the tables."""
    changed = dict(grids)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        if chance.random() < 0.08 and changed:
            chance.choice((_drop_table, _swap_tables))(chance, changed)
            continue
        name = chance.choice(sorted(changed))
        changed[name] = chance.choice(CHANGES)(chance, changed[name])
    return changed


def _drop_table(chance: random.Random, grids: Grids) -> None:
    if len(grids) > 1:
        del grids[chance.choice(sorted(grids))]


def _swap_tables(chance: random.Random, grids: Grids) -> None:
    one, other = chance.choice(sorted(grids)), chance.choice(sorted(grids))
    grids[one], grids[other] = (
        replace(grids[other], table=one),
        replace(grids[one], table=other),
    )


def _with(grid: Grid, rows: list[list[object]]) -> Grid:
    return replace(grid, rows=rows)


def _listed(grid: Grid) -> list[list[object]]:
    return [list(row) for row in grid.rows]


def _cell(chance: random.Random, grid: Grid) -> Grid:
    rows = _listed(grid)
    if rows and grid.headers:
        chance.choice(rows)[chance.randrange(len(grid.headers))] = raw(chance)
    return _with(grid, rows)


def _typed_column(chance: random.Random, grid: Grid) -> Grid:
    """A column of one odd value, or of the texts of what stood there."""
    column, value, rows = chance.randrange(len(grid.headers)), raw(chance), _listed(grid)
    as_text = chance.random() < 0.5
    for row in rows:
        row[column] = str(row[column]) if as_text else value
    return _with(grid, rows)


def _shuffle_rows(chance: random.Random, grid: Grid) -> Grid:
    rows = _listed(grid)
    chance.shuffle(rows)
    return _with(grid, rows)


def _shuffle_columns(chance: random.Random, grid: Grid) -> Grid:
    order = list(range(len(grid.headers)))
    chance.shuffle(order)
    heads = tuple(grid.headers[at] for at in order)
    return replace(grid, headers=heads, rows=[[row[at] for at in order] for row in grid.rows])


def _shuffle_headers(chance: random.Random, grid: Grid) -> Grid:
    heads = list(grid.headers)
    one, other = chance.randrange(len(heads)), chance.randrange(len(heads))
    heads[one], heads[other] = heads[other], heads[one]
    return replace(grid, headers=tuple(heads))


def _drop_column(chance: random.Random, grid: Grid) -> Grid:
    if len(grid.headers) < 2:
        return grid
    gone = chance.randrange(len(grid.headers))
    rows = [[cell for at, cell in enumerate(row) if at != gone] for row in grid.rows]
    return replace(grid, headers=(*grid.headers[:gone], *grid.headers[gone + 1 :]), rows=rows)


def _rename(chance: random.Random, grid: Grid) -> Grid:
    at = chance.randrange(len(grid.headers))
    name = chance.choice((*HEADERS, *grid.headers, f" {grid.headers[at]} ", grid.headers[at].upper()))
    return replace(grid, headers=(*grid.headers[:at], name, *grid.headers[at + 1 :]))


def _add_column(chance: random.Random, grid: Grid) -> Grid:
    name = chance.choice((*HEADERS, *grid.headers))
    return replace(grid, headers=(*grid.headers, name), rows=[[*row, raw(chance)] for row in grid.rows])


def _cut(chance: random.Random, grid: Grid) -> Grid:
    return _with(grid, _listed(grid)[: chance.randrange(len(grid.rows) + 1)])


def _double(chance: random.Random, grid: Grid) -> Grid:
    rows = _listed(grid)
    if rows:
        at = chance.randrange(len(rows))
        rows[at:at] = [list(rows[at]) for _ in range(chance.choice((1, 2, 20)))]
    return _with(grid, rows)


def _add_row(chance: random.Random, grid: Grid) -> Grid:
    """A row of odd values, of nothing, or one with a first cell alone."""
    width = len(grid.headers)
    row = chance.choice(
        ([raw(chance) for _ in range(width)], [None] * width, [raw(chance), *[""] * (width - 1)])
    )
    rows = _listed(grid)
    rows.insert(chance.randrange(len(rows) + 1), list(row)[:width])
    return _with(grid, rows)


def _error(chance: random.Random, grid: Grid) -> Grid:
    """An error value, a formula without a result, or something below the table."""
    last = grid.first_row + max(len(grid.rows) - 1, 0)
    column = grid.first_column + chance.randrange(len(grid.headers))
    where = f"{letters(column)}{chance.randint(grid.first_row, last)}"
    kind = chance.randrange(3)
    if kind == 0:
        return replace(grid, errors={where: "#DIV/0!"})
    return replace(grid, unfinished=frozenset({where})) if kind == 1 else replace(grid, row_below=last + 1)


CHANGES: tuple[Change, ...] = (
    *[_cell] * 8,
    _typed_column,
    _typed_column,
    _shuffle_rows,
    _shuffle_columns,
    _shuffle_headers,
    _drop_column,
    _rename,
    _add_column,
    _add_column,
    _cut,
    _double,
    _add_row,
    _add_row,
    _error,
)
