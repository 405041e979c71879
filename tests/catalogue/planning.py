"""Befunde an Verkaufschancen und Plan."""

from __future__ import annotations

import datetime as dt

from tests.catalogue.core import LAST_DAY, MARGINS, STEADY, Words, case


def chance(**more: object) -> dict[str, object]:
    """A sound opportunity of the plain company, changed where `more` says so."""
    usual = {"customer_id": "1001", "project": "Neue Halle", "value_eur": 5_000, "probability": 0.5}
    dates = {"expected_close": dt.date(2026, 6, 30), "updated": dt.date(2025, 12, 1)}
    return {**usual, **dates, "kind": "additional", "status": "open", **more}


def chances(*entries: Words) -> Words:
    return {"opportunities": [chance(**entry) for entry in entries]}


def past(days: int) -> Words:
    return chances({"expected_close": LAST_DAY - dt.timedelta(days=days)})


FALLING: Words = {"revenue": {"1001": (110_000, 105_000, 100_000)}}
RISING: Words = {"revenue": {"1001": (100_000, 105_000, 110_000)}}

PIPELINE = (
    case("opportunities_missing", "notice", "opportunities", near=chances({})),
    case(
        "opportunity_without_customer", "warning", "opportunities", "404 Neue Halle", "customer_id",
        chances({"customer_id": "404"}), chances({}),
    ),
    case(
        "opportunity_value_missing", "warning", "opportunities", "1001 Neue Halle", "value_eur",
        chances({"value_eur": None}), chances({"value_eur": 0}),
    ),
    case(
        "opportunity_kind_unknown", "notice", "opportunities", "1001 Neue Halle", "kind",
        chances({"kind": "Sonstiges"}), chances({"kind": "repeat"}),
    ),
    case(
        "opportunity_probability_missing", "warning", "opportunities", "1001 Neue Halle", "probability",
        chances({"probability": None, "stage": "Angebot"}), {"stages": {"Angebot": 0.4}},
    ),
    case(
        "opportunity_undated", "notice", "opportunities", "1001 Neue Halle", "expected_close",
        chances({"expected_close": None}), chances({"expected_close": None, "status": "lost"}),
    ),
    case(
        "opportunity_close_past", "notice", "opportunities", "1001 Neue Halle", "expected_close",
        past(1), past(0), ("day",),
    ),
    case(
        "opportunity_close_past", "notice", "opportunities", "1001 Neue Halle", "expected_close",
        past(90), past(91), ("overdue",),
    ),
    case(
        "opportunity_overdue", "warning", "opportunities", "1001 Neue Halle", "expected_close",
        past(91), past(90), ("begins",),
    ),
    case(
        "opportunity_overdue", "warning", "opportunities", "1001 Neue Halle", "expected_close",
        past(180), past(181), ("ends",),
    ),
    case(
        "opportunity_expired", "warning", "opportunities", "1001 Neue Halle", "expected_close",
        past(181), past(180),
    ),
    case(
        "opportunity_stale", "warning", "opportunities", "1001 Neue Halle", "updated",
        chances({"updated": LAST_DAY - dt.timedelta(days=181)}),
        chances({"updated": LAST_DAY - dt.timedelta(days=180)}),
    ),
    case(
        "opportunity_large", "warning", "opportunities", "1001 Neue Halle", "value_eur",
        chances({"value_eur": 8_700, "expected_close": LAST_DAY}),
        chances({"value_eur": 8_600, "expected_close": LAST_DAY}),
    ),
    case(
        "probabilities_equal", "warning", "opportunities", None, "probability",
        chances({}, {}, {}), chances({}, {}, {"probability": 0.4}), ("values",),
    ),
    case(
        "probabilities_equal", "warning", "opportunities", None, "probability",
        chances({}, {}, {}), chances({}, {}), ("number",),
    ),
    case(
        "falling_with_pipeline", "warning", "plan", "1001", "plan_open_eur",
        {**FALLING, **chances({"value_eur": 30_100, "expected_close": LAST_DAY})},
        chances({"value_eur": 30_000, "expected_close": LAST_DAY}),
    ),
    case(
        "rising_without_pipeline", "warning", "plan", "1001", "plan_open_eur",
        {**RISING, **chances({"customer_id": None})}, chances({}),
    ),
)  # fmt: skip

PLAN = (
    case(
        "plan_undefined", "warning", "plan", None, "plan_safe_eur",
        {"revenue": {"1001": (9_000, 9_000, 0)}}, {"revenue": {"1001": (9_000, 9_000, 9_000)}},
    ),
    case(
        "plan_above_best_year", "warning", "plan",
        given={
            "revenue": {"1001": (80_000, 80_000, 80_000)},
            **chances({"value_eur": 9_000, "expected_close": LAST_DAY}),
        },
        near=chances({"value_eur": 9_000, "probability": 0}),
    ),
    case(
        "plan_above_volume", "warning", "plan", "1001", "plan_expected_eur",
        {
            "revenue": {"1001": (80_000, 80_000, 80_000)},
            "customers": {"1001": {"purchasing_volume_eur": 79_999}},
        },
        {"customers": {"1001": {"purchasing_volume_eur": 80_000}}},
    ),
    case(
        "target_missing", "notice", "settings", "target_revenue_eur", "value",
        {}, {"settings": {"target_revenue_eur": 90_000}},
    ),
    case(
        "purchasing_volume_missing", "notice", "customers", None, "purchasing_volume_eur",
        {"settings": {"target_revenue_eur": 900_000}},
        {"customers": {"1001": {"purchasing_volume_eur": 0}}},
    ),
    case(
        "purchasing_volume_missing", "notice", "customers", None, "purchasing_volume_eur",
        {"settings": {"target_revenue_eur": 900_000}}, {"settings": {"target_revenue_eur": 1}}, ("reached",),
    ),
    case(
        "margin_rate_of_company", "notice", "plan", "1002", "plan_margin_eur",
        {"revenue": {"1001": STEADY, "1002": STEADY}, **MARGINS},
        {"margin": {"1001": (20_000, 20_000, 20_000), "1002": (None, None, 20_000)}},
    ),
    case(
        "backtest_weak", "notice", "settings", "phi", "value",
        {"revenue": {"1001": (80_000, 90_000, 85_000)}}, {"revenue": {"1001": (80_000, 90_000, 100_000)}},
    ),
)  # fmt: skip

CASES = (*PIPELINE, *PLAN)
