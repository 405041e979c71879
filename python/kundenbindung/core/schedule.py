"""Termine: the calendar of the plan year from the levels that count (method section 8).

An activity that comes t times a year has one Termin in each of t periods (months where 12 divides by t, else
equal parts of the year). Within a period the customers stand side by side over all working days, and every
customer at the same place in every period: so the days are filled evenly and the contacts come at regular
intervals. A day that stands there stays, whatever changes around it, unless nobody works then; a new one is
not before the Stichtag.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    ACTIVITY_NEEDS,
    LEVEL_PLACES,
    MOST_APPOINTMENTS,
    AppointmentState,
    BoolArray,
    FloatArray,
    Inputs,
    IntArray,
    ObjectArray,
    Settings,
)
from kundenbindung.core.workdays import MONTHS, Days, Workdays, as_days

COLUMNS = (
    "appointment",
    "customer_id",
    "activity",
    "channel",
    "role",
    "number",
    "date",
    "moved_to",
    "day",
    "hours",
    "contact_hours",
    "state",
    "done_on",
    "outcome",
)
GOLDEN = (5.0**0.5 - 1.0) / 2.0
"""Shift from one activity to the next, so that a customer does not get all of them on one day."""

MONTH = 20
"""Working days of a month, about."""

NO_DAY = np.datetime64("NaT", "D")
NOT_SCHEDULED = "no"
QUARTERS = 4
Row = Mapping[str, Any]


def calendar(inputs: Inputs, care_level: pd.Series, days: Workdays, settings: Settings) -> pd.DataFrame:
    """Termine of the plan year, `COLUMNS`, by day; empty if they are more than a sheet holds.

    care_level  index customer_id, CareLevel values or None
    appointment  key "Kundennr. Leistung number"; date  day that is planned, None where no working day is left
    day  where it was moved to, else date; hours with preparation, times Aufwandsfaktor; state at the Stichtag
    """
    if not 0 < wanted(inputs, care_level) <= MOST_APPOINTMENTS:
        return pd.DataFrame(columns=list(COLUMNS))
    spans = {
        times: [_from(span, settings.reporting_date) for span in periods(times, days)]
        for times in scheduled(inputs.activities)["times"].unique().tolist()
    }
    table = _told_apart(pd.concat(_of_activities(inputs, care_level, spans), ignore_index=True))
    known = inputs.appointments.reindex(table["appointment"]).reset_index(drop=True)
    kept = ~_too_late(table, known, days, settings)
    table, known = (frame[kept].reset_index(drop=True) for frame in (table, known))
    stands = _stands(known, days)
    dates = np.where(stands, as_days(known["date"]), table["date"].to_numpy().astype("datetime64[D]"))
    return _with_state(table, _apart(table, dates, stands, spans), known, settings)


def _stands(known: pd.DataFrame, days: Workdays) -> BoolArray:
    """True for a day that stays: somebody works then, or something is typed beside it."""
    dates = as_days(known["date"])
    typed = known[["moved_to", "done_on", "outcome"]].notna().any(axis=1).to_numpy(dtype=np.bool_)
    return np.asarray(~np.isnat(dates) & (typed | np.isin(dates, days.days)), dtype=np.bool_)


def _too_late(table: pd.DataFrame, known: pd.DataFrame, days: Workdays, settings: Settings) -> BoolArray:
    """True for a Termin that nobody ever planned, of a period that is as good as over at the Stichtag.

    That is, less than half of its working days and of a month are left: a level that changes in mid plan year
    asks for nothing in the past, and does not crowd the last days of a quarter.
    """
    late = np.zeros(len(table), dtype=np.bool_)
    for times in table["times"].unique().tolist():
        spans = [(span, _from(span, settings.reporting_date)) for span in periods(times, days)]
        over = [2 * len(left) < len(span) and len(left) < MONTH for span, left in spans]
        of_this = (table["times"] == times).to_numpy(dtype=np.bool_)
        late[of_this] = np.array(over)[table.loc[of_this, "number"].to_numpy() - 1]
    return np.asarray(late & known.isna().all(axis=1).to_numpy(dtype=np.bool_), dtype=np.bool_)


def _told_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Every key once: "A" with "B Besuch" and "A B" with "Besuch" would share theirs."""
    again = table["appointment"].duplicated()
    if not again.any():
        return table
    number = (table.groupby("appointment").cumcount() + 1).astype(str)
    keys = table["appointment"].where(~again, table["appointment"] + " (" + number + ")")
    return table.assign(appointment=keys)


