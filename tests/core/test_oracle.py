"""evaluate agrees with the independent calculation of tests/oracle.py, figure by figure."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from tests.companies import changed, companies, company, invented, small_companies
from tests.examples import examples
from tests.oracle import NOTHING, calculate, plain, same
from tests.shared_data import shared

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs, Results

AMOUNTS = (
    "revenue_eur", "margin_eur", "plan_level_eur", "plan_trend_eur", "plan_won_eur", "plan_open_eur",
    "plan_overlap_eur", "plan_expected_eur", "plan_safe_eur", "plan_upside_eur", "plan_margin_eur",
    "plan_margin_safe_eur",
)  # fmt: skip
FIGURES = (
    "margin_share", "score", "coverage", "rank", "own_rate", "trend_slope", "trend_variance", "trend_lambda",
    "trend_pool_rate", "planned_growth", "planned_rate", "margin_rate", "recognised_share", "level_distance",
)  # fmt: skip
LABELS = (
    "customer", "status", "pending", "margin_estimated", "trend_method", "trend_class", "trend_confidence",
    "needs_explanation", "explanation_reasons", "computed_level", "decided_level", "care_level", "borderline",
)  # fmt: skip
EVIDENCE = ("trend_rises", "trend_steps", "trend_one_jump")
COMPANY = (
    "revenue_eur", "margin_eur", "plan_margin_eur", "plan_margin_safe_eur", "gap_expected_eur",
    "gap_safe_eur", "gap_margin_expected_eur", "gap_margin_safe_eur", "expand_eur", "secure_eur",
    "new_customers_eur",
)  # fmt: skip


def compare(inputs: Inputs) -> None:
    inputs = changed(inputs, settings=replace(inputs.settings, draws=0))  # the oracle draws nothing
    results, reference = evaluate(inputs), calculate(inputs)
    assert results.stopped == reference["stopped"], results.findings
    if reference["stopped"]:
        return
    compare_criteria(results, reference)
    compare_customers(results, reference)
    compare_scores(results, reference)
    compare_effects(results, reference)
    compare_company(results, reference)


def compare_criteria(results: Results, reference: dict[str, Any]) -> None:
    for actual, expected in zip(results.criteria, reference["criteria"], strict=True):
        assert actual.criterion == expected["criterion"]
        if reference["customers"]:
            assert actual.on == expected["on"], (actual, expected)
            same(actual.weight_share, expected["weight_share"], f"weight of {actual.criterion}")
        for anchor in ("zero_at", "ten_at"):
            if actual.on:
                same(getattr(actual, anchor), expected[anchor], f"{anchor} of {actual.criterion}")


def compare_customers(results: Results, reference: dict[str, Any]) -> None:
    size = max(1.0, abs(reference["company"]["plan_upside_eur"] or 0), reference["company"]["revenue_eur"])
    assert list(results.customers.index) == list(reference["customers"])
    actual: dict[Any, Any] = results.customers.to_dict("index")
    for key, expected in reference["customers"].items():
        row = actual[key]
        for name in AMOUNTS:
            same(row[name], expected[name], f"{name} of {key}", size)
        for name in names_to_compare(expected):
            same(row[name], expected[name], f"{name} of {key}")
        if expected["needs_explanation"]:
            same(row["explained"], expected["explained"], f"explained of {key}")
        for year, y, d in zip(expected["years"], expected["y"], expected["d"], strict=True):
            same(results.adjusted_revenue.at[key, year], y, f"y {year} of {key}", size)
            same(results.adjusted_margin.at[key, year], d, f"d {year} of {key}", size)


def names_to_compare(expected: dict[str, Any]) -> list[str]:
    """All figures; not the share between two variances that are nothing but rounding."""
    names = [*LABELS, *FIGURES]
    if (
        expected["spread_between"] is not None
        and expected["spread_between"] + expected["trend_variance"] < NOTHING
    ):
        names.remove("trend_lambda")
    if expected["trend_slope"] is not None:
        names += [*EVIDENCE, "trend_points"]
    if expected["plan_expected_eur"]:
        names.append("plan_margin_company_rate")
    return names


def compare_scores(results: Results, reference: dict[str, Any]) -> None:
    used = [c["criterion"] for c in reference["criteria"] if c["on"]]
    for key, expected in reference["customers"].items():
        for name in used:
            same(results.points.at[key, name], expected["points"][name], f"points {name} of {key}")
            weighted = expected["weighted_points"][name]
            same(results.weighted_points.at[key, name], weighted, f"weighted {name} of {key}")
        if expected["eligible"]:
            row = results.customers.loc[key]
            compare_sentence_facts(key, row["strengths"], row["weakness"], expected)


def compare_sentence_facts(key: str, strengths: Any, weakness: Any, expected: dict[str, Any]) -> None:
    """The named criteria differ from the average as much as the reference's (equals may be exchanged)."""
    gaps = expected["differences"]
    actual = [gaps[name] for name in plain(strengths) or ()]
    same(
        tuple(len(actual) * [0]), tuple(len(expected["strengths"]) * [0]), f"strengths of {key}: {strengths}"
    )
    for a, name in zip(actual, expected["strengths"], strict=True):
        same(a, gaps[name], f"strengths of {key}: {strengths}")
    assert (plain(weakness) is None) == (expected["weakness"] is None), key
    if expected["weakness"] is not None:
        same(gaps[weakness], gaps[expected["weakness"]], f"weakness of {key}: {weakness}")


