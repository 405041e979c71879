"""The whole script on LibreOffice: what can be proven here passes, everything else says so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.checking import check
from tests.engine.udfs import import_with_udfs
from tests.needs import REPOSITORY

from kundenbindung.acceptance import report
from kundenbindung.acceptance.model import Outcome, Result, Verdict
from kundenbindung.adapters import home as folders
from kundenbindung.adapters import presets
from kundenbindung.cli import main
from kundenbindung.workbook import layout

if TYPE_CHECKING:
    from tests.engine.session import Session

ONLY_EXCEL = {
    "Deutsche Ländereinstellung",
    "Kleine Säulen und Regeln",
    "Diagramme im Cockpit",
    "Berechnen unter aktivem Filter",
    "Eine Formel füllt alle Zeilen",
    "Texte des Funktionsassistenten",
    "Echter Klick durch die Makros",
    "Pfad mit & wird abgelehnt",
    "Andere Excel-Instanzen überleben",
    "Kein Excel bleibt zurück",
}
MOMENT = dt.datetime(2026, 3, 1, 9, 5)
Run = tuple[list[Outcome], dict[str, str]]


@pytest.fixture(scope="module")
def done(office: Session, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """One run of everything, with the worksheet functions that only Excel for Windows has."""
    from tests.engine import udfs

    from kundenbindung.acceptance import script

    office.fresh()
    module = import_with_udfs("kundenbindung.functions")
    functions = {one.name: getattr(module, one.name) for one in layout.FUNCTIONS}

    def prepared(book: Any) -> None:
        udfs.load(book, "kundenbindung.functions", functions)

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LOCALAPPDATA", raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("state")))
        outcomes = script.run(lambda _outcome: None, prepared=prepared)
        assert not folders.home_folder().exists(), "the owner's folder was touched"
    yield outcomes
    office.fresh()


def test_what_can_run_here_passes_and_the_rest_is_not_provable_here(done: Run) -> None:
    wrong = {one.name: one.result.sentence for one in done[0] if one.result.verdict is Verdict.FAILED}
    assert wrong == {}
    assert {one.name for one in done[0] if one.result.verdict is Verdict.NOT_HERE} == ONLY_EXCEL
    assert len(done[0]) > 25


def test_every_sentence_is_one_german_sentence(done: Run) -> None:
    for outcome in done[0]:
        sentence = outcome.result.sentence
        assert sentence[0].isupper() or sentence[0] in "„0123456789", sentence
        assert sentence.endswith("."), sentence
        assert not re.search(r"\b(the|and|not|error|failed|passed|None)\b", sentence), sentence


def test_the_report_has_head_checks_summary_and_advice(done: Run) -> None:
    text = report.text(*done, MOMENT)
    assert text.startswith("Abnahme Kundenbindung\n")
    for needed in ("Erstellt am 01.03.2026 09:05", "Excel: 16.0", "xlwings: ", "Python: ", "Neu berechnen: "):
        assert needed in text
    assert all(outcome.name in text for outcome in done[0])
    assert f"{len(ONLY_EXCEL)} nicht prüfbar hier." in text
    assert "Mailen Sie diesen Bericht" in text.replace("\n", " ")


def test_the_report_names_no_user_and_no_customer(done: Run) -> None:
    text = report.text(*done, MOMENT)
    grid = presets.sample_company()["customers"]
    at = [header.strip() for header in grid.headers].index("Kunde")
    assert not [row[at] for row in grid.rows if row[at] and str(row[at]) in text]
    assert str(Path.home()) not in text
    assert not re.search(r"[\\/](tmp|users|home)[\\/]", text, re.IGNORECASE)


def test_a_path_in_a_sentence_loses_the_name_of_the_user() -> None:
    result = Result(Verdict.FAILED, r"Es fehlt C:\Users\erika\Documents\Mappe.xlsm.")
    assert "erika" not in report.line(Outcome("Probe", result, 0.1))


def test_the_command_writes_the_report_and_answers_with_its_verdict(
    office: Session,
    app: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from kundenbindung.acceptance import script

    whole, target = script.run, tmp_path / "Bericht.txt"
    few = (script.START, check("Knopf Prüfen"))
    monkeypatch.setattr(script, "run", lambda tell: whole(tell, checks=few))
    assert main(["abnahme", "--bericht", str(target)]) == 0
    assert "2 bestanden" in target.read_text("utf-8-sig")
    assert "Knopf Prüfen" in capsys.readouterr().out
    assert main(["abnahme", "--bericht", str(target)]) == 1, "a report that is there is not replaced"
    assert target.name in capsys.readouterr().err


def test_without_a_name_the_report_lies_in_the_folder_of_the_program(
    office: Session, app: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kundenbindung.acceptance import script

    monkeypatch.setattr(script, "run", lambda _tell: ([], {}))
    assert main(["abnahme"]) == 0
    assert [path.name for path in home.iterdir()] == [f"Abnahme {dt.date.today():%Y-%m-%d}.txt"]


def test_the_document_explains_every_check() -> None:
    from kundenbindung.acceptance import script

    text = (REPOSITORY / "docs" / "abnahme.md").read_text("utf-8")
    assert [one.name for one in script.CHECKS if one.name not in text] == []
    assert "unbewiesen.md" in text


UNPROVEN = REPOSITORY / "docs" / "unbewiesen.md"
STATES = re.compile(r"offen|(?:bewiesen|widerlegt) \(.*\d{2}\.\d{2}\.\d{4}.*\)")


def _lines() -> list[list[str]]:
    """Rows of the tables of what is not proven, without their headers."""
    rows = [line for line in UNPROVEN.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [row for row in cells if row[-1] != "Stand"]


def test_every_unproven_claim_has_its_proof_and_its_state() -> None:
    from kundenbindung.acceptance import script

    known = [one.name for one in script.CHECKS]
    for row in _lines():
        assert len(row) == 4, row
        assert all(row), row
        assert STATES.fullmatch(row[-1]), row
        if not row[0].isdecimal():
            assert any(name in row[1] for name in known), row
    numbers = sorted(int(row[0]) for row in _lines() if row[0].isdecimal())
    assert numbers == list(range(1, len(numbers) + 1)), "the owner names a line by its number"


def test_what_only_excel_proves_is_named_as_unproven() -> None:
    text = UNPROVEN.read_text("utf-8")
    assert [name for name in ONLY_EXCEL - {"Kein Excel bleibt zurück"} if name not in text] == []


def test_the_starter_calls_the_command_of_the_private_environment() -> None:
    content = (REPOSITORY / "abnahme.cmd").read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") > 20
    assert b'"%PYTHON%" -I -m kundenbindung abnahme %*' in content
    assert rf"%LOCALAPPDATA%\{folders.NAME}\{folders.ENVIRONMENT}".encode() in content
