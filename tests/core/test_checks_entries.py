"""Eingaben prüfen: what each check says of a company made by hand, and the border at which it is silent."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.companies import changed, company, criterion
from tests.core.checked import error, warning

from kundenbindung.core.checks import by_severity, check_inputs, entries
from kundenbindung.core.model import Finding, Inputs, Severity

STEADY = (80_000.0, 81_000.0, 82_000.0)
SIZE = criterion("Umsatz", "revenue_mean", 0, 200_000, 100)


def plain(revenue: Any = STEADY, **settings: Any) -> Inputs:
    return company({"A": revenue}, criteria=[SIZE], settings=settings)


def weighted(*weights: float) -> Inputs:
    names = [f"K{at}" for at in range(len(weights))]
    criteria = [
        criterion(name, "own_rate", 0, 1, weight) for name, weight in zip(names, weights, strict=True)
    ]
    return company({"A": STEADY}, criteria=criteria)


def test_the_last_year_is_the_base_year() -> None:
    missing = [error("base_year_missing", "settings", "base_year", "value", year=2026)]
    assert entries.base_year(plain(base_year=2026)) == missing
    no_years = pd.DataFrame(index=pd.Index(["A"]))
    assert entries.base_year(changed(plain(), revenue=no_years))[0].code == "base_year_missing"


def test_three_to_five_years_without_a_gap() -> None:
    for years in (3, 4, 5):
        assert entries.base_year(plain([1.0] * years)) == []
    listed = ", ".join(map(str, range(2020, 2026)))
    assert entries.base_year(plain([1.0] * 6)) == [error("years_not_consecutive", "figures", years=listed)]
    gap = changed(plain(), revenue=plain().revenue.drop(columns=2024))
    assert entries.base_year(gap) == [error("years_not_consecutive", "figures", years="2023, 2025")]
    assert entries.base_year(plain([1.0] * 2)) == [warning("years_few", "figures", count=2)]


@pytest.mark.parametrize("months", [0, 13])
def test_a_year_has_one_to_twelve_months(months: int) -> None:
    expected = [error("months_invalid", "settings", "months_in_base_year", "value", months=months)]
    assert entries.part_year(plain(months_in_base_year=months)) == expected


def test_a_part_year_needs_a_share_or_has_one_assumed() -> None:
    assert entries.part_year(plain()) == []
    assert entries.part_year(plain(months_in_base_year=12, booked_share=7.0)) == []
    assumed = [warning("booked_share_assumed", "settings", "booked_share", "value", share=0.25, months=3)]
    assert entries.part_year(plain(months_in_base_year=3)) == assumed
    for share in (0.25, 1.0):
        assert entries.part_year(plain(months_in_base_year=1, booked_share=share)) == []


@pytest.mark.parametrize("share", [0.24, 1.01])
def test_a_share_beyond_its_limits_cannot_be_used(share: float) -> None:
    found = entries.part_year(plain(months_in_base_year=6, booked_share=share))
    assert found == [error("base_year_unusable", "settings", "booked_share", "value", share=share, months=6)]


def test_a_base_year_nobody_has_booked_yet_loses_no_customer() -> None:
    empty = (80_000.0, 81_000.0, None)
    assert entries.base_year_figures(plain(empty)) == [error("base_year_no_figures", "figures", year=2025)]
    assert entries.base_year_figures(plain(empty, months_in_base_year=11)) == []
    assert entries.base_year_figures(plain(empty, base_year=2026)) == []
    assert entries.base_year_figures(plain((80_000.0, 81_000.0, 0.0))) == []
    assert entries.base_year_figures(plain((0.0, 0.0, None))) == []
    assert entries.base_year_figures(plain((0.5, 0.0, None))) != []


def test_a_key_stands_once_in_every_table() -> None:
    inputs = company({"A": STEADY, "B": STEADY}, decisions={"A": {}}, prior_year={"B": {}})
    assert entries.duplicate_keys(inputs) == []
    tables = ("customers", "revenue", "decisions", "prior_year")
    twice = changed(inputs, **{name: pd.concat([getattr(inputs, name)] * 2) for name in tables})
    places = [("customers", "A"), ("customers", "B"), ("figures", "A"), ("figures", "B")]
    assert entries.duplicate_keys(twice) == [
        error("customer_duplicate", table, key, "customer_id", key=key)
        for table, key in (*places, ("screening", "A"), ("prior_year", "B"))
    ]


def test_a_criterion_is_the_same_in_other_letters() -> None:
    names = [criterion(name, "own_rate", 0, 1) for name in ("Trend", "Umsatz", "TREND", "Straße", "STRASSE")]
    expected = [
        error("criterion_duplicate", "criteria", name, "criterion", key=name) for name in ("TREND", "STRASSE")
    ]
    assert entries.duplicate_keys(company({"A": STEADY}, criteria=names)) == expected


def test_a_name_fits_into_a_header() -> None:
    inputs = company({"A": STEADY}, criteria=[criterion("xy" * 50, "a"), criterion("xy" * 50 + "z", "a")])
    short = "xy" * 15
    assert entries.criterion_names(inputs) == [
        error("criterion_name_long", "criteria", short, "criterion", key=short, length=101, limit=100)
    ]


def test_weights_are_finite_and_weigh_something() -> None:
    assert entries.weights(weighted(0.0, 0.001)) == []
    assert entries.weights(weighted()) == [error("criteria_missing", "criteria")]
    assert entries.weights(weighted(0.0, 0.0)) == [error("weights_all_zero", "criteria", None, "weight")]
    infinite = float("inf")
    assert entries.weights(weighted(3.0, -0.5, infinite)) == [
        error("weight_negative", "criteria", "K1", "weight", weight=-0.5),
        error("weight_negative", "criteria", "K2", "weight", weight=infinite),
    ]


@pytest.mark.parametrize(("top", "bottom"), [(0.75, 0.5), (-0.1, 0.5), (0.5, -0.1)])
def test_shares_of_the_levels_are_parts_of_a_whole(top: float, bottom: float) -> None:
    found = entries.level_shares(plain(share_strategy=top, share_service=bottom))
    assert found == [
        error("level_shares_invalid", "settings", "share_strategy", "value", top=top, bottom=bottom)
    ]


@pytest.mark.parametrize(("top", "bottom"), [(0.75, 0.25), (0.0, 1.0), (1.0, 0.0)])
def test_shares_that_fill_the_whole_are_fine(top: float, bottom: float) -> None:
    assert entries.level_shares(plain(share_strategy=top, share_service=bottom)) == []


def test_all_checks_of_the_entries_speak_in_their_order() -> None:
    wrong = plain([1.0] * 6, months_in_base_year=13, share_strategy=2.0)
    codes = [finding.code for finding in check_inputs(wrong)]
    assert codes == ["years_not_consecutive", "months_invalid", "level_shares_invalid"]


def test_the_severest_comes_first_and_equal_ones_keep_their_order() -> None:
    said = [Finding(str(at), Severity(word)) for at, word in enumerate(["notice", "warning", "error"] * 2)]
    assert [finding.code for finding in by_severity(tuple(said))] == ["2", "5", "1", "4", "0", "3"]
