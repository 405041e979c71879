"""Klausur: the points of a company made by hand, their counts and minutes, and that they go to zero."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.companies import changed, companies, company, criterion, shuffled
from tests.examples import examples

from kundenbindung.core import retreat
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import RETREAT_COLUMNS, Inputs

SOFT = (
    criterion("Kundenbindung", "loyalty", 0, 10, 60, kind="soft"),
    criterion("Weiterempfehlung", "referral", 0, 10, 40, kind="soft"),
)
STEADY = (50_000.0, 50_000.0, 50_000.0)
DAY = dt.date(2026, 3, 31)


def typed(**outcomes: str) -> pd.DataFrame:
    """Outcomes by item; a blank in an item is written as two underscores."""
    names = [item.replace("__", " ") for item in outcomes]
    found = [name.partition(" ")[0] in retreat.KINDS for name in names]
    rows = [
        {"outcome": outcome, "who": "MK", "until": DAY, "found": mine}
        for outcome, mine in zip(outcomes.values(), found, strict=True)
    ]
    return pd.DataFrame(rows, index=pd.Index(names, name="item", dtype=object), columns=list(RETREAT_COLUMNS))


def of_five(**more: Any) -> Inputs:
    """A and B are even at the cut to Strategie, E has no rating at all, C grew without a reason."""
    rows = {
        "A": {"loyalty": 9, "referral": 9},
        "B": {"loyalty": 9, "referral": 9},
        "C": {"loyalty": 5, "referral": 4},
        "D": {"loyalty": 2, "referral": 3},
        "E": {},
        "F": {"loyalty": 1, "referral": 1},
    }
    revenue: dict[str, Any] = dict.fromkeys(rows, STEADY) | {"C": (50_000.0, 60_000.0, 90_000.0)}
    words: dict[str, Any] = {"criteria": SOFT, "customers": rows, **more}
    return company(revenue, **words)


def stand(inputs: Inputs) -> Any:
    return evaluate(inputs).retreat_status.set_index("topic")


def test_every_kind_of_point_is_listed_once() -> None:
    chance = {
        "customer_id": "D",
        "project": "Halle",
        "value_eur": 7_000.0,
        "probability": 0.5,
        "kind": "additional",
    }
    old = {**chance, "expected_close": dt.date(2025, 1, 1), "updated": dt.date(2025, 1, 1), "status": "open"}
    past = {"decided_level": "strategy", "decided_on": dt.date(2023, 1, 1)}
    busy = {"activity": "Besuch", "from_level": "service", "role": "Chef", "times": 1, "contact_hours": 9}
    inputs = of_five(
        opportunities=[old], decisions={"D": past}, activities=[busy], roles={"Chef": {"hours": 1}}
    )
    points = evaluate(inputs).retreat
    assert list(points["item"]) == [
        "capacity Chef", "borderline A", "borderline B", "unrated E", "explanation C", "decision D",
        "opportunity D Halle", "criterion Kundenbindung", "concentration C",
    ]  # fmt: skip
    by_item: Any = points.set_index("item")
    assert by_item.at["opportunity D Halle", "codes"] == ("opportunity_expired", "opportunity_stale")
    assert by_item.at["opportunity D Halle", "stake_eur"] == 7_000.0
    assert by_item.at["explanation C", "stake_eur"] == 90_000.0
    assert by_item.at["borderline A", "codes"] == ("tie",)
    assert set(points["kind"]) == set(retreat.KINDS)


def of_two_roles(**hours: float | None) -> Inputs:
    """Chef needs 20 hours for two Strategie customers, Büro 5 for five who have a level."""
    talk = {
        "activity": "Gespräch",
        "from_level": "strategy",
        "role": "Chef",
        "times": 4,
        "contact_hours": 2.5,
    }
    call = {"activity": "Anruf", "from_level": "service", "role": "Büro", "times": 1, "contact_hours": 1}
    strategy = {key: {"decided_level": "strategy"} for key in "AB"}
    roles = {role: {"hours": value} for role, value in hours.items()}
    return of_five(activities=[talk, call], roles=roles, decisions=strategy)


def test_every_overloaded_role_is_a_point_until_it_fits() -> None:
    points = evaluate(of_two_roles(Chef=19.0, Büro=4.0)).retreat
    mine: Any = points[points["kind"] == "capacity"]
    assert list(mine["item"]) == ["capacity Chef", "capacity Büro"]
    assert list(mine["codes"]) == [("capacity_overloaded",)] * 2
    assert mine["stake_eur"].isna().all()
    assert mine["customer_id"].isna().all()
    table = stand(of_two_roles(Chef=19.0, Büro=4.0))
    assert tuple(table.loc["capacity", ["total", "open", "minutes"]]) == (2, 2, 10.0)
    for hours in ({"Chef": 20.0, "Büro": 5.0}, {"Chef": None, "Büro": 5.0}):
        assert stand(of_two_roles(**hours)).at["capacity", "total"] == 0


def test_an_overload_can_be_put_off() -> None:
    table = stand(changed(of_two_roles(Chef=19.0, Büro=4.0), retreat=typed(capacity__Chef="deferred")))
    assert tuple(table.loc["capacity", ["total", "done", "deferred", "open"]]) == (2, 0, 1, 1)


def test_a_structural_warning_is_a_point_of_its_criterion() -> None:
    inputs = of_five(settings={"margin_kind": "DB III"}, criteria=[
        *SOFT, criterion("Aufwand", "care_hours_per_1000_eur_margin", 4, 0, 10),
    ], margin=dict.fromkeys("ABCDEF", (10_000.0, 10_000.0, 10_000.0)))  # fmt: skip
    hours = inputs.customers.assign(care_effort_hours=[10.0, 20.0, 30.0, 40.0, 50.0, 60.0])
    points: Any = evaluate(changed(inputs, customers=hours)).retreat.set_index("item")
    assert points.at["criterion Aufwand", "codes"] == ("effort_twice",)


def test_most_at_stake_first_within_a_kind() -> None:
    inputs = changed(of_five(), settings=replace(of_five().settings, draws=300))
    points = evaluate(inputs).retreat
    for _, group in points.groupby("kind"):
        stakes = list(group["stake_eur"].fillna(-1.0))
        assert stakes == sorted(stakes, reverse=True)


def test_counts_and_minutes_by_hand() -> None:
    """Five of six have both ratings, which run in parallel: 2 of 12 are missing."""
    table = stand(of_five())
    rows = {topic: tuple(row) for topic, row in table[["total", "done", "deferred", "open"]].iterrows()}
    assert rows["rating"] == (12, 10, 0, 2)
    assert rows["borderline"] == (2, 0, 0, 2)
    assert rows["unrated"] == (1, 0, 0, 1)
    assert rows["explanation"] == (1, 0, 0, 1)
    assert rows["own"] == (0, 0, 0, 0)
    assert table["minutes"].to_dict()["rating"] == 3.0
    assert table["minutes"].sum() == 2 * 1.5 + 3 * 15 + 10 + 2 * 5
    other = stand(of_five(settings={"minutes_per_borderline": 20.0}))
    assert other.at["borderline", "minutes"] == 40.0


def test_a_rating_of_another_judge_is_a_rating() -> None:
    more = of_five(judgements=[{"customer_id": "E", "judge": "MK", "loyalty": 4}])
    assert stand(more).at["rating", "open"] == 1


def test_outcomes_take_a_point_off_the_list_of_what_is_open() -> None:
    outcomes = {
        "borderline__A": "decided",
        "borderline__B": "deferred",
        "Messe__planen": "decided",
        "Preise": None,
    }
    table = stand(changed(of_five(), retreat=typed(**outcomes)))  # type: ignore[arg-type]  # outcomes by their points
    assert tuple(table.loc["borderline", ["total", "done", "deferred", "open"]]) == (2, 1, 1, 0)
    assert tuple(table.loc["own", ["total", "done", "deferred", "open"]]) == (2, 1, 0, 1)


def test_a_decision_in_the_workbook_settles_the_point() -> None:
    level = {"decided_level": "strategy", "decided_on": dt.date(2025, 12, 1)}
    why = {"reason_code": "volume", "explanation": "Zweites Werk", "persistence": "yes"}
    table = stand(of_five(decisions={"A": level, "B": level, "C": why, "E": level}))
    assert table.loc["borderline", "done"] == 2
    for topic in ("borderline", "unrated", "explanation"):
        assert table.at[topic, "open"] == 0
        assert table.at[topic, "total"] == table.at[topic, "done"]


def test_an_explanation_that_does_not_say_whether_it_lasts_stays_open() -> None:
    why = {"reason_code": "volume", "explanation": "Zweites Werk"}
    results = evaluate(of_five(decisions={"C": why}))
    points: Any = results.retreat.set_index("item")
    assert points.at["explanation C", "codes"] == ("persistence_missing",)


@given(companies(max_size=15), st.sampled_from(("decided", "deferred")))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_the_counters_go_to_zero(inputs: Inputs, outcome: str) -> None:
    inputs = changed(inputs, settings=replace(inputs.settings, draws=60))
    points = evaluate(inputs).retreat
    if not len(points):
        return
    assert not points["item"].duplicated().any()
    words = {"outcome": outcome, "who": "MK", "until": DAY, "found": True}
    table = pd.DataFrame(words, index=pd.Index(points["item"]))
    after = evaluate(changed(inputs, retreat=table)).retreat_status.set_index("topic")
    assert (after.drop(index="rating")["open"] == 0).all()
    assert (after["total"] == after["done"] + after["deferred"] + after["open"]).all()


@given(companies(max_size=15), st.integers(0, 99))
@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
def test_the_order_of_rows_changes_no_point(inputs: Inputs, seed: int) -> None:
    one, two = evaluate(inputs), evaluate(shuffled(inputs, seed))
    if len(one.retreat):
        assert set(one.retreat["item"]) == set(two.retreat["item"])
        pd.testing.assert_frame_equal(one.retreat_status, two.retreat_status)


@pytest.mark.parametrize("found", [True, False])
def test_a_point_of_the_owner_that_sounds_like_ours_counts_as_his(found: bool) -> None:
    """One that the calculation listed before and that is gone counts no more."""
    rows = typed(**{"decision über Bonus": "deferred", "borderline A": "decided"}).assign(found=found)
    table = stand(changed(of_five(), retreat=rows))
    assert table.at["own", "deferred"] == (0 if found else 1)
    assert table.at["borderline", "done"] == 1
