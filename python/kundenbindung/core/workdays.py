"""Arbeitstage of the plan year: Monday to Friday, no public holidays, no Betriebsferien (method section 8).

Public holidays come from the library `holidays`, a table of laws without input or output.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kundenbindung.core.model import BoolArray, Settings

Days = npt.NDArray[np.datetime64]

MONTHS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Workdays:
    """Arbeitstage: first and last day of the plan year, all days it has, and which of them are worked.

    all_days  every day of the plan year, ascending; working  True for an open working day
    closed    True for a day that would be one but for the Betriebsferien
    """

    first: dt.date
    last: dt.date
    all_days: Days
    working: BoolArray
    closed: BoolArray

    @property
    def days(self) -> Days:
        """Offene Arbeitstage, ascending."""
        return self.all_days[self.working]

    @property
    def ordinary(self) -> int:
        """Number of working days as if the company never closed."""
        return int(self.working.sum() + self.closed.sum())


def plan_year(settings: Settings, closures: pd.DataFrame) -> Workdays:
    """Arbeitstage of the year after the base year; its last month is the setting `year_end_month`.

    closures  columns first_day, last_day; a row without one of them or in the wrong order closes nothing
    """
    first, last = (_first_day(settings, settings.base_year + back) for back in (1, 2))
    all_days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D"))
    ordinary = np.is_busday(all_days, holidays=public_holidays(settings.federal_state, all_days))
    shut = np.zeros(len(all_days), dtype=np.bool_)
    for start, end in zip(as_days(closures["first_day"]), as_days(closures["last_day"]), strict=True):
        shut |= (all_days >= start) & (all_days <= end)
    return Workdays(first, last - dt.timedelta(days=1), all_days, ordinary & ~shut, ordinary & shut)


def as_days(column: pd.Series) -> Days:
    """Tage of a column of `datetime.date`; not a time (NaT) where there is none."""
    pairs = zip(column, column.notna(), strict=True)
    known = [day if there and isinstance(day, dt.date) else None for day, there in pairs]
    return np.array(known, dtype="datetime64[D]")


def _first_day(settings: Settings, year: int) -> dt.date:
    """First day of the fiscal year that ends in `year`."""
    month = settings.year_end_month % MONTHS + 1
    return dt.date(year - (month > 1), month, 1)


def public_holidays(federal_state: str | None, days: Days) -> Days:
    """Gesetzliche Feiertage of the years of these days; without a Bundesland those of all of Germany."""
    from holidays import country_holidays  # noqa: PLC0415 - slow to load

    years = sorted({int(str(day)[:4]) for day in (days[0], days[-1])}) if len(days) else []
    known = country_holidays("DE", subdiv=federal_state, years=years)
    return np.array(sorted(known), dtype="datetime64[D]")
