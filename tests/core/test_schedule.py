"""Termine: what the calendar promises, for any company, Bundesland and fiscal year, and some by hand."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.companies import changed, company, criterion, keyed, shuffled
from tests.core.test_workdays import STATES, dates, working
from tests.examples import examples

from kundenbindung.core import schedule
from kundenbindung.core.checks import schedule as checks
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import APPOINTMENT_COLUMNS, CLOSURE_COLUMNS, MOST_APPOINTMENTS, Inputs
from kundenbindung.core.workdays import Workdays, plan_year
from kundenbindung.workbook.schema import HEADER_ROW

LEVELS = ("strategy", "sales", "service")
ROLES = ("Unternehmer", "Außendienst", "Innendienst")
OFTEN = (1, 2, 3, 4, 5, 6, 7, 12, 13, 24, 52, 100)
ONE_DAY = dt.timedelta(days=1)
SOLID = criterion("Umsatz", "revenue_mean", 0, 1_000, 10)
law = settings(max_examples=examples(40), deadline=None)
whole = settings(max_examples=examples(12), deadline=None)
Line = Mapping[str, Any]
Levels = Mapping[str, str | None]
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Case:
    """A company, the levels of its customers, and its calendar."""

    inputs: Inputs
    levels: Levels

    @cached_property
    def days(self) -> Workdays:
        return plan_year(self.inputs.settings, self.inputs.closures)

    @cached_property
    def calendar(self) -> pd.DataFrame:
        given = pd.Series(dict(self.levels), dtype=object)
        return schedule.calendar(self.inputs, given, self.days, self.inputs.settings)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.calendar.to_dict("records")  # type: ignore[return-value]  # the stubs call the column names of records Hashable

    def on(self, key: str) -> dt.date | None:
        found: dt.date | None = self.calendar.set_index("appointment")["date"][key]
        return found


def activity(name: str = "Besuch", times: float | None = 4, **more: object) -> dict[str, object]:
    usual = {"from_level": "service", "role": "Außendienst", "channel": "in_person"}
    return {"activity": name, "times": times, **usual, "preparation_hours": 1.0, "contact_hours": 2.0, **more}


def case(
    levels: Levels,
    *activities: Line,
    closures: Sequence[Span] = (),
    standing: Mapping[str, Line] | None = None,
    factors: Mapping[str, float] | None = None,
    roles: Mapping[str, Line] | None = None,
    base_year: int = 2025,
    reporting_date: dt.date | None = None,
    **more: object,
) -> Case:
    inputs = company(
        dict.fromkeys(levels, (100.0, 100.0, 100.0)),
        last_year=base_year,
        criteria=[SOLID],
        customers={key: {"effort_factor": (factors or {}).get(key)} for key in levels},
        decisions={key: {"decided_level": level, "why": "so"} for key, level in levels.items() if level},
        roles=roles,
        activities=activities,
        closures=[dict(zip(CLOSURE_COLUMNS, span, strict=True)) for span in closures],
        appointments=standing,
        settings={"reporting_date": reporting_date, **more},
    )
    return Case(inputs, levels)


def standing_as(known: Case) -> dict[str, Line]:
    """What the sheet shows after the calculation."""
    return {row["appointment"]: {"date": row["date"]} for row in known.rows}


def with_standing(known: Case, rows: Mapping[str, Line], **parts: Any) -> Case:
    table = keyed(rows, APPOINTMENT_COLUMNS).rename_axis("appointment")
    return Case(changed(known.inputs, appointments=table, **parts), known.levels)


def everybody(size: int, level: str = "service") -> dict[str, str | None]:
    return {f"{1000 + at}": level for at in range(size)}


@st.composite
def cases(draw: st.DrawFn, most: int = 25, reporting: bool = False) -> Case:
    """Up to so many customers with and without a level, up to five activities, any Bundesland and year."""
    levels = draw(st.lists(st.sampled_from((*LEVELS, None)), max_size=most))
    lines = draw(
        st.lists(
            st.tuples(st.sampled_from(OFTEN), st.sampled_from(LEVELS), st.sampled_from(ROLES)), max_size=5
        )
    )
    base = draw(st.integers(2023, 2028))
    shut = draw(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 40)), max_size=2))
    july = dt.date(base, 7, 1)
    return case(
        {f"{100 + at}": level for at, level in enumerate(levels)},
        *(
            activity(f"Leistung {at}", times, from_level=level, role=role)
            for at, (times, level, role) in enumerate(lines)
        ),
        closures=[(july + at * ONE_DAY, july + (at + long) * ONE_DAY) for at, long in shut],
        base_year=base,
        federal_state=draw(st.sampled_from((None, *STATES))),
        year_end_month=draw(st.integers(1, 12)),
        reporting_date=july + draw(st.integers(0, 600)) * ONE_DAY if reporting else None,
    )


# ---------------------------------------------------------------- the calendar in plain Python


def activities_of(known: Case) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = known.inputs.activities.to_dict("records")  # type: ignore[assignment]  # the stubs call the column names of records Hashable
    return sorted(rows, key=lambda row: (row["role"], row["activity"]))


def entitled(known: Case, line: Line) -> list[str]:
    place = LEVELS.index(line["from_level"])
    return sorted(key for key, level in known.levels.items() if level in LEVELS[: place + 1])


def spans_of(known: Case, times: int) -> list[list[dt.date]]:
    """Working days of each period from the Stichtag on, counted one by one."""
    config = known.inputs.settings
    spans: list[Span] = list(known.inputs.closures.itertuples(index=False, name=None))
    worked = set(working(config.base_year + 1, config.federal_state, config.year_end_month, list(spans)))
    whole = [known.days.first + at * ONE_DAY for at in range((known.days.last - known.days.first).days + 1)]
    if 12 % times == 0:
        parts: dict[int, list[dt.date]] = defaultdict(list)
        for day in whole:
            parts[(day.month - whole[0].month) % 12 // (12 // times)].append(day)
        periods = [parts[at] for at in range(times)]
    else:
        cuts = [round(at * len(whole) / times) for at in range(times + 1)]
        periods = [whole[start:end] for start, end in pairwise(cuts)]
    since = config.reporting_date or dt.date.min
    return [[day for day in period if day in worked and day >= since] for period in periods]


def places(known: Case) -> dict[str, tuple[dt.date | None, list[dt.date]]]:
    """Day of every Termin before customers are kept apart, and the days of its period."""
    found: dict[str, tuple[dt.date | None, list[dt.date]]] = {}
    for at, line in enumerate(activities_of(known)):
        keys = entitled(known, line)
        for number, span in enumerate(spans_of(known, int(line["times"])), start=1):
            for row, key in enumerate(keys):
                place = ((row + 0.5) / len(keys) + at * (math.sqrt(5) - 1) / 2) % 1.0
                day = span[int(place * len(span))] if span else None
                found[f"{key} {line['activity']} {number}"] = (day, span)
    return found


# ---------------------------------------------------------------- laws


@given(cases())
@law
def test_one_termin_in_each_period_on_a_day_that_is_worked(known: Case) -> None:
    expected = places(known)
    assert sorted(known.calendar["appointment"]) == sorted(expected)
    for row in known.rows:
        _, span = expected[row["appointment"]]
        assert row["date"] in span if span else row["date"] is None
        assert row["appointment"] == f"{row['customer_id']} {row['activity']} {row['number']}"


@given(cases(reporting=True))
@law
def test_a_customer_has_two_on_a_day_only_if_every_day_of_the_period_is_taken(known: Case) -> None:
    expected = places(known)
    taken: dict[tuple[str, dt.date], list[str]] = defaultdict(list)
    for row in known.rows:
        taken[row["customer_id"], row["date"]].append(row["appointment"])
    for (customer, day), several in taken.items():
        open_to = [key for key in several if any((customer, on) not in taken for on in expected[key][1])]
        assert day is None or len(several) == 1 or len(open_to) <= 1


@given(cases(reporting=True))
@law
def test_nobody_moves_without_need_and_then_to_the_nearest_free_day(known: Case) -> None:
    expected = places(known)
    taken = {(row["customer_id"], row["date"]) for row in known.rows}
    for row in known.rows:
        wished, span = expected[row["appointment"]]
        if row["date"] != wished:
            assert wished is not None
            assert (row["customer_id"], wished) in taken
            nearer = [day for day in span if abs(day - wished) < abs(row["date"] - wished)]
            assert all((row["customer_id"], day) in taken for day in nearer)


@given(
    st.integers(1, 300),
    st.sampled_from(OFTEN),
    st.sampled_from((None, *STATES)),
    st.integers(1, 12),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40)), max_size=2),
)
@law
def test_days_and_weeks_of_an_activity_are_even(
    size: int, times: int, state: str | None, month: int, shut: list[tuple[int, int]]
) -> None:
    begin = dt.date(2026, 1, 1)
    known = case(
        everybody(size),
        activity(times=times),
        closures=[(begin + at * ONE_DAY, begin + (at + long) * ONE_DAY) for at, long in shut],
        federal_state=state,
        year_end_month=month,
    )
    by_period = known.calendar.groupby("number")["date"].apply(list).to_dict()
    for number, span in enumerate(spans_of(known, times), start=1):
        counted = Counter(by_period[number])
        daily = [counted[day] for day in span]
        assert max(daily, default=0) - min(daily, default=0) <= 1
        for start in range(0, len(span) - 4, 5):
            assert abs(sum(daily[start : start + 5]) - 5 * size / len(span)) <= 1 + 1e-9


@given(cases(reporting=True), st.integers(0, 99))
@law
def test_the_same_inputs_in_any_order_give_the_same_calendar(known: Case, seed: int) -> None:
    again = Case(known.inputs, dict(known.levels))
    mixed = shuffled(known.inputs, seed)
    other = Case(mixed, {key: known.levels[key] for key in mixed.revenue.index})
    pd.testing.assert_frame_equal(known.calendar, again.calendar, check_exact=True)
    pd.testing.assert_frame_equal(known.calendar, other.calendar, check_exact=True)


@given(cases(), st.data())
@law
def test_a_day_that_stands_stays_whatever_changes(known: Case, data: st.DataObject) -> None:
    before = known.calendar.set_index("appointment")["date"].dropna()
    levels = {
        key: data.draw(st.sampled_from((level, *LEVELS, None))) for key, level in known.levels.items()
    } | everybody(5, "strategy")
    moved = known.inputs.settings
    later = case(
        levels,
        *known.inputs.activities.to_dict("records"),  # type: ignore[arg-type]  # the stubs call the column names of records Hashable
        activity("Anruf", 12),
        standing=standing_as(known),
        base_year=moved.base_year,
        year_end_month=moved.year_end_month,
        reporting_date=dt.date(moved.base_year + 1, 6, 30),
    )
    after = later.calendar.set_index("appointment")["date"]
    both = before.index.intersection(after.index)
    assert after[both].tolist() == before[both].tolist()


def test_a_day_that_stands_is_not_chosen_again_for_its_customer() -> None:
    known = case(everybody(1), activity("Anruf", 1), activity("Besuch", 1))
    own, other = known.on("1000 Anruf 1"), known.on("1000 Besuch 1")
    assert own is not None
    kept = with_standing(known, {"1000 Besuch 1": {"date": own}})
    assert kept.on("1000 Besuch 1") == own
    moved = kept.on("1000 Anruf 1")
    assert moved is not None
    assert own < moved <= own + 3 * ONE_DAY
    assert other != own


def test_who_has_fewer_days_to_choose_from_chooses_first() -> None:
    """Open are 5 and 6 January and 6 July: the call moves to January, since the second visit has July."""
    shut = [("01-01", "01-04"), ("01-07", "07-05"), ("07-07", "12-31")]
    spans = [(dt.date.fromisoformat(f"2026-{a}"), dt.date.fromisoformat(f"2026-{b}")) for a, b in shut]
    known = case({"A": "service", "B": "service"}, activity("Anruf", 1), activity(times=2), closures=spans)
    assert places(known)["B Anruf 1"][0] == known.on("B Besuch 2") == dt.date(2026, 7, 6)
    assert {known.on("B Anruf 1"), known.on("B Besuch 1")} == {dt.date(2026, 1, 5), dt.date(2026, 1, 6)}


@given(cases(most=10))
@whole
def test_hours_are_those_of_the_capacity(known: Case) -> None:
    if not known.levels:
        return
    results = evaluate(known.inputs)
    if results.capacity is None:
        assert not len(results.appointments)
        return
    hours = results.appointments.groupby("activity")["hours"].sum()
    for name, needed in results.capacity.activity_hours.items():
        assert hours.get(name, 0.0) == pytest.approx(needed, rel=1e-9)
    assert len(results.appointments) == results.appointments_wanted


@given(cases(most=8), st.data())
@law
def test_the_stand_follows_from_stichtag_day_and_what_is_done(known: Case, data: st.DataObject) -> None:
    day = st.one_of(st.none(), st.dates(dt.date(2023, 1, 1), dt.date(2030, 12, 31)))
    rows = {
        row["appointment"]: {
            "date": data.draw(day),
            "moved_to": data.draw(day),
            "done_on": data.draw(day),
            "outcome": data.draw(st.sampled_from((None, "gut"))),
        }
        for row in known.rows[:10]
    }
    at = data.draw(st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31))))
    later = with_standing(known, rows, settings=replace(known.inputs.settings, reporting_date=at))
    for row in later.rows:
        typed = rows.get(row["appointment"], dict.fromkeys(APPOINTMENT_COLUMNS))
        assert [row[name] for name in ("moved_to", "done_on", "outcome")] == [
            typed[name] for name in ("moved_to", "done_on", "outcome")
        ]
        assert row["day"] == (row["moved_to"] or row["date"])
        stays = any(typed[name] for name in ("moved_to", "done_on", "outcome")) or (
            typed["date"] is not None and np.datetime64(typed["date"]) in later.days.days
        )
        assert typed["date"] in {None, row["date"]} or not stays
        late = at is not None and row["day"] is not None and row["day"] < at
        assert row["state"] == ("done" if row["done_on"] else "overdue" if late else "planned")
    days = [row["day"] or dt.date.max for row in later.rows]
    assert days == sorted(days)


@given(cases(reporting=True))
@law
def test_new_days_are_not_before_the_stichtag(known: Case) -> None:
    at = known.inputs.settings.reporting_date
    assert at is not None
    assert all(row["date"] is None or row["date"] >= at for row in known.rows)
    assert not (known.calendar["state"] == "overdue").any()
    expected = places(known)
    for row in known.rows:
        assert (row["date"] is None) == (not expected[row["appointment"]][1])


@given(cases(reporting=True))
@whole
def test_inputs_are_equal_before_and_after(known: Case) -> None:
    known = with_standing(known, standing_as(known))
    names = ("customers", "activities", "closures", "appointments", "roles")
    before = {name: getattr(known.inputs, name).copy(deep=True) for name in names}
    found = known.calendar
    schedule.quarters(found, dict.fromkeys(ROLES, 10.0), known.days)
    evaluate(known.inputs)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(known.inputs, name), frame)


# ---------------------------------------------------------------- 200 customers, as a new workbook proposes


@cache
def two_hundred() -> Case:
    levels = {
        f"{10_000 + 7 * at}": "strategy" if at % 5 == 0 else "service" if at % 10 == 1 else "sales"
        for at in range(200)
    }
    lost = {"99999": None}
    return case(
        {**levels, **lost},
        activity("Entscheidergespräch", 4, from_level="strategy", role="Unternehmer"),
        activity("Ziele und Projekte", 5, from_level="strategy"),
        activity("Quartalsauswertung", 4, from_level="strategy", role="Innendienst"),
        activity("Einladung", 2, from_level="strategy", role="Marketing"),
        activity("Besuch", 4, from_level="sales"),
        activity("Bedarfsgespräch", 6, from_level="sales", role="Innendienst"),
        activity("Jahresgespräch", 1),
        closures=[(dt.date(2026, 7, 20), dt.date(2026, 8, 7)), (dt.date(2026, 12, 21), dt.date(2027, 1, 8))],
        federal_state="NI",
    )


def moved(known: Case) -> list[tuple[dt.date, dt.date, str]]:
    """Termine that are not at their place: where it is, where they are, whose they are."""
    expected = places(known)
    rows = [(expected[row["appointment"]][0], row["date"], row["role"]) for row in known.rows]
    return [(wished, day, role) for wished, day, role in rows if wished is not None and wished != day]


def test_200_customers_keep_every_constraint() -> None:
    known = two_hundred()
    assert len(known.calendar) == 40 * (4 + 5 + 4 + 2) + 180 * (4 + 6) + 200
    assert len(set(zip(known.calendar["customer_id"], known.calendar["date"], strict=True))) == 2600
    assert set(known.calendar["date"]) <= set(dates(known.days.days))
    assert "99999" not in set(known.calendar["customer_id"])
    assert len(moved(known)) < 0.05 * len(known.calendar)


def test_weeks_of_a_role_are_even_up_to_one_termin_per_activity_and_period() -> None:
    """Each activity gives a week its part of each period it touches, up to one, plus whoever had to move."""
    known = two_hundred()
    counted = Counter((row["role"], row["date"].isocalendar()[:2]) for row in known.rows)
    part: dict[tuple[str, Any], float] = defaultdict(float)
    slack: dict[tuple[str, Any], float] = defaultdict(float)
    for line in activities_of(known):
        for span in spans_of(known, int(line["times"])):
            worked = Counter(day.isocalendar()[:2] for day in span)
            for week, days in worked.items():
                part[line["role"], week] += len(entitled(known, line)) * days / len(span)
                slack[line["role"], week] += 1
    for wished, day, role in moved(known):
        for week in {wished.isocalendar()[:2], day.isocalendar()[:2]}:
            slack[role, week] += 1
    assert set(counted) <= set(part)
    for place, share in part.items():
        assert abs(counted[place] - share) <= slack[place] + 1e-9


def test_contacts_of_an_activity_come_at_regular_intervals() -> None:
    """A place within a quarter is the same in each: by its share of the working days, up to one of them."""
    known = two_hundred()
    spans = spans_of(known, 4)
    expected = places(known)
    for key in entitled(known, {"from_level": "strategy"}):
        keys = [f"{key} Entscheidergespräch {number}" for number in range(1, 5)]
        days = [known.on(entry) for entry in keys]
        if days != [expected[entry][0] for entry in keys]:
            continue
        shares = [
            span.index(day) / len(span) for day, span in zip(days, spans, strict=True) if day is not None
        ]
        assert len(shares) == 4
        assert max(shares) - min(shares) < max(1 / len(span) for span in spans)


# ---------------------------------------------------------------- by hand, without a Bundesland


def test_two_customers_stand_in_the_middle_of_either_half_of_a_quarter() -> None:
    """Q1 2026 has 63 working days: 0.25 x 63 = 15.75, 0.75 x 63 = 47.25, so the 16th and the 48th of them."""
    known = case({"A": "strategy", "B": "strategy"}, activity("Gespräch", from_level="strategy"))
    assert known.on("A Gespräch 1") == dt.date(2026, 1, 23)
    assert known.on("B Gespräch 1") == dt.date(2026, 3, 10)
    assert list(known.calendar["number"]) == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_stichtag_within_the_plan_year_leaves_the_days_from_then_on() -> None:
    """On 2 March 2026 22 working days of the quarter are left: 0.25 x 22 = 5.5, 0.75 x 22 = 16.5."""
    known = case({"A": "service", "B": "service"}, activity(), reporting_date=dt.date(2026, 3, 2))
    assert known.on("A Besuch 1") == dt.date(2026, 3, 9)
    assert known.on("B Besuch 1") == dt.date(2026, 3, 24)


def test_nothing_new_is_asked_for_in_a_period_that_is_as_good_as_over() -> None:
    at = dt.date(2026, 3, 23)
    over = case({"A": "service"}, activity(), reporting_date=at)
    assert list(over.calendar["number"]) == [2, 3, 4], "seven days of the first quarter are left"
    once = case({"A": "service"}, activity(times=1), reporting_date=dt.date(2026, 11, 2))
    assert (once.on("A Besuch 1") or at) >= dt.date(2026, 11, 2), "a month of the year is left"
    stood = {"A Besuch 1": {"outcome": "verschoben"}}
    late = case({"A": "service"}, activity(), standing=stood, reporting_date=dt.date(2026, 4, 1))
    assert late.on("A Besuch 1") is None
    assert list(late.calendar["number"]) == [2, 3, 4, 1]


def test_an_overdue_day_stays_until_it_is_cleared_and_is_then_planned_anew() -> None:
    at, old = dt.date(2026, 3, 23), dt.date(2026, 2, 2)
    known = case({"A": "service"}, activity(), standing={"A Besuch 1": {"date": old}}, reporting_date=at)
    assert known.rows[0]["date"] == old
    assert known.rows[0]["state"] == "overdue"
    cleared = with_standing(known, {"A Besuch 1": {"date": None, "outcome": "noch einmal"}})
    assert (cleared.on("A Besuch 1") or old) >= at


def test_a_day_on_which_nobody_works_is_planned_anew_unless_something_is_typed() -> None:
    sunday = dt.date(2026, 3, 1)
    known = case({"A": "service"}, activity(), standing={"A Besuch 1": {"date": sunday}})
    assert known.on("A Besuch 1") not in {None, sunday}
    typed = with_standing(known, {"A Besuch 1": {"date": sunday, "outcome": "auf der Messe"}})
    assert typed.on("A Besuch 1") == sunday


def test_fiscal_years_have_quarters_of_their_own() -> None:
    known = case({"A": "service"}, activity(), base_year=2027, year_end_month=6)
    months = [(row["date"].year, (row["date"].month - 1) // 3) for row in known.rows]
    assert months == [(2027, 2), (2027, 3), (2028, 0), (2028, 1)]


def test_a_leap_year_uses_its_day() -> None:
    known = case(everybody(21), activity(times=12), base_year=2027)
    assert dt.date(2028, 2, 29) in set(known.calendar["date"])


def test_hours_count_preparation_and_factor() -> None:
    lines = (
        activity(),
        activity("Anruf", 1, preparation_hours=0.0),
        activity("Brief", 1, preparation_hours=None, contact_hours=None),
    )
    known = case({"A": "service", "B": "service"}, *lines, factors={"B": 1.5})
    hours = {row["appointment"]: (row["hours"], row["contact_hours"]) for row in known.rows}
    assert hours["A Besuch 1"] == (3.0, 2.0)
    assert hours["B Besuch 4"] == (4.5, 2.0)
    assert hours["B Anruf 1"] == (3.0, 2.0)
    assert hours["A Brief 1"] == (0.0, 0.0)


@pytest.mark.parametrize(
    ("levels", "lines", "size"),
    [
        ({}, [activity()], 0),
        ({"A": None, "B": None}, [activity()], 0),
        ({"A": "service"}, [], 0),
        ({"A": "service"}, [activity(from_level="sales")], 0),
        ({"A": "sales"}, [activity(from_level="sales")], 4),
        ({"A": "strategy"}, [activity(from_level="sales")], 4),
        ({"A": "service"}, [activity(times=0)], 0),
        ({"A": "service"}, [activity(times=0.5)], 0),
        ({"A": "service"}, [activity(times=2.5)], 2),
        ({"A": "service"}, [activity(times=None)], 0),
        ({"A": "service"}, [activity(role=None)], 0),
        ({"A": "service"}, [activity(scheduled="no")], 0),
        ({"A": "service"}, [activity(scheduled="yes")], 4),
        ({"A": "service"}, [activity(times=366)], 366),
        ({"A": "service"}, [activity(times=MOST_APPOINTMENTS + 1)], 0),
    ],
)
def test_few_none_and_too_many(levels: Levels, lines: list[Line], size: int) -> None:
    found = case(levels, *lines).calendar
    assert len(found) == size
    assert list(found.columns) == list(schedule.COLUMNS)


def test_every_day_of_the_year_is_a_day_of_its_own_where_it_is_worked() -> None:
    known = case({"A": "service"}, activity(times=366))
    dated = [row["date"] for row in known.rows if row["date"] is not None]
    assert sorted(dated) == dates(known.days.days)
    assert len(known.rows) - len(dated) == 366 - 254


def test_a_company_that_is_always_closed_has_termine_without_a_day() -> None:
    known = case({"A": "service"}, activity(), closures=[(dt.date(2026, 1, 1), dt.date(2026, 12, 31))])
    assert known.calendar["date"].tolist() == [None] * 4
    assert known.calendar["state"].tolist() == ["planned"] * 4
    hours = schedule.quarters(known.calendar, {"Außendienst": 100.0}, known.days)
    assert hours["needed_hours"].tolist() == [0.0] * 4
    assert hours["available_hours"].isna().all()


def test_quarters_share_the_hours_by_working_days() -> None:
    """2026 has 63, 60, 66 and 65 working days, 254 together."""
    days = {"A Besuch 1": {"date": dt.date(2026, 3, 31), "moved_to": dt.date(2026, 4, 1)}}
    outside = {
        "A Besuch 2": {"date": dt.date(2027, 4, 1), "outcome": "so verabredet"},
        "A Besuch 3": {"date": dt.date(2025, 12, 31), "outcome": "war gut"},
    }
    known = case({"A": "service"}, activity(), standing={**days, **outside})
    available = {"Außendienst": 254.0, "Innendienst": None}
    found = schedule.quarters(known.calendar, available, known.days)
    assert found["role"].tolist() == ["Außendienst"] * 4 + ["Innendienst"] * 4
    assert found["quarter"].tolist() == [1, 2, 3, 4] * 2
    assert found["available_hours"][:4].tolist() == [63.0, 60.0, 66.0, 65.0]
    assert found["available_hours"][4:].isna().all()
    assert found["needed_hours"].tolist() == [0.0, 3.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0]
    assert len(schedule.quarters(case({}).calendar, {}, known.days)) == 0


# ---------------------------------------------------------------- findings with more than one value


def found(known: Case, code: str) -> dict[str, object]:
    values = [dict(finding.values) for finding in evaluate(known.inputs).findings if finding.code == code]
    return values[0] if len(values) == 1 else {"found": len(values)}


def test_a_short_role_names_its_quarters_and_the_worst_of_them() -> None:
    """127 hours a year are half an hour a working day: 31.5, 30, 33 and 32.5 a quarter; each needs 32."""
    line = activity(preparation_hours=0.0, contact_hours=32.0)
    known = case({"A": "service"}, line, roles={"Außendienst": {"hours": 127.0}})
    values = found(known, "quarter_short")
    assert values["role"] == "Außendienst"
    assert (values["quarters"], values["quarter"]) == ((1, 2), 2)
    assert [values[name] for name in ("needed", "available", "missing")] == pytest.approx([32.0, 30.0, 2.0])


def test_overdue_termine_are_counted_by_role_with_the_oldest_day() -> None:
    first, last = dt.date(2026, 1, 5), dt.date(2026, 1, 7)
    known = case(
        {"A": "service", "B": "service"},
        activity(times=1),
        activity("Anruf", 1, role="Innendienst"),
        standing={
            "A Besuch 1": {"date": last},
            "B Besuch 1": {"date": first, "moved_to": last},
            "A Anruf 1": {"date": first},
        },
        reporting_date=dt.date(2026, 2, 2),
    )
    values = found(known, "appointment_overdue")
    assert values["roles"] == ("Außendienst 2", "Innendienst 1")
    assert (values["count"], values["oldest"], values["reporting_date"]) == (3, first, dt.date(2026, 2, 2))
    assert values["keys"] == ("A Anruf 1", "A Besuch 1", "B Besuch 1")


def test_nothing_counts_as_dropped_while_there_is_no_calendar() -> None:
    beside = {"B Besuch 1": {"outcome": "gut"}}
    assert found(case({"A": "service"}, activity(), standing=beside), "appointment_dropped")["keys"] == (
        "B Besuch 1",
    )
    assert found(case({"A": "service"}, standing=beside), "appointment_dropped")["count"] == 1
    many = case({"A": "service"}, activity(times=MOST_APPOINTMENTS + 1), standing=beside)
    assert found(many, "appointment_dropped") == {"found": 0}


def test_a_sheet_full_of_termine_is_not_too_many() -> None:
    assert MOST_APPOINTMENTS == 2**20 - (HEADER_ROW + 1)
    known = case({"A": "service"}, activity())
    results = evaluate(known.inputs)
    full, more = (replace(results, appointments_wanted=MOST_APPOINTMENTS + over) for over in (0, 1))
    assert checks.too_many(known.inputs, full) == []
    assert [finding.code for finding in checks.too_many(known.inputs, more)] == ["appointments_too_many"]


def test_periods_of_the_year_are_whole_months_or_equal_parts() -> None:
    known = case({})
    for times in (1, 2, 3, 4, 6, 12):
        starts = [days[0].item() for days in schedule.periods(times, known.days)]
        assert [day.month for day in starts] == list(range(1, 13, 12 // times))
    for times in (5, 7, 52):
        assert np.concatenate(schedule.periods(times, known.days)).tolist() == dates(known.days.days)


def test_the_second_activity_is_shifted_by_the_golden_section() -> None:
    """One customer, two activities once a year: half of the year, and 0.5 + 0.618 less a whole one."""
    known = case({"1000": "sales"}, activity("Anruf", 1), activity("Besuch", 1))
    days = known.days.days
    assert (known.on("1000 Anruf 1"), known.on("1000 Besuch 1")) == tuple(dates(days[[127, 29]]))
    assert len(days) == 254


def test_a_name_that_another_customer_makes_too_gets_a_number() -> None:
    known = case({"A": "sales", "A B": "sales"}, activity("B C", 1), activity("C", 1))
    names = sorted(row["appointment"] for row in known.rows)
    assert names == ["A B B C 1", "A B C 1", "A B C 1 (2)", "A C 1"]


def test_the_last_day_of_a_quarter_belongs_to_it() -> None:
    known = case(
        {"1000": "sales"}, activity(times=4, contact_hours=9.0), roles={"Außendienst": {"hours": 254.0}}
    )
    ends = [dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 9, 30), dt.date(2026, 12, 31)]
    moved = {f"1000 Besuch {at}": {"moved_to": day} for at, day in enumerate(ends, start=1)}
    table = evaluate(with_standing(known, moved).inputs).quarters
    assert table["needed_hours"].tolist() == [10.0] * 4
    assert table["quarter"].tolist() == [1, 2, 3, 4]


def test_a_termin_of_the_year_is_asked_for_while_a_month_of_working_days_is_left() -> None:
    days = dates(case({"1000": "sales"}, activity(times=1)).days.days)
    for left, asked in ((20, 1), (19, 0)):
        known = case({"1000": "sales"}, activity(times=1), reporting_date=days[-left])
        assert len(known.calendar) == asked


def test_a_sheet_may_be_full_to_the_last_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MOST_APPOINTMENTS", 4)
    assert len(case({"1000": "sales"}, activity(times=4)).calendar) == 4
    assert len(case({"1000": "sales"}, activity(times=5)).calendar) == 0


def test_a_short_period_is_as_good_as_over_when_less_than_half_is_left() -> None:
    january = [day for day in dates(case({"1000": "sales"}, activity(times=12)).days.days) if day.month == 1]
    assert len(january) == 21
    for left, asked in ((11, 12), (10, 11), (8, 11)):
        known = case({"1000": "sales"}, activity(times=12), reporting_date=january[-left])
        assert len(known.calendar) == asked


def test_two_days_that_stand_stay_though_they_are_one() -> None:
    names = ("1000 Anruf 1", "1000 Besuch 1")
    known = case({"1000": "sales"}, activity("Anruf", 1), activity("Besuch", 1))
    standing = with_standing(known, {name: {"date": dt.date(2026, 3, 2)} for name in names})
    assert [standing.on(name) for name in names] == [dt.date(2026, 3, 2)] * 2


def test_who_is_in_the_way_moves_within_the_period() -> None:
    known = case({"1000": "sales"}, activity("Anruf", 1), activity("Besuch", 4))
    for number in (1, 2, 3, 4):
        taken = known.on(f"1000 Besuch {number}")
        assert taken is not None
        moved = with_standing(known, {"1000 Anruf 1": {"date": taken}})
        assert moved.on("1000 Anruf 1") == taken
        assert abs((moved.on(f"1000 Besuch {number}") or taken) - taken) == ONE_DAY


def test_a_period_without_a_free_day_keeps_the_day() -> None:
    span = np.array(["2026-03-02", "2026-03-03"], dtype="datetime64[D]")
    first, second = span.astype(np.int64).tolist()
    assert schedule._nearest_free(span, first, {first}) == second
    assert schedule._nearest_free(span, first, {first, second}) == first


def test_today_is_not_overdue() -> None:
    known = case({"1000": "sales"}, activity(times=1), reporting_date=dt.date(2026, 3, 3))
    for day, state in ((2, "overdue"), (3, "planned")):
        stands = with_standing(known, {"1000 Besuch 1": {"date": dt.date(2026, 3, day)}})
        assert stands.calendar["state"].tolist() == [state]
        assert stands.calendar["outcome"].tolist() == [None]


def test_a_year_of_one_working_day_has_all_hours_on_it() -> None:
    assert schedule._part(8.0, 1.0, 1.0) == 8.0
    assert math.isnan(schedule._part(8.0, 0.0, 0.0))
