"""Betreuungslevel: order, cuts with memory, borderline cases, decided levels (method section 5)."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.core.compare import TOLERANCE, at_least, comparable, names_held
from kundenbindung.core.model import (
    BoolArray,
    Borderline,
    CareLevel,
    CustomerStatus,
    FloatArray,
    IntArray,
    LevelCount,
    ObjectArray,
    Scores,
    Settings,
)

MAX_DECISION_MONTHS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Rangfolge of the eligible customers: their positions in the frame, best first, and tie ranks.

    eligible   rows of the eligible customers in the order of the frame
    score      their scores at nine decimals
    tie_rank   their order by (DB, Umsatz, Kundennr.), 0 first
    """

    eligible: IntArray
    score: FloatArray
    tie_rank: IntArray


def quotas(count: int, settings: Settings) -> LevelCount:
    """Aufteilung nach Richtwert: floor(share N + 0.5) at the top and at the bottom, the rest Vertrieb."""
    top = min(count, _rounded(settings.share_strategy * count))
    bottom = min(count - top, _rounded(settings.share_service * count))
    return LevelCount(top, count - top - bottom, bottom)


def _rounded(value: float) -> int:
    return math.floor(value + 0.5 + TOLERANCE)


def rank(
    score: FloatArray, eligible: BoolArray, margin: FloatArray, revenue: FloatArray, keys: pd.Index
) -> Ranking:
    """Total order by score, DB, Umsatz (descending) and Kundennr. (section 2); a missing DB ranks last."""
    rows = np.flatnonzero(eligible)
    names = np.array([str(key) for key in keys], dtype=object)[rows]
    by_name = np.argsort(np.argsort(names, kind="stable"), kind="stable")
    money = np.nan_to_num(margin[rows], nan=-np.inf)
    order = np.lexsort((by_name, -np.nan_to_num(revenue[rows], nan=-np.inf), -money))
    tie_rank = np.empty(len(rows), dtype=np.int64)
    tie_rank[order] = np.arange(len(rows))
    return Ranking(rows, comparable(score[rows]), tie_rank)


def places(ranking: Ranking, score: FloatArray | None = None) -> IntArray:
    """Rang of each eligible customer, 0 first."""
    own = ranking.score if score is None else score
    place = np.empty(len(own), dtype=np.int64)
    place[np.lexsort((ranking.tie_rank, -own))] = np.arange(len(own))
    return place


def assign(ranking: Ranking, last_level: ObjectArray, settings: Settings, memory: bool = True) -> ObjectArray:
    """Berechnetes Level of each eligible customer; last year's level counts `memory_points` (section 5)."""
    bonus = settings.memory_points if memory else 0.0
    count = quotas(len(ranking.score), settings)
    held_up = comparable(ranking.score + bonus * (last_level == CareLevel.STRATEGY.value))
    held_down = comparable(ranking.score - bonus * (last_level == CareLevel.SERVICE.value))
    levels = np.full(len(ranking.score), CareLevel.SALES.value, dtype=object)
    top = np.lexsort((ranking.tie_rank, -held_up))[: count.strategy]
    levels[top] = CareLevel.STRATEGY.value
    order = np.lexsort((ranking.tie_rank, -held_down))
    rest = order[levels[order] == CareLevel.SALES.value]
    levels[rest[len(rest) - count.service :]] = CareLevel.SERVICE.value
    return levels


def held_by_memory(assigned: ObjectArray, forgetful: ObjectArray, last_level: ObjectArray) -> BoolArray:
    """Gehalten: on last year's level only because it counted; `forgetful` is the result without memory."""
    supported = (last_level == CareLevel.STRATEGY.value) | (last_level == CareLevel.SERVICE.value)
    return np.asarray(supported & (assigned == last_level) & (assigned != forgetful), dtype=np.bool_)


def tied_across_cut(ranking: Ranking, levels: ObjectArray) -> BoolArray:
    """Gleichstand: equal scores on both sides of a cut (section 2)."""
    frame = pd.DataFrame({"score": ranking.score, "level": levels})
    return np.asarray(frame.groupby("score")["level"].transform("nunique") > 1, dtype=np.bool_)


def level_between_bounds(
    ranking: Ranking, low: FloatArray, high: FloatArray, settings: Settings
) -> BoolArray:
    """Daten-Grenzfall: True where the level would differ between the bounds of the score (section 2).

    The others stay as they are, without memory; low and high belong to the eligible customers.
    """
    return np.asarray(_level_at(ranking, low, settings) != _level_at(ranking, high, settings), dtype=np.bool_)


