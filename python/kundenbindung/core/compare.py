"""Vergleiche: thresholds and cuts with the method's tolerance (section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress

import numpy as np

from kundenbindung.core.model import BoolArray, FloatArray

TOLERANCE = 1e-9
SCORE_DECIMALS = 9


def tolerance(threshold: float) -> float:
    """Absolute slack at a threshold: 1e-9, relative above 1."""
    return TOLERANCE * max(1.0, abs(threshold))


def at_least(values: FloatArray, threshold: float) -> BoolArray:
    """True where a value reaches the threshold; NaN never does."""
    return np.asarray(values >= threshold - tolerance(threshold), dtype=np.bool_)


def above(values: FloatArray, threshold: float) -> BoolArray:
    """True where a value is clearly above the threshold; NaN never is."""
    return np.asarray(values > threshold + tolerance(threshold), dtype=np.bool_)


def without_residue(values: FloatArray, scale: FloatArray) -> FloatArray:
    """Amounts without what rounding left of a difference: below the tolerance of `scale` is 0."""
    tiny = np.abs(values) <= TOLERANCE * np.maximum(1.0, np.abs(scale))
    return np.where(tiny, 0.0, values)


def names_held(masks: Mapping[str, BoolArray]) -> list[tuple[str, ...]]:
    """Names of the masks that hold, row by row, in the order of the masks."""
    columns = (mask.tolist() for mask in masks.values())
    return [tuple(compress(masks, row)) for row in zip(*columns, strict=True)]


def comparable(scores: FloatArray) -> FloatArray:
    """Scores at the nine decimals at which they are compared."""
    return np.round(scores, SCORE_DECIMALS) + 0.0
