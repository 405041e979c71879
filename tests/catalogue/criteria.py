"""Befunde an Kriterien: anchors, weights, and what counts twice."""

from __future__ import annotations

from tests.catalogue.core import MARGINS, STEADY, Words, case, loyal
from tests.companies import criterion


def criteria(*entries: Words) -> Words:
    return {"criteria": [criterion(**entry) for entry in entries]}


TREND = {"name": "Trend", "source": "own_rate", "zero_at": -0.1, "ten_at": 0.1, "weight": 40}
SIZE = {"name": "Umsatz", "source": "revenue_mean", "zero_at": 0, "ten_at": 200_000, "weight": 60}


def hours(margin_kind: str) -> Words:
    return {
        **MARGINS,
        **criteria(
            {"name": "Aufwand", "source": "care_hours_per_1000_eur_margin", "zero_at": 4, "ten_at": 0}
        ),
        "customers": {"1001": {"care_effort_hours": 40}},
        "settings": {"margin_kind": margin_kind},
    }


def two_ratings(*pairs: tuple[float, float]) -> Words:
    keys = [f"K{place}" for place in range(len(pairs))]
    return {
        "revenue": dict.fromkeys(keys, STEADY),
        "criteria": [
            criterion("Kundenbindung", "loyalty", 0, 10, 50),
            criterion("Empfehlung", "referral", 0, 10, 50),
        ],
        "customers": {key: {"loyalty": a, "referral": b} for key, (a, b) in zip(keys, pairs, strict=True)},
    }


def many(hard: int, soft: int) -> Words:
    kinds = ["hard"] * hard + ["soft"] * soft
    return {"criteria": [criterion(f"K{n}", "loyalty", 0, 10, kind=kind) for n, kind in enumerate(kinds)]}


CRITERIA = (
    case(
        "criteria_all_off", "warning", "criteria",
        given=criteria({"name": "Treue", "source": "loyalty", "zero_at": 0, "ten_at": 10}),
        near={"customers": {"1001": {"loyalty": 5}}},
    ),
    case(
        "criterion_source_unknown", "warning", "criteria", "Entfernung", "source",
        criteria(SIZE, {"name": "Entfernung", "source": "Entfernung km", "zero_at": 300, "ten_at": 10}),
        {"customers": {"1001": {"Entfernung km": 25}}},
    ),
    case(
        "criterion_rarely_filled", "notice", "criteria", "Kundenbindung", "source",
        loyal(8, None, None), loyal(8, None),
    ),
    case(
        "anchors_missing", "warning", "criteria", "Trend", "zero_at",
        criteria({**TREND, "zero_at": None}), criteria(TREND), ("typed",),
    ),
    case(
        "anchors_missing", "warning", "criteria", "Umsatz", "zero_at",
        {**criteria({**SIZE, "zero_at": None, "ten_at": None}), "revenue": {"1": STEADY, "2": STEADY}},
        {"revenue": {"1": STEADY, "2": (40_000, 41_000, 42_000)}}, ("proposed",),
    ),
    case(
        "anchors_equal", "warning", "criteria", "Trend", "zero_at",
        criteria({**TREND, "zero_at": 0.1}), criteria({**TREND, "zero_at": 0.09}),
    ),
    case(
        "anchors_not_positive", "warning", "criteria", "Umsatz", "zero_at",
        criteria({**SIZE, "scale": "log"}), criteria({**SIZE, "scale": "log", "zero_at": 1}),
    ),
    case(
        "anchors_proposed", "notice", "criteria", "Umsatz", "zero_at",
        {
            **criteria({**SIZE, "zero_at": None, "ten_at": None}),
            "revenue": {"1": STEADY, "2": (40_000, 41_000, 42_000)},
        },
        criteria(SIZE),
    ),
    case(
        "criterion_clipped", "warning", "criteria", "Kundenbindung", "ten_at",
        loyal(11, 11, *range(11)), loyal(11, 11, *range(11), 5), ("ten",),
    ),
    case(
        "criterion_clipped", "warning", "criteria", "Kundenbindung", "zero_at",
        loyal(-1, -1, 8, 7, 6, 5), loyal(-1, 0, 8, 7, 6, 5), ("zero",),
    ),
    case(
        "criterion_constant", "warning", "criteria", "Kundenbindung", "source",
        loyal(8, 8, 8), loyal(8, 8, 7),
    ),
    case(
        "criteria_correlated", "warning", "criteria", "Kundenbindung", "source",
        two_ratings((1, 1), (2, 2), (3, 3), (4, 4), (5, 5)),
        two_ratings((1, 1), (2, 2), (3, 3), (4, 4), (5, 2)), ("parallel",),
    ),
    case(
        "criteria_correlated", "warning", "criteria", "Kundenbindung", "source",
        two_ratings((1, 1), (2, 2), (3, 3), (4, 4), (5, 5)),
        two_ratings((1, 1), (2, 2), (3, 3), (4, 4)), ("customers",),
    ),
    case("effort_twice", "warning", "criteria", "Aufwand", "source", hours("DB III"), hours("DB II")),
    case(
        "revenue_only_money", "warning", "criteria", "Umsatz", "source",
        {**MARGINS, **criteria(SIZE)},
        criteria(SIZE, {"name": "DB", "source": "margin_mean", "zero_at": 0, "ten_at": 50_000}),
    ),
    case("criteria_number", "notice", "criteria", None, "kind", many(5, 2), many(6, 2), ("few",)),
    case("criteria_number", "notice", "criteria", None, "kind", many(8, 4), many(8, 3), ("many",)),
    case(
        "weight_sum", "notice", "criteria", None, "weight",
        criteria({**SIZE, "weight": 59.5}, TREND), criteria(SIZE, TREND),
    ),
)  # fmt: skip

CASES = CRITERIA
