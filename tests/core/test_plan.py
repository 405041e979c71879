"""Plan, function by function, with figures worked by hand (method section 4)."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.core import plan
from kundenbindung.core.model import Backtest, Figures, FloatArray, Settings, Trends
from kundenbindung.core.plan import Opportunities, PlanColumns

NAN = math.nan
DAY = dt.date(2026, 6, 30)
ENDS = dt.date(2025, 12, 31), dt.date(2026, 12, 31)


def settings(**more: Any) -> Settings:
    return Settings(2025, **more)


def array(*values: float) -> FloatArray:
    return np.array(values, dtype=np.float64)


# ------------------------------------------------------------ opportunities

COLUMNS = ("customer_id", "value_eur", "stage", "probability", "kind", "expected_close", "status")


def weighed(*rows: tuple[Any, ...], **more: Any) -> Opportunities:
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"value_eur": float, "probability": float})
    stages = {"Angebot": 0.4, "Termin": 0.2}
    rule = settings(reporting_date=DAY, **more)
    return plan.weigh_opportunities(table, pd.Index(["A", "B"]), stages, rule, ENDS)


def test_opportunities_are_weighed_by_kind_year_and_chance() -> None:
    """365 days after the base year the whole year counts, 73 days before the end of the plan year a fifth."""
    late = dt.date(2026, 12, 31) - dt.timedelta(days=73)
    found = weighed(
        ("A", 1000, "Angebot", NAN, "additional", dt.date(2025, 12, 31), "open"),
        ("B", 1000, "Angebot", 0.7, "new_product", late, "open"),
        ("B", 1000, "Termin", NAN, "repeat", late, "open"),
        ("?", 1000, "fremd", NAN, "unbekannt", late, None),
        (None, 1000, "Termin", NAN, "additional", None, "won"),
        ("A", -5, "Termin", NAN, "additional", None, "lost"),
        ("A", NAN, "Termin", NAN, "additional", None, "open"),
        ("A", 1000, "Termin", NAN, "additional", dt.date(2025, 10, 19), "won"),
        kappa_additional=0.9,
        kappa_new_product=0.8,
        kappa_repeat=0.1,
        kappa_unknown=0.4,
        undated_share=0.5,
    )
    assert found.owner.tolist() == [0, 1, 1, -1, -1, 0, 0, 0]
    assert found.amount == pytest.approx([900, 160, 20, 80, 450, 0, 0, 720])
    assert found.probability == pytest.approx([0.0, 0.7, 0.2, 0.0, 1.0, 0.0, 0.2, 1.0])
    assert found.won.tolist() == [False, False, False, False, True, False, False, True]
    assert found.overdue.tolist() == [181, 0, 0, 0, 0, 0, 0, 0]
    assert found.expected == pytest.approx(found.probability * found.amount)


@pytest.mark.parametrize(
    ("days", "chance"), [(-1, 0.4), (0, 0.4), (90, 0.4), (91, 0.2), (180, 0.2), (181, 0.0), (400, 0.0)]
)
def test_an_overdue_opportunity_loses_half_then_all(days: int, chance: float) -> None:
    close = DAY - dt.timedelta(days=days)
    found = weighed(
        ("A", 1000, "Angebot", NAN, "additional", close, "open"),
        ("A", 1000, "Angebot", NAN, "additional", close, "won"),
    )
    assert found.probability.tolist() == [chance, 1.0]
    assert found.overdue.tolist() == [max(days, 0), 0]


def test_without_a_stichtag_nothing_is_overdue() -> None:
    found = weighed(("A", 10, "Angebot", NAN, "additional", dt.date(2020, 1, 1), "open"))
    assert found.overdue.tolist() == [(DAY - dt.date(2020, 1, 1)).days]
    table = pd.DataFrame([("A", 10.0, "Angebot", NAN, "additional", pd.NaT, "open")], columns=list(COLUMNS))
    rule = settings(undated_share=0.3)
    found = plan.weigh_opportunities(table, pd.Index(["A"]), {"Angebot": 0.4}, rule, ENDS)
    assert (found.overdue.tolist(), found.amount.tolist()) == ([0], [3.0])
    table["expected_close"] = [dt.date(2025, 6, 30)]
    found = plan.weigh_opportunities(table, pd.Index(["A"]), {"Angebot": 0.4}, rule, ENDS)
    assert (found.overdue.tolist(), found.probability.tolist()) == ([0], [0.4])


@pytest.mark.parametrize(
    ("close", "share"),
    [
        (dt.date(2024, 12, 30), 0.0),
        (dt.date(2024, 12, 31), 0.0),
        (dt.date(2025, 1, 1), 1 / 365),
        (dt.date(2025, 12, 31), 1.0),
        (dt.date(2026, 1, 1), 364 / 365),
        (dt.date(2026, 12, 31), 0.0),
        (dt.date(2027, 1, 1), 0.0),
    ],
)
def test_the_part_of_a_year_beyond_the_base_year(close: dt.date, share: float) -> None:
    """Closed a day before the base year it has had the base year whole: nothing is added."""
    found = weighed(
        ("A", 1000, "Angebot", 1.0, "additional", close, "open"), overdue_days=9999, expired_days=9999
    )
    assert found.amount == pytest.approx([1000 * share])


def test_spread_of_an_opportunity() -> None:
    found = weighed(
        ("A", 1000, "", 0.2, "additional", None, "open"), ("A", 9, "", 0.5, "additional", None, "won")
    )
    assert found.spread == pytest.approx([500 * 0.4, 0.0])


def test_sums_per_owner_end_with_those_without_customer() -> None:
    found = plan.owner_sums(np.array([1, -1, 1, -1, 0]), array(1, 2, 4, 8, 16), 3)
    assert found.tolist() == [16, 5, 0, 10]


# ------------------------------------------------------------ range


def chances(*rows: tuple[int, float, float, bool]) -> Opportunities:
    owner, amount, probability, won = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Opportunities(
        np.array(owner, dtype=np.int64), array(*amount), array(*probability), np.array(won, dtype=np.bool_),
        np.zeros(len(owner)),
    )  # fmt: skip


def test_columns_of_the_plan_add_up() -> None:
    """A rises by 100 and has 40 + 20 in the pipeline: half of 60 counts twice. B falls."""
    held = chances((0, 40, 1.0, True), (0, 100, 0.2, False), (2, 1000, 0.5, False), (-1, 80, 0.5, False))
    found = plan.plan_columns(
        array(1000, 500, 200), array(100, -50, 10), array(0.1, 0.2, 0.3), held, settings(theta=0.5)
    )
    assert found.level.tolist() == [1000, 500, 200, 0]
    assert found.trend.tolist() == [100, -50, 10, 0]
    assert found.won.tolist() == [40, 0, 0, 0]
    assert found.open.tolist() == [20, 0, 500, 40]
    assert found.overlap == pytest.approx([30, 0, 5, 0])
    assert found.expected == pytest.approx([1130, 450, 705, 40])


def by_loops(
    level: FloatArray, trend: FloatArray, sigma: FloatArray, held: Opportunities, rule: Settings
) -> tuple[list[float], list[float]]:
    """Range from the covariances of every pair of lines and of every pair of opportunities, one by one."""
    lines = range(len(level) + 1)
    level, trend, sigma = (np.append(values, 0.0) for values in (level, trend, sigma))
    of = [
        [k for k, owner in enumerate(held.owner) if (owner if owner >= 0 else len(level) - 1) == i]
        for i in lines
    ]
    amount, p = held.amount, held.probability
    won = [sum(amount[k] for k in of[i] if held.won[k]) for i in lines]
    opened = [sum(amount[k] * p[k] for k in of[i] if not held.won[k]) for i in lines]
    overlap = [rule.theta * min(trend[i], won[i] + opened[i]) if trend[i] > 0 else 0.0 for i in lines]
    low = [level[i] + min(trend[i], 0.0) + won[i] for i in lines]
    high = [level[i] + trend[i] + won[i] - overlap[i] for i in lines]
    sd = [amount[k] * math.sqrt(p[k] * (1 - p[k])) for k in range(len(amount))]

    def covariance(mean: list[float], i: int, j: int) -> float:
        shock = math.exp(rule.sigma_common**2)
        own = math.exp(sigma[i] ** 2) if i == j else 1.0
        return max(mean[i], 0.0) * max(mean[j], 0.0) * (shock * own - 1.0)

    def chance(i: int, j: int) -> float:
        return float(sum(sd[k] * sd[m] * (1.0 if k == m else rule.rho) for k in of[i] for m in of[j]))

    def quantile(mean: float, variance: float, z: float) -> float:
        spread = math.log(1.0 + variance / mean**2)
        return mean * math.exp(-spread / 2 + z * math.sqrt(spread))

    below = [sum(covariance(low, i, j) for j in lines) for i in lines]
    above = [sum(covariance(high, i, j) + chance(i, j) for j in lines) for i in lines]
    expected = [high[i] + opened[i] for i in lines]
    worst = sum(low) - quantile(sum(low), sum(below), -0.8416212335729142)
    best = max(quantile(sum(expected), sum(above), 0.8416212335729142) - sum(expected), 0.0)
    safe = [low[i] - worst * (below[i] / sum(below) if sum(below) else 0.0) for i in lines]
    upside = [expected[i] + best * (above[i] / sum(above) if sum(above) else 0.0) for i in lines]
    return safe, upside


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(0, 6))
def test_the_range_is_that_of_all_pairs(seed: int, size: int, count: int) -> None:
    draw = np.random.default_rng(seed)
    won = draw.random(count) < 0.3
    held = Opportunities(
        draw.integers(-1, size, count), draw.uniform(0, 500, count), np.where(won, 1.0, draw.random(count)),
        won, np.zeros(count),
    )  # fmt: skip
    given = draw.uniform(100, 1000, size), draw.uniform(-99, 99, size), draw.uniform(0, 0.5, size)
    rule = settings(
        rho=float(draw.random()), theta=float(draw.random()), sigma_common=float(draw.random()) / 5
    )
    found = plan.plan_columns(*given, held, rule)
    safe, upside = by_loops(*given, held, rule)
    assert found.safe == pytest.approx(safe)
    assert found.upside == pytest.approx(upside)


def test_the_range_by_hand() -> None:
    """One customer of 1,000 with 20 % noise and no common shock: ln spread is 0.04.

    1000 exp(-0.02 - 0.8416212 x 0.2) = 828.3461; 1000 exp(-0.02 + 0.8416212 x 0.2) = 1159.8889.
    """
    found = plan.plan_columns(array(1000), array(0), array(0.2), chances(), settings(sigma_common=0.0))
    assert found.safe == pytest.approx([828.3461, 0.0], abs=1e-3)
    assert found.upside == pytest.approx([1159.8889, 0.0], abs=1e-3)


def test_no_noise_no_range_and_no_revenue_no_plan() -> None:
    still = settings(sigma_common=0.0)
    found = plan.plan_columns(array(1000), array(0), array(0), chances(), still)
    assert found.safe == pytest.approx([1000, 0])
    assert found.upside == pytest.approx([1000, 0])
    for level in (0.0, -10.0):
        none = plan.plan_columns(array(level), array(0), array(0.2), chances(), still)
        assert (none.safe, none.upside) == (None, None)
    one = plan.plan_columns(array(1.0), array(0), array(0), chances(), still)
    assert one.safe == pytest.approx([1.0, 0.0])


def test_small_figures_have_a_range_and_an_overlap_too() -> None:
    found = plan.plan_columns(array(1), array(0), array(0.2), chances(), settings(sigma_common=0.0))
    assert found.safe == pytest.approx([0.8283461, 0.0])
    assert found.upside == pytest.approx([1.1598889, 0.0])
    held = chances((0, 0.25, 1.0, True))
    assert plan.plan_columns(array(1), array(0.5), array(0), held, settings()).overlap[0] == 0.25


def test_what_may_be_hoped_for_is_never_less_than_what_is_expected() -> None:
    """With a noise of 2 the fourth of five results is below the mean: exp(-2 + 0.84 x 2) = 0.73."""
    found = plan.plan_columns(array(1000), array(0), array(2.0), chances(), settings(sigma_common=0.0))
    assert found.upside is not None
    assert found.upside.tolist() == [1000.0, 0.0]


def test_a_line_below_zero_carries_no_noise() -> None:
    found = plan.plan_columns(array(1000, -100), array(0, 0), array(0.2, 0.5), chances(), settings())
    assert found.safe is not None
    assert found.upside is not None
    assert found.safe[1] == found.upside[1] == -100.0
    assert found.safe[0] < 1000.0 < found.upside[0]


# ------------------------------------------------------------ spread, rates, lists


@pytest.mark.parametrize(("points", "factor"), [(2, 1.1), (3, 1.1), (4, 1.1), (5, 1.0), (6, 1.0), (9, 1.0)])
def test_own_noise_grows_for_few_points(points: int, factor: float) -> None:
    found = plan.customer_sigma(
        array(0.04, 0.04, 4.0, NAN), np.full(4, points), np.array([True, False, True, True]), settings()
    )
    assert found == pytest.approx([0.2 * factor, 0.5, 0.8, 0.0])


def test_margin_rates_of_two_years() -> None:
    """A: (30 + 50) / (100 + 300); B knows one year; C none; D sold for nothing: 380 over 1,000 stand in."""
    revenue = np.array(
        [[999, 100, 300], [0, 100, 500], [0, NAN, NAN], [0, 40, -40], [0, 50, 50]], dtype=float
    )
    margin = np.array([[999, 30, 50], [0, NAN, 250], [0, NAN, 7], [0, 1, -1], [0, 25, 25]], dtype=float)
    rates, stands_in, company = plan.margin_rates(revenue, margin)
    assert company == pytest.approx(380 / 1000)
    assert rates == pytest.approx([0.2, 0.5, 0.38, 0.38, 0.5])
    assert stands_in.tolist() == [False, False, True, True, False]
    rates, stands_in, company = plan.margin_rates(np.array([[NAN, NAN]]), np.array([[1.0, 2.0]]))
    assert np.isnan([*rates, company]).all()
    assert stands_in.tolist() == [False]
    rates, stands_in, company = plan.margin_rates(np.array([[0.5], [0.5]]), np.array([[0.1], [0.2]]))
    assert (rates.tolist(), stands_in.tolist()) == (pytest.approx([0.2, 0.4]), [False, False])
    assert company == pytest.approx(0.3)


@pytest.mark.parametrize("revenue", [0.0, -100.0])
def test_without_revenue_no_rate(revenue: float) -> None:
    rates, stands_in, company = plan.margin_rates(np.array([[revenue]]), np.array([[5.0]]))
    assert np.isnan([*rates, company]).all()
    assert not stands_in.any()


def test_list_of_free_potential() -> None:
    keys = pd.Index(["B", "A", "C", "D", "E"])
    found = plan.expand_list(
        keys, array(300, 300, 1000, 50, NAN), array(200, 200, 500, 60, 1), settings(attainable_share=0.1)
    )
    assert found.to_dict("list") == {
        "customer_id": ["C", "A", "B"],
        "free_potential_eur": [500, 100, 100],
        "amount_eur": [50, 10, 10],
    }
    assert list(found.index) == [0, 1, 2]


@pytest.mark.parametrize(
    ("volumes", "expected"), [([], 0.0), ([NAN, NAN], None), ([NAN, 5.0], 8.0), ([0.0], 8.0)]
)
def test_potential_nobody_typed_is_not_zero(volumes: list[float], expected: float | None) -> None:
    entries = pd.DataFrame({"amount_eur": [5.0, 3.0]} if volumes else {"amount_eur": []})
    assert plan.potential(pd.Series(volumes, dtype=float), entries) == expected


def test_small_and_equal_amounts_stand_in_the_list_by_number() -> None:
    numbers = range(299, -1, -1)
    keys, amounts = pd.Index([f"K{at:03}" for at in numbers]), array(*(0.1 * (1 + at % 7) for at in numbers))
    found = plan.secure_list(keys, amounts, np.zeros(300), np.ones(300, dtype=np.bool_))
    assert found["customer_id"].tolist() == sorted(keys, key=lambda key: (-(int(key[1:]) % 7), key))


def test_list_of_those_to_be_secured() -> None:
    found = plan.secure_list(
        pd.Index(list("ABCD")), array(100, 200, 300, 10), array(90, 150, 100, 20), np.array([1, 1, 0, 1]) > 0
    )
    assert found.to_dict("list") == {
        "customer_id": ["B", "A"], "revenue_eur": [200, 100], "amount_eur": [50, 10],
    }  # fmt: skip


def result_rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "status": ["active", "active", "lost", "new", "active", "active"],
            "trend_class": ["decline", "strong_decline", "decline", "decline", "decline", "stable"],
            "collective": [False, False, False, False, True, False],
            "purchasing_volume_eur": [500.0, NAN, 900.0, 300.0, 900.0, 130.0],
            "plan_expected_eur": [100.0] * 6,
            "revenue_eur": [200.0, 100.0, 100.0, 100.0, 100.0, 100.0],
            "plan_safe_eur": [50.0] * 6,
        },
        index=list("ABCDEF"),
    )


def test_lists_leave_out_the_lost_and_collective_accounts() -> None:
    expand, secure = plan.lists(result_rows(), settings(attainable_share=0.5))
    assert dict(zip(expand["customer_id"], expand["amount_eur"], strict=True)) == {
        "A": 200,
        "D": 100,
        "F": 15,
    }
    assert dict(zip(secure["customer_id"], secure["amount_eur"], strict=True)) == {"A": 150, "B": 50}


def test_backtest_over_two_origins() -> None:
    """Off by 10 and -20 and 30 of 100 + 200 + 300; last year's figures were off by 40 in all."""
    found = plan.backtest(
        [array(110, 180), array(330)], [array(100, 200), array(300)], [array(100, 160), array(300)]
    )
    assert found == Backtest(2, 60 / 600, 20 / 600, 60 / 40)
    assert plan.backtest([], [], []) == Backtest(0, None, None, None)
    nothing = plan.backtest([array(1)], [array(0)], [array(0)])
    assert nothing == Backtest(1, None, None, None)
    below = plan.backtest([array(1)], [array(-2)], [array(-1)])
    assert below == Backtest(1, 1.5, -1.5, 3.0)


