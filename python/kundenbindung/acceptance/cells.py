"""Zellen: what Excel makes of texts, amounts, dates and errors on the way in and out."""

from __future__ import annotations

import datetime as dt

from kundenbindung.acceptance import tables
from kundenbindung.acceptance.clicking import click, clicked
from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.stage import Stage
from kundenbindung.adapters import live
from kundenbindung.adapters.live.writing import TEXT_FORMAT
from kundenbindung.messages.german import number
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.cells import plain
from kundenbindung.workbook.schema import Unit

TEXTS = ("0042", "1E5", "1-2", "3/4", "=1+1", "+49 30 1", "@heute", "WAHR", "5 %", "ÄÖÜß – „“ €")
AMOUNTS = (1234567.89, -0.01, 0.0, 12.3456)
FORMATS = (styles.NUMBER_FORMATS[Unit.EUR], "#,##0.00 €", "$#,##0.00")
CORNER = (1_040_000, 1)
"""First of the cells that are written, far below everything on the first sheet."""


def keeps_texts(stage: Stage) -> Result:
    """Texte bleiben Texte: keys with zeros in front, what looks like numbers, dates, formulas."""
    with stage.open() as book:
        row, column = CORNER
        area = book.sheets[0].range(CORNER, (row + len(TEXTS) - 1, column))
        area.number_format = TEXT_FORMAT
        area.value = [[text] for text in TEXTS]
        found = area.options(ndim=1).value
        changed = [text for text, cell in zip(TEXTS, found, strict=True) if cell != text]
        need(not changed, f"Excel hat Texte verändert: {tables.listed(changed)}.")
    return passed(f"{len(TEXTS)} Texte, die wie Zahlen oder Formeln aussehen, bleiben, was sie sind.")


def keeps_amounts(stage: Stage) -> Result:
    """Beträge in a currency format come back as they were written, to four decimals."""
    with stage.open() as book:
        row, column = CORNER
        for at, shown in enumerate(FORMATS):
            area = book.sheets[0].range((row, column + at), (row + len(AMOUNTS) - 1, column + at))
            area.number_format = shown
            area.value = [[amount] for amount in AMOUNTS]
            found = [plain(cell) for cell in area.options(ndim=1).value]
            need(tables.alike(AMOUNTS, found), f"Beträge im Format {shown} kommen anders zurück.")
    return passed(f"{len(AMOUNTS)} Beträge in {len(FORMATS)} Währungsformaten, auf vier Stellen genau.")


def keeps_dates(stage: Stage) -> Result:
    """Datumswerte: Stichtag as typed is the Stichtag that is read."""
    day = dt.datetime(2025, 2, 28)
    with stage.open() as book:
        labels = tables.columns(book)["settings", "Einstellung"]
        wanted = next(one.label for one in layout.SETTINGS if one.name == "reporting_date")
        cell = tables.body(book, "settings", "value")[list(labels).index(wanted)]
        cell.value = day
        read = tables.columns(book)["settings", "Wert"][list(labels).index(wanted)]
        need(str(read)[:10] == day.date().isoformat(), "Der Stichtag kommt nicht als Datum zurück.")
        clicked(book, "check")
    return passed("Ein Datum bleibt ein Datum.")


def names_errors(stage: Stage) -> Result:
    """Fehlerzellen: read as errors with their place, named by Prüfen, never counted as zero."""
    with stage.open() as book:
        area = tables.body(book, "customers", "purchasing_volume_eur")
        area[0].formula, area[1].formula = "=1/0", "=NA()"
        stage.app.calculate()
        errors = live.read_tables(book)["customers"].grid.errors
        need(sorted(errors.values()) == ["#DIV/0!", "#N/A"], f"Gelesen wurde: {tables.listed(list(errors))}.")
        text = click(book, "check").text
        need(
            area[0].get_address(row_absolute=False, column_absolute=False) in text,
            "Prüfen nennt die Zelle nicht.",
        )
    return passed(f"{number(len(errors))} Fehlerzellen erkannt und mit ihrem Platz genannt.")
