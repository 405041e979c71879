"""Stabilität: what the shares of the levels are measured against, on the same points and the same draws.

`floor` multiplies and compares and does nothing else; `loop` is what one would write with a library of
multi-criteria methods: one weighted sum and one ranking per draw.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from kundenbindung.core import stability
from kundenbindung.core.model import FloatArray

CRITERIA = 10
SEED = 20260101
STRATEGY, SERVICE = 0.20, 0.10
FLOOR_CELLS = 500_000
"""Scores at a time; the fastest of the sizes tried."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Aufgabe: N x K points, K Dirichlet parameters, numbers at the top and at the bottom, S draws."""

    points: FloatArray
    alpha: FloatArray
    strategy: int
    service: int
    draws: int


def case(customers: int, draws: int, missing: float = 0.0) -> Case:
    """Points as a company has them: good customers tend to be good everywhere; weights as uneven as usual."""
    rng = np.random.default_rng(SEED)
    quality = rng.normal(5.0, 1.5, (customers, 1))
    points = np.clip(quality + rng.normal(0.0, 2.0, (customers, CRITERIA)), 0.0, 10.0)
    points[:, 1:][rng.random((customers, CRITERIA - 1)) < missing] = np.nan
    weights = np.linspace(0.5, 1.5, CRITERIA)
    return Case(
        points,
        stability.dirichlet(weights, 0.25),
        round(STRATEGY * customers),
        round(SERVICE * customers),
        draws,
    )


def own(task: Case) -> FloatArray:
    """Anteile der Level, N x 3, as the program counts them."""
    return stability.level_shares(
        task.points,
        task.alpha,
        strategy=task.strategy,
        service=task.service,
        draws=task.draws,
        seed=SEED,
    )


def _draws(task: Case, number: int) -> FloatArray:
    gammas = np.random.Generator(np.random.PCG64(SEED)).standard_gamma(
        task.alpha, size=(number, len(task.alpha))
    )
    return np.asarray(gammas / gammas.sum(axis=1, keepdims=True), dtype=np.float64)


def floor(task: Case) -> FloatArray:
    """Untergrenze: all scores in float32 in blocks, each compared with one value and counted; N counts.

    Nobody knows the value that parts the levels of a draw before looking; here it is given.
    """
    table, size = np.ascontiguousarray(task.points.T, dtype=np.float32), len(task.points)
    weights = _draws(task, task.draws).astype(np.float32)
    value = np.float32(np.quantile(task.points.mean(axis=1), 1.0 - STRATEGY))
    block, counts = max(FLOOR_CELLS // size, 1), np.zeros(size, dtype=np.int64)
    for start in range(0, task.draws, block):
        above = weights[start : start + block] @ table > value
        counts += np.add.reduce(above.view(np.uint8), axis=0, dtype=np.uint8)
    return counts.astype(np.float64)


Ranks = Callable[[FloatArray, FloatArray], FloatArray]


def loop(task: Case, number: int, ranks: Ranks) -> FloatArray:
    """Schleife over the first draws, one ranking each; N x 3 shares of these draws."""
    counts = np.zeros((len(task.points), 3))
    for weights in _draws(task, number):
        rank = ranks(task.points, weights)
        bottom = rank > len(rank) - task.service
        counts += np.column_stack([rank <= task.strategy, (rank > task.strategy) & ~bottom, bottom])
    return counts / number


def skcriteria_ranks(points: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted sum of scikit-criteria, 1 for the best."""
    criteria, model = importlib.import_module("skcriteria"), _weighted_sum()
    matrix = criteria.mkdm(points, [max] * CRITERIA, weights=weights)
    return np.asarray(model.evaluate(matrix).rank_, dtype=np.float64)


@cache
def _weighted_sum() -> Any:
    return importlib.import_module("skcriteria.agg.simple").WeightedSumModel()


def pymcdm_ranks(points: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted sum of pymcdm, 1 for the best; points need no normalisation."""
    model = importlib.import_module("pymcdm.methods").WSM(normalization_function=_as_they_are)
    preferences = model(points, weights, np.ones(CRITERIA), validation=False)
    return np.asarray(model.rank(preferences), dtype=np.float64)


def _as_they_are(values: FloatArray, cost: object = None) -> FloatArray:
    return values


RANKINGS: dict[str, Ranks] = {"skcriteria": skcriteria_ranks, "pymcdm": pymcdm_ranks}
