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
from kundenbindung.messages import cockpit, short_names
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
    assert set(statements(empty)["statement"]) == {"Noch ist kein Kunde eingetragen."}


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
    assert last["year"].replace("\u00a0", " ") == (
        "Plan 2026: Sicher 12,2 Mio. €, Erwartet 13,4 Mio. €, Möglich 14,1 Mio. €"
    )
    assert last["year"].count(" ") == 3, "broken between the parts, not within one"
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
    assert cockpit.tables(never)["chart_split"].set_index("split").loc["tragbar: offen"].isna().all()
    assert "tragbar" in set(cockpit.tables(sample)["chart_split"]["split"])
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
    assert said(replace(sample, customers=table, findings=()), "trends") == sentence
    mute = tuple(one for one in sample.findings if one.code == "persistence_missing")
    assert len(mute) == 1
    with_mute = said(replace(sample, customers=table, findings=mute), "trends")
    assert with_mute == (sentence if not explained + still else f"{sentence[:-1]}; bei 1 fehlt „Hält an“.")


def test_who_overtakes_whom(sample: Results) -> None:
    assert said(sample, "customers").startswith("11 der 13 Strategie-Kunden")
    table = sample.customers.assign(care_level=["sales"] * len(sample.customers))
    assert "keiner davon gehört zu Strategie" in said(replace(sample, customers=table), "customers")


ONE = {"revenue_eur": 9.0, "score": 50.0, "care_level": "sales", "computed_level": "sales"}


def levelled(sample: Results, *customers: dict[str, object]) -> Results:
    """The company with these customers alone; what is not said is that of one at Vertrieb with 9 €."""
    keys = list(sample.customers.index[: len(customers)])
    table = sample.customers.loc[keys].copy()
    for name, usual in ONE.items():
        table[name] = pd.Series([one.get(name, usual) for one in customers], index=keys)
    return replace(sample, customers=table, borderline=())


STRATEGIC = {"care_level": "strategy", "computed_level": "strategy"}
BY_HAND = {"care_level": "strategy", "computed_level": "service"}


@pytest.mark.parametrize(
    ("customers", "sentence"),
    [
        ([{"care_level": None}], "Noch hat kein Kunde ein Level."),
        ([{}], "1 Kunde ist bewertet; keiner davon gehört zu Strategie."),
        (
            [{**STRATEGIC}, {"revenue_eur": 8.0}],
            "Der eine Strategie-Kunde ist auch nach Umsatz der größte: Punkte und Umsatz sagen hier dasselbe.",  # noqa: E501
        ),
        (
            [{**STRATEGIC}, {}],
            "Kein anderer Kunde hat mehr Umsatz als der eine Strategie-Kunde; andere haben ebenso viel.",
        ),
        (
            [{**STRATEGIC}, {**STRATEGIC}, {}],
            "Kein anderer Kunde hat mehr Umsatz als die 2 Strategie-Kunden; andere haben ebenso viel.",
        ),
        (
            [{**STRATEGIC, "revenue_eur": 1.0}, {}],
            "Der eine Strategie-Kunde ist nach Umsatz nicht der größte; er überzeugt durch mehr als Umsatz.",
        ),
        (
            [{**BY_HAND, "revenue_eur": 1.0}, {}],
            "Der eine Strategie-Kunde ist nach Umsatz nicht der größte; er ist so entschieden.",
        ),
        (
            [{**STRATEGIC, "revenue_eur": 10.0}, {**STRATEGIC, "revenue_eur": 1.0}, {}],
            "1 der 2 Strategie-Kunden gehört auch nach Umsatz zu den 2 größten; der andere überzeugt durch mehr als Umsatz.",  # noqa: E501
        ),
        (
            [{**STRATEGIC, "revenue_eur": 1.0}, {**STRATEGIC, "revenue_eur": 2.0}, {}, {}],
            "Keiner der 2 Strategie-Kunden gehört auch nach Umsatz zu den 2 größten; sie überzeugen durch mehr als Umsatz.",  # noqa: E501
        ),
        (
            [
                {**STRATEGIC, "revenue_eur": 10.0},
                {**STRATEGIC, "revenue_eur": 11.0},
                {**BY_HAND, "revenue_eur": 1.0},
                {**BY_HAND, "revenue_eur": 2.0},
                {},
                {},
            ],
            "2 der 4 Strategie-Kunden gehören auch nach Umsatz zu den 4 größten; die anderen sind so entschieden.",  # noqa: E501
        ),
        (
            [
                {**STRATEGIC, "revenue_eur": 10.0},
                {**STRATEGIC, "revenue_eur": 1.0},
                {**BY_HAND, "revenue_eur": 2.0},
                {},
                {},
            ],
            "1 der 3 Strategie-Kunden gehört auch nach Umsatz zu den 3 größten; von den anderen überzeugt 1 durch mehr als Umsatz, 1 ist so entschieden.",  # noqa: E501
        ),
    ],
)
def test_strategy_and_revenue_in_one_sentence(
    sample: Results, customers: list[dict[str, object]], sentence: str
) -> None:
    assert SENTENCES["customers"](levelled(sample, *customers)) == sentence


