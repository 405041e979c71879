"""Stabilität in the whole calculation: shares, words and stakes hang on nothing but the weights."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.companies import changed, companies, company, criterion, shuffled
from tests.examples import examples

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs
from kundenbindung.core.stability import dirichlet

SHARES = ["stability_strategy", "stability_sales", "stability_service"]
SOFT = (
    criterion("Kundenbindung", "loyalty", 0, 10, 60, kind="soft"),
    criterion("Weiterempfehlung", "referral", 0, 10, 40, kind="soft"),
)


def judged(*ratings: tuple[float, float], **more: Any) -> Inputs:
    """Customers A, B, ... with two soft ratings each, 90, 80, ... thousand euros of revenue."""
    keys = [chr(ord("A") + place) for place in range(len(ratings))]
    rows = {key: {"loyalty": one, "referral": two} for key, (one, two) in zip(keys, ratings, strict=True)}
    revenue = {key: (1e4 * (9 - at),) * 3 for at, key in enumerate(keys)}
    words = {"criteria": SOFT, "customers": rows, "settings": {"draws": 500}, **more}
    return company(revenue, **words)


def test_the_dirichlet_parameters_are_those_of_the_method() -> None:
    alpha = dirichlet(np.full(10, 0.1), 0.25)
    assert alpha.sum() == pytest.approx(143.0)
    deviation = math.sqrt(0.1 * 0.9 / (alpha.sum() + 1.0)) / 0.1
    assert deviation == pytest.approx(0.25)
    assert list(dirichlet(np.array([3.0, 1.0]), 0.5)) == pytest.approx([2.25, 0.75])


@pytest.mark.parametrize(
    ("weights", "error"), [([1.0], 0.25), ([1.0, 0.0], 0.25), ([1.0, 1.0], 1.0), ([1.0, 1.0], 0.0)]
)
def test_no_distribution_is_refused(weights: list[float], error: float) -> None:
    with pytest.raises(ValueError, match="no distribution"):
        dirichlet(np.array(weights), error)


def test_a_level_that_hangs_on_the_weights_is_discussed() -> None:
    inputs = judged((9, 5), (5, 9), (4, 4), (3, 3), (1, 1))
    table: Any = evaluate(inputs).customers
    assert table.loc["A", "computed_level"] == "strategy"
    assert 0.5 < table.at["A", "stability"] < 0.95
    assert list(table["steadiness"]) != ["stable"] * 5
    assert table.at["D", "steadiness"] == "stable"
    shares = table[SHARES].to_numpy()
    assert shares.sum(axis=1) == pytest.approx(1.0)
    assert shares.sum(axis=0) == pytest.approx([1, 3, 1])
    assert table.at["A", "stake_eur"] == pytest.approx(9e4 * (1 - shares[0].max()))


def test_a_level_held_by_memory_against_the_draws_is_discussed() -> None:
    prior = {"B": {"care_level": "strategy"}}
    inputs = judged((6, 6), (5.9, 5.9), (4, 4), (3, 3), (1, 1), prior_year=prior)
    table: Any = evaluate(inputs).customers
    assert table.at["B", "computed_level"] == "strategy"
    assert table.at["B", "unaided_level"] == "sales"
    assert (table.at["B", "stability"], table.at["B", "steadiness"]) == (1.0, "discuss")
    assert table.at["B", "borderline"] == ("unsure", "memory")
    assert table.at["A", "borderline"] == ("unsure",)


@pytest.mark.parametrize(("share", "word"), [(0.0, "stable"), (0.99, "watch")])
def test_the_limits_are_settings(share: float, word: str) -> None:
    settings = {"draws": 500, "discuss_share": 0.0, "watch_share": share}
    table: Any = evaluate(judged((9, 5), (5, 9), (4, 4), (3, 3), (1, 1), settings=settings)).customers
    frequent = table[table["computed_level"] == "strategy"].index[0]
    assert table.at[frequent, "steadiness"] == word


def test_one_criterion_leaves_nothing_to_argue_about() -> None:
    table: Any = evaluate(judged((9, 1), (5, 2), (4, 3), (3, 4), (1, 5), criteria=SOFT[:1])).customers
    assert set(table["stability"]) == {1.0}
    assert set(table["steadiness"]) == {"stable"}
    assert table.loc["A", SHARES].tolist() == [1.0, 0.0, 0.0]


def test_without_draws_nothing_is_said() -> None:
    results = evaluate(judged((9, 5), (5, 9), (4, 4), (3, 3), (1, 1), settings={"draws": 0}))
    assert results.customers["stability"].isna().all()
    assert list(results.customers["steadiness"]) == [None] * 5
    assert results.borderline == ()


def test_the_list_begins_with_most_at_stake() -> None:
    results = evaluate(judged((9, 5), (5, 9), (7, 7.2), (3, 3.1), (3.1, 3)))
    table: Any = results.customers
    stakes = [float(table.at[key, "stake_eur"]) for key in results.borderline]
    assert len(stakes) > 2
    assert stakes == sorted(stakes, reverse=True)
    assert set(results.borderline) == set(table.index[table["borderline"].map(bool)])


@given(companies(max_size=25), st.integers(0, 99), st.sampled_from((0.01, 3.0, 250.0)))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_rows_factors_and_lost_customers_change_nothing(inputs: Inputs, seed: int, factor: float) -> None:
    inputs = changed(inputs, settings=replace(inputs.settings, draws=150))
    if any(entry.zero_at is None for entry in inputs.criteria):
        inputs = changed(inputs, criteria=SOFT)
    one = evaluate(inputs)
    heavier = tuple(replace(entry, weight=entry.weight * factor) for entry in inputs.criteria)
    more = changed(
        inputs,
        revenue=pd.concat([inputs.revenue, lost("Lost", inputs)]),
        margin=pd.concat([inputs.margin, lost("Lost", inputs)]),
    )
    for other in (shuffled(inputs, seed), changed(inputs, criteria=heavier), more):
        two = evaluate(other)
        assert two.borderline == one.borderline
        again = two.customers.loc[one.customers.index, SHARES]
        assert np.array_equal(one.customers[SHARES].to_numpy(), again.to_numpy(), equal_nan=True)


def lost(key: str, inputs: Inputs) -> pd.DataFrame:
    """A customer without a euro in any year: lost, and too small for any threshold."""
    return pd.DataFrame(0.0, index=pd.Index([key], name="customer_id"), columns=inputs.revenue.columns)
