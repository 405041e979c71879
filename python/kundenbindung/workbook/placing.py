"""Ergebnisse platzieren: which cells of an open workbook get which values, without touching anything else.

Rows are found by their key in the order the owner left; new ones go to the end. Only output columns are
placed, what he typed and columns he added are never part of a block. Pure: grids and frames in, blocks out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.outgoing import Cell, column_cells, serial
from kundenbindung.workbook.schema import TEXT_UNITS, Column, Repeated, Role, Table, Unit

KEPT_ORDER = frozenset({"screening", "plan", "trial", *layout.INPUT_TABLES})
"""Tables whose rows stay where the owner left them, found by their key."""

REUSED = frozenset({"appointments"})
"""Tables whose rows come and go: a new row goes where one was emptied, or where nothing stands."""

REPEATING = frozenset({"assignments"})
"""Tables in which a key may stand several times: what is left of it goes to the end."""

LAST_DIGITS = 1e-12
"""Relative difference of two numbers that are the same to whoever wrote and read them."""

KEPT_CELLS = ("customer", "subject", "question")
"""Columns that stay as they are in a row whose customer, or point of the Klausur, is gone."""


@dataclass(frozen=True, slots=True)
class Block:
    """Block of cells of one table: offsets of its first row and column, new and previous cells.

    Rows count from the first data row, columns from the first column of the table after `inserted`
    columns are there. `texts` says which of its columns hold texts.
    """

    row: int
    column: int
    cells: Sequence[Sequence[Cell | dt.date]]
    before: Sequence[Sequence[object]]
    texts: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Insertion:
    """Neue Spalte: position in the table it gets, counted after the earlier insertions, and what it is."""

    position: int
    column: Column


@dataclass(frozen=True, slots=True)
class Placing:
    """Was in eine Tabelle geschrieben wird; `rows` is the size it needs, `filled` the rows it had."""

    table: str
    rows: int
    had: int
    appended: tuple[str, ...]
    insertions: tuple[Insertion, ...]
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def idle(self) -> bool:
        """True if nothing has to be written."""
        return not self.blocks and not self.insertions and self.rows == self.had


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """Gewünscht: the frame of a table, the columns that are written, words for rows whose key is gone.

    `removed` are keys whose rows are emptied if they hold nothing but our results.
    """

    table: Table
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    gone: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


def wanted(
    name: str, frame: pd.DataFrame, years: Sequence[int], criteria: Sequence[str], gone: Mapping[str, str]
) -> Wanted:
    """Ausgabespalten of a table; what the frame does not hold is empty."""
    table = layout.TABLES[name]
    columns = tuple(
        column
        for column in table.expand(years, criteria)
        if column.role is Role.OUTPUT and column.unit is not Unit.SPARKLINE
    )
    whole = frame.reindex(columns=list(dict.fromkeys([*frame.columns, *(column.name for column in columns)])))
    return Wanted(table, columns, whole, gone)


def place(grid: Grid, want: Wanted) -> Placing:
    """Platzierung of a table: insertions for new criteria and years, blocks, findings."""
    headers = [header.strip() for header in grid.headers]
    key = _key_column(want)
    if key is not None and key.label not in headers:
        return Placing(
            want.table.name,
            len(grid.rows),
            len(grid.rows),
            (),
            (),
            (),
            (_missing(want, key, Severity.ERROR),),
        )
    insertions = _insertions(want, headers)
    whole = with_insertions(headers, insertions)
    absent = [column for column in want.columns if column.label not in whole]
    rows = _rows(grid, want, key, headers)
    blocks = tuple(_blocks(grid, want, whole, rows))
    found = tuple(_missing(want, column, Severity.WARNING) for column in absent)
    return Placing(
        want.table.name,
        rows.size,
        len(grid.rows),
        rows.appended,
        insertions,
        blocks,
        found + _stale(want, headers),
    )


def _key_column(want: Wanted) -> Column | None:
    name = want.table.key
    return next((column for column in want.table.expand() if column.name == name), None)


def _missing(want: Wanted, column: Column, severity: Severity) -> Finding:
    code = "live_key_missing" if severity is Severity.ERROR else "live_column_missing"
    values = {
        "column": column.label,
        "table": want.table.label,
        "sheet": layout.sheet_of(want.table.name).label,
    }
    return Finding(code, severity, want.table.name, None, column.name, values)


def _insertions(want: Wanted, headers: Sequence[str]) -> tuple[Insertion, ...]:
    """Neue Spalten for criteria and years that the table does not have yet, behind their neighbour."""
    repeated = _repeated_labels(want)
    now, found = list(headers), []
    neighbour = -1
    for column in want.columns:
        if column.label in now:
            neighbour = now.index(column.label)
        elif column.label in repeated and neighbour >= 0:
            neighbour += 1
            now.insert(neighbour, column.label)
            found.append(Insertion(neighbour, column))
    return tuple(found)


def _repeated_labels(want: Wanted) -> set[str]:
    plain = {column.label for column in want.table.columns if isinstance(column, Column)}
    return {column.label for column in want.columns} - plain


def with_insertions(headers: Sequence[str], insertions: Sequence[Insertion]) -> list[str]:
    """Kopfzeile once the new columns are there."""
    whole = list(headers)
    for insertion in insertions:
        whole.insert(insertion.position, insertion.column.label)
    return whole


def _stale(want: Wanted, headers: Sequence[str]) -> tuple[Finding, ...]:
    """Spalten of criteria or years that are gone: they keep their old values and are named."""
    ends = [
        tuple(column.label.split("{each}"))
        for entry in want.table.columns
        if isinstance(entry, Repeated)
        for column in entry.columns
    ]
    known = {column.label for column in want.columns} | {
        column.label for column in want.table.columns if isinstance(column, Column)
    }
    old = [h for h in headers if h not in known and any(h.startswith(a) and h.endswith(b) for a, b in ends)]
    if not old:
        return ()
    values = {
        "columns": ", ".join(f"„{label}“" for label in old),
        "sheet": layout.sheet_of(want.table.name).label,
    }
    return (Finding("live_column_stale", Severity.NOTICE, want.table.name, None, None, values),)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Zeilen: which row of the frame each row of the table gets.

    source   None: the row is left alone; GONE: its key is not wanted any more; EMPTIED: all of it goes
    keyed    rows are found by their key, which then stays as it is
    reused   rows that get another key, because nothing of theirs stays
    """

    source: tuple[int | None, ...]
    appended: tuple[str, ...]
    keyed: bool
    reused: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """Rows the table needs."""
        return len(self.source)


