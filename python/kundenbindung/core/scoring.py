"""Punkte, Gesamtpunktzahl, Abdeckung: values of sources -> points -> score (method section 2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kundenbindung.core.compare import at_least, comparable
from kundenbindung.core.model import (
    BoolArray,
    Criterion,
    FloatArray,
    Scale,
    ScoredCriterion,
    Scores,
    Settings,
)

EURO_SOURCES = ("revenue_mean", "margin_mean", "free_potential")
"""Quellen in euros: their anchors may be proposed from the data, once."""

ANCHOR_PERCENTILES = (5.0, 95.0)
ANCHOR_DIGITS = 2
MAX_POINTS = 10.0


def points(values: FloatArray, zero_at: float, ten_at: float, scale: Scale) -> FloatArray:
    """Punkte 0..10 of values between two anchors in the same unit; NaN stays missing (section 2).

    On the log scale values <= 0 get the points of the lowest value. Anchors must differ (and be > 0 there).
    """
    if scale is Scale.LINEAR:
        share = (values - zero_at) / (ten_at - zero_at)
    else:
        positive = np.where(values > 0.0, values, 1.0)
        share = (np.log(positive) - math.log(zero_at)) / (math.log(ten_at) - math.log(zero_at))
        share = np.where(values <= 0.0, 1.0 if zero_at > ten_at else 0.0, share)
    return np.where(np.isnan(values), np.nan, MAX_POINTS * np.clip(share, 0.0, 1.0))


def propose_anchors(values: FloatArray, scale: Scale) -> tuple[float, float] | None:
    """Anker-Vorschlag: 5th and 95th percentile, two significant digits; None without two distinct values."""
    known = values[~np.isnan(values)]
    if scale is Scale.LOG:
        known = known[known > 0.0]
    if len(np.unique(known)) < 2:
        return None
    low, high = (_significant(float(value)) for value in np.percentile(known, ANCHOR_PERCENTILES))
    return (low, high) if low != high else None


def _significant(value: float) -> float:
    return float(f"{value:.{ANCHOR_DIGITS - 1}e}")


def prepare(
    criteria: Sequence[Criterion], values: pd.DataFrame, eligible: BoolArray, settings: Settings
) -> tuple[ScoredCriterion, ...]:
    """Kriterien as used: anchors completed, those that cannot count switched off, weights normalised."""
    prepared = [_prepare_one(criterion, values, eligible, settings) for criterion in criteria]
    total = sum(entry.weight for entry in prepared if entry.on)
    return tuple(
        replace(entry, weight_share=entry.weight / total if entry.on and total > 0.0 else 0.0)
        for entry in prepared
    )


def _prepare_one(
    criterion: Criterion, values: pd.DataFrame, eligible: BoolArray, settings: Settings
) -> ScoredCriterion:
    known = criterion.source in values.columns
    own = (
        values[criterion.source].to_numpy(dtype=np.float64)[eligible]
        if known
        else np.array([], dtype=np.float64)
    )
    filled = float((~np.isnan(own)).mean()) if own.size else 0.0
    zero_at, ten_at, proposed = _anchors(criterion, own)
    if not known:
        off: str | None = "criterion_source_unknown"
    elif not at_least(np.array([filled]), settings.min_filled_share)[0]:
        off = "criterion_rarely_filled"
    else:
        off = _off_reason(criterion, zero_at, ten_at)
    low, high = _clipped(own, zero_at, ten_at) if off is None else (0.0, 0.0)
    return ScoredCriterion(
        criterion=criterion.criterion,
        kind=criterion.kind,
        source=criterion.source,
        scale=criterion.scale,
        zero_at=zero_at,
        ten_at=ten_at,
        weight=criterion.weight,
        weight_share=0.0,
        on=off is None,
        off_reason=off,
        proposed=proposed,
        filled_share=filled,
        clipped_low=low,
        clipped_high=high,
        unit=criterion.unit,
    )


def _anchors(criterion: Criterion, own: FloatArray) -> tuple[float | None, float | None, bool]:
    """Anchors as typed, or proposed where both are empty and the source is in euros."""
    typed = (criterion.zero_at, criterion.ten_at)
    money = criterion.source in EURO_SOURCES or criterion.unit == "€"
    if typed != (None, None) or not money:
        return (*typed, False)
    proposal = propose_anchors(own, criterion.scale)
    return (None, None, False) if proposal is None else (*proposal, True)


def _off_reason(criterion: Criterion, zero_at: float | None, ten_at: float | None) -> str | None:
    if zero_at is None or ten_at is None:
        return "anchors_missing"
    if not (math.isfinite(zero_at) and math.isfinite(ten_at)) or zero_at == ten_at:
        return "anchors_equal"
    if criterion.scale is Scale.LOG and min(zero_at, ten_at) <= 0.0:
        return "anchors_not_positive"
    return None


def _clipped(own: FloatArray, zero_at: float | None, ten_at: float | None) -> tuple[float, float]:
    """Share of customers beyond the anchors: at 0 points, at 10 points."""
    known = own[~np.isnan(own)]
    if zero_at is None or ten_at is None or not known.size:
        return 0.0, 0.0
    sign = 1.0 if ten_at > zero_at else -1.0
    floor, ceiling = sign * known < sign * zero_at, sign * known > sign * ten_at
    return float(floor.mean()), float(ceiling.mean())


def score(prepared: tuple[ScoredCriterion, ...], values: pd.DataFrame, eligible: BoolArray) -> Scores:
    """Gesamtpunktzahl S, Abdeckung q and bounds over the available criteria (section 2).

    Rows that are not eligible (lost customers) stay NaN.
    """
    table = pd.DataFrame(
        {entry.criterion: _criterion_points(entry, values, eligible) for entry in prepared},
        index=values.index,
        dtype=np.float64,
    )
    shares = np.array([entry.weight_share for entry in prepared], dtype=np.float64)
    matrix = table.to_numpy(dtype=np.float64)
    whole, coverage, low = weigh(matrix, shares)
    covered = ~np.isnan(whole)
    divisor = np.where(covered, coverage, 1.0)
    weighted = np.where(covered[:, None], 10.0 * shares * matrix / divisor[:, None], np.nan)
    nothing = ~eligible
    return Scores(
        criteria=prepared,
        points=table,
        weighted=pd.DataFrame(weighted, index=table.index, columns=table.columns),
        score=whole,
        coverage=np.where(nothing, np.nan, np.minimum(coverage, 1.0)),
        low=np.where(nothing, np.nan, low),
        high=np.where(nothing, np.nan, np.minimum(low + 100.0 * (1.0 - coverage), 100.0)),
    )


def weigh(points: FloatArray, shares: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Gesamtpunktzahl S, Abdeckung q, lower bound of S: N x K points, K shares that add up to 1 (section 2).

    S is NaN for a row without any point that counts.
    """
    available = ~np.isnan(points)
    coverage = np.where(available, shares, 0.0).sum(axis=1)
    low = 10.0 * np.where(available, shares * np.nan_to_num(points), 0.0).sum(axis=1)
    covered = coverage > 0.0
    return np.where(covered, low / np.where(covered, coverage, 1.0), np.nan), coverage, low


