"""Stabilität: the shares are those of sorting every draw, and the published and exact SMAA cases come out."""

from __future__ import annotations

import json
import math
import time
import tracemalloc
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared_data import shared

from kundenbindung.core.model import (
    CriterionKind,
    FloatArray,
    IntArray,
    LevelCount,
    Scale,
    ScoredCriterion,
    Scores,
    Settings,
)
from kundenbindung.core.stability import columns, dirichlet, drawn, level_shares, most_at_stake

DRAWS = 20_000


def by_sorting(
    points: FloatArray, alpha: FloatArray, strategy: int, service: int, draws: int, seed: int, ties: IntArray
) -> FloatArray:
    """Every draw sorted in full, in float64, scores at nine decimals."""
    generator = np.random.Generator(np.random.PCG64(seed))
    known, filled = (~np.isnan(points)).astype(float), np.nan_to_num(points)
    counts = np.zeros((len(points), 3))
    for gammas in generator.standard_gamma(alpha, size=(draws, len(alpha))):
        weights = gammas / gammas.sum()
        order = np.lexsort((ties, -np.round(10 * (filled @ weights) / (known @ weights), 9)))
        counts[order[:strategy], 0] += 1
        counts[order[strategy : len(points) - service], 1] += 1
        counts[order[len(points) - service :], 2] += 1
    return counts / draws


@st.composite
def companies(draw: st.DrawFn) -> tuple[FloatArray, FloatArray, int, int, IntArray]:
    """Points with gaps, often equal; quotas from nothing to everybody."""
    size, width = draw(st.integers(1, 40)), draw(st.integers(1, 6))
    generator = np.random.default_rng(draw(st.integers(0, 10**6)))
    steps = draw(st.sampled_from([2, 5, 0]))
    points = (
        generator.integers(0, steps, (size, width)) * 10 / steps
        if steps
        else generator.uniform(0, 10, (size, width))
    )
    points = np.asarray(points, dtype=np.float64)
    points[generator.random((size, width)) < draw(st.sampled_from([0.0, 0.3]))] = np.nan
    points[np.isnan(points).all(axis=1)] = 5.0
    strategy = draw(st.integers(0, size))
    service = draw(st.integers(0, size - strategy))
    return points, generator.uniform(0.5, 40.0, width), strategy, service, generator.permutation(size)


@given(companies(), st.integers(0, 2**32))
def test_the_counts_are_those_of_full_sorting(
    company: tuple[FloatArray, FloatArray, int, int, IntArray], seed: int
) -> None:
    points, alpha, strategy, service, ties = company
    shares = level_shares(
        points, alpha, strategy=strategy, service=service, draws=60, seed=seed, tie_rank=ties
    )
    assert shares == pytest.approx(by_sorting(points, alpha, strategy, service, 60, seed, ties), abs=1e-12)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(points)))
    quotas = [strategy, len(points) - strategy - service, service]
    assert shares.sum(axis=0) == pytest.approx(quotas)


@pytest.mark.parametrize("missing", [False, True])
def test_the_same_over_many_blocks_and_customers(missing: bool) -> None:
    """Enough customers that a block holds part of the draws and the cut is looked for between places only."""
    generator = np.random.default_rng(3)
    points = generator.uniform(0, 10, (30_000, 4))
    if missing:
        points[generator.random(points.shape) < 0.1] = np.nan
        points[np.isnan(points).all(axis=1)] = 1.0
    alpha, ties = np.array([40.0, 30.0, 20.0, 10.0]), generator.permutation(len(points))
    shares = level_shares(points, alpha, strategy=6_000, service=3_000, draws=200, seed=5, tie_rank=ties)
    assert np.array_equal(shares, by_sorting(points, alpha, 6_000, 3_000, 200, 5, ties))


@pytest.mark.parametrize("missing", [0.0, 0.2])
@pytest.mark.parametrize("apart", [1e-5, 1e-6, 1e-7])
def test_scores_closer_than_float32_can_tell_are_still_in_order(apart: float, missing: float) -> None:
    """All points are nearly 9, so that sums in float32 are off by more than the customers are apart."""
    generator = np.random.default_rng(12)
    points = 9.0 + apart * generator.uniform(-1, 1, (120, 12))
    points[generator.random(points.shape) < missing] = np.nan
    alpha, ties = generator.uniform(1, 40, 12), generator.permutation(120)
    shares = level_shares(points, alpha, strategy=30, service=20, draws=300, seed=4, tie_rank=ties)
    assert np.array_equal(shares, by_sorting(points, alpha, 30, 20, 300, 4, ties))


