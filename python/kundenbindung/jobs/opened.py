"""Offene Mappe: what the buttons do with the owner's workbook, from reading its tables to writing results."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import xlwings as xw

from kundenbindung.adapters import home, live
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs.work import Job, calculate, contents, from_grids
from kundenbindung.messages import live as words
from kundenbindung.messages.appointments import DROPPED
from kundenbindung.messages.facts import facts, note, note_name
from kundenbindung.messages.retreat import DONE, OPEN
from kundenbindung.messages.sheets import GONE, finding_rows
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import text as cell_text
from kundenbindung.workbook.frames import Contents, Grid
from kundenbindung.workbook.placing import REUSED, Block, Placing, Wanted, anchors, place, wanted
from kundenbindung.workbook.schema import Role
from kundenbindung.workbook.singles import restored, rows_by_key
from kundenbindung.workbook.stamping import LABELS as STAMP_LABELS
from kundenbindung.workbook.stamping import Signature, Stamping, stamp

RESULT_LINE = note_name(layout.SHEETS[0])
GONE_WORDS = {
    "screening": {"status": GONE},
    "plan": {"recognised": GONE},
    "trial": {"status": GONE},
    "open_decisions": {"state": DONE},
    "appointments": {"state": DROPPED},
}
READ_INTO = {
    "customers": "customer_id",
    "figures": "customer_id",
    "opportunities": "source_id",
    "stages": "stage",
    "assignments": "text",
    "name_matches": "name",
    "imports": "entry",
}
"""Tables that reading in may change, and the column that names their rows."""

ALWAYS_READ_INTO = frozenset({"customers", "figures"})

NOT_WRITTEN = frozenset({"settings"})
"""Tables whose outputs are names and help that only a rebuilt workbook renews."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """Gelesene offene Mappe: its application, its tables, when the button was clicked."""

    app: live.Application
    tables: Mapping[str, live.OpenTable]
    moment: dt.datetime
    started: float

    @property
    def seconds(self) -> float:
        """Seconds since the click."""
        return time.perf_counter() - self.started

    @property
    def when(self) -> str:
        """Moment of the click as the owner reads it."""
        return f"{self.moment:%d.%m.%Y %H:%M}"


def read(app: live.Application) -> Opened:
    """Tabellen of the open workbook; RefusalError if it has none of ours."""
    started, moment = time.perf_counter(), dt.datetime.now()
    app.say(words.READING)
    app.calculate_if_manual()
    tables = live.read_tables(app.book)
    if not tables:
        raise live.RefusalError(Finding("workbook_foreign", Severity.ERROR, values={"file": app.book.name}))
    return Opened(app, tables, moment, started)


def job_of(opened: Opened) -> Job:
    """Auftrag from the tables as they stand, with what is odd about the open workbook."""
    job = from_grids(live.grids(opened.tables))
    return replace(job, findings=(*job.findings, *_oddities(opened)))


def _oddities(opened: Opened) -> tuple[Finding, ...]:
    """Umbenannte Blätter, fehlende Blätter und Ergebnistabellen."""
    found = []
    for sheet in layout.SHEETS:
        present = [opened.tables[p.table].sheet.name for p in sheet.placements if p.table in opened.tables]
        if present and sheet.label not in present:
            values = {"sheet": sheet.label, "name": present[0]}
            found.append(Finding("live_sheet_renamed", Severity.NOTICE, values=values))
    return (*found, *_missing(opened))


def _missing(opened: Opened) -> tuple[Finding, ...]:
    """Ergebnistabellen that are not there; one finding where a whole sheet is gone."""
    there = {sheet.name for sheet in opened.app.book.sheets}
    expected = set(layout.TABLES) - set(layout.INPUT_TABLES) - {"screening"}
    found = []
    for sheet in layout.SHEETS:
        tables = [layout.TABLES[entry.table] for entry in sheet.placements]
        gone = sorted(t.label for t in tables if t.name in expected and t.name not in opened.tables)
        if gone and sheet.label not in there and not any(t.name in opened.tables for t in tables):
            found.append(Finding("live_sheet_missing", Severity.WARNING, values={"sheet": sheet.label}))
            continue
        values = [{"table": label, "sheet": sheet.label} for label in gone]
        found += [Finding("live_table_missing", Severity.WARNING, values=entry) for entry in values]
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Vorbereitete Änderung: what is wanted of each table and where it goes."""

    wants: Mapping[str, Wanted]
    change: live.Change


