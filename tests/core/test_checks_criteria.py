"""Kriterien prüfen: every finding about companies made by hand, with its values and its border."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.companies import company, criterion
from tests.core.checked import both, notice, ratings, warning

from kundenbindung.core.checks import criteria
from kundenbindung.core.model import Criterion, Inputs, Results

EVEN = (90_000.0, 90_000.0, 90_000.0)
LOYALTY = criterion("Kundenbindung", "loyalty", 0, 10, 50, kind="soft")


@cache
def mixed() -> tuple[Inputs, Results]:
    """Six customers of 10,000 to 60,000 euros; of the criteria three are off, one is equal for all."""
    sizes = {key: 10_000.0 * at for at, key in enumerate("ABCDEF", start=1)}
    rows = {
        key: {"loyalty": at, "contract_share": 0.5, "care_effort_hours": 10 + at * at}
        for at, key in enumerate("ABCDEF")
    }
    inputs = company(
        {key: (size,) * 3 for key, size in sizes.items()},
        {key: (size / 5,) * 3 for key, size in sizes.items()},
        criteria=[
            criterion("Umsatz", "revenue_mean", 20_000, 50_000, 30),
            criterion("DB", "margin_mean", weight=20, scale="log"),
            criterion("Fremd", "nothing", 0, 1, 1),
            criterion("Halb", "loyalty", None, 10, 5),
            criterion("Selten", "referral", 0, 10, 5, kind="soft"),
            criterion("Gleich", "contract_share", 0, 1, 5),
            criterion("Aufwand", "care_hours_per_1000_eur_margin", 4, 0.2, 7, kind="soft"),
            criterion("Nichts", "complaint_share", 0, 1, 0),
            criterion("Auch fremd", "nothing", 0, 1, 0),
        ],
        settings={"margin_kind": " db iii "},
        customers={**rows, "A": {**rows["A"], "referral": 3}},
    )
    return both(inputs)


def rated(*values: float | None, weight: float = 50) -> tuple[Inputs, Results]:
    """Customers who differ in one judgement only."""
    rows = ratings("loyalty", values)
    judged = criterion("Kundenbindung", "loyalty", 0, 10, weight, kind="soft")
    return both(company(dict.fromkeys(rows, EVEN), criteria=[judged], customers=rows))


def test_criteria_that_are_off_say_why() -> None:
    about = {"source": "nothing", "share": 0.0, "zero_at": 0, "ten_at": 1}
    half = {"source": "loyalty", "share": 1.0, "zero_at": None, "ten_at": 10}
    rare = {"source": "referral", "share": pytest.approx(1 / 6), "zero_at": 0, "ten_at": 10}
    assert criteria.switched_off(*mixed()) == [
        warning("criterion_source_unknown", "criteria", "Fremd", "source", criterion="Fremd", **about),
        warning("anchors_missing", "criteria", "Halb", "zero_at", criterion="Halb", **half),
        notice("criterion_rarely_filled", "criteria", "Selten", "source", criterion="Selten", **rare),
    ]
    assert criteria.switched_off(*both(company({}, criteria=[LOYALTY]))) == []


def test_proposed_anchors_are_told() -> None:
    expected = {"criterion": "DB", "zero_at": 2_500.0, "ten_at": 12_000.0}
    assert criteria.proposed_anchors(*mixed()) == [
        notice("anchors_proposed", "criteria", "DB", "zero_at", **expected)
    ]


def test_anchors_that_cut_off_several_customers() -> None:
    found = criteria.clipped(*rated(-1, -1, 5, 6, 7, 11, 11, 12))
    said = {"criterion": "Kundenbindung"}
    assert found == [
        warning("criterion_clipped", "criteria", "Kundenbindung", "zero_at", share=0.25, points=0, **said),
        warning("criterion_clipped", "criteria", "Kundenbindung", "ten_at", share=0.375, points=10, **said),
    ]
    assert criteria.clipped(*rated(-1, 5, 6, 7, 11)) == []
    assert len(criteria.clipped(*rated(-1, -1, 5, 6, 7, weight=1))) == 1
    assert criteria.clipped(*rated(*[5] * 17, -1, -1, -1)) == []
    assert len(criteria.clipped(*rated(*[5] * 16, -1, -1, -1))) == 1


def test_a_criterion_that_weighs_nothing_cuts_nobody_off() -> None:
    rows = ratings("loyalty", (-1, -1, 5))
    unweighted = [
        criterion("Ohne", "loyalty", 0, 10, 0),
        criterion("Auch ohne", "revenue_mean", 0, 200_000, 0),
    ]
    both_of = [*unweighted, criterion("Umsatz", "revenue_mean", 0, 200_000, 1)]
    given = both(company(dict.fromkeys(rows, EVEN), criteria=both_of, customers=rows))
    assert criteria.clipped(*given) == []
    assert [finding.row for finding in criteria.constant(*given)] == ["Umsatz"]


def test_what_is_equal_for_all_decides_nothing() -> None:
    expected = [warning("criterion_constant", "criteria", "Gleich", "source", criterion="Gleich")]
    assert criteria.constant(*mixed()) == expected
    assert len(criteria.constant(*rated(8, 8))) == 1
    assert criteria.constant(*rated(8)) == []


def test_criteria_that_run_in_parallel() -> None:
    given = mixed()
    [found] = criteria.correlated(*given)
    points = given[1].points
    both_points = np.corrcoef(points["Umsatz"], points["DB"])[0, 1]
    expected = {"criterion": "Umsatz", "other": "DB", "correlation": pytest.approx(both_points)}
    assert found == warning("criteria_correlated", "criteria", "Umsatz", "source", **expected)


def test_every_pair_is_looked_at_once() -> None:
    names = ("loyalty", "referral", "contract_share")
    rows = {key: dict.fromkeys(names, at / 10) for at, key in enumerate("ABCDE")}
    listed = [criterion(name, name, 0, 1, 10) for name in names]
    found = criteria.correlated(*both(company(dict.fromkeys(rows, EVEN), criteria=listed, customers=rows)))
    pairs = [(finding.row, finding.values["other"]) for finding in found]
    assert pairs == [(names[0], names[1]), (names[0], names[2]), (names[1], names[2])]


def test_effort_counts_once() -> None:
    expected = [warning("effort_twice", "criteria", "Aufwand", "source", criterion="Aufwand")]
    assert criteria.effort_twice(*mixed()) == expected


@pytest.mark.parametrize("source", ["margin_mean", "margin_share", "free_potential"])
def test_revenue_is_not_the_only_money(source: str) -> None:
    revenue = {"A": (10_000.0, 10_000.0, 11_000.0)}
    size = criterion("Umsatz", "revenue_mean", 0, 20_000, 5)
    other = criterion("Geld", source, 0, 10, 5)
    rows = {"A": {"purchasing_volume_eur": 90_000}}
    words: dict[str, Any] = {"revenue": revenue, "margin": revenue, "customers": rows}
    given = both(company(**words, criteria=[other, size]))
    assert criteria.only_revenue(*given) == []
    alone = both(company(**words, criteria=[size, criterion("Treue", "loyalty", 0, 10, 5)]))
    expected = [warning("revenue_only_money", "criteria", "Umsatz", "source", criterion="Umsatz")]
    assert criteria.only_revenue(*alone) == expected


@pytest.mark.parametrize(("hard", "soft"), [(5, 2), (6, 2), (8, 3), (9, 3), (6, 1), (8, 4)])
def test_six_to_eight_hard_and_two_to_three_soft_criteria(hard: int, soft: int) -> None:
    listed = [*(_one(at, "hard") for at in range(hard)), *(_one(at + 20, "soft") for at in range(soft))]
    unweighted = criterion("Ohne Gewicht", "own_rate", 0, 1, 0)
    inputs = company({"A": EVEN}, criteria=[*listed, unweighted])
    fine = hard in {6, 8} and soft in {2, 3}
    expected = notice("criteria_number", "criteria", None, "kind", hard=hard, soft=soft)
    assert criteria.number_of_criteria(*both(inputs)) == ([] if fine else [expected])


def _one(at: int, kind: str) -> Criterion:
    return criterion(f"K{at}", "own_rate", 0, 1, 1, kind=kind)


@pytest.mark.parametrize("total", [99.0, 99.9, 100.0, 100.1, 101.0])
def test_weights_add_up_to_a_hundred(total: float) -> None:
    listed = [criterion("Trend", "own_rate", 0, 1, total - 40), criterion("Treue", "loyalty", 0, 1, 40)]
    found = criteria.weight_sum(*both(company({"A": EVEN}, criteria=listed)))
    said = notice("weight_sum", "criteria", None, "weight", total=pytest.approx(total))
    assert found == ([] if total == 100.0 else [said])


def test_somebody_to_rate_and_nothing_to_rate_with() -> None:
    stranger = [criterion("Fremd", "nothing", 0, 1, 1)]
    assert criteria.none_left(*both(company({"A": EVEN}, criteria=stranger))) == [
        warning("criteria_all_off", "criteria")
    ]
    assert criteria.none_left(*both(company({}, criteria=stranger))) == []
    assert criteria.none_left(*mixed()) == []
