"""Überblick: the company in rows, the key figures of Start, the split into levels, the backtest."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.companies import changed, company
from tests.messages.example import EXAMPLE

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import ACTIVITY_COLUMNS, ROLE_COLUMNS, LevelCount
from kundenbindung.messages import overview
from kundenbindung.workbook import layout


def test_the_company_in_rows() -> None:
    results = evaluate(EXAMPLE)
    table: Any = overview.company(results).set_index("figure")
    total = results.company
    assert total is not None
    assert total.plan.expected is not None
    assert list(table.index) == [
        "2023 gebucht", "2024 gebucht", "2025 gebucht", "2025 bereinigt", "Sicher 2026", "Erwartet 2026",
        "Möglich 2026", "Ziel 2026", "Lücke zu Erwartet", "Lücke zu Sicher", "ausbauen", "sichern",
        "bleibt für Neukunden",
    ]  # fmt: skip
    assert table["revenue_eur"].tolist()[:4] == [240.0, 240.0, 280.0, 280.0]
    assert table.loc["Erwartet 2026", ["revenue_eur", "margin_eur"]].tolist() == [
        total.plan.expected,
        total.plan_margin_eur,
    ]
    assert table.loc["Lücke zu Erwartet", "revenue_eur"] == pytest.approx(500.0 - total.plan.expected)
    assert table.loc["bleibt für Neukunden", "revenue_eur"] == total.new_customers_eur
    assert table["meaning"].str.len().min() > 0


def test_what_nobody_typed_is_empty_and_named() -> None:
    """Without Einkaufsvolumen neither "ausbauen" nor the rest is 0 €; a part of it says what is missing."""

    def told(*known: str) -> Any:
        names = {key: {"purchasing_volume_eur": 400.0 if key in known else None} for key in "1234"}
        table = overview.company(evaluate(changed(EXAMPLE, customers=company({}, customers=names).customers)))
        return table.set_index("figure")

    nothing, part, whole = told(), told("1", "3"), told(*"1234")
    for figure in ("ausbauen", "bleibt für Neukunden"):
        assert pd.isna(nothing.loc[figure, "revenue_eur"])
        assert nothing.loc[figure, "meaning"] == "nicht zu sagen: Einkaufsvolumen im Blatt Kunden fehlt"
    assert part.loc["ausbauen", "meaning"].endswith("; Einkaufsvolumen fehlt bei 2 Kunden")
    assert part.loc["ausbauen", "revenue_eur"] > 0.0
    assert whole.loc["ausbauen", "meaning"] == "erreichbares Potenzial bei Bestandskunden"
    shown: Any = overview.key_figures(evaluate(EXAMPLE)).set_index("figure")
    assert (
        shown.loc["bleibt für Neukunden", "revenue_eur"] == whole.loc["bleibt für Neukunden", "revenue_eur"]
    )


def test_key_figures_are_rows_of_the_company() -> None:
    results = evaluate(EXAMPLE)
    shown, whole = overview.key_figures(results), overview.company(results)
    merged = shown.merge(whole, on=["figure", "revenue_eur", "margin_eur"], how="left")
    assert merged["meaning"].notna().all()
    assert {"Ziel 2026", "Erwartet 2026", "Sicher 2026", "Lücke zu Erwartet"} <= set(shown["figure"])
    assert len(shown) <= layout.STEP_COUNT + 1


def test_the_split_in_three_columns() -> None:
    results = dataclasses.replace(
        evaluate(EXAMPLE),
        guideline=LevelCount(1, 2, 3),
        computed=LevelCount(4, 5, 6),
        decided=LevelCount(7, 8, 9),
    )
    table = overview.split(results)
    assert table["care_level"].tolist() == ["Strategie", "Vertrieb", "Service"]
    assert table[["guideline", "computed", "decided"]].to_numpy().tolist() == [
        [1, 4, 7],
        [2, 5, 8],
        [3, 6, 9],
    ]
    assert table["affordable"].isna().all(), "nobody said who has how many hours"


def test_the_split_that_the_people_can_carry() -> None:
    """Talks of 20 hours for each Strategie customer: 30 hours are enough for one, the others are Vertrieb."""
    talk = ("Gespräch", "strategy", "Chef", "in_person", 4.0, 3.0, 2.0, None, None)
    chef = pd.DataFrame({name: [np.nan] for name in ROLE_COLUMNS}, index=pd.Index(["Chef"], name="role"))
    inputs = changed(
        EXAMPLE,
        activities=pd.DataFrame([talk], columns=list(ACTIVITY_COLUMNS)),
        roles=chef.assign(hours=30.0),
        decisions=company({}, decisions={key: {"decided_level": "strategy"} for key in "1234"}).decisions,
    )
    assert overview.split(evaluate(inputs))["affordable"].tolist() == [1, 3, 0]


def test_the_backtest_in_words() -> None:
    two = company({"1": [100.0, 110.0]}, settings={})
    assert "drei Geschäftsjahre" in overview.backtest(evaluate(two))["meaning"][0]
    table = overview.backtest(evaluate(EXAMPLE))
    assert table["figure"].tolist() == ["Proben", "mittlerer Fehler", "Schlagseite", "gegen „wie im Vorjahr“"]
    assert table["value"][0] == "1"
    assert table["value"][1].endswith(" %")
