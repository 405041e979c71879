"""Wörter auf den Blättern: legend, totals, prompts and what an entry check says."""

from __future__ import annotations

from kundenbindung.messages import german
from kundenbindung.workbook.schema import Unit
from kundenbindung.workbook.styles import ROLE_WORDS

TOTAL = "Summe sichtbar"
STILL_TOTAL = "Summe"
MORE_COLUMNS = "Weitere Spalten: auf das + über den Spalten klicken"
SAMPLE = "Beispieldaten – eigene Mappe anlegen: Knopf „Neue Mappe“ oder kundenbindung neu MEINE.xlsm"
BACK = "‹ {sheet}"
LEGEND = "So lesen Sie die Farben"
MEANINGS = {
    role: (word, f" {meaning}")
    for role, text in ROLE_WORDS.items()
    for word, _, meaning in [text.partition(": ")]
}
"""Legende of Start: word and meaning of each role, in two cells."""
OWN_COLUMN = "Ihre eigene Spalte. Sie bleibt bei jeder Berechnung erhalten."
INSTANT = "Ergebnis je Satz. „Was-wäre-wenn rechnet sofort mit“ im Blatt Einstellungen: ja = sofort, nein = bei Neu berechnen."
LIVE_CAPACITY = "Auslastung, die sofort mitrechnet, wenn Sie das eingestellt haben"
LISTS = "Auswahllisten der Mappe, aus dem Programm; hier bitte nichts ändern."
CHECK_TITLE = "Bitte prüfen"
FROM_LIST = "Bitte wählen Sie einen Eintrag aus der Liste."
NOT_IN_LIST = "Dieser Eintrag steht nicht in der Liste."
DATE = "Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2025."
UNIQUE = "Dieser Eintrag steht schon in der Spalte. Jeder darf nur einmal vorkommen."
PERCENT_UNITS = frozenset({Unit.SHARE, Unit.CERTAINTY, Unit.RATE})
SEPARATOR = " · "
PRINTED = "gedruckt am"


def amount(unit: Unit, value: float) -> str:
    """Zahl as the owner types it: a share in percent, others with comma."""
    if unit in PERCENT_UNITS:
        return german.percent(value)
    return german.number(value, 0 if value == int(value) else 1)


def number_wanted(unit: Unit, low: float | None, high: float | None) -> str:
    """Was erlaubt ist: the sentence shown when a number is refused."""
    kind = "ganze Zahl" if unit in {Unit.YEAR, Unit.COUNT} else "Zahl"
    if low is None and high is None:
        return f"Bitte geben Sie eine {kind} ein."
    if high is None:
        return f"Bitte geben Sie eine {kind} ab {amount(unit, low or 0.0)} ein."
    if low is None:
        return f"Bitte geben Sie eine {kind} bis {amount(unit, high)} ein."
    return f"Bitte geben Sie eine {kind} von {amount(unit, low)} bis {amount(unit, high)} ein."