def _level_at(ranking: Ranking, score: FloatArray, settings: Settings) -> ObjectArray:
    place = _place_at(ranking, comparable(score))
    count = quotas(len(ranking.score), settings)
    levels = np.full(len(place), CareLevel.SALES.value, dtype=object)
    levels[place >= len(place) - count.service] = CareLevel.SERVICE.value
    levels[place < count.strategy] = CareLevel.STRATEGY.value
    return levels


def _place_at(ranking: Ranking, score: FloatArray) -> IntArray:
    """Place each customer would take with another score, all others unchanged."""
    size = len(score)
    if not size:
        return np.array([], dtype=np.int64)
    distinct, own = np.unique(-ranking.score, return_inverse=True)
    others = np.sort(own * size + ranking.tie_rank)
    slot = np.searchsorted(distinct, -score)
    same = distinct[np.minimum(slot, len(distinct) - 1)] == -score
    target = slot * size + np.where(same, ranking.tie_rank, 0)
    ahead = np.searchsorted(others, target)
    return ahead - (own * size + ranking.tie_rank < target)


def distances(ranking: Ranking, levels: ObjectArray) -> FloatArray:
    """Abstand zur Grenze in score points: above the cut below for Strategie, to the cut above otherwise."""
    score = ranking.score
    best_below = _largest(score[levels != CareLevel.STRATEGY.value])
    last_top = _smallest(score[levels == CareLevel.STRATEGY.value])
    last_sales = _smallest(score[levels == CareLevel.SALES.value])
    distance = np.where(levels == CareLevel.SALES.value, last_top - score, last_sales - score)
    return np.where(levels == CareLevel.STRATEGY.value, score - best_below, distance)


def gaps(
    ranking: Ranking, levels: ObjectArray, last_level: ObjectArray, settings: Settings
) -> tuple[FloatArray, ObjectArray]:
    """Punkte bis zum nächsten Level, and that level: what it takes to pass the nearer cut.

    Others unchanged, memory counted. Positive: to gain; negative: what may be lost before the customer
    falls. NaN and None where there is no cut.
    """
    delta = settings.memory_points
    held_up = comparable(ranking.score + delta * (last_level == CareLevel.STRATEGY.value))
    held_down = comparable(ranking.score - delta * (last_level == CareLevel.SERVICE.value))
    top, service = levels == CareLevel.STRATEGY.value, levels == CareLevel.SERVICE.value
    to_top = _smallest(held_up[top]) - held_up
    to_service = _largest(held_down[service]) - held_down
    from_service = _smallest(held_down[~top & ~service]) - held_down
    from_top = _largest(held_up[~top]) - held_up
    falls = np.isnan(to_top) | (np.abs(to_service) < np.abs(to_top))
    gap = np.where(top, from_top, np.where(service, from_service, np.where(falls, to_service, to_top)))
    beyond = np.full(len(levels), CareLevel.SALES.value, dtype=object)
    beyond[~top & ~service] = CareLevel.STRATEGY.value
    beyond[~top & ~service & falls] = CareLevel.SERVICE.value
    beyond[np.isnan(gap)] = None
    return gap, beyond


def _largest(values: FloatArray) -> float:
    return float(values.max()) if len(values) else math.nan


def _smallest(values: FloatArray) -> float:
    return float(values.min()) if len(values) else math.nan


@dataclass(frozen=True, slots=True)
class Decision:
    """Entscheidung as typed: level, when it was made, until when it holds, the level these stamps are for."""

    level: str | None
    decided_on: dt.date | None
    valid_until: dt.date | None
    decided_for: str | None = None


def expired(decision: Decision, reporting_date: dt.date) -> bool:
    """Abgelaufen at the Stichtag: past its date, at most 24 months after it was made (section 5).

    Dates stamped for another level say nothing about the one that stands there now.
    """
    if decision.decided_for is not None and decision.decided_for != decision.level:
        return False
    limits = [decision.valid_until] if decision.valid_until else []
    if decision.decided_on:
        limits.append(months_later(decision.decided_on, MAX_DECISION_MONTHS))
    return bool(limits) and min(limits) < reporting_date


def months_later(day: dt.date, months: int) -> dt.date:
    """Same day some calendar months later; the last of the month where there is no such day."""
    later = pd.Timestamp(day) + pd.DateOffset(months=months)
    return later.date()


def count_levels(levels: pd.Series) -> LevelCount:
    """Aufteilung of a column of levels."""
    counts = levels.value_counts()
    return LevelCount(*(int(counts.get(level.value, 0)) for level in CareLevel))


