"""Blatt Ressourcen: the answer, roles and activities as typed, repairs, promise, Gießkanne."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from tests.companies import changed, companies, company, criterion
from tests.examples import examples

from kundenbindung.core.evaluate import evaluate, stopped
from kundenbindung.core.model import ROLE_COLUMNS, Finding, Inputs, Results, Severity
from kundenbindung.messages import loads, resources
from kundenbindung.workbook import layout

NAMES = (
    "activity", "noticed", "from_level", "role", "channel", "times", "preparation_hours", "contact_hours",
    "scheduled",
)  # fmt: skip
TALK = ("Gespräch", "Viermal", "strategy", "Chef", "in_person", 4.0, 3.0, 2.0, "yes")
VISIT = ("Besuch", "Vor Ort", "sales", "Außendienst", "in_person", 4.0, 1.0, 2.0, "yes")
CALL = ("Anruf", None, "service", "Innendienst", "phone", 2.0, np.nan, 0.5, "no")
HOURS: Mapping[str, float | None] = {"Chef": 40.0, "Außendienst": 60.0, "Innendienst": 102.0}
SIZES = {
    "capacity": 6,
    "capacity_split": 3,
    "repairs": 3,
    "promise": 3,
    "watering_levels": 4,
    "watering": 2 * layout.WATERING_ROWS,
}
LEVELS = {"A": "strategy", "B": "strategy", "C": "strategy", "D": "sales", "E": "service"}
MARGINS = {"A": 45.0, "B": 20.0, "C": 5.0, "D": 30.0, "E": None}
quick = settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def activities(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Leistungen as typed."""
    frame = pd.DataFrame(list(rows), columns=list(NAMES), dtype=object)
    numbers = ["times", "preparation_hours", "contact_hours"]
    return frame.assign(**{name: frame[name].astype(float) for name in numbers})


def roles(hours: Mapping[str, float | None] = HOURS) -> pd.DataFrame:
    """Rollen as typed, with their hours."""
    frame = pd.DataFrame({"role": list(hours)}, dtype=object)
    numbers = pd.DataFrame(np.nan, index=frame.index, columns=list(ROLE_COLUMNS))
    return frame.join(numbers.assign(hours=np.array(list(hours.values()), dtype=float)))


CATALOGUE = activities(TALK, VISIT, CALL)


def people(
    inputs: Inputs, typed_roles: pd.DataFrame | None = None, typed_activities: pd.DataFrame = CATALOGUE
) -> Inputs:
    """The same inputs with roles and activities."""
    typed = roles() if typed_roles is None else typed_roles
    return changed(inputs, roles=typed.set_index("role")[list(ROLE_COLUMNS)], activities=typed_activities)


def five(**more: Any) -> Inputs:
    """A to E, the best first: three Strategie, one Vertrieb, one Service; the DB of E is not known."""
    return company(
        {
            key: (value, value, value)
            for key, value in zip("ABCDE", (90.0, 80.0, 70.0, 60.0, 50.0), strict=True)
        },
        {key: (value, value, value) for key, value in MARGINS.items()},
        criteria=[criterion("Umsatz", "revenue_mean", 0, 100)],
        customers={key: {"customer": f"Kunde {key}"} for key in "ABCDE"},
        decisions={key: {"decided_level": level} for key, level in LEVELS.items()},
        **more,
    )


def told(inputs: Inputs, typed_roles: pd.DataFrame | None = None, catalogue: pd.DataFrame = CATALOGUE) -> Any:
    """All tables of the sheet."""
    typed = roles() if typed_roles is None else typed_roles
    return resources.tables(typed, catalogue, evaluate(people(inputs, typed, catalogue)))


def pairs(table: Any, value: str = "answer") -> dict[str, Any]:
    return dict(zip(table.iloc[:, 0], table[value], strict=True))


# ---------------------------------------------------------------- the answer


def test_the_answer_of_an_overloaded_company() -> None:
    """Chef needs 3 x 20 = 60 of 40 hours, Außendienst 4 x 12 = 48 of 60, Innendienst 5 of 102."""
    table = told(five())["capacity"]
    assert pairs(table) == {
        "Urteil": "nicht tragfähig",
        "Engpass": "Chef",
        "Fehlende Stunden": "20",
        "Alle Rollen zusammen": "56 %",
        "Tragbare Strategie-Kunden": "2",
        "… bei halber Frequenz": "4",
    }
    means = pairs(table, "meaning")
    assert means["Engpass"] == "Am stärksten ausgelastet: braucht 60 von 40 Stunden, das sind 150 %."
    assert means["Fehlende Stunden"] == "Im Jahr zu wenig: Chef 20."
    assert means["Alle Rollen zusammen"].startswith("Zusammen 113 von 202 Stunden nötig.")
    assert means["Tragbare Strategie-Kunden"].endswith("entschieden sind 3.")


