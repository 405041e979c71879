"""Zuordnung in Worten: names of columns that have none, and how to use a file of assignments."""

from __future__ import annotations

ASSIGNMENTS_HEAD = """\
# Zuordnung: was Spalten, Konten und Kundennummern Ihrer Dateien bedeuten.
# fuer       Zahlen, Pipeline, Konto oder Debitor
# text       Überschrift der Spalte, Nummer des Kontos oder des Kunden („alle“: jeder, der nicht genannt ist)
# bedeutung  eines von: {meanings}
# jahr       nur wenn die Überschrift kein Jahr nennt
# beispiel   ein Wert aus der Datei, nur zur Ansicht
# bestaetigt "ja", sobald Sie den Eintrag geprüft haben; nur bestätigte Einträge zählen
# Aufruf: kundenbindung import MAPPE.xlsm --zahlen DATEI --zuordnung DIESE_DATEI.toml --ausgabe NEU.xlsm
"""
"""Comment at the top of the file, with the meanings that may stand in it."""

ASK = (
    "In der Tabelle Zuordnung (Blatt Einstellungen) steht zu jeder Spalte ein Vorschlag: Prüfen Sie die Bedeutung, "
    "tragen Sie unter „Bestätigt“ ja ein und lesen Sie die Datei noch einmal ein."
)
"""What to do where a file needs the owner's Zuordnung."""


def column_name(number: int) -> str:
    """Spalte of a file without headers; `number` counts from 1."""
    return f"Spalte {number}"


def unnamed_column(number: int) -> str:
    """Spalte whose header is empty, in a file that has headers."""
    return f"Spalte {number} ohne Überschrift"


def same_named_column(header: str, number: int) -> str:
    """Spalte whose header stands in the file more than once."""
    return f"{header} (Spalte {number})"
