"""The command line and the button read the same and write the same, whatever the owner typed."""

from __future__ import annotations

import datetime as dt
import math
import random
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from tests.buttons.hand import Row
from tests.doors.desk import Sheet
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung.core.model import Severity  # noqa: E402
from kundenbindung.workbook import layout  # noqa: E402
from kundenbindung.workbook.schema import Role  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.outcomes import Outcome
    from tests.engine.session import Session

WAYS = ("file", "live")
NASTY = (
    "=1+1",
    "+49 40 123",
    "-Meier",
    "@home",
    "0042",
    "😀 Ä ß",
    "31.12.2025",
    "1e5",
    "WAHR",
    "'x'",
    "a\nb",
)
LONG = ("Ausführlich 😀 " * 2000).strip()
DECIDED = ("007", "0815", "1001", "1002", "1003", "1004", "1005", "1006", "1008")
DAYS = (dt.date(2025, 11, 3), dt.date(2026, 1, 31))
NEW = {"0042": "Führende Null", "=9": "Formel GmbH", "@7": "At & Co."}
OWN = {"007": 12.5, "1001": dt.datetime(2025, 3, 31), "1002": "0042", "1003": "=SUMME(A1)", "0042": -3.0}
SIZES = {"007": "1.250,50", "1001": 40, "1002": " 12 ", "1003": 7, "1004": 8, "1006": 0, "1007": 1, "1008": 2}


def _decide(book: Any) -> None:
    table = Sheet(book, "screening")
    for key, text in zip(DECIDED, NASTY, strict=False):
        table.put(key, "Warum", text).put(key, "Erklärung", text[::-1])
    table.put("007", "Grund", "Menge").put("007", "Hält an", "ja").put("007", "Level", "Strategie")
    table.put("0815", "Level", "Service").put("0815", "Von", "@MK")
    table.put("0815", "Am", DAYS[0]).put("0815", "Gültig bis", DAYS[1])
    table.put("1006", "Erklärung", LONG)
    order = list(range(table.bottom - table.top))
    random.Random(7).shuffle(order)
    table.shuffle(order)


def _change_customers(book: Any) -> None:
    customers, figures = Sheet(book, "customers"), Sheet(book, "figures")
    for table in (customers, figures):
        table.delete("0815")
        for key, name in NEW.items():
            table.add({"Kundennr.": key, "Kunde": name})
    for at, key in enumerate(NEW, 1):
        for year in (2023, 2024, 2025):
            figures.put(key, f"Umsatz {year}", 10_000.0 * at + year).put(key, f"DB {year}", 2_000.0 * at)
    for key, text in zip(("007", "1001", "1002", "1003", "1004"), NASTY, strict=False):
        customers.put(key, "Ziele des Kunden", text)
    customers.put("1005", "Ziele des Kunden", LONG)
    customers.add_column("Notiz", OWN)
    customers.add_column("Auftragsgröße", SIZES)
    figures.add_column("Quelle der Zahl", {"1001": "Buchhaltung"})


def _add_criterion(book: Any) -> None:
    Sheet(book, "criteria").add(
        {"Kriterium": "Größe", "Art": "hart", "Quelle": "Auftragsgröße", "Skala": "linear",
         "0 Punkte bei": 0, "10 Punkte bei": 20, "Gewicht": 10}
    )  # fmt: skip


def _add_chances(book: Any) -> None:
    pipeline, settings = Sheet(book, "opportunities"), Sheet(book, "settings")
    pipeline.add(
        {"Kundennr.": "007", "Vorhaben": "=Halle", "Wert": 40_000, "Wahrscheinlichkeit": 0.5, "Art": "Zusatz"}
    )
    pipeline.add(
        {"Kundennr.": "1001", "Vorhaben": "Fest", "Wert": 8_000, "Art": "Zusatz", "Status": "gewonnen"}
    )
    pipeline.add({"Vorhaben": "Messe", "Wert": 60_000, "Phase": "Verhandlung", "Abschluss erwartet": DAYS[1]})
    pipeline.add({"Kunde": "Stabil AG Werk 2", "Vorhaben": "Umbau", "Wert": 3_000, "Phase": "Verhandlung"})
    Sheet(book, "name_matches").add(
        {
            "Name in der Quelle": "Stabil AG Werk 2",
            "Art": "Verkaufschance",
            "Kundennr.": "1001",
            "Vorschlag": "Stabil AG",
            "Ähnlichkeit": 0.9,
            "Derselbe?": "ja",
        }
    )
    settings.put("Zielumsatz im Planjahr", "Wert", 480_000, by="Einstellung")
    settings.put("Stichtag", "Wert", "31.12.2025", by="Einstellung")
    Sheet(book, "one_offs").add({"Kundennr.": "1006", "Jahr": 2024, "Umsatz": 30_000, "Grund": "@Messe"})


