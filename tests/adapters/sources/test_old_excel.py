"""Files in the old format .xls: the same cells as a newer one has, and a sentence where they are damaged."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.catalogue.oldexcel import compound_file, old_workbook
from tests.fuzz.mutate import mutated
from tests.office import convert

from kundenbindung.adapters.sources.excel import read_excel
from kundenbindung.adapters.sources.sheet import SourceError

ROWS: list[tuple[str | float, ...]] = [("Kundennr.", "Umsatz 2025"), ("007", 100_000.5), ("1001", "1.234,5")]


def test_texts_and_numbers_are_read_as_they_are() -> None:
    (sheet,) = read_excel(old_workbook("Zahlen", ROWS), "alt.xls")
    assert (sheet.name, sheet.rows, sheet.visible, sheet.is_text) == ("Zahlen", tuple(ROWS), True, False)


def _newer(folder: Path) -> Path:
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Öl"
    moment = dt.datetime(2024, 2, 29, 18, 30)
    sheet.append(["Text", 12.5, True, dt.date(2025, 3, 31), moment, "=1/0", None, 7])
    sheet.append([None, "Grüße", False, dt.time(6, 30)])
    hidden = book.create_sheet("Verborgen")
    hidden["B2"] = "#NV"
    hidden.sheet_state = "hidden"
    book.save(folder / "neu.xlsx")
    return folder / "neu.xlsx"


def test_an_old_file_says_what_the_newer_one_says(tmp_path: Path) -> None:
    newer = convert(_newer(tmp_path), "xlsx", tmp_path / "neu", recalculate=True)
    older = convert(newer, "xls", tmp_path / "alt")
    old, new = (read_excel(path.read_bytes(), path.name) for path in (older, newer))
    assert [(sheet.name, sheet.visible) for sheet in old] == [("Öl", True), ("Verborgen", False)]
    assert [sheet.visible for sheet in new] == [True, False]
    for before, after in zip(old, new, strict=True):
        width = max(map(len, after.rows))
        assert [(*row, *[""] * (width - len(row))) for row in before.rows] == list(after.rows)
    assert old[0].rows[0] == (
        "Text", 12.5, True, dt.date(2025, 3, 31), dt.datetime(2024, 2, 29, 18, 30), "#DIV/0!", "", 7.0,
    )  # fmt: skip


def _code(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_excel(data, "alt.xls")
    return caught.value.finding.code


def test_what_is_no_workbook_is_damaged_or_encrypted() -> None:
    data = old_workbook("Zahlen", ROWS)
    assert _code(data[:700]) == "source_workbook_damaged"
    assert _code(compound_file({"WordDocument": b"x"})) == "source_workbook_damaged"
    assert _code(compound_file({"EncryptedPackage": b"x" * 9})) == "source_workbook_encrypted"
    assert _code(old_workbook("Zahlen", ROWS, protected=True)) == "source_workbook_encrypted"


def test_damage_never_ends_the_process() -> None:
    data, ends = old_workbook("Zahlen", ROWS), set()
    for seed in range(300):
        chance = random.Random(seed)
        changed = data[:8] + mutated(chance, data[8:])
        try:
            read_excel(changed, "alt.xls")
            ends.add("read")
        except SourceError as refused:
            ends.add(refused.finding.code)
    assert ends >= {"read", "source_workbook_damaged"}
