"""Cockpit: bridge and curve by hand and by their laws, who is named and who is contested."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from tests.companies import companies, company

from kundenbindung.core import cockpit
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import FloatArray, Inputs, Results


def table(rows: dict[str, dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index")


def with_customers(results: Results, rows: dict[str, dict[str, object]]) -> Results:
    return replace(results, customers=table(rows), borderline=())


@pytest.fixture(scope="module")
def results() -> Results:
    """A grows and earns less on it, B is new, C is lost; D has no revenue but costs."""
    return evaluate(
        company(
            {"A": [100.0, 200.0], "B": [None, 50.0], "C": [80.0, 0.0], "D": [0.0, 0.0]},
            margin={"A": [40.0, 60.0], "B": [None, 20.0], "C": [30.0, 0.0], "D": [-1.0, -6.0]},
        )
    )


def test_the_bridge_by_hand(results: Results) -> None:
    """A: mean quote (.4+.3)/2 x 100 = 35 and mean revenue 150 x -.1 = -15; B +20; C -30."""
    found = cockpit.bridge(results)
    assert found is not None
    assert [found.revenue, found.margin] == pytest.approx([35.0, -15.0])
    assert [found.new, found.lost] == pytest.approx([20.0, -30.0])
    assert found.start == pytest.approx(float(results.adjusted_margin.fillna(0.0).iloc[:, 0].sum()))
    assert found.end == pytest.approx(float(results.adjusted_margin.fillna(0.0).iloc[:, 1].sum()))
    assert found.missing == 0


def test_a_bridge_needs_two_years() -> None:
    assert cockpit.bridge(evaluate(company({"A": [100.0]}))) is None


def test_the_curve_by_hand(results: Results) -> None:
    """Revenue 60, 30, 10 of 100: a third of the customers bring 60 %, two thirds 90 %."""
    rows: dict[str, dict[str, object]] = {
        key: {"revenue_eur": revenue, "margin_eur": None, "collective": False}
        for key, revenue in {"A": 30.0, "B": 60.0, "C": 10.0, "D": 0.0, "E": -5.0}.items()
    }
    curve = cockpit.curve(with_customers(results, rows))
    assert len(curve) == cockpit.CURVE_POINTS
    at = dict(zip(curve["customers_share"].round(2), curve["revenue_share"], strict=True))
    assert at[0.0] == 0.0
    assert at[1.0] == pytest.approx(1.0)
    assert at[0.5] == pytest.approx(0.6 + 0.3 * 0.5)
    assert curve["margin_share"].isna().all()


@settings(max_examples=20, deadline=None)
@given(companies(max_size=15))
def test_laws(inputs: Inputs) -> None:
    """The bridge has no rest, the curves rise and bend down, levels and trends count everybody once."""
    results = evaluate(inputs)
    if len(results.customers):
        bridge_has_no_rest(results)
        everybody_counts_once(results)
    for name in ("revenue_share", "margin_share"):
        curve = cockpit.curve(results)
        rises_and_bends_down(curve[name].to_numpy(), curve["customers_share"].to_numpy())


def bridge_has_no_rest(results: Results) -> None:
    """Both ends are the DB of the customers whose change is known."""
    found = cockpit.bridge(results)
    if found is None:
        return
    known = results.customers["margin_change_eur"].notna()
    margin = results.adjusted_margin[known].fillna(0.0)
    assert found.missing == int((~known).sum())
    assert found.start == pytest.approx(margin.iloc[:, -2].sum(), abs=1e-6)
    assert found.end == pytest.approx(margin.iloc[:, -1].sum(), abs=1e-6)


def rises_and_bends_down(heights: FloatArray, across: FloatArray) -> None:
    if np.isnan(heights).any():
        assert np.isnan(heights).all()
        return
    steps = np.diff(heights)
    assert (heights[0], heights[-1]) == (0.0, pytest.approx(1.0))
    assert (steps >= -1e-12).all()
    assert (np.diff(steps) <= 1e-9).all()
    assert (heights >= across - 1e-9).all()


def everybody_counts_once(results: Results) -> None:
    levels, trends = cockpit.by_level(results), cockpit.trends(results)
    assert levels["customers"].sum() == results.customers["care_level"].notna().sum()
    assert trends.to_numpy().sum() == len(results.customers)
    flagged = results.customers["needs_explanation"].astype(bool)
    assert trends[["explained", "open"]].to_numpy().sum() == flagged.sum()
    assert levels["customers_share"].sum() == pytest.approx(1.0) or levels["customers"].sum() == 0


def test_shares_of_the_levels_by_hand(results: Results) -> None:
    rows: dict[str, dict[str, object]] = {
        "A": {"care_level": "strategy", "revenue_eur": 60.0, "margin_eur": 30.0},
        "B": {"care_level": "sales", "revenue_eur": 30.0, "margin_eur": 15.0},
        "C": {"care_level": "sales", "revenue_eur": 10.0, "margin_eur": 5.0},
        "D": {"care_level": None, "revenue_eur": 99.0, "margin_eur": 99.0},
    }
    found: Any = cockpit.by_level(replace(with_customers(results, rows), capacity=None))
    assert found.loc["strategy", ["revenue_share", "margin_share"]].tolist() == [0.6, 0.6]
    assert found["customers_share"].tolist() == [pytest.approx(1 / 3), pytest.approx(2 / 3), 0.0]
    assert found["hours_share"].isna().all()


def test_what_is_contested_comes_first(results: Results) -> None:
    rows: dict[str, dict[str, object]] = {
        key: {"stability": value}
        for key, value in {"A": 0.9, "B": 1.0, "C": 0.6, "D": 0.99, "E": np.nan}.items()
    }
    found = replace(results, customers=table(rows), borderline=("D", "E"))
    assert list(cockpit.contested(found, 10)) == ["D", "C", "A"]
    assert list(cockpit.contested(found, 2)) == ["D", "C"]


def test_names_do_not_cover_one_another(results: Results) -> None:
    """B is as near to A as a name is wide; C has the same score but a hundredth of the revenue."""
    rows: dict[str, dict[str, object]] = {
        "A": {"score": 80.0, "revenue_eur": 1_000_000.0, "care_level": "strategy"},
        "B": {"score": 80.0 - cockpit.NEAR_SCORE / 2, "revenue_eur": 900_000.0, "care_level": "strategy"},
        "C": {"score": 80.0, "revenue_eur": 10_000.0, "care_level": "strategy"},
        "D": {"score": 20.0, "revenue_eur": 0.0, "care_level": "strategy"},
        "E": {"score": 20.0, "revenue_eur": 500.0, "care_level": "sales"},
    }
    found = with_customers(results, rows)
    assert list(cockpit.named(found, 10)) == ["A", "C"]
    assert list(cockpit.named(replace(found, borderline=("B", "E")), 10)) == ["B", "E", "C"]
    assert list(cockpit.named(found, 1)) == ["A"]


def test_nothing_in_it() -> None:
    empty = evaluate(company({}))
    assert cockpit.bridge(empty) is None
    assert cockpit.curve(empty)["revenue_share"].isna().all()
    assert cockpit.by_level(empty)["customers"].isna().all()
    assert not len(cockpit.contested(empty, 5)) and not len(cockpit.named(empty, 5))  # noqa: PT018
