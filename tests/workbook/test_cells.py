"""Zellen lesen: every kind of cell in every kind of column, and the finding where it does not fit."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import cells
from kundenbindung.workbook.schema import Column, Role, Unit

DAY = dt.date(2025, 3, 31)
Cells = list[object]


def column(unit: Unit, **more: object) -> Column:
    return Column("field", "Spalte", unit, Role.INPUT, "Hilfe.", **more)  # type: ignore[arg-type]  # keywords by the names of the fields


def read(described: Column, *values: object) -> tuple[Cells, list[Finding]]:
    place = cells.Place(
        "customers", "field", "Spalte", "C", [6 + n for n in range(len(values))], [None] * len(values)
    )
    found, findings = cells.convert(described, list(values), place)
    return list(found), findings


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (5, 5.0),
        (5.5, 5.5),
        ("1.234,56", 1234.56),
        ("1.234,56 €", 1234.56),
        ("1'234.50", 1234.5),
        (" 12 ", 12.0),
        ("-3", -3.0),
        ("(3)", -3.0),
        ("12.345.678", 12_345_678.0),
    ],
)
def test_numbers(cell: object, value: float) -> None:
    assert read(column(Unit.EUR), cell, None) == ([value, pytest.approx(math.nan, nan_ok=True)], [])


@pytest.mark.parametrize("cell", [None, "", "   ", math.nan])
def test_missing_numbers_are_nan_not_zero(cell: object) -> None:
    values, findings = read(column(Unit.EUR), cell)
    assert math.isnan(values[0])  # type: ignore[arg-type]  # a number or the test fails
    assert findings == []


@pytest.mark.parametrize("cell", ["–", "-", "k. A.", "n/a"])
def test_a_word_for_nothing_is_refused_and_not_dropped(cell: str) -> None:
    values, findings = read(column(Unit.EUR), cell)
    assert math.isnan(values[0])  # type: ignore[arg-type]  # a number or the test fails
    assert [finding.code for finding in findings] == ["cell_not_number"]


@pytest.mark.parametrize(
    ("unit", "cell", "code"),
    [
        (Unit.EUR, "viel", "cell_not_number"),
        (Unit.EUR, "12 %", "cell_not_number"),
        (Unit.DAYS, "14 %", "cell_not_number"),
        (Unit.EUR, True, "cell_not_number"),
        (Unit.EUR, "1.234", "cell_ambiguous"),
        (Unit.EUR, "1.850,40 H", "cell_sign_unclear"),
        (Unit.EUR, DAY, "cell_is_date"),
        (Unit.EUR, dt.datetime(2025, 3, 31, 5), "cell_is_date"),
        (Unit.EUR, dt.time(5), "cell_is_date"),
        (Unit.EUR, dt.timedelta(hours=30), "cell_is_date"),
        (Unit.EUR, math.inf, "cell_out_of_range"),
        (Unit.DATE, "morgen", "cell_not_date"),
        (Unit.DATE, 45_000.0, "cell_not_date"),
        (Unit.DATE, dt.date(1900, 2, 1), "cell_not_date"),
        (Unit.DATE, dt.date(2200, 1, 1), "cell_not_date"),
        (Unit.DATE, "31.02.2025", "cell_not_date"),
        (Unit.TEXT, "x" * 32_768, "text_too_long"),
    ],
)
def test_what_does_not_fit_is_named_and_missing(unit: Unit, cell: object, code: str) -> None:
    _, findings = read(column(unit), None, cell)
    assert codes(findings) == [code]
    finding = findings[0]
    assert (finding.severity, finding.table, finding.row, finding.field) == (
        Severity.ERROR,
        "customers",
        7,
        "field",
    )
    assert (finding.values["cell"], finding.values["column"]) == ("C7", "Spalte")


def test_shares_take_percent_and_fractions() -> None:
    described = column(Unit.SHARE, low=0.0, high=1.0)
    assert read(described, " 12 %", "0,5 %", 0.4, 1, "0,25") == ([0.12, 0.005, 0.4, 1.0, 0.25], [])
    _, findings = read(described, 40, "101 %", -0.1)
    assert codes(findings) == ["share_out_of_range"] * 3
    assert findings[0].values == {"cell": "C6", "column": "Spalte", "value": 40.0, "low": 0.0, "high": 1.0}


def test_anchors_and_settings_take_percent_too() -> None:
    assert read(column(Unit.ANCHOR), "-10 %", "12.345,00 €") == ([-0.1, 12_345.0], [])
    assert read(column(Unit.RATE), "3 %")[0] == [0.03]


def test_limits_belong_to_the_range() -> None:
    described = column(Unit.RATING, low=0.0, high=10.0)
    assert read(described, 0, 10, "7,5")[1] == []
    assert codes(read(described, -0.001, 10.001)[1]) == ["cell_out_of_range"] * 2


def test_choices_are_found_whatever_their_case() -> None:
    described = column(Unit.CHOICE, choices="care_level")
    assert read(described, "Strategie", " vertrieb ", "SERVICE", None, "") == (
        ["strategy", "sales", "service", None, None],
        [],
    )
    values, findings = read(described, "Premium")
    assert (values, codes(findings)) == ([None], ["choice_unknown"])
    assert findings[0].values["choices"] == "Strategie, Vertrieb, Service"


def test_open_choices_take_other_words() -> None:
    described = column(Unit.CHOICE, choices="opportunity_kind", open_choice=True)
    assert read(described, "zusatz", "Eigenes", 7.0) == (["additional", "Eigenes", "7"], [])


@pytest.mark.parametrize(
    "cell", [DAY, dt.datetime(2025, 3, 31, 23, 59), "31.3.2025", "31.03.25", " 31.03.2025 ", "2025-03-31"]
)
def test_days(cell: object) -> None:
    assert read(column(Unit.DATE), cell, None, " ") == ([DAY, None, None], [])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Müller ", "Müller"),
        ("007", "007"),
        (7.0, "7"),
        (7.5, "7,5"),
        (123_456_789_012.0, "123456789012"),
        (1e20, "100000000000000000000"),
        (1e308, "1E+308"),
        (-1.79769313486e308, "-1,79769313486E+308"),
        (True, "WAHR"),
        (False, "FALSCH"),
        (DAY, "31.03.2025"),
        (dt.datetime(2025, 3, 31, 8), "31.03.2025"),
        ("=1+1", "=1+1"),
        ("", None),
        (" \t", None),
        (None, None),
        (math.nan, None),
    ],
)
def test_texts_as_the_owner_sees_them(cell: object, text: str | None) -> None:
    assert cells.text(cell) == text
    assert read(column(Unit.KEY), cell) == ([text], [])
    assert cells.empty(cell) is (text is None)


def test_required_cells_are_asked_for() -> None:
    values, findings = read(column(Unit.TEXT, required=True), "a", "  ", None)
    assert values == ["a", None, None]
    assert codes(findings) == ["cell_missing"] * 2
    assert [finding.values["cell"] for finding in findings] == ["C7", "C8"]
    assert codes(read(column(Unit.EUR, required=True), None, 0.0)[1]) == ["cell_missing"]


def test_a_finding_names_the_key_of_its_row_if_it_has_one() -> None:
    place = cells.Place("customers", "field", "Spalte", "AB", [6, 9], ["007", None])
    _, findings = cells.convert(column(Unit.EUR), ["x", "y"], place)
    assert [(finding.row, finding.values["cell"]) for finding in findings] == [("007", "AB6"), (9, "AB9")]


@given(st.lists(st.floats(-1e9, 1e9) | st.none() | st.just(""), max_size=20))
def test_numbers_come_back_whatever_stands_between_them(values: list[object]) -> None:
    found, findings = read(column(Unit.EUR), *values)
    assert findings == []
    expected = [math.nan if value in (None, "") else value for value in values]
    np.testing.assert_array_equal(np.array(found, dtype=float), np.array(expected, dtype=float))


@pytest.mark.parametrize(
    ("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_of_columns(number: int, name: str) -> None:
    assert cells.letters(number) == name


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (-2146826281, "#DIV/0!"),
        (-2146826246, "#N/A"),
        (-2146826243, "#SPILL!"),
        (-2146826238, "#CALC!"),
        (-2146826000, "#UNKNOWN!"),
        ("#DIV/0!", "#DIV/0!"),
        ("#1", None),
        (-2146826281.0, None),
        (42, None),
        (True, None),
        (None, None),
    ],
)
def test_error_values_as_excel_hands_them_out(cell: object, text: str | None) -> None:
    assert cells.error_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Decimal("12.5000"), 12.5),
        (dt.datetime(2025, 3, 4), dt.date(2025, 3, 4)),
        (dt.datetime(2025, 3, 4, 12), dt.datetime(2025, 3, 4, 12)),
        (-2146826243, None),
        ("#REF!", None),
        ("Text", "Text"),
        (1.5, 1.5),
    ],
)
def test_cells_of_an_open_workbook_become_those_of_a_file(cell: object, expected: object) -> None:
    found = cells.plain(cell)
    assert (found, type(found)) == (expected, type(expected))
