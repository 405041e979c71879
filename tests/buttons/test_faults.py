"""When something goes wrong: all or nothing, a German sentence, a way back, and Excel as it was."""

from __future__ import annotations

import datetime as dt
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwings as xw
from tests.buttons.hand import Hand, at_desk, copied, differing, state_of
from tests.doors.desk import KEYS
from tests.engine.errors import DISP_E_EXCEPTION, RPC_SERVER_UNAVAILABLE
from tests.examples import wants_all
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import buttons, jobs  # noqa: E402
from kundenbindung.adapters import live  # noqa: E402
from kundenbindung.jobs import opened as steps  # noqa: E402
from kundenbindung.jobs.work import calculate  # noqa: E402

if TYPE_CHECKING:
    from tests.engine.session import Session

UNCHANGED = "Es wurde nichts geändert."
FAILED = "Beim Schreiben ist ein Fehler aufgetreten. Alle Zellen stehen wieder wie vorher."


def prepare_much(hand: Hand) -> None:
    """Inputs after which a calculation inserts a column, grows tables, writes anchors and stamps."""
    screening = hand.table("screening")
    for key, label, value in (
        ("007", "Level", "Service"),
        ("1003", "Level", "Strategie"),
        ("1003", "Gestempelt für", "Vertrieb"),
        ("1003", "Von", "MK"),
        ("1003", "Gültig bis", dt.date(2025, 6, 30)),
    ):
        screening.put(key, label, value)
    for name in ("customers", "figures"):
        table = hand.table(name)
        at = table.add({})
        table.sheet.range((at, table.column("Kundennr."))).number_format = "@"
        table.sheet.range((at, table.column("Kundennr."))).value = "=9"
    for year in (2023, 2024, 2025):
        hand.table("figures").put("=9", f"Umsatz {year}", 20_000 + year)
    criteria = hand.table("criteria")
    criteria.add(
        {"Kriterium": "Größe", "Art": "hart", "Quelle": "Umsatz, Mittel der letzten drei Jahre",
         "Skala": "linear", "0 Punkte bei": 0, "10 Punkte bei": 100_000, "Gewicht": 10}
    )  # fmt: skip
    for label in ("0 Punkte bei", "10 Punkte bei"):
        criteria.cell("Umsatz", label, by="Kriterium").clear_contents()


def cells(hand: Hand) -> dict[tuple[str, int, int], object]:
    """All cells but the one with the token."""
    found = hand.everything()
    token = hand.book.names["KB_Fertig"].refers_to_range
    found.pop((token.sheet.name, token.row, token.column), None)
    return found


# Writing fails


def test_a_fault_at_any_write_leaves_every_cell_as_it_was(
    hand: Hand, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xw.Range, "autofill", lambda *_: None)  # looks only, see the next test
    prepare_much(hand)
    opened = steps.read(live.Application.of_caller())
    job, prepared = steps.prepare(opened, calculate(steps.job_of(opened)))
    names = {name: text for name, text in prepared.change.names.items() if name == steps.RESULT_LINE}
    change = replace(prepared.change, names=names)
    assert job.results is not None
    assert change.cells["criteria"]
    assert change.cells["screening"]
    tables = {area.name: (area.sheet, area.box) for area in hand.book.impl.tables()}
    areas = {sheet.name: sheet.page_setup.print_area for sheet in hand.book.sheets}
    before, step = hand.everything(), 1 if wants_all() else 3

    def fault_at(write: int) -> live.WriteError | None:
        office.fail_after(write)
        try:
            live.write(hand.book, opened.tables, change, lambda _done, _total: None)
        except live.WriteError as failed:
            return failed
        return None

    writes = 1
    while (failed := fault_at(writes)) is not None:
        assert failed.restored
        assert "the planned fault" in str(failed)
        assert differing(before, hand.everything()) == {}, f"write {writes}"
        assert {area.name: (area.sheet, area.box) for area in hand.book.impl.tables()} == tables
        writes += step
    assert writes > 40
    assert {sheet.name: sheet.page_setup.print_area for sheet in hand.book.sheets} != areas
    assert "Größe (Punkte)" in hand.table("screening").headers
    assert hand.table("screening").keys()[-1] == "=9"


