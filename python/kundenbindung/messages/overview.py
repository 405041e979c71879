"""Überblick: the company's plan, target and gap, the split in levels, and the probe on its own years."""

from __future__ import annotations

import pandas as pd

from kundenbindung.core.model import CompanyPlan, LevelCount, Results
from kundenbindung.messages.german import count, number, percent, rate
from kundenbindung.workbook import layout
from kundenbindung.workbook.layout import word

Line = tuple[str, float | None, float | None, str]
"""Kennzahl, Umsatz, DB, Bedeutung."""

UNTOLD = "nicht zu sagen: Einkaufsvolumen im Blatt Kunden fehlt"


def company(results: Results) -> pd.DataFrame:
    """Das ganze Unternehmen: years, plan, target, gap, and what fills it."""
    lines = _booked(results)
    if results.company is not None and len(results.customers):
        missing = results.customers.loc[results.rated, "purchasing_volume_eur"].isna()
        lines += _planned(results.company, results.settings.base_year)
        lines += _gaps(results.company, int(missing.sum()))
    return pd.DataFrame(lines, columns=["figure", "revenue_eur", "margin_eur", "meaning"])


def _booked(results: Results) -> list[Line]:
    return [
        (
            f"{int(row['year'])} gebucht",
            float(row["revenue_eur"]),
            float(row["margin_eur"]),
            "wie eingetragen",
        )
        for row in results.by_year.to_dict("records")
    ]


def _planned(total: CompanyPlan, base_year: int) -> list[Line]:
    year = base_year + 1
    adjusted = "ohne Einmaleffekte; ein angebrochenes Jahr ist ergänzt"
    return [
        (f"{base_year} bereinigt", total.revenue_eur, total.margin_eur, adjusted),
        (f"Sicher {year}", total.plan.safe, total.plan_margin_safe_eur, "in vier von fünf Jahren mindestens"),
        (f"Erwartet {year}", total.plan.expected, total.plan_margin_eur, "die mittlere Erwartung"),
        (f"Möglich {year}", total.plan.upside, None, "in einem von fünf Jahren mindestens"),
        (f"Ziel {year}", total.target_eur, total.target_margin_eur, "Ihr Ziel aus dem Blatt Einstellungen"),
    ]


def _gaps(total: CompanyPlan, missing: int) -> list[Line]:
    """Lücke and what fills it; `missing`: so many customers have no Einkaufsvolumen."""
    search = "Ziel minus Erwartet; zuerst bei Bestandskunden suchen"
    found = "erreichbares Potenzial bei Bestandskunden"
    rest = "Lücke zu Erwartet, die Bestandskunden nicht füllen"
    if total.expand_eur is None:
        found = UNTOLD
        rest = UNTOLD if total.new_customers_eur is None else rest
    elif missing:
        found = f"erreichbares Potenzial; Einkaufsvolumen fehlt bei {count(missing, 'Kunde', 'Kunden')}"
    return [
        ("Lücke zu Erwartet", total.gap_expected_eur, total.gap_margin_expected_eur, search),
        ("Lücke zu Sicher", total.gap_safe_eur, total.gap_margin_safe_eur, "Ziel minus Sicher"),
        ("ausbauen", total.expand_eur, None, found),
        ("sichern", total.secure_eur, None, "bei rückläufigen Kunden auf dem Spiel"),
        ("bleibt für Neukunden", total.new_customers_eur, None, rest),
    ]


def key_figures(results: Results) -> pd.DataFrame:
    """Kennzahlen on Start: target, plan and gap."""
    wanted = ("Ziel", "Erwartet", "Sicher", "Möglich", "Lücke", "ausbauen", "bleibt")
    table = company(results)
    chosen = table[table["figure"].str.startswith(wanted)]
    return chosen[["figure", "revenue_eur", "margin_eur"]].head(layout.STEP_COUNT + 1)


def split(results: Results) -> pd.DataFrame:
    """Aufteilung in levels: guideline, computed, decided, and what the people can carry, where it is known."""
    names, found = ("strategy", "sales", "service"), results.capacity
    counts: dict[str, LevelCount | None] = {
        "guideline": results.guideline,
        "computed": results.computed,
        "decided": results.decided,
        "affordable": found.affordable if found and found.fits_without_strategy else None,
    }
    columns = {name: [getattr(entry, level, None) for level in names] for name, entry in counts.items()}
    return pd.DataFrame({"care_level": [word("care_level", level) for level in names], **columns})


def backtest(results: Results) -> pd.DataFrame:
    """Rückrechnung in words."""
    probe = results.backtest
    if probe is None or not probe.origins:
        reason = (
            "Erst nach der Berechnung."
            if results.stopped
            else "Für eine Probe sind drei Geschäftsjahre nötig."
        )
        rows = [("Proben", "0", reason)]
        return pd.DataFrame(rows, columns=["figure", "value", "meaning"])
    rows = [
        (
            "Proben",
            number(probe.origins),
            "Eine oder zwei Proben sind wenig; lesen Sie die Zahlen als Anhaltspunkt.",
        ),
        ("mittlerer Fehler", percent(probe.wape, 1), "Abweichung je Kunde, gemessen am Umsatz"),
        ("Schlagseite", rate(probe.bias, 1), "plus: die Regel plant zu hoch; minus: zu niedrig"),
        (
            "gegen „wie im Vorjahr“",
            number(probe.ratio_to_naive, 2),
            "unter 1: die Planregel trifft besser als der Vorjahreswert",
        ),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "meaning"])