def prepare(opened: Opened, job: Job) -> tuple[Job, Prepared]:
    """Ergebnisse of a calculated job, placed in the tables as they stand; findings of placing included."""
    found = contents(job, opened.when)
    wants = _wants(opened, found)
    placings = _placings(opened, wants)
    odd = tuple(finding for placing in placings.values() for finding in placing.findings)
    if odd:
        job = replace(job, findings=(*job.findings, *odd))
        found = contents(job, opened.when)
        again = {name: want for name, want in _wants(opened, found).items() if name in ("findings", "steps")}
        wants, placings = wants | again, placings | _placings(opened, again)
    stamping = _stamping(opened, job, placings)
    job = replace(job, stamped=stamping.decisions)
    cells = {
        "criteria": anchors(opened.tables["criteria"].grid, found.frames["criteria"]),
        "screening": stamping.blocks,
    }
    return job, Prepared(wants, live.Change(placings, cells, _names(opened, job, found)))


def _stamping(opened: Opened, job: Job, placings: Mapping[str, Placing]) -> Stamping:
    """Stempel of decisions that are new or changed; the owner's formulas are looked for only then."""
    if job.results is None or "screening" not in placings:
        return Stamping()
    settings, entry = job.results.settings, opened.tables["screening"]
    if settings.reporting_date is None:
        return Stamping()
    signature = Signature(opened.app.user_name(), settings.reporting_date, settings.decision_months)
    known, insertions = frozenset(job.results.customers.index), placings["screening"].insertions
    found = stamp(entry.grid, known, signature, insertions)
    if not found.blocks:
        return found
    return stamp(entry.grid, known, signature, insertions, live.formula_cells(entry, STAMP_LABELS))


def _placings(opened: Opened, wants: Mapping[str, Wanted]) -> dict[str, Placing]:
    return {name: place(opened.tables[name].grid, want) for name, want in wants.items()}


def _wants(opened: Opened, found: Contents) -> dict[str, Wanted]:
    wants = {}
    for name, frame in found.frames.items():
        if name in opened.tables and name not in NOT_WRITTEN:
            want = wanted(name, frame, found.years, found.criteria, GONE_WORDS.get(name, {}))
            if want.columns:
                wants[name] = replace(want, removed=_removed(opened.tables[name].grid, want))
    return wants


def _removed(grid: Grid, want: Wanted) -> frozenset[str]:
    """Termine that are no longer planned: their rows go, as far as nothing else stands there."""
    if want.table.name not in REUSED:
        return frozenset()
    return frozenset(rows_by_key(grid)) - set(want.frame["appointment"].dropna())


def _names(opened: Opened, job: Job, found: Contents) -> dict[str, str | Callable[[], str]]:
    """Zeilen under the titles; that of Start is written last and says how long it took."""
    known = facts(found)
    names: dict[str, str | Callable[[], str]] = {
        note_name(sheet): note(sheet, known, found) for sheet in layout.SHEETS[1:]
    }
    size = 0 if job.results is None else len(job.results.customers)

    def result_line() -> str:
        line = words.result_line(opened.when, size, len(job.findings), opened.seconds)
        return note(layout.SHEETS[0], replace(known, calculated=line), found)

    return names | {RESULT_LINE: result_line}


def recalculate(opened: Opened) -> Job:
    """Neu berechnen: evaluates and writes; a job that is stopped writes only its findings."""
    opened.app.refuse_read_only()
    job = calculate(job_of(opened))
    opened.app.say(words.COMPUTING)
    if job.results is None or job.stopped:
        write_findings(opened, job)
        return job
    job, prepared = prepare(opened, job)
    commit(opened, prepared)
    return job


