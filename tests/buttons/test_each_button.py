"""Every button on the workbook as the program builds it: what it says, what it writes, what it leaves."""

from __future__ import annotations

import datetime as dt
import math
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.buttons.hand import Row, at_desk, copied
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import jobs  # noqa: E402
from kundenbindung.core.checks import by_severity  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

RESULTS = ("screening", "plan", "company", "key_figures", "split", "steps", "trial", "criteria")


def same(after: object, before: object) -> bool:
    if isinstance(after, float) and isinstance(before, float):
        return math.isclose(after, before, rel_tol=1e-9, abs_tol=1e-9)
    return after == before


def changed(before: list[Row], after: list[Row]) -> list[tuple[int, str, object, object]]:
    """Cells that differ by more than rounding."""
    assert len(before) == len(after)
    return [
        (at, label, old[label], new[label])
        for at, (old, new) in enumerate(zip(before, after, strict=True))
        for label in old
        if not same(new[label], old[label])
    ]


# Neu berechnen


@pytest.mark.parametrize(
    ("name", "customers"), [("1", "1 Kunde"), ("Beispiel", "65 Kunden"), ("2000", "2.000 Kunden")]
)
def test_calculating_writes_every_result_again(
    office: Session, built: Path, sized: Callable[[int], Path], tmp_path: Path, name: str, customers: str
) -> None:
    path = built / "Beispiel.xlsm" if name == "Beispiel" else sized(int(name))
    with at_desk(office, copied(path, tmp_path)) as hand:
        before = {table: hand.table(table).rows for table in RESULTS}
        for table in ("screening", "plan"):
            hand.table(table).erase()
        hand.table("company").erase(kept=("Kennzahl",))
        assert hand.click("calculate").startswith(f"{customers} berechnet in ")
        assert f", {customers}, " in hand.line
        assert "Letzte Berechnung: " in hand.line
        for table in RESULTS:
            assert changed(before[table], hand.table(table).rows) == [], table
        assert not hand.saved


def test_an_empty_workbook_is_calculated_too(office: Session, built: Path, tmp_path: Path) -> None:
    path = copied(built / "Leer.xlsm", tmp_path)
    wanted = jobs.calculate(jobs.read(path)).findings
    with at_desk(office, path) as hand:
        said = hand.click("calculate")
        assert said.startswith("0 Kunden berechnet")
        assert "Plan" not in said
        assert hand.table("screening").keys() == []
        assert len(hand.sentences()) == len(wanted)
        assert hand.click("calculate").startswith("0 Kunden berechnet")


def test_an_error_stops_the_calculation_and_keeps_the_results(hand: Hand) -> None:
    hand.table("figures").put("1001", "Umsatz 2025", "viel")
    cell = hand.table("figures").cell("1001", "Umsatz 2025").address.replace("$", "")
    before = {table: hand.table(table).rows for table in RESULTS}
    said = hand.click("calculate")
    assert said.startswith("Nicht berechnet: 1 Fehler verhindert die Berechnung.")
    assert f"In der Zelle {cell} (Spalte „Umsatz 2025“)" in said
    assert {table: hand.table(table).rows for table in RESULTS} == before
    assert [row["Schwere"] for row in hand.table("findings").rows if row["Schwere"]] == ["Fehler"]
    assert hand.line.startswith("Nicht berechnet: ")
    hand.table("figures").put("1001", "Umsatz 2025", 50_500)
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert hand.table("findings").rows[0]["Schwere"] == "Warnung"


def test_progress_is_shown_and_taken_away(hand: Hand, office: Session) -> None:
    hand.table("screening").erase()
    hand.click("calculate")
    shown = [text for text in office.status_bars if text]
    wanted = ("Mappe wird gelesen", "es wird gerechnet", "Sicherung wird angelegt", "Ergebnisse 1 von ")
    places = [
        next(at for at, text in enumerate(shown) if f"Kundenbindung: {word}" in str(text)) for word in wanted
    ]
    assert places == sorted(places)
    assert office.settings.status_bar is False


def test_the_state_of_excel_comes_back_whatever_it_was(hand: Hand, office: Session) -> None:
    office.settings.calculation = "manual"
    office.settings.enable_events = False
    office.settings.screen_updating = False
    office.settings.display_alerts = False
    office.settings.status_bar = "Meine Leiste"
    for button in ("calculate", "undo", "check", "diagnose", "import_figures", "new_workbook"):
        hand.click(button)  # compares every time
    assert office.settings.calculation == "manual"
    assert office.settings.status_bar == "Meine Leiste"