def test_a_draw_far_from_the_others_is_still_counted_right() -> None:
    """Few large parameters, one tiny: some draws turn the order upside down after the places are known."""
    generator = np.random.default_rng(8)
    points = np.column_stack([np.linspace(10, 0, 3_000), np.linspace(0, 10, 3_000)])
    alpha, ties = np.array([2.0, 0.02]), generator.permutation(3_000)
    shares = level_shares(points, alpha, strategy=600, service=300, draws=3_000, seed=1, tie_rank=ties)
    assert np.array_equal(shares, by_sorting(points, alpha, 600, 300, 3_000, 1, ties))
    assert 0.0 < shares[-1, 0] < 0.05


def test_a_draw_in_which_all_are_equal_for_float32_is_still_counted_right() -> None:
    """The second criterion tells them apart by a millionth; one late draw of this seed looks at it alone."""
    generator = np.random.default_rng(12)
    points = np.column_stack([np.linspace(10, 0, 1_000), 5.0 + 1e-5 * generator.uniform(-1, 1, 1_000)])
    alpha, ties = np.array([0.4, 0.02]), generator.permutation(1_000)
    shares = level_shares(points, alpha, strategy=10, service=10, draws=1_200, seed=15, tie_rank=ties)
    assert np.array_equal(shares, by_sorting(points, alpha, 10, 10, 1_200, 15, ties))


def test_same_seed_same_shares_and_row_order_does_not_matter() -> None:
    generator = np.random.default_rng(2)
    points, ties, order = generator.uniform(0, 10, (50, 5)), np.arange(50), generator.permutation(50)
    alpha = np.full(5, 20.0)
    first = level_shares(points, alpha, strategy=10, service=5, draws=500, seed=9, tie_rank=ties)
    again = level_shares(points, alpha, strategy=10, service=5, draws=500, seed=9, tie_rank=ties)
    moved = level_shares(
        points[order], alpha, strategy=10, service=5, draws=500, seed=9, tie_rank=ties[order]
    )
    other = level_shares(points, alpha, strategy=10, service=5, draws=500, seed=10, tie_rank=ties)
    assert np.array_equal(first, again)
    assert np.array_equal(first[order], moved)
    assert not np.array_equal(first, other)


def test_memory_does_not_grow_with_the_draws() -> None:
    points, alpha = np.random.default_rng(4).uniform(0, 10, (5_000, 4)), np.full(4, 30.0)
    peaks = []
    for draws in (1_000, 8_000):
        tracemalloc.start()
        level_shares(points, alpha, strategy=1_000, service=500, draws=draws, seed=1)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize(
    ("points", "alpha", "strategy", "service", "draws"),
    [
        ([[1.0, 2.0]], [1.0], 0, 0, 1),
        ([[1.0]], [0.0], 0, 0, 1),
        ([[1.0]], [math.nan], 0, 0, 1),
        ([[1.0]], [1.0], 1, 1, 1),
        ([[1.0]], [1.0], -1, 0, 1),
        ([[1.0]], [1.0], 0, 0, 0),
        ([[math.nan]], [1.0], 0, 0, 1),
        ([[math.inf]], [1.0], 0, 0, 1),
    ],
)
def test_what_does_not_fit_is_refused(
    points: list[list[float]], alpha: list[float], strategy: int, service: int, draws: int
) -> None:
    with pytest.raises(ValueError, match=r"points|parameters|quotas|customer"):
        level_shares(
            np.array(points), np.array(alpha), strategy=strategy, service=service, draws=draws, seed=1
        )


def test_nobody_has_no_shares() -> None:
    assert level_shares(np.empty((0, 2)), np.ones(2), strategy=0, service=0, draws=5, seed=1).shape == (0, 3)


# ------------------------------------------------------------ exact and published


def near(shares: FloatArray, expected: FloatArray, draws: int = DRAWS) -> None:
    """Within four standard errors of a share counted in so many draws."""
    slack = 4.0 * np.sqrt(np.maximum(expected * (1.0 - expected), 1.0 / draws) / draws)
    assert (np.abs(shares - expected) <= slack).all(), np.abs(shares - expected) / slack


def first_ranks(utilities: list[list[float]], alpha: list[float]) -> FloatArray:
    """How often each alternative is the best."""
    points = 10.0 * np.array(utilities)
    return level_shares(points, np.array(alpha), strategy=1, service=0, draws=DRAWS, seed=20)[:, 0]


@pytest.mark.parametrize(
    ("utilities", "alpha", "expected"),
    [
        ([[1, 0, 1], [0, 1, 0]], [1, 1, 1], [0.75, 0.25]),
        ([[1, 0], [0, 1]], [30, 20], [0.923796114019261, 0.07620388598073902]),
        ([[1] + [0] * 9, [0] + [1] * 9], [1] * 10, [0.001953125, 0.998046875]),
        ([[1, 1, 1], [0, 0, 0]], [5, 1, 1], [1.0, 0.0]),
    ],
)
def test_closed_forms(utilities: list[list[float]], alpha: list[float], expected: list[float]) -> None:
    """Beta distribution functions: w2 ~ Beta(1, 2), w1 ~ Beta(30, 20), w1 ~ Beta(1, 9), dominance."""
    near(first_ranks(utilities, alpha), np.array(expected))