# ------------------------------------------------------------ levels, trend, explanation


def base_rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "status": ["active", "new", "new", "lost", "new", "active"],
            "revenue_eur": [100, 30, 40, 50, NAN, NAN],
        },
        index=list("ABCDEF"),
    )


def test_a_full_year_typed_for_a_new_customer_counts() -> None:
    """The last figure of B counts; A is not new, C's is 0, D is lost."""
    typed = pd.DataFrame({"revenue_eur": [70, "80", 999, 0, 999, "viel"]}, index=list("BBACDE"), dtype=object)
    level, marked = plan.plan_level(base_rows(), typed)
    assert level.tolist() == [100, 80, 40, 0, 0, 0]
    assert marked.tolist() == [False, True, False, False, False, False]
    small, _ = plan.plan_level(base_rows(), pd.DataFrame({"revenue_eur": [0.5]}, index=["B"]))
    assert small[1] == 0.5


def test_the_trend_part_is_that_of_active_customers() -> None:
    found = plan.trend_part(
        base_rows(), array(100, 30, 40, 0, 5, 10), pd.Series([0.1, 0.2, 0.3, 0.4, 0.5, NAN])
    )
    assert found.tolist() == [10, 0, 0, 0, 0, 0]


def planned_lines() -> PlanColumns:
    """A, B, C and the line without customer."""
    return PlanColumns(
        level=array(100, 200, 300, 0),
        trend=array(50, -20, 0, 0),
        won=array(10, 0, 0, 3),
        open=array(20, 0, 40, 5),
        overlap=array(30, 0, 0, 0),
        expected=array(150, 180, 340, 8),
        safe=array(90, 150, 250, 2),
        upside=array(170, 210, 400, 9),
    )


