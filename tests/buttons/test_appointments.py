"""Termine by its button: files where the owner wants them, a word about an old sheet, nothing in the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from icalendar import Calendar
from tests.doors.desk import names
from tests.needs import needs_module

needs_module("xlwings")

from tests.buttons.test_year_turn import untouched  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

STALE = "Das Blatt Termine zeigt noch einen anderen Stand; bitte „Neu berechnen“"


def events(path: Path) -> int:
    return len(Calendar.from_ical(path.read_bytes().decode()).walk("VEVENT"))


def test_the_files_are_written_and_updated_where_the_owner_wants_them(
    hand: Hand, office: Session, tmp_path: Path
) -> None:
    hand.save()
    before, target = untouched(hand), tmp_path / "Kalender Ä" / "Unsere Termine.ics"
    target.parent.mkdir()
    office.files.append(target)
    said = hand.click("appointments")
    shown = len(hand.table("appointments").keys(by="Termin"))
    roles = ("Außendienst", "Innendienst", "Marketing", "Unternehmer")
    assert said.startswith(
        f"{shown} offene Termine 2026 in „{target.parent}“ geschrieben: Unsere Termine.ics ({shown}), "
    )
    assert "In Outlook: Datei, Öffnen und exportieren" in said
    assert STALE not in said
    assert office.dialogs[-1].options["InitialFilename"] == "Termine_2026_alle.ics"
    assert names(target.parent) == sorted([target.name, *(f"Termine_2026_{role}.ics" for role in roles)])
    assert events(target) == shown == sum(map(events, target.parent.glob("Termine_2026_*.ics")))
    assert untouched(hand) == before
    assert hand.saved
    hand.table("screening").put("1003", "Level", "Strategie")
    office.files.append(target)
    assert STALE in hand.click("appointments")
    assert events(target) > shown


def test_it_may_be_cancelled_and_replaces_nothing_of_others(
    hand: Hand, office: Session, tmp_path: Path
) -> None:
    hand.save()
    assert hand.click("appointments") == ""
    foreign = tmp_path / "Termine_2026_Marketing.ics"
    foreign.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    office.files.append(tmp_path / "Termine_2026_alle")
    said = hand.click("appointments")
    assert said.startswith("Es wurde nichts geändert.")
    assert "„Termine_2026_Marketing.ics“ gibt es schon" in said
    assert office.alerts[-1].mode == "critical"
    assert names(tmp_path) == ["Mappe.xlsm", foreign.name]
    assert hand.saved


def test_an_error_comes_first_and_without_termine_nothing_is_asked(hand: Hand, office: Session) -> None:
    dialogs = len(office.dialogs)
    activities = hand.table("activities")
    for key in activities.keys(by="Leistung"):
        activities.put(key, "im Kalender", "nein", by="Leistung")
    said = hand.click("appointments")
    assert said.startswith("In Mappe.xlsm ist für 2026 kein Termin mit einem Tag offen")
    hand.table("figures").put("1001", "Umsatz 2025", "viel")
    said = hand.click("appointments")
    assert said.startswith("Es wurde nichts geändert.")
    assert "„Umsatz 2025“" in said
    assert [dialog for dialog in office.dialogs[dialogs:] if "InitialFilename" in dialog.options] == []
