"""Befunde in Worten: where, what, what to do, in one line."""

from __future__ import annotations

import pytest

from kundenbindung import messages
from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages.live import shortened, take_in
from kundenbindung.messages.reports import taken as taken_from

NAMES = {"007": "Müller"}


def test_a_line_says_severity_place_sentence_and_advice() -> None:
    finding = Finding("customer_duplicate", Severity.ERROR, "customers", "007", "customer_id", {"key": "007"})
    assert messages.line(finding, NAMES) == (
        "Fehler (Blatt Kunden, 007 Müller): Die Kundennummer 007 kommt mehrfach vor. "
        "Führen Sie die Zeilen zusammen; jede Nummer darf nur einmal stehen."
    )


def test_a_finding_about_many_names_them_once() -> None:
    values = {"keys": ("007", "8"), "count": 2}
    finding = Finding(
        "judges_disagree", Severity.WARNING, "customers", "007", None, {**values, "spread": 3.0}
    )
    said = messages.line(finding, NAMES)
    assert said.startswith("Warnung (Blatt Kunden): ")
    assert said.count("007 Müller") == 1
    assert "3 Punkte oder mehr auseinander: 007 Müller, 8." in said


def test_a_finding_about_a_file_has_no_place() -> None:
    finding = Finding("target_exists", Severity.ERROR, values={"file": "M.xlsm"})
    assert messages.line(finding).startswith("Fehler: Die Datei „M.xlsm“ gibt es schon")


@pytest.mark.parametrize(
    ("table", "row", "place", "words"),
    [
        ("figures", "007", "Zahlen", "007 Müller"),
        ("one_offs", "9", "Zahlen", "9"),
        ("opportunities", 14, "Pipeline", "Zeile 14"),
        ("settings", "phi", "Einstellungen", "Fortgeschriebener Teil des Trends"),
        ("settings", "etwas", "Einstellungen", "etwas"),
        ("source", 7, "", "Zeile 7"),
        (None, None, "", ""),
    ],
)
def test_places_in_the_words_of_the_owner(
    table: str | None, row: str | int | None, place: str, words: str
) -> None:
    finding = Finding("x", Severity.NOTICE, table, row)
    assert (messages.place(finding), messages.row_words(finding, NAMES)) == (place, words)


def test_what_a_list_brings_is_not_told_as_done_before_it_is_asked() -> None:
    taken = taken_from([2023, 2024, 2025], 61, 0, 0)
    assert taken == "Übernommen: 2023 bis 2025, 61 neue Kunden."
    asked = take_in([f"„Übernommen: alt.csv“: 61 Kunden.\n{taken}"]).splitlines()
    assert asked[:2] == [
        "„Übernommen: alt.csv“: 61 Kunden.",
        "Wird übernommen: 2023 bis 2025, 61 neue Kunden.",
    ]


def test_a_long_message_says_its_last_sentence_once() -> None:
    lines = [f"Zeile {number}" for number in range(100)]
    rest = "Der Rest steht im Blatt Start."
    assert shortened(lines, rest).splitlines()[-2:] == ["…", rest]
    told = shortened([lines[0], rest, *lines[1:]], rest).splitlines()
    assert (told.count(rest), told[-1]) == (1, "…")
