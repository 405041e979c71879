"""Entscheiden: stamps beside a level, the open points of the Klausur, the turn of the year."""

from __future__ import annotations

import datetime as dt

import xlwings as xw

from kundenbindung.acceptance import tables
from kundenbindung.acceptance.clicking import Click, clicked, first_line
from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.stage import Stage
from kundenbindung.adapters import live
from kundenbindung.workbook import layout

STAMPS = ("decided_by", "decided_on", "valid_until", "decided_for")


def stamps(stage: Stage) -> Result:
    """Stempel: who, when and until when stand beside a level typed now; the dates are dates."""
    with stage.open() as book:
        row = _undecided(book)
        word = layout.word("care_level", "sales")
        _cell(book, "decided_level", row).value = word
        clicked(book, "calculate")
        by, on, until, level = (_cell(book, name, row).value for name in STAMPS)
        need(by and level == word, "Von oder „Gestempelt für“ ist leer geblieben.")
        need(
            isinstance(on, dt.datetime) and isinstance(until, dt.datetime),
            "Am und Gültig bis sind keine Datumswerte.",
        )
        clicked(book, "calculate")
        again = [_cell(book, name, row).value for name in STAMPS]
        need(again == [by, on, until, level], "Ein zweiter Klick hat den Stempel geändert.")
        clicked(book, "undo")
        clicked(book, "undo")
        need(_cell(book, "decided_by", row).value in {None, ""}, "Rückgängig hat den Stempel stehen lassen.")
    return passed(
        "Ein neues Level wird gestempelt, einmal, mit echten Datumswerten, und Rückgängig nimmt es zurück."
    )


def _cell(book: xw.Book, column: str, row: int) -> xw.Range:
    return tables.body(book, "screening", column)[row]


def _undecided(book: xw.Book) -> int:
    """First row of a customer without a decision."""
    levels = tables.body(book, "screening", "decided_level").options(ndim=1).value
    by = tables.body(book, "screening", "decided_by").options(ndim=1).value
    return next(at for at, pair in enumerate(zip(levels, by, strict=True)) if not any(pair))


def shows_open(stage: Stage) -> Result:
    """Offene Entscheidungen: tells what is open and goes there; writes nothing."""
    with stage.open() as book:
        before = tables.columns(book)
        done = clicked(book, "open_decisions")
        need("offen" in done.text, f"Gemeldet wurde: {first_line(done.text)}.")
        need(not tables.differences(before, tables.columns(book)), "Der Knopf hat Zellen geändert.")
        sheet = live.read_tables(book)["open_decisions"].sheet
        need(book.sheets.active.name == sheet.name, "Das Blatt Klausur ist nicht vorn.")
        need(book.api.Saved, "Danach hält Excel die Mappe für geändert.")
    return passed(first_line(done.text) + ".")


def turns(stage: Stage) -> Result:
    """Jahreswechsel: a new workbook is written and opened, the old one stays as it was."""
    target = stage.place() / "Nächstes Jahr Übung.xlsm"
    target.unlink(missing_ok=True)
    with stage.open() as book:
        before = tables.columns(book)
        clicked(book, "year_turn", Click(target=target))
        need(target.is_file(), "Die neue Mappe ist nicht geschrieben worden.")
        need(not tables.differences(before, tables.columns(book)), "Die alte Mappe ist geändert.")
        fresh = stage.app.books[target.name]
        frozen = [key for key in tables.columns(fresh)["prior_year", "Kundennr."] if key]
        fresh.close()
        need(frozen, "Im Blatt Vorjahr der neuen Mappe steht niemand.")
    return passed(f"{len(frozen)} Kunden sind Vorjahr der neuen Mappe; die alte bleibt, wie sie war.")
