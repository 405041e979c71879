"""Termine: the calendar of the plan year from the levels that count (method section 8).

An activity that comes t times a year has one Termin in each of t periods (months where 12 divides by t, else equal
parts of the year). Within a period the customers stand side by side over all working days, and every customer at
the same place in every period: so the days are filled evenly and the contacts come at regular intervals. A day that
stands there already stays, whatever changes around it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    AppointmentState,
    CareLevel,
    FloatArray,
    Inputs,
    IntArray,
    Settings,
)
from kundenbindung.core.workdays import MONTHS, Days, Workdays

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
MOST = 1_048_571
"""Rows a sheet has below the header of its table."""

GOLDEN = (5.0**0.5 - 1.0) / 2.0
"""Shift from one activity to the next, so that a customer does not get all of them on one day."""

ROUNDS = 50
NO_DAY = np.datetime64("NaT", "D")
NOT_SCHEDULED = "no"
QUARTERS = 4
_RANK = {CareLevel.STRATEGY.value: 0, CareLevel.SALES.value: 1, CareLevel.SERVICE.value: 2}


def calendar(inputs: Inputs, care_level: pd.Series, days: Workdays, settings: Settings) -> pd.DataFrame:
    """Termine of the plan year, `COLUMNS`, by day; empty if they are more than `MOST`.

    care_level  index customer_id, CareLevel values or None
    appointment  key "Kundennr. Leistung number"; date  day that is planned, None where no working day is left
    day  where it was moved to, else date; hours with preparation, times Aufwandsfaktor; state at the Stichtag
    """
    activities = scheduled(inputs.activities)
    if not 0 < wanted(inputs, care_level) <= MOST:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(_of_activities(activities, care_level, inputs, days), ignore_index=True)
    known = inputs.appointments.reindex(table["appointment"]).reset_index(drop=True)
    stands = known["date"].notna()
    table = _apart(table.assign(date=_days(known["date"]).where(stands, table["date"])), stands, days)
    return _with_state(table, known, settings)


def wanted(inputs: Inputs, care_level: pd.Series) -> int:
    """Number of Termine that the levels and activities ask for."""
    levels = care_level.map(_RANK)
    return sum(
        int((levels <= row["level"]).sum()) * int(row["times"])
        for row in scheduled(inputs.activities).to_dict("records")
    )


def scheduled(activities: pd.DataFrame) -> pd.DataFrame:
    """Leistungen that stand in the calendar; `level` 0 (Strategie) to 2 (Service)."""
    known = activities.dropna(subset=["activity", "from_level", "role", "times"])
    known = known[known["scheduled"].astype(object) != NOT_SCHEDULED]
    known = known.assign(level=known["from_level"].map(_RANK).astype(int), times=known["times"].astype(float))
    return known[known["times"] >= 1.0].reset_index(drop=True)


def _of_activities(
    activities: pd.DataFrame, care_level: pd.Series, inputs: Inputs, days: Workdays
) -> Iterator[pd.DataFrame]:
    levels = care_level.map(_RANK)
    factors = inputs.customers["effort_factor"].reindex(care_level.index).astype(np.float64).fillna(1.0)
    rows: list[dict[str, Any]] = activities.to_dict("records")  # type: ignore[assignment]
    for at, row in enumerate(rows):
        keys = sorted(str(key) for key in care_level.index[levels <= row["level"]])
        if keys:
            yield _of_activity(row, keys, factors.reindex(keys).to_numpy(dtype=np.float64), at, days)


def _of_activity(
    row: Mapping[str, Any], keys: Sequence[str], factors: FloatArray, at: int, days: Workdays
) -> pd.DataFrame:
    """Termine of one activity: N customers in t periods."""
    places = ((np.arange(len(keys)) + 0.5) / len(keys) + at * GOLDEN) % 1.0
    dates = [_placed(places, span) for span in periods(int(row["times"]), days)]
    count, name = len(dates), row["activity"]
    hours = [
        0.0 if pd.isna(row[part]) else float(row[part]) for part in ("preparation_hours", "contact_hours")
    ]
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
            "hours": np.tile(factors * sum(hours), count),
            "contact_hours": hours[1],
        }
    )


def _placed(places: FloatArray, span: Days) -> Days:
    """Days of one period for places 0..1; none if nobody works in it."""
    if not len(span):
        return np.full(len(places), NO_DAY)
    return span[np.minimum((places * len(span)).astype(np.int64), len(span) - 1)]


def periods(times: int, days: Workdays) -> list[Days]:
    """Arbeitstage of each of `times` periods of the plan year."""
    return [days.all_days[at][days.working[at]] for at in _bounds(times, days)]


def _bounds(times: int, days: Workdays) -> list[slice]:
    """Periods as slices of all days: whole months where the twelve divide evenly, else equal parts."""
    size = len(days.all_days)
    if MONTHS % times == 0:
        months = days.all_days.astype("datetime64[M]").astype(np.int64)
        cuts = np.searchsorted(months - months[0], np.arange(times + 1) * (MONTHS // times))
    else:
        cuts = np.round(np.arange(times + 1) * size / times).astype(np.int64)
    return [slice(int(start), int(end)) for start, end in zip(cuts[:-1], cuts[1:], strict=True)]


def _apart(table: pd.DataFrame, stands: pd.Series, days: Workdays) -> pd.DataFrame:
    """No customer twice on a day: the later activity goes to the next working day of its period that is free."""
    dates: Days = table["date"].to_numpy().astype("datetime64[D]")
    movable = ~stands.to_numpy() & ~np.isnat(dates)
    spans = {times: periods(int(times), days) for times in table["times"].unique()}
    customers = pd.factorize(table["customer_id"])[0].astype(np.int64)
    for _ in range(ROUNDS):
        clash = np.flatnonzero(_second(customers, dates, movable))
        if not len(clash):
            break
        for at in clash:
            span = spans[table["times"].iat[at]][table["number"].iat[at] - 1]
            dates[at] = span[(int(np.searchsorted(span, dates[at])) + 1) % len(span)]
    return table.assign(date=dates)


def _second(customers: IntArray, dates: Days, movable: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """True for a movable Termin whose customer has another one before it on the same day."""
    order = np.lexsort((np.arange(len(dates)), movable, dates, customers))
    same = (np.diff(customers[order]) == 0) & (np.diff(dates[order]) == np.timedelta64(0, "D"))
    second = np.zeros(len(dates), dtype=np.bool_)
    second[order[1:][same]] = True
    return second & movable


def _days(column: pd.Series) -> pd.Series:
    return pd.Series(column.to_numpy(dtype="datetime64[D]"), index=column.index)


def _with_state(table: pd.DataFrame, known: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Stand at the Stichtag, and what was typed; days as dates."""
    dates = _dates(table["date"])
    moved = known["moved_to"].astype(object).where(known["moved_to"].notna(), None)
    day = moved.where(moved.notna(), dates)
    whole = table.assign(
        date=dates,
        moved_to=moved,
        day=day,
        done_on=known["done_on"].astype(object).where(known["done_on"].notna(), None),
        outcome=known["outcome"].astype(object).where(known["outcome"].notna(), None),
    )
    states = [
        state_of(on, done, settings.reporting_date)
        for on, done in zip(whole["day"], whole["done_on"], strict=True)
    ]
    whole = whole.assign(state=states)[list(COLUMNS)]
    late = pd.Series([dt.date.max if on is None else on for on in whole["day"]], index=whole.index)
    order = whole.assign(late=late).sort_values(["late", "appointment"], kind="stable").index
    return whole.loc[order].reset_index(drop=True)


