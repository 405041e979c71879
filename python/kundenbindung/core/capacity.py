"""Kapazität: does the split fit the people (method section 7).

Hours of a customer are the sum over the activities of his level, nested, of times x hours x Aufwandsfaktor.
N customers, R roles, levels in the order of `CareLevel`. All hours are those of the plan year.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.core.compare import TOLERANCE, at_least
from kundenbindung.core.model import (
    ACTIVITY_NEEDS,
    LEVEL_PLACES,
    TOO_LITTLE,
    TOO_MUCH,
    BoolArray,
    Capacity,
    CareLevel,
    FloatArray,
    Inputs,
    IntArray,
    LevelCount,
    Load,
    ObjectArray,
    Repair,
    RepairKind,
    Settings,
    Verdict,
)
from kundenbindung.core.workdays import Workdays

STRATEGY, SALES = 0, 1
USUAL_HOURS_PER_DAY, USUAL_LEAVE_DAYS, USUAL_SICK_DAYS = 8.0, 30.0, 10.0
ORDER = (Verdict.FITS, Verdict.TIGHT, Verdict.OVERLOADED)


def available(roles: pd.DataFrame, days: Workdays) -> pd.Series:
    """Verfügbare Stunden per role in the plan year; NaN where neither hours nor a share of the time is typed.

    people x hours a day x share for existing customers x (working days - leave - sickness); Betriebsferien
    are part of the leave, more of them than leave count instead of it. Typed `hours` win.
    """
    given = roles.astype(np.float64)
    absent = given["leave_days"].fillna(USUAL_LEAVE_DAYS).clip(lower=float(days.closed.sum()))
    worked = (days.ordinary - absent - given["sick_days"].fillna(USUAL_SICK_DAYS)).clip(lower=0.0)
    people = given["people"].fillna(1.0) * given["hours_per_day"].fillna(USUAL_HOURS_PER_DAY)
    return given["hours"].fillna(people * given["existing_share"] * worked)


def usable(activities: pd.DataFrame) -> pd.DataFrame:
    """Leistungen that say what, from which level on, who and how often; their hours each and level number."""
    known = activities.dropna(subset=list(ACTIVITY_NEEDS))
    each = known[["preparation_hours", "contact_hours"]].astype(np.float64).fillna(0.0).sum(axis=1)
    places = known["from_level"].map(LEVEL_PLACES).astype(int)
    return known.assign(times=known["times"].astype(np.float64), each=each, level=places)


def role_names(roles: pd.DataFrame, activities: pd.DataFrame) -> list[str]:
    """Rollen in the order of their table, behind them those that only Leistungen name."""
    return list(dict.fromkeys([*map(str, roles.index), *map(str, activities["role"])]))


def per_customer(activities: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Stunden je Kunde with factor 1, R x 3: an activity counts for its level and all wider ones."""
    hours = (activities["times"] * activities["each"]).to_numpy(dtype=np.float64)
    level = activities["level"].to_numpy(dtype=np.int64)
    place = pd.Index(names).get_indexer(pd.Index(activities["role"].astype(str)))
    table = np.zeros((len(names), len(CareLevel)))
    for at in range(len(CareLevel)):
        got = level >= at
        np.add.at(table[:, at], place[got], hours[got])
    columns = [entry.value for entry in CareLevel]
    return pd.DataFrame(table, index=pd.Index(names, name="role"), columns=columns)


def needed(levels: IntArray, factors: FloatArray, each: FloatArray) -> FloatArray:
    """Nötige Stunden, N x R: level numbers (see `level_numbers`), N factors, R x 3 hours of one customer."""
    table = np.vstack([each.T, np.zeros(each.shape[0])])
    return np.asarray(factors[:, None] * table[levels], dtype=np.float64)


def level_numbers(levels: ObjectArray) -> IntArray:
    """`LEVEL_PLACES` of CareLevel values; one more for None, which needs nothing."""
    return np.array([LEVEL_PLACES.get(level, len(CareLevel)) for level in levels], dtype=np.int64)


def judge(load: float | None, settings: Settings) -> Verdict | None:
    """Urteil about a load (a fraction, may be infinite); None if it is not known."""
    if load is None:
        return None
    if load > settings.full_load + TOLERANCE:
        return Verdict.OVERLOADED
    return Verdict.FITS if load <= settings.fits_load + TOLERANCE else Verdict.TIGHT


