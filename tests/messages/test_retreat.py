"""Blatt Klausur: points in words, what was typed stays, counts with their sum, Klumpen and Abgangsprobe."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.catalogue.planning import PIPELINE
from tests.companies import changed
from tests.core.test_retreat import of_five, of_two_roles

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs, LevelCount, Results
from kundenbindung.core.retreat import STRUCTURAL
from kundenbindung.core.walk_away import WalkAway
from kundenbindung.messages import retreat as words
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import empty_frame
from kundenbindung.workbook.inputs import retreat_item, retreat_key

DAY = dt.date(2026, 3, 31)
NOTHING = empty_frame(layout.OPEN_DECISIONS)


def typed(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Rows of item, outcome, who, until."""
    return pd.DataFrame(list(rows), columns=["item", "outcome", "who", "until"], dtype=object)


def told(inputs: Inputs, rows: pd.DataFrame = NOTHING) -> Any:
    return words.open_decisions(rows, evaluate(inputs)).set_index("item")


def with_draws(inputs: Inputs) -> Inputs:
    return changed(inputs, settings=replace(inputs.settings, draws=300))


def test_points_are_questions() -> None:
    inputs = with_draws(
        of_five(decisions={"D": {"decided_level": "strategy", "decided_on": dt.date(2023, 1, 1)}})
    )
    table = told(inputs)
    assert table.at["Grenzfall A", "question"] == (
        "Gleichstand. Vorschlag Strategie; bei 100 % der leicht anderen Gewichtungen kommt Strategie heraus. "
        "Gleichauf an der Grenze zu Vertrieb."
    )
    assert table.at["Bewertung E", "question"] == (
        "Nicht bewertbar: nur 0 % der Gewichte sind belegt. Welches Level soll gelten?"
    )
    assert table.at["Erklärung C", "question"] == (
        "Umsatz +34 % im Jahr, stark wachsend (klar). Was ist der Grund, und hält er an?"
    )
    assert table.at["Entscheidung D", "question"] == (
        "Ihre Entscheidung für Strategie ist abgelaufen, es gilt Vertrieb. Soll sie weiter gelten?"
    )
    assert (
        table.at["Klumpen C", "question"]
        == "26 % des Umsatzes hängen an diesem Kunden. Was tun Sie, wenn er geht?"
    )
    assert set(table["state"]) == {"offen"}


def test_a_lost_customer_and_a_missing_word_are_asked_about_otherwise() -> None:
    lost = of_five()
    revenue = lost.revenue.copy()
    revenue.loc["C", 2025] = 0.0
    assert (
        told(changed(lost, revenue=revenue)).at["Erklärung C", "question"] == "Verloren. Was war der Grund?"
    )
    why = {"reason_code": "volume", "explanation": "Zweites Werk"}
    mute = told(of_five(decisions={"C": why})).at["Erklärung C", "question"]
    assert mute == "Erklärt, aber „Hält an“ ist leer. Setzt sich die Bewegung fort?"


def test_the_level_that_comes_out_most_often_is_named() -> None:
    table: Any = evaluate(with_draws(of_five())).customers
    share = table.loc["A", ["stability_strategy", "stability_sales", "stability_service"]].max()
    assert (
        f"bei {100 * share:.0f} %".replace(".", ",")
        in told(with_draws(of_five())).at["Grenzfall A", "question"]
    )


def test_an_overloaded_role_asks_for_one_of_three_ways() -> None:
    table = told(of_two_roles(Chef=19.0, Büro=4.0))
    assert table.at["Kapazität Chef", "question"] == (
        "Chef braucht 20 von 19 Stunden. Weniger Strategie-Kunden, seltener oder mehr Stunden?"
    )
    assert table.at["Kapazität Büro", "subject"] == ""
    assert table.at["Kapazität Büro", "state"] == "offen"


def test_an_overload_that_is_gone_is_settled_where_something_was_typed() -> None:
    rows = typed(("Kapazität Chef", "deferred", "MK", DAY))
    assert told(of_two_roles(Chef=19.0), rows).at["Kapazität Chef", "state"] == "vertagt bis 31.03.2026"
    assert told(of_two_roles(Chef=20.0), rows).at["Kapazität Chef", "state"] == "erledigt"


