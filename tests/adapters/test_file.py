"""Mappe als Datei: whatever is built is read back as it was, wherever its tables stand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table as ExcelTable
from tests.examples import examples

from kundenbindung.adapters.builder import build
from kundenbindung.adapters.file import open_workbook
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.core.model import DECISION_COLUMNS, Settings
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents, Reading, read_workbook, settings_frame
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Setting, Table, Unit

YEARS = (2023, 2024, 2025)
NASTY = (
    "=1+1", "-Meier", "+49 40", "@home", "'x'", "Müller & Söhne", "007", "1e5", "_x0041_", "<b>&amp;</b>",
    "😀", "שלום", "12 %", "1.234", "31.12.2025", "WAHR", "#N/A", "zwei\nZeilen", "x" * 9000,
)  # fmt: skip
WHOLE = {Unit.YEAR, Unit.COUNT}
OWN = "Eigene Notiz"

words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20)
texts = st.one_of(st.sampled_from(NASTY), words.map(str.strip).filter(bool))
names = st.text(st.characters(categories=("L", "N", "P", "S"), max_codepoint=0xFFFF), min_size=1, max_size=16)
days = st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31))


def numbers(column: Column | Setting) -> st.SearchStrategy[float]:
    """Numbers in the range of a column, whole ones where it counts."""
    low = -1e9 if column.low is None else float(column.low)
    high = 1e12 if column.high is None else float(column.high)
    if column.unit in WHOLE:
        return st.integers(math.ceil(low), math.floor(min(high, 9999.0))).map(float)
    return st.floats(low, high, allow_subnormal=False).map(lambda value: round(value, 9) + 0.0)


def cells(column: Column) -> st.SearchStrategy[object]:
    """Values of one column, missing ones too unless it is required."""
    if column.choices and layout.CHOICES[column.choices]:
        found: st.SearchStrategy[object] = st.sampled_from(list(layout.CHOICES[column.choices]))
        if column.open_choice:
            found = found | st.just("etwas Eigenes")
    elif column.unit in NUMBER_UNITS:
        found = numbers(column)
    else:
        found = days if column.unit is Unit.DATE else texts
    return found if column.required else st.none() | found


def rows(table: Table, columns: tuple[Column, ...]) -> st.SearchStrategy[list[dict[str, object]]]:
    """Rows of a table, none of them empty, no key twice."""
    first = columns[1 if table.name == "opportunities" else 0]
    parts = {column.name: cells(column) for column in columns}
    parts[first.name] = (
        names if table is layout.CRITERIA else cells(dataclasses.replace(first, required=True))
    )
    unique = (lambda row: str(row[first.name]).casefold()) if table.key else None
    return st.lists(st.fixed_dictionaries(parts), max_size=3, unique_by=unique)


def framed(columns: tuple[Column, ...], values: list[dict[str, object]]) -> pd.DataFrame:
    """Typed frame: floats with NaN, everything else objects with None."""
    return pd.DataFrame(
        {column.name: series(column, [row[column.name] for row in values]) for column in columns}
    )


def series(column: Column, values: list[object]) -> pd.Series[Any]:
    if column.unit in NUMBER_UNITS:
        return pd.Series([math.nan if value is None else value for value in values], dtype=float)
    return pd.Series(values, dtype=object)


TYPED = {
    name: tuple(
        column
        for column in layout.TABLES[name].expand(YEARS)
        if column.role.typed or column.name == layout.TABLES[name].key
    )
    for name in layout.INPUT_TABLES
    if name != "settings"
}
SCREENING = tuple(
    column for column in layout.SCREENING.expand() if column.name in ("customer_id", *DECISION_COLUMNS)
)


@st.composite
def all_settings(draw: st.DrawFn) -> Settings:
    """Settings with every value drawn from its range."""
    values: dict[str, Any] = {"base_year": 2025}
    for setting in draw(st.sets(st.sampled_from(layout.SETTINGS))):
        if setting.name != "base_year":
            values[setting.name] = draw(setting_values(setting))
    return Settings(**values)


def setting_values(setting: Setting) -> st.SearchStrategy[object]:
    if setting.choices:
        return st.sampled_from(list(layout.CHOICES[setting.choices]))
    if setting.unit in {Unit.TEXT, Unit.DATE}:
        return texts if setting.unit is Unit.TEXT else days
    found = numbers(setting)
    return found.map(int) if setting.unit in {*WHOLE, Unit.DAYS} else found


@st.composite
def all_contents(draw: st.DrawFn) -> tuple[Contents, Settings]:
    """A whole workbook of few rows."""
    chosen = draw(all_settings())
    frames = {
        name: framed(columns, draw(rows(layout.TABLES[name], columns))) for name, columns in TYPED.items()
    }
    frames["screening"] = framed(SCREENING, draw(rows(layout.SCREENING, SCREENING)))
    own = st.none() | texts | days | st.floats(-1e6, 1e6).map(lambda value: round(value, 3) + 0.0)
    size = len(frames["customers"])
    notes = draw(st.lists(own, min_size=size, max_size=size))
    frames["customers"] = frames["customers"].assign(**{OWN: pd.Series(notes, dtype=object)})
    frames["settings"] = settings_frame(chosen)
    criteria = tuple(str(name) for name in frames["criteria"]["criterion"])
    return Contents(YEARS, criteria, frames), chosen


def back(contents: Contents, path: Path) -> Reading:
    """Built, opened and read again."""
    build(contents, path)
    return read_workbook(open_workbook(path).grids)


def same(left: object, right: object) -> bool:
    """Equal; both missing; or numbers equal to fifteen digits."""
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-14) or (math.isnan(left) and math.isnan(right))
    return type(left) is type(right) and left == right


def different(read: pd.DataFrame, written: pd.DataFrame) -> list[object]:
    """Cells that did not come back."""
    assert list(read.columns) == list(written.columns)
    assert len(read) == len(written)
    pairs = ((column, a, b) for column in written for a, b in zip(read[column], written[column], strict=True))
    return [pair for pair in pairs if not same(pair[1], pair[2])]


QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck), phases=QUICKLY)
@given(all_contents())
def test_what_is_built_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Contents, Settings]
) -> None:
    contents, chosen = drawn
    read = back(contents, tmp_path_factory.mktemp("round") / "Mappe.xlsx")
    odd = [finding for finding in read.findings if finding.field != OWN]
    assert [finding for finding in odd if finding.code != "appointment_twice"] == [], "two alike may be drawn"
    assert read.years == YEARS
    for name in TYPED:
        recalled = [column.name for column in layout.TABLES[name].expand(YEARS) if column.recalled]
        found = read.frames[name].drop(columns=recalled, errors="ignore")
        assert different(found, contents.frames[name]) == [], name
    assert different(read.frames["decisions"], contents.frames["screening"]) == []
    told, given_ = (dataclasses.asdict(values) for values in (read.settings, chosen))
    assert {name: (told[name], given_[name]) for name in told if not same(told[name], given_[name])} == {}


def test_an_empty_workbook_is_read_back_empty(tmp_path: Path) -> None:
    contents = Contents(YEARS, (), {"settings": settings_frame(Settings(base_year=2025))})
    read = back(contents, tmp_path / "Mappe.xlsm")
    assert (read.findings, read.settings, read.years) == ((), Settings(base_year=2025), YEARS)
    assert {
        name: len(frame) for name, frame in read.frames.items() if len(frame) and name != "settings"
    } == {}


def test_the_builder_takes_nothing_with_it(tmp_path: Path) -> None:
    build(
        Contents(YEARS, (), {"settings": settings_frame(Settings(base_year=2025))}), tmp_path / "Mappe.xlsm"
    )
    assert open_workbook(tmp_path / "Mappe.xlsm").not_carried == ()


# ---------------------------------------------------------------- tables wherever they stand


def sheet_with(change: Callable[[Any, ExcelTable], object], path: Path) -> Path:
    """A workbook with one table Kunden at C10:D12 of a sheet with another name."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Umbenannt"
    for row, values in enumerate((("Kundennr.", "Kunde"), ("007", "A"), (8.0, "B")), start=10):
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = values
    table = ExcelTable(displayName="kunden", ref="C10:D12")
    change(sheet, table)
    sheet.add_table(table)
    book.save(path)
    return path


