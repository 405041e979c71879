"""Published cases: piecewise value functions and weighted sums, put through evaluate.

The folder `shared/cases` holds them with their sources; own columns of the customers carry the matrices.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import pytest
from tests.companies import company, criterion
from tests.shared_data import shared

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Criterion, Inputs, Results

FLAT = [100.0, 100.0, 100.0]


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("cases", name).read_text(encoding="utf-8"))
    return found


def alternatives(matrix: Sequence[Sequence[float]], criteria: tuple[Criterion, ...]) -> Inputs:
    """One customer per row of the matrix, one own column per criterion."""
    rows = {f"{i:02}": {f"c{k}": value for k, value in enumerate(row)} for i, row in enumerate(matrix)}
    return company(dict.fromkeys(rows, FLAT), customers=rows, criteria=criteria)


def ranks(results: Results) -> list[int]:
    return [int(rank) for rank in results.customers["rank"]]


@pytest.mark.parametrize("number", [0, 1])
def test_straight_value_functions_of_rsmaa(number: int) -> None:
    """The two-point functions of rsmaa tests/pvf.R: utility u is 10 u points."""
    case = published("piecewise_value_function_smaa.json")["cases"][number]
    (left, right), values = case["cutoffs"], case["values"]
    zero_at, ten_at = (left, right) if values == [0, 1] else (right, left)
    results = evaluate(alternatives([[x] for x in case["x"]], (criterion("Nutzen", "c0", zero_at, ten_at),)))
    assert list(results.points["Nutzen"]) == pytest.approx([10 * u for u in case["expected"]], abs=1e-9)


def test_out_of_bounds_is_clipped_as_rsmaa_does() -> None:
    """The clip case of rsmaa, below the first and above the last cutoff: full utility and none."""
    case = published("piecewise_value_function_smaa.json")["cases"][4]
    assert case["out_of_bounds"] == "clip"
    best, worst = case["cutoffs"][0], case["cutoffs"][-1]
    beyond = [(x, u) for x, u in zip(case["x"], case["expected"], strict=True) if not best < x < worst]
    results = evaluate(alternatives([[x] for x, _ in beyond], (criterion("Nutzen", "c0", worst, best),)))
    assert len(beyond) == 6
    assert list(results.points["Nutzen"]) == pytest.approx([10 * u for _, u in beyond], abs=1e-9)


def test_weighted_sum_of_stock_selection() -> None:
    """Six alternatives, weights 2:4:1, min-max value functions; RI is better when it is small."""
    case = published("smaa_exact_stock_selection.json")
    columns = list(zip(*case["matrix"], strict=True))
    criteria = tuple(
        criterion(name, f"c{k}", *(ends if goal > 0 else ends[::-1]), weight)
        for k, (name, goal, weight) in enumerate(
            zip(case["criteria"], case["objectives"], (2, 4, 1), strict=True)
        )
        for ends in [(min(columns[k]), max(columns[k]))]
    )
    results = evaluate(alternatives(case["matrix"], criteria))
    expected = case["expected"]["weighted_sum_w_2_4_1"]
    assert list(results.customers["score"] / 100) == pytest.approx(expected, abs=1e-9)
    for k, name in enumerate(case["criteria"]):
        utilities = [float_of(row[k]) for row in case["minmax_values"]]
        assert list(results.points[name] / 10) == pytest.approx(utilities, abs=1e-12)
    assert ranks(results) == [4, 5, 2, 6, 3, 1]


def float_of(fraction: str) -> float:
    top, _, bottom = fraction.partition("/")
    return float(top) / float(bottom or 1)


def inverted(case: dict[str, Any]) -> list[list[float]]:
    """The matrix with 1/x in every column that is to be small."""
    goals = case["objectives"]
    return [[x if goal > 0 else 1 / x for x, goal in zip(row, goals, strict=True)] for row in case["matrix"]]


def column_sums(matrix: Sequence[Sequence[float]]) -> list[float]:
    return [math.fsum(column) for column in zip(*matrix, strict=True)]


def test_weighted_sum_of_kracka_2010() -> None:
    """With the anchors 0 and 1 the score of the normalised matrix is 100 times the published sum."""
    case = published("wsm_kracka2010.json")
    criteria = tuple(criterion(f"K{k}", f"c{k}", 0, 1, weight) for k, weight in enumerate(case["weights"]))
    sums = column_sums(inverted(case))
    matrix = [[x / total for x, total in zip(row, sums, strict=True)] for row in inverted(case)]
    results = evaluate(alternatives(matrix, criteria))
    sums_published = pytest.approx(case["expected"]["score"], abs=case["tolerance"])
    assert list(results.customers["score"] / 100) == sums_published
    assert ranks(results) == case["expected"]["rank"]


def test_kracka_2010_in_its_own_units() -> None:
    """Anchors at 0 and the column's sum do the same: the scale of a column is free."""
    case = published("wsm_kracka2010.json")
    sums = column_sums(inverted(case))
    criteria = tuple(criterion(f"K{k}", f"c{k}", 0, total, 20) for k, total in enumerate(sums))
    results = evaluate(alternatives(inverted(case), criteria))
    sums_published = pytest.approx(case["expected"]["score"], abs=case["tolerance"])
    assert list(results.customers["score"] / 100) == sums_published
