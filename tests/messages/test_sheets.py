"""Ergebnistabellen: what Start, Screening and Plan show, and that everything adds up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.companies import companies, company, invented

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import CompanyPlan, Finding, Inputs, LevelCount, Results, Severity
from kundenbindung.messages import sheets
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, criteria_frame, empty_frame

SUMS = {
    "plan_expected_eur": lambda total: total.plan.expected,
    "plan_safe_eur": lambda total: total.plan.safe,
    "plan_upside_eur": lambda total: total.plan.upside,
    "plan_margin_eur": lambda total: total.plan_margin_eur,
    "expand_eur": lambda total: total.expand_eur,
    "secure_eur": lambda total: total.secure_eur,
}
CASES = HealthCheck.too_slow, HealthCheck.filter_too_much
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(CASES))


def filled(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    return frame[name].astype(float).fillna(0.0) if name in frame else pd.Series(0.0, index=frame.index)


def chances(*rows: tuple[str | None, float, str, float]) -> list[dict[str, object]]:
    return [
        {"customer_id": key, "value_eur": value, "status": status, "probability": chance, "kind": "additional",
         "expected_close": dt.date(2025, 12, 31), "project": "V"}
        for key, value, status, chance in rows
    ]  # fmt: skip


EXAMPLE = company(
    {"1": [100.0, 110.0, 150.0], "2": [90.0, 80.0, 60.0], "3": [50.0, 50.0, 50.0], "4": [None, None, 20.0]},
    {"1": [30.0, 33.0, 45.0], "2": [20.0, 18.0, 12.0], "3": [5.0, 5.0, 5.0], "4": [None, None, 4.0]},
    customers={key: {"customer": f"Kunde {key}", "purchasing_volume_eur": 400.0} for key in "1234"},
    opportunities=chances(("1", 40.0, "open", 0.5), ("2", 10.0, "won", 1.0), (None, 30.0, "won", 1.0), ("99", 20.0, "open", 0.25)),
    settings={"target_revenue_eur": 500.0},
)  # fmt: skip


# ---------------------------------------------------------------- Plan


def _identity(plan: pd.DataFrame) -> None:
    names = ("plan_level_eur", "plan_trend_eur", "plan_won_eur", "plan_open_eur")
    total = sum((filled(plan, name) for name in names), start=-filled(plan, "plan_overlap_eur"))
    assert (total - filled(plan, "plan_expected_eur")).abs().max() <= 1e-6 * (1.0 + total.abs().max())
    safe = filled(plan, "plan_expected_eur") - filled(plan, "plan_cushion_eur")
    known = plan["plan_safe_eur"].notna()
    assert (safe - plan["plan_safe_eur"].astype(float))[known].abs().max() <= 1e-6 * (1.0 + total.abs().max())


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
    assert line["plan_margin_eur"] == pytest.approx(35.0 * (33 + 45 + 18 + 12 + 5 + 5 + 4) / (110 + 150 + 80 + 60 + 50 + 50 + 20))


def test_without_such_opportunities_there_is_no_such_line() -> None:
    plain = company({"1": [1.0, 2.0, 3.0]}, opportunities=chances(("1", 5.0, "open", 0.5), (None, 9.0, "lost", 0.5)))
    assert sheets.plan(evaluate(plain))["customer_id"].tolist() == ["1"]


def test_the_plan_is_sorted_by_what_is_expected() -> None:
    plan = sheets.plan(evaluate(EXAMPLE))
    expected = plan["plan_expected_eur"].tolist()[:-1]
    assert expected == sorted(expected, reverse=True)
    amounts = plan.set_index("customer_id")["expand_eur"]
    assert amounts["3"] == pytest.approx(0.2 * (400.0 - plan.set_index("customer_id").loc["3", "plan_expected_eur"]))


def test_no_customers_no_plan() -> None:
    results = evaluate(company({}))
    assert sheets.plan(results).empty
    assert sheets.screening(results, empty_frame(layout.SCREENING)).empty


# ---------------------------------------------------------------- company, key figures, split, lists


def test_the_company_in_rows() -> None:
    results = evaluate(EXAMPLE)
    table = sheets.company(results).set_index("figure")
    total = results.company
    assert total is not None
    assert list(table.index) == [
        "2023 gebucht", "2024 gebucht", "2025 gebucht", "2025 bereinigt", "Sicher 2026", "Erwartet 2026",
        "Möglich 2026", "Ziel 2026", "Lücke zu Erwartet", "Lücke zu Sicher", "ausbauen", "sichern",
        "bleibt für Neukunden",
    ]  # fmt: skip
    assert table["revenue_eur"].tolist()[:4] == [240.0, 240.0, 280.0, 280.0]
    assert table.loc["Erwartet 2026", ["revenue_eur", "margin_eur"]].tolist() == [total.plan.expected, total.plan_margin_eur]
    assert table.loc["Lücke zu Erwartet", "revenue_eur"] == pytest.approx(500.0 - total.plan.expected)
    assert table.loc["bleibt für Neukunden", "revenue_eur"] == total.new_customers_eur
    assert table["meaning"].str.len().min() > 0


def test_key_figures_are_rows_of_the_company() -> None:
    results = evaluate(EXAMPLE)
    shown, whole = sheets.key_figures(results), sheets.company(results)
    merged = shown.merge(whole, on=["figure", "revenue_eur", "margin_eur"], how="left")
    assert merged["meaning"].notna().all()
    assert {"Ziel 2026", "Erwartet 2026", "Sicher 2026", "Lücke zu Erwartet"} <= set(shown["figure"])
    assert len(shown) <= layout.STEP_COUNT + 1


def test_the_split_in_three_columns() -> None:
    results = dataclasses.replace(
        evaluate(EXAMPLE), guideline=LevelCount(1, 2, 3), computed=LevelCount(4, 5, 6), decided=LevelCount(7, 8, 9)
    )
    table = sheets.split(results)
    assert table["care_level"].tolist() == ["Strategie", "Vertrieb", "Service"]
    assert table[["guideline", "computed", "decided"]].to_numpy().tolist() == [[1, 4, 7], [2, 5, 8], [3, 6, 9]]


def test_lists_carry_names() -> None:
    results = evaluate(EXAMPLE)
    table = sheets.ranked(results, results.expand)
    assert table["customer"].tolist() == [f"Kunde {key}" for key in table["customer_id"]]
    assert sheets.ranked(results, results.expand.iloc[:0]).empty


def test_the_backtest_in_words() -> None:
    two = company({"1": [100.0, 110.0]}, settings={})
    assert "drei Geschäftsjahre" in sheets.backtest(evaluate(two))["meaning"][0]
    table = sheets.backtest(evaluate(EXAMPLE))
    assert table["figure"].tolist() == ["Proben", "mittlerer Fehler", "Schlagseite", "gegen „wie im Vorjahr“"]
    assert table["value"][0] == "1"
    assert table["value"][1].endswith(" %")


def test_findings_in_rows() -> None:
    found = [
        Finding("customer_duplicate", Severity.ERROR, "customers", "1", "customer_id", {"key": "1"}),
        Finding("target_missing", Severity.NOTICE, "settings", "target_revenue_eur", "value"),
    ]
    table = sheets.finding_rows(found, {"1": "Müller"})
    assert table["severity"].tolist() == ["Fehler", "Hinweis"]
    assert table["sheet"].tolist() == ["Kunden", "Einstellungen"]
    assert table["row"].tolist() == ["1 Müller", "Zielumsatz im Planjahr"]
    assert list(sheets.finding_rows([], {}).columns) == ["severity", "sheet", "row", "sentence", "advice"]


# ---------------------------------------------------------------- Screening


def decisions(*rows: dict[str, object]) -> pd.DataFrame:
    columns = [column.name for column in layout.SCREENING.expand() if column.role.typed or column.name == "customer_id"]
    return pd.DataFrame([{name: row.get(name) for name in columns} for row in rows], columns=columns, dtype=object)


def test_decisions_stand_beside_their_customer_in_the_owners_order() -> None:
    typed = decisions({"customer_id": "3", "why": "drei"}, {"customer_id": "1", "why": "eins"}, {"customer_id": "9", "why": "weg"}, {"customer_id": "8"})
    table = sheets.screening(evaluate(EXAMPLE), typed)
    assert table["customer_id"].tolist()[:2] == ["3", "1"]
    assert set(table["customer_id"]) == {"1", "2", "3", "4", "9"}
    assert table["customer_id"].tolist()[-1] == "9"
    assert table.set_index("customer_id")["why"].dropna().to_dict() == {"3": "drei", "1": "eins", "9": "weg"}
    gone = table.set_index("customer_id").loc["9"]
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
    for table, frame in ((layout.SCREENING, sheets.screening(results, decisions())), (layout.PLAN, sheets.plan(results))):
        declared = {column.name for column in table.expand(results.years, names)} - {"sparkline"}
        assert declared <= set(frame.columns), declared - set(frame.columns)


# ---------------------------------------------------------------- Kriterien


def test_proposed_anchors_are_filled_in_and_typed_ones_stay() -> None:
    results = evaluate(EXAMPLE)
    typed = criteria_frame(EXAMPLE.criteria)
    table = sheets.criteria(typed, results).set_index("criterion")
    scored = {entry.criterion: entry for entry in results.criteria}
    assert table.loc["Umsatz", "zero_at"] == scored["Umsatz"].zero_at
    assert scored["Umsatz"].proposed
    assert table.loc["DB-Quote", ["zero_at", "ten_at"]].tolist() == [0.10, 0.50]
    assert table["weight_share"].sum() == pytest.approx(1.0)
    assert table.loc["Umsatz", "note"].startswith("zählt mit ")
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


# ---------------------------------------------------------------- the seven steps


def reading(results: Results, **frames: pd.DataFrame) -> Reading:
    tables = {name: empty_frame(layout.TABLES[name], results.years) for name in layout.INPUT_TABLES}
    return Reading(results.years, results.settings, {**tables, **frames}, ())


def rows(size: int) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [str(number) for number in range(size)]}, dtype=object)


def step(number: int, read: Reading, results: Results, findings: Sequence[Finding] = ()) -> tuple[str, str]:
    table = sheets.steps(read, results, findings).set_index("number")
    assert list(table.index) == [1, 2, 3, 4, 5, 6, 7]
    return table.loc[number, "state"], table.loc[number, "missing"]


ERROR = Finding("customer_duplicate", Severity.ERROR, "figures", "1", None, {"key": "1"})
WARNING = Finding("opportunity_undated", Severity.WARNING, "opportunities", None, None, {"keys": ("1",)})
NOTICE = Finding("opportunities_missing", Severity.NOTICE, "opportunities")
DOUBT = Finding("weight_negative", Severity.WARNING, "criteria", None, None, {"weight": -1.0})


def test_an_empty_workbook_has_everything_before_it() -> None:
    results = evaluate(company({}))
    states = sheets.steps(reading(results), results, ())
    assert states["state"].tolist() == [sheets.OPEN] * 3 + [states["state"][3]] + [sheets.OPEN] * 3
    assert states["missing"].tolist()[:3] == ["noch keine Zahlen", "noch keine Kunden", "noch keine Verkaufschance"]
    assert states["missing"].tolist()[4:6] == ["erst nach der Berechnung"] * 2


def test_step_figures() -> None:
    results = evaluate(EXAMPLE)
    read = reading(results, figures=rows(4))
    assert step(1, read, results) == (sheets.DONE, "4 Kunden, 2023 bis 2025")
    assert step(1, read, results, [ERROR]) == (sheets.CHECK, "1 Fehler beheben")


def test_step_customers() -> None:
    results = evaluate(EXAMPLE)
    off = [entry.criterion for entry in results.criteria if not entry.on]
    state, missing = step(2, reading(results, customers=rows(4)), results)
    assert (state, missing) == (sheets.OPEN, f"noch zu wenig gefüllt: {', '.join(off[:4])} …")
    whole = dataclasses.replace(results, criteria=tuple(e for e in results.criteria if e.on))
    assert step(2, reading(whole, customers=rows(4)), whole) == (sheets.DONE, "")


def test_step_opportunities() -> None:
    results = evaluate(EXAMPLE)
    read = reading(results, opportunities=rows(2))
    assert step(3, read, results, [NOTICE]) == (sheets.DONE, "2 Verkaufschancen")
    assert step(3, read, results, [WARNING]) == (sheets.CHECK, "1 Warnung bei 2 Verkaufschancen")


def test_step_criteria() -> None:
    results = evaluate(EXAMPLE)
    assert step(4, reading(results), results) == (sheets.DONE, "11 Kriterien, Summe 100")
    assert step(4, reading(results), results, [DOUBT]) == (sheets.CHECK, "1 Warnung")
    less = dataclasses.replace(results, criteria=results.criteria[1:])
    assert step(4, reading(less), less) == (sheets.OPEN, "Summe der Gewichte 85 statt 100")


def test_step_trends() -> None:
    results = evaluate(EXAMPLE)
    needed = int(results.customers["needs_explanation"].sum())
    assert needed == 2
    assert step(5, reading(results), results) == (sheets.OPEN, "0 von 2 erklärt")
    told = dataclasses.replace(results, customers=results.customers.assign(explained=True))
    assert step(5, reading(told), told) == (sheets.DONE, "2 von 2 erklärt")


def _levels(results: Results, **columns: list[object]) -> Results:
    table = results.customers
    given_ = {name: pd.Series(values, index=table.index, dtype=object) for name, values in columns.items()}
    return dataclasses.replace(results, customers=table.assign(**given_))


def test_step_levels() -> None:
    plain = {
        "borderline": [(), (), (), ()],
        "computed_level": ["sales"] * 4,
        "decided_level": [None] * 4,
        "decision_expired": [False] * 4,
    }
    calm = _levels(evaluate(EXAMPLE), **plain)
    assert step(6, reading(calm), calm) == (sheets.DONE, "0 von 0 Grenzfällen entschieden")
    edge = plain | {"borderline": [("tie",), ("tie",), (), ()], "computed_level": ["sales", "sales", None, "sales"]}
    open_ = _levels(calm, **edge | {"decided_level": ["sales", None, None, None]})
    assert step(6, reading(open_), open_) == (sheets.OPEN, "1 von 3 Grenzfällen entschieden")
    done = _levels(calm, **edge | {"decided_level": ["sales", "sales", "service", None]})
    assert step(6, reading(done), done) == (sheets.DONE, "3 von 3 Grenzfällen entschieden")
    old = _levels(done, decision_expired=[True, False, False, False])
    assert step(6, reading(old), old) == (sheets.OPEN, "2 von 3 Grenzfällen entschieden")


def _gap(results: Results, gap: float | None, expand: float = 0.0) -> Results:
    total = results.company
    assert isinstance(total, CompanyPlan)
    return dataclasses.replace(results, company=dataclasses.replace(total, gap_expected_eur=gap, expand_eur=expand))


@pytest.mark.parametrize(
    ("gap", "expand", "state", "missing"),
    [
        (None, 0.0, sheets.OPEN, "Zielumsatz im Blatt Einstellungen eintragen"),
        (0.0, 0.0, sheets.DONE, "Das Ziel ist mit Erwartet erreicht"),
        (-5.0, 0.0, sheets.DONE, "Das Ziel ist mit Erwartet erreicht"),
        (1500.0, 900.0, sheets.CHECK, "Lücke 1.500 €, davon 900 € bei Bestandskunden"),
        (1500.0, 9000.0, sheets.CHECK, "Lücke 1.500 €, davon 1.500 € bei Bestandskunden"),
    ],
)
def test_step_plan(gap: float | None, expand: float, state: str, missing: str) -> None:
    results = _gap(evaluate(EXAMPLE), gap, expand)
    assert step(7, reading(results), results) == (state, missing)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_every_company_fills_the_whole_workbook(seed: int) -> None:
    inputs = invented(8, 4, {"one_offs", "opportunities", "decisions", "gaps", "targets", "part_year"}, seed)
    results = evaluate(inputs)
    read = reading(results, customers=rows(1), criteria=criteria_frame(inputs.criteria), decisions=decisions())
    contents = sheets.contents(read, results, {"calculated": "jetzt"}, results.findings)
    assert set(contents.frames) >= set(layout.TABLES)
    assert contents.years == results.years
    assert contents.criteria == tuple(entry.criterion for entry in inputs.criteria)
    assert len(contents.frames["findings"]) == len(results.findings)
