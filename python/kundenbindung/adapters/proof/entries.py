"""Kalenderdateien nachweisen: only the Termine that are meant, in properties that are declared."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.adapters.proof.meant import Check, Fault
from kundenbindung.adapters.proof.proving import refuse
from kundenbindung.adapters.proof.searching import Forbidden, normal, outside_faults

ZONE = "Europe/Berlin"
FRAME: tuple[str, ...] = (
    *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kundenbindung//Termine//DE", "METHOD:PUBLISH"),
    *("BEGIN:VTIMEZONE", f"TZID:{ZONE}"),
    *("BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
    *("TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19701025T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    *("TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"),
    *("END:VTIMEZONE", "END:VCALENDAR"),
)
"""Lines of every file around its Termine."""

_TEXTS = {"SUMMARY": "summary", "DESCRIPTION": "description", "CATEGORIES": "category"}
_MOMENT = r"\d{8}T\d{6}Z"
_SHAPES = {
    "DTSTAMP": _MOMENT,
    "LAST-MODIFIED": _MOMENT,
    "SEQUENCE": r"\d{1,9}",
    "CLASS": "PUBLIC",
    "TRANSP": "OPAQUE|TRANSPARENT",
}
_ZONES = dict.fromkeys(("DTSTART", "DTEND"), f";TZID={ZONE}")
_PROPERTY = re.compile(r"([A-Z-]+)((?:;[^:]*)?):(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_FURTHER = "UID DTSTART DTEND BEGIN:VEVENT END:VEVENT PUBLIC OPAQUE TRANSPARENT"
_VOCABULARY = normal(" ".join([*FRAME, *_TEXTS, *_SHAPES, _FURTHER]))


@dataclass(frozen=True, slots=True)
class MeantEntry:
    """Termin by its UID: local beginning and end, its texts."""

    uid: str
    start: dt.datetime
    end: dt.datetime
    summary: str
    description: str
    category: str


def prove_calendar(
    data: bytes, entries: Sequence[MeantEntry], forbidden: Collection[str] = ()
) -> tuple[Fault, ...]:
    """Nachweis of a calendar file: everything in it that is not meant, none if it is proven."""
    texts = [text for one in entries for text in (one.summary, one.description, one.category)]
    lines, faults = _unfolded(data)
    frame, events = _parted(lines)
    if tuple(frame) != FRAME:
        faults += [Fault(Check.MARKUP, "Kalender", line) for line in frame if line not in FRAME] or [
            Fault(Check.MARKUP, "Kalender", "")
        ]
    faults += _events(events, {one.uid: one for one in entries})
    unfolded = "\n".join(lines)
    faults += outside_faults("Kalender", _ESCAPE.sub(r"\1", unfolded).encode(), "\n".join(texts))
    search = Forbidden(forbidden, [*texts, *(one.uid for one in entries)], _VOCABULARY)
    for written in (data, unfolded.encode(), _plain(unfolded).encode()):
        faults += search.faults("Kalender", written)
    return tuple(dict.fromkeys(faults))


def require_calendar(
    data: bytes, entries: Sequence[MeantEntry], forbidden: Collection[str], name: str
) -> None:
    """Nachweis fordern: PackageError `copy_not_proven` for a calendar file that holds anything else."""
    found = prove_calendar(data, entries, forbidden)
    if found:
        refuse(found, name)


def _unfolded(data: bytes) -> tuple[list[str], list[Fault]]:
    """Lines, long ones whole again; what is not UTF-8 with CRLF is a fault."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [], [Fault(Check.MARKUP, "Kalender", data[:60].decode("latin-1"))]
    lines = text.replace("\r\n ", "").split("\r\n")
    wrong = [line for line in lines[:-1] if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)]
    rest = [lines[-1]] if lines[-1] else []
    return lines[:-1], [Fault(Check.MARKUP, "Kalender", line) for line in [*wrong, *rest]]


def _parted(lines: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Lines around the Termine, and those of each."""
    frame: list[str] = []
    events: list[list[str]] = []
    inside = False
    for line in lines:
        if line == "BEGIN:VEVENT" and not inside:
            inside = True
            events.append([])
        elif line == "END:VEVENT" and inside:
            inside = False
        else:
            (events[-1] if inside else frame).append(line)
    return frame, events


def _events(events: Sequence[Sequence[str]], meant: Mapping[str, MeantEntry]) -> Iterator[Fault]:
    """Termine one by one; each that is meant stands there once."""
    missing = dict(meant)
    for lines in events:
        found: dict[str, tuple[str, str]] = {}
        for line in lines:
            match = _PROPERTY.fullmatch(line)
            if match is None or match[1] in found:
                yield Fault(Check.MARKUP, "Kalender", line)
            else:
                found[match[1]] = (match[2], match[3])
        uid = found.pop("UID", ("", ""))
        entry = missing.pop(uid[1], None) if not uid[0] else None
        if entry is None:
            yield Fault(Check.CELL, "Kalender", " ".join(value for _, value in found.values()))
        else:
            yield from _of_entry(entry, found)
    for entry in missing.values():
        yield Fault(Check.CELL, "Kalender", entry.summary)


def _of_entry(entry: MeantEntry, found: Mapping[str, tuple[str, str]]) -> Iterator[Fault]:
    """Properties of a Termin: all that are declared, with what is meant, and no other."""
    wanted = {**_SHAPES, "DTSTART": _local(entry.start), "DTEND": _local(entry.end)}
    for name in (*wanted, *_TEXTS):
        if name not in found:
            yield Fault(Check.MARKUP, entry.summary, name)
    for name, (parameters, value) in found.items():
        given = f"{name}{parameters}:{value}"
        if name in _TEXTS:
            if parameters or _plain(value) != _cleaned(getattr(entry, _TEXTS[name])):
                yield Fault(Check.TEXT, entry.summary, given)
        elif name not in wanted or parameters != _ZONES.get(name, ""):
            yield Fault(Check.MARKUP, entry.summary, given)
        elif not re.fullmatch(wanted[name], value):
            yield Fault(Check.CELL, entry.summary, given)


def _local(moment: dt.datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"


def _plain(value: str) -> str:
    """Text without the escapes of the format."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _cleaned(text: str) -> str:
    """Text without signs that no calendar file can hold; every kind of line break is one."""
    lines = "\n".join(text.splitlines())
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
