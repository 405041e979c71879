"""Rangfolge, Schnitte und Entscheidungen, function by function, with figures worked by hand (section 5)."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.core import levels
from kundenbindung.core.levels import Decision, Ranking
from kundenbindung.core.model import LevelCount, ObjectArray, Scores, Settings

NAN = math.nan
TOP, MIDDLE, LOW = "strategy", "sales", "service"
DAY = dt.date(2026, 1, 31)


def settings(**more: Any) -> Settings:
    return Settings(2025, **more)


def ranking(*scores: float) -> Ranking:
    """Everybody is eligible; among equal scores the first one is first."""
    size = len(scores)
    return Ranking(np.arange(size), np.array(scores, dtype=np.float64), np.arange(size))


def words(*given: str | None) -> ObjectArray:
    return np.array(given, dtype=object)


@pytest.mark.parametrize(
    ("count", "shares", "expected"),
    [
        (10, (0.2, 0.1), (2, 7, 1)),
        (13, (0.2, 0.1), (3, 9, 1)),
        (12, (0.2, 0.1), (2, 9, 1)),
        (5, (0.1, 0.1), (1, 3, 1)),
        (3, (0.5, 0.9), (2, 0, 1)),
        (4, (0.0, 1.0), (0, 0, 4)),
        (2, (1.5, 0.5), (2, 0, 0)),
        (0, (0.2, 0.1), (0, 0, 0)),
        (35, (0.3, 0.1), (11, 20, 4)),
    ],
)
def test_quotas_are_rounded_halves_up(
    count: int, shares: tuple[float, float], expected: tuple[int, int, int]
) -> None:
    """5 x 0.1 + 0.5 = 1; 35 x 0.3 = 10.5 though the computer says 10.499999999999998."""
    top, bottom = shares
    found = levels.quotas(count, settings(share_strategy=top, share_service=bottom))
    assert found == LevelCount(*expected)


def test_the_order_is_score_margin_revenue_number() -> None:
    """F is not eligible; of the same score: D has more DB, A more revenue than C, B before C by number."""
    keys = pd.Index(["A", "C", "B", "D", "E", "F", "N"])
    score = np.array([50, 50, 50, 50, 90, 99, 50 + 1e-10])
    margin = np.array([5, 5, 5, 7, 0, 99, NAN])
    revenue = np.array([80, 70, 70, 10, NAN, 99, 999])
    found = levels.rank(score, np.arange(7) != 5, margin, revenue, keys)
    assert found.eligible.tolist() == [0, 1, 2, 3, 4, 6]
    assert found.tie_rank.tolist() == [1, 3, 2, 0, 4, 5]
    assert found.score.tolist() == [50, 50, 50, 50, 90, 50]
    assert levels.places(found).tolist() == [2, 4, 3, 1, 0, 5]
    assert levels.places(found, np.array([1, 2, 3, 3, 2, 0])).tolist() == [4, 2, 1, 0, 3, 5]


def test_a_missing_revenue_is_behind_every_other() -> None:
    found = levels.rank(
        np.full(3, 5.0),
        np.ones(3, dtype=np.bool_),
        np.full(3, 1.0),
        np.array([NAN, -5, 2]),
        pd.Index(list("ABC")),
    )
    assert found.tie_rank.tolist() == [2, 1, 0]


# ------------------------------------------------------------ levels with and without memory

FIVE = settings(share_strategy=0.2, share_service=0.2, memory_points=2.0)


@pytest.mark.parametrize(
    ("scores", "last", "remembered", "forgotten"),
    [
        ((50, 49, 40, 30, 20), (None,) * 5, [TOP, MIDDLE, MIDDLE, MIDDLE, LOW], None),
        ((50, 48, 40, 30, 20), (None, TOP, None, None, None), [TOP, MIDDLE, MIDDLE, MIDDLE, LOW], None),
        ((50, 48.1, 9, 8, 7), (None, TOP, None, None, None), [MIDDLE, TOP, MIDDLE, MIDDLE, LOW], [TOP]),
        ((50, 49, 40, 22, 20.5), (None, None, None, LOW, None), [TOP, MIDDLE, MIDDLE, LOW, MIDDLE], None),
        ((50, 49, 40, 23, 20.5), (None, None, None, LOW, None), [TOP, MIDDLE, MIDDLE, MIDDLE, LOW], None),
        ((50, 49, 40, 30, 20), (LOW, LOW, MIDDLE, TOP, TOP), [TOP, MIDDLE, MIDDLE, MIDDLE, LOW], None),
    ],
)  # fmt: skip
def test_last_years_level_counts_two_points(
    scores: tuple[float, ...], last: Any, remembered: list[str], forgotten: list[str] | None
) -> None:
    found = levels.assign(ranking(*scores), words(*last), FIVE)
    assert found.tolist() == remembered
    without = levels.assign(ranking(*scores), words(*last), FIVE, memory=False)
    assert without.tolist() == [TOP, MIDDLE, MIDDLE, MIDDLE, LOW]
    if forgotten:
        assert without.tolist()[:1] == forgotten


def test_without_memory_last_year_counts_nothing() -> None:
    last = words(None, TOP, None, LOW, None)
    found = levels.assign(ranking(50, 49.9, 40, 20.1, 20), last, FIVE, memory=False)
    assert found.tolist() == [TOP, MIDDLE, MIDDLE, MIDDLE, LOW]


def test_equal_scores_are_cut_by_their_order() -> None:
    tied = Ranking(np.arange(5), np.full(5, 50.0), np.array([4, 0, 3, 2, 1]))
    found = levels.assign(tied, words(None, None, None, None, None), FIVE)
    assert found.tolist() == [LOW, TOP, MIDDLE, MIDDLE, MIDDLE]


def test_held_by_memory_are_those_it_keeps_where_they_were() -> None:
    now = words(TOP, TOP, LOW, LOW, MIDDLE, MIDDLE, TOP)
    without = words(MIDDLE, TOP, MIDDLE, MIDDLE, LOW, MIDDLE, MIDDLE)
    last = words(TOP, TOP, LOW, TOP, MIDDLE, MIDDLE, None)
    held = levels.held_by_memory(now, without, last)
    assert held.tolist() == [True, False, True, False, False, False, False]


def test_tied_are_equal_scores_on_both_sides_of_a_cut() -> None:
    found = levels.tied_across_cut(ranking(9, 5, 5, 3, 3), words(TOP, TOP, MIDDLE, LOW, LOW))
    assert found.tolist() == [False, True, True, False, False]


# ------------------------------------------------------------ bounds, distances, points to go


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.data())
def test_bounds_are_those_of_ranking_everybody_anew(scores: list[int], data: st.DataObject) -> None:
    """One customer at a time takes his bound, the others stay, and all are cut anew."""
    size = len(scores)
    bound = st.lists(st.integers(0, 6), min_size=size, max_size=size)
    low, high = (np.array(data.draw(bound), dtype=np.float64) for _ in range(2))
    ties = np.array(data.draw(st.permutations(range(size))))
    own = Ranking(np.arange(size), np.array(scores, dtype=np.float64), ties)
    rule = settings(share_strategy=0.3, share_service=0.3)

    def alone(at: int, value: float) -> str:
        changed = own.score.copy()
        changed[at] = value
        moved = Ranking(own.eligible, changed, ties)
        return str(levels.assign(moved, np.full(size, None, dtype=object), rule, memory=False)[at])

    expected = [alone(at, low[at]) != alone(at, high[at]) for at in range(size)]
    assert levels.level_between_bounds(own, low, high, rule).tolist() == expected


def test_nobody_has_no_bounds() -> None:
    assert levels.level_between_bounds(ranking(), np.empty(0), np.empty(0), settings()).tolist() == []


def test_distances_to_the_cut() -> None:
    """Strategie: above the best below it; Vertrieb: to the last of Strategie; Service: to the last above."""
    found = levels.distances(ranking(90, 80, 70, 60, 40), words(TOP, TOP, MIDDLE, MIDDLE, LOW))
    assert found == pytest.approx([20, 10, 10, 20, 20])
    only = levels.distances(ranking(90, 80), words(TOP, TOP))
    assert np.isnan(only).all()


@pytest.mark.parametrize(
    ("scores", "now", "last", "gap", "beyond"),
    [
        (
            (90, 70, 61, 50, 40), (TOP, MIDDLE, MIDDLE, MIDDLE, LOW), (None,) * 5,
            [-20, 20, -21, -10, 10], [MIDDLE, TOP, LOW, LOW, MIDDLE],
        ),
        (
            (70, 68, 50, 50, 40), (TOP, TOP, MIDDLE, MIDDLE, LOW), (None, TOP, None, LOW, LOW),
            [-20, -20, -12, 10 - 20, 10], [MIDDLE, MIDDLE, LOW, LOW, MIDDLE],
        ),
        ((70, 60), (MIDDLE, MIDDLE), (None, None), [NAN, NAN], [None, None]),
        ((70, 60), (TOP, MIDDLE), (None, None), [-10, 10], [MIDDLE, TOP]),
        ((70, 60), (MIDDLE, LOW), (None, None), [-10, 10], [LOW, MIDDLE]),
        ((70, 60, 50), (TOP, MIDDLE, LOW), (None, None, None), [-10, 10, 10], [MIDDLE, TOP, MIDDLE]),
        ((70, 60), (TOP, TOP), (None, None), [NAN, NAN], [None, None]),
        ((70, 60), (LOW, LOW), (None, None), [NAN, NAN], [None, None]),
    ],
)  # fmt: skip
def test_points_to_the_next_level(
    scores: tuple[float, ...], now: Any, last: Any, gap: list[float], beyond: list[str | None]
) -> None:
    """With memory 2: B of the second case stands at 70, D and E at 48 and 38 on the way down."""
    found, level = levels.gaps(ranking(*scores), words(*now), words(*last), FIVE)
    assert found == pytest.approx(gap, nan_ok=True)
    assert level.tolist() == beyond


# ------------------------------------------------------------ columns


def test_columns_of_the_results() -> None:
    """Of A to D two are Strategie and one is Service. B and C have the same score, C more DB, B the memory.

    E knows too little, F is lost, G has no score. With 70 C would be third, with 95 first; D stays last.
    """
    score = np.array([90.0, 80, 80, 40, 30, NAN, NAN])
    coverage = np.array([1.0, 1, 0.7, 0.7, 0.69, NAN, 1])
    low, high = np.array([85.0, 79, 70, 30, 0, NAN, NAN]), np.array([90.0, 80, 95, 60, 99, NAN, NAN])
    empty = pd.DataFrame(index=list("ABCDEFG"))
    scores = Scores((), empty, empty, score, coverage, low, high)
    base = pd.DataFrame(
        {"margin_eur": [5.0, 1, 3, 9, 99, 99, 99], "revenue_eur": [1.0] * 7}, index=empty.index
    )
    last = pd.Series({"B": TOP, "Z": TOP}, dtype=object)
    spread = np.array([0, 3.0, 2.9, 4, 5, 5, NAN])
    found = levels.columns(
        scores, base, last, spread, settings(share_strategy=0.5, share_service=0.25, judge_spread=3.0)
    )
    rows = {name: found[name].tolist() for name in found.columns}
    none = [None] * 3
    assert rows["computed_level"] == [TOP, TOP, MIDDLE, LOW, *none]
    assert rows["unaided_level"] == [TOP, MIDDLE, TOP, LOW, *none]
    assert rows["next_level"] == [MIDDLE, MIDDLE, TOP, MIDDLE, *none]
    assert rows["borderline"] == [
        (),
        ("tie", "judges", "memory"),
        ("tie", "data"),
        ("judges",),
        ("judges",),
        (),
        (),
    ]
    expected: dict[str, Any] = {
        "score": score,
        "coverage": coverage,
        "rank": [1, 3, 2, 4, NAN, NAN, NAN],
        "tie_rank": [1, 3, 2, 0, NAN, NAN, NAN],
        "level_distance": [10, 0, 0, 40, NAN, NAN, NAN],
        "points_to_next": [-10, -2, 2, 40, NAN, NAN, NAN],
    }
    for name, figures in expected.items():
        assert rows[name] == pytest.approx(list(figures), nan_ok=True), name
    assert list(found.index) == list("ABCDEFG")


# ------------------------------------------------------------ decisions


@pytest.mark.parametrize(
    ("decision", "over"),
    [
        (Decision(TOP, None, None), False),
        (Decision(TOP, None, dt.date(2026, 1, 30)), True),
        (Decision(TOP, None, DAY), False),
        (Decision(TOP, dt.date(2024, 1, 30), None), True),
        (Decision(TOP, dt.date(2024, 1, 31), None), False),
        (Decision(TOP, dt.date(2024, 1, 30), dt.date(2030, 1, 1)), True),
        (Decision(TOP, dt.date(2025, 1, 1), dt.date(2025, 6, 1)), True),
        (Decision(TOP, dt.date(2020, 1, 1), None, LOW), False),
        (Decision(TOP, dt.date(2020, 1, 1), None, TOP), True),
    ],
)
def test_a_decision_expires_after_its_date_and_after_two_years(decision: Decision, over: bool) -> None:
    assert levels.expired(decision, DAY) is over


def test_months_later_is_the_same_day_or_the_last_of_the_month() -> None:
    assert levels.months_later(dt.date(2025, 1, 31), 1) == dt.date(2025, 2, 28)
    assert levels.months_later(dt.date(2024, 2, 29), 24) == dt.date(2026, 2, 28)


def test_levels_are_counted() -> None:
    assert levels.count_levels(pd.Series([TOP, LOW, LOW, MIDDLE, None, LOW])) == LevelCount(1, 1, 3)
    assert levels.count_levels(pd.Series([], dtype=object)) == LevelCount(0, 0, 0)


def test_the_decided_level_wins_until_it_expires() -> None:
    """B and G have expired; the stamp of F is for another level; what D and E hold is no day."""
    old, far = dt.date(2020, 1, 1), dt.date(2030, 1, 1)
    rows = {
        "A": (TOP, None, None, None),
        "B": (TOP, dt.date(2023, 1, 1), None, TOP),
        "C": (None, old, old, None),
        "D": (LOW, pd.NaT, far, NAN),
        "E": (TOP, "gestern", None, None),
        "F": (TOP, old, None, LOW),
        "G": (LOW, old, None, NAN),
    }
    names = ["decided_level", "decided_on", "valid_until", "decided_for"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names).astype(object)
    base = pd.DataFrame({"status": ["active"] * 3 + ["lost"] + ["active"] * 4}, index=list("ABCDEFGH"))
    computed = pd.Series([MIDDLE] * 7 + [LOW], index=base.index, dtype=object)
    found = levels.decided(table, base, computed, DAY)
    assert found["decided_level"].tolist() == [TOP, TOP, None, LOW, TOP, TOP, LOW, None]
    assert found["decision_expired"].tolist() == [False, True, False, False, False, False, True, False]
    assert found["care_level"].tolist() == [TOP, MIDDLE, MIDDLE, None, TOP, TOP, MIDDLE, LOW]
    unknown = levels.decided(table, base, computed, None)
    assert not unknown["decision_expired"].any()
    assert unknown["care_level"].tolist()[:2] == [TOP, TOP]
