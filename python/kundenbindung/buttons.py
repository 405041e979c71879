"""Tür: one function per button of the workbook, called by its macros with a token and xlwings' version.

Everything is caught here: the owner reads a German sentence, the log gets the traceback, the state of
Excel comes back, and the token is written at the very end so that the macro knows Python came through.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import xlwings as xw

from kundenbindung import handbook_file, jobs, messages
from kundenbindung.adapters import home, leftovers, live
from kundenbindung.core.checks import by_severity
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs import opened as steps
from kundenbindung.messages import calendar as calendar_words
from kundenbindung.messages import live as words
from kundenbindung.messages import meeting_sheets as meeting_words
from kundenbindung.messages import reading_in as reading_words
from kundenbindung.messages import retreat as retreat_words
from kundenbindung.messages import year_turn as year_words
from kundenbindung.workbook import layout

Action = Callable[[live.Application], str | None]

live.disarm()


def calculate(token: str = "", version: str = "") -> None:
    """Neu berechnen."""
    _run(_calculate, token, version)


def undo(token: str = "", version: str = "") -> None:
    """Rückgängig: the results before the last calculation."""
    _run(lambda app: words.undone(steps.undo(steps.read(app))), token, version)


def check(token: str = "", version: str = "") -> None:
    """Prüfen: says what was found, writes nothing."""
    _run(_check, token, version, changes=False)


def import_figures(token: str = "", version: str = "") -> None:
    """Zahlen einlesen: customer lists into Kunden and Zahlen, after a yes."""
    _run(_import_figures, token, version)


def import_opportunities(token: str = "", version: str = "") -> None:
    """Pipeline einlesen: opportunities of a CRM into Pipeline, after a yes."""
    _run(_import_opportunities, token, version)


def open_decisions(token: str = "", version: str = "") -> None:
    """Offene Entscheidungen: goes to the first open point of the Klausur and says what is left."""
    _run(_open_decisions, token, version, changes=False)


def meeting_sheets(token: str = "", version: str = "") -> None:
    """Gesprächsblatt: a page per Strategie customer where the owner wants it, and a file for each of them."""
    _run(_meeting_sheets, token, version, changes=False)


def mail_copy(token: str = "", version: str = "") -> None:
    """Versandkopie: files for a group of recipients and drafts of e-mails, after a yes; the log gets it."""
    _run(_mail_copy, token, version)


def take_back(token: str = "", version: str = "") -> None:
    """Rücklauf einlesen: what colleagues filled in their copies, after a yes."""
    _run(_take_back, token, version)


def delete_customer(token: str = "", version: str = "") -> None:
    """Kunde löschen: his rows in every table are emptied, after a yes."""
    _run(_delete_customer, token, version)


def appointments(token: str = "", version: str = "") -> None:
    """Termine: calendar files of the open Termine where the owner wants them."""
    _run(_appointments, token, version, changes=False)


def year_turn(token: str = "", version: str = "") -> None:
    """Jahreswechsel: the workbook of the next year where the owner wants it."""
    _run(_year_turn, token, version, changes=False)


def new_workbook(token: str = "", version: str = "") -> None:
    """Neue Mappe: an empty workbook where the owner wants it."""
    _run(_new_workbook, token, version, changes=False)


def handbook(token: str = "", version: str = "") -> None:
    """Handbuch öffnen."""
    _run(_handbook, token, version, changes=False)


def diagnose(token: str = "", version: str = "") -> None:
    """Diagnose schreiben."""
    _run(_diagnose, token, version, changes=False)


def _run(action: Action, token: str, version: str, *, changes: bool = True) -> None:
    """One click: action, message, token. Never raises."""
    try:
        app = live.Application.of_caller()
    except live.RefusalError:
        home.write_log()
        return  # without the token the macro says that Python did not come through
    text, critical = _outcome(app, action, version, changes=changes)
    if text:
        _tell(app, text, critical=critical)
    leftovers.purge(dt.date.today())
    _finish(app.book, token)


def _tell(app: live.Application, text: str, *, critical: bool) -> None:
    try:
        app.tell(text, critical=critical)
    except Exception:
        home.write_log()


def _outcome(
    app: live.Application, action: Action, version: str, *, changes: bool
) -> tuple[str | None, bool]:
    """What to tell after the action, and whether it is a refusal."""
    try:
        app.wait_until_ready()
        _same_version(version)
        with app.quiet():
            if changes:
                return action(app), False
            with live.keeping_saved_state(app.book):
                return action(app), False
    except live.RefusalError as refused:
        return words.refused([_said(finding) for finding in refused.findings]), True
    except Exception as error:
        finding = getattr(error, "finding", None)
        if isinstance(finding, Finding):
            return words.refused([_said(finding)]), True
        log = home.write_log()
        return words.unexpected(None if log is None else str(log), app.written), True


def _said(finding: Finding, job: jobs.Job | None = None) -> str:
    return messages.line(finding, {} if job is None else job.names)


def _same_version(version: str) -> None:
    if version and version != xw.__version__:
        values = {"book": version, "program": xw.__version__}
        raise live.RefusalError(Finding("live_version_differs", Severity.ERROR, values=values))


def _finish(book: xw.Book, token: str) -> None:
    """Fertig: the token into its cell; without it the macro says that Python did not come through."""
    if not token:
        return
    try:
        with live.keeping_saved_state(book):
            book.names[layout.DONE_NAME].refers_to_range.value = token
    except Exception:
        home.write_log()


def _calculate(app: live.Application) -> str:
    opened = steps.read(app)
    job = steps.recalculate(opened)
    if job.results is None or job.stopped:
        return words.stopped([_said(finding, job) for finding in _errors(job.findings)])
    return words.calculated(job.results, len(job.findings), opened.seconds, job.stamped)


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _check(app: live.Application) -> str:
    job = jobs.calculate(steps.job_of(steps.read(app)))
    found = by_severity(job.findings)
    counts = [sum(finding.severity is severity for finding in found) for severity in Severity]
    return words.checked(counts, [_said(finding, job) for finding in found])


def _import_figures(app: live.Application) -> str:
    from kundenbindung.jobs.open_taking import import_into  # noqa: PLC0415 - the readers are slow to load
    from kundenbindung.jobs.taking import Files  # noqa: PLC0415

    paths = app.choose_files(words.CHOOSE_LISTS, words.LIST_KINDS)
    return import_into(app, Files(figures=tuple(paths))) if paths else words.NOT_TAKEN_IN


def _import_opportunities(app: live.Application) -> str:
    from kundenbindung.jobs.open_taking import import_into  # noqa: PLC0415 - the readers are slow to load
    from kundenbindung.jobs.taking import Files  # noqa: PLC0415

    paths = app.choose_files(reading_words.CHOOSE_OPPORTUNITIES, words.LIST_KINDS)
    return import_into(app, Files(opportunities=tuple(paths))) if paths else words.NOT_TAKEN_IN


def _open_decisions(app: live.Application) -> str:
    opened = steps.read(app)
    job = jobs.calculate(steps.job_of(opened))
    if job.results is None or job.stopped:
        errors = [_said(finding, job) for finding in _errors(job.findings)]
        return words.stopped(errors, retreat_words.NOT_CALCULATED)
    told = retreat_words.told_open(job.results)
    entry = opened.tables.get("open_decisions")
    if entry is None:
        return f"{told}\n\n{retreat_words.NO_SHEET}"
    if not app.show(steps.first_open(entry)):
        return f"{told}\n\n{retreat_words.hidden(entry.sheet.name)}"
    typed = job.reading.frames["open_decisions"]
    current = retreat_words.up_to_date(steps.shown_points(entry), typed, job.results)
    return told if current else f"{told}\n\n{retreat_words.STALE}"


def _new_workbook(app: live.Application) -> str | None:
    from kundenbindung.adapters.save import save  # noqa: PLC0415 - only this button builds a workbook

    years = jobs.last_years()
    name = words.NEW_NAME.format(base=years[-1])
    target = _free_target(app, name, words.CHOOSE_TARGET)
    if target is None:
        return None
    save(jobs.contents(jobs.empty(years), None), target, jobs.verify)
    app.open(target)
    return words.created(target.name, years)


def _appointments(app: live.Application) -> str | None:
    from kundenbindung.jobs.appointments import prepare  # noqa: PLC0415 - only this button writes calendars

    job = jobs.calculate(steps.job_of(steps.read(app)))
    if job.results is None or job.stopped:
        raise live.RefusalError(*_errors(job.findings))
    report = prepare(job).report
    if not report.total:
        return calendar_words.nothing(report, app.book.name)
    name = calendar_words.name_for_all(report.year)
    target = app.choose_target(name, calendar_words.CHOOSE_TARGET, calendar_words.KINDS)
    if target is None:
        return None
    prepared = prepare(job, calendar_words.chosen(target.name))
    prepared.write(target.parent, dt.datetime.now(dt.UTC))
    return calendar_words.saved(prepared.report, str(target.parent))


def _meeting_sheets(app: live.Application) -> str | None:
    from kundenbindung.jobs.meeting_sheets import prepare, with_libreoffice  # noqa: PLC0415

    job = jobs.calculate(steps.job_of(steps.read(app)))
    if job.results is None or job.stopped:
        raise live.RefusalError(*_errors(job.findings))
    prepared = prepare(job)
    if prepared.empty:
        return meeting_words.nothing(app.book.name, len(job.results.customers))
    target = app.choose_target(prepared.name, meeting_words.CHOOSE_TARGET, meeting_words.KINDS)
    if target is None:
        return None
    convert = with_libreoffice() or (app.to_pdf if sys.platform == "win32" else None)
    name = meeting_words.chosen(target.name)
    report = prepared.write(
        target.parent, name, convert, lambda done, whole: app.say(meeting_words.progress(done, whole))
    )
    return meeting_words.saved(report, str(target.parent))


def _mail_copy(app: live.Application) -> str:
    from kundenbindung.jobs.open_sending import send  # noqa: PLC0415 - only needed here

    return send(app)


def _take_back(app: live.Application) -> str:
    from kundenbindung.jobs import came_back  # noqa: PLC0415 - only needed here
    from kundenbindung.jobs.open_returning import take_back_into  # noqa: PLC0415
    from kundenbindung.messages import returning as return_words  # noqa: PLC0415

    paths = app.choose_files(return_words.CHOOSE_COPIES, return_words.KINDS)
    if not paths:
        return words.NOT_TAKEN_IN

    def password_of(path: Path) -> str:
        return app.ask_text(return_words.ask_password(path.name)) or ""

    with came_back.opened(paths, password_of) as files:
        return take_back_into(app, files)


def _delete_customer(app: live.Application) -> str:
    from kundenbindung.jobs.open_deleting import delete  # noqa: PLC0415 - only needed here

    return delete(app)


def _year_turn(app: live.Application) -> str | None:
    from kundenbindung.adapters.save import save  # noqa: PLC0415 - only this and Neue Mappe build a workbook
    from kundenbindung.jobs.year_turn import turn  # noqa: PLC0415

    job = jobs.calculate(steps.job_of(steps.read(app)))
    if job.results is None or job.stopped:
        raise live.RefusalError(*_errors(job.findings))
    name = year_words.NAME.format(base=job.reading.settings.base_year + 1)
    target = _free_target(app, name, year_words.CHOOSE_TARGET)
    if target is None:
        return None
    new, report = turn(job)
    save(jobs.contents(new, None), target, jobs.verify)
    app.open(target)
    return year_words.opened(target.name, report, app.book.name)


def _free_target(app: live.Application, name: str, title: str) -> Path | None:
    """Where the owner wants a new workbook; None if he cancels, RefusalError for a file that is there."""
    target = app.choose_target(name, title, words.WORKBOOK_KINDS)
    if target is not None and target.exists():
        raise live.refused("target_exists", file=target.name)
    return target


def _handbook(app: live.Application) -> str | None:
    del app
    from kundenbindung.adapters.handbook import write_page  # noqa: PLC0415

    page = write_page(handbook_file(), home.home_folder() / "Handbuch.html")
    return None if webbrowser.open(page.as_uri()) else words.handbook_at(str(page))


def _diagnose(app: live.Application) -> str:
    from kundenbindung.adapters import diagnosis  # noqa: PLC0415 - asks the machine, only needed here

    target = diagnosis.default_target()
    target.parent.mkdir(parents=True, exist_ok=True)
    diagnosis.write(target, app.settings())
    _show(target)
    return words.diagnosed(str(target))


def _show(path: Path) -> None:
    """Open a text file with the program of the system, where there is one for it."""
    start = getattr(os, "startfile", None)
    if start is not None:
        start(path)