def test_nobody_and_one_in_the_split(sample: Results) -> None:
    none = replace(sample, decided=LevelCount(0, 0, 0))
    assert said(none, "split") == "Noch hat kein Kunde ein Level."
    assert sample.capacity is not None
    one = replace(
        sample,
        decided=LevelCount(0, 3, 1),
        capacity=replace(sample.capacity, affordable=LevelCount(1, 3, 0)),
    )
    assert said(one, "split") == (
        "Kein Kunde gehört zu Strategie, 3 zu Vertrieb, 1 zu Service; tragbar wäre 1 bei Strategie."
    )


def test_a_level_that_costs_more_than_it_brings(sample: Results) -> None:
    table = sample.customers.copy()
    table.loc[table["care_level"] == "service", "margin_eur"] = -1e6
    found = replace(sample, customers=table)
    assert said(found, "levels").endswith("69 % des Umsatzes; der DB eines Levels ist negativ.")
    assert "Der DB eines Levels ist negativ" in said(found, "watering")
    shown = cockpit.tables(found)
    assert shown["chart_watering"][["hours_share", "margin_share"]].isna().all(axis=None)
    assert shown["chart_levels"]["margin_share"].isna().all()


def test_shares_that_would_read_as_nothing(sample: Results) -> None:
    assert sample.concentration is not None
    tiny = replace(sample.concentration, largest_share=0.004, top_five_share=0.0051)
    assert said(replace(sample, concentration=tiny), "curve") == (
        "Der größte Kunde bringt weniger als 1 % des Umsatzes, die fünf größten bringen 1 %."
    )


def test_a_plan_without_what_is_safe(sample: Results) -> None:
    assert sample.company is not None
    plan = replace(sample.company.plan, safe=None)
    found = replace(sample, company=replace(sample.company, plan=plan))
    assert (
        said(found, "plan") == "2026 sind 13,4 Mio. € erwartet; was davon sicher ist, lässt sich nicht sagen."
    )


def test_a_part_of_a_year_says_so() -> None:
    half = evaluate(
        company(
            {"A": [100.0, 60.0]}, margin={"A": [40.0, 25.0]}, settings={"months_in_base_year": 6, "draws": 9}
        )
    )
    assert list(cockpit.tables(half)["chart_plan"]["year"])[:2] == ["2024", "2025 (6 Monate)"]
    assert "2025 (aufs Jahr hochgerechnet) von 40 € auf 45 €" in said(half, "bridge")


def test_a_change_too_small_for_its_ends() -> None:
    given = evaluate(
        company({"A": [9e6, 9e6]}, margin={"A": [3_110_000.0, 3_090_000.0]}, settings={"draws": 9})
    )
    assert said(given, "bridge").startswith("Der DB sank 2025 um 20 Tsd. € auf 3,1 Mio. €, vor allem")


