"""Kunde löschen in the open workbook: no sheet of ours holds him any more, and no way back does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.buttons.hand import differing
from tests.doors.desk import KEYS
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import jobs  # noqa: E402
from kundenbindung.adapters import live  # noqa: E402
from kundenbindung.jobs.open_deleting import delete  # noqa: E402
from kundenbindung.messages import deleting as words  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

HIM, NAME = "007", "Müller & Söhne"


def prepare(hand: Hand) -> None:
    """He stands in many tables, with a column and a formula of the owner's, and on a sheet of the owner's."""
    customers = hand.table("customers")
    customers.add_column("Notiz")
    customers = hand.table("customers")
    customers.put(HIM, "Notiz", f"{NAME} zuerst")
    customers.put("1002", "Notiz", "bleibt")
    customers.cell(HIM, "Betreuungsstunden").formula = "=20+4"
    hand.table("agreements").add({"Kundennr.": HIM, "Vereinbarung": f"{NAME} bekommt Rabatt"})
    hand.table("opportunities").add({"Kunde": "Mueller und Soehne", "Vorhaben": "Messe", "Wert": 4_000})
    hand.table("resolutions").add({"Thema": "Rabatt", "Beschluss": f"Rabatt für {NAME}"})
    hand.book.sheets.add("Meins").range("B3").value = f"Anruf {NAME}"


def ours(hand: Hand) -> dict[tuple[str, int, int], object]:
    """Cells that hold his number or name, by sheet, row and column."""
    found = hand.everything()
    return {
        place: cell
        for place, cell in found.items()
        if isinstance(cell, str) and ("Müller" in cell or "Mueller" in cell or cell.lstrip("'") == HIM)
    }


def press(hand: Hand, number: str | None, answer: str = "yes") -> str:
    """The button, with what is typed and answered."""
    hand.office.typed.extend([] if number is None else [number])
    hand.office.answers.append(answer)
    app = live.Application(hand.book)
    with app.quiet():
        said = delete(app)
    hand.office.answers.clear()
    return said


def test_he_is_gone_from_every_sheet_and_cannot_be_brought_back(hand: Hand, home: Path) -> None:
    prepare(hand)
    hand.click("calculate")
    others = [row for row in hand.table("customers").rows if row["Kundennr."] not in {HIM, None}]
    rows = {key: hand.table("screening").row(key) for key in KEYS if key != HIM}
    assert len(ours(hand)) > 8
    cell = hand.table("figures").cell(HIM, "Umsatz 2025")
    cell.sheet.activate()
    cell.select()
    said = press(hand, HIM)
    asked = hand.office.inputs[-1]
    assert (asked.prompt, asked.proposal) == (words.ASK_NUMBER, HIM)
    question = hand.office.alerts[-1].prompt
    assert question.startswith(f"Ganz aus der Mappe löschen: {HIM} {NAME}?")
    assert "Kunden 1" in question
    assert "Pipeline 1" in question
    (listed,) = home.glob("Loeschliste.txt")
    assert f"Alles im Einzelnen: {listed}" in question
    left = {(sheet, cell) for (sheet, _, _), cell in ours(hand).items()}
    assert left == {("Klausur", f"Rabatt für {NAME}"), ("Meins", f"Anruf {NAME}")}
    assert [row for row in hand.table("customers").rows if row["Kundennr."]] == others
    assert {key: hand.table("screening").row(key) for key in rows} == rows, "nothing else moves"
    assert said.startswith(f"Gelöscht ist {HIM} {NAME}. Geleert: ")
    assert "9 Kunden berechnet" in said
    resolution = hand.table("resolutions").row(f"Rabatt für {NAME}", by="Beschluss")
    assert f"  Blatt Klausur, Zeile {resolution}, Spalte Beschluss" in said.splitlines()
    assert "  Blatt Meins, Zeile 3, Spalte B" in said.splitlines()
    kept = listed.read_text("utf-8-sig")
    assert f"  Blatt Klausur, Zeile {resolution}, Spalte Beschluss" in kept.splitlines()
    assert NAME not in kept, "no list of the program's names him any more"
    backup = max((home / "Sicherungen").iterdir())
    assert f"Die Sicherung „{backup}“ enthält den Kunden noch" in said
    assert NAME in jobs.read(backup).names.values()
    assert list((home / "Zurueck").iterdir()) == []
    assert "keine Berechnung dieser Mappe gemerkt" in hand.click("undo")
    assert hand.click("calculate").startswith("9 Kunden berechnet")
    assert {(sheet, cell) for (sheet, _, _), cell in ours(hand).items()} == left


def test_nothing_changes_where_he_is_not_to_go_or_nobody_knows_him(hand: Hand, home: Path) -> None:
    before = hand.everything()
    for number, answer in ((None, "yes"), ("  ", "yes"), (HIM, "no")):
        assert press(hand, number, answer) == words.NOT_DELETED
    with pytest.raises(live.RefusalError) as refused:
        press(hand, "4711")
    assert [finding.code for finding in refused.value.findings] == ["delete_customer_unknown"]
    assert differing(before, hand.everything()) == {}
    assert not (home / "Sicherungen").exists()


def test_a_fault_in_between_leaves_him_and_everything_else(hand: Hand, office: Session) -> None:
    prepare(hand)
    before = hand.everything()
    office.fail_after(25)
    with pytest.raises(live.RefusalError) as refused:
        press(hand, HIM)
    assert [finding.code for finding in refused.value.findings] == ["live_write_failed"]
    assert differing(before, hand.everything()) == {}


def test_he_can_be_deleted_although_an_error_stops_the_calculation(hand: Hand) -> None:
    hand.table("figures").put("1001", "Umsatz 2025", "viel")
    said = press(hand, HIM)
    assert "Nicht berechnet" in said
    assert ours(hand) == {}
    assert hand.table("figures").by_key("Umsatz 2025")["1001"] == "viel"


def test_no_name_gets_into_the_log_through_a_button(
    hand: Hand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kundenbindung.jobs import work

    def broken(inputs: object) -> None:
        del inputs
        raise ValueError(f"{NAME} hat keinen Umsatz")

    monkeypatch.setattr(work, "evaluate", broken)
    hand.click("calculate")
    hand.click("diagnose")
    written = [path for path in home.rglob("*") if path.is_file() and path.parent == home]
    assert {path.name.partition(" ")[0] for path in written} == {"fehler.log", "Diagnose"}
    assert not any("Müller" in path.read_text(encoding="utf-8") for path in written)
