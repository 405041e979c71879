"""One test per declared column: where it stands, how it looks, what it says when one types in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.adapters.builder import built
from tests.adapters.builder.invented import CRITERIA, YEARS, contents

from kundenbindung.adapters.builder import build
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.schema import Column, Role, Table, Unit

COLUMNS = built.declared(YEARS, CRITERIA)
IDS = [f"{table.name}.{column.name}" for table, column in COLUMNS]
CONTENTS = contents()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = tmp_path_factory.mktemp("columns") / "Mappe.xlsm"
    build(CONTENTS, path)
    return built.opened(path)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=IDS)
def test_column(book: Any, table: Table, column: Column) -> None:
    spot = built.spot_of(CONTENTS, table.name)
    assert built.cell(book, spot, column.name, -1).value == column.label
    found = built.cell(book, spot, column.name)
    assert found.number_format == _format(table, column)
    assert found.style == styles.ROLE_STYLES[column.role].name
    assert found.fill.fgColor.rgb[2:] == styles.ROLE_FILLS[column.role][1:]
    _check_prompt(book, table, column)


def _format(table: Table, column: Column) -> str:
    unit = column.unit
    if unit is Unit.ANCHOR:
        unit = Unit.EUR
    if unit is Unit.VALUE and table.name == "settings":
        unit = layout.SETTINGS[0].unit
    return styles.NUMBER_FORMATS[unit]


def _check_prompt(book: Any, table: Table, column: Column) -> None:
    """Typed columns carry their help on every row, the others on their header."""
    spot = built.spot_of(CONTENTS, table.name)
    rows = (0, spot.rows - 1) if column.role.typed else (-1,)
    for row in rows:
        address = built.cell(book, spot, column.name, row).coordinate
        check = built.validation(book, spot.sheet.label, address)
        if table.name == "settings" and column.role.typed:
            setting = layout.SETTINGS[row]
            assert (check.promptTitle, check.prompt) == (setting.label[:32], setting.help)
        else:
            assert (check.promptTitle, check.prompt) == (column.label[:32], column.help)
        assert check.showInputMessage


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=IDS)
def test_what_a_column_accepts(book: Any, table: Table, column: Column) -> None:
    if not column.role.typed or (table.name, column.name) == ("settings", "value"):
        return
    spot = built.spot_of(CONTENTS, table.name)
    check = built.validation(book, spot.sheet.label, built.cell(book, spot, column.name).coordinate)
    if column.choices is not None:
        assert check.type == "list"
        assert check.formula1 in book.defined_names
        assert check.errorStyle == ("warning" if column.open_choice else None)
    elif column.low is not None and column.high is not None:
        assert (float(check.formula1), float(check.formula2)) == (column.low, column.high)
        assert check.error.startswith("Bitte geben Sie eine")
    elif column.unit is Unit.DATE:
        assert check.type == "date"
    elif column.name == table.key:
        assert check.type == "custom"
        assert check.formula1.startswith("SUMPRODUCT(")
    elif column.unit in {Unit.TEXT, Unit.LONG_TEXT, Unit.KEY}:
        assert check.type is None
    else:
        assert check.type in {"decimal", "whole"}


def test_lists_hold_the_words_of_the_layout(book: Any) -> None:
    found = {}
    for name, defined in book.defined_names.items():
        if "INDEX" in defined.attr_text or not name.startswith("Liste_"):
            continue
        sheet, area = defined.attr_text.split("!")
        found[name] = [row[0].value for row in book[sheet][area]]
    assert found["Liste_Screening_Grund"] == list(layout.CHOICES["reason_code"].values())
    assert found["Liste_Kunden_Einzelunternehmer"] == ["ja", "nein"]
    used = {
        column.choices for _, column in COLUMNS if column.choices not in {None, "stage"} and column.role.typed
    } | {setting.choices for setting in layout.SETTINGS if setting.choices}
    assert len(found) == len(used)


def test_stages_come_from_their_own_table(book: Any) -> None:
    spot = built.spot_of(CONTENTS, "stages")
    first = built.cell(book, spot, "stage").coordinate
    text = book.defined_names["Liste_Pipeline_Phase"].attr_text
    letters, digits = first.rstrip("0123456789"), first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert text.startswith(f"Einstellungen!${letters}${digits}:INDEX(Phasen[Phase],")


def test_setting_checks_are_their_own(book: Any) -> None:
    spot = built.spot_of(CONTENTS, "settings")
    for at, setting in enumerate(layout.SETTINGS):
        found = built.cell(book, spot, "value", at)
        check = built.validation(book, "Einstellungen", found.coordinate)
        assert found.number_format == styles.NUMBER_FORMATS[setting.unit]
        if setting.choices is not None:
            assert check.type == "list"
        elif setting.low is not None and setting.high is not None:
            assert (float(check.formula1), float(check.formula2)) == (setting.low, setting.high)


def test_anchors_are_shown_in_the_unit_of_their_source(book: Any) -> None:
    spot = built.spot_of(CONTENTS, "criteria")
    formats = [built.cell(book, spot, "zero_at", row).number_format for row in range(4)]
    units = [Unit.EUR, Unit.EUR, Unit.SHARE, Unit.ANCHOR]
    assert formats == [styles.NUMBER_FORMATS[unit] for unit in units]


def test_roles_are_told_apart_by_style_and_colour() -> None:
    fills = [styles.ROLE_FILLS[role] for role in (Role.INPUT, Role.DECISION, Role.OUTPUT, Role.FORMULA)]
    assert len(set(fills)) == len(fills)
