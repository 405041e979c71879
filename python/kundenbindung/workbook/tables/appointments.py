"""Tabellen of lived levels: Termine, Vereinbarungen, Betriebsferien."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Table, Unit
from kundenbindung.workbook.tables.columns import (
    LEADING,
    MEETINGS,
    OPEN,
    PERSONS,
    TEXTS,
    decision,
    entry,
    output,
)

APPOINTMENTS = Table(
    "appointments",
    "Termine",
    (
        output("date", "Datum", Unit.DATE, "Geplanter Tag. Steht er einmal da, bleibt er; leeren Sie die Zelle, wird neu geplant.", width=12, recalled=True, sight=OPEN),
        decision("moved_to", "verlegt auf", Unit.DATE, "Neuer Tag, wenn Sie den Termin verlegen (TT.MM.JJJJ).", width=12, sight=OPEN),
        output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12, recalled=True, sight=OPEN),
        output("customer", "Kunde", Unit.TEXT, "Name.", width=32, recalled=True, sight=OPEN),
        output("activity", "Leistung", Unit.TEXT, "Leistung aus dem Blatt Ressourcen.", width=30, recalled=True, sight=OPEN),
        output("channel", "Kanal", Unit.TEXT, "persönlich, Telefon, digital oder Post.", width=12, recalled=True, sight=OPEN),
        output("role", "Rolle", Unit.TEXT, "Wer den Termin hat.", width=15, recalled=True, sight=OPEN),
        output("responsible", "Verantwortlich", Unit.TEXT, "Wer den Kunden führt, aus dem Blatt Kunden.", width=14, recalled=True, sight=PERSONS),
        output("hours", "Std.", Unit.HOURS, "Stunden mit Vorbereitung.", width=8, recalled=True, sight=OPEN),
        output("state", "Stand", Unit.TEXT, "geplant, erledigt, überfällig am Stichtag oder entfallen.", width=13, recalled=True, sight=OPEN),
        decision("done_on", "erledigt am", Unit.DATE, "Wann der Termin stattfand (TT.MM.JJJJ).", width=12, sight=OPEN, fillable=True),
        decision("outcome", "Ergebnis", Unit.LONG_TEXT, "Was dabei herauskam, in einem Satz.", width=48, sight=TEXTS, fillable=True),
        output("appointment", "Termin", Unit.KEY, "Kundennummer, Leistung und laufende Nummer; an ihr findet die Berechnung die Zeile. Leer bei eigenen Terminen.", width=30, folded=True, sight=OPEN),
    ),
    key="appointment",
    grows=True,
    sight=MEETINGS,
    about=About.CUSTOMER,
)

AGREEMENTS = Table(
    "agreements",
    "Vereinbarungen",
    (
        entry("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", required=True, width=12, sight=OPEN),
        entry("agreement", "Vereinbarung", Unit.TEXT, "Was vereinbart wurde.", width=76, sight=TEXTS),
        entry("agreed_on", "vereinbart am", Unit.DATE, "Tag des Gesprächs (TT.MM.JJJJ).", width=13, sight=OPEN),
        entry("who", "Wer", Unit.TEXT, "Wer es erledigt.", width=16, sight=PERSONS),
        entry("until", "Bis wann", Unit.DATE, "Bis wann es erledigt ist (TT.MM.JJJJ).", width=12, sight=OPEN),
        entry("done_on", "erledigt am", Unit.DATE, "Wann es erledigt war (TT.MM.JJJJ).", width=12, sight=OPEN),
    ),
    caption="Vereinbarungen mit Kunden; sie stehen auf dem Gesprächsblatt",
    min_rows=20,
    sight=MEETINGS | TEXTS,
    about=About.CUSTOMER,
)

CLOSURES = Table(
    "closures",
    "Betriebsferien",
    (entry("first_day", "von", Unit.DATE, "Erster Tag der Betriebsferien (TT.MM.JJJJ).", required=True, width=12, sight=OPEN), entry("last_day", "bis", Unit.DATE, "Letzter Tag der Betriebsferien (TT.MM.JJJJ).", required=True, width=12, sight=OPEN), entry("occasion", "Anlass", Unit.TEXT, "Zum Beispiel Sommer oder Jahreswechsel.", width=20, sight=TEXTS)),
    caption="Betriebsferien: keine Termine",
    min_rows=6,
    sight=LEADING,
    about=About.COMPANY,
)
