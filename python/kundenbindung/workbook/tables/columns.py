"""Spalten, in the fewest words: who writes them, what they are called, what they hold."""

from __future__ import annotations

from kundenbindung.workbook.schema import Column, Role, Sight, Topic, Unit

OPEN: Sight = frozenset()
"""Für alle, die the table itself may see."""

NEVER: Sight = frozenset({Topic.NEVER})
"""Verlässt das Haus nie."""

LEVELS: Sight = frozenset({Topic.LEVELS})
MEETINGS: Sight = frozenset({Topic.MEETINGS})
DEALS: Sight = frozenset({Topic.DEALS})
SCORES: Sight = frozenset({Topic.SCORES})
REVENUE: Sight = frozenset({Topic.REVENUE})
MARGIN: Sight = frozenset({Topic.MARGIN})
TOTALS: Sight = frozenset({Topic.TOTALS})
LEADING: Sight = frozenset({Topic.LEADING})
TEXTS: Sight = frozenset({Topic.TEXTS})
PERSONS: Sight = frozenset({Topic.PERSONS})


def entry(name: str, label: str, unit: Unit, help_text: str, **more: object) -> Column:
    """Eingabe: a column the owner types."""
    return Column(name, label, unit, Role.INPUT, help_text, **more)  # type: ignore[arg-type]  # keywords by the names of the fields


def decision(name: str, label: str, unit: Unit, help_text: str, **more: object) -> Column:
    """Entscheidung: a column the owner types beside results."""
    return Column(name, label, unit, Role.DECISION, help_text, **more)  # type: ignore[arg-type]  # keywords by the names of the fields


def output(name: str, label: str, unit: Unit, help_text: str, **more: object) -> Column:
    """Ergebnis: a column that is written at every calculation."""
    return Column(name, label, unit, Role.OUTPUT, help_text, **more)  # type: ignore[arg-type]  # keywords by the names of the fields


def key(help_text: str = "Kundennummer wie in Ihrem System, führende Nullen bleiben erhalten.") -> Column:
    """Kundennr. the owner types."""
    return entry("customer_id", "Kundennr.", Unit.KEY, help_text, required=True, width=12, sight=OPEN)


def result_key() -> tuple[Column, Column]:
    """Kundennr. and name of a table of results."""
    return (output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer; an ihr findet die Berechnung die Zeile.", width=12, required=True, sight=OPEN), output("customer", "Kunde", Unit.TEXT, "Name aus dem Blatt Kunden.", width=30, sight=OPEN))
