"""Stempel in the open workbook: a level is typed, the button says who decided it, when and until when."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.buttons.hand import Liste, at_desk, copied, differing
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import jobs  # noqa: E402
from kundenbindung.adapters.live import undo, writing  # noqa: E402
from kundenbindung.core.model import CustomerStatus  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

STAMPS = ("Von", "Am", "Gültig bis", "Gestempelt für")
DAY, LATER, OWN = dt.datetime(2025, 12, 31), dt.datetime(2026, 12, 31), dt.datetime(2027, 6, 30)
OLD, OLD_END = dt.datetime(2024, 11, 14), dt.datetime(2025, 11, 14)
NOTHING = (None, None, None, None)
UNDONE = "Die Ergebnisse der letzten Berechnung sind zurückgenommen."


def stamps(hand: Hand, key: str) -> tuple[object, ...]:
    """What stands in the stamps of a customer that are there."""
    row = next(row for row in hand.table("screening").rows if row["Kundennr."] == key)
    return tuple(row[label] for label in STAMPS if label in row)


def decide(hand: Hand, key: str, level: str | None, *typed: object) -> None:
    """Type a level, and what else is given, from Von to the right."""
    table = hand.table("screening")
    table.put(key, "Level", level)
    for label, value in zip(STAMPS, typed, strict=False):
        if value is not None:
            table.put(key, label, value)


def without_column(hand: Hand, label: str) -> None:
    """The column of the table is deleted, as it never was in an older workbook."""
    table = hand.table("screening")
    letter = table.sheet.range((1, table.column(label))).address.split("$")[1]
    table.sheet.range(f"{letter}:{letter}").delete("left")


def test_a_typed_level_is_stamped_once(hand: Hand) -> None:
    decide(hand, "007", "Service")
    said = hand.click("calculate")
    assert "\n1 Entscheidung gestempelt.\n" in said
    assert stamps(hand, "007") == ("Inhaber", DAY, LATER, "Service")
    results = hand.table("screening").rows
    assert [row["Kundennr."] for row in results if any(row[label] for label in STAMPS)] == ["007"]
    assert "gestempelt" not in hand.click("calculate")
    assert hand.table("screening").rows == results


def test_dates_are_dates_and_names_are_texts(hand: Hand, office: Session) -> None:
    office.settings.user_name = " =K.  Hollerbrink\t"
    table = hand.table("screening")
    table.body("Am").number_format = "General"
    table.cell("0815", "Gültig bis").number_format = "@"
    table.cell("1001", "Am").number_format = "d. mmmm yyyy"
    for key in ("007", "0815", "1001"):
        decide(hand, key, "Vertrieb")
    assert "\n3 Entscheidungen gestempelt.\n" in hand.click("calculate")
    for key in ("007", "0815", "1001"):
        assert stamps(hand, key) == ("=K. Hollerbrink", DAY, LATER, "Vertrieb")
    formats = [table.cell(key, "Am").number_format for key in ("007", "0815", "1001")]
    assert formats == ["dd.mm.yyyy", "dd.mm.yyyy", "d. mmmm yyyy"]
    assert table.cell("007", "Von").formula == "=K. Hollerbrink"
    assert hand.click("calculate").startswith("10 Kunden berechnet"), "they can be read again"


def test_without_a_name_in_excel_the_account_signs(
    hand: Hand, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.settings.user_name = ""
    monkeypatch.setattr(getpass, "getuser", lambda: "khollerbrink")
    decide(hand, "007", "Service")
    hand.click("calculate")

    def fail() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", fail)
    decide(hand, "0815", "Service")
    hand.click("calculate")
    assert [stamps(hand, key)[0] for key in ("007", "0815")] == ["khollerbrink", "unbekannt"]


def test_what_he_typed_beside_the_level_stays(hand: Hand) -> None:
    decide(hand, "007", "Service", "Team", dt.date(2025, 12, 1), OWN)
    decide(hand, "0815", "Strategie", None, None, OWN)
    hand.click("calculate")
    assert stamps(hand, "007") == ("Team", dt.datetime(2025, 12, 1), OWN, "Service")
    assert stamps(hand, "0815") == ("Inhaber", DAY, OWN, "Strategie")


def test_a_changed_level_is_stamped_anew_and_a_date_of_his_own_kept(hand: Hand, office: Session) -> None:
    for key in ("007", "0815"):
        decide(hand, key, "Service")
    hand.click("calculate")
    hand.table("screening").put("0815", "Gültig bis", OWN)
    office.settings.user_name = "Chefin"
    hand.table("settings").put("Stichtag", "Wert", dt.date(2026, 3, 31), by="Einstellung")
    hand.click("calculate")
    assert stamps(hand, "007") == ("Inhaber", DAY, LATER, "Service"), "another day and user change nothing"
    for key in ("007", "0815"):
        hand.table("screening").put(key, "Level", "Strategie")
    assert "2 Entscheidungen gestempelt." in hand.click("calculate")
    day, later = dt.datetime(2026, 3, 31), dt.datetime(2027, 3, 31)
    assert stamps(hand, "007") == ("Chefin", day, later, "Strategie")
    assert stamps(hand, "0815") == ("Chefin", day, OWN, "Strategie")


def test_a_removed_level_takes_its_stamps_with_it(hand: Hand) -> None:
    decide(hand, "007", "Service")
    hand.table("screening").put("0815", "Von", "frage MK")
    hand.click("calculate")
    hand.table("screening").put("007", "Level", None)
    assert "gestempelt" not in hand.click("calculate")
    assert stamps(hand, "007") == NOTHING
    assert stamps(hand, "0815") == ("frage MK", None, None, None)


def test_an_expired_decision_is_renewed_as_its_finding_says(hand: Hand) -> None:
    decide(hand, "007", "Service", "MK", OLD, OLD_END, "Service")
    hand.click("calculate")
    assert stamps(hand, "007") == ("MK", OLD, OLD_END, "Service"), "a click renews nothing"
    row = next(row for row in hand.table("findings").rows if "abgelaufen" in str(row["Feststellung"]))
    assert "leeren Sie in ihrer Zeile im Blatt Screening „Am“ und „Gültig bis“" in str(row["Was tun"])
    for label in ("Am", "Gültig bis"):
        hand.table("screening").cell("007", label).clear_contents()
    assert "1 Entscheidung gestempelt." in hand.click("calculate")
    assert stamps(hand, "007") == ("MK", DAY, LATER, "Service")
    assert hand.table("screening").by_key("gilt")["007"] == "Service"
    assert not any("abgelaufen" in text for text in hand.sentences())


def test_an_expired_decision_that_is_changed_counts_with_the_same_click(hand: Hand) -> None:
    decide(hand, "007", "Service", "MK", OLD, OLD_END, "Vertrieb")
    hand.click("calculate")
    assert stamps(hand, "007") == ("Inhaber", DAY, LATER, "Service")
    assert hand.table("screening").by_key("gilt")["007"] == "Service"
    assert not any("abgelaufen" in text for text in hand.sentences())
    results = hand.table("screening").rows
    hand.click("calculate")
    assert hand.table("screening").rows == results


def test_stamps_change_no_result(hand: Hand, tmp_path: Path) -> None:
    """The results written with fresh stamps are those of the workbook that holds them."""
    for key, level in {"007": "Service", "1002": "Strategie", "1007": "Vertrieb", "1008": "Service"}.items():
        decide(hand, key, level)
    decide(hand, "0815", "Strategie", "MK", OLD, OLD_END, "Service")
    decide(hand, "1001", "Strategie", "MK", OLD, OLD_END, "Strategie")
    hand.click("calculate")
    copy = tmp_path / "Kopie.xlsm"
    hand.book.api.SaveCopyAs(str(copy))
    results = jobs.calculate(jobs.read(copy)).results
    assert results is not None
    words = {"strategy": "Strategie", "sales": "Vertrieb", "service": "Service", None: None}
    levels = {key: words[level] for key, level in results.customers["care_level"].items()}
    assert hand.table("screening").by_key("gilt") == levels
    assert [key for key, over in results.customers["decision_expired"].items() if over] == ["1001"]
    lost = results.customers.index[results.customers["status"] == CustomerStatus.LOST.value]
    assert list(lost) == ["1007"]
    assert levels["1007"] is None


# Order, filters, columns, formulas


def test_rows_are_found_after_sorting_and_filtering(hand: Hand) -> None:
    table = hand.table("screening")
    table.sort([9, 3, 1, 7, 0, 2, 8, 4, 6, 5])
    order = table.keys()
    for key in ("007", "1003", "1006"):
        decide(hand, key, "Service")
    for key in ("1003", "1006"):
        table.cell(key, "Kundennr.").impl.row_hidden = True
    hand.click("calculate")
    assert table.keys() == order
    assert [key for key in order if stamps(hand, str(key)) != NOTHING] == [
        key for key in order if key in {"007", "1003", "1006"}
    ]
    assert table.cell("1003", "Kundennr.").impl.row_hidden


def test_an_older_workbook_has_its_empty_stamps_filled(hand: Hand) -> None:
    without_column(hand, "Gestempelt für")
    decide(hand, "007", "Service")
    decide(hand, "0815", "Service", "MK", OLD)
    hand.click("calculate")
    assert stamps(hand, "007") == ("Inhaber", DAY, LATER)
    assert stamps(hand, "0815") == ("MK", OLD, dt.datetime(2026, 11, 14))
    hand.table("screening").put("007", "Level", "Strategie")
    assert "gestempelt" not in hand.click("calculate")
    assert stamps(hand, "007") == ("Inhaber", DAY, LATER)
    assert "Gestempelt für" not in hand.table("screening").headers
    assert hand.click("undo").startswith(UNDONE)
    assert hand.click("undo").startswith(UNDONE)
    assert stamps(hand, "007") == (None, None, None)
    assert stamps(hand, "0815") == ("MK", OLD, None)


def test_a_criterion_that_comes_with_the_same_click_moves_the_stamps(hand: Hand) -> None:
    hand.table("criteria").add(
        {"Kriterium": "Größe", "Art": "hart", "Quelle": "Umsatz, Mittel der letzten drei Jahre",
         "Skala": "linear", "0 Punkte bei": 0, "10 Punkte bei": 100_000, "Gewicht": 10}
    )  # fmt: skip
    decide(hand, "007", "Service")
    decide(hand, "0815", "Service", "MK", OLD, OWN, "Strategie")
    headers = hand.table("screening").headers
    hand.click("calculate")
    assert len(hand.table("screening").headers) > len(headers)
    assert stamps(hand, "007") == ("Inhaber", DAY, LATER, "Service")
    assert stamps(hand, "0815") == ("Inhaber", DAY, OWN, "Service")
    assert hand.table("screening").by_key("Größe (Punkte)")["007"] == 10.0
    assert hand.click("undo").startswith(UNDONE)
    assert stamps(hand, "007") == NOTHING
    assert stamps(hand, "0815") == ("MK", OLD, OWN, "Strategie")


def test_formulas_of_his_stay(hand: Hand) -> None:
    decide(hand, "007", "Service")
    cell = hand.table("screening").cell("007", "Von")
    cell.number_format = "General"
    cell.formula = '="M"&"K"'
    other = hand.table("screening").cell("0815", "Gültig bis")
    other.formula = "=DATE(2026,6,30)"
    other.number_format = "dd.mm.yyyy"
    decide(hand, "0815", "Strategie", "MK", OLD, None, "Service")
    hand.click("calculate")
    assert cell.formula == '="M"&"K"'
    assert other.formula == "=DATE(2026,6,30)"
    assert stamps(hand, "007") == ("MK", DAY, LATER, "Service")
    assert stamps(hand, "0815") == ("Inhaber", DAY, dt.datetime(2026, 6, 30), "Strategie")


def test_on_a_protected_sheet_nothing_is_stamped(hand: Hand) -> None:
    hand.click("calculate")
    decide(hand, "1007", "Service")  # a lost customer: no result of Screening changes
    sheet = hand.table("screening").sheet
    sheet.api.Protect()
    said = hand.click("calculate")
    assert said.startswith("Es wurde nichts geändert.")
    assert "Das Blatt „Screening“ ist geschützt" in said
    assert stamps(hand, "1007") == NOTHING
    sheet.api.Unprotect()
    assert "1 Entscheidung gestempelt." in hand.click("calculate")


def test_a_workbook_that_cannot_be_calculated_is_not_stamped(hand: Hand) -> None:
    decide(hand, "007", "Service")
    hand.table("figures").put("1001", "Umsatz 2025", "viel")
    assert hand.click("calculate").startswith("Nicht berechnet")
    assert stamps(hand, "007") == NOTHING


def test_the_decisions_of_the_sample_company_are_stamped_already(
    office: Session, built: Path, tmp_path: Path
) -> None:
    with at_desk(office, copied(built / "Beispiel.xlsm", tmp_path)) as hand:
        before = hand.everything()
        assert "gestempelt" not in hand.click("calculate")
        table = hand.table("screening")
        columns = {table.column(label) for label in STAMPS}
        changed = differing(before, hand.everything())
        places = {(table.sheet.name, row, column) for row in range(1, 100) for column in columns}
        assert not {name for name in changed if name.startswith("Screening!")} & _addresses(places)


def _addresses(places: set[tuple[str, int, int]]) -> set[str]:
    return set(differing(dict.fromkeys(places, "x"), {}))


# Back again, and faults


def test_undo_brings_back_what_was_stamped_over(hand: Hand) -> None:
    decide(hand, "007", "Service")
    decide(hand, "0815", "Strategie", "MK", OLD, OLD_END, "Service")
    decide(hand, "1001", None, "MK", OLD, OWN, "Service")
    typed = {key: stamps(hand, key) for key in ("007", "0815", "1001")}
    hand.click("calculate")
    first = {key: stamps(hand, key) for key in typed}
    assert first == {
        "007": ("Inhaber", DAY, LATER, "Service"),
        "0815": ("Inhaber", DAY, LATER, "Strategie"),
        "1001": NOTHING,
    }
    hand.table("screening").put("007", "Level", "Strategie")
    hand.click("calculate")
    hand.table("screening").sort([9, 3, 1, 7, 0, 2, 8, 4, 6, 5])
    assert hand.click("undo").startswith(UNDONE)
    assert {key: stamps(hand, key) for key in typed} == first
    assert hand.click("undo").startswith(UNDONE)
    assert {key: stamps(hand, key) for key in typed} == typed
    assert hand.table("screening").by_key("Level")["007"] == "Strategie", "what he typed stays"


def test_undo_leaves_a_stamp_that_he_changed_since(hand: Hand) -> None:
    decide(hand, "007", "Strategie", "MK", OLD, OLD_END, "Service")
    hand.click("calculate")
    hand.table("screening").put("007", "Von", "Chefin")
    hand.table("screening").put("007", "Gültig bis", OWN)
    assert hand.click("undo").startswith(UNDONE)
    assert stamps(hand, "007") == ("Chefin", OLD, OWN, "Service")


def test_a_text_that_was_a_date_comes_back_as_the_text(hand: Hand) -> None:
    cell = hand.table("screening").cell("007", "Gültig bis")
    cell.number_format = "@"
    decide(hand, "007", "Strategie", "MK", OLD, "14.11.2025", "Service")
    hand.click("calculate")
    assert stamps(hand, "007") == ("Inhaber", DAY, LATER, "Strategie")
    assert hand.click("undo").startswith(UNDONE)
    assert stamps(hand, "007") == ("MK", OLD, "14.11.2025", "Service")


def test_a_memory_of_another_version_is_none(hand: Hand, home: Path) -> None:
    decide(hand, "007", "Service")
    hand.click("calculate")
    (memory,) = (home / "Zurueck").iterdir()
    text = memory.read_text(encoding="utf-8")
    memory.write_text(text.replace(f'"version": {undo.VERSION}', '"version": 1'), encoding="utf-8")
    assert "keine Berechnung dieser Mappe gemerkt" in hand.click("undo")
    memory.write_text(text, encoding="utf-8")
    assert hand.click("undo").startswith(UNDONE)
    assert stamps(hand, "007") == NOTHING


def test_a_stamp_that_does_not_arrive_takes_everything_back(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(hand, "007", "Service")
    decide(hand, "0815", "Strategie", "MK", OLD, OLD_END, "Service")
    hand.table("screening").cell("1001", "Von").number_format = "General"
    decide(hand, "1001", "Strategie", 7.0, OLD, OLD_END, "Service")
    before = _without_token(hand)
    typed = stamps(hand, "1001")
    monkeypatch.setattr(writing, "ONE_SECOND", -1.0)
    said = hand.click("calculate")
    assert "Beim Schreiben ist ein Fehler aufgetreten. Alle Zellen stehen wieder wie vorher." in said
    assert differing(before, _without_token(hand)) == {}
    assert stamps(hand, "1001") == typed == (7.0, OLD, OLD_END, "Service")


def _without_token(hand: Hand) -> dict[tuple[str, int, int], object]:
    found = hand.everything()
    token = hand.book.names["KB_Fertig"].refers_to_range
    found.pop((token.sheet.name, token.row, token.column), None)
    return found


@pytest.fixture(scope="module")
def calls(
    office: Session, sized: Callable[[int], Path], module_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[int, int]:
    """Calls of a click after levels were typed for all customers of a workbook."""
    folder = tmp_path_factory.mktemp("calls")
    return {size: _calls_for_everybody(office, copied(sized(size), folder)) for size in (60, 600)}


def _calls_for_everybody(office: Session, path: Path) -> int:
    with at_desk(office, path) as hand:
        hand.click("calculate")
        table: Liste = hand.table("screening")
        first, last = table.row(table.keys()[0]), table.row(table.keys()[-1])
        for label in STAMPS:
            table.body(label).clear_contents()
        table.sheet.range((first, table.column("Level")), (last, table.column("Level"))).value = [
            ["Vertrieb"]
        ] * (last - first + 1)
        office.calls = 0
        assert f"{len(table.keys())} Entscheidungen gestempelt." in hand.click("calculate")
        calls = office.calls
        assert stamps(hand, str(table.keys()[-1])) == ("Inhaber", DAY, LATER, "Vertrieb")
        return calls


def test_deciding_for_ten_times_the_customers_takes_no_more_calls(calls: dict[int, int]) -> None:
    assert abs(calls[600] - calls[60]) <= 24