def test_what_was_typed_stays_with_its_point_in_his_order() -> None:
    rows = typed(
        ("Erklärung C", "deferred", "MK", DAY),
        ("Messe planen", None, "TK", None),
        ("Grenzfall B", "decided", None, None),
    )
    table = told(of_five(), rows)
    assert list(table.index[:3]) == ["Erklärung C", "Messe planen", "Grenzfall B"]
    assert list(table.loc["Erklärung C", ["outcome", "who", "until"]]) == ["deferred", "MK", DAY]
    assert list(table["state"].iloc[:3]) == ["vertagt bis 31.03.2026", "offen", "erledigt"]
    assert table.at["Messe planen", "subject"] == words.OWN_POINT
    assert table.at["Grenzfall A", "state"] == "offen"
    assert not table.index.duplicated().any()


def test_the_caption_says_the_order() -> None:
    """A small Grenzfall stands above a large explanation: by kind first; a new point stands below."""
    rows = words.open_decisions(NOTHING, evaluate(of_five()))
    assert rows["item"].tolist()[:4] == ["Grenzfall A", "Grenzfall B", "Bewertung E", "Erklärung C"]
    later = words.open_decisions(rows.iloc[1:].assign(outcome="decided"), evaluate(of_five()))
    assert later["item"].tolist()[-1] == "Grenzfall A"
    caption = "Offene Entscheidungen nach Art, darin das Größte zuerst; Neues steht unten"
    assert layout.OPEN_DECISIONS.caption == caption


def test_a_settled_point_stays_while_something_is_typed() -> None:
    rows = typed(
        ("Grenzfall Z", "deferred", "MK", DAY),
        ("Grenzfall Y", None, None, None),
        ("Grenzfall X", None, "TK", None),
    )
    table = told(of_five(), rows)
    assert table.at["Grenzfall Z", "state"] == "erledigt"
    assert table.at["Grenzfall X", "who"] == "TK"
    assert "Grenzfall Y" not in table.index


def test_own_columns_of_the_list_stay() -> None:
    rows = typed(("Grenzfall A", None, None, None)).assign(Notiz="bitte anrufen")
    assert told(of_five(), rows).at["Grenzfall A", "Notiz"] == "bitte anrufen"


def test_without_customers_the_owners_points_stay() -> None:
    nobody = evaluate(
        changed(of_five(), revenue=of_five().revenue.iloc[:0], customers=of_five().customers.iloc[:0])
    )
    table = words.open_decisions(typed(("Messe planen", None, None, None)), nobody)
    assert list(table["item"]) == ["Messe planen"]
    empty = words.retreat_status(nobody, 60.0)
    assert list(empty["topic"]) == list(words.retreat_status(evaluate(of_five()), None)["topic"])
    assert empty["minutes"].iloc[-1] == 60.0
    assert not empty["open"].fillna(0).any()
    assert words.told_open(nobody) == "Nichts ist offen."


@pytest.mark.parametrize(
    "key",
    [
        "borderline 10071",
        "opportunity 10152 Ballen, groß",
        "opportunity",
        "Messe planen",
        "criterion DB-Quote",
        "capacity Innendienst Nord",
    ],
)
def test_keys_and_words_are_each_others_reverse(key: str) -> None:
    assert retreat_key(retreat_item(key)) == key


def test_every_warning_about_an_opportunity_has_its_words() -> None:
    """The catalogue provokes every finding once; those with single opportunities become points."""
    warned = {case.code for case in PIPELINE if case.severity == "warning" and case.row is not None}
    assert {code for code in warned if code.startswith("opportunity_")} == set(words.CHANCES)
    assert set(words.CRITERIA) == set(STRUCTURAL)


def test_opportunities_without_a_name_are_one_point() -> None:
    nameless = {"value_eur": 7_000.0, "probability": 0.5, "kind": "additional"}
    table = told(of_five(opportunities=[nameless, nameless]))
    assert table.at["Verkaufschance", "question"] == "Ohne bekannten Kunden. Stimmt der Eintrag?"
    assert (
        told(of_five(opportunities=[nameless]), typed(("Verkaufschance", "decided", None, None))).at[
            "Verkaufschance", "state"
        ]
        == "erledigt"
    )


def status(results: Results, planned: float | None = None) -> Any:
    return words.retreat_status(results, planned).set_index("topic")


def test_the_counts_have_their_sum_and_the_agenda_below() -> None:
    table = status(evaluate(of_five()), 600.0)
    topics = table.drop(index=[words.SUM, words.PLANNED])
    assert list(topics.index) == list(words.TOPICS.values())
    for name in ("total", "done", "deferred", "open", "minutes"):
        assert table.at[words.SUM, name] == topics[name].sum()
    assert table.at[words.PLANNED, "minutes"] == 600.0
    assert table.at["Grenzfälle", "each"] == "15 Minuten"
    assert table.at["fehlende Urteile", "each"] == "1,5 Minuten"
    assert set(words.SETTLED) == set(words.TOPICS)