GONE, EMPTIED = -1, -2


def _rows(grid: Grid, want: Wanted, key: Column | None, headers: Sequence[str]) -> _Rows:
    """Zuordnung by key where the order is kept, else in the order of the frame."""
    if key is None or not (want.table.name in KEPT_ORDER or _owner_columns(want, headers)):
        size = max(len(grid.rows), len(want.frame))
        return _Rows(tuple(at if at < len(want.frame) else EMPTIED for at in range(size)), (), keyed=False)
    return _by_key(grid, want, key, headers)


def _owner_columns(want: Wanted, headers: Sequence[str]) -> bool:
    """True if the owner added columns: then the rows must not change places."""
    return bool(set(headers) - {column.label for column in want.table.expand()} - {""})


def _by_key(grid: Grid, want: Wanted, key: Column, headers: Sequence[str]) -> _Rows:
    at_key = headers.index(key.label)
    wanted_keys = [cells.text(cell) for cell in want.frame[key.name]] if len(want.frame) else []
    waiting: dict[str | None, list[int]] = {}
    for at, name in enumerate(wanted_keys):
        if name is not None:
            waiting.setdefault(name, []).append(at)
    filled = list(grid.rows[: _last_filled(grid) + 1])
    source: list[int | None] = []
    seen: set[str | None] = set()
    for row in filled:
        name = cells.text(row[at_key])
        its = waiting.get(name)
        source.append(its.pop(0) if its else _unwanted(name, want, key, row, headers))
        seen.add(name)
    again = want.table.name in REPEATING
    further = [at for name, places in waiting.items() if again or name not in seen for at in places]
    appended = tuple(str(wanted_keys[at]) for at in further)
    free = _free(source, filled) if want.table.name in REUSED else ()
    reused = dict(zip(free, further, strict=False))
    source = [reused.get(row, its) for row, its in enumerate(source)]
    further = further[len(reused) :]
    size = max(len(grid.rows), len(source) + len(further))
    padding = [None] * (size - len(source) - len(further))
    return _Rows((*source, *further, *padding), appended, keyed=True, reused=frozenset(reused))


def _free(source: Sequence[int | None], filled: Sequence[Sequence[object]]) -> list[int]:
    """Rows that are emptied, or hold nothing."""
    return [
        row
        for row, (its, line) in enumerate(zip(source, filled, strict=True))
        if its == EMPTIED or (its is None and all(map(cells.empty, line)))
    ]


def _unwanted(
    name: str | None, want: Wanted, key: Column, row: Sequence[object], headers: Sequence[str]
) -> int | None:
    """Row for which the frame has nothing; where the owner cleared a key, its results go too."""
    if any(column.role.typed for column in want.columns):
        return None  # nobody wants a row of inputs changed that he did not name
    if name is None:
        return EMPTIED if key.role.typed else None
    return EMPTIED if name in want.removed and not _holds_more(want, row, headers) else GONE


def _holds_more(want: Wanted, row: Sequence[object], headers: Sequence[str]) -> bool:
    """True if a row holds anything besides our results."""
    ours = {column.label for column in want.columns}
    return any(not cells.empty(cell) for cell, label in zip(row, headers, strict=True) if label not in ours)


