"""Berechneter Inhalt: the synthetic company with its results, ready to be written."""

from __future__ import annotations

from kundenbindung.cli import jobs
from kundenbindung.workbook.frames import Contents
from tests.benchmarks.company import reading


def contents(customers: int) -> Contents:
    """Contents of the calculated workbook of so many customers."""
    job = jobs.calculate(jobs.Job(reading(customers), ()))
    return jobs.contents(job, "01.01.2026 08:00")
