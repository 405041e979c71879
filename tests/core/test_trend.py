"""Trend, function by function, with figures worked by hand and a second calculation in loops (section 3)."""

from __future__ import annotations

import math
import statistics
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.core import trend
from kundenbindung.core.model import Figures, FloatArray, ObjectArray, Settings, Trends

NAN = math.nan


def settings(**more: Any) -> Settings:
    return Settings(2025, **more)


def table(*rows: Any) -> FloatArray:
    return np.array(rows, dtype=np.float64)


def words(*given: str | None) -> ObjectArray:
    return np.array(given, dtype=object)


# ------------------------------------------------------------ slopes and medians


@given(st.integers(0, 10**6), st.integers(1, 6))
def test_slopes_and_medians_are_those_of_the_standard_library(seed: int, years: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(size=(4, years))
    values[draw.random(values.shape) < 0.3] = NAN
    for row, slope, middle in zip(values, trend.theil_sen(values), trend.row_median(values), strict=True):
        known = [(at, value) for at, value in enumerate(row) if not math.isnan(value)]
        pairs = [(later - first) / (b - a) for (a, first), (b, later) in combinations(known, 2)]
        assert slope == pytest.approx(statistics.median(pairs) if pairs else NAN, nan_ok=True)
        rest = [value for _, value in known]
        assert middle == pytest.approx(statistics.median(rest) if rest else NAN, nan_ok=True)


def test_rates_below_zero_are_measured_against_the_size_of_the_figures() -> None:
    """-50, 0, 150 rises by 100 a year, the mean of the sizes is 66.67; 2 points: 0.4 over 0.3."""
    found = trend.linear_rates(table([-50, 0, 150], [NAN, 0.1, 0.5], [0, 0, 0], [NAN, NAN, 5], [NAN] * 3))
    assert found == pytest.approx([1.5, 0.4 / 0.3, 0.0, NAN, NAN], nan_ok=True)


# ------------------------------------------------------------ estimation


def expected_pools(found: Trends, segments: list[str | None], rule: Settings) -> list[tuple[float, float]]:
    """Pool and lambda one customer after another."""
    log = [not math.isnan(found.slope[i]) and not found.linear[i] for i in range(len(segments))]
    answers = []
    for i, segment in enumerate(segments):
        if not log[i]:
            answers.append((NAN, rule.default_lambda if found.linear[i] else NAN))
            continue
        everybody = [j for j in range(len(segments)) if log[j]]
        own = [j for j in everybody if segment is not None and segments[j] == segment]
        pool = own if len(own) >= rule.pool_size else everybody
        mu = statistics.median(found.slope[j] for j in pool)
        total = (1.4826 * statistics.median(abs(found.slope[j] - mu) for j in pool)) ** 2
        tau = max(total - statistics.median(found.variance[j] for j in pool), 0.05 * total)
        below = tau + found.variance[i]
        few = sum(found.points[j] >= 3 for j in pool) < rule.pool_size
        answers.append((mu, rule.default_lambda if few else tau / below if below > 0 else 1.0))
    return answers


@given(st.integers(0, 10**6), st.integers(3, 14), st.sampled_from([1, 2, 3, 5]))
def test_the_estimate_is_that_of_one_customer_after_another(seed: int, size: int, pool_size: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.uniform(50, 200, (size, 5))
    values[draw.random(values.shape) < 0.25] = NAN
    values[draw.random(values.shape) < 0.04] = draw.choice([-20.0, 0.0])
    segments = [(None, "Nord", "Süd")[int(at)] for at in draw.integers(0, 3, size)]
    rule = settings(pool_size=pool_size, default_lambda=0.3, linear_limit=0.2, default_variance=0.03)
    found = trend.estimate(values, words(*segments), rule)
    scaled, own = [], []
    for at, row in enumerate(values):
        known = [(year, value) for year, value in enumerate(row) if not math.isnan(value)]
        linear = len(known) >= 2 and any(value <= 0 for _, value in known)
        assert (found.points[at], bool(found.linear[at])) == (len(known), linear)
        steps = [math.log(b / a) for a, b in pairwise(row) if a > 0 and b > 0]
        own.append(sum((s - sum(steps) / max(len(steps), 2)) ** 2 for s in steps) / max(len(steps) - 1, 1))
        if len(known) >= 3 and not linear:
            scaled.append(own[-1] / {3: 0.455, 4: 0.693, 5: 0.789}[len(known)])
        if linear:
            assert found.rate[at] == found.slope[at] == trend.linear_rates(values)[at]
            assert found.growth[at] == pytest.approx(min(max(0.3 * found.slope[at], -0.2), 0.2))
        elif len(known) >= 2:
            slope = statistics.median(
                (math.log(v) - math.log(u)) / (b - a) for (a, u), (b, v) in combinations(known, 2)
            )
            assert found.slope[at] == pytest.approx(slope)
            assert found.rate[at] == pytest.approx(math.exp(slope) - 1)
        else:
            assert np.isnan([found.slope[at], found.rate[at], found.noise[at], found.growth[at]]).all()
    common = statistics.median(scaled) if scaled else 0.03
    for at, points in enumerate(found.points):
        usual = points >= 3 and not found.linear[at]
        noise = (3 * common + (points - 2) * own[at]) / (points + 1) if usual else common
        assert found.noise[at] == pytest.approx(noise if points >= 2 else NAN, nan_ok=True)
        assert found.variance[at] == pytest.approx(noise / (points - 1) if points >= 2 else NAN, nan_ok=True)
    for at, (pool, belief) in enumerate(expected_pools(found, segments, rule)):
        assert found.pool[at] == pytest.approx(pool, nan_ok=True)
        assert found.belief[at] == pytest.approx(belief, nan_ok=True)
        if not math.isnan(pool):
            assert found.growth[at] == pytest.approx(pool + belief * (found.slope[at] - pool))


def test_longer_series_are_as_quiet_as_five_years() -> None:
    """Seven points, steps of +- 0.1: s² = 0.06 / 5 = 0.012; s0 = 0.012 / 0.789; s~² = (3 s0 + 5 s²) / 8."""
    values = np.exp(table([0, 0.1, 0, 0.1, 0, 0.1, 0]))
    found = trend.estimate(values, words(None), settings())
    assert found.noise == pytest.approx([(3 * 0.012 / 0.789 + 5 * 0.012) / 8])


def test_no_noise_at_all_is_believed() -> None:
    rule = settings(pool_size=2, default_variance=0.0)
    found = trend.estimate(table([100, 110, 121], [100, 120, 144]), words(None, None), rule)
    assert found.variance == pytest.approx([0.0, 0.0])
    assert found.belief == pytest.approx([1.0, 1.0])
    same = trend.estimate(table([1, 1, 1], [1, 1, 1]), words("X", "X"), rule)
    assert same.belief.tolist() == [1.0, 1.0]
    assert same.growth.tolist() == [0.0, 0.0]


def test_a_segment_without_a_trend_of_its_own() -> None:
    found = trend.estimate(table([100, 110], [NAN, 5]), words("X", "Y"), settings())
    assert found.pool == pytest.approx([math.log(1.1), NAN], nan_ok=True)


def test_nobody_has_no_trend() -> None:
    found = trend.estimate(np.empty((0, 3)), words(), settings())
    assert [len(getattr(found, name)) for name in Trends.__slots__] == [0] * 9


# ------------------------------------------------------------ class and confidence


def trends(rate: Any, **more: Any) -> Trends:
    rate = np.array(rate, dtype=np.float64)
    size = len(rate)
    parts: dict[str, Any] = {name: np.full(size, NAN) for name in Trends.__slots__}
    parts |= {"points": np.full(size, 3), "linear": np.zeros(size, dtype=np.bool_), "rate": rate}
    return Trends(**(parts | {name: np.array(value) for name, value in more.items()}))


def test_the_borders_belong_to_the_class_further_out() -> None:
    rates = [0.08, 0.0799, 0.03, 0.0299, -0.0299, -0.03, -0.0799, -0.08, NAN, 0.08 - 1e-12, -0.03 + 1e-12]
    found = trend.classify(trends(rates), settings())
    assert found.tolist() == [
        "strong_growth", "growth", "growth", "stable", "stable", "decline", "decline", "strong_decline", None,
        "strong_growth", "decline",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "border"),
    [("strong_growth", 0.08), ("growth", 0.03), ("decline", -0.03), ("strong_decline", -0.08)],
)
def test_how_sure_a_class_is(name: str, border: float) -> None:
    """Phi(1.3) = 0.9032, Phi(1.28) = 0.8997, Phi(0.7) = 0.7580, Phi(0.6) = 0.7257; limits 0.90 and 0.75."""
    beyond = np.array([1.3, 1.28, 0.7, 0.6, 1.3, 0.0, 1.3])
    sign = 1.0 if border > 0 else -1.0
    slope = sign * (abs(math.log1p(border)) + 0.2 * beyond)
    given = trends(
        np.zeros(7),
        slope=slope,
        variance=[0.04] * 5 + [0.0, 0.04],
        linear=[False] * 6 + [True],
        points=[3, 3, 3, 3, 2, 3, 3],
    )
    found = trend.confidence(given, words(*[name] * 7), settings())
    assert found.tolist() == ["clear", "likely", "likely", "uncertain", "likely", "clear", None]
    assert trend.confidence(given, words(*["stable"] * 7), settings()).tolist() == [None] * 7


def test_normal_distribution() -> None:
    normal = statistics.NormalDist()
    values = np.array([-2.5, -1.0, 0.0, 0.3, 1.96])
    assert trend.normal_cdf(values) == pytest.approx([normal.cdf(value) for value in values])


def test_planned_rate() -> None:
    assert trend.planned_rate(trends([0.0], growth=[0.1]), settings(phi=0.5)) == pytest.approx(
        [math.exp(0.05) - 1]
    )


# ------------------------------------------------------------ evidence and effects


def test_evidence_beside_the_trend() -> None:
    """B: 100 of a path of 150 in one jump; C: 60 of 100 is not more than the share; D has only one step.

    G: 2 of 2.5, a year before it began is no step; H: a small jump is one; K: its last year is its second.
    """
    rows: dict[str, tuple[tuple[float, ...], tuple[Any, ...]]] = {
        "A": ((100, 110, 100, 120), (100, 120, 2, 3, 20, False)),
        "B": ((NAN, 100, 0, 50), (100, 50, 1, 2, -100, True)),
        "C": ((0, 60, 20, 20), (0, 20, 1, 3, 60, False)),
        "D": ((NAN, NAN, 5, 8), (5, 8, 1, 1, 3, False)),
        "E": ((NAN, NAN, NAN, NAN), (NAN, NAN, 0, 0, NAN, False)),
        "F": ((7, 7, 7, 7), (7, 7, 0, 3, NAN, False)),
        "G": ((NAN, 2, 4, 4.5), (2, 4.5, 2, 2, 2, True)),
        "H": ((1, 1, 1.5, 1.5), (1, 1.5, 1, 3, 0.5, True)),
        "K": ((4, 5, NAN, NAN), (4, 5, 1, 1, 1, False)),
    }
    found = trend.raw_evidence(table(*(values for values, _ in rows.values())), settings())
    assert list(found.columns) == [
        "trend_first_eur", "trend_last_eur", "trend_rises", "trend_steps", "trend_jump_eur", "trend_one_jump",
    ]  # fmt: skip
    for at, (key, (_, expected)) in enumerate(rows.items()):
        assert list(found.iloc[at]) == pytest.approx(list(expected), nan_ok=True), key


def test_evidence_of_a_single_year() -> None:
    found = trend.raw_evidence(table([5], [NAN]), settings())
    assert found["trend_first_eur"].tolist() == pytest.approx([5, NAN], nan_ok=True)
    assert found["trend_jump_eur"].isna().all()
    assert (found["trend_steps"].tolist(), found["trend_one_jump"].tolist()) == ([0, 0], [False, False])


def test_effects_of_revenue_and_margin() -> None:
    """A: 100 at 20 % becomes 200 at 30 %: 0.25 x 100 and 150 x 0.1. B begins, C ends, D has no DB."""
    revenue = table([100, 200], [NAN, 50], [80, 0], [10, 20], [0.5, 1.0])
    margin = table([20, 60], [99, 10], [8, 3], [1, NAN], [0.1, 0.4])
    change, by_revenue, by_margin = trend.margin_effects(revenue, margin)
    assert change[:, 0] == pytest.approx([40, 10, -5, NAN, 0.3], nan_ok=True)
    assert by_revenue[:, 0] == pytest.approx([25, 10, -5, NAN, 0.15], nan_ok=True)
    assert by_margin[:, 0] == pytest.approx([15, 0, 0, NAN, 0.15], nan_ok=True)


def test_growth_is_shared_out_over_the_customers() -> None:
    found = trend.growth_points(table([100, 150, 0], [NAN, 50, 0], [-100, 0, 5]))
    assert found == pytest.approx(table([NAN, -0.75], [NAN, -0.25], [NAN, 0.025]), nan_ok=True)
    assert trend.growth_points(table([0.5, 1.0])) == pytest.approx(table([1.0]))


# ------------------------------------------------------------ what needs an explanation


def figures(revenue: FloatArray, margin: FloatArray, **more: Any) -> Figures:
    size, years = revenue.shape
    filled = np.nan_to_num(revenue) > 0.0
    parts: dict[str, Any] = {
        "years": tuple(range(2026 - years, 2026)),
        "entered": revenue,
        "revenue": revenue,
        "margin": margin,
        "first": np.where(filled.any(axis=1), filled.argmax(axis=1), years),
        "filled_gap": np.zeros(size, dtype=np.bool_),
        "estimated": np.zeros(size, dtype=np.bool_),
        "pending": np.zeros(size, dtype=np.bool_),
    }
    return Figures(**(parts | more))


def reasons(rows: Any, classes: Any, status: Any, **more: Any) -> list[tuple[str, ...]]:
    """Of some customers of a company that has revenue and DB of 10,000, so that 5 of a thousand are 50."""
    revenue, margin = (np.array([row[k] for row in rows], dtype=np.float64) for k in (0, 1))
    revenue = np.vstack([revenue, np.full(revenue.shape[1], 10_000 - np.nansum(revenue[:, -1]))])
    margin = np.vstack([margin, np.full(margin.shape[1], 10_000 - np.nansum(margin[:, -1]))])
    given = figures(revenue, margin, **more)
    found = trend.explanation_reasons(given, words(*status, "active"), words(*classes, "stable"), settings())
    assert found[-1] == ()
    return found[:-1]


@pytest.mark.parametrize(
    ("revenue", "margin", "name", "status", "expected"),
    [
        ((400, 400, 460), (10, 10, 10), "stable", "active", ("revenue",)),
        ((400, 400, 459), (10, 10, 10), "stable", "active", ()),
        ((400, 400, 340), (10, 10, 10), "stable", "active", ("revenue",)),
        ((100, 100, 150), (10, 10, 10), "stable", "active", ("revenue",)),
        ((100, 100, 149), (10, 10, 10), "stable", "active", ()),
        ((-100, -100, -150), (10, 10, 10), "stable", "active", ("revenue",)),
        ((0, 0, 50), (10, 10, 10), "stable", "active", ("revenue",)),
        ((0, 0, 49), (10, 10, 10), "stable", "active", ()),
        ((400, 400, 400), (100, 100, 150), "stable", "active", ("margin",)),
        ((400, 400, 400), (400, 400, 459), "stable", "active", ()),
        ((400, 400, 450), (400, 400, 400), "strong_growth", "active", ("strong",)),
        ((400, 400, 350), (400, 400, 400), "strong_decline", "active", ("strong",)),
        ((400, 400, 449), (400, 400, 400), "strong_growth", "active", ()),
        ((400, 400, 450), (400, 400, 400), "growth", "active", ()),
        ((400, 500, 550), (600, 600, 540), "stable", "active", ("opposite",)),
        ((400, 500, 550), (600, 600, 660), "stable", "active", ()),
        ((400, 500, 549), (600, 600, 540), "stable", "active", ()),
        ((400, 500, 550), (600, 600, 541), "stable", "active", ()),
        ((400, 400, 460), (10, 10, 10), "strong_growth", "new", ()),
        ((49, 51, 0), (0, 0, 0), None, "lost", ("revenue", "lost")),
        ((51, 49, 0), (0, 0, 0), None, "lost", ()),
        ((50, 0, 0), (0, 0, 0), None, "lost", ("lost",)),
        ((50, 0, 0), (0, 0, 0), None, "active", ()),
        ((0, 0, 0), (0, 0, 0), None, "lost", ()),
    ],
)
def test_rules_for_an_explanation(
    revenue: Any, margin: Any, name: str | None, status: str, expected: tuple[str, ...]
) -> None:
    """50 euros are material; 15 % of change, 10 % against each other."""
    assert reasons([(revenue, margin)], [name], [status]) == [expected]


def test_a_pending_year_is_not_compared() -> None:
    rows = [((400, 400, 460), (100, 100, 20))]
    pending = np.array([True, False])
    assert reasons(rows, ["stable"], ["active"], pending=pending) == [()]
    assert reasons(rows, ["strong_growth"], ["active"], pending=pending) == [("strong",)]
    assert reasons(rows, ["stable"], ["active"]) == [("revenue", "margin", "opposite")]


def test_a_loss_of_the_company_has_a_size_too() -> None:
    given = figures(table([100, 100], [9900, 9900]), table([-100, -149], [-9900, -9851]))
    found = trend.explanation_reasons(given, words("active", "active"), words("stable", "stable"), settings())
    assert found == [(), ()]
    given = figures(table([100, 100], [9900, 9900]), table([-100, -150], [-9900, -9850]))
    found = trend.explanation_reasons(given, words("active", "active"), words("stable", "stable"), settings())
    assert found == [("margin",), ()]


def test_a_company_of_ten_euros_has_its_reasons_too() -> None:
    """5 cents are material: A rises by 10 %, B by half, C ends with half a euro, D trades revenue for DB."""
    given = figures(
        table([1, 1.1], [1, 1.5], [0.5, 0], [1, 1.11], [6, 6.29]),
        table([1, 1], [1, 1], [0, 0], [1, 0.89], [7, 7.11]),
    )
    status = words("active", "active", "lost", "active", "active")
    found = trend.explanation_reasons(given, status, words(*["stable"] * 5), settings())
    assert found == [(), ("revenue",), ("revenue", "lost"), ("opposite",), ()]


def test_a_single_year_explains_nothing() -> None:
    given = figures(table([100], [200]), table([10], [20]))
    found = trend.explanation_reasons(given, words("active", "active"), words("stable", None), settings())
    assert found == [(), ()]


def test_from_the_first_year_with_revenue() -> None:
    """Strong over the years since 2024: 430 to 460 is not material, 400 to 450 of the other is."""
    rows = [((NAN, 430, 460), (9, 9, 9)), ((400, 460, 450), (9, 9, 9))]
    assert reasons(rows, ["strong_growth"] * 2, ["active"] * 2) == [(), ("strong",)]


def test_recognised_share() -> None:
    """A rise needs a reason to go on, a fall needs one to stop; what need not be explained counts whole."""
    cases: list[tuple[bool, bool, str | None, float, float]] = [
        (True, True, "yes", 5, 1.0),
        (True, True, "partly", 5, 0.5),
        (True, True, "no", 5, 0.0),
        (True, True, "no", -5, 0.0),
        (True, True, None, 5, 0.0),
        (True, True, None, -5, 1.0),
        (True, False, "yes", 0.5, 0.0),
        (True, False, "no", -0.5, 1.0),
        (False, True, "no", 5, 1.0),
        (True, True, "no", 0, 1.0),
    ]
    flagged, explained, persistence, growth, expected = zip(*cases, strict=True)
    found = trend.recognised_share(
        np.array(flagged), np.array(explained), words(*persistence), np.array(growth, dtype=np.float64)
    )
    assert found.tolist() == list(expected)


# ------------------------------------------------------------ columns


def test_columns_of_the_results() -> None:
    """A rises by 10 %, B is lost, C waits for its base year, D is a collective account."""
    revenue = table([100, 110, 121], [900, 900, 0], [-50, 60, 66], [1000, 1000, 2000])
    margin = table([20, 22, 24.2], [90, 90, 0], [5, 6, 9], [-10, 0, 10])
    given = figures(revenue, margin, pending=np.array([False, False, True, False]))
    base = pd.DataFrame(
        {
            "status": ["active", "lost", "active", "active"],
            "segment": ["X", None, "X", None],
            "collective": [False, False, False, True],
        },
        index=list("ABCD"),
    )
    decisions = pd.DataFrame(
        {"reason_code": ["price", "unexplained", None], "explanation": [" weil ", "weil", "weil"]},
        index=list("ABD"),
    )
    found, columns = trend.columns(given, base, decisions, settings())
    assert found.points.tolist() == [3, 0, 2, 3]
    assert columns["trend_method"].fillna("").tolist() == ["log", "", "linear", "log"]
    assert columns["own_rate"].tolist() == pytest.approx([0.1, NAN, 2.0, math.sqrt(2) - 1], nan_ok=True)
    assert columns["margin_rate"].tolist() == pytest.approx(
        [2.1 / (66.2 / 3), NAN, 1 / 5.5, 1.5], nan_ok=True
    )
    assert columns["explanation_reasons"].tolist() == [("strong",), ("revenue", "margin", "lost"), (), ()]
    assert columns["needs_explanation"].tolist() == [True, True, False, False]
    assert columns["explained"].tolist() == [True, False, False, False]
    assert columns["margin_change_eur"].tolist() == pytest.approx([2.2, -90, 3, 10])
    assert columns["revenue_effect_eur"].tolist() == pytest.approx([2.2, -90, 0.7090909, 2.5])
    assert columns["margin_effect_eur"].tolist() == pytest.approx([0, 0, 2.2909091, 7.5], abs=1e-7)
    assert columns["trend_class"].fillna("").tolist() == [
        "strong_growth",
        "",
        "strong_growth",
        "strong_growth",
    ]
    assert columns["trend_confidence"].fillna("").tolist()[1:3] == ["", ""]
    assert columns["trend_confidence"].notna().tolist() == [True, False, False, True]
    assert columns["growth_points"].tolist() == pytest.approx([11 / 2070, -900 / 2070, 6 / 2070, 1000 / 2070])
    assert columns["trend_last_eur"].tolist() == pytest.approx([121, NAN, 60, 2000], nan_ok=True)
    assert columns["trend_variance"].tolist() == pytest.approx(found.variance.tolist(), nan_ok=True)
    for name, part in {
        "trend_points": "points", "trend_slope": "slope", "trend_lambda": "belief", "trend_pool_rate": "pool",
        "planned_growth": "growth", "own_rate": "rate",
    }.items():  # fmt: skip
        assert columns[name].tolist() == pytest.approx(getattr(found, part).tolist(), nan_ok=True)
    assert columns["planned_rate"].tolist() == pytest.approx(
        np.expm1(0.8 * found.growth).tolist(), nan_ok=True
    )
    assert list(columns.index) == list("ABCD")


def test_a_single_year_has_no_step_and_no_effects() -> None:
    base = pd.DataFrame({"status": ["new"], "segment": [None], "collective": [False]}, index=["A"])
    typed = pd.DataFrame({"reason_code": [None], "explanation": [None]}, index=["A"], dtype=object)
    found = trend.columns(figures(table([100]), table([1])), base, typed, settings())[1]
    effects = ["margin_change_eur", "revenue_effect_eur", "margin_effect_eur", "growth_points"]
    assert found[effects].isna().to_numpy().all()


@pytest.mark.parametrize(
    ("code", "sentence", "expected"),
    [
        ("price", "weil", True),
        ("price", "  ", False),
        ("price", None, False),
        (None, "weil", False),
        ("unexplained", "weil", False),
        (None, None, False),
    ],
)
def test_explained_is_a_reason_and_a_sentence(code: str | None, sentence: str | None, expected: bool) -> None:
    given = figures(table([100, 150]), table([1, 1]))
    base = pd.DataFrame({"status": ["active"], "segment": [None], "collective": [False]}, index=["A"])
    typed = pd.DataFrame({"reason_code": [code], "explanation": [sentence]}, index=["A"], dtype=object)
    assert trend.columns(given, base, typed, settings())[1]["explained"].tolist() == [expected]


def test_effects_per_customer_and_year() -> None:
    given = figures(table([100, 200, 200], [0, 50, 100]), table([20, 60, 40], [0, 10, 30]))
    found = trend.effects(pd.Index(["A", "B"]), given)
    assert found["customer_id"].tolist() == ["A", "A", "B", "B"]
    assert found["year"].tolist() == [2024, 2025, 2024, 2025]
    assert found["margin_change_eur"].tolist() == pytest.approx([40, -20, 10, 20])
    assert found["revenue_effect_eur"].tolist() == pytest.approx([25, 0, 10, 12.5])
    assert found["margin_effect_eur"].tolist() == pytest.approx([15, -20, 0, 7.5])
    assert found["growth_points"].tolist() == pytest.approx([1, 0, 0.5, 0.2])


def test_forecast_moves_the_last_value() -> None:
    """Both rise by 10 %, so the pool does: exp(0.5 ln 1.1). The third has no trend and stays."""
    history = table([100, 110, 121], [10, 11, 12.1], [NAN, NAN, 7])
    found = trend.forecast(history, words(None, None, None), settings(phi=0.5))
    assert found == pytest.approx([121 * math.sqrt(1.1), 12.1 * math.sqrt(1.1), 7])