def test_what_an_explanation_changes() -> None:
    """A: 50 - 30 with it; half of 40 without, less 0.5 x min(20, 30). B falls by 20. C would rise by 100."""
    found = plan.explanation_effect(
        planned_lines(), array(40, -20, 100), array(0.5, 1.0, 1.0), settings(theta=0.5)
    )
    assert found == pytest.approx([(50 - 30) - (20 - 10), 0.0, 0.0 - (100 - 20)])
    small = plan.explanation_effect(planned_lines(), array(0.5, -1, 0), np.ones(3), settings(theta=1.0))
    assert small == pytest.approx([20.0, -19.0, 0.0])


def trends(points: Any, linear: Any, noise: Any) -> Trends:
    parts: dict[str, Any] = {name: np.full(len(points), NAN) for name in Trends.__slots__}
    given = {"points": np.array(points), "linear": np.array(linear), "noise": np.array(noise)}
    return Trends(**(parts | given))


def test_who_has_noise_of_his_own() -> None:
    base = pd.DataFrame({"status": ["active", "active", "active", "new"]}, index=list("ABCD"))
    found = plan.spreads(base, trends([2, 1, 3, 3], [False, False, True, False], [0.01] * 4), settings())
    assert found == pytest.approx([0.11, 0.5, 0.5, 0.5])


