"""Befunde an Kundenlisten: the smallest list that provokes each of them, beside one that is read."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.oldexcel import compound_file, old_workbook

from kundenbindung.adapters.sources import SourceError, read_figures

HEAD = "Kundennr.;Kunde;Umsatz 2024;DB 2024\n"
LONG = "Kundennr;Kunde;Jahr;Umsatz;DB\n"
GOOD = HEAD + "1;A;1,50;1\n"
LIMIT_BYTES = 50_000_000


def read(path: Path, sheet: str | None = None) -> Findings:
    """Findings of a list, also of one that is refused."""
    try:
        return read_figures(path, sheet=sheet).findings
    except SourceError as error:
        return (error.finding,)


def _text(content: str) -> Provoke:
    return _bytes(content.encode())


def _bytes(content: bytes, name: str = "liste.csv") -> Provoke:
    def provoke(folder: Path) -> Findings:
        (folder / name).write_bytes(content)
        return read(folder / name)

    return provoke


def _cell(code: str, text: str, near: str, field: str = "DB 2024", severity: str = "error") -> Case:
    """One cell of the list written otherwise; `text` and `near` are the rows below the header."""
    return Case(code, severity, _text(HEAD + text), _text(HEAD + near), "source", 2, field)


def _list(
    code: str,
    severity: str,
    text: str,
    near: str,
    row: str | int | None = None,
    field: str | None = None,
    says: tuple[str, ...] = (),
) -> Case:
    return Case(code, severity, _text(text), _text(near), "source", row, field, says)


def _book(write: Callable[[xlsxwriter.Workbook], None], sheet: str | None = None) -> Provoke:
    def provoke(folder: Path) -> Findings:
        with xlsxwriter.Workbook(folder / "liste.xlsx") as book:
            write(book)
        return read(folder / "liste.xlsx", sheet)

    return provoke


def _sheet(book: xlsxwriter.Workbook, name: str, *rows: tuple[object, ...]) -> None:
    target = book.add_worksheet(name)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for number, row in enumerate((("Kundennr.", "Kunde", "Umsatz 2024", "DB 2024"), *rows)):
        for place, value in enumerate(row):
            target.write(number, place, value, day if isinstance(value, dt.date) else None)


def _margin_cell(value: object) -> Provoke:
    """A workbook with one customer and this value as his DB."""
    return _book(lambda book: _sheet(book, "Zahlen", ("1", "A", 10.0, value)))


def _sheets(*names: str, ask: str | None = None) -> Provoke:
    def write(book: xlsxwriter.Workbook) -> None:
        for name in names:
            _sheet(book, name, ("1", "A", 10.0, 4.0))

    return _book(write, ask)


def _stray(row: int, column: int) -> Provoke:
    """A sound list and one cell far away from it."""

    def write(book: xlsxwriter.Workbook) -> None:
        _sheet(book, "Zahlen", ("1", "A", 10.0, 4.0))
        book.get_worksheet_by_name("Zahlen").write(row, column, "x")

    return _book(write)


def _package(*parts: tuple[str, bytes]) -> Provoke:
    def provoke(folder: Path) -> Findings:
        with zipfile.ZipFile(folder / "liste.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts:
                archive.writestr(name, content)
        return read(folder / "liste.xlsx")

    return provoke


def _missing(name: str) -> Provoke:
    def provoke(folder: Path) -> Findings:
        (folder / "liste.csv").write_text(GOOD, encoding="utf-8")
        return read(folder / name)

    return provoke


def _sparse(size: int) -> Provoke:
    """A file of this size without content; nothing is written to the disk."""

    def provoke(folder: Path) -> Findings:
        with (folder / "liste.csv").open("wb") as stream:
            stream.truncate(size)
        return read(folder / "liste.csv")

    return provoke


SOUND = _text(GOOD)


def _refused(code: str, provoke: Provoke, near: Provoke = SOUND, says: str = "") -> Case:
    return Case(code, "error", provoke, near, "source", says=(says,) if says else ())


FILES = (
    _refused("source_file_missing", _missing("fehlt.csv"), _missing("liste.csv")),
    _refused("source_file_empty", _bytes(b""), says="nothing"),
    _refused("source_file_empty", _bytes(b"\xef\xbb\xbf ;;;\r\n"), says="blanks"),
    _refused("source_file_too_large", _sparse(LIMIT_BYTES + 1), _sparse(LIMIT_BYTES)),
    _refused("source_not_a_table", _bytes(b"%PDF-1.7"), says="pdf"),
    _refused("source_not_a_table", _bytes(b"<html><table>"), says="html"),
    _refused("source_not_a_table", _package(("xl/workbook.bin", b"x")), _margin_cell(4.0), "xlsb"),
    _refused("source_encoding_unknown", _bytes(b"M\x81ller;1"), _bytes("Müller;1".encode("cp1252"))),
    _refused(
        "source_quotes_broken",
        _text(HEAD + '1;"M" GmbH;1;1\n'),
        _text(HEAD + '1;"""M"" GmbH";1;1\n'),
    ),
    _refused("source_workbook_damaged", _bytes(b"PK\x03\x04", "a.xlsx"), _margin_cell(4.0), "zip"),
    _refused("source_workbook_damaged", _package(("xl/workbook.xml", b"<w/>")), _margin_cell(4.0), "parts"),
    _refused(
        "source_workbook_encrypted",
        _bytes(compound_file({"EncryptionInfo": b"", "EncryptedPackage": b""})),
        _bytes(old_workbook("Zahlen", [("Kundennr.", "Umsatz 2024"), ("1", 5.0)])),
    ),
    _refused(
        "source_workbook_too_large",
        _package(("xl/workbook.xml", b"<w>" + b" " * 2_000_000)),
        _package(("xl/workbook.xml", b"<w>" + b" " * 900_000)),
    ),
    _refused("source_too_many_rows", _stray(1_048_575, 99), _stray(2_000, 99)),
    _refused("source_too_many_columns", _text(HEAD + ";" * 2_000), _text(HEAD + ";" * 1_999), "text"),
    _refused("source_too_many_columns", _stray(5, 2_000), _stray(5, 1_999), "workbook"),
    _refused("source_sheet_missing", _sheets("Zahlen", ask="fehlt"), _sheets("Zahlen", ask="Zahlen")),
)

