"""Rücklauf: copies that a colleague filled in, read, compared and taken over, for command and button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kundenbindung import messages
from kundenbindung.adapters import sent
from kundenbindung.adapters.file import ForeignTables, read_foreign
from kundenbindung.adapters.package import Limits
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.core.checks import by_severity
from kundenbindung.core.model import Finding, Settings, Severity
from kundenbindung.core.screening import complete_settings
from kundenbindung.jobs import sent_to
from kundenbindung.jobs.sent_log import Line, with_lines
from kundenbindung.jobs.work import Job
from kundenbindung.messages import mail_copy as copy_words
from kundenbindung.messages import returning as words
from kundenbindung.workbook import cells, returned
from kundenbindung.workbook.frames import Grid, folded
from kundenbindung.workbook.layout import TABLES
from kundenbindung.workbook.returned import Change, Conflict, CopyTable, Differences
from kundenbindung.workbook.sharing import Shared
from kundenbindung.workbook.tables.mail import COPY_FACTS

LIMITS = Limits(packed=50 << 20, unpacked=200 << 20)
MOST_ROWS = 100_000
LABELS = {name: TABLES[name].label for name in returned.FILLED_TABLES} | {COPY_FACTS.name: COPY_FACTS.label}
"""Tables that are read from a copy, and nothing else of it."""

Barred = Callable[[Sequence[Change]], tuple[Sequence[Change], Sequence[Finding]]]
"""Which changes a workbook can take, and findings about the others."""


@dataclass(frozen=True, slots=True)
class Came:
    """Zurückgekommene Datei: where it is readable, how it was called, whether it came encrypted."""

    path: Path
    name: str = ""
    encrypted: bool = False

    @property
    def whole_name(self) -> str:
        """Name as the owner knows it."""
        return self.name or self.path.name

    @property
    def shown(self) -> str:
        """The same in a sentence."""
        return returned.brief_file(self.whole_name)


@dataclass(frozen=True, slots=True, eq=False)
class _Copy:
    """Gelesene Kopie: for whom it is, what it may change, what it says differently."""

    came: Came
    mark: str
    shared: Shared
    found: Differences


@dataclass(frozen=True, slots=True, eq=False)
class Returned:
    """Rücklauf: the job with what is taken over and with its log, what was found, and what to tell.

    job        not calculated; the one before if there is nothing to take over
    texts      every difference that is taken over, in German
    odd        what was found, in German, worst first
    notes      the same with every row a sentence only counts
    """

    job: Job
    differences: Differences
    texts: tuple[str, ...]
    odd: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """True if there is anything to take over."""
        return bool(self.differences.changes)

    @property
    def customers(self) -> int:
        """So many customers it concerns."""
        return len({change.customer for change in self.differences.changes})


def take_back(job: Job, files: Sequence[Came], moment: str, barred: Barred | None = None) -> Returned:
    """Kopien lesen, vergleichen, übernehmen: all of them, or PackageError about the first unfit one.

    job     read, not calculated; ValueError if an error stops it
    moment  for the log, as the owner reads it
    barred  what an open workbook cannot take
    """
    if job.stopped:
        raise ValueError("a workbook with errors takes nothing back")
    copies = [_read(job, came) for came in files]
    whole = returned.merged([copy.found for copy in copies])
    kept, further = (whole.changes, ()) if barred is None else barred(whole.changes)
    disputes = tuple(map(dispute, whole.conflicts))
    whole = Differences(tuple(kept), whole.conflicts, (*whole.findings, *disputes, *further))
    texts = words.report(whole, ", ".join(copy.came.shown for copy in copies), job.names)
    said = [(messages.line(finding, job.names), finding) for finding in by_severity(whole.findings)]
    odd = tuple(line for line, _ in said)
    notes = tuple(more for line, finding in said for more in words.whole(line, finding))
    if not whole.changes:
        return Returned(job, whole, tuple(texts), odd, notes)
    reading = returned.apply(job.reading, whole.changes)
    log = with_lines(reading.frames["dispatches"], moment, [_line(copy, whole) for copy in copies])
    reading = replace(reading, frames={**reading.frames, "dispatches": log})
    return Returned(replace(job, reading=reading, results=None), whole, tuple(texts), odd, notes)


def _read(job: Job, came: Came) -> _Copy:
    tables = _tables(came)
    head = _head(tables.grids[COPY_FACTS.name])
    mark = head.get(copy_words.FACT_MARK, "")
    _refuse_other(job.reading.settings, head, came.shown)
    log, kept = job.reading.frames["dispatches"], sent.load(mark)
    whom, odd = sent_to.recipient(log, kept, head, came.shown)
    shared = returned.allowed(job.reading, whom.group, whom.responsible or None)
    if shared is None:
        raise refusal("returned_group_unknown", file=came.shown, group=whom.named)
    odd += sent_to.again(log, mark, came.shown)
    baseline = sent_to.baseline(kept)
    if baseline is None:
        odd.append(Finding("returned_sent_unknown", Severity.NOTICE, values={"file": came.shown}))
    copies = {
        name: CopyTable(grid, tables.formulas[name])
        for name, grid in tables.grids.items()
        if name != COPY_FACTS.name
    }
    found = returned.differences(job.reading, copies, baseline, shared, came.shown)
    return _Copy(came, mark, shared, replace(found, findings=(*odd, *found.findings)))


def _tables(came: Came) -> ForeignTables:
    """Tabellen of a copy; PackageError if it is none."""
    tables = read_foreign(came.path, LABELS, LIMITS, MOST_ROWS, came.whole_name)
    head = tables.grids.get(COPY_FACTS.name)
    if head is None or not _head(head).get(copy_words.FACT_MARK):
        raise refusal("returned_no_copy", file=came.shown)
    return tables


def _head(grid: Grid) -> dict[str, str]:
    """Angaben of the first sheet by their names."""
    pairs = ((cells.text(row[0]), cells.text(row[1])) for row in grid.rows if len(row) > 1)
    return {name: value for name, value in pairs if name and value}


def _refuse_other(settings: Settings, head: dict[str, str], file: str) -> None:
    """PackageError for a copy of another company, another plan year or another Stichtag."""
    day = complete_settings(settings).reporting_date
    stichtag = f"{day:%d.%m.%Y}" if day else ""
    _agree("returned_company_differs", settings.company or "", head.get(copy_words.FACT_COMPANY, ""), file)
    _agree("returned_year_differs", str(settings.plan_year), head.get(copy_words.FACT_YEAR, ""), file)
    _agree("returned_day_differs", stichtag, head.get(copy_words.FACT_STICHTAG, ""), file)


def _agree(code: str, ours: str, theirs: str, file: str) -> None:
    if folded(theirs) != folded(ours):
        raise refusal(
            code, file=file, theirs=returned.brief(theirs) or words.NOTHING, ours=ours or words.NOTHING
        )


def dispute(conflict: Conflict) -> Finding:
    """Widerspruch as a finding with both values."""
    code = "returned_copies_differ" if conflict.copies else "returned_conflict"
    change, facts = conflict.change, words.facts_of(conflict)
    return Finding(code, Severity.WARNING, change.table, change.customer, change.column, facts)


def _line(copy: _Copy, whole: Differences) -> Line:
    """Zeile of the log: what of one copy was taken over, and how much was not."""
    cells_taken = {_cell(change) for change in whole.changes}
    changes = tuple(change for change in copy.found.changes if _cell(change) in cells_taken)
    return Line(
        event=copy_words.RETURNED,
        group=copy.shared.group.name,
        responsible=copy.shared.responsible or "",
        recipients="",
        file=copy.came.whole_name,
        sheets=words.summary(changes),
        customers=len({change.customer for change in changes}),
        rows=len({_cell(change)[:2] for change in changes}),
        encrypted=copy.came.encrypted,
        remark=words.remark(copy.found),
        mark=copy.mark,
    )


def _cell(change: Change) -> tuple[str, object, str]:
    return change.table, change.key if change.row is None else change.row, change.column
