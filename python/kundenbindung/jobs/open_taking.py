"""Einlesen into the open workbook: read files, show what was understood, ask, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kundenbindung import messages
from kundenbindung.adapters import home, live
from kundenbindung.adapters.live import refused
from kundenbindung.core.checks import by_severity
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs import opened as steps
from kundenbindung.jobs.opened import Opened, Prepared
from kundenbindung.jobs.taking import Files, TakenIn, take_files
from kundenbindung.jobs.work import Job, calculate
from kundenbindung.messages import live as words
from kundenbindung.messages import reading_in as reading_words
from kundenbindung.messages.returning import whole as in_whole
from kundenbindung.workbook import layout
from kundenbindung.workbook.placing import place

TOLD = frozenset(
    {
        "import_years_adopted",
        "import_years_missing",
        "import_years_unused",
        "import_values_replaced",
        "import_customers_kept",
        "import_ids_doubtful",
        "import_period_partial",
        "opportunities_replaced",
        "opportunities_vanished",
    }
)
"""Findings that are told once more when everything is written."""


def import_into(app: live.Application, files: Files) -> str:
    """Dateien aufnehmen; returns what to tell. Raises RefusalError if anything keeps it from being done."""
    opened = steps.read(app)
    app.refuse_read_only()
    before = steps.job_of(opened)
    _refuse_errors(before.findings)
    if before.is_sample:
        raise refused("import_into_sample", file=app.book.name)
    taken = take_files(before, files, opened.when, room=len(before.reading.years))
    if taken.proposals:
        return _ask_for_assignments(opened, before, taken)
    job = taken.job
    _refuse_errors(job.findings)
    found = job.findings[len(before.findings) :]
    preview, listed = _preview(taken, found), _preview(taken, found, whole=True).in_full()
    file = home.write_list(home.READING_LIST, listed) if taken.changed or found else ""
    if not taken.changed:
        return words.nothing_new(reading_words.UNCHANGED, preview, file)
    if not app.ask(words.take_in(preview, file)):
        return words.NOT_TAKEN_IN
    job = calculate(job)
    if not job.waits_for_figures:
        _refuse_errors(job.findings)
    if job.reading.years == before.reading.years:
        return _write(opened, before, job, opportunities=not files.figures)
    return _write_with_years(opened, before, job)


def _ask_for_assignments(opened: Opened, before: Job, taken: TakenIn) -> str:
    """Unknown headers: what they could mean goes into the table Zuordnung, where the owner confirms it."""
    if "assignments" not in opened.tables:
        values = {"table": layout.ASSIGNMENTS.label, "sheet": layout.sheet_of("assignments").label}
        raise refused("live_table_missing", **values)
    wants = steps.input_wants(opened.tables, before.reading.frames, taken.job, before.reading.years)
    placings = {name: place(opened.tables[name].grid, want) for name, want in wants.items()}
    new = len(taken.job.reading.frames["assignments"]) - len(before.reading.frames["assignments"])
    if new:
        steps.commit(opened, Prepared(wants, live.Change(placings, {}, {})), forget=True)
        entry = opened.tables["assignments"]
        opened.app.show(entry.sheet.range((entry.grid.first_row, entry.grid.first_column + 1)))
    files = list(dict.fromkeys(map(_file_of, taken.asked)))
    found = taken.job.findings[len(before.findings) :]
    said = [messages.sentence(finding) for finding in taken.asked]
    said += [messages.line(finding) for finding in found if finding not in taken.asked]
    return words.shortened([reading_words.asks_for_assignment(files, new), "", *said], "")


def _file_of(finding: Finding) -> str:
    return str(finding.values.get("in_file") or finding.values.get("file") or "")


def _refuse_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise live.RefusalError(*errors)


def _write_with_years(opened: Opened, before: Job, job: Job) -> str:
    """Geschäftsjahre of an empty workbook become those of the list; if that fails, the old ones come back."""
    old, new = before.reading.years, job.reading.years
    if len(old) != len(new):
        listed, years = (", ".join(map(str, one)) for one in (new, old))
        raise refused("live_years_fixed", listed=listed, years=years)
    backup = live.back_up(opened.app.book, opened.moment)
    done: list[Callable[[], None]] = []
    try:
        return _write(_with_years(opened, old, new, done), before, job)
    except Exception as error:
        whole = live.put_back(done)
        if whole and isinstance(error, live.RefusalError):
            raise
        home.write_log()
        code = "live_write_failed" if whole else "live_write_broken"
        raise refused(code, backup=str(backup)) from error


def _with_years(
    opened: Opened, old: Sequence[int], new: Sequence[int], done: list[Callable[[], None]]
) -> Opened:
    """Headers and base year renamed, and the tables read again; `done` collects the way back."""
    renamed = dict(zip(map(str, old), map(str, new), strict=True))
    for name in ("figures", "screening"):
        _rename(opened.tables[name], renamed, done)
    _set_base_year(opened.tables["settings"], new[-1], done)
    return replace(opened, tables=live.read_tables(opened.app.book))


def _rename(entry: live.OpenTable, renamed: Mapping[str, str], done: list[Callable[[], None]]) -> None:
    """Headers "Umsatz JJJJ" and "DB JJJJ"; in two steps, since a table never has a header twice."""
    now = dict(enumerate(entry.grid.headers))
    named = {
        at: h.strip().rpartition(" ") for at, h in now.items() if h.strip().rpartition(" ")[2] in renamed
    }
    between = {at: f"{what} {year} neu" for at, (what, _, year) in named.items()}
    final = {at: f"{what} {renamed[year]}" for at, (what, _, year) in named.items()}
    for labels in (between, final):
        for at, label in labels.items():
            _put(entry, (-1, at), label, now[at], done)
            now[at] = label


def _put(
    entry: live.OpenTable,
    place: tuple[int, int],
    value: object,
    before: object,
    done: list[Callable[[], None]],
) -> None:
    """One cell by its row and column in the table, and how it becomes what it was."""
    row, column = place
    cell = entry.sheet.range((entry.grid.first_row + row, entry.grid.first_column + 1 + column))
    done.append(lambda: setattr(cell, "value", before))
    cell.value = value


def _errors(job: Job) -> list[str]:
    found = (finding for finding in job.findings if finding.severity is Severity.ERROR)
    return [messages.line(finding, job.names) for finding in found]


def _set_base_year(entry: live.OpenTable, year: int, done: list[Callable[[], None]]) -> None:
    headers = [header.strip() for header in entry.grid.headers]
    labels = {setting.name: setting.label for setting in layout.SETTINGS}
    for at, row in enumerate(entry.grid.rows):
        if row[headers.index("Einstellung")] == labels["base_year"]:
            column = headers.index("Wert")
            _put(entry, (at, column), float(year), row[column], done)


def _write(opened: Opened, before: Job, job: Job, *, opportunities: bool = False) -> str:
    """Values of the lists and the results that follow from them, in one go."""
    wants = steps.input_wants(opened.tables, before.reading.frames, job, job.reading.years)
    placings = {name: place(opened.tables[name].grid, want) for name, want in wants.items()}
    if job.waits_for_figures:
        backup = steps.write_findings(opened, job, Prepared(wants, live.Change(placings, {}, {})))
        return words.taken_in(words.stopped(_errors(job)), backup, opportunities)
    job, prepared = steps.prepare(opened, job)
    change = replace(prepared.change, placings={**placings, **prepared.change.placings})
    backup = steps.commit(opened, Prepared({**wants, **prepared.wants}, change))
    if job.results is None:
        raise RuntimeError("a job without errors has results")
    text = words.calculated(job.results, len(job.findings), opened.seconds, job.stamped)
    return words.taken_in("\n".join([text, *_noted(job)]), backup, opportunities)


def _preview(taken: TakenIn, findings: Sequence[Finding], *, whole: bool = False) -> words.Preview:
    """Vorschau of what is read in; `whole` names every customer and cell that a finding means."""
    odd: list[str] = []
    notes: list[str] = []
    for finding in _told_first(findings):
        line = messages.line(finding, taken.job.names)
        lines = in_whole(line, finding) if whole else [line]
        (notes if finding.severity is Severity.NOTICE else odd).extend(lines)
    return words.Preview(taken.texts, odd, notes, new=taken.changed)


def _told_first(findings: Sequence[Finding]) -> list[Finding]:
    """What happens to the workbook first, then what is odd about the files: a window holds a few lines."""
    return sorted(by_severity(tuple(findings)), key=lambda finding: finding.code not in TOLD)


def _noted(job: Job) -> list[str]:
    """Was ersetzt und behalten wurde."""
    told = (finding for finding in job.findings if finding.code in TOLD)
    return [messages.line(finding, job.names) for finding in told]