def columns(
    scores: Scores, base: pd.DataFrame, last_level: pd.Series, spread: FloatArray, settings: Settings
) -> pd.DataFrame:
    """Levelspalten of the results, index customer_id: score, rank, computed level, borderline reasons.

    `last_level` is last year's level, `spread` the largest distance between two judges. `unaided_level`
    is the level without memory, `tie_rank` the order among equal scores; `points_to_next` and
    `next_level` are those of `gaps`.
    """
    eligible = at_least(scores.coverage, settings.min_coverage) & ~np.isnan(scores.score)
    margin, revenue = (base[name].to_numpy(dtype=np.float64) for name in ("margin_eur", "revenue_eur"))
    ranking = rank(scores.score, eligible, margin, revenue, base.index)
    last = last_level.reindex(base.index).to_numpy(dtype=object)[ranking.eligible]
    assigned = assign(ranking, last, settings)
    forgetful = assign(ranking, last, settings, memory=False)
    gap, beyond = gaps(ranking, assigned, last, settings)
    frame = pd.DataFrame({"score": scores.score, "coverage": scores.coverage}, index=base.index)
    return frame.assign(
        rank=_spread(len(base), ranking, (places(ranking) + 1).astype(np.float64)).set_axis(base.index),
        computed_level=_spread(len(base), ranking, assigned).set_axis(base.index),
        unaided_level=_spread(len(base), ranking, forgetful).set_axis(base.index),
        tie_rank=_spread(len(base), ranking, ranking.tie_rank.astype(np.float64)).set_axis(base.index),
        level_distance=_spread(len(base), ranking, distances(ranking, assigned)).set_axis(base.index),
        points_to_next=_spread(len(base), ranking, gap).set_axis(base.index),
        next_level=_spread(len(base), ranking, beyond).set_axis(base.index),
        borderline=_borderline(scores, ranking, assigned, forgetful, last, spread, settings).set_axis(
            base.index
        ),
    )


def _spread(size: int, ranking: Ranking, values: FloatArray | ObjectArray) -> pd.Series:
    """Values of the eligible customers as a column of all customers, in the order of the frame."""
    column = np.full(size, None if values.dtype == object else np.nan, dtype=values.dtype)
    column[ranking.eligible] = values
    return pd.Series(column, dtype=values.dtype)


def _borderline(
    scores: Scores,
    ranking: Ranking,
    assigned: ObjectArray,
    forgetful: ObjectArray,
    last: ObjectArray,
    spread: FloatArray,
    settings: Settings,
) -> pd.Series:
    """Grenzfall reasons per customer, in the order of `Borderline`."""
    rows = ranking.eligible
    held = {
        Borderline.TIE.value: _mask(spread, rows, tied_across_cut(ranking, assigned)),
        Borderline.DATA.value: _mask(
            spread, rows, level_between_bounds(ranking, scores.low[rows], scores.high[rows], settings)
        ),
        Borderline.JUDGES.value: at_least(spread, settings.judge_spread) & ~np.isnan(scores.coverage),
        Borderline.MEMORY.value: _mask(spread, rows, held_by_memory(assigned, forgetful, last)),
    }
    return pd.Series(names_held(held), dtype=object)


def _mask(like: FloatArray, rows: IntArray, values: BoolArray) -> BoolArray:
    mask = np.zeros(len(like), dtype=np.bool_)
    mask[rows] = values
    return mask


def decided(
    decisions: pd.DataFrame, base: pd.DataFrame, computed: pd.Series, reporting_date: dt.date | None
) -> pd.DataFrame:
    """Entschiedenes Level: it wins unless it has expired; a lost customer has no level (section 5)."""
    typed = decisions.reindex(base.index)
    level = typed["decided_level"].astype(object).where(typed["decided_level"].notna(), None)
    past = [
        name is not None and reporting_date is not None and expired(_decision(name, *stamps), reporting_date)
        for name, *stamps in zip(
            level, typed["decided_on"], typed["valid_until"], typed["decided_for"], strict=True
        )
    ]
    over = pd.Series(past, index=base.index, dtype=bool)
    care = computed.where(level.isna() | over, level).where(base["status"] != CustomerStatus.LOST.value, None)
    return pd.DataFrame({"decided_level": level, "decision_expired": over, "care_level": care})


def _decision(level: str, decided_on: object, valid_until: object, decided_for: object) -> Decision:
    on, until = (
        day if isinstance(day, dt.date) and not pd.isna(day) else None for day in (decided_on, valid_until)
    )
    return Decision(level, on, until, decided_for if isinstance(decided_for, str) else None)
