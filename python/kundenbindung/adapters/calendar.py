"""Kalenderdateien (.ics): Termine as RFC 5545 writes them, whole files or none, nobody else's file replaced.

Times are those of Europe/Berlin. Nobody is invited: no attendees, no organizer. The rules of summer time are
the yearly ones that every calendar program knows; lists of single changes are not understood everywhere.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kundenbindung.adapters import whole

if TYPE_CHECKING:
    from icalendar import Event

SUFFIX = ".ics"
PRODUCT = "-//Kundenbindung//Termine//DE"
ZONE = "Europe/Berlin"
EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""Moment from which SEQUENCE counts minutes."""

NAMESPACE = uuid.UUID("c8d9b1f0-6f2a-5e53-9d0e-6b1f4f0a7a11")
HEAD = 4_096
"""Bytes of a file in which its PRODID stands."""

SUMMER_TIME = f"""BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Termin as a calendar shows it; `start` and `end` are local times, `busy` says whether it takes time."""

    uid: str
    start: dt.datetime
    end: dt.datetime
    summary: str
    description: str
    category: str
    busy: bool


def identity(*parts: object) -> str:
    """Kennung of a Termin: the same parts give the same one, on every machine and in every year."""
    return str(uuid.uuid5(NAMESPACE, json.dumps([str(part) for part in parts], ensure_ascii=False)))


def content(entries: Sequence[Entry], moment: dt.datetime) -> bytes:
    """Inhalt of one file: UTF-8, CRLF, lines of at most 75 octets; `moment` of the export in UTC.

    A later moment replaces an earlier one in a calendar that has these Termine already.
    """
    from icalendar import Calendar, Timezone  # noqa: PLC0415 - slow to load

    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add_component(Timezone.from_ical(SUMMER_TIME))
    for component in _events(entries, moment):
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _events(entries: Sequence[Entry], moment: dt.datetime) -> list[Event]:
    from icalendar import Event  # noqa: PLC0415

    zone, found = ZoneInfo(ZONE), []
    for entry in entries:
        event = Event()
        for name, value in _properties(entry, zone, moment):
            event.add(name, value)
        found.append(event)
    return found


def _properties(entry: Entry, zone: ZoneInfo, moment: dt.datetime) -> list[tuple[str, object]]:
    return [
        ("uid", entry.uid),
        ("dtstamp", moment),
        ("last-modified", moment),
        ("sequence", (moment - EPOCH) // dt.timedelta(minutes=1)),
        ("dtstart", entry.start.replace(tzinfo=zone)),
        ("dtend", entry.end.replace(tzinfo=zone)),
        ("summary", _text(entry.summary)),
        ("description", _text(entry.description)),
        ("categories", [_text(entry.category)]),
        ("class", "PUBLIC"),
        ("transp", "OPAQUE" if entry.busy else "TRANSPARENT"),
    ]


def _text(text: str) -> str:
    """Text without signs that no calendar file can hold; every kind of line break is one."""
    lines = "\n".join(text.splitlines())
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Dateien by name into a folder, which is made if its parent is there; all of them or none.

    Raises PackageError if a file of this name is not one of ours, if the parent is missing, or if
    something cannot be written: then every file is as it was.
    """
    whole.refuse(folder, [folder / name for name in files], is_ours)
    whole.store(folder, {folder / name: data for name, data in files.items()})


def is_ours(path: Path) -> bool:
    """True for a calendar file that this program has written."""
    try:
        with path.open("rb") as stream:
            lines = stream.read(HEAD).splitlines()
    except OSError:
        return False
    if lines[:1] != [b"BEGIN:VCALENDAR"]:
        return False
    inner = next((at for at, line in enumerate(lines[1:], 1) if line.startswith(b"BEGIN:")), len(lines))
    return f"PRODID:{PRODUCT}".encode() in lines[:inner]
