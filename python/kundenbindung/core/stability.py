"""Stabilität: which levels depend on the weights (method section 6; SMAA: Lahdelma, Salminen 2001).

Weights are drawn from a Dirichlet distribution around those of the owner; for every customer the share of
draws in which the quota rule gives him each level is counted. N customers, K criteria, S draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.core.compare import at_least, comparable
from kundenbindung.core.model import (
    BoolArray,
    Borderline,
    CareLevel,
    FloatArray,
    IntArray,
    LevelCount,
    ObjectArray,
    Scores,
    Settings,
    Steadiness,
)

SHARE_COLUMNS = tuple(f"stability_{level.value}" for level in CareLevel)

BLOCK = 250
"""Draws at a time: counts of a block fit into one byte. Few customers take more at a time."""

FEW_CELLS = 400_000
"""So many scores are computed at once where there are few customers."""

BLOCK_CELLS = 4_000_000
"""Scores at a time, at most, so that memory does not grow with N x S."""

ONE_CORE_CELLS = 262_144
"""Multiplications at a time: with more, OpenBLAS shares them out, and its threads wait for one another
eight times as long as it takes where something else is running too."""

UNIT_ROUNDOFF = 2.0**-24
"""Relative rounding of float32."""

MARGIN_SHARE, MARGIN_ROWS = 0.01, 16
"""How far beyond the places seen in the first block a cut is looked for."""


def level_shares(
    points: FloatArray,
    alpha: FloatArray,
    *,
    strategy: int,
    service: int,
    draws: int,
    seed: int,
    tie_rank: IntArray | None = None,
) -> FloatArray:
    """Anteile der Ziehungen je Level, N x 3: Strategie, Vertrieb, Service; rows sum to 1 (section 6).

    points  N x K in 0..10, NaN for missing; alpha  K Dirichlet parameters > 0
    strategy, service  exact numbers at the top and at the bottom; columns sum to the quotas
    tie_rank  order among equal scores, 0 first; the order of the rows if not given
    The counts are those of sorting every draw in float64 with scores at nine decimals.
    ValueError for shapes, quotas or numbers that do not fit.
    """
    _check(points, alpha, strategy, service, draws)
    size = len(points)
    ties = np.arange(size, dtype=np.int64) if tie_rank is None else tie_rank
    field = _field(points, alpha, ties)
    cuts = [_Cut(strategy), _Cut(size - service)]
    counts = [np.zeros(size, dtype=np.int64) for _ in cuts]
    for weights in _weights(alpha, draws, size, seed):
        scores = _scores(field, weights)
        for number, cut in enumerate(cuts):
            found, cuts[number] = _count(field, weights, scores, cut)
            counts[number] += found
    top, upper = (_in_order(field, count) for count in counts)
    return np.column_stack([top, upper - top, draws - upper]) / draws


def _check(points: FloatArray, alpha: FloatArray, strategy: int, service: int, draws: int) -> None:
    if points.ndim != 2 or alpha.shape != points.shape[1:]:
        raise ValueError("points must be N x K and alpha K")
    if min(strategy, service) < 0 or strategy + service > len(points) or draws < 1:
        raise ValueError("quotas and draws do not fit the customers")
    if not (np.isfinite(alpha).all() and (alpha > 0.0).all()):
        raise ValueError("Dirichlet parameters must be positive")
    if len(points) and (np.isnan(points).all(axis=1).any() or np.isinf(points).any()):
        raise ValueError("every customer needs at least one finite value")


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Kunden in the order of their score under the owner's weights, best first.

    order     original rows; exact  N x K points, 0 for missing; known  N x K, 1 where there is a value
    rough     exact as float32, K x N; divisor  known as float32, K x N, or None if nothing is missing
    slack     how far a float32 score may be off
    """

    order: IntArray
    ties: IntArray
    exact: FloatArray
    known: FloatArray
    rough: np.ndarray
    divisor: np.ndarray | None
    slack: float


