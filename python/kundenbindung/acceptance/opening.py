"""Öffnen: Excel starts on its own, the workbook opens without repair, everything is there."""

from __future__ import annotations

import time

import xlwings as xw

from kundenbindung.acceptance import stage as stages
from kundenbindung.acceptance import windows
from kundenbindung.acceptance.model import NotHereError, Result, need, passed
from kundenbindung.acceptance.stage import Stage
from kundenbindung.acceptance.tables import listed
from kundenbindung.adapters import live
from kundenbindung.adapters.package.generated import start_macro
from kundenbindung.messages.german import number
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import error_text

COUNTRY, DECIMAL, THOUSANDS, SEPARATOR = 1, 3, 4, 5
"""Excel's numbers for questions about its country settings."""
GERMANY = 49
REPAIRED = ("[repariert]", "[repaired]", "[wiederhergestellt]", "[recovered]")
INTERFACE = 2


def starts(stage: Stage) -> Result:
    """Excel as an instance of its own."""
    stages.start(stage)
    app = stage.app
    stage.facts["Excel"] = str(app.version)
    if windows.here():
        stage.facts["Excel"] += f" (Build {app.api.Build}, {app.api.OperatingSystem})"
        stage.facts["Sprache von Excel"] = str(app.api.LanguageSettings.LanguageID(INTERFACE))
    return passed(f"Excel {app.version} läuft; andere Excel-Fenster vorher: {len(stage.before)}.")


def german(stage: Stage) -> Result:
    """Deutsche Ländereinstellung: decimal comma, list separator, formulas shown in German."""
    app = stage.app
    stage.only_excel("Ländereinstellung")
    country, *signs = (app.api.International(n) for n in (COUNTRY, DECIMAL, THOUSANDS, SEPARATOR))
    if int(country) != GERMANY or signs != [",", ".", ";"]:
        raise NotHereError(
            f"Dieses Excel ist nicht auf Deutschland eingestellt (Land {country}, Zeichen {' '.join(signs)})."
        )
    with stage.open() as book:
        cell = book.sheets[0].range("XFD1048000")
        cell.formula = "=SUM(1.5,2)"
        need(cell.api.FormulaLocal == "=SUMME(1,5;2)", "Excel zeigt Formeln nicht auf Deutsch.")
        need(cell.value == 3.5, "Eine englisch geschriebene Formel rechnet falsch.")
    return passed("Dezimalkomma, Semikolon zwischen Argumenten, deutsche Funktionsnamen.")


def opens(stage: Stage) -> Result:
    """Öffnet ohne Reparatur: no dialog, no log, not read-only, name as it was."""
    path, begun = stage.file(), time.perf_counter()
    with stage.open(path) as book:
        taken = time.perf_counter() - begun
        need(not stage.dialogs(), f"Excel zeigte beim Öffnen ein Fenster: {_titles(stage)}.")
        logs = windows.repair_logs(stage.started)
        need(not logs, f"Excel hat ein Reparaturprotokoll geschrieben: {listed(logs)}.")
        need(not book.api.ReadOnly, "Die Mappe ist schreibgeschützt geöffnet.")
        need(book.name == path.name, f"Die Mappe heißt nach dem Öffnen „{book.name}“.")
        need(not _repaired(book), "Die Titelleiste sagt, dass die Mappe repariert wurde.")
        need(book.api.Saved, "Excel hält die Mappe gleich nach dem Öffnen für geändert.")
    return passed(f"In einem Ordner mit Umlauten und Leerzeichen, in {number(taken, 1)} Sekunden.")


def _titles(stage: Stage) -> str:
    return listed([f"„{dialog.title}“" for dialog in stage.dialogs()])


def _repaired(book: xw.Book) -> bool:
    if not windows.here():
        return False
    captions = [str(book.app.api.Caption), *(str(window.Caption) for window in book.api.Windows)]
    return any(mark in caption.casefold() for caption in captions for mark in REPAIRED)


def complete(stage: Stage) -> Result:
    """Alles ist da: sheets in their order, tables with their columns, names, buttons on Start."""
    with stage.open() as book:
        sheets = [sheet.name for sheet in book.sheets]
        expected = [*(sheet.label for sheet in layout.SHEETS), layout.CONFIG_SHEET[0]]
        need(sheets == expected, f"Blätter fehlen oder stehen anders: {listed(_lacking(expected, sheets))}.")
        tables = live.read_tables(book)
        lacking = [table.label for name, table in layout.TABLES.items() if name not in tables]
        need(not lacking, f"Tabellen fehlen: {listed(lacking)}.")
        need(not (lost := _columns(tables)), f"Spalten fehlen: {listed(lost)}.")
        names = {name.name for name in book.names}
        need(not (gone := set(layout.CONFIG_CELLS) - names), f"Namen fehlen: {listed(sorted(gone))}.")
        _buttons(book)
    return passed(f"{len(sheets)} Blätter, {len(tables)} Tabellen, alle Spalten, Namen und Knöpfe.")


def _lacking(expected: list[str], found: list[str]) -> list[str]:
    return [name for name in expected if name not in found] or ["Reihenfolge"]


def _columns(tables: dict[str, live.OpenTable]) -> list[str]:
    """Columns every workbook has; those per year and criterion are the workbook's own."""
    return [
        f"{layout.TABLES[name].label}, {column.label}"
        for name, entry in tables.items()
        for column in layout.TABLES[name].expand((), ())
        if column.label not in entry.grid.headers
    ]


def _buttons(book: xw.Book) -> None:
    """Knöpfe on Start; only Excel says which macro they call."""
    expected = {start_macro(button) for button in layout.BUTTONS if button.on_start}
    if windows.here():
        found = {str(shape.OnAction).rpartition("!")[2] for shape in book.sheets[0].api.Shapes}
        need(expected <= found, f"Auf Start fehlen Knöpfe: {listed(sorted(expected - found))}.")
    else:
        need(len(book.sheets[0].shapes) >= len(expected), "Auf Start fehlen Knöpfe.")


def formulas(stage: Stage) -> Result:
    """Formeln: after a full calculation no cell shows an error."""
    with stage.open() as book:
        stage.app.calculate()
        wrong = [place for sheet in book.sheets for place in _errors(sheet)]
        need(not wrong, f"Zellen zeigen Fehler: {listed(wrong)}.")
    return passed("Nach dem Durchrechnen zeigt keine Zelle einen Fehler.")


def _errors(sheet: xw.Sheet) -> list[str]:
    area = sheet.used_range
    rows = area.options(ndim=2, err_to_str=True).value
    return [
        f"{sheet.name}, Zeile {area.row + number}: {cell}"
        for number, row in enumerate(rows)
        for cell in row
        if error_text(cell) is not None
    ]


def appearance(stage: Stage) -> Result:
    """Darstellung: what only Excel draws is still in the workbook."""
    app = stage.app
    stage.only_excel("Kleine Säulen, Regeln und Eingabehilfen")
    with stage.open() as book:
        entry = live.read_tables(book)["screening"]
        lines = entry.table.range.api.SparklineGroups.Count
        rules = sum(sheet.api.Cells.FormatConditions.Count for sheet in book.sheets)
        need(lines, "Im Blatt Screening fehlen die kleinen Säulen.")
        need(rules, "Es gibt keine bedingte Formatierung mehr.")
        need(entry.table.table_style is not None, "Die Tabelle Screening hat keine Tabellenvorlage.")
    return passed(f"Kleine Säulen und {rules} Regeln sind da (Excel {app.version}).")
