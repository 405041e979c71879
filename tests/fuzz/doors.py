"""Türen: what is done with a mutated workbook, and how it ended."""

from __future__ import annotations

import functools
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from tests.fuzz import companies, laws

from kundenbindung import jobs, messages
from kundenbindung.adapters import export
from kundenbindung.adapters.file import OpenedWorkbook, open_workbook
from kundenbindung.adapters.package import PackageError
from kundenbindung.adapters.save import SaveError, save
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs import Job, deleting, returning
from kundenbindung.jobs.appointments import prepare as prepare_calendars
from kundenbindung.jobs.taking import Files, take_files
from kundenbindung.jobs.year_turn import turn
from kundenbindung.workbook.frames import Grid

READ, CALCULATED, WRITTEN = "gelesen", "gerechnet", "geschrieben"
STOPPED, REFUSED = "angehalten", "abgelehnt"
COMPARED, UNCHANGED = "verglichen", "nichts Neues"
MOMENT = "01.02.2026 08:00"


class Depth(IntEnum):
    """Tiefe of a case: only read, calculated too, or even written and read again."""

    READ, CALCULATE, WRITE = range(3)


def grids_end(grids: Mapping[str, Grid], target: Path, depth: Depth) -> str:
    """Raster read, and as much more as `depth` says."""
    return _end(OpenedWorkbook(grids, ()), target, depth)


def file_end(path: Path, target: Path, depth: Depth) -> str:
    """Mappe opened as the command line does, then the same."""
    try:
        opened = open_workbook(path)
    except PackageError as refused:
        laws.sound_words([path.name], [messages.line(refused.finding)])
        return REFUSED
    return _end(opened, target, depth)


def _end(opened: OpenedWorkbook, target: Path, depth: Depth) -> str:
    job = jobs.from_grids(opened.grids, not_carried=opened.not_carried, propose=True)
    job = job if depth is Depth.READ else jobs.calculate(job)
    given = list(laws.texts(opened.grids))
    laws.sound_words(given, _lines(job.findings, job.names))
    if job.stopped:
        return STOPPED
    if depth is Depth.READ:
        return READ
    json.dumps(export.to_json(job.results, job.findings), allow_nan=False)
    if depth is Depth.CALCULATE:
        jobs.contents(job, MOMENT)
        return CALCULATED
    return _write(job, opened, target, given)


def _write(job: Job, opened: OpenedWorkbook, target: Path, given: list[str]) -> str:
    try:
        save(jobs.contents(job, MOMENT), target, jobs.verify)
    except SaveError as refused:
        laws.sound_words(given, [messages.line(refused.finding)])
        return REFUSED
    _compare(opened, target, given)
    return WRITTEN


def _compare(opened: OpenedWorkbook, target: Path, given: list[str]) -> None:
    """Nothing typed is lost, nothing else than numbers and words came in."""
    laws.sound_file(target, given)
    gone = laws.lost(opened.grids, open_workbook(target).grids)
    if gone:
        raise laws.BrokenLawError(f"lost: {list(gone)[:4]}"[:2000])


def _lines(findings: Iterable[Finding], names: Mapping[str, str]) -> list[str]:
    return [messages.line(finding, names) for finding in findings]


def year_end(grids: Mapping[str, Grid]) -> str:
    """Jahreswechsel and Termine of mutated grids."""
    job = jobs.calculate(jobs.from_grids(grids))
    if job.stopped:
        return STOPPED
    prepare_calendars(job)
    new, _ = turn(job)
    _lines(new.findings, new.names)
    return CALCULATED


def deletion_end(path: Path, key: str) -> str:
    """A customer out of a mutated workbook."""
    try:
        removal = deleting.prepare(path, [key])
    except PackageError as refused:
        messages.line(refused.finding)
        return REFUSED
    _lines(removal.job.findings, {})
    if removal.job.stopped or removal.job.results is None:
        return STOPPED
    deleting.would(removal)
    jobs.contents(removal.job, MOMENT)
    return CALCULATED


@functools.cache
def _before() -> Job:
    """An empty workbook to read files into."""
    return replace(jobs.empty((2023, 2024, 2025)), findings=())


def taking_end(path: Path, opportunities: bool) -> str:
    """A mutated file read into an empty workbook, which is calculated and could be written."""
    one = (path,)
    taken = take_files(_before(), Files((), one) if opportunities else Files(one), MOMENT)
    _lines((*taken.job.findings, *taken.asked), taken.job.names)
    if taken.job.stopped or taken.proposals:
        return STOPPED
    job = jobs.calculate(taken.job)
    laws.sound_words([path.name], _lines(job.findings, {}))
    if job.results is not None:
        json.dumps(export.to_json(job.results, job.findings), allow_nan=False)
        jobs.contents(job, MOMENT)
    return CALCULATED


def _words(path: Path) -> list[str]:
    """Whatever stands in the parts of a file that can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, RuntimeError):
        return []


def copy_end(path: Path) -> str:
    """A mutated copy that comes back; what it says is taken over and calculated."""
    job, _ = companies.copy()
    try:
        returned = returning.take_back(job, [returning.Came(path)], MOMENT)
    except PackageError as refused:
        laws.sound_words([path.name, *_words(path)], [messages.line(refused.finding)])
        return REFUSED
    _lines(returned.differences.findings, job.names)
    if not returned.changed:
        return UNCHANGED
    after = jobs.calculate(returned.job)
    errors = [finding for finding in after.findings if finding.severity is Severity.ERROR]
    _lines(errors, job.names)
    if not after.stopped:
        jobs.contents(after, MOMENT)
    return COMPARED