@pytest.mark.parametrize(
    ("hours", "verdict", "missing"),
    [(67.0, "tragfähig", "0"), (66.0, "knapp", "0"), (60.0, "knapp", "0"), (59.9, "nicht tragfähig", "1")],
)
def test_the_verdict_is_one_of_three_words(hours: float, verdict: str, missing: str) -> None:
    table = pairs(told(five(), roles({**HOURS, "Chef": hours}))["capacity"])
    assert (table["Urteil"], table["Fehlende Stunden"]) == (verdict, missing)


def test_next_to_the_limit_a_decimal_tells_the_difference() -> None:
    """60 of 59.9 hours are 100.2 %."""
    tables = told(five(), roles({**HOURS, "Chef": 59.9}))
    engpass = pairs(tables["capacity"], "meaning")["Engpass"]
    assert engpass == "Am stärksten ausgelastet: braucht 60,0 von 59,9 Stunden, das sind 100,2 %."
    assert tables["roles"]["words"][0].startswith("Braucht 60,0 von 59,9 Stunden; 1 fehlt. Reicht für 2")
    even = pairs(told(five(), roles({**HOURS, "Chef": 60.0}))["capacity"], "meaning")["Engpass"]
    assert even == "Am stärksten ausgelastet: braucht 60 von 60 Stunden, das sind 100 %."


def test_roles_without_hours_are_named() -> None:
    means = pairs(told(five(), roles({"Chef": 80.0, "Außendienst": None}))["capacity"], "meaning")
    assert means["Urteil"] == (
        f"{loads.OPEN_WORDS} Nur in Leistungen genannt: Innendienst (5 Stunden). "
        "Ergänzen Sie die Tabelle Rollen. Ohne Stunden, daher nicht geprüft: Außendienst."
    )
    assert "ohne Außendienst, Innendienst." in means["Alle Rollen zusammen"]


def test_without_hours_the_answer_says_what_to_do() -> None:
    tables = told(five(), roles(dict.fromkeys(HOURS)))
    assert set(tables["capacity"]["answer"]) == {"–"}
    assert tables["capacity"]["meaning"][0] == "Tragen Sie in der Tabelle Rollen Stunden ein."
    assert tables["capacity_split"]["affordable"].isna().all()
    assert set(tables["repairs"]["enough"]) == {"–"}
    assert tables["repairs"]["what"][0] == loads.NO_HOURS


def test_hours_needed_where_none_are_there() -> None:
    """A load without bound has no number."""
    tables = told(five(), roles({**HOURS, "Chef": 0.0}))
    assert pairs(tables["capacity"])["Engpass"] == "Chef"
    assert pairs(tables["capacity"], "meaning")["Engpass"].endswith(
        "braucht 60 von 0 Stunden, hat also keine Zeit."
    )
    assert (
        tables["roles"]["words"][0]
        == "Braucht 60 von 0 Stunden; 60 fehlen. Reicht für keinen Strategie-Kunden."
    )


def test_even_without_strategy_hours_are_missing() -> None:
    tables = told(five(), roles({**HOURS, "Außendienst": 10.0}))
    assert pairs(tables["capacity"])["Tragbare Strategie-Kunden"] == "0"
    assert pairs(tables["capacity"], "meaning")["Tragbare Strategie-Kunden"] == (
        "Schon ohne einen Strategie-Kunden fehlen Stunden."
    )
    assert tables["repairs"]["what"][0] == "Auch ohne einen einzigen Strategie-Kunden fehlen Stunden."
    assert tables["repairs"]["enough"][0] == "nein"
    assert "weniger Strategie allein hilft nicht" in tables["capacity_split"]["meaning"][0]


# ---------------------------------------------------------------- roles and activities


