"""Kunden sichten, function by function, with figures worked by hand (method section 1)."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.companies import company, criterion

from kundenbindung.core import screening
from kundenbindung.core.model import Figures, Inputs, Settings

NAN = math.nan


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2025, 12, dt.date(2025, 12, 31)),
        (2024, 2, dt.date(2024, 2, 29)),
        (2025, 1, dt.date(2025, 1, 31)),
        (2025, 0, dt.date(2024, 12, 31)),
        (2025, -1, dt.date(2024, 11, 30)),
        (2025, -11, dt.date(2024, 1, 31)),
        (2025, 13, dt.date(2026, 1, 31)),
    ],
)
def test_last_day_of_a_month(year: int, month: int, day: dt.date) -> None:
    assert screening.month_end(year, month) == day


def test_the_year_ends_in_its_closing_month() -> None:
    assert screening.year_end(Settings(2025, year_end_month=6), 2026) == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("given", "share", "day"),
    [
        ({}, 1.0, dt.date(2025, 12, 31)),
        ({"booked_share": 0.3}, 1.0, dt.date(2025, 12, 31)),
        ({"months_in_base_year": 9}, 0.75, dt.date(2025, 9, 30)),
        ({"months_in_base_year": 11, "booked_share": 0.8}, 0.8, dt.date(2025, 11, 30)),
        ({"months_in_base_year": 9, "year_end_month": 6}, 0.75, dt.date(2025, 3, 31)),
        ({"reporting_date": dt.date(2026, 1, 15)}, 1.0, dt.date(2026, 1, 15)),
    ],
)
def test_part_of_the_year_and_stichtag(given: dict[str, Any], share: float, day: dt.date) -> None:
    found = screening.complete_settings(Settings(2025, **given))
    assert (found.booked_share, found.reporting_date) == (share, day)


# ------------------------------------------------------------ adjusted figures


def adjusted(inputs: Inputs) -> Figures:
    return screening.adjust(
        inputs, screening.complete_settings(inputs.settings), screening.align_customers(inputs)
    )


def rows(found: Any) -> list[list[float]]:
    return [list(row) for row in found]


def same(found: Any, expected: list[list[float]]) -> None:
    assert rows(found) == [pytest.approx(row, nan_ok=True) for row in expected]


def test_the_first_year_with_revenue_begins_a_customer() -> None:
    """Before it nothing counts, behind it an empty year is a year without revenue."""
    inputs = company(
        {"A": [None, 100, None], "B": [0, 0, 5], "C": [None, None, None], "D": [-5, None, 1]},
        margin={"A": [7, 40, None], "B": [1, 2, 3], "C": [1, 1, 1], "D": [1, None, None]},
    )
    found = adjusted(inputs)
    assert found.first.tolist() == [1, 2, 3, 0]
    same(found.entered, [[NAN, 100, 0], [NAN, NAN, 5], [NAN, NAN, NAN], [-5, 0, 1]])
    same(found.revenue, [[NAN, 100, 0], [NAN, NAN, 5], [NAN, NAN, NAN], [-5, 0, 1]])
    same(found.margin, [[NAN, 40, 0], [NAN, NAN, 3], [NAN, NAN, NAN], [1, 0, NAN]])
    same(found.filled_gap, [[0, 0, 1], [0, 0, 0], [0, 0, 0], [0, 1, 0]])
    assert found.years == inputs.years
    assert not found.estimated.any()
    assert not found.pending.any()


def test_a_missing_margin_is_estimated_by_the_rate_of_the_segment() -> None:
    inputs = company(
        {"A": [100, 200], "B": [100, 200], "C": [100, 200], "D": [100, 0]},
        margin={"A": [30, None], "B": [30, None], "C": [30, 70], "D": [30, None]},
        customers={"A": {"segment": "Nord"}, "B": {"segment": "Süd"}, "C": {"segment": "Nord"}, "D": {}},
        margin_rates={"Nord": 0.25, "": 0.4},
    )
    found = adjusted(inputs)
    same(found.margin, [[30, 50], [30, 80], [30, 70], [30, 0]])
    assert found.estimated.tolist() == [True, True, False, False]
    bare = adjusted(replace(inputs, margin_rates={"Nord": 0.25}))
    same(bare.margin, [[30, 50], [30, NAN], [30, 70], [30, 0]])
    assert bare.estimated.tolist() == [True, False, False, False]


def one_off(key: str, year: int, revenue: float | None, margin: float | None) -> dict[str, Any]:
    return {"customer_id": key, "year": year, "revenue_eur": revenue, "margin_eur": margin}


def test_one_offs_are_taken_out_of_revenue_and_margin() -> None:
    """Two of A in one year, one without a DB; B's has only DB, C's is unknown, others lie elsewhere."""
    inputs = company(
        {"A": [100, 200], "B": [100, 200], "C": [100, 200]},
        margin={"A": [30, 90], "B": [30, 90], "C": [30, 90]},
        customers={"A": {"segment": "Nord"}, "B": {}, "C": {}},
        one_offs=[
            one_off("A", 2025, 40, 10),
            one_off("A", 2025, 20, None),
            one_off("B", 2024, None, 5),
            one_off("C", 2025, 10, None),
            one_off("?", 2025, 10, 1),
            one_off("C", 2019, 10, 1),
            one_off("B", 2025, 0, None),
        ],
        margin_rates={"Nord": 0.5},
    )
    found = adjusted(inputs)
    same(found.revenue, [[100, 140], [100, 200], [100, 190]])
    same(found.margin, [[30, 70], [25, 90], [30, NAN]])
    same(found.entered, [[100, 200]] * 3)
    assert found.estimated.tolist() == [True, False, False]


def test_what_rounding_leaves_is_nothing() -> None:
    inputs = company(
        {"A": [1.0, 0.3]},
        margin={"A": [1.0, 0.3]},
        one_offs=[one_off("A", 2025, 0.1, 0.1), one_off("A", 2025, 0.2, 0.2)],
    )
    found = adjusted(inputs)
    assert (found.revenue[0, 1], found.margin[0, 1]) == (0.0, 0.0)


def test_a_part_of_the_base_year_is_completed_by_last_year() -> None:
    """Three quarters are booked: A adds a quarter of last year, B and D had nothing and are stretched."""
    inputs = company(
        {"A": [100, 90], "B": [None, 60], "C": [200, None], "D": [0, 30], "E": [-10, 30], "F": [0.5, 0]},
        margin={"A": [40, 30], "B": [None, 15], "C": [20, None], "D": [0, 12], "E": [1, 3], "F": [0.2, 0]},
        settings={"months_in_base_year": 9},
    )
    found = adjusted(inputs)
    assert found.revenue[:, 1] == pytest.approx([115, 80, 50, 40, 40, 0.125])
    assert found.margin[:, 1] == pytest.approx([40, 20, 5, 16, 4, 0.05])
    assert found.revenue[:, 0] == pytest.approx([100, NAN, 200, NAN, -10, 0.5], nan_ok=True)
    assert found.pending.tolist() == [False, False, True, False, False, True]
    single = adjusted(company({"A": [90]}, margin={"A": [30]}, settings={"months_in_base_year": 9}))
    assert (single.revenue.tolist(), single.margin.tolist()) == ([[120]], [[40]])


def test_a_part_of_a_year_behind_a_year_of_nothing_is_stretched() -> None:
    found = adjusted(
        company({"A": [10, 0, 30]}, margin={"A": [1, 0, 6]}, settings={"months_in_base_year": 9})
    )
    assert found.revenue.tolist() == [[10, 0, 40]]
    assert found.margin.tolist() == [[1, 0, 8]]


def test_one_offs_of_nobody_are_left_alone() -> None:
    found = adjusted(company({}, one_offs=[one_off("A", 2025, 10, None)]))
    assert found.revenue.shape == (0, 3)


def test_whoever_has_only_figures_is_a_customer_too() -> None:
    inputs = company(
        {"A": [1], "Z": [2], "Y": [3]}, customers={"A": {"customer": "Anna", "loyalty": 3.0}, "B": {}}
    )
    inputs = replace(inputs, names={"Z": "Zorn", "A": "anders"})
    found = screening.align_customers(inputs)
    assert list(found.index) == ["A", "B", "Z", "Y"]
    assert found["customer"].fillna("").tolist() == ["Anna", "", "Zorn", ""]
    assert found.index.name == inputs.customers.index.name
    assert found.at["A", "loyalty"] == 3.0


# ------------------------------------------------------------ status and columns


def figures(revenue: Any, margin: Any, pending: Any = None) -> Figures:
    revenue, margin = np.array(revenue, dtype=np.float64), np.array(margin, dtype=np.float64)
    size, years = revenue.shape
    none = np.zeros(size, dtype=np.bool_)
    waiting = none if pending is None else np.array(pending)
    return Figures(
        tuple(range(2026 - years, 2026)), revenue, revenue, margin, np.zeros(size, dtype=np.int64),
        np.zeros(revenue.shape, dtype=np.bool_), none, waiting,
    )  # fmt: skip


def test_status() -> None:
    """Active, new, lost; waiting for its booking; waiting, but negative; nothing; less than nothing."""
    given = figures(
        [[5, 5], [NAN, 5], [5, 0], [5, 0], [5, -1], [NAN, NAN], [-5, 0.5], [0.5, 0.5]],
        np.zeros((8, 2)),
        [False, False, False, True, True, False, False, False],
    )
    customers = pd.DataFrame({"customer": list("ABCDEFGH")}, index=list("ABCDEFGH"))
    found = screening.base_columns(customers, given)
    assert found["status"].tolist() == ["active", "new", "lost", "active", "lost", "lost", "new", "active"]


def test_any_earlier_year_makes_an_active_customer() -> None:
    given = figures([[0, 5, 5], [5, 0, 5], [NAN, 0, 5]], np.zeros((3, 3)))
    found = screening.base_columns(pd.DataFrame({"customer": list("ABC")}, index=list("ABC")), given)
    assert found["status"].tolist() == ["active", "active", "new"]


def test_base_columns() -> None:
    customers = pd.DataFrame(
        {
            "customer": ["Anna", None],
            "segment": ["Nord", NAN],
            "collective": ["yes", "no"],
            "purchasing_volume_eur": ["900", "viel"],
        },
        index=["A", "B"],
        dtype=object,
    )
    given = replace(figures([[100, 200], [5, 7]], [[20, 70], [NAN, 1]]), estimated=np.array([False, True]))
    found = screening.base_columns(customers, given)
    assert found["customer"].fillna("").tolist() == ["Anna", ""]
    assert found["segment"].fillna("").tolist() == ["Nord", ""]
    assert found["collective"].tolist() == [True, False]
    assert found["pending"].tolist() == [False, False]
    assert found["revenue_eur"].tolist() == [200, 7]
    assert found["margin_eur"].tolist() == [70, 1]
    assert found["margin_share"].tolist() == pytest.approx([0.3, 1 / 7])
    assert found["margin_estimated"].tolist() == [False, True]
    assert found["purchasing_volume_eur"].tolist() == pytest.approx([900, NAN], nan_ok=True)
    assert list(found.index) == ["A", "B"]
    bare = screening.base_columns(customers[["customer"]], given)
    assert not bare["collective"].any()
    assert bare[["segment", "purchasing_volume_eur"]].isna().to_numpy().all()


def test_who_is_rated() -> None:
    base = pd.DataFrame(
        {"status": ["active", "new", "lost", "active"], "collective": [False, False, False, True]}
    )
    assert screening.rated(base).tolist() == [True, True, False, False]


def test_totals_as_entered() -> None:
    inputs = company({"A": [1, 2], "B": [None, 5]}, margin={"A": [None, 1], "B": [None, None]})
    found = screening.entered_totals(inputs)
    assert found["year"].tolist() == [2024, 2025]
    assert found["revenue_eur"].tolist() == [1, 7]
    assert found["margin_eur"].tolist() == pytest.approx([NAN, 1], nan_ok=True)


# ------------------------------------------------------------ values of the sources

SOURCES = (
    "revenue_mean", "margin_mean", "margin_share", "own_rate", "free_potential", "loyalty", "contract_share",
    "care_hours_per_1000_eur_margin", "unknown",
)  # fmt: skip


def test_values_of_the_sources() -> None:
    """A: (1 x 100 + 2 x 200 + 3 x 400) / 6; B knows two years: (2 x 50 + 3 x 100) / 5; 9,999 is past."""
    inputs = company(
        {"A": [9999, 100, 200, 400], "B": [None, None, 50, 100]},
        margin={"A": [9999, 10, 50, None], "B": [None, None, 10, -30]},
        criteria=[criterion(source, source, 0, 1) for source in SOURCES],
        customers={
            "A": {
                "loyalty": 8.0,
                "purchasing_volume_eur": 1000.0,
                "care_effort_hours": 6.0,
                "contract_share": 0.5,
            },
            "B": {"purchasing_volume_eur": 60.0, "care_effort_hours": 6.0},
        },
        judgements=[
            {"customer_id": "A", "judge": "X", "loyalty": 5.0},
            {"customer_id": "A", "judge": "Y", "loyalty": 2.0},
            {"customer_id": "B", "judge": "Y", "loyalty": None},
        ],
    )
    found = screening.source_values(
        inputs, screening.align_customers(inputs), adjusted(inputs), np.array([0.1, -0.2])
    )
    expected = {
        "revenue_mean": [1700 / 6, 80],
        "margin_mean": [30, -10],
        "margin_share": [60 / 300, -20 / 150],
        "own_rate": [0.1, -0.2],
        "free_potential": [600, 0],
        "care_hours_per_1000_eur_margin": [6 / 0.03, NAN],
        "loyalty": [5, NAN],
        "contract_share": [0.5, NAN],
    }
    assert sorted(found.columns) == sorted(expected)
    for name, values in expected.items():
        assert found[name].tolist() == pytest.approx(values, nan_ok=True), name
    assert list(found.index) == ["A", "B"]


def test_three_years_of_a_longer_row_count() -> None:
    given = figures([[9, 1, 2, 3], [9, NAN, NAN, NAN]], [[9, 1, 1, 1], [9, 1, 1, 1]])
    assert screening.margin_share(given) == pytest.approx([0.5, NAN], nan_ok=True)
    assert screening.margin_share(figures([[0, 0]], [[5, 5]])) == pytest.approx([NAN], nan_ok=True)
    half = figures([[0.5]], [[0.25]])
    assert screening.margin_share(half) == pytest.approx([0.5])


def test_judgements_and_how_far_they_are_apart() -> None:
    inputs = company(
        {"A": [1], "B": [1], "C": [1]},
        customers={"A": {"loyalty": 8.0, "referral": 1.0}, "B": {"loyalty": 3.0}, "C": {}},
        judgements=[
            {"customer_id": "A", "judge": "X", "loyalty": 5.0, "referral": 5.0},
            {"customer_id": "B", "judge": "X", "loyalty": None},
            {"customer_id": "?", "judge": "X", "loyalty": 1.0},
        ],
    )
    words = inputs.judgements["loyalty"].astype(object).where(inputs.judgements["customer_id"] != "B", "viel")
    inputs = replace(inputs, judgements=inputs.judgements.assign(loyalty=words))
    customers = screening.align_customers(inputs)
    found = screening.ratings(inputs, customers, "loyalty")
    assert found["mean"].tolist() == pytest.approx([6.5, 3, NAN], nan_ok=True)
    assert found["spread"].tolist() == pytest.approx([3, 0, NAN], nan_ok=True)
    assert screening.judge_spread(inputs, customers).tolist() == [4, 0, 0]
