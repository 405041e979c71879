"""Fehlerkatalog: every finding code is provoked once, says its German sentence, and is silent on its twin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.catalogue import (
    capacity,
    core,
    criteria,
    crm,
    datev,
    deleting,
    disturbed,
    emitted,
    files,
    history,
    hostile,
    importing,
    ledgers,
    live,
    mail_copy,
    mailing,
    mapping,
    names,
    packages,
    planning,
    proof,
    reading,
    retreat,
    returning,
    schedule,
    setup,
    sources,
)
from tests.catalogue.cases import Case, found
from tests.catalogue.files import LISTE, MAPPE, blank, contents, run

from kundenbindung import messages
from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages import CATALOGUE
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import read_table

ROOMS = (
    core,
    criteria,
    planning,
    history,
    capacity,
    schedule,
    retreat,
    names,
    reading,
    hostile,
    sources,
    ledgers,
    datev,
    mapping,
    crm,
    importing,
    files,
    disturbed,
    packages,
    setup,
    proof,
    live,
    deleting,
    mail_copy,
    mailing,
    returning,
)
CASES: tuple[Case, ...] = tuple(case for room in ROOMS for case in room.CASES)
BUILDER = "package_"
"""Codes that only whoever builds the workbook sees; their sentences name parts, attributes and functions."""

ENGLISH = re.compile(
    r"\b(?:the|and|of|is|not|with|for|file|sheet|row|day|days|customer|revenue|margin|error|warning|notice"
    r"|value|weight|true|false|unknown|missing)\b",
    re.IGNORECASE,
)
NOTHING = re.compile(r"\b(?:nan|NaN|NaT|None|inf)\b")
BEGINS = re.compile(r"[A-ZÄÖÜ0-9„]")
SEVERITIES = {"error": "Fehler", "warning": "Warnung", "notice": "Hinweis"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_smallest_input_provokes_the_finding_and_its_twin_does_not(case: Case, tmp_path: Path) -> None:
    findings = found(case, case.provoke, tmp_path / "given")
    assert findings
    first = findings[0]
    place = (first.severity.value, first.table, first.row, first.field)
    assert place == (case.severity, case.table, case.row, case.field)
    for finding in findings:
        assert_speaks_german(finding)
    if case.near is not None:
        assert found(case, case.near, tmp_path / "near") == []


def assert_speaks_german(finding: Finding) -> None:
    """Sentence and advice are whole German sentences, and the line holds them with severity and place."""
    sentence, advice = messages.sentence(finding), messages.advice(finding)
    line = messages.line(finding)
    assert line.startswith(SEVERITIES[finding.severity.value])
    assert line.endswith(f": {sentence} {advice}")
    for text in (sentence, advice):
        assert text.endswith(".")
        assert not re.search(r"[{}]|\s\s|\s$", text), text
        assert not NOTHING.search(text), text
    if not finding.code.startswith(BUILDER):
        for text in (sentence, advice):
            assert BEGINS.match(text), text
            assert not ENGLISH.search(re.sub(r"„[^“]*“", "", text)), text


def test_every_code_of_the_catalogue_is_provoked_and_every_emitted_one_has_words() -> None:
    provoked = {case.code for case in CASES}
    assert provoked == set(CATALOGUE)
    assert emitted.codes() == set(CATALOGUE)


def test_no_case_stands_there_twice() -> None:
    names = [case.id for case in CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_code_has_one_severity_except_where_a_share_is_only_unknown() -> None:
    severities: dict[str, set[str]] = {}
    for case in CASES:
        severities.setdefault(case.code, set()).add(case.severity)
    several = {code: words for code, words in severities.items() if len(words) > 1}
    assert several == {"source_error_value": {"error", "warning"}}


def test_every_place_is_one_the_owner_can_go_to() -> None:
    assert {case.table for case in CASES} <= {*layout.TABLES, "source", None}


@pytest.mark.parametrize("severity", list(Severity))
def test_a_line_names_severity_sheet_and_row(severity: Severity) -> None:
    finding = Finding("criterion_constant", severity, "criteria", "Trend", "source", {"criterion": "Trend"})
    start = f"{SEVERITIES[severity.value]} (Blatt Kriterien, Trend): „Trend“ ist bei allen Kunden gleich"
    assert messages.line(finding).startswith(start)


@pytest.mark.parametrize(("label", "cell", "value"), reading.UNDERSTOOD, ids=str)
def test_what_was_pasted_as_text_is_understood(label: str, cell: object, value: object) -> None:
    sound = {**reading.SOUND["customers"], label: cell}
    frame, findings = read_table(layout.CUSTOMERS, reading.grid("customers", sound))
    name = next(column.name for column in layout.CUSTOMERS.expand() if column.label == label)
    assert findings == []
    assert frame[name].tolist() == [value]


def test_a_list_with_errors_is_not_taken_in(tmp_path: Path) -> None:
    MAPPE(tmp_path)
    (tmp_path / "liste.csv").write_text("Kundennr.;Umsatz 2025\n1;zehn\n2;elf\n", encoding="utf-8")
    before = contents(tmp_path)
    names = [str(tmp_path / name) for name in ("mappe.xlsm", "liste.csv", "ziel.xlsm")]
    done = run("import", names[0], "--zahlen", names[1], "--ausgabe", names[2])
    assert done.exit_code == 1
    assert [finding.code for finding in done.spoken] == ["source_number_unreadable"] * 2
    assert done.complaints[0].startswith("Nichts eingelesen: 2 Fehler.")
    assert [line.strip() for line in done.complaints[1:]] == [messages.line(entry) for entry in done.spoken]
    assert contents(tmp_path) == before


def test_reading_and_checking_leave_the_workbook_as_it_is(tmp_path: Path) -> None:
    MAPPE(tmp_path)
    LISTE(tmp_path)
    book, target = str(tmp_path / "mappe.xlsm"), str(tmp_path / "ziel.xlsm")
    assert run("pruefen", book).exit_code == 0
    assert run("rechnen", book).exit_code == 0
    assert sorted(contents(tmp_path)) == ["liste.csv", "mappe.xlsm"]
    assert run("import", book, "--zahlen", str(tmp_path / "liste.csv"), "--ausgabe", target).exit_code == 0
    assert (tmp_path / "mappe.xlsm").read_bytes() == blank()
