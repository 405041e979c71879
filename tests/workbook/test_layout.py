"""Beschreibung: complete, unique, within Excel's limits, and in step with the core."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import pytest

from kundenbindung.core import model
from kundenbindung.core.model import Settings
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Repeated, Role, Setting, Sheet, Table, Unit

YEARS, CRITERIA = (2023, 2024, 2025), ("Umsatz", "DB-Quote")
TABLES = list(layout.TABLES.values())
COLUMNS = [(table, column) for table in TABLES for column in table.expand(YEARS, CRITERIA)]
LONGEST_PROMPT, LONGEST_TITLE, LONGEST_SHEET_NAME = 255, 32, 31
CELL_LIKE = re.compile(r"[A-Z]{1,3}[0-9]+|[RZ][0-9]*[CS][0-9]*", re.IGNORECASE)
ENGLISH = re.compile(
    r"\b(revenue|margin|customer|score|level_|sheet|table|value|name of|date|the|and|share)\b", re.IGNORECASE
)


def ident(value: tuple[Table, Column] | Table | Sheet | Setting) -> str:
    return f"{value[0].name}.{value[1].name}" if isinstance(value, tuple) else value.name


def twice(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(word.casefold() for word in words).items() if count > 1]


def test_every_setting_of_the_core_has_one_row_and_no_row_is_without_setting() -> None:
    declared = [setting.name for setting in layout.SETTINGS]
    assert twice(declared) == []
    assert set(declared) == {field.name for field in dataclasses.fields(Settings)}


@pytest.mark.parametrize("setting", layout.SETTINGS, ids=ident)
def test_a_setting_is_declared_soundly(setting: Setting) -> None:
    default = {field.name: field.default for field in dataclasses.fields(Settings)}[setting.name]
    assert setting.required is (default is dataclasses.MISSING)
    if isinstance(default, int | float):
        assert (setting.low if setting.low is not None else -1e9) <= default
        assert default <= (setting.high if setting.high is not None else 1e9)
        assert setting.unit in NUMBER_UNITS
    if setting.choices is not None:
        assert default is None or default in layout.CHOICES[setting.choices]
    if setting.unit in {Unit.COUNT, Unit.DAYS, Unit.YEAR} and default is not dataclasses.MISSING:
        assert isinstance(default, int)
    assert setting.label == setting.label.strip()


def test_labels_and_groups_of_settings_are_unique_and_together() -> None:
    assert twice(setting.label for setting in layout.SETTINGS) == []
    groups = [setting.group for setting in layout.SETTINGS]
    assert groups == sorted(groups, key=groups.index)


@pytest.mark.parametrize("one", [*COLUMNS, *layout.SETTINGS], ids=ident)
def test_help_and_label_fit_into_a_prompt(one: tuple[Table, Column] | Setting) -> None:
    described = one[1] if isinstance(one, tuple) else one
    assert 0 < len(described.help) <= LONGEST_PROMPT
    assert described.help.rstrip().endswith((".", "?", ")", "!"))
    assert 0 < len(described.label) <= (LONGEST_TITLE if isinstance(one, tuple) else 40)
    assert "{each}" not in described.help + described.label
    assert not ENGLISH.search(described.help), described.help
    assert not ENGLISH.search(described.label), described.label


@pytest.mark.parametrize("table", TABLES, ids=ident)
def test_a_table_is_declared_soundly(table: Table) -> None:
    columns = table.expand(YEARS, CRITERIA)
    assert twice(column.label for column in columns) == []
    assert twice(column.name for column in columns) == []
    assert re.fullmatch(r"[A-Za-zÄÖÜäöüß_][\wÄÖÜäöüß]*", table.label)
    assert not CELL_LIKE.fullmatch(table.label)
    assert table.min_rows >= 1
    assert table.key is None or table.key in {column.name for column in columns}


@pytest.mark.parametrize("one", COLUMNS, ids=ident)
def test_a_column_is_declared_soundly(one: tuple[Table, Column]) -> None:
    table, column = one
    assert (column.choices is not None) is (column.unit is Unit.CHOICE)
    assert column.choices is None or column.choices in layout.CHOICES
    assert not column.open_choice or column.choices is not None
    assert (column.formula is not None) is (column.role is Role.FORMULA)
    assert column.low is None or column.high is None or column.low < column.high
    assert (column.low is None and column.high is None) or column.unit in NUMBER_UNITS
    assert not column.total or column.unit in NUMBER_UNITS
    assert not column.required or column.role in {Role.INPUT, Role.OUTPUT}
    assert 4.0 <= column.width <= 120.0
    if column.unit is Unit.SHARE and column.role is Role.INPUT:
        assert column.high is not None
        assert column.high <= 1.0
    if column.name == "customer_id":
        assert (column.label, column.unit) == ("Kundennr.", Unit.KEY)
    assert table.name in layout.INPUT_TABLES or not column.role.typed or table is layout.SCREENING


def test_names_of_tables_sheets_and_modules_are_unique() -> None:
    assert twice(table.label for table in TABLES) == []
    assert twice(sheet.label for sheet in layout.SHEETS) == []
    assert twice(sheet.name for sheet in layout.SHEETS) == []
    assert twice([layout.WORKBOOK_CODE_NAME, *(sheet.code_name for sheet in layout.SHEETS)]) == []
    assert {name: table.name for name, table in layout.TABLES.items()} == {
        name: name for name in layout.TABLES
    }


@pytest.mark.parametrize("sheet", layout.SHEETS, ids=ident)
def test_a_sheet_is_declared_soundly(sheet: Sheet) -> None:
    assert 0 < len(sheet.label) <= LONGEST_SHEET_NAME
    assert not set(sheet.label) & set("[]:*?/\\'")
    assert sheet.label not in {"History", "Verlauf"}
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", sheet.code_name)
    assert bool(sheet.placements) is (sheet.name != "guide")
    assert sheet.purpose.endswith(".")
    assert not ENGLISH.search(sheet.purpose)


def test_every_table_stands_on_exactly_one_sheet() -> None:
    placed = [placement.table for sheet in layout.SHEETS for placement in sheet.placements]
    assert sorted(placed) == sorted(layout.TABLES)
    assert layout.sheet_of("criteria").label == "Kriterien"
    assert layout.sheet_of("one_offs") is layout.sheet_of("figures")


def test_the_reader_reads_every_table_with_input() -> None:
    with_input = {table.name for table in TABLES if any(c.role.typed for c in table.expand(YEARS, CRITERIA))}
    remembered = {"imports", "dispatches"}  # all of it is written by the program, and read back to be kept
    assert sorted(with_input - {"screening"} | remembered) == sorted(layout.INPUT_TABLES)
    for table in (layout.IMPORTS, layout.DISPATCHES):
        assert all(c.recalled or c.name == "entry" for c in table.expand())
    assert "screening" in with_input
    assert set(layout.INPUT_TABLES) >= layout.OPTIONAL_TABLES


PAIRS = (
    ("status", model.CustomerStatus),
    ("persistence", model.Persistence),
    ("care_level", model.CareLevel),
    ("opportunity_kind", model.OpportunityKind),
    ("opportunity_status", model.OpportunityStatus),
    ("criterion_kind", model.CriterionKind),
    ("scale", model.Scale),
    ("trend_class", model.TrendClass),
    ("confidence", model.Confidence),
    ("borderline", model.Borderline),
    ("severity", model.Severity),
)


@pytest.mark.parametrize(("name", "kind"), PAIRS, ids=[name for name, _ in PAIRS])
def test_lists_of_choices_are_the_words_of_the_core(name: str, kind: type[StrEnum]) -> None:
    assert set(layout.CHOICES[name]) == {entry.value for entry in kind}


def test_reasons_and_sources_are_those_of_the_core() -> None:
    assert tuple(layout.CHOICES["reason_code"]) == model.REASON_CODES
    sources = set(layout.CHOICES["source"])
    assert set(model.COMPUTED_SOURCES) | set(model.JUDGED_COLUMNS) <= sources
    assert sources <= {*model.COMPUTED_SOURCES, *model.CUSTOMER_COLUMNS}
    assert set(layout.SOURCE_UNITS) == sources


def test_words_of_a_list_are_unique() -> None:
    for name, entries in layout.CHOICES.items():
        assert twice(entries.values()) == [], name
        assert all(word and word == word.strip() for word in entries.values()), name


TYPED = {
    "customers": model.CUSTOMER_COLUMNS,
    "one_offs": model.ONE_OFF_COLUMNS,
    "opportunities": model.OPPORTUNITY_COLUMNS,
    "judgements": model.JUDGEMENT_COLUMNS,
    "criteria": tuple(field.name for field in dataclasses.fields(model.Criterion)),
}


@pytest.mark.parametrize("name", TYPED)
def test_typed_columns_are_those_of_the_core(name: str) -> None:
    typed = {column.name for column in layout.TABLES[name].expand(YEARS) if column.role.typed}
    assert typed - {"customer_id"} == set(TYPED[name]) - {"customer_id"}


def test_decisions_are_those_of_the_core() -> None:
    typed = [column.name for column in layout.SCREENING.expand() if column.role.typed]
    assert sorted(typed) == sorted(model.DECISION_COLUMNS)
    prior = {column.name for column in layout.PRIOR_YEAR.expand()}
    assert set(model.PRIOR_YEAR_COLUMNS) <= prior


def test_repeated_columns_are_written_out() -> None:
    names = [column.name for column in layout.FIGURES.expand((2024, 2025))]
    assert names == ["customer_id", "customer", "revenue_2024", "margin_2024", "revenue_2025", "margin_2025"]
    labels = [column.label for column in layout.SCREENING.expand((), CRITERIA)]
    assert {"Umsatz (Punkte)", "DB-Quote (Punkte)"} <= set(labels)
    repeated = [column for table in TABLES for column in table.columns if isinstance(column, Repeated)]
    assert {entry.over for entry in repeated} == {"year", "step", "criterion"}
    steps = {column.name for column in layout.SCREENING.expand((2023, 2024, 2025))}
    assert {"revenue_effect_2024", "margin_effect_2025"} <= steps
    assert "revenue_effect_2023" not in steps


def test_words_for_identifiers() -> None:
    assert layout.word("care_level", "strategy") == "Strategie"
    assert layout.word("care_level", "unbekannt") == "unbekannt"
    assert layout.word("care_level", None) == layout.word("care_level", float("nan")) == ""