# Prüfen, Handbuch, Diagnose: nothing is written


def untouched(hand: Hand) -> dict[object, object]:
    """All cells but the one with the token."""
    cell = hand.book.names["KB_Fertig"].refers_to_range
    own = (cell.sheet.name, cell.row, cell.column)
    return {place: content for place, content in hand.everything().items() if place != own}


def test_checking_says_everything_and_writes_nothing(hand: Hand, built: Path, home: Path) -> None:
    hand.save()
    before = untouched(hand)
    found = by_severity(jobs.calculate(jobs.read(built / "Mappe.xlsm")).findings)
    said = hand.click("check")
    notices = sum(finding.severity == "notice" for finding in found)
    assert said.startswith(f"Nichts verhindert die Berechnung. 2 Warnungen, {notices} Hinweise.")
    assert len(found) == notices + 2
    assert "des Umsatzes hängen an einem Kunden" in said
    assert "Auffällige Trends: 5, davon erklärt: 0" in said
    assert "Alle Befunde stehen nach „Neu berechnen“ auf dem Blatt Start." in said
    assert untouched(hand) == before
    assert hand.saved
    assert not (home / "Sicherungen").exists()


def test_checking_names_what_stops(hand: Hand) -> None:
    hand.table("figures").put("1001", "DB 2025", "wenig")
    assert hand.click("check").startswith("1 Fehler verhindert die Berechnung. 0 Warnungen, 0 Hinweise.")
    assert not hand.saved, "what the owner typed is still to be saved"


def test_the_handbook_opens_in_the_browser(hand: Hand, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browse(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", browse)
    hand.save()
    assert hand.click("handbook") == ""
    assert opened == [(home / "Handbuch.html").as_uri()]
    assert "<h1" in (home / "Handbuch.html").read_text(encoding="utf-8")
    assert hand.saved


def test_without_a_browser_the_handbook_is_named(
    hand: Hand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _url: False)
    assert str(home / "Handbuch.html") in hand.click("handbook")


def test_the_diagnosis_is_a_file_without_customers(hand: Hand, home: Path) -> None:
    hand.save()
    said = hand.click("diagnose")
    (page,) = home.glob("Diagnose*.txt")
    assert str(page) in said
    text = page.read_text(encoding="utf-8")
    assert "Excel-Version" in text
    assert "Müller" not in text
    assert "0815" not in text
    assert hand.saved


# Neue Mappe


def test_a_new_workbook_is_built_and_opened(hand: Hand, office: Session, tmp_path: Path) -> None:
    hand.save()
    before, target = untouched(hand), tmp_path / "Neues Jahr.xlsm"
    last = dt.date.today().year - 1
    office.files.append(target)
    said = hand.click("new_workbook")
    assert said.startswith("Die Mappe Neues Jahr.xlsm ist angelegt und geöffnet")
    assert f"{last - 2} bis {last}" in said
    assert office.dialogs[-1].options["InitialFilename"] == f"Kundenbindung {last}.xlsm"
    assert [book.name for book in hand.book.app.books] == ["Mappe.xlsm", "Neues Jahr.xlsm"]
    assert jobs.read(target).reading.years == (last - 2, last - 1, last)
    assert not jobs.read(target).stopped
    assert untouched(hand) == before
    assert hand.saved


def test_a_new_workbook_may_be_cancelled(hand: Hand, tmp_path: Path) -> None:
    hand.save()
    assert hand.click("new_workbook") == ""
    assert [path.name for path in tmp_path.iterdir()] == ["Mappe.xlsm"]
    assert hand.saved


def test_a_new_workbook_replaces_no_file(hand: Hand, office: Session, tmp_path: Path) -> None:
    target = tmp_path / "Schon da.xlsm"
    target.write_bytes(b"wichtig")
    office.files.append(target)
    said = hand.click("new_workbook")
    assert said.startswith("Es wurde nichts geändert.")
    assert "Schon da.xlsm" in said
    assert office.alerts[-1].mode == "critical"
    assert target.read_bytes() == b"wichtig"
    assert len(hand.book.app.books) == 1


def test_a_new_workbook_in_a_folder_that_is_not_there(hand: Hand, office: Session, tmp_path: Path) -> None:
    office.files.append(tmp_path / "fehlt" / "Neu.xlsm")
    said = hand.click("new_workbook")
    assert said.startswith("Es wurde nichts geändert.")
    assert "fehlt" in said
