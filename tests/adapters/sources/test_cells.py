"""Zellen einer Datei: encodings, delimiters, quotes, and files that are no table."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.catalogue.oldexcel import compound_file

from kundenbindung.adapters.sources import SourceError, cells, sheet
from kundenbindung.adapters.sources.cells import read_cells

TEXT = (
    "Kundennr.{d}Kunde{d}Umsatz 2024{d}Bemerkung\r\n"
    '0103{d}"Müller{d} ""Söhne"" GmbH"{d}"1.234,56"{d}"zwei\nZeilen"\r\n'
    "\r\n"
    '0104{d}Groß & Klein{d}"-5,00"{d}\r\n'
)
ROWS = (
    ("Kundennr.", "Kunde", "Umsatz 2024", "Bemerkung"),
    ("0103", 'Müller{d} "Söhne" GmbH', "1.234,56", "zwei\nZeilen"),
    (),
    ("0104", "Groß & Klein", "-5,00", ""),
)


def _refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_cells(path)
    return caught.value.finding.code


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_encoding_and_delimiter_is_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "liste.csv"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_bytes((mark + TEXT.format(d=delimiter)).encode(encoding))
    (read,) = read_cells(path)
    expected = tuple(tuple(cell.replace("{d}", delimiter) for cell in row) if row else () for row in ROWS)
    assert read.rows == expected
    assert read.delimiter == delimiter
    assert read.encoding == ("utf-16" if encoding == "utf-16-be" else encoding)
    assert read.repairs == 0


def test_german_decimals_do_not_look_like_columns(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Kundennr;Umsatz 2024;DB 2024\n" + "1;84,5;12,3\n" * 5, encoding="utf-8")
    assert read_cells(path)[0].delimiter == ";"


def test_the_separator_line_of_excel_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("sep=|\nA|B;C\n1|2;3\n", encoding="utf-8")
    (read,) = read_cells(path)
    assert read.delimiter == "|"
    assert read.rows == ((), ("A", "B;C"), ("1", "2;3"))


def test_twice_encoded_umlauts_are_restored_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nr;Firma\n1;MÃ¼ller\n2;Größe\n3;Ã–l 5 â‚¬\n", encoding="utf-8")
    (read,) = read_cells(path)
    assert [row[1] for row in read.rows] == ["Firma", "Müller", "Größe", "Öl 5 €"]
    assert read.repairs == 2
    assert read.repair_example == ("MÃ¼ller", "Müller")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "source_file_empty"),
        (b"\xef\xbb\xbf \r\n;;;\r\n", "source_file_empty"),
        (b"%PDF-1.7 ...", "source_not_a_table"),
        (b"\x89PNG\r\n", "source_not_a_table"),
        (b"<!DOCTYPE html><html>", "source_not_a_table"),
        (b"\xef\xbb\xbf<html><table>", "source_not_a_table"),
        (b"M\x81ller;1", "source_encoding_unknown"),
        (b"a\0b\0;\0", "source_encoding_unknown"),
        (b"\xff\xfea", "source_encoding_unknown"),
        (b'Nr;Name\n1;"offen\n2;x\n', "source_quotes_broken"),
        (b'Nr;Name\n1;"M" GmbH\n', "source_quotes_broken"),
        (b"PK\x03\x04 kaputt", "source_workbook_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 kaputt", "source_workbook_damaged"),
        (compound_file({"EncryptedPackage": b"geheim"}), "source_workbook_encrypted"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    assert _refusal(path) == code


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "fehlt.csv") == "source_file_missing"
    assert _refusal(tmp_path) == "source_file_unreadable"


def test_limits_of_size_rows_and_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kundenbindung.adapters.sources import plain

    path = tmp_path / "liste.csv"
    path.write_text("a;b;c\n" * 10, encoding="utf-8")
    assert len(read_cells(path)[0].rows) == 10
    monkeypatch.setattr(plain, "MAX_ROWS", 9)
    assert _refusal(path) == "source_too_many_rows"
    monkeypatch.setattr(plain, "MAX_ROWS", 10)
    monkeypatch.setattr(plain, "MAX_COLUMNS", 2)
    assert _refusal(path) == "source_too_many_columns"
    monkeypatch.setattr(cells, "MAX_FILE_BYTES", 59)
    assert _refusal(path) == "source_file_too_large"


@pytest.mark.parametrize(
    ("row", "column", "place"), [(7, 3, "D7"), (1, 0, "A1"), (2, 25, "Z2"), (3, 26, "AA3"), (9, 702, "AAA9")]
)
def test_cell_addresses(row: int, column: int, place: str) -> None:
    assert sheet.address(row, column) == place
