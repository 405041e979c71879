"""Paketprüfung: the good workbook has no finding; every seeded defect gives exactly its own."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from tests.adapters.package.books import rewrite, swap, write_zip
from tests.adapters.package.seeds import (
    BOOK,
    CUSTOMERS_RELS,
    FIGURES,
    PIPELINE,
    PLAN,
    RIBBON,
    SEEDS,
    STRINGS,
    STYLES,
    TABLE1,
    TABLE2,
    TYPES,
    Changes,
    before,
    formula,
    listed,
    named,
    new_name,
    related,
    renamed,
)
from tests.needs import needs_module

from kundenbindung.adapters.package import check_package, custom_ui, vba_project, view
from kundenbindung.adapters.package.modules import DICTIONARY, STANDARD
from kundenbindung.adapters.package.vba import compile_texts, modules
from kundenbindung.adapters.package.view import read_package
from kundenbindung.core.model import Severity
from kundenbindung.workbook.layout import CODE_NAMES


def codes(path: Path) -> list[str]:
    return [finding.code for finding in check_package(path)]


def test_the_good_workbook_has_no_finding(good_book: Path) -> None:
    assert check_package(good_book) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_each_defect_is_found_and_nothing_else(seed: str, good_book: Path, tmp_path: Path) -> None:
    code, changes = SEEDS[seed]
    found = check_package(rewrite(good_book, tmp_path / "fehler.xlsm", changes))
    assert [finding.code for finding in found] == [f"package_{code}"]
    assert found[0].severity is Severity.ERROR
    assert found[0].values["part"]
    assert found[0].values["place"]


def parts_of(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_a_part_that_is_there_twice(good_book: Path, tmp_path: Path) -> None:
    parts = parts_of(good_book)
    twice = [*parts, ("XL/styles.xml", dict(parts)[STYLES])]
    assert codes(write_zip(tmp_path / "a.xlsm", [*parts, (STYLES, dict(parts)[STYLES])])) == [
        "package_part_twice"
    ]
    assert "package_part_twice" in codes(write_zip(tmp_path / "b.xlsm", twice))


def test_the_suffix_tells_whether_there_are_macros(good_book: Path, tmp_path: Path) -> None:
    assert codes(write_zip(tmp_path / "a.xlsx", parts_of(good_book))) == ["package_suffix"]


def test_code_names_equal_the_modules(good_book: Path, tmp_path: Path) -> None:
    other = {PIPELINE: swap('codeName="shPipeline"', 'codeName="Tabelle4"')}
    missing = {PIPELINE: swap(' codeName="shPipeline"', "")}
    twice = {PIPELINE: swap('codeName="shPipeline"', 'codeName="shPlan"')}
    book = {BOOK: swap('codeName="ThisWorkbook"', 'codeName="DieseArbeitsmappe"')}
    orphan = "package_code_name_orphan"
    for changes, code in (
        (other, "code_name"),
        (missing, "code_name"),
        (twice, "code_name_twice"),
        (book, "code_name"),
    ):
        path = rewrite(good_book, tmp_path / "code.xlsm", changes)
        assert codes(path) == [f"package_{code}", orphan]


def test_two_tables_with_one_name(good_book: Path, tmp_path: Path) -> None:
    changes = {
        TABLE2: swap('displayName="tblZahlen"', 'displayName="TBLKUNDEN"'),
        FIGURES: swap("tblZahlen[Wert]", "tblKunden[Umsatz]"),
        PLAN: lambda content: re.sub(rb"_xlfn\.XLOOKUP\(.*?\)", b"1", content),
    }
    assert "package_table_name_twice" in codes(rewrite(good_book, tmp_path / "a.xlsm", changes))


def test_a_table_named_like_a_defined_name(good_book: Path, tmp_path: Path) -> None:
    changes = new_name(named("TblZahlen"))
    assert codes(rewrite(good_book, tmp_path / "a.xlsm", changes)) == ["package_table_name_twice"]


@pytest.mark.parametrize(
    "name", ["A1", "R1C1", "r", "C", "Z1S1", "XFD1048576", "1a", "a b", "", "x" * 256, "a-b"]
)
def test_names_that_excel_refuses_for_tables(name: str, good_book: Path, tmp_path: Path) -> None:
    changes = {TABLE1: swap('displayName="tblKunden"', f'displayName="{name}"')}
    assert "package_table_name" in codes(rewrite(good_book, tmp_path / "a.xlsm", changes))


@pytest.mark.parametrize("name", ["_a", "Straße", "tbl.Kunden", "KUNDEN2025X", "XFE1", "A1048577"])
def test_names_that_excel_takes_for_tables(name: str, good_book: Path, tmp_path: Path) -> None:
    changes = {TABLE1: swap('displayName="tblKunden"', f'displayName="{name}"')}
    assert "package_table_name" not in codes(rewrite(good_book, tmp_path / "a.xlsm", changes))


@pytest.mark.parametrize(("name", "code"), [("WERT", "table_column_twice"), (" ", "table_column_empty")])
def test_column_names_twice_or_empty(name: str, code: str, good_book: Path, tmp_path: Path) -> None:
    changes = {
        TABLE2: swap('name="Jahr"', f'name="{name}"'),
        STRINGS: swap("<t>Jahr</t>", f"<t>{name}</t>"),
        PLAN: swap("tblZahlen[Jahr]", "tblZahlen[Wert]"),
    }
    assert codes(rewrite(good_book, tmp_path / "a.xlsm", changes)) == [f"package_{code}"]


def test_tables_without_rows_without_area_and_on_top_of_each_other(good_book: Path, tmp_path: Path) -> None:
    empty: Changes = {TABLE2: lambda content: content.replace(b'ref="A2:B5"', b'ref="A2:B2"')}
    assert codes(rewrite(good_book, tmp_path / "a.xlsm", empty)) == ["package_table_empty"]
    backwards: Changes = {TABLE2: lambda content: content.replace(b'ref="A2:B5"', b'ref="B5:A2"')}
    assert codes(rewrite(good_book, tmp_path / "b.xlsm", backwards)) == ["package_table_area"]
    head = '<table id="9" displayName="tblNeu" ref="D7:D8" headerRowCount="0"><tableColumns>'
    second: Changes = {
        CUSTOMERS_RELS: related("table", "../tables/table9.xml"),
        "xl/tables/table9.xml": f"{head}<tableColumn id='1' name='x'/></tableColumns></table>".encode(),
        TYPES: listed("xl/tables/table9.xml"),
    }
    assert codes(rewrite(good_book, tmp_path / "c.xlsm", second)) == ["package_table_overlap"]


def test_totals_declared_without_a_totals_row(good_book: Path, tmp_path: Path) -> None:
    changes = {TABLE2: swap('name="Wert"', 'name="Wert" totalsRowFunction="sum"')}
    assert codes(rewrite(good_book, tmp_path / "a.xlsm", changes)) == ["package_table_totals"]


@pytest.mark.parametrize("name", ["Müller & Söhne", "zwei Worte", "A-B", "Öl", "AB12", "R1"])
def test_sheet_names_that_need_quotes(name: str, good_book: Path, tmp_path: Path) -> None:
    shown = name.replace("&", "&amp;")
    bare = renamed("Vorjahr", shown) | formula(f"{shown}!A1")
    quoted = renamed("Vorjahr", shown) | formula(f"'{shown}'!A1")
    assert codes(rewrite(good_book, tmp_path / "a.xlsm", bare)) == ["package_formula_sheet_quotes"]
    assert codes(rewrite(good_book, tmp_path / "b.xlsm", quoted)) == []


@pytest.mark.parametrize(
    "text",
    [
        'IF(A1="a;b, [@x] #REF! SUMME( TODAY()",1,2)',
        "SUM(A1:A3,{1,2;3,4})",
        "_xlfn.IFNA(A1,0)",
        "_xlfn.XOR(TRUE,FALSE)",
        'TEXT(A1,"0")&amp;"."&amp;TEXT(A2,"@")',
        "SUM($A:$B,1:1,Kunden!$A$1:$B$2)",
        "tblZahlen[[#This Row],[Wert]]*tblKunden[[#Totals],[Umsatz]]",
        "SUM(tblZahlen[#Data],tblZahlen)",
        "SUM(tblKunden[[Umsatz]:[Anteil]])",
        "Summe_Umsatz*-1.5E+3%",
    ],
)
def test_formulas_that_are_right(text: str, good_book: Path, tmp_path: Path) -> None:
    assert codes(rewrite(good_book, tmp_path / "a.xlsm", formula(text))) == []


MODULE = """Attribute VB_Name = "Menue"
Option Explicit
Public Sub KB_Rechnen(control As Object)
End Sub
Sub KB_Beschriftung(control As Object, _
    ByRef returned)
