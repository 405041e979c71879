"""Tabellen of the sheet Start."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Table, Unit
from kundenbindung.workbook.tables.columns import (
    LEADING,
    LEVELS,
    MARGIN,
    NEVER,
    OPEN,
    REVENUE,
    TOTALS,
    output,
)

STEPS = Table(
    "steps",
    "Schritte",
    (
        output("number", "Nr.", Unit.COUNT, "Reihenfolge der Arbeit.", width=11, sight=NEVER),
        output("sheet", "Blatt", Unit.TEXT, "Auf diesem Blatt wird gearbeitet.", width=15, sight=NEVER),
        output("state", "Status", Unit.TEXT, "fertig, offen oder später.", width=24, sight=NEVER),
        output("step", "Schritt", Unit.LONG_TEXT, "Was in diesem Schritt zu tun ist.", width=56, sight=NEVER),
        output("missing", "Was noch fehlt", Unit.LONG_TEXT, "Was bis zum Haken noch fehlt.", width=52, sight=NEVER),
    ),
    key="number",
    caption="Sieben Schritte durch das Jahr",
    sight=NEVER,
    about=About.COMPANY,
)

KEY_FIGURES = Table(
    "key_figures",
    "Kennzahlen",
    (output("figure", "Kennzahl", Unit.TEXT, "Größe für das Planjahr.", width=24, sight=OPEN), output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz in Euro.", width=16, sight=REVENUE), output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag in Euro.", width=16, sight=MARGIN)),
    key="figure",
    caption="Plan und Lücke",
    sight=TOTALS | LEADING,
    about=About.COMPANY,
)

SPLIT = Table(
    "split",
    "Aufteilung",
    (
        output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=24, sight=OPEN),
        output("guideline", "Richtwert", Unit.COUNT, "Kunden nach Ihrem Richtwert, üblich 20/70/10.", width=16, sight=OPEN),
        output("computed", "Vorschlag", Unit.COUNT, "Kunden nach der Berechnung.", width=16, sight=OPEN),
        output("decided", "entschieden", Unit.COUNT, "Kunden nach Ihren Entscheidungen.", width=14, sight=OPEN),
        output("affordable", "tragbar", Unit.COUNT, "Größte Aufteilung, die Ihre Leute tragen; siehe Blatt Ressourcen.", width=12, sight=OPEN),
    ),
    key="care_level",
    caption="Betreuungslevel",
    sight=TOTALS | LEVELS,
    about=About.COMPANY,
)

FINDINGS = Table(
    "findings",
    "Befunde",
    (
        output("severity", "Schwere", Unit.TEXT, "Fehler verhindern die Berechnung, Warnungen und Hinweise nicht.", width=11, sight=NEVER),
        output("sheet", "Blatt", Unit.TEXT, "Blatt, auf dem Sie nachsehen.", width=15, sight=NEVER),
        output("row", "Kunde oder Zeile", Unit.LONG_TEXT, "Kunde oder Zeile, falls es nur eine betrifft.", width=24, sight=NEVER),
        output("sentence", "Feststellung", Unit.LONG_TEXT, "Was aufgefallen ist.", width=56, sight=NEVER),
        output("advice", "Was tun", Unit.LONG_TEXT, "Was Sie tun können.", width=52, sight=NEVER),
    ),
    key="sentence",
    caption="Befunde der letzten Berechnung",
    grows=True,
    sight=NEVER,
    about=About.MENTIONED,
)
