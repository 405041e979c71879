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


def evaluated(words: Words, change: Change | None = None) -> Provoke:
    def provoke(folder: Path) -> Findings:
        inputs = company(**words)
        return evaluate(inputs if change is None else change(inputs)).findings

    return provoke


def case(
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
    """`given` completes the plain company, `near` the given one; only the first goes through `change`."""
    words = {**PLAIN, **(given or {})}
    twin = evaluated({**words, **(near or {})})
    return Case(code, severity, evaluated(words, change), twin, table, row, field, says)


def twice(table: str) -> Change:
    """The rows of one table written down a second time."""
    return lambda inputs: changed(inputs, **{table: pd.concat([getattr(inputs, table)] * 2)})


def year_left_out(inputs: Inputs) -> Inputs:
    gone = [2024]
    return changed(inputs, revenue=inputs.revenue.drop(columns=gone), margin=inputs.margin.drop(columns=gone))


def loyal(*ratings: float | None) -> Words:
    """Customers A, B, ... who differ in one soft rating only."""
    keys = [chr(ord("A") + place) for place in range(len(ratings))]
    return {
        "revenue": dict.fromkeys(keys, STEADY),
        "criteria": [LOYALTY],
        "customers": {key: {"loyalty": rating} for key, rating in zip(keys, ratings, strict=True)},
    }


def served(keys: str) -> dict[str, Words]:
    """Decisions for Service, one for each letter."""
    return {key: {"decided_level": "service"} for key in keys}


def one_off(**more: object) -> Words:
    return {"one_offs": [{"customer_id": "1001", "year": 2024, "revenue_eur": 900, "margin_eur": 90, **more}]}


MARGINS: Words = {"margin": {"1001": (20_000, 20_000, 20_000)}}
NEW: Words = {"revenue": {"1001": STEADY, "1002": (None, None, 9_000)}}
JUMP: Words = {"revenue": {"1001": (100_000, 100_000, 115_000)}}
EXPLAINED = {"reason_code": "volume", "explanation": "Zweites Werk beliefert", "persistence": "partly"}
LOST: Words = {"revenue": {"1001": STEADY, "1002": (9_000, 9_000, 0)}}

ENTRIES = (
    case(
        "base_year_missing", "error", "settings", "base_year", "value",
        {"settings": {"base_year": 2026}}, {"settings": {"base_year": 2025}},
    ),
    case(
        "years_not_consecutive", "error", "figures",
        given={"revenue": {"1001": [1000.0] * 6}}, near={"revenue": {"1001": [1000.0] * 5}}, says=("many",),
    ),
    case("years_not_consecutive", "error", "figures", says=("gap",), change=year_left_out),
    case(
        "years_few", "warning", "figures",
        given={"revenue": {"1001": (1_000, 1_000)}}, near={"revenue": {"1001": (1_000, 1_000, 1_000)}},
    ),
    case(
        "months_invalid", "error", "settings", "months_in_base_year", "value",
        {"settings": {"months_in_base_year": 13}}, {"settings": {"months_in_base_year": 12}}, ("many",),
    ),
    case(
        "months_invalid", "error", "settings", "months_in_base_year", "value",
        {"settings": {"months_in_base_year": 0}}, {"settings": {"months_in_base_year": 1}}, ("none",),
    ),
    case(
        "base_year_unusable", "error", "settings", "booked_share", "value",
        {"settings": {"months_in_base_year": 2}}, {"settings": {"months_in_base_year": 3}},
    ),
    case(
        "booked_share_assumed", "warning", "settings", "booked_share", "value",
        {"settings": {"months_in_base_year": 6}},
        {"settings": {"months_in_base_year": 6, "booked_share": 0.4}},
    ),
    *(
        case(
            "customer_duplicate", "error", name, "1001", "customer_id",
            says=(name,), change=twice(table),
        )
        for name, table in (("customers", "customers"), ("figures", "revenue"))
    ),
    case(
        "criterion_duplicate", "error", "criteria", "Umsatz", "criterion",
        {"criteria": [REVENUE, REVENUE]}, {"criteria": [REVENUE, LOYALTY]},
    ),
    case(
        "criterion_name_long", "error", "criteria", "x" * 30, "criterion",
        {"criteria": [REVENUE, criterion("x" * 101, "loyalty", 0, 10, 1)]},
        {"criteria": [REVENUE, criterion("x" * 100, "loyalty", 0, 10, 1)]},
    ),
    case("criteria_missing", "error", "criteria", given={"criteria": []}, near={"criteria": [REVENUE]}),
    case(
        "weight_negative", "error", "criteria", "Trend", "weight",
        {"criteria": [REVENUE, criterion("Trend", "own_rate", -0.1, 0.1, -1)]},
        {"criteria": [REVENUE, criterion("Trend", "own_rate", -0.1, 0.1, 0)]},
    ),
    case(
        "weights_all_zero", "error", "criteria", None, "weight",
        {"criteria": [criterion("Umsatz", "revenue_mean", 0, 200_000, 0)]}, {"criteria": [REVENUE]},
    ),
    case(
        "level_shares_invalid", "error", "settings", "share_strategy", "value",
        {"settings": {"share_strategy": 0.6, "share_service": 0.5}},
        {"settings": {"share_strategy": 0.5, "share_service": 0.5}},
    ),
)  # fmt: skip

CUSTOMERS = (
    case("customers_missing", "warning", "customers", given={"revenue": {}}, near=PLAIN),
    case(
        "customer_without_figures", "notice", "figures", "1002",
        given={"revenue": {"1001": STEADY, "1002": (None, None, None)}},
        near={"revenue": {"1001": STEADY, "1002": (None, None, 0)}},
    ),
    case(
        "revenue_negative", "warning", "figures", "1002",
        given={"revenue": {"1001": STEADY, "1002": (100, -1, 100)}},
        near={"revenue": {"1001": STEADY, "1002": (100, 0, 100)}},
    ),
    case(
        "figures_without_customer", "warning", "customers", "1002",
        given={"revenue": {"1001": STEADY, "1002": STEADY}, "customers": {"1001": {}}},
        near={"customers": {"1001": {}, "1002": {}}},
    ),
    case(
        "revenue_gap_filled", "notice", "figures", "1001",
        given={"revenue": {"1001": (80_000, None, 82_000)}},
        near={"revenue": {"1001": (None, 80_000, 82_000)}},
    ),
    case(
        "base_year_pending", "notice", "figures", "1001",
        given={
            "revenue": {"1001": (80_000, 81_000, None)},
            "settings": {"months_in_base_year": 6, "booked_share": 0.5},
        },
        near={"revenue": {"1001": (80_000, 81_000, 1)}},
    ),
    case(
        "base_year_completed", "notice", "settings", "months_in_base_year", "value",
        {"settings": {"months_in_base_year": 11}}, {"settings": {"months_in_base_year": 12}},
    ),
    case("margin_absent", "notice", "figures", near={"margin": {"1001": (None, None, 20_000)}}),
    case(
        "margin_missing", "notice", "figures", "1001",
        given={"margin": {"1001": (20_000, None, 20_000)}}, near=MARGINS,
    ),
    case(
        "margin_estimated", "notice", "figures", "1001",
        given={"customers": {"1001": {"segment": "Handel"}}, "margin_rates": {"Handel": 0.25}},
        near={"margin_rates": {"Industrie": 0.25}},
    ),
    case(
        "one_off_customer_unknown", "warning", "one_offs", "404", "customer_id",
        one_off(customer_id="404"), one_off(),
    ),
    case(
        "one_off_year_unknown", "warning", "one_offs", "1001", "year",
        one_off(year=2022), one_off(year=2023),
    ),
    case(
        "one_off_before_first_year", "warning", "one_offs", "1001", "year",
        {"revenue": {"1001": (None, None, 82_000)}, **one_off()},
        {"revenue": {"1001": (None, 81_000, 82_000)}},
    ),
    case(
        "one_off_margin_missing", "warning", "one_offs", "1001", "margin_eur",
        {**MARGINS, **one_off(margin_eur=None)}, one_off(margin_eur=0),
    ),
    case(
        "full_year_missing", "notice", "full_year", "1002",
        given=NEW, near={"full_year": {"1002": 36_000}},
    ),
    case(
        "full_year_unused", "notice", "full_year", "1001",
        given={**NEW, "full_year": {"1001": 36_000}}, near={"full_year": {"1002": 36_000}},
    ),
    case(
        "full_year_too_early", "warning", "full_year", "1003",
        given={"customers": {"1001": {}, "1003": {}}, "full_year": {"1003": 50_000}},
        near={"revenue": {"1001": STEADY, "1003": (9_000, 0, 0)}},
    ),
    case(
        "judges_disagree", "notice", "judgements", "A",
        given={**loyal(8), "judgements": [{"customer_id": "A", "judge": "B", "loyalty": 5}]},
        near={"judgements": [{"customer_id": "A", "judge": "B", "loyalty": 5.5}]},
    ),
    case(
        "judgement_customer_unknown", "warning", "judgements", "404", "customer_id",
        {**loyal(8), "judgements": [{"customer_id": "404", "judge": "B", "loyalty": 8}]},
        {"judgements": [{"customer_id": "A", "judge": "B", "loyalty": 8}]},
    ),
    case(
        "not_assessable", "warning", "screening", "B", "coverage",
        {
            **loyal(8, None),
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
    case("few_customers", "notice", "screening", given=loyal(1, 2, 3, 4), near=loyal(1, 2, 3, 4, 5)),
    case(
        "level_unsure", "notice", "screening", None, "stability",
        {
            "revenue": dict.fromkeys("ABCDE", STEADY),
            "criteria": [LOYALTY, criterion("Weiterempfehlung", "referral", 0, 10, 100, kind="soft")],
            "customers": {
                key: {"loyalty": one, "referral": two}
                for key, one, two in zip("ABCDE", (9, 2, 5, 5, 1), (2, 9, 4, 3, 1), strict=True)
            },
            "settings": {"draws": 200},
        },
        {"settings": {"draws": 200, "discuss_share": 0.0, "weight_error": 0.01, "share_strategy": 0.4}},
    ),
    case(
        "tie_at_cut", "notice", "screening", None, "score",
        loyal(9, 9, 3, 2, 1), loyal(9, 8.99, 3, 2, 1),
    ),
    case(
        "data_borderline", "notice", "screening", "A", "coverage",
        {
            **loyal(None, 5, 4, 3, 2),
            "revenue": dict.fromkeys("ABCDE", (90_000, 90_000, 90_000)),
            "criteria": [
                criterion("Umsatz", "revenue_mean", 0, 200_000, 75),
                criterion("Kundenbindung", "loyalty", 0, 10, 25),
            ],
        },
        loyal(6, 5, 4, 3, 2),
    ),
    case(
        "held_by_memory", "notice", "screening", "B",
        given={**loyal(8.1, 8, 3, 2, 1), "prior_year": {"B": {"care_level": "strategy"}}},
        near=loyal(8.3, 8, 3, 2, 1),
    ),
    case(
        "explanations_open", "warning", "screening", "1001", "reason_code",
        JUMP, {"revenue": {"1001": (100_000, 100_000, 114_900)}}, ("size",),
    ),
    case(
        "explanations_open", "warning", "screening", "1001", "reason_code",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "reason_code": "unexplained"}}},
        {"decisions": {"1001": EXPLAINED}}, ("reason",),
    ),
    case(
        "explanation_incomplete", "notice", "screening", "1001", "explanation",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "explanation": None}}},
        {"decisions": {"1001": EXPLAINED}}, ("sentence",),
    ),
    case(
        "explanation_incomplete", "notice", "screening", "1001", "explanation",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "reason_code": None}}}, {"decisions": {}}, ("reason",),
    ),
    case(
        "persistence_missing", "notice", "screening", "1001", "persistence",
        {**JUMP, "decisions": {"1001": {**EXPLAINED, "persistence": None}}},
        {"decisions": {"1001": EXPLAINED}},
    ),
    case(
        "decision_without_reason", "notice", "screening", "1001", "why",
        {"decisions": {"1001": {"decided_level": "strategy"}}},
        {"decisions": {"1001": {"decided_level": "strategy", "why": "Referenzkunde"}}}, ("why",),
    ),
    case(
        "decision_without_reason", "notice", "screening", "1001", "why",
        {"decisions": {"1001": {"decided_level": "service"}}},
        {"decisions": {"1001": {"decided_level": "sales"}}}, ("level",),
    ),
    case(
        "decisions_many", "warning", "screening", None, "decided_level",
        {**loyal(9, 5, 3, 1), "decisions": served("AB")},
        {"decisions": served("A") | {"B": {"decided_level": "sales"}}}, ("differ",),
    ),
    case(
        "decisions_many", "warning", "screening", None, "decided_level",
        {**loyal(9, 5, 3, 1), "decisions": served("AB")},
        {"decisions": served("A") | {
            "B": {"decided_level": "service", "valid_until": dt.date(2025, 12, 30)},
        }}, ("valid",),
    ),
    case(
        "decisions_many", "warning", "screening", None, "decided_level",
        {**loyal(9, 5, 3, 1), "decisions": served("AB")},
        {**loyal(9, 5, 3, 1, None), "decisions": served("AE")}, ("rated",),
    ),
    case(
        "decision_expired", "notice", "screening", "1001", "decided_level",
        {"decisions": {"1001": {"decided_level": "sales", "decided_on": dt.date(2023, 1, 1),
                                "decided_for": "sales"}}},
        {"decisions": {"1001": {"decided_level": "sales", "decided_on": dt.date(2023, 1, 1),
                                "decided_for": "service"}}}, ("stamped",),
    ),
    case(
        "decision_expired", "notice", "screening", "1001", "decided_level",
        {"decisions": {"1001": {"decided_level": "sales", "valid_until": dt.date(2025, 12, 30)}}},
        {"decisions": {"1001": {"decided_level": "sales", "valid_until": LAST_DAY}}}, ("date",),
    ),
    case(
        "decision_expired", "notice", "screening", "1001", "decided_level",
        {"decisions": {"1001": {"decided_level": "sales", "decided_on": dt.date(2023, 12, 30)}}},
        {"decisions": {"1001": {"decided_level": "sales", "decided_on": dt.date(2023, 12, 31)}}}, ("age",),
    ),
    case(
        "decision_on_lost", "notice", "screening", "1002", "decided_level",
        {**LOST, "decisions": {"1002": {"decided_level": "service"}}},
        {"decisions": {"1001": {"decided_level": "service"}}},
    ),
    case(
        "decision_customer_unknown", "warning", "screening", "404", "customer_id",
        {"decisions": {"404": {"why": "Gute Adresse"}}}, {"decisions": {"404": {}}},
    ),
    case(
        "prior_year_customer_unknown", "notice", "prior_year", "404", "customer_id",
        {"prior_year": {"404": {"care_level": "sales"}}}, {"prior_year": {"1001": {"care_level": "sales"}}},
    ),
    case(
        "customers_lost", "notice", "screening", "1002", "status",
        LOST, {"revenue": {"1001": STEADY, "1002": (9_000, 9_000, 1)}},
    ),
)  # fmt: skip

CASES = (*ENTRIES, *CUSTOMERS)