def test_roles_stay_as_typed_with_their_load_beside() -> None:
    typed = roles({"Innendienst": 102.0, "Chef": 40.0, "Empfang": 10.0, "Außendienst": None}).assign(
        Notiz=["a", "b", "c", "d"]
    )
    table = told(five(), typed)["roles"]
    pd.testing.assert_frame_equal(table[list(typed.columns)], typed)
    assert list(table["words"]) == [
        "Braucht 5 von 102 Stunden; 97 bleiben frei.",
        "Braucht 60 von 40 Stunden; 20 fehlen. Reicht für 2 Strategie-Kunden.",
        "Hat 10 Stunden, die noch niemand braucht.",
        "Braucht 48 Stunden. Verfügbar unbekannt: „Stunden fest“ oder „für Bestandskunden“ eintragen.",
    ]
    assert list(table["verdict"]) == ["tragfähig", "nicht tragfähig", "tragfähig", ""]
    assert table["load"][1] == pytest.approx(1.5)
    assert pd.isna(table["load"][3])
    assert list(table["needed_hours"]) == [5.0, 60.0, 0.0, 48.0]


def test_another_limit_is_named() -> None:
    """Up to 80 % of 70 hours are 56; for 60 the Chef would need 75."""
    table = told(five(settings={"fits_load": 0.5, "full_load": 0.8}), roles({**HOURS, "Chef": 70.0}))["roles"]
    assert table["words"][0].startswith("Braucht 60 von 70 Stunden; 5 fehlen bis zur Grenze von 80 %.")


def test_activities_with_their_hours() -> None:
    unfinished = ("Messe", None, None, "Chef", "in_person", 1.0, 1.0, 1.0, None)
    typed = activities(CALL, unfinished, TALK, VISIT)
    table = told(five(), catalogue=typed)["activities"]
    pd.testing.assert_frame_equal(table[list(typed.columns)], typed)
    assert table["hours_year"].tolist() == pytest.approx([5.0, np.nan, 60.0, 48.0], nan_ok=True)


# ---------------------------------------------------------------- split, repairs, promise


def test_the_split_and_what_the_difference_means() -> None:
    table = told(five())["capacity_split"]
    assert list(table["care_level"]) == ["Strategie", "Vertrieb", "Service"]
    assert table[["guideline", "affordable", "affordable_halved", "decided"]].to_numpy().tolist() == [
        [1, 2, 4, 3],
        [3, 2, 0, 1],
        [1, 1, 1, 1],
    ]
    assert list(table["meaning"]) == [
        "1 mehr entschieden, als Ihre Leute tragen.",
        "1 mehr im tragbaren Fall: Wer nicht Strategie sein kann, gehört hierher.",
        "Tragbar und entschieden sind gleich.",
    ]
    more = told(five(), roles({**HOURS, "Chef": 80.0}))["capacity_split"]["meaning"]
    assert list(more)[:2] == [
        "1 mehr wären tragbar.",
        "1 weniger im tragbaren Fall: Die besten Kunden kämen zuerst zu Strategie.",
    ]


def test_the_three_smallest_repairs() -> None:
    """Missing are 20 hours: one customer, or two of four talks of 5 hours with three customers."""
    assert told(five())["repairs"].to_numpy().tolist() == [
        ["Weniger Strategie-Kunden", "1 Kunde geht zu Vertrieb: Kunde C", "ja"],
        ["Seltener", "Gespräch 4 → 2 mal im Jahr", "ja"],
        ["Mehr Stunden", "Chef +20 Stunden im Jahr", "ja"],
    ]


def test_lowest_score_first_and_up_to_twelve_are_named() -> None:
    keys = [f"{number:02}" for number in range(20)]
    many = company(
        {key: (100.0 - at,) * 3 for at, key in enumerate(keys)},
        criteria=[criterion("Umsatz", "revenue_mean", 0, 100)],
        customers={key: {"customer": f"K{key}"} for key in keys},
        decisions={key: {"decided_level": "strategy"} for key in keys},
    )
    what = told(many, roles({"Chef": 200.0, "Außendienst": 999.0, "Innendienst": 99.0}))["repairs"]["what"]
    assert what[0] == f"10 Kunden gehen zu Vertrieb: {', '.join(f'K{at}' for at in range(19, 9, -1))}"


def test_nothing_to_repair() -> None:
    table = told(five(), roles({**HOURS, "Chef": 60.0}))["repairs"]
    assert set(table["what"]) == {loads.NOT_NEEDED}
    assert set(table["enough"]) == {"–"}


