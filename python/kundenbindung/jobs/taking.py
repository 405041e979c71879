"""Einlesen: files of every kind into a job, the same for the command and the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from kundenbindung.adapters.sources import (
    Assignment,
    Assignments,
    ImportedFigures,
    ImportedOpportunities,
    read_figures,
    read_opportunities,
)
from kundenbindung.core.model import Finding
from kundenbindung.jobs import intake, names, opportunities
from kundenbindung.jobs.import_log import Line, fingerprint, last_time, with_lines
from kundenbindung.jobs.intake import Taken
from kundenbindung.jobs.sources import (
    FilesRead,
    context_of,
    read_all,
    unanswered,
    with_assignments,
    with_proposals,
)
from kundenbindung.jobs.work import Job
from kundenbindung.messages import reading_in as words

CHANGED_TABLES = ("customers", "figures", "opportunities", "stages", "assignments", "name_matches", "imports")
"""Tables that reading in may change."""


@dataclass(frozen=True, slots=True)
class Files:
    """Was eingelesen werden soll: files of figures and of opportunities, and a Zuordnung from a file."""

    figures: tuple[Path, ...] = ()
    opportunities: tuple[Path, ...] = ()
    assignments: Assignments = field(default_factory=Assignments)


@dataclass(frozen=True, slots=True, eq=False)
class TakenIn:
    """Eingelesen: the job with findings and log, what to tell the owner, and what is still unknown.

    proposals  what the headers of unknown files could mean; if there are any, nothing was taken in
    asked      the findings that say what is unknown
    changed    False if everything stood in the workbook already
    """

    job: Job
    texts: tuple[str, ...]
    proposals: tuple[Assignment, ...] = ()
    asked: tuple[Finding, ...] = ()
    changed: bool = True


def take_files(before: Job, files: Files, moment: str, room: int | None = None) -> TakenIn:
    """Alle Dateien aufnehmen, or none: a file that cannot be used leaves the job with its findings.

    `room`: an empty workbook takes over so many years of the lists at most, the last ones.
    """
    job = with_assignments(before, files.assignments)
    context = context_of(job)
    figures = read_all(files.figures, read_figures, context)
    chances = read_all(files.opportunities, read_opportunities, context)
    failed = (*figures.findings, *chances.findings)
    if failed and (figures.asked or chances.asked):
        failed = (*failed, *unanswered(context.assignments))
    if failed:
        proposals = (*figures.proposals, *chances.proposals)
        found = (*before.findings, *failed)
        stopped = replace(before, findings=found, reading=replace(before.reading, findings=found))
        asked = (*figures.asked, *chances.asked)
        return TakenIn(with_proposals(stopped, proposals), (), proposals, asked)
    marks = {path.name: fingerprint(path) for path in (*files.figures, *files.opportunities)}
    taken = _take(job, figures, chances, marks, room)
    return _logged(before, taken, marks, moment)


def _take(
    job: Job,
    figures: FilesRead[ImportedFigures],
    chances: FilesRead[ImportedOpportunities],
    marks: dict[str, str],
    room: int | None,
) -> Taken:
    taken = intake.take_all(job, figures.files, marks, room)
    for read in chances.files:
        more = opportunities.take(taken.job, read, marks.get(read.facts.file, ""))
        taken = Taken(more.job, (*taken.texts, *more.texts), (*taken.lines, *more.lines))
    if taken.job.stopped:
        return taken
    job, pairs = names.with_twins(taken.job)
    texts = (*taken.texts, words.twins_found(pairs)) if pairs else taken.texts
    return Taken(job, texts, taken.lines)


def _logged(before: Job, taken: Taken, marks: dict[str, str], moment: str) -> TakenIn:
    """The log gets its lines if anything changed; files that were read before are named."""
    log = before.reading.frames["imports"]
    again = [words.read_before(file, when) for file, mark in marks.items() if (when := last_time(log, mark))]
    job, texts = taken.job, (*again, *taken.texts)
    if job.stopped:
        return TakenIn(job, texts)
    if not changed(before, job):
        return TakenIn(job, texts, changed=False)
    return TakenIn(_with_log(job, moment, taken.lines), texts)


def _with_log(job: Job, moment: str, lines: Sequence[Line]) -> Job:
    log = with_lines(job.reading.frames["imports"], moment, lines)
    return replace(job, reading=replace(job.reading, frames={**job.reading.frames, "imports": log}))


def changed(before: Job, after: Job) -> bool:
    """True if any table holds something else than before."""
    if before.reading.years != after.reading.years:
        return True
    pairs = ((before.reading.frames[name], after.reading.frames[name]) for name in CHANGED_TABLES)
    return any(not _same(old, new) for old, new in pairs)


def _same(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """True if two frames hold the same, whatever their empty cells are."""
    if len(old) != len(new) or set(old.columns) != set(new.columns):
        return False
    pairs = [(old[name].reset_index(drop=True), new[name].reset_index(drop=True)) for name in old.columns]
    return all(bool(((a == b) | (a.isna() & b.isna())).all()) for a, b in pairs)