def load_of(needed_hours: float, available_hours: float | None) -> float | None:
    """Auslastung; infinite where hours are needed and none are there, None where nobody said."""
    if available_hours is None:
        return None
    if available_hours > 0.0:
        return needed_hours / available_hours
    return math.inf if needed_hours > TOLERANCE else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """Der Fall as arrays: N cared customers, the best score first, with their levels (numbers) and factors.

    room  hours that may be needed per role, see `_room`
    """

    activities: pd.DataFrame
    names: list[str]
    keys: pd.Index
    levels: IntArray
    factors: FloatArray
    room: FloatArray

    def hours(self, levels: IntArray, activities: pd.DataFrame | None = None) -> FloatArray:
        """Stunden N x R at these levels, with these activities."""
        each = per_customer(self.activities if activities is None else activities, self.names)
        return needed(levels, self.factors, each.to_numpy(dtype=np.float64))

    def running(self, base: FloatArray, more: FloatArray) -> FloatArray:
        """Stunden (n + 1) x R if none, one, ... all n rows of `more` come on top of the N x R of the base."""
        steps = np.vstack([np.zeros(len(self.names)), np.cumsum(more, axis=0)])
        return np.asarray(base.sum(axis=0) + steps, dtype=np.float64)

    def fits(self, hours: FloatArray) -> BoolArray:
        """True where hours, roles on the last axis, are not more than there are."""
        return np.asarray(hours <= self.room, dtype=np.bool_)

    def most(self, running: FloatArray) -> int:
        """Largest number of steps of ascending sums that every role carries; -1 if not even none."""
        return int(self.fits(running).all(axis=1).sum()) - 1


def _room(there: FloatArray, settings: Settings) -> FloatArray:
    """Stunden that may be needed, as `judge` judges; infinite where nobody said how many there are."""
    room = np.where(there > 0.0, there * (settings.full_load + TOLERANCE), TOLERANCE)
    return np.asarray(np.where(np.isnan(there), np.inf, room), dtype=np.float64)


def _case(
    inputs: Inputs, table: pd.DataFrame, names: list[str], room: FloatArray, activities: pd.DataFrame
) -> _Case:
    rows = _by_score(table)
    keys = table.index[rows]
    factors = inputs.effort_factors(keys).to_numpy(dtype=np.float64)
    levels = level_numbers(table["care_level"].to_numpy(dtype=object)[rows])
    return _Case(activities, names, keys, levels, factors, room)


def _by_score(table: pd.DataFrame) -> IntArray:
    """Rows of the customers with a level, best score first; those without a score behind, by Kundennr."""
    cared = np.flatnonzero(table["care_level"].notna().to_numpy())
    names = np.array([str(key) for key in table.index], dtype=object)[cared]
    by_name = np.argsort(np.argsort(names, kind="stable"), kind="stable")
    rank = np.nan_to_num(table["rank"].to_numpy(dtype=np.float64)[cared], nan=np.inf)
    return np.asarray(cared[np.lexsort((by_name, rank))], dtype=np.int64)


def assess(inputs: Inputs, table: pd.DataFrame, days: Workdays, settings: Settings) -> Capacity | None:
    """Kapazität of the levels that count; None without a usable activity.

    `table` has care_level (CareLevel values or None), rank (NaN without) and margin_eur, index customer_id.
    """
    activities = usable(inputs.activities)
    if not len(activities):
        return None
    names = role_names(inputs.roles, activities)
    there = available(inputs.roles, days).reindex(names).to_numpy(dtype=np.float64)
    case = _case(inputs, table, names, _room(there, settings), activities)
    hours = case.hours(case.levels)
    loads = _loads(case, hours.sum(axis=0), there, settings)
    spread = pd.DataFrame(hours, index=case.keys, columns=names).reindex(table.index, fill_value=0.0)
    watering, by_level_watering = _watering(table, spread.sum(axis=1), settings.watering_factor)
    return Capacity(
        roles=loads,
        total=_total(loads, settings),
        verdict=_worst(loads),
        bottleneck=_bottleneck(loads),
        affordable=_split(case, activities),
        affordable_halved=_split(case, _halved(activities)),
        fits_without_strategy=case.most(_with_strategy(case, activities)) >= 0,
        repairs=_repairs(case, hours, loads),
        per_customer=per_customer(activities, names),
        by_level=_by_level(case, hours),
        activity_hours=_activity_hours(case),
        hours=spread,
        watering=watering,
        by_level_watering=by_level_watering,
    )


def _loads(case: _Case, sums: FloatArray, there: FloatArray, settings: Settings) -> tuple[Load, ...]:
    rows = zip(case.names, sums.tolist(), there.tolist(), strategy_limits(case), strict=True)
    return tuple(
        _load(name, hours, None if math.isnan(have) else have, limit, settings)
        for name, hours, have, limit in rows
    )