def _field(points: FloatArray, alpha: FloatArray, ties: IntArray) -> _Field:
    known = (~np.isnan(points)).astype(np.float64)
    exact = np.nan_to_num(points)
    mean = alpha / alpha.sum()
    score = comparable((exact @ mean) / (known @ mean)) if len(points) else np.empty(0)
    order = np.lexsort((ties, -score)).astype(np.int64)
    exact, known = exact[order], known[order]
    whole = bool(known.all())
    return _Field(
        order=order,
        ties=ties[order],
        exact=exact,
        known=known,
        rough=np.ascontiguousarray(exact.T, dtype=np.float32),
        divisor=None if whole else np.ascontiguousarray(known.T, dtype=np.float32),
        slack=(1.0 if whole else 2.0) * 10.0 * (len(alpha) + 8) * UNIT_ROUNDOFF,
    )


def _weights(alpha: FloatArray, draws: int, size: int, seed: int) -> Iterator[FloatArray]:
    """Gewichte block by block, B x K, each row adding up to 1; the blocks do not change the draws."""
    generator = np.random.Generator(np.random.PCG64(seed))
    block = max(min(BLOCK_CELLS // max(size, 1), BLOCK), FEW_CELLS // max(size, 1), 1)
    for start in range(0, draws, block):
        gammas = generator.standard_gamma(alpha, size=(min(block, draws - start), len(alpha)))
        yield gammas / gammas.sum(axis=1, keepdims=True)


def _scores(field: _Field, weights: FloatArray) -> np.ndarray:
    """Scores 0..10 in float32, B x N, over the available criteria of each customer."""
    rough = weights.astype(np.float32)
    scores = _product(rough, field.rough)
    if field.divisor is not None:
        scores /= _product(rough, field.divisor)
    return scores


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Matrix product in float32, as many columns at a time as OpenBLAS multiplies on one core."""
    product = np.empty((left.shape[0], right.shape[1]), dtype=np.float32)
    width = max(ONE_CORE_CELLS // max(left.size, 1), 1)
    for start in range(0, right.shape[1], width):
        columns = slice(start, start + width)
        np.matmul(left, right[:, columns], out=product[:, columns])
    return product


@dataclass(frozen=True, slots=True)
class _Cut:
    """Schnitt behind the first `rank` customers; places between which it was seen, None at the start."""

    rank: int
    low: int | None = None
    high: int | None = None


def _count(field: _Field, weights: FloatArray, scores: np.ndarray, cut: _Cut) -> tuple[IntArray, _Cut]:
    """How often each customer is above the cut, and the cut with the places where it was seen."""
    draws, size = scores.shape
    if cut.rank in {0, size}:
        return np.full(size, draws if cut.rank else 0, dtype=np.int64), cut
    places = slice(cut.low or 0, cut.high)
    edge, threshold, inside, clear = _thresholds(field, scores, cut.rank, places)
    above = scores[:, places] > threshold[:, None]
    for draw in np.flatnonzero(inside & ~clear):
        above[draw] = _exactly(field, weights[draw], scores[draw], cut.rank, edge[draw], places)
    above[~inside] = False
    small = np.uint8 if draws <= np.iinfo(np.uint8).max else np.int64
    counts = np.zeros(size, dtype=np.int64)
    counts[: places.start] = np.count_nonzero(inside)
    counts[places] = np.add.reduce(above.view(np.uint8), axis=0, dtype=small)
    for draw in np.flatnonzero(~inside):
        beyond = np.partition(scores[draw], size - cut.rank)[size - cut.rank]
        counts += _exactly(field, weights[draw], scores[draw], cut.rank, beyond, slice(0, size))
    return counts, cut if cut.low is not None else _seen(cut, counts, draws)


def _thresholds(
    field: _Field, scores: np.ndarray, rank: int, places: slice
) -> tuple[np.ndarray, np.ndarray, BoolArray, BoolArray]:
    """Schnitt per draw: last score above it, a value behind that, whether both stand between the places.

    That is so if everybody before the places is far above and everybody behind them far below. The last
    mask: float32 also leaves no doubt between the two sides.
    """
    part = scores[:, places]
    below = part.shape[1] - (rank - places.start)
    ordered = np.partition(part, below, axis=1)
    first, edge = ordered[:, :below].max(axis=1), ordered[:, below]
    threshold, far = (first + edge) * np.float32(0.5), np.float32(4.0 * field.slack)
    weakest = scores[:, : places.start].min(axis=1, initial=np.inf)
    strongest = scores[:, places.stop :].max(axis=1, initial=-np.inf) if places.stop else -np.inf
    inside = np.asarray((weakest > threshold + far) & (strongest < threshold - far), dtype=np.bool_)
    return edge, threshold, inside, inside & (edge - first > 2.0 * field.slack)


def _seen(cut: _Cut, counts: IntArray, draws: int) -> _Cut:
    """Places of the customers who were sometimes above and sometimes below, with a margin."""
    size = len(counts)
    margin = MARGIN_ROWS + int(MARGIN_SHARE * size)
    moving = np.flatnonzero((counts > 0) & (counts < draws))
    first, last = (moving[0], moving[-1] + 1) if len(moving) else (cut.rank, cut.rank)
    low = max(min(int(first), cut.rank - 1) - margin, 0)
    return _Cut(cut.rank, low, min(max(int(last), cut.rank + 1) + margin, size))


def _exactly(
    field: _Field, weights: FloatArray, scores: np.ndarray, rank: int, edge: np.float32, places: slice
) -> BoolArray:
    """Who between the places is among the first `rank` of one draw; the last of these scores `edge`.

    float32 where it is clear, float64 and ties near the cut.
    """
    part, slack = scores[places], np.float32(2.0 * field.slack)
    above = part > edge + slack
    near = np.flatnonzero(~above & (part >= edge - slack))
    wanted, rows = rank - places.start - int(np.count_nonzero(above)), near + places.start
    own = comparable(10.0 * (field.exact[rows] @ weights) / (field.known[rows] @ weights))
    above[near[np.lexsort((field.ties[rows], -own))[:wanted]]] = True
    return np.asarray(above, dtype=np.bool_)


def _in_order(field: _Field, counts: IntArray) -> IntArray:
    """Counts in the original order of the rows."""
    found = np.empty_like(counts)
    found[field.order] = counts
    return found


def dirichlet(weights: FloatArray, error: float) -> FloatArray:
    """Parameter alpha = c w of K >= 2 weights: `error` is how far a typical weight could be off (section 6).

    c = (1 - 1/K) / ((1/K) r²) - 1. ValueError for weights that are not positive or an error too large.
    """
    size = len(weights)
    strength = (1.0 - 1.0 / size) / (error**2 / size) - 1.0 if size >= 2 and error > 0.0 else 0.0
    if strength <= 0.0 or not (weights > 0.0).all():
        raise ValueError("weights and error give no distribution")
    return comparable(strength * weights / weights.sum())


def columns(
    scores: Scores, level_columns: pd.DataFrame, revenue: pd.Series, quotas: LevelCount, settings: Settings
) -> pd.DataFrame:
    """Stabilitätsspalten, index customer_id, NaN or None where nothing was drawn (section 6).

    stability_strategy, _sales, _service  share of the draws per level; stability  the largest of them
    steadiness  `Steadiness`; stake_eur  revenue x (1 - stability); borderline  with "unsure" in front
    """
    shares = _shares(scores, level_columns, quotas, settings)
    largest = np.where(np.isnan(shares).all(axis=1), np.nan, np.nan_to_num(shares).max(axis=1, initial=0.0))
    words = _steadiness(shares, largest, level_columns["computed_level"].to_numpy(dtype=object), settings)
    unsure = words == Steadiness.DISCUSS.value
    reasons = [
        (Borderline.UNSURE.value, *held) if first else held
        for first, held in zip(unsure, level_columns["borderline"], strict=True)
    ]
    stake = np.maximum(np.nan_to_num(revenue.to_numpy(dtype=np.float64)), 0.0) * (1.0 - largest)
    table = pd.DataFrame(shares, index=level_columns.index, columns=list(SHARE_COLUMNS))
    return table.assign(
        stability=largest,
        steadiness=words,
        stake_eur=stake,
        borderline=pd.Series(reasons, index=table.index, dtype=object),
    )


def _shares(scores: Scores, table: pd.DataFrame, quotas: LevelCount, settings: Settings) -> FloatArray:
    rated = table["computed_level"].notna().to_numpy(dtype=np.bool_)
    used = sorted((e for e in scores.criteria if e.on and e.weight_share > 0.0), key=lambda e: e.criterion)
    found = np.full((len(table), len(CareLevel)), np.nan)
    found[rated] = drawn(
        scores.points[[entry.criterion for entry in used]].to_numpy(dtype=np.float64)[rated],
        np.array([entry.weight_share for entry in used], dtype=np.float64),
        table["unaided_level"].to_numpy(dtype=object)[rated],
        table["tie_rank"].to_numpy(dtype=np.float64)[rated].astype(np.int64),
        quotas,
        settings,
    )
    return found


def drawn(
    points: FloatArray,
    weights: FloatArray,
    unaided: ObjectArray,
    ties: IntArray,
    quotas: LevelCount,
    settings: Settings,
) -> FloatArray:
    """Anteile je Level of N rated customers, N x 3 as in `level_shares`; NaN where nothing is to be drawn.

    points   N x K, the criteria in the order of the draws; weights  K weights > 0
    unaided  level without memory: certain where there is one criterion only; ties  see `level_shares`
    """
    if settings.draws < 1 or not len(points):
        return np.full((len(points), len(CareLevel)), np.nan)
    if len(weights) < 2:
        return _certain(unaided)
    return level_shares(
        points,
        dirichlet(weights, settings.weight_error),
        strategy=quotas.strategy,
        service=quotas.service,
        draws=settings.draws,
        seed=settings.seed,
        tie_rank=ties,
    )


def _certain(levels: ObjectArray) -> FloatArray:
    """One criterion leaves nothing to argue about."""
    return np.column_stack([levels == level.value for level in CareLevel]).astype(np.float64)


def _steadiness(
    shares: FloatArray, largest: FloatArray, computed: ObjectArray, settings: Settings
) -> ObjectArray:
    """Urteil: diskutieren where the level is too rare or another one is more frequent."""
    own = np.full(len(shares), np.nan)
    for at, level in enumerate(CareLevel):
        own = np.where(computed == level.value, shares[:, at], own)
    words = np.full(len(shares), Steadiness.STABLE.value, dtype=object)
    words[~at_least(largest, settings.watch_share)] = Steadiness.WATCH.value
    words[~at_least(largest, settings.discuss_share) | (own < largest)] = Steadiness.DISCUSS.value
    words[np.isnan(largest)] = None
    return words


def most_at_stake(table: pd.DataFrame) -> tuple[str, ...]:
    """Grenzfälle of the results, the one with most at stake first: revenue x (1 - max p) (section 6).

    Without draws, or at the same stake, by revenue and Kundennr.
    """
    edge = table[table["borderline"].map(bool).astype(bool)]
    order = np.lexsort(
        (
            [str(key) for key in edge.index],
            -np.nan_to_num(edge["revenue_eur"].to_numpy(dtype=np.float64)),
            -np.nan_to_num(edge["stake_eur"].to_numpy(dtype=np.float64), nan=-1.0),
        )
    )
    return tuple(str(key) for key in edge.index[order])