def _last_filled(grid: Grid) -> int:
    """Index of the last row with anything in it, -1 if all are empty."""
    return max((at for at, row in enumerate(grid.rows) if not all(map(cells.empty, row))), default=-1)


@dataclass(frozen=True, slots=True)
class _Change:
    """Spalte that changes: its place in the table, first row, new and previous cells."""

    column: int
    row: int
    after: Sequence[Cell]
    before: Sequence[object]
    text: bool


def _blocks(grid: Grid, want: Wanted, whole: Sequence[str], rows: _Rows) -> Iterator[Block]:
    """Blöcke of columns that change and stand side by side."""
    old = {header.strip(): at for at, header in enumerate(grid.headers)}
    changed: list[_Change] = []
    for column in want.columns:
        if column.label in whole:
            before = _before(grid, old.get(column.label), rows.size)
            after = _after(want, column, rows, before)
            if not same(after, before):
                is_key = rows.keyed and column.name == want.table.key
                first = _first_difference(after, before) if is_key else 0
                text = column.unit in TEXT_UNITS
                changed.append(_Change(whole.index(column.label), first, after[first:], before[first:], text))
    yield from _joined(sorted(changed, key=lambda change: change.column))


def _before(grid: Grid, at: int | None, size: int) -> list[object]:
    now = [None if at is None else row[at] for row in grid.rows]
    return now + [None] * (size - len(now))


def _after(want: Wanted, column: Column, rows: _Rows, before: Sequence[object]) -> list[Cell]:
    """Cells of a column once it is written."""
    values = column_cells(column, want.frame[column.name])[0]
    is_key = rows.keyed and column.name == want.table.key
    gone = want.gone.get(column.name)
    keeps = rows.keyed and column.name in {want.table.key, *KEPT_CELLS}
    found: list[Cell] = []
    for row, (source, now) in enumerate(zip(rows.source, before, strict=True)):
        named = is_key and row not in rows.reused and not cells.empty(now)
        if source is None or (named and source >= 0) or (keeps and source == GONE):
            found.append(now)  # type: ignore[arg-type]  # a cell of a grid, kept as it was read
        elif source >= 0:
            found.append(values[source])
        else:
            found.append(gone if source == GONE else None)
    return found


def _first_difference(after: Sequence[object], before: Sequence[object]) -> int:
    return next(
        at for at, (new, old) in enumerate(zip(after, before, strict=True)) if not same_cell(new, old)
    )


def same(after: Sequence[object], before: Sequence[object]) -> bool:
    """True if cells hold the same: nothing and an empty text are, and numbers but for their last digits."""
    return list(after) == list(before) or all(
        same_cell(new, old) for new, old in zip(after, before, strict=True)
    )


def same_cell(new: object, old: object) -> bool:
    """Gleiche Zelle, as two applications may hold it."""
    if type(new) is float and type(old) is float and new == old:  # most cells, and quickly
        return True
    if cells.empty(new) or cells.empty(old):
        return cells.empty(new) and cells.empty(old)
    if isinstance(new, float | int) and isinstance(old, dt.date):  # a day, as one of them counts it
        old = serial(old)
    if isinstance(new, float | int) and isinstance(old, float | int):
        return abs(float(new) - float(old)) <= LAST_DIGITS * max(1.0, abs(float(new)))
    return new == old


def _joined(changed: Sequence[_Change]) -> Iterator[Block]:
    """Columns side by side with the same rows become one block."""
    group: list[_Change] = []
    for change in changed:
        if group and (change.column != group[-1].column + 1 or change.row != group[-1].row):
            yield _block(group)
            group = []
        group.append(change)
    if group:
        yield _block(group)


def _block(group: Sequence[_Change]) -> Block:
    after = list(zip(*(change.after for change in group), strict=True))
    before = list(zip(*(change.before for change in group), strict=True))
    return Block(group[0].row, group[0].column, after, before, tuple(change.text for change in group))


def anchors(grid: Grid, frame: pd.DataFrame) -> tuple[Block, ...]:
    """Vorgeschlagene Anker, the only input cells that are ever filled: one block per empty cell."""
    headers = [header.strip() for header in grid.headers]
    labels = {column.name: column.label for column in layout.CRITERIA.expand()}
    if not {labels[name] for name in ("criterion", "zero_at", "ten_at")} <= set(headers) or not len(frame):
        return ()
    rows = {cells.text(row[headers.index(labels["criterion"])]): at for at, row in enumerate(grid.rows)}
    blocks = []
    for name in ("zero_at", "ten_at"):
        col = headers.index(labels[name])
        for key, value in zip(frame["criterion"], frame[name], strict=True):
            at = rows.get(str(key))
            if at is not None and not pd.isna(value) and cells.empty(grid.rows[at][col]):
                blocks.append(Block(at, col, ((float(value),),), ((None,),), (False,)))
    return tuple(blocks)
