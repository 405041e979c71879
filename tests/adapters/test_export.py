"""Ergebnis als JSON: strict, complete for every company, whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from tests.companies import companies, company, criterion

from kundenbindung.adapters.export import to_json, write_json
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Finding, Inputs, Severity


def _strict(content: object) -> Any:
    return json.loads(json.dumps(content, ensure_ascii=False, allow_nan=False))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(companies(max_size=12))
def test_every_company_can_be_told(inputs: Inputs) -> None:
    results = evaluate(inputs)
    content = _strict(to_json(results, results.findings))
    assert len(content["customers"]) == len(results.customers)
    assert len(content["findings"]) == len(results.findings)
    assert len({frozenset(entry) for entry in content["customers"]}) <= 1
    told = [entry["score"] for entry in content["customers"]]
    known = results.customers["score"].tolist() if told else []
    assert told == [None if math.isnan(score) else score for score in known]


def test_without_results_only_the_findings_are_told() -> None:
    finding = Finding("table_missing", Severity.ERROR, "figures", None, None, {"table": "Zahlen"})
    content = to_json(None, [finding])
    assert set(content) == {"schema_version", "meta", "customers", "company", "capacity", "findings"}
    assert (content["customers"], content["company"], content["capacity"]) == ([], None, [])
    told = {"code": "table_missing", "severity": "error", "table": "figures", "row": None, "field": None}
    assert content["findings"] == [{**told, "values": {"table": "Zahlen"}}]


def test_a_stopped_calculation_keeps_the_totals_as_entered() -> None:
    results = evaluate(company({"1": [10.0, 20.0, 30.0]}, settings={"base_year": 2030}))
    content = _strict(to_json(results, results.findings))
    assert (content["customers"], content["company"]) == ([], None)
    assert content["meta"]["years"] == [2023, 2024, 2025]
    assert content["capacity"] == []
    assert content["findings"][0]["code"] == "base_year_missing"


def _visited(**roles: dict[str, float]) -> Any:
    """A customer of Vertrieb with factor 2 and a lost one; one visit a year of 3 hours, 0.5 before."""
    visit = {
        "activity": "Besuch",
        "from_level": "sales",
        "role": "Chef",
        "times": 1.0,
        "channel": "in_person",
    }
    hours = {"preparation_hours": 0.5, "contact_hours": 3.0}
    inputs = company(
        {"1": [10.0, 20.0, 30.0], "2": [10.0, 10.0, 0.0]},
        customers={"1": {"effort_factor": 2.0}, "2": {"effort_factor": 2.0}},
        activities=[{**visit, **hours}],
        roles=roles,
        criteria=[criterion("Umsatz", "revenue_mean", 0, 100)],
    )
    results = evaluate(inputs)
    return _strict(to_json(results, results.findings))


def test_capacity_is_told_per_role_and_per_customer() -> None:
    content = _visited(Chef={"hours": 7.0}, Büro={})
    role = {"role": "Chef", "needed_hours": 7.0, "available_hours": 7.0, "load": 1.0, "verdict": "tight"}
    idle = {"role": "Büro", "needed_hours": 0.0, "available_hours": None, "load": None, "verdict": None}
    assert content["capacity"] == [role, idle]
    assert [entry["hours"] for entry in content["customers"]] == [7.0, 0.0]
    assert content["company"]["levels"]["affordable"] == {"strategy": 1, "sales": 0, "service": 0}
    assert list(content) == ["schema_version", "meta", "customers", "company", "capacity", "findings"]


def test_hours_that_nobody_has_are_overload_without_a_number() -> None:
    entry = _visited(Chef={"hours": 0.0})["capacity"][0]
    assert (entry["available_hours"], entry["load"], entry["verdict"]) == (0.0, None, "overloaded")


def test_what_is_not_known_about_capacity_is_null() -> None:
    assert _visited()["company"]["levels"]["affordable"] is None
    results = evaluate(company({"1": [10.0, 20.0, 30.0]}))
    content = _strict(to_json(results, ()))
    assert content["capacity"] == []
    assert content["company"]["levels"]["affordable"] is None
    assert [entry["hours"] for entry in content["customers"]] == [None]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (math.nan, None),
        (math.inf, None),
        (np.float64("nan"), None),
        (np.float64(0.5), 0.5),
        (np.int64(7), 7),
        (np.bool_(True), True),  # noqa: FBT003 - the value under test
        (dt.date(2025, 12, 31), "2025-12-31"),
        (("a", math.nan), ["a", None]),
        (pd.NA, None),
        (pd.NaT, None),
        (Severity.ERROR, "error"),
        (0.1 + 0.2, 0.1 + 0.2),
        ("Größe", "Größe"),
    ],
)
def test_values_of_findings_become_plain(value: object, told: object) -> None:
    content = _strict(to_json(None, [Finding("x", Severity.NOTICE, values={"value": value})]))
    assert content["findings"][0]["values"] == {"value": told}


def test_numbers_are_not_rounded() -> None:
    results = evaluate(company({"1": [1 / 3, 2 / 3, 0.1 + 0.2], "2": [1.0, 1.0, 1e-7]}))
    content = _strict(to_json(results, ()))
    assert [entry["revenue_eur"] for entry in content["customers"]] == [0.1 + 0.2, 1e-7]


def test_the_file_is_german_readable_utf8_and_replaced_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "ergebnis.json"
    target.write_text("alt", encoding="utf-8")
    write_json({"name": "Müller"}, target)
    assert target.read_bytes() == '{\n "name": "Müller"\n}\n'.encode()
    with pytest.raises(ValueError, match="JSON"):
        write_json({"name": math.nan}, target)
    assert "Müller" in target.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["ergebnis.json"]
