"""Antworten der Tabellenfunktionen when an argument is wrong: what is wrong, and what is wanted."""

from __future__ import annotations

from kundenbindung.messages.german import count, percent

UNEXPECTED = "Das konnte nicht berechnet werden. Ihre Ergebnisse hängen nicht davon ab; der Knopf „Neu berechnen“ rechnet ohne Tabellenfunktionen."
ANCHORS = "Die Anker passen nicht: beide müssen Zahlen und verschieden sein, bei der Skala Größenordnung größer als null."
POINTS = "punkte: Punkte liegen zwischen 0 und 10."
WEIGHTS_NEGATIVE = "gewichte: Ein Gewicht ist kleiner als null."
HOURS_NEGATIVE = "stunden: Eine Stundenzahl ist kleiner als null."
NO_HOURS = "keine Stunden"
"""In place of a load where hours are needed and none are there."""

ALL_ROLES = "alle zusammen"

WEIGHTS_EMPTY = "gewichte: Kein Kriterium, für das Punkte vorliegen, hat ein Gewicht."


def empty(name: str) -> str:
    """An argument without any content."""
    return f"{name}: Der Bereich ist leer."


def not_a_number(name: str, row: int, text: str) -> str:
    """A cell that is no number."""
    return f"{name}: „{text}“ in Zeile {row} des Bereichs ist keine Zahl."


def error_value(name: str, row: int, text: str) -> str:
    """A cell with an error value."""
    return f"{name}: In Zeile {row} des Bereichs steht der Fehlerwert {text}."


def not_a_choice(name: str, row: int, text: str, allowed: str) -> str:
    """A cell that is none of the words allowed."""
    return f"{name}: „{text}“ in Zeile {row} des Bereichs ist nicht möglich; möglich ist: {allowed}."


def sizes(name: str, wanted: int, given: int) -> str:
    """Not as many values as needed."""
    return f"{name}: {count(wanted, 'Wert', 'Werte')} gebraucht, {count(given, 'Wert', 'Werte')} angegeben."


def rows(name: str, wanted: int, given: int) -> str:
    """Not one column with a row per customer."""
    return f"{name}: eine Spalte mit {count(wanted, 'Zeile', 'Zeilen')} gebraucht, {count(given, 'Zeile', 'Zeilen')} angegeben."


def not_a_share(name: str) -> str:
    """A share outside 0 % to 100 %."""
    return f"{name}: Ein Anteil liegt zwischen 0 % und 100 %."


def not_between(name: str, low: float, high: float) -> str:
    """A share outside its own limits."""
    return f"{name}: Der Wert liegt zwischen {percent(low)} und {percent(high)}."
