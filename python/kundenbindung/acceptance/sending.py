"""Versand: a copy for others opens in a real Excel, comes back filled in, and a customer can be deleted."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from kundenbindung.acceptance import tables, windows
from kundenbindung.acceptance.clicking import Click, clicked, first_line
from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.stage import Stage
from kundenbindung.adapters import live
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import text
from kundenbindung.workbook.tables.mail import OWN

RATING = 9.0
"""Urteil that the colleague fills in."""


def sends_copies(stage: Stage) -> Result:
    """Versandkopie: the copy opens without a dialog and without a formula, the log has its line."""
    target = stage.place() / "Versand Übung.xlsx"
    with stage.open() as book:
        group = _groups(book)[0]
        done = clicked(book, "mail_copy", Click(target=target, typed=[group]))
        need(target.is_file(), f"Die Kopie ist nicht geschrieben worden: {first_line(done.text)}.")
        need(target.with_suffix(".eml").is_file(), "Der Entwurf der E-Mail ist nicht geschrieben worden.")
        need(_filled(book, "dispatches", "mark"), "Im Blatt Protokoll steht kein Versand.")
        sheets = _look_into(stage, book.app, target)
    return passed(f"Die Kopie öffnet mit {sheets} Blättern ohne Nachfrage; Entwurf und Protokoll stehen.")


def _groups(book: xw.Book) -> list[str]:
    return _filled(book, "groups", "group")


def _filled(book: xw.Book, table: str, column: str) -> list[str]:
    """Texts of a column, by identifiers of the declaration."""
    label = next(one.label for one in layout.TABLES[table].expand() if one.name == column)
    cells = tables.columns(book).get((table, label), ())
    return [word for cell in cells if (word := text(cell)) is not None]


def _look_into(stage: Stage, app: xw.App, path: Path) -> int:
    """Number of sheets of a copy, once it has opened as it should."""
    copy = app.books.open(str(path))
    try:
        need(not stage.dialogs(), "Excel zeigte beim Öffnen der Kopie ein Fenster.")
        need(not windows.repair_logs(stage.started), "Excel hat die Kopie repariert.")
        formulas = [sheet.name for sheet in copy.sheets if _has_formula(sheet)]
        need(not formulas, f"In der Kopie stehen Formeln: {tables.listed(formulas)}.")
        return len(copy.sheets)
    finally:
        copy.close()


def _has_formula(sheet: xw.Sheet) -> bool:
    found = sheet.used_range.formula
    rows = found if isinstance(found, tuple | list) else ((found,),)
    return any(isinstance(cell, str) and cell.startswith("=") for row in rows for cell in row)


def takes_back(stage: Stage) -> Result:
    """Rücklauf einlesen: what Excel saved in a copy comes back, and only that."""
    target = stage.place() / "Rücklauf" / "Kopie.xlsx"
    target.parent.mkdir(exist_ok=True)
    with stage.open() as book:
        clicked(book, "mail_copy", Click(target=target, typed=[_own_group(book)]))
        copy = next(iter(sorted(target.parent.glob("*.xlsx"))))
        key = _fill_in(book.app, copy)
        before = tables.columns(book, without=("dispatches",))
        done = clicked(book, "take_back", Click(files=(copy,)))
        need("übernommen" in done.text, f"Gemeldet wurde: {first_line(done.text)}.")
        rated = dict(zip(_column(book, "customer_id"), _column(book, "loyalty"), strict=True))
        need(rated.get(key) == RATING, "Das Urteil der Kopie steht nicht in der Mappe.")
        _only_that(before, tables.columns(book, without=("dispatches",)))
    return passed(
        "Ein Urteil, in der Kopie von Excel gespeichert, kam zurück; sonst ist keine Eingabe geändert."
    )


def _own_group(book: xw.Book) -> str:
    """Group whose copies go to the Verantwortlichen."""
    found, labels = tables.columns(book), {column.name: column.label for column in layout.GROUPS.expand()}
    pairs = zip(found["groups", labels["group"]], found["groups", labels["customers"]], strict=True)
    return next(str(group) for group, kind in pairs if kind == layout.word("customers_shown", OWN))


def _fill_in(app: xw.App, path: Path) -> str:
    """Kollege: opens his copy, types a rating and saves; returns the Kundennr."""
    copy = app.books.open(str(path))
    try:
        entry = live.read_tables(copy)["customers"]
        headers = list(entry.grid.headers)
        labels = {column.name: column.label for column in layout.CUSTOMERS.expand()}
        at = headers.index(labels["loyalty"])
        row, key = next(
            (at_row, text(cells[0])) for at_row, cells in enumerate(entry.grid.rows) if cells[at] != RATING
        )
        entry.sheet.range((entry.grid.first_row + row, entry.grid.first_column + 1 + at)).value = RATING
        copy.save()
        return str(key)
    finally:
        copy.close()


def _column(book: xw.Book, name: str) -> list[object]:
    label = next(one.label for one in layout.CUSTOMERS.expand() if one.name == name)
    cells = tables.columns(book)["customers", label]
    return [text(cell) for cell in cells] if name == "customer_id" else list(cells)


def _only_that(before: tables.Columns, after: tables.Columns) -> None:
    """NotPassedError if any other cell that was typed is not as before."""
    typed = {
        (name, column.label)
        for name, table in layout.TABLES.items()
        for column in table.expand()
        if column.role.typed and (name, column.name) != ("customers", "loyalty")
    }
    kept = [{place: cells for place, cells in one.items() if place in typed} for one in (before, after)]
    changed = tables.differences(*kept)
    need(not changed, f"Auch geändert: {tables.listed(changed)}.")


def deletes(stage: Stage) -> Result:
    """Kunde löschen: his number stands in no table any more."""
    with stage.open() as book:
        key = next(word for word in _filled(book, "customers", "customer_id"))
        done = clicked(book, "delete_customer", Click(typed=[key]))
        left = [
            f"{layout.TABLES[table].label}, {header}"
            for (table, header), cells in tables.columns(book).items()
            if any(text(cell) == key for cell in cells)
        ]
        need(not left, f"Er steht noch in: {tables.listed(left)}.")
        need(done.text, "Der Knopf hat nichts gemeldet.")
    return passed("Seine Zeilen sind in allen Tabellen geleert, auch im Vorjahr; neu berechnet.")