def test_the_button_tells_what_is_open() -> None:
    results = evaluate(of_five())
    lines = words.told_open(results).splitlines()
    assert lines[0] == "Noch offen: 8, etwa 68 Minuten."
    assert "  Grenzfälle: 2" in lines
    assert "  Trends erklären: 1 (Grund, Erklärung oder „Hält an“ fehlt)" in lines


def test_the_open_workbook_shows_what_a_fresh_calculation_says() -> None:
    results = evaluate(of_five())
    rows = typed(("Grenzfall A", "decided", None, None), ("Messe planen", None, None, None))
    listed = words.open_decisions(rows, results)
    shown = dict(zip(listed["item"], listed["state"], strict=True))
    assert words.up_to_date({**shown, "Grenzfall Z": "erledigt"}, rows, results)
    for change in ({"Grenzfall B": "erledigt"}, {"Messe planen": ""}, {"Grenzfall Z": "offen"}):
        assert not words.up_to_date({**shown, **change}, rows, results)
    assert not words.up_to_date(dict(list(shown.items())[1:]), rows, results)


def test_points_of_the_owner_that_sound_like_ours_stay() -> None:
    """Only a row with our question beside it is ours."""
    rows = typed(
        ("Entscheidung über Bonus", None, None, None),
        ("Grenzfall B", "decided", None, None),
        ("Kriterium Umsatz", None, None, None),
        ("Grenzfall Z", None, None, None),
        ("Grenzfall Y", "deferred", None, None),
    ).assign(question=pd.Series([None, None, None, "Welches Level?", "Welches Level?"], dtype=object))
    table = told(of_five(), rows)
    assert list(table["state"].iloc[:4]) == ["offen", "erledigt", "offen", "erledigt"]
    assert list(table["subject"].iloc[[0, 2]]) == [words.OWN_POINT] * 2
    assert "Grenzfall Z" not in table.index
    assert table.at["Grenzfall Y", "question"] == "Welches Level?"


def test_rows_without_a_point_and_points_written_twice_stay() -> None:
    rows = typed((None, None, "MK", DAY), ("Messe", "decided", None, None), ("Messe", None, "TK", None))
    table = words.open_decisions(rows, evaluate(of_five()))
    assert list(table["who"].iloc[:3].fillna("")) == ["MK", "", "TK"]
    assert list(table["state"].iloc[:3].fillna("")) == ["", "erledigt", "offen"]
    nothing = words.open_decisions(typed((None, None, None, None)), evaluate(of_five()))
    assert nothing["item"].notna().all()


def test_where_nothing_was_calculated_nothing_is_settled() -> None:
    stopped = evaluate(changed(of_five(), criteria=()))
    rows = typed(("Grenzfall A", "deferred", "MK", DAY)).assign(question="Welches Level?")
    assert list(words.open_decisions(rows, stopped)["state"]) == ["vertagt bis 31.03.2026"]


def test_concentration_names_the_largest_and_never_the_index() -> None:
    inputs = of_five()
    table = words.concentration(
        evaluate(changed(inputs, customers=inputs.customers.assign(customer="Muster AG")))
    )
    assert table["customer"].iloc[0] == "Muster AG"
    assert list(table["revenue"]) == ["26,5 %", "85,3 %", "5,6"]
    assert not table.astype(str).apply(lambda column: column.str.contains("HHI|Herfindahl")).any().any()
    nothing = words.concentration(evaluate(changed(inputs, revenue=inputs.revenue * 0)))
    assert list(nothing["figure"]) == list(table["figure"])
    assert nothing["revenue"].isna().all()


def test_walk_away_stands_beside_the_typed_number() -> None:
    results = evaluate(of_five())
    rows = pd.DataFrame({"customer_id": ["A", "404"], "Notiz": ["a", "b"]})
    found = WalkAway("A", 0.2, 1.0, 2.0, None, 3.0, LevelCount(1, 4, 1))
    table: Any = words.walk_away(rows, results, {"A": found}).set_index("customer_id")
    assert table.at["A", "levels"] == "1 Strategie, 4 Vertrieb, 1 Service"
    assert list(table.loc["A", ["revenue_share", "expected_eur", "safe_eur", "hours"]]) == [
        0.2,
        1.0,
        2.0,
        3.0,
    ]
    assert table.loc["404", ["customer", "levels", "expected_eur"]].isna().all()
    assert list(table["Notiz"]) == ["a", "b"]
