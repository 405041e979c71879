"""Gesprächsblatt by its button: files where the owner wants them, the open workbook as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from tests.doors.desk import names
from tests.needs import needs_module
from tests.office import words as words_of

needs_module("xlwings")

from tests.buttons.test_year_turn import untouched  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session


def test_the_sheets_are_written_where_the_owner_wants_them(
    hand: Hand, office: Session, tmp_path: Path
) -> None:
    hand.table("customers").put("007", "Entscheider", "Frau Müller")
    hand.save()
    before, target = untouched(hand), tmp_path / "Gespräche Ä" / "Unsere Blätter"
    target.parent.mkdir()
    office.files.append(target)
    said = hand.click("meeting_sheets")
    assert said.startswith(
        f"2 Gesprächsblätter 2026 in „{target.parent}“ geschrieben: Unsere Blätter.xlsx.\n"
    )
    assert "Zu jeder Datei gibt es ein PDF." in said
    assert office.dialogs[-1].options["InitialFilename"] == "Gespraechsblaetter_2026.xlsx"
    assert names(target.parent) == ["Unsere Blätter.pdf", "Unsere Blätter.xlsx", "fuer_Kunden"]
    files = [f"Gespraech_2026_{key}{end}" for key in ("007", "1001") for end in (".pdf", ".xlsx")]
    assert names(target.parent / "fuer_Kunden") == files
    assert openpyxl.load_workbook(target.with_suffix(".xlsx")).sheetnames == ["007", "1001"]
    first, _ = words_of(target.with_suffix(".pdf"))
    assert "Frau Müller" in first
    assert any("Gesprächsblätter: 100 %" in str(text) for text in office.status_bars)
    assert untouched(hand) == before
    assert hand.saved


def test_it_may_be_cancelled_and_replaces_nothing_of_others(
    hand: Hand, office: Session, tmp_path: Path
) -> None:
    hand.save()
    assert hand.click("meeting_sheets") == ""
    foreign = tmp_path / "Fremd.xlsx"
    foreign.write_bytes(b"wichtig")
    office.files.append(foreign)
    said = hand.click("meeting_sheets")
    assert said.startswith("Es wurde nichts geändert.")
    assert "„Fremd.xlsx“ gibt es schon" in said
    assert foreign.read_bytes() == b"wichtig"
    assert names(tmp_path) == ["Fremd.xlsx", "Mappe.xlsm"]
    assert hand.saved


def test_without_strategie_or_with_an_error_nothing_is_asked(hand: Hand, office: Session) -> None:
    dialogs = len(office.dialogs)
    for key in ("007", "1001"):
        hand.table("screening").put(key, "Level", "Service")
    assert hand.click("meeting_sheets").startswith("In Mappe.xlsm hat kein Kunde das Level Strategie")
    hand.table("figures").put("1001", "Umsatz 2025", "viel")
    said = hand.click("meeting_sheets")
    assert said.startswith("Es wurde nichts geändert.")
    assert "„Umsatz 2025“" in said
    assert [dialog for dialog in office.dialogs[dialogs:] if "InitialFilename" in dialog.options] == []
