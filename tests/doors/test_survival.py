"""What the owner typed outlives every recalculation, rebuild and sorting - or its loss is named before."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from tests.doors import desk
from tests.doors.desk import KEYS, Sheet, call, edited, frame, listing, reading, start_sentences

from kundenbindung import jobs
from kundenbindung.adapters import save
from kundenbindung.core.model import DECISION_COLUMNS
from kundenbindung.workbook import layout

LABELS = ("Grund", "Erklärung", "Hält an", "Level", "Warum", "Von", "Am", "Gültig bis", "Gestempelt für")
DAYS = (dt.date(2025, 11, 3), dt.date(2026, 1, 31))
DECISIONS = {
    "007": ("Menge", "Neue Filiale", "ja", "Strategie", "Bauchgefühl", "MK", *DAYS, "Strategie"),
    "0815": ("Wettbewerber", "=1+1 meint er", "teilweise", "Service", "@home", "Öz", *DAYS, "Vertrieb"),
    "1003": (None, None, None, "Vertrieb", None, None, None, None, None),
    "1006": ("ungeklärt", "Zeile 1\nZeile 2 😀", None, None, None, None, None, None, None),
}
STORED = {
    "007": ["volume", "Neue Filiale", "yes", "strategy", *DECISIONS["007"][4:8], "strategy"],
    "0815": ["competitor", "=1+1 meint er", "partly", "service", *DECISIONS["0815"][4:8], "sales"],
    "1003": [None, None, None, "sales", None, None, None, None, None],
    "1006": ["unexplained", "Zeile 1\nZeile 2 😀", None, None, None, None, None, None, None],
}


def _decide(book: Any) -> None:
    table = Sheet(book, "screening")
    for key, values in DECISIONS.items():
        for label, value in zip(LABELS, values, strict=True):
            table.put(key, label, value)


def _decisions(path: Path) -> dict[str, list[object]]:
    """Rows with anything typed, as they are stored."""
    found = frame(path, "decisions")[list(DECISION_COLUMNS)]
    rows = found[found.notna().any(axis=1)].astype(object)
    return {str(key): [None if pd.isna(value) else value for value in row] for key, *row in rows.itertuples()}


@pytest.fixture
def decided(mappe: Path) -> Path:
    return edited(mappe, _decide)


def test_every_decision_column_survives_a_rebuild(decided: Path) -> None:
    assert call("rechnen", decided, "--ausgabe", decided) == 0
    assert _decisions(decided) == STORED
    table = Sheet(desk.opened(decided, values=True), "screening")
    for key, values in DECISIONS.items():
        cells = [table.cell(key, label).value for label in LABELS]
        assert [value.date() if isinstance(value, dt.datetime) else value for value in cells] == list(values)
    assert table.cell("007", "gilt").value == "Strategie"
    assert table.cell("0815", "gilt").value == "Service"


def test_decisions_follow_their_customer_however_he_sorts(decided: Path) -> None:
    order = list(range(len(KEYS)))
    random.Random(7).shuffle(order)
    edited(decided, lambda book: Sheet(book, "screening").shuffle(order))
    sorted_keys = list(frame(decided, "decisions").index)
    assert sorted_keys != list(KEYS)
    target = decided.with_name("Ziel.xlsm")
    assert call("rechnen", decided, "--ausgabe", target) == 0
    assert _decisions(target) == STORED
    assert list(frame(target, "decisions").index) == sorted_keys, "his order is kept"


def test_recalculating_again_and_again_changes_nothing(decided: Path) -> None:
    for _ in range(3):
        assert call("rechnen", decided, "--ausgabe", decided) == 0
    assert _decisions(decided) == STORED


def test_a_decision_outlives_its_customer(decided: Path) -> None:
    def delete(book: Any) -> None:
        for table in ("customers", "figures"):
            Sheet(book, table).delete("0815")

    edited(decided, delete)
    for _ in range(2):
        assert call("rechnen", decided, "--ausgabe", decided) == 0
        assert _decisions(decided) == STORED
    table = Sheet(desk.opened(decided, values=True), "screening")
    assert table.cell("0815", "Status").value == "nicht mehr im Blatt Kunden"
    assert table.cell("0815", "Punkte").value is None
    assert any("nicht mehr gibt: 0815" in text for text in start_sentences(decided))
    assert call("import", decided, "--zahlen", listing(decided.parent), "--ausgabe", decided) == 0
    table = Sheet(desk.opened(decided, values=True), "screening")
    assert table.cell("0815", "gilt").value == "Service", "back again, it counts again"


def test_a_new_customer_joins_below_the_others(decided: Path) -> None:
    text = "Kundennr.;Umsatz 2024;Umsatz 2025\nZ9;5,50;6,50\n"
    before = list(frame(decided, "decisions").index)
    assert call("import", decided, "--zahlen", listing(decided.parent, text), "--ausgabe", decided) == 0
    assert list(frame(decided, "decisions").index) == [*before, "Z9"]
    assert _decisions(decided) == STORED


OWN: dict[str, object] = {
    "007": "Text mit ; und \"Zeichen\"",
    "0815": 12.5,
    "1001": dt.datetime(2025, 3, 31),
    "1002": "=SUMME(A1:A9)",
    "1003": "0042",
    "1005": -3,
}  # fmt: skip


def test_columns_the_owner_added_to_input_tables_survive(mappe: Path) -> None:
    def add(book: Any) -> None:
        for name in ("customers", "figures"):
            Sheet(book, name).add_column("Eigene Spalte", OWN)
        Sheet(book, "criteria").add_column("Gedanke", {"Umsatz": "zählt doppelt?"}, by="Kriterium")
        Sheet(book, "stages").add_column("Merkmal", {"Verhandlung": 7}, by="Phase")

    edited(mappe, add)
    assert call("rechnen", mappe, "--ausgabe", mappe) == 0
    for name in ("customers", "figures"):
        assert frame(mappe, name)["Eigene Spalte"].dropna().to_dict() == OWN | {"1001": dt.date(2025, 3, 31)}
    found = reading(mappe).frames
    assert found["criteria"].set_index("criterion")["Gedanke"].dropna().to_dict() == {
        "Umsatz": "zählt doppelt?"
    }
    assert found["stages"].set_index("stage")["Merkmal"].dropna().to_dict() == {"Verhandlung": 7.0}


def test_a_column_of_the_owner_may_be_called_like_one_of_our_identifiers(mappe: Path) -> None:
    names = ("customer", "loyalty")
    edited(mappe, lambda book: [Sheet(book, "customers").add_column(name, {"007": 99}) for name in names])
    for _ in range(2):
        assert call("rechnen", mappe, "--ausgabe", mappe) == 0
    customers = frame(mappe, "customers")
    assert customers.loc["007", "customer"] == "Müller & Söhne"
    assert pd.isna(customers.loc["007", "loyalty"])
    table = Sheet(desk.opened(mappe), "customers")
    assert [table.cell("007", name).value for name in names] == [99, 99]


def test_a_column_of_the_owner_can_be_a_criterion(mappe: Path) -> None:
    def add(book: Any) -> None:
        values = dict(zip(KEYS, ("1.250,50", 40, " 12 ", 7, 8, 9, 10, 11, 5, 6), strict=True))
        Sheet(book, "customers").add_column("Auftragsgröße", values)
        Sheet(book, "criteria").add(
            {"Kriterium": "Größe", "Art": "hart", "Quelle": "Auftragsgröße", "Skala": "linear",
             "0 Punkte bei": 0, "10 Punkte bei": 20, "Gewicht": 10}
        )  # fmt: skip

    edited(mappe, add)
    assert call("rechnen", mappe, "--ausgabe", mappe) == 0
    table = Sheet(desk.opened(mappe, values=True), "screening")
    points = [table.cell(key, "Größe (Punkte)").value for key in ("007", "1001", "1002")]
    assert points == [10.0, 6.0, 3.5]


def test_an_unreadable_value_of_such_a_column_is_named_with_its_cell(
    mappe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def add(book: Any) -> None:
        Sheet(book, "customers").add_column("Auftragsgröße", {"1001": "groß"})
        Sheet(book, "criteria").put("Umsatz", "Quelle", "Auftragsgröße", by="Kriterium")

    edited(mappe, add)
    assert call("rechnen", mappe) == 1
    table = Sheet(desk.opened(mappe), "customers")
    said = capsys.readouterr().err
    assert f"In der Zelle {table.cell('1001', 'Auftragsgröße').coordinate} (Spalte „Auftragsgröße“)" in said


NASTY = (
    "000042",
    "=1+1",
    "@home",
    "-Meier",
    "+49 40",
    "Ä-1",
    "😀 Kunde",
    "1e5",
    "WAHR",
    "'x'",
    "A;B",
    "שלום",
)


def test_customer_numbers_of_every_kind_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "Mappe.xlsx"
    assert call("neu", path, "--jahre", "2023-2025") == 0

    def fill(book: Any) -> None:
        for at, key in enumerate(NASTY, start=1):
            Sheet(book, "customers").add({"Kundennr.": key, "Kunde": f"{key} GmbH"})
            years = {f"Umsatz {year}": 1000 * at + year for year in (2023, 2024, 2025)}
            Sheet(book, "figures").add({"Kundennr.": key, **years})

    edited(path, fill)
    assert call("rechnen", path, "--ausgabe", path) == 0
    edited(path, lambda book: [Sheet(book, "screening").put(key, "Warum", f"weil {key}") for key in NASTY])
    assert call("rechnen", path, "--ausgabe", path) == 0
    assert tuple(frame(path, "customers").index) == NASTY
    assert frame(path, "customers")["customer"].tolist() == [f"{key} GmbH" for key in NASTY]
    assert frame(path, "figures").loc["=1+1", "revenue_2025"] == 4025.0
    assert frame(path, "decisions")["why"].to_dict() == {key: f"weil {key}" for key in NASTY}
    assert Sheet(desk.opened(path), "customers").cell("=1+1", "Kundennr.").data_type == "s"


def test_very_long_texts_stay_whole(mappe: Path) -> None:
    text = "Ausführlich 😀 " * 2000
    assert len(text.encode("utf-16-le")) // 2 < 32_767
    desk.typed(mappe, "customers", "007", "Ziele des Kunden", text)
    desk.typed(mappe, "screening", "007", "Erklärung", text)
    assert call("rechnen", mappe, "--ausgabe", mappe) == 0
    assert frame(mappe, "customers").loc["007", "customer_goals"] == text.strip()
    assert frame(mappe, "decisions").loc["007", "explanation"] == text.strip()


def test_every_input_of_the_sample_company_survives(tmp_path: Path) -> None:
    path, again = tmp_path / "Beispiel.xlsm", tmp_path / "Nochmal.xlsx"
    assert call("neu", path, "--beispiel") == 0
    assert call("rechnen", path, "--ausgabe", again) == 0
    first, second = reading(path), reading(again)
    assert (first.settings, first.years) == (second.settings, second.years)
    for name in (*layout.INPUT_TABLES, "decisions"):
        pd.testing.assert_frame_equal(first.frames[name], second.frames[name], obj=name)


# ---------------------------------------------------------------- what cannot be carried over


def _sheet(book: Any) -> None:
    book.create_sheet("Meine Notizen")["A1"] = "privat"


def _column(book: Any) -> None:
    Sheet(book, "plan").add_column("Meine Meinung", {"007": "zu hoch"})


def _screening_column(book: Any) -> None:
    Sheet(book, "screening").add_column("Ampel", {"007": "rot"})


def _setting_column(book: Any) -> None:
    Sheet(book, "settings").add_column("Wer", {"Basisjahr": "ich"}, by="Einstellung")


def _formula(book: Any) -> None:
    Sheet(book, "figures").cell("007", "Umsatz 2025").value = "=100000+50000"


def _formulas(book: Any) -> None:
    for key in ("007", "1001"):
        Sheet(book, "customers").cell(key, "Einkaufsvolumen").value = "=1000*2"


def _own_formula(book: Any) -> None:
    Sheet(book, "customers").add_column("Doppelt", {})
    Sheet(book, "customers").cell("007", "Doppelt").value = "=2*2"


def _chart(book: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(book["Zahlen"], min_col=3, min_row=5, max_row=9))
    book["Zahlen"].add_chart(chart, "P5")


def _comment(book: Any) -> None:
    book["Kunden"]["B6"].comment = Comment("nachfragen", "MK")


def _beside(book: Any) -> None:
    book["Kunden"]["B99"] = "unter der Tabelle"
    book["Pipeline"]["Z7"] = 12


def _on_results(book: Any) -> None:
    book["Start"]["H40"] = "fragen"
    book["Plan"]["AM7"] = dt.date(2026, 3, 1)
    book["Cockpit"]["B90"] = 12


def _plain_ranges(book: Any) -> None:
    for table in list(book["Protokoll"].tables):
        del book["Protokoll"].tables[table]
    book["Protokoll"]["B6"] = "12.03. an Frau Öz"


LOSSES = (
    (_sheet, ("Blatt „Meine Notizen“",)),
    (_column, ("Spalte „Meine Meinung“ im Blatt Plan",)),
    (_screening_column, ("Spalte „Ampel“ im Blatt Screening",)),
    (_setting_column, ("Spalte „Wer“ im Blatt Einstellungen",)),
    (_formula, ("1 Formel im Blatt Zahlen (die Werte bleiben)",)),
    (_formulas, ("2 Formeln im Blatt Kunden (die Werte bleiben)",)),
    (_own_formula, ("1 Formel im Blatt Kunden (die Werte bleiben)",)),
    (_chart, ("Diagramme",)),
    (_comment, ("Kommentare",)),
    (
        _beside,
        (
            "Zellen neben den Tabellen im Blatt Kunden (B99)",
            "Zellen neben den Tabellen im Blatt Pipeline (Z7)",
        ),
    ),
    (
        _on_results,
        (
            "Zellen neben den Tabellen im Blatt Start (H40)",
            "Zellen neben den Tabellen im Blatt Plan (AM7)",
            "Zellen neben den Tabellen im Blatt Cockpit (B90)",
        ),
    ),
    (_plain_ranges, ("Zellen neben den Tabellen im Blatt Protokoll (A5, B5, C5, D5, E5 …)",)),
)


@pytest.mark.parametrize(("change", "words"), LOSSES)
def test_what_is_not_carried_over_is_known(mappe: Path, change: Any, words: tuple[str, ...]) -> None:
    assert jobs.read(edited(mappe, change)).not_carried == words


def test_losses_are_named_before_anything_is_written(
    mappe: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, _sheet, _column, _chart)
    monkeypatch.setattr(save, "build", _stop)
    assert call("rechnen", mappe, "--ausgabe", mappe.with_name("Ziel.xlsx")) == 1
    losses = "Blatt „Meine Notizen“; Spalte „Meine Meinung“ im Blatt Plan; Diagramme"
    assert f"Nicht übernommen werden: {losses}. " in capsys.readouterr().out
    other = mappe.with_name("Andere.xlsx")
    assert call("import", mappe, "--zahlen", listing(mappe.parent), "--ausgabe", other) == 1
    assert f"Nicht übernommen werden: {losses}. " in capsys.readouterr().out


@pytest.mark.parametrize("command", ["rechnen", "import"])
def test_a_workbook_is_not_replaced_by_one_that_holds_less(
    command: str, mappe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, _sheet)
    before = mappe.read_bytes()
    lists = ("--zahlen", listing(mappe.parent)) if command == "import" else ()
    assert call(command, mappe, *lists, "--ausgabe", mappe) == 1
    assert "ginge verloren: Blatt „Meine Notizen“" in capsys.readouterr().err
    assert mappe.read_bytes() == before


def _stop(*_: object, **__: object) -> None:
    raise RuntimeError


def test_nothing_is_named_where_nothing_is_lost(
    mappe: Path, filled_once: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, _decide)
    edited(mappe, lambda book: Sheet(book, "customers").add_column("Eigene Spalte", OWN))
    for path in (mappe, filled_once):
        assert call("rechnen", path, "--ausgabe", mappe.with_name("Ziel.xlsx")) == 0
        assert "Nicht übernommen" not in capsys.readouterr().out


def test_without_a_target_no_loss_is_announced(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited(mappe, _sheet)
    assert call("rechnen", mappe) == 0
    assert "Nicht übernommen" not in capsys.readouterr().out
