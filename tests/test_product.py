"""kundenbindung.xlsm is the build of these sources, opens without repair, and its formulas are right."""

from __future__ import annotations

import hashlib
import math
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from kundenbindung.adapters.package import check_package
from kundenbindung.cli import main
from kundenbindung.messages import line
from kundenbindung.workbook import layout
from tests.adapters.package.ooxml import OFFICE, validate
from tests.needs import REPOSITORY
from tests.office import convert, pages, words

PRODUCT = REPOSITORY / "kundenbindung.xlsm"
SIGNIFICANT_DIGITS = 12
ENGLISH = ("error", "value", "revenue", "margin", "customer", "score", "sheet", "table", "true", "false", "none", "nan")


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
    for name, text in sorted(node.attrib.items()):  # type: ignore[attr-defined]
        yield name, _number(text)
    yield _number((node.text or "").strip())  # type: ignore[attr-defined]


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


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_every_formula_equals_its_cached_value_after_a_hard_recalculation(built: Path, tmp_path: Path) -> None:
    recalculated = cells(convert(built, "xlsx", tmp_path, recalculate=True))
    cached = cells(built)
    formulas = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheets = load_workbook(built).worksheets
    for sheet in sheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                formulas += 1
                place = (cell.row - 1, cell.column - 1)
                expected, actual = (grid[sheet.title][place[0]][place[1]] for grid in (cached, recalculated))
                where = f"{sheet.title}!{cell.coordinate} {cell.value}"
                assert type(expected) is type(actual), where
                same = math.isclose(expected, actual, rel_tol=1e-9, abs_tol=1e-6) if isinstance(expected, float) else expected == actual
                assert same, f"{where}: {expected} {actual}"
    assert formulas > 20


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
    assert found.isdisjoint(ENGLISH)
