"""Kalenderdateien: read back by a calendar library, right in summer and winter, all of them or none."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kundenbindung.adapters.calendar import Entry, content, identity, is_ours, write
from kundenbindung.adapters.package.problems import PackageError

MOMENT = dt.datetime(2026, 1, 15, 10, 30, 20, tzinfo=dt.UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MARCH, JULY = dt.datetime(2026, 3, 27, 9), dt.datetime(2026, 7, 1, 9)
ENTRY = Entry(
    identity("Firma", 2026, "1001", "Besuch", 1), MARCH, MARCH + dt.timedelta(hours=2), "Besuch: Molkerei eG",
    "Kanal: persönlich\nRolle: Außendienst", "Besuch", busy=True,
)  # fmt: skip
NAMES = (
    "Müller, Söhne; Größ & Co. KG",
    "Schmiede 🔥🚜 Öl",
    "erste Zeile\nzweite Zeile",
    "C:\\neu\\n und \\, und \\;",
    '„Zitat“ "quer": =1+1',
    "Ä" * 200,
    "🚜" * 100,
    "BEGIN:VEVENT\nEND:VCALENDAR",
)


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data.decode()).walk("VEVENT"))


def lines(data: bytes) -> list[bytes]:
    """Lines as they stand in the file; every one ends with CRLF."""
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    return data.split(b"\r\n")[:-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_comes_back_as_it_was(name: str) -> None:
    data = content([replace(ENTRY, summary=name, description=name, category=name)], MOMENT)
    (event,) = events(data)
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (name, name)
    assert [str(one) for one in event["CATEGORIES"].cats] == [name]
    assert max(map(len, lines(data))) <= 75


@given(st.text(max_size=120))
def test_no_text_breaks_the_file(text: str) -> None:
    data = content([replace(ENTRY, summary=text, description=text), ENTRY], MOMENT)
    first, second = events(data)
    assert max(map(len, lines(data))) <= 75
    wanted = "".join(sign for sign in "\n".join(text.splitlines()) if sign in "\n\t" or sign.isprintable())
    told = "".join(sign for sign in str(first["SUMMARY"]) if sign in "\n\t" or sign.isprintable())
    assert told == wanted
    assert str(second["SUMMARY"]) == ENTRY.summary


def test_the_file_says_what_a_calendar_must_know_and_invites_nobody() -> None:
    data = content([ENTRY, replace(ENTRY, uid=identity("x"), busy=False)], MOMENT)
    names = [line.partition(b":")[0].partition(b";")[0].decode() for line in lines(data)]
    told = [line for line in lines(data) if line.startswith(b"BEGIN:")]
    zone = [b"BEGIN:VTIMEZONE", b"BEGIN:DAYLIGHT", b"BEGIN:STANDARD"]
    assert told == [b"BEGIN:VCALENDAR", *zone, b"BEGIN:VEVENT", b"BEGIN:VEVENT"]
    assert {b"VERSION:2.0", b"METHOD:PUBLISH", b"PRODID:-//Kundenbindung//Termine//DE"} <= set(
        lines(data)[:4]
    )
    assert b"DTSTAMP:20260115T103020Z" in lines(data)
    assert b"LAST-MODIFIED:20260115T103020Z" in lines(data)
    assert b"DTSTART;TZID=Europe/Berlin:20260327T090000" in lines(data)
    assert not [name for name in names if name in {"ATTENDEE", "ORGANIZER", "RDATE"} or name.startswith("X-")]
    busy, free = events(data)
    assert (busy["TRANSP"], free["TRANSP"], busy["CLASS"]) == ("OPAQUE", "TRANSPARENT", "PUBLIC")


def test_nine_o_clock_is_nine_o_clock_before_and_after_the_change_of_the_hour() -> None:
    late = replace(ENTRY, uid=identity("July"), start=JULY, end=JULY + dt.timedelta(minutes=30))
    march, july = (event["DTSTART"].dt for event in events(content([ENTRY, late], MOMENT)))
    assert march == dt.datetime(2026, 3, 27, 8, tzinfo=dt.UTC)
    assert july == dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC)


def test_the_rules_of_the_file_are_those_of_berlin() -> None:
    (zone,) = Calendar.from_ical(content([ENTRY], MOMENT).decode()).timezones
    rules = zone.to_tz(lookup_tzid=False)
    days = [dt.datetime(2026, 1, 1, 12) + dt.timedelta(days=one) for one in range(3 * 365)]
    offsets = [
        (day.replace(tzinfo=rules).utcoffset(), day.replace(tzinfo=BERLIN).utcoffset()) for day in days
    ]
    assert [pair for pair in offsets if pair[0] != pair[1]] == []
    assert len(set(offsets)) == 2


def test_a_later_export_updates_the_same_termin() -> None:
    moved = replace(ENTRY, start=JULY, end=JULY + dt.timedelta(hours=1))
    (first,) = events(content([ENTRY], MOMENT))
    (again,) = events(content([moved], MOMENT + dt.timedelta(minutes=1)))
    assert again["UID"] == first["UID"]
    assert again["SEQUENCE"] == first["SEQUENCE"] + 1
    assert first["SEQUENCE"] == (6 * 365 + 2 + 14) * 24 * 60 + 10 * 60 + 30
    assert content([ENTRY], MOMENT) == content([ENTRY], MOMENT)


def test_identities_tell_parts_apart() -> None:
    assert identity("Firma", 2026, "1001", "Besuch", 1) == "cf253c6c-039f-562e-9e92-bc3b3597d726"
    parts = [("A", "B 1", "C"), ("A", "B", "1 C"), ("A B", "1", "C"), ("A", "B", "1", "C"), ("a", "B 1", "C")]
    assert len({identity(*one) for one in parts}) == len(parts)


# Schreiben


def refused(folder: Path, *names: str) -> str:
    with pytest.raises(PackageError) as stopped:
        write(folder, dict.fromkeys(names, content([ENTRY], MOMENT)))
    return stopped.value.finding.code


def test_the_folder_is_made_and_our_files_are_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "Kalender Ä"
    write(folder, {"a.ics": content([ENTRY], MOMENT), "b.ics": content([], MOMENT)})
    later = content([ENTRY], MOMENT + dt.timedelta(hours=1))
    write(folder, {"a.ics": later})
    assert (folder / "a.ics").read_bytes() == later
    assert sorted(path.name for path in folder.iterdir()) == ["a.ics", "b.ics"]


def test_a_file_of_somebody_else_stops_all_of_them(tmp_path: Path) -> None:
    foreign = content([ENTRY], MOMENT).replace(b"//Kundenbindung//", b"//Jemand//")
    (tmp_path / "b.ics").write_bytes(foreign)
    assert refused(tmp_path, "a.ics", "b.ics") == "target_exists"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b.ics": foreign}


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "Datei").write_text("x", encoding="utf-8")
    assert refused(tmp_path / "Datei", "a.ics") == "target_exists"
    assert refused(tmp_path / "fehlt" / "Kalender", "a.ics") == "target_folder_missing"
    assert [path.name for path in tmp_path.iterdir()] == ["Datei"]


@pytest.mark.parametrize("name", ["mkstemp", "replace"])
def test_a_fault_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = content([ENTRY], MOMENT)
    (tmp_path / "a.ics").write_bytes(before)
    owner: Any = tempfile if name == "mkstemp" else Path
    whole, calls = getattr(owner, name), []

    def second_fails(*args: Any, **options: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise PermissionError
        return whole(*args, **options)

    monkeypatch.setattr(owner, name, second_fails)
    with pytest.raises(PackageError) as stopped:
        write(tmp_path, dict.fromkeys(("a.ics", "b.ics"), content([], MOMENT)))
    assert stopped.value.finding.code == "target_locked"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.ics": before}


def test_a_new_folder_goes_again_if_nothing_could_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert refused(tmp_path / "Neu", "a.ics") == "target_not_written"
    assert list(tmp_path.iterdir()) == []


def test_our_files_are_known_by_their_head(tmp_path: Path) -> None:
    ours = content([ENTRY], MOMENT)
    quoting = ours.replace(b"PRODID:-//Kundenbindung//Termine//DE\r\n", b"PRODID:-//Jemand//DE\r\n")
    quoting = quoting.replace(b"END:VCALENDAR", b"PRODID:-//Kundenbindung//Termine//DE\r\nEND:VCALENDAR")
    contents = {
        "ours": ours,
        "empty": b"",
        "text": b"PRODID:-//Kundenbindung//Termine//DE",
        "quoting": quoting,
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    assert [name for name in (*contents, "missing") if is_ours(tmp_path / name)] == ["ours"]
    assert not is_ours(tmp_path)