def test_a_second_cause_that_is_nearly_as_large() -> None:
    """New 40, and 30 by revenue: three quarters of it; with 29 it is left out."""
    for second, named in ((130.0, True), (129.0, False)):
        found = evaluate(
            company(
                {"A": [100.0, second], "B": [None, 40.0]},
                margin={"A": [100.0, second], "B": [None, 40.0]},
                settings={"draws": 9},
            )
        )
        assert said(found, "bridge").endswith(
            "neue Kunden (+40 €) und den Umsatz der gebliebenen Kunden (+30 €)."
            if named
            else "vor allem durch neue Kunden (+40 €)."
        )


def test_losses_have_one_kind_of_minus() -> None:
    found = evaluate(company({"A": [100.0, 100.0]}, margin={"A": [-2e6, -9e6]}, settings={"draws": 9}))
    text = said(found, "bridge")
    assert "von −2,0 Mio. € auf −9,0 Mio. €" in text
    assert "-" not in text.replace("DB-", "")


def test_names_that_would_read_alike_carry_their_number() -> None:
    names = pd.Series(
        {
            "10148": "Kurklinik Salzbronn, Haus Nord",
            "10149": "Kurklinik Salzbronn, Haus Süd",
            "7": "Öttl e. K.",
        }
    )
    assert short_names.short_names(names, 26) == [
        "Kurklinik Salzbronn… 10148",
        "Kurklinik Salzbronn… 10149",
        "Öttl",
    ]
    same = pd.Series({"1": "Müller GmbH", "2": "Müller GmbH"})
    assert short_names.short_names(same, 26) == ["Müller 1", "Müller 2"]


def test_the_axis_of_revenue(sample: Results) -> None:
    found = cockpit.tables(sample)["chart_scale"]
    assert found["amount"].dropna().tolist() == [
        "1 Tsd. €",
        "10 Tsd. €",
        "100 Tsd. €",
        "1 Mio. €",
        "10 Mio. €",
    ]
    assert found["place"].dropna().tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert set(found["height"].dropna()) == {0.0}
    customers = cockpit.tables(sample)["chart_customers"].set_index("customer_id")
    place: Any = customers.loc["10034", "place"]
    assert place == pytest.approx((np.log10(1_401_650.0) - 3) / 4, abs=1e-6)
    assert cockpit.tables(evaluate(company({})))["chart_scale"].isna().all(axis=None)


def test_the_five_largest_are_marked(sample: Results) -> None:
    (row,) = cockpit.tables(sample)["chart_mark"].to_dict("records")
    assert row["label"].replace("\u00a0", " ") == "  die fünf größten: 39 %"
    assert sample.concentration is not None
    assert row["revenue_share"] == pytest.approx(sample.concentration.top_five_share)
    assert row["customers_share"] == pytest.approx(5 / int((sample.customers["revenue_eur"] > 0).sum()))


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    empty = cockpit.tables(evaluate(company({})))
    for name, frame in empty.items():
        if name not in {"statements", "chart_curve", "chart_load"}:
            numbers = frame.select_dtypes("number")
            assert numbers.isna().all(axis=None), name
    assert empty["chart_load"]["load"].isna().all()
    assert empty["chart_curve"][["revenue_share", "margin_share", "even"]].isna().all(axis=None)


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
        "auf der Kippe; bei Öttl e. K. steht am meisten auf dem Spiel."
    )
    many = replace(sample, borderline=tuple(sample.customers.index[:13]))
    assert said(many, "stability").startswith("13 Kunden stehen auf der Kippe (gezeigt: 12); bei ")
    assert "gezeigt" not in said(replace(sample, borderline=many.borderline[:12]), "stability")
    alone = replace(sample, borderline=(first,))
    assert said(alone, "stability") == "Großbäckerei Ährenkamp GmbH steht als einziger Kunde auf der Kippe."
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
    assert short_names.short_name(name, "10034") == shown


def test_customers_without_revenue_are_not_drawn(sample: Results) -> None:
    key = cockpit.tables(sample)["chart_customers"]["customer_id"].iloc[0]
    without = sample.customers.copy()
    without.loc[key, "revenue_eur"] = 0.0
    shown: Any = cockpit.tables(replace(sample, customers=without))["chart_customers"].set_index(
        "customer_id"
    )
    assert pd.isna(shown.loc[key, "place"])
    assert shown.loc[key, ["strategy", "sales", "service"]].notna().sum() == 1
