"""Tabellen of what leaves the house: who may see what, where it goes, what went, and the head of a copy."""

from __future__ import annotations

from kundenbindung.workbook.schema import (
    BELOW,
    About,
    Column,
    Placement,
    Sheet,
    SheetKind,
    Table,
    Topic,
    Unit,
)
from kundenbindung.workbook.tables.columns import NEVER, OPEN, entry, output

TOPICS: dict[Topic, tuple[str, str]] = {
    Topic.LEVELS: ("Level", "ja: Status und Betreuungslevel je Kunde, dazu was ein Kunde davon merkt."),
    Topic.MEETINGS: ("Termine", "ja: das Blatt Termine."),
    Topic.DEALS: ("Pipeline", "ja: Verkaufschancen; ihr Wert nur mit Umsatz."),
    Topic.SCORES: ("Punkte", "ja: Bewertungen, Gewichte, Punkte und Stabilität."),
    Topic.REVENUE: ("Umsatz", "ja: Umsatz, Trend, Plan und Wert der Verkaufschancen in Euro."),
    Topic.MARGIN: ("DB", "ja: Deckungsbeitrag und alles, was ihn verrät. Eine solche Kopie braucht ein Kennwort."),
    Topic.TOTALS: ("Summen", "ja: Zahlen des ganzen Unternehmens; Umsatz und DB nur, wo sie erlaubt sind."),
    Topic.LEADING: ("Führung", "ja: Ressourcen, Klausur, Vorjahr, Entscheidungen und Einstellungen."),
    Topic.TEXTS: ("Freitexte", "ja: was frei geschrieben wurde, zum Beispiel Erklärung, Warum, Ergebnis."),
    Topic.PERSONS: ("Personen", "ja: Entscheider, Verantwortliche und Namen von Einzelunternehmern."),
}
"""Inhalte a group may see, in the order of the table Gruppen: heading and help."""

ALL, OWN, NONE = "all", "own", "none"
"""Which customers a group sees: all, each person responsible his own, none."""


def _allowed(topic: Topic) -> Column:
    label, help_text = TOPICS[topic]
    return entry(topic.value, label, Unit.CHOICE, f"{help_text} Leer = nein.", choices="yes_no", width=10, sight=NEVER)


GROUPS = Table(
    "groups",
    "Gruppen",
    (
        entry("group", "Gruppe", Unit.TEXT, "Wer eine Versandkopie bekommt, frei wählbar. Die erste Gruppe ist der Standard.", required=True, width=16, sight=NEVER),
        entry("customers", "Kunden", Unit.CHOICE, "alle; eigene = je Verantwortlichem eine Kopie mit seinen Kunden; keine = kein einziger Kunde.", choices="customers_shown", width=10, sight=NEVER),
        *map(_allowed, TOPICS),
        entry("password", "Kennwort", Unit.CHOICE, "ja: immer verschlüsseln. Mit DB wird ohnehin verschlüsselt.", choices="yes_no", width=11, sight=NEVER),
    ),
    key="group",
    caption="Gruppen: wer in einer Versandkopie was sehen darf",
    min_rows=8,
    sight=NEVER,
    about=About.COMPANY,
)

RECIPIENTS = Table(
    "recipients",
    "Empfaenger",
    (
        entry("group", "Gruppe", Unit.TEXT, "Gruppe wie in der Tabelle Gruppen.", required=True, width=16, sight=NEVER),
        entry("responsible", "Verantwortlich", Unit.TEXT, "Nur bei „eigene“: wie im Blatt Kunden. Leer = bekommt jede Kopie der Gruppe.", width=16, sight=NEVER),
        entry("address", "E-Mail", Unit.LONG_TEXT, "Adresse; mehrere durch Strichpunkt getrennt. Auch mit Namen: Eva Öz <e.oez@firma.de>.", required=True, width=56, sight=NEVER),
    ),
    caption="Empfänger: an wen der Entwurf der E-Mail geht",
    min_rows=10,
    sight=NEVER,
    about=About.MENTIONED,
)

