"""Arbeitstage: the plan year day by day, against plain dates and the laws of every Bundesland."""

from __future__ import annotations

import datetime as dt

import holidays
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.companies import listed

from kundenbindung.core.model import CLOSURE_COLUMNS, Settings
from kundenbindung.core.workdays import Workdays, as_days, plan_year, public_holidays
from kundenbindung.workbook.layout import CHOICES

STATES = (
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH",
)  # fmt: skip
ONE_DAY = dt.timedelta(days=1)
Span = tuple[dt.date | None, dt.date | None]


def planned(base_year: int = 2025, *spans: Span, state: str | None = None, month: int = 12) -> Workdays:
    rows = [dict(zip(CLOSURE_COLUMNS, span, strict=True)) for span in spans]
    given = Settings(base_year, federal_state=state, year_end_month=month)
    return plan_year(given, listed(rows, CLOSURE_COLUMNS))


def dates(days: np.ndarray) -> list[dt.date]:
    found: list[dt.date] = days.tolist()
    return found


def working(year: int, state: str | None, month: int, spans: list[Span]) -> list[dt.date]:
    """Days worked in the fiscal year that ends in `year`, one after another."""
    day = dt.date(year - (month < 12), month % 12 + 1, 1)
    end = dt.date(year + (month == 12), month % 12 + 1, 1)
    feasts = holidays.country_holidays("DE", subdiv=state, years=[day.year, end.year])
    found = []
    while day < end:
        shut = any(first is not None and last is not None and first <= day <= last for first, last in spans)
        if day.weekday() < 5 and day not in feasts and not shut:
            found.append(day)
        day += ONE_DAY
    return found


@given(
    base=st.integers(2020, 2040),
    state=st.sampled_from((None, *STATES)),
    month=st.integers(1, 12),
    begins=st.lists(st.tuples(st.integers(0, 400), st.integers(-3, 40)), max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_working_days_are_those_of_the_calendar_on_the_wall(
    base: int, state: str | None, month: int, begins: list[tuple[int, int]]
) -> None:
    year = dt.date(base, 12, 1)
    spans: list[Span] = [(year + at * ONE_DAY, year + (at + long) * ONE_DAY) for at, long in begins]
    found = planned(base, *spans, state=state, month=month)
    assert dates(found.days) == working(base + 1, state, month, spans)
    open_all_year = working(base + 1, state, month, [])
    assert found.ordinary == len(open_all_year)
    assert dates(found.all_days[found.closed]) == sorted(set(open_all_year) - set(dates(found.days)))


@pytest.mark.parametrize(
    ("month", "base", "first", "last", "size"),
    [
        (12, 2025, dt.date(2026, 1, 1), dt.date(2026, 12, 31), 365),
        (12, 2027, dt.date(2028, 1, 1), dt.date(2028, 12, 31), 366),
        (6, 2025, dt.date(2025, 7, 1), dt.date(2026, 6, 30), 365),
        (6, 2027, dt.date(2027, 7, 1), dt.date(2028, 6, 30), 366),
        (1, 2027, dt.date(2027, 2, 1), dt.date(2028, 1, 31), 365),
        (2, 2027, dt.date(2027, 3, 1), dt.date(2028, 2, 29), 366),
        (11, 2025, dt.date(2025, 12, 1), dt.date(2026, 11, 30), 365),
    ],
)
def test_the_plan_year_follows_the_base_year(
    month: int, base: int, first: dt.date, last: dt.date, size: int
) -> None:
    found = planned(base, month=month)
    assert (found.first, found.last, len(found.all_days)) == (first, last, size)
    assert dates(found.all_days)[:: size - 1] == [first, last]


def test_holidays_are_those_of_the_bundesland() -> None:
    epiphany, corpus, reformation, women = (
        dt.date(2026, 1, 6), dt.date(2026, 6, 4), dt.date(2025, 10, 31), dt.date(2027, 3, 8),
    )  # fmt: skip
    off = {
        epiphany: {"BW", "BY", "ST"},
        corpus: {"BW", "BY", "HE", "NW", "RP", "SL"},
        reformation: {"BB", "HB", "HH", "MV", "NI", "SN", "ST", "SH", "TH"},
        women: {"BE", "MV"},
    }
    for day, states in off.items():
        shut = {state for state in STATES if day not in dates(planned(day.year - 1, state=state).days)}
        assert shut == states
        assert day in dates(planned(day.year - 1).days)


def test_without_a_bundesland_nine_days_are_off_everywhere() -> None:
    assert planned(2025).ordinary == 261 - 7  # of the nine, 3 October and 26 December 2026 are Saturdays
    assert len(planned(2025).days) == 254


def test_every_bundesland_the_workbook_offers_has_its_holidays() -> None:
    assert set(CHOICES["federal_state"]) == set(STATES)


def test_closures_take_working_days_only_and_a_day_only_once() -> None:
    fortnight = (dt.date(2026, 8, 3), dt.date(2026, 8, 16))
    week = (dt.date(2026, 8, 10), dt.date(2026, 8, 14))
    found = planned(2025, fortnight, week)
    assert (int(found.closed.sum()), len(found.days), found.ordinary) == (10, 244, 254)


@pytest.mark.parametrize(
    "span",
    [
        (dt.date(2026, 8, 14), dt.date(2026, 8, 3)),
        (dt.date(2026, 8, 3), None),
        (None, dt.date(2026, 8, 3)),
        (None, None),
        (dt.date(2025, 8, 3), dt.date(2025, 12, 31)),
        (dt.date(2027, 1, 1), dt.date(2027, 12, 31)),
    ],
)
def test_reversed_half_and_foreign_closures_close_nothing(span: Span) -> None:
    assert len(planned(2025, span).days) == 254


def test_a_company_that_is_always_closed_has_no_day() -> None:
    found = planned(2025, (dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
    assert (len(found.days), found.ordinary) == (0, 254)


def test_days_of_a_column_are_days_or_nothing() -> None:
    given = pd.Series([dt.date(2026, 2, 3), None, np.nan, pd.NaT, "3. Februar"], dtype=object)
    assert as_days(given).tolist() == [dt.date(2026, 2, 3), None, None, None, None]
    assert len(as_days(pd.Series(dtype=object))) == 0


@pytest.mark.parametrize(
    "days", [("2025-12-31", "2026-01-01", "2026-01-02"), ("2025-12-30", "2025-12-31", "2026-01-01")]
)
def test_holidays_of_both_years_that_the_days_touch(days: tuple[str, ...]) -> None:
    found = set(dates(public_holidays(None, np.array(days, dtype="datetime64[D]"))))
    assert {dt.date(2025, 12, 25), dt.date(2026, 1, 1), dt.date(2026, 12, 25)} <= found
    assert {day.year for day in found} == {2025, 2026}


def test_no_days_have_no_holidays() -> None:
    assert len(public_holidays(None, np.array([], dtype="datetime64[D]"))) == 0
