"""Sieben Schritte: every status, and what is still missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from tests.companies import changed, company
from tests.messages.example import EXAMPLE, reading, rows

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import (
    ACTIVITY_COLUMNS,
    ROLE_COLUMNS,
    CompanyPlan,
    Finding,
    Results,
    Severity,
)
from kundenbindung.messages.steps import CHECK, DONE, OPEN, steps
from kundenbindung.workbook.frames import Reading


def step(number: int, read: Reading, results: Results, findings: Sequence[Finding] = ()) -> tuple[str, str]:
    table = steps(read, results, findings).set_index("number")
    assert list(table.index) == [1, 2, 3, 4, 5, 6, 7]
    return str(table.loc[number, "state"]), str(table.loc[number, "missing"])


ERROR = Finding("customer_duplicate", Severity.ERROR, "figures", "1", None, {"key": "1"})
WARNING = Finding("opportunity_undated", Severity.WARNING, "opportunities", None, None, {"keys": ("1",)})
NOTICE = Finding("opportunities_missing", Severity.NOTICE, "opportunities")
DOUBT = Finding("weight_negative", Severity.WARNING, "criteria", None, None, {"weight": -1.0})


def test_an_empty_workbook_has_everything_before_it() -> None:
    results = evaluate(company({}))
    states = steps(reading(results), results, ())
    assert states["state"].tolist() == [OPEN] * 3 + [states["state"][3]] + [OPEN] * 3
    assert states["missing"].tolist()[:3] == [
        "noch keine Zahlen",
        "noch keine Kunden",
        "noch keine Verkaufschance",
    ]
    assert states["missing"].tolist()[4:6] == ["erst nach der Berechnung"] * 2


def test_step_figures() -> None:
    results = evaluate(EXAMPLE)
    read = reading(results, figures=rows(4))
    assert step(1, read, results) == (DONE, "4 Kunden, 2023 bis 2025")
    assert step(1, read, results, [ERROR]) == (CHECK, "1 Fehler beheben")


def test_step_customers() -> None:
    results = evaluate(EXAMPLE)
    off = [entry.criterion for entry in results.criteria if not entry.on]
    state, missing = step(2, reading(results, customers=rows(4)), results)
    assert (state, missing) == (OPEN, f"noch zu wenig gefüllt: {', '.join(off[:4])} …")
    whole = dataclasses.replace(results, criteria=tuple(e for e in results.criteria if e.on))
    assert step(2, reading(whole, customers=rows(4)), whole) == (DONE, "")


def test_step_opportunities() -> None:
    results = evaluate(EXAMPLE)
    read = reading(results, opportunities=rows(2))
    assert step(3, read, results, [NOTICE]) == (DONE, "2 Verkaufschancen")
    assert step(3, read, results, [WARNING]) == (CHECK, "1 Warnung bei 2 Verkaufschancen")


def test_step_criteria() -> None:
    results = evaluate(EXAMPLE)
    assert step(4, reading(results), results) == (DONE, "11 Kriterien, Summe 100")
    assert step(4, reading(results), results, [DOUBT]) == (CHECK, "1 Warnung")
    less = dataclasses.replace(results, criteria=results.criteria[1:])
    assert step(4, reading(less), less) == (OPEN, "Summe der Gewichte 85 statt 100")


def test_step_trends() -> None:
    results = evaluate(EXAMPLE)
    needed = int(results.customers["needs_explanation"].sum())
    assert needed == 2
    assert step(5, reading(results), results) == (OPEN, "0 von 2 erklärt")
    told = dataclasses.replace(results, customers=results.customers.assign(explained=True))
    assert step(5, reading(told), told) == (DONE, "2 von 2 erklärt")


def _levels(results: Results, **columns: list[object]) -> Results:
    table = results.customers
    given_ = {name: pd.Series(values, index=table.index, dtype=object) for name, values in columns.items()}
    return dataclasses.replace(results, customers=table.assign(**given_))


def test_step_levels() -> None:
    plain: dict[str, list[object]] = {
        "borderline": [(), (), (), ()],
        "computed_level": ["sales"] * 4,
        "decided_level": [None] * 4,
        "decision_expired": [False] * 4,
    }
    calm = _levels(evaluate(EXAMPLE), **plain)
    assert step(6, reading(calm), calm) == (DONE, "0 von 0 Grenzfällen entschieden")
    edge = plain | {
        "borderline": [("tie",), ("tie",), (), ()],
        "computed_level": ["sales", "sales", None, "sales"],
    }
    open_ = _levels(calm, **edge | {"decided_level": ["sales", None, None, None]})
    assert step(6, reading(open_), open_) == (OPEN, "1 von 3 Grenzfällen entschieden")
    done = _levels(calm, **edge | {"decided_level": ["sales", "sales", "service", None]})
    assert step(6, reading(done), done) == (DONE, "3 von 3 Grenzfällen entschieden")
    old = _levels(done, decision_expired=[True, False, False, False])
    assert step(6, reading(old), old) == (OPEN, "2 von 3 Grenzfällen entschieden")


def test_levels_that_the_people_cannot_carry_are_not_done() -> None:
    """One Strategie customer needs the 20 hours of his talks, the Chef has 19 or 20 of them."""
    talk = ("Gespräch", "strategy", "Chef", "in_person", 4.0, 3.0, 2.0, None, None)
    chef = pd.DataFrame({name: [np.nan] for name in ROLE_COLUMNS}, index=pd.Index(["Chef"], name="role"))
    plain = company({"1": [9.0, 9.0, 9.0]}, decisions={"1": {"decided_level": "strategy"}})
    inputs = changed(plain, activities=pd.DataFrame([talk], columns=list(ACTIVITY_COLUMNS)))
    short, enough = (evaluate(changed(inputs, roles=chef.assign(hours=hours))) for hours in (19.0, 20.0))
    told = "0 von 0 Grenzfällen entschieden"
    assert step(6, reading(short), short) == (CHECK, f"{told}; nicht tragfähig, siehe Blatt Ressourcen")
    assert step(6, reading(enough), enough) == (DONE, told)


def _gap(results: Results, gap: float | None, expand: float | None = 0.0) -> Results:
    total = results.company
    assert isinstance(total, CompanyPlan)
    return dataclasses.replace(
        results, company=dataclasses.replace(total, gap_expected_eur=gap, expand_eur=expand)
    )


@pytest.mark.parametrize(
    ("gap", "expand", "state", "missing"),
    [
        (None, 0.0, OPEN, "Zielumsatz im Blatt Einstellungen eintragen"),
        (0.0, 0.0, DONE, "Das Ziel ist mit Erwartet erreicht"),
        (-5.0, 0.0, DONE, "Das Ziel ist mit Erwartet erreicht"),
        (1500.0, 900.0, CHECK, "Lücke 1.500 €, davon 900 € bei Bestandskunden"),
        (1500.0, 9000.0, CHECK, "Lücke 1.500 €, davon 1.500 € bei Bestandskunden"),
        (1500.0, 0.0, CHECK, "Lücke 1.500 €, davon 0 € bei Bestandskunden"),
        (1500.0, None, CHECK, "Lücke 1.500 €; Einkaufsvolumen im Blatt Kunden fehlt"),
        (0.0, None, DONE, "Das Ziel ist mit Erwartet erreicht"),
    ],
)
def test_step_plan(gap: float | None, expand: float | None, state: str, missing: str) -> None:
    results = _gap(evaluate(EXAMPLE), gap, expand)
    assert step(7, reading(results), results) == (state, missing)