def test_no_single_activity_saves_enough() -> None:
    """Chef and Außendienst lack hours; the Chef has two activities of 30 hours and lacks 50."""
    second = ("Zielgespräch", None, "strategy", "Chef", "in_person", 4.0, 3.0, 2.0, None)
    table = told(five(), roles({**HOURS, "Chef": 50.0}), activities(TALK, second, VISIT, CALL))["repairs"]
    assert list(table["what"])[1:] == [
        "Keine Leistung allein spart genug Stunden.",
        "Chef +70 Stunden im Jahr",
    ]
    both = told(
        five(), roles({**HOURS, "Chef": 50.0, "Außendienst": 36.0}), activities(TALK, second, VISIT, CALL)
    )
    assert (
        both["repairs"]["what"][1] == "Besuch 4 → 3 mal im Jahr; anderen Rollen hilft keine Leistung allein"
    )
    assert both["repairs"]["enough"][1] == "nein"


def test_the_promise_of_every_level() -> None:
    table = told(five())["promise"]
    assert table.to_numpy().tolist() == [
        ["Strategie", "Gespräch 4×; dazu alles von Vertrieb", 10.0, 8.0, 33.0],
        ["Vertrieb", "Besuch 4×; dazu alles von Service", 6.0, 4.0, 13.0],
        ["Service", "Anruf 2×", 2.0, 0.0, 1.0],
    ]


def test_levels_that_do_not_differ_are_named() -> None:
    never = (*TALK[:5], 0.0, *TALK[6:])
    noticed = told(five(), catalogue=activities(never, VISIT))["promise"]["noticed"]
    assert list(noticed) == [
        "Nichts Eigenes: Der Kunde merkt keinen Unterschied zu Vertrieb.",
        "Besuch 4×; dazu alles von Service",
        "Noch keine Leistung.",
    ]


# ---------------------------------------------------------------- Gießkanne


def test_hours_and_margin_per_level() -> None:
    """Hours 33 for each of A, B, C, 13 for D, 1 for E: 113; DB 70, 30 and unknown."""
    table = told(five())["watering_levels"]
    assert list(table["care_level"]) == ["Strategie", "Vertrieb", "Service", "Summe"]
    assert list(table["customers"]) == [3, 1, 1, 5]
    assert list(table["hours"]) == [99.0, 13.0, 1.0, 113.0]
    assert list(table["meaning"]) == [
        "88 % der Stunden, 70 % des DB.",
        "12 % der Stunden, 30 % des DB.",
        "Kein Vergleich möglich: Stunden oder DB fehlen.",
        "Im Schnitt bringt eine Stunde 1 € DB; bei 1 Kunden fehlt der DB.",
    ]
    assert table["margin_eur"].tolist()[3] == 100.0
    assert table[["hours_share", "margin_share"]].iloc[3].tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (3.0, ["zu viel Zeit", "passt", "passt", "passt"]),
        (2.5, ["zu viel Zeit", "passt", "zu wenig Zeit", "passt"]),
        (1.2, ["zu viel Zeit", "zu viel Zeit", "zu wenig Zeit", "zu wenig Zeit"]),
    ],
)
def test_the_furthest_apart_first_in_both_directions(factor: float, words: list[str]) -> None:
    """Shares of hours .292 .292 .292 .115, of DB .45 .20 .05 .30; E without DB is left out."""
    table = told(five(settings={"watering_factor": factor}))["watering"]
    assert list(table["customer_id"])[:4] == ["C", "B", "D", "A"]
    assert list(table["customer"])[:2] == ["Kunde C", "Kunde B"]
    assert list(table["care_level"])[:4] == ["Strategie", "Strategie", "Vertrieb", "Strategie"]
    assert list(table["direction"])[:4] == words
    assert table["customer_id"][4:].isna().all()


def test_negative_margin_is_too_much_time() -> None:
    margin = five().margin.copy()
    margin.loc["C"] = -5.0
    inputs = changed(five(), margin=margin)
    table = told(inputs)["watering"].set_index("customer_id")
    assert table.at["C", "direction"] == "zu viel Zeit"


def test_at_most_ten_in_each_direction() -> None:
    keys = [f"{number:02}" for number in range(30)]
    many = company(
        dict.fromkeys(keys, (100.0,) * 3),
        {key: (float(at + 1),) * 3 for at, key in enumerate(keys)},
        customers={key: {} for key in keys},
        decisions={key: {"decided_level": "sales"} for key in keys},
    )
    table = told(many)["watering"]
    assert list(table["customer_id"]) == [*keys[:10], *reversed(keys[20:])]