FIGURES = Figures(
    years=(2024, 2025),
    entered=np.zeros((3, 2)),
    revenue=np.array([[100, 100], [100, 300], [NAN, 100]], dtype=float),
    margin=np.array([[20, 20], [50, 150], [NAN, NAN]], dtype=float),
    first=np.zeros(3, dtype=np.int64),
    filled_gap=np.zeros(3, dtype=np.bool_),
    estimated=np.zeros(3, dtype=np.bool_),
    pending=np.zeros(3, dtype=np.bool_),
)
"""Rates 0.2, 0.5 and, for the third, the company's 240 / 600 = 0.4."""


def test_columns_of_the_results() -> None:
    found = plan.columns(pd.Index(list("ABC")), planned_lines(), FIGURES)
    assert found.to_dict("list") == {
        "plan_level_eur": [100, 200, 300],
        "plan_trend_eur": [50, -20, 0],
        "plan_won_eur": [10, 0, 0],
        "plan_open_eur": [20, 0, 40],
        "plan_overlap_eur": [30, 0, 0],
        "plan_expected_eur": [150, 180, 340],
        "plan_safe_eur": [90, 150, 250],
        "plan_upside_eur": [170, 210, 400],
        "plan_margin_eur": pytest.approx([30, 90, 136]),
        "plan_margin_safe_eur": pytest.approx([18, 75, 100]),
        "plan_margin_company_rate": [False, False, True],
    }
    assert list(found.index) == list("ABC")
    none = plan.columns(pd.Index(list("ABC")), replace(planned_lines(), safe=None, upside=None), FIGURES)
    empty = none[["plan_safe_eur", "plan_upside_eur", "plan_margin_safe_eur"]]
    assert empty.isna().to_numpy().all()


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_company_without_revenue_has_no_range_for_anybody(size: int) -> None:
    nothing = np.zeros((size, 2))
    keys, figures = pd.Index(list("AB")[:size]), replace(FIGURES, revenue=nothing, margin=nothing)
    planned = plan.plan_columns(np.zeros(size), np.zeros(size), np.zeros(size), chances(), settings())
    found = plan.columns(keys, planned, figures)
    assert list(found.index) == list("AB")[:size]
    assert found[["plan_safe_eur", "plan_upside_eur"]].isna().to_numpy().all()