def _try_weights(book: Any) -> None:
    table = Sheet(book, "trial_weights")
    for at, name in enumerate(("Umsatz", "Deckungsbeitrag"), 1):
        table.put(name, "Satz A", 10 * at, by="Kriterium")


def _break(book: Any) -> None:
    figures, customers = Sheet(book, "figures"), Sheet(book, "customers")
    figures.put("1001", "Umsatz 2025", "viel")
    cell = figures.cell("1002", "DB 2024")
    cell.value, cell.data_type = "#DIV/0!", "e"
    customers.put("1003", "Rahmenvertragsanteil", 1.7)
    customers.put("1004", "Einzelunternehmer", "vielleicht")
    Sheet(book, "opportunities").add(
        {"Kundennr.": "007", "Vorhaben": "Wann", "Wert": 1, "Abschluss erwartet": "gestern"}
    )
    Sheet(book, "settings").put("Anteil Strategie", "Wert", "ein Fünftel", by="Einstellung")


@pytest.fixture(scope="module")
def busy(
    office: Session, built: Path, module_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Outcome]:
    """A workbook in which the owner did everything at once."""
    from tests.buttons.outcomes import both

    changes = (_decide, _change_customers, _add_criterion, _add_chances, _try_weights)
    return both(office, built / "Mappe.xlsm", tmp_path_factory.mktemp("busy"), *changes)


@pytest.fixture(scope="module")
def broken(
    office: Session, built: Path, module_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Outcome]:
    """A workbook with cells that cannot be read."""
    from tests.buttons.outcomes import both

    return both(office, built / "Mappe.xlsm", tmp_path_factory.mktemp("broken"), _break)


@pytest.fixture(scope="module")
def sample(
    office: Session, built: Path, module_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Outcome]:
    """The sample company with its 65 customers."""
    from tests.buttons.outcomes import both

    return both(office, built / "Beispiel.xlsm", tmp_path_factory.mktemp("sample"))


# Equal


