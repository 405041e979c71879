"""Kapazität, part by part, with figures worked by hand (method section 7)."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.companies import company

from kundenbindung.core import capacity
from kundenbindung.core.model import Capacity, Inputs, LevelCount, Load, Repair, RepairKind, Settings, Verdict
from kundenbindung.core.workdays import Workdays

NAN = math.nan
TOP, MIDDLE, LOW = "strategy", "sales", "service"


def days(working: int, closed: int = 0) -> Workdays:
    """So many days on which somebody works, and so many closed ones beside them."""
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    every, at = np.arange(np.datetime64(first), np.datetime64("2027-01-01")), np.arange(365)
    return Workdays(first, last, every, at < working, (at >= working) & (at < working + closed))


def activity(
    name: str, level: str, role: str, times: float, hours: float | None, **more: Any
) -> dict[str, Any]:
    line = {"activity": name, "from_level": level, "role": role, "times": times, "contact_hours": hours}
    return {**line, **more}


def test_hours_that_are_there() -> None:
    """A: 2 people x 7 hours x 0.5 x (220 - 20 - 5); B: 8 hours, 30 and 10 days; C: typed; D: nobody said.

    E has more leave than there are days, F is closed for longer than he has leave.
    """
    roles = pd.DataFrame(
        {
            "people": [2, NAN, 1, 1, 1, 1],
            "hours_per_day": [7, NAN, 8, 8, 8, 8],
            "leave_days": [20, NAN, 0, 0, 400, 4],
            "sick_days": [5, NAN, 0, 0, 0, 0],
            "existing_share": [0.5, 0.25, 0.5, NAN, 1, 1],
            "hours": [NAN, NAN, 99, NAN, NAN, NAN],
        },
        index=list("ABCDEF"),
    )
    found = capacity.available(roles, days(200, closed=20))
    assert found.tolist() == pytest.approx([1365, 360, 99, NAN, 0, 1600], nan_ok=True)


WORK = (
    activity("Besuch", TOP, "Chef", 4, 3.0, preparation_hours=1.0),
    activity("Anruf", MIDDLE, "Büro", 6, 0.5),
    activity("Brief", LOW, "Büro", 2, None, preparation_hours=0.25),
    activity("Nichts", LOW, "Büro", 12, None),
)


def usable() -> pd.DataFrame:
    return capacity.usable(company({"A": [1.0]}, activities=WORK).activities)


def test_activities_that_can_be_counted() -> None:
    halves = (
        activity("Ohne Rolle", TOP, None, 1, 1.0),  # type: ignore[arg-type]  # as it may be typed
        activity("Ohne Zahl", TOP, "Chef", NAN, 1.0),
    )
    found = capacity.usable(company({"A": [1.0]}, activities=[*WORK, *halves]).activities)
    assert found["activity"].tolist() == ["Besuch", "Anruf", "Brief", "Nichts"]
    assert found["each"].tolist() == [4, 0.5, 0.25, 0]
    assert found["level"].tolist() == [0, 1, 2, 2]
    assert found["times"].tolist() == [4, 6, 2, 12]


def test_hours_of_one_customer_are_nested() -> None:
    """Strategie: 4 x 4 for Chef, 3 + 0.5 for Büro; Vertrieb and Service without the visits and the calls."""
    names = capacity.role_names(pd.DataFrame(index=["Lager", "Büro"]), usable())
    assert names == ["Lager", "Büro", "Chef"]
    found = capacity.per_customer(usable(), names)
    assert found.to_dict("index") == {
        "Lager": {TOP: 0, MIDDLE: 0, LOW: 0},
        "Büro": {TOP: 3.5, MIDDLE: 3.5, LOW: 0.5},
        "Chef": {TOP: 16, MIDDLE: 0, LOW: 0},
    }
    assert found.index.name == "role"
    levels = capacity.level_numbers(np.array([TOP, None, LOW, MIDDLE], dtype=object))
    assert levels.tolist() == [0, 3, 2, 1]
    hours = capacity.needed(levels, np.array([2.0, 9, 0.5, 1]), found.to_numpy())
    assert hours.tolist() == [[0, 7, 32], [0, 0, 0], [0, 0.25, 0], [0, 3.5, 0]]


@pytest.mark.parametrize(
    ("load", "verdict"),
    [
        (None, None),
        (0.0, Verdict.FITS),
        (0.9, Verdict.FITS),
        (0.9 + 1e-10, Verdict.FITS),
        (0.91, Verdict.TIGHT),
        (1.0, Verdict.TIGHT),
        (1.0 + 1e-10, Verdict.TIGHT),
        (1.01, Verdict.OVERLOADED),
        (math.inf, Verdict.OVERLOADED),
    ],
)  # fmt: skip
def test_verdict_about_a_load(load: float | None, verdict: Verdict | None) -> None:
    assert capacity.judge(load, Settings(2025)) is verdict


@pytest.mark.parametrize(
    ("needed", "there", "load"),
    [
        (5, 10, 0.5),
        (5, 0.5, 10),
        (5, None, None),
        (5, 0, math.inf),
        (0.5, 0, math.inf),
        (0, 0, 0.0),
        (0, None, None),
    ],
)
def test_load(needed: float, there: float | None, load: float | None) -> None:
    assert capacity.load_of(needed, there) == load


# ------------------------------------------------------------ a whole case

RULE = Settings(2025)
ROLES = {"Chef": {"hours": 40.0}, "Büro": {"hours": 20.0}}


def assess(
    levels: dict[str, str | None], roles: Any = None, work: Any = WORK, factors: Any = None,
    margin: Any = None, rank: Any = None,
) -> Capacity:  # fmt: skip
    """Customers in the order of their rank; each earns 100 unless said."""
    rows: Any = {key: {"effort_factor": (factors or {}).get(key)} for key in levels}
    inputs = company(
        {key: [1.0] for key in levels},
        customers=rows,
        roles=ROLES if roles is None else roles,
        activities=work,
    )
    table = pd.DataFrame(
        {
            "care_level": pd.Series(list(levels.values()), index=list(levels), dtype=object),
            "rank": [float(at + 1) for at in range(len(levels))] if rank is None else rank,
            "margin_eur": [100.0] * len(levels) if margin is None else margin,
        }
    )
    found = capacity.assess(inputs, table, days(200), RULE)
    assert found is not None
    return found


FOUR: dict[str, str | None] = {"A": TOP, "B": TOP, "C": TOP, "D": MIDDLE, "E": LOW, "F": None}


def test_loads_of_a_case() -> None:
    """Chef needs 3 x 16 of 40 hours and can carry two; Büro needs 4 x 3.5 + 0.5 of 20."""
    found = assess(FOUR)
    chef, office = found.roles
    assert chef == Load("Chef", 48, 40, 1.2, Verdict.OVERLOADED, 8, 2)
    assert office == Load("Büro", 14.5, 20, 0.725, Verdict.FITS, 0, 5)
    assert found.total == Load("", 62.5, 60, 62.5 / 60, Verdict.OVERLOADED, 2.5, 2)
    assert (found.verdict, found.bottleneck) == (Verdict.OVERLOADED, "Chef")
    assert found.affordable == LevelCount(2, 2, 1)
    assert found.affordable_halved == LevelCount(5, 0, 0)
    assert found.fits_without_strategy
    assert found.by_level.to_dict("index") == {
        "Chef": {TOP: 48, MIDDLE: 0, LOW: 0}, "Büro": {TOP: 10.5, MIDDLE: 3.5, LOW: 0.5},
    }  # fmt: skip
    assert found.by_level.index.name == found.per_customer.index.name == "role"
    assert found.activity_hours.to_dict() == {"Besuch": 48, "Anruf": 12, "Brief": 2.5, "Nichts": 0}
    assert found.hours.to_dict("list") == {"Chef": [16, 16, 16, 0, 0, 0], "Büro": [3.5] * 4 + [0.5, 0]}
    assert list(found.hours.index) == list(FOUR)


def test_repairs_of_a_case() -> None:
    """One customer less, or each visit less often: 8 hours of 12 a visit; or 8 hours more."""
    fewer, rarer, more = assess(FOUR).repairs
    assert fewer == Repair(RepairKind.FEWER_STRATEGY, possible=True, customers=("C",))
    assert rarer == Repair(RepairKind.LOWER_CADENCE, possible=True, cadence=(("Besuch", 4.0, 3.0),))
    assert more == Repair(RepairKind.MORE_HOURS, possible=True, hours=(("Chef", 8.0),))
    assert assess(dict.fromkeys("AB", TOP)).repairs == ()


def test_the_fewest_contacts_fall_away() -> None:
    """7 hours too many: two visits of 4 hours to one customer, or one call of 3.5 hours to each of three."""
    work = (
        activity("Besuch", TOP, "Chef", 4, 4.0),
        activity("Anruf", MIDDLE, "Chef", 2, 3.5),
        activity("Sonst", LOW, "Büro", 9, 9.0),
        activity("Umsonst", LOW, "Chef", 9, 0.0),
    )
    levels: dict[str, str | None] = {"A": TOP, "B": MIDDLE, "C": MIDDLE}
    roles = {"Chef": {"hours": 30.0}, "Büro": {"hours": 999.0}}
    found = assess(levels, roles, work)
    assert found.roles[0].needed_hours == 37
    assert found.repairs[1].cadence == (("Besuch", 4.0, 2.0),)
    tight = assess(levels, {"Chef": {"hours": 18.0}, "Büro": {"hours": 999.0}}, work)
    assert tight.repairs[1].cadence == (("Anruf", 2.0, 0.0),)
    never = assess(levels, {"Chef": {"hours": 1.0}, "Büro": {"hours": 999.0}}, work)
    assert never.repairs[1] == Repair(RepairKind.LOWER_CADENCE, possible=False)
    assert never.repairs[0] == Repair(RepairKind.FEWER_STRATEGY, possible=False, customers=("A",))
    assert not never.fits_without_strategy
    assert never.affordable == LevelCount(0, 3, 0)


def test_everybody_may_have_to_go() -> None:
    repair = assess({"A": TOP, "B": TOP}, {"Chef": {"hours": 10.0}, "Büro": {"hours": 99.0}}).repairs[0]
    assert repair == Repair(RepairKind.FEWER_STRATEGY, possible=True, customers=("B", "A"))


def test_half_as_often_carries_more() -> None:
    """40 hours carry two at 16 hours, five at 8."""
    found = assess(dict.fromkeys("ABCDEFGH", TOP), {"Chef": {"hours": 40.0}, "Büro": {"hours": 99.0}})
    assert found.affordable == LevelCount(2, 6, 0)
    assert found.affordable_halved == LevelCount(5, 3, 0)


def test_short_activities_behind_those_of_others_can_be_cut_too() -> None:
    work = (activity("Brief", TOP, "Büro", 9, 9.0), activity("Anruf", TOP, "Chef", 4, 0.5))
    found = assess({"A": TOP}, {"Chef": {"hours": 1.5}, "Büro": {"hours": 99.0}}, work)
    assert found.repairs[1].cadence == (("Anruf", 4.0, 3.0),)


def test_equal_cuts_take_the_first_activity() -> None:
    work = (activity("Zwei", TOP, "Chef", 2, 3.0), activity("Eins", TOP, "Chef", 2, 3.0))
    found = assess({"A": TOP}, {"Chef": {"hours": 10.0}}, work)
    assert found.repairs[1].cadence == (("Zwei", 2.0, 1.0),)


def test_effort_factors_count() -> None:
    found = assess({"A": TOP, "B": MIDDLE}, factors={"A": 2.0})
    assert found.hours.to_dict("list") == {"Chef": [32, 0], "Büro": [7, 3.5]}
    assert found.activity_hours.to_dict() == {"Besuch": 32, "Anruf": 9, "Brief": 1.5, "Nichts": 0}


def test_the_best_by_rank_stay_and_those_without_one_go_by_number() -> None:
    levels: dict[str, str | None] = {"D": TOP, "C": TOP, "B": TOP, "A": TOP}
    found = assess(levels, rank=[NAN, NAN, 2.0, 1.0])
    assert found.repairs[0].customers == ("D", "C")
    found = assess(levels, rank=[1.0, 2.0, 3.0, 4.0])
    assert found.repairs[0].customers == ("A", "B")


def test_roles_of_which_nobody_said_anything() -> None:
    """Without the hours of Chef nothing is said about Strategie, without those of Büro something is."""
    found = assess(FOUR, {"Büro": {"hours": 20.0}})
    office, chef = found.roles
    assert chef == Load("Chef", 48, None, None, None, None, None)
    assert office.strategy_limit == 5
    assert found.total == Load("", 14.5, 20, 0.725, Verdict.FITS, 0, 5)
    assert (found.verdict, found.bottleneck, found.affordable) == (None, "Büro", None)
    assert found.repairs == ()
    other = assess(FOUR, {"Chef": {"hours": 40.0}})
    assert other.affordable == LevelCount(2, 2, 1)
    assert (other.verdict, other.bottleneck) == (Verdict.OVERLOADED, "Chef")
    none = assess(FOUR, {})
    assert none.total == Load("", 62.5, None, None, None, None, None)
    assert (none.verdict, none.bottleneck, none.affordable, none.affordable_halved) == (
        None,
        None,
        None,
        None,
    )
    idle = assess({"A": MIDDLE}, {"Büro": {"hours": 20.0}})
    assert (idle.verdict, idle.roles[1].verdict) == (Verdict.FITS, None)


def test_a_role_without_an_hour() -> None:
    found = assess({"A": TOP}, {"Chef": {"hours": 0.0}, "Büro": {"hours": 0.4}})
    chef, office = found.roles
    assert chef == Load("Chef", 16, 0, None, Verdict.OVERLOADED, 16, 0)
    assert office.load == pytest.approx(8.75)
    assert office.missing_hours == pytest.approx(3.1)
    assert found.bottleneck == "Chef"
    assert found.affordable == LevelCount(0, 1, 0)
    assert found.total.available_hours == 0.4
    enough = assess({"A": TOP}, {"Chef": {"hours": 0.0}, "Büro": {"hours": 4.0}})
    assert enough.fits_without_strategy
    assert enough.affordable == LevelCount(0, 1, 0)
    quiet = assess({"A": None}, {"Chef": {"hours": 0.0}, "Büro": {"hours": 0.0}})
    assert [entry.load for entry in quiet.roles] == [0.0, 0.0]
    assert quiet.verdict is Verdict.FITS


ONE_EACH = (activity("Besuch", TOP, "Chef", 1, 1.0), activity("Brief", TOP, "Büro", 1, 1.0))


@pytest.mark.parametrize(
    ("chef", "office", "verdict", "bottleneck"),
    [
        (3.0, 2.1, Verdict.TIGHT, "Büro"),
        (2.1, 1.0, Verdict.OVERLOADED, "Büro"),
        (1.5, 2.1, Verdict.OVERLOADED, "Chef"),
        (4.0, 4.0, Verdict.FITS, "Chef"),
    ],
)
def test_the_worst_role_decides(chef: float, office: float, verdict: Verdict, bottleneck: str) -> None:
    found = assess({"A": TOP, "B": TOP}, {"Chef": {"hours": chef}, "Büro": {"hours": office}}, ONE_EACH)
    assert (found.verdict, found.bottleneck) == (verdict, bottleneck)


def test_an_idle_role_is_no_bottleneck_and_a_little_unknown_work_leaves_it_open() -> None:
    roles = {"Lager": {"hours": 9.0}, "Chef": {"hours": 4.0}}
    quarter = (ONE_EACH[0], activity("Brief", TOP, "Büro", 1, 0.25))
    found = assess({"A": TOP}, roles, quarter)
    assert (found.verdict, found.bottleneck) == (None, "Chef")
    assert found.roles[0].load == 0.0
    none = assess({"A": TOP}, {"Chef": {"hours": 0.5}}, ONE_EACH)
    assert none.roles[0].strategy_limit == 0
    assert none.affordable is None


def test_missing_hours_reach_the_full_load_of_the_settings() -> None:
    """2 hours at a load of at most 0.8 want 2.5; there are 2.25."""
    inputs = company({"A": [1.0], "B": [1.0]}, roles={"Chef": {"hours": 2.25}}, activities=ONE_EACH[:1])
    table = pd.DataFrame({"care_level": [TOP] * 2, "rank": [1.0, 2.0], "margin_eur": 1.0}, index=["A", "B"])
    found = capacity.assess(inputs, table, days(200), Settings(2025, full_load=0.8, fits_load=0.5))
    assert found is not None
    assert found.roles[0].missing_hours == pytest.approx(0.25)
    assert found.roles[0].strategy_limit == 1


def test_half_an_hour_carries_two_quarters() -> None:
    work = (activity("Anruf", TOP, "Chef", 1, 0.25),)
    found = assess(dict.fromkeys("ABC", TOP), {"Chef": {"hours": 0.5}}, work)
    assert found.roles[0].strategy_limit == 2
    assert found.affordable == LevelCount(2, 1, 0)


def test_strategie_that_costs_a_role_nothing_has_no_limit() -> None:
    work = (activity("Besuch", TOP, "Chef", 1, 1.0), activity("Brief", LOW, "Büro", 1, 1.0))
    found = assess({"A": TOP, "B": LOW}, work=work)
    assert [entry.strategy_limit for entry in found.roles] == [2, None]
    assert found.total.strategy_limit == 2


def test_without_activities_nothing_is_said() -> None:
    inputs: Inputs = company({"A": [1.0]}, roles=ROLES)
    table = pd.DataFrame({"care_level": [TOP], "rank": [1.0], "margin_eur": [1.0]}, index=["A"])
    assert capacity.assess(inputs, table, days(200), RULE) is None


# ------------------------------------------------------------ watering can


def test_shares_of_hours_and_of_margin() -> None:
    """A has 19.5 of 42.5 known hours and 1 of 100 of the DB, B as many hours and 98; D's DB is missing."""
    levels: dict[str, str | None] = {"A": TOP, "B": TOP, "C": MIDDLE, "D": LOW, "E": None}
    found = assess(levels, margin=[1.0, 98.0, 1.0, NAN, 50.0])
    table = found.watering
    assert list(table.columns) == [
        "hours",
        "margin_eur",
        "hours_share",
        "margin_share",
        "margin_per_hour",
        "direction",
    ]
    assert list(table.index) == list("ABCD")
    assert table["hours"].tolist() == [19.5, 19.5, 3.5, 0.5]
    assert table["hours_share"].tolist() == pytest.approx(
        [19.5 / 42.5, 19.5 / 42.5, 3.5 / 42.5, NAN], nan_ok=True
    )
    assert table["margin_share"].tolist() == pytest.approx([0.01, 0.98, 0.01, NAN], nan_ok=True)
    assert table["margin_per_hour"].tolist() == pytest.approx(
        [1 / 19.5, 98 / 19.5, 1 / 3.5, NAN], nan_ok=True
    )
    assert table["direction"].tolist()[:3:2] == ["much", "much"]
    level = found.by_level_watering
    assert list(level.index) == [TOP, MIDDLE, LOW]
    assert level.index.name == "care_level"
    assert level["customers"].tolist() == [2, 1, 1]
    assert level["hours"].tolist() == [39, 3.5, 0.5]
    assert level["hours_share"].tolist() == pytest.approx([39 / 43, 3.5 / 43, 0.5 / 43])
    assert level["margin_share"].tolist() == pytest.approx([0.99, 0.01, NAN], nan_ok=True)
    assert level["margin_per_hour"].tolist() == pytest.approx([99 / 39, 1 / 3.5, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("hours", "margin", "direction"),
    [
        (0.3, 0.1, "much"),
        (0.29, 0.1, None),
        (0.1, 0.3, "little"),
        (0.1, 0.29, None),
        (0.1, -0.5, "much"),
        (0.0, 0.1, "little"),
        (0.0, 0.0, None),
        (0.0, -0.1, None),
        (NAN, 0.1, None),
        (0.1, NAN, None),
    ],
)
def test_direction_of_the_watering_can(hours: float, margin: float, direction: str | None) -> None:
    shares = pd.DataFrame({"hours_share": [hours], "margin_share": [margin]})
    assert capacity._directions(shares, 3.0).tolist() == [direction]


def test_sums_of_nothing_or_less_have_no_shares() -> None:
    found = assess({"A": TOP, "B": MIDDLE}, margin=[-5.0, 1.0])
    assert found.watering["margin_share"].isna().all()
    even = assess({"A": TOP, "B": MIDDLE}, margin=[-5.0, 5.0])
    assert even.watering["margin_share"].isna().all()
    assert found.watering["hours_share"].notna().all()
    work = (activity("Nichts", TOP, "Chef", 1, 0.0),)
    idle = assess({"A": TOP, "B": MIDDLE}, work=work, margin=[0.25, 0.25])
    assert idle.watering["hours_share"].isna().all()
    assert idle.watering["margin_per_hour"].isna().all()
    assert idle.watering["margin_share"].tolist() == [0.5, 0.5]
    small = assess({"A": TOP}, work=(activity("Kurz", TOP, "Chef", 1, 0.25),))
    assert small.watering["hours_share"].tolist() == [1.0]
    assert small.watering["margin_per_hour"].tolist() == [400.0]
    nobody = assess({"A": None})
    assert nobody.by_level_watering["customers"].tolist() == [0, 0, 0]
    assert nobody.by_level_watering["hours"].tolist() == [0, 0, 0]
