"""Auswertung: what the composition passes on, and what is left of inputs that cannot be computed."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from tests.companies import changed, company, criterion

from kundenbindung.core import screening, trend
from kundenbindung.core.evaluate import NOBODY, _backtest, evaluate
from kundenbindung.core.model import Backtest, Results, Severity

SIZE = criterion("Umsatz", "revenue_mean", 0, 200_000, 100)
JUMP = (100_000.0, 100_000.0, 115_000.0)
STEADY = (80_000.0, 81_000.0, 82_000.0)


def test_of_inputs_that_cannot_be_computed_only_findings_and_totals_are_left() -> None:
    inputs = company({"A": STEADY}, {"A": (1.0, 2.0, 3.0)}, criteria=[], settings={"months_in_base_year": 6})
    results = evaluate(inputs)
    given = {name: getattr(results, name) for name in (entry.name for entry in fields(Results))}
    frames = {name for name, value in given.items() if isinstance(value, pd.DataFrame)}
    assert {name for name in frames if len(given[name])} == {"by_year"}
    counts = {name for name, value in given.items() if name not in frames and value == NOBODY}
    assert counts == {"guideline", "computed", "decided"}
    assert {name for name in given if given[name] is None} == {
        "company", "backtest", "history", "concentration", "capacity"
    }  # fmt: skip
    assert (results.years, results.settings) == (inputs.years, inputs.settings)
    assert (results.criteria, results.borderline, results.appointments_wanted) == ((), (), 0)
    assert results.by_year["revenue_eur"].tolist() == list(STEADY)
    said = [(finding.code, finding.severity) for finding in results.findings]
    assert said == [("criteria_missing", Severity.ERROR), ("booked_share_assumed", Severity.WARNING)]


def test_a_full_year_marks_its_plan_and_an_explanation_its_effect() -> None:
    rows = {"N": (None, None, 9_000.0), "J": JUMP, "K": JUMP, "A": STEADY}
    why = {"reason_code": "volume", "explanation": "Zweites Werk", "persistence": "partly"}
    margin = {"A": (20_000.0, 20_100.0, 20_300.0)}
    inputs = company(rows, margin, criteria=[SIZE], full_year={"N": 36_000.0}, decisions={"J": why})
    results = evaluate(inputs)
    assert results.adjusted_margin.T["A"].tolist() == list(margin["A"])
    table = results.customers
    assert table["plan_level_full_year"].tolist() == [True, False, False, False]
    assert np.isnan(table["explanation_effect_eur"]).tolist() == [True, False, True, True]
    assert table["recognised_share"].tolist() == pytest.approx([1.0, 0.5, 0.0, 1.0])


def backtest_of(**revenue: tuple[float, ...]) -> Backtest | None:
    inputs = company(revenue, criteria=[SIZE])
    settings, customers = screening.complete_settings(inputs.settings), screening.align_customers(inputs)
    figures = screening.adjust(inputs, settings, customers)
    return _backtest(figures, screening.base_columns(customers, figures), settings)


def test_the_backtest_takes_the_base_year_and_of_five_years_the_one_before_too() -> None:
    rising = (100.0, 110.0, 121.0, 133.1, 146.41)
    for years, origins in ((3, 1), (4, 1), (5, 2)):
        found = backtest_of(A=rising[:years])
        assert found is not None
        assert found.origins == origins
    few = backtest_of(A=rising[:2])
    assert few is None or few.origins == 0


def test_the_backtest_compares_with_last_year_again() -> None:
    settings = evaluate(company({"A": STEADY})).settings

    def missed(*years: float) -> float:
        forecast = trend.forecast(np.array([years[:-1]]), np.array([None], dtype=object), settings)
        return abs(float(forecast[0]) - years[-1])

    years = (100.0, 110.0, 121.0, 140.0, 150.0)
    for known, naive in ((years[:3], 11.0), (years[:4], 19.0)):
        found = backtest_of(A=known, B=(*known[:-2], 0.0, 70.0))
        assert found is not None
        assert found.ratio_to_naive == pytest.approx(missed(*known) / naive)
    both = backtest_of(A=years)
    assert both is not None
    assert both.ratio_to_naive == pytest.approx((missed(*years) + missed(*years[:4])) / 29.0)
    with_cents = backtest_of(A=years[:3], C=(0.5, 0.5, 90.0))
    assert with_cents is not None
    assert with_cents.ratio_to_naive != pytest.approx(missed(*years[:3]) / 11.0)


def test_capacity_calendar_points_and_all_findings_are_put_together() -> None:
    visit = {"activity": "Besuch", "from_level": "sales", "role": "Chef", "times": 12, "contact_hours": 1}
    rows = {"A": (82_000.0, 82_000.0), "B": (82_000.0, 120_000.0)}
    roles = {"Chef": {"hours": 25}}
    inputs = changed(
        company(rows, criteria=[SIZE], activities=[{**visit, "channel": "phone"}], roles=roles),
        agenda_minutes=0.0,
    )
    results = evaluate(inputs)
    assert results.capacity is not None
    assert [(load.role, load.needed_hours) for load in results.capacity.roles] == [("Chef", 24.0)]
    assert len(results.appointments) == results.appointments_wanted == 24
    assert results.quarters["role"].tolist() == ["Chef"] * 4
    assert results.quarters["available_hours"].sum() == pytest.approx(25.0)
    assert results.retreat["item"].tolist()[0] == "explanation B"
    assert len(results.retreat_status) == 10
    codes = [finding.code for finding in results.findings]
    assert {"years_few", "explanations_open", "retreat_time_short"} <= set(codes)
    order = [list(Severity).index(finding.severity) for finding in results.findings]
    assert order == sorted(order)
