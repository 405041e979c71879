"""Gerechnete Fälle: small companies with figures worked by hand (cases/*.yaml), each with source and why.

A case names `inputs` in the words of `tests.companies.company` - or a `ladder`, customers C01, C02, ...
of flat revenue - and what it `expect`s. Without criteria only the revenue counts, 0 points at 0 and
10 points at 1,000 euros.
Every case is also put to the independent calculation, so that a wrong expectation shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.companies import company, criterion
from tests.oracle import calculate, same

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs, Results

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "history")
CASES = [case for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
REVENUE_ONLY = (criterion("Umsatz", "revenue_mean", 0, 1000, 1),)
Answer = dict[str, Any]


def inputs_of(case: Answer) -> Inputs:
    given = {"criteria": REVENUE_ONLY, **case["inputs"]}
    ladder = given.pop("ladder", None)
    if ladder:
        rungs = [ladder["first"] + i * ladder["step"] for i in range(ladder["count"])]
        given["revenue"] = {f"C{i:02}": [float(rung)] * 3 for i, rung in enumerate(rungs, 1)}
    return company(**given)


def answer_of_evaluate(inputs: Inputs) -> Answer:
    results = evaluate(inputs)
    assert not results.stopped, results.findings
    assert results.company is not None
    effects = {(row["customer_id"], row["year"]): row for row in results.effects.to_dict("records")}
    return {
        "customers": results.customers.to_dict("index"),
        "points": results.points.to_dict("index"),
        "weighted_points": results.weighted_points.to_dict("index"),
        "criteria": {c.criterion: c for c in results.criteria},
        "company": company_line(results),
        "without_customer": results.company.without_customer,
        "levels": {name: split(results, name) for name in ("guideline", "computed", "decided")},
        "lists": {name: list(getattr(results, name)["customer_id"]) for name in ("expand", "secure")},
        "backtest": results.backtest,
        "effects": effects,
    }


def company_line(results: Results) -> Answer:
    line = results.company
    assert line is not None
    plan = {f"plan_{name}_eur": getattr(line.plan, name) for name in ("safe", "expected", "upside")}
    return plan | {name: getattr(line, name) for name in line.__slots__}


def split(results: Results, name: str) -> tuple[int, int, int]:
    count = getattr(results, name)
    return count.strategy, count.sales, count.service


def answer_of_oracle(inputs: Inputs) -> Answer:
    found = calculate(inputs)
    rows = found["customers"]
    return found | {
        "points": {key: row["points"] for key, row in rows.items()},
        "weighted_points": {key: row["weighted_points"] for key, row in rows.items()},
        "criteria": {c["criterion"]: c for c in found["criteria"]},
        "without_customer": found["company"]["without_customer"],
        "lists": {name: [key for key, _ in entries] for name, entries in found["lists"].items()},
    }


def check(actual: Any, expected: Any, where: str) -> None:
    """Every expected figure stands in the answer, to the decimals that were worked out."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            part = actual[key] if isinstance(actual, dict) else getattr(actual, key)
            check(part, value, f"{where} {key}")
    elif where.endswith("effects"):
        for row in expected:
            check(actual[row["customer_id"], row["year"]], figures_of(row), f"{where} {row['customer_id']}")
    else:
        same(actual, tuple(expected) if isinstance(expected, list) else expected, where, rel_tol=1e-8)


def figures_of(row: Answer) -> Answer:
    return {name: value for name, value in row.items() if name not in ("customer_id", "year")}


@pytest.mark.parametrize("calculation", [answer_of_evaluate, answer_of_oracle], ids=["evaluate", "oracle"])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: Answer, calculation: Any) -> None:
    answer = calculation(inputs_of(case))
    for part, expected in case["expect"].items():
        check(answer[part], expected, part)


def test_every_case_says_where_it_comes_from_and_why() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names)) >= 25
    for case in CASES:
        assert set(case) == {"name", "source", "why", "inputs", "expect"}, case["name"]
        assert "section" in case["source"], case["name"]
        assert len(case["why"]) > 20, case["name"]
