"""Vorjahresvergleich: cases worked by hand (cases/history.yaml), and laws for companies with a last year."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.companies import changed, company, criterion, invented, keyed, shuffled
from tests.examples import examples

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.history import EFFECTS
from kundenbindung.core.model import PRIOR_YEAR_COLUMNS, History, Inputs, LevelCause, PlanCheck, Results

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "history.yaml").read_text(encoding="utf-8"))
LEVELS = ("strategy", "sales", "service")
FEATURES = {"gaps", "soft", "decisions", "one_offs", "targets", "unlisted"}
Case = dict[str, Any]
law = settings(max_examples=examples(30), deadline=None)


def ratings(names: list[str], values: list[float | None]) -> dict[str, float | None]:
    """Values of the sources that give these points."""
    scaled = zip(names, values, strict=False)
    return {
        name: value / 10.0 if name == "contract_share" and value is not None else value
        for name, value in scaled
    }


def source(name: str, weight: float) -> Any:
    return criterion(name, name, 0, 1 if name == "contract_share" else 10, weight)


def inputs_of(case: Case) -> Inputs:
    names = list(case["criteria"])
    known = list(dict.fromkeys([*names, *case["last_weights"]]))
    return company(
        case.get("revenue") or dict.fromkeys(case["now"], (100.0, 100.0, 100.0)),
        criteria=[source(*pair) for pair in case["criteria"].items()],
        customers={key: ratings(names, values) for key, values in case["now"].items()},
        settings={"memory_points": 0.0, **case.get("settings", {})},
        decisions=case.get("decisions"),
        prior_year=case["prior"],
        prior_points={key: dict(zip(known, values, strict=False)) for key, values in case["last"].items()},
        prior_weights=case["last_weights"],
        prior_plan_year=case.get("plan_year"),
    )


def history_of(results: Results) -> History:
    assert not results.stopped, results.findings
    assert results.history is not None
    return results.history


def same(found: Any, expected: Any) -> bool:
    if expected is None:
        return found is None or (isinstance(found, float) and math.isnan(found))
    if isinstance(expected, str | bool):
        return bool(found == expected)
    return math.isclose(float(found), float(expected), rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: Case) -> None:
    found = history_of(evaluate(inputs_of(case)))
    for key, expected in case["expect"]["changes"].items():
        row = found.changes.loc[key]
        wrong = {name: (row[name], value) for name, value in expected.items() if not same(row[name], value)}
        assert wrong == {}, key
    if "matrix" in case["expect"]:
        assert found.matrix.to_numpy().tolist() == case["expect"]["matrix"]
    if "check" in case["expect"]:
        expected = case["expect"]["check"]
        assert (found.check is None) is (expected is None)
        for name, value in (expected or {}).items():
            assert same(getattr(found.check, name), value), name


def test_every_case_says_where_it_comes_from_and_why() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all("section" in case["source"] and len(case["why"]) > 20 for case in CASES)
    causes = {row.get("cause") for case in CASES for row in case["expect"]["changes"].values()}
    assert causes == {None, *(cause.value for cause in LevelCause)}


def with_last_year(inputs: Inputs, seed: int) -> Inputs:
    """Any frozen points and weights: some criteria gone, some new, some values unknown."""
    dice = random.Random(seed)
    keys = [key for key in [*inputs.customers.index, "gone"] if dice.random() < 0.7]
    names = [entry.criterion for entry in inputs.criteria if dice.random() < 0.8] + ["Gibt es nicht mehr"]
    level = [dice.choice((*LEVELS, None)) for _ in keys]
    money = [dice.choice((None, 0.0, 9_000.0, 70_000.0)) for _ in keys]
    rows = {
        key: {"care_level": one, "score": 50.0, "plan_safe_eur": plan, "plan_expected_eur": plan}
        for key, one, plan in zip(keys, level, money, strict=True)
    }
    points = {
        key: {name: dice.choice((None, 0.0, 10.0, round(dice.uniform(0, 10), 1))) for name in names}
        for key in keys
        if dice.random() < 0.9
    }
    weights = {name: dice.choice((0.0, 5.0, 10.0, 20.0)) for name in names}
    prior = keyed(rows, PRIOR_YEAR_COLUMNS)
    return changed(inputs, prior_year=prior, prior_points=keyed(points, ()), prior_weights=weights)


@st.composite
def years(draw: st.DrawFn) -> Inputs:
    seed = draw(st.integers(0, 10**6), label="seed")
    features = draw(st.sets(st.sampled_from(sorted(FEATURES))), label="features")
    return with_last_year(invented(draw(st.integers(1, 20), label="customers"), 3, features, seed), seed)


def score_of(points: dict[Any, float], weights: dict[str, float]) -> float:
    """Gesamtpunktzahl of one row of points, worked without the program."""
    known = {name: value for name, value in points.items() if not math.isnan(value)}
    total = sum(weights.get(str(name), 0.0) for name in known)
    if total <= 0.0:
        return math.nan
    return 10.0 * sum(weights.get(str(name), 0.0) * value for name, value in known.items()) / total


@given(years())
@law
def test_the_three_parts_add_up_to_the_change_of_the_score(inputs: Inputs) -> None:
    results = evaluate(inputs)
    if results.history is None:
        return
    frozen = inputs.prior_points.to_dict("index")
    for key, row in results.history.changes.to_dict("index").items():
        last = score_of(frozen[key], dict(inputs.prior_weights)) if key in frozen else math.nan
        now = results.customers["score"].get(key, math.nan)
        parts = sum(row[name] for name in EFFECTS)
        if math.isnan(last) or math.isnan(now):
            assert all(math.isnan(row[name]) for name in EFFECTS)
        else:
            assert parts == pytest.approx(now - last, abs=1e-7)


@given(years(), st.integers(0, 99))
@law
def test_row_order_changes_nothing(inputs: Inputs, seed: int) -> None:
    one, two = evaluate(inputs).history, evaluate(shuffled(inputs, seed)).history
    assert (one is None) == (two is None)
    if one is None or two is None:
        return
    pd.testing.assert_frame_equal(one.changes, two.changes.loc[one.changes.index], rtol=1e-9, atol=1e-9)
    assert one.matrix.to_numpy().tolist() == two.matrix.to_numpy().tolist()
    assert (one.check is None) == (two.check is None)


@given(years())
@law
def test_every_customer_of_either_year_counts_once(inputs: Inputs) -> None:
    results = evaluate(inputs)
    if results.history is None or not len(results.history.matrix):
        assert not inputs.prior_year["care_level"].notna().any()
        return
    matrix = results.history.matrix.to_numpy()
    whole = results.customers.index.union(inputs.prior_year.index)
    assert matrix.sum() == len(whole)
    last, now = inputs.prior_year["care_level"], results.customers["care_level"]
    assert matrix.sum(axis=1).tolist()[:3] == [int((last == level).sum()) for level in LEVELS]
    assert matrix.sum(axis=0).tolist()[:3] == [int((now == level).sum()) for level in LEVELS]


@given(years())
@law
def test_a_cause_only_where_the_level_differs(inputs: Inputs) -> None:
    found = evaluate(inputs).history
    if found is None:
        return
    rows = found.changes
    both = rows["prior_level"].notna() & rows["level_now"].notna()
    moved = both & (rows["prior_level"] != rows["level_now"])
    assert not rows.loc[~moved, "cause"].notna().any()
    split = rows["change_weights"].notna()
    assert rows.loc[moved & split, "cause"].notna().all()


def test_points_equal_but_for_rounding_move_only_by_weights() -> None:
    case = dict(CASES[0])
    inputs = inputs_of(case)
    blurred = changed(inputs, prior_points=inputs.prior_points + 4e-10)
    row = history_of(evaluate(blurred)).changes.loc["A"]
    assert row["cause"] == "weights"
    assert (row["change_customer"], row["change_data"]) == (0.0, 0.0)


def test_without_last_year_there_is_no_history() -> None:
    assert evaluate(company({"1": (100.0, 100.0, 100.0)})).history is None


def test_a_plan_without_levels_is_compared_all_the_same() -> None:
    plan = {"1": {"plan_safe_eur": 90.0, "plan_expected_eur": 100.0, "plan_upside_eur": 120.0}}
    found = history_of(evaluate(company({"1": (100.0, 100.0, 90.0 - 5e-8)}, prior_year=plan)))
    assert found.matrix.empty
    assert found.check is not None
    assert found.check.hit_rate == 1.0, "reached but for rounding"
    assert found.changes["deviation"].to_numpy() == pytest.approx([-0.1])


def test_a_plan_of_nothing_and_a_year_of_nothing_have_no_rate() -> None:
    prior: dict[str, Any] = {
        "1": {"plan_safe_eur": 0.0, "plan_expected_eur": 0.0, "plan_upside_eur": 0.0},
        "2": {"plan_safe_eur": None, "plan_expected_eur": 0.5, "plan_upside_eur": 60.0},
    }
    found = history_of(
        evaluate(
            company({"1": (9.0, 9.0, 0.0), "2": (9.0, 9.0, 0.0), "3": (1.0, 1.0, 1.0)}, prior_year=prior)
        )
    )
    assert np.isnan(found.changes["deviation"].to_numpy()[0])
    assert found.changes.at["2", "deviation"] == -1.0
    assert found.changes["hit"].tolist() == [True, None]
    assert found.check == PlanCheck(
        customers=2, safe=0.0, expected=0.5, upside=60.0, actual=0.0, hit_rate=1.0, bias=None, wape=None
    )


def test_what_is_told_of_everybody_of_last_year() -> None:
    last = {"care_level": "sales", "score": 50.0, "plan_expected_eur": 0.0}
    prior: dict[str, Any] = {key: dict(last) for key in ("1", "2", "gone")}
    found = history_of(evaluate(company({"1": (9.0, 9.0, 9.0), "2": (None, None, None)}, prior_year=prior)))
    assert list(found.changes.columns) == [
        "prior_level", "prior_score", "level_now", "score_now", "actual_eur", "change_weights",
        "change_customer", "change_data", "cause", "deviation", "hit",
    ]  # fmt: skip
    assert list(found.matrix.index) == list(found.matrix.columns) == [*LEVELS, None]
    assert found.changes["prior_score"].tolist() == [50.0] * 3
    assert found.changes["deviation"].isna().all()
    assert found.changes["actual_eur"].tolist()[:2] == [9.0, 0.0]
    assert np.isnan(found.changes["actual_eur"].to_numpy()[2])


def test_weights_below_one_weigh_as_well() -> None:
    """Last year 6 and 4 by 0.5 and 0.5: 50. Now the first is unknown, the second 8 of 0.4: 80."""
    case = {
        "criteria": {"loyalty": 0.6, "referral": 0.4},
        "last_weights": {"loyalty": 0.5, "referral": 0.5},
        "now": {"A": [None, 8], "B": [5, 5]},
        "last": {"A": [6, 4], "B": [5, 5]},
        "prior": {"A": {"care_level": "sales", "score": 50}, "B": {"care_level": "sales", "score": 50}},
        "settings": {"min_coverage": 0.1, "min_filled_share": 0.1},
    }
    row = history_of(evaluate(inputs_of(case))).changes.loc["A"]
    assert row["change_weights"] == pytest.approx(0.0), "of what both years know, only 4 points are left"
    assert row["change_customer"] == pytest.approx(40.0)
    assert row["change_data"] == pytest.approx(-10.0)


def test_without_a_safe_plan_nobody_reached_it_and_cents_have_a_rate_too() -> None:
    prior = {"1": {"plan_safe_eur": None, "plan_expected_eur": 0.75, "plan_upside_eur": 1.0}}
    found = history_of(evaluate(company({"1": (9.0, 9.0, 0.5)}, prior_year=prior)))
    assert found.check is not None
    assert (found.check.hit_rate, found.check.bias, found.check.wape) == (None, 0.5, 0.5)
