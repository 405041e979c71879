"""Klausur: the points of a company made by hand, their counts and minutes, and that they go to zero."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.companies import changed, companies, company, criterion, shuffled
from tests.examples import examples

from kundenbindung.core import retreat
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import RETREAT_COLUMNS, Finding, Inputs, Severity

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
    for topic, total in (("borderline", 2), ("unrated", 1), ("explanation", 1)):
        assert table.at[topic, "open"] == 0
        assert table.at[topic, "total"] == table.at[topic, "done"] == total


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


def test_the_larger_customer_comes_first_and_one_without_euros_last() -> None:
    rows = {
        "A": (1_000.0, 1_000.0, 1_150.0),
        "B": (0.0, 2_000.0, 2_300.0),
        "C": (1.0, 1.0, 0.5),
        "D": (4.0, 0.5, 0.0),
    }
    inputs = company({**rows, "E": (9_000.0, 9_000.0, 9_000.0)}, criteria=SOFT)
    points = evaluate(
        changed(inputs, settings=replace(inputs.settings, change_threshold=0.1, materiality_share=0.0))
    ).retreat
    mine = points[points["kind"] == "explanation"]
    assert dict(zip(mine["customer_id"], mine["stake_eur"], strict=True)) == {
        "B": 2_300.0,
        "A": 1_150.0,
        "C": 0.5,
        "D": 0.5,
    }
    assert mine["customer_id"].tolist()[:2] == ["B", "A"]


def test_chances_that_are_lost_are_no_points_nor_is_a_warning_about_all() -> None:
    usual = {"customer_id": "A", "value_eur": 5.0, "probability": 0.5, "kind": "repeat"}
    states = ("open", None, "open", "won", "lost")
    chances = [{**usual, "project": f"P{at}", "status": status} for at, status in enumerate(states)]
    results = evaluate(of_five(opportunities=chances))
    assert "probabilities_equal" in {finding.code for finding in results.findings}
    assert "opportunity" not in set(results.retreat["kind"])
    assert results.retreat_status.set_index("topic").at["opportunity", "total"] == 4


def test_an_agenda_is_too_short_by_a_minute() -> None:
    table = pd.DataFrame({"minutes": [30.0, 31.0]})
    inputs = changed(of_five(), agenda_minutes=60.0)
    said = {"needed": 61.0, "planned": 60.0}
    expected = Finding("retreat_time_short", Severity.NOTICE, "agenda", None, "minutes", said)
    assert retreat.short_of_time(table, inputs) == (expected,)
    for minutes in (61.0, None):
        assert retreat.short_of_time(table, changed(inputs, agenda_minutes=minutes)) == ()
    assert retreat.short_of_time(table.iloc[:0], changed(inputs, agenda_minutes=0.0)) == ()


def test_what_is_put_off_says_who_and_until_when() -> None:
    rows = typed(
        Messe="deferred",
        Preise="deferred",
        Lager="decided",
        borderline__A="deferred",
        borderline__Z="deferred",
    )
    cells: dict[str, list[Any]] = {"who": ["MK", *[None] * 4], "until": [DAY, DAY, None, DAY, None]}
    rows = rows.assign(**cells)
    points = evaluate(of_five()).retreat
    both = ("Preise", "borderline A")
    said = {"items": both, "count": 2}
    found = retreat.loosely_deferred(points, changed(of_five(), retreat=rows))
    assert found == (Finding("deferred_incomplete", Severity.NOTICE, "open_decisions", None, "until", said),)
    one = retreat.loosely_deferred(points, changed(of_five(), retreat=rows.drop(index="Preise")))
    assert one[0].row == "borderline A"
    assert one[0].values == {"items": ("borderline A",), "count": 1}
    assert retreat.loosely_deferred(points, changed(of_five(), retreat=rows.iloc[[0, 2]])) == ()


def test_all_points_of_a_company_by_hand() -> None:
    """A and B are even, C does not say how long, G says nothing; D was decided for, E and F still are."""
    rows = {
        key: {"loyalty": value, "referral": value}
        for key, value in zip("ABCDFG", (9, 9, 4, 2, 1, 5), strict=True)
    }
    late = {"decided_level": "sales", "valid_until": dt.date(2025, 1, 1)}
    chance = {"customer_id": "D", "kind": "additional", "probability": 0.5}
    inputs = company(
        {
            **dict.fromkeys("ABDEFH", STEADY), "C": (50_000.0, 60_000.0, 90_000.0),
            "G": (10_000.0, 20_000.0, 40_000.0), "Z": (9.0, 9.0, 0.0),
        },
        criteria=SOFT,
        customers={**rows, "E": {}, "H": {}, "Z": {}},
        decisions={
            "A": late, "D": late, "Z": late,
            "E": {"decided_level": "service"}, "F": {"decided_level": "sales"},
            "C": {"reason_code": "volume", "explanation": "Zweites Werk"},
        },
        opportunities=[
            {**chance, "project": "Halle", "value_eur": None},
            {**chance, "project": "Dach", "value_eur": 0.5, "probability": None},
            {"project": "Messe", "value_eur": 9.0, "kind": "additional", "probability": 0.5},
            {"value_eur": 3.0, "kind": "additional", "probability": 0.3},
            {"customer_id": "404", "value_eur": 7.0, "probability": 0.4,
             "expected_close": dt.date(2025, 1, 1)},
        ],
    )  # fmt: skip
    points = evaluate(inputs).retreat
    assert list(points.columns) == list(retreat.ITEM_COLUMNS)
    found = [tuple(row) for row in points.astype(object).where(points.notna(), None).to_numpy()]
    stranger, late_chance = (
        ("opportunity_without_customer",),
        ("opportunity_without_customer", "opportunity_expired"),
    )
    assert found == [
        ("borderline A", "borderline", "A", ("tie",), None),
        ("borderline B", "borderline", "B", ("tie",), None),
        ("unrated H", "unrated", "H", ("not_assessable",), 50_000.0),
        ("explanation C", "explanation", "C", ("persistence_missing",), 90_000.0),
        ("explanation G", "explanation", "G", ("explanations_open",), 40_000.0),
        ("decision D", "decision", "D", ("decision_expired",), 50_000.0),
        ("opportunity Messe", "opportunity", None, stranger, 9.0),
        ("opportunity 404", "opportunity", "404", late_chance, 7.0),
        ("opportunity", "opportunity", None, stranger, 3.0),
        ("opportunity D Dach", "opportunity", "D", ("opportunity_probability_missing",), 0.5),
        ("opportunity D Halle", "opportunity", "D", ("opportunity_value_missing",), None),
        ("criterion Kundenbindung", "criterion", None, ("criteria_correlated",), None),
        ("concentration C", "concentration", "C", ("concentration_high",), 90_000.0),
    ]


def test_a_criterion_is_one_point_with_all_its_warnings() -> None:
    results = evaluate(of_five())
    said = [
        Finding(code, Severity.WARNING, "criteria", "Umsatz") for code in (*retreat.STRUCTURAL, "weight_sum")
    ]
    points = retreat.items(replace(results, findings=tuple(said)))
    mine = points[points["kind"] == "criterion"]
    codes = ("criteria_correlated", "criterion_constant", "effort_twice", "revenue_only_money")
    assert mine["item"].tolist() == ["criterion Umsatz"]
    assert mine["codes"].tolist() == [codes]


def test_whoever_never_had_revenue_has_nothing_at_stake() -> None:
    results = evaluate(company({"A": STEADY, "B": (None, None, None)}, criteria=SOFT))
    assert np.isnan(retreat._revenue(results, "B"))
    assert retreat._revenue(results, "A") == 50_000.0


def test_without_customers_there_is_nothing_to_decide() -> None:
    table = evaluate(company({}, criteria=SOFT, opportunities=[{"project": "Halle"}])).retreat_status
    assert list(table.columns) == ["topic", "total", "deferred", "open", "done", "minutes_each", "minutes"]
    assert table["topic"].tolist() == list(retreat.TOPICS)
    assert table["minutes_each"].tolist() == [1.5, 5.0, 15.0, 15.0, 10.0, *[5.0] * 5]
    assert table[["total", "deferred", "open", "done", "minutes"]].to_numpy().sum() == 0


@pytest.mark.parametrize(("kind", "weight", "wanted"), [("hard", 5, 6), ("soft", 0, 6), ("soft", 0.5, 12)])
def test_ratings_are_wanted_for_soft_criteria_that_weigh_something(
    kind: str, weight: float, wanted: int
) -> None:
    other = criterion("Weiterempfehlung", "referral", 0, 10, weight, kind=kind)
    assert stand(of_five(criteria=[SOFT[0], other])).at["rating", "total"] == wanted
