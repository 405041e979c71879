"""Probe: score, level, trend and plan of single figures, as the worksheet functions ask for them.

The same rooms as in `evaluate`, composed for arrays instead of a whole workbook; N customers, K criteria,
T years, R roles. Method sections 2 to 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.core import capacity, levels, plan, scoring, stability, trend
from kundenbindung.core.compare import at_least
from kundenbindung.core.model import CareLevel, FloatArray, IntArray, ObjectArray, Scale, Settings, Trends


def points(
    values: FloatArray, zero_at: FloatArray, ten_at: FloatArray, scales: Sequence[Scale]
) -> FloatArray:
    """Punkte N x K of N x K values between K pairs of anchors; ValueError for impossible anchors."""
    columns = []
    for column, low, high, scale in zip(values.T, zero_at, ten_at, scales, strict=True):
        if (
            not np.isfinite([low, high]).all()
            or low == high
            or (scale is Scale.LOG and min(low, high) <= 0.0)
        ):
            raise ValueError("anchors")
        columns.append(scoring.points(column, float(low), float(high), scale))
    return np.column_stack(columns)


def shares(table: FloatArray, weights: FloatArray) -> FloatArray:
    """Anteile of K weights over the criteria that any customer has points for; ValueError without any."""
    counted = np.where(np.isnan(table).all(axis=0), 0.0, np.nan_to_num(weights))
    total = float(counted.sum())
    if total <= 0.0 or (counted < 0.0).any():
        raise ValueError("weights")
    return np.asarray(counted / total, dtype=np.float64)


def score(table: FloatArray, weights: FloatArray) -> FloatArray:
    """Gesamtpunktzahl of N x K points; NaN for a customer without points."""
    return scoring.weigh(table, shares(table, weights))[0]


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Was bei gleicher Punktzahl entscheidet: DB, Umsatz (euros), Kundennr.; and last year's level."""

    keys: pd.Index
    margin: FloatArray
    revenue: FloatArray
    last_level: ObjectArray


def level(table: FloatArray, weights: FloatArray, order: Order, settings: Settings) -> ObjectArray:
    """Berechnetes Level of N customers under other weights or shares; None where coverage is too small."""
    ranking = _ranking(table, shares(table, weights), order, settings)
    found = np.full(len(table), None, dtype=object)
    found[ranking.eligible] = levels.assign(ranking, order.last_level[ranking.eligible], settings)
    return found


def _ranking(table: FloatArray, share: FloatArray, order: Order, settings: Settings) -> levels.Ranking:
    whole, coverage, _ = scoring.weigh(table, share)
    eligible = at_least(coverage, settings.min_coverage) & ~np.isnan(whole)
    return levels.rank(whole, eligible, order.margin, order.revenue, order.keys)


def level_shares(
    table: FloatArray,
    weights: FloatArray,
    order: Order,
    settings: Settings,
    names: Sequence[str] | None = None,
) -> FloatArray:
    """Stabilität: Anteile je Level of N customers, N x 3: Strategie, Vertrieb, Service (section 6).

    NaN where there is no level. The draws go through the criteria in the order of their `names`, as in
    `evaluate`; without names in the order of the columns, which gives the same up to the sampling error.
    ValueError for weights that weigh nothing and for an impossible `weight_error`.
    """
    share = shares(table, weights)
    ranking = _ranking(table, share, order, settings)
    counted = [at for at in range(len(share)) if share[at] > 0.0]
    used = np.array(sorted(counted, key=lambda at: "" if names is None else names[at]), dtype=np.int64)
    rows, nobody = ranking.eligible, np.full(len(ranking.eligible), None, dtype=object)
    found = np.full((len(table), len(CareLevel)), np.nan)
    found[rows] = stability.drawn(
        table[np.ix_(rows, used)],
        share[used],
        levels.assign(ranking, nobody, settings),
        ranking.tie_rank,
        levels.quotas(len(rows), settings),
        settings,
    )
    return found


