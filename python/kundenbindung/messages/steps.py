"""Sieben Schritte: what the sheet Start says about the year's work, its status and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kundenbindung.core.model import Finding, Results, Severity, Verdict
from kundenbindung.messages.german import count, number
from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.inputs import criteria_of

DONE, OPEN, CHECK = "fertig", "offen", "bitte ansehen"


def steps(reading: Reading, results: Results, findings: Sequence[Finding]) -> pd.DataFrame:
    """Sieben Schritte with status and what is still missing."""
    makers = (
        _step_figures,
        _step_customers,
        _step_opportunities,
        _step_criteria,
        _step_trends,
        _step_levels,
        _step_plan,
    )
    rows = [(number_, *make(reading, results, findings)) for number_, make in enumerate(makers, start=1)]
    return pd.DataFrame(rows, columns=["number", "sheet", "state", "step", "missing"])


Step = tuple[str, str, str, str]


def _of(findings: Sequence[Finding], *tables: str) -> list[Finding]:
    return [entry for entry in findings if entry.table in tables and entry.severity is not Severity.NOTICE]


def _step_figures(reading: Reading, results: Results, findings: Sequence[Finding]) -> Step:
    size = len(results.customers) or len(reading.frames["figures"])
    text = "Umsatz und DB der Geschäftsjahre eintragen oder einlesen"
    if not size:
        return "Zahlen", OPEN, text, "noch keine Zahlen"
    errors = [entry for entry in findings if entry.severity is Severity.ERROR]
    if [entry.code for entry in errors] == ["base_year_no_figures"]:
        return "Zahlen", OPEN, text, f"Zahlen {results.settings.base_year} fehlen noch"
    span = (
        f"{count(size, 'Kunde', 'Kunden')}, {reading.years[0]} bis {reading.years[-1]}"
        if reading.years
        else ""
    )
    return (
        "Zahlen",
        CHECK if errors else DONE,
        text,
        f"{count(len(errors), 'Fehler', 'Fehler')} beheben" if errors else span,
    )


def _step_customers(reading: Reading, results: Results, findings: Sequence[Finding]) -> Step:
    del findings
    text = "Stammdaten und weiche Urteile ergänzen"
    off = [entry.criterion for entry in results.criteria if not entry.on and entry.weight > 0.0]
    if not len(reading.frames["customers"]):
        return "Kunden", OPEN, text, "noch keine Kunden"
    if off:
        return (
            "Kunden",
            OPEN,
            text,
            f"noch zu wenig gefüllt: {', '.join(off[:4])}{' …' if len(off) > 4 else ''}",
        )
    return "Kunden", DONE, text, ""


def _step_opportunities(reading: Reading, results: Results, findings: Sequence[Finding]) -> Step:
    del results
    text = "Verkaufschancen pflegen: Wert, Phase, Art, Termin"
    size = len(reading.frames["opportunities"])
    if not size:
        return "Pipeline", OPEN, text, "noch keine Verkaufschance"
    doubts = _of(findings, "opportunities")
    if doubts:
        return (
            "Pipeline",
            CHECK,
            text,
            f"{count(len(doubts), 'Warnung', 'Warnungen')} bei {size} Verkaufschancen",
        )
    return "Pipeline", DONE, text, count(size, "Verkaufschance", "Verkaufschancen")


def _step_criteria(reading: Reading, results: Results, findings: Sequence[Finding]) -> Step:
    text = "Kriterien wählen, Gewichte auf 100 verteilen, Anker prüfen"
    criteria = results.criteria or criteria_of(reading.frames["criteria"])
    total = sum(entry.weight for entry in criteria)
    doubts = _of(findings, "criteria")
    if not total or abs(total - 100.0) > 1e-9:
        return "Kriterien", OPEN, text, f"Summe der Gewichte {number(total)} statt 100"
    if doubts:
        return "Kriterien", CHECK, text, count(len(doubts), "Warnung", "Warnungen")
    return "Kriterien", DONE, text, f"{len(criteria)} Kriterien, Summe 100"


def _step_trends(reading: Reading, results: Results, findings: Sequence[Finding]) -> Step:
    del reading, findings
    text = "Auffällige Trends erklären: Grund, ein Satz, hält an"
    if not len(results.customers):
        return "Screening", OPEN, text, "erst nach der Berechnung"
    needed = results.customers["needs_explanation"].astype(bool)
    explained = int((needed & results.customers["explained"].astype(bool)).sum())
    told = f"{explained} von {int(needed.sum())} erklärt"
    mute = [entry.values["count"] for entry in results.findings if entry.code == "persistence_missing"]
    if mute:
        return "Screening", OPEN, text, f"{told}; „Hält an“ fehlt bei {mute[0]}"
    return "Screening", DONE if explained == int(needed.sum()) else OPEN, text, told


def _step_levels(reading: Reading, results: Results, findings: Sequence[Finding]) -> Step:
    del reading, findings
    text = "Grenzfälle besprechen und Level entscheiden"
    if not len(results.customers):
        return "Klausur", OPEN, text, "erst nach der Berechnung"
    stand = results.retreat_status.set_index("topic")
    total, done = (int(stand[name]["borderline"]) for name in ("total", "done"))
    unrated = int(stand["total"]["unrated"] - stand["done"]["unrated"])
    told = f"{done} von {total} Grenzfällen entschieden"
    if unrated:
        told += f"; {count(unrated, 'Kunde', 'Kunden')} nicht bewertbar"
    overloaded = results.capacity is not None and results.capacity.verdict is Verdict.OVERLOADED
    if overloaded:
        told += "; nicht tragfähig, siehe Blatt Ressourcen"
    left = done < total or unrated > 0
    return "Klausur", OPEN if left else CHECK if overloaded else DONE, text, told


def _step_plan(reading: Reading, results: Results, findings: Sequence[Finding]) -> Step:
    del reading, findings
    text = "Plan gegen das Ziel halten und die Lücke füllen"
    total = results.company
    if total is None or total.gap_expected_eur is None:
        return "Plan", OPEN, text, "Zielumsatz im Blatt Einstellungen eintragen"
    if total.gap_expected_eur <= 0.0:
        return "Plan", DONE, text, "Das Ziel ist mit Erwartet erreicht"
    told = f"Lücke {number(total.gap_expected_eur)} €"
    if total.expand_eur is None:
        return "Plan", CHECK, text, f"{told}; Einkaufsvolumen im Blatt Kunden fehlt"
    found = number(min(total.expand_eur, total.gap_expected_eur))
    return "Plan", CHECK, text, f"{told}, davon {found} € bei Bestandskunden"
