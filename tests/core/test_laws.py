"""Laws of method section 9, for every company the strategies can think of."""

from __future__ import annotations

import datetime as dt
import math
import random
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.companies import (
    STANDARD,
    changed,
    companies,
    company,
    criterion,
    invented,
    opportunity_line,
    shuffled,
    small_companies,
)
from tests.examples import examples

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs, Results

PLAN = ("plan_safe_eur", "plan_expected_eur", "plan_upside_eur")
law = settings(max_examples=examples(25), deadline=None)


def frames(value: Inputs | Results) -> dict[str, pd.DataFrame]:
    parts = {f.name: getattr(value, f.name) for f in fields(value)}
    return {name: part for name, part in parts.items() if isinstance(part, pd.DataFrame)}


def assert_equal(one: pd.DataFrame, other: pd.DataFrame, name: str = "") -> None:
    pd.testing.assert_frame_equal(
        one, other, rtol=1e-9, atol=1e-6, check_dtype=False, check_index_type=False, obj=name
    )


def living(results: Results) -> pd.DataFrame:
    return results.customers[results.customers["status"] != "lost"]


def close(one: float, other: float, size: float = 1.0) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9 * max(1.0, abs(size)))


# ---------------------------------------------------------------- inputs, repetition, order


@given(companies())
@law
def test_inputs_are_equal_before_and_after(inputs: Inputs) -> None:
    before = {name: frame.copy(deep=True) for name, frame in frames(inputs).items()}
    rest = (
        inputs.settings,
        inputs.criteria,
        dict(inputs.stages),
        dict(inputs.margin_rates),
        dict(inputs.names),
    )
    evaluate(inputs)
    for name, frame in frames(inputs).items():
        pd.testing.assert_frame_equal(frame, before[name], obj=name)
    after = (
        inputs.settings,
        inputs.criteria,
        dict(inputs.stages),
        dict(inputs.margin_rates),
        dict(inputs.names),
    )
    assert after == rest


@given(companies())
@law
def test_the_same_inputs_give_the_same_results(inputs: Inputs) -> None:
    one, two = evaluate(inputs), evaluate(inputs)
    for name, frame in frames(one).items():
        pd.testing.assert_frame_equal(frame, frames(two)[name], check_exact=True, obj=name)
    assert one.findings == two.findings
    assert one.criteria == two.criteria
    assert (one.company, one.backtest) == (two.company, two.backtest)


@given(companies(max_size=25), st.integers(0, 99))
@law
def test_row_order_never_matters(inputs: Inputs, seed: int) -> None:
    one, two = evaluate(inputs), evaluate(shuffled(inputs, seed))
    for name in ("customers", "points", "weighted_points", "adjusted_revenue", "adjusted_margin"):
        frame = getattr(one, name).drop(columns=NOISE, errors="ignore")
        assert_equal(frame, getattr(two, name).loc[frame.index, frame.columns], name)
    assert list(one.expand["customer_id"]) == list(two.expand["customer_id"])
    assert list(one.secure["customer_id"]) == list(two.secure["customer_id"])
    assert one.computed == two.computed
    assert one.decided == two.decided
    assert one.company is not None
    assert two.company is not None
    assert close(one.company.plan.expected or 0.0, two.company.plan.expected or 0.0)
    assert close(one.company.plan.safe or 0.0, two.company.plan.safe or 0.0)


NOISE = ["trend_lambda"]
"""A share of two variances; where both are only rounding it is compared by the plan it leads to."""


def test_row_order_does_not_break_ties() -> None:
    inputs = company({f"{i}": [100.0, 100.0, 100.0] for i in range(10)}, criteria=ONE_CRITERION)
    levels = evaluate(inputs).customers["computed_level"]
    assert list(levels[levels == "strategy"].index) == ["0", "1"]
    assert list(levels[levels == "service"].index) == ["9"]
    for seed in range(5):
        again = evaluate(shuffled(inputs, seed)).customers["computed_level"]
        assert dict(again) == dict(levels)


# ---------------------------------------------------------------- points and scores


