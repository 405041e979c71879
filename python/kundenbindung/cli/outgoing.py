"""Befehle for what leaves the house, and what comes back: `versand`, `ruecklauf`, `loeschen`."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kundenbindung import jobs
from kundenbindung.adapters import leftovers, whole
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.cli.common import DONE, write_workbook, writing
from kundenbindung.cli.progress import progressing
from kundenbindung.cli.telling import (
    complain,
    is_one_of,
    name_losses,
    print_findings,
    refuse_losses,
    report_stop,
    say,
)
from kundenbindung.jobs import Job
from kundenbindung.messages import copy_preview as preview_words
from kundenbindung.messages import mail_copy as words
from kundenbindung.messages import reports
from kundenbindung.messages import returning as return_words

if TYPE_CHECKING:
    from kundenbindung.jobs.mail_copies import Prepared
    from kundenbindung.jobs.returning import Returned


def send(options: argparse.Namespace) -> int:
    """`versand`: copies for a group of recipients, and drafts of e-mails with them."""
    from kundenbindung.jobs import copy_orders  # noqa: PLC0415 - only needed here

    source = Path(options.mappe)
    _refuse_targets(options)
    before = whole.seen(Path(options.protokoll)) if options.protokoll else None
    job = jobs.calculate(jobs.read(source, propose=True))
    if job.results is None or job.stopped:
        return report_stop(job, source)
    order = copy_orders.Order(options.gruppe, options.verantwortlich, "; ".join(options.an or ()))
    prepared = copy_orders.prepare(job, order, dt.datetime.now())
    if options.vorschau:
        for line in (*prepared.preview, preview_words.only_shown(prepared.copies[0].shared.group.name)):
            say(line)
    else:
        _send(job, prepared, options, before)
    print_findings(replace(job, findings=prepared.findings))
    return DONE


def _send(job: Job, prepared: Prepared, options: argparse.Namespace, before: whole.Seen) -> None:
    """Kopien, drafts and log written, and what was done."""
    from kundenbindung.adapters import encryption  # noqa: PLC0415
    from kundenbindung.jobs import mail_copies  # noqa: PLC0415

    target, log = Path(options.ausgabe), Path(options.protokoll) if options.protokoll else None
    if log is not None:
        _refuse_log(job, log, Path(options.mappe))
    password = encryption.from_file(Path(options.kennwort_datei)) if options.kennwort_datei else None
    if prepared.encrypted and password is None:
        complain(words.suggestion(encryption.suggest()))
    with progressing(words.WRITING) as report:
        reports = prepared.write(target, password, report, drafts=bool(options.an or options.entwurf))
    for line in prepared.short_preview:
        say(line)
    if log is not None:
        _log(mail_copies.logged(job, reports, prepared), log, before)
    folder = target if target.is_dir() else target.parent
    say(words.written(reports, str(folder.resolve()), "" if log is None else log.name))


def _refuse_targets(options: argparse.Namespace) -> None:
    """A copy never takes the place of the workbook it comes from."""
    if options.ausgabe and Path(options.ausgabe).resolve() == Path(options.mappe).resolve():
        raise refusal("target_is_source", file=Path(options.ausgabe).name)
    if options.protokoll:
        with writing(Path(options.protokoll)):
            pass


def _refuse_log(job: Job, target: Path, source: Path) -> None:
    """Before anything is written: a workbook that would lose something cannot be replaced."""
    if job.not_carried and target.resolve() == source.resolve():
        raise refusal("copy_log_in_place", file=source.name, losses="; ".join(job.not_carried))


def _log(job: Job, target: Path, before: whole.Seen) -> None:
    """Mappe with the entry in its log."""
    name_losses(job)
    write_workbook(job, target, jobs.now(), before)


def take_back(options: argparse.Namespace) -> int:
    """`ruecklauf`: what colleagues filled in their copies, shown, and taken over with --ja."""
    from kundenbindung.adapters import encryption  # noqa: PLC0415 - only needed here
    from kundenbindung.jobs import came_back, returning  # noqa: PLC0415

    source, target = Path(options.mappe), Path(options.ausgabe) if options.ausgabe else None
    if target is not None:
        if is_one_of(str(target), *options.kopie):
            raise refusal("target_is_source", file=target.name)
        with writing(target):
            pass
    before = whole.seen(target) if target is not None else None
    job = jobs.read(source, propose=True)
    if job.stopped:
        return report_stop(job, source)
    password = encryption.from_file(Path(options.kennwort_datei)) if options.kennwort_datei else ""
    with came_back.opened([Path(name) for name in options.kopie], lambda _: password) as files:
        returned = returning.take_back(job, files, jobs.now())
    for text in (*returned.texts, *(f"  {odd}" for odd in returned.notes)):
        say(text)
    if not returned.changed or target is None or not options.ja:
        say(return_words.shown_only() if returned.changed else return_words.UNCHANGED)
        return DONE
    return _take_over(returned, source, target, before)


def _take_over(returned: Returned, source: Path, target: Path, before: whole.Seen) -> int:
    job = jobs.calculate(returned.job)
    if job.results is None or (job.stopped and not job.waits_for_figures):
        return report_stop(job, source, not_written=target.name)
    if job.not_carried and target.resolve() == source.resolve():
        return refuse_losses(job, source)
    name_losses(job)
    write_workbook(job, target, None if job.stopped else jobs.now(), before)
    say(return_words.taken_back(len(returned.differences.changes), returned.customers, target.name))
    return DONE


def delete(options: argparse.Namespace) -> int:
    """`loeschen`: what would go; with --ja the workbook without a customer, and who still holds him."""
    from kundenbindung.jobs import deleting  # noqa: PLC0415 - only needed here

    source, target = Path(options.mappe), Path(options.ausgabe)
    before = whole.seen(target)
    removal = deleting.prepare(source, options.kunde)
    job = removal.job
    if job.results is None or (job.stopped and not job.waits_for_figures):
        return report_stop(job, source, target.name, undone=reports.NOT_DELETED)
    if job.not_carried and target.resolve() == source.resolve():
        return refuse_losses(job, source)
    if not options.ja:
        say(deleting.would(removal))
        return DONE
    name_losses(job)
    write_workbook(job, target, None if job.stopped else jobs.now(), before)
    leftovers.forget_lists()
    say(deleting.told(removal, source, target))
    return DONE
