"""Abgangsprobe: the company without one customer is the company that never had him."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from tests.companies import changed, companies, company, criterion
from tests.examples import examples

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import ACTIVITY_COLUMNS, Inputs
from kundenbindung.core.walk_away import without

STEADY = criterion("Umsatz", "revenue_mean", 1_000, 1e6, 5, scale="log")
LISTS = ("one_offs", "opportunities", "judgements")
KEYED = ("customers", "revenue", "margin", "full_year", "decisions", "prior_year")


def never_had(inputs: Inputs, key: str) -> Inputs:
    kept: dict[str, Any] = {name: getattr(inputs, name) for name in (*LISTS, *KEYED)}
    for name in KEYED:
        kept[name] = kept[name].loc[kept[name].index != key]
    for name in LISTS:
        kept[name] = kept[name].loc[kept[name]["customer_id"] != key]
    return changed(inputs, **kept)


@given(companies(max_size=12))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_the_figures_are_those_of_the_others_alone(inputs: Inputs) -> None:
    inputs = changed(inputs, criteria=(STEADY,))
    results = evaluate(inputs)
    if not len(results.customers):
        return
    before: dict[str, Any] = {name: getattr(inputs, name).copy(deep=True) for name in (*LISTS, *KEYED)}
    key = str(results.customers.index[0])
    found, rest = without(inputs, results, key), evaluate(never_had(inputs, key))
    if rest.company is None:  # without him the base year has no figures at all
        assert rest.stopped
        assert (found.expected, found.safe, found.margin) == (None, None, None)
        return
    assert found.expected == pytest.approx(rest.company.plan.expected)
    assert found.safe == pytest.approx(rest.company.plan.safe)
    assert found.margin == pytest.approx(rest.company.plan_margin_eur)
    assert found.levels == rest.decided
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(inputs, name), frame)


def test_hours_share_and_levels_by_hand() -> None:
    rows = {"A": {"care_effort_hours": 12.0}, "B": {}, "C": {}}
    revenue = {"A": (60.0, 60.0, 60.0), "B": (30.0, 30.0, 30.0), "C": (10.0, 10.0, 10.0)}
    inputs = company(revenue, customers=rows, criteria=[criterion("Umsatz", "revenue_mean", 0, 100)])
    results = evaluate(inputs)
    found = without(inputs, results, "A")
    assert (found.customer_id, found.hours) == ("A", 12.0)
    assert found.revenue_share == pytest.approx(0.6)
    assert found.expected == pytest.approx(40.0)
    assert (found.levels.strategy, found.levels.sales, found.levels.service) == (0, 2, 0)
    assert without(inputs, results, "B").hours is None
    with pytest.raises(KeyError):
        without(inputs, results, "Z")


def test_proposed_anchors_stay_as_they_were() -> None:
    """Without him they would be proposed anew, and everybody's points would move."""
    revenue = {f"{at}": (1_000.0 * 10**at,) * 3 for at in range(6)}
    inputs = company(revenue, criteria=[criterion("Umsatz", "revenue_mean", scale="log", unit="€")])
    results = evaluate(inputs)
    assert results.criteria[0].proposed
    decided = changed(inputs, settings=replace(inputs.settings, share_strategy=0.5, share_service=0.5))
    assert without(decided, evaluate(decided), "5").levels.strategy == 3
    frozen = results.criteria[0]
    fixed = changed(
        inputs, criteria=(replace(inputs.criteria[0], zero_at=frozen.zero_at, ten_at=frozen.ten_at),)
    )
    assert without(inputs, results, "5") == without(fixed, evaluate(fixed), "5")