def stability_of(level_share: FloatArray) -> FloatArray:
    """Stabilität: share of the most frequent level of N x 3 shares; NaN where there is no level."""
    return np.asarray(level_share.max(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """Auslastung of R roles and, last, of all together: hours needed, load as a fraction.

    load  infinite where hours are needed and none are there, NaN where nobody said how many there are
    """

    needed: FloatArray
    load: FloatArray


def loads(levels_now: ObjectArray, factors: FloatArray, each: FloatArray, available: FloatArray) -> Loads:
    """Auslastung of N customers (CareLevel values or None) with their factors (section 7).

    each  R x 3 hours of one customer: Strategie, Vertrieb, Service; available  R hours, NaN if unknown.
    All together are the roles whose hours are known; none of them known, all that is needed.
    """
    hours = capacity.needed(capacity.level_numbers(levels_now), factors, each).sum(axis=0)
    known = ~np.isnan(available)
    whole = (hours[known].sum(), available[known].sum()) if known.any() else (hours.sum(), np.nan)
    needed, there = (
        np.append(part, total).astype(np.float64)
        for part, total in zip((hours, available), whole, strict=True)
    )
    found = [
        capacity.load_of(need, None if np.isnan(have) else have)
        for need, have in zip(needed.tolist(), there.tolist(), strict=True)
    ]
    return Loads(needed, np.array(found, dtype=np.float64))


def own_rate(revenue: FloatArray, settings: Settings) -> FloatArray:
    """Eigene Entwicklung pro Jahr (fraction) of N x T adjusted revenue; NaN without two years."""
    return _trends(revenue, None, settings).rate


def trend_classes(revenue: FloatArray, settings: Settings) -> tuple[ObjectArray, ObjectArray]:
    """Einordnung and its confidence, N identifiers each; None where there is none."""
    trends = _trends(revenue, None, settings)
    classes = trend.classify(trends, settings)
    return classes, trend.confidence(trends, classes, settings)


def _trends(revenue: FloatArray, segments: ObjectArray | None, settings: Settings) -> Trends:
    nobody = np.full(len(revenue), None, dtype=object)
    return trend.estimate(revenue, nobody if segments is None else segments, settings)


@dataclass(frozen=True, slots=True, eq=False)
class PlanLines:
    """Plan of N lines, euros: recognised trend part, Erwartet, Sicher (NaN where it is not defined)."""

    trend: FloatArray
    expected: FloatArray
    safe: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class PlanBase:
    """Grundlage of the plan, N lines.

    status      active, new or lost; None for the line "ohne Kunde"
    revenue     N x T adjusted revenue in euros, level  Ausgangswert in euros
    recognised  share of the trend that counts, 0..1
    won, open   won and weighted open opportunities in euros
    """

    status: ObjectArray
    revenue: FloatArray
    level: FloatArray
    recognised: FloatArray
    won: FloatArray
    open: FloatArray
    segments: ObjectArray


def planned(base: PlanBase, settings: Settings) -> PlanLines:
    """Trendanteil, Erwartet, Sicher per line (section 4); with all lines they add up to the company's."""
    lost = (base.status == "lost")[:, None]
    trends = _trends(np.where(lost, np.nan, base.revenue), base.segments, settings)
    frame = pd.DataFrame({"status": base.status})
    rate = pd.Series(trend.planned_rate(trends, settings))
    recognised = base.recognised * plan.trend_part(frame, base.level, rate)
    somebody = np.array([name is not None for name in base.status], dtype=np.bool_)
    sigma = np.where(somebody, plan.spreads(frame, trends, settings), 0.0)
    found = plan.plan_columns(base.level, recognised, sigma, _chances(base), settings)
    unknown = np.full(len(base.level) + 1, np.nan)
    safe = unknown if found.safe is None else found.safe
    return PlanLines(found.trend[:-1], found.expected[:-1], safe[:-1])


def _chances(base: PlanBase) -> plan.Opportunities:
    """One won and one open opportunity per line, at their weighted amounts."""
    owner: IntArray = np.arange(len(base.level), dtype=np.int64)
    sure, none = np.ones(2 * len(owner)), np.zeros(2 * len(owner))
    amount = np.concatenate([base.won, base.open])
    won = np.concatenate([np.ones(len(owner), dtype=np.bool_), np.zeros(len(owner), dtype=np.bool_)])
    return plan.Opportunities(np.tile(owner, 2), amount, sure, won, none)
