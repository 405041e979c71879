"""Worte der Kalenderdateien: a Termin without figures, a report with one and with many."""

from __future__ import annotations

import pytest

from kundenbindung.messages.calendar import Written, chosen, description, exported, nothing, saved


@pytest.mark.parametrize(
    ("channel", "hours", "text"),
    [
        ("phone", 0.5, "Kanal: Telefon\nRolle: Innendienst\nVorbereitung: 0,5 Stunden"),
        ("post", 1.0, "Kanal: Post\nRolle: Innendienst\nVorbereitung: 1 Stunde"),
        ("in_person", 0.0, "Kanal: persönlich\nRolle: Innendienst"),
        (None, None, "Rolle: Innendienst"),
    ],
)
def test_a_termin_says_how_who_and_how_much_preparation(
    channel: str | None, hours: float | None, text: str
) -> None:
    assert description(channel, "Innendienst", hours) == text


def test_the_report_says_only_what_there_is() -> None:
    first, *rest = exported(Written(2026, {"a.ics": 1}, 0, 0, stale=False), "Ordner", "M.xlsx").split("\n")
    assert first == "1 offener Termin 2026 in „Ordner“ geschrieben: a.ics (1)."
    assert [line[:11] for line in rest] == ["In Outlook:"]


def test_the_report_says_what_is_odd() -> None:
    report = Written(2026, {"a.ics": 1_200, "b.ics": 900}, 3, 1, stale=True)
    told = exported(report, "Ordner", "M.xlsx").split("\n")
    assert told[:3] == [
        "1.200 offene Termine 2026 in „Ordner“ geschrieben: a.ics (1.200), b.ics (900).",
        "Davon überfällig am Stichtag: 3.",
        "Ohne Tag und deshalb nicht dabei: 1 Termin.",
    ]
    assert told[3].startswith(
        "Das Blatt Termine in M.xlsx zeigt noch einen anderen Stand; „kundenbindung rechnen“"
    )
    assert "bitte „Neu berechnen“" in saved(report, "Ordner").split("\n")[3]


def test_nothing_to_write_has_a_reason() -> None:
    told = [nothing(Written(2026, {"a.ics": 0}, 0, size, stale=False), "M.xlsx") for size in (0, 2)]
    assert told[0].endswith("Termine entstehen aus den Leveln und den Leistungen im Blatt Ressourcen.")
    assert told[1].endswith("Ohne Tag offen: 2 Termine.")


def test_a_chosen_name_ends_as_a_calendar_file_does() -> None:
    assert [chosen(name) for name in ("a", "a.ics", "A.ICS", "a.xlsm")] == [
        "a.ics",
        "a.ics",
        "A.ICS",
        "a.xlsm.ics",
    ]
