"""Befunde zur Kapazität: hours, roles and activities, overload, Gießkanne, Betriebsferien, Bundesland.

The one customer of the plain company is Vertrieb; Chef has 100 hours and visits him once for 10.
"""

from __future__ import annotations

import datetime as dt

from tests.catalogue.core import STEADY, Words, case


def activity(**more: object) -> dict[str, object]:
    """A visit of the boss from Vertrieb on, changed where `more` says so."""
    usual = {"activity": "Besuch", "from_level": "sales", "role": "Chef", "channel": "in_person"}
    return {**usual, "times": 1, "contact_hours": 10, **more}


def activities(*entries: Words) -> Words:
    return {"activities": [activity(**entry) for entry in entries]}


def chef(**more: object) -> Words:
    return {"roles": {"Chef": more}}


CALL: Words = {"activity": "Anruf", "role": "Büro", "channel": "phone"}
BARE: Words = {"contact_hours": None}
BOTH: Words = activities({}, CALL)
VISIT: Words = {**activities({}), **chef(hours=100)}
STRATEGY: Words = {**VISIT, "decisions": {"1001": {"decided_level": "strategy"}}}
MEETING: Words = {"activity": "Gespräch", "from_level": "strategy"}
TWO: Words = {
    **VISIT,
    "revenue": {"1001": STEADY, "1002": STEADY},
    "margin": {"1001": (0, 0, 5_000), "1002": (0, 0, 1_000)},
}


def closed(first: int, last: int) -> Words:
    return {"closures": [{"first_day": dt.date(2026, 8, first), "last_day": dt.date(2026, 8, last)}]}


ROLES = (
    case("roles_missing", "notice", "roles", None, "hours", activities({}), chef(hours=0), ("none",)),
    case(
        "roles_missing", "notice", "roles", None, "hours",
        {**BOTH, "roles": {"Chef": {"people": 2}, "Büro": {}}}, {"roles": {"Chef": {"existing_share": 0.5}}},
        ("shares",),
    ),
    case(
        "role_unknown", "warning", "activities", "Anruf", "role",
        {**BOTH, **chef(hours=100)}, {"roles": {"Chef": {"hours": 100}, "Büro": {}}}, ("one",),
    ),
    case(
        "role_unknown", "warning", "activities", None, "role",
        {**activities({}, CALL, {**CALL, "activity": "Brief"}), **chef(hours=100)},
        activities({}, {**CALL, "times": 0}), ("several",),
    ),
    case(
        "role_hours_missing", "warning", "roles", "Büro", "hours",
        {**BOTH, "roles": {"Chef": {"hours": 100}, "Büro": {}}},
        {"roles": {"Chef": {"hours": 100}, "Büro": {"existing_share": 0}}}, ("one",),
    ),
    case(
        "role_hours_missing", "warning", "roles", None, "hours",
        {"roles": {"Chef": {}, "Büro": {}, "Lager": {"hours": 1}}, **BOTH},
        {"roles": {"Chef": {}, "Büro": {}}}, ("several",),
    ),
)  # fmt: skip

LOADS = (
    case(
        "capacity_overloaded", "warning", "roles", "Chef", "load",
        {**VISIT, **chef(hours=9.99)}, chef(hours=10), ("little",),
    ),
    case(
        "capacity_overloaded", "warning", "roles", "Chef", "load",
        {**VISIT, **chef(hours=0)}, activities({"from_level": "strategy"}), ("nothing",),
    ),
    case(
        "capacity_tight", "notice", "roles", "Chef", "load",
        {**VISIT, **chef(hours=11.11)}, chef(hours=11.12), ("begins",),
    ),
    case(
        "capacity_tight", "notice", "roles", "Chef", "load",
        {**VISIT, **chef(hours=10)}, chef(hours=9.99), ("ends",),
    ),
)  # fmt: skip

ACTIVITIES = (
    case(
        "activity_hours_missing", "notice", "activities", "Besuch", "contact_hours",
        {**VISIT, **activities(BARE)}, activities({"contact_hours": 0}), ("one",),
    ),
    case(
        "activity_hours_missing", "notice", "activities", None, "contact_hours",
        {**VISIT, **activities(BARE, {**CALL, **BARE})},
        activities({**BARE, "preparation_hours": 1}, {**CALL, **BARE, "times": 0}),
        ("several",),
    ),
    case(
        "level_without_activity", "warning", "activities", None, "from_level",
        {**VISIT, **activities({"from_level": "service"})}, activities({"from_level": "sales"}), ("wanted",),
    ),
    case(
        "level_without_activity", "warning", "activities", None, "from_level",
        STRATEGY, activities({}, MEETING), ("decided",),
    ),
    case(
        "level_without_activity", "warning", "activities", None, "from_level",
        {**STRATEGY, **activities({}, {**MEETING, "times": 0})}, activities({}, MEETING), ("never",),
    ),
    case(
        "meetings_few", "notice", "activities", None, "times",
        {**STRATEGY, **activities({}, {**MEETING, "times": 3})}, activities({}, {**MEETING, "times": 4}),
        ("three",),
    ),
    case(
        "times_not_whole", "warning", "activities", "Besuch", "times",
        {**VISIT, **activities({"times": 2.5})}, activities({"times": 2}),
    ),
    case(
        "meetings_few", "notice", "activities", None, "times",
        {**STRATEGY, **activities({"times": 4}, {**MEETING, "times": 4, "channel": "phone"})},
        {"decisions": {}}, ("phone",),
    ),
)  # fmt: skip

WATERING = (
    case(
        "watering_can", "notice", "watering", "1002", "hours_share",
        TWO, {"margin": {"1001": (0, 0, 5_000), "1002": (0, 0, 1_001)}}, ("much",),
    ),
    case(
        "watering_can", "notice", "watering", "1002", "hours_share",
        {**TWO, "margin": {"1001": (0, 0, 5_000), "1002": (0, 0, 0)}},
        {"margin": {"1001": (0, 0, 5_000), "1002": (0, 0, None)}}, ("nothing",),
    ),
    case(
        "watering_can", "notice", "watering", "1001", "hours_share",
        {**TWO, "margin": {"1001": (0, 0, 500), "1002": (0, 0, 500)},
         "customers": {"1001": {"effort_factor": 0.2}, "1002": {}}},
        {"customers": {"1001": {"effort_factor": 0.21}, "1002": {}}}, ("little",),
    ),
)  # fmt: skip

DAYS = (
    case("closure_reversed", "warning", "closures", None, "last_day", closed(9, 8), closed(8, 8)),
    case(
        "federal_state_missing", "notice", "settings", "federal_state", "value",
        VISIT, {"settings": {"federal_state": "BY"}}, ("state",),
    ),
    case(
        "federal_state_missing", "notice", "settings", "federal_state", "value",
        VISIT, activities({"scheduled": "no"}), ("calendar",),
    ),
)  # fmt: skip

CASES = (*ROLES, *LOADS, *ACTIVITIES, *WATERING, *DAYS)
