"""Kunden und Zahlen prüfen: every finding about one company of figures and one of levels, with its values."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from tests.companies import company, criterion
from tests.core.checked import both, keys, notice, ratings, warning

from kundenbindung.core.checks import customers, history, planning
from kundenbindung.core.model import Inputs, Results

STEADY = (80_000.0, 81_000.0, 82_000.0)
EVEN = (90_000.0, 90_000.0, 90_000.0)
GROWN = (100_000.0, 100_000.0, 130_000.0)
SIZE = criterion("Umsatz", "revenue_mean", 0, 200_000, 100)
LOYALTY = criterion("Kundenbindung", "loyalty", 0, 10, 50, kind="soft")
REFERRAL = criterion("Weiterempfehlung", "referral", 0, 10, 50, kind="soft")


def one_off(key: str, year: int, revenue: float | None, margin: float | None = None) -> dict[str, object]:
    return {"customer_id": key, "year": year, "revenue_eur": revenue, "margin_eur": margin}


@cache
def figures() -> tuple[Inputs, Results]:
    """Nine months, gaps, one estimated margin, strangers in every table."""
    inputs = company(
        {
            "A": STEADY, "B": (80_000, None, 82_000), "C": (None, 5_000, None), "D": (-1, 100, 100),
            "E": STEADY, "F": (None, None, 9_000), "G": (9_000, 9_000, 0), "N": (None, None, None),
            "X": STEADY,
        },
        {"A": (20_000, None, 20_000), "B": STEADY, "D": (1, 1, 1), "E": (1, 1, 1), "F": (None, None, 5)},
        criteria=[SIZE],
        settings={"months_in_base_year": 9},
        customers={
            **{key: {} for key in "ABDEFNG"},
            "C": {"segment": "Handel"},
            "K": {"collective": "yes"},
            "M": {"collective": "yes"},
        },
        margin_rates={"Handel": 0.25},
        one_offs=[
            one_off("404", 2024, 900), one_off("405", 2022, 900), one_off("A", 2022, 900),
            one_off("F", 2024, 1, 2), one_off("E", 2025, 10), one_off("C", 2024, 10), one_off("D", 2024, 0),
            one_off("D", 2024, None),
        ],
        full_year={"A": 9, "G": None, "404": 3, "N": 50_000},
        judgements=[
            {"customer_id": "A", "judge": "X", "loyalty": 2},
            {"customer_id": "A", "judge": "Y", "loyalty": 6},
            {"customer_id": "404", "judge": "Y", "loyalty": 6},
        ],
    )  # fmt: skip
    return both(inputs)


@cache
def levels() -> tuple[Inputs, Results]:
    """Ten who could be rated, E and F too thin, G and H even at a cut, Z lost, J and K grown by a third."""
    rows = ((9, 9), (9, 9), (5, 4), (4, 5), (3, None), (None, None), (2, 1), (1, 2))
    judged = {
        key: dict(zip(("loyalty", "referral"), row, strict=True))
        for key, row in zip("ABCDEFGH", rows, strict=True)
    }
    late = {"valid_until": dt.date(2025, 12, 30)}
    inputs = company(
        {**dict.fromkeys("ABCDEFGH", EVEN), "Z": (9_000, 9_000, 0), "J": GROWN, "K": GROWN},
        criteria=[LOYALTY, REFERRAL],
        customers={**judged, "Z": {}, "J": {"loyalty": 5, "referral": 6}, "K": {"loyalty": 5, "referral": 6}},
        decisions={
            "A": {"decided_level": "service"},
            "B": {"decided_level": "service", **late, "why": "Anlagenbau läuft aus"},
            "C": {"decided_level": "service"},
            "D": {"explanation": "Zweites Werk"},
            "F": {"decided_level": "sales"},
            "G": {"decided_level": "strategy"},
            "J": {"reason_code": "volume", "explanation": "Zweites Werk"},
            "K": {"reason_code": "volume"},
            "Z": {"decided_level": "service", **late},
            "404": {"why": "Gute Adresse"},
            "405": {"why": "Gute Adresse"},
            "406": {},
        },
        prior_year={
            "B": {"care_level": "sales"},
            "D": {"care_level": "strategy"},
            "H": {"score": 40},
            "404": {"care_level": "sales"},
            "405": {"care_level": "service"},
            "407": {"care_level": "Unsinn"},
        },
        prior_points={"B": {"Kundenbindung": None}, "D": {"Kundenbindung": 5}},
        prior_plan_year=2024,
    )
    return both(inputs)


def test_customers_and_figures_name_the_same() -> None:
    assert customers.unmatched_tables(*figures()) == [
        notice("customer_without_figures", "figures", **keys("N", "K", "M")),
        warning("figures_without_customer", "customers", "X", **keys("X")),
    ]


def test_collective_accounts_are_named() -> None:
    found = [notice("collective_accounts", "customers", None, "collective", **keys("K", "M"))]
    assert customers.collective_accounts(*figures()) == found


def test_an_empty_workbook_has_nobody_to_screen() -> None:
    assert customers.no_customers(*figures()) == []
    nobody = both(company({}, criteria=[SIZE]))
    assert customers.no_customers(*nobody) == [warning("customers_missing", "customers")]
    assert planning.lost_customers(*nobody) == []


def test_gaps_count_as_zero_and_a_base_year_may_still_come() -> None:
    assert customers.revenue_gaps(*figures()) == [
        notice("revenue_gap_filled", "figures", "B", **keys("B")),
        notice("base_year_pending", "figures", None, year=2025, **keys("G", "C")),
    ]


def test_more_credited_than_sold() -> None:
    expected = [warning("revenue_negative", "figures", "D", **keys("D"))]
    assert customers.negative_revenue(*figures()) == expected


def test_a_part_of_a_year_is_completed() -> None:
    values = {"year": 2025, "months": 9, "share": 0.75}
    expected = [notice("base_year_completed", "settings", "months_in_base_year", "value", **values)]
    assert customers.part_year_completed(*figures()) == expected
    assert customers.part_year_completed(*levels()) == []


def test_margins_are_absent_missing_or_estimated() -> None:
    assert customers.margins(*levels()) == [notice("margin_absent", "figures")]
    assert customers.margins(*figures()) == [
        notice("margin_missing", "figures", None, **keys("A", "G", "X")),
        notice("margin_estimated", "figures", "C", **keys("C")),
    ]
    nothing = company({"A": (None, None, None), "B": (0, 0, 0)}, criteria=[SIZE])
    assert customers.margins(*both(nothing)) == []


def test_a_one_off_without_margin_hides_no_other_gap() -> None:
    words: dict[str, Any] = {"criteria": [SIZE], "one_offs": [one_off("A", 2024, 10)]}
    for margin, gap in (((1, 1, 1), False), ((1, 1, None), True), ((1, None, 1), True)):
        found = customers.margins(*both(company({"A": STEADY}, {"A": margin}, **words)))
        assert found == ([notice("margin_missing", "figures", "A", **keys("A"))] if gap else [])


def test_one_offs_belong_to_a_customer_a_year_and_a_revenue() -> None:
    assert customers.one_offs(*figures()) == [
        warning("one_off_customer_unknown", "one_offs", None, "customer_id", **keys("404", "405")),
        warning("one_off_year_unknown", "one_offs", "A", "year", **keys("A")),
        warning("one_off_before_first_year", "one_offs", "F", "year", **keys("F")),
        warning("one_off_margin_missing", "one_offs", "E", "margin_eur", **keys("E")),
    ]


def test_a_one_off_needs_no_margin_where_nobody_has_one() -> None:
    inputs = company({"A": STEADY}, criteria=[SIZE], one_offs=[one_off("A", 2024, 10)])
    assert customers.one_offs(*both(inputs)) == []


def test_full_years_are_typed_for_new_customers_only() -> None:
    assert customers.full_year_figures(*figures()) == [
        notice("full_year_missing", "full_year", "F", **keys("F")),
        notice("full_year_unused", "full_year", None, **keys("A", "G", "404")),
        warning("full_year_too_early", "full_year", "N", **keys("N")),
    ]


def test_judges_three_points_apart() -> None:
    assert customers.judgements(*figures()) == [
        notice("judges_disagree", "judgements", "A", spread=3.0, **keys("A")),
        warning("judgement_customer_unknown", "judgements", "404", "customer_id", **keys("404")),
    ]


def test_levels_that_are_missing_or_even() -> None:
    assert customers.levels(*levels()) == [
        warning("not_assessable", "screening", None, "coverage", share=0.7, **keys("E", "F")),
        notice("tie_at_cut", "screening", None, "score", **keys("G", "H")),
    ]


def test_few_customers_are_one_to_four() -> None:
    for number in (0, 1, 4, 5):
        rows = ratings("loyalty", range(number))
        inputs = company(dict.fromkeys(rows, EVEN), criteria=[LOYALTY], customers=rows)
        expected = [notice("few_customers", "screening", count=number)] if 0 < number < 5 else []
        assert customers.levels(*both(inputs)) == expected


def test_levels_held_by_last_year_a_gap_or_the_weights() -> None:
    near = company(
        dict.fromkeys("ABCDE", EVEN),
        criteria=[LOYALTY],
        customers=ratings("loyalty", (8.1, 8, 3, 2, 1)),
        prior_year={"B": {"care_level": "strategy"}},
    )
    assert customers.levels(*both(near)) == [
        notice("held_by_memory", "screening", "B", points=2.0, **keys("B"))
    ]
    wide = [
        criterion("Umsatz", "revenue_mean", 0, 200_000, 75),
        criterion("Kundenbindung", "loyalty", 0, 10, 25),
    ]
    gap = company(
        dict.fromkeys("ABCDE", EVEN), criteria=wide, customers=ratings("loyalty", (None, 5, 4, 3, 2))
    )
    assert customers.levels(*both(gap)) == [
        notice("data_borderline", "screening", "A", "coverage", **keys("A"))
    ]


def test_levels_that_change_with_the_weights() -> None:
    rows = zip("ABCDE", (9, 2, 5, 5, 1), (2, 9, 4, 3, 1), strict=True)
    judged = {key: {"loyalty": one, "referral": two} for key, one, two in rows}
    inputs = company(
        dict.fromkeys("ABCDE", EVEN), criteria=[LOYALTY, REFERRAL], customers=judged, settings={"draws": 200}
    )
    assert customers.levels(*both(inputs)) == [
        notice("level_unsure", "screening", None, "stability", limit=0.8, **keys("A", "B")),
        notice("tie_at_cut", "screening", None, "score", **keys("A", "B")),
    ]


def test_trends_to_explain_and_what_an_explanation_lacks() -> None:
    said = {**keys("Z", "K"), "explained": 1, "needed": 3}
    assert customers.explanations(*levels()) == [
        warning("explanations_open", "screening", None, "reason_code", **said),
        notice("explanation_incomplete", "screening", None, "explanation", **keys("D", "K")),
        notice("persistence_missing", "screening", "J", "persistence", **keys("J")),
    ]


def test_decisions_without_a_reason_past_their_time_or_for_nobody() -> None:
    assert customers.decisions(*levels()) == [
        notice("decision_without_reason", "screening", None, "why", **keys("A", "C", "F", "G")),
        warning("decisions_many", "screening", None, "decided_level", count=3, total=10, share=0.25),
        notice("decision_expired", "screening", "B", "decided_level", **keys("B")),
        notice("decision_on_lost", "screening", "Z", "decided_level", **keys("Z")),
        warning("decision_customer_unknown", "screening", None, "customer_id", **keys("404", "405")),
    ]


def test_a_quarter_of_the_levels_may_be_decided_otherwise() -> None:
    rows = ratings("loyalty", (9, 7, 5, 3))
    for typed, many in (("A", 0), ("AB", 1)):
        decisions = {key: {"decided_level": "service", "why": "Preis"} for key in typed}
        inputs = company(dict.fromkeys(rows, EVEN), criteria=[LOYALTY], customers=rows, decisions=decisions)
        assert len(customers.decisions(*both(inputs))) == many


def test_last_year_knows_customers_who_are_gone() -> None:
    assert customers.prior_year(*levels()) == [
        notice("prior_year_customer_unknown", "prior_year", None, "customer_id", **keys("404", "405"))
    ]


def test_last_year_without_points_and_a_plan_for_another_year() -> None:
    assert history.prior_points(*levels()) == [
        notice("prior_points_missing", "prior_year", None, **keys("B", "H"))
    ]
    assert history.prior_plan_year(*levels()) == [
        warning("prior_year_other", "prior_year", None, "plan_year", plan_year=2024, base_year=2025)
    ]
    assert history.prior_plan_year(*figures()) == []


def test_lost_customers_are_listed() -> None:
    assert planning.lost_customers(*levels()) == [
        notice("customers_lost", "screening", "Z", "status", keys=("Z",))
    ]
    assert planning.lost_customers(*figures()) == []
