"""Einlesen: customer lists into a job, with control totals and everything that was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kundenbindung.adapters.sources import ImportedFigures
from kundenbindung.jobs.work import Job
from kundenbindung.messages import reports
from kundenbindung.workbook.intake import Figures, Intake, take_in


def take_all(job: Job, lists: Sequence[ImportedFigures], room: int | None = None) -> tuple[Job, list[str]]:
    """Alle Listen aufnehmen; returns the job with its findings, and what to tell the owner.

    `room`: an empty workbook takes over so many years of the lists at most, the last ones.
    """
    texts: list[str] = []
    years = sorted({year for figures in lists for year in figures.years})[-(room or 0) :]
    for figures in lists:
        found = figures.findings
        if not figures.stopped and not job.stopped:
            intake = take_in(job.reading, _plain(figures), years)
            job = replace(job, reading=intake.reading)
            found += intake.findings
            texts += _report(figures, intake)
        job = replace(job, findings=(*job.findings, *found))
    return replace(job, reading=replace(job.reading, findings=job.findings)), texts


def _plain(figures: ImportedFigures) -> Figures:
    return Figures(figures.facts.file, figures.names, figures.segments, figures.revenue, figures.margin)


def _report(figures: ImportedFigures, intake: Intake) -> list[str]:
    """What was read, what was left out, what was taken."""
    facts = figures.facts
    wide = facts.shape == "wide"
    manner = reports.manner(facts.sheet, facts.encoding, facts.delimiter, wide, facts.unit_factor)
    texts = [reports.list_read(facts.file, manner, len(figures.revenue), _totals(figures))]
    if figures.left_out:
        texts.append(reports.left_out([(row.row, row.text, row.reason) for row in figures.left_out]))
    if intake.years:
        texts.append(reports.taken(intake.years, len(intake.added), intake.updated, intake.replaced))
    return texts


def _totals(figures: ImportedFigures) -> list[reports.YearTotal]:
    revenue, margin = figures.revenue_totals, figures.margin_totals
    stated = figures.stated_totals
    return [
        reports.YearTotal(year, revenue[year], margin[year], stated.get(("revenue", year)))
        for year in figures.years
    ]