def test_frozen_anchors_decide_who_comes_first() -> None:
    """On the scale of the giant C comes first by loyalty, on one of the others alone B would, by revenue."""
    loyalty = {"A": 5, "B": 5, "C": 6, "D": 0}
    revenue = {"A": (1e8,) * 3, "B": (2_000.0,) * 3, "C": (1_000.0,) * 3, "D": (1_000.0,) * 3}
    inputs = company(
        revenue,
        customers={key: {"loyalty": value} for key, value in loyalty.items()},
        criteria=[
            criterion("Umsatz", "revenue_mean", scale="log", unit="€"),
            criterion("Bindung", "loyalty", 0, 10, kind="soft"),
        ],
        decisions={"B": {"decided_level": "strategy", "decided_on": dt.date(2025, 12, 1)}},
    )
    results = evaluate(inputs)
    assert results.criteria[0].proposed
    assert without(inputs, results, "A").levels.strategy == 2, "C as computed, B as decided"
    assert evaluate(never_had(inputs, "A")).decided.strategy == 1, "proposed anew it would be B alone"


def test_with_activities_the_hours_of_his_level_would_be_free() -> None:
    visits = ("Besuch", "sales", "Außendienst", "in_person", 4.0, 1.0, 2.0, None, None)
    calls = ("Anruf", "service", "Innendienst", "phone", 2.0, 0.0, 0.5, "no", None)
    frame = pd.DataFrame([visits, calls], columns=list(ACTIVITY_COLUMNS))
    rows = {"A": {"care_effort_hours": 99.0, "effort_factor": 1.5}, "B": {}, "C": {}}
    decisions = {"A": {"decided_level": "strategy"}, "B": {"decided_level": "service"}}
    revenue = dict.fromkeys("ABC", (60.0, 60.0, 60.0))
    inputs = replace(company(revenue, customers=rows, decisions=decisions), activities=frame)
    results = evaluate(inputs)
    assert without(inputs, results, "A").hours == pytest.approx((4 * 3 + 2 * 0.5) * 1.5)
    assert without(inputs, results, "B").hours == pytest.approx(2 * 0.5)


def test_without_the_last_one_there_is_no_plan() -> None:
    """Nobody else has figures of the base year, so without him nothing can be calculated."""
    inputs = company({"A": (60.0, 60.0, 60.0), "B": (30.0, 30.0, None)}, criteria=[STEADY])
    found = without(inputs, evaluate(inputs), "A")
    assert (found.expected, found.safe, found.margin) == (None, None, None)
    assert found.revenue_share == 1.0


def test_plan_and_margin_are_those_of_the_others_by_hand() -> None:
    revenue = {"A": (60.0, 60.0, 60.0), "B": (40.0, 40.0, 40.0)}
    margin = {"A": (6.0, 6.0, 6.0), "B": (10.0, 10.0, 10.0)}
    inputs = company(revenue, margin, criteria=[STEADY])
    found, rest = without(inputs, evaluate(inputs), "A"), evaluate(never_had(inputs, "A")).company
    assert rest is not None
    assert rest.plan.safe is not None
    assert found.safe == rest.plan.safe
    assert 0.0 < rest.plan.safe < 40.0
    assert found.margin == pytest.approx(10.0)


@pytest.mark.parametrize(("own", "share"), [(-2.0, None), (-3.0, None), (-1.75, -7.0)])
def test_a_share_of_nothing_is_not_known(own: float, share: float | None) -> None:
    inputs = company({"A": (9.0, 9.0, own), "B": (1.0, 1.0, 2.0)}, criteria=[STEADY])
    assert without(inputs, evaluate(inputs), "A").revenue_share == share


def test_a_customer_without_a_row_has_no_hours_and_his_lists_go_with_him() -> None:
    chances = [
        {"customer_id": key, "value_eur": 10.0, "probability": 1.0, "kind": "additional",
         "expected_close": dt.date(2025, 12, 31)}
        for key in ("X", "B")
    ]  # fmt: skip
    revenue = {"X": (60.0, 60.0, 60.0), "B": (40.0, 40.0, 40.0)}
    inputs = company(revenue, customers={"B": {}}, criteria=[STEADY], opportunities=chances)
    found = without(inputs, evaluate(inputs), "X")
    assert found.hours is None
    assert found.expected == pytest.approx(50.0)
