"""Vorjahresvergleich: who changed the level and why, and whether last year's plan came true (section 8)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.core.compare import TOLERANCE, above, tolerance, without_residue
from kundenbindung.core.model import (
    LEVEL_PLACES,
    BoolArray,
    CareLevel,
    FloatArray,
    History,
    Inputs,
    LevelCause,
    PlanCheck,
    ScoredCriterion,
)

EFFECTS = ("change_weights", "change_customer", "change_data")
PLAN_FIGURES = ("plan_safe_eur", "plan_expected_eur", "plan_upside_eur")
LEVELS: tuple[str | None, ...] = (*(level.value for level in CareLevel), None)
_CAUSES = (LevelCause.WEIGHTS, LevelCause.CUSTOMER, LevelCause.DATA)


def compare(
    inputs: Inputs, table: pd.DataFrame, points: pd.DataFrame, criteria: Sequence[ScoredCriterion]
) -> History | None:
    """Vorjahresvergleich of all customers; None if Vorjahr is empty (section 8).

    table  results by customer_id with `care_level`, `computed_level`, `unaided_level`, `score` (0..100) and
    `revenue_eur` (adjusted, base year); points  N x K, 0..10, of the criteria as used this year
    """
    if not len(inputs.prior_year):
        return None
    fits = inputs.prior_plan_year is None or inputs.prior_plan_year == inputs.settings.base_year
    rows = changes(inputs, table, points, criteria, fits)
    return History(
        matrix=matrix(inputs.prior_year["care_level"], table["care_level"]),
        changes=rows,
        check=plan_check(inputs.prior_year, rows["actual_eur"]) if fits else None,
    )


def changes(
    inputs: Inputs,
    table: pd.DataFrame,
    points: pd.DataFrame,
    criteria: Sequence[ScoredCriterion],
    plan_fits: bool,
) -> pd.DataFrame:
    """Veränderungen, one row per customer of Vorjahr, index customer_id.

    prior_level, prior_score    as frozen; level_now, score_now  of this year, missing without
    change_weights, _customer, _data  score points, see `split`; NaN without frozen points or a score
    cause        LevelCause value, None if the level is the same, unknown, or missing in one of the years
    actual_eur   Umsatz of the base year (adjusted), NaN if the customer is not in the workbook any more
    deviation    Ist / Erwartet - 1; hit  Ist reached Sicher; both missing if the plan was for another year
    """
    prior = inputs.prior_year
    now = table.reindex(prior.index)
    known = prior.index.isin(table.index)
    frame = pd.DataFrame(
        {
            "prior_level": _levels(prior["care_level"]),
            "prior_score": prior["score"].astype(np.float64),
            "level_now": _levels(now["care_level"]),
            "score_now": now["score"].astype(np.float64),
            "actual_eur": np.where(known, now["revenue_eur"].astype(np.float64).fillna(0.0), np.nan),
        },
        index=prior.index,
    )
    effects = split(_frozen(inputs, points, criteria), frame["score_now"].to_numpy())
    frame = frame.assign(**dict(zip(EFFECTS, effects, strict=True)))
    computed, unaided = _levels(now["computed_level"]), _levels(now["unaided_level"])
    return frame.assign(
        cause=_causes(frame, computed, unaided), **_plan(prior, frame["actual_eur"], plan_fits)
    )


def _levels(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), None)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Beide Jahre side by side: N x K points (NaN where unknown), K weights as entered, 0 if not counting."""

    last_points: FloatArray
    points: FloatArray
    last_weights: FloatArray
    weights: FloatArray


def _frozen(inputs: Inputs, points: pd.DataFrame, criteria: Sequence[ScoredCriterion]) -> Frozen:
    """Points and weights over the criteria of both years; one that is off or gone has no weight now."""
    now = {entry.criterion: entry.weight for entry in criteria if entry.on and entry.weight > 0.0}
    names = list(dict.fromkeys([*inputs.prior_points.columns, *now]))
    keys = inputs.prior_year.index
    last_points = inputs.prior_points.reindex(index=keys, columns=names).to_numpy(dtype=np.float64)
    own = points.reindex(index=keys, columns=names).to_numpy(dtype=np.float64)
    weights = np.array([now.get(name, 0.0) for name in names], dtype=np.float64)
    last_weights = np.array([inputs.prior_weights.get(name, 0.0) for name in names], dtype=np.float64)
    return Frozen(last_points, own, last_weights, weights)


