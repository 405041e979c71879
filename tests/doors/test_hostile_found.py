"""Was die Mutationen fanden: the smallest workbook for every defect of reading, calculating and writing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.catalogue.reading import SOUND, grid, workbook
from tests.fuzz import packing
from tests.fuzz.companies import product

from kundenbindung import jobs, messages
from kundenbindung.adapters.file import OpenedWorkbook, open_workbook
from kundenbindung.adapters.package import PackageError
from kundenbindung.adapters.package.extent import Extent, extent
from kundenbindung.adapters.save import SaveError, save
from kundenbindung.adapters.sources import SourceError, read_figures
from kundenbindung.core.model import Finding
from kundenbindung.messages import german
from kundenbindung.workbook import cells
from kundenbindung.workbook.frames import Grid, read_workbook, years_of

Change = Callable[[dict[str, bytes]], None]


def _opened(folder: Path, change: Change) -> OpenedWorkbook:
    """The product with some parts changed."""
    parts = dict(product().parts)
    change(parts)
    path = folder / "Mappe.xlsm"
    path.write_bytes(packing.packed(parts))
    return open_workbook(path)


def _table(parts: Mapping[str, bytes], label: str) -> str:
    """Part of a table by its name."""
    return next(name for name, data in parts.items() if f'displayName="{label}"'.encode() in data)


def _swapped(label: str, old: str, new: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        name = _table(parts, label)
        parts[name] = re.sub(old.encode(), new.encode(), parts[name], count=1)

    return change


def _codes(grids: Mapping[str, Grid]) -> dict[str, Finding]:
    return {finding.code: finding for finding in read_workbook(grids).findings}


@pytest.mark.parametrize("year", ["²⁰²⁵", "١٢٣٤", "99999", "0000", "9" * 5_000])
def test_a_header_may_end_in_digits_that_are_no_year(year: str, tmp_path: Path) -> None:
    assert years_of((f"Umsatz {year}", "DB 2025")) == (2025,)
    opened = _opened(tmp_path, _swapped("Screening", 'name="Einordnung"', f'name="Umsatz {year}"'))
    assert f"Spalte „Umsatz {year}“ im Blatt Screening" in opened.not_carried


def test_a_damaged_part_nobody_needs_is_a_finding_too(tmp_path: Path) -> None:
    data = packing.packed(product().parts)
    name = b"xl/charts/chart8.xml"
    at = data.rindex(name) - 46 + 16  # its checksum in the directory
    path = tmp_path / "Mappe.xlsm"
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(PackageError) as refused:
        open_workbook(path)
    assert refused.value.finding.code == "workbook_damaged"


def test_a_table_whose_columns_do_not_fit_its_area_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(PackageError) as refused:
        _opened(tmp_path, _swapped("Kunden", r"<tableColumn [^>]*?/>", ""))
    assert refused.value.finding.code == "workbook_damaged"


def test_the_first_row_counts_where_the_header_row_is_switched_off(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        name = _table(parts, "Kunden")
        text = parts[name].decode()
        match = re.search(r' ref="([A-Z]+)([0-9]+):', text)
        assert match is not None
        text = text.replace(match[0], f' headerRowCount="0" ref="{match[1]}{int(match[2]) + 1}:', 1)
        parts[name] = re.sub(r"<autoFilter.*?(?:/>|</autoFilter>)", "", text).encode()

    grids = _opened(tmp_path, change).grids
    assert grids["customers"].rows == product().grids["customers"].rows
    assert grids["customers"].first_row == product().grids["customers"].first_row


@pytest.mark.parametrize("cell", ["1e999", float("inf"), "-1e999"])
def test_an_infinite_setting_is_a_finding(cell: object) -> None:
    found = _codes(workbook(settings=grid("settings", {"Einstellung": "Basisjahr", "Wert": cell})))
    assert found
    assert not any(re.search(r"\binf\b", messages.line(finding)) for finding in found.values())


def test_an_infinite_number_in_a_cell_of_words_has_a_word() -> None:
    assert [cells.text(cell) for cell in (float("inf"), float("-inf"))] == ["∞", "-∞"]
    found = _codes(workbook(criteria=grid("criteria", {**SOUND["criteria"], "Skala": float("inf")})))
    assert found["choice_unknown"].values["text"] == "∞"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (german.number(float("inf")), "∞"),
        (german.plain(float("-inf")), "-∞"),
        (german.whole(1e308), "1,0E+308"),
        (german.euros(-1e20), "-1,0E+20 €"),
        (german.change(1e308, None), "+1,0E+308"),
        (german.percent(1e308), "∞ %"),
        (german.number(999_999_999_999_999.0), "999.999.999.999.999"),
    ],
)
def test_giant_numbers_have_words(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\ud800"])
def test_a_sign_no_file_can_hold_is_named_with_its_cell(sign: str) -> None:
    found = _codes(workbook(customers=grid("customers", {**SOUND["customers"], "Kunde": f"M{sign}ller"})))
    assert found["text_sign_impossible"].values["cell"] == "B6"


@pytest.mark.parametrize("text", ["M\ufffeller", "M\ud800ller", "😀" * 16_384])
def test_such_a_sign_in_a_column_of_the_owner_stops_the_writing(text: str, tmp_path: Path) -> None:
    customers = product().grids["customers"]
    rows = [[*row, text if at == 0 else ""] for at, row in enumerate(customers.rows)]
    changed = replace(customers, headers=(*customers.headers, "Eigene"), rows=rows)
    job = jobs.calculate(jobs.from_grids({**product().grids, "customers": changed}))
    with pytest.raises(SaveError) as refused:
        save(jobs.contents(job, None), tmp_path / "Ziel.xlsx", jobs.verify)
    assert "Spalte Eigene" in str(refused.value.finding.values["reason"])
    assert list(tmp_path.iterdir()) == []


def test_a_text_of_emojis_is_counted_as_excel_counts() -> None:
    long = {**SOUND["customers"], "Kunde": "😀" * 16_384}
    assert _codes(workbook(customers=grid("customers", long)))["text_too_long"].values["length"] == 32_768


@pytest.mark.parametrize("number", ["1e308", "-1e300", "2000000000000"])
def test_an_impossible_amount_of_a_list_is_named(number: str, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(f"Werte in T€;;\nKundennr.;Umsatz 2025;Umsatz 2024\n1;{number};1,5\n", encoding="utf-8")
    try:
        findings = read_figures(path).findings
    except SourceError as refused:
        findings = (refused.finding,)
    assert "source_number_unreadable" in {finding.code for finding in findings}


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (b"<sheetData/>", Extent(0, 0, 0)),
        (b'<row r="2"><c r="B2"><v>1</v></c><c r="AA2" s="1"/></row>', Extent(2, 27, 2)),
        (b'<row r="1"/><row r="900" hidden="1"/><row r="3"><c r="A3"/></row>', Extent(3, 1, 1)),
        (b'<row r="7"><c><v>1</v></c><c><v>2</v></c></row>', Extent(7, 2, 0)),
        (b"<x:row r='4'><x:c r = 'c4'><x:v>1</x:v></x:c></x:row>", Extent(4, 3, 1)),
    ],
)
def test_the_extent_of_a_sheet(sheet: bytes, expected: Extent) -> None:
    found = extent(sheet)
    assert found[:2] == expected[:2]
    assert not found.sparse


def test_a_table_on_the_sheet_of_the_manual_is_read(tmp_path: Path) -> None:
    """Somebody gave the sheet Kunden the name of the one that holds text only."""

    def change(parts: dict[str, bytes]) -> None:
        book = parts["xl/workbook.xml"].replace(b'name="Anleitung"', b'name="Andere"')
        parts["xl/workbook.xml"] = book.replace(b'name="Kunden"', b'name="Anleitung"')

    opened = _opened(tmp_path, change)
    assert opened.grids["customers"].rows
    assert "Blatt „Andere“" in opened.not_carried


def test_many_formulas_without_a_result_are_found_at_once(tmp_path: Path) -> None:
    """Each of them was looked for in the whole sheet again."""
    cells_ = "".join(f'<c r="C{row}"><f>1+1</f></c>' for row in range(6, 66))

    def change(parts: dict[str, bytes]) -> None:
        name = next(name for name, data in parts.items() if b'codeName="shKunden"' in data)
        rows = f"<sheetData><row>{cells_}</row></sheetData><!--{'<c ' * 1_000_000}-->"
        parts[name] = re.sub(b"(?s)<sheetData>.*</sheetData>", rows.encode(), parts[name])

    begun = time.process_time()
    opened = _opened(tmp_path, change)
    assert len(opened.grids["customers"].unfinished) == 60
    assert time.process_time() - begun < 3.0
