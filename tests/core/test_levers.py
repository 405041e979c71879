"""Hebel: the points to the next level and the change of the strongest criterion are just enough."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.companies import changed, company, criterion
from tests.examples import examples

from kundenbindung.core import levels, levers, scoring
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import CareLevel, Inputs, Scale, Settings

LEVELS = [None, *(level.value for level in CareLevel)]


@given(
    st.floats(0, 10),
    st.sampled_from(
        [(5.0, 40.0, Scale.LINEAR), (40.0, 5.0, Scale.LINEAR), (10.0, 9e5, Scale.LOG), (90.0, 3.0, Scale.LOG)]
    ),
)
def test_the_value_of_points_gives_these_points(points: float, anchors: tuple[float, float, Scale]) -> None:
    value = levers.value_at(np.array([points]), *anchors)
    assert scoring.points(value, *anchors)[0] == pytest.approx(points, abs=1e-9)


@st.composite
def rankings(draw: st.DrawFn) -> tuple[levels.Ranking, np.ndarray, Settings]:
    """Up to thirty scores, often equal, with last year's levels."""
    size = draw(st.integers(2, 30))
    dice = np.random.default_rng(draw(st.integers(0, 10**6)))
    score = np.round(dice.uniform(0, 100, size), draw(st.sampled_from([0, 2])))
    last = np.array([LEVELS[at] for at in dice.integers(0, len(LEVELS), size)], dtype=object)
    settings = Settings(base_year=2025, memory_points=draw(st.sampled_from([0.0, 2.0, 9.0])))
    return levels.Ranking(np.arange(size), score, dice.permutation(size)), last, settings


@given(rankings())
def test_passing_the_gap_changes_the_level_and_less_does_not(
    given_: tuple[levels.Ranking, np.ndarray, Settings],
) -> None:
    ranking, last, settings = given_
    assigned = levels.assign(ranking, last, settings)
    gaps, beyond = levels.gaps(ranking, assigned, last, settings)
    for at, gap in enumerate(gaps):
        if math.isnan(gap):
            assert beyond[at] is None
            continue
        step = 1e-6 if gap > 0.0 or (gap == 0.0 and assigned[at] == "service") else -1e-6
        far, short = ranking.score.copy(), ranking.score.copy()
        far[at] += gap + step
        short[at] += gap - step
        if gap != 0.0:
            passed = levels.assign(replace(ranking, score=far), last, settings)[at]
            assert passed == beyond[at] != assigned[at]
        if abs(gap) > 2e-6:
            assert levels.assign(replace(ranking, score=short), last, settings)[at] == assigned[at]


CRITERIA = (
    criterion("Einkaufsvolumen", "purchasing_volume_eur", 10_000, 1e6, 60, scale="log", unit="€"),
    criterion("Zahlungsverzug", "payment_delay_days", 45, 0, 40),
)


def of_ten(volumes: list[float], delays: list[float]) -> Inputs:
    keys = [f"{at:02d}" for at in range(10)]
    rows = {
        key: {"purchasing_volume_eur": volume, "payment_delay_days": delay}
        for key, volume, delay in zip(keys, volumes, delays, strict=True)
    }
    return company(dict.fromkeys(keys, (9e4, 9e4, 9e4)), criteria=CRITERIA, customers=rows)


@settings(max_examples=examples(20))
@given(
    st.lists(st.floats(12_000, 9e5), min_size=10, max_size=10, unique=True),
    st.lists(st.floats(0, 44), min_size=10, max_size=10, unique=True),
)
def test_the_lever_is_just_enough(volumes: list[float], delays: list[float]) -> None:
    inputs = of_ten(volumes, delays)
    table: Any = evaluate(inputs).customers
    sources = {entry.criterion: entry.source for entry in CRITERIA}
    for key, row in table[table["lever"].notna()].iterrows():
        name, start, end = sources[row["lever"]], row["lever_from"], row["lever_to"]
        assert start == inputs.customers.at[key, name]
        if abs(end - start) < 1e-6 * max(1.0, abs(start)):
            continue
        for share, moved in ((1.001, True), (0.999, False)):
            customers = inputs.customers.copy()
            customers.loc[key, name] = start + share * (end - start)
            level = evaluate(changed(inputs, customers=customers)).customers.at[key, "computed_level"]
            assert (level != row["computed_level"]) is moved