def _dates(column: pd.Series) -> pd.Series:
    days = column.to_numpy().astype("datetime64[D]")
    return pd.Series(
        [None if np.isnat(day) else day.item() for day in days], index=column.index, dtype=object
    )


def state_of(day: object, done_on: object, reporting_date: dt.date | None) -> str:
    """Stand of a Termin: done, overdue if its day lies before the Stichtag, else planned."""
    if isinstance(done_on, dt.date):
        return AppointmentState.DONE.value
    late = isinstance(day, dt.date) and reporting_date is not None and day < reporting_date
    return AppointmentState.OVERDUE.value if late else AppointmentState.PLANNED.value


def quarters(
    appointments: pd.DataFrame, available: Mapping[str, float | None], days: Workdays
) -> pd.DataFrame:
    """Stunden je Quartal: role, quarter (1..4 of the plan year), needed_hours, available_hours (NaN unknown).

    The hours of the year go to the quarters by their working days. Termine outside of the plan year do not count.
    """
    bounds = [days.all_days[part] for part in _bounds(QUARTERS, days)]
    worked = [float(days.working[part].sum()) for part in _bounds(QUARTERS, days)]
    on = _days(appointments["day"]) if len(appointments) else pd.Series(dtype="datetime64[s]")
    rows = [
        (role, at, _hours_within(appointments, on, role, span), _part(there, work, sum(worked)))
        for role, there in available.items()
        for at, (span, work) in enumerate(zip(bounds, worked, strict=True), start=1)
    ]
    return pd.DataFrame(rows, columns=["role", "quarter", "needed_hours", "available_hours"])


def _hours_within(appointments: pd.DataFrame, on: pd.Series, role: str, span: Days) -> float:
    if not len(appointments):
        return 0.0
    inside = (on >= span[0]) & (on <= span[-1]) & (appointments["role"] == role)
    return float(appointments.loc[inside, "hours"].sum())


def _part(available: float | None, work: float, whole: float) -> float:
    return np.nan if available is None or whole <= 0.0 else available * work / whole
