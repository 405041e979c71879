"""Tabellen of Screening and Plan."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Column, Repeated, Role, Table, Unit
from kundenbindung.workbook.tables.columns import (
    LEADING,
    LEVELS,
    MARGIN,
    OPEN,
    PERSONS,
    REVENUE,
    SCORES,
    TEXTS,
    TOTALS,
    decision,
    output,
    result_key,
)

SCREENING = Table(
    "screening",
    "Screening",
    (
        *result_key(),
        output("status", "Status", Unit.TEXT, "aktiv, neu, verloren im Basisjahr oder noch ohne Umsatz.", width=12, sight=OPEN),
        output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Basisjahres, um Einmaleffekte bereinigt.", width=14, total=True, sight=REVENUE),
        output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Basisjahres, um Einmaleffekte bereinigt.", width=13, total=True, sight=MARGIN),
        output("margin_share", "DB-Quote", Unit.SHARE, "Deckungsbeitrag geteilt durch Umsatz, letzte drei Jahre.", width=10, sight=MARGIN),
        output("sparkline", "Verlauf", Unit.SPARKLINE, "Bereinigter Umsatz der Jahre als kleine Säulen von null an; die dunkle ist das Basisjahr.", width=12, shows="revenue_2", sight=REVENUE),
        output("own_rate", "Trend", Unit.RATE, "Eigene Entwicklung des Umsatzes pro Jahr.", width=10, sight=REVENUE),
        output("trend_words", "Einordnung", Unit.TEXT, "Trend in Worten und wie sicher er ist. Ein Ausrufezeichen heißt: bitte erklären.", width=32, sight=REVENUE),
        decision("reason_code", "Grund", Unit.CHOICE, "Warum bewegt sich der Umsatz? Ein Anstieg zählt im Plan nur mit Grund.", choices="reason_code", width=22, sight=REVENUE),
        decision("explanation", "Erklärung", Unit.LONG_TEXT, "Ein Satz, der die Bewegung erklärt.", width=36, sight=REVENUE | TEXTS),
        decision("persistence", "Hält an", Unit.CHOICE, "Setzt sich das fort? ja = ganz, teilweise = halb, nein = gar nicht im Plan.", choices="persistence", width=11, sight=REVENUE),
        output("explanation_effect_eur", "Wirkung im Plan", Unit.EUR, "Was Ihre Erklärung am Plan ändert: Erwartet mit ihr minus Erwartet ohne sie.", width=13, total=True, sight=REVENUE),
        output("score", "Punkte", Unit.SCORE, "Gesamtpunktzahl 0 bis 100.", width=9, sight=SCORES, total_of_points=True),
        output("profile", "Profil", Unit.SPARKLINE, "Gewichtete Punkte je Kriterium als kleine Säulen, in der Reihenfolge des Blattes Kriterien.", width=14, shows="weighted:", sight=SCORES),
        output("coverage", "Abdeckung", Unit.SHARE, "Anteil der Gewichte, für die Werte vorliegen. Unter 70 % gibt es keinen Vorschlag.", width=11, sight=SCORES),
        output("computed_level", "Vorschlag", Unit.TEXT, "Berechnetes Betreuungslevel.", width=12, sight=SCORES),
        output("stability", "Stabilität", Unit.CERTAINTY, "So oft kommt bei leicht anderen Gewichten dasselbe Level heraus. Unter 80 %: diskutieren, unter 95 %: beobachten.", width=11, sight=SCORES, total_of_points=True),
        output("borderline", "Grenzfall", Unit.LONG_TEXT, "Warum das Level auf der Kippe steht.", width=22, sight=SCORES),
        decision("decided_level", "Level", Unit.CHOICE, "Ihre Entscheidung; sie gilt vor dem Vorschlag. Leer = Vorschlag gilt.", choices="care_level", width=12, sight=LEADING),
        decision("why", "Warum", Unit.LONG_TEXT, "Ein Satz, wenn Ihr Level vom Vorschlag abweicht.", width=30, sight=LEADING | TEXTS),
        output("care_level", "gilt", Unit.TEXT, "Level, das gilt: Ihre Entscheidung, sonst der Vorschlag.", width=11, sight=OPEN),
        output("reasoning", "Begründung", Unit.LONG_TEXT, "Ein Satz je Kunde aus denselben Zahlen.", width=80, sight=SCORES | REVENUE | MARGIN),
        Repeated("year", (output("revenue_{each}", "Umsatz {each}", Unit.EUR, "Bereinigter Umsatz {each}.", width=13, folded=True, sight=REVENUE),)),
        Repeated(
            "step",
            (
                output("revenue_effect_{each}", "Umsatzeffekt {each}", Unit.EUR, "Teil der DB-Änderung zum Vorjahr, der {each} aus dem Umsatz kommt.", width=15, folded=True, sight=REVENUE | MARGIN),
                output("margin_effect_{each}", "Margeneffekt {each}", Unit.EUR, "Teil der DB-Änderung zum Vorjahr, der {each} aus der Marge kommt.", width=15, folded=True, sight=REVENUE | MARGIN),
            ),
        ),
        output("believed", "davon im Plan", Unit.LONG_TEXT, "Wie viel des Trends der Plan glaubt.", width=46, folded=True, sight=REVENUE),
        output("steadiness", "Urteil", Unit.TEXT, "diskutieren, beobachten oder stabil.", width=13, folded=True, sight=SCORES),
        output("stability_strategy", "Anteil Strategie", Unit.CERTAINTY, "Bei so vielen leicht anderen Gewichtungen kommt Strategie heraus.", width=11, folded=True, sight=SCORES, total_of_points=True),
        output("stability_sales", "Anteil Vertrieb", Unit.CERTAINTY, "Bei so vielen leicht anderen Gewichtungen kommt Vertrieb heraus.", width=11, folded=True, sight=SCORES, total_of_points=True),
        output("stability_service", "Anteil Service", Unit.CERTAINTY, "Bei so vielen leicht anderen Gewichtungen kommt Service heraus.", width=11, folded=True, sight=SCORES, total_of_points=True),
        output("to_next", "Bis zum nächsten Level", Unit.LONG_TEXT, "Was sich ändern müsste: in Punkten und in der Einheit des stärksten Hebels.", width=46, folded=True, sight=SCORES | REVENUE | MARGIN),
        output("prior_level", "Level Vorjahr", Unit.TEXT, "Level, das im Vorjahr galt.", width=12, folded=True, sight=SCORES),
        output("level_change", "Warum anders als im Vorjahr", Unit.LONG_TEXT, "Zerlegt in Gewichte, Kunde und neue Daten.", width=46, folded=True, sight=SCORES, total_of_points=True),
        Repeated("criterion", (output("points:{each}", "{each} (Punkte)", Unit.POINTS, "Punkte 0 bis 10 für {each}.", width=13, folded=True, sight=SCORES),)),
        Repeated("criterion", (output("weighted:{each}", "{each} (gewichtet)", Unit.POINTS, "Beitrag von {each} zur Gesamtpunktzahl; alle zusammen ergeben die Punkte.", width=13, folded=True, sight=SCORES),)),
        Column("decided_by", "Von", Unit.TEXT, Role.STAMP, "Wer entschieden hat.", width=14, folded=True, sight=LEADING | PERSONS),
        Column("decided_on", "Am", Unit.DATE, Role.STAMP, "Wann entschieden wurde.", width=12, folded=True, sight=LEADING),
        Column("valid_until", "Gültig bis", Unit.DATE, Role.STAMP, "Bis wann die Entscheidung gilt, höchstens 24 Monate.", width=12, folded=True, sight=LEADING),
        Column("decided_for", "Gestempelt für", Unit.CHOICE, Role.STAMP, "Level, zu dem Von, Am und Gültig bis gehören. Ändern Sie das Level, stempelt Neu berechnen neu.", choices="care_level", width=12, folded=True, optional=True, sight=LEADING),
    ),
    key="customer_id",
    grows=True,
    sight=LEVELS,
    about=About.CUSTOMER,
)

PLAN = Table(
    "plan",
    "Plan",
    (
        *result_key(),
        output("care_level", "Level", Unit.TEXT, "Level, das gilt.", width=11, sight=LEVELS),
        output("plan_level_eur", "Ausgangswert", Unit.EUR, "Umsatz des Basisjahres; bei neuen Kunden Ihr Vollwert.", width=14, total=True, sight=REVENUE),
        output("plan_trend_eur", "Trendanteil", Unit.EUR, "Was vom Trend im Plan zählt. Ein unerklärter Anstieg zählt nicht, ein unerklärter Rückgang zählt ganz.", width=13, total=True, sight=REVENUE),
        output("plan_won_eur", "gewonnen", Unit.EUR, "Gewonnene Verkaufschancen im Planjahr.", width=13, total=True, sight=REVENUE),
        output("plan_open_eur", "offen gewichtet", Unit.EUR, "Offene Verkaufschancen mal Wahrscheinlichkeit.", width=15, total=True, sight=REVENUE),
        output("plan_overlap_eur", "Doppelzählung", Unit.EUR, "Wird abgezogen: Es zählt der größere Betrag aus Trend und Pipeline.", width=14, total=True, sight=REVENUE),
        output("plan_expected_eur", "Erwartet", Unit.EUR, "Erwarteter Umsatz = Ausgangswert + Trendanteil + gewonnen + offen - Doppelzählung.", width=14, total=True, sight=REVENUE),
        output("plan_cushion_eur", "Sicherheitsabschlag", Unit.EUR, "Abstand von Erwartet zu Sicher.", width=17, total=True, sight=REVENUE),
        output("plan_safe_eur", "Sicher", Unit.EUR, "Anteil am Umsatz, den das Unternehmen in vier von fünf Jahren mindestens erreicht.", width=14, total=True, sight=REVENUE),
        output("plan_upside_eur", "Möglich", Unit.EUR, "Anteil am Umsatz, den das Unternehmen in einem von fünf Jahren erreicht.", width=14, total=True, sight=REVENUE),
        output("plan_margin_eur", "DB erwartet", Unit.EUR, "Erwartet mal DB-Quote der letzten beiden Jahre.", width=14, total=True, sight=MARGIN),
        output("expand_eur", "ausbauen", Unit.EUR, "Erreichbarer Teil des freien Potenzials.", width=13, total=True, sight=REVENUE),
        output("secure_eur", "sichern", Unit.EUR, "Was bei rückläufigen Kunden bis Sicher auf dem Spiel steht.", width=13, total=True, sight=REVENUE),
        output("recognised", "Anmerkung", Unit.LONG_TEXT, "Was an dieser Zeile besonders ist.", width=30, sight=REVENUE),
    ),
    key="customer_id",
    grows=True,
    sight=REVENUE,
    about=About.CUSTOMER,
)

COMPANY = Table(
    "company",
    "Unternehmen",
    (
        output("figure", "Kennzahl", Unit.TEXT, "Größe für das Planjahr.", width=34, sight=OPEN),
        output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz in Euro.", width=16, sight=REVENUE),
        output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag in Euro.", width=16, sight=MARGIN),
        output("meaning", "Bedeutung", Unit.LONG_TEXT, "Was die Zahl sagt.", width=62, sight=LEADING),
    ),
    key="figure",
    caption="Das ganze Unternehmen",
    sight=TOTALS | REVENUE,
    about=About.COMPANY,
)

EXPAND = Table(
    "expand",
    "Ausbauen",
    (
        output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12, sight=OPEN),
        output("customer", "Kunde", Unit.TEXT, "Name.", width=30, sight=OPEN),
        output("free_potential_eur", "freies Potenzial", Unit.EUR, "Einkaufsvolumen minus Erwartet.", width=16, sight=REVENUE),
        output("amount_eur", "erreichbar", Unit.EUR, "Freies Potenzial mal erreichbarer Anteil.", width=14, total=True, sight=REVENUE),
    ),
    key="customer_id",
    caption="Potenzialliste: ausbauen",
    grows=True,
    sight=REVENUE,
    about=About.CUSTOMER,
)

SECURE = Table(
    "secure",
    "Sichern",
    (
        output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12, sight=OPEN),
        output("customer", "Kunde", Unit.TEXT, "Name.", width=30, sight=OPEN),
        output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Basisjahres.", width=14, sight=REVENUE),
        output("amount_eur", "auf dem Spiel", Unit.EUR, "Umsatz minus Sicher.", width=14, total=True, sight=REVENUE),
    ),
    key="customer_id",
    caption="Rückläufige Kunden: sichern",
    grows=True,
    sight=REVENUE,
    about=About.CUSTOMER,
)

BACKTEST = Table(
    "backtest",
    "Rueckrechnung",
    (output("figure", "Probe an Ihren eigenen Jahren", Unit.TEXT, "Wie die Planregel in der Vergangenheit getroffen hätte.", width=34, sight=OPEN), output("value", "Wert", Unit.TEXT, "Ergebnis der Probe.", width=16, sight=OPEN), output("meaning", "Lesart", Unit.LONG_TEXT, "Was der Wert sagt.", width=70, sight=OPEN)),
    key="figure",
    caption="Wie gut hätte der Plan getroffen?",
    sight=TOTALS | REVENUE | LEADING,
    about=About.COMPANY,
)