def shown_points(entry: live.OpenTable) -> dict[str, str]:
    """Punkte der Klausur that the open workbook lists, each with the Stand beside it."""
    return {item: state for item, state in reversed(_points(entry)) if item}


def first_open(entry: live.OpenTable) -> xw.Range:
    """Zelle of the first open point, the first cell if there is none."""
    rows = [at for at, (item, state) in enumerate(_points(entry)) if item and state == OPEN]
    first = entry.grid.first_row + (rows[0] if rows else 0)
    return entry.sheet.range((first, entry.grid.first_column + 1))


def _points(entry: live.OpenTable) -> list[tuple[str, str]]:
    """Punkt and Stand of every row, trimmed; nothing where a column is gone."""
    headers = [header.strip() for header in entry.grid.headers]
    labels = [c.label for c in layout.OPEN_DECISIONS.expand() if c.name in {"item", "state"}]
    if not set(labels) <= set(headers):
        return []
    at = [headers.index(label) for label in labels]
    return [(cell_text(row[at[0]]) or "", cell_text(row[at[1]]) or "") for row in entry.grid.rows]


def write_findings(opened: Opened, job: Job, beside: Prepared | None = None) -> str:
    """Nur die Befunde, with a line that says that nothing was calculated; returns the backup.

    `beside` is what was read in and is written all the same.
    """
    prepared = findings_only(opened, job, beside)
    return commit(opened, prepared) if prepared.wants else ""


def findings_only(opened: Opened, job: Job, beside: Prepared | None = None) -> Prepared:
    """Befunde of a job that errors stop, placed, with the line that says so; `beside` goes with them."""
    wants, placings = (dict(beside.wants), dict(beside.change.placings)) if beside else ({}, {})
    names: dict[str, str | Callable[[], str]] = {}
    if "findings" in opened.tables:
        wants["findings"] = wanted("findings", finding_rows(job.findings, job.names), (), (), {})
        placings["findings"] = place(opened.tables["findings"].grid, wants["findings"])
        errors = sum(finding.severity is Severity.ERROR for finding in job.findings)
        names[RESULT_LINE] = words.stopped_line(opened.when, errors)
    return Prepared(wants, live.Change(placings, {}, names))


def commit(opened: Opened, prepared: Prepared, *, forget: bool = False) -> str:
    """Sichern, merken, schreiben; returns the backup. Raises RefusalError before, WriteError after a mishap.

    `forget`: the way back is the backup alone, no calculation is remembered for Rückgängig.
    """
    change = prepared.change
    errors = [
        f for placing in change.placings.values() for f in placing.findings if f.severity is Severity.ERROR
    ]
    hindering = (*errors, *live.hindrances(opened.app.book, opened.tables, change))
    if hindering:
        raise live.RefusalError(*hindering)
    opened.app.say(words.BACKING_UP)
    backup = live.back_up(opened.app.book, opened.moment)
    run = f"{opened.moment:%Y%m%d%H%M%S}{os.urandom(4).hex()}"
    if not forget:
        _remember(opened, prepared, run)
        change = replace(change, names={**change.names, layout.RUN_NAME: run})
    try:
        with opened.app.calculation_held():
            live.write(opened.app.book, opened.tables, change, _progress(opened.app))
    except live.WriteError as failed:
        code = "live_write_failed" if failed.restored else "live_write_broken"
        home.write_log()
        live.forget(run)
        raise live.RefusalError(Finding(code, Severity.ERROR, values={"backup": str(backup)})) from failed
    opened.app.written = str(backup)
    opened.app.calculate_if_manual()
    live.fit(opened.tables, change.placings, prepared.wants)
    return str(backup)


def _remember(opened: Opened, prepared: Prepared, run: str) -> None:
    book, change = opened.app.book, prepared.change
    notes = {label: live.read_name(book, label) or "" for label in change.names}
    previous = live.read_name(book, layout.RUN_NAME)
    results = {name: placing for name, placing in change.placings.items() if _is_result(prepared.wants[name])}
    taken = live.snapshot(
        run, previous, live.grids(opened.tables), prepared.wants, results, change.cells, notes
    )
    live.store(taken)


