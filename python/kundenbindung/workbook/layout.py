"""Die Mappe: every sheet, table, column, list and setting, declared once.

Builder, reader, frames, messages and the reference pages are all derived from this module.
Adding a column is one line here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from kundenbindung.core.model import PRIOR_SLOTS
from kundenbindung.workbook import controls
from kundenbindung.workbook.schema import (
    BELOW,
    HEADER_ROW,
    RIGHT,
    Column,
    Placement,
    Repeated,
    Role,
    Setting,
    Sheet,
    SheetKind,
    Table,
    Unit,
)

CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": {"active": "aktiv", "new": "neu", "lost": "verloren"},
    "yes_no": {"yes": "ja", "no": "nein"},
    "reason_code": {
        "price": "Preis",
        "volume": "Menge",
        "mix": "Sortiment/Mix",
        "terms": "Konditionen",
        "material_cost": "Materialkosten",
        "ordering": "Bestellverhalten",
        "care_changed": "Betreuung verändert",
        "quality": "Liefer-/Qualitätsproblem",
        "competitor": "Wettbewerber",
        "project": "Projekt/Einmaleffekt",
        "ownership": "Ansprechpartner-/Eigentümerwechsel",
        "economy": "Konjunktur/Branche",
        "customer_business": "Kunde wächst/schrumpft",
        "unexplained": "ungeklärt",
    },
    "persistence": {"yes": "ja", "partly": "teilweise", "no": "nein"},
    "care_level": {"strategy": "Strategie", "sales": "Vertrieb", "service": "Service"},
    "opportunity_kind": {"additional": "Zusatz", "new_product": "Neues Produkt", "repeat": "Wiederholung"},
    "opportunity_status": {"open": "offen", "won": "gewonnen", "lost": "verloren"},
    "criterion_kind": {"hard": "hart", "soft": "weich"},
    "scale": {"linear": "linear", "log": "Größenordnung"},
    "source": {
        "revenue_mean": "Umsatz, Mittel der letzten drei Jahre",
        "margin_mean": "Deckungsbeitrag, Mittel der letzten drei Jahre",
        "margin_share": "DB-Quote der letzten drei Jahre",
        "own_rate": "Umsatztrend pro Jahr",
        "contract_share": "Rahmenvertragsanteil",
        "free_potential": "Freies Potenzial",
        "payment_delay_days": "Zahlungsverzug",
        "complaint_share": "Reklamationsquote",
        "loyalty": "Kundenbindung",
        "care_hours_per_1000_eur_margin": "Betreuungsstunden je 1.000 € DB",
        "referral": "Weiterempfehlung",
        "purchasing_volume_eur": "Einkaufsvolumen",
        "care_effort_hours": "Betreuungsstunden",
        "effort_factor": "Aufwandsfaktor",
    },
    "margin_kind": {"DB": "DB", "DB I": "DB I", "DB II": "DB II", "DB III": "DB III"},
    "trend_class": {"strong_growth": "stark wachsend", "growth": "wachsend", "stable": "stabil", "decline": "rückläufig", "strong_decline": "stark rückläufig"},
    "confidence": {"clear": "klar", "likely": "wahrscheinlich", "uncertain": "unsicher"},
    "borderline": {"unsure": "hängt an den Gewichten", "tie": "Gleichstand", "data": "Daten fehlen", "judges": "Urteile uneins", "memory": "nur durch Vorjahr"},
    "steadiness": {"discuss": "diskutieren", "watch": "beobachten", "stable": "stabil"},
    "level_cause": {"weights": "Gewichte", "customer": "Kunde", "data": "neue Daten", "others": "andere Kunden", "memory": "Halt durch das Vorjahr", "decision": "Ihre Entscheidung"},
    "outcome": {"decided": "entschieden", "deferred": "vertagt"},
    "item_kind": {"borderline": "Grenzfall", "unrated": "Bewertung", "explanation": "Erklärung", "decision": "Entscheidung", "opportunity": "Verkaufschance", "criterion": "Kriterium", "concentration": "Klumpen", "capacity": "Kapazität"},
    "channel": {"in_person": "persönlich", "phone": "Telefon", "digital": "digital", "post": "Post"},
    "verdict": {"fits": "tragfähig", "tight": "knapp", "overloaded": "nicht tragfähig"},
    "appointment_state": {"planned": "geplant", "done": "erledigt", "overdue": "überfällig", "dropped": "entfallen"},
    "federal_state": {
        "BW": "Baden-Württemberg",
        "BY": "Bayern",
        "BE": "Berlin",
        "BB": "Brandenburg",
        "HB": "Bremen",
        "HH": "Hamburg",
        "HE": "Hessen",
        "MV": "Mecklenburg-Vorpommern",
        "NI": "Niedersachsen",
        "NW": "Nordrhein-Westfalen",
        "RP": "Rheinland-Pfalz",
        "SL": "Saarland",
        "SN": "Sachsen",
        "ST": "Sachsen-Anhalt",
        "SH": "Schleswig-Holstein",
        "TH": "Thüringen",
    },
    "severity": {"error": "Fehler", "warning": "Warnung", "notice": "Hinweis"},
    "stage": {},
}
"""Auswahllisten: identifier -> word the owner sees. `stage` is filled from the table Phasen."""

SOURCE_UNITS: Mapping[str, Unit] = {
    "revenue_mean": Unit.EUR,
    "margin_mean": Unit.EUR,
    "margin_share": Unit.SHARE,
    "own_rate": Unit.RATE,
    "contract_share": Unit.SHARE,
    "free_potential": Unit.EUR,
    "payment_delay_days": Unit.DAYS,
    "complaint_share": Unit.SHARE,
    "loyalty": Unit.RATING,
    "care_hours_per_1000_eur_margin": Unit.NUMBER,
    "referral": Unit.RATING,
    "purchasing_volume_eur": Unit.EUR,
    "care_effort_hours": Unit.HOURS,
    "effort_factor": Unit.NUMBER,
}
"""Unit in which the anchors of a source are shown."""


def _input(name: str, label: str, unit: Unit, help_text: str, **more: object) -> Column:
    return Column(name, label, unit, Role.INPUT, help_text, **more)  # type: ignore[arg-type]


def _decision(name: str, label: str, unit: Unit, help_text: str, **more: object) -> Column:
    return Column(name, label, unit, Role.DECISION, help_text, **more)  # type: ignore[arg-type]


def _output(name: str, label: str, unit: Unit, help_text: str, **more: object) -> Column:
    return Column(name, label, unit, Role.OUTPUT, help_text, **more)  # type: ignore[arg-type]


def _key(help_text: str = "Kundennummer wie in Ihrem System, führende Nullen bleiben erhalten.") -> Column:
    return _input("customer_id", "Kundennr.", Unit.KEY, help_text, required=True, width=12)


def _result_key() -> tuple[Column, Column]:
    return (_output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer; an ihr findet die Berechnung die Zeile.", width=12, required=True), _output("customer", "Kunde", Unit.TEXT, "Name aus dem Blatt Kunden.", width=30))


STEPS = Table(
    "steps",
    "Schritte",
    (
        _output("number", "Nr.", Unit.COUNT, "Reihenfolge der Arbeit.", width=11),
        _output("sheet", "Blatt", Unit.TEXT, "Auf diesem Blatt wird gearbeitet.", width=15),
        _output("state", "Status", Unit.TEXT, "fertig, offen oder später.", width=24),
        _output("step", "Schritt", Unit.LONG_TEXT, "Was in diesem Schritt zu tun ist.", width=56),
        _output("missing", "Was noch fehlt", Unit.LONG_TEXT, "Was bis zum Haken noch fehlt.", width=48),
    ),
    key="number",
    caption="Sieben Schritte durch das Jahr",
)

KEY_FIGURES = Table(
    "key_figures",
    "Kennzahlen",
    (_output("figure", "Kennzahl", Unit.TEXT, "Größe für das Planjahr.", width=24), _output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz in Euro.", width=16), _output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag in Euro.", width=16)),
    key="figure",
    caption="Plan und Lücke",
)

SPLIT = Table(
    "split",
    "Aufteilung",
    (
        _output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=24),
        _output("guideline", "Richtwert", Unit.COUNT, "Kunden nach Ihrem Richtwert, üblich 20/70/10.", width=16),
        _output("computed", "Vorschlag", Unit.COUNT, "Kunden nach der Berechnung.", width=16),
        _output("decided", "entschieden", Unit.COUNT, "Kunden nach Ihren Entscheidungen.", width=14),
        _output("affordable", "tragbar", Unit.COUNT, "Größte Aufteilung, die Ihre Leute tragen; siehe Blatt Ressourcen.", width=12),
    ),
    key="care_level",
    caption="Betreuungslevel",
)

FINDINGS = Table(
    "findings",
    "Befunde",
    (
        _output("severity", "Schwere", Unit.TEXT, "Fehler verhindern die Berechnung, Warnungen und Hinweise nicht.", width=11),
        _output("sheet", "Blatt", Unit.TEXT, "Blatt, auf dem Sie nachsehen.", width=15),
        _output("row", "Kunde oder Zeile", Unit.LONG_TEXT, "Kunde oder Zeile, falls es nur eine betrifft.", width=24),
        _output("sentence", "Feststellung", Unit.LONG_TEXT, "Was aufgefallen ist.", width=56),
        _output("advice", "Was tun", Unit.LONG_TEXT, "Was Sie tun können.", width=48),
    ),
    key="sentence",
    caption="Befunde der letzten Berechnung",
    grows=True,
)

CUSTOMERS = Table(
    "customers",
    "Kunden",
    (
        _key("Kundennummer wie in Ihrem System. Jede Nummer nur einmal; führende Nullen bleiben erhalten."),
        _input("customer", "Kunde", Unit.TEXT, "Name des Kunden.", width=34),
        _input("segment", "Segment", Unit.TEXT, "Branche oder Gruppe, frei wählbar. Ab 20 Kunden bildet ein Segment seinen eigenen Vergleich.", width=18),
        _input("responsible", "Verantwortlich", Unit.TEXT, "Rolle oder Kürzel, zum Beispiel Außendienst oder MK.", width=15),
        _input("decision_maker", "Entscheider", Unit.TEXT, "Wer beim Kunden entscheidet.", width=24),
        _input("sole_trader", "Einzelunternehmer", Unit.CHOICE, "ja, wenn der Kunde eine Person ist (Datenschutz).", choices="yes_no", width=12),
        _input("purchasing_volume_eur", "Einkaufsvolumen", Unit.EUR, "Was der Kunde in Ihrem Sortiment im Jahr insgesamt einkauft, bei allen Lieferanten, in Euro.", low=0.0, width=16, total=True),
        _input("contract_share", "Rahmenvertragsanteil", Unit.SHARE, "Anteil des Umsatzes unter Rahmenvertrag, 0 % bis 100 %.", low=0.0, high=1.0, width=14),
        _input("payment_delay_days", "Zahlungsverzug", Unit.DAYS, "Durchschnittlicher Zahlungsverzug in Tagen; 0 = pünktlich.", low=-365.0, high=3650.0, width=14),
        _input("complaint_share", "Reklamationsquote", Unit.SHARE, "Reklamierte Aufträge geteilt durch alle Aufträge, 0 % bis 100 %.", low=0.0, high=1.0, width=14),
        _input("care_effort_hours", "Betreuungsstunden", Unit.HOURS, "Stunden, die Ihr Haus im letzten Jahr für diesen Kunden aufgewendet hat.", low=0.0, width=14, total=True),
        _input("loyalty", "Kundenbindung", Unit.RATING, "Urteil 0 bis 10: Wie fest ist der Kunde an Sie gebunden? 0 = jederzeit weg, 10 = Partner.", low=0.0, high=10.0, width=14),
        _input("referral", "Weiterempfehlung", Unit.RATING, "Urteil 0 bis 10: Empfiehlt der Kunde Sie weiter? 0 = nie, 10 = von sich aus.", low=0.0, high=10.0, width=14),
        _input("effort_factor", "Aufwandsfaktor", Unit.NUMBER, "Leer = 1. 1,5 bedeutet: Der Kunde braucht anderthalbmal so viel Zeit wie üblich.", low=0.1, high=10.0, width=14, folded=True),
        _input("customer_goals", "Ziele des Kunden", Unit.LONG_TEXT, "Was der Kunde erreichen will; steht auf dem Gesprächsblatt.", width=40, folded=True),
    ),
    key="customer_id",
    min_rows=30,
)

FIGURES = Table(
    "figures",
    "Zahlen",
    (
        _key(),
        _input("customer", "Kunde", Unit.TEXT, "Name, nur zum Lesen; maßgeblich ist das Blatt Kunden.", width=34),
        Repeated(
            "year",
            (
                _input("revenue_{each}", "Umsatz {each}", Unit.EUR, "Netto-Umsatz des Geschäftsjahres {each} in Euro. Leer vor dem ersten Jahr = noch kein Kunde.", width=15, total=True),
                _input("margin_{each}", "DB {each}", Unit.EUR, "Deckungsbeitrag {each} in Euro. Leer = unbekannt, nicht null.", width=15, total=True),
            ),
        ),
    ),
    key="customer_id",
    caption="Umsatz und Deckungsbeitrag",
    min_rows=30,
)

ONE_OFFS = Table(
    "one_offs",
    "Einmaleffekte",
    (
        _key(),
        _input("year", "Jahr", Unit.YEAR, "Geschäftsjahr, in dem der Einmaleffekt gebucht ist.", required=True, low=1990.0, high=2100.0, width=8),
        _input("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Einmaleffekts; er wird aus dem Jahr herausgerechnet.", width=14),
        _input("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Einmaleffekts in Euro.", width=14),
        _input("reason", "Grund", Unit.LONG_TEXT, "Worum es ging, zum Beispiel Messestand oder Großauftrag.", width=48),
    ),
    caption="Einmaleffekte, die nicht wiederkommen",
    min_rows=8,
)

OPPORTUNITIES = Table(
    "opportunities",
    "Pipeline",
    (
        _input("customer_id", "Kundennr.", Unit.KEY, "Kundennummer; leer, wenn es noch kein Kunde ist (Zeile „ohne Kunde“ im Plan).", width=12),
        _input("project", "Vorhaben", Unit.TEXT, "Kurze Bezeichnung der Verkaufschance.", width=38),
        _input("value_eur", "Wert", Unit.EUR, "Umsatz eines vollen Jahres in Euro, nicht gewichtet.", low=0.0, width=15, total=True),
        _input("stage", "Phase", Unit.CHOICE, "Phase aus Ihrer Liste im Blatt Einstellungen; sie gibt die Wahrscheinlichkeit vor.", choices="stage", open_choice=True, width=20),
        _input("probability", "Wahrscheinlichkeit", Unit.SHARE, "Leer = Wahrscheinlichkeit der Phase. Sonst 0 % bis 100 %.", low=0.0, high=1.0, width=16),
        _input("kind", "Art", Unit.CHOICE, "Zusatz oder Neues Produkt zählen voll; eine Wiederholung steckt schon im Umsatz.", choices="opportunity_kind", open_choice=True, width=15),
        _input("expected_close", "Abschluss erwartet", Unit.DATE, "Datum, zu dem Sie den Auftrag erwarten (TT.MM.JJJJ).", width=14),
        _input("updated", "Stand vom", Unit.DATE, "Wann die Zeile zuletzt gepflegt wurde (TT.MM.JJJJ).", width=13),
        _input("status", "Status", Unit.CHOICE, "offen, gewonnen oder verloren. Leer gilt als offen.", choices="opportunity_status", width=12),
    ),
    min_rows=20,
)

CRITERIA = Table(
    "criteria",
    "Kriterien",
    (
        _input("criterion", "Kriterium", Unit.TEXT, "Name des Kriteriums, frei wählbar und nur einmal.", required=True, width=28),
        _input("kind", "Art", Unit.CHOICE, "hart = gemessen, weich = beurteilt.", choices="criterion_kind", required=True, width=9),
        _input("source", "Quelle", Unit.CHOICE, "Woher der Wert kommt: eine berechnete Größe oder eine Spalte des Blattes Kunden.", choices="source", open_choice=True, required=True, width=42),
        _input("unit", "Einheit", Unit.TEXT, "Einheit der beiden Anker, nur zum Lesen.", width=19),
        _input("scale", "Skala", Unit.CHOICE, "linear: gleiche Abstände. Größenordnung: von 10.000 auf 100.000 € so viel wie von 100.000 auf 1 Mio. €.", choices="scale", required=True, width=15),
        _input("zero_at", "0 Punkte bei", Unit.ANCHOR, "Wert, bei dem ein Kunde 0 Punkte bekommt. Ist er größer als der rechte, gilt: weniger ist besser.", width=14),
        _input("ten_at", "10 Punkte bei", Unit.ANCHOR, "Wert, bei dem ein Kunde 10 Punkte bekommt. Leere Euro-Anker schlägt die erste Berechnung aus Ihren Zahlen vor.", width=14),
        _input("weight", "Gewicht", Unit.NUMBER, "Ihre Punkte für die Wichtigkeit; alle zusammen sollen 100 ergeben. 0 = zählt nicht.", low=0.0, high=1000.0, width=11, total=True),
        Column("weight_share", "Anteil", Unit.SHARE, Role.FORMULA, "Gewicht geteilt durch die Summe aller Gewichte.", width=10, formula='IF(N(Kriterien[[#This Row],[Gewicht]])>0,Kriterien[[#This Row],[Gewicht]]/SUM(Kriterien[Gewicht]),"")'),
        _output("note", "Wirkung", Unit.LONG_TEXT, "Ob das Kriterium zählt, und für wie viele Kunden es ausgefüllt ist.", width=52),
    ),
    key="criterion",
    min_rows=12,
)

SCREENING = Table(
    "screening",
    "Screening",
    (
        *_result_key(),
        _output("status", "Status", Unit.TEXT, "aktiv, neu oder verloren im Basisjahr.", width=10),
        _output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Basisjahres, um Einmaleffekte bereinigt.", width=14, total=True),
        _output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Basisjahres, um Einmaleffekte bereinigt.", width=13, total=True),
        _output("margin_share", "DB-Quote", Unit.SHARE, "Deckungsbeitrag geteilt durch Umsatz, letzte drei Jahre.", width=10),
        _output("sparkline", "Verlauf", Unit.SPARKLINE, "Bereinigter Umsatz der Jahre als kleine Linie.", width=12, shows="revenue_2"),
        _output("own_rate", "Trend", Unit.RATE, "Eigene Entwicklung des Umsatzes pro Jahr.", width=10),
        _output("trend_words", "Einordnung", Unit.TEXT, "Trend in Worten und wie sicher er ist. Ein Ausrufezeichen heißt: bitte erklären.", width=27),
        _decision("reason_code", "Grund", Unit.CHOICE, "Warum bewegt sich der Umsatz? Ein Anstieg zählt im Plan nur mit Grund.", choices="reason_code", width=22),
        _decision("explanation", "Erklärung", Unit.LONG_TEXT, "Ein Satz, der die Bewegung erklärt.", width=36),
        _decision("persistence", "Hält an", Unit.CHOICE, "Setzt sich das fort? ja = ganz, teilweise = halb, nein = gar nicht im Plan.", choices="persistence", width=11),
        _output("explanation_effect_eur", "Wirkung im Plan", Unit.EUR, "Was Ihre Erklärung am Plan ändert: Erwartet mit ihr minus Erwartet ohne sie.", width=13, total=True),
        _output("score", "Punkte", Unit.SCORE, "Gesamtpunktzahl 0 bis 100.", width=9),
        _output("profile", "Profil", Unit.SPARKLINE, "Gewichtete Punkte je Kriterium als kleine Balken, in der Reihenfolge des Blattes Kriterien.", width=14, shows="weighted:"),
        _output("coverage", "Abdeckung", Unit.SHARE, "Anteil der Gewichte, für die Werte vorliegen. Unter 70 % gibt es keinen Vorschlag.", width=11),
        _output("computed_level", "Vorschlag", Unit.TEXT, "Berechnetes Betreuungslevel.", width=12),
        _output("stability", "Stabilität", Unit.CERTAINTY, "So oft kommt bei leicht anderen Gewichten dasselbe Level heraus. Unter 80 %: diskutieren, unter 95 %: beobachten.", width=11),
        _output("borderline", "Grenzfall", Unit.LONG_TEXT, "Warum das Level auf der Kippe steht.", width=22),
        _decision("decided_level", "Level", Unit.CHOICE, "Ihre Entscheidung; sie gilt vor dem Vorschlag. Leer = Vorschlag gilt.", choices="care_level", width=12),
        _decision("why", "Warum", Unit.LONG_TEXT, "Ein Satz, wenn Ihr Level vom Vorschlag abweicht.", width=30),
        _output("care_level", "gilt", Unit.TEXT, "Level, das gilt: Ihre Entscheidung, sonst der Vorschlag.", width=11),
        _output("reasoning", "Begründung", Unit.LONG_TEXT, "Ein Satz je Kunde aus denselben Zahlen.", width=80),
        Repeated("year", (_output("revenue_{each}", "Umsatz {each}", Unit.EUR, "Bereinigter Umsatz {each}.", width=13, folded=True),)),
        Repeated(
            "step",
            (
                _output("revenue_effect_{each}", "Umsatzeffekt {each}", Unit.EUR, "Teil der DB-Änderung zum Vorjahr, der {each} aus dem Umsatz kommt.", width=15, folded=True),
                _output("margin_effect_{each}", "Margeneffekt {each}", Unit.EUR, "Teil der DB-Änderung zum Vorjahr, der {each} aus der Marge kommt.", width=15, folded=True),
            ),
        ),
        _output("believed", "davon im Plan", Unit.LONG_TEXT, "Wie viel des Trends der Plan glaubt.", width=46, folded=True),
        _output("steadiness", "Urteil", Unit.TEXT, "diskutieren, beobachten oder stabil.", width=13, folded=True),
        _output("stability_strategy", "Anteil Strategie", Unit.CERTAINTY, "Bei so vielen leicht anderen Gewichtungen kommt Strategie heraus.", width=11, folded=True),
        _output("stability_sales", "Anteil Vertrieb", Unit.CERTAINTY, "Bei so vielen leicht anderen Gewichtungen kommt Vertrieb heraus.", width=11, folded=True),
        _output("stability_service", "Anteil Service", Unit.CERTAINTY, "Bei so vielen leicht anderen Gewichtungen kommt Service heraus.", width=11, folded=True),
        _output("to_next", "Bis zum nächsten Level", Unit.LONG_TEXT, "Was sich ändern müsste: in Punkten und in der Einheit des stärksten Hebels.", width=46, folded=True),
        _output("prior_level", "Level Vorjahr", Unit.TEXT, "Level, das im Vorjahr galt.", width=12, folded=True),
        _output("level_change", "Warum anders als im Vorjahr", Unit.LONG_TEXT, "Zerlegt in Gewichte, Kunde und neue Daten.", width=46, folded=True),
        Repeated("criterion", (_output("points:{each}", "{each} (Punkte)", Unit.POINTS, "Punkte 0 bis 10 für {each}.", width=13, folded=True),)),
        Repeated("criterion", (_output("weighted:{each}", "{each} (gewichtet)", Unit.POINTS, "Beitrag von {each} zur Gesamtpunktzahl; alle zusammen ergeben die Punkte.", width=13, folded=True),)),
        Column("decided_by", "Von", Unit.TEXT, Role.STAMP, "Wer entschieden hat.", width=14, folded=True),
        Column("decided_on", "Am", Unit.DATE, Role.STAMP, "Wann entschieden wurde.", width=12, folded=True),
        Column("valid_until", "Gültig bis", Unit.DATE, Role.STAMP, "Bis wann die Entscheidung gilt, höchstens 24 Monate.", width=12, folded=True),
        Column("decided_for", "Gestempelt für", Unit.CHOICE, Role.STAMP, "Level, zu dem Von, Am und Gültig bis gehören. Ändern Sie das Level, stempelt Neu berechnen neu.", choices="care_level", width=12, folded=True, optional=True),
    ),
    key="customer_id",
    grows=True,
)

PLAN = Table(
    "plan",
    "Plan",
    (
        *_result_key(),
        _output("care_level", "Level", Unit.TEXT, "Level, das gilt.", width=11),
        _output("plan_level_eur", "Ausgangswert", Unit.EUR, "Umsatz des Basisjahres; bei neuen Kunden Ihr Vollwert.", width=14, total=True),
        _output("plan_trend_eur", "Trendanteil", Unit.EUR, "Was vom Trend im Plan zählt. Ein unerklärter Anstieg zählt nicht, ein unerklärter Rückgang zählt ganz.", width=13, total=True),
        _output("plan_won_eur", "gewonnen", Unit.EUR, "Gewonnene Verkaufschancen im Planjahr.", width=13, total=True),
        _output("plan_open_eur", "offen gewichtet", Unit.EUR, "Offene Verkaufschancen mal Wahrscheinlichkeit.", width=15, total=True),
        _output("plan_overlap_eur", "Doppelzählung", Unit.EUR, "Wird abgezogen: Es zählt der größere Betrag aus Trend und Pipeline.", width=14, total=True),
        _output("plan_expected_eur", "Erwartet", Unit.EUR, "Erwarteter Umsatz = Ausgangswert + Trendanteil + gewonnen + offen - Doppelzählung.", width=14, total=True),
        _output("plan_cushion_eur", "Sicherheitsabschlag", Unit.EUR, "Abstand von Erwartet zu Sicher.", width=17, total=True),
        _output("plan_safe_eur", "Sicher", Unit.EUR, "Anteil am Umsatz, den das Unternehmen in vier von fünf Jahren mindestens erreicht.", width=14, total=True),
        _output("plan_upside_eur", "Möglich", Unit.EUR, "Anteil am Umsatz, den das Unternehmen in einem von fünf Jahren erreicht.", width=14, total=True),
        _output("plan_margin_eur", "DB erwartet", Unit.EUR, "Erwartet mal DB-Quote der letzten beiden Jahre.", width=14, total=True),
        _output("expand_eur", "ausbauen", Unit.EUR, "Erreichbarer Teil des freien Potenzials.", width=13, total=True),
        _output("secure_eur", "sichern", Unit.EUR, "Was bei rückläufigen Kunden bis Sicher auf dem Spiel steht.", width=13, total=True),
        _output("recognised", "Anmerkung", Unit.TEXT, "Was an dieser Zeile besonders ist.", width=44),
    ),
    key="customer_id",
    grows=True,
)

COMPANY = Table(
    "company",
    "Unternehmen",
    (
        _output("figure", "Kennzahl", Unit.TEXT, "Größe für das Planjahr.", width=34),
        _output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz in Euro.", width=16),
        _output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag in Euro.", width=16),
        _output("meaning", "Bedeutung", Unit.LONG_TEXT, "Was die Zahl sagt.", width=62),
    ),
    key="figure",
    caption="Das ganze Unternehmen",
)

EXPAND = Table(
    "expand",
    "Ausbauen",
    (
        _output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12),
        _output("customer", "Kunde", Unit.TEXT, "Name.", width=30),
        _output("free_potential_eur", "freies Potenzial", Unit.EUR, "Einkaufsvolumen minus Erwartet.", width=16),
        _output("amount_eur", "erreichbar", Unit.EUR, "Freies Potenzial mal erreichbarer Anteil.", width=14, total=True),
    ),
    key="customer_id",
    caption="Potenzialliste: ausbauen",
    grows=True,
)

SECURE = Table(
    "secure",
    "Sichern",
    (
        _output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12),
        _output("customer", "Kunde", Unit.TEXT, "Name.", width=30),
        _output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Basisjahres.", width=14),
        _output("amount_eur", "auf dem Spiel", Unit.EUR, "Umsatz minus Sicher.", width=14, total=True),
    ),
    key="customer_id",
    caption="Rückläufige Kunden: sichern",
    grows=True,
)

BACKTEST = Table(
    "backtest",
    "Rueckrechnung",
    (_output("figure", "Probe an Ihren eigenen Jahren", Unit.TEXT, "Wie die Planregel in der Vergangenheit getroffen hätte.", width=34), _output("value", "Wert", Unit.TEXT, "Ergebnis der Probe.", width=16), _output("meaning", "Lesart", Unit.LONG_TEXT, "Was der Wert sagt.", width=70)),
    key="figure",
    caption="Wie gut hätte der Plan getroffen?",
)

SETTINGS_TABLE = Table(
    "settings",
    "Einstellungen",
    (
        _output("group", "Bereich", Unit.TEXT, "Wozu die Einstellung gehört.", width=24),
        _output("setting", "Einstellung", Unit.TEXT, "Name der Einstellung; bitte nicht ändern.", width=42),
        _input("value", "Wert", Unit.VALUE, "Ihr Wert. Leer = Standard.", width=24),
        _output("help", "Erläuterung", Unit.LONG_TEXT, "Was die Einstellung bewirkt.", width=84),
    ),
    key="setting",
    caption="Einstellungen",
)

STAGES = Table(
    "stages",
    "Phasen",
    (_input("stage", "Phase", Unit.TEXT, "Name der Phase in Ihrem Vertrieb.", required=True, width=24), _input("probability", "Wahrscheinlichkeit", Unit.SHARE, "Wie oft aus dieser Phase ein Auftrag wird.", low=0.0, high=1.0, required=True, width=17)),
    key="stage",
    caption="Phasen der Verkaufschancen",
    min_rows=8,
)

MARGIN_RATES = Table(
    "margin_rates",
    "DB_Saetze",
    (_input("segment", "Segment", Unit.TEXT, "Segment wie im Blatt Kunden.", required=True, width=22), _input("rate", "DB-Satz", Unit.SHARE, "Geschätzter Deckungsbeitrag als Anteil am Umsatz, nur wo kein DB gebucht ist.", low=-1.0, high=1.0, required=True, width=11)),
    key="segment",
    caption="DB geschätzt, wo keiner gebucht ist",
    min_rows=6,
)

FULL_YEAR = Table(
    "full_year", "Vollwert_neu", (_key("Kundennummer eines neuen Kunden."), _input("revenue_eur", "Vollwert", Unit.EUR, "Was der neue Kunde in einem vollen Jahr bringt, in Euro.", low=0.0, required=True, width=14)), key="customer_id", caption="Neue Kunden auf ein volles Jahr", min_rows=6
)

JUDGEMENTS = Table(
    "judgements",
    "Urteile",
    (
        _key(),
        _input("judge", "Urteil von", Unit.TEXT, "Rolle oder Kürzel der zweiten oder dritten Person.", width=16),
        _input("loyalty", "Kundenbindung", Unit.RATING, "Urteil 0 bis 10.", low=0.0, high=10.0, width=15),
        _input("referral", "Weiterempfehlung", Unit.RATING, "Urteil 0 bis 10.", low=0.0, high=10.0, width=17),
    ),
    caption="Zweite und dritte Meinung zu den weichen Urteilen",
    min_rows=8,
)

PRIOR_YEAR = Table(
    "prior_year",
    "Vorjahr",
    (
        _key(),
        _input("customer", "Kunde", Unit.TEXT, "Name im Vorjahr.", width=34),
        _input("score", "Gesamtpunktzahl", Unit.SCORE, "Gesamtpunktzahl im Vorjahr.", low=0.0, high=100.0, width=10),
        _input("care_level", "Level", Unit.CHOICE, "Level, das im Vorjahr galt.", choices="care_level", width=12),
        _input("plan_safe_eur", "Sicher", Unit.EUR, "Plan des Vorjahres: Sicher.", width=14),
        _input("plan_expected_eur", "Erwartet", Unit.EUR, "Plan des Vorjahres: Erwartet.", width=14),
        _input("plan_upside_eur", "Möglich", Unit.EUR, "Plan des Vorjahres: Möglich.", width=14),
        _output("actual_eur", "Ist", Unit.EUR, "Umsatz des Basisjahres, bereinigt.", width=14),
        _output("deviation", "Ist zu Erwartet", Unit.RATE, "Abweichung des Ist vom Erwartet des Vorjahres.", width=12),
        _output("hit", "Sicher erreicht", Unit.TEXT, "ja, wenn das Ist mindestens den Wert Sicher des Vorjahres erreicht.", width=12),
        _output("level_now", "Level jetzt", Unit.TEXT, "Level, das jetzt gilt.", width=12),
        _output("score_now", "Punkte jetzt", Unit.SCORE, "Gesamtpunktzahl der letzten Berechnung.", width=10),
        _output("change_weights", "durch Gewichte", Unit.CHANGE, "Punkte, die allein aus geänderten Gewichten kommen.", width=12),
        _output("change_customer", "durch den Kunden", Unit.CHANGE, "Punkte, die aus geänderten Werten des Kunden kommen.", width=12),
        _output("change_data", "durch neue Daten", Unit.CHANGE, "Punkte aus Angaben, die es nur in einem der beiden Jahre gab.", width=12),
        _output("cause", "Ursache", Unit.LONG_TEXT, "Warum das Level anders ist als im Vorjahr.", width=44),
        _input("reason_code", "Grund", Unit.CHOICE, "Grund, den Sie im Vorjahr eingetragen hatten.", choices="reason_code", open_choice=True, width=20, folded=True, optional=True),
        _input("explanation", "Erklärung", Unit.LONG_TEXT, "Erklärung aus dem Vorjahr.", width=40, folded=True, optional=True),
        _input("plan_year", "Planjahr", Unit.YEAR, "Jahr, für das der Plan des Vorjahres gemacht wurde.", low=1990.0, high=2100.0, width=10, folded=True, optional=True),
        *(_input(f"points_{slot}", f"Punkte {slot}", Unit.POINTS, f"Punkte im Vorjahr beim Kriterium Nr. {slot} der Tabelle rechts.", low=0.0, high=10.0, width=9, folded=True, optional=True) for slot in range(1, PRIOR_SLOTS + 1)),
    ),
    key="customer_id",
    min_rows=10,
)

PRIOR_CRITERIA = Table(
    "prior_criteria",
    "Vorjahr_Kriterien",
    (
        _input("criterion", "Kriterium", Unit.TEXT, "Kriterium des Vorjahres.", required=True, width=28),
        _input("slot", "Nr.", Unit.COUNT, "Nummer der Spalte „Punkte“, in der die Punkte dazu stehen.", required=True, low=1.0, high=float(PRIOR_SLOTS), width=8),
        _input("weight", "Gewicht", Unit.NUMBER, "Gewicht im Vorjahr.", low=0.0, high=1000.0, width=10),
    ),
    key="criterion",
    caption="Kriterien des Vorjahres",
    min_rows=12,
)

LEVEL_MATRIX = Table(
    "level_matrix",
    "Wanderung",
    (
        _output("from", "von / nach", Unit.TEXT, "Level im Vorjahr.", width=28),
        _output("strategy", "Strategie", Unit.COUNT, "Kunden, die jetzt Strategie haben.", width=10),
        _output("sales", "Vertrieb", Unit.COUNT, "Kunden, die jetzt Vertrieb haben.", width=10),
        _output("service", "Service", Unit.COUNT, "Kunden, die jetzt Service haben.", width=10),
        _output("none", "ohne Level", Unit.COUNT, "Kunden, die jetzt kein Level haben: verloren oder nicht bewertbar.", width=11),
    ),
    key="from",
    caption="Wer ist gewandert?",
)

LEVEL_CAUSES = Table(
    "level_causes",
    "Ursachen",
    (_output("cause", "Ursache des Wechsels", Unit.TEXT, "Was den Ausschlag gab.", width=28), _output("count", "Kunden", Unit.COUNT, "So viele Kunden haben deshalb ein anderes Level.", width=10)),
    key="cause",
    caption="Warum gewandert?",
)

PLAN_CHECK = Table(
    "plan_check",
    "Plan_und_Ist",
    (_output("figure", "Plan gegen Ist", Unit.TEXT, "Größe des Vergleichs.", width=28), _output("value", "Wert", Unit.TEXT, "Ergebnis.", width=16), _output("meaning", "Lesart", Unit.LONG_TEXT, "Was der Wert sagt.", width=60)),
    key="figure",
    caption="Hat der Plan des Vorjahres getroffen?",
)

CAPACITY = Table(
    "capacity",
    "Kapazitaet",
    (
        _output("figure", "Trägt die Aufteilung?", Unit.TEXT, "Frage.", width=26),
        _output("meaning", "Lesart", Unit.LONG_TEXT, "Was die Antwort heißt.", width=56),
        _output("answer", "Antwort", Unit.TEXT, "Ergebnis der letzten Berechnung.", width=15),
    ),
    key="figure",
    caption="Passen die Betreuungslevel zu Ihren Leuten?",
)

ROLE_SLOTS = 12
"""Roles the sheet Ressourcen has room for."""

ROLES = Table(
    "roles",
    "Rollen",
    (
        _input("role", "Rolle", Unit.TEXT, "Wer betreut, zum Beispiel Unternehmer, Außendienst, Innendienst. Jede Rolle nur einmal.", required=True, width=26),
        _output("words", "Auslastung in Worten", Unit.LONG_TEXT, "Was die Rolle braucht und was sie hat.", width=56),
        _input("people", "Personen", Unit.NUMBER, "So viele Personen, Teilzeit anteilig. Leer = 1.", low=0.0, high=10_000.0, width=15),
        _input("hours_per_day", "Std. je Tag", Unit.HOURS, "Arbeitsstunden am Tag. Leer = 8.", low=0.0, high=24.0, width=12),
        _input("leave_days", "Urlaub (Tage)", Unit.DAYS, "Urlaubstage je Person; Betriebsferien gehören dazu. Leer = 30.", low=0.0, high=366.0, width=12),
        _input("sick_days", "krank (Tage)", Unit.DAYS, "Krankheitstage je Person. Leer = 10.", low=0.0, high=366.0, width=12),
        _input("existing_share", "für Bestandskunden", Unit.SHARE, "Anteil der Zeit für Bestandskunden; der Rest ist Verwaltung und Neukunden.", low=0.0, high=1.0, width=14),
        _input("hours", "Stunden fest", Unit.HOURS, "Stunden im Jahr für Bestandskunden, wenn Sie sie kennen. Gilt vor der Rechnung aus Tagen.", low=0.0, high=10_000_000.0, width=12),
        _output("available_hours", "verfügbar", Unit.HOURS, "Stunden im Planjahr für Bestandskunden.", width=12, total=True),
        _output("needed_hours", "nötig", Unit.HOURS, "Stunden, die die entschiedenen Level brauchen.", width=12, total=True),
        _output("load", "Auslastung", Unit.SHARE, "Nötig geteilt durch verfügbar.", width=12),
        _output("verdict", "Urteil", Unit.TEXT, "tragfähig bis 90 %, knapp bis 100 %, darüber nicht tragfähig.", width=15),
        _output("strategy_limit", "Strategie höchstens", Unit.COUNT, "So viele Strategie-Kunden trägt diese Rolle allein.", width=12),
    ),
    key="role",
    caption="Wer hat wie viel Zeit?",
    min_rows=ROLE_SLOTS,
)

ACTIVITIES = Table(
    "activities",
    "Leistungen",
    (
        _input("activity", "Leistung", Unit.TEXT, "Was Sie für den Kunden tun. Jede Leistung nur einmal.", required=True, width=26),
        _input("noticed", "Was der Kunde davon merkt", Unit.LONG_TEXT, "Ihr Versprechen in seinen Worten.", width=56),
        _input("from_level", "ab Level", Unit.CHOICE, "Strategie bekommt alles, Vertrieb auch alles von Service.", choices="care_level", required=True, width=15),
        _input("role", "von Rolle", Unit.TEXT, "Rolle wie in der Tabelle Rollen.", required=True, width=12),
        _input("channel", "Kanal", Unit.CHOICE, "persönlich, Telefon, digital oder Post.", choices="channel", required=True, width=12),
        _input("times", "mal im Jahr", Unit.COUNT, "So oft im Jahr je Kunde, eine ganze Zahl.", low=0.0, high=366.0, required=True, width=12),
        _input("preparation_hours", "Vorbereitung (Std.)", Unit.NUMBER, "Stunden Vorbereitung je Mal.", low=0.0, high=1000.0, width=14),
        _input("contact_hours", "Durchführung (Std.)", Unit.NUMBER, "Stunden mit oder für den Kunden je Mal; so lang ist der Termin.", low=0.0, high=1000.0, width=12),
        _input("scheduled", "im Kalender", Unit.CHOICE, "nein: zählt Stunden, steht aber nicht im Blatt Termine. Leer = ja.", choices="yes_no", width=12),
        _output("hours_year", "Std. im Jahr", Unit.HOURS, "Stunden im Jahr für alle Kunden, die sie bekommen.", width=12, total=True),
    ),
    key="activity",
    caption="Was bekommt ein Kunde, und was kostet es an Zeit? (Beispielwerte, bitte anpassen)",
    min_rows=20,
)

CAPACITY_SPLIT = Table(
    "capacity_split",
    "Tragbare_Aufteilung",
    (
        _output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=26),
        _output("meaning", "Lesart", Unit.LONG_TEXT, "Was der Unterschied heißt.", width=56),
        _output("guideline", "Richtwert", Unit.COUNT, "Kunden nach Ihrem Richtwert, üblich 20/70/10.", width=15),
        _output("affordable", "tragbar", Unit.COUNT, "Größte Zahl von Strategie-Kunden, die Ihre Leute tragen, die besten zuerst.", width=12),
        _output("affordable_halved", "tragbar bei halber Frequenz", Unit.COUNT, "Dasselbe, wenn es Leistungen ab Strategie nur halb so oft gibt.", width=12),
        _output("decided", "entschieden", Unit.COUNT, "Kunden nach Ihren Entscheidungen.", width=12),
    ),
    key="care_level",
    caption="Richtwert, tragbar, entschieden",
)

REPAIRS = Table(
    "repairs",
    "Reparaturen",
    (
        _output("repair", "Kleinste Reparatur", Unit.TEXT, "Drei Wege, jeder für sich.", width=26),
        _output("what", "Was genau", Unit.LONG_TEXT, "Der kleinste Schritt, mit dem alles passt.", width=56),
        _output("enough", "reicht allein", Unit.TEXT, "ja, wenn danach keine Rolle überlastet ist.", width=15),
    ),
    key="repair",
    caption="Wenn es nicht passt: die kleinsten Reparaturen",
)

PROMISE = Table(
    "promise",
    "Leistungsversprechen",
    (
        _output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=26),
        _output("noticed", "Was der Kunde merkt", Unit.LONG_TEXT, "Leistungen, die es ab diesem Level gibt; dazu alles der Level darunter.", width=56),
        _output("contacts", "Kontakte im Jahr", Unit.COUNT, "Alle Kontakte eines Kunden dieses Levels.", width=15),
        _output("in_person", "davon persönlich", Unit.COUNT, "Persönliche Kontakte.", width=12),
        _output("hours", "Std. je Kunde", Unit.HOURS, "Stunden im Jahr für einen Kunden mit Aufwandsfaktor 1.", width=12),
    ),
    key="care_level",
    caption="Was merkt ein Kunde von seinem Level?",
)

WATERING_LEVELS = Table(
    "watering_levels",
    "Giesskanne_Level",
    (
        _output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=26),
        _output("meaning", "Lesart", Unit.LONG_TEXT, "Was die Zahlen sagen.", width=56),
        _output("customers", "Kunden", Unit.COUNT, "Kunden dieses Levels.", width=15),
        _output("hours", "Stunden", Unit.HOURS, "Stunden im Planjahr.", width=12),
        _output("hours_share", "Anteil Stunden", Unit.SHARE, "Anteil an allen Stunden.", width=12),
        _output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Basisjahres.", width=12),
        _output("margin_share", "Anteil DB", Unit.SHARE, "Anteil am DB aller betreuten Kunden.", width=14),
        _output("margin_per_hour", "DB je Stunde", Unit.EUR, "DB geteilt durch die Stunden der Kunden, deren DB bekannt ist.", width=12),
    ),
    key="care_level",
    caption="Gießkanne? Zeit und DB je Level",
)

WATERING_ROWS = 10
"""Customers listed in each direction of the Gießkanne."""

WATERING = Table(
    "watering",
    "Giesskanne",
    (
        _output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=26),
        _output("customer", "Kunde", Unit.LONG_TEXT, "Name.", width=56),
        _output("care_level", "Level", Unit.TEXT, "Level, das gilt.", width=15),
        _output("hours", "Stunden", Unit.HOURS, "Stunden im Planjahr.", width=12),
        _output("hours_share", "Anteil Stunden", Unit.SHARE, "Anteil an den Stunden der Kunden, deren DB bekannt ist.", width=12),
        _output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Basisjahres.", width=12),
        _output("margin_share", "Anteil DB", Unit.SHARE, "Anteil am DB aller betreuten Kunden.", width=14),
        _output("margin_per_hour", "DB je Stunde", Unit.EUR, "DB geteilt durch Stunden.", width=12),
        _output("direction", "zu viel, zu wenig", Unit.TEXT, "Mehr Zeit, als der DB hergibt, oder weniger.", width=12),
    ),
    key="customer_id",
    caption="Gießkanne? Wo Zeit und DB am weitesten auseinanderliegen",
    min_rows=2 * WATERING_ROWS,
)

HOURS_MATRIX = Table(
    "hours_matrix",
    "Stunden_je_Rolle",
    (
        _output("role", "Rolle", Unit.TEXT, "Rolle.", width=26),
        _output("activities", "Leistungen", Unit.LONG_TEXT, "Was diese Rolle tut.", width=56),
        _output("strategy", "je Strategie-Kunde", Unit.HOURS, "Stunden im Jahr für einen Strategie-Kunden mit Aufwandsfaktor 1.", width=15),
        _output("sales", "je Vertrieb-Kunde", Unit.HOURS, "Stunden im Jahr für einen Vertrieb-Kunden.", width=12),
        _output("service", "je Service-Kunde", Unit.HOURS, "Stunden im Jahr für einen Service-Kunden.", width=12),
        _output("strategy_total", "Strategie gesamt", Unit.HOURS, "Stunden für alle Strategie-Kunden.", width=12, total=True),
        _output("sales_total", "Vertrieb gesamt", Unit.HOURS, "Stunden für alle Vertrieb-Kunden.", width=14, total=True),
        _output("service_total", "Service gesamt", Unit.HOURS, "Stunden für alle Service-Kunden.", width=12, total=True),
        _output("total", "Summe", Unit.HOURS, "Stunden im Jahr.", width=12, total=True),
        _output("available_hours", "verfügbar", Unit.HOURS, "Stunden im Planjahr für Bestandskunden.", width=12, total=True),
    ),
    key="role",
    caption="Stunden je Level und Rolle",
    grows=True,
)

APPOINTMENTS = Table(
    "appointments",
    "Termine",
    (
        _output("date", "Datum", Unit.DATE, "Geplanter Tag. Steht er einmal da, bleibt er; leeren Sie die Zelle, wird neu geplant.", width=12, recalled=True),
        _decision("moved_to", "verlegt auf", Unit.DATE, "Neuer Tag, wenn Sie den Termin verlegen (TT.MM.JJJJ).", width=12),
        _output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12, recalled=True),
        _output("customer", "Kunde", Unit.TEXT, "Name.", width=32, recalled=True),
        _output("activity", "Leistung", Unit.TEXT, "Leistung aus dem Blatt Ressourcen.", width=30, recalled=True),
        _output("channel", "Kanal", Unit.TEXT, "persönlich, Telefon, digital oder Post.", width=12, recalled=True),
        _output("role", "Rolle", Unit.TEXT, "Wer den Termin hat.", width=15, recalled=True),
        _output("responsible", "Verantwortlich", Unit.TEXT, "Wer den Kunden führt, aus dem Blatt Kunden.", width=14, recalled=True),
        _output("hours", "Std.", Unit.HOURS, "Stunden mit Vorbereitung.", width=8, recalled=True),
        _output("state", "Stand", Unit.TEXT, "geplant, erledigt, überfällig am Stichtag oder entfallen.", width=13, recalled=True),
        _decision("done_on", "erledigt am", Unit.DATE, "Wann der Termin stattfand (TT.MM.JJJJ).", width=12),
        _decision("outcome", "Ergebnis", Unit.LONG_TEXT, "Was dabei herauskam, in einem Satz.", width=48),
        _output("appointment", "Termin", Unit.KEY, "Kundennummer, Leistung und laufende Nummer; an ihr findet die Berechnung die Zeile. Leer bei eigenen Terminen.", width=30, folded=True),
    ),
    key="appointment",
    grows=True,
)

AGREEMENTS = Table(
    "agreements",
    "Vereinbarungen",
    (
        _input("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", required=True, width=12),
        _input("agreement", "Vereinbarung", Unit.TEXT, "Was vereinbart wurde.", width=76),
        _input("agreed_on", "vereinbart am", Unit.DATE, "Tag des Gesprächs (TT.MM.JJJJ).", width=13),
        _input("who", "Wer", Unit.TEXT, "Wer es erledigt.", width=16),
        _input("until", "Bis wann", Unit.DATE, "Bis wann es erledigt ist (TT.MM.JJJJ).", width=12),
        _input("done_on", "erledigt am", Unit.DATE, "Wann es erledigt war (TT.MM.JJJJ).", width=12),
    ),
    caption="Vereinbarungen mit Kunden; sie stehen auf dem Gesprächsblatt",
    min_rows=20,
)

CLOSURES = Table(
    "closures",
    "Betriebsferien",
    (_input("first_day", "von", Unit.DATE, "Erster Tag der Betriebsferien (TT.MM.JJJJ).", required=True, width=12), _input("last_day", "bis", Unit.DATE, "Letzter Tag der Betriebsferien (TT.MM.JJJJ).", required=True, width=12), _input("occasion", "Anlass", Unit.TEXT, "Zum Beispiel Sommer oder Jahreswechsel.", width=20)),
    caption="Betriebsferien: keine Termine",
    min_rows=6,
)

RETREAT_STATUS = Table(
    "retreat_status",
    "Stand_der_Klausur",
    (
        _output("topic", "Stand der Klausur", Unit.TEXT, "Art der Punkte.", width=27),
        _output("each", "Zeit je Punkt", Unit.TEXT, "Übliche Zeit; ändern Sie sie im Blatt Einstellungen.", width=30),
        _output("settled", "Erledigt, wenn", Unit.LONG_TEXT, "Wann ein Punkt erledigt ist.", width=60),
        _output("total", "gesamt", Unit.COUNT, "So viele Punkte gab es.", width=15),
        _output("done", "erledigt", Unit.COUNT, "Entschieden, hier oder im Screening.", width=14),
        _output("deferred", "vertagt", Unit.COUNT, "Auf später verschoben.", width=14),
        _output("open", "offen", Unit.COUNT, "Noch zu entscheiden; am Ende steht hier null.", width=16),
        _output("minutes", "Minuten", Unit.COUNT, "Offene Punkte mal Zeit je Punkt.", width=13),
    ),
    key="topic",
    caption="Was noch zu entscheiden ist",
)

AGENDA = Table(
    "agenda",
    "Agenda",
    (
        _input("time", "Zeit", Unit.TEXT, "Tag und Uhrzeit.", width=27),
        _input("topic", "Thema", Unit.LONG_TEXT, "Worum es geht.", width=30),
        _input("goal", "Ziel", Unit.LONG_TEXT, "Was danach feststeht.", width=60),
        _input("sheet", "Blatt", Unit.TEXT, "Blatt, das dabei offen ist.", width=15),
        _input("minutes", "Minuten", Unit.COUNT, "Vorgesehene Zeit.", low=0.0, high=1440.0, width=14, total=True),
        _input("who", "Wer", Unit.LONG_TEXT, "Wer dabei sein muss.", width=14),
    ),
    caption="Agenda der zwei Tage",
    min_rows=14,
)

CONCENTRATION = Table(
    "concentration",
    "Klumpen",
    (
        _output("figure", "Klumpen", Unit.TEXT, "Größe.", width=27),
        _output("customer", "Kunde", Unit.LONG_TEXT, "Wer es ist.", width=30),
        _output("meaning", "Lesart", Unit.LONG_TEXT, "Was die Zahl sagt.", width=60),
        _output("revenue", "vom Umsatz", Unit.TEXT, "Gemessen am Umsatz des Basisjahres.", width=15),
        _output("margin", "vom DB", Unit.TEXT, "Gemessen am Deckungsbeitrag des Basisjahres.", width=14),
    ),
    key="figure",
    caption="Wie viel hängt an wenigen?",
)

WALK_AWAY = Table(
    "walk_away",
    "Abgangsprobe",
    (
        _input("customer_id", "Kundennr.", Unit.KEY, "Kundennummer, deren Wegfall Sie ausprobieren; dann Neu berechnen.", width=27),
        _output("customer", "Kunde", Unit.LONG_TEXT, "Name.", width=30),
        _output("levels", "Level ohne ihn", Unit.LONG_TEXT, "Aufteilung ohne diesen Kunden.", width=60),
        _output("revenue_share", "vom Umsatz", Unit.SHARE, "Anteil am Umsatz des Basisjahres.", width=15),
        _output("expected_eur", "Erwartet ohne ihn", Unit.EUR, "Erwartet des Unternehmens ohne diesen Kunden.", width=14),
        _output("safe_eur", "Sicher ohne ihn", Unit.EUR, "Sicher des Unternehmens ohne diesen Kunden.", width=14),
        _output("margin_eur", "DB erwartet ohne ihn", Unit.EUR, "DB erwartet des Unternehmens ohne diesen Kunden.", width=16),
        _output("hours", "freie Stunden", Unit.HOURS, "Stunden, die sein Level im Planjahr braucht; ohne Leistungen die des letzten Jahres.", width=13),
    ),
    key="customer_id",
    caption="Abgangsprobe: Was wäre, wenn er ginge?",
    min_rows=4,
)

RESOLUTIONS = Table(
    "resolutions",
    "Beschluesse",
    (
        _input("topic", "Thema", Unit.TEXT, "Wozu der Beschluss gehört.", width=27),
        _input("who", "Wer", Unit.TEXT, "Wer ihn umsetzt.", width=30),
        _input("resolution", "Beschluss", Unit.LONG_TEXT, "Was beschlossen wurde.", width=60),
        _input("until", "Bis wann", Unit.DATE, "Bis wann (TT.MM.JJJJ).", width=15),
    ),
    caption="Protokoll: Beschlüsse der Klausur",
    min_rows=12,
)

OPEN_DECISIONS = Table(
    "open_decisions",
    "Offene_Entscheidungen",
    (
        _output("item", "Punkt", Unit.LONG_TEXT, "Art und Kundennummer. Eigene Punkte tragen Sie einfach darunter ein.", width=27),
        _output("subject", "Kunde oder Gegenstand", Unit.LONG_TEXT, "Um wen oder was es geht.", width=30),
        _output("question", "Worum es geht", Unit.LONG_TEXT, "Was zu entscheiden ist und warum; bei Grenzfällen auch, was sich ändern müsste.", width=60, recalled=True),
        _output("state", "Stand", Unit.LONG_TEXT, "offen, vertagt oder erledigt.", width=15),
        _output("stake_eur", "auf dem Spiel", Unit.EUR, "Umsatz, an dem die Frage hängt; beim Grenzfall mal Unsicherheit.", width=14),
        _decision("outcome", "Ergebnis", Unit.CHOICE, "entschieden oder vertagt.", choices="outcome", width=14),
        _decision("who", "Wer", Unit.TEXT, "Wer es erledigt.", width=16),
        _decision("until", "Bis wann", Unit.DATE, "Bis wann es erledigt ist (TT.MM.JJJJ).", width=13),
    ),
    key="item",
    caption="Offene Entscheidungen, die größten zuerst",
    grows=True,
)

TRIAL_SETS = ("a", "b", "c")
"""Sätze of the sheet Was-wäre-wenn."""

TRIAL_SLOTS = 20
"""Criteria the sheet Was-wäre-wenn has room for."""


def _per_set(*columns: Column) -> tuple[Column, ...]:
    """The same columns for every set of the sheet Was-wäre-wenn."""
    return tuple(replace(column, name=f"{column.name}_{name}", label=f"{column.label} {name.upper()}") for name in TRIAL_SETS for column in columns)


TRIAL_WEIGHTS = Table(
    "trial_weights",
    "Gewichtsaetze",
    (
        _output("criterion", "Kriterium", Unit.TEXT, "Kriterium aus dem Blatt Kriterien.", width=28),
        _output("weight", "Gewicht heute", Unit.NUMBER, "Gewicht aus dem Blatt Kriterien.", width=10),
        *_per_set(_input("set", "Satz", Unit.NUMBER, "Gewicht zum Ausprobieren. Ein leerer Satz wird nicht gerechnet.", low=0.0, high=1000.0, width=9, total=True)),
    ),
    key="criterion",
    caption="Gewichte zum Ausprobieren",
    min_rows=TRIAL_SLOTS,
)

TRIAL_SETTINGS = ("share_strategy", "share_service", "phi", "weight_error")
"""Einstellungen that can be tried out, in the order of the table Annahmen."""

TRIAL_ASSUMPTIONS = Table(
    "trial_assumptions",
    "Annahmen",
    (
        _output("assumption", "Annahme", Unit.TEXT, "Einstellung, die Sie ausprobieren können.", width=28),
        _output("today", "heute", Unit.SHARE, "Wert aus dem Blatt Einstellungen.", width=10),
        *_per_set(_input("set", "Satz", Unit.SHARE, "Leer = wie heute.", low=0.0, high=1.0, width=9)),
    ),
    key="assumption",
    caption="Annahmen zum Ausprobieren",
    min_rows=len(TRIAL_SETTINGS),
)

TRIAL_CAPACITY = Table(
    "trial_capacity",
    "Probe_Auslastung",
    (
        _output("role", "Auslastung", Unit.TEXT, "Rolle aus dem Blatt Ressourcen, zuletzt „alle zusammen“.", width=28),
        _output("today", "Vorschläge heute", Unit.CERTAINTY, "Auslastung mit den Vorschlägen der letzten Berechnung, ohne Ihre Entscheidungen.", width=10),
        *_per_set(_output("load", "Auslastung", Unit.CERTAINTY, "Auslastung mit den Vorschlägen dieses Satzes, zuletzt berechnet.", width=9)),
    ),
    key="role",
    caption="Trügen Ihre Leute das? Zuletzt berechnet",
    min_rows=ROLE_SLOTS + 1,
)

TRIAL_LIVE = (("own_rate", "KB_TREND"), ("trend_words", "KB_TRENDTEXT"))
"""Columns beside the table that a worksheet function fills for all sets alike."""

TRIAL_LIVE_PER_SET = ((("score",), "KB_SCORE"), (("level",), "KB_LEVEL"), (("stability",), "KB_STABILITAET"), (("expected", "safe"), "KB_PLAN"))
"""Columns beside the table that a worksheet function fills for each set."""

TRIAL_LIVE_CAPACITY = "KB_KAPAZITAET"
"""Worksheet function that fills one column per set below the table of loads: the load of every role."""

TRIAL_LIVE_NAMES = (*(name for name, _ in TRIAL_LIVE), *(f"{name}_{each}" for each in TRIAL_SETS for names, _ in TRIAL_LIVE_PER_SET for name in names))
"""Columns of the worksheet functions, in their order, one gap to the right of the table."""

TRIAL_GAP = 2
"""From the last column of the table to the first of the worksheet functions."""

TRIAL_BELOW = 3
"""From the last row of the table of loads to the headers of the worksheet functions below it."""

TRIAL = Table(
    "trial",
    "Was_waere_wenn",
    (
        *_result_key(),
        _output("score", "Punkte heute", Unit.SCORE, "Gesamtpunktzahl der letzten Berechnung.", width=9),
        _output("level", "Level heute", Unit.TEXT, "Vorschlag der letzten Berechnung, ohne Ihre Entscheidungen.", width=11),
        _output("stability", "Stabilität heute", Unit.CERTAINTY, "So oft kommt bei leicht anderen Gewichten dasselbe Level heraus.", width=10),
        _output("expected", "Erwartet heute", Unit.EUR, "Erwartet der letzten Berechnung.", width=13, total=True),
        *(
            replace(column, folded=True)
            for column in (
                *_per_set(
                    _output("score", "Punkte", Unit.SCORE, "Mit diesem Satz, zuletzt berechnet.", width=9),
                    _output("level", "Level", Unit.TEXT, "Mit diesem Satz, zuletzt berechnet.", width=11),
                    _output("stability", "Stabilität", Unit.CERTAINTY, "Mit diesem Satz, zuletzt berechnet.", width=11),
                    _output("expected", "Erwartet", Unit.EUR, "Mit diesem Satz, zuletzt berechnet.", width=13),
                    _output("safe", "Sicher", Unit.EUR, "Mit diesem Satz, zuletzt berechnet.", width=13),
                ),
                _output("own_rate", "Trend", Unit.RATE, "Eigene Entwicklung des Umsatzes pro Jahr.", width=9),
                _output("trend_words", "Einordnung", Unit.TEXT, "Trend in Worten.", width=27),
                _output("status", "Status", Unit.TEXT, "aktiv, neu oder verloren.", width=10),
                _output("segment", "Segment", Unit.TEXT, "Segment aus dem Blatt Kunden.", width=18),
                _output("effort_factor", "Aufwandsfaktor", Unit.NUMBER, "Aufwandsfaktor aus dem Blatt Kunden, sonst 1.", width=10),
                _output("margin_eur", "DB", Unit.EUR, "DB des Basisjahres; entscheidet bei Gleichstand.", width=13),
                _output("last_level", "Level Vorjahr", Unit.TEXT, "Level, das im Vorjahr galt.", width=11),
                _output("plan_level_eur", "Ausgangswert", Unit.EUR, "Ausgangswert des Plans.", width=13),
                _output("recognised", "anerkannt", Unit.SHARE, "Anteil des Trends, der im Plan zählt.", width=11),
                _output("won_eur", "gewonnen", Unit.EUR, "Gewonnene Verkaufschancen im Planjahr.", width=13),
                _output("open_eur", "offen gewichtet", Unit.EUR, "Offene Verkaufschancen mal Wahrscheinlichkeit.", width=13),
                *(_output(f"year_{back}", f"Umsatz vor {back} Jahren" if back else "Umsatz Basisjahr", Unit.EUR, "Bereinigter Umsatz; leer = kein Trendpunkt.", width=13) for back in (4, 3, 2, 1, 0)),
                *(_output(f"points_{slot}", f"Punkte {slot}", Unit.POINTS, f"Punkte beim Kriterium in Zeile {slot} der Gewichtssätze.", width=9) for slot in range(1, TRIAL_SLOTS + 1)),
            )
        ),
    ),
    key="customer_id",
    caption="Kunden mit Ihren Gewichten",
    grows=True,
)

TABLES: Mapping[str, Table] = {table.name: table for table in (STEPS, KEY_FIGURES, SPLIT, FINDINGS, CUSTOMERS, FIGURES, ONE_OFFS, OPPORTUNITIES, CRITERIA, SCREENING, PLAN, COMPANY, EXPAND, SECURE, BACKTEST, SETTINGS_TABLE, STAGES, MARGIN_RATES, FULL_YEAR, JUDGEMENTS, TRIAL_WEIGHTS, TRIAL_ASSUMPTIONS, TRIAL, PRIOR_YEAR, PRIOR_CRITERIA, LEVEL_MATRIX, LEVEL_CAUSES, PLAN_CHECK, AGENDA, OPEN_DECISIONS, RETREAT_STATUS, RESOLUTIONS, CONCENTRATION, WALK_AWAY, CAPACITY, ROLES, ACTIVITIES, CAPACITY_SPLIT, REPAIRS, PROMISE, WATERING_LEVELS, WATERING, HOURS_MATRIX, APPOINTMENTS, AGREEMENTS, CLOSURES, TRIAL_CAPACITY)}

STEP_COUNT = 7
SIDE_COLUMN = 6
SPLIT_ROW = HEADER_ROW + STEP_COUNT + 4
FINDINGS_ROW = SPLIT_ROW + 6

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "start",
        "Start",
        "shStart",
        SheetKind.START,
        "Kundenbindung",
        "Einmal im Jahr: Kunden sichten, Trends erklären, sicher planen, Betreuung entscheiden.",
        (Placement("steps"), Placement("key_figures", SIDE_COLUMN), Placement("findings", 0, FINDINGS_ROW), Placement("split", SIDE_COLUMN, SPLIT_ROW)),
        freeze=False,
    ),
    Sheet("customers", "Kunden", "shKunden", SheetKind.INPUT, "Kunden", "Eine Zeile je Bestandskunde. Pflicht ist nur die Kundennummer; was Sie nicht wissen, lassen Sie leer.", (Placement("customers"),), freeze_columns=2),
    Sheet("figures", "Zahlen", "shZahlen", SheetKind.INPUT, "Zahlen", "Netto-Umsatz und Deckungsbeitrag je Geschäftsjahr in Euro. Rechts daneben: Einmaleffekte, die herausgerechnet werden.", (Placement("figures"), Placement("one_offs", RIGHT)), freeze_columns=2),
    Sheet("opportunities", "Pipeline", "shPipeline", SheetKind.INPUT, "Pipeline", "Eine Zeile je Verkaufschance bei Bestandskunden. Der Wert ist der Umsatz eines vollen Jahres.", (Placement("opportunities"),), freeze_columns=2),
    Sheet("criteria", "Kriterien", "shKriterien", SheetKind.INPUT, "Kriterien und Gewichte", "Woran messen Sie Ihre Kunden? Sechs bis acht harte und zwei bis drei weiche Kriterien; die Gewichte sind Beispielwerte und gehören in die Klausur.", (Placement("criteria"),), freeze_columns=1),
    Sheet("screening", "Screening", "shScreening", SheetKind.RESULT, "Screening", "Jeder Kunde mit Punkten, Trend und Level. In die blauen Spalten schreiben Sie; alles andere schreibt die Berechnung.", (Placement("screening"),), freeze_columns=2, pages_wide=2),
    Sheet(
        "plan",
        "Plan",
        "shPlan",
        SheetKind.RESULT,
        "Sicherer Plan",
        "Ausgangswert + Trendanteil + gewonnen + offen gewichtet - Doppelzählung = Erwartet; minus Sicherheitsabschlag = Sicher. Rechts daneben: Unternehmen, Lücke, Listen.",
        (Placement("plan"), Placement("company", RIGHT), Placement("backtest", RIGHT), Placement("expand", RIGHT), Placement("secure", RIGHT)),
        freeze_columns=2,
        printed_tables=1,
    ),
    Sheet(
        "resources",
        "Ressourcen",
        "shRessourcen",
        SheetKind.INPUT,
        "Ressourcen",
        "Trägt die Aufteilung? Oben die Antwort, darunter Ihre Rollen und Leistungen, dann Reparaturen, Leistungsversprechen und die Probe auf die Gießkanne.",
        (
            Placement("capacity"),
            Placement("roles", BELOW),
            Placement("activities", BELOW, new_page=True),
            Placement("capacity_split", BELOW, new_page=True),
            Placement("repairs", BELOW),
            Placement("promise", BELOW),
            Placement("watering_levels", BELOW),
            Placement("watering", BELOW, new_page=True),
            Placement("hours_matrix", BELOW),
        ),
        freeze=False,
    ),
    Sheet(
        "retreat",
        "Klausur",
        "shKlausur",
        SheetKind.INPUT,
        "Klausur",
        "Zwei Tage hinter verschlossener Tür: was noch zu entscheiden ist, Agenda, Klumpen, Beschlüsse und ganz unten die offenen Entscheidungen.",
        (Placement("retreat_status"), Placement("agenda", BELOW), Placement("concentration", BELOW, new_page=True), Placement("walk_away", BELOW), Placement("resolutions", BELOW), Placement("open_decisions", BELOW, new_page=True)),
        freeze=False,
    ),
    Sheet(
        "appointments",
        "Termine",
        "shTermine",
        SheetKind.RESULT,
        "Termine",
        "Wer trifft im Planjahr wann wen? In die blauen Spalten schreiben Sie, was war; Eingetragenes bleibt bei jeder Berechnung. Rechts daneben: Vereinbarungen.",
        (Placement("appointments"), Placement("agreements", RIGHT)),
        freeze_columns=0,
        printed_tables=1,
    ),
    Sheet(
        "settings",
        "Einstellungen",
        "shEinstellungen",
        SheetKind.SETTINGS,
        "Einstellungen",
        "Die oberen Zeilen brauchen Sie jedes Jahr, die unteren fast nie. Ein leerer Wert bedeutet: Standard.",
        (Placement("settings"), Placement("stages", RIGHT), Placement("margin_rates", RIGHT), Placement("full_year", RIGHT), Placement("judgements", RIGHT), Placement("closures", RIGHT)),
        freeze_columns=2,
        printed_tables=1,
    ),
    Sheet(
        "trial",
        "Was-wäre-wenn",
        "shWasWaereWenn",
        SheetKind.SETTINGS,
        "Was wäre, wenn?",
        "Bis zu drei Sätze Gewichte und Annahmen nebeneinander: wie viele Level ändern sich, und was wird aus dem Plan? Nichts hier ändert Ihre Ergebnisse.",
        (Placement("trial_weights"), Placement("trial_assumptions", BELOW), Placement("trial_capacity", BELOW), Placement("trial", RIGHT)),
        freeze_columns=0,
    ),
    Sheet("prior_year", "Vorjahr", "shVorjahr", SheetKind.SETTINGS, "Vorjahr", "Die eingefrorenen Ergebnisse des letzten Jahres. Das Level von damals gibt einem Kunden an der Grenze ein wenig Halt.", (Placement("prior_year"), Placement("prior_criteria", RIGHT), Placement("level_matrix", RIGHT), Placement("level_causes", BELOW), Placement("plan_check", RIGHT)), freeze_columns=2, printed_tables=1),
)

WORKBOOK_CODE_NAME = "ThisWorkbook"

RIBBON_TAB, RIBBON, BUTTONS, FUNCTIONS = controls.RIBBON_TAB, controls.RIBBON, controls.BUTTONS, controls.FUNCTIONS
CONFIG_SHEET, CONFIG, CONFIG_CELLS = controls.CONFIG_SHEET, controls.CONFIG, controls.CONFIG_CELLS
DONE_NAME, RUN_NAME = controls.DONE_NAME, controls.RUN_NAME
"""Bedienung of the workbook, declared in `controls`."""

CODE_NAMES: tuple[str, ...] = (*(sheet.code_name for sheet in SHEETS), CONFIG_SHEET[1])
"""Codenamen of all sheets in the order of their tabs: each is a module of the VBA project."""

GENERAL = "Unternehmen und Planjahr"
LEVELS = "Betreuungslevel"
STABILITY = "Stabilität"
RETREAT = "Klausur"
RESOURCES = "Kapazität und Termine"
RATING = "Bewertung"
TREND = "Trend und Erklärung"
PLANNING = "Plan"
CHANCES = "Verkaufschancen"
FINE = "Feineinstellung (selten ändern)"

SETTINGS: tuple[Setting, ...] = (
    Setting("company", "Unternehmen", Unit.TEXT, GENERAL, "Name, wie er auf den Blättern stehen soll."),
    Setting("base_year", "Basisjahr", Unit.YEAR, GENERAL, "Letztes Geschäftsjahr mit Zahlen; das Planjahr folgt darauf.", low=1990, high=2100, required=True),
    Setting("months_in_base_year", "Monate im Basisjahr", Unit.COUNT, GENERAL, "12, wenn das Basisjahr abgeschlossen ist; sonst die Zahl der gebuchten Monate.", low=1, high=12),
    Setting("booked_share", "Bis dahin im Vorjahr gebucht", Unit.SHARE, GENERAL, "Nur bei einem angebrochenen Basisjahr: Welcher Anteil des Vorjahres war zum gleichen Zeitpunkt gebucht? Leer = Monate / 12.", low=0, high=1),
    Setting("year_end_month", "Letzter Monat des Geschäftsjahres", Unit.COUNT, GENERAL, "12 = Kalenderjahr. 6 = das Geschäftsjahr endet am 30. Juni.", low=1, high=12),
    Setting("reporting_date", "Stichtag", Unit.DATE, GENERAL, "Tag, zu dem gerechnet wird. Leer = letzter Tag des Basisjahres."),
    Setting("margin_kind", "Art des Deckungsbeitrags", Unit.CHOICE, GENERAL, "Welcher DB in Ihren Zahlen steht; steht auf jedem Blatt mit DB.", choices="margin_kind"),
    Setting("target_revenue_eur", "Zielumsatz im Planjahr", Unit.EUR, GENERAL, "Ihr Ziel für das Planjahr; daraus entsteht die Lücke.", low=0),
    Setting("target_margin_eur", "Ziel-DB im Planjahr", Unit.EUR, GENERAL, "Ihr Ziel für den Deckungsbeitrag im Planjahr."),
    Setting("share_strategy", "Anteil Strategie", Unit.SHARE, LEVELS, "Richtwert 20 %: So viele Kunden werden strategisch betreut.", low=0, high=1),
    Setting("share_service", "Anteil Service", Unit.SHARE, LEVELS, "Richtwert 10 %: So viele Kunden erhalten nur Service. Der Rest ist Vertrieb.", low=0, high=1),
    Setting("memory_points", "Halt durch das Vorjahr", Unit.NUMBER, LEVELS, "So viele Punkte zählt das Level des Vorjahres an der Grenze. 0 = gar nicht.", low=0, high=20),
    Setting("decision_months", "Entscheidung gilt (Monate)", Unit.COUNT, LEVELS, "So lange gilt ein Level, das Sie eintragen, wenn Sie kein anderes Datum nennen; höchstens 24.", low=1, high=24),
    Setting("overridden_share", "Warnung bei eigenen Entscheidungen", Unit.SHARE, LEVELS, "Weichen mehr Kunden als dieser Anteil vom Vorschlag ab, erscheint eine Warnung.", low=0, high=1),
    Setting("weight_error", "Übliche Unschärfe eines Gewichts", Unit.SHARE, STABILITY, "Wie weit ein Gewicht danebenliegen könnte; 25 % heißt: 20 Punkte könnten auch 15 oder 25 sein.", low=0.01, high=0.9),
    Setting("draws", "Durchgespielte Gewichtungen", Unit.COUNT, STABILITY, "So viele leicht andere Gewichtungen werden durchgespielt. 0 = gar keine.", low=0, high=100000),
    Setting("seed", "Startwert der Zufallszahlen", Unit.COUNT, STABILITY, "Gleicher Startwert, gleiche Liste.", low=0, high=1000000000),
    Setting("discuss_share", "Diskutieren unter", Unit.SHARE, STABILITY, "Kommt das Level seltener heraus, gehört der Kunde in die Klausur.", low=0, high=1),
    Setting("watch_share", "Beobachten unter", Unit.SHARE, STABILITY, "Kommt das Level seltener heraus, lohnt ein zweiter Blick.", low=0, high=1),
    Setting("min_coverage", "Mindestabdeckung", Unit.SHARE, RATING, "Unter diesem Anteil vorliegender Gewichte gibt es keinen Vorschlag.", low=0, high=1),
    Setting("min_filled_share", "Mindestens ausgefüllt", Unit.SHARE, RATING, "Ein Kriterium zählt erst, wenn es für diesen Anteil der Kunden ausgefüllt ist.", low=0, high=1),
    Setting("clip_warning_share", "Warnung bei Kunden am Anker", Unit.SHARE, RATING, "Ab diesem Anteil Kunden jenseits eines Ankers erscheint eine Warnung.", low=0, high=1),
    Setting("judge_spread", "Uneinigkeit der Urteile", Unit.NUMBER, RATING, "Ab diesem Abstand zweier Urteile (0 bis 10) wird der Kunde ein Grenzfall.", low=0, high=10),
    Setting("strong_rate", "Grenze „stark“", Unit.SHARE, TREND, "Ab dieser Rate pro Jahr heißt ein Trend stark wachsend oder stark rückläufig.", low=0, high=1),
    Setting("stable_rate", "Grenze „stabil“", Unit.SHARE, TREND, "Unter dieser Rate pro Jahr heißt ein Trend stabil.", low=0, high=1),
    Setting("clear_confidence", "Sicherheit „klar“", Unit.SHARE, TREND, "Ab dieser Wahrscheinlichkeit heißt eine Einordnung klar.", low=0, high=1),
    Setting("likely_confidence", "Sicherheit „wahrscheinlich“", Unit.SHARE, TREND, "Ab dieser Wahrscheinlichkeit heißt eine Einordnung wahrscheinlich.", low=0, high=1),
    Setting("one_jump_share", "Von einem Jahr getragen", Unit.SHARE, TREND, "Macht ein einziges Jahr mehr als diesen Anteil des Weges aus, wird es gesagt.", low=0, high=1),
    Setting("change_threshold", "Erklärung ab Änderung", Unit.SHARE, TREND, "Ab dieser Änderung gegenüber dem Vorjahr ist eine Erklärung nötig.", low=0, high=10),
    Setting("opposite_threshold", "Umsatz und DB gegenläufig ab", Unit.SHARE, TREND, "Ab dieser Änderung in entgegengesetzte Richtungen ist eine Erklärung nötig.", low=0, high=10),
    Setting("materiality_share", "Wesentlich ab", Unit.SHARE, TREND, "Anteil am Umsatz (oder DB) des Unternehmens, ab dem eine Änderung zählt.", low=0, high=1),
    Setting("attainable_share", "Erreichbarer Anteil des Potenzials", Unit.SHARE, PLANNING, "Welcher Teil des freien Potenzials im Planjahr erreichbar ist.", low=0, high=1),
    Setting("phi", "Fortgeschriebener Teil des Trends", Unit.SHARE, PLANNING, "80 % hat in der Rückrechnung vieler Firmen am besten getroffen.", low=0, high=1),
    Setting("theta", "Doppelzählung von Trend und Pipeline", Unit.SHARE, PLANNING, "100 %: Es zählt der größere Betrag. 0 %: Beides wird addiert.", low=0, high=1),
    Setting("kappa_additional", "Zusatz zählt zu", Unit.SHARE, CHANCES, "Anteil einer Verkaufschance der Art Zusatz, der neuer Umsatz ist.", low=0, high=1),
    Setting("kappa_new_product", "Neues Produkt zählt zu", Unit.SHARE, CHANCES, "Anteil der Art Neues Produkt, der neuer Umsatz ist.", low=0, high=1),
    Setting("kappa_repeat", "Wiederholung zählt zu", Unit.SHARE, CHANCES, "0 %: Eine Wiederholung steckt schon im Umsatz des Basisjahres.", low=0, high=1),
    Setting("kappa_unknown", "Unbekannte Art zählt zu", Unit.SHARE, CHANCES, "Anteil, wenn die Art nicht eingetragen ist.", low=0, high=1),
    Setting("undated_share", "Ohne Abschlusstermin zählt zu", Unit.SHARE, CHANCES, "Anteil eines vollen Jahres, wenn kein Termin eingetragen ist.", low=0, high=1),
    Setting("overdue_days", "Überfällig ab", Unit.DAYS, CHANCES, "Ab so vielen Tagen nach dem Termin zählt eine offene Chance nur noch halb.", low=0, high=3650),
    Setting("expired_days", "Verfallen ab", Unit.DAYS, CHANCES, "Ab so vielen Tagen nach dem Termin zählt eine offene Chance nicht mehr.", low=0, high=3650),
    Setting("stale_days", "Nicht gepflegt seit", Unit.DAYS, CHANCES, "Ab so vielen Tagen ohne Pflege erscheint eine Warnung.", low=0, high=3650),
    Setting("large_opportunity_share", "Große Einzelchance ab", Unit.SHARE, CHANCES, "Ab diesem Anteil am Plan wird eine einzelne Chance genannt.", low=0, high=1),
    Setting("full_pipeline_share", "Volle Pipeline ab", Unit.SHARE, CHANCES, "Ab diesem Anteil am Umsatz gilt die Pipeline eines rückläufigen Kunden als auffällig voll.", low=0, high=10),
    Setting("minutes_per_rating", "Minuten je Urteil", Unit.NUMBER, RETREAT, "Zeit für ein weiches Urteil, das noch fehlt.", low=0, high=480),
    Setting("minutes_per_explanation", "Minuten je Erklärung", Unit.NUMBER, RETREAT, "Zeit, einen auffälligen Trend zu erklären.", low=0, high=480),
    Setting("minutes_per_borderline", "Minuten je Grenzfall", Unit.NUMBER, RETREAT, "Zeit für einen Kunden, dessen Level auf der Kippe steht.", low=0, high=480),
    Setting("minutes_per_point", "Minuten je sonstigem Punkt", Unit.NUMBER, RETREAT, "Zeit für Verkaufschancen, Kriterien und eigene Punkte.", low=0, high=480),
    Setting("concentration_share", "Warnung vor Klumpen ab", Unit.SHARE, RETREAT, "Hängt mehr als dieser Anteil des Umsatzes an einem Kunden, erscheint eine Warnung.", low=0, high=1),
    Setting("federal_state", "Bundesland", Unit.CHOICE, RESOURCES, "Dessen Feiertage gelten. Leer: nur die Feiertage, die überall gelten.", choices="federal_state"),
    Setting("fits_load", "Tragfähig bis", Unit.SHARE, RESOURCES, "Bis zu dieser Auslastung ist eine Rolle tragfähig.", low=0.01, high=10),
    Setting("full_load", "Knapp bis", Unit.SHARE, RESOURCES, "Darüber ist eine Rolle nicht tragfähig.", low=0.01, high=10),
    Setting("watering_factor", "Gießkanne ab", Unit.NUMBER, RESOURCES, "Liegen Anteil an den Stunden und Anteil am DB um diesen Faktor auseinander, wird der Kunde genannt.", low=1, high=1000),
    Setting("first_hour", "Termine beginnen um", Unit.COUNT, RESOURCES, "Stunde des ersten Termins am Tag in der Kalenderdatei (.ics).", low=0, high=23),
    Setting("rho", "Gleichlauf der Verkaufschancen", Unit.SHARE, FINE, "Wie sehr Verkaufschancen gemeinsam gelingen oder scheitern.", low=0, high=1),
    Setting("sigma_common", "Gemeinsame Schwankung", Unit.SHARE, FINE, "Schwankung, die alle Kunden zugleich trifft (Konjunktur).", low=0, high=1),
    Setting("safe_quantile", "Sicher wird verfehlt in", Unit.SHARE, FINE, "20 %: in einem von fünf Jahren.", low=0.01, high=0.49),
    Setting("upside_quantile", "Möglich wird nicht überschritten in", Unit.SHARE, FINE, "80 %: in vier von fünf Jahren.", low=0.51, high=0.99),
    Setting("pool_size", "Vergleichsgruppe ab", Unit.COUNT, FINE, "Ab so vielen Kunden bildet ein Segment seine eigene Vergleichsgruppe.", low=2, high=1000),
    Setting("default_lambda", "Geglaubter Teil ohne Vergleich", Unit.SHARE, FINE, "Anteil des eigenen Trends, der bei zu kleiner Vergleichsgruppe geglaubt wird.", low=0, high=1),
    Setting("default_variance", "Übliche Schwankung ohne Vergleich", Unit.NUMBER, FINE, "Schwankung eines Jahresschritts, wenn kein Kunde drei Jahre hat.", low=0, high=10),
    Setting("linear_limit", "Grenze bei Werten unter null", Unit.SHARE, FINE, "Größte Rate, die bei Jahren mit Umsatz von null oder weniger geglaubt wird.", low=0, high=1),
    Setting("sigma_limit", "Größte Schwankung eines Kunden", Unit.SHARE, FINE, "Ein einzelner wilder Kunde soll den Plan nicht bestimmen.", low=0, high=5),
    Setting("sigma_unknown", "Schwankung ohne Verlauf", Unit.SHARE, FINE, "Für neue und verlorene Kunden.", low=0, high=5),
    Setting("instant_trial", "Was-wäre-wenn rechnet sofort mit", Unit.CHOICE, FINE, "ja: Die Tabellenfunktionen im Blatt Was-wäre-wenn rechnen bei jeder Änderung (braucht Windows und das eingerichtete Programm). nein: Sie zeigen das Ergebnis von Neu berechnen.", choices="yes_no"),
    Setting("min_booked_share", "Basisjahr brauchbar ab", Unit.SHARE, FINE, "Ist weniger gebucht, wird nicht gerechnet.", low=0, high=1),
)

INPUT_TABLES = ("customers", "figures", "one_offs", "opportunities", "criteria", "settings", "stages", "margin_rates", "full_year", "judgements", "trial_weights", "trial_assumptions", "prior_year", "prior_criteria", "agenda", "open_decisions", "resolutions", "walk_away", "roles", "activities", "appointments", "agreements", "closures")
"""Tables the reader takes inputs from, besides the decision columns of Screening."""

OPTIONAL_TABLES = frozenset({"prior_year", "trial_weights", "trial_assumptions", "prior_criteria", "agenda", "open_decisions", "resolutions", "walk_away", "roles", "activities", "appointments", "agreements", "closures"})
"""Tables that only exist on demand; every other missing input table stops the calculation."""

def sheet_of(table: str) -> Sheet:
    """Blatt on which a table stands."""
    return next(sheet for sheet in SHEETS if any(entry.table == table for entry in sheet.placements))


def setting(name: str) -> Setting:
    """Einstellung by its identifier."""
    return next(entry for entry in SETTINGS if entry.name == name)


def word(choices: str, identifier: object) -> str:
    """Wort the owner sees for an identifier; unknown ones stay as they are, missing is empty."""
    if identifier is None or (isinstance(identifier, float) and math.isnan(identifier)):
        return ""
    return CHOICES[choices].get(str(identifier), str(identifier))