def _criterion_points(entry: ScoredCriterion, values: pd.DataFrame, eligible: BoolArray) -> FloatArray:
    if not entry.on or entry.zero_at is None or entry.ten_at is None:
        return np.full(len(values), np.nan)
    own = values[entry.source].to_numpy(dtype=np.float64)
    return np.where(eligible, points(own, entry.zero_at, entry.ten_at, entry.scale), np.nan)


def contrast(weighted: pd.DataFrame, rated: BoolArray) -> pd.DataFrame:
    """Zwei Stärken und die schwächste Stelle: weighted points against the mean of the rated rows (section 5).

    Columns `strengths` (tuple of criteria) and `weakness` (criterion or None), index as `weighted`.
    """
    matrix = weighted.to_numpy(dtype=np.float64)
    known = ~np.isnan(matrix) & rated[:, None]
    mean = np.where(known, matrix, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    order = np.argsort(np.where(known, comparable(mean - matrix), np.inf), axis=1, kind="stable")
    names = list(weighted.columns)
    filled = known.sum(axis=1)
    rows = list(zip(order.tolist(), filled.tolist(), strict=True))
    return pd.DataFrame(
        {
            "strengths": pd.Series(
                [tuple(names[k] for k in row[: min(2, n)]) if n else None for row, n in rows], dtype=object
            ),
            "weakness": pd.Series([names[row[n - 1]] if n else None for row, n in rows], dtype=object),
        }
    ).set_axis(weighted.index, axis=0)
