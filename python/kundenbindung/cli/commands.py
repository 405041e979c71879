"""Befehle: one function per command; each returns its exit code and prints what it did."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kundenbindung import jobs, messages
from kundenbindung.adapters import presets, whole
from kundenbindung.cli.common import DONE, STOPPED, write_workbook, writing
from kundenbindung.cli.progress import progressing
from kundenbindung.cli.telling import (
    SHOWN_FINDINGS,
    complain,
    done,
    is_one_of,
    name_losses,
    print_findings,
    refuse_code,
    refuse_losses,
    report_stop,
    say,
)
from kundenbindung.core.model import Severity
from kundenbindung.jobs import Job
from kundenbindung.messages import calendar as calendar_words
from kundenbindung.messages import german, reports
from kundenbindung.messages import meeting_sheets as meeting_words
from kundenbindung.messages import reading_in as reading_words
from kundenbindung.messages import year_turn as year_words

if TYPE_CHECKING:
    from kundenbindung.jobs.taking import Files, TakenIn


def new(options: argparse.Namespace) -> int:
    """`neu`: an empty workbook, or one with the sample company."""
    target = Path(options.ziel)
    if target.exists():
        return refuse_code("target_exists", file=target.name)
    if options.beispiel:
        write_workbook(jobs.sample(), target, jobs.now(), None)
        return done(reports.sample_created(target.name))
    years = options.jahre or jobs.last_years()
    preset = presets.preset(options.vorlage or presets.STANDARD)
    write_workbook(jobs.empty(years, preset, options.monate or 12), target, None, None)
    return done(reports.created(target.name, years, preset.title))


def calculate(options: argparse.Namespace) -> int:
    """`rechnen`: calculate a workbook, write it and its JSON if asked."""
    source = Path(options.mappe)
    if options.json and is_one_of(options.json, options.mappe, options.ausgabe):
        return refuse_code("target_is_source", file=Path(options.json).name)
    before = whole.seen(Path(options.ausgabe)) if options.ausgabe else None
    job = jobs.calculate(jobs.read(source, propose=bool(options.ausgabe)))
    if options.json:
        _write_json(job, Path(options.json))
    if job.results is None or job.stopped:
        return report_stop(job, source)
    if options.ausgabe:
        if job.not_carried and is_one_of(options.ausgabe, options.mappe):
            return refuse_losses(job, source)
        name_losses(job)
        write_workbook(job, Path(options.ausgabe), jobs.now(), before)
    written, exported = (Path(name).name if name else None for name in (options.ausgabe, options.json))
    say(reports.calculated(source.name, job.results, written, exported))
    print_findings(job, SHOWN_FINDINGS)
    return DONE


def _write_json(job: Job, target: Path) -> None:
    from kundenbindung.adapters import export  # noqa: PLC0415 - only needed with --json

    with writing(target):
        export.write_json(export.to_json(job.results, job.findings), target)


def check(options: argparse.Namespace) -> int:
    """`pruefen`: say everything that was found, write nothing; 0 if nothing stops a calculation."""
    source = Path(options.mappe)
    job = jobs.calculate(jobs.read(source))
    if job.stopped:
        return report_stop(job, source, most=None)
    warnings = sum(finding.severity is Severity.WARNING for finding in job.findings)
    say(reports.nothing_stops(source.name, warnings, len(job.findings) - warnings))
    print_findings(job)
    return DONE


def take_in(options: argparse.Namespace) -> int:
    """`import`: exports of other programs into a workbook; proposes anchors once."""
    from kundenbindung.jobs import taking  # noqa: PLC0415 - slow to load, only needed here

    source, target = Path(options.mappe), Path(options.ausgabe)
    given = _files(options)
    with writing(target):
        pass  # a folder that is not there is said before anything is read
    if is_one_of(options.ausgabe, *map(str, (*given.figures, *given.opportunities))):
        return refuse_code("target_is_source", file=target.name)
    before = whole.seen(target)
    job = jobs.read(source, propose=True)
    if job.is_sample:
        return refuse_code("import_into_sample", file=source.name)
    if job.stopped:
        return report_stop(job, source, not_written=target.name)
    known = len(job.findings)
    taken = taking.take_files(job, given, jobs.now())
    for text in () if taken.job.stopped and not taken.job.waits_for_figures else taken.texts:
        say(text)
    if taken.proposals:
        return _ask_for_assignments(taken, source, options)
    return _write_taken(taken, options, known, before)


def _files(options: argparse.Namespace) -> Files:
    """Dateien and Zuordnung that were named."""
    from kundenbindung.adapters.sources import Assignments, load_assignments  # noqa: PLC0415
    from kundenbindung.jobs.taking import Files  # noqa: PLC0415

    path = Path(options.zuordnung) if options.zuordnung else None
    return Files(
        figures=tuple(map(Path, options.zahlen or ())),
        opportunities=tuple(map(Path, options.pipeline or ())),
        assignments=load_assignments(path) if path and path.is_file() else Assignments(),
    )


def _ask_for_assignments(taken: TakenIn, source: Path, options: argparse.Namespace) -> int:
    """Unknown headers: what they could mean goes into a file the owner can edit."""
    from kundenbindung.adapters.sources import Assignments, load_assignments, save_assignments  # noqa: PLC0415
    from kundenbindung.adapters.sources.assignments import merged  # noqa: PLC0415

    output = Path(options.ausgabe)
    path = Path(options.zuordnung or output.with_name(f"{output.stem}_Zuordnung.toml"))
    known = load_assignments(path).entries if path.is_file() else ()
    with writing(path):
        save_assignments(path, Assignments(merged(known, taken.proposals)))
    asked = {finding.code for finding in taken.asked}
    others = tuple(finding for finding in taken.job.findings if finding.code not in asked)
    if any(finding.severity is Severity.ERROR for finding in others):
        report_stop(replace(taken.job, findings=others), source, not_written=output.name)
    for finding in taken.asked:
        complain(messages.sentence(finding))
    complain(reading_words.assignments_written(str(path), output.name))
    return STOPPED


def _write_taken(taken: TakenIn, options: argparse.Namespace, known: int, before: whole.Seen) -> int:
    source, target = Path(options.mappe), Path(options.ausgabe)
    job = jobs.calculate(taken.job)
    if job.results is None or (job.stopped and not job.waits_for_figures):
        return report_stop(job, source, not_written=target.name)
    if job.not_carried and is_one_of(options.ausgabe, options.mappe):
        return refuse_losses(job, source)
    name_losses(job)
    write_workbook(job, target, None if job.stopped else jobs.now(), before)
    if not taken.changed:
        say(reading_words.UNCHANGED)
    size = len(job.results.customers)
    say(reports.imported_only(target.name) if job.stopped else reports.imported(target.name, size))
    print_findings(replace(job, findings=job.reading.findings[known:]))
    print_findings(replace(job, findings=job.results.findings), SHOWN_FINDINGS)
    return DONE


def turn_year(options: argparse.Namespace) -> int:
    """`jahreswechsel`: the workbook of the next year; results become Vorjahr."""
    from kundenbindung.jobs.year_turn import turn  # noqa: PLC0415 - only needed here

    source, target = Path(options.mappe), Path(options.ausgabe)
    if target.exists():
        return refuse_code("target_exists", file=target.name)
    job = jobs.calculate(jobs.read(source, propose=True))
    if job.results is None or job.stopped:
        return report_stop(job, source)
    name_losses(job)
    new, report = turn(job)
    write_workbook(new, target, None, None)
    return done(year_words.turned(target.name, report, source.name))


def write_calendars(options: argparse.Namespace) -> int:
    """`termine`: calendar files of the open Termine into a folder."""
    from kundenbindung.jobs.appointments import prepare  # noqa: PLC0415 - only needed here

    source, folder = Path(options.mappe), Path(options.ausgabe)
    job = jobs.calculate(jobs.read(source))
    if job.results is None or job.stopped:
        return report_stop(job, source)
    prepared = prepare(job)
    if prepared.empty:
        return done(calendar_words.nothing(prepared.report, source.name))
    prepared.write(folder, dt.datetime.now(dt.UTC))
    return done(calendar_words.exported(prepared.report, str(folder), source.name))


def write_meeting_sheets(options: argparse.Namespace) -> int:
    """`gespraech`: a page per Strategie customer, for the house and for the customer, into a folder."""
    from kundenbindung.jobs import meeting_sheets  # noqa: PLC0415 - only needed here

    source, folder = Path(options.mappe), Path(options.ausgabe)
    job = jobs.calculate(jobs.read(source))
    if job.results is None or job.stopped:
        return report_stop(job, source)
    prepared = meeting_sheets.prepare(job)
    if prepared.empty:
        return done(meeting_words.nothing(source.name, len(job.results.customers)))
    convert = None if options.ohne_pdf else meeting_sheets.with_libreoffice()
    with progressing(meeting_words.WRITING) as report:
        written = prepared.write(folder, prepared.name, convert, report)
    return done(meeting_words.written(written, str(folder), wanted=not options.ohne_pdf))


def build(options: argparse.Namespace) -> int:
    """`bauen`: the product workbook with the sample company, the same bytes every time."""
    target = _target(options, "kundenbindung.xlsm")
    if target is None:
        return refuse_code("target_needed")
    job = jobs.sample()
    stichtag = job.results.settings.reporting_date if job.results else None
    write_workbook(job, target, german.day(stichtag) if stichtag else None, whole.seen(target))
    return done(reports.built(target.name))


def reference(options: argparse.Namespace) -> int:
    """`referenz`: the field reference, generated from the declaration."""
    from kundenbindung.adapters.reference import write_reference  # noqa: PLC0415

    target = _target(options, "docs/referenz.md")
    if target is None:
        return refuse_code("target_needed")
    with writing(target):
        write_reference(target)
    return done(reports.reference_written(target.name))


def send(options: argparse.Namespace) -> int:
    """`versand`: copies for a group of recipients."""
    from kundenbindung.cli import outgoing  # noqa: PLC0415 - only needed here

    return outgoing.send(options)


def take_back(options: argparse.Namespace) -> int:
    """`ruecklauf`: what came back in copies."""
    from kundenbindung.cli import outgoing  # noqa: PLC0415

    return outgoing.take_back(options)


def delete(options: argparse.Namespace) -> int:
    """`loeschen`: a customer out of every table."""
    from kundenbindung.cli import outgoing  # noqa: PLC0415

    return outgoing.delete(options)


def set_up(options: argparse.Namespace) -> int:
    """`einrichten`: make this machine ready for Excel."""
    from kundenbindung.cli import setup  # noqa: PLC0415 - only needed here

    return setup.set_up(options)


def diagnose(options: argparse.Namespace) -> int:
    """`diagnose`: describe this machine for whoever helps."""
    from kundenbindung.cli import setup  # noqa: PLC0415

    return setup.diagnose(options)


def accept(options: argparse.Namespace) -> int:
    """`abnahme`: prove on this machine what needs a real Excel."""
    from kundenbindung.cli import acceptance  # noqa: PLC0415 - only needed here

    return acceptance.accept(options)


def _target(options: argparse.Namespace, name: str) -> Path | None:
    """Where to write: as asked, else at its place in the checkout; None in an installed package."""
    if options.ausgabe:
        return Path(options.ausgabe)
    checkout = Path(__file__).resolve().parents[3]
    return checkout / name if (checkout / "pyproject.toml").is_file() else None


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "neu": new,
    "import": take_in,
    "rechnen": calculate,
    "pruefen": check,
    "jahreswechsel": turn_year,
    "termine": write_calendars,
    "gespraech": write_meeting_sheets,
    "versand": send,
    "ruecklauf": take_back,
    "loeschen": delete,
    "einrichten": set_up,
    "diagnose": diagnose,
    "abnahme": accept,
    "bauen": build,
    "referenz": reference,
}


READING = frozenset({"pruefen", "diagnose", "abnahme", "bauen", "referenz", "einrichten"})
"""Befehle that leave what lies around on this machine to the others."""


def run(options: argparse.Namespace) -> int:
    """Befehl ausführen; one that works with a workbook also clears away what is too old on this machine."""
    code = COMMANDS[options.command](options)
    if options.command not in READING:
        from kundenbindung.adapters import leftovers  # noqa: PLC0415 - only needed here

        places = (getattr(options, name, None) for name in ("mappe", "ausgabe"))
        leftovers.purge(dt.date.today(), *(Path(place) for place in places if place))
    return code
