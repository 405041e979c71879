"""Blatt Vorjahr in words: the compared rows, who moved and why, plan against actual; the year's report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.companies import company, criterion
from tests.messages.example import EXAMPLE, reading

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Results
from kundenbindung.messages import history, overview, sheets, steps
from kundenbindung.messages.year_turn import Turned, opened, turned
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import empty_frame

RATINGS = {
    "A": (8.0, 3.0),
    "B": (5.0, 7.0),
    "C": (5.0, 5.0),
    "D": (4.0, 4.0),
    "E": (1.0, 1.0),
    "L": (1.0, 1.0),
}


def two_years(**more: Any) -> Results:
    """A went up by its points, B down since A passed it; E decided, L lost, G gone, D unfrozen."""
    flat: dict[str, tuple[float | None, ...]] = dict.fromkeys(RATINGS, (100.0, 100.0, 100.0))
    last = {key: {"Bindung": one, "Empfehlung": two} for key, (one, two) in RATINGS.items() if key != "D"}
    last["A"] = {"Bindung": 5.0, "Empfehlung": 3.0}
    plan = {"plan_safe_eur": 90.0, "plan_expected_eur": 80.0, "plan_upside_eur": 120.0}
    levels = {
        "A": "sales",
        "B": "strategy",
        "C": "sales",
        "D": "service",
        "E": "service",
        "L": "sales",
        "G": "sales",
    }
    given: dict[str, Any] = {
        "criteria": [
            criterion("Bindung", "loyalty", 0, 10, 60), criterion("Empfehlung", "referral", 0, 10, 40),
        ],
        "customers": {key: {"loyalty": one, "referral": two} for key, (one, two) in RATINGS.items()},
        "settings": {"memory_points": 0.0},
        "decisions": {"E": {"decided_level": "sales", "why": "Neubau"}},
        "prior_year": {key: {"care_level": level, "score": 10.0 * at, **plan}
                       for at, (key, level) in enumerate(levels.items(), start=1)},
        "prior_points": last,
        "prior_weights": {"Bindung": 60.0, "Empfehlung": 40.0},
    }  # fmt: skip
    return evaluate(company({**flat, "L": (100.0, 50.0, 0.0)}, **(given | more)))


def typed(*keys: str) -> pd.DataFrame:
    frame = empty_frame(layout.PRIOR_YEAR).reindex(range(len(keys)))
    return frame.assign(customer_id=list(keys), customer=[f"Kunde {key}" for key in keys])


def test_the_typed_rows_keep_their_order_and_get_this_year_beside_them() -> None:
    before = typed("B", "G", "A", "L", "E", "D")
    table = history.prior_year(before, two_years())
    assert table["customer_id"].tolist() == ["B", "G", "A", "L", "E", "D"]
    pd.testing.assert_frame_equal(table[before.columns], before)
    rows: Any = table.set_index("customer_id")
    assert rows["level_now"].tolist() == ["Vertrieb", "", "Strategie", "", "Vertrieb", "Vertrieb"]
    assert rows["hit"].tolist() == ["ja", "", "ja", "nein", "ja", "ja"]
    assert rows["cause"].tolist() == [
        "von Strategie nach Vertrieb: andere Kunden", history.NOT_THERE,
        "von Vertrieb nach Strategie: Kunde", "verloren",
        "von Service nach Vertrieb: Ihre Entscheidung",
        "von Service nach Vertrieb: Punkte des Vorjahres fehlen",
    ]  # fmt: skip
    assert rows.loc["A", "deviation"] == pytest.approx(0.25)
    assert rows.loc["A", ["change_weights", "change_customer", "change_data"]].tolist() == [0.0, 18.0, 0.0]
    declared = {column.name for column in layout.PRIOR_YEAR.expand() if column.role.value == "output"}
    assert declared <= set(table.columns)


def test_who_cannot_be_rated_is_told_so() -> None:
    unknown = {"E": {"loyalty": None, "referral": None}}
    results = two_years(
        customers={key: {"loyalty": 5.0, "referral": 5.0} for key in "ABCDL"} | unknown, decisions={}
    )
    assert history.prior_year(typed("E"), results)["cause"].tolist() == [
        "nicht bewertbar, deshalb ohne Level"
    ]


def test_who_never_had_figures_was_not_lost() -> None:
    results = two_years(customers={"A": {"loyalty": 5.0}, "N": {}}, prior_year={"N": {"plan_safe_eur": 0.0}})
    assert history.prior_year(typed("N"), results)["cause"].tolist() == ["noch ohne Umsatz"]


def test_why_a_level_is_another_one_in_one_line() -> None:
    table = history.level_columns(two_years())
    assert table["prior_level"].to_dict() == {
        "A": "Vertrieb", "B": "Strategie", "C": "Vertrieb", "D": "Service", "E": "Service", "L": "Vertrieb",
    }  # fmt: skip
    assert table["level_change"].to_dict() == {
        "A": "von Vertrieb nach Strategie: Kunde +18,0 Punkte; Ausschlag: Kunde",
        "B": "von Strategie nach Vertrieb: Ausschlag: andere Kunden",
        "C": "",
        "D": "von Service nach Vertrieb: Ausschlag: Punkte des Vorjahres fehlen",
        "E": "von Service nach Vertrieb: Ausschlag: Ihre Entscheidung",
        "L": "",
    }


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ((4.2, 0.3, 0.0), "Gewichte +4,2, Kunde +0,3 Punkte; Ausschlag: Gewichte"),
        ((4.2, -0.04, -1.25), "Gewichte +4,2, neue Daten -1,2 Punkte; Ausschlag: Gewichte"),
        ((0.04, 0.0, 0.0), "Ausschlag: Gewichte"),
    ],
)
def test_effects_that_read_as_nothing_are_left_out(effects: tuple[float, float, float], words: str) -> None:
    names = ("change_weights", "change_customer", "change_data")
    row = {
        "prior_level": "sales",
        "level_now": "strategy",
        "cause": "weights",
        **dict(zip(names, effects, strict=True)),
    }
    assert history.level_change(row) == f"von Vertrieb nach Strategie: {words}"


def test_who_moved_and_why() -> None:
    results = two_years()
    matrix: Any = history.level_matrix(results).set_index("from")
    assert list(matrix.index) == ["Strategie", "Vertrieb", "Service", "neu oder ohne Level"]
    assert matrix.to_numpy().tolist() == [[0, 1, 0, 0], [1, 1, 0, 2], [0, 2, 0, 0], [0, 0, 0, 0]]
    causes: Any = history.level_causes(results).set_index("cause")["count"]
    assert causes.to_dict() == {
        "Gewichte": 0, "Kunde": 1, "neue Daten": 0, "andere Kunden": 1, "Halt durch das Vorjahr": 0,
        "Ihre Entscheidung": 1, "Punkte des Vorjahres fehlen": 1,
    }  # fmt: skip


def test_plan_and_actual_in_words() -> None:
    rows: Any = history.plan_check(two_years()).set_index("figure")
    assert rows["value"].to_dict() == {
        "Sicher": "540 €", "Erwartet": "480 €", "Möglich": "720 €", "Ist": "500 €",
        "Trefferquote": "83 %", "Schlagseite": "-4,0 %", "mittlerer Fehler": "36,0 %",
    }  # fmt: skip
    assert "6 Kunden" in rows.loc["Sicher", "meaning"]
    assert rows.loc["Sicher", "meaning"].endswith("verfehlt")
    assert rows["meaning"].str.len().min() > 10


def test_without_last_year_the_tables_are_empty_and_say_so() -> None:
    results = evaluate(EXAMPLE)
    assert history.prior_year(typed(), results).empty
    assert history.level_matrix(results).drop(columns="from").isna().all(axis=None)
    assert history.level_causes(results)["count"].isna().all()
    assert history.plan_check(results)["meaning"].tolist() == [history.NO_PLAN]
    assert history.level_columns(results).isna().all(axis=None)


def test_the_whole_workbook_shows_them() -> None:
    results = two_years()
    read = reading(results, prior_year=typed("A"), decisions=empty_frame(layout.SCREENING))
    frames = sheets.contents(read, results, {}, ()).frames
    assert frames["prior_year"]["cause"].tolist() == ["von Vertrieb nach Strategie: Kunde"]
    assert {"level_matrix", "level_causes", "plan_check"} <= set(frames)
    assert "Ausschlag: Kunde" in set(frames["screening"]["level_change"].str.rpartition("; ")[2])


# ---------------------------------------------------------------- a workbook that waits for its figures


def waiting() -> Results:
    return evaluate(company({"1": (100.0, 110.0, None), "2": (80.0, 90.0, None)}))


def test_rows_of_screening_stay_while_nothing_can_be_calculated() -> None:
    columns = [c.name for c in layout.SCREENING.expand() if c.role.typed or c.name == "customer_id"]
    rows = [{"customer_id": "2", "decided_level": "strategy", "why": "Referenz"}, {"customer_id": "1"}]
    table = sheets.screening(waiting(), pd.DataFrame(rows, columns=columns, dtype=object), {"2": "Zwei"})
    assert table["customer_id"].tolist() == ["2", "1"]
    assert table["customer"].tolist() == ["Zwei", ""]
    assert table["why"].tolist()[0] == "Referenz"
    assert "status" not in table or table["status"].isna().all()


def test_start_says_what_is_missing() -> None:
    results = waiting()
    figures = pd.DataFrame({"customer_id": ["1", "2"], "customer": ["Eins", "Zwei"]}, dtype=object)
    table: Any = steps.steps(reading(results, figures=figures), results, results.findings).set_index("number")
    assert table.loc[1, ["state", "missing"]].tolist() == ["offen", "Zahlen 2025 fehlen noch"]
    assert overview.backtest(results)["meaning"].tolist() == ["Erst nach der Berechnung."]


# ---------------------------------------------------------------- report

NOTHING = Turned(2025, 12, 64, 11, (), (), (), 0, (), *[0] * 13)


def test_the_report_names_only_what_there_was() -> None:
    text = turned("Neu.xlsm", NOTHING, "Alt.xlsm")
    assert text.startswith("Die Mappe Neu.xlsm für das Basisjahr 2026 ist angelegt.")
    assert "Punkte, Level und Plan 2026 von 64 Kunden, 11 Kriterien mit Gewicht 2025" in text
    assert "Alt.xlsm ist unverändert" in text
    assert text.endswith(
        "Als Nächstes: Zahlen 2026 einlesen, dann neu berechnen; bis dahin sind die Ergebnisse leer."
    )
    for word in ("Nicht übernommen", "Geleert", "entschiedene", "vertagte", "Platz"):
        assert word not in text


def test_the_report_names_everything_left_behind() -> None:
    full = Turned(
        2025, 9, 1, 20, ("K21",), (2021,), ("Stichtag", "Zielumsatz im Planjahr"), 1,
        tuple(f"{at} X (bis 31.12.2025)" for at in range(7)), 1, 2, 1, 3, 1, 2, 1, 4, 1, 6, 2, 3, 1,
    )  # fmt: skip
    text = turned("Neu.xlsm", full, "Alt.xlsm")
    for words in (
        "nicht festgehalten sind die Punkte von: K21", "von 1 Kunde, 20 Kriterien", "1 entschiedenes Level",
        "2 Verkaufschancen", "1 vertagter Punkt der Klausur", "die Zahlen 2021;",
        "1 verlorene Verkaufschance;",
        "3 schon abgeschlossene gewonnene", "1 Einmaleffekt weggefallener Jahre", "2 Vollwerte neuer Kunden",
        "4 Punkte der Klausur", "1 Beschluss", "6 Termine mit Eintrag", "2 offene Vereinbarungen",
        "3 erledigte Vereinbarungen", "1 vergangene Betriebsferien", "4 X (bis 31.12.2025) und 2 weitere.",
        "Geleert, bitte neu eintragen: Stichtag, Zielumsatz im Planjahr.",
        "2025 war erst für 9 Monate gebucht: Lesen Sie auch dieses Jahr noch einmal vollständig ein.",
    ):  # fmt: skip
        assert words in text
    assert "2021 bis 2022" in turned("N", replace(full, dropped_years=(2021, 2022)), "A")


def test_the_dialog_shows_the_next_step_even_if_it_is_too_long() -> None:
    long = replace(NOTHING, ended=tuple("Sehr langer Name einer Firma " * 12 for _ in range(5)))
    text = opened("Neu.xlsm", long, "Alt.xlsm")
    assert "angelegt und geöffnet" in text
    assert text.splitlines()[-2:] == ["…", turned("N", long, "A").splitlines()[-1]]
