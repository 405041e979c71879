"""Befunde an Paketen: the seeds of the package tests, and the few defects that take more than one change."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from unittest import mock

from tests.adapters.package.books import rewrite, rich_workbook, swap, write_zip
from tests.adapters.package.seeds import (
    CONTROLS,
    PIPELINE,
    PLAN,
    RIBBON,
    SEEDS,
    STRINGS,
    STYLES,
    TABLE2,
    TYPES,
    Changes,
    attribute,
    formula,
    listed,
    named,
    new_name,
    related,
    renamed,
)
from tests.catalogue.cases import Case, Findings, Provoke

from kundenbindung.adapters.package import check_package, vba, view

CUSTOMERS_RELS = "xl/worksheets/_rels/sheet2.xml.rels"
Parts = list[tuple[str, bytes]]


@cache
def good_book() -> bytes:
    """The rich workbook of the package tests, which has no finding."""
    with tempfile.TemporaryDirectory() as folder:
        return rich_workbook(Path(folder) / "gut.xlsm").read_bytes()


def _good(folder: Path) -> Path:
    path = folder / "gut.xlsm"
    path.write_bytes(good_book())
    return path


def _changed(changes: Changes) -> Provoke:
    return lambda folder: check_package(rewrite(_good(folder), folder / "fehler.xlsm", changes))


def _unchanged(folder: Path) -> Findings:
    return check_package(_good(folder))


def _written(name: str, change: Callable[[Parts], Parts]) -> Provoke:
    """The parts of the good workbook, put together otherwise."""

    def provoke(folder: Path) -> Findings:
        with zipfile.ZipFile(_good(folder)) as archive:
            parts = [(part, archive.read(part)) for part in archive.namelist()]
        return check_package(write_zip(folder / name, change(parts)))

    return provoke


def _with_modules(change: Callable[[dict[str, str]], dict[str, str]]) -> Provoke:
    """The good workbook with other texts in its VBA project."""

    def provoke(folder: Path) -> Findings:
        read = vba.modules
        with mock.patch.object(view, "modules", lambda project: change(dict(read(project)))):
            return check_package(_good(folder))

    return provoke


def _other_xlwings(texts: dict[str, str]) -> dict[str, str]:
    return {**texts, "xlwings": re.sub(r"-[\d.]+\.dll", "-0.1.0.dll", texts["xlwings"])}


def _header(name: str) -> Changes:
    """Another name for the column Jahr, in the table and in its header cell."""
    return {
        TABLE2: swap('name="Jahr"', f'name="{name}"'),
        STRINGS: swap("<t>Jahr</t>", f"<t>{name}</t>"),
        PLAN: swap("tblZahlen[Jahr]", "tblZahlen[Wert]"),
    }


def _area(area: str) -> Changes:
    return {TABLE2: lambda content: content.replace(b'ref="A2:B5"', f'ref="{area}"'.encode())}


NEW_TABLE = (
    b"<table id='9' displayName='tblNeu' ref='D7:D8' headerRowCount='0'>"
    b"<tableColumns><tableColumn id='1' name='x'/></tableColumns></table>"
)

MORE: dict[str, Provoke] = {
    "part_twice": _written("fehler.xlsm", lambda parts: [*parts, (STYLES, dict(parts)[STYLES])]),
    "suffix": _written("fehler.xlsx", lambda parts: parts),
    "no_workbook": _written("fehler.xlsx", lambda _: [("liesmich.txt", b"x")]),
    "code_name": _changed({PIPELINE: swap('codeName="shPipeline"', 'codeName="Tabelle4"')}),
    "code_name_orphan": _changed({PIPELINE: swap(' codeName="shPipeline"', "")}),
    "code_name_twice": _changed({PIPELINE: swap('codeName="shPipeline"', 'codeName="shPlan"')}),
    "formula_sheet_quotes": _changed(renamed("Vorjahr", "zwei Worte") | formula("zwei Worte!A1")),
    "xlwings_version": _with_modules(_other_xlwings),
    "table_name_twice": _changed(new_name(named("TblZahlen"))),
    "table_column_twice": _changed(_header("WERT")),
    "table_column_empty": _changed(_header(" ")),
    "table_empty": _changed(_area("A2:B2")),
    "table_area": _changed(_area("B5:A2")),
    "table_totals": _changed({TABLE2: swap('name="Wert"', 'name="Wert" totalsRowFunction="sum"')}),
    "table_overlap": _changed(
        {
            CUSTOMERS_RELS: related("table", "../tables/table9.xml"),
            "xl/tables/table9.xml": NEW_TABLE,
            TYPES: listed("xl/tables/table9.xml"),
        }
    ),
}


def _not_a_package(folder: Path) -> Findings:
    (folder / "fehler.xlsx").write_bytes(b"Text")
    return check_package(folder / "fehler.xlsx")


TWINS: dict[str, Provoke] = {
    "suffix": _written("fehler.xlsm", lambda parts: parts),
    "formula_sheet_quotes": _changed(renamed("Vorjahr", "zwei Worte") | formula("'zwei Worte'!A1")),
    "ribbon_id_twice": _changed({RIBBON: swap('"kbGroup_data"', '"kbGroup_other"')}),
    "ribbon_text_long": _changed({RIBBON: attribute("button", "supertip", "x" * 1024)}),
    "ribbon_callback": _changed({RIBBON: swap('"KbMenu_check"', '"KbButtons.kbmenu_check"')}),
    "ribbon_keytip": _changed({RIBBON: swap('keytip="P"', 'keytip="QZ"')}),
    "button_macro": _changed({CONTROLS: swap("KbStart_calculate", "KbStart_check")}),
    "table_name_twice": _changed(new_name(named("TblNeu"))),
    "table_column_twice": _changed(_header("Werte")),
}


def _seeds() -> dict[str, Provoke]:
    """The first seed of each code."""
    first: dict[str, Provoke] = {}
    for code, changes in SEEDS.values():
        first.setdefault(code, _changed(changes))
    return first


CASES = tuple(
    Case(f"package_{code}", "error", provoke, TWINS.get(code, _unchanged))
    for code, provoke in {**_seeds(), **MORE, "not_zip": _not_a_package}.items()
)