def wanted(inputs: Inputs, care_level: pd.Series) -> int:
    """Number of Termine that the levels and activities ask for."""
    levels = care_level.map(LEVEL_PLACES)
    rows: list[Row] = scheduled(inputs.activities).to_dict("records")  # type: ignore[assignment]  # the stubs call the column names of records Hashable
    return sum(int((levels <= row["level"]).sum()) * int(row["times"]) for row in rows)


def scheduled(activities: pd.DataFrame) -> pd.DataFrame:
    """Leistungen that stand in the calendar, by role and name.

    times  whole contacts a year; level  its place, see `LEVEL_PLACES`
    """
    known = activities.dropna(subset=list(ACTIVITY_NEEDS))
    known = known[known["scheduled"].astype(object) != NOT_SCHEDULED]
    known = known.assign(
        level=known["from_level"].map(LEVEL_PLACES).astype(int), times=known["times"].astype(int)
    )
    return known[known["times"] >= 1].sort_values(["role", "activity"]).reset_index(drop=True)


def _of_activities(
    inputs: Inputs, care_level: pd.Series, spans: Mapping[int, Sequence[Days]]
) -> Iterator[pd.DataFrame]:
    levels = care_level.map(LEVEL_PLACES)
    factors = inputs.effort_factors(care_level.index)
    rows: list[Row] = scheduled(inputs.activities).to_dict("records")  # type: ignore[assignment]  # the stubs call the column names of records Hashable
    for at, row in enumerate(rows):
        keys = sorted(str(key) for key in care_level.index[levels <= row["level"]])
        places = ((np.arange(len(keys)) + 0.5) / max(1, len(keys)) + at * GOLDEN) % 1.0
        dates = [_placed(places, span) for span in spans[row["times"]]]
        if keys:
            yield _of_activity(row, keys, factors.reindex(keys), dates)


def _of_activity(row: Row, keys: Sequence[str], factors: pd.Series, dates: Sequence[Days]) -> pd.DataFrame:
    """Termine of one activity: N customers in each of its periods."""
    count, name = len(dates), row["activity"]
    preparation, contact = (_hours(row[part]) for part in ("preparation_hours", "contact_hours"))
    return pd.DataFrame(
        {
            "appointment": [f"{key} {name} {number}" for number in range(1, count + 1) for key in keys],
            "customer_id": list(keys) * count,
            "activity": name,
            "channel": row["channel"],
            "role": row["role"],
            "number": np.repeat(np.arange(1, count + 1), len(keys)),
            "times": count,
            "date": np.concatenate(dates),
            "hours": np.tile(factors.to_numpy() * (preparation + contact), count),
            "contact_hours": contact,
        }
    )


def _hours(typed: float | None) -> float:
    return 0.0 if pd.isna(typed) else float(typed or 0.0)


def _placed(places: FloatArray, span: Days) -> Days:
    """Days of one period for places 0..1; none if nobody works in it."""
    if not len(span):
        return np.full(len(places), NO_DAY)
    return span[np.minimum((places * len(span)).astype(np.int64), len(span) - 1)]


def periods(times: int, days: Workdays) -> list[Days]:
    """Arbeitstage of each of `times` periods of the plan year."""
    return [days.all_days[at][days.working[at]] for at in _bounds(times, days)]


def _from(span: Days, reporting_date: dt.date | None) -> Days:
    """Days of a period that are not over at the Stichtag."""
    return span if reporting_date is None else span[span >= np.datetime64(reporting_date, "D")]


