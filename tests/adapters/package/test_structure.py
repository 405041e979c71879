"""Aufbau: sheets, tables, names, error values and formulas as the package has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.adapters.package.books import SHEETS, rewrite, swap, write_zip

from kundenbindung.adapters.package import (
    CellScan,
    PackageError,
    SheetPart,
    TablePart,
    scan_sheets,
    structure,
)
from kundenbindung.adapters.package.areas import Area, address, area, areas, cell, place, plain
from kundenbindung.adapters.package.structure import text_results

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def scan(tmp_path: Path, cells: str, rest: str = "", prefix: str = "") -> CellScan:
    colon = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    body = f"<{prefix}sheetData>{cells}</{prefix}sheetData>{rest}"
    text = f'<{prefix}worksheet {colon}="{MAIN}">{body}</{prefix}worksheet>'
    return scanned(write_zip(tmp_path / "a.xlsx", [(SHEET, text.encode())]))


def scanned(path: Path, part: str = SHEET) -> CellScan:
    return scan_sheets(path, [SheetPart("Blatt", part, "visible", None)])["Blatt"]


def test_sheets_with_their_states_and_code_names(good_book: Path, tmp_path: Path) -> None:
    hidden = swap('<sheet name="Vorjahr"', '<sheet name="Vorjahr &amp; mehr" state="veryHidden"')
    found = structure(rewrite(good_book, tmp_path / "a.xlsm", {"xl/workbook.xml": hidden}))
    expected = [("Vorjahr & mehr" if name == "Vorjahr" else name, code) for name, code in SHEETS]
    assert [(sheet.name, sheet.code_name) for sheet in found.sheets] == expected
    states = {"Vorjahr & mehr": "veryHidden", SHEETS[-1][0]: "hidden"}
    assert [sheet.state for sheet in found.sheets] == [states.get(name, "visible") for name, _ in expected]
    assert found.sheets[1].part == "xl/worksheets/sheet2.xml"
    assert found.code_name == "ThisWorkbook"


def test_tables_with_their_columns(good_book: Path) -> None:
    columns = ("Kundennr.", "Kunde\nName", "Umsatz", "Anteil")
    assert structure(good_book).tables == (
        TablePart("tblKunden", "Kunden", 1, 0, 7, 3, columns, has_totals_row=True),
        TablePart("tblZahlen", "Zahlen", 1, 0, 4, 1, ("Jahr", "Wert"), has_totals_row=False),
    )


def test_defined_names_with_their_sheets(good_book: Path) -> None:
    found = {name.name: (name.refers_to, name.sheet) for name in structure(good_book).names}
    assert found == {
        "_xlnm.Print_Titles": ("Kunden!$2:$2", "Kunden"),
        "Summe_Umsatz": ("Kunden!$C$3:$C$7", None),
    }


def test_a_workbook_of_another_writer(tmp_path: Path) -> None:
    book: Any = openpyxl.Workbook()
    book.active.title = "Öl"
    book.active["A1"] = "=1/0"
    book.save(tmp_path / "a.xlsx")
    found = structure(tmp_path / "a.xlsx")
    assert [(sheet.name, sheet.code_name, sheet.state) for sheet in found.sheets] == [("Öl", None, "visible")]
    assert scan_sheets(tmp_path / "a.xlsx", found.sheets)["Öl"].formulas == ("A1",)


@pytest.mark.parametrize(
    "changes",
    [
        {"xl/worksheets/sheet3.xml": None},
        {"xl/tables/table1.xml": swap('ref="A2:D8"', 'ref="nichts"')},
        {"xl/tables/table1.xml": swap("</table>", "</tisch>")},
        {"xl/workbook.xml": swap('r:id="rId1"', 'r:id="rId999"')},
        {"xl/tables/table1.xml": swap("<table ", "<!DOCTYPE a><table ")},
    ],
)
def test_parts_that_do_not_fit_are_damage(changes: Any, good_book: Path, tmp_path: Path) -> None:
    with pytest.raises(PackageError) as caught:
        structure(rewrite(good_book, tmp_path / "a.xlsm", changes))
    assert caught.value.finding.code == "workbook_damaged"


def test_a_sheet_that_is_not_there(good_book: Path) -> None:
    with pytest.raises(PackageError, match="workbook_damaged"):
        scanned(good_book, "xl/worksheets/sheet99.xml")


def test_error_values_and_formulas(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" s="3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="D1" t="inlineStr"><is><t>c t="e" &lt;f></t></is></c></row>'
        "<row r='2'><c r='XFD2' t='e'><v>#NAME?</v></c><c r='AB2'><v>1</v></c></row>"
    )
    found = scan(tmp_path, cells, "<conditionalFormatting><cfRule><f>1</f></cfRule></conditionalFormatting>")
    assert found.errors == (("A1", "#N/A"), ("B1", "#DIV/0!"), ("XFD2", "#NAME?"))
    assert found.formulas == ("B1", "C1")


def test_an_error_cell_without_its_text(tmp_path: Path) -> None:
    assert scan(tmp_path, '<row><c r="A1" t="e"/><c r="B1"><v>1</v></c></row>').errors == (("A1", ""),)


def test_sheets_with_a_namespace_prefix(tmp_path: Path) -> None:
    cells = '<x:row r="1"><x:c r="A1" t="e"><x:f>1/0</x:f><x:v>#N/A</x:v></x:c></x:row>'
    assert scan(tmp_path, cells, prefix="x:") == CellScan((("A1", "#N/A"),), ("A1",))


def test_cells_without_addresses_follow_one_another(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c></row><row r="4"><c/><c t="e"><v>#N/A</v></c><c r="F4"/><c><f>1</f></c></row>'
    assert scan(tmp_path, rows) == CellScan((("B4", "#N/A"),), ("G4",))


def test_nothing_to_find(tmp_path: Path) -> None:
    assert scan(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>') == CellScan((), ())


def test_the_scan_finds_every_cell_of_a_large_sheet(tmp_path: Path) -> None:
    workbook: Any = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = workbook.add_worksheet()
    for row in range(4000):
        sheet.write_row(row, 0, [row * 1.37 + at for at in range(44)])
        sheet.write_formula(row, 44, "=1/0", None, "#DIV/0!")
    workbook.close()
    found = scanned(tmp_path / "a.xlsx")
    assert len(found.errors) == len(found.formulas) == 4000
    assert found.errors[-1] == ("AS4000", "#DIV/0!")


def test_formulas_whose_result_is_a_text() -> None:
    data = (
        b'<c r="A1" s="2" t="str"><f>B1</f><v></v></c><x:c t=\'str\' r=\'B2\'/><c r="C3"><f>1</f></c>'
        b'<cols t="str" r="D4"/><c r="E5" t="s"/><c t="str"/>'
    )
    assert text_results(data) == {"A1", "B2"}


def test_addresses_and_areas() -> None:
    assert cell("B7") == (6, 1)
    assert cell("$XFD$1048576") == (1_048_575, 16_383)
    assert [place(text) for text in ("B7", "XFE1", "A0", "B", "")] == [(6, 1), None, None, None, None]
    assert [address(*cell(text)) for text in ("A1", "Z9", "AA10", "XFD1")] == ["A1", "Z9", "AA10", "XFD1"]
    assert area("B2") == Area(1, 1, 1, 1)
    assert areas("A1:B2 D4") == (Area(0, 0, 1, 1), Area(3, 3, 3, 3))
    assert area("A1:B2").overlaps(area("B2:C3"))
    assert not area("A1:B2").overlaps(area("C1:C9"))
    assert plain("a_x000a_b_x00e4_") == "a\nbä"


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "XFE1", "A1048577", "a1", "B2:A1", "A1:", "A1:B2:C3"])
def test_what_is_no_area(text: str) -> None:
    if text == "A1:":
        assert area(text) == Area(0, 0, 0, 0)
        return
    with pytest.raises(ValueError, match=r"not a cell|backwards"):
        area(text)
