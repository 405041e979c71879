"""Hebel: what would have to change for the next level, in the unit of the strongest criterion (section 6).

N customers, K criteria. A gap is the number of score points between a customer and the next level.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kundenbindung.core.model import FloatArray, Scale, ScoredCriterion, Scores

FULL_POINTS = 10.0
ROUNDING = 1e-9


def value_at(points: FloatArray, zero_at: float, ten_at: float, scale: Scale) -> FloatArray:
    """Wert at which a criterion gives these points 0..10, in its unit: the reverse of `scoring.points`."""
    share = points / FULL_POINTS
    if scale is Scale.LINEAR:
        return zero_at + share * (ten_at - zero_at)
    low, high = math.log(zero_at), math.log(ten_at)
    return np.asarray(np.exp(low + share * (high - low)), dtype=np.float64)


def columns(scores: Scores, values: pd.DataFrame, gap: pd.Series) -> pd.DataFrame:
    """Stärkster Hebel per customer: `lever` (criterion), `lever_from`, `lever_to` in the unit of its source.

    The strongest is the criterion with the largest weight that alone can make up for the gap; none if no
    criterion can. A negative gap is what a customer may lose before he falls.
    """
    names = [entry.criterion for entry in scores.criteria]
    found = pd.DataFrame({"lever": None, "lever_from": np.nan, "lever_to": np.nan}, index=values.index)
    points = scores.points[names].to_numpy(dtype=np.float64)
    wanted = gap.to_numpy(dtype=np.float64) * np.nan_to_num(scores.coverage) / FULL_POINTS
    open_ones = ~np.isnan(wanted)
    for at in sorted(range(len(names)), key=lambda k: (-scores.criteria[k].weight_share, names[k])):
        entry = scores.criteria[at]
        if not entry.on or entry.weight_share <= 0.0:
            continue
        target = points[:, at] + wanted / entry.weight_share
        fits = open_ones & (target >= -ROUNDING) & (target <= FULL_POINTS + ROUNDING)
        _fill(found, entry, values, np.clip(target, 0.0, FULL_POINTS), fits)
        open_ones &= ~fits
    return found


def _fill(
    found: pd.DataFrame, entry: ScoredCriterion, values: pd.DataFrame, target: FloatArray, fits: np.ndarray
) -> None:
    """Write down the lever of the customers it fits; `found` belongs to the caller alone."""
    if entry.zero_at is None or entry.ten_at is None or not fits.any():
        return
    found.loc[fits, "lever"] = entry.criterion
    found.loc[fits, "lever_from"] = values[entry.source].to_numpy(dtype=np.float64)[fits]
    found.loc[fits, "lever_to"] = value_at(target[fits], entry.zero_at, entry.ten_at, entry.scale)