HEADERS = (
    _list(
        "source_no_customer_id", "error",
        "Nr;Firma;Umsatz 2024\n1;A;5\n", "KdNr;Firma;Umsatz 2024\n1;A;5\n",
    ),
    _list(
        "source_no_revenue", "error",
        "Kundennr;Kunde;2024\n1;A;5\n", "Kundennr;Kunde;Umsatz 2024\n1;A;5\n",
    ),
    _list("source_no_year", "error", "Kundennr;Umsatz\n1;5\n", "Kundennr;Jahr;Umsatz\n1;2024;5\n"),
    _list(
        "source_column_twice", "error",
        "Kundennr;Umsatz 2024;Erlöse 2024\n1;5;6\n", "Kundennr;Umsatz 2024;Erlöse 2023\n1;5;6\n",
    ),
    _list("source_no_rows", "error", HEAD, GOOD),
    _list("source_years_unreadable", "error", LONG + "1;A;später;1;1\n", LONG + "1;A;2024;1;1\n"),
    _list(
        "source_unit_unclear", "error",
        "in T€\nin Mio. €\nKundennr;Umsatz 2024\n1;5\n", "in T€\nin TEUR\nKundennr;Umsatz 2024\n1;5\n",
    ),
    _list(
        "source_columns_ignored", "notice",
        "Kundennr;Umsatz 2024;Bemerkung\n1;5;x\n", "Kundennr;Umsatz 2024;Segment\n1;5;x\n",
    ),
    _list(
        "source_year_preliminary", "notice",
        "Kundennr;Umsatz 2024 (vorl.)\n1;5\n", "Kundennr;Umsatz 2024 (Ist)\n1;5\n",
        None, "Umsatz 2024 (vorl.)",
    ),
    _list("source_unit_applied", "notice", "Kundennr;Umsatz 2024 T€\n1;5\n", "Kundennr;Umsatz 2024 €\n1;5\n"),
    _list(
        "source_margin_from_share", "notice",
        "Kundennr;Umsatz 2024;DB-Quote 2024\n1;5;50 %\n", "Kundennr;Umsatz 2024;DB 2024\n1;5;2,5\n",
        None, "DB-Quote 2024",
    ),
)  # fmt: skip