def test_the_heaviest_criterion_that_suffices_is_the_lever() -> None:
    inputs = of_ten([5e5 - at * 1e4 for at in range(10)], [10.0] * 10)
    table: Any = evaluate(inputs).customers
    assert table.at["02", "lever"] == "Einkaufsvolumen"
    rich = of_ten([1e6, 1e6, *[1e6 - 1.0] * 8], [2.0, 2.0, *[40.0 - 5.0 * at for at in range(8)]])
    found: Any = evaluate(rich).customers
    assert found.at["09", "lever"] == "Zahlungsverzug"
    apart = of_ten([1e6, 1e6, *[1e5] * 7, 1e4], [0.0, 0.0, *[22.5] * 7, 45.0])
    alone: Any = evaluate(apart).customers
    assert pd.isna(alone.at["02", "lever"])


def test_without_a_cut_there_is_no_next_level() -> None:
    table: Any = evaluate(
        company({"1": (1e4, 1e4, 1e4)}, criteria=[criterion("U", "revenue_mean", 0, 2e4)])
    ).customers
    assert math.isnan(table.at["1", "points_to_next"])
    assert table.at["1", "lever"] is None


def test_whoever_has_no_lever_has_empty_cells() -> None:
    inputs = of_ten([1e5] * 10, [22.5] * 10)
    scores = scoring.score(
        scoring.prepare(CRITERIA, inputs.customers, np.ones(10, bool), Settings(2025)),
        inputs.customers,
        np.ones(10, bool),
    )
    nobody = levers.columns(scores, inputs.customers, pd.Series(np.nan, index=inputs.customers.index))
    assert list(nobody.columns) == ["lever", "lever_from", "lever_to"]
    assert nobody.isna().all(axis=None)
    found = levers.columns(scores, inputs.customers, pd.Series(6.0, index=inputs.customers.index))
    assert list(found.columns) == list(nobody.columns)
    assert set(found["lever"]) == {"Einkaufsvolumen"}
    assert found["lever_from"].tolist() == [1e5] * 10
    assert found["lever_to"].to_numpy() == pytest.approx([1e5 * 10.0 ** (2 * 0.1)] * 10)


def levers_of(gap: float, *, order: int = 1, delay: float | None = 22.5) -> list[Any]:
    """Lever, from and to of the first of ten with 5 points each, who is so many score points away."""
    inputs = of_ten([1e5] * 10, [22.5] * 10)
    values = inputs.customers.assign(payment_delay_days=[np.nan if delay is None else delay, *[22.5] * 9])
    everybody = np.ones(10, dtype=np.bool_)
    prepared = scoring.prepare(CRITERIA[::order], values, everybody, Settings(2025))
    scores = scoring.score(prepared, values, everybody)
    found = levers.columns(scores, values, pd.Series(gap, index=values.index))
    return list(found.iloc[0])


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("gap", "to"),
    [(30.0, 1e6), (-30.0, 1e4), (6.0, 10.0**5.2), (30.001, None), (36.0, None), (-30.001, None)],
)
def test_a_criterion_can_give_ten_points_and_take_all_it_gave(
    order: int, gap: float, to: float | None
) -> None:
    found = levers_of(gap, order=order)
    assert found[0] == (None if to is None else "Einkaufsvolumen")
    if to is not None:
        assert found[1:] == pytest.approx([1e5, to])


def test_what_is_unknown_of_a_customer_weighs_nothing_for_him() -> None:
    """With a coverage of 0.6 thirty score points are three points of the only criterion: 8 of 10."""
    assert levers_of(30.0, delay=None)[1:] == pytest.approx([1e5, 10.0**5.6])


def test_a_lever_that_was_found_stays_though_a_lighter_one_would_do_too() -> None:
    criteria = [*CRITERIA, criterion("Bindung", "loyalty", 0, 10, 50, kind="soft")]
    inputs = of_ten([1e5] * 10, [22.5] * 10)
    values, everybody = inputs.customers.assign(loyalty=5.0), np.ones(10, dtype=np.bool_)
    scores = scoring.score(scoring.prepare(criteria, values, everybody, Settings(2025)), values, everybody)
    found = levers.columns(scores, values, pd.Series(6.0, index=values.index))
    assert set(found["lever"]) == {"Einkaufsvolumen"}