def _bounds(times: int, days: Workdays) -> list[slice]:
    """Periods as slices of all days: whole months where the twelve divide evenly, else equal parts."""
    size = len(days.all_days)
    if MONTHS % times == 0:
        months = days.all_days.astype("datetime64[M]").astype(np.int64)
        cuts = np.searchsorted(months - months[0], np.arange(times + 1) * (MONTHS // times))
    else:
        cuts = np.round(np.arange(times + 1) * size / times).astype(np.int64)
    return [slice(start, end) for start, end in itertools.pairwise(cuts.tolist())]


def _apart(table: pd.DataFrame, dates: Days, stands: BoolArray, spans: Mapping[int, Sequence[Days]]) -> Days:
    """No customer twice on a day while one of the period is free for him.

    Days that stand stay; of the others those with the shortest periods choose first, who comes later moves to
    the nearest free day.
    """
    owners = pd.factorize(table["customer_id"])[0].astype(np.int64)
    on, found = dates.astype(np.int64), dates.astype(np.int64)
    often, numbers = (table[name].to_numpy(dtype=np.int64) for name in ("times", "number"))
    taken: dict[int, set[int]] = {}
    for at in _in_turn(table, dates, stands, owners).tolist():
        mine, day = taken.setdefault(int(owners[at]), set()), int(on[at])
        if day in mine and not stands[at]:
            day = _nearest_free(spans[int(often[at])][numbers[at] - 1], day, mine)
            found[at] = day
        mine.add(day)
    return found.astype("datetime64[D]")


def _in_turn(table: pd.DataFrame, dates: Days, stands: BoolArray, owners: IntArray) -> IntArray:
    """Termine of customers who have two on a day, in the order in which they choose."""
    dated = np.flatnonzero(~np.isnat(dates))
    order = dated[np.lexsort((dates[dated], owners[dated]))]
    same = (owners[order][1:] == owners[order][:-1]) & (dates[order][1:] == dates[order][:-1])
    crowded = dated[np.isin(owners[dated], owners[order][1:][same])]
    often = table["times"].to_numpy(dtype=np.int64)[crowded]
    return np.asarray(crowded[np.lexsort((crowded, -often, ~stands[crowded]))], dtype=np.int64)


def _nearest_free(span: Days, day: int, taken: set[int]) -> int:
    """Nächster freier Tag of a period, the later one of two; the day itself if there is none."""
    free = [on for on in span.astype(np.int64).tolist() if on not in taken]
    return min(free, key=lambda on: (abs(on - day), -on), default=day)


def _with_state(table: pd.DataFrame, dates: Days, known: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Stand at the Stichtag, and what was typed; by day, those without one behind."""
    typed = {name: _or_none(known[name]) for name in ("moved_to", "done_on", "outcome")}
    moved = as_days(known["moved_to"])
    on = np.where(np.isnat(moved), dates, moved)
    done = np.array([isinstance(day, dt.date) for day in typed["done_on"]], dtype=np.bool_)
    whole = table.assign(
        date=_dates(dates), day=_dates(on), state=_states(on, done, settings.reporting_date), **typed
    )
    order = np.lexsort((table["appointment"].to_numpy().astype(str), on))
    return whole[list(COLUMNS)].iloc[order].reset_index(drop=True)


def _states(on: Days, done: BoolArray, reporting_date: dt.date | None) -> ObjectArray:
    """Stand of every Termin: done, overdue if its day lies before the Stichtag, else planned."""
    late = np.zeros(len(on), dtype=np.bool_)
    if reporting_date is not None:
        late = on < np.datetime64(reporting_date, "D")
    states = np.where(late, AppointmentState.OVERDUE.value, AppointmentState.PLANNED.value)
    return np.where(done, AppointmentState.DONE.value, states).astype(object)


def _or_none(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), None)


def _dates(days: Days) -> ObjectArray:
    """Days as `datetime.date`, None where there is none; equal days share one object."""
    distinct, places = np.unique(days, return_inverse=True)
    return np.asarray(distinct.astype(object)[places], dtype=object)


def quarters(
    appointments: pd.DataFrame, available: Mapping[str, float | None], days: Workdays
) -> pd.DataFrame:
    """Stunden je Quartal: role, quarter (1..4 of the plan year), needed_hours, available_hours (NaN unknown).

    The hours of the year go to the quarters by their working days. Outside of the plan year no Termin counts.
    """
    bounds = _bounds(QUARTERS, days)
    worked = [float(days.working[part].sum()) for part in bounds]
    on, hours = as_days(appointments["day"]), appointments["hours"].to_numpy(dtype=np.float64)
    within = [(on >= days.all_days[part][0]) & (on <= days.all_days[part][-1]) for part in bounds]
    rows = [
        (role, at, float(hours[mine & inside].sum()), _part(there, work, sum(worked)))
        for role, there in available.items()
        for mine in [(appointments["role"] == role).to_numpy(dtype=np.bool_)]
        for at, (inside, work) in enumerate(zip(within, worked, strict=True), start=1)
    ]
    return pd.DataFrame(rows, columns=["role", "quarter", "needed_hours", "available_hours"])


def _part(available: float | None, work: float, whole: float) -> float:
    return np.nan if available is None or whole <= 0.0 else available * work / whole
