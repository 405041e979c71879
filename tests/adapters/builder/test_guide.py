"""The sheet Anleitung: what the Handbuch says, readable and leading to the sheets."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.builder import built

from kundenbindung import handbook_file, jobs
from kundenbindung.adapters.builder import build
from kundenbindung.adapters.builder.guide import COLUMNS
from kundenbindung.adapters.file import open_workbook
from kundenbindung.messages import guide
from kundenbindung.workbook import layout

PARTS = guide.guide(handbook_file().read_text(encoding="utf-8"))
SHEET = "Anleitung"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("guide") / "Mappe.xlsx"
    build(jobs.contents(jobs.empty((2023, 2024, 2025)), None), target)
    return target


@pytest.fixture(scope="module")
def sheet(path: Path) -> Any:
    return built.opened(path)[SHEET]


def _rows(sheet: Any) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row[:4]) for row in sheet.iter_rows()]


def test_it_is_the_last_sheet_and_says_every_line(sheet: Any) -> None:
    assert layout.SHEETS[-1].label == SHEET
    assert len(COLUMNS) == guide.WIDTH
    rows = _rows(sheet)
    for part in PARTS:
        at = next(row for row, cells in enumerate(rows) if cells[0] == part.title)
        assert rows[at + 1] == (part.numbers, guide.STEP, guide.TEXT, part.places)
        for cells, line in zip(rows[at + 2 :], part.lines, strict=False):
            assert cells == (line.number, line.name, line.text, line.place)


def test_names_of_sheets_lead_there_and_groups_do_not(sheet: Any) -> None:
    labels = {one.label for one in layout.SHEETS}
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    links = {cell.coordinate: cell.hyperlink.location for cell in cells}
    wanted = sum(bool(line.place) for part in PARTS if part.places == guide.SHEET for line in part.lines)
    assert len(links) == wanted + 1, "one of them leads back to Start"
    assert {location.partition("!")[0].strip("'") for location in links.values()} <= labels


def test_every_text_has_room(sheet: Any) -> None:
    for number, cells in enumerate(_rows(sheet), 1):
        name, text = cells[1], cells[2]
        if isinstance(name, str) and isinstance(text, str):
            longest = max(len(name) / (COLUMNS[1].width * 1.1), len(text) / (COLUMNS[2].width * 1.2))
            assert sheet.row_dimensions[number].height >= 15.0 * math.ceil(longest), text


def test_pages_begin_with_a_heading(sheet: Any) -> None:
    rows = _rows(sheet)
    titles = [rows[entry.id][0] for entry in sheet.row_breaks.brk]
    assert titles == [part.title for part in PARTS if part.apart]


def test_what_the_owner_wrote_beside_it_is_known_before_a_rebuild(path: Path, tmp_path: Path) -> None:
    def losses(file: Path) -> list[str]:
        return [one for one in open_workbook(file).not_carried if SHEET in one]

    assert losses(path) == []
    book = built.opened(path)
    last = book[SHEET].max_row
    book[SHEET]["F7"], book[SHEET].cell(last + 2, 2).value = "Mein Vermerk", "noch einer"
    book.save(tmp_path / "Mappe.xlsx")
    assert losses(tmp_path / "Mappe.xlsx") == [
        f"Zellen neben den Tabellen im Blatt {SHEET} (F7, B{last + 2})"
    ]
