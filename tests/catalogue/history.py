"""Befunde zum Vorjahr und zum Jahreswechsel."""

from __future__ import annotations

from tests.catalogue.core import STEADY, Words, case

FROZEN: Words = {
    "prior_year": {"1001": {"care_level": "sales", "score": 40}},
    "prior_points": {"1001": {"Umsatz": 4.0}},
    "prior_weights": {"Umsatz": 100},
}

CASES = (
    case(
        "base_year_no_figures", "error", "figures",
        given={"revenue": {"1001": (80_000, 81_000, None), "1002": (5_000, None, None)}},
        near={"revenue": {"1001": (80_000, 81_000, None), "1002": (5_000, None, 0)}}, says=("entry",),
    ),
    case(
        "base_year_no_figures", "error", "figures",
        given={"revenue": {"1001": (80_000, 81_000, None)}},
        near={"settings": {"months_in_base_year": 6, "booked_share": 0.5}}, says=("months",),
    ),
    case(
        "base_year_no_figures", "error", "figures",
        given={"revenue": {"1001": (None, 1, None)}}, near={"revenue": {"1001": (None, 0, None)}},
        says=("customers",),
    ),
    case(
        "prior_year_other", "warning", "prior_year", None, "plan_year",
        {**FROZEN, "prior_plan_year": 2024}, {"prior_plan_year": 2025},
    ),
    case(
        "prior_points_missing", "notice", "prior_year", "1001",
        given={**FROZEN, "prior_points": {"1001": {"Umsatz": None}}}, near=FROZEN, says=("points",),
    ),
    case(
        "prior_points_missing", "notice", "prior_year", "1001",
        given={"prior_year": {"1001": {"score": 40}}}, near={"prior_year": {"1001": {"plan_safe_eur": 9}}},
        says=("score",),
    ),
    case(
        "prior_points_missing", "notice", "prior_year",
        given={"revenue": {"1001": STEADY, "1002": STEADY},
               "prior_year": {key: {"care_level": "sales"} for key in ("1001", "1002")}},
        near={"prior_year": {"404": {"care_level": "sales"}}}, says=("several",),
    ),
)  # fmt: skip
