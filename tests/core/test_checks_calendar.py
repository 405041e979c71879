"""Termine, Klausur und Namen prüfen: every finding about small calendars, with its values and its border."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from tests.companies import changed, company, criterion
from tests.core.checked import both, keys, notice, warning

from kundenbindung.core.checks import about as one
from kundenbindung.core.checks import names, retreat, schedule
from kundenbindung.core.model import MOST_APPOINTMENTS, Inputs, Results, Severity

STEADY = (80_000.0, 81_000.0, 82_000.0)
SIZE = criterion("Umsatz", "revenue_mean", 0, 200_000, 100)


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


def activity(**more: object) -> dict[str, object]:
    usual = {"activity": "Besuch", "from_level": "sales", "role": "Chef", "channel": "in_person"}
    return {**usual, "times": 1, "contact_hours": 10, **more}


def planned(**more: Any) -> tuple[Inputs, Results]:
    """Two customers, the boss visits each of them once."""
    words = {"roles": {"Chef": {"hours": 60}}, "activities": [activity()], **more}
    return both(company({"1": STEADY, "2": STEADY}, criteria=[SIZE], **words))


@cache
def full() -> tuple[Inputs, Results]:
    """At the 20 February 2026: visits behind and before it, one on a Saturday, one moved out of the year."""
    return planned(
        roles={"Chef": {"hours": 60}, "Büro": {"hours": 40}},
        activities=[activity(times=2), activity(activity="Anruf", role="Büro")],
        settings={"reporting_date": day(2, 20)},
        agreements=["1", "98", "99", "98"],
        appointments={
            "1 Besuch 1": {"date": day(2, 2)},
            "2 Besuch 1": {"date": day(2, 3), "outcome": "offen"},
            "1 Besuch 2": {"date": day(8, 1)},
            "2 Besuch 2": {"date": day(8, 3), "moved_to": day(1, 2, 2027)},
            "1 Anruf 1": {"date": day(2, 2), "done_on": day(2, 2)},
            "2 Anruf 1": {"date": day(2, 4)},
            "9 Besuch 1": {"outcome": "abgesagt"},
            "9 Besuch 2": {"moved_to": day(5, 5)},
            "9 Besuch 3": {"date": day(5, 5)},
            "9 Besuch 4": {"outcome": "gut", "done_on": day(5, 5)},
        },
    )


@cache
def closed() -> tuple[Inputs, Results]:
    """Nobody works in the plan year; one visit has been moved all the same."""
    year = [{"first_day": day(1, 1), "last_day": day(12, 31)}]
    return planned(closures=year, appointments={"1 Besuch 1": {"moved_to": day(2, 2)}})


def test_a_quarter_with_more_hours_than_there_are() -> None:
    place = ("quarter_short", "appointments", None, "hours")
    first: dict[str, Any] = {"quarters": (1,), "quarter": 1, "needed": 20.0}
    boss, office = 60 * 63 / 254, 40 * 63 / 254
    assert schedule.quarter_short(*full()) == [
        warning(
            *place, role="Chef", available=pytest.approx(boss), missing=pytest.approx(20 - boss), **first
        ),
        warning(
            *place, role="Büro", available=pytest.approx(office), missing=pytest.approx(20 - office), **first
        ),
    ]


def test_the_quarter_that_lacks_most_is_named() -> None:
    days = {
        "1 Besuch 1": {"date": day(2, 2)},
        "1 Besuch 2": {"date": day(5, 4)},
        "2 Besuch 2": {"date": day(5, 5)},
    }
    visits = {"activities": [activity(times=3, contact_hours=10)], "roles": {"Chef": {"hours": 36}}}
    [found] = schedule.quarter_short(*planned(appointments=days, **visits))
    assert found.values["quarter"] == 2
    assert found.values["needed"] == 20.0
    assert found.values["quarters"] == (1, 2, 3, 4)


def test_a_quarter_is_short_above_a_full_load() -> None:
    short = {"roles": {"Chef": {"hours": 60}}, "activities": [activity(times=4, contact_hours=7)]}
    assert schedule.quarter_short(*planned(**short)) == []
    below = planned(settings={"full_load": 0.9}, **short)
    assert [finding.values["quarters"] for finding in schedule.quarter_short(*below)] == [(1, 2, 4)]


def test_an_appointment_without_a_day() -> None:
    expected = [warning("appointment_unplaced", "appointments", "2 Besuch 1", "date", **keys("2 Besuch 1"))]
    assert schedule.unplaced(*closed()) == expected
    assert schedule.unplaced(*full()) == []


def test_an_appointment_on_a_free_day() -> None:
    place = ("appointment_on_free_day", "appointments")
    assert schedule.on_free_day(*full()) == [warning(*place, "2 Besuch 2", "date", **keys("2 Besuch 2"))]
    assert schedule.on_free_day(*closed()) == []
    stays = {"date": day(3, 1), "outcome": "da"}
    on_sunday = planned(appointments={"1 Besuch 1": stays, "2 Besuch 1": {**stays, "done_on": day(3, 1)}})
    assert schedule.on_free_day(*on_sunday) == [warning(*place, "1 Besuch 1", "date", **keys("1 Besuch 1"))]


def test_a_day_that_was_none_is_planned_anew() -> None:
    expected = [notice("appointments_replanned", "appointments", "1 Besuch 2", "date", **keys("1 Besuch 2"))]
    assert schedule.replanned(*full()) == expected
    assert schedule.replanned(*planned()) == []


def test_a_day_that_is_gone_is_not_called_planned_anew() -> None:
    year = [{"first_day": day(1, 1), "last_day": day(12, 31)}]
    assert schedule.replanned(*planned(closures=year, appointments={"1 Besuch 1": {"date": day(3, 2)}})) == []


def test_agreements_with_strangers() -> None:
    expected = [warning("agreement_unknown", "agreements", None, "customer_id", **keys("98", "99"))]
    assert schedule.agreement_unknown(*full()) == expected
    assert schedule.agreement_unknown(*both(company({}, criteria=[SIZE], agreements=["98"]))) == []


def test_what_lies_behind_the_day_and_is_not_done() -> None:
    said = {"roles": ("Büro 1", "Chef 2"), "oldest": day(2, 2), "reporting_date": day(2, 20)}
    late = keys("1 Besuch 1", "2 Besuch 1", "2 Anruf 1")
    assert schedule.overdue(*full()) == [
        warning("appointment_overdue", "appointments", None, "state", **late, **said)
    ]
    assert schedule.overdue(*closed()) == []


def test_something_typed_for_what_is_no_longer_planned() -> None:
    gone = [notice("appointment_dropped", "appointments", None, "state", **keys("9 Besuch 1", "9 Besuch 2"))]
    assert schedule.dropped(*full()) == gone


def test_without_any_appointment_everything_typed_is_dropped_but_not_without_a_calendar() -> None:
    typed = {"1 Besuch 1": {"outcome": "da"}}
    inputs, results = planned(activities=[], appointments=typed)
    assert len(schedule.dropped(inputs, results)) == 1
    assert schedule.dropped(inputs, replace(results, appointments_wanted=1)) == []


def test_more_appointments_than_a_sheet_holds() -> None:
    inputs, results = planned()
    most = {"most": MOST_APPOINTMENTS}
    for wanted in (MOST_APPOINTMENTS, MOST_APPOINTMENTS + 1):
        found = schedule.too_many(inputs, replace(results, appointments_wanted=wanted))
        said = [warning("appointments_too_many", "appointments", None, "date", count=wanted, **most)]
        assert found == (said if wanted > MOST_APPOINTMENTS else [])


def test_a_walk_away_of_strangers() -> None:
    inputs, results = planned()
    strangers = changed(inputs, walk_away=("404", "1", "405", "404"))
    expected = [warning("walk_away_unknown", "walk_away", None, "customer_id", **keys("404", "405"))]
    assert retreat.walk_away(strangers, results) == expected
    assert retreat.walk_away(*both(changed(company({}, criteria=[SIZE]), walk_away=("404",)))) == []


def test_a_fifth_of_the_revenue_on_one_customer() -> None:
    fifths = dict.fromkeys("ABCDE", (1_000.0, 1_000.0, 1_000.0))
    assert retreat.concentration(*both(company(fifths, criteria=[SIZE]))) == []
    more = both(company({**fifths, "A": (1_000, 1_000, 1_001)}, criteria=[SIZE]))
    said = {"keys": ("A",), "share": pytest.approx(1_001 / 5_001), "limit": 0.2}
    assert retreat.concentration(*more) == [
        warning("concentration_high", "concentration", "A", "revenue", **said)
    ]
    inputs, results = more
    assert retreat.concentration(inputs, replace(results, concentration=None)) == []
    assert retreat.concentration(*both(company({"A": (1_000, 1_000, 0)}, criteria=[SIZE]))) == []


def test_names_that_wait_for_an_answer_or_have_a_wrong_one() -> None:
    inputs, results = planned()
    answered = changed(
        inputs, name_answers={"Zehn GmbH": "999", "Elf AG": "1", "Zwölf KG": "998"}, open_names=("Neun OHG",)
    )
    strangers = keys("Zehn GmbH", "Zwölf KG")
    assert names.unknown_answers(answered, results) == [
        warning("name_match_customer_unknown", "name_matches", None, "chosen_id", **strangers)
    ]
    assert names.open_names(answered, results) == [
        notice("name_matches_open", "name_matches", "Neun OHG", "same", **keys("Neun OHG"))
    ]
    assert names.unknown_answers(*both(changed(company({}, criteria=[SIZE]), name_answers={"Z": "9"}))) == []


def test_one_finding_about_many_names_each_once() -> None:
    assert one.about("code", Severity.NOTICE, "roles", []) == []
    assert one.about("code", Severity.NOTICE, "roles", ["A", "A"], "hours", more=1) == [
        notice("code", "roles", "A", "hours", more=1, **keys("A"))
    ]
    assert one.about("code", Severity.ERROR, "roles", [2, "A", 2])[0].values == keys("2", "A")