def test_equal_customers_go_by_their_tie_rank() -> None:
    points = np.full((2, 2), 5.0)
    shares = level_shares(
        points, np.ones(2), strategy=1, service=1, draws=50, seed=1, tie_rank=np.array([1, 0])
    )
    assert shares.tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("cases", name).read_text(encoding="utf-8"))
    return found


def ranks(points: FloatArray, alpha: FloatArray) -> FloatArray:
    """Rank acceptability N x N: differences between quotas one apart."""
    size = len(points)
    upto = [
        level_shares(points, alpha, strategy=rank, service=0, draws=DRAWS, seed=6)[:, 0]
        for rank in range(size + 1)
    ]
    return np.diff(np.column_stack(upto), axis=1)


def test_exact_areas_of_stock_selection() -> None:
    """Six alternatives, uniform weights on the triangle, rank acceptabilities as exact polygon areas."""
    case = published("smaa_exact_stock_selection.json")
    points = 10.0 * np.array([[float(Fraction(u)) for u in row] for row in case["minmax_values"]])
    near(ranks(points, np.ones(3)), np.array(case["expected"]["rank_acceptability"]))
    tiers = level_shares(points, np.ones(3), strategy=1, service=1, draws=DRAWS, seed=11)
    near(tiers, np.column_stack([case["expected"]["tiers_1_4_1"][tier] for tier in "ABC"]))


# ------------------------------------------------------------ columns and their words

QUOTAS = LevelCount(1, 1, 1)
ROWS = np.array([[9.0, 1.0], [2.0, 8.0], [1.0, 1.0]])
WEIGHTS = np.array([0.5, 0.5])


def levels(*words: str | None) -> Any:
    return np.array(words, dtype=object)


def shares_of(draws: int = 200, points: FloatArray = ROWS, weights: FloatArray = WEIGHTS) -> FloatArray:
    unaided = levels("sales", "strategy", "service")[: len(points)]
    return drawn(
        points, weights, unaided, np.arange(len(points)), QUOTAS, Settings(2025, draws=draws, seed=3)
    )


def test_drawn_are_the_shares_of_these_settings() -> None:
    """Two equal weights that may be off by a quarter: (1 - 1/2) / (1/2 x 1/16) - 1 = 15, so 7.5 each."""
    expected = level_shares(
        ROWS, np.array([7.5, 7.5]), strategy=1, service=1, draws=200, seed=3, tie_rank=np.arange(3)
    )
    assert np.array_equal(shares_of(), expected)
    turned = drawn(
        np.full((2, 2), 5.0), WEIGHTS, levels("sales", "sales"), np.array([1, 0]), LevelCount(1, 1, 0),
        Settings(2025, draws=1),
    )  # fmt: skip
    assert turned.tolist() == [[0, 1, 0], [1, 0, 0]]


def test_a_large_error_gives_a_wide_distribution() -> None:
    """(1 - 1/2) / (1/2 x 2/3) - 1 = 0.5 for both weights together."""
    assert list(dirichlet(np.array([1.0, 1.0]), math.sqrt(2 / 3))) == pytest.approx([0.25, 0.25])


def test_nothing_is_drawn_without_draws_customers_or_a_second_criterion() -> None:
    assert np.isnan(shares_of(draws=0)).all()
    assert shares_of(draws=0).shape == (3, 3)
    assert not np.isnan(shares_of(draws=1)).any()
    assert shares_of(points=ROWS[:0]).shape == (0, 3)
    assert shares_of(points=ROWS[:, :1], weights=WEIGHTS[:1]).tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]


def used(name: str, share: float, on: bool = True) -> ScoredCriterion:
    return ScoredCriterion(
        criterion=name,
        kind=CriterionKind.HARD,
        source="x",
        scale=Scale.LINEAR,
        zero_at=0.0,
        ten_at=10.0,
        weight=share,
        weight_share=share,
        on=on,
        off_reason=None,
        proposed=False,
        filled_share=1.0,
        clipped_low=0.0,
        clipped_high=0.0,
        unit=None,
    )


def scored(points: FloatArray, criteria: tuple[ScoredCriterion, ...]) -> Scores:
    keys = pd.Index([f"C{at}" for at in range(len(points))])
    table = pd.DataFrame(points, columns=[entry.criterion for entry in criteria], index=keys)
    nothing = np.full(len(points), np.nan)
    return Scores(criteria, table, table, nothing, nothing, nothing, nothing)


