"""Ergebnistabellen: Screening, Plan, lists and findings - and that everything adds up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.companies import changed, companies, company, invented
from tests.examples import examples
from tests.messages.example import EXAMPLE, chances, criteria_frame, filled, reading, rows

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import CompanyPlan, Finding, Inputs, Severity
from kundenbindung.messages import sheets
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import empty_frame
from kundenbindung.workbook.schema import Unit

SUMS: Mapping[str, Callable[[CompanyPlan], float | None]] = {
    "plan_expected_eur": lambda total: total.plan.expected,
    "plan_safe_eur": lambda total: total.plan.safe,
    "plan_upside_eur": lambda total: total.plan.upside,
    "plan_margin_eur": lambda total: total.plan_margin_eur,
    "expand_eur": lambda total: total.expand_eur,
    "secure_eur": lambda total: total.secure_eur,
}
CASES = HealthCheck.too_slow, HealthCheck.filter_too_much
quick = settings(max_examples=examples(25), deadline=None, suppress_health_check=list(CASES))


# ---------------------------------------------------------------- Plan


def _identity(plan: pd.DataFrame) -> None:
    names = ("plan_level_eur", "plan_trend_eur", "plan_won_eur", "plan_open_eur")
    total = sum((filled(plan, name) for name in names), start=-filled(plan, "plan_overlap_eur"))
    assert (total - filled(plan, "plan_expected_eur")).abs().max() <= 1e-6 * (1.0 + total.abs().max())
    safe = filled(plan, "plan_expected_eur") - filled(plan, "plan_cushion_eur")
    known = plan["plan_safe_eur"].notna()
    off = (safe - plan["plan_safe_eur"].astype(float))[known].abs()
    assert off.fillna(0.0).sum() <= 1e-6 * (1.0 + total.abs().max())


def test_every_line_of_the_plan_is_the_sum_of_its_columns() -> None:
    plan = sheets.plan(evaluate(EXAMPLE))
    assert plan["customer"].tolist()[-1] == "ohne Kunde"
    _identity(plan)


@quick
@given(companies(max_size=12))
def test_in_every_company_the_columns_and_the_lines_add_up(inputs: Inputs) -> None:
    results = evaluate(inputs)
    plan = sheets.plan(results)
    if not len(plan) or results.company is None:
        return
    _identity(plan)
    for name, figure in SUMS.items():
        expected = figure(results.company)
        if expected is not None:
            assert float(filled(plan, name).sum()) == pytest.approx(expected, rel=1e-9, abs=1e-6), name


def test_the_line_without_customer_tells_won_and_open_apart() -> None:
    results = evaluate(EXAMPLE)
    line = sheets.plan(results).iloc[-1]
    assert line["customer_id"] == "–"
    assert line["plan_won_eur"] == pytest.approx(30.0)
    assert line["plan_open_eur"] == pytest.approx(0.25 * 20.0)
    assert line["plan_expected_eur"] == pytest.approx(35.0)
    assert 0.0 < line["plan_safe_eur"] < 30.0
    assert line["plan_margin_eur"] == pytest.approx(
        35.0 * (33 + 45 + 18 + 12 + 5 + 5 + 4) / (110 + 150 + 80 + 60 + 50 + 50 + 20)
    )


def test_without_such_opportunities_there_is_no_such_line() -> None:
    plain = company(
        {"1": [1.0, 2.0, 3.0]}, opportunities=chances(("1", 5.0, "open", 0.5), (None, 9.0, "lost", 0.5))
    )
    assert sheets.plan(evaluate(plain))["customer_id"].tolist() == ["1"]


def test_the_plan_is_sorted_by_what_is_expected() -> None:
    plan = sheets.plan(evaluate(EXAMPLE))
    expected = plan["plan_expected_eur"].tolist()[:-1]
    assert expected == sorted(expected, reverse=True)
    by_key: Any = plan.set_index("customer_id")
    assert by_key.loc["3", "expand_eur"] == pytest.approx(
        0.2 * (400.0 - by_key.loc["3", "plan_expected_eur"])
    )


def test_no_customers_no_plan() -> None:
    results = evaluate(company({}))
    assert sheets.plan(results).empty
    assert sheets.screening(results, empty_frame(layout.SCREENING)).empty


# ---------------------------------------------------------------- lists and findings


def test_a_customer_who_comes_in_the_plan_year_is_not_lost() -> None:
    """He stands in Kunden, has no figure yet, and counts with his won opportunity."""
    names = {key: {"customer": key} for key in ("1", "2", "3")}
    deal = {"kind": "additional", "status": "won", "expected_close": dt.date(2026, 7, 1), "value_eur": 73.0}
    inputs = company(
        {"1": [1.0, 2.0, 3.0], "2": [None, None, None], "3": [5.0, 4.0, 0.0]},
        customers=names,
        opportunities=[{"customer_id": "2", "project": "Start", **deal}],
        full_year={"2": 50_000.0},
    )
    results = evaluate(inputs)
    screening: Any = sheets.screening(results, empty_frame(layout.SCREENING)).set_index("customer_id")
    assert screening["status"].to_dict() == {"1": "aktiv", "2": "ohne Umsatz", "3": "verloren"}
    assert screening["trend_words"].to_dict()["2"] == "ohne Umsatz"
    assert "erloren" not in screening.at["2", "reasoning"]
    plan: Any = sheets.plan(results).set_index("customer_id")
    assert plan.at["2", "plan_expected_eur"] == pytest.approx(73.0 * 183 / 365)
    assert plan.at["2", "recognised"] == "ohne Umsatz, nur Verkaufschancen"


def test_lists_carry_names() -> None:
    results = evaluate(EXAMPLE)
    table = sheets.ranked(results, results.expand)
    assert table["customer"].tolist() == [f"Kunde {key}" for key in table["customer_id"]]
    assert sheets.ranked(results, results.expand.iloc[:0]).empty


def test_findings_in_rows() -> None:
    found = [
        Finding("customer_duplicate", Severity.ERROR, "customers", "1", "customer_id", {"key": "1"}),
        Finding("target_missing", Severity.NOTICE, "settings", "target_revenue_eur", "value"),
    ]
    table = sheets.finding_rows(found, {"1": "Müller"})
    assert table["severity"].tolist() == ["Fehler", "Hinweis"]
    assert table["sheet"].tolist() == ["Kunden", "Einstellungen"]
    assert table["row"].tolist() == ["1 Müller", "Zielumsatz im Planjahr"]
    assert sheets.finding_rows(found[::-1], {})["severity"].tolist() == ["Fehler", "Hinweis"], (
        "severest first"
    )
    assert list(sheets.finding_rows([], {}).columns) == ["severity", "sheet", "row", "sentence", "advice"]


# ---------------------------------------------------------------- Screening


def decisions(*rows: dict[str, object]) -> pd.DataFrame:
    columns = [
        column.name
        for column in layout.SCREENING.expand()
        if column.role.typed or column.name == "customer_id"
    ]
    return pd.DataFrame(
        [{name: row.get(name) for name in columns} for row in rows], columns=columns, dtype=object
    )


def test_decisions_stand_beside_their_customer_in_the_owners_order() -> None:
    typed = decisions(
        {"customer_id": "3", "why": "drei"},
        {"customer_id": "1", "why": "eins"},
        {"customer_id": "9", "why": "weg"},
        {"customer_id": "8"},
    )
    table = sheets.screening(evaluate(EXAMPLE), typed)
    assert table["customer_id"].tolist()[:2] == ["3", "1"]
    assert set(table["customer_id"]) == {"1", "2", "3", "4", "9"}
    assert table["customer_id"].tolist()[-1] == "9"
    assert table.set_index("customer_id")["why"].dropna().to_dict() == {"3": "drei", "1": "eins", "9": "weg"}
    gone: Any = table.set_index("customer_id").loc["9"]
    assert (gone["status"], math.isnan(gone["score"])) == (sheets.GONE, True)


def test_further_customers_follow_best_first() -> None:
    results = evaluate(EXAMPLE)
    table = sheets.screening(results, decisions({"customer_id": "3"}))
    scores = [score for score in table["score"].tolist()[1:] if not math.isnan(score)]
    assert table["customer_id"][0] == "3"
    assert scores == sorted(scores, reverse=True)


def test_when_nobody_is_left_the_decisions_stay() -> None:
    table = sheets.screening(evaluate(company({})), decisions({"customer_id": "9", "why": "weg"}))
    assert table[["customer_id", "status", "why"]].to_numpy().tolist() == [["9", sheets.GONE, "weg"]]


def test_every_output_column_of_screening_and_plan_is_filled() -> None:
    results = evaluate(EXAMPLE)
    names = tuple(entry.criterion for entry in results.criteria)
    for table, frame in (
        (layout.SCREENING, sheets.screening(results, decisions())),
        (layout.PLAN, sheets.plan(results)),
    ):
        columns = table.expand(results.years, names)
        declared = {column.name for column in columns if column.unit is not Unit.SPARKLINE}
        assert declared <= set(frame.columns), declared - set(frame.columns)


def test_screening_shows_stability_effects_and_parts_of_the_score() -> None:
    inputs = dataclasses.replace(EXAMPLE, settings=dataclasses.replace(EXAMPLE.settings, draws=100))
    results = evaluate(inputs)
    table: Any = sheets.screening(results, decisions()).set_index("customer_id")
    assert table["stability"].to_dict() == results.customers["stability"].to_dict()
    shares = table[["stability_strategy", "stability_sales", "stability_service"]].sum(axis=1)
    assert shares.to_numpy() == pytest.approx(1.0)
    assert set(table["steadiness"]) <= {"diskutieren", "beobachten", "stabil"}
    weighted = table[[name for name in table if name.startswith("weighted:")]]
    assert weighted.sum(axis=1).to_numpy() == pytest.approx(table["score"].to_numpy())
    effects = results.effects.set_index(["customer_id", "year"])
    for key in table.index:
        for year in (2024, 2025):
            both = table.loc[key, f"revenue_effect_{year}"] + table.loc[key, f"margin_effect_{year}"]
            assert both == pytest.approx(effects.loc[(key, year), "margin_change_eur"])
            assert table.loc[key, f"margin_effect_{year}"] == effects.loc[(key, year), "margin_effect_eur"]
    assert "revenue_effect_2023" not in table


def test_screening_shows_what_an_explanation_changes() -> None:
    why = {"reason_code": "volume", "explanation": "Zweites Werk", "persistence": "yes"}
    alone = changed(EXAMPLE, opportunities=EXAMPLE.opportunities.iloc[:0])
    told = changed(alone, decisions=decisions({"customer_id": "1", **why}).set_index("customer_id"))
    shown: Any = sheets.screening(evaluate(told), decisions({"customer_id": "1", **why})).set_index(
        "customer_id"
    )
    with_it, without = (
        float(evaluate(one).customers["plan_expected_eur"].to_numpy(dtype=float)[0]) for one in (told, alone)
    )
    assert with_it > without
    assert shown.loc["1", "explanation_effect_eur"] == pytest.approx(with_it - without)
    assert shown["explanation_effect_eur"].notna().sum() == 1


# ---------------------------------------------------------------- Kriterien


def test_proposed_anchors_are_filled_in_and_typed_ones_stay() -> None:
    results = evaluate(EXAMPLE)
    typed = criteria_frame(EXAMPLE.criteria)
    table: Any = sheets.criteria(typed, results).set_index("criterion")
    scored = {entry.criterion: entry for entry in results.criteria}
    assert table.loc["Umsatz", "zero_at"] == scored["Umsatz"].zero_at
    assert scored["Umsatz"].proposed
    assert table.loc["DB-Quote", ["zero_at", "ten_at"]].tolist() == [0.10, 0.50]
    assert table["weight_share"].sum() == pytest.approx(1.0)
    assert str(table.loc["Umsatz", "note"]).startswith("zählt mit ")
    assert table.loc["Kundenbindung", "note"] == "aus: nur bei 0 % der Kunden gefüllt"


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"source": "gibt_es_nicht"}, "aus: Quelle unbekannt"),
        ({"zero_at": 5.0, "ten_at": None}, "aus: Anker fehlen"),
        ({"zero_at": 5.0, "ten_at": 5.0}, "aus: beide Anker sind gleich"),
        ({"zero_at": -1.0, "ten_at": 5.0}, "aus: Anker müssen größer als null sein"),
        ({"weight": 0.0}, "ohne Gewicht, zählt nicht"),
    ],
)
def test_why_a_criterion_does_not_count(changes: dict[str, Any], note: str) -> None:
    first, *others = EXAMPLE.criteria
    changed = (dataclasses.replace(first, **changes), *others)
    results = evaluate(dataclasses.replace(EXAMPLE, criteria=changed))
    assert sheets.criteria(criteria_frame(changed), results)["note"][0] == note


def test_without_customers_nothing_is_said_about_filling() -> None:
    results = evaluate(company({}))
    notes = sheets.criteria(criteria_frame(EXAMPLE.criteria), results)["note"]
    assert set(notes.dropna()) <= {"noch keine Kunden"}


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(0, 10**6))
def test_every_company_fills_the_whole_workbook(seed: int) -> None:
    inputs = invented(8, 4, {"one_offs", "opportunities", "decisions", "gaps", "targets", "part_year"}, seed)
    results = evaluate(inputs)
    read = reading(
        results, customers=rows(1), criteria=criteria_frame(inputs.criteria), decisions=decisions()
    )
    contents = sheets.contents(read, results, {"calculated": "jetzt"}, results.findings)
    tried = {"trial", "trial_capacity"}
    assert set(contents.frames) >= set(layout.TABLES) - tried, "those are tried by the jobs"
    assert contents.years == results.years
    assert contents.criteria == tuple(entry.criterion for entry in inputs.criteria)
    assert len(contents.frames["findings"]) == len(results.findings)
