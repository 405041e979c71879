"""Sagen: what every command prints - what it did, what was found, why it stopped."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from kundenbindung import messages
from kundenbindung.cli.common import DONE, STOPPED
from kundenbindung.core.checks import by_severity
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs import Job
from kundenbindung.messages import reports

SHOWN_FINDINGS = 12


def is_one_of(name: str, *others: str | None) -> bool:
    """True if a path names the same file as one of the others."""
    return any(Path(other).resolve() == Path(name).resolve() for other in others if other)


def say(text: str) -> None:
    """Satz for the user; one that cannot be put out keeps no work from being done."""
    try:
        _put(text, sys.stdout)
    except BrokenPipeError:
        sys.stdout = _nowhere()
    except OSError:
        sys.stdout = _nowhere()
        complain(reports.NOT_PUT_OUT)


def complain(text: str) -> None:
    """Satz for the user on the error stream."""
    try:
        _put(text, sys.stderr)
    except OSError:
        sys.stderr = _nowhere()


def _put(text: str, stream: TextIO | None) -> None:
    """At once, so that an error shows here; a program without a window has no channels."""
    if stream is not None:
        print(text, file=stream, flush=True)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - as long as the program runs


def done(text: str) -> int:
    """Geschehen: one paragraph, exit code 0."""
    say(text)
    return DONE


def refuse(finding: Finding) -> int:
    """One finding instead of a result: exit code 1."""
    complain(messages.line(finding))
    return STOPPED


def refuse_code(code: str, **values: object) -> int:
    """The same by its code and values."""
    return refuse(Finding(code, Severity.ERROR, values=values))


def name_losses(job: Job) -> None:
    """Say what a rebuilt workbook cannot carry over, before anything is written."""
    if job.not_carried:
        say(reports.not_carried(job.not_carried))


def refuse_losses(job: Job, source: Path) -> int:
    """Refuse to replace a workbook by one that holds less."""
    return refuse_code("losses_in_place", file=source.name, losses="; ".join(job.not_carried))


def report_stop(
    job: Job,
    source: Path,
    not_written: str | None = None,
    most: int | None = SHOWN_FINDINGS,
    undone: str = reports.NOT_READ_IN,
) -> int:
    """Gestoppt: the errors that keep a workbook from being calculated, exit code 1.

    undone  what therefore was not done with a workbook that was to be written
    """
    errors = [finding for finding in job.findings if finding.severity is Severity.ERROR]
    complain(reports.stopped(source.name, len(errors), not_written, undone))
    for finding in errors[:most]:
        complain(f"  {messages.line(finding, job.names)}")
    if most is not None and len(errors) > most:
        complain(reports.more_errors(len(errors) - most))
    return STOPPED


def print_findings(job: Job, most: int | None = None) -> None:
    """Befunde, worst first; with `most` only so many warnings and the number of the others."""
    findings = by_severity(job.findings)
    shown = list(findings)
    if most is not None:
        shown = [finding for finding in findings if finding.severity is not Severity.NOTICE][:most]
    for finding in shown:
        say(f"  {messages.line(finding, job.names)}")
    if len(shown) < len(findings):
        say(reports.more_findings(len(findings) - len(shown)))