def _same_cell(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def _outputs(outcome: Outcome, name: str) -> list[str]:
    criteria = [key for key in outcome.by_key("criteria", "Art", by="Kriterium") if isinstance(key, str)]
    columns = layout.TABLES[name].expand(outcome.reading.years, criteria)
    return [column.label for column in columns if column.role is Role.OUTPUT and column.label != "Verlauf"]


def _unequal(one: Outcome, other: Outcome, name: str) -> dict[tuple[object, str], tuple[object, object]]:
    """Results that differ, by key and header."""
    key = {column.name: column.label for column in layout.TABLES[name].expand()}[
        layout.TABLES[name].key or ""
    ]
    found: dict[tuple[object, str], tuple[object, object]] = {}
    for label in _outputs(one, name):
        left, right = one.by_key(name, label, by=key), other.by_key(name, label, by=key)
        found |= {
            (at, label): (left.get(at), right.get(at))
            for at in left.keys() | right.keys()
            if not _same_cell(left.get(at), right.get(at))
        }
    return found


RESULTS = (
    "steps", "key_figures", "split", "findings", "criteria", "screening", "plan", "company", "expand",
    "secure", "backtest", "trial_weights", "trial_assumptions", "trial",
    "prior_year", "level_matrix", "level_causes", "plan_check",
    "open_decisions", "retreat_status", "concentration", "walk_away",
    "capacity", "roles", "activities", "capacity_split", "repairs", "promise", "watering_levels", "watering",
    "hours_matrix", "appointments", "trial_capacity", "name_matches", "imports", "dispatches",
    "statements", "chart_customers", "chart_levels", "chart_watering", "chart_trends",
)  # fmt: skip


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_is_the_same(busy: dict[str, Outcome], name: str) -> None:
    assert len(busy["file"].tables[name]) >= 1
    unequal = _unequal(busy["file"], busy["live"], name)
    if name in {"plan", "trial"}:  # a rebuilt workbook has no row for a customer who is gone
        unequal = {place: cells for place, cells in unequal.items() if place[0] != "0815"}
    if name == "open_decisions":  # nor one for a point that is settled, which the open workbook keeps
        settled = {place[0] for place, cells in unequal.items() if cells == (None, "erledigt")}
        unequal = {place: cells for place, cells in unequal.items() if place[0] not in settled}
    assert unequal == {}


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_of_the_sample_company_is_the_same(sample: dict[str, Outcome], name: str) -> None:
    assert _unequal(sample["file"], sample["live"], name) == {}


WITHOUT_KEY = (
    "chart_names", "chart_scale", "chart_split", "chart_plan", "chart_bridge", "chart_stability",
    "chart_load", "chart_curve", "chart_mark",
)  # fmt: skip
"""Tables of charts whose rows have an order and no key."""


@pytest.mark.parametrize("name", WITHOUT_KEY)
@pytest.mark.parametrize("scene", ["busy", "sample"])
def test_rows_without_key_are_the_same(scene: str, name: str, request: pytest.FixtureRequest) -> None:
    outcomes: dict[str, Outcome] = request.getfixturevalue(scene)
    file, live = (outcomes[way].tables[name] for way in ("file", "live"))
    assert len(file) >= 1
    empty: Row = {}
    for one, other in zip_longest(file, live, fillvalue=empty):
        for label in {*one, *other}:
            assert _same_cell(one.get(label), other.get(label)), (label, one, other)


def test_no_table_is_forgotten() -> None:
    with_outputs = {
        name
        for name, table in layout.TABLES.items()
        if any(column.role is Role.OUTPUT for column in table.expand())
    }
    assert {*RESULTS, *WITHOUT_KEY} == with_outputs - {"settings"}


@pytest.mark.parametrize("scene", ["busy", "broken", "sample"])
def test_everything_is_read_the_same(scene: str, request: pytest.FixtureRequest) -> None:
    outcomes: dict[str, Outcome] = request.getfixturevalue(scene)
    file, live = outcomes["file"].reading, outcomes["live"].reading
    assert (file.years, file.settings) == (live.years, live.settings)
    assert set(file.frames) == set(live.frames)
    for name in file.frames:
        pd.testing.assert_frame_equal(file.frames[name], live.frames[name], obj=name)
    assert outcomes["file"].findings == outcomes["live"].findings


# What it is


@pytest.mark.parametrize("way", WAYS)
def test_decisions_stay_with_their_customer(busy: dict[str, Outcome], way: str) -> None:
    outcome = busy[way]
    why = outcome.by_key("screening", "Warum")
    assert {key: why[key] for key in DECIDED} == dict(zip(DECIDED, NASTY, strict=False))
    assert outcome.by_key("screening", "Erklärung")["1006"] == LONG
    assert outcome.by_key("screening", "gilt")["007"] == "Strategie"
    row = next(row for row in outcome.tables["screening"] if row["Kundennr."] == "0815")
    assert (row["Level"], row["Von"]) == ("Service", "@MK")
    assert [row["Am"], row["Gültig bis"]] == [dt.datetime.combine(day, dt.time()) for day in DAYS]


def test_only_the_button_stamps_a_new_decision(busy: dict[str, Outcome]) -> None:
    stamps = ("Von", "Am", "Gültig bis", "Gestempelt für")
    found = {way: [busy[way].by_key("screening", label)["007"] for label in stamps] for way in WAYS}
    days = [dt.datetime(year, 12, 31) for year in (2025, 2026)]
    assert found == {"file": [None] * 4, "live": ["Inhaber", *days, "Strategie"]}


@pytest.mark.parametrize("way", WAYS)
def test_typed_texts_and_own_columns_stay(busy: dict[str, Outcome], way: str) -> None:
    goals = busy[way].by_key("customers", "Ziele des Kunden")
    assert [goals[key] for key in ("007", "1001", "1002", "1003", "1004")] == list(NASTY[:5])
    assert goals["1005"] == LONG
    notes = busy[way].by_key("customers", "Notiz")
    assert {key: notes[key] for key in OWN} == OWN
    assert busy[way].by_key("figures", "Quelle der Zahl")["1001"] == "Buchhaltung"
    assert busy[way].by_key("opportunities", "Wert", by="Vorhaben")["=Halle"] == 40_000.0
    assert busy[way].by_key("one_offs", "Grund")["1006"] == "@Messe"


@pytest.mark.parametrize("way", WAYS)
def test_an_own_column_is_a_criterion(busy: dict[str, Outcome], way: str) -> None:
    points = busy[way].by_key("screening", "Größe (Punkte)")
    assert [points[key] for key in ("007", "1001", "1002", "1003", "1005")] == [10.0, 10.0, 6.0, 3.5, None]


def test_a_customer_who_is_gone_stands_in_the_open_plan_without_figures(busy: dict[str, Outcome]) -> None:
    row = next(row for row in busy["live"].tables["plan"] if row["Kundennr."] == "0815")
    assert {label: cell for label, cell in row.items() if cell is not None} == {
        "Kundennr.": "0815",
        "Kunde": "Ölmühle Größ",
        "Anmerkung": "nicht mehr im Blatt Kunden",
    }


def test_the_findings_of_an_open_workbook_stand_on_start(broken: dict[str, Outcome]) -> None:
    said = " ".join(broken["live"].sentences())
    assert [cell for _, _, _, _, cell in UNREADABLE if f"In der Zelle {cell} " not in said] == []
    assert len(broken["live"].sentences()) == len(broken["live"].findings)


@pytest.mark.parametrize("way", WAYS)
def test_a_customer_who_is_gone_keeps_his_row(busy: dict[str, Outcome], way: str) -> None:
    row = next(row for row in busy[way].tables["screening"] if row["Kundennr."] == "0815")
    assert row["Status"] == "nicht mehr im Blatt Kunden"
    assert (row["Punkte"], row["Umsatz"], row["gilt"]) == (None, None, None)
    assert any("nicht mehr gibt: 0815" in text for text in busy[way].sentences())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", ["screening", "plan", "trial"])
def test_new_customers_are_there(busy: dict[str, Outcome], way: str, table: str) -> None:
    names = busy[way].by_key(table, "Kunde")
    assert {key: names[key] for key in NEW} == NEW
    if table == "screening":
        assert busy[way].by_key(table, "Umsatz")["=9"] == 22_025.0


@pytest.mark.parametrize("way", WAYS)
def test_the_order_of_the_owner_stays(busy: dict[str, Outcome], way: str) -> None:
    keys = [str(row["Kundennr."]) for row in busy[way].tables["screening"] if row["Kundennr."]]
    before = list(busy[way].reading.frames["decisions"]["customer_id"])
    assert before != sorted(before)
    if way == "file":  # a rebuilt workbook has the customer who is gone at the end
        before.remove("0815")
        keys.remove("0815")
    assert keys[: len(before)] == before
    assert set(keys[len(before) :]) == set(NEW)


UNREADABLE = {
    ("share_out_of_range", "customers", "1003", "contract_share", "H10"),
    ("cell_not_date", "opportunities", "007", "expected_close", "H6"),
    ("cell_error", "figures", "1002", "margin_2024", "F9"),
    ("cell_not_number", "figures", "1001", "revenue_2025", "G8"),
    ("choice_unknown", "customers", "1004", "sole_trader", "F11"),
    ("cell_not_number", "settings", "share_strategy", "value", "C16"),
}


@pytest.mark.parametrize("way", WAYS)
def test_unreadable_cells_are_named_by_their_place(broken: dict[str, Outcome], way: str) -> None:
    errors = {
        (finding.code, finding.table, finding.row, finding.field, finding.values.get("cell"))
        for finding in broken[way].findings
        if finding.severity is Severity.ERROR
    }
    assert errors == UNREADABLE