def split(years: Frozen, score_now: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Zerlegung of the change of the score in points: weights, customer, data; no residue (section 8).

    Last year's points with this year's weights give the effect of the weights, the points known in both
    years that of the customer, what only one of the years knows that of the data. A criterion that does not
    count any more belongs to the weights. Without weights on common criteria everything is data.
    """
    known_last, known_now = ~np.isnan(years.last_points), ~np.isnan(years.points)
    common = known_last & (known_now | (years.weights <= 0.0))
    same = ~known_now | (np.abs(years.points - years.last_points) <= TOLERANCE)
    own = np.where(common & same, years.last_points, years.points)
    before = _score(years.last_points, years.last_weights, known_last)
    after = _score(own, years.weights, known_now)
    missing = np.isnan(before) | np.isnan(score_now)
    start = _score(years.last_points, years.last_weights, common)
    middle = _score(years.last_points, years.weights, common)
    end = _score(own, years.weights, common)
    apart = np.isnan(start) | np.isnan(middle)
    weights = np.where(apart, 0.0, middle - start)
    customer = np.where(apart, 0.0, end - middle)
    data = np.where(apart, after - before, (after - end) + (start - before))
    unit = np.ones(len(score_now))
    parts = (np.where(missing, np.nan, without_residue(part, unit)) for part in (weights, customer, data))
    return tuple(parts)  # type: ignore[return-value]  # three parts


def _score(points: FloatArray, weights: FloatArray, chosen: BoolArray) -> FloatArray:
    """Gesamtpunktzahl over the chosen criteria of each row, NaN without any weight there."""
    used = np.where(chosen, weights, 0.0)
    total = used.sum(axis=1)
    whole = 10.0 * (used * np.where(chosen, points, 0.0)).sum(axis=1)
    return np.where(total > 0.0, whole / np.where(total > 0.0, total, 1.0), np.nan)


def _causes(frame: pd.DataFrame, computed: pd.Series, unaided: pd.Series) -> pd.Series:
    effects = frame[list(EFFECTS)].to_numpy(dtype=np.float64)
    rows = zip(frame["prior_level"], frame["level_now"], computed, unaided, effects, strict=True)
    return pd.Series([_cause(*row) for row in rows], index=frame.index, dtype=object)


def _cause(
    last: str | None, now: str | None, computed: str | None, unaided: str | None, effects: FloatArray
) -> str | None:
    """Ursache of one level that differs: decision, memory of others, the largest effect, other customers.

    Memory is the cause where the customer would have kept the level if nobody's last level counted.
    The effects count in the direction of the move only; where they are unknown, so is the cause.
    """
    if last is None or now is None or last == now:
        return None
    if now != computed:
        return LevelCause.DECISION.value
    if unaided == last:
        return LevelCause.MEMORY.value
    if np.isnan(effects).any():
        return None
    toward = effects if LEVEL_PLACES[now] < LEVEL_PLACES[last] else -effects
    largest = int(np.argmax(toward))
    return (_CAUSES[largest] if toward[largest] > TOLERANCE else LevelCause.OTHERS).value


def matrix(last: pd.Series, now: pd.Series) -> pd.DataFrame:
    """Wanderung: counts of customers, from last year's level (rows) to this year's (columns), None without.

    Every customer of either year counts once. Empty if nobody had a level last year.
    """
    if not last.notna().any():
        return pd.DataFrame()
    keys = now.index.union(last.index, sort=False)
    pairs = list(zip(_levels(last.reindex(keys)), _levels(now.reindex(keys)), strict=True))
    counts = [[sum(pair == (one, other) for pair in pairs) for other in LEVELS] for one in LEVELS]
    names = pd.Index(LEVELS, dtype=object)
    return pd.DataFrame(counts, index=names, columns=names)


def _plan(prior: pd.DataFrame, actual: pd.Series, fits: bool) -> dict[str, pd.Series]:
    """Abweichung from Erwartet, and whether Sicher was reached."""
    expected = prior["plan_expected_eur"].astype(np.float64)
    usable = expected.where((expected > 0.0) & fits)
    hit = [
        _hit(value, safe) if fits else None
        for value, safe in zip(actual, prior["plan_safe_eur"], strict=True)
    ]
    return {
        "deviation": actual / usable - 1.0,
        "hit": pd.Series(hit, index=prior.index, dtype=object),
    }


def _hit(actual: float, safe: float | None) -> bool | None:
    if safe is None or math.isnan(safe) or math.isnan(actual):
        return None
    return bool(actual >= safe - tolerance(safe))


def plan_check(prior: pd.DataFrame, actual: pd.Series) -> PlanCheck | None:
    """Plan und Ist over the customers with an Erwartet of last year that are still in the workbook.

    Amounts in euros; None if there is no such customer.
    """
    planned = prior["plan_expected_eur"].notna() & actual.notna()
    if not planned.any():
        return None
    safe, expected, upside = (prior.loc[planned, name].astype(np.float64) for name in PLAN_FIGURES)
    own = actual[planned]
    hits = [hit for hit in (_hit(*pair) for pair in zip(own, safe, strict=True)) if hit is not None]
    total = float(own.sum())
    positive = bool(above(np.array([total]), 0.0)[0])
    return PlanCheck(
        customers=int(planned.sum()),
        safe=float(safe.sum()),
        expected=float(expected.sum()),
        upside=float(upside.sum()),
        actual=total,
        hit_rate=sum(hits) / len(hits) if hits else None,
        bias=float((expected.sum() - total) / total) if positive else None,
        wape=float((expected - own).abs().sum() / total) if positive else None,
    )
