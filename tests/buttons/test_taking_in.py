"""Zahlen einlesen: the question, the values that are taken, and everything that keeps them out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.buttons.hand import at_desk, copied
from tests.doors.desk import KEYS, LIST, MARGIN, REVENUE, listing
from tests.needs import needs_module

from kundenbindung.messages import live as words

needs_module("xlwings")

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

MORE = (
    "Kundennr.;Kunde;Segment;Umsatz 2024;DB 2024;Umsatz 2025;DB 2025\n"
    "007;Anderer Name;Anderes;120.000,00;;160.000,00;48.000,00\n"
    "1005;;Neu;26.000,00;10.400,00;;\n"
    "0042;Hinzu GmbH;Handel;1.000,00;100,00;2.000,00;200,00\n"
)
OTHER_YEARS = (
    "Kundennr.;Kunde;Umsatz 2020;DB 2020;Umsatz 2021;DB 2021;Umsatz 2022;DB 2022\n"
    "01;Eins;100;30;110;33;120;36\n"
    "02;Zwei;200;40;210;42;220;44\n"
)


def _totals(hand: Hand, label: str) -> dict[int, float]:
    rows = hand.table("figures").rows
    return {
        year: sum(float(str(row[f"{label} {year}"] or 0.0)) for row in rows) for year in (2023, 2024, 2025)
    }


def test_empty_rows_between_the_customers_move_nothing(hand: Hand, office: Session, tmp_path: Path) -> None:
    """What the list does not name stays with its customer, wherever empty rows stand."""
    customers = hand.table("customers")
    for key in KEYS:
        customers.put(key, "Verantwortlich", f"zu {key}")
        customers.put(key, "Zahlungsverzug", len(key))
    for name, at in (("customers", 2), ("figures", 0)):
        table = hand.table(name)
        top = table.area.row + 1 + at
        table.sheet.range((top, 1), (top, table.area.shape[1])).insert("down")
    office.files.append(
        listing(tmp_path, "Kundennr.;Kunde;Umsatz 2025\n0815;;41.000,00\nN1;Neu GmbH;5.000,00\n")
    )
    office.answers.append("yes")
    assert hand.click("import_figures").startswith("Die Zahlen sind übernommen.")
    owners, delays = customers.by_key("Verantwortlich"), customers.by_key("Zahlungsverzug")
    assert {key: owners[key] for key in KEYS} == {key: f"zu {key}" for key in KEYS}
    assert {key: delays[key] for key in KEYS} == {key: float(len(key)) for key in KEYS}
    assert (owners["N1"], customers.by_key("Kunde")["N1"]) == (None, "Neu GmbH")
    revenue = hand.table("figures").by_key("Umsatz 2025")
    assert (float(str(revenue["0815"])), float(str(revenue["007"]))) == (41_000.0, 150_000.0)
    assert [row["Kundennr."] for row in customers.rows].index(None) == 2


def test_years_without_room_are_named_before_he_answers(hand: Hand, office: Session, tmp_path: Path) -> None:
    head = ";".join(["Kundennr.", *(f"Umsatz {year}" for year in range(2021, 2026))])
    text = f"{head}\n007;1,50;2,50;3,50;4,50;5,50\n"
    office.files.append(listing(tmp_path, text))
    office.answers.append("no")
    hand.click("import_figures")
    asked = office.alerts[-2].prompt
    assert "2021: Umsatz 1,50 €" in asked
    assert "2021, 2022" in asked
    assert "nicht" in asked.partition("2021, 2022")[0].rpartition("\n")[2] + asked.partition("2021, 2022")[2]


def test_values_of_the_list_replace_and_add(hand: Hand, office: Session, tmp_path: Path) -> None:
    figures, customers, before = hand.table("figures"), hand.table("customers"), hand.everything()
    order = hand.table("screening").keys()
    customers.put("007", "Kundenbindung", 7)
    hand.table("screening").put("0815", "Grund", "Wettbewerber")
    office.files.append(listing(tmp_path, MORE))
    office.answers.append("yes")
    said = hand.click("import_figures")
    asked = office.alerts[-2].prompt
    assert "liste.csv (utf-8, Trenner „;“, Jahre nebeneinander): 3 Kunden." in asked
    assert "1 neuer Kunde, 2 vorhandene abgeglichen, 3 Werte durch die Liste ersetzt" in asked
    assert office.alerts[-2].buttons == "yes_no"
    assert said.startswith("Die Zahlen sind übernommen.\n11 Kunden berechnet")
    assert "Der Stand davor liegt in " in said
    grades = [str(row["Schwere"]) for row in hand.table("findings").rows if row["Schwere"]]
    assert "Hinweis" in grades
    assert grades == sorted(grades, reverse=True), "Warnung before Hinweis"
    assert figures.keys() == customers.keys() == [*KEYS, "0042"]
    assert hand.table("screening").keys() == [*order, "0042"]
    revenue = figures.by_key("Umsatz 2025")
    assert (revenue["007"], revenue["0042"], revenue["1005"]) == (160_000.0, 2_000.0, 27_500.0)
    assert figures.by_key("DB 2024")["007"] == 33_000.0, "an empty cell of the list replaces nothing"
    assert customers.by_key("Kunde")["007"] == "Müller & Söhne"
    assert customers.by_key("Segment")["1005"] == "Neu"
    assert customers.by_key("Kundenbindung")["007"] == 7.0
    assert hand.table("screening").by_key("Umsatz")["007"] == 160_000.0
    assert hand.table("screening").by_key("Grund")["0815"] == "Wettbewerber"
    assert hand.table("plan").by_key("Kunde")["0042"] == "Hinzu GmbH"
    untouched = [cell for cell in before if cell[0] in {"Pipeline", "Kriterien"} and cell[2] < 9]
    after = hand.everything()
    assert {cell: after.get(cell) for cell in untouched} == {cell: before[cell] for cell in untouched}


def test_warnings_about_the_list_are_seen_before_he_answers(
    hand: Hand, office: Session, tmp_path: Path, home: Path
) -> None:
    wrong = (
        LIST.replace("150.000,00", "160.000,00") + "Summe;;;999.999,00;1,00;999.998,00;2,00;999.997,00;3,00\n"
    )
    office.files.append(listing(tmp_path, wrong))
    office.answers.append("no")
    hand.click("import_figures")
    asked = office.alerts[-2].prompt
    assert asked.startswith("Warnung (liste.csv): Die Summe der Datei für „"), asked
    (listed,) = home.glob("Einlesevorschau.txt")
    assert f"Alles im Einzelnen: {listed}" in asked
    told = listed.read_text("utf-8-sig")
    assert told.count("Die Summe der Datei für „") == 6
    assert "liste.csv (utf-8, Trenner „;“, Jahre nebeneinander): 10 Kunden." in told
    assert "Und 3 weitere Warnungen." in asked
    assert "Wird übernommen: 2023 bis 2025" in asked


def test_the_backup_holds_the_state_before(hand: Hand, office: Session, tmp_path: Path) -> None:
    from kundenbindung import jobs

    office.files.append(listing(tmp_path, MORE))
    office.answers.append("yes")
    path = Path(hand.click("import_figures").rpartition("liegt in „")[2].removesuffix("“."))
    figures = jobs.read(path).reading.frames["figures"].set_index("customer_id")
    assert list(figures.index) == list(KEYS)
    assert figures.loc["007", "revenue_2025"] == 150_000.0


def test_no_changes_nothing(hand: Hand, office: Session, tmp_path: Path, home: Path) -> None:
    hand.save()
    before, results = hand.table("figures").rows, hand.table("screening").rows
    office.files.append(listing(tmp_path, MORE))
    office.answers.append("no")
    assert hand.click("import_figures") == "Nichts übernommen, die Mappe ist unverändert."
    assert hand.table("figures").rows == before
    assert hand.table("screening").rows == results
    assert not (home / "Sicherungen").exists()
    assert hand.saved


def test_cancelling_the_dialog_changes_nothing(hand: Hand, office: Session) -> None:
    hand.save()
    assert hand.click("import_figures") == "Nichts übernommen, die Mappe ist unverändert."
    assert len(office.alerts) == 1
    assert office.dialogs[-1].options["Title"] == words.CHOOSE_LISTS
    assert hand.saved


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "leer"),
        ("Kundennr.;Umsatz 2024;Umsatz 2025\n1;1.234;2.345\n2;12.500;13.750\n", "B2"),
        ("Kundennr.;Umsatz 2025\n1;5,50\n1;6,50\n", "Kundennummer 1"),
    ],
)
def test_a_list_that_cannot_be_read(
    hand: Hand, office: Session, tmp_path: Path, text: str, word: str
) -> None:
    before = hand.table("figures").rows
    office.files.append([str(listing(tmp_path, MORE, "gut.csv")), str(listing(tmp_path, text))])
    said = hand.click("import_figures")
    assert said.startswith("Es wurde nichts geändert.")
    assert word in said
    assert hand.table("figures").rows == before
    assert [alert.buttons for alert in office.alerts] == ["ok"], "there was no question"


def test_a_file_that_is_gone(hand: Hand, office: Session, tmp_path: Path) -> None:
    office.files.append(tmp_path / "fehlt.csv")
    said = hand.click("import_figures")
    assert said.startswith("Es wurde nichts geändert.")
    assert "fehlt.csv" in said


def test_errors_in_the_workbook_come_first(hand: Hand, office: Session, tmp_path: Path) -> None:
    hand.table("figures").put("1001", "Umsatz 2025", "viel")
    office.files.append(listing(tmp_path, MORE))
    said = hand.click("import_figures")
    assert said.startswith("Es wurde nichts geändert.")
    assert "Umsatz 2025" in said
    assert hand.table("figures").by_key("Umsatz 2025")["007"] == 150_000.0


def test_the_sample_company_takes_no_figures(office: Session, built: Path, tmp_path: Path) -> None:
    with at_desk(office, copied(built / "Beispiel.xlsm", tmp_path)) as hand:
        before = hand.table("figures").rows
        office.files.append(listing(tmp_path, MORE))
        said = hand.click("import_figures")
        assert said.startswith("Es wurde nichts geändert.")
        assert "enthält das Beispielunternehmen" in said
        assert "Knopf „Neue Mappe“" in said
        assert hand.table("figures").rows == before


def test_an_empty_workbook_is_filled(office: Session, built: Path, tmp_path: Path) -> None:
    with at_desk(office, copied(built / "Leer.xlsm", tmp_path)) as hand:
        office.files.append(listing(tmp_path, LIST))
        said = hand.click("import_figures")
        assert said.startswith("Die Zahlen sind übernommen.\n10 Kunden berechnet")
        assert (_totals(hand, "Umsatz"), _totals(hand, "DB")) == (REVENUE, MARGIN)
        assert set(hand.table("screening").keys()) == set(KEYS)
        anchors = hand.table("criteria").by_key("10 Punkte bei", by="Kriterium")
        assert float(str(anchors["Umsatz"])) > 0.0, "proposed from the figures"
        assert hand.table("customers").by_key("Kunde")["0815"] == "Ölmühle Größ"


def test_an_empty_workbook_takes_the_years_of_the_list(office: Session, built: Path, tmp_path: Path) -> None:
    with at_desk(office, copied(built / "Leer.xlsm", tmp_path)) as hand:
        office.files.append(listing(tmp_path, OTHER_YEARS))
        assert hand.click("import_figures").startswith("Die Zahlen sind übernommen.\n2 Kunden berechnet")
        assert hand.table("figures").headers[2:] == [
            f"{what} {year}" for year in (2020, 2021, 2022) for what in ("Umsatz", "DB")
        ]
        assert "Umsatz 2022" in hand.table("screening").headers
        assert hand.table("settings").by_key("Wert", by="Einstellung")["Basisjahr"] == 2022.0
        assert hand.table("figures").by_key("Umsatz 2022") == {"01": 120.0, "02": 220.0}
        assert hand.table("screening").by_key("Umsatz") == {"01": 120.0, "02": 220.0}
        assert hand.click("calculate").startswith("2 Kunden berechnet")


def test_a_filled_workbook_keeps_its_years(hand: Hand, office: Session, tmp_path: Path) -> None:
    before, headers = hand.table("figures").rows, hand.table("figures").headers
    office.files.append(listing(tmp_path, OTHER_YEARS))
    said = hand.click("import_figures")
    assert said.startswith("Es wurde nichts geändert.")
    assert hand.table("figures").headers == headers
    assert hand.table("figures").rows == before


def test_undo_after_taking_in_takes_back_results_and_keeps_figures(
    hand: Hand, office: Session, tmp_path: Path
) -> None:
    before = hand.table("screening").by_key("Umsatz")
    office.files.append(listing(tmp_path, MORE))
    hand.click("import_figures")
    assert hand.click("undo").startswith("Die Ergebnisse der letzten Berechnung sind zurückgenommen.")
    assert hand.table("screening").by_key("Umsatz") == before
    assert hand.table("figures").by_key("Umsatz 2025")["0042"] == 2_000.0
