"""How far a sheet reaches and how much it shows, found by arrays: the same as one cell after the other."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.package.books import write_zip
from tests.examples import examples

from kundenbindung.adapters.package import PackageError, SheetPart, bytewise, scan_sheets
from kundenbindung.adapters.package.areas import LAST_COLUMN, LAST_ROW, address
from kundenbindung.adapters.package.bytewise import Reach
from kundenbindung.adapters.package.extent import extent, repeats, shared_texts

CELLS = st.tuples(st.integers(0, LAST_ROW), st.integers(0, LAST_COLUMN))
SPELLINGS = ('<c r="{}"/>', "<c s='1' r='{}'><v>7</v></c>", '<x:c r = "{}"></x:c>', '<c r="{}"><f>R1</f></c>')


def sheet_of(cells: list[tuple[int, int]], spelling: str) -> bytes:
    found = "".join(spelling.format(address(*cell)) for cell in cells)
    return f"<sheetData>{found}</sheetData>".encode()


@given(st.lists(CELLS, min_size=1), st.sampled_from(SPELLINGS))
@settings(max_examples=examples(60))
def test_the_extent_is_that_of_the_farthest_cells(cells: list[tuple[int, int]], spelling: str) -> None:
    rows, columns = (1 + max(cell[axis] for cell in cells) for axis in (0, 1))
    found = extent(sheet_of(cells, spelling))
    assert found[:2] == (rows, columns)
    assert len(cells) <= found.cells <= (2 if ":" in spelling else 1) * len(cells)


@given(st.binary(max_size=60), st.sampled_from([b"a", b"ab", b"aab"]))
@settings(max_examples=examples(60))
def test_every_place_is_found(data: bytes, start: bytes) -> None:
    data = data.replace(b"\x00", b"a").replace(b"\x01", b"b")
    expected = [at + len(start) for at in range(len(data)) if data.startswith(start, at)]
    assert bytewise.places(data, start).tolist() == expected


@pytest.mark.parametrize("shift", range(-8, 3))
def test_an_address_across_two_blocks_is_found(shift: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytewise, "_BLOCK", 64)
    sheet = b" " * (64 + shift) + b'<c r="XFD1048576"/>' + b" " * 70 + b'<c r="B2"/>'
    assert bytewise.reach(sheet) == Reach(1_048_576, 16_384, 2, 0)


def test_many_slices_are_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytewise, "_SLICE", 3)
    cells = [(at * 7 % 11, at * 5 % 13) for at in range(20)]
    assert bytewise.reach(sheet_of(cells, SPELLINGS[0])) == Reach(11, 13, 20, 0)
    values = b"".join(b"<v>%d</v>" % number for number in range(95, 105)) + b"<v>-3</v><v>12"
    found = np.concatenate(list(bytewise.numbers(values, b"<v>", 9)))
    assert found.tolist() == [*range(95, 105), 12]


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ('r="A"', Reach(0, 0, 0, 0)),
        ('r="12"', Reach(0, 0, 0, 12)),
        ('r="ABCD1"', Reach(0, 0, 0, 0)),
        ('r="[1"', Reach(0, 0, 0, 0)),
        ('r="@1"', Reach(0, 0, 0, 0)),
        ('r="ab7"', Reach(7, 28, 1, 0)),
        ('r="A123456789"', Reach(1_234_567, 1, 1, 0)),
        ('r="A9', Reach(9, 1, 1, 0)),
        ('r="', Reach(0, 0, 0, 0)),
    ],
)
def test_what_is_an_address(attribute: str, expected: Reach) -> None:
    assert bytewise.reach(f"<c {attribute}".encode()) == expected


@pytest.mark.parametrize("far", ['r ="XFD9"', 'r= "XFD9"', "r\n=\t'XFD9'", "r='XFD9'"])
@pytest.mark.parametrize("decoys", [0, 9])
def test_no_other_attribute_hides_a_cell_far_out(far: str, decoys: int) -> None:
    sheet = f'<sheetData><row><c r="A1"/><c {far}/></row></sheetData>' + '<other r="A1"/>' * decoys
    assert extent(sheet.encode())[:2] == (9, 16_384)


SHOWN = (
    "<c><v>{}</v></c>", '<c><v xml:space="preserve">{}</v></c>', "<x:c><x:v>{}</x:v></x:c>",
    "<c><v> {}</v></c>", "<c><v>\n{}</v></c>",
)  # fmt: skip


@pytest.mark.parametrize("spelling", SHOWN)
@pytest.mark.parametrize("item", ["<si>", '<si a="1">', "<x:si>"])
def test_a_long_text_shown_often_is_noticed(
    spelling: str, item: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kundenbindung.adapters.package.extent.MOST_TEXT", 10_000)
    items = "".join(f"{item}<t>{text}</t></si>" for text in ("kurz", "lang" * 500, "kurz"))
    path = write_zip(tmp_path / "a.xlsx", [("xl/sharedStrings.xml", items.encode())])
    with zipfile.ZipFile(path) as archive:
        texts = shared_texts(archive)
    assert (texts.size, len(texts.lengths)) == (len(items), 3)
    assert int(texts.lengths[1]) > 2000 > int(texts.lengths[2])
    chosen = random.Random(3)

    def sheet(often: int) -> bytes:
        cells = [1] * often + [chosen.choice([0, 2, 99]) for _ in range(5)]
        chosen.shuffle(cells)
        return "".join(spelling.format(index) for index in cells).encode()

    assert repeats(texts, sheet(60), 60)
    assert not repeats(texts, sheet(3), 60)


def test_a_sheet_is_refused_before_it_is_scanned(tmp_path: Path) -> None:
    far = b'<worksheet><sheetData><row r="1"><c r="XFD1048576" t="e"/></row></sheetData></worksheet>'
    path = write_zip(tmp_path / "a.xlsx", [("a.xml", far)])
    with pytest.raises(PackageError) as caught:
        scan_sheets(path, [SheetPart("Weit", "a.xml", "visible", None)])
    assert caught.value.finding.code == "workbook_cells_far"
    assert caught.value.finding.values == {"file": "a.xlsx", "sheet": "Weit", "cell": "XFD1048576"}
