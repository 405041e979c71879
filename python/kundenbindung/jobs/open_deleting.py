"""Kunde löschen in der offenen Mappe: ask for the number, show what goes, ask, empty his rows, calculate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kundenbindung import messages
from kundenbindung.adapters import home, leftovers, live
from kundenbindung.core.model import Severity
from kundenbindung.jobs import opened as steps
from kundenbindung.jobs.deleting import named, own_points, recipients, still_held
from kundenbindung.jobs.opened import Opened, Prepared
from kundenbindung.jobs.work import Job, calculate
from kundenbindung.messages import deleting as words
from kundenbindung.messages import live as live_words
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.cells import letters
from kundenbindung.workbook.deleting import Deleted, Taken, without
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.mentioning import Gone, Mention, maybe_him, mentions, mentions_him


def delete(app: live.Application) -> str:
    """Kunde löschen; returns what to tell. RefusalError if anything keeps it from being done."""
    opened = steps.read(app)
    app.refuse_read_only()
    typed = app.ask_text(words.ASK_NUMBER, proposal(opened))
    keys = [key.strip() for key in (typed or "").split(";") if key.strip()]
    if not keys:
        return words.NOT_DELETED
    grids = live.grids(opened.tables)
    deleted = without(grids, keys)
    if deleted.findings:
        raise live.RefusalError(*deleted.findings)
    who, points = named(grids, deleted.gone), own_points(grids, deleted)
    found = (*_mentions(opened, deleted), *_beside(opened, deleted.gone))
    file = home.write_list(home.DELETING_LIST, words.preview(who, deleted.rows, points, found))
    if not app.ask(words.question(who, deleted.rows, points, found, file)):
        return words.NOT_DELETED
    done = _written(opened, deleted)
    book = Path(app.book.fullname)
    held, left = still_held(book, deleted.gone, (book,))
    rests = [*words.still_mentioned(found), *done.went, *held]
    places = [*words.details(rests), *words.not_searched(left)]
    file = home.write_list(home.DELETING_LIST, [*places, words.NOTES])
    rest = [*words.counted(rests), *words.own_points(points), *places]
    return words.emptied(who, deleted.rows, done.backup, done.state, rest, file)


def proposal(opened: Opened) -> str:
    """Kundennr. in the row of the selected cell; empty where there is none."""
    selected = opened.app.selected_row()
    label = next(column.label for column in layout.CUSTOMERS.expand() if column.name == "customer_id")
    for entry in opened.tables.values():
        grid, headers = entry.grid, [header.strip() for header in entry.grid.headers]
        at = -1 if selected is None or entry.sheet.name != selected[0] else selected[1] - grid.first_row
        if 0 <= at < len(grid.rows) and label in headers:
            key = cells.text(grid.rows[at][headers.index(label)])
            if key is not None:
                return key
    return ""


@dataclass(frozen=True, slots=True)
class _Done:
    """Geschrieben: the backup, what became of the calculation, and to whom copies went, in words."""

    backup: str
    state: str
    went: tuple[words.Rest, ...]


def _written(opened: Opened, deleted: Deleted) -> _Done:
    """Zeilen geleert and everything calculated anew, all or nothing; no way back is kept."""
    tables = {
        name: replace(entry, grid=deleted.grids.get(name, entry.grid))
        for name, entry in opened.tables.items()
    }
    emptied = {name: tuple(_areas(opened.tables[name].grid, taken)) for name, taken in deleted.taken.items()}
    rest = replace(opened, tables=tables)
    run = live.read_name(opened.app.book, layout.RUN_NAME)
    job = calculate(steps.job_of(rest))
    opened.app.say(live_words.COMPUTING)
    job, prepared = _prepared(rest, job)
    names = {**prepared.change.names, layout.RUN_NAME: ""}
    change = replace(prepared.change, emptied=emptied, names=names)
    backup = steps.commit(rest, Prepared(prepared.wants, change), forget=True)
    live.forget_all(run)
    leftovers.forget_undo(deleted.gone)
    leftovers.forget_lists()
    went = words.went_to(recipients(job.reading.frames["dispatches"]))
    return _Done(backup, _state(rest, job), tuple(went))


def _prepared(opened: Opened, job: Job) -> tuple[Job, Prepared]:
    """Ergebnisse without him; where errors stop the calculation, only the findings."""
    if job.results is None or job.stopped:
        return job, steps.findings_only(opened, job)
    return steps.prepare(opened, job)


def _state(opened: Opened, job: Job) -> str:
    if job.results is None or job.stopped:
        errors = [finding for finding in job.findings if finding.severity is Severity.ERROR]
        return live_words.stopped([messages.line(finding, job.names) for finding in errors])
    return live_words.calculated(job.results, len(job.findings), opened.seconds, job.stamped)


def _areas(grid: Grid, taken: Taken) -> Iterator[live.Area]:
    """Zeilen below one another as one area over all columns, single cells one by one."""
    start, width = 0, len(grid.headers)
    rows = taken.rows
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            yield rows[start], 0, at - start, width
            start = at
    for row, column in taken.cells:
        yield row, column, 1, 1


def _mentions(opened: Opened, deleted: Deleted) -> tuple[Mention, ...]:
    """Erwähnungen in our tables, on the sheets as they are called now."""
    sheets = {name: entry.sheet.name for name, entry in opened.tables.items()}
    return mentions(deleted.grids.values(), deleted.gone, sheets)


def _beside(opened: Opened, gone: Gone) -> Iterator[Mention]:
    """Erwähnungen beside our tables and on sheets of the owner's."""
    inside = _inside(opened.tables)
    for sheet in opened.app.book.sheets:
        name, area = sheet.name, sheet.used_range
        boxes, top, left = inside.get(name, ()), int(area.row), int(area.column)
        for row, line in enumerate(area.options(ndim=2, err_to_str=True).value, top):
            for column, cell in enumerate(line, left):
                if not isinstance(cell, str) or _covers(boxes, row, column):
                    continue
                sure = mentions_him(cell, gone)
                if sure or maybe_him(cell, gone):
                    yield Mention(name, row, letters(column - 1), not sure)


Box = tuple[int, int, int, int]


def _inside(tables: Mapping[str, live.OpenTable]) -> dict[str, tuple[Box, ...]]:
    """First and last row and column of our tables by sheet, headers included."""
    found: dict[str, tuple[Box, ...]] = {}
    for entry in tables.values():
        grid = entry.grid
        box = (
            grid.first_row - 1,
            grid.first_row + len(grid.rows) - 1,
            grid.first_column + 1,
            grid.first_column + len(grid.headers),
        )
        found[entry.sheet.name] = (*found.get(entry.sheet.name, ()), box)
    return found


def _covers(boxes: tuple[Box, ...], row: int, column: int) -> bool:
    return any(top <= row <= bottom and left <= column <= right for top, bottom, left, right in boxes)
