"""Rücklauf in the open workbook: read the copies, show what they change, ask, write only these cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kundenbindung import messages
from kundenbindung.adapters import home, live
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs import opened as steps
from kundenbindung.jobs.opened import Opened, Prepared
from kundenbindung.jobs.returning import Came, Returned, take_back
from kundenbindung.jobs.work import Job, calculate
from kundenbindung.messages import live as live_words
from kundenbindung.messages import returning as words
from kundenbindung.workbook import placing, returned
from kundenbindung.workbook.placing import Placing, Wanted
from kundenbindung.workbook.returned import Change, Differences

LOG = "dispatches"


def take_back_into(app: live.Application, files: Sequence[Came]) -> str:
    """Kopien aufnehmen; returns what to tell. Raises RefusalError or PackageError if it cannot be done."""
    opened = steps.read(app)
    app.refuse_read_only()
    before = steps.job_of(opened)
    _refuse_errors(before)
    found = take_back(before, files, opened.when, lambda changes: _takeable(opened, changes))
    lines = words.in_full(found.texts, found.notes)
    file = home.write_list(home.RETURNING_LIST, lines) if found.changed or found.odd else ""
    if not found.changed:
        return words.nothing(found.odd, file)
    if not app.ask(words.question(found.texts, found.odd, file)):
        return live_words.NOT_TAKEN_IN
    job = calculate(found.job)
    if not job.waits_for_figures:
        _refuse_errors(job)
    text, backup = _write(opened, found, job)
    left = file if found.odd else ""
    return words.taken_into_open(len(found.differences.changes), found.customers, text, backup, left)


def _refuse_errors(job: Job) -> None:
    errors = [finding for finding in job.findings if finding.severity is Severity.ERROR]
    if errors:
        raise live.RefusalError(*errors)


def _takeable(opened: Opened, changes: Sequence[Change]) -> tuple[list[Change], list[Finding]]:
    """Changes of cells that are there and hold no formula of the owner's."""
    kept: list[Change] = []
    found: list[Finding] = []
    for name in dict.fromkeys(change.table for change in changes):
        here, entry = [change for change in changes if change.table == name], opened.tables[name]
        labels = {words.column_of(name, change.column).label for change in here}
        fit, odd = returned.takeable(entry.grid, here, live.formula_cells(entry, labels))
        kept += fit
        found += odd
    return kept, found


def _write(opened: Opened, found: Returned, job: Job) -> tuple[str, str]:
    """What was filled in and the results that follow from it, in one go; what to tell, and the backup."""
    typed = _placings(opened, found.differences, job)
    wants = {name: returned.wanted(opened.tables[name].grid) for name in typed}
    if job.waits_for_figures:
        wants, typed = _with_log(opened, job, wants, typed)
        backup = steps.write_findings(opened, job, Prepared(wants, live.Change(typed, {}, {})))
        return live_words.stopped(_errors(job)), backup
    job, prepared = steps.prepare(_filled_in(opened, typed), job)
    placings = {**prepared.change.placings, **_together(typed, prepared.change.placings)}
    change = replace(prepared.change, placings=placings)
    backup = steps.commit(opened, Prepared({**wants, **prepared.wants}, change))
    if job.results is None:
        raise RuntimeError("a job without errors has results")
    return live_words.calculated(job.results, len(job.findings), opened.seconds, job.stamped), backup


def _with_log(
    opened: Opened, job: Job, wants: Mapping[str, Wanted], typed: Mapping[str, Placing]
) -> tuple[dict[str, Wanted], dict[str, Placing]]:
    """The log as well, where nothing is calculated that would bring it."""
    if LOG not in opened.tables:
        return dict(wants), dict(typed)
    want = placing.wanted(LOG, job.reading.frames[LOG], (), (), {})
    return {**wants, LOG: want}, {**typed, LOG: placing.place(opened.tables[LOG].grid, want)}


def _placings(opened: Opened, found: Differences, job: Job) -> dict[str, Placing]:
    tables = dict.fromkeys(change.table for change in found.changes)
    return {
        name: returned.placing(
            opened.tables[name].grid, [change for change in found.changes if change.table == name], job.names
        )
        for name in tables
    }


def _filled_in(opened: Opened, typed: Mapping[str, Placing]) -> Opened:
    """The tables as if the cells were written: what is filled in keeps its row."""
    tables = {
        name: replace(entry, grid=returned.filled_in(entry.grid, typed[name])) if name in typed else entry
        for name, entry in opened.tables.items()
    }
    return replace(opened, tables=tables)


def _together(typed: Mapping[str, Placing], results: Mapping[str, Placing]) -> dict[str, Placing]:
    """Cells that are filled in and results of the same table."""
    return {
        name: replace(results[name], blocks=(*results[name].blocks, *mine.blocks))
        if name in results
        else mine
        for name, mine in typed.items()
    }


def _errors(job: Job) -> list[str]:
    errors = (finding for finding in job.findings if finding.severity is Severity.ERROR)
    return [messages.line(finding, job.names) for finding in errors]
