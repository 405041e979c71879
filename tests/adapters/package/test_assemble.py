"""Fertigstellung: built-in styles, neutral properties, stable bytes, a validator without complaint."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.adapters.package.books import rich_workbook
from tests.adapters.package.ooxml import validate

from kundenbindung.adapters.package import assemble
from kundenbindung.workbook.styles import INPUT, NOTE, CellStyle


def written(path: Path, styles: dict[str, int], *, link: bool = False) -> Path:
    """Workbook with one cell per style, the format carrying the `xf_id`."""
    workbook: Any = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Blatt")
    for row, (colour, xf_id) in enumerate(styles.items()):
        look = workbook.add_format({"bg_color": colour, "num_format": "0.00", "align": "center"})
        look.xf_id = xf_id
        sheet.write(row, 0, row, look)
    if link:
        sheet.write_url(9, 0, "https://example.invalid")
    workbook.close()
    return path


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_the_finished_workbook_satisfies_the_validator(good_book: Path) -> None:
    assert validate(good_book) == []


def test_the_validator_would_complain(good_book: Path, tmp_path: Path) -> None:
    raw = written(tmp_path / "a.xlsx", {"#FFF2CC": 2})
    assert validate(raw, ("Microsoft365",)) != []


@pytest.mark.filterwarnings("ignore:.*not supported and will be removed")
def test_cells_have_the_built_in_styles_and_look_as_before(good_book: Path) -> None:
    book = openpyxl.load_workbook(good_book)
    cells = {"Zahlen!E2": "Eingabe", "Zahlen!B3": "Ausgabe", "Kunden!D3": "Berechnung", "Start!A5": "Notiz"}
    for place, style in (cells | {"Start!A3": "Hyperlink", "Start!A1": "Normal"}).items():
        sheet, _, where = place.partition("!")
        assert book[sheet][where].style == style
    assert book["Zahlen"]["E2"].fill.fgColor.rgb == "FFFFF2CC"
    assert book["Kunden"]["C3"].number_format == '#,##0 "€"'
    assert not book["Zahlen"]["E2"].protection.locked


@pytest.mark.parametrize("link", [False, True])
def test_styles_follow_normal_and_hyperlink_without_a_hole(link: bool, tmp_path: Path) -> None:
    raw = written(tmp_path / "a.xlsx", {"#FFFFCC": NOTE.xf_id, "#FFF2CC": INPUT.xf_id}, link=link)
    assemble(raw, tmp_path / "b.xlsx")
    text = part(tmp_path / "b.xlsx", "xl/styles.xml")
    ids = dict(re.findall(r'<cellStyle name="([^"]+)" xfId="(\d+)"', text))
    expected = {"Normal": "0", "Hyperlink": "1", "Eingabe": "2", "Notiz": "3"}
    assert ids == (expected if link else {"Normal": "0", "Eingabe": "1", "Notiz": "2"})
    assert 'name="Eingabe" xfId="1" builtinId="20" customBuiltin="1"' in text or link
    assert re.findall(r'<cellXfs count="(\d+)"', text) == ["4" if link else "3"]
    assert validate(tmp_path / "b.xlsx", ("Office2007",)) == []


def test_a_style_takes_its_look_from_its_first_format(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.xlsx", {"#FFF2CC": 2, "#FF0000": 2})
    assemble(raw, tmp_path / "b.xlsx")
    text = part(tmp_path / "b.xlsx", "xl/styles.xml")
    kept = 'applyNumberFormat="0" applyAlignment="0" applyProtection="0"'
    look = f'numFmtId="164" fontId="0" fillId="2" borderId="0" {kept}><alignment horizontal="center"/></xf>'
    assert f"<xf {look}</cellStyleXfs>" in text


def test_a_format_without_a_style_stops_the_build_and_leaves_nothing_behind(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.xlsx", {"#FFF2CC": 7})
    with pytest.raises(ValueError, match="xf_id \\[7\\]"):
        assemble(raw, tmp_path / "b.xlsx")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx"]


def test_names_of_styles_are_escaped(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.xlsx", {"#FFF2CC": 2})
    assemble(raw, raw, cell_styles=[CellStyle('A & "B"', 20, 2)])
    assert openpyxl.load_workbook(raw)["Blatt"]["A1"].style == 'A & "B"'


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    first = rich_workbook(tmp_path / "a.xlsm").read_bytes()
    time.sleep(2.1)
    second = rich_workbook(tmp_path / "b.xlsm").read_bytes()
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_dates_of_parts_and_properties_are_given(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.xlsx", {"#FFF2CC": 2})
    assemble(raw, tmp_path / "b.xlsx", stamp=dt.datetime(2025, 3, 4, 5, 6, 7))
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = part(tmp_path / "b.xlsx", "docProps/core.xml")
    assert core.count("2025-03-04T05:06:07Z") == 2


def test_properties_name_nobody(tmp_path: Path) -> None:
    workbook: Any = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    workbook.set_properties({"author": "Erika", "company": "Muster", "manager": "Max", "title": "Kunden"})
    workbook.close()
    assemble(tmp_path / "a.xlsx", tmp_path / "a.xlsx")
    text = part(tmp_path / "a.xlsx", "docProps/core.xml") + part(tmp_path / "a.xlsx", "docProps/app.xml")
    assert not re.search("Erika|Muster|Max", text)
    assert "Kunden" in text


def test_untouched_parts_keep_order_and_content(tmp_path: Path) -> None:
    raw = written(tmp_path / "a.xlsx", {"#FFF2CC": 2})
    assemble(raw, tmp_path / "b.xlsx")
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(tmp_path / "b.xlsx") as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert sorted(changed) == ["docProps/core.xml", "xl/styles.xml"]