def test_opportunities_say_how_they_were_weighed() -> None:
    held = chances((0, 40, 0.25, False))
    found = plan.opportunity_columns(pd.DataFrame({"project": ["X"]}), held)
    assert found.to_dict("list") == {
        "project": ["X"], "probability_used": [0.25], "value_plan_eur": [40], "weighted_eur": [10],
        "overdue_days": [0],
    }  # fmt: skip


def line(figures: Figures = FIGURES, **more: Any) -> Any:
    table = plan.columns(pd.Index(list("ABC")), planned_lines(), FIGURES)
    return plan.company(figures, planned_lines(), table, settings(**more), 100.0, 60.0)


def test_the_company_is_the_sum_and_the_gap_to_its_targets() -> None:
    """DB of the customers is 256 and 193; without customer 8 x 0.4 and 2 x 0.4."""
    found = line(target_revenue_eur=1000.0, target_margin_eur=300.0)
    assert (found.revenue_eur, found.margin_eur) == (500, 170)
    assert (found.plan.safe, found.plan.expected, found.plan.upside) == (492, 678, 789)
    alone = found.without_customer
    assert (alone.safe, alone.expected, alone.upside) == (2, 8, 9)
    assert found.plan_margin_eur == pytest.approx(259.2)
    assert found.plan_margin_safe_eur == pytest.approx(193.8)
    assert (found.target_eur, found.gap_expected_eur, found.gap_safe_eur) == (1000, 322, 508)
    assert found.target_margin_eur == 300
    assert found.gap_margin_expected_eur == pytest.approx(40.8)
    assert found.gap_margin_safe_eur == pytest.approx(106.2)
    assert (found.expand_eur, found.secure_eur, found.new_customers_eur) == (100, 60, 222)
    assert line(target_revenue_eur=700.0).new_customers_eur == 0.0
    assert plan.company(
        FIGURES, planned_lines(), plan.columns(pd.Index(list("ABC")), planned_lines(), FIGURES),
        settings(target_revenue_eur=1000.0), None, 60.0,
    ).new_customers_eur is None  # fmt: skip
    bare = line()
    assert (bare.gap_expected_eur, bare.gap_margin_safe_eur, bare.new_customers_eur) == (None, None, None)


