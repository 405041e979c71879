"""Jahreswechsel by its button, and the first calculation of the new year in the open workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.buttons.hand import at_desk, copied
from tests.doors.desk import listing
from tests.doors.test_year_turn import LIST_2026
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import jobs  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session


def untouched(hand: Hand) -> dict[object, object]:
    """All cells but the one with the token."""
    cell = hand.book.names["KB_Fertig"].refers_to_range
    own = (cell.sheet.name, cell.row, cell.column)
    return {place: content for place, content in hand.everything().items() if place != own}


def test_the_next_year_is_built_and_opened(hand: Hand, office: Session, tmp_path: Path) -> None:
    hand.table("screening").put("1003", "Level", "Strategie")
    hand.save()
    before, target = untouched(hand), tmp_path / "Neues Jahr.xlsm"
    office.files.append(target)
    said = hand.click("year_turn")
    assert said.startswith("Die Mappe Neues Jahr.xlsm für das Basisjahr 2026 ist angelegt und geöffnet.")
    assert "Mappe.xlsm ist unverändert; eigene Blätter, Diagramme und Formeln bleiben nur dort." in said
    assert "Zahlen 2026 einlesen" in said
    assert office.dialogs[-1].options["InitialFilename"] == "Kundenbindung 2026.xlsm"
    assert [book.name for book in hand.book.app.books] == ["Mappe.xlsm", "Neues Jahr.xlsm"]
    read = jobs.read(target).reading
    assert read.years == (2023, 2024, 2025, 2026)
    last = read.frames["prior_year"].set_index("customer_id")
    assert last["care_level"].to_dict()["1003"] == "strategy", "what he typed counts without Neu berechnen"
    assert last["points_1"].notna().all()
    assert untouched(hand) == before
    assert hand.saved


def test_it_may_be_cancelled(hand: Hand, tmp_path: Path) -> None:
    hand.save()
    assert hand.click("year_turn") == ""
    assert [path.name for path in tmp_path.iterdir()] == ["Mappe.xlsm"]
    assert hand.saved


def test_no_file_is_replaced(hand: Hand, office: Session, tmp_path: Path) -> None:
    target = tmp_path / "Schon da.xlsm"
    target.write_bytes(b"wichtig")
    office.files.append(target)
    said = hand.click("year_turn")
    assert said.startswith("Es wurde nichts geändert.")
    assert "Schon da.xlsm" in said
    assert target.read_bytes() == b"wichtig"
    assert len(hand.book.app.books) == 1


def test_errors_come_first_and_nothing_is_asked(hand: Hand, office: Session, tmp_path: Path) -> None:
    hand.table("figures").put("1001", "Umsatz 2025", "viel")
    dialogs = len(office.dialogs)
    said = hand.click("year_turn")
    assert said.startswith("Es wurde nichts geändert.")
    assert "„Umsatz 2025“" in said
    assert len(office.dialogs) == dialogs
    assert [path.name for path in tmp_path.iterdir()] == ["Mappe.xlsm"]


def next_year(hand: Hand, office: Session, folder: Path) -> Path:
    target = folder / "Neues Jahr.xlsm"
    office.files.append(target)
    hand.click("year_turn")
    return target


def test_the_new_workbook_takes_figures_and_is_calculated(
    office: Session, built: Path, tmp_path: Path
) -> None:
    with at_desk(office, copied(built / "Mappe.xlsm", tmp_path)) as hand:
        target = next_year(hand, office, tmp_path)
    with at_desk(office, target) as hand:
        said = hand.click("calculate")
        assert said.startswith("Nicht berechnet: 1 Fehler verhindert die Berechnung.")
        assert "Für das Basisjahr 2026 ist noch kein Umsatz eingetragen" in said
        typed = [row["Kundennr."] for row in hand.table("prior_year").rows]
        office.files.append(listing(tmp_path, LIST_2026))
        office.answers.append("yes")
        assert hand.click("import_figures").startswith("Die Zahlen sind übernommen.\n11 Kunden berechnet")
        compare_last_year(hand, typed)
        hand.save()
        assert hand.click("calculate").startswith("11 Kunden berechnet")
        compare_last_year(hand, typed)


def compare_last_year(hand: Hand, typed: list[object]) -> None:
    """The typed rows of Vorjahr stand where they stood, with the results of this year beside them."""
    table = hand.table("prior_year")
    assert [row["Kundennr."] for row in table.rows][: len(typed)] == typed
    actual = table.by_key("Ist")
    assert actual["007"] == 155_000.0
    assert actual["1006"] == 0.0
    assert table.by_key("Ursache")["1006"] == "verloren"
    assert table.by_key("Level jetzt")["007"] in {"Strategie", "Vertrieb", "Service"}
    weights = [value for key, value in table.by_key("durch Gewichte").items() if key != "1006"]
    assert weights == [0.0] * len(weights)
    matrix = [list(row.values())[1:] for row in hand.table("level_matrix").rows]
    assert sum(sum(map(float, map(str, row))) for row in matrix) == 11.0
    assert hand.table("plan_check").by_key("Wert", by="Plan gegen Ist")["Ist"] not in (None, "–")
    assert hand.table("screening").by_key("Level Vorjahr")["007"] is not None


def test_a_list_of_another_year_is_kept_and_the_figures_still_missing_are_named(
    office: Session, built: Path, tmp_path: Path
) -> None:
    with at_desk(office, copied(built / "Mappe.xlsm", tmp_path)) as hand:
        target = next_year(hand, office, tmp_path)
    with at_desk(office, target) as hand:
        text = "Kundennr.;Kunde;Umsatz 2025;DB 2025\n1001;Stabil AG;52.000,00;15.500,00\n"
        office.files.append(listing(tmp_path, text))
        office.answers.append("yes")
        said = hand.click("import_figures")
        assert said.startswith("Die Zahlen sind übernommen.\nNicht berechnet: 1 Fehler")
        assert hand.table("figures").by_key("Umsatz 2025")["1001"] == 52_000.0
        assert any(text.startswith("Für das Basisjahr 2026") for text in hand.sentences())
        assert hand.line.startswith("Nicht berechnet: ")