def test_columns_of_the_rated_customers() -> None:
    """Criteria in the order of their names, without those that are off or weigh nothing; D is not rated."""
    points = np.array([[1, 9, 0, 0], [8, 2, 0, 9], [1, 1, 9, 9], [9, 9, 9, 9]], dtype=float)
    scores = scored(points, (used("B", 0.5), used("A", 0.5), used("aus", 0.5, on=False), used("null", 0.0)))
    table = pd.DataFrame(
        {
            "computed_level": levels("strategy", "sales", "service", None),
            "unaided_level": levels("strategy", "sales", "service", None),
            "tie_rank": [0.0, 1.0, 2.0, np.nan],
            "borderline": [("tie",), (), ("data", "judges"), ()],
        },
        index=scores.points.index,
    )
    revenue = pd.Series([100.0, np.nan, -5.0, 7.0], index=table.index)
    rule = Settings(2025, draws=200, seed=3)
    found = columns(scores, table, revenue, QUOTAS, rule)
    shares = found[["stability_strategy", "stability_sales", "stability_service"]].to_numpy()
    assert np.array_equal(shares[:3], shares_of())
    assert np.isnan(shares[3]).all()
    largest = shares_of().max(axis=1)
    assert 0.5 < largest[0] < 0.95
    assert largest[2] == 1.0
    assert found["stability"].tolist() == pytest.approx([*largest, math.nan], nan_ok=True)
    assert found["steadiness"].fillna("").tolist()[2:] == ["stable", ""]
    assert found["stake_eur"].tolist() == pytest.approx([100 * (1 - largest[0]), 0, 0, math.nan], nan_ok=True)
    assert found["borderline"].tolist()[2:] == [("data", "judges"), ()]
    assert list(found.index) == list(table.index)
    unsure = columns(scores, table, revenue, QUOTAS, Settings(2025, draws=200, seed=3, discuss_share=0.99))
    assert unsure["borderline"].tolist() == [("unsure", "tie"), ("unsure",), ("data", "judges"), ()]


@pytest.mark.parametrize(
    ("watch", "discuss", "word"),
    [
        (0.95, 0.8, "stable"),
        (1.0, 0.8, "stable"),
        (1.01, 0.8, "watch"),
        (1.01, 1.01, "discuss"),
        (2.0, 1.0, "watch"),
    ],
)
def test_a_share_that_reaches_its_limit_is_enough(watch: float, discuss: float, word: str) -> None:
    table = pd.DataFrame(
        {
            "computed_level": levels("strategy", "sales", "service"),
            "unaided_level": levels("strategy", "sales", "service"),
            "tie_rank": [0.0, 1.0, 2.0],
            "borderline": [(), (), ()],
        },
        index=["C0", "C1", "C2"],
    )
    points = np.array([[9.0, 9], [5, 5], [1, 1]])
    rule = Settings(2025, draws=20, watch_share=watch, discuss_share=discuss)
    given = scored(points, (used("A", 0.5), used("B", 0.5)))
    found = columns(given, table, pd.Series(1.0, index=table.index), QUOTAS, rule)
    assert found["steadiness"].tolist() == [word] * 3
    other = table.assign(computed_level=levels("sales", "strategy", "service"))
    found = columns(given, other, pd.Series(1.0, index=table.index), QUOTAS, rule)
    assert found["steadiness"].tolist() == ["discuss", "discuss", word]


def test_borderline_customers_by_stake_revenue_and_number() -> None:
    table = pd.DataFrame(
        {
            "borderline": [("tie",), ("tie",), ("tie",), (), ("data",), ("tie",), ("tie",)],
            "stake_eur": [5.0, 0.0, 9.0, 99.0, np.nan, 5.0, 5.0],
            "revenue_eur": [70.0, 80.0, 10.0, 99.0, 999.0, 80.0, 70.0],
        },
        index=["C", "D", "E", "X", "F", "G", "B"],
    )
    assert most_at_stake(table) == ("E", "G", "B", "C", "D", "F")
    assert most_at_stake(table.assign(revenue_eur=np.nan)) == ("E", "B", "C", "G", "D", "F")
    assert most_at_stake(table.iloc[:0]) == ()


def beside_this_thread() -> float:
    """Seconds of the processor that other threads of this process took so far."""
    return time.process_time() - time.thread_time()


def test_no_other_core_is_kept_waiting() -> None:
    points = np.random.default_rng(5).uniform(0.0, 10.0, (2_000, 10))
    begun = beside_this_thread()
    level_shares(points, np.full(10, 14.0), strategy=400, service=200, draws=4_000, seed=1)
    assert beside_this_thread() - begun < 0.05
