"""Jahreswechsel: what the owner is told about the new workbook - frozen, kept, dropped, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kundenbindung.messages.german import SHOWN_KEYS, count
from kundenbindung.messages.live import shortened

CHOOSE_TARGET = "Mappe für das neue Jahr speichern"
STAYS = "{file} ist unverändert; eigene Blätter, Diagramme und Formeln bleiben nur dort."
NAME = "Kundenbindung {base}.xlsm"


@dataclass(frozen=True, slots=True)
class Turned:
    """Bericht of a turn of the year; counts of rows, names as the owner reads them.

    months         booked months of the old base year, 12 if it was complete
    frozen         customers whose results became Vorjahr
    too_many       criteria beyond the frozen ones
    dropped_years  years that had no room any more
    cleared        settings that were emptied
    kept_decisions decided levels that go on; ended  those that do not, "10034 Molkerei (bis 12.12.2026)"
    explanations   rows whose explanation stands in Vorjahr now
    lost, won      opportunities left behind; open  opportunities that go on
    one_offs, full_years, points, resolutions, closures  rows left behind
    deferred       points of the Klausur that go on
    appointments   Termine with an entry that stay behind
    agreements     open agreements that go on; settled  those that do not
    """

    old_year: int
    months: int
    frozen: int
    frozen_criteria: int
    too_many: tuple[str, ...]
    dropped_years: tuple[int, ...]
    cleared: tuple[str, ...]
    kept_decisions: int
    ended: tuple[str, ...]
    explanations: int
    open: int
    lost: int
    won: int
    one_offs: int
    full_years: int
    deferred: int
    points: int
    resolutions: int
    appointments: int
    agreements: int
    settled: int
    closures: int

    @property
    def year(self) -> int:
        """Neues Basisjahr."""
        return self.old_year + 1


def turned(name: str, report: Turned, source: str) -> str:
    """Jahreswechsel is done: one line each for what was frozen, kept and dropped, and how to go on."""
    return "\n".join(
        _lines(f"Die Mappe {name} für das Basisjahr {report.year} ist angelegt.", report, source)
    )


def opened(name: str, report: Turned, source: str) -> str:
    """The same for the button, which opens the new workbook; as much as a dialog shows."""
    head = f"Die Mappe {name} für das Basisjahr {report.year} ist angelegt und geöffnet."
    return shortened(_lines(head, report, source), _next_step(report))


def _lines(head: str, report: Turned, source: str) -> list[str]:
    parts = [head, _frozen(report), _kept(report), *_dropped(report), STAYS.format(file=source)]
    return [*(part for part in parts if part), _next_step(report)]


def _frozen(report: Turned) -> str:
    year = report.old_year
    size, criteria = (
        count(report.frozen, "Kunde", "Kunden"),
        count(report.frozen_criteria, "Kriterium", "Kriterien"),
    )
    text = f"Festgehalten im Blatt Vorjahr: Punkte, Level und Plan {report.year} von {size}, {criteria} mit Gewicht {year}."
    if report.too_many:
        text += f" Für mehr Kriterien ist dort kein Platz; nicht festgehalten sind die Punkte von: {', '.join(report.too_many)}."
    return text


def _kept(report: Turned) -> str:
    parts = [
        "Kunden, Kriterien mit Ankern und Gewichten, Urteile, Rollen, Leistungen, Phasen, Agenda und Einstellungen"
    ]
    if report.kept_decisions:
        parts.append(count(report.kept_decisions, "entschiedenes Level", "entschiedene Level"))
    if report.open:
        parts.append(count(report.open, "Verkaufschance", "Verkaufschancen"))
    if report.deferred:
        parts.append(count(report.deferred, "vertagter Punkt der Klausur", "vertagte Punkte der Klausur"))
    if report.agreements:
        parts.append(count(report.agreements, "offene Vereinbarung", "offene Vereinbarungen"))
    return f"Übernommen: {', '.join(parts)}."


def _dropped(report: Turned) -> list[str]:
    """Was zurückbleibt, und was geleert wurde."""
    counted = (
        (
            report.explanations,
            "Erklärung eines Trends (steht im Vorjahr)",
            "Erklärungen von Trends (stehen im Vorjahr)",
        ),
        (report.lost, "verlorene Verkaufschance", "verlorene Verkaufschancen"),
        (
            report.won,
            "schon abgeschlossene gewonnene Verkaufschance",
            "schon abgeschlossene gewonnene Verkaufschancen",
        ),
        (report.one_offs, "Einmaleffekt weggefallener Jahre", "Einmaleffekte weggefallener Jahre"),
        (report.full_years, "Vollwert neuer Kunden", "Vollwerte neuer Kunden"),
        (report.points, "Punkt der Klausur", "Punkte der Klausur"),
        (report.resolutions, "Beschluss", "Beschlüsse"),
        (report.appointments, "Termin mit Eintrag", "Termine mit Eintrag"),
        (report.settled, "erledigte Vereinbarung", "erledigte Vereinbarungen"),
        (report.closures, "vergangene Betriebsferien", "vergangene Betriebsferien"),
    )
    parts = [f"die Zahlen {_years(report.dropped_years)}"] if report.dropped_years else []
    parts += [count(size, *names) for size, *names in counted if size]
    if report.ended:
        parts.append(f"abgelaufene Entscheidungen: {_listed(report.ended)}")
    lines = [f"Nicht übernommen: {'; '.join(parts)}."] if parts else []
    if report.cleared:
        lines.append(f"Geleert, bitte neu eintragen: {', '.join(report.cleared)}.")
    return lines


def _years(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} bis {years[-1]}"


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - SHOWN_KEYS
    return ", ".join(names[:SHOWN_KEYS]) + (f" und {rest} weitere" if rest > 0 else "")


def _next_step(report: Turned) -> str:
    """Wie es weitergeht: the figures of the new year, and of the old one if it was not complete."""
    text = f"Als Nächstes: Zahlen {report.year} einlesen, dann neu berechnen; bis dahin sind die Ergebnisse leer."
    if report.months < 12:
        old = f"{report.old_year} war erst für {count(report.months, 'Monat', 'Monate')} gebucht"
        text += f" {old}: Lesen Sie auch dieses Jahr noch einmal vollständig ein."
    return text