def _is_result(want: Wanted) -> bool:
    """True for a table of which only results are written; what was read in is no result."""
    table = want.table.name
    return table not in READ_INTO and all(column.role is Role.OUTPUT for column in want.columns)


def _progress(app: live.Application) -> Callable[[int, int], None]:
    return lambda done, total: app.say(f"{words.WRITING} {done + 1} von {total}")


def undo(opened: Opened) -> bool:
    """Rückgängig: the results before the last calculation; True if one more could be taken back."""
    opened.app.refuse_read_only()
    run = live.read_name(opened.app.book, layout.RUN_NAME)
    taken = live.load(run) if run else None
    if taken is None:
        folder = str(home.backup_folder())
        raise live.RefusalError(Finding("live_nothing_to_undo", Severity.ERROR, values={"folder": folder}))
    wants = {
        name: _want_before(name, before, opened.tables[name].grid.headers)
        for name, before in taken.tables.items()
        if name in opened.tables
    }
    placings = {
        name: _without_findings(place(opened.tables[name].grid, want)) for name, want in wants.items()
    }
    names = {**taken.notes, layout.RUN_NAME: taken.previous or ""}
    commit(opened, Prepared(wants, live.Change(placings, _cells_before(opened, taken), names)), forget=True)
    return bool(taken.previous and live.load(taken.previous))


def _want_before(name: str, before: live.TableBefore, headers: Sequence[str]) -> Wanted:
    """Die vorherigen Ergebnisse as a wish: rows and columns that came with the calculation are emptied."""
    there = {header.strip() for header in headers}
    years, criteria = _named(before.columns)
    table = layout.TABLES[name]
    by_name = {column.name: column for column in table.expand(years, criteria)}
    known = (by_name[column] for column in before.columns if column in by_name)
    columns = tuple(column for column in known if column.label in there)
    return Wanted(table, columns, live.frame_before(before), {}, frozenset(before.appended))


def _named(columns: Sequence[str]) -> tuple[list[int], list[str]]:
    """Years and criteria that columns of a table name."""
    years = [int(text) for text in (column.removeprefix("revenue_") for column in columns) if text.isdigit()]
    return years, [column.removeprefix("points:") for column in columns if column.startswith("points:")]


def _without_findings(placing: Placing) -> Placing:
    return replace(placing, findings=())


def _cells_before(opened: Opened, taken: live.Snapshot) -> dict[str, Sequence[Block]]:
    """Anker and stamps that still stand as they were filled in: what stood there before."""
    found: dict[str, Sequence[Block]] = {}
    for name, entry in opened.tables.items():
        cells = [cell for cell in taken.cells if cell.table == name]
        if cells:
            formulas = live.formula_cells(entry, {cell.label for cell in cells})
            found[name] = restored(entry.grid, cells, formulas)
    return found


def input_wants(
    tables: Mapping[str, live.OpenTable],
    before: Mapping[str, pd.DataFrame],
    job: Job,
    years: Sequence[int],
) -> dict[str, Wanted]:
    """Eingelesene Werte: the columns that reading in changed, of every table that is there."""
    wants = {}
    for name, key in READ_INTO.items():
        if name not in tables:
            continue
        table, frame = replace(layout.TABLES[name], key=key), job.reading.frames[name]
        if frame is before[name] and name not in ALWAYS_READ_INTO:
            continue
        rows = frame[frame[key].notna()]
        columns = [
            column
            for column in table.expand(years)
            if column.name in frame
            and (column.name == key or not _equal(before[name], rows, column.name, key))
        ]
        wants[name] = Wanted(table, tuple(columns), rows)
    return wants


def _equal(before: pd.DataFrame, after: pd.DataFrame, column: str, key: str) -> bool:
    """True if reading in changed nothing in a column: known rows as before, nothing in new ones."""
    if column not in before.columns or column not in after.columns:
        return column not in after.columns
    old = before.dropna(subset=[key])[column].reset_index(drop=True).astype(object)
    new = after[column].reset_index(drop=True).astype(object)
    if len(new) < len(old):
        return False
    old = old.reindex(new.index)
    return bool(((old == new) | (old.isna() & new.isna())).all())