DISPATCHES = Table(
    "dispatches",
    "Versandprotokoll",
    (
        output("entry", "Vorgang", Unit.KEY, "Wann die Kopie erstellt oder eingelesen wurde, mit laufender Nummer.", width=22, required=True, sight=NEVER),
        output("event", "Art", Unit.TEXT, "Versandkopie oder Rücklauf.", width=15, recalled=True, sight=NEVER),
        output("group", "Gruppe", Unit.TEXT, "Gruppe, für die sie ist.", width=14, recalled=True, sight=NEVER),
        output("responsible", "Verantwortlich", Unit.TEXT, "Wessen Kunden darin stehen; leer = nicht nur eines Verantwortlichen.", width=15, recalled=True, sight=NEVER),
        output("recipients", "An", Unit.LONG_TEXT, "Empfänger des Entwurfs.", width=30, recalled=True, sight=NEVER),
        output("file", "Datei", Unit.LONG_TEXT, "Name der Datei.", width=40, recalled=True, sight=NEVER),
        output("sheets", "Inhalt", Unit.LONG_TEXT, "Blätter und ihre Zahl von Spalten, oder was übernommen wurde.", width=40, recalled=True, sight=NEVER),
        output("customers", "Kunden", Unit.COUNT, "So viele Kunden stehen darin.", width=10, recalled=True, sight=NEVER),
        output("rows", "Zeilen", Unit.COUNT, "So viele Zeilen haben alle Tabellen zusammen.", width=10, recalled=True, sight=NEVER),
        output("encrypted", "Kennwort", Unit.TEXT, "ja, wenn die Datei verschlüsselt ist.", width=11, recalled=True, sight=NEVER),
        output("remark", "Anmerkung", Unit.LONG_TEXT, "Zum Beispiel Empfänger außerhalb des Hauses.", width=30, recalled=True, sight=NEVER),
        output("mark", "Prüfzeichen", Unit.TEXT, "Steht in Dateiname und Fußzeile der Kopie; daran wird sie wiedererkannt.", width=14, recalled=True, sight=NEVER),
    ),
    key="entry",
    caption="Versandprotokoll: was wann an wen ging und was zurückkam",
    min_rows=12,
    grows=True,
    sight=NEVER,
    about=About.COMPANY,
)

COPY_FACTS = Table(
    "copy_facts",
    "Versandkopie",
    (output("fact", "Diese Kopie", Unit.TEXT, "Angabe.", width=24, sight=OPEN), output("value", "Angabe", Unit.TEXT, "Wert der Angabe.", width=44, sight=OPEN)),
    key="fact",
    caption="Was ist das für eine Datei?",
    sight=OPEN,
    about=About.COMPANY,
)
"""Kopf of a copy; it stands in copies only, and by it a copy that comes back is recognised."""

COPY_SHEETS = Table(
    "copy_sheets",
    "Inhalt",
    (output("sheet", "Blatt", Unit.TEXT, "Name des Blattes.", width=24, sight=OPEN), output("purpose", "Was darin steht", Unit.LONG_TEXT, "Wozu das Blatt dient.", width=72, sight=OPEN)),
    key="sheet",
    caption="Was steht darin?",
    sight=OPEN,
    about=About.COMPANY,
)
"""Inhaltsverzeichnis of a copy."""

COVER = Sheet(
    "copy",
    "Übersicht",
    "shUebersicht",
    SheetKind.START,
    "Kundenbindung",
    "Eine Kopie mit Werten: ohne Formeln, ohne Makros. Was hier nicht steht, ist für diese Gruppe nicht bestimmt.",
    (Placement("copy_facts"), Placement("copy_sheets", BELOW)),
    freeze=False,
    landscape=False,
)
"""Erstes Blatt of a copy."""