def test_looks_that_cannot_be_copied_stop_nothing(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.engine.errors import refused

    def fail(*_: object) -> None:
        raise refused("the last row is filtered away")

    monkeypatch.setattr(xw.Range, "autofill", fail)
    prepare_much(hand)
    assert hand.click("calculate").startswith("11 Kunden berechnet")
    assert hand.table("screening").by_key("Umsatz")["=9"] == 22_025.0


@pytest.mark.parametrize("write", [1, 40])
def test_a_fault_names_the_backup(hand: Hand, office: Session, home: Path, write: int) -> None:
    prepare_much(hand)
    before = cells(hand)
    office.fail_after(write)
    said = hand.click("calculate")
    assert said.startswith(UNCHANGED)
    assert FAILED in said
    assert office.alerts[-1].mode == "critical"
    (backup,) = (home / "Sicherungen").iterdir()
    assert f"Eine Sicherung liegt in „{backup}“." in said
    assert "=9" in jobs.read(backup).reading.frames["customers"]["customer_id"].tolist()
    log = (home / "fehler.log").read_text(encoding="utf-8")
    assert f"ExcelError: {DISP_E_EXCEPTION}\n" in log
    assert "the planned fault" not in log
    assert differing(before, cells(hand)) == {}
    assert hand.click("calculate").startswith("11 Kunden berechnet"), "the next click works"


def test_a_fault_while_taking_in_figures_keeps_the_old_ones(
    hand: Hand, office: Session, tmp_path: Path
) -> None:
    source = tmp_path / "liste.csv"
    source.write_text("Kundennr.;Umsatz 2025;DB 2025\n007;1,50;1,00\nneu;2,50;2,00\n", encoding="utf-8")
    before = cells(hand)
    office.files.append(source)
    office.fail_after(12)
    said = hand.click("import_figures")
    assert FAILED in said
    assert differing(before, cells(hand)) == {}


def test_the_years_of_an_empty_workbook_come_back_after_a_fault(
    office: Session, built: Path, tmp_path: Path
) -> None:
    source = tmp_path / "liste.csv"
    source.write_text("Kundennr.;Umsatz 2020;Umsatz 2021;Umsatz 2022\n1;1,50;2,50;3,50\n", encoding="utf-8")
    for write in (3, 45):
        with at_desk(office, copied(built / "Leer.xlsm", tmp_path)) as hand:
            before = cells(hand)
            office.files.append(source)
            office.fail_after(write)
            said = hand.click("import_figures")
            assert FAILED in said, write
            assert differing(before, cells(hand)) == {}, write


def test_a_fault_in_undo_keeps_the_results(hand: Hand, office: Session) -> None:
    hand.table("criteria").put("Umsatz", "Gewicht", 60, by="Kriterium")
    hand.click("calculate")
    before = cells(hand)
    office.fail_after(2)
    assert FAILED in hand.click("undo")
    assert differing(before, cells(hand)) == {}
    assert hand.click("undo").startswith("Die Ergebnisse der letzten Berechnung sind zurückgenommen.")


def test_what_does_not_arrive_is_noticed(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number with leading zeros that a cell takes for 42."""
    from kundenbindung.adapters.live import writing

    monkeypatch.setattr(writing, "_as_texts", lambda *_: None)
    monkeypatch.setattr(xw.Range, "autofill", lambda *_: None)
    for name in ("customers", "figures"):
        table = hand.table(name)
        at = table.add({})
        table.sheet.range((at, table.column("Kundennr."))).number_format = "@"
        table.sheet.range((at, table.column("Kundennr."))).value = "0042"
    before = cells(hand)
    assert FAILED in hand.click("calculate")
    assert differing(before, cells(hand)) == {}


# The office dies


@pytest.mark.parametrize("write", [1, 12])
def test_excel_dying_in_the_middle_ends_quietly(
    office: Session, built: Path, tmp_path: Path, home: Path, write: int
) -> None:
    with at_desk(office, copied(built / "Mappe.xlsm", tmp_path)) as hand:
        prepare_much(hand)
        office.kill_after(write)
        started = time.monotonic()
        buttons.calculate("Klick", xw.__version__)
        assert time.monotonic() - started < 30
        assert not office.alive()
    (backup,) = (home / "Sicherungen").iterdir()
    assert [*KEYS, "=9"] == jobs.read(backup).reading.frames["customers"]["customer_id"].tolist()
    log = (home / "fehler.log").read_text(encoding="utf-8")
    assert f"OfficeGoneError: {RPC_SERVER_UNAVAILABLE}\n" in log


# Nothing may be written


def test_a_protected_sheet_is_named(hand: Hand, home: Path) -> None:
    hand.table("screening").erase()
    hand.book.sheets["Screening"].api.Protect("geheim")
    before = cells(hand)
    said = hand.click("calculate")
    assert said.startswith(UNCHANGED)
    assert "Das Blatt „Screening“ ist geschützt" in said
    assert differing(before, cells(hand)) == {}
    assert not (home / "Sicherungen").exists()


def test_a_read_only_workbook_is_not_written(office: Session, built: Path, tmp_path: Path) -> None:
    with at_desk(office, copied(built / "Mappe.xlsm", tmp_path)) as hand:
        hand.book.close()
        book = xw.Book(str(tmp_path / "Mappe.xlsm"), read_only=True)
        book.set_mock_caller()
        owner = Hand(office, book)
        before = cells(owner)
        state = state_of(office)
        for button in (buttons.calculate, buttons.undo):
            button("", xw.__version__)
            said = office.alerts[-1].prompt
            assert said.startswith(UNCHANGED)
            assert "Die Mappe „Mappe.xlsm“ ist schreibgeschützt geöffnet" in said
            assert state_of(office) == state
        assert differing(before, cells(owner)) == {}
        buttons.check("", xw.__version__)
        assert office.alerts[-1].prompt.startswith("Nichts verhindert die Berechnung.")


def test_a_cell_being_edited_is_waited_for_and_then_named(
    hand: Hand, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kundenbindung.adapters.live import excel

    monkeypatch.setattr(excel, "PATIENCE", 0.2)
    monkeypatch.setattr(excel, "PAUSE", 0.05)
    before = cells(hand)
    office.settings.ready = False
    started = time.monotonic()
    said = hand.click("calculate")
    assert 0.2 <= time.monotonic() - started < 5
    office.settings.ready = True
    assert said.startswith(UNCHANGED)
    assert "in „Mappe.xlsm“ gerade eine Zelle bearbeitet" in said
    assert differing(before, cells(hand)) == {}
    assert hand.click("calculate").startswith("10 Kunden berechnet")


@pytest.mark.parametrize("folder", ["Sicherungen", "Zurueck"])
def test_without_a_backup_nothing_is_written(hand: Hand, home: Path, folder: str) -> None:
    hand.table("screening").erase()
    home.mkdir()
    (home / folder).write_text("im Weg", encoding="utf-8")
    before = cells(hand)
    said = hand.click("calculate")
    assert said.startswith(UNCHANGED)
    assert f"konnte keine Sicherung angelegt werden (Ordner „{home / folder}“)" in said
    assert differing(before, cells(hand)) == {}


def test_another_version_of_xlwings_is_refused(hand: Hand) -> None:
    hand.table("screening").erase()
    before = cells(hand)
    said = hand.click("calculate", "0.30.0")
    assert said.startswith(UNCHANGED)
    assert (
        f"Die Mappe gehört zu xlwings 0.30.0, das eingerichtete Programm zu xlwings {xw.__version__}." in said
    )
    assert differing(before, cells(hand)) == {}


# What nobody expected


@pytest.mark.parametrize("button", ["calculate", "check"])
def test_an_unknown_error_is_a_sentence_and_a_log(
    hand: Hand, home: Path, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    from kundenbindung.jobs import work

    def broken(*_: object) -> None:
        raise ZeroDivisionError("davon weiß niemand")

    monkeypatch.setattr(work, "evaluate", broken)
    before = cells(hand)
    said = hand.click(button)
    assert said.startswith("Das Programm ist auf einen Fehler gestoßen, den es nicht kennt.")
    assert f"Einzelheiten stehen in „{home / 'fehler.log'}“." in said
    assert "Traceback" not in said
    log = (home / "fehler.log").read_text(encoding="utf-8")
    assert "\nZeroDivisionError\n" in log
    assert "Traceback" in log
    assert differing(before, cells(hand)) == {}


def test_without_a_place_for_the_log_it_still_says_so(
    hand: Hand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kundenbindung.jobs import work

    monkeypatch.setattr(work, "evaluate", None)
    home.parent.mkdir(exist_ok=True)
    home.write_text("im Weg", encoding="utf-8")
    assert "Das Protokoll konnte nicht geschrieben werden." in hand.click("calculate")


def test_without_a_workbook_no_message_and_no_error(
    office: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import engine

    engine.started().fresh()
    monkeypatch.delattr(xw.Book, "_mock_caller", raising=False)
    before = state_of(office)
    buttons.calculate("Klick", xw.__version__)
    assert office.alerts == []
    assert state_of(office) == before
    assert "live_no_workbook" in (home / "fehler.log").read_text(encoding="utf-8")


def test_every_log_is_without_customers(hand: Hand, office: Session, home: Path) -> None:
    """The 15th write is one of a cell; one that is for looks only may fail without a word."""
    prepare_much(hand)
    office.fail_after(15)
    assert hand.click("calculate").startswith("Es wurde nichts geändert.")
    log = (home / "fehler.log").read_text(encoding="utf-8")
    assert re.findall("Müller|Ölmühle|150000", log) == []


def test_a_deleted_line_under_a_title_holds_up_nothing(hand: Hand) -> None:
    """The name of the line then leads nowhere; the figures are calculated all the same."""
    hand.table("customers").sheet.range("3:3").delete("up")
    with pytest.raises(Exception, match="does not mean cells"):
        assert hand.book.names["KB_Zeile_customers"].refers_to_range
    hand.table("figures").put("007", "Umsatz 2025", 123_456)
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert float(str(hand.table("screening").by_key("Umsatz")["007"])) == 123_456.0


def test_a_protected_settings_sheet_is_named_before_anything_is_written(hand: Hand, office: Session) -> None:
    hand.table("figures").put("007", "Umsatz 2025", 123_456)
    hand.book.sheets["xlwings.conf"].api.Protect()
    before = hand.everything()
    buttons.calculate("abc", xw.__version__)
    assert office.alerts[-1].prompt.startswith(UNCHANGED)
    assert "Das Blatt „xlwings.conf“ ist geschützt" in office.alerts[-1].prompt
    assert differing(before, hand.everything()) == {}


def test_a_protected_sheet_on_which_nothing_changes_is_no_hindrance(hand: Hand) -> None:
    hand.click("calculate")
    hand.book.sheets["Vorjahr"].api.Protect()
    hand.table("settings").put("Unternehmen", "Wert", "Neu & Söhne", by="Einstellung")
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    assert "Neu & Söhne" in str(hand.named("KB_Zeile_customers"))
    assert "Neu & Söhne" not in str(hand.named("KB_Zeile_prior_year"))


def test_a_result_column_formatted_as_text_gets_numbers_again(hand: Hand) -> None:
    body = hand.table("screening").body("Punkte")
    body.number_format = "@"
    body.value = [["x"]] * body.shape[0]
    assert hand.click("calculate").startswith("10 Kunden berechnet")
    scores = hand.table("screening").by_key("Punkte")
    assert isinstance(scores["007"], float)


def test_an_old_backup_that_cannot_be_deleted_stops_nothing(
    hand: Hand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "Sicherungen").mkdir(parents=True)
    for number in range(25):
        (home / "Sicherungen" / f"Mappe-20200101-{number:06d}-000000.xlsm").write_text(
            "alt", encoding="utf-8"
        )

    def locked(self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(self)

    monkeypatch.setattr(Path, "unlink", locked)
    assert hand.click("calculate").startswith("10 Kunden berechnet")
