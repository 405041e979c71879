"""Tabellen of the sheet Vorjahr."""

from __future__ import annotations

from kundenbindung.core.model import PRIOR_SLOTS
from kundenbindung.workbook.schema import About, Table, Unit
from kundenbindung.workbook.tables.columns import (
    LEADING,
    LEVELS,
    MARGIN,
    OPEN,
    REVENUE,
    SCORES,
    TEXTS,
    entry,
    key,
    output,
)

PRIOR_YEAR = Table(
    "prior_year",
    "Vorjahr",
    (
        key(),
        entry("customer", "Kunde", Unit.TEXT, "Name im Vorjahr.", width=34, sight=OPEN),
        entry("score", "Gesamtpunktzahl", Unit.SCORE, "Gesamtpunktzahl im Vorjahr.", low=0.0, high=100.0, width=10, sight=SCORES, total_of_points=True),
        entry("care_level", "Level", Unit.CHOICE, "Level, das im Vorjahr galt.", choices="care_level", width=12, sight=LEVELS),
        entry("plan_safe_eur", "Sicher", Unit.EUR, "Plan des Vorjahres: Sicher.", width=14, sight=REVENUE),
        entry("plan_expected_eur", "Erwartet", Unit.EUR, "Plan des Vorjahres: Erwartet.", width=14, sight=REVENUE),
        entry("plan_upside_eur", "Möglich", Unit.EUR, "Plan des Vorjahres: Möglich.", width=14, sight=REVENUE),
        output("actual_eur", "Ist", Unit.EUR, "Umsatz des Basisjahres, bereinigt.", width=14, sight=REVENUE),
        output("deviation", "Ist zu Erwartet", Unit.RATE, "Abweichung des Ist vom Erwartet des Vorjahres.", width=12, sight=REVENUE),
        output("hit", "Sicher erreicht", Unit.TEXT, "ja, wenn das Ist mindestens den Wert Sicher des Vorjahres erreicht.", width=12, sight=REVENUE),
        output("level_now", "Level jetzt", Unit.TEXT, "Level, das jetzt gilt.", width=12, sight=LEVELS),
        output("score_now", "Punkte jetzt", Unit.SCORE, "Gesamtpunktzahl der letzten Berechnung.", width=10, sight=SCORES, total_of_points=True),
        output("change_weights", "durch Gewichte", Unit.CHANGE, "Punkte, die allein aus geänderten Gewichten kommen.", width=12, sight=SCORES, total_of_points=True),
        output("change_customer", "durch den Kunden", Unit.CHANGE, "Punkte, die aus geänderten Werten des Kunden kommen.", width=12, sight=SCORES, total_of_points=True),
        output("change_data", "durch neue Daten", Unit.CHANGE, "Punkte aus Angaben, die es nur in einem der beiden Jahre gab.", width=14, sight=SCORES, total_of_points=True),
        output("cause", "Ursache", Unit.LONG_TEXT, "Warum das Level anders ist als im Vorjahr.", width=32, sight=SCORES, total_of_points=True),
        entry("reason_code", "Grund", Unit.CHOICE, "Grund, den Sie im Vorjahr eingetragen hatten.", choices="reason_code", open_choice=True, width=20, folded=True, optional=True, sight=REVENUE),
        entry("explanation", "Erklärung", Unit.LONG_TEXT, "Erklärung aus dem Vorjahr.", width=40, folded=True, optional=True, sight=REVENUE | TEXTS),
        entry("plan_year", "Planjahr", Unit.YEAR, "Jahr, für das der Plan des Vorjahres gemacht wurde.", low=1990.0, high=2100.0, width=10, folded=True, optional=True, sight=OPEN),
        *(entry(f"points_{slot}", f"Punkte {slot}", Unit.POINTS, f"Punkte im Vorjahr beim Kriterium Nr. {slot} der Tabelle rechts.", low=0.0, high=10.0, width=9, folded=True, optional=True, sight=SCORES | REVENUE | MARGIN) for slot in range(1, PRIOR_SLOTS + 1)),
    ),
    key="customer_id",
    min_rows=10,
    sight=LEADING,
    about=About.CUSTOMER,
)

PRIOR_CRITERIA = Table(
    "prior_criteria",
    "Vorjahr_Kriterien",
    (
        entry("criterion", "Kriterium", Unit.TEXT, "Kriterium des Vorjahres.", required=True, width=28, sight=SCORES),
        entry("slot", "Nr.", Unit.COUNT, "Nummer der Spalte „Punkte“, in der die Punkte dazu stehen.", required=True, low=1.0, high=float(PRIOR_SLOTS), width=8, sight=SCORES),
        entry("weight", "Gewicht", Unit.NUMBER, "Gewicht im Vorjahr.", low=0.0, high=1000.0, width=10, sight=SCORES),
    ),
    key="criterion",
    caption="Kriterien des Vorjahres",
    min_rows=12,
    sight=LEADING,
    about=About.COMPANY,
)

LEVEL_MATRIX = Table(
    "level_matrix",
    "Wanderung",
    (
        output("from", "von / nach", Unit.TEXT, "Level im Vorjahr.", width=28, sight=LEVELS),
        output("strategy", "Strategie", Unit.COUNT, "Kunden, die jetzt Strategie haben.", width=10, sight=LEVELS),
        output("sales", "Vertrieb", Unit.COUNT, "Kunden, die jetzt Vertrieb haben.", width=10, sight=LEVELS),
        output("service", "Service", Unit.COUNT, "Kunden, die jetzt Service haben.", width=10, sight=LEVELS),
        output("none", "ohne Level", Unit.COUNT, "Kunden, die jetzt kein Level haben: verloren oder nicht bewertbar.", width=11, sight=LEVELS),
    ),
    key="from",
    caption="Wer ist gewandert?",
    sight=LEADING,
    about=About.COMPANY,
)

LEVEL_CAUSES = Table(
    "level_causes",
    "Ursachen",
    (output("cause", "Ursache des Wechsels", Unit.TEXT, "Was den Ausschlag gab.", width=28, sight=LEVELS), output("count", "Kunden", Unit.COUNT, "So viele Kunden haben deshalb ein anderes Level.", width=10, sight=LEVELS)),
    key="cause",
    caption="Warum gewandert?",
    sight=LEADING,
    about=About.COMPANY,
)

PLAN_CHECK = Table(
    "plan_check",
    "Plan_und_Ist",
    (output("figure", "Plan gegen Ist", Unit.TEXT, "Größe des Vergleichs.", width=28, sight=REVENUE), output("value", "Wert", Unit.TEXT, "Ergebnis.", width=16, sight=REVENUE), output("meaning", "Lesart", Unit.LONG_TEXT, "Was der Wert sagt.", width=60, sight=REVENUE)),
    key="figure",
    caption="Hat der Plan des Vorjahres getroffen?",
    sight=LEADING,
    about=About.COMPANY,
)