CELLS = (
    _cell("source_number_ambiguous", "1;A;1;1.234\n", "1;A;1,50;1.234\n"),
    _cell("source_number_unreadable", "1;A;1;zehn\n", "1;A;1;k.A.\n"),
    _cell("source_sign_unclear", "1;A;10;5,00 H\n", "1;A;10;5,00 €\n"),
    _cell("source_percent_for_amount", "1;A;10;34 %\n", "1;A;10;34\n"),
    _cell("source_error_value", "1;A;10;#BEZUG!\n", "1;A;10;-\n"),
    _cell("source_formula_without_value", "1;A;10;#FORMEL\n", "1;A;10;\n"),
    _cell("source_customer_id_damaged", "1,00E+05;A;10;1\n", "100000;A;10;1\n", "Kundennr."),
    Case(
        "source_date_for_number", "error",
        _margin_cell(dt.date(2024, 1, 31)), _margin_cell(31.1), "source", 2, "DB 2024",
    ),
    Case(
        "source_boolean_for_number", "error",
        _margin_cell(bool(1)), _margin_cell(1.0), "source", 2, "DB 2024",
    ),
    Case(
        "source_error_value", "warning",
        _text("Kundennr;Umsatz 2024;DB % 2024\n1;0;#DIV/0!\n2;10;50 %\n"),
        _text("Kundennr;Umsatz 2024;DB % 2024\n1;0;\n2;10;50 %\n"),
        "source", 2, "DB % 2024", ("share",),
    ),
    Case(
        "source_share_unclear", "error",
        _text("Kundennr;Umsatz 2024;DB % 2024\n1;100;34\n2;100;0,5\n"),
        _text("Kundennr;Umsatz 2024;DB % 2024\n1;100;34\n2;100;5\n"), "source", 3, "DB % 2024",
    ),
    Case(
        "source_margin_looks_like_share", "error",
        _text(HEAD + "1;A;90;0,3\n2;B;80;0,4\n3;C;70;1\n"),
        _text(HEAD + "1;A;90;0,3\n2;B;80;0,4\n3;C;70;1,01\n"), "source", None, "DB 2024",
    ),
)  # fmt: skip

ROWS = (
    _list("source_customer_twice", "error", HEAD + "1;A;1;1\n1;B;2;2\n", HEAD + "1;A;1;1\n2;B;2;2\n", 3),
    _list(
        "source_year_unreadable", "error",
        LONG + "1;A;2023;1;1\n1;A;später;1;1\n", LONG + "1;A;2023;1;1\n1;A;später;;\n", 3, "Jahr",
    ),
    _list(
        "source_row_too_long", "error",
        "Kundennr,Umsatz 2024,DB 2024\n1,84,250.00,28.00\n2,1.00,1.00\n",
        'Kundennr,Umsatz 2024,DB 2024\n1,"84,250.00",28.00\n2,1.00,1.00\n', 2,
    ),
    _list(
        "source_more_of_the_same", "error",
        HEAD + "".join(f"{row};A;x;1\n" for row in range(26)),
        HEAD + "".join(f"{row};A;x;1\n" for row in range(25)), 27,
    ),
    _list("source_row_without_customer_id", "warning", GOOD + ";B;2;2\n", GOOD + ";B;;\n", 3),
    _list(
        "source_leading_zeros", "warning",
        HEAD + "01;A;1;1\n1;B;2;2\n", HEAD + "01;A;1;1\n10;B;2;2\n", "01",
    ),
    _list(
        "source_total_differs", "warning",
        HEAD + "1;A;100,4;1\n;Summe;100,6;1\n", HEAD + "1;A;100,4;1\n;Summe;100,45;1\n", None, "Umsatz 2024",
    ),
    _list(
        "source_margin_incomplete", "warning",
        LONG + "1;A;2023;1;1\n1;A;2023;1;\n", LONG + "1;A;2023;1;1\n1;A;2024;1;\n", "1",
    ),
    _list(
        "source_year_empty", "warning",
        "Kundennr;Umsatz 2024;Umsatz 2025\n1;5;\n", "Kundennr;Umsatz 2024;Umsatz 2025\n1;5;0\n",
    ),
    _list(
        "source_total_left_out", "notice",
        GOOD + ";Summe;1,50;1\n", HEAD + "7;Summe GmbH;1,50;1\n", 3, says=("total",),
    ),
    _list(
        "source_total_left_out", "notice",
        GOOD + ";Zwischensumme Nord;1,50;1\n", GOOD, 3, says=("subtotal",),
    ),
    _list("source_notes_left_out", "notice", GOOD + ";Ende der Liste;;\n", GOOD + ";;;\n", 3),
    _list(
        "source_rows_summed", "notice",
        LONG + "1;A;2023;1;1\n1;A;2023;1;1\n", LONG + "1;A;2023;1;1\n1;A;2024;1;1\n", "1",
    ),
    _list(
        "source_names_differ", "notice",
        LONG + "1;A;2023;1;1\n1;B;2024;1;1\n", LONG + "1;A;2023;1;1\n1;;2024;1;1\n", 3,
    ),
    _list("source_text_repaired", "notice", HEAD + "1;MÃ¼ller;1;1\n", HEAD + "1;Müller;1;1\n"),
    Case("source_other_tables", "notice", _sheets("Zahlen", "Kopie"), _sheets("Zahlen"), "source"),
)  # fmt: skip

CASES = (*FILES, *HEADERS, *CELLS, *ROWS)