def _load(role: str, needed: float, there: float | None, limit: int | None, settings: Settings) -> Load:
    load = load_of(needed, there)
    missing = None if there is None else max(0.0, needed / settings.full_load - there)
    verdict = judge(load, settings)
    return Load(
        role=role,
        needed_hours=needed,
        available_hours=there,
        load=load if load is not None and math.isfinite(load) else None,
        verdict=verdict,
        missing_hours=missing if verdict is Verdict.OVERLOADED or missing is None else 0.0,
        strategy_limit=limit,
    )


def _total(loads: Sequence[Load], settings: Settings) -> Load:
    """All roles whose hours are known, together; the hours of one cannot replace those of another."""
    known = [entry for entry in loads if entry.available_hours is not None]
    there = sum(entry.available_hours or 0.0 for entry in known) if known else None
    limits = [entry.strategy_limit for entry in known if entry.strategy_limit is not None]
    needed = sum(entry.needed_hours for entry in (known or loads))
    return _load("", needed, there, min(limits, default=None), settings)


def _worst(loads: Sequence[Load]) -> Verdict | None:
    """Urteil of the split: overloaded if one role is; else not known while hours of a needed role are not."""
    known = [entry.verdict for entry in loads if entry.verdict is not None]
    worst = max(known, key=ORDER.index, default=None)
    open_ends = any(entry.verdict is None and entry.needed_hours > 0.0 for entry in loads)
    return None if open_ends and worst is not Verdict.OVERLOADED else worst


def _bottleneck(loads: Sequence[Load]) -> str | None:
    """Engpass: the role with the highest load, the first of equal ones."""
    known = [entry for entry in loads if entry.available_hours is not None]
    if not known:
        return None
    return max(known, key=lambda entry: load_of(entry.needed_hours, entry.available_hours) or 0.0).role


def _with_strategy(case: _Case, activities: pd.DataFrame) -> FloatArray:
    """Stunden (N + 1) x R if the first 0, 1, ... N by score were Strategie, the others at most Vertrieb."""
    base = case.hours(np.maximum(case.levels, SALES), activities)
    whole = case.hours(np.full_like(case.levels, STRATEGY), activities)
    return case.running(base, whole - base)


def strategy_limits(case: _Case) -> tuple[int | None, ...]:
    """Größte Zahl von Strategie-Kunden per role alone, in score order; 0 also where even none is too many.

    None where the hours are not known or Strategie costs the role nothing.
    """
    sums = _with_strategy(case, case.activities)
    most = np.maximum(0, case.fits(sums).sum(axis=0) - 1).tolist()
    silent = np.isinf(case.room) | (sums[-1] <= sums[0] + TOLERANCE)
    return tuple(None if none else limit for none, limit in zip(silent.tolist(), most, strict=True))


def _split(case: _Case, activities: pd.DataFrame) -> LevelCount | None:
    """Tragbare Aufteilung: most Strategie customers that fit, the best first.

    None without known hours, and where Strategie costs time of a role whose hours are not known.
    """
    unknown, each = np.isinf(case.room), per_customer(activities, case.names).to_numpy()
    most = case.most(_with_strategy(case, activities))
    open_end = bool((each[unknown, STRATEGY] > each[unknown, SALES]).any())
    if unknown.all() or (open_end and most >= 0):
        return None
    most = max(0, most)
    behind = np.maximum(case.levels[most:], SALES)
    sales = int((behind == SALES).sum())
    return LevelCount(most, sales, len(behind) - sales)


def _halved(activities: pd.DataFrame) -> pd.DataFrame:
    """Halbe Frequenz: activities from Strategie on half as often."""
    own = activities["level"] == STRATEGY
    return activities.assign(times=activities["times"].where(~own, activities["times"] / 2.0))


def _repairs(case: _Case, hours: FloatArray, loads: Sequence[Load]) -> tuple[Repair, ...]:
    """Die drei kleinsten Reparaturen, each enough by itself where it is possible; empty if all fits."""
    over = [at for at, entry in enumerate(loads) if entry.verdict is Verdict.OVERLOADED]
    if not over:
        return ()
    excess = hours.sum(axis=0) - case.room
    return (
        _fewer_strategy(case, hours),
        _lower_cadence(case, [(loads[at].role, float(excess[at])) for at in over]),
        Repair(
            RepairKind.MORE_HOURS,
            possible=True,
            hours=tuple((loads[at].role, loads[at].missing_hours or 0.0) for at in over),
        ),
    )