@pytest.mark.parametrize(
    ("gap", "potential", "left"),
    [
        (None, 5.0, None),
        (None, None, None),
        (-3.0, None, 0.0),
        (0.0, None, 0.0),
        (0.5, None, None),
        (0.5, 0.2, 0.3),
        (7.0, 9.0, 0.0),
        (-3.0, 9.0, 0.0),
    ],
)
def test_what_is_left_for_new_customers(
    gap: float | None, potential: float | None, left: float | None
) -> None:
    """Nothing without a gap; not known while a gap is there and nobody knows the potential."""
    found = plan._left_over(gap, potential)
    assert found == (left if left is None else pytest.approx(left))


@pytest.mark.parametrize(
    ("revenue", "margin", "expected"),
    [
        ([5.0, 0.0], [NAN, NAN], None),
        ([0.0, 0.0], [0.0, 0.0], None),
        ([5.0, 0.0], [0.0, NAN], 0.0),
        ([0.0, 0.0], [3.0, NAN], 3.0),
        ([0.5, 0.0], [0.0, 0.0], 0.0),
    ],
)
def test_nobody_s_margin_is_missing_not_zero(
    revenue: list[float], margin: list[float], expected: float | None
) -> None:
    given = replace(FIGURES, revenue=np.array([revenue]).T, margin=np.array([margin]).T)
    assert line(given).margin_eur == expected


