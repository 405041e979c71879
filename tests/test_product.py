"""kundenbindung.xlsm is the build of these sources, opens without repair, and its formulas are right."""

from __future__ import annotations

import hashlib
import math
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from tests.adapters.package.ooxml import OFFICE, validate
from tests.needs import REPOSITORY
from tests.office import convert, pages, words

from kundenbindung.adapters.package import check_package
from kundenbindung.cli import main
from kundenbindung.messages import line
from kundenbindung.workbook import layout

PRODUCT = REPOSITORY / "kundenbindung.xlsm"
SIGNIFICANT_DIGITS = 12
ENGLISH = [
    "error",
    "value",
    "revenue",
    "margin",
    "customer",
    "score",
    "sheet",
    "table",
    "true",
    "false",
    "none",
    "nan",
    "total",
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("product") / "kundenbindung.xlsm"
    assert main(["bauen", "--ausgabe", str(target)]) == 0
    return target


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def normal(part: bytes) -> list[object]:
    """XML as a list of tags, attributes and texts, floats to 12 digits."""
    return [value for node in fromstring(part).iter() for value in (node.tag, *_texts(node))]


def _texts(node: object) -> Iterator[object]:
    for name, text in sorted(node.attrib.items()):  # type: ignore[attr-defined]  # an Element, whose module has no types
        yield name, _number(text)
    yield _number((node.text or "").strip())  # type: ignore[attr-defined]  # an Element, whose module has no types


def _number(text: str) -> object:
    try:
        return float(f"{float(text):.{SIGNIFICANT_DIGITS - 1}e}")
    except ValueError:
        return text


def test_the_committed_workbook_is_the_build_of_these_sources(built: Path) -> None:
    committed, fresh = parts(PRODUCT), parts(built)
    assert list(committed) == list(fresh)
    for name, part in committed.items():
        if name.endswith((".xml", ".rels")):
            assert normal(part) == normal(fresh[name]), name
        else:
            assert part == fresh[name], name


def test_two_builds_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "kundenbindung.xlsm"
    assert main(["bauen", "--ausgabe", str(again)]) == 0
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(built.read_bytes()).digest()


def test_excel_opens_it_without_its_repair_dialog(built: Path) -> None:
    assert [line(finding) for finding in check_package(built)] == []


@pytest.mark.parametrize("version", OFFICE)
def test_the_validator_has_nothing_to_say(built: Path, version: str) -> None:
    assert validate(built, (version,)) == []


def cells(path: Path) -> dict[str, Any]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_every_formula_equals_its_cache_after_a_hard_recalculation(built: Path, tmp_path: Path) -> None:
    recalculated, cached = cells(convert(built, "xlsx", tmp_path, recalculate=True)), cells(built)
    checked = 0
    for sheet, row, column, formula in formulas(built):
        expected, actual = (grid[sheet][row][column] for grid in (cached, recalculated))
        assert same(expected, actual), (
            f"{sheet} row {row + 1} column {column + 1} {formula}: {expected} {actual}"
        )
        checked += 1
    assert checked > 20


def formulas(path: Path) -> Iterator[tuple[str, int, int, object]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheets = load_workbook(path).worksheets
    for sheet in sheets:
        for number, row in enumerate(sheet.iter_rows()):
            for place, cell in enumerate(row):
                if cell.data_type == "f":
                    yield sheet.title, number, place, cell.value


def same(expected: object, actual: object) -> bool:
    if isinstance(expected, float) and isinstance(actual, float):
        return math.isclose(expected, actual, rel_tol=1e-9, abs_tol=1e-6)
    return expected == actual


@pytest.fixture(scope="module")
def printed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return convert(built, "pdf", tmp_path_factory.mktemp("printed"))


def test_pictures_show_every_sheet_and_nothing_is_cut_to_crosses(printed: Path) -> None:
    pictures = pages(printed, REPOSITORY / "artefacts" / "bilder")
    text = "\n".join(words(printed))
    assert len(pictures) >= len(layout.SHEETS)
    for sheet in layout.SHEETS:
        assert sheet.title in text
    for bad in ("###", "#NAME", "#REF", "#DIV", "#VALUE", "#WERT", "Err:", "#NV"):
        assert bad not in text, bad


def test_nothing_printed_is_english(printed: Path) -> None:
    found = {word.strip(".,:;()").lower() for page in words(printed) for word in page.split()}
    assert found.isdisjoint(set(ENGLISH))
