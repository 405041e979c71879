"""Vergleiche: the tolerance of the method at its borders (section 5)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kundenbindung.core.compare import above, at_least, comparable, names_held, tolerance, without_residue

NAN = math.nan


@pytest.mark.parametrize(
    ("threshold", "expected"), [(0.0, 1e-9), (0.5, 1e-9), (1.0, 1e-9), (2.0, 2e-9), (-3e6, 3e-3)]
)
def test_the_tolerance_is_relative_above_one(threshold: float, expected: float) -> None:
    assert tolerance(threshold) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("threshold", [0.25, 1000.0, -1000.0])
def test_a_value_within_the_tolerance_reaches_its_threshold_but_is_not_above_it(threshold: float) -> None:
    slack = tolerance(threshold)
    values = np.array(
        [threshold - 2 * slack, threshold - slack / 2, threshold + slack / 2, threshold + 2 * slack, NAN]
    )
    assert at_least(values, threshold).tolist() == [False, True, True, True, False]
    assert above(values, threshold).tolist() == [False, False, False, True, False]


def test_what_is_left_of_a_difference_is_nothing() -> None:
    """0.3 - 0.1 - 0.2 of euros, a thousandth of a cent of millions; a cent stays a cent."""
    values = np.array([0.3 - 0.1 - 0.2, 1e-10, -1e-10, 2e-9, 5e-4, -5e-4, 0.01, NAN])
    scale = np.array([0.3, 0.0, 0.0, 0.5, 1e6, -1e6, 1e6, 1.0])
    found = without_residue(values, scale)
    assert found == pytest.approx([0, 0, 0, 2e-9, 0, 0, 0.01, NAN], nan_ok=True, abs=0)


def test_scores_are_compared_at_nine_decimals_and_zero_has_no_sign() -> None:
    found = comparable(np.array([1.2345678914, 1.2345678916, -1e-12]))
    assert found.tolist() == [1.234567891, 1.234567892, 0.0]
    assert math.copysign(1.0, found[2]) == 1.0


def test_names_of_what_holds_in_the_order_of_the_masks() -> None:
    masks = {"b": np.array([True, False, True]), "a": np.array([True, False, False])}
    assert names_held(masks) == [("b", "a"), (), ("b",)]