End Sub
Private Sub KB_Geheim(control As Object)
End Sub
"""


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<checkBox id="a" onAction="KB_Beschriftung" getLabel="KB_Beschriftung"/>', []),
        ('<menu id="a" getVisible="Menue.kb_beschriftung"/>', []),
        ('<toggleButton id="a" onAction="KB_Beschriftung"/>', []),
        ('<toggleButton id="a" onAction="KB_Rechnen"/>', ["ribbon_signature"]),
        ('<menu id="a" getLabel="KB_Rechnen"/>', ["ribbon_signature"]),
        ('<checkBox id="a" onAction="KB_Geheim"/>', ["ribbon_callback"]),
    ],
)
def test_ribbon_callbacks(
    xml: str, expected: list[str], good_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "modules", lambda project: {**modules(project), "Menue": MODULE})
    found = codes(rewrite(good_book, tmp_path / "a.xlsm", {RIBBON: before("</group>", xml)}))
    assert found == [f"package_{code}" for code in expected]


def test_the_ribbon_is_the_one_of_layout_and_hangs_on_the_project(good_book: Path) -> None:
    package = read_package(good_book)
    assert package.parts[RIBBON].decode("utf-8") == custom_ui()
    assert [one.target for one in package.relations_of("") if one.kind == "extensibility"] == [RIBBON]
    assert package.content_types[RIBBON] == "application/xml"


def test_a_sub_that_is_gone_is_missed_by_ribbon_and_start(good_book: Path, tmp_path: Path) -> None:
    texts = dict(modules(vba_project()))
    for name in ("KbMenu_calculate", "KbStart_calculate"):
        texts["KbButtons"] = texts["KbButtons"].replace(name, f"{name}_alt")
    needs_module("pyopenvba")
    changes: Changes = {"xl/vbaProject.bin": compile_texts(texts, CODE_NAMES)}
    found = codes(rewrite(good_book, tmp_path / "a.xlsm", changes))
    assert found == ["package_ribbon_callback", *["package_button_macro"] * 2]


def test_a_library_of_another_xlwings_is_found(
    good_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {**modules(vba_project())}
    other["xlwings"] = re.sub(r"-[\d.]+\.dll", "-0.1.0.dll", other["xlwings"])
    monkeypatch.setattr(view, "modules", lambda _: other)
    assert codes(good_book) == ["package_xlwings_version"]


def test_files_that_are_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"text")
    assert codes(tmp_path / "a.xlsx") == ["package_not_zip"]
    assert codes(write_zip(tmp_path / "b.xlsx", [("a.txt", b"x")])) == ["package_no_workbook"]


def test_the_modules_are_those_of_the_sheets(good_book: Path) -> None:
    found = tuple(read_package(good_book).modules or ())
    assert found == ("ThisWorkbook", *CODE_NAMES, *STANDARD, DICTIONARY)