def test_a_table_is_found_by_its_name_wherever_it_stands(tmp_path: Path) -> None:
    grid = open_workbook(sheet_with(lambda *_: None, tmp_path / "Mappe.xlsx")).grids["customers"]
    assert (grid.headers, grid.first_row, grid.first_column) == (("Kundennr.", "Kunde"), 11, 2)
    assert [list(row) for row in grid.rows] == [["007", "A"], [8.0, "B"]]


def test_a_totals_row_is_no_data(tmp_path: Path) -> None:
    def total(sheet: Any, table: ExcelTable) -> None:
        sheet["C13"] = "Summe"
        table.ref, table.totalsRowCount = "C10:D13", 1

    grid = open_workbook(sheet_with(total, tmp_path / "Mappe.xlsx")).grids["customers"]
    assert [row[0] for row in grid.rows] == ["007", 8.0]


def test_empty_rows_at_the_end_of_a_sheet_are_no_trouble(tmp_path: Path) -> None:
    def grow(sheet: Any, table: ExcelTable) -> None:
        table.ref = "C10:E40"
        sheet["E10"] = "Segment"

    grid = open_workbook(sheet_with(grow, tmp_path / "Mappe.xlsx")).grids["customers"]
    assert [list(row) for row in grid.rows][:2] == [["007", "A", ""], [8.0, "B", ""]]


def test_error_values_are_told_with_their_address(tmp_path: Path) -> None:
    def spoil(sheet: Any, _: ExcelTable) -> None:
        sheet["D12"] = "#NV"
        sheet["D12"].value, sheet["D12"].data_type = "#N/A", "e"

    grid = open_workbook(sheet_with(spoil, tmp_path / "Mappe.xlsx")).grids["customers"]
    assert grid.errors == {"D12": "#N/A"}


def test_losses_of_a_foreign_looking_workbook(tmp_path: Path) -> None:
    def more(sheet: Any, _: ExcelTable) -> None:
        sheet["C12"] = "=4+4"
        sheet["A20"], sheet["D14"] = "daneben", 5

    opened = open_workbook(sheet_with(more, tmp_path / "Mappe.xlsx"))
    assert opened.not_carried == (
        "Blatt „Umbenannt“",
        "Zellen neben den Tabellen im Blatt Umbenannt (D14, A20)",
        "1 Formel im Blatt Umbenannt (die Werte bleiben)",
    )


def test_many_cells_beside_the_tables_are_not_all_named(tmp_path: Path) -> None:
    def more(sheet: Any, _: ExcelTable) -> None:
        for row in range(20, 40):
            sheet.cell(row, 1).value = row

    opened = open_workbook(sheet_with(more, tmp_path / "Mappe.xlsx"))
    assert opened.not_carried[1] == "Zellen neben den Tabellen im Blatt Umbenannt (A20, A21, A22, A23, A24 …)"


def test_a_workbook_without_any_of_our_tables_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "fremd.xlsx")
    with pytest.raises(PackageError) as caught:
        open_workbook(tmp_path / "fremd.xlsx")
    assert (caught.value.finding.code, caught.value.finding.values["file"]) == (
        "workbook_foreign",
        "fremd.xlsx",
    )
