"""Befunde der Berechnung: for each code the smallest company that provokes it, beside one that does not.

A company is given in the words of `tests.companies.company`; its twin says only what is different.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from tests.catalogue.cases import Case, Findings, Provoke
from tests.companies import changed, company, criterion

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs

Words = Mapping[str, Any]
Change = Callable[[Inputs], Inputs]

REVENUE = criterion("Umsatz", "revenue_mean", 0, 200_000, 100)
LOYALTY = criterion("Kundenbindung", "loyalty", 0, 10, 100, kind="soft")
STEADY = (80_000, 81_000, 82_000)
PLAIN: Words = {"revenue": {"1001": STEADY}, "criteria": [REVENUE]}
LAST_DAY = dt.date(2025, 12, 31)


def _company(words: Words, change: Change | None = None) -> Provoke:
    def provoke(folder: Path) -> Findings:
        inputs = company(**words)
        return evaluate(inputs if change is None else change(inputs)).findings

    return provoke


def _case(  # noqa: PLR0917 - the place of a finding is read from left to right
    code: str,
    severity: str,
    table: str,
    row: str | None = None,
    field: str | None = None,
    given: Words | None = None,
    near: Words | None = None,
    says: tuple[str, ...] = (),
    change: Change | None = None,
) -> Case:
    """`given` completes the plain company, `near` the given one; only the first is passed through `change`."""
    words = {**PLAIN, **(given or {})}
    twin = _company({**words, **(near or {})})
    return Case(code, severity, _company(words, change), twin, table, row, field, says)


def _twice(table: str) -> Change:
    """The rows of one table written down a second time."""
    return lambda inputs: changed(inputs, **{table: pd.concat([getattr(inputs, table)] * 2)})


def _year_left_out(inputs: Inputs) -> Inputs:
    gone = [2024]
    return changed(inputs, revenue=inputs.revenue.drop(columns=gone), margin=inputs.margin.drop(columns=gone))


def _loyal(*ratings: float | None) -> Words:
    """Customers A, B, ... who differ in one soft rating only."""
    keys = [chr(ord("A") + place) for place in range(len(ratings))]
    return {
        "revenue": dict.fromkeys(keys, STEADY),
        "criteria": [LOYALTY],
        "customers": {key: {"loyalty": rating} for key, rating in zip(keys, ratings, strict=True)},
    }


def _criteria(*entries: Words) -> Words:
    return {"criteria": [criterion(**entry) for entry in entries]}


def _chance(**more: object) -> dict[str, object]:
    """A sound opportunity of the plain company, changed where `more` says so."""
    usual = {"customer_id": "1001", "project": "Neue Halle", "value_eur": 5_000, "probability": 0.5}
    dates = {"expected_close": dt.date(2026, 6, 30), "updated": dt.date(2025, 12, 1)}
    return {**usual, **dates, "kind": "additional", "status": "open", **more}


def _chances(*chances: Words) -> Words:
    return {"opportunities": [_chance(**entry) for entry in chances]}


def _past(days: int) -> Words:
    return _chances({"expected_close": LAST_DAY - dt.timedelta(days=days)})


def _one_off(**more: object) -> Words:
    return {"one_offs": [{"customer_id": "1001", "year": 2024, "revenue_eur": 900, "margin_eur": 90, **more}]}


MARGINS: Words = {"margin": {"1001": (20_000, 20_000, 20_000)}}
NEW: Words = {"revenue": {"1001": STEADY, "1002": (None, None, 9_000)}}
JUMP: Words = {"revenue": {"1001": (100_000, 100_000, 115_000)}}
EXPLAINED = {"reason_code": "volume", "explanation": "Zweites Werk beliefert", "persistence": "partly"}
LOST: Words = {"revenue": {"1001": STEADY, "1002": (9_000, 9_000, 0)}}

ENTRIES = (
    _case(
        "base_year_missing", "error", "settings", "base_year", "value",
        {"settings": {"base_year": 2026}}, {"settings": {"base_year": 2025}},
    ),
    _case(
        "years_not_consecutive", "error", "figures",
        given={"revenue": {"1001": [1000.0] * 6}}, near={"revenue": {"1001": [1000.0] * 5}}, says=("many",),
    ),
    _case("years_not_consecutive", "error", "figures", says=("gap",), change=_year_left_out),
    _case(
        "years_few", "warning", "figures",
        given={"revenue": {"1001": (1_000, 1_000)}}, near={"revenue": {"1001": (1_000, 1_000, 1_000)}},
    ),
    _case(
        "months_invalid", "error", "settings", "months_in_base_year", "value",
        {"settings": {"months_in_base_year": 13}}, {"settings": {"months_in_base_year": 12}}, ("many",),
    ),
    _case(
        "months_invalid", "error", "settings", "months_in_base_year", "value",
        {"settings": {"months_in_base_year": 0}}, {"settings": {"months_in_base_year": 1}}, ("none",),
    ),
    _case(
        "base_year_unusable", "error", "settings", "booked_share", "value",
        {"settings": {"months_in_base_year": 2}}, {"settings": {"months_in_base_year": 3}},
    ),
    _case(
        "booked_share_assumed", "warning", "settings", "booked_share", "value",
        {"settings": {"months_in_base_year": 6}},
        {"settings": {"months_in_base_year": 6, "booked_share": 0.4}},
    ),
    *(
        _case(
            "customer_duplicate", "error", name, "1001", "customer_id",
            {"decisions": {"1001": EXPLAINED}}, says=(name,), change=_twice(table),
        )
        for name, table in (("customers", "customers"), ("figures", "revenue"), ("decisions", "decisions"))
    ),
    _case(
        "criterion_duplicate", "error", "criteria", "Umsatz", "criterion",
        {"criteria": [REVENUE, REVENUE]}, {"criteria": [REVENUE, LOYALTY]},
    ),
    _case("criteria_missing", "error", "criteria", given={"criteria": []}, near={"criteria": [REVENUE]}),
    _case(
        "weight_negative", "error", "criteria", "Trend", "weight",
        {"criteria": [REVENUE, criterion("Trend", "own_rate", -0.1, 0.1, -1)]},
        {"criteria": [REVENUE, criterion("Trend", "own_rate", -0.1, 0.1, 0)]},
    ),
    _case(
        "weights_all_zero", "error", "criteria", None, "weight",
        {"criteria": [criterion("Umsatz", "revenue_mean", 0, 200_000, 0)]}, {"criteria": [REVENUE]},
    ),
    _case(
        "level_shares_invalid", "error", "settings", "share_strategy", "value",
        {"settings": {"share_strategy": 0.6, "share_service": 0.5}},
        {"settings": {"share_strategy": 0.5, "share_service": 0.5}},
    ),
)  # fmt: skip

CUSTOMERS = (
    _case("customers_missing", "warning", "customers", given={"revenue": {}}, near={"revenue": {"1": STEADY}}),
    _case(
        "customer_without_figures", "notice", "figures", "1002",
        given={"revenue": {"1001": STEADY, "1002": (None, None, None)}},
        near={"revenue": {"1001": STEADY, "1002": (None, None, 0)}},
    ),
    _case(
        "figures_without_customer", "warning", "customers", "1002",
        given={"revenue": {"1001": STEADY, "1002": STEADY}, "customers": {"1001": {}}},
        near={"customers": {"1001": {}, "1002": {}}},
    ),
    _case(
        "revenue_gap_filled", "notice", "figures", "1001",
        given={"revenue": {"1001": (80_000, None, 82_000)}},
        near={"revenue": {"1001": (None, 80_000, 82_000)}},
    ),
    _case(
        "base_year_pending", "notice", "figures", "1001",
        given={
            "revenue": {"1001": (80_000, 81_000, None)},
            "settings": {"months_in_base_year": 6, "booked_share": 0.5},
        },
        near={"revenue": {"1001": (80_000, 81_000, 1)}},
    ),
    _case(
        "base_year_completed", "notice", "settings", "months_in_base_year", "value",
        {"settings": {"months_in_base_year": 11}}, {"settings": {"months_in_base_year": 12}},
    ),
    _case("margin_absent", "notice", "figures", near={"margin": {"1001": (None, None, 20_000)}}),
    _case(
        "margin_missing", "notice", "figures", "1001",
        given={"margin": {"1001": (20_000, None, 20_000)}}, near=MARGINS,
    ),
    _case(
        "margin_estimated", "notice", "figures", "1001",
        given={"customers": {"1001": {"segment": "Handel"}}, "margin_rates": {"Handel": 0.25}}, near=MARGINS,
    ),
    _case(
        "one_off_customer_unknown", "warning", "one_offs", "404", "customer_id",
        _one_off(customer_id="404"), _one_off(),
    ),
    _case("one_off_year_unknown", "warning", "one_offs", "1001", "year", _one_off(year=2022), _one_off(year=2023)),
    _case(
        "one_off_before_first_year", "warning", "one_offs", "1001", "year",
        {"revenue": {"1001": (None, None, 82_000)}, **_one_off()},
        {"revenue": {"1001": (None, 81_000, 82_000)}},
    ),
    _case(
        "one_off_margin_missing", "warning", "one_offs", "1001", "margin_eur",
        {**MARGINS, **_one_off(margin_eur=None)}, _one_off(margin_eur=0),
    ),
    _case("full_year_missing", "notice", "full_year", "1002", given=NEW, near={"full_year": {"1002": 36_000}}),
    _case(
        "full_year_unused", "notice", "full_year", "1001",
        given={**NEW, "full_year": {"1001": 36_000}}, near={"full_year": {"1002": 36_000}},
    ),
    _case(
        "judges_disagree", "notice", "judgements", "A",
        given={**_loyal(8), "judgements": [{"customer_id": "A", "judge": "B", "loyalty": 5}]},
        near={"judgements": [{"customer_id": "A", "judge": "B", "loyalty": 5.5}]},
    ),
    _case(
        "judgement_customer_unknown", "warning", "judgements", "404", "customer_id",
        {**_loyal(8), "judgements": [{"customer_id": "404", "judge": "B", "loyalty": 8}]},
        {"judgements": [{"customer_id": "A", "judge": "B", "loyalty": 8}]},
    ),
    _case(
        "not_assessable", "warning", "screening", "B", "coverage",
        {
            **_loyal(8, None),
            "criteria": [
                criterion("Umsatz", "revenue_mean", 0, 200_000, 69),
                criterion("Kundenbindung", "loyalty", 0, 10, 31),
            ],
        },
        {
            "criteria": [
                criterion("Umsatz", "revenue_mean", 0, 200_000, 70),
                criterion("Kundenbindung", "loyalty", 0, 10, 30),
            ]
        },
    ),
    _case("few_customers", "notice", "screening", given=_loyal(1, 2, 3, 4), near=_loyal(1, 2, 3, 4, 5)),
    _case(
        "tie_at_cut", "notice", "screening", None, "score",
        _loyal(9, 9, 3, 2, 1), _loyal(9, 8.99, 3, 2, 1),
    ),
    _case(
        "data_borderline", "notice", "screening", "A", "coverage",
        {
            **_loyal(None, 5, 4, 3, 2),
            "revenue": {key: (90_000, 90_000, 90_000) for key in "ABCDE"},
            "criteria": [
                criterion("Umsatz", "revenue_mean", 0, 200_000, 75),
                criterion("Kundenbindung", "loyalty", 0, 10, 25),
            ],
        },
        _loyal(6, 5, 4, 3, 2),
    ),
    _case(
        "held_by_memory", "notice", "screening", "B",
        given={**_loyal(8.1, 8, 3, 2, 1), "prior_year": {"B": {"care_level": "strategy"}}},
        near=_loyal(8.3, 8, 3, 2, 1),
    ),
    _case(
        "explanations_open", "warning", "screening", "1001", "reason_code",
        JUMP, {"revenue": {"1001": (100_000, 100_000, 114_900)}}, ("size",),
    ),
    _case(
        "explanations_open", "warning", "screening", "1001", "reason_code",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "reason_code": "unexplained"}}},
        {"decisions": {"1001": EXPLAINED}}, ("reason",),
    ),
    _case(
        "explanation_incomplete", "notice", "screening", "1001", "explanation",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "explanation": None}}},
        {"decisions": {"1001": EXPLAINED}}, ("sentence",),
    ),
    _case(
        "explanation_incomplete", "notice", "screening", "1001", "explanation",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "reason_code": None}}}, {"decisions": {}}, ("reason",),
    ),
    _case(
        "persistence_missing", "notice", "screening", "1001", "persistence",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "persistence": None}}}, {"decisions": {"1001": EXPLAINED}},
    ),
    _case(
        "decision_without_reason", "notice", "screening", "1001", "why",
        {"decisions": {"1001": {"decided_level": "strategy"}}},
        {"decisions": {"1001": {"decided_level": "strategy", "why": "Referenzkunde"}}}, ("why",),
    ),
    _case(
        "decision_without_reason", "notice", "screening", "1001", "why",
        {"decisions": {"1001": {"decided_level": "service"}}},
        {"decisions": {"1001": {"decided_level": "sales"}}}, ("level",),
    ),
    _case(
        "decision_expired", "notice", "screening", "1001", "decided_level",
        {"decisions": {"1001": {"decided_level": "sales", "valid_until": dt.date(2025, 12, 30)}}},
        {"decisions": {"1001": {"decided_level": "sales", "valid_until": LAST_DAY}}}, ("date",),
    ),
    _case(
        "decision_expired", "notice", "screening", "1001", "decided_level",
        {"decisions": {"1001": {"decided_level": "sales", "decided_on": dt.date(2023, 12, 30)}}},
        {"decisions": {"1001": {"decided_level": "sales", "decided_on": dt.date(2023, 12, 31)}}}, ("age",),
    ),
    _case(
        "decision_on_lost", "notice", "screening", "1002", "decided_level",
        {**LOST, "decisions": {"1002": {"decided_level": "service"}}},
        {"decisions": {"1001": {"decided_level": "service"}}},
    ),
    _case(
        "decision_customer_unknown", "warning", "screening", "404", "customer_id",
        {"decisions": {"404": {"why": "Gute Adresse"}}}, {"decisions": {"404": {}}},
    ),
    _case(
        "prior_year_customer_unknown", "notice", "prior_year", "404", "customer_id",
        {"prior_year": {"404": {"care_level": "sales"}}}, {"prior_year": {"1001": {"care_level": "sales"}}},
    ),
    _case(
        "customers_lost", "notice", "screening", "1002", "status",
        LOST, {"revenue": {"1001": STEADY, "1002": (9_000, 9_000, 1)}},
    ),
)  # fmt: skip

TREND = {"name": "Trend", "source": "own_rate", "zero_at": -0.1, "ten_at": 0.1, "weight": 40}
SIZE = {"name": "Umsatz", "source": "revenue_mean", "zero_at": 0, "ten_at": 200_000, "weight": 60}


def _hours(margin_kind: str) -> Words:
    return {
        **MARGINS,
        **_criteria(
            {"name": "Aufwand", "source": "care_hours_per_1000_eur_margin", "zero_at": 4, "ten_at": 0}
        ),
        "customers": {"1001": {"care_effort_hours": 40}},
        "settings": {"margin_kind": margin_kind},
    }


def _two_ratings(*pairs: tuple[float, float]) -> Words:
    keys = [f"K{place}" for place in range(len(pairs))]
    return {
        "revenue": dict.fromkeys(keys, STEADY),
        "criteria": [
            criterion("Kundenbindung", "loyalty", 0, 10, 50),
            criterion("Empfehlung", "referral", 0, 10, 50),
        ],
        "customers": {
            key: {"loyalty": a, "referral": b} for key, (a, b) in zip(keys, pairs, strict=True)
        },
    }


def _many(hard: int, soft: int) -> Words:
    kinds = ["hard"] * hard + ["soft"] * soft
    return {"criteria": [criterion(f"K{n}", "loyalty", 0, 10, kind=kind) for n, kind in enumerate(kinds)]}


CRITERIA = (
    _case(
        "criteria_all_off", "warning", "criteria",
        given=_criteria({"name": "Treue", "source": "loyalty", "zero_at": 0, "ten_at": 10}),
        near={"customers": {"1001": {"loyalty": 5}}},
    ),
    _case(
        "criterion_source_unknown", "warning", "criteria", "Entfernung", "source",
        _criteria(SIZE, {"name": "Entfernung", "source": "Entfernung km", "zero_at": 300, "ten_at": 10}),
        {"customers": {"1001": {"Entfernung km": 25}}},
    ),
    _case(
        "criterion_rarely_filled", "notice", "criteria", "Kundenbindung", "source",
        _loyal(8, None, None), _loyal(8, None),
    ),
    _case(
        "anchors_missing", "warning", "criteria", "Trend", "zero_at",
        _criteria({**TREND, "zero_at": None}), _criteria(TREND), ("typed",),
    ),
    _case(
        "anchors_missing", "warning", "criteria", "Umsatz", "zero_at",
        {**_criteria({**SIZE, "zero_at": None, "ten_at": None}), "revenue": {"1": STEADY, "2": STEADY}},
        {"revenue": {"1": STEADY, "2": (40_000, 41_000, 42_000)}}, ("proposed",),
    ),
    _case(
        "anchors_equal", "warning", "criteria", "Trend", "zero_at",
        _criteria({**TREND, "zero_at": 0.1}), _criteria({**TREND, "zero_at": 0.09}),
    ),
    _case(
        "anchors_not_positive", "warning", "criteria", "Umsatz", "zero_at",
        _criteria({**SIZE, "scale": "log"}), _criteria({**SIZE, "scale": "log", "zero_at": 1}),
    ),
    _case(
        "anchors_proposed", "notice", "criteria", "Umsatz", "zero_at",
        {
            **_criteria({**SIZE, "zero_at": None, "ten_at": None}),
            "revenue": {"1": STEADY, "2": (40_000, 41_000, 42_000)},
        },
        _criteria(SIZE),
    ),
    _case(
        "criterion_clipped", "warning", "criteria", "Kundenbindung", "ten_at",
        _loyal(11, 9, 8, 7, 6, 5), _loyal(11, 9, 8, 7, 6, 5, 4), ("ten",),
    ),
    _case(
        "criterion_clipped", "warning", "criteria", "Kundenbindung", "zero_at",
        _loyal(-1, 9, 8, 7, 6, 5), _loyal(0, 9, 8, 7, 6, 5), ("zero",),
    ),
    _case(
        "criterion_constant", "warning", "criteria", "Kundenbindung", "source",
        _loyal(8, 8, 8), _loyal(8, 8, 7),
    ),
    _case(
        "criteria_correlated", "warning", "criteria", "Kundenbindung", "source",
        _two_ratings((1, 1), (2, 2), (3, 3), (4, 4), (5, 5)),
        _two_ratings((1, 1), (2, 2), (3, 3), (4, 4), (5, 2)), ("parallel",),
    ),
    _case(
        "criteria_correlated", "warning", "criteria", "Kundenbindung", "source",
        _two_ratings((1, 1), (2, 2), (3, 3), (4, 4), (5, 5)),
        _two_ratings((1, 1), (2, 2), (3, 3), (4, 4)), ("customers",),
    ),
    _case("effort_twice", "warning", "criteria", "Aufwand", "source", _hours("DB III"), _hours("DB II")),
    _case(
        "revenue_only_money", "warning", "criteria", "Umsatz", "source",
        {**MARGINS, **_criteria(SIZE)},
        _criteria(SIZE, {"name": "DB", "source": "margin_mean", "zero_at": 0, "ten_at": 50_000}),
    ),
    _case("criteria_number", "notice", "criteria", None, "kind", _many(5, 2), _many(6, 2), ("few",)),
    _case("criteria_number", "notice", "criteria", None, "kind", _many(8, 4), _many(8, 3), ("many",)),
    _case(
        "weight_sum", "notice", "criteria", None, "weight",
        _criteria({**SIZE, "weight": 59.5}, TREND), _criteria(SIZE, TREND),
    ),
)  # fmt: skip

FALLING: Words = {"revenue": {"1001": (110_000, 105_000, 100_000)}}
RISING: Words = {"revenue": {"1001": (100_000, 105_000, 110_000)}}

PIPELINE = (
    _case("opportunities_missing", "notice", "opportunities", near=_chances({})),
    _case(
        "opportunity_without_customer", "warning", "opportunities", "404 Neue Halle", "customer_id",
        _chances({"customer_id": "404"}), _chances({}),
    ),
    _case(
        "opportunity_value_missing", "warning", "opportunities", "1001 Neue Halle", "value_eur",
        _chances({"value_eur": None}), _chances({"value_eur": 0}),
    ),
    _case(
        "opportunity_kind_unknown", "notice", "opportunities", "1001 Neue Halle", "kind",
        _chances({"kind": "Sonstiges"}), _chances({"kind": "repeat"}),
    ),
    _case(
        "opportunity_probability_missing", "warning", "opportunities", "1001 Neue Halle", "probability",
        _chances({"probability": None, "stage": "Angebot"}), {"stages": {"Angebot": 0.4}},
    ),
    _case(
        "opportunity_undated", "notice", "opportunities", "1001 Neue Halle", "expected_close",
        _chances({"expected_close": None}), _chances({"expected_close": None, "status": "lost"}),
    ),
    _case(
        "opportunity_close_past", "notice", "opportunities", "1001 Neue Halle", "expected_close",
        _past(1), _past(0), ("day",),
    ),
    _case(
        "opportunity_close_past", "notice", "opportunities", "1001 Neue Halle", "expected_close",
        _past(90), _past(91), ("overdue",),
    ),
    _case(
        "opportunity_overdue", "warning", "opportunities", "1001 Neue Halle", "expected_close",
        _past(91), _past(90), ("begins",),
    ),
    _case(
        "opportunity_overdue", "warning", "opportunities", "1001 Neue Halle", "expected_close",
        _past(180), _past(181), ("ends",),
    ),
    _case(
        "opportunity_expired", "warning", "opportunities", "1001 Neue Halle", "expected_close",
        _past(181), _past(180),
    ),
    _case(
        "opportunity_stale", "warning", "opportunities", "1001 Neue Halle", "updated",
        _chances({"updated": LAST_DAY - dt.timedelta(days=181)}),
        _chances({"updated": LAST_DAY - dt.timedelta(days=180)}),
    ),
    _case(
        "opportunity_large", "warning", "opportunities", "1001 Neue Halle", "value_eur",
        _chances({"value_eur": 20_000, "expected_close": LAST_DAY}), _chances({"expected_close": LAST_DAY}),
    ),
    _case(
        "probabilities_equal", "warning", "opportunities", None, "probability",
        _chances({}, {}, {}), _chances({}, {}, {"probability": 0.4}), ("values",),
    ),
    _case(
        "probabilities_equal", "warning", "opportunities", None, "probability",
        _chances({}, {}, {}), _chances({}, {}), ("number",),
    ),
    _case(
        "falling_with_pipeline", "warning", "plan", "1001", "plan_open_eur",
        {**FALLING, **_chances({"value_eur": 40_000, "expected_close": LAST_DAY})},
        _chances({"value_eur": 30_000, "expected_close": LAST_DAY}),
    ),
    _case(
        "rising_without_pipeline", "warning", "plan", "1001", "plan_open_eur",
        {**RISING, **_chances({"customer_id": None})}, _chances({}),
    ),
)  # fmt: skip

PLAN = (
    _case(
        "plan_undefined", "warning", "plan", None, "plan_safe_eur",
        {"revenue": {"1001": (9_000, 9_000, 0)}}, {"revenue": {"1001": (9_000, 9_000, 9_000)}},
    ),
    _case(
        "plan_above_best_year", "warning", "plan",
        given={
            "revenue": {"1001": (80_000, 80_000, 80_000)},
            **_chances({"value_eur": 9_000, "expected_close": LAST_DAY}),
        },
        near=_chances({"value_eur": 9_000, "probability": 0}),
    ),
    _case(
        "plan_above_volume", "warning", "plan", "1001", "plan_expected_eur",
        {
            "revenue": {"1001": (80_000, 80_000, 80_000)},
            "customers": {"1001": {"purchasing_volume_eur": 79_999}},
        },
        {"customers": {"1001": {"purchasing_volume_eur": 80_000}}},
    ),
    _case(
        "target_missing", "notice", "settings", "target_revenue_eur", "value",
        {}, {"settings": {"target_revenue_eur": 90_000}},
    ),
    _case(
        "margin_rate_of_company", "notice", "plan", "1002", "plan_margin_eur",
        {"revenue": {"1001": STEADY, "1002": STEADY}, **MARGINS},
        {"margin": {"1001": (20_000, 20_000, 20_000), "1002": (None, None, 20_000)}},
    ),
    _case(
        "backtest_weak", "notice", "settings", "phi", "value",
        {"revenue": {"1001": (80_000, 90_000, 85_000)}}, {"revenue": {"1001": (80_000, 90_000, 100_000)}},
    ),
)  # fmt: skip

CASES = (*ENTRIES, *CUSTOMERS, *CRITERIA, *PIPELINE, *PLAN)
