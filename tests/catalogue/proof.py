"""Befund des Nachweises: a file that holds what nobody meant is not written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke
from xlsxwriter import Workbook

from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.adapters.proof import Meant, MeantEntry, MeantSheet, require, require_calendar

MEANT = Meant((MeantSheet("Kunden", (), frozenset({"Müller"})),))
FILE = "Kopie.xlsx"


def written(text: str) -> Provoke:
    """A workbook with one text in one cell."""

    def provoke(folder: Path) -> Findings:
        book = Workbook(str(folder / FILE))
        book.calc_on_load = False
        book.set_properties({"created": dt.datetime(2026, 1, 1)})
        book.add_worksheet("Kunden").write_string(0, 0, text)
        book.close()
        return refused(folder / FILE)

    return provoke


def refused(path: Path) -> Findings:
    try:
        require(path, MEANT)
    except PackageError as error:
        return [error.finding]
    return []


def calendar(_: Path) -> Findings:
    entry = MeantEntry("1", dt.datetime(2026, 3, 27, 9), dt.datetime(2026, 3, 27, 10), "Besuch", "", "")
    try:
        require_calendar(b"BEGIN:VCALENDAR\r\n", [entry], (), "Termine.ics")
    except PackageError as error:
        return [error.finding]
    return []


CASES = (
    Case("copy_not_proven", "error", written("Meier"), written("Müller")),
    Case("copy_not_proven", "error", calendar, says=("calendar",)),
)
