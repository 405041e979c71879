"""Wahrheit of the sample company, to the cent."""

from __future__ import annotations

import json

import pytest
from tests.shared_data import shared

Truth = dict[tuple[str, int, str], float]


@pytest.fixture(scope="session")
def truth() -> Truth:
    """Net revenue ("net") and DB ("db") in euros by customer, year and field."""
    told = json.loads(shared("data", "formats", "expected.json").read_text(encoding="utf-8"))
    return {
        (customer_id, int(year), field): figures[field]
        for customer_id, years in told["customers"].items()
        for year, figures in years.items()
        if year != "name"
        for field in ("net", "db")
    }