def test_hours_of_roles_and_levels() -> None:
    table = told(five(), roles({**HOURS, "Innendienst": None}))["hours_matrix"]
    assert table.drop(columns="available_hours").to_numpy().tolist() == [
        ["Chef", "Gespräch", 20.0, 0.0, 0.0, 60.0, 0.0, 0.0, 60.0],
        ["Außendienst", "Besuch", 12.0, 12.0, 0.0, 36.0, 12.0, 0.0, 48.0],
        ["Innendienst", "Anruf", 1.0, 1.0, 1.0, 3.0, 1.0, 1.0, 5.0],
    ]
    assert table["available_hours"].tolist() == pytest.approx([40.0, 60.0, np.nan], nan_ok=True)


# ---------------------------------------------------------------- always as many rows


def _stopped() -> Results:
    return stopped(people(five()), [Finding("base_year_no_figures", Severity.ERROR, "figures")])


@pytest.mark.parametrize(
    ("results", "typed_roles", "catalogue"),
    [
        (evaluate(people(five())), roles(), CATALOGUE),
        (evaluate(people(company({}))), roles(), CATALOGUE),
        (evaluate(company({})), roles({}), activities()),
        (evaluate(five()), roles({}), activities()),
        (_stopped(), roles(), CATALOGUE),
    ],
    ids=["full", "no customers", "nothing", "no activities", "stopped"],
)
def test_every_table_has_as_many_rows_as_ever(
    results: Results, typed_roles: pd.DataFrame, catalogue: pd.DataFrame
) -> None:
    tables = resources.tables(typed_roles, catalogue, results)
    sizes = {**SIZES, "roles": len(typed_roles), "activities": len(catalogue)}
    assert {name: len(frame) for name, frame in tables.items() if name != "hours_matrix"} == sizes
    for name, frame in tables.items():
        declared = {column.name for column in layout.TABLES[name].expand()}
        assert set(frame.columns) <= declared, name
        if name not in {"roles", "activities"}:
            assert set(frame.columns) == declared, name


def test_a_stopped_calculation_says_so() -> None:
    tables = resources.tables(roles(), CATALOGUE, _stopped())
    assert tables["capacity"]["meaning"][0] == loads.STOPPED
    assert set(tables["capacity"]["answer"]) == {"–"}
    assert tables["promise"]["noticed"][0] == tables["repairs"]["what"][0] == loads.STOPPED
    assert tables["roles"]["words"].isna().all()
    assert tables["capacity_split"]["decided"].isna().all()


def test_without_activities_the_owner_is_asked_for_them() -> None:
    tables = resources.tables(roles({}), activities(), evaluate(five()))
    assert tables["capacity"]["meaning"][0] == loads.NO_ACTIVITY
    assert tables["capacity_split"]["decided"].tolist() == [3.0, 1.0, 1.0]


def test_nobody_needs_hours_yet() -> None:
    tables = told(company({}))
    assert pairs(tables["capacity"], "meaning")["Urteil"] == loads.NO_LEVEL
    assert pairs(tables["capacity"])["Engpass"] == "–"
    assert set(tables["watering_levels"]["meaning"]) == {"kein Kunde", loads.NO_LEVEL}


@quick
@given(companies(max_size=12))
def test_in_every_company_the_hours_add_up(inputs: Inputs) -> None:
    results = evaluate(people(inputs))
    tables = resources.tables(roles(), CATALOGUE, results)
    assert {name: len(tables[name]) for name in SIZES} == SIZES
    if results.capacity is None:
        assert results.stopped
        return
    needed = tables["roles"]["needed_hours"].astype(float).sum()
    sums = [tables["activities"]["hours_year"].sum(), tables["hours_matrix"]["total"].sum()]
    assert [*sums, tables["watering_levels"]["hours"].iloc[-1]] == pytest.approx([needed] * 3)
    listed = tables["watering"]["customer_id"].dropna()
    assert not listed.duplicated().any()


def test_a_long_list_leaves_room_for_its_end() -> None:
    long = activities(*((f"Leistung mit einem langen Namen {number}", *VISIT[1:]) for number in range(9)))
    noticed = resources.promise(long, evaluate(people(five())))["noticed"][1]
    assert noticed.endswith("und 6 weitere; dazu alles von Service")
    assert len(noticed) <= 188
