"""Befehle: one function per command; each returns its exit code and prints what it did."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kundenbindung import messages
from kundenbindung.adapters import presets
from kundenbindung.cli import jobs
from kundenbindung.cli.jobs import Job
from kundenbindung.core.model import Finding, Results, Settings, Severity
from kundenbindung.messages.german import DASH, count, euros, number

DONE, STOPPED = 0, 1
SHOWN_FINDINGS = 12


def new(options: argparse.Namespace) -> int:
    """`neu`: an empty workbook, or one with the sample company."""
    target = Path(options.ziel)
    if target.exists():
        return _refuse("target_exists", file=target.name)
    if options.beispiel:
        job = jobs.calculate(jobs.from_grids(presets.sample_company()))
        _save(job, target, jobs.now())
        _say(
            f"Die Mappe {target.name} mit dem Beispielunternehmen ist angelegt. Öffnen Sie sie in Excel und beginnen Sie auf dem Blatt Start."
        )
        return DONE
    years = options.jahre or _last_years()
    settings = Settings(base_year=years[-1], months_in_base_year=options.monate)
    preset = presets.preset(options.vorlage)
    _save(jobs.calculate(jobs.blank(settings, years, preset)), target, None)
    _say(
        f"Die Mappe {target.name} ist angelegt: Geschäftsjahre {years[0]} bis {years[-1]}, Kriterien der Vorlage "
        f"„{preset.title}“. Tragen Sie Ihre Kunden in Excel ein, oder lesen Sie eine Liste ein: "
        f"kundenbindung import {target.name} --zahlen LISTE.csv --ausgabe {target.name}"
    )
    return DONE


def _last_years() -> tuple[int, ...]:
    """The three last complete calendar years."""
    last = dt.date.today().year - 1
    return (last - 2, last - 1, last)


def calculate(options: argparse.Namespace) -> int:
    """`rechnen`: calculate a workbook, write it and its JSON if asked."""
    source = Path(options.mappe)
    job = jobs.calculate(jobs.read(source))
    if options.json:
        _write_json(job, options.json)
    if job.results is None or job.stopped:
        return _report_stop(job, source)
    if options.ausgabe:
        _name_losses(job)
        _save(job, Path(options.ausgabe), jobs.now())
    _say(_summary(job.results, source, options))
    _print_findings(job)
    return DONE


def _write_json(job: Job, target: str) -> None:
    from kundenbindung.adapters import export  # noqa: PLC0415 - only needed with --json

    export.write_json(export.to_json(job.results, job.findings), Path(target))


def _summary(results: Results, source: Path, options: argparse.Namespace) -> str:
    company = results.company
    plan = company.plan if company else None
    decided = results.decided
    parts = [
        f"{source.name}: {count(len(results.customers), 'Kunde', 'Kunden')} berechnet, Basisjahr {results.settings.base_year}.",
        f"Strategie {decided.strategy}, Vertrieb {decided.sales}, Service {decided.service}.",
    ]
    if plan is not None:
        year = results.settings.base_year + 1
        parts.append(
            f"Plan {year}: Sicher {euros(plan.safe)}, Erwartet {euros(plan.expected)}, Möglich {euros(plan.upside)}."
        )
    if company is not None and company.gap_expected_eur is not None:
        parts.append(f"Lücke zum Ziel: {euros(company.gap_expected_eur)}.")
    if options.ausgabe:
        parts.append(f"Geschrieben: {Path(options.ausgabe).name}.")
    elif not options.json:
        parts.append("Nichts geschrieben; mit --ausgabe entsteht die berechnete Mappe.")
    if options.json:
        parts.append(f"JSON: {Path(options.json).name}.")
    return " ".join(parts)


def check(options: argparse.Namespace) -> int:
    """`pruefen`: say everything that was found, write nothing; 0 if nothing stops a calculation."""
    source = Path(options.mappe)
    job = jobs.calculate(jobs.read(source))
    if job.stopped:
        return _report_stop(job, source)
    warnings = sum(finding.severity is Severity.WARNING for finding in job.findings)
    _say(
        f"{source.name}: nichts verhindert die Berechnung. {count(warnings, 'Warnung', 'Warnungen')}, "
        f"{count(len(job.findings) - warnings, 'Hinweis', 'Hinweise')}."
    )
    _print_findings(job, all_of_them=True)
    return DONE


def take_in(options: argparse.Namespace) -> int:
    """`import`: customer lists into a workbook; proposes anchors once."""
    from kundenbindung.adapters.sources import read_figures  # noqa: PLC0415 - slow to load, only needed here
    from kundenbindung.cli import intake  # noqa: PLC0415

    source, target = Path(options.mappe), Path(options.ausgabe)
    job = jobs.read(source)
    if job.stopped:
        return _report_stop(job, source)
    if job.is_sample:
        return _refuse("import_into_sample", file=source.name)
    job, notes = intake.take_all(job, [read_figures(Path(name)) for name in options.zahlen])
    for text in notes:
        _say(text)
    if job.stopped:
        return _report_stop(job, source, nothing_written=target.name)
    job = jobs.calculate(job)
    if job.results is None or job.stopped:
        return _report_stop(job, source, nothing_written=target.name)
    _name_losses(job)
    _save(job, target, jobs.now())
    _say(
        f"Geschrieben: {target.name}, mit Punkten, Trend, Plan und Leveln für {count(len(job.results.customers), 'Kunde', 'Kunden')}."
    )
    _print_findings(job)
    return DONE


def build(options: argparse.Namespace) -> int:
    """`bauen`: the product workbook with the sample company, the same bytes every time."""
    target = Path(options.ausgabe) if options.ausgabe else _beside_package("kundenbindung.xlsm")
    job = jobs.calculate(jobs.from_grids(presets.sample_company()))
    stichtag = job.results.settings.reporting_date if job.results else None
    _save(job, target, f"{stichtag:%d.%m.%Y}" if stichtag else None)
    _say(f"{target.name} ist aus den Vorlagen gebaut.")
    return DONE


def reference(options: argparse.Namespace) -> int:
    """`referenz`: the field reference, generated from the declaration."""
    from kundenbindung.adapters.reference import write_reference  # noqa: PLC0415

    target = Path(options.ausgabe) if options.ausgabe else _beside_package("docs/referenz.md")
    write_reference(target)
    _say(f"{target.name} ist aus der Beschreibung der Mappe erzeugt.")
    return DONE


def _beside_package(name: str) -> Path:
    return Path(__file__).resolve().parents[3] / name


def _save(job: Job, target: Path, moment: str | None) -> None:
    from kundenbindung.adapters.save import save  # noqa: PLC0415 - reading and JSON need no builder

    inhalt = jobs.contents(job, moment)
    jobs.with_progress(
        f"{target.name} wird geschrieben", lambda report: save(inhalt, target, jobs.read, report)
    )


def _name_losses(job: Job) -> None:
    """Say what a rebuilt workbook cannot carry over, before anything is written."""
    if job.not_carried:
        _say(f"Nicht übernommen werden: {'; '.join(job.not_carried)}. Die Ausgangsmappe behält alles.")


def _report_stop(job: Job, source: Path, nothing_written: str | None = None) -> int:
    errors = [finding for finding in job.findings if finding.severity is Severity.ERROR]
    written = f" {nothing_written} wurde nicht geschrieben." if nothing_written else ""
    _complain(
        f"{source.name} kann nicht berechnet werden: {count(len(errors), 'Fehler', 'Fehler')}. Die Datei ist unverändert.{written}"
    )
    for finding in errors[:SHOWN_FINDINGS]:
        _complain(f"  {messages.line(finding, job.names)}")
    if len(errors) > SHOWN_FINDINGS:
        _complain(f"  und {number(len(errors) - SHOWN_FINDINGS)} weitere Fehler")
    return STOPPED


def _print_findings(job: Job, all_of_them: bool = False) -> None:
    findings = jobs.worst_first(job.findings)
    shown = (
        findings if all_of_them else [entry for entry in findings if entry.severity is not Severity.NOTICE]
    )
    for finding in shown if all_of_them else shown[:SHOWN_FINDINGS]:
        _say(f"  {messages.line(finding, job.names)}")
    rest = len(findings) - (len(shown) if all_of_them else len(shown[:SHOWN_FINDINGS]))
    if rest:
        _say(
            f"  {DASH} und {count(rest, 'weiterer Befund', 'weitere Befunde')}, alle mit „kundenbindung pruefen“"
        )


def refuse(finding: Finding) -> int:
    """One finding instead of a result: exit code 1."""
    _complain(messages.line(finding))
    return STOPPED


def _refuse(code: str, **values: object) -> int:
    return refuse(Finding(code, Severity.ERROR, values=values))


def _say(text: str) -> None:
    print(text)


def _complain(text: str) -> None:
    print(text, file=sys.stderr)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "neu": new,
    "import": take_in,
    "rechnen": calculate,
    "pruefen": check,
    "bauen": build,
    "referenz": reference,
}


def run(options: argparse.Namespace) -> int:
    """Befehl ausführen."""
    return COMMANDS[options.command](options)


__all__: Sequence[str] = ("COMMANDS", "refuse", "run")
