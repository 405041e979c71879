"""Cockpit: the sentences above the charts, and the numbers below them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from tests.companies import companies, company
from tests.messages.example import EXAMPLE

from kundenbindung import jobs
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Concentration, Inputs, LevelCount, Results
from kundenbindung.messages import cockpit
from kundenbindung.messages.statements import SENTENCES, SHEETS, statements
from kundenbindung.workbook import layout
from kundenbindung.workbook.charts import CHARTS


@pytest.fixture(scope="module")
def sample() -> Results:
    results = jobs.sample().results
    assert results is not None
    return results


def said(results: Results, chart: str) -> str:
    label = next(entry.label for entry in CHARTS if entry.name == chart)
    found: Any = statements(results).set_index("chart").loc[label, "statement"]
    return str(found).replace("\u00a0", " ")


def test_every_chart_has_a_sentence_and_a_sheet() -> None:
    assert set(SENTENCES) == set(SHEETS) == {chart.name for chart in CHARTS}
    assert set(SHEETS.values()) <= {sheet.label for sheet in layout.SHEETS}


def test_tables_have_the_columns_of_their_charts(sample: Results) -> None:
    found = cockpit.tables(sample)
    for chart in CHARTS:
        for table, column in chart.columns:
            assert column in found[table].columns, (chart.name, column)


@pytest.mark.parametrize("chart", [chart.name for chart in CHARTS])
def test_the_sample_company_has_something_to_show(sample: Results, chart: str) -> None:
    declared = next(entry for entry in CHARTS if entry.name == chart)
    found = cockpit.tables(sample)
    for table, series in declared.series:
        if series.column not in {"gain_below_eur", "loss_below_eur"} or chart != "bridge":
            assert found[table][series.column].notna().any(), series.column


def test_numbers_stay_with_their_unit_on_one_line(sample: Results) -> None:
    text = " ".join(statements(sample)["statement"])
    assert "\u00a0%" in text
    assert "\u00a0Mio.\u00a0€" in text
    assert not any(f"{digit} %" in text for digit in "0123456789")


def test_nothing_calculated_says_so() -> None:
    empty = evaluate(company({}))
    assert set(statements(empty)["statement"]) == {"Noch nicht berechnet."}


@settings(max_examples=12, deadline=None)
@given(companies(max_size=10))
def test_every_company_gets_ten_sentences(inputs: Inputs) -> None:
    results = evaluate(inputs)
    for table in (statements(results),):
        assert len(table) == len(CHARTS)
        for text in table["statement"]:
            assert text.endswith("."), text
            assert "nan" not in text.casefold()
            assert "None" not in text
    for name, frame in cockpit.tables(results).items():
        numbers = frame.select_dtypes("number").to_numpy(dtype=np.float64)
        assert not np.isinf(numbers).any(), name


def test_plan_and_target(sample: Results) -> None:
    total = sample.company
    assert total is not None
    assert "fehlen 691 Tsd. €" in said(sample, "plan")
    reached = replace(sample, company=replace(total, target_eur=1e6, gap_expected_eur=-5e6))
    assert said(reached, "plan").endswith("das Ziel von 1,0 Mio. € ist damit gedeckt.")
    without = replace(sample, company=replace(total, target_eur=None, gap_expected_eur=None))
    assert "ein Ziel ist noch nicht eingetragen" in said(without, "plan")


def test_the_parts_of_the_plan_add_up(sample: Results) -> None:
    total = sample.company
    assert total is not None
    last = cockpit.tables(sample)["chart_plan"].iloc[-1]
    assert last["year"] == "Plan 2026"
    assert last["safe_eur"] + last["expected_more_eur"] == pytest.approx(total.plan.expected)
    assert last[["safe_eur", "expected_more_eur", "upside_more_eur"]].sum() == pytest.approx(
        total.plan.upside
    )
    assert last["target_eur"] == total.target_eur


def test_the_split_that_is_not_affordable(sample: Results) -> None:
    assert sample.capacity is not None
    tight = replace(sample, capacity=replace(sample.capacity, affordable=LevelCount(9, 47, 7)))
    assert said(tight, "split").endswith("Ihre Leute tragen aber nur 9 bei Strategie.")
    never = replace(sample, capacity=replace(sample.capacity, fits_without_strategy=False))
    assert "schon ohne einen Strategie-Kunden zu viel" in said(never, "split")
    assert cockpit.tables(never)["chart_split"].set_index("split").loc["tragbar"].isna().all()
    unknown = replace(sample, capacity=None)
    assert "steht noch nicht fest" in said(unknown, "split")


def test_the_watering_can_is_named(sample: Results) -> None:
    assert sample.capacity is not None
    assert "Gießkanne" not in said(sample, "watering")
    hours = sample.capacity.hours.copy()
    hours.loc[:, :] = 1.0
    even = replace(sample, capacity=replace(sample.capacity, hours=hours))
    assert said(even, "watering").endswith("Das ist die Gießkanne.")


def test_the_bridge_names_its_main_cause(sample: Results) -> None:
    assert "verlorene Kunden (−119 Tsd. €)" in said(sample, "bridge")
    table = cockpit.tables(sample)["chart_bridge"]
    assert table["amount_eur"].iloc[:-1].sum() == pytest.approx(table["amount_eur"].iloc[-1])
    one = evaluate(company({"A": [100.0, 90.0]}, margin={"A": [40.0, 50.0]}))
    assert said(one, "bridge").startswith("Der DB stieg 2025 von 40 € auf 50 €, vor allem durch die Marge")


@pytest.mark.parametrize(
    ("height", "amount", "foot", "above", "below"),
    [
        (10.0, 5.0, 10.0, 5.0, 0.0),
        (10.0, -4.0, 6.0, 4.0, 0.0),
        (10.0, -15.0, 0.0, 10.0, 5.0),
        (-10.0, -5.0, -10.0, 0.0, -5.0),
        (-10.0, 4.0, -6.0, 0.0, -4.0),
        (-3.0, 8.0, 0.0, 5.0, -3.0),
    ],
)
def test_a_step_stands_on_the_one_before(
    height: float, amount: float, foot: float, above: float, below: float
) -> None:
    """Foot and visible part reach from `height` to `height + amount`, on both sides of zero."""
    row: Any = cockpit._step("Schritt", height, amount)
    name = "gain" if amount > 0 else "loss"
    shown = {key: 0.0 if pd.isna(row[key]) else abs(row[key]) for key in (f"{name}_eur", f"{name}_below_eur")}
    assert row["base_eur"] == foot
    assert shown == {f"{name}_eur": above, f"{name}_below_eur": abs(below)}
    assert pd.isna(row[f"{name}_below_eur"]) or row[f"{name}_below_eur"] < 0.0


@pytest.mark.parametrize(
    ("amount", "shown"), [(0.3, "0 €"), (-0.3, "0 €"), (12.0, "+12 €"), (-54_000.0, "−54 Tsd. €")]
)
def test_signs_of_a_step(amount: float, shown: str) -> None:
    row: Any = cockpit._step("Schritt", 10.0, amount)
    assert row["step"].replace("\u00a0", " ") == f"Schritt: {shown}"


@pytest.mark.parametrize(
    ("explained", "still", "sentence"),
    [
        (0, 0, "Kein Trend fällt auf; zu erklären ist nichts."),
        (1, 0, "1 Trend fällt auf und ist erklärt."),
        (0, 1, "1 Trend fällt auf und ist noch zu erklären."),
        (2, 0, "2 Trends fallen auf; alle sind erklärt."),
        (2, 1, "3 Trends fallen auf, 1 davon ist noch zu erklären."),
    ],
)
def test_trends_in_one_sentence(sample: Results, explained: int, still: int, sentence: str) -> None:
    size = len(sample.customers)
    flagged = [at < explained + still for at in range(size)]
    told = [at < explained for at in range(size)]
    table = sample.customers.assign(needs_explanation=flagged, explained=told)
    assert said(replace(sample, customers=table), "trends") == sentence


def test_who_overtakes_whom(sample: Results) -> None:
    assert said(sample, "customers").startswith("11 der 13 Strategie-Kunden")
    table = sample.customers.assign(care_level=["sales"] * len(sample.customers))
    assert "keiner davon gehört zu Strategie" in said(replace(sample, customers=table), "customers")


def test_concentration(sample: Results) -> None:
    assert (
        said(sample, "curve") == "Der größte Kunde bringt 11 % des Umsatzes, die fünf größten bringen 39 %."
    )
    nothing = Concentration(None, None, None, None, None, None)
    assert "lässt sich ohne Umsatz nicht sagen" in said(replace(sample, concentration=nothing), "curve")


def test_borderline_customers(sample: Results) -> None:
    assert said(sample, "stability").startswith("11 Kunden stehen auf der Kippe")
    first = sample.borderline[0]
    names = sample.customers["customer"].where(sample.customers.index != first, "Öttl e. K.")
    assert said(replace(sample, customers=sample.customers.assign(customer=names)), "stability").endswith(
        "am meisten steht auf dem Spiel bei: Öttl e. K."
    )
    assert said(replace(sample, borderline=()), "stability").startswith("Kein Kunde steht auf der Kippe")
    undrawn = replace(sample, customers=sample.customers.assign(stability=np.nan))
    assert said(undrawn, "stability") == "Wie sicher die Level sind, wurde nicht durchgespielt."


def test_loads(sample: Results) -> None:
    assert said(sample, "load") == "Es wird knapp; am stärksten ausgelastet: Unternehmer (93 %)."
    assert said(evaluate(EXAMPLE), "load").startswith("Ob Ihre Leute das tragen, ist offen")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Molkerei Bramstett eG", "Molkerei Bramstett"),
        ("Getränke Vossmar GmbH & Co. KG", "Getränke Vossmar"),
        ("Tischlerei Öttl, e. K.", "Tischlerei Öttl"),
        ("Eine Firma mit einem viel zu langen Namen GmbH", "Eine Firma mit einem viel…"),
        ("AG", "AG"),
        (None, "10034"),
    ],
)
def test_names_for_a_chart(name: str | None, shown: str) -> None:
    assert cockpit.short_name(name, "10034") == shown


def test_customers_without_revenue_are_not_drawn(sample: Results) -> None:
    key = cockpit.tables(sample)["chart_customers"]["customer_id"].iloc[0]
    without = sample.customers.copy()
    without.loc[key, "revenue_eur"] = 0.0
    shown: Any = cockpit.tables(replace(sample, customers=without))["chart_customers"].set_index(
        "customer_id"
    )
    assert pd.isna(shown.loc[key, "revenue_eur"])
    assert shown.loc[key, ["strategy", "sales", "service"]].notna().sum() == 1
