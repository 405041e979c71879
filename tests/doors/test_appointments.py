"""`termine`: who finds which Termin in which file, what must never stand in one, and the old files."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from tests.doors.desk import Sheet, call, edited, names

from kundenbindung import jobs
from kundenbindung.jobs.appointments import _starts, prepare
from kundenbindung.messages import calendar as words

ALL = "Termine_2026_alle.ics"
ROLES = ("Außendienst", "Innendienst", "Marketing", "Unternehmer")
KEY = "Termin"
DAY = dt.datetime(2026, 2, 11)


def wrote(book: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `termine` says when it is done."""
    assert call("termine", book, "--ausgabe", folder) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def events(path: Path) -> dict[str, Any]:
    """Termine of a file by UID; none twice."""
    found = list(Calendar.from_ical(path.read_bytes().decode()).walk("VEVENT"))
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def unfolded(folder: Path) -> str:
    """All bytes of all files as text, long lines whole again."""
    whole = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return whole.replace(b"\r\n ", b"").decode()


def test_every_termin_stands_in_the_file_of_its_role_and_in_the_one_for_all(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = mappe.read_bytes()
    said = wrote(mappe, tmp_path / "Kalender", capsys)
    results = jobs.calculate(jobs.read(mappe)).results
    assert results is not None
    whole = events(tmp_path / "Kalender" / ALL)
    parts = {role: events(tmp_path / "Kalender" / f"Termine_2026_{role}.ics") for role in ROLES}
    assert names(tmp_path / "Kalender") == sorted([ALL, *(f"Termine_2026_{role}.ics" for role in ROLES)])
    assert said.startswith(
        f"{len(whole)} offene Termine 2026 in „{tmp_path / 'Kalender'}“ geschrieben: {ALL} ("
    )
    assert len(whole) == len(results.appointments) == sum(map(len, parts.values()))
    assert whole == {uid: event for part in parts.values() for uid, event in part.items()}
    assert {role: len(part) for role, part in parts.items()} == results.appointments[
        "role"
    ].value_counts().to_dict()
    days = sorted(event["DTSTART"].dt.date() for event in whole.values())
    assert days == sorted(results.appointments["day"])
    assert mappe.read_bytes() == before


def test_a_termin_says_what_who_and_how_long(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(mappe, tmp_path, capsys)
    found = [event for event in events(tmp_path / ALL).values() if "Müller" in event["SUMMARY"]]
    meetings = [event for event in found if str(event["SUMMARY"]) == "Entscheidergespräch: Müller & Söhne"]
    assert len(meetings) == 4
    for event in meetings:
        assert str(event["DESCRIPTION"]) == "Kanal: persönlich\nRolle: Unternehmer\nVorbereitung: 3 Stunden"
        assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(hours=2)
        assert event["DTSTART"].dt.hour >= 9
        assert [str(one) for one in event["CATEGORIES"].cats] == ["Entscheidergespräch"]


def test_what_is_done_is_left_out_and_what_was_moved_stands_at_its_new_day(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(mappe, tmp_path / "vorher", capsys)
    results = jobs.calculate(jobs.read(mappe)).results
    assert results is not None
    rows = results.appointments[results.appointments["role"] == "Unternehmer"]
    done, moved = rows["appointment"].iloc[:2]

    def live(book: object) -> None:
        table = Sheet(book, "appointments")
        table.put(done, "erledigt am", DAY, by=KEY).put(
            moved, "verlegt auf", dt.datetime(2026, 12, 30), by=KEY
        )
        Sheet(book, "settings").put("Stichtag", "Wert", "31.03.2026", by="Einstellung")

    said = wrote(edited(mappe, live), tmp_path / "nachher", capsys)
    before, after = (
        events(tmp_path / folder / "Termine_2026_Unternehmer.ics") for folder in ("vorher", "nachher")
    )
    assert len(before.keys() - after.keys()) == 1
    assert after.keys() < before.keys()
    changed = [uid for uid in after if after[uid]["DTSTART"].dt != before[uid]["DTSTART"].dt]
    assert [after[uid]["DTSTART"].dt.date() for uid in changed] == [dt.date(2026, 12, 30)]
    assert re.search(r"^Davon überfällig am Stichtag: \d+\.$", said, re.MULTILINE)


def test_a_second_export_updates_and_another_role_keeps_the_termin(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = jobs.calculate(jobs.read(mappe))
    for hour in (8, 9):
        prepare(job).write(tmp_path / str(hour), dt.datetime(2026, 1, 2, hour, tzinfo=dt.UTC))
    first, second = (events(tmp_path / hour / ALL) for hour in ("8", "9"))
    assert first.keys() == second.keys()
    assert {second[uid]["SEQUENCE"] - first[uid]["SEQUENCE"] for uid in first} == {60}
    given = edited(
        mappe,
        lambda book: Sheet(book, "activities").put("Besuch beim Kunden", "von Rolle", "Chef", by="Leistung"),
    )
    wrote(given, tmp_path / "8", capsys)
    assert events(tmp_path / "8" / ALL).keys() == first.keys()
    chef = events(tmp_path / "8" / "Termine_2026_Chef.ics")
    assert {str(event["SUMMARY"]).partition(":")[0] for event in chef.values()} == {"Besuch beim Kunden"}


CANARIES = {
    "settings": (("Einstellung", "Zielumsatz im Planjahr", "Wert", 987_654_321),),
    "customers": (
        ("Kundennr.", "007", "Ziele des Kunden", "Kanarienziel"),
        ("Kundennr.", "007", "Entscheider", "Frau Kanarienvogel"),
        ("Kundennr.", "007", "Verantwortlich", "Herr Kanarie"),
        ("Kundennr.", "007", "Einkaufsvolumen", 87_654_321),
        ("Kundennr.", "007", "Aufwandsfaktor", 1.3125),
    ),
    "screening": (
        ("Kundennr.", "007", "Grund", "Preis"),
        ("Kundennr.", "007", "Erklärung", "Kanarienerklärung"),
        ("Kundennr.", "007", "Level", "Strategie"),
        ("Kundennr.", "007", "Warum", "Kanariengefühl"),
    ),
}


PREPARATION = {"0,5", "1", "1,5", "3"}
"""The only numbers in words: hours of preparation of the proposed activities."""

PROPERTIES = {
    "BEGIN", "END", "VERSION", "PRODID", "METHOD", "TZID", "RRULE", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO",
    "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "TRANSP", "UID", "SEQUENCE",
    "DTSTAMP", "LAST-MODIFIED",
}  # fmt: skip
"""Everything a file says."""


def test_no_figure_and_no_sentence_about_a_customer_is_in_a_file(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = jobs.calculate(jobs.read(mappe))
    assert job.results is not None
    key = job.results.appointments["appointment"].iloc[-1]

    def spread(book: object) -> None:
        for table, cells in CANARIES.items():
            for by, row, label, value in cells:
                Sheet(book, table).put(row, label, value, by=by)
        Sheet(book, "appointments").put(key, "Ergebnis", "Kanarienergebnis", by=KEY)

    wrote(edited(mappe, spread), tmp_path / "Kalender", capsys)
    text = unfolded(tmp_path / "Kalender")
    assert "Müller & Söhne" in text
    assert len(re.findall("Entscheidergespräch: Müller", text)) == 8, "in two files, four times"
    assert not re.search("Kanari|€|Punkte|Level|Strategie|Vertrieb|Service|Score", text)
    spoken = re.findall(r"^(?:SUMMARY|DESCRIPTION|CATEGORIES):(.*)\r$", text, re.MULTILINE)
    assert set(re.findall(r"\d+(?:[.,]\d+)?", " ".join(spoken).replace("\\,", ","))) == PREPARATION
    assert {re.split("[:;]", line)[0] for line in text.split("\r\n")} == {*PROPERTIES, ""}


def test_a_file_of_somebody_else_is_kept_and_nothing_is_written(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = tmp_path / "Kalender" / "Termine_2026_Marketing.ics"
    foreign.parent.mkdir()
    foreign.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//Mozilla.org//EN\r\nEND:VCALENDAR\r\n")
    before = foreign.read_bytes()
    assert call("termine", mappe, "--ausgabe", foreign.parent) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "„Termine_2026_Marketing.ics“ gibt es schon" in said.err
    assert (names(foreign.parent), foreign.read_bytes()) == ([foreign.name], before)


def test_a_missing_folder_a_stopped_workbook_and_a_wrong_call(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("termine", mappe, "--ausgabe", tmp_path / "fehlt" / "Kalender") == 1
    assert "Den Ordner" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        call("termine", mappe)
    assert wrong.value.code == 2
    assert "Es fehlt: --ausgabe" in capsys.readouterr().err
    edited(mappe, lambda book: Sheet(book, "figures").put("1001", "Umsatz 2025", "viel"))
    assert call("termine", mappe, "--ausgabe", tmp_path / "Kalender") == 1
    assert "1 Fehler" in capsys.readouterr().err
    assert names(tmp_path) == [mappe.name]


def test_an_empty_workbook_has_nothing_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("neu", tmp_path / "Leer.xlsx", "--jahre", "2023-2025") == 0
    capsys.readouterr()
    said = wrote(tmp_path / "Leer.xlsx", tmp_path / "Kalender", capsys)
    assert said.startswith("In Leer.xlsx ist für 2026 kein Termin mit einem Tag offen; es wurde keine")
    assert names(tmp_path) == ["Leer.xlsx"]


def test_without_activities_in_the_calendar_a_sentence_is_all(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(book: object) -> None:
        table = Sheet(book, "activities")
        for row in range(table.top + 1, table.bottom + 1):
            if table.sheet.cell(row, table.col("Leistung")).value:
                table.sheet.cell(row, table.col("im Kalender")).value = "nein"

    said = wrote(edited(mappe, none), tmp_path / "Kalender", capsys)
    assert said.startswith("In Mappe.xlsx ist für 2026 kein Termin mit einem Tag offen; es wurde keine")
    assert names(tmp_path) == ["Mappe.xlsx"]


def test_a_sheet_that_shows_something_else_is_named(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = "Das Blatt Termine in Mappe.xlsx zeigt noch einen anderen Stand"
    assert stale not in wrote(mappe, tmp_path / "Kalender", capsys)
    edited(mappe, lambda book: Sheet(book, "screening").put("1003", "Level", "Strategie"))
    assert stale in wrote(mappe, tmp_path / "Kalender", capsys)
    assert call("rechnen", mappe, "--ausgabe", tmp_path / "Neu.xlsx") == 0
    capsys.readouterr()
    assert "anderen Stand" not in wrote(tmp_path / "Neu.xlsx", tmp_path / "Kalender", capsys)


# Uhrzeiten und Namen


def minutes(*rows: tuple[str, int, float], first_hour: int = 9) -> list[str]:
    """Beginn of Termine (role, day of March, hours of contact) as times."""
    table = [
        {"role": role, "day": dt.date(2026, 3, day), "contact_hours": hours} for role, day, hours in rows
    ]
    return [f"{start // 60}:{start % 60:02}" for start in _starts(table, first_hour)]


def test_termine_of_a_role_follow_one_another_in_half_hours() -> None:
    rows = (("A", 2, 2.0), ("B", 2, 0.5), ("A", 2, 0.75), ("A", 3, 1.0), ("A", 2, 0.0), ("B", 2, 1.0))
    assert minutes(*rows) == ["9:00", "9:00", "11:00", "9:00", "12:00", "9:30"]


def test_after_the_end_of_the_day_they_begin_at_the_first_hour_again() -> None:
    assert minutes(*[("A", 2, 3.0)] * 4) == ["9:00", "12:00", "9:00", "12:00"]
    assert minutes(*[("A", 2, 0.5)] * 3, first_hour=16) == ["16:00", "16:30", "17:00"]
    assert minutes(*[("A", 2, 1.5)] * 3, first_hour=21) == ["21:00", "22:30", "21:00"], "not past midnight"
    assert minutes(("A", 2, 40.0), ("A", 2, 1.0)) == ["9:00", "9:00"]


def test_file_names_are_allowed_everywhere_and_none_is_there_twice() -> None:
    roles = [
        "Vertrieb/Ost",
        "vertrieb_ost",
        "Größe",
        "GRÖSSE",
        "Alle",
        "a" * 90,
        '<>:"/\\|?*',
        " . ",
        "CON",
        "Gro\u0308ße",
    ]
    found = words.files_of_roles(2026, roles, ALL)
    assert list(found) == roles
    assert found["Größe"] == "Termine_2026_Größe.ics"
    assert found["Vertrieb/Ost"] == "Termine_2026_Vertrieb_Ost.ics"
    assert found["vertrieb_ost"] == "Termine_2026_vertrieb_ost_2.ics"
    assert found["Alle"] == "Termine_2026_Alle_2.ics"
    assert found["GRÖSSE"] == "Termine_2026_GRÖSSE_2.ics"
    assert found["Gro\u0308ße"] == "Termine_2026_Größe_3.ics"
    assert len({name.casefold() for name in found.values()} | {ALL.casefold()}) == len(roles) + 1
    assert not [name for name in found.values() if re.search(r'[<>:"/\\|?*\s]|[. ]\.ics', name)]
    assert max(len(name.encode()) for name in found.values()) < 120


def test_the_buttons_start_without_the_calendar_library() -> None:
    code = "import sys, kundenbindung.buttons, kundenbindung.cli.commands; print('icalendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