def test_without_a_rate_of_the_company_the_line_without_customer_earns_nothing() -> None:
    """Revenue of 200 and -200 gives no rate; A has 0.2 of his own and is expected at 150."""
    rows = np.array([[100, 100], [-100, -100], [0, 0]], dtype=np.float64)
    odd = replace(FIGURES, revenue=rows, margin=0.2 * rows)
    table = plan.columns(pd.Index(list("ABC")), planned_lines(), odd)
    found = plan.company(odd, planned_lines(), table, settings(), 0.0, 0.0)
    assert found.plan_margin_eur == pytest.approx(30.0)
    assert found.plan_margin_safe_eur == pytest.approx(18.0)


def test_without_any_margin_nothing_is_planned_of_it() -> None:
    bare = replace(FIGURES, margin=np.full((3, 2), NAN))
    table = plan.columns(pd.Index(list("ABC")), planned_lines(), bare)
    found = plan.company(bare, planned_lines(), table, settings(target_margin_eur=5.0), 0.0, 0.0)
    assert (found.plan_margin_eur, found.plan_margin_safe_eur, found.gap_margin_expected_eur) == (
        None,
        None,
        None,
    )
    none = replace(planned_lines(), safe=None, upside=None)
    table = plan.columns(pd.Index(list("ABC")), none, FIGURES)
    found = plan.company(FIGURES, none, table, settings(target_revenue_eur=5.0), 0.0, 0.0)
    assert (found.plan.safe, found.without_customer.safe, found.gap_safe_eur) == (None, None, None)
    assert (found.plan.upside, found.plan_margin_safe_eur) == (None, None)