@given(companies())
@law
def test_scores_lie_between_0_and_100(inputs: Inputs) -> None:
    results = evaluate(inputs)
    scores = results.customers["score"].dropna()
    assert scores.between(0.0, 100.0 + 1e-9).all()
    coverage = results.customers["coverage"].dropna()
    assert coverage.between(0.0, 1.0 + 1e-9).all()
    points = results.points.to_numpy(dtype=float)
    assert np.all(np.isnan(points) | ((points >= 0.0) & (points <= 10.0)))


@given(companies())
@law
def test_weighted_points_add_up_to_the_score(inputs: Inputs) -> None:
    results = evaluate(inputs)
    total = results.weighted_points.astype(float).sum(axis=1, min_count=1)
    for parts, score in zip(total, results.customers["score"], strict=True):
        assert (math.isnan(score) and math.isnan(parts)) or close(parts, score)


@given(companies(), st.sampled_from((0.01, 3.0, 250.0)))
@law
def test_multiplying_all_weights_changes_nothing(inputs: Inputs, factor: float) -> None:
    heavier = tuple(replace(c, weight=c.weight * factor) for c in inputs.criteria)
    one, two = evaluate(inputs), evaluate(changed(inputs, criteria=heavier))
    assert_equal(one.customers, two.customers)
    assert_equal(one.weighted_points, two.weighted_points)


BOTH_WAYS = (
    criterion("Umsatz", "revenue_mean", 1_000, 1e6, 5, scale="log"),
    criterion("Planbarkeit", "contract_share", 0, 0.8, 5),
    criterion("Zahlungsverzug", "payment_delay_days", 45, 0, 5),
    criterion("Entfernung", "distance_km", 300, 10, 5, scale="log"),
)


@given(
    st.integers(0, 999),
    st.sampled_from(("contract_share", "payment_delay_days", "distance_km")),
    st.floats(0, 500),
    st.floats(-20, 500),
)
@law
def test_a_better_value_never_lowers_the_score(seed: int, name: str, one: float, two: float) -> None:
    inputs = changed(invented(6, 3, {"own_criteria"}, seed), criteria=BOTH_WAYS)
    better, worse = (
        (max(one, two), min(one, two)) if name == "contract_share" else (min(one, two), max(one, two))
    )

    def score(value: float) -> float:
        table = inputs.customers.copy()
        table.loc["1003", name] = value
        found: Any = evaluate(changed(inputs, customers=table)).customers.at["1003", "score"]
        return float(found)

    assert score(better) >= score(worse) - 1e-9


@given(companies(max_size=15), companies(max_size=2))
@law
def test_another_customer_changes_nobodys_points(inputs: Inputs, guests: Inputs) -> None:
    """With frozen anchors and the same criteria on."""
    always_on = replace(inputs.settings, min_filled_share=0.0)
    empty = inputs.one_offs.iloc[:0]
    frozen = changed(inputs, criteria=BOTH_WAYS[:3], one_offs=empty, settings=always_on)
    years = frozen.revenue.columns
    more = changed(
        frozen,
        customers=together(frozen.customers, guests.customers),
        revenue=together(frozen.revenue, guests.revenue.reindex(columns=years)),
        margin=together(frozen.margin, guests.margin.reindex(columns=years)),
    )
    one, two = evaluate(frozen), evaluate(more)
    assume([c.on for c in one.criteria] == [c.on for c in two.criteria])
    assert_equal(one.points, two.points.loc[one.points.index])
    scores = two.customers.loc[one.customers.index, ["score", "coverage"]]
    assert_equal(one.customers[["score", "coverage"]], scores)