def _fewer_strategy(case: _Case, hours: FloatArray) -> Repair:
    """Weniger Strategie: the fewest customers, the lowest scores first, that must go to Vertrieb."""
    own = np.flatnonzero(case.levels == STRATEGY)
    base = case.hours(np.maximum(case.levels, SALES))
    kept = case.most(case.running(base, (hours - base)[own]))
    leaving = case.keys[own[max(0, kept) :]][::-1]
    return Repair(RepairKind.FEWER_STRATEGY, possible=kept >= 0, customers=tuple(str(key) for key in leaving))


def _lower_cadence(case: _Case, excess: Sequence[tuple[str, float]]) -> Repair:
    """Seltener: per overloaded role the activity where the fewest contacts fall away."""
    steps = [_rarer(case, role, hours) for role, hours in excess]
    found = tuple(step for step in steps if step is not None)
    return Repair(RepairKind.LOWER_CADENCE, possible=len(found) == len(steps), cadence=found)


def _rarer(case: _Case, role: str, excess: float) -> tuple[str, float, float] | None:
    """Activity of a role that saves the hours too many: name, times now, times then."""
    found: list[tuple[float, int, tuple[str, float, float]]] = []
    for at, row in enumerate(case.activities.to_dict("records")):
        entitled = case.levels <= row["level"]
        hours_each = row["each"] * float(case.factors[entitled].sum())
        if row["role"] != role or hours_each <= 0.0:
            continue
        fewer = math.ceil(excess / hours_each)
        if fewer <= row["times"]:
            step = (str(row["activity"]), float(row["times"]), float(row["times"] - fewer))
            found.append((fewer * float(entitled.sum()), at, step))
    return min(found)[2] if found else None


def _by_level(case: _Case, hours: FloatArray) -> pd.DataFrame:
    columns = {level.value: hours[case.levels == at].sum(axis=0) for at, level in enumerate(CareLevel)}
    return pd.DataFrame(columns, index=pd.Index(case.names, name="role"))


def _activity_hours(case: _Case) -> pd.Series:
    """Stunden im Jahr of every usable activity over all customers who get it."""
    entitled = case.levels[:, None] <= case.activities["level"].to_numpy()[None, :]
    hours = case.activities["times"] * case.activities["each"] * (case.factors @ entitled)
    return pd.Series(hours.to_numpy(dtype=np.float64), index=pd.Index(case.activities["activity"]))


def _watering(table: pd.DataFrame, hours: pd.Series, factor: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Gießkanne per customer and per level: share of hours against share of DB, DB per hour, both directions.

    Customers whose DB is missing have no shares, and their hours do not count against the DB of the others.
    """
    margin = table["margin_eur"].astype(np.float64)
    known = hours.where(margin.notna())
    frame = pd.DataFrame({"hours": hours, "margin_eur": margin, "known": known})[table["care_level"].notna()]
    grouped = frame.groupby(table["care_level"].dropna().astype(str))
    sums = grouped.sum(min_count=1).assign(customers=grouped.size())
    by_level = sums.reindex([level.value for level in CareLevel]).rename_axis("care_level")
    by_level = by_level.assign(**{name: by_level[name].fillna(0.0) for name in ("hours", "customers")})
    shares = _shares(frame, frame, "known")
    return shares.assign(direction=_directions(shares, factor)), _shares(by_level, frame, "hours")


def _shares(rows: pd.DataFrame, whole: pd.DataFrame, base: str) -> pd.DataFrame:
    """Anteile of rows in the sums of the whole, hours of the column `base`; NaN for sums of 0 or less."""
    hours, margin = (float(whole[name].sum()) for name in (base, "margin_eur"))
    found = rows.assign(
        hours_share=rows[base] / hours if hours > 0.0 else np.nan,
        margin_share=rows["margin_eur"] / margin if margin > 0.0 else np.nan,
        margin_per_hour=rows["margin_eur"] / rows["known"].where(rows["known"] > 0.0),
    )
    return found.drop(columns="known")


def _directions(shares: pd.DataFrame, factor: float) -> ObjectArray:
    """Richtung where hours and DB are apart by the factor: TOO_MUCH, TOO_LITTLE or None."""
    hours, margin = (shares[name].to_numpy(dtype=np.float64) for name in ("hours_share", "margin_share"))
    earned = np.maximum(margin, 0.0)
    much = at_least(hours - factor * earned, 0.0) & (hours > earned)
    little = at_least(earned - factor * hours, 0.0) & (earned > hours)
    found = np.full(len(shares), None, dtype=object)
    found[much], found[little] = TOO_MUCH, TOO_LITTLE
    return found
