"""Versandkopie from the open workbook: for whom, what they would get, a yes, files and drafts, the log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kundenbindung.adapters import encryption, home, live, mailing
from kundenbindung.core.model import Severity
from kundenbindung.jobs import copy_orders, mail_copies
from kundenbindung.jobs import opened as steps
from kundenbindung.jobs.mail_copies import Prepared as Copies
from kundenbindung.jobs.opened import Opened, Prepared
from kundenbindung.jobs.work import Job, calculate
from kundenbindung.messages import copy_preview as preview_words
from kundenbindung.messages import line
from kundenbindung.messages import mail_copy as words
from kundenbindung.workbook import layout, sharing
from kundenbindung.workbook.placing import Wanted, place

MOST_WINDOWS = 5
"""So many drafts are opened at once; the others wait in their files."""


def send(app: live.Application) -> str:
    """Versandkopien erstellen; returns what to tell. Raises RefusalError or PackageError if it cannot be."""
    opened = steps.read(app)
    app.refuse_read_only()
    job = calculate(steps.job_of(opened))
    _refuse_errors(job)
    known = [group.name for group in sharing.groups_of(job.reading.frames["groups"])]
    typed = app.ask_text(words.ask_group(known), known[0] if known else "")
    if not typed:
        return words.NOT_SENT
    prepared = copy_orders.prepare(job, copy_orders.Order(typed), opened.moment)
    odd = [line(finding, job.names) for finding in prepared.findings]
    file = home.write_list(home.SENDING_LIST, [*odd, *prepared.preview])
    if not app.ask(preview_words.question(prepared.short_preview, odd, file)):
        return words.NOT_SENT
    return _write(opened, job, prepared)


def _refuse_errors(job: Job) -> None:
    errors = [finding for finding in job.findings if finding.severity is Severity.ERROR]
    if errors:
        raise live.RefusalError(*errors)


def _write(opened: Opened, job: Job, prepared: Copies) -> str:
    """Password where one is needed, place, files, log, drafts."""
    app = opened.app
    password = app.ask_text(words.ASK_PASSWORD, encryption.suggest()) if prepared.encrypted else None
    if prepared.encrypted and not password:
        return words.NOT_SENT
    title = words.CHOOSE_TARGET if len(prepared.copies) == 1 else words.CHOOSE_TARGETS
    chosen = app.choose_target(prepared.proposed, title, words.KINDS)
    if chosen is None:
        return words.NOT_SENT
    target = chosen.with_name(words.chosen(chosen.name))
    reports = prepared.write(
        target, password, lambda done, size: app.say(words.progress(done, size)), drafts=True
    )
    is_logged = _log(opened, mail_copies.logged(job, reports, prepared))
    _show(prepared, reports, chosen.parent)
    return words.saved(reports, str(chosen.parent), logged=is_logged)


def _log(opened: Opened, job: Job) -> bool:
    """Vermerk in the sheet Protokoll; False where it is not there."""
    entry = opened.tables.get("dispatches")
    if entry is None:
        return False
    want = Wanted(layout.DISPATCHES, layout.DISPATCHES.expand(), job.reading.frames["dispatches"])
    placing = place(entry.grid, want)
    change = live.Change({"dispatches": placing}, {}, {})
    steps.commit(opened, Prepared({"dispatches": want}, change), forget=True)
    return True


def _show(prepared: Copies, reports: Sequence[words.Sent], folder: Path) -> None:
    """Drafts in windows of Outlook, where it is there; they wait for the owner, nothing is sent."""
    for one, report in list(zip(prepared.copies, reports, strict=True))[:MOST_WINDOWS]:
        file = folder / report.file
        draft = prepared.draft(one, report.file, file.read_bytes(), encrypted=report.encrypted)
        if not mailing.show(draft, file):
            return