def together(frame: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    keys = pd.Index([f"G{key}" for key in more.index], dtype=object, name="customer_id")
    return pd.concat([frame, more.set_axis(keys, axis=0)])


# ---------------------------------------------------------------- trend and effects


@given(companies())
@law
def test_effects_leave_no_residual_and_chain(inputs: Inputs) -> None:
    results = evaluate(inputs)
    table = results.effects
    known = table.dropna(subset=["margin_change_eur"])
    parts = known["revenue_effect_eur"] + known["margin_effect_eur"]
    assert np.allclose(parts.astype(float), known["margin_change_eur"].astype(float), rtol=1e-9, atol=1e-3)
    complete = table.groupby("customer_id")["margin_change_eur"].apply(lambda c: c.notna().all())
    sums = table.groupby("customer_id")["margin_change_eur"].sum()
    for key in complete[complete].index:
        margins = results.adjusted_margin.loc[key].fillna(0.0)
        assert close(sums[key], margins.iloc[-1] - margins.iloc[0], abs(margins).max())


@given(companies())
@law
def test_growth_points_add_up_to_the_growth_of_the_company(inputs: Inputs) -> None:
    results = evaluate(inputs)
    totals = results.adjusted_revenue.sum()
    points = results.effects.groupby("year")["growth_points"].sum(min_count=1)
    for before, year in zip(results.years, results.years[1:], strict=False):
        if len(results.customers) and totals[before] > 0:
            assert close(points[year], totals[year] / totals[before] - 1)


@given(companies())
@law
def test_the_plan_believes_a_part_of_the_difference(inputs: Inputs) -> None:
    table = evaluate(inputs).customers
    believed = table["trend_lambda"].dropna()
    assert believed.between(0.0, 1.0).all()
    logs = table[table["trend_method"] == "log"]
    for b, mu, g in zip(logs["trend_slope"], logs["trend_pool_rate"], logs["planned_growth"], strict=True):
        assert min(b, mu) - 1e-9 <= g <= max(b, mu) + 1e-9


# ---------------------------------------------------------------- plan


def holds_together(results: Results) -> None:
    """Sicher <= Erwartet <= Möglich per line and in total, and the lines add up to the company."""
    assert results.company is not None
    plan, outside = results.company.plan, results.company.without_customer
    size = max(1.0, abs(plan.upside or 0.0), results.company.revenue_eur)
    table = results.customers[list(PLAN)].astype(float)
    lines = [tuple(row) for row in table.itertuples(index=False)]
    lines += [
        tuple(math.nan if v is None else v for v in (p.safe, p.expected, p.upside)) for p in (plan, outside)
    ]
    for safe, expected, upside in lines:
        assert math.isnan(safe) or safe <= expected + 1e-9 * size
        assert math.isnan(upside) or expected <= upside + 1e-9 * size
    for name, total, line in zip(
        PLAN,
        (plan.safe, plan.expected, plan.upside),
        (outside.safe, outside.expected, outside.upside),
        strict=True,
    ):
        if total is not None:
            assert close(table[name].sum() + (line or 0.0), total, size), name


@given(companies())
@law
def test_the_range_holds_and_adds_up(inputs: Inputs) -> None:
    holds_together(evaluate(inputs))


@given(companies())
@law
def test_the_plan_reads_as_a_sum_of_its_columns(inputs: Inputs) -> None:
    table = evaluate(inputs).customers
    parts = table["plan_level_eur"] + table["plan_trend_eur"] + table["plan_won_eur"] + table["plan_open_eur"]
    for total, expected in zip(parts - table["plan_overlap_eur"], table["plan_expected_eur"], strict=True):
        assert close(total, expected, expected)
    assert (table["plan_overlap_eur"] >= 0).all()
    lost = table[table["status"] == "lost"]
    assert (lost[["plan_level_eur", "plan_trend_eur"]] == 0).all(axis=None)


@given(companies(), st.integers(0, 999))
@law
def test_open_opportunities_leave_the_safe_plan_unchanged(inputs: Inputs, seed: int) -> None:
    dice = random.Random(seed)
    deals = [opportunity_line(dice, key) for key in [*inputs.customers.index[:12], None, None]]
    table = pd.concat([inputs.opportunities, pd.DataFrame(deals)], ignore_index=True)
    full = evaluate(changed(inputs, opportunities=table))
    closed = table["status"].isin(["won", "lost"])
    without = evaluate(changed(inputs, opportunities=table[closed].reset_index(drop=True)))
    assert_equal(full.customers[["plan_safe_eur"]], without.customers[["plan_safe_eur"]])
    assert full.company is not None
    assert without.company is not None
    assert (full.company.plan.safe is None) == (without.company.plan.safe is None)
    assert close(full.company.plan.safe or 0.0, without.company.plan.safe or 0.0)
    assert (full.company.plan.expected or 0.0) >= (without.company.plan.expected or 0.0) - 1e-6


@given(companies())
@law
def test_a_fall_never_takes_more_than_the_level(inputs: Inputs) -> None:
    table = evaluate(inputs).customers
    assert (table["plan_level_eur"] + table["plan_trend_eur"] >= -1e-9 * table["plan_level_eur"].abs()).all()


@given(companies())
@law
def test_lost_customers_have_no_score_trend_or_level(inputs: Inputs) -> None:
    table = evaluate(inputs).customers
    lost = table[table["status"] == "lost"]
    empty = ["score", "coverage", "rank", "own_rate", "trend_class", "computed_level", "care_level"]
    assert lost[empty].isna().all(axis=None)


# ---------------------------------------------------------------- levels


@given(companies())
@law
def test_levels_keep_the_quota_and_decisions_displace_nobody(inputs: Inputs) -> None:
    results = evaluate(inputs)
    assert results.computed == results.guideline
    undecided = evaluate(changed(inputs, decisions=inputs.decisions.iloc[:0]))
    ignore = ["computed_level", "rank"]
    assert_equal(results.customers[ignore], undecided.customers[ignore])


@given(companies())
@law
def test_without_memory_nobody_stands_above_a_better_customer(inputs: Inputs) -> None:
    results = evaluate(changed(inputs, prior_year=inputs.prior_year.iloc[:0]))
    order = results.customers.dropna(subset=["rank"]).sort_values("rank")
    height = order["computed_level"].map({"strategy": 2, "sales": 1, "service": 0})
    assert height.is_monotonic_decreasing
    assert order["score"].round(9).is_monotonic_decreasing
    assert list(order["rank"]) == list(range(1, len(order) + 1))


# ---------------------------------------------------------------- degenerate companies

ONE_CRITERION = (criterion("Umsatz", "revenue_mean", 10, 1000, 1),)
FLAT = [100.0, 100.0, 100.0]

DEGENERATE: dict[str, dict[str, Any]] = {
    "nobody": {"revenue": {}},
    "one customer": {"revenue": {"1": [100.0, 110.0, 121.0]}},
    "one customer, one year": {"revenue": {"1": [None, None, 50.0]}},
    "nine customers": {"revenue": {f"{i}": [100.0 + i, 90.0, 80.0 + 7 * i] for i in range(9)}},
    "all equal": {"revenue": {f"{i}": FLAT for i in range(12)}, "margin": {f"{i}": FLAT for i in range(12)}},
    "negative DB": {
        "revenue": {f"{i}": FLAT for i in range(6)},
        "margin": {f"{i}": [-5.0, -7.0, -9.0] for i in range(6)},
    },
    "zero revenue": {"revenue": {f"{i}": [0.0, 0.0, 0.0] for i in range(4)}},
    "no revenue at all": {"revenue": {f"{i}": [None, None, None] for i in range(4)}},
    "negative revenue": {"revenue": {f"{i}": [-10.0, -20.0, -30.0] for i in range(4)}},
    "base year almost missing": {
        "revenue": {"0": [100.0, 120.0, 0.0], **{f"{i}": [100.0, 120.0, None] for i in range(1, 4)}}
    },
    "DB without revenue": {"revenue": {"1": [None, None, None]}, "margin": {"1": FLAT}},
    "only lost": {
        "revenue": {"1": [100.0, 0.0, 0.0]},
        "opportunities": [{"customer_id": "1", "value_eur": 500.0}],
    },
    "nobody, one opportunity": {"revenue": {}, "opportunities": [{"value_eur": 500.0, "status": "won"}]},
    "a hundred identical": {"revenue": {f"{i}": FLAT for i in range(100)}},
    "five months": {"revenue": {"1": [100.0, 120.0, None]}, "settings": {"months_in_base_year": 5}},
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("criteria", [STANDARD, ONE_CRITERION], ids=["standard", "one criterion"])
def test_degenerate_companies_give_defined_results(name: str, criteria: Any) -> None:
    results = evaluate(company(criteria=criteria, **DEGENERATE[name]))
    assert not results.stopped, results.findings
    assert len(results.customers) == len(DEGENERATE[name]["revenue"])
    holds_together(results)


@given(small_companies())
@settings(max_examples=examples(60), deadline=None)
def test_awkward_cells_never_raise(inputs: Inputs) -> None:
    results = evaluate(inputs)
    assert not results.stopped, results.findings
    holds_together(results)
    assert len(results.customers) == len(inputs.customers)


def test_no_criterion_that_is_on_gives_a_plan_without_levels() -> None:
    unknown = (criterion("Unbekannt", "no_such_column", 0, 1, 5),)
    results = evaluate(company({"1": FLAT, "2": FLAT}, criteria=unknown))
    assert results.customers["score"].isna().all()
    assert list(results.customers["coverage"]) == [0.0, 0.0]
    assert results.customers["care_level"].isna().all()
    assert results.company is not None
    assert results.company.plan.expected is not None


@pytest.mark.parametrize("weights", [(0.0, 0.0), (5.0, -1.0)])
def test_weights_without_meaning_stop_the_calculation(weights: tuple[float, float]) -> None:
    criteria = tuple(criterion(f"K{i}", "revenue_mean", 0, 100, w) for i, w in enumerate(weights))
    results = evaluate(company({"1": FLAT}, criteria=criteria))
    assert results.stopped
    assert results.company is None


@pytest.mark.parametrize(
    ("row", "months", "stops"),
    [((100.0, 120.0, None), 12, True), ((100.0, 120.0, 0.0), 12, False), ((100.0, 120.0, None), 6, False),
     ((0.0, None, None), 12, False)],
)  # fmt: skip
def test_a_base_year_without_any_entry_stops_the_calculation(
    row: tuple[float | None, ...], months: int, stops: bool
) -> None:
    inputs = company({"1": row, "2": row}, settings={"months_in_base_year": months})
    assert evaluate(inputs).stopped is stops
    assert ("base_year_no_figures" in {finding.code for finding in evaluate(inputs).findings}) is stops


def test_too_little_of_the_base_year_stops_the_calculation() -> None:
    for part in ({"months_in_base_year": 2}, {"months_in_base_year": 6, "booked_share": 0.2}):
        assert evaluate(company({"1": FLAT}, settings=part)).stopped
    assert not evaluate(company({"1": FLAT}, settings={"months_in_base_year": 3})).stopped


def test_no_result_depends_on_the_clock() -> None:
    """The Stichtag defaults to the last day of the base year, a century ago or ahead."""
    for year in (1925, 2125):
        deal = {"customer_id": "1", "value_eur": 1000.0, "probability": 0.5, "kind": "additional"}
        deal["expected_close"] = dt.date(year + 1, 7, 2)
        results = evaluate(company({"1": FLAT}, last_year=year, opportunities=[deal]))
        assert results.settings.reporting_date == dt.date(year, 12, 31)
        share = (dt.date(year + 1, 12, 31) - dt.date(year + 1, 7, 2)).days / 365
        assert close(results.customers["plan_open_eur"].sum(), 500.0 * share)


@given(companies(max_size=25))
@law
def test_the_effect_of_an_explanation_is_what_the_plan_loses_without_it(inputs: Inputs) -> None:
    table: Any = evaluate(inputs).customers
    shown = table["explanation_effect_eur"] if len(table) else pd.Series(dtype=float)
    explained = (
        table["needs_explanation"].astype(bool) & table["explained"].astype(bool) if len(table) else shown
    )
    assert list(shown.notna()) == list(explained)
    for key in shown.index[shown.notna()]:
        decisions = inputs.decisions.copy()
        decisions.loc[key, ["reason_code", "explanation", "persistence"]] = None
        without: Any = evaluate(changed(inputs, decisions=decisions)).customers
        lost = table.at[key, "plan_expected_eur"] - without.at[key, "plan_expected_eur"]
        assert close(shown[key], lost)
