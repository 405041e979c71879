"""Sätze je Kunde: every branch, from rows made by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from kundenbindung.messages import customers as words
from kundenbindung.workbook.schema import Unit

ROW: dict[str, Any] = {
    "status": "active",
    "collective": False,
    "without_figures": False,
    "trend_class": "growth",
    "trend_confidence": "clear",
    "needs_explanation": False,
    "explained": False,
    "own_rate": 0.14,
    "trend_pool_rate": 0.0392207,
    "trend_lambda": 0.62,
    "trend_steps": 4.0,
    "trend_rises": 3.0,
    "trend_one_jump": False,
    "strengths": ("Umsatz", "DB-Quote"),
    "weakness": "Zahlungsverzug",
    "computed_level": "sales",
    "care_level": "sales",
    "level_distance": 4.2,
    "coverage": 0.9,
    "margin_estimated": False,
    "borderline": (),
    "plan_level_full_year": False,
    "pending": False,
    "recognised_share": 1.0,
    "plan_margin_company_rate": False,
    "plan_trend_eur": 0.0,
    "plan_margin_eur": 10.0,
    "points_to_next": 2.14,
    "next_level": "strategy",
    "lever": "Deckungsbeitrag",
    "lever_from": 40_000.0,
    "lever_to": 57_620.0,
}
LOST = {"status": "lost", "trend_class": None, "trend_confidence": None, "own_rate": None, "care_level": None}
EMPTY = LOST | {"without_figures": True}
NEW = {"status": "new", "trend_class": None, "trend_confidence": None, "own_rate": None}


def row(**changes: Any) -> dict[str, Any]:
    assert set(changes) <= set(ROW)
    return {**ROW, **changes}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "wachsend (klar)"),
        ({"trend_class": "strong_decline", "trend_confidence": "uncertain"}, "stark rückläufig (unsicher)"),
        ({"trend_class": "stable", "trend_confidence": None}, "stabil"),
        ({"needs_explanation": True}, "wachsend (klar) !"),
        ({"needs_explanation": True, "explained": True}, "wachsend (klar)"),
        (LOST, "verloren"),
        (LOST | {"needs_explanation": True}, "verloren !"),
        (EMPTY, "ohne Umsatz"),
        (NEW, "neu, noch kein Trend"),
        ({"trend_class": None, "trend_confidence": None}, "kein Trend"),
    ],
)
def test_the_trend_in_words(changes: dict[str, Any], text: str) -> None:
    assert words.trend_words(row(**changes)) == text


@pytest.mark.parametrize(
    ("reasons", "text"),
    [
        ((), ""),
        (("tie",), "Gleichstand"),
        (("data", "judges", "memory"), "Daten fehlen, Urteile uneins, nur durch Vorjahr"),
    ],
)
def test_borderline_cases_in_words(reasons: tuple[str, ...], text: str) -> None:
    assert words.borderline_words(row(borderline=reasons)) == text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {},
            "eigene Entwicklung +14 %, Vergleichsgruppe +4 %; 62 % der Differenz wird für den Plan geglaubt; "
            "in 3 von 4 Jahren gestiegen",
        ),
        (
            {"trend_pool_rate": None, "trend_lambda": 0.4, "trend_one_jump": True, "own_rate": -0.08},
            "eigene Entwicklung -8 %; 40 % der Differenz wird für den Plan geglaubt; "
            "in 3 von 4 Jahren gestiegen; von einem Jahr getragen",
        ),
        ({"own_rate": None}, ""),
    ],
)
def test_what_the_plan_believes(changes: dict[str, Any], text: str) -> None:
    assert words.believed_words(row(**changes)) == text


STRONG = "Stark bei Umsatz und DB-Quote, schwach bei Zahlungsverzug. "
TREND = "Umsatz +14 % im Jahr (wachsend, klar). "


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, f"{STRONG}{TREND}Vorschlag Vertrieb, 4,2 Punkte bis Strategie."),
        (LOST, "Verloren: kein positiver Umsatz im Basisjahr, deshalb kein Level."),
        (NEW, f"{STRONG}Neu im Basisjahr, noch kein Trend. Vorschlag Vertrieb, 4,2 Punkte bis Strategie."),
        (
            {"trend_class": "stable", "trend_confidence": None, "own_rate": 0.001},
            f"{STRONG}Umsatz 0 % im Jahr (stabil). Vorschlag Vertrieb, 4,2 Punkte bis Strategie.",
        ),
        (
            {"strengths": ("Umsatz",), "weakness": "Umsatz"},
            f"Stark bei Umsatz. {TREND}Vorschlag Vertrieb, 4,2 Punkte bis Strategie.",
        ),
        (
            {"strengths": (), "weakness": None, "level_distance": None},
            f"{TREND}Vorschlag Vertrieb.",
        ),
        (
            {"computed_level": "strategy", "care_level": "strategy"},
            f"{STRONG}{TREND}Vorschlag Strategie, 4,2 Punkte über der Grenze.",
        ),
        (
            {"computed_level": "strategy", "care_level": "strategy", "level_distance": -1.5},
            f"{STRONG}{TREND}Vorschlag Strategie, 1,5 Punkte unter dem nächsten, vom Vorjahr gehalten.",
        ),
        (
            {"computed_level": "service", "care_level": "sales", "level_distance": 0.04},
            f"{STRONG}{TREND}Vorschlag Service, 0,0 Punkte bis Vertrieb. Entschieden: Vertrieb.",
        ),
        (
            {"level_distance": -1.0},
            f"{STRONG}{TREND}Vorschlag Vertrieb, 1,0 Punkte über dem letzten Kunden mit Level Strategie.",
        ),
        (
            {"computed_level": None, "coverage": 0.456, "level_distance": None},
            f"{STRONG}{TREND}Nicht bewertbar: nur 46 % der Gewichte sind belegt. Entschieden: Vertrieb.",
        ),
        (
            {"margin_estimated": True},
            f"{STRONG}{TREND}Vorschlag Vertrieb, 4,2 Punkte bis Strategie. DB geschätzt.",
        ),
        (
            {"trend_class": None, "trend_confidence": None, "own_rate": None},
            f"{STRONG}Vorschlag Vertrieb, 4,2 Punkte bis Strategie.",
        ),
    ],
)
def test_the_reasoning(changes: dict[str, Any], text: str) -> None:
    assert words.reasoning(row(**changes)) == text


def test_who_has_no_figures_at_all_was_never_lost() -> None:
    assert words.reasoning(row(**EMPTY)) == "Noch ohne Umsatz, deshalb kein Level."
    assert (words.status_words(row(**EMPTY)), words.status_words(row(**LOST))) == ("ohne Umsatz", "verloren")
    assert words.status_words(row(**NEW)) == "neu"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, ""),
        (NEW, "neu, ohne Vollwert"),
        (NEW | {"plan_level_full_year": True}, "neu, Vollwert eingetragen"),
        (LOST | {"needs_explanation": True}, "verloren, nur Verkaufschancen"),
        (EMPTY, "ohne Umsatz, nur Verkaufschancen"),
        ({"pending": True}, "noch offen: nur der Rest des Vorjahres"),
        (
            {"needs_explanation": True, "explained": True, "recognised_share": 0.5},
            "Trend erklärt, zählt zu 50 %",
        ),
        ({"needs_explanation": True, "recognised_share": 0.0}, "Anstieg unerklärt, zählt nicht"),
        (
            {"needs_explanation": True, "recognised_share": 1.0, "plan_trend_eur": -5.0},
            "Rückgang unerklärt, zählt ganz",
        ),
        ({"needs_explanation": True, "recognised_share": 1.0, "plan_trend_eur": 0.0}, "Trend unerklärt"),
        ({"plan_margin_company_rate": True}, "DB mit Quote des Unternehmens"),
        ({"plan_margin_company_rate": True, "plan_trend_eur": 0.0, "plan_margin_eur": None}, ""),
        ({"margin_estimated": True, "pending": True}, "noch offen: nur der Rest des Vorjahres; DB geschätzt"),
    ],
)
def test_remarks_in_the_plan(changes: dict[str, Any], text: str) -> None:
    assert words.plan_words(row(**changes)) == text


def test_rows_of_a_frame_have_none_where_something_is_missing() -> None:
    frame = pd.DataFrame({"a": [1.0, float("nan")], "b": ["x", None]})
    assert words.rows(frame) == [{"a": 1.0, "b": "x"}, {"a": None, "b": None}]


TO_NEXT = "{gap} Punkte bis {level}, zum Beispiel {lever}"


@pytest.mark.parametrize(
    ("changes", "gap", "level", "lever"),
    [
        ({}, "+2,1", "Strategie", "Deckungsbeitrag +18.000 €"),
        (
            {"points_to_next": -2.14, "next_level": "service", "lever_to": 22_380.0},
            "-2,1",
            "Service",
            "Deckungsbeitrag -18.000 €",
        ),
        ({"next_level": "sales"}, "+2,1", "Vertrieb", "Deckungsbeitrag +18.000 €"),
    ],
)
def test_what_would_have_to_change(changes: dict[str, Any], gap: str, level: str, lever: str) -> None:
    told = words.to_next(row(**changes), Unit.EUR)
    assert told == TO_NEXT.format(gap=gap, level=level, lever=lever)


def test_a_lever_has_the_unit_of_its_source() -> None:
    own = row(lever="DB-Quote", lever_from=0.2, lever_to=0.2341)
    assert words.to_next(own, Unit.SHARE).endswith("DB-Quote +3,5 Prozentpunkte")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"next_level": "sales", "points_to_next": -9.0, "lever": None},
            "-9,0 Punkte bis Vertrieb; kein Kriterium allein genügt",
        ),
        ({"points_to_next": 0.04, "next_level": "sales"}, "gleichauf an der Grenze zu Vertrieb"),
        ({"points_to_next": None, "next_level": None}, ""),
    ],
)
def test_what_would_have_to_change_without_a_lever(changes: dict[str, Any], text: str) -> None:
    assert words.to_next(row(**changes), Unit.EUR) == text
