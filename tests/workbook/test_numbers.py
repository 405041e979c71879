"""Zahlen als Text: what is read, what is refused, and that every notation comes back."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared_data import shared

from kundenbindung.workbook.numbers import Parsed, Problem, decimal_evidence, parse_number

READ = {
    "0": 0.0,
    "007": 7.0,
    "1234,56": 1234.56,
    "1234.56": 1234.56,
    "-1850,4": -1850.4,
    "1.234,56": 1234.56,
    "1,234.56": 1234.56,
    "1.234.567": 1234567.0,
    "1,234,567": 1234567.0,
    "1.234,567": 1234.567,
    "1234,567": 1234.567,
    "0,123": 0.123,
    "0.123": 0.123,
    ",5": 0.5,
    "1'234.50": 1234.5,
    "1’234.50": 1234.5,
    "1\u00a0234,50": 1234.5,
    "1\u202f234,50": 1234.5,
    "1\u2009234\u2009567": 1234567.0,
    "1 234": 1234.0,
    "\u22121.850,40": -1850.4,
    "–1.850,40": -1850.4,
    "- 1.850,40": -1850.4,
    "1.850,40-": -1850.4,
    "1.850,40 -": -1850.4,
    "(1.850,40)": -1850.4,
    "(1.850,40) €": -1850.4,
    "€ (1.850,40)": -1850.4,
    "+45.000,00": 45000.0,
    "84.250,00 €": 84250.0,
    "84.250,00EUR": 84250.0,
    "EUR 84.250,00": 84250.0,
    "-EUR 1.850,40": -1850.4,
    "€ -1.850,40": -1850.4,
    "1.850,-": 1850.0,
    "1.850,--": 1850.0,
    "1.850,– €": 1850.0,
    "1'850.--": 1850.0,
    "1,8504E+03": 1850.4,
    "1.850e3": 1850.0,
    "5E-2": 0.05,
    "-1.850,40 *": -1850.4,
    "  9.300,00  ": 9300.0,
    "-0,00": 0.0,
}
SHARES = {" 12 %": 0.12, "34,00 %": 0.34, "-5%": -0.05, "-13.142,59 %": -131.4259, "(5 %)": -0.05}
EMPTY = (
    "",
    "   ",
    " " * 70,
    "-",
    "--",
    "–",
    "—",
    "k.A.",
    "k. A.",
    "n/a",
    "N/A",
    "n.a.",
    "keine Angabe",
    "- €",
    "EUR -",
)
AMBIGUOUS = ("1.234", "1,234", "-12.500", "999,999", "1.234 €", "(1.234)", "1.234 %", "1.234*", "+1,234")
SIGN = ("1.850,40 H", "H 1.850,40", "1.850,40 CR", "100,00S", "1.234 S", "1.850,40 Soll", "-5,00 CR")
UNREADABLE = (
    "#######",
    "#DIV/0!",
    "-1.850,40-",
    "(-5)",
    "(5)-",
    "- - 5",
    "12.34.56",
    "1.23.456",
    "0.123.456",
    "1.234.5",
    "1,234,56",
    "1.234.-",
    "12 34",
    "1  234",
    "1.234'567",
    "€ 5 €",
    "5 % €",
    "CHF 5",
    "$5",
    "84,2 T€",
    "01.02.2025",
    "2025-01-03",
    "1e999",
    "NaN",
    "inf",
    "1_000",
    "١٢٣",
    "H",
    "CR",
    "Kunde H",
    "€",
    "%",
    "*",
    "1" * 70,
    "12.34.56" + " " * 70,
)


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_a_clear_number_is_read(text: str, value: float) -> None:
    assert parse_number(text) == Parsed(value)


@pytest.mark.parametrize(("text", "value"), SHARES.items())
def test_percent_becomes_a_fraction(text: str, value: float) -> None:
    parsed = parse_number(text)
    assert parsed.percent
    assert parsed.value == pytest.approx(value)


@pytest.mark.parametrize("text", EMPTY)
def test_an_empty_like_text_is_no_number_and_no_problem(text: str) -> None:
    assert parse_number(text) == Parsed(None)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_one_mark_before_three_digits_has_two_readings(text: str) -> None:
    assert parse_number(text).problem is Problem.AMBIGUOUS


@pytest.mark.parametrize("text", SIGN)
def test_a_debit_or_credit_mark_must_be_asked(text: str) -> None:
    assert parse_number(text) == Parsed(None, Problem.SIGN)


@pytest.mark.parametrize("text", UNREADABLE)
def test_everything_else_is_refused(text: str) -> None:
    assert parse_number(text) == Parsed(None, Problem.UNREADABLE)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1.234", ",", 1234.0), ("1.234", ".", 1.234), ("1,234", ",", 1.234), ("-1,234 €", ".", -1234.0)],
)
def test_the_known_decimal_mark_decides(text: str, decimal: str, value: float) -> None:
    assert parse_number(text, decimal=decimal) == Parsed(value)


def test_a_clear_number_does_not_need_the_decimal_mark() -> None:
    assert parse_number("1234.56", decimal=",").value == 1234.56


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234", "12,5"], ","),
        (["1.234", "1.234.567"], ","),
        (["1,234", "1,234.00"], "."),
        (["1.234", "999", "12 %", "", "k.A.", "Text"], None),
        (["12,5", "12.5"], None),
        (["1'234", "1 234"], None),
        (["1.850,-"], ","),
        ([], None),
    ],
)
def test_evidence_comes_from_clear_cells_only(texts: list[str], mark: str | None) -> None:
    assert decimal_evidence(texts) == mark


def _swap(text: str, separator: str, mark: str) -> str:
    return text.replace(",", "\0").replace(".", mark).replace("\0", separator)


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
NOTATIONS = (
    (".", ","),
    (",", "."),
    ("'", "."),
    ("’", "."),
    ("\u00a0", ","),
    ("\u202f", ","),
    ("", ","),
    ("", "."),
)


@given(AMOUNTS, st.sampled_from(NOTATIONS), st.sampled_from(("{}", "{} €", "EUR {}", "  {}  ", "{} *")))
def test_every_notation_comes_back(amount: float, notation: tuple[str, str], dress: str) -> None:
    text = dress.format(_swap(f"{amount:,.2f}", *notation))
    assert parse_number(text).value == pytest.approx(float(amount), abs=1e-9)


@given(AMOUNTS, st.sampled_from(("{}-", "({})", "-{}", "\u2212{}", "- {}", "–{} €", "€ -{}", "-EUR {}")))
def test_every_minus_comes_back(amount: float, dress: str) -> None:
    text = dress.format(_swap(f"{abs(amount):,.2f}", ".", ","))
    assert parse_number(text).value == pytest.approx(-float(abs(amount)), abs=1e-9)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_float_as_python_writes_it_comes_back(value: float) -> None:
    assert parse_number(repr(value), decimal=".").value == value


@given(st.floats(min_value=-1e12, max_value=1e12), st.integers(1, 15))
def test_scientific_notation_comes_back(value: float, digits: int) -> None:
    text = f"{value:.{digits}E}"
    assert parse_number(text.replace(".", ",")).value == float(text)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_two_readings_differ_by_a_thousand(front: int, behind: int, mark: str) -> None:
    text = f"{front}{mark}{behind:03}"
    assert parse_number(text).problem is Problem.AMBIGUOUS
    readings = {parse_number(text, decimal=decimal).value for decimal in ".,"}
    assert readings == {float(f"{front}.{behind:03}"), front * 1000.0 + behind}


@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    parsed = parse_number(text)
    assert parsed.value is None or parsed.problem is None


def test_the_table_of_negative_notations() -> None:
    path = shared("data", "formats", "generic", "negative_schreibweisen.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    for _, text, expected in rows:
        parsed = parse_number(text)
        if expected == "FEHLER":
            assert parsed.problem is Problem.UNREADABLE, text
        elif "RÜCKFRAGE" in expected:
            assert parsed.problem is Problem.SIGN, text
        else:
            assert parsed == Parsed(float(expected.split()[0])), text
    assert len(rows) == 21


def test_the_table_of_mixed_notations() -> None:
    path = shared("data", "formats", "generic", "zahlenformate_gemischt.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [row[3] for row in csv.reader(file, delimiter=";")][1:]
    values = [parse_number(text).value for text in texts]
    assert None not in values
    assert sum(value for value in values if value is not None) == pytest.approx(750472.95, abs=0.005)
    assert decimal_evidence(texts) is None
