"""Excel-Dateien: sheets, error values, and packages that must not be opened."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.sources import SourceError, excel, read_figures
from kundenbindung.adapters.sources.cells import read_cells
from kundenbindung.adapters.sources.sheet import UNCALCULATED

HEADERS = ("Kundennr.", "Kunde", "Umsatz 2024", "DB 2024")


def _workbook(path: Path, *sheets: tuple[str, tuple[tuple[object, ...], ...]], hide: str = "") -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in sheets:
            target = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    _write(target, number, place, value, day)
            if name == hide:
                target.hide()
    return path


def _write(target: Worksheet, row: int, column: int, value: object, day: object) -> None:
    if isinstance(value, dt.date):
        target.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, str) and value.startswith("#"):
        target.write_formula(row, column, "=1/0", None, value)
    elif value is not None:
        target.write(row, column, value)


def _package(path: Path, change: Callable[[str, bytes], bytes], **extra: bytes) -> Path:
    """The workbook again, each part passed through `change`, further parts added."""
    copy = path.with_name("geändert.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in extra.items():
            new.writestr(name, content)
    return copy


def _refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_cells(path)
    return caught.value.finding.code


def test_cells_keep_their_place_and_errors_their_text(tmp_path: Path) -> None:
    rows = (
        (None, None, None),
        (None, "Text", 1.5),
        (None, dt.date(2024, 1, 31), "#DIV/0!"),
        (None, True, "#N/A"),
    )
    (read,) = read_cells(_workbook(tmp_path / "a.xlsx", ("Tabelle1", rows)))
    assert read.name == "Tabelle1"
    assert read.visible
    assert read.rows[1] == ("", "Text", 1.5)
    assert read.rows[2] == ("", dt.date(2024, 1, 31), "#DIV/0!")
    assert read.rows[3] == ("", True, "#N/A")


def test_the_first_visible_sheet_with_a_table_is_read(tmp_path: Path) -> None:
    table = (HEADERS, ("0103", "Müller", 10.0, 4.0))
    path = _workbook(
        tmp_path / "a.xlsx",
        ("Deckblatt", (("Kundenliste",),)),
        ("Alt", (HEADERS, ("1", "alt", 1.0, 1.0))),
        ("Zahlen", table),
        ("Kopie", table),
        hide="Alt",
    )
    read = read_figures(path)
    assert read.facts.sheet == "Zahlen"
    assert read.revenue_totals == {2024: 10.0}
    assert [finding.values["others"] for finding in read.findings] == ["Kopie"]
    assert read_figures(path, sheet="Alt").revenue_totals == {2024: 1.0}
    with pytest.raises(SourceError) as caught:
        read_figures(path, sheet="fehlt")
    assert caught.value.finding.code == "source_sheet_missing"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (dt.date(2024, 1, 31), "source_date_for_number"),
        (True, "source_boolean_for_number"),
        ("#DIV/0!", "source_error_value"),
        ("zehn", "source_number_unreadable"),
        ("1.234", "source_number_ambiguous"),
        ("34 %", "source_percent_for_amount"),
    ],
)
def test_what_is_no_number_is_named_with_its_cell(tmp_path: Path, value: object, code: str) -> None:
    path = _workbook(tmp_path / "a.xlsx", ("Zahlen", ((), HEADERS, ("0103", "Müller", 10.0, value))))
    (finding,) = read_figures(path).findings
    assert (finding.code, finding.severity.value, finding.row, finding.field) == (code, "error", 3, "DB 2024")
    assert finding.values["cell"] == "D3"


def test_an_error_value_in_a_share_is_an_empty_cell(tmp_path: Path) -> None:
    headers = ("Kd-Nr", "Firma", "Umsatz 2024", "DB % 2024")
    rows = (headers, (10002.0, " Müller ", 10.0, 0.5), ("0103", "Groß", 0.0, "#DIV/0!"))
    read = read_figures(_workbook(tmp_path / "a.xlsx", ("Zahlen", rows)))
    assert read.names.to_dict() == {"10002": "Müller", "0103": "Groß"}
    assert read.margin_totals == {2024: 5.0}
    assert [(f.code, f.severity.value) for f in read.findings] == [
        ("source_error_value", "warning"),
        ("source_margin_from_share", "notice"),
    ]


def test_a_formula_without_a_saved_value_is_named(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", ("Zahlen", (HEADERS, ("0103", "Müller", "=1+1", 4.0))))
    unsaved = _package(path, lambda _, part: part.replace(b"<f>1+1</f><v>0</v>", b"<f>1+1</f>"))
    assert read_cells(unsaved)[0].rows[1][2] == UNCALCULATED
    assert [finding.code for finding in read_figures(unsaved).findings] == ["source_formula_without_value"]


def test_a_stray_cell_far_away_is_refused_before_memory_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        target = book.add_worksheet()
        target.write(0, 0, "Kundennr.")
        target.write(1_000_000, 100, "x")
    assert _refusal(path) == "source_too_many_rows"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 16_000, "x")
    assert _refusal(path) == "source_too_many_columns"


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _workbook(tmp_path / "a.xlsx", ("Zahlen", (HEADERS,)))
    assert (
        _refusal(_package(path, lambda _, part: part, bomb=b"0" * 5_000_000)) == "source_workbook_too_large"
    )
    many = {f"part{number}": b"x" for number in range(excel.MAX_ENTRIES)}
    assert _refusal(_package(path, lambda _, part: part, **many)) == "source_workbook_too_large"
    monkeypatch.setattr(excel, "MAX_UNPACKED_BYTES", 1_000)
    assert _refusal(path) == "source_workbook_too_large"


def test_other_packages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for part, code in (
        ("readme.txt", "source_not_a_table"),
        ("xl/workbook.bin", "source_not_a_table"),
        ("xl/workbook.xml", "source_workbook_damaged"),
    ):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(part, b"<workbook/>")
        assert _refusal(path) == code


def test_a_declared_entity_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", ("Zahlen", (HEADERS,)))
    entity = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><workbook>'

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<workbook ", entity + b"<workbook ") if name == "xl/workbook.xml" else part

    assert _refusal(_package(path, change)) == "workbook_unsafe_xml"
