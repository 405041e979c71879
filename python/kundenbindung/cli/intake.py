"""Einlesen in words: lists into a job, with control totals and everything that was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kundenbindung.adapters.sources import ImportedFigures
from kundenbindung.cli.jobs import Job
from kundenbindung.core.model import Finding
from kundenbindung.messages.german import count, euros, number
from kundenbindung.workbook import intake


def take_all(job: Job, lists: Iterable[ImportedFigures]) -> tuple[Job, list[str]]:
    """Alle Listen aufnehmen; returns the job with its findings, and what to tell the owner."""
    texts: list[str] = []
    for figures in lists:
        found: tuple[Finding, ...] = figures.findings
        if not figures.stopped:
            taken = intake.take_in(job.reading, _plain(figures))
            job = replace(job, reading=replace(taken.reading, findings=job.reading.findings))
            found += taken.findings
            texts += [_totals(figures), _taken(figures, taken)]
        job = replace(job, findings=(*job.findings, *found))
        job = replace(job, reading=replace(job.reading, findings=job.findings))
    return job, [text for text in texts if text]


def _plain(figures: ImportedFigures) -> intake.Figures:
    return intake.Figures(
        figures.facts.file, figures.names, figures.segments, figures.revenue, figures.margin
    )


def _totals(figures: ImportedFigures) -> str:
    """Kontrollsummen per year, with the file's own totals beside them."""
    lines = [
        f"{figures.facts.file} ({_manner(figures)}): {count(len(figures.revenue), 'Kunde', 'Kunden')}. Kontrollsummen:"
    ]
    for year in figures.years:
        margin = figures.margin_totals[year]
        own = figures.stated_totals.get(("revenue", year))
        stated = "" if own is None else f" (Summenzeile der Datei: {euros(own, 2)})"
        second = "kein DB" if margin is None else f"DB {euros(margin, 2)}"
        lines.append(f"  {year}: Umsatz {euros(figures.revenue_totals[year], 2)}{stated}, {second}")
    if figures.left_out:
        lines.append(f"  Ausgelassen: {_left_out(figures)}")
    return "\n".join(lines)


def _manner(figures: ImportedFigures) -> str:
    facts = figures.facts
    shape = "Jahre nebeneinander" if facts.shape == "wide" else "eine Zeile je Kunde und Jahr"
    parts = [
        facts.sheet and f"Blatt {facts.sheet}",
        facts.encoding,
        facts.delimiter and f"Trenner „{_mark(facts.delimiter)}“",
        shape,
    ]
    return ", ".join(part for part in parts if part)


def _mark(delimiter: str) -> str:
    return "Tabulator" if delimiter == "\t" else delimiter


def _left_out(figures: ImportedFigures) -> str:
    shown = [f"Zeile {row.row} „{row.text}“ ({row.reason})" for row in figures.left_out[:6]]
    rest = len(figures.left_out) - len(shown)
    return "; ".join(shown) + (f" und {number(rest)} weitere" if rest else "")


def _taken(figures: ImportedFigures, taken: intake.Intake) -> str:
    if not taken.years:
        return ""
    parts = [f"Übernommen: {_span(taken.years)}, {count(len(taken.added), 'neuer Kunde', 'neue Kunden')}"]
    if taken.updated:
        parts.append(f"{count(taken.updated, 'vorhandener', 'vorhandene')} ergänzt")
    if taken.replaced:
        parts.append(f"{count(taken.replaced, 'Wert', 'Werte')} durch die Liste ersetzt")
    return ", ".join(parts) + "."


def _span(years: Sequence[int]) -> str:
    return f"{years[0]} bis {years[-1]}" if len(years) > 1 else str(years[0])
