"""Mappe mit Makros: settings of xlwings, named cells, buttons on Start; none of it in a workbook without."""

from __future__ import annotations

import warnings
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from tests.adapters.package.books import rewrite
from tests.adapters.package.ooxml import validate
from tests.needs import needs_module

from kundenbindung import jobs
from kundenbindung.adapters.file import open_workbook
from kundenbindung.adapters.package import start_macro
from kundenbindung.adapters.package.vba import compile_texts
from kundenbindung.cli import main
from kundenbindung.messages import losses
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import CAPTION_ROW

LABEL, _ = layout.CONFIG_SHEET
CONTROLS = "xl/drawings/vmlDrawing1.vml"


@pytest.fixture(scope="module")
def book(workbook: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(workbook)


def test_xlwings_finds_its_settings_as_text(book: Any) -> None:
    sheet = book[LABEL]
    assert sheet.sheet_state == "hidden"
    rows = [(row[0], row[1] or "") for row in sheet.iter_rows(max_col=2, values_only=True)]
    assert rows == list(layout.CONFIG.items())
    assert len({key.upper() for key in layout.CONFIG}) == len(layout.CONFIG)
    assert {cell.number_format for row in sheet.iter_rows(max_col=2) for cell in row} == {"@"}
    assert not any(isinstance(value, bool) for row in sheet.iter_rows(values_only=True) for value in row)


def test_every_switch_of_xlwings_is_off() -> None:
    switches = {key: value for key, value in layout.CONFIG.items() if value in {"True", "False"}}
    assert set(switches.values()) == {"False"}
    assert {"ADD_WORKBOOK_TO_PYTHONPATH", "USE UDF SERVER", "SHOW CONSOLE"} <= set(switches)
    assert not any(label.endswith(".py") for label in (LABEL, *(sheet.label for sheet in layout.SHEETS)))


def test_the_named_cells_are_empty_text(book: Any) -> None:
    for name, cell in layout.CONFIG_CELLS.items():
        assert book.defined_names[name].attr_text == f"'{LABEL}'!{cell}"
        found = book[LABEL][cell.replace("$", "")]
        assert (found.value, found.number_format) == (None, "@")


def shapes(workbook: Path) -> list[Any]:
    with zipfile.ZipFile(workbook) as archive:
        root = fromstring(archive.read(CONTROLS))
    return [node for node in root.iter() if node.tag.endswith("}shape")]


def test_start_has_the_main_actions_as_buttons(workbook: Path) -> None:
    expected = [button for button in layout.BUTTONS if button.on_start]
    found = shapes(workbook)
    texts = [{node.tag.rpartition("}")[2]: node.text for node in shape.iter()} for shape in found]
    assert [text["font"] for text in texts] == [button.label for button in expected]
    assert [text["FmlaMacro"] for text in texts] == [f"[0]!{start_macro(button)}" for button in expected]
    assert all(button.label in shape.get("alt") for shape, button in zip(found, expected, strict=True))


def test_the_buttons_stand_in_one_row_beside_one_another_and_cover_no_cell(workbook: Path, book: Any) -> None:
    anchors = [
        node.text for shape in shapes(workbook) for node in shape.iter() if node.tag.endswith("}Anchor")
    ]
    places = [[int(number) for number in str(anchor).split(",")] for anchor in anchors]
    columns = {number for left, _, _, _, right, *_ in places for number in range(left, right + 1)}
    assert {row for place in places for row in (place[2], place[6])} == {CAPTION_ROW}
    assert all(book["Start"].cell(CAPTION_ROW + 1, column + 1).value is None for column in columns)
    ends = [((left, offset), (right, end)) for left, offset, _, _, right, end, _, _ in places]
    assert all(one[1] < other[0] for one, other in pairwise(ends))
    assert max(right for _, (right, _) in ends) < layout.SIDE_COLUMN - 1


def test_without_macros_there_are_neither_buttons_nor_settings(tmp_path: Path) -> None:
    assert main(["neu", str(tmp_path / "a.xlsx"), "--jahre", "2023-2025"]) == 0
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        names = archive.namelist()
        text = archive.read("xl/workbook.xml").decode("utf-8")
    assert not [name for name in names if "vba" in name or "customUI" in name or name.endswith(".vml")]
    assert LABEL not in text
    assert not any(name in text for name in layout.CONFIG_CELLS)


def test_nothing_of_it_counts_as_the_owners(workbook: Path) -> None:
    assert {losses.MACROS, losses.sheet(LABEL)}.isdisjoint(open_workbook(workbook).not_carried)
    assert jobs.read(workbook)


@pytest.mark.parametrize("name", ["ThisWorkbook", "shPlan", "Meine"])
def test_code_the_owner_wrote_counts(
    name: str, workbook: Path, texts: dict[str, str], tmp_path: Path
) -> None:
    needs_module("pyopenvba")
    text = texts.get(name, f'Attribute VB_Name = "{name}"\n') + "\nPublic Sub Gruss()\nEnd Sub\n"
    project = compile_texts({**texts, name: text}, layout.CODE_NAMES)
    changed = rewrite(workbook, tmp_path / "a.xlsm", {"xl/vbaProject.bin": project})
    assert losses.MACROS in open_workbook(changed).not_carried


def test_the_validator_has_nothing_to_say_about_settings_ribbon_and_buttons(workbook: Path) -> None:
    assert validate(workbook) == []
