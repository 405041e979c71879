"""Punkte und Gesamtpunktzahl, function by function, with figures worked by hand (method section 2)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.companies import criterion

from kundenbindung.core.model import Criterion, Scale, ScoredCriterion, Settings
from kundenbindung.core.scoring import contrast, points, prepare, propose_anchors, score, weigh

NAN = math.nan


@pytest.mark.parametrize(
    ("values", "zero_at", "ten_at", "scale", "expected"),
    [
        ([-1, 0, 5, 10, 11, NAN], 0, 10, Scale.LINEAR, [0, 0, 5, 10, 10, NAN]),
        ([50, 45, 18, 0, -1], 45, 0, Scale.LINEAR, [0, 0, 6, 10, 10]),
        ([0, -5, 1, 10, 100, 1000, 5000, NAN], 10, 1000, Scale.LOG, [0, 0, 0, 0, 5, 10, 10, NAN]),
        ([0, -5, 1, 10, 100, 1000, 5000], 1000, 10, Scale.LOG, [10, 10, 10, 10, 5, 0, 0]),
        ([0.1, 0.5, 1.0, 10], 0.1, 10, Scale.LOG, [0, 3.494850021680094, 5, 10]),
        ([0, -1], 0.1, 10, Scale.LOG, [0, 0]),
        ([0.5], 10, 0.1, Scale.LOG, [6.505149978319906]),
    ],
)
def test_points_between_two_anchors(
    values: list[float], zero_at: float, ten_at: float, scale: Scale, expected: list[float]
) -> None:
    """ln 5 / ln 100 = 0.3494850 of the way from 0.1 to 10."""
    found = points(np.array(values, dtype=np.float64), zero_at, ten_at, scale)
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("values", "scale", "expected"),
    [
        ([0, 100], Scale.LINEAR, (5.0, 95.0)),
        ([0, 10, 1010], Scale.LINEAR, (1.0, 910.0)),
        ([0, 10, 1010, NAN], Scale.LOG, (60.0, 960.0)),
        ([-5, 0.4, 100.4], Scale.LOG, (5.4, 95.0)),
        ([0, 123_456], Scale.LINEAR, (6_200.0, 120_000.0)),
        ([7, 7, NAN], Scale.LINEAR, None),
        ([0, 7], Scale.LOG, None),
        ([100, 100.1], Scale.LINEAR, None),
        ([], Scale.LINEAR, None),
    ],
)
def test_anchors_are_percentiles_of_two_digits(
    values: list[float], scale: Scale, expected: tuple[float, float] | None
) -> None:
    """5 % of the way from 10 to 1,010 is 60, 95 % of it 960; equal figures propose nothing."""
    assert propose_anchors(np.array(values, dtype=np.float64), scale) == expected


# ------------------------------------------------------------ what counts

ROWS = pd.DataFrame(
    {
        "revenue_mean": [100.0, 200.0, 300.0, NAN, 1e6],
        "loyalty": [2.0, 4.0, NAN, NAN, 9.0],
        "rare": [1.0, NAN, NAN, NAN, 2.0],
        "own": [0.0, 10.0, 20.0, 1000.0, 5.0],
    },
    index=list("ABCDL"),
)
ELIGIBLE = np.array([True, True, True, True, False])


def prepared(*criteria: Criterion, **more: float) -> tuple[ScoredCriterion, ...]:
    return prepare(criteria, ROWS, ELIGIBLE, Settings(2025, **more))  # type: ignore[arg-type]  # floats only


def test_a_criterion_that_counts_says_all_it_knows() -> None:
    """Proposed from 100, 200, 300: 110 and 290, so one of three known lies below and one above."""
    entry, other = prepared(
        criterion("Umsatz", "revenue_mean", weight=30, unit="€"),
        criterion("Bindung", "loyalty", 0, 10, 10, kind="soft"),
    )
    assert entry == ScoredCriterion(
        criterion="Umsatz",
        kind=entry.kind,
        source="revenue_mean",
        scale=Scale.LINEAR,
        zero_at=110.0,
        ten_at=290.0,
        weight=30,
        weight_share=0.75,
        on=True,
        off_reason=None,
        proposed=True,
        filled_share=0.75,
        clipped_low=1 / 3,
        clipped_high=1 / 3,
        unit="€",
    )
    assert (entry.kind.value, other.kind.value) == ("hard", "soft")
    assert (other.proposed, other.filled_share, other.weight_share) == (False, 0.5, 0.25)
    assert (other.clipped_low, other.clipped_high, other.unit) == (0.0, 0.0, None)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (criterion("Fremd", "unknown", 0, 1), "criterion_source_unknown"),
        (criterion("Selten", "rare", 0, 1), "criterion_rarely_filled"),
        (criterion("Ohne", "own"), "anchors_missing"),
        (criterion("Halb", "own", 0, None), "anchors_missing"),
        (criterion("Halb", "own", None, 0), "anchors_missing"),
        (criterion("Halb", "revenue_mean", None, 100), "anchors_missing"),
        (criterion("Halb", "revenue_mean", 100, None), "anchors_missing"),
        (criterion("Gleich", "own", 5, 5), "anchors_equal"),
        (criterion("Endlos", "own", math.inf, 5), "anchors_equal"),
        (criterion("Endlos", "own", 5, math.inf), "anchors_equal"),
        (criterion("Null", "own", 0, 5, scale="log"), "anchors_not_positive"),
        (criterion("Null", "own", 5, 0, scale="log"), "anchors_not_positive"),
        (criterion("Klein", "own", 0.5, 5, scale="log"), None),
        (criterion("Linear", "own", -1, 5), None),
        (criterion("Euro", "own", unit="€"), None),
        (criterion("Umsatz", "revenue_mean"), None),
    ],
)
def test_why_a_criterion_does_not_count(entry: Criterion, reason: str | None) -> None:
    found, beside = prepared(entry, criterion("Bindung", "loyalty", 0, 10, 30))
    assert (found.on, found.off_reason) == (reason is None, reason)
    assert found.weight_share == (0.25 if reason is None else 0.0)
    assert beside.weight_share == (0.75 if reason is None else 1.0)
    if reason:
        assert (found.clipped_low, found.clipped_high) == (0.0, 0.0)


def test_half_filled_is_enough_and_nobody_eligible_is_not() -> None:
    assert prepared(criterion("Bindung", "loyalty", 0, 10))[0].on
    assert not prepared(criterion("Bindung", "loyalty", 0, 10), min_filled_share=0.5001)[0].on
    none = prepare(
        [criterion("Bindung", "loyalty", 0, 10)], ROWS, np.zeros(5, dtype=np.bool_), Settings(2025)
    )
    assert (none[0].off_reason, none[0].filled_share) == ("criterion_rarely_filled", 0.0)
    assert none[0].weight_share == 0.0


@pytest.mark.parametrize("source", ["revenue_mean", "margin_mean", "free_potential"])
def test_anchors_in_euros_are_proposed_if_there_are_two_figures(source: str) -> None:
    rows = pd.DataFrame({source: [100.0, 200.0]})
    (entry,) = prepare([criterion("Euro", source)], rows, np.array([True, True]), Settings(2025))
    assert (entry.zero_at, entry.ten_at, entry.proposed) == (100.0, 200.0, True)
    (entry,) = prepare([criterion("Euro", source)], rows, np.array([True, False]), Settings(2025))
    assert (entry.zero_at, entry.proposed, entry.off_reason) == (None, False, "anchors_missing")


def test_weights_are_shares_of_their_sum_however_small() -> None:
    first, second = prepared(criterion("A", "own", 0, 9, 0.3), criterion("B", "own", 0, 9, 0.1))
    assert (first.weight_share, second.weight_share) == pytest.approx((0.75, 0.25))
    assert prepared(criterion("A", "own", 0, 9, 0))[0].weight_share == 0.0


@pytest.mark.parametrize(
    ("zero_at", "ten_at", "scale", "low", "high"),
    [
        (10, 20, "linear", 0.25, 0.25),
        (20, 10, "linear", 0.25, 0.25),
        (0, 1000, "linear", 0.0, 0.0),
        (0.5, 2000, "log", 0.25, 0.0),
        (2000, 0.5, "log", 0.0, 0.25),
        (-1, 15, "linear", 0.0, 0.5),
        (1, 2000, "linear", 0.25, 0.0),
        (2000, 1, "linear", 0.0, 0.25),
    ],
)
def test_who_lies_beyond_the_anchors(
    zero_at: float, ten_at: float, scale: str, low: float, high: float
) -> None:
    """Of 0, 10, 20, 1,000: on the scale of magnitudes 0 is below every anchor."""
    (entry,) = prepared(criterion("Eigen", "own", zero_at, ten_at, scale=scale))
    assert (entry.clipped_low, entry.clipped_high) == (low, high)


def test_where_nobody_has_a_value_nobody_lies_beyond() -> None:
    rows = pd.DataFrame({"x": [NAN, NAN]})
    (entry,) = prepare(
        [criterion("X", "x", 0, 10)], rows, np.array([True, True]), Settings(2025, min_filled_share=0.0)
    )
    assert (entry.on, entry.clipped_low, entry.clipped_high) == (True, 0.0, 0.0)


# ------------------------------------------------------------ scores


def test_the_score_runs_over_what_is_known() -> None:
    """A: 10 (0.75 x 8 + 0.25 x 4) = 70. B knows three quarters: 60 of 75 points, between 60 and 85."""
    table = np.array([[8.0, 4.0], [8.0, NAN], [NAN, NAN]])
    whole, coverage, low = weigh(table, np.array([0.75, 0.25]))
    assert whole == pytest.approx([70.0, 80.0, NAN], nan_ok=True)
    assert coverage == pytest.approx([1.0, 0.75, 0.0])
    assert low == pytest.approx([70.0, 60.0, 0.0])


def test_scores_bounds_and_weighted_points() -> None:
    """C of 30 is 3 points of the first criterion only, with 3/4 of the weight; L is not eligible."""
    rows = pd.DataFrame({"x": [80.0, 30.0, NAN, 50.0], "y": [4.0, NAN, NAN, 5.0]}, index=list("ACNL"))
    criteria = (criterion("X", "x", 0, 100, 30), criterion("Y", "y", 0, 10, 10))
    eligible = np.array([True, True, True, False])
    used = prepare(criteria, rows, eligible, Settings(2025, min_filled_share=0.0))
    found = score(used, rows, eligible)
    assert found.criteria == used
    assert list(found.points.columns) == list(found.weighted.columns) == ["X", "Y"]
    assert list(found.points.index) == list(found.weighted.index) == list("ACNL")
    expected = [[8, 4], [3, NAN], [NAN, NAN], [NAN, NAN]]
    assert found.points.to_numpy() == pytest.approx(np.array(expected), nan_ok=True)
    expected = [[60, 10], [30, NAN], [NAN, NAN], [NAN, NAN]]
    assert found.weighted.to_numpy() == pytest.approx(np.array(expected), nan_ok=True)
    assert found.score == pytest.approx([70, 30, NAN, NAN], nan_ok=True)
    assert found.coverage == pytest.approx([1.0, 0.75, 0.0, NAN], nan_ok=True)
    assert found.low == pytest.approx([70, 22.5, 0, NAN], nan_ok=True)
    assert found.high == pytest.approx([70, 47.5, 100, NAN], nan_ok=True)


def test_what_is_off_gives_no_points() -> None:
    rows = pd.DataFrame({"x": [80.0], "y": [4.0]}, index=["A"])
    used = prepare(
        [criterion("X", "x", 5, 5), criterion("Y", "y", 0, 10)], rows, np.array([True]), Settings(2025)
    )
    found = score(used, rows, np.array([True]))
    assert found.points.to_numpy()[0] == pytest.approx([NAN, 4.0], nan_ok=True)
    assert found.score == pytest.approx([40.0])
    half = replace(used[0], on=True, zero_at=None)
    assert score((half, used[1]), rows, np.array([True])).points["X"].isna().all()


@pytest.mark.parametrize("shares", [(1 / 7, 4 / 7, 2 / 7), (0.5, 0.25, 0.2500000000000001)])
def test_rounded_shares_stay_within_the_whole(shares: tuple[float, ...]) -> None:
    """Sevenths give a lower bound a little above 100, the other shares add up to more than 1."""
    rows = pd.DataFrame({"x": [10.0]}, index=["A"])
    criteria = [criterion(name, "x", 0, 10) for name in "XYZ"]
    used = prepare(criteria, rows, np.array([True]), Settings(2025))
    given = tuple(replace(entry, weight_share=own) for entry, own in zip(used, shares, strict=True))
    found = score(given, rows, np.array([True]))
    assert found.coverage == pytest.approx([1.0])
    assert found.high == pytest.approx([100.0])
    assert found.coverage[0] <= 1.0
    assert found.high[0] <= 100.0


# ------------------------------------------------------------ strengths and the weakest place


def test_strengths_are_furthest_above_the_mean_of_the_rated() -> None:
    """Means of A, B, C are 4, 6, 5 (C knows no Y), D is not rated.

    A is 4 above in X, 0 in Y, 3 below in Z; B is 2 below in X and 0 in Y; C stands at -2 and +3.
    """
    rows = pd.DataFrame(
        {"X": [8.0, 2.0, 2.0, 99.0], "Y": [6.0, 6.0, NAN, 99.0], "Z": [2.0, NAN, 8.0, 99.0]},
        index=list("ABCD"),
    )
    found = contrast(rows, np.array([True, True, True, False]))
    assert list(found.index) == list("ABCD")
    assert found["strengths"].tolist() == [("X", "Y"), ("Y", "X"), ("Z", "X"), None]
    assert found["weakness"].tolist() == ["Z", "X", "X", None]


def test_one_known_criterion_is_strength_and_weakness_and_equal_ones_keep_their_order() -> None:
    rows = pd.DataFrame({"X": [NAN, 4.0], "Y": [5.0, 5.0], "Z": [NAN, NAN]}, index=list("AB"))
    found = contrast(rows, np.array([True, True]))
    assert found["strengths"].tolist() == [("Y",), ("X", "Y")]
    assert found["weakness"].tolist() == ["Y", "Y"]


def test_the_mean_of_one_is_his_own() -> None:
    """Only A knows X, so he stands on its mean; in Y he is 1 above, in Z 1 below."""
    rows = pd.DataFrame({"X": [4.0, NAN], "Y": [6.0, 4.0], "Z": [2.0, 4.0]}, index=list("AB"))
    found = contrast(rows, np.array([True, True]))
    assert found["strengths"].tolist() == [("Y", "X"), ("Z", "Y")]
    assert found["weakness"].tolist() == ["Z", "Y"]


def test_many_equal_criteria_keep_their_order() -> None:
    names = [f"K{at:02}" for at in range(40)]
    rows = pd.DataFrame([[float(at % 2)] * 40 for at in range(2)], columns=names)
    found = contrast(rows, np.array([True, True]))
    assert found["strengths"].tolist() == [("K00", "K01")] * 2
    assert found["weakness"].tolist() == ["K39"] * 2