def compare_effects(results: Results, reference: dict[str, Any]) -> None:
    size = max(1.0, reference["company"]["revenue_eur"])
    actual = {(r["customer_id"], int(r["year"])): r for r in results.effects.to_dict("records")}
    assert set(actual) >= set(reference["effects"])
    for key, expected in reference["effects"].items():
        for name, value in expected.items():
            same(actual[key][name], value, f"{name} of {key}", size)


def compare_company(results: Results, reference: dict[str, Any]) -> None:
    actual, expected = results.company, reference["company"]
    assert actual is not None
    size = max(1.0, abs(expected["plan_upside_eur"] or 0), expected["revenue_eur"])
    for name in COMPANY:
        same(getattr(actual, name), expected[name], name, size)
    for name in ("safe", "expected", "upside"):
        same(getattr(actual.plan, name), expected[f"plan_{name}_eur"], f"plan {name}", size)
        outside = expected["without_customer"][name]
        same(getattr(actual.without_customer, name), outside, f"ohne Kunde {name}", size)
    for name in ("guideline", "computed", "decided"):
        split = getattr(results, name)
        assert (split.strategy, split.sales, split.service) == reference["levels"][name], name
    assert results.backtest is not None
    for name, value in reference["backtest"].items():
        same(getattr(results.backtest, name), value, f"backtest {name}")
    for name, entries in reference["lists"].items():
        assert list(getattr(results, name)["customer_id"]) == [key for key, _ in entries], name


def wide_table(name: str, last_year: int, months: int) -> Inputs:
    """A public data set as it lies there: one line per customer, one column per figure and year."""
    with shared("data", name, "customer_wide.csv").open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    years = range(last_year - 2, last_year + 1)

    def read(line: dict[str, str], figure: str) -> list[float | None]:
        cells = [line.get(f"{figure}_{year}") for year in years]
        return [float(text) if text else None for text in cells]

    return company(
        {line["customer_id"]: read(line, "revenue") for line in lines},
        {line["customer_id"]: read(line, "margin") for line in lines},
        last_year=last_year,
        settings={"months_in_base_year": months, "target_revenue_eur": 5_000_000.0},
        customers={line["customer_id"]: {"customer": line["customer_name"]} for line in lines},
    )


@given(companies())
@settings(max_examples=examples(60), deadline=None)
def test_invented_companies(inputs: Inputs) -> None:
    compare(inputs)


@given(small_companies())
@settings(max_examples=examples(100), deadline=None)
def test_companies_of_awkward_cells(inputs: Inputs) -> None:
    compare(inputs)


@pytest.mark.parametrize("seed", range(6))
def test_a_company_with_everything(seed: int) -> None:
    everything = {"gaps", "zeros", "short", "one_offs", "opportunities", "decisions", "prior_year", "soft"}
    everything |= {"judgements", "ties", "segments", "full_year", "targets", "own_criteria", "unlisted"}
    compare(invented(60, 3 + seed % 3, everything | ({"part_year"} if seed % 2 else set()), seed))


def test_classicmodels() -> None:
    inputs = wide_table("classicmodels", 2005, 5)
    compare(inputs)
    results = evaluate(inputs)
    assert len(results.customers) == 98
    entered = results.by_year.set_index("year")
    assert [round(v, 2) for v in entered["revenue_eur"]] == [3_250_217.70, 4_344_182.02, 1_770_936.71]
    assert [round(v, 2) for v in entered["margin_eur"]] == [1_296_061.29, 1_739_574.51, 695_876.17]


def test_classicmodels_has_levels_before_any_rating() -> None:
    results = evaluate(wide_table("classicmodels", 2005, 5))
    assert results.customers["computed_level"].notna().sum() >= 90
    assert results.computed == results.guideline


def test_northwind_has_no_margin_at_all() -> None:
    inputs = wide_table("northwind", 1998, 5)
    compare(inputs)
    results = evaluate(inputs)
    off = {c.criterion for c in results.criteria if not c.on}
    assert {"Deckungsbeitrag", "DB-Quote", "Betreuungsaufwand"} <= off
    there = results.customers[results.customers["status"] != "lost"]
    assert there["margin_eur"].isna().all()


def test_oracle_reads_more_than_one_segment() -> None:
    """A segment of its own with 25 customers is compared with itself (guards the invented companies)."""
    reference = calculate(invented(60, 4, {"segments"}, 2))
    rates = {row["trend_pool_rate"] for row in reference["customers"].values()} - {None}
    assert len(rates) == 2
