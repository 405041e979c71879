"""Verkaufschancen und Plan prüfen: every finding about a full pipeline, with its values and its border."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.companies import company, criterion
from tests.core.checked import both, keys, notice, warning

from kundenbindung.core.checks import opportunities, planning
from kundenbindung.core.model import Inputs, Results

STEADY = (80_000.0, 80_000.0, 80_000.0)
FALLING = (110_000.0, 105_000.0, 100_000.0)
RISING = (100_000.0, 105_000.0, 110_000.0)
SIZE = criterion("Umsatz", "revenue_mean", 0, 200_000, 100)
LAST_DAY = dt.date(2025, 12, 31)


def ago(days: int) -> dt.date:
    return LAST_DAY - dt.timedelta(days=days)


def chance(project: str | None = "Halle", **more: object) -> dict[str, object]:
    """A sound opportunity of A, changed where `more` says so."""
    usual = {"customer_id": "A", "project": project, "value_eur": 5_000, "probability": 0.5, "status": "open"}
    dates = {"expected_close": dt.date(2026, 6, 30), "updated": dt.date(2025, 12, 1)}
    return {**usual, **dates, "kind": "additional", **more}


def given(*chances: dict[str, object], revenue: Any = STEADY, **more: Any) -> tuple[Inputs, Results]:
    return both(company({"A": revenue}, criteria=[SIZE], opportunities=chances, **more))


@cache
def plain() -> tuple[Inputs, Results]:
    """One customer, always the same revenue, no opportunity."""
    return given()


@cache
def nobody() -> tuple[Inputs, Results]:
    return both(company({}, criteria=[SIZE]))


@cache
def pipeline() -> tuple[Inputs, Results]:
    """A falls and has nearly all opportunities, B and C rise, C has one, S is a Sammelkonto that rises."""
    lost = {"expected_close": None, "status": "lost", "kind": None, "probability": None, "value_eur": None}
    won = {"expected_close": None, "status": "won", "probability": None, "value_eur": 90_000}
    inputs = company(
        {"A": FALLING, "B": RISING, "C": RISING, "S": RISING},
        criteria=[SIZE],
        customers={"A": {}, "B": {}, "C": {}, "S": {"collective": "yes"}},
        opportunities=[
            chance("Fremd", customer_id="404"),
            chance(None, customer_id="405", value_eur=None),
            chance("Ohne Wert", value_eur=None),
            chance("Negativ", value_eur=-1),
            chance("Null", value_eur=0),
            chance("Art", kind="Unsinn", value_eur=7, status=None),
            chance("Stufe", stage="Angebot", probability=None),
            chance("Nichts", stage="Messe", probability=None, value_eur=3),
            chance("Offen", expected_close=None),
            chance("Verloren", customer_id="9", updated=ago(900), **lost),
            chance("Alt", expected_close=ago(181), updated=ago(181)),
            chance("Spät", expected_close=ago(180), updated=None),
            chance("Später", expected_close=ago(91), updated=None),
            chance("Eben", expected_close=ago(90), updated=ago(180)),
            chance("Gestern", expected_close=ago(1)),
            chance("Heute", expected_close=LAST_DAY, updated=ago(181), status="won"),
            chance("Gewonnen", updated=ago(300), **won),
            chance("Klein", customer_id="C", probability=0.2),
        ],
        stages={"Angebot": 0.5},
    )
    return both(inputs)


def test_a_chance_has_customer_value_kind_probability_and_date() -> None:
    place = "opportunities"
    strangers = {**keys("404 Fremd", "405"), "eur": 5_000.0}
    without = {**keys("405", "A Ohne Wert", "A Negativ"), "eur": -1.0}
    undated = {**keys("A Offen", "A Gewonnen"), "eur": 95_000.0}
    assert opportunities.incomplete(*pipeline()) == [
        warning("opportunity_without_customer", place, None, "customer_id", **strangers),
        warning("opportunity_value_missing", place, None, "value_eur", **without),
        notice("opportunity_kind_unknown", place, "A Art", "kind", **keys("A Art"), eur=7.0),
        warning(
            "opportunity_probability_missing", place, "A Nichts", "probability", **keys("A Nichts"), eur=3.0
        ),
        notice("opportunity_undated", place, None, "expected_close", **undated),
    ]


def test_a_close_date_in_the_past() -> None:
    place = ("opportunities", None, "expected_close")
    late = {**keys("A Spät", "A Später"), "eur": 10_000.0, "days": 90}
    past = {**keys("A Eben", "A Gestern"), "eur": 10_000.0}
    old = {**keys("A Alt"), "eur": 5_000.0, "days": 180}
    assert opportunities.overdue(*pipeline()) == [
        warning("opportunity_expired", "opportunities", "A Alt", "expected_close", **old),
        warning("opportunity_overdue", *place, **late),
        notice("opportunity_close_past", *place, **past),
    ]


def test_open_and_not_updated_for_half_a_year() -> None:
    said = {**keys("A Alt"), "eur": 5_000.0, "days": 180}
    expected = [warning("opportunity_stale", "opportunities", "A Alt", "updated", **said)]
    assert opportunities.stale(*pipeline()) == expected
    inputs, results = pipeline()
    undated = replace(results, settings=replace(results.settings, reporting_date=None))
    assert opportunities.stale(inputs, undated) == []


def test_one_chance_of_more_than_a_tenth_of_the_plan() -> None:
    at_once: dict[str, Any] = {"expected_close": LAST_DAY, "probability": 0.5}
    inputs, results = given(chance(value_eur=18_000, **at_once), chance("Zwei", value_eur=5_000, **at_once))
    plan = results.company.plan.expected if results.company else None
    assert plan == pytest.approx(80_000 + 9_000 + 2_500)
    said = {**keys("A Halle"), "eur": 18_000.0, "share": 0.1}
    expected = [warning("opportunity_large", "opportunities", "A Halle", "value_eur", **said)]
    assert opportunities.large(inputs, results) == expected
    assert opportunities.large(*given(chance(value_eur=18_000, status="won", expected_close=LAST_DAY))) == []
    tenth = given(chance(value_eur=10_000, **at_once), revenue=(95_000, 95_000, 95_000))
    assert opportunities.large(*tenth) == []
    assert opportunities.large(*nobody()) == []


def test_three_open_chances_alike_look_like_a_default() -> None:
    alike = [chance(), chance(stage="Angebot", probability=None), chance(status=None), chance(status="won")]
    words: dict[str, Any] = {"stages": {"Angebot": 0.5}}
    said = {"share": 0.5, "count": 3}
    assert opportunities.equal_probabilities(*given(*alike, **words)) == [
        warning("probabilities_equal", "opportunities", None, "probability", **said)
    ]
    assert opportunities.equal_probabilities(*given(*alike[:2], alike[3], **words)) == []
    assert opportunities.equal_probabilities(*given(*alike, chance(probability=0.6), **words)) == []
    unknown = [chance(stage="Messe", probability=None)] * 3
    assert opportunities.equal_probabilities(*given(*unknown, **words))[0].values == {
        "share": 0.0,
        "count": 3,
    }


def test_a_trend_against_the_pipeline() -> None:
    assert opportunities.against_trend(*pipeline()) == [
        warning("falling_with_pipeline", "plan", "A", "plan_open_eur", **keys("A")),
        warning("rising_without_pipeline", "plan", "B", "plan_open_eur", **keys("B")),
    ]
    assert opportunities.against_trend(*both(company({"B": RISING}, criteria=[SIZE]))) == []


def test_a_strong_trend_is_one_as_well() -> None:
    rows = {"A": (130_000, 110_000, 90_000), "B": (90_000, 110_000, 130_000)}
    why = {"reason_code": "volume", "explanation": "Zweites Werk", "persistence": "partly"}
    chances = [chance(value_eur=40_000, expected_close=LAST_DAY)]
    inputs = company(rows, criteria=[SIZE], opportunities=chances, decisions={"B": why})
    found = opportunities.against_trend(*both(inputs))
    assert [finding.row for finding in found] == ["A", "B"]


@pytest.mark.parametrize(("value", "full"), [(30_000, False), (30_001, True)])
def test_a_pipeline_is_full_above_its_share_of_the_revenue(value: float, full: bool) -> None:
    inputs = given(chance(value_eur=value, expected_close=LAST_DAY), revenue=FALLING)
    assert bool(opportunities.against_trend(*inputs)) is full


def test_growth_too_small_to_matter_needs_no_pipeline() -> None:
    rows = {"A": STEADY, "B": (100, 105, 110), "C": (None, None, 50_000_000)}
    inputs = company(rows, criteria=[SIZE], opportunities=[chance()])
    assert opportunities.against_trend(*both(inputs)) == []


def test_a_chance_of_a_euro_is_a_pipeline_and_without_a_limit_any_growth_needs_one() -> None:
    settings = {"materiality_share": 0.0}
    for value, bare in ((1.0, 0), (0.0, 1)):
        rising = given(chance(value_eur=value), revenue=(90_000, 110_000, 130_000), settings=settings)
        assert len(opportunities.against_trend(*rising)) == bare


def test_an_empty_pipeline() -> None:
    expected = [notice("opportunities_missing", "opportunities")]
    assert opportunities.empty(*plain()) == expected
    assert opportunities.empty(*given(chance())) == []
    assert opportunities.empty(*nobody()) == []


def test_a_plan_needs_a_positive_mean() -> None:
    expected = [warning("plan_undefined", "plan", None, "plan_safe_eur")]
    assert planning.undefined(*given(revenue=(9_000, 9_000, 0))) == expected
    assert planning.undefined(*plain()) == []
    assert planning.undefined(*nobody()) == []


def test_growth_nobody_has_seen_yet() -> None:
    grown = chance(value_eur=18_000, expected_close=LAST_DAY)
    [found] = planning.above_best_year(*given(grown))
    said = {"planned": pytest.approx(9 / 80), "best": 0.0}
    assert found == warning("plan_above_best_year", "plan", None, None, **said)
    assert planning.above_best_year(*plain()) == []
    assert planning.above_best_year(*given(grown, revenue=(60_000, 80_000, 80_000))) == []
    assert planning.above_best_year(*given(grown, revenue=(0.0, 80_000, 80_000))) == []
    short = planning.above_best_year(*given(grown, revenue=(80_000, 80_000)))
    assert [finding.code for finding in short] == ["plan_above_best_year"]
    assert planning.above_best_year(*given(grown, revenue=(80_000,))) == []


def test_growth_is_compared_with_the_best_of_all_years() -> None:
    grown = chance(value_eur=80_000, expected_close=LAST_DAY)
    [found] = planning.above_best_year(*given(grown, revenue=(80_000, 100_000, 90_000)))
    assert found.values["best"] == pytest.approx(0.25)
    inputs, results = given(grown, revenue=(80_000, 60_000, 75_000))
    [later] = planning.above_best_year(inputs, results)
    plan = results.company.plan.expected if results.company else None
    assert plan is not None
    assert later.values == {"best": pytest.approx(0.25), "planned": pytest.approx(plan / 75_000 - 1.0)}
    assert len(planning.above_best_year(*given(grown, revenue=(0.25, 0.25, 0.25)))) == 1
    [below] = planning.above_best_year(*given(grown, revenue=(100_000, 90_000, 81_000)))
    assert below.values["best"] == pytest.approx(-0.1)


def test_a_plan_above_what_the_customer_buys() -> None:
    rows = dict.fromkeys("AB", STEADY)
    customers = {"A": {"purchasing_volume_eur": 79_999}, "B": {"purchasing_volume_eur": 80_000}}
    inputs = both(company(rows, criteria=[SIZE], customers=customers))
    expected = [warning("plan_above_volume", "plan", "A", "plan_expected_eur", **keys("A"))]
    assert planning.above_volume(*inputs) == expected


def test_a_target_is_asked_for() -> None:
    expected = [notice("target_missing", "settings", "target_revenue_eur", "value")]
    assert planning.missing_target(*plain()) == expected
    assert planning.missing_target(*given(settings={"target_revenue_eur": 0.0})) == []
    assert planning.missing_target(*nobody()) == []


@pytest.mark.parametrize(
    ("target", "volumes", "told"),
    [
        (300_000.0, {}, True),
        (300_000.0, {"A": 0.0}, False),
        (300_000.0, {"L": 90_000.0}, True),
        (160_000.0, {}, False),
        (None, {}, False),
    ],
)
def test_a_gap_asks_for_the_purchasing_volume(
    target: float | None, volumes: dict[str, float], told: bool
) -> None:
    """B is a Sammelkonto, L is lost: their volumes are not asked for."""
    rows = {"A": STEADY, "B": STEADY, "L": (9_000, 9_000, 0)}
    customers = {key: {"purchasing_volume_eur": volumes.get(key)} for key in rows}
    customers["B"] |= {"collective": "yes", "purchasing_volume_eur": 5.0}  # type: ignore[dict-item]  # a word beside numbers
    inputs = company(rows, criteria=[SIZE], customers=customers, settings={"target_revenue_eur": target})
    expected = [notice("purchasing_volume_missing", "customers", None, "purchasing_volume_eur")]
    assert planning.missing_volume(*both(inputs)) == (expected if told else [])
    assert planning.missing_volume(*nobody()) == []
    found, results = both(inputs)
    assert results.company is not None
    small = replace(results, company=replace(results.company, expand_eur=None, gap_expected_eur=0.5))
    assert planning.missing_volume(found, small) == expected


def test_margins_planned_with_the_rate_of_all() -> None:
    rows = {**dict.fromkeys("ABC", STEADY), "Z": (9_000, 9_000, 0), "Y": (0.5, 0.5, 0.5)}
    inputs = both(company(rows, {"A": (None, None, 20_000)}, criteria=[SIZE]))
    assert planning.company_margin_rate(*inputs) == [
        notice("margin_rate_of_company", "plan", None, "plan_margin_eur", **keys("B", "C", "Y"))
    ]
    assert planning.company_margin_rate(*plain()) == []


def test_a_forecast_worse_than_last_year_again() -> None:
    inputs, results = given(revenue=(80_000, 90_000, 85_000))
    assert results.backtest is not None
    ratio = results.backtest.ratio_to_naive
    assert ratio is not None
    assert ratio > 1.0
    said = {"ratio": ratio, "origins": 1}
    expected = [notice("backtest_weak", "settings", "phi", "value", **said)]
    assert planning.weak_backtest(inputs, results) == expected
    assert planning.weak_backtest(*given(revenue=(80_000, 90_000, 100_000))) == []
    assert planning.weak_backtest(inputs, replace(results, backtest=None)) == []
    for value, weak in ((None, 0), (1.0, 0), (np.nextafter(1.0, 2.0), 1)):
        other = replace(results, backtest=replace(results.backtest, ratio_to_naive=value))
        assert len(planning.weak_backtest(inputs, other)) == weak
