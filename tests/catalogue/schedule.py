"""Befunde zu den Terminen: short quarters, no day, free days, overdue, dropped, too many.

The one customer of the plain company is Vertrieb; Chef visits him once in 2026, for 10 hours. Without a
Bundesland 2026 has 254 working days, 63 of them in the first quarter.
"""

from __future__ import annotations

import datetime as dt

from tests.catalogue.capacity import activities, chef
from tests.catalogue.core import Words, case

KEY = "1001 Besuch 1"
VISIT: Words = {**activities({}), **chef(hours=100)}
TWICE: Words = {**VISIT, **activities({"times": 2})}
MANY: Words = {**VISIT, **activities({"times": 1_048_572})}


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


MARCH: Words = {"date": day(3, 2)}


def standing(**cells: object) -> Words:
    """The visit as it stands in the sheet."""
    return {"appointments": {KEY: cells}}


def at(reporting_date: dt.date) -> Words:
    return {"settings": {"reporting_date": reporting_date}}


def closed(last: dt.date) -> Words:
    """The company is closed from New Year on."""
    return {"closures": [{"first_day": day(1, 1), "last_day": last}]}


def ended(**cells: object) -> Words:
    """Something beside a second visit that is no longer planned."""
    return {**VISIT, "appointments": {"1001 Besuch 2": cells}}


QUARTERS = (
    case(
        "quarter_short", "warning", "appointments", None, "hours",
        {**VISIT, **chef(hours=40.3), **standing(date=day(2, 2))}, chef(hours=40.4), ("hours",),
    ),
    case(
        "quarter_short", "warning", "appointments", None, "hours",
        {**TWICE, **chef(hours=60), "appointments": {KEY: MARCH, "1001 Besuch 2": MARCH}},
        {"appointments": {KEY: MARCH, "1001 Besuch 2": {**MARCH, "moved_to": day(4, 1)}}},
        ("moved",),
    ),
)  # fmt: skip

PLACES = (
    case(
        "appointment_unplaced", "warning", "appointments", KEY, "date",
        {**VISIT, **closed(day(12, 31))}, closed(day(12, 30)), ("closed",),
    ),
    case(
        "appointment_unplaced", "warning", "appointments", KEY, "date",
        {**VISIT, **standing(outcome="offen"), **at(day(1, 1, 2027))}, at(day(12, 31)), ("over",),
    ),
    case(
        "appointment_unplaced", "warning", "appointments", None, "date",
        {**TWICE, **closed(day(12, 31))}, {**standing(moved_to=day(2, 2)), **activities({})}, ("several",),
    ),
    case(
        "appointment_on_free_day", "warning", "appointments", KEY, "date",
        {**VISIT, **standing(date=day(3, 1), outcome="da")}, standing(date=day(3, 2), outcome="da"),
        ("weekend",),
    ),
    case(
        "appointment_on_free_day", "warning", "appointments", KEY, "date",
        {**VISIT, **standing(date=day(4, 3), outcome="da")}, standing(**MARCH, moved_to=day(4, 3)),
        ("holiday",),
    ),
    case(
        "appointment_on_free_day", "warning", "appointments", KEY, "date",
        {**VISIT, **standing(**MARCH, moved_to=day(1, 2, 2027))}, standing(**MARCH, moved_to=day(1, 3)),
        ("moved",),
    ),
    case(
        "appointment_on_free_day", "warning", "appointments", KEY, "date",
        {**VISIT, **closed(day(3, 2)), **standing(date=day(3, 2), outcome="da")}, closed(day(3, 1)),
        ("closed",),
    ),
    case(
        "appointment_on_free_day", "warning", "appointments", KEY, "date",
        {**VISIT, **standing(date=day(1, 4, 2027), outcome="da")},
        standing(date=day(1, 4, 2027), done_on=day(1, 4, 2027)), ("year",),
    ),
    case(
        "appointments_replanned", "notice", "appointments", KEY, "date",
        {**VISIT, **standing(date=day(3, 1))}, standing(date=day(3, 2)), ("weekend",),
    ),
    case(
        "agreement_unknown", "warning", "agreements", "99", "customer_id",
        {**VISIT, "agreements": ["99"]}, {"agreements": ["1001"]},
    ),
)  # fmt: skip

STATES = (
    case(
        "appointment_overdue", "warning", "appointments", KEY, "state",
        {**VISIT, **standing(date=day(2, 2)), **at(day(2, 3))}, at(day(2, 2)), ("day",),
    ),
    case(
        "appointment_overdue", "warning", "appointments", KEY, "state",
        {**VISIT, **standing(date=day(2, 2)), **at(day(2, 3))}, standing(date=day(2, 2), done_on=day(2, 9)),
        ("open",),
    ),
    case(
        "appointment_dropped", "notice", "appointments", "1001 Besuch 2", "state",
        ended(outcome="abgesagt"), ended(date=day(2, 2)), ("outcome",),
    ),
    case(
        "appointment_dropped", "notice", "appointments", "1001 Besuch 2", "state",
        ended(moved_to=day(2, 2)), TWICE, ("moved",),
    ),
    case(
        "appointment_dropped", "notice", "appointments", "1001 Besuch 2", "state",
        ended(outcome="gut"), ended(outcome="gut", done_on=day(2, 2)), ("done",),
    ),
)  # fmt: skip

TOO_MANY = (
    case(
        "appointments_too_many", "warning", "appointments", None, "date",
        MANY, activities({"times": 1_048_572, "scheduled": "no"}),
    ),
)  # fmt: skip

CASES = (*QUARTERS, *PLACES, *STATES, *TOO_MANY)
