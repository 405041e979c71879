"""Kalenderdateien: proven as they are written, and no property more goes through."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kundenbindung.adapters.calendar import Entry, content, identity
from kundenbindung.adapters.package import PackageError
from kundenbindung.adapters.proof import MeantEntry, prove_calendar, require_calendar

MOMENT = dt.datetime(2026, 1, 15, 10, 30, 20, tzinfo=dt.UTC)
START = dt.datetime(2026, 3, 27, 9)
ENTRY = Entry(
    identity("Firma", 2026, "1001", "Besuch", 1), START, START + dt.timedelta(hours=2),
    "Besuch: Müller, Söhne; Größ & Co. KG " + "Ä" * 60, "Kanal: persönlich\nRolle: Außendienst", "Besuch",
    busy=True,
)  # fmt: skip
OTHER = replace(ENTRY, uid=identity("Firma", 2026, "1002", "Besuch", 1), busy=False)
ENTRIES = (ENTRY, OTHER)
FORBIDDEN = ("Zwölf Prozent Marge", "Müller", "Berlin", "Geheimkunde AG")
DATA = content(ENTRIES, MOMENT)


def meant(*entries: Entry) -> list[MeantEntry]:
    return [
        MeantEntry(one.uid, one.start, one.end, one.summary, one.description, one.category) for one in entries
    ]


def checks(data: bytes) -> set[str]:
    return {fault.check.value for fault in prove_calendar(data, meant(*ENTRIES), FORBIDDEN)}


def line(text: str) -> bytes:
    """A further line in the first Termin."""
    return DATA.replace(b"CLASS:PUBLIC", b"CLASS:PUBLIC\r\n" + text.encode(), 1)


def test_what_is_written_is_proven() -> None:
    assert checks(DATA) == set()
    require_calendar(DATA, meant(*ENTRIES), FORBIDDEN, "Termine.ics")
    assert prove_calendar(content([], MOMENT), []) == ()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (line("ATTENDEE:mailto:eva@firma.example"), {"markup", "address"}),
        (line("ORGANIZER:Eva"), {"markup"}),
        (line("CONTACT:Eva"), {"markup"}),
        (line("URL:https://example.org"), {"markup"}),
        (line("ATTACH:file:///C:/Kunden/liste.xlsx"), {"markup", "place"}),
        (line("LOCATION:/home/eva/Kunden"), {"markup", "place"}),
        (line("COMMENT:Zwölf Prozent\r\n  Marge"), {"markup", "forbidden"}),
        (line("X-NOTE:Geheimkunde AG"), {"markup", "forbidden"}),
        (line("BEGIN:VALARM"), {"markup"}),
        (line("SUMMARY:noch einer"), {"markup"}),
        (line("kein Satz"), {"markup"}),
        (DATA.replace(b"METHOD:PUBLISH", b"METHOD:REQUEST"), {"markup"}),
        (DATA.replace(b"METHOD:PUBLISH", b"METHOD:PUBLISH\r\nX-WR-CALNAME:Team"), {"markup"}),
        (DATA.replace(b"SUMMARY:", b"SUMMARY;ALTREP=x:", 1), {"text"}),
        (DATA.replace(b"SUMMARY:Besuch", b"SUMMARY:Besucht", 1), {"text"}),
        (DATA.replace("persönlich".encode(), b"telefonisch", 1), {"text"}),
        (DATA.replace(b"T090000", b"T091500", 1), {"cell"}),
        (DATA.replace(b"SEQUENCE:", b"SEQUENCE:x", 1), {"cell"}),
        (DATA.replace(b"CLASS:PUBLIC\r\n", b"", 1), {"markup"}),
        (DATA.replace(ENTRY.uid.encode(), b"4711"), {"cell"}),
        (content([ENTRY], MOMENT), {"cell"}),
        (content([*ENTRIES, replace(ENTRY, uid="x")], MOMENT), {"cell"}),
        (DATA + b"Rest", {"markup"}),
        (DATA.replace(b"\r\n", b"\n"), {"markup", "cell"}),
        (DATA.decode().encode("utf-16"), {"markup", "cell"}),
        (b"", {"markup", "cell"}),
    ],
)
def test_every_other_line_and_value_is_a_fault(data: bytes, expected: set[str]) -> None:
    assert data != DATA
    assert checks(data) == expected


def test_the_refusal_names_the_file() -> None:
    with pytest.raises(PackageError) as refused:
        require_calendar(line("CONTACT:Eva"), meant(*ENTRIES), (), "Termine.ics")
    assert (refused.value.finding.code, refused.value.finding.values["file"]) == (
        "copy_not_proven",
        "Termine.ics",
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_every_text_is_proven_as_it_was_meant(summary: str, description: str) -> None:
    entry = replace(ENTRY, summary=summary, description=description, category="Besuch")
    assert prove_calendar(content([entry], MOMENT), meant(entry)) == ()
