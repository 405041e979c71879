"""Betreuung leben: calendar files and meeting sheets written beside the workbook, which stays as it is."""

from __future__ import annotations

from pathlib import Path

from kundenbindung.acceptance import tables
from kundenbindung.acceptance.clicking import Click, clicked
from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.stage import Stage

ZIP = b"PK\x03\x04"


def writes_calendars(stage: Stage) -> Result:
    """Termine: a calendar file for all and one for every role, no cell touched."""
    target = _written(stage, "appointments", "Termine Übung.ics")
    files = sorted(target.parent.glob("*.ics"))
    need(len(files) > 1, "Für keine Rolle ist eine Kalenderdatei geschrieben worden.")
    strange = [file.name for file in files if not file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")]
    need(not strange, f"Keine Kalenderdatei: {tables.listed(strange)}.")
    return passed(f"{len(files)} Kalenderdateien sind geschrieben; keine Zelle der Mappe ist geändert.")


def writes_meeting_sheets(stage: Stage) -> Result:
    """Gesprächsblatt: a workbook for the house and a file for every customer, no cell touched."""
    target = _written(stage, "meeting_sheets", "Gespräche Übung.xlsx")
    need(target.read_bytes().startswith(ZIP), "Die Mappe der Gesprächsblätter ist keine Excel-Datei.")
    for_customers = [file for file in target.parent.rglob("*.xlsx") if file != target]
    need(for_customers, "Für keinen Kunden ist ein Gesprächsblatt geschrieben worden.")
    pages = len(list(target.parent.rglob("*.pdf")))
    return passed(
        f"Eine Mappe für Sie, {len(for_customers)} Dateien für Kunden, {pages} PDF; keine Zelle ist geändert."
    )


def _written(stage: Stage, button: str, name: str) -> Path:
    """File that a button writes into an empty folder while the workbook stays as it is."""
    folder = stage.place() / button
    folder.mkdir(exist_ok=True)
    target = folder / name
    with stage.open() as book:
        before = tables.columns(book)
        clicked(book, button, Click(target=target))
        need(target.is_file(), f"Die Datei „{name}“ ist nicht geschrieben worden.")
        need(not tables.differences(before, tables.columns(book)), "Der Knopf hat Zellen geändert.")
        need(book.api.Saved, "Danach hält Excel die Mappe für geändert.")
    return target
