"""Mappen that are looked at: as sold, empty, with one customer, with many, and full of faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from kundenbindung.adapters.builder import spots
from kundenbindung.cli import main

HEADERS = [
    "Kundennr.",
    "Kunde",
    *(f"{kind} {year}" for year in (2023, 2024, 2025) for kind in ("Umsatz", "DB")),
]
WORDS = ("Obst", "Stahl", "Molkerei", "Druck", "Gießerei", "Feinkost", "Landmaschinen", "Zweckverband")
FORMS = ("GmbH", "GmbH & Co. KG", "AG", "e. K.", "eG", "Handelsgesellschaft mbH & Co. KG")


def sample(folder: Path) -> Path:
    """kundenbindung.xlsm as it is sold."""
    return _called(folder / "Beispiel.xlsm", "bauen", "--ausgabe", folder / "Beispiel.xlsm")


def empty(folder: Path) -> Path:
    """A new workbook, nothing in it."""
    return _called(folder / "Leer.xlsm", "neu", folder / "Leer.xlsm", "--jahre", "2023-2025")


def with_customers(folder: Path, size: int) -> Path:
    """A new workbook with so many customers, read in and calculated."""
    new, done = folder / "Neu.xlsx", folder / f"Kunden{size}.xlsm"
    listed = folder / "Liste.csv"
    listed.write_text("\n".join(";".join(row) for row in _rows(size)), encoding="utf-8")
    _called(new, "neu", new, "--jahre", "2023-2025")
    return _called(done, "import", new, "--zahlen", listed, "--ausgabe", done)


def _called(target: Path, *words: object) -> Path:
    """What a command made, without the rows to come, for which LibreOffice makes the sheet smaller."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spots, "ROOM", 0)
        assert main([str(word) for word in words]) == 0, words
    return target


def _rows(size: int) -> list[list[str]]:
    dice = random.Random(size)
    rows = [HEADERS]
    for number in range(size):
        revenue = 10 ** dice.uniform(4, 7)
        years = [revenue * dice.uniform(0.7, 1.3) for _ in range(3)]
        amounts = [f"{part:.2f}".replace(".", ",") for year in years for part in (year, year * 0.31)]
        rows.append([f"{number + 10001}", f"{dice.choice(WORDS)} {number} {dice.choice(FORMS)}", *amounts])
    return rows


FAULTS = ("crosses", "error", "missing", "english", "cut", "low", "undrawn", "off")
LONG = "Ein Satz, der viel länger ist als seine Spalte und deshalb nicht zu lesen ist."


def faulty(target: Path, faults: Sequence[str] = FAULTS) -> Path:
    """A workbook with these faults, each of them in a row of its own."""
    book = Workbook(str(target))
    sheet = book.add_worksheet("Fehler")
    sheet.set_column(0, 1, 6)
    wrapped, plain = book.add_format({"text_wrap": True}), book.add_format({"num_format": "#,##0.00"})
    makers: dict[str, Callable[[int], object]] = {
        "crosses": lambda row: sheet.write_number(row, 0, 123_456_789_012.5, plain),
        "error": lambda row: sheet.write_formula(row, 0, "=NA()", None, "#N/A"),
        "missing": lambda row: sheet.write_string(row, 0, "nan"),
        "english": lambda row: sheet.write_string(row, 0, "Revenue"),
        "cut": lambda row: (sheet.write_string(row, 0, LONG), sheet.write_string(row, 1, "x")),
        "low": lambda row: (sheet.set_row(row, 15), sheet.write_string(row, 0, LONG, wrapped)),
        "undrawn": lambda row: _chart_of_nothing(book, row),
        "off": lambda row: (sheet.print_area(0, 0, row, 3), sheet.write_string(row, 2, LONG)),
    }
    sheet.write_string(0, 0, "Titel")
    for row, fault in enumerate(faults, 1):
        makers[fault](row)
    book.close()
    return target


def _chart_of_nothing(book: Workbook, row: int) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"=Fehler!$D${row + 1}:$D${row + 5}"})
    book.get_worksheet_by_name("Fehler").insert_chart(row, 4, chart)
