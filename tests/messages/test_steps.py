"""Sieben Schritte: every status, and what is still missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.companies import changed, company
from tests.core.test_retreat import of_five, typed
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


def test_an_explanation_that_does_not_say_whether_it_lasts_is_open() -> None:
    """The Klausur counts it as open, so Start says why."""
    why = {"reason_code": "volume", "explanation": "Zweites Werk"}
    inputs = changed(EXAMPLE, decisions=company({}, decisions={"1": why, "2": why}).decisions)
    results = evaluate(inputs)
    assert step(5, reading(results), results) == (OPEN, "2 von 2 erklärt; „Hält an“ fehlt bei 2")
    stand: Any = results.retreat_status.set_index("topic")
    assert stand.loc["explanation", ["total", "done", "open"]].tolist() == [2, 0, 2]


Counts = tuple[int, int, int]
"""Points in all, deferred, open."""


def _stand(borderline: Counts, unrated: Counts = (0, 0, 0)) -> Results:
    """The example with so many Grenzfälle and customers who cannot be rated."""
    results = evaluate(EXAMPLE)
    topics = {"borderline": borderline, "unrated": unrated}
    table = results.retreat_status.set_index("topic")
    for topic, (total, deferred, left) in topics.items():
        table.loc[topic, ["total", "done", "deferred", "open"]] = (
            total, total - deferred - left, deferred, left,
        )  # fmt: skip
    return dataclasses.replace(results, retreat_status=table.reset_index())


@pytest.mark.parametrize(
    ("borderline", "unrated", "state", "missing"),
    [
        ((0, 0, 0), (0, 0, 0), DONE, "0 von 0 Grenzfällen entschieden"),
        ((3, 0, 2), (0, 0, 0), OPEN, "1 von 3 Grenzfällen entschieden"),
        ((3, 0, 0), (2, 0, 0), DONE, "3 von 3 Grenzfällen entschieden"),
        ((3, 1, 0), (0, 0, 0), OPEN, "2 von 3 Grenzfällen entschieden"),
        ((3, 0, 0), (4, 1, 1), OPEN, "3 von 3 Grenzfällen entschieden; 2 Kunden nicht bewertbar"),
        ((3, 0, 1), (4, 0, 1), OPEN, "2 von 3 Grenzfällen entschieden; 1 Kunde nicht bewertbar"),
    ],
)
def test_step_levels(borderline: Counts, unrated: Counts, state: str, missing: str) -> None:
    results = _stand(borderline, unrated)
    assert step(6, reading(results), results) == (state, missing)


def test_start_and_klausur_count_alike() -> None:
    """A and B are even at a cut, E has no rating; a point may be decided in either sheet."""
    here = typed(borderline__B="decided")
    decided = company({}, decisions={"A": {"decided_level": "sales"}}).decisions
    for inputs, done in (
        (of_five(), 0),
        (changed(of_five(), decisions=decided), 1),
        (changed(of_five(), decisions=decided, retreat=here), 2),
    ):
        results = evaluate(inputs)
        stand = results.retreat_status.set_index("topic").loc["borderline"]
        assert (stand["done"], stand["total"]) == (done, 2)
        told = f"{done} von 2 Grenzfällen entschieden; 1 Kunde nicht bewertbar"
        assert step(6, reading(results), results) == (OPEN, told)


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
