"""Tabellenfunktionen: the sheet Was-wäre-wenn calculates at once and gives what the button gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import xlwings as xw

from kundenbindung.acceptance import tables, windows
from kundenbindung.acceptance.clicking import clicked
from kundenbindung.acceptance.model import NotHereError, Result, need, passed
from kundenbindung.acceptance.stage import Stage
from kundenbindung.adapters import live
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import plain

INSTANT = "KB_Sofort"
MOST_COLUMNS = 40
TOLERANCE = 1e-6
UNKNOWN = {"#NAME?", "#VALUE!"}
"""What cells show where nobody knows the functions."""


def answers(stage: Stage) -> Result:
    """Tabellenfunktionen answer, equal to the results of Neu berechnen."""
    with stage.open() as book:
        clicked(book, "calculate")
        stored, shown = _columns(book)
        need(
            shown and not _wrong(stored, shown),
            "Ohne Funktionen zeigt das Blatt andere Werte als die Tabelle.",
        )
        _switch_on(stage, book)
        stored, shown = _columns(book)
        if not windows.here() and UNKNOWN & {cell for cells in shown.values() for cell in cells}:
            raise NotHereError("Tabellenfunktionen laufen nur in Excel unter Windows.")
        wrong = _wrong(stored, shown)
        need(not wrong, f"Andere Werte als Neu berechnen: {tables.listed(wrong)}.")
        filled = sum(cell not in {None, ""} for cells in stored.values() for cell in cells)
        need(filled, "Neu berechnen hat nichts geschrieben.")
    return passed(f"{len(shown)} Spalten mit {filled} Werten, gleich denen von Neu berechnen.")


def _switch_on(stage: Stage, book: xw.Book) -> None:
    book.names[INSTANT].refers_to_range.value = layout.word("yes_no", "yes")
    stage.app.calculate()


def _columns(book: xw.Book) -> tuple[Mapping[str, Sequence[object]], Mapping[str, Sequence[object]]]:
    """Columns of both tables, and those of the functions beside or below them, by header."""
    tried = live.read_tables(book)
    lines, loads = tried["trial"], tried["trial_capacity"]
    beside = (lines.grid.first_row - 1, lines.grid.first_column + len(lines.grid.headers) + 1)
    below = (
        loads.grid.first_row - 1 + len(loads.grid.rows) + layout.TRIAL_BELOW,
        loads.grid.first_column + 1,
    )
    shown = _shown(lines, beside, MOST_COLUMNS) | _shown(loads, below, len(loads.grid.headers))
    stored = {
        head: [row[at] for row in entry.grid.rows]
        for entry in (lines, loads)
        for at, head in enumerate(entry.grid.headers)
    }
    return {head: stored[head] for head in shown}, shown


def _shown(entry: live.OpenTable, corner: tuple[int, int], width: int) -> dict[str, Sequence[object]]:
    """Columns under the headers from this cell on, as long as those of the table."""
    row, left = corner
    area = entry.sheet.range(corner, (row + len(entry.grid.rows), left + width - 1))
    heads, *rows = area.options(ndim=2, err_to_str=True).value
    return {str(head): [cells[at] for cells in rows] for at, head in enumerate(heads) if head}


def _wrong(stored: Mapping[str, Sequence[object]], shown: Mapping[str, Sequence[object]]) -> list[str]:
    """Headers whose functions differ; what the button leaves empty is not compared."""
    return [
        head
        for head, cells in shown.items()
        if not all(_same(*pair) for pair in zip(stored[head], cells, strict=True) if pair[0] is not None)
    ]


def _same(stored: object, shown: object) -> bool:
    shown = plain(shown)
    if isinstance(stored, int | float) and isinstance(shown, int | float):
        return abs(float(stored) - float(shown)) <= max(1e-3, TOLERANCE * abs(float(stored)))
    return (stored or None) == (shown or None)


def spills(stage: Stage) -> Result:
    """Überlauf: one formula fills all rows."""
    app = stage.app
    stage.only_excel("Überlauf einer Formel")
    with stage.open() as book:
        entry = live.read_tables(book)["trial"]
        first = (entry.grid.first_row, entry.grid.first_column + len(entry.grid.headers) + 2)
        cell = entry.sheet.range(first).api
        need(cell.HasSpill, f"Excel {app.version} füllt die Zeilen nicht: Die Formel läuft nicht über.")
        rows = cell.SpillingToRange.Rows.Count
        need(rows == len(entry.grid.rows), f"Die Formel füllt {rows} statt {len(entry.grid.rows)} Zeilen.")
    return passed(f"Eine Formel füllt {rows} Zeilen.")


def described(stage: Stage) -> Result:
    """Funktionsassistent: Excel took the texts that the workbook hands over when it opens."""
    app = stage.app
    stage.only_excel("Funktionsassistent")
    with stage.open() as book:
        app.macro(f"'{book.name}'!KbDescribeFunctions")()
        need(not stage.dialogs(), "Beim Beschreiben der Funktionen zeigte Excel ein Fenster.")
        need(book.api.Saved, "Danach hält Excel die Mappe für geändert.")
    return passed("Das Makro mit den Texten läuft ohne Meldung.")
