"""Nicht übernommen: words for what a rebuilt workbook cannot carry over."""

from __future__ import annotations

from collections.abc import Sequence

from kundenbindung.messages.german import count

SHOWN_CELLS = 5
MACROS = "eigene Makros"
CHARTS = "Diagramme"

LOOSE_PARTS = {
    "xl/media/": "Bilder",
    "xl/comments": "Kommentare",
    "xl/threadedComments/": "Kommentare",
    "xl/pivotTables/": "Pivot-Tabellen",
    "xl/externalLinks/": "Verknüpfungen mit anderen Dateien",
}
"""Parts of a package by the beginning of their names."""


def sheet(name: str) -> str:
    """A sheet the owner added."""
    return f"Blatt „{name}“"


def column(name: str, on: str) -> str:
    """A column the owner added to a result table."""
    return f"Spalte „{name}“ im Blatt {on}"


def cells(addresses: Sequence[str], on: str) -> str:
    """Cells the owner filled beside the tables."""
    more = " …" if len(addresses) > SHOWN_CELLS else ""
    return f"Zellen neben den Tabellen im Blatt {on} ({', '.join(addresses[:SHOWN_CELLS])}{more})"


def formulas(size: int, on: str) -> str:
    """Formulas of the owner in input cells."""
    return f"{count(size, 'Formel', 'Formeln')} im Blatt {on} (die Werte bleiben)"
