"""Formeln in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.adapters.package.formula import arguments, balanced, specifiers, tokens
from kundenbindung.adapters.package.functions import CLASSIC, FUTURE, SHEET_FUTURE, SPILLING, VOLATILE


def kinds(formula: str) -> list[str]:
    return [token.kind for token in tokens(formula)]


def test_pieces_of_a_formula() -> None:
    text = "IF('A''b'!$A$1>=1.5,tblX[[#This Row],[a]],\"x,\"\"y\")&Öl!B2"
    assert kinds(text) == [
        *("function", "sheet", "cell", "operator", "operator", "number", "operator"),
        *("name", "brackets", "operator", "string", "close", "operator", "sheet", "cell"),
    ]


@given(st.text(alphabet="AB1([{}])'\",;!#@$ =.:_äx"))
def test_nothing_is_lost_and_nothing_breaks(text: str) -> None:
    found = tokens(text)
    assert "".join(token.text for token in found).replace(" ", "") == text.replace(" ", "")
    balanced(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("SUM(1,(2))", True),
        ("SUM(1,2", False),
        ("SUM(1,2))(", False),
        ('"a', False),
        ("'a!A1", False),
        ("tbl[[a]", False),
        ("tbl[a]]", False),
        ("tbl['[a]", True),
        ("{1,2", False),
        ('")("', True),
    ],
)
def test_balance(text: str, right: bool) -> None:
    assert balanced(text) is right


def test_arguments_of_a_function() -> None:
    found = tokens("1+IF(A1,MAX(1,2),(3,4))")
    groups = arguments(found, 2)
    assert ["".join(token.text for token in group) for group in groups] == ["A1", "MAX(1,2)", "(3,4)"]


@pytest.mark.parametrize(
    ("brackets", "columns"),
    [
        ("[Umsatz 2023]", ("Umsatz 2023",)),
        ("[[#This Row],[Umsatz]]", ("Umsatz",)),
        ("[[a]:[b]]", ("a", "b")),
        ("[#Totals]", ()),
        ("['[x']]", ("[x]",)),
        ("[[#All],['#]]", ("#",)),
        ("[]", ()),
    ],
)
def test_columns_of_a_reference(brackets: str, columns: tuple[str, ...]) -> None:
    assert specifiers(brackets) == columns


def test_function_lists_do_not_overlap() -> None:
    assert not CLASSIC & FUTURE
    assert not CLASSIC & SHEET_FUTURE
    assert not FUTURE & SHEET_FUTURE
    assert SPILLING | VOLATILE <= CLASSIC | FUTURE | SHEET_FUTURE
    assert not any(name.startswith(("SUMME", "WENN")) for name in CLASSIC)
