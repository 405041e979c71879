"""Tabellen of the sheet Klausur."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Table, Unit
from kundenbindung.workbook.tables.columns import (
    LEADING,
    LEVELS,
    MARGIN,
    OPEN,
    PERSONS,
    REVENUE,
    SCORES,
    TEXTS,
    decision,
    entry,
    output,
)

RETREAT_STATUS = Table(
    "retreat_status",
    "Stand_der_Klausur",
    (
        output("topic", "Stand der Klausur", Unit.TEXT, "Art der Punkte.", width=27, sight=OPEN),
        output("each", "Zeit je Punkt", Unit.TEXT, "Übliche Zeit; ändern Sie sie im Blatt Einstellungen.", width=30, sight=OPEN),
        output("settled", "Erledigt, wenn", Unit.LONG_TEXT, "Wann ein Punkt erledigt ist.", width=60, sight=OPEN),
        output("total", "gesamt", Unit.COUNT, "So viele Punkte gab es.", width=15, sight=OPEN),
        output("done", "erledigt", Unit.COUNT, "Entschieden, hier oder im Screening.", width=14, sight=OPEN),
        output("deferred", "vertagt", Unit.COUNT, "Auf später verschoben.", width=14, sight=OPEN),
        output("open", "offen", Unit.COUNT, "Noch zu entscheiden; am Ende steht hier null.", width=16, sight=OPEN),
        output("minutes", "Minuten", Unit.COUNT, "Offene Punkte mal Zeit je Punkt.", width=13, sight=OPEN),
    ),
    key="topic",
    caption="Was noch zu entscheiden ist",
    sight=LEADING,
    about=About.COMPANY,
)

AGENDA = Table(
    "agenda",
    "Agenda",
    (
        entry("time", "Zeit", Unit.TEXT, "Tag und Uhrzeit.", width=27, sight=OPEN),
        entry("topic", "Thema", Unit.LONG_TEXT, "Worum es geht.", width=34, sight=TEXTS),
        entry("goal", "Ziel", Unit.LONG_TEXT, "Was danach feststeht.", width=60, sight=TEXTS),
        entry("sheet", "Blatt", Unit.TEXT, "Blatt, das dabei offen ist.", width=15, sight=OPEN),
        entry("minutes", "Minuten", Unit.COUNT, "Vorgesehene Zeit.", low=0.0, high=1440.0, width=14, total=True, sight=OPEN),
        entry("who", "Wer", Unit.LONG_TEXT, "Wer dabei sein muss.", width=24, sight=PERSONS),
    ),
    caption="Agenda der zwei Tage",
    min_rows=14,
    sight=LEADING | TEXTS,
    about=About.COMPANY,
)

CONCENTRATION = Table(
    "concentration",
    "Klumpen",
    (
        output("figure", "Klumpen", Unit.TEXT, "Größe.", width=27, sight=OPEN),
        output("customer", "Kunde", Unit.LONG_TEXT, "Wer es ist.", width=30, sight=OPEN),
        output("meaning", "Lesart", Unit.LONG_TEXT, "Was die Zahl sagt.", width=60, sight=REVENUE | MARGIN),
        output("revenue", "vom Umsatz", Unit.TEXT, "Gemessen am Umsatz des Basisjahres.", width=15, sight=REVENUE),
        output("margin", "vom DB", Unit.TEXT, "Gemessen am Deckungsbeitrag des Basisjahres.", width=14, sight=MARGIN),
    ),
    key="figure",
    caption="Wie viel hängt an wenigen?",
    sight=LEADING | REVENUE,
    about=About.MENTIONED,
)

WALK_AWAY = Table(
    "walk_away",
    "Abgangsprobe",
    (
        entry("customer_id", "Kundennr.", Unit.KEY, "Kundennummer, deren Wegfall Sie ausprobieren; dann Neu berechnen.", width=27, sight=OPEN),
        output("customer", "Kunde", Unit.LONG_TEXT, "Name.", width=30, sight=OPEN),
        output("levels", "Level ohne ihn", Unit.LONG_TEXT, "Aufteilung ohne diesen Kunden.", width=60, sight=LEVELS),
        output("revenue_share", "vom Umsatz", Unit.SHARE, "Anteil am Umsatz des Basisjahres.", width=15, sight=REVENUE),
        output("expected_eur", "Erwartet ohne ihn", Unit.EUR, "Erwartet des Unternehmens ohne diesen Kunden.", width=14, sight=REVENUE),
        output("safe_eur", "Sicher ohne ihn", Unit.EUR, "Sicher des Unternehmens ohne diesen Kunden.", width=14, sight=REVENUE),
        output("margin_eur", "DB erwartet ohne ihn", Unit.EUR, "DB erwartet des Unternehmens ohne diesen Kunden.", width=16, sight=MARGIN),
        output("hours", "freie Stunden", Unit.HOURS, "Stunden, die sein Level im Planjahr braucht; ohne Leistungen die des letzten Jahres.", width=13, sight=OPEN),
    ),
    key="customer_id",
    caption="Abgangsprobe: Was wäre, wenn er ginge?",
    min_rows=4,
    sight=LEADING | REVENUE,
    about=About.CUSTOMER,
)

RESOLUTIONS = Table(
    "resolutions",
    "Beschluesse",
    (
        entry("topic", "Thema", Unit.TEXT, "Wozu der Beschluss gehört.", width=27, sight=TEXTS),
        entry("who", "Wer", Unit.TEXT, "Wer ihn umsetzt.", width=30, sight=PERSONS),
        entry("resolution", "Beschluss", Unit.LONG_TEXT, "Was beschlossen wurde.", width=60, sight=TEXTS),
        entry("until", "Bis wann", Unit.DATE, "Bis wann (TT.MM.JJJJ).", width=15, sight=OPEN),
    ),
    caption="Protokoll: Beschlüsse der Klausur",
    min_rows=12,
    sight=LEADING | TEXTS,
    about=About.MENTIONED,
)

OPEN_DECISIONS = Table(
    "open_decisions",
    "Offene_Entscheidungen",
    (
        output("item", "Punkt", Unit.LONG_TEXT, "Art und Kundennummer. Eigene Punkte tragen Sie einfach darunter ein.", width=27, sight=TEXTS),
        output("subject", "Kunde oder Gegenstand", Unit.LONG_TEXT, "Um wen oder was es geht.", width=30, sight=TEXTS),
        output("question", "Worum es geht", Unit.LONG_TEXT, "Was zu entscheiden ist und warum; bei Grenzfällen auch, was sich ändern müsste.", width=60, recalled=True, sight=TEXTS | SCORES | REVENUE | MARGIN),
        output("state", "Stand", Unit.LONG_TEXT, "offen, vertagt oder erledigt.", width=15, sight=OPEN),
        output("stake_eur", "auf dem Spiel", Unit.EUR, "Umsatz, an dem die Frage hängt; beim Grenzfall mal Unsicherheit.", width=14, sight=REVENUE),
        decision("outcome", "Ergebnis", Unit.CHOICE, "entschieden oder vertagt.", choices="outcome", width=14, sight=OPEN),
        decision("who", "Wer", Unit.TEXT, "Wer es erledigt.", width=16, sight=PERSONS),
        decision("until", "Bis wann", Unit.DATE, "Bis wann es erledigt ist (TT.MM.JJJJ).", width=13, sight=OPEN),
    ),
    key="item",
    caption="Offene Entscheidungen nach Art, darin das Größte zuerst; Neues steht unten",
    grows=True,
    sight=LEADING | TEXTS,
    about=About.MENTIONED,
)
