"""Befunde in Worten: where, what, what to do, in one line."""

from __future__ import annotations

import math

import pytest

from kundenbindung import messages
from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages.live import Preview, nothing_new, shortened, take_in
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
    asked = take_in(Preview((f"„Übernommen: alt.csv“: 61 Kunden.\n{taken}",)), "").splitlines()
    assert asked[:2] == [
        "„Übernommen: alt.csv“: 61 Kunden.",
        "Wird übernommen: 2023 bis 2025, 61 neue Kunden.",
    ]


WARNINGS = tuple(f"Warnung ({number}): {'Die Summe der Datei passt nicht. ' * 7}" for number in range(6))
REPORT = (
    "EXPORT.csv: 61 Kunden.\n  2023: Umsatz 1,00 €\n  2024: Umsatz 2,00 €",
    taken_from([2023, 2024], 61, 0, 0),
)
LIST = "C:/Einlesevorschau.txt"


def test_warnings_about_a_file_come_before_its_report_and_all_of_them_stand_in_the_list() -> None:
    preview = Preview(REPORT, WARNINGS, tuple(f"Hinweis {number}: {'lang ' * 40}" for number in range(9)))
    asked = take_in(preview, LIST).splitlines()
    assert asked[0] == WARNINGS[0]
    assert asked.index("Und 3 weitere Warnungen.") < asked.index("EXPORT.csv: 61 Kunden.")
    assert "Wird übernommen: 2023 bis 2024, 61 neue Kunden." in asked
    assert asked[-3:] == [
        "…",
        f"Alles im Einzelnen: {LIST}",
        "In die Mappe übernehmen? Vorher wird sie gesichert.",
    ]
    listed = preview.in_full()
    assert all(line in listed for line in (*WARNINGS, *preview.notes, "  2024: Umsatz 2,00 €"))


def test_without_a_list_no_warning_is_left_out_for_another_line() -> None:
    asked = take_in(Preview(REPORT, [f"Warnung {number}" for number in range(5)]), "").splitlines()
    assert asked[:6] == [*(f"Warnung {number}" for number in range(5)), "EXPORT.csv: 61 Kunden."]
    assert asked[-1] == "In die Mappe übernehmen? Vorher wird sie gesichert."


def test_a_list_that_brings_nothing_new_still_tells_what_is_odd_about_it() -> None:
    told = nothing_new("Nichts Neues.", Preview(REPORT, WARNINGS, new=False), LIST).splitlines()
    assert told[:3] == ["Nichts Neues.", "", WARNINGS[0]]
    assert REPORT[1] in told, "not as if it were still to come"
    assert told[-1] == f"Alles im Einzelnen: {LIST}"
    assert nothing_new("Nichts Neues.", Preview(("EXPORT.csv: 61 Kunden.",)), "") == (
        "Nichts Neues.\n\nEXPORT.csv: 61 Kunden."
    )


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        (0.0, 10.0, " ab 0 bis 10"),
        (0.0, None, " ab 0"),
        (None, 1e12, " bis 1.000.000.000.000"),
        (None, None, ""),
    ],
)
def test_a_refused_cell_names_the_limits_there_are(
    low: float | None, high: float | None, limits: str
) -> None:
    values = {"cell": "C7", "column": "Kundenbindung", "low": low, "high": high}
    copied = Finding(
        "returned_out_of_range", Severity.WARNING, values={**values, "file": "K.xlsx", "text": "11"}
    )
    assert messages.advice(copied) == f"Tragen Sie in der Kopie einen Wert{limits} ein."
    typed = Finding("cell_out_of_range", Severity.ERROR, values={**values, "value": math.inf})
    assert messages.sentence(typed).endswith(f"steht ∞; erlaubt ist nur eine Zahl{limits}.")


def test_a_long_message_says_its_last_sentence_once() -> None:
    lines = [f"Zeile {number}" for number in range(100)]
    rest = "Der Rest steht im Blatt Start."
    assert shortened(lines, rest).splitlines()[-2:] == ["…", rest]
    told = shortened([lines[0], rest, *lines[1:]], rest).splitlines()
    assert (told.count(rest), told[-1]) == (1, "…")
