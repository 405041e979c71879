"""Kapazität prüfen: every finding about a company with four roles, with its values and its border."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest
from tests.companies import company, criterion
from tests.core.checked import both, keys, notice, ratings, warning

from kundenbindung.core.checks import capacity
from kundenbindung.core.model import Inputs, Results

STEADY = (80_000.0, 81_000.0, 82_000.0)
LOYALTY = criterion("Kundenbindung", "loyalty", 0, 10, 100, kind="soft")


def activity(**more: object) -> dict[str, object]:
    """A visit of the boss from Vertrieb on, once for ten hours."""
    usual = {"activity": "Besuch", "from_level": "sales", "role": "Chef", "channel": "in_person"}
    return {**usual, "times": 1, "contact_hours": 10, **more}


def of_eight(**more: Any) -> tuple[Inputs, Results]:
    """A to H, the better the later: H and G would be Strategie, A Service; a decision turns H and A round."""
    rows = ratings("loyalty", range(8))
    margin: dict[str, Any] = {**dict.fromkeys("BCDEFG", (0, 0, 1_000)), "A": (0, 0, 90_000), "H": (0, 0, 500)}
    decisions = {"A": {"decided_level": "strategy"}, "H": {"decided_level": "service"}}
    words: dict[str, Any] = {"criteria": [LOYALTY], "customers": rows, "decisions": decisions, **more}
    return both(company(dict.fromkeys(rows, STEADY), margin, **words))


@cache
def busy() -> tuple[Inputs, Results]:
    """Chef has 20 hours for 70, Lager 8.2 for 16, Azubi a thousand, Büro nobody said; Post is no role."""
    return of_eight(
        roles={"Chef": {"hours": 20}, "Büro": {}, "Lager": {"hours": 8.2}, "Azubi": {"hours": 1_000}},
        activities=[
            activity(),
            activity(activity="Anruf", role="Büro", channel="phone", times=2.5),
            activity(activity="Brief", role="Post", contact_hours=None),
            activity(activity="Paket", role="Post", contact_hours=0.0),
            activity(activity="Inventur", from_level="strategy", role="Lager", times=2, contact_hours=4),
            activity(activity="Gespräch", from_level="strategy", role="Azubi", contact_hours=1),
            activity(activity="Leer", role="Azubi", contact_hours=None),
            activity(activity="Nie", role="Niemand", times=0, contact_hours=None),
        ],
        closures=[
            {"first_day": dt.date(2026, 8, 9), "last_day": dt.date(2026, 8, 8)},
            {"first_day": dt.date(2026, 8, 9), "last_day": None},
            {"first_day": None, "last_day": dt.date(2026, 8, 9)},
            {"first_day": dt.date(2026, 8, 9), "last_day": dt.date(2026, 8, 9)},
            {"first_day": dt.date(2026, 9, 9), "last_day": dt.date(2026, 9, 8)},
        ],
    )


def visited(hours: float, **more: Any) -> tuple[Inputs, Results]:
    """One customer, one visit of ten hours, and the hours of the boss."""
    words: dict[str, Any] = {
        "criteria": [LOYALTY],
        "customers": {"A": {"loyalty": 5}},
        "activities": [activity()],
        **more,
    }
    return both(company({"A": STEADY}, roles={"Chef": {"hours": hours}}, **words))


@cache
def unsaid() -> tuple[Inputs, Results]:
    """Nobody said how many hours anybody has."""
    return of_eight(roles={"Chef": {}}, activities=[activity()])


@cache
def nobody() -> tuple[Inputs, Results]:
    """No customer, though everything else is there."""
    words: dict[str, Any] = {
        "roles": {"Chef": {"hours": 1}},
        "activities": [activity(times=0.5, role="Post")],
    }
    reversed_days = [{"first_day": dt.date(2026, 8, 9), "last_day": dt.date(2026, 8, 8)}]
    return both(company({}, criteria=[LOYALTY], closures=reversed_days, **words))


def test_without_any_hours_nothing_is_judged() -> None:
    assert capacity.roles_missing(*unsaid()) == [notice("roles_missing", "roles", None, "hours")]
    assert capacity.role_unknown(*unsaid()) == []
    assert capacity.role_hours_missing(*unsaid()) == []
    assert capacity.roles_missing(*busy()) == []


def test_without_customers_no_check_says_anything() -> None:
    assert [finding for check in capacity.CHECKS for finding in check(*nobody())] == []


def test_an_activity_of_a_role_that_is_not_there() -> None:
    expected = {**keys("Brief", "Paket"), "roles": ("Post",)}
    assert capacity.role_unknown(*busy()) == [warning("role_unknown", "activities", None, "role", **expected)]


def test_a_role_that_is_needed_and_has_no_hours() -> None:
    expected = [warning("role_hours_missing", "roles", "Büro", "hours", **keys("Büro"))]
    assert capacity.role_hours_missing(*busy()) == expected
    roles: dict[str, Any] = {"Chef": {"hours": 100}, "Büro": {}, "Lager": {}}
    hour = activity(activity="Anruf", role="Büro", contact_hours=1)
    words: dict[str, Any] = {"criteria": [LOYALTY], "customers": {"A": {"loyalty": 5}}}
    given = both(company({"A": STEADY}, roles=roles, activities=[activity(), hour], **words))
    assert capacity.role_hours_missing(*given) == expected


def test_an_activity_without_hours() -> None:
    expected = [
        notice("activity_hours_missing", "activities", None, "contact_hours", **keys("Brief", "Leer"))
    ]
    assert capacity.activity_hours_missing(*busy()) == expected


def test_roles_with_too_few_hours_and_the_bottleneck() -> None:
    chef = {"role": "Chef", "needed": 70.0, "available": 20.0, "missing": 50.0, "load": 3.5}
    store = {"needed": 16.0, "available": 8.2, "missing": pytest.approx(7.8), "load": pytest.approx(16 / 8.2)}
    first = {**chef, "bottleneck": "Chef", "is_bottleneck": True}
    second = {"role": "Lager", **store, "bottleneck": "Chef", "is_bottleneck": False}
    assert capacity.overloaded(*busy()) == [
        warning("capacity_overloaded", "roles", "Chef", "load", **first),
        warning("capacity_overloaded", "roles", "Lager", "load", **second),
    ]
    assert capacity.tight(*busy()) == []


def test_a_role_that_just_manages() -> None:
    [found] = capacity.tight(*visited(10.5))
    load = {
        "needed": 10.0,
        "available": 10.5,
        "load": pytest.approx(10 / 10.5),
        "missing": found.values["missing"],
    }
    said = {"role": "Chef", **load, "bottleneck": "Chef", "is_bottleneck": True}
    assert found == notice("capacity_tight", "roles", "Chef", "load", **said)
    assert capacity.overloaded(*visited(10.5)) == []


def test_a_level_that_customers_have_or_would_have_without_an_activity() -> None:
    both_of = {"levels": ("strategy", "service"), "count": 2}
    found = capacity.level_without_activity(*unsaid())
    assert found == [warning("level_without_activity", "activities", None, "from_level", **both_of)]
    assert capacity.level_without_activity(*visited(100)) == []
    free = visited(100, decisions={"A": {"decided_level": "service"}})
    [service] = capacity.level_without_activity(*free)
    assert service.values == {"levels": ("service",), "count": 1}


def test_half_a_contact_is_none() -> None:
    assert capacity.times_not_whole(*busy()) == [
        warning("times_not_whole", "activities", "Anruf", "times", **keys("Anruf"))
    ]


@pytest.mark.parametrize(("times", "few"), [((2, 2), 2.0), ((3, 4), None), ((1, 3.5), 3.5), ((5,), None)])
def test_one_meeting_per_quarter(times: tuple[float, ...], few: float | None) -> None:
    names = [
        activity(activity=f"Gespräch {at}", from_level="strategy", times=n) for at, n in enumerate(times)
    ]
    phone = activity(activity="Anruf", from_level="strategy", channel="phone", times=9)
    inputs = of_eight(roles={"Chef": {"hours": 100}}, activities=[*names, phone])
    said = notice("meetings_few", "activities", None, "times", times=few, wanted=4)
    assert capacity.few_meetings(*inputs) == ([] if few is None else [said])


def test_one_activity_may_meet_in_two_lines() -> None:
    lines = [
        activity(activity="Gespräch", from_level="strategy", times=2, role=role) for role in ("Chef", "Büro")
    ]
    given = of_eight(roles={"Chef": {"hours": 100}, "Büro": {"hours": 9}}, activities=lines)
    assert capacity.few_meetings(*given) == []


def test_nobody_in_strategy_needs_no_meeting() -> None:
    assert capacity.few_meetings(*visited(100, activities=[activity(from_level="strategy")])) == []
    phone = activity(from_level="strategy", channel="phone", times=9)
    [found] = capacity.few_meetings(*of_eight(roles={"Chef": {"hours": 100}}, activities=[phone]))
    assert found.values["times"] == 0.0


def test_hours_and_margin_apart_by_the_factor() -> None:
    said = {"much": ("G", "B", "C", "D", "E", "F"), "little": ("A", "H"), "factor": 3.0}
    named = keys("G", "B", "C", "D", "E", "F", "A", "H")
    assert capacity.watering_can(*busy()) == [
        notice("watering_can", "watering", None, "hours_share", **{**named, **said})
    ]


def test_closures_that_end_before_they_begin() -> None:
    days = [(dt.date(2026, month, 9), dt.date(2026, month, 8)) for month in (8, 9)]
    assert capacity.closure_reversed(*busy()) == [
        warning("closure_reversed", "closures", None, "last_day", first=first, last=last)
        for first, last in days
    ]


def test_a_calendar_asks_for_the_state() -> None:
    missing = [notice("federal_state_missing", "settings", "federal_state", "value")]
    assert capacity.federal_state_missing(*busy()) == missing
    assert capacity.federal_state_missing(*visited(100, settings={"federal_state": "BY"})) == []
    assert capacity.federal_state_missing(*visited(100, activities=[])) == []
