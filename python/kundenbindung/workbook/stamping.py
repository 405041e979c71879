"""Stempel: who decided a level, when and until when, filled in where a level is new or has changed.

The column "Gestempelt für" remembers the level the other stamps belong to; a workbook without it only has
its empty stamps filled. What the owner typed stays, but for a level that he changed or removed himself
(method section 5). Pure: a grid in, blocks out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.core.levels import MAX_DECISION_MONTHS, months_later
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.outgoing import Cell
from kundenbindung.workbook.placing import Block, Insertion, same_cell, with_insertions
from kundenbindung.workbook.schema import TEXT_UNITS, Role
from kundenbindung.workbook.singles import NewCell, Place, blocks, rows_by_key

BY, ON, UNTIL, FOR = "decided_by", "decided_on", "valid_until", "decided_for"
COLUMNS = {column.name: column for column in layout.SCREENING.expand() if column.role is Role.STAMP}
LABELS = tuple(column.label for column in COLUMNS.values())
LEVEL = next(column.label for column in layout.SCREENING.expand() if column.name == "decided_level")
LEVELS = {word.casefold(): word for word in layout.CHOICES["care_level"].values()}

Stamp = Cell | dt.date
Stamps = Mapping[str, Stamp]
"""New content of the stamps of a row by their identifier; those that are left out stay."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Unterschrift: name of the user, Stichtag of the calculation, months a decision holds."""

    by: str
    on: dt.date
    months: int

    def until(self, since: dt.date) -> dt.date:
        """Gültig bis: months after the Stichtag, at most 24 after the day of the decision."""
        longest = months_later(since, MAX_DECISION_MONTHS)
        return min(months_later(self.on, min(self.months, MAX_DECISION_MONTHS)), longest)

    def is_default(self, until: dt.date | None, since: dt.date | None) -> bool:
        """True for the date that was stamped on a decision of that day."""
        months = min(self.months, MAX_DECISION_MONTHS)
        return since is not None and until == months_later(since, months)


@dataclass(frozen=True, slots=True)
class Stamping:
    """Gestempelt: the blocks of cells that change, and how many decisions got by, date or valid-until."""

    blocks: tuple[Block, ...] = ()
    decisions: int = 0


def stamp(
    grid: Grid,
    known: Collection[str],
    signature: Signature,
    insertions: Sequence[Insertion] = (),
    formulas: frozenset[Place] = frozenset(),
) -> Stamping:
    """Stempel of the rows of Screening whose customer is `known`, wherever they stand.

    `insertions` are the columns that the same calculation inserts, `formulas` the cells of the grid that
    hold a formula: the owner's, never overwritten.
    """
    headers = [header.strip() for header in grid.headers]
    if LEVEL not in headers:
        return Stamping()
    whole = with_insertions(headers, insertions)
    columns = {name: headers.index(entry.label) for name, entry in COLUMNS.items() if entry.label in headers}
    changes: dict[Place, NewCell] = {}
    decisions = 0
    for row in sorted(at for key, at in rows_by_key(grid).items() if key in known):
        line = grid.rows[row]
        free = {name: at for name, at in columns.items() if (row, at) not in formulas}
        new = _new_stamps(line, headers.index(LEVEL), columns, free, signature)
        for name, cell in new.items():
            text = COLUMNS[name].unit in TEXT_UNITS
            changes[row, whole.index(COLUMNS[name].label)] = NewCell(cell, line[columns[name]], text)
        decisions += _counts(new, now=None if FOR not in columns else line[columns[FOR]])
    return Stamping(blocks(changes), decisions)


def _counts(new: Stamps, now: object) -> bool:
    """True for a decision that was stamped; to note only for which level is no stamp."""
    return any(cell is not None for name, cell in new.items() if name != FOR or not cells.empty(now))


def _new_stamps(
    line: Sequence[object],
    level: int,
    columns: Mapping[str, int],
    free: Mapping[str, int],
    signature: Signature,
) -> Stamps:
    """Stempel of one row that are written: cells that are there, hold no formula and are to change."""
    now = {name: line[at] for name, at in columns.items()}
    remembered = now.get(FOR) if FOR in free else None
    stamps = _stamps(line[level], now, remembered, signature)
    return {name: cell for name, cell in stamps.items() if name in free and not same_cell(cell, now[name])}


def _stamps(level: object, now: Mapping[str, object], remembered: object, signature: Signature) -> Stamps:
    """Stempel as the rules want them, given the level typed and the one the stamps were for."""
    word, last = _word(level), _word(remembered)
    if word is None:
        return dict.fromkeys(COLUMNS) if last is not None else {}
    changed = last is not None and last != word
    stamps: dict[str, Stamp] = {} if last == word else {FOR: word}
    since, until = cells.day(now.get(ON)), cells.day(now.get(UNTIL))
    if changed or cells.empty(now.get(BY)):
        stamps[BY] = signature.by
    if changed or cells.empty(now.get(ON)):
        stamps[ON] = signature.on
    over = until is not None and (until < signature.on or signature.is_default(until, since))
    if cells.empty(now.get(UNTIL)) or (changed and over):
        stamps[UNTIL] = signature.until(signature.on if changed or since is None else since)
    return stamps


def _word(cell: object) -> str | None:
    """Level as the workbook spells it."""
    text = cells.text(cell)
    return None if text is None else LEVELS.get(text.casefold(), text)
