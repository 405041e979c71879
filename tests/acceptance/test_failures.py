"""Seeded faults: each turns its check to "nicht bestanden", and the others still run."""

from __future__ import annotations

import contextlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from tests.acceptance.checking import attempted, check

from kundenbindung.acceptance import report, windows
from kundenbindung.acceptance.model import Check, NotHereError, NotPassedError, Result, Verdict
from kundenbindung.adapters.diagnosis import default_target
from kundenbindung.cli import main

if TYPE_CHECKING:
    from kundenbindung.acceptance.stage import Stage

Damage = Callable[[Path], object]


def broken_off(path: Path) -> None:
    """Half a file, as after a download that broke off."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def without_sheet(path: Path) -> None:
    book = openpyxl.load_workbook(path, keep_vba=True)
    del book["Vorjahr"]
    book.save(path)


def with_error(path: Path) -> None:
    book = openpyxl.load_workbook(path, keep_vba=True)
    book["Start"]["Z90"] = "=1/0"
    book.save(path)


def without_name(path: Path) -> None:
    part, other = "xl/workbook.xml", path.with_suffix(".neu")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            new.writestr(entry, text.replace(b"KB_Lauf", b"KB_Weg") if entry.filename == part else text)
    shutil.move(other, path)


@pytest.mark.parametrize(
    ("damage", "name", "says"),
    [
        (broken_off, "Mappe öffnet", ""),
        (without_sheet, "Blätter, Tabellen", "Vorjahr"),
        (without_name, "Blätter, Tabellen", "KB_Lauf"),
        (with_error, "Formeln", "Start, Zeile 90: #DIV/0!"),
    ],
)
def test_a_damaged_workbook_does_not_pass(stage: Stage, damage: Damage, name: str, says: str) -> None:
    damaged = Path(shutil.copy2(stage.file(), stage.folder / "Beschädigt.xlsm"))
    damage(damaged)
    stage.workbook = damaged
    result = attempted(stage, name)
    assert result.verdict is Verdict.FAILED, result
    assert says in result.sentence


def broken(*_arguments: Any, **_named: Any) -> Any:
    raise ValueError("Müller & Söhne, Kontostand 12.000 €")


@pytest.mark.parametrize(
    ("where", "put", "name", "says"),
    [
        ("jobs.opened.recalculate", broken, "Knopf Neu berechnen", "Der Knopf hat abgelehnt"),
        ("jobs.opened.undo", lambda _opened: True, "Knopf Rückgängig", "Nicht wie vorher"),
        ("jobs.opened.undo", broken, "Knopf Rückgängig", "Der Knopf hat abgelehnt"),
        ("adapters.live.back_up", lambda _book, _moment: Path(), "Sicherung", "0 Sicherungen"),
        ("adapters.live.hindrances", lambda _tables, _change: (), "Geschütztes Blatt", "nicht abgelehnt"),
        ("adapters.live.Application.refuse_read_only", lambda _app: None, "Schreibgeschützt", "abgelehnt"),
        ("buttons._same_version", lambda _version: None, "Andere Version", "nicht abgelehnt"),
        ("buttons._finish", lambda _book, _token: None, "Knopf Prüfen", "nicht fertig gemeldet"),
        (
            "adapters.live.excel.Application.quiet",
            "careless",
            "Knopf Neu berechnen",
            "Einstellungen von Excel",
        ),
        ("adapters.diagnosis.facts.without_names", str, "Knopf Diagnose", "Benutzername"),
    ],
)
def test_a_broken_button_does_not_pass(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, where: str, put: Any, name: str, says: str
) -> None:
    monkeypatch.setattr(f"kundenbindung.{where}", careless if put == "careless" else put)
    result = attempted(stage, name)
    assert result.verdict is Verdict.FAILED, result
    assert says in result.sentence
    assert "Müller" not in result.sentence


@contextlib.contextmanager
def careless(app: Any) -> Iterator[None]:
    """Switches events off and leaves it at that."""
    app.book.app.enable_events = False
    yield


def test_one_failure_does_not_stop_the_others_and_the_exit_code_says_so(
    app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kundenbindung.acceptance import script

    whole, target = script.run, tmp_path / "Bericht.txt"
    wrong = Check("Geht schief", broken)
    few = (script.START, wrong, check("Knopf Prüfen"))
    monkeypatch.setattr(script, "run", lambda tell: whole(tell, checks=few))
    assert main(["abnahme", "--bericht", str(target)]) == 1
    text = target.read_text("utf-8-sig")
    assert "2 bestanden, 1 nicht bestanden" in text
    assert "Unerwarteter Fehler ValueError (" in text
    assert "Müller" not in text
    assert "Diagnose" in text


@pytest.mark.parametrize(
    ("error", "verdict"),
    [(NotPassedError("Nein."), Verdict.FAILED), (NotHereError("Fehlt."), Verdict.NOT_HERE)],
)
def test_a_check_says_why(stage: Stage, error: Exception, verdict: Verdict) -> None:
    from kundenbindung.acceptance import script

    def run(_stage: Stage) -> Result:
        raise error

    assert script.attempt(Check("Probe", run), stage) == Result(verdict, str(error))


def test_a_com_error_is_told_by_its_number(stage: Stage) -> None:
    from kundenbindung.acceptance import script

    class ComError(Exception):
        hresult = -2147352567

    def run(_stage: Stage) -> Result:
        raise ComError("Ausnahmefehler")

    assert "0x80020009" in script.attempt(Check("Probe", run), stage).sentence


@pytest.mark.parametrize(("on_windows", "verdict"), [(True, Verdict.FAILED), (False, Verdict.NOT_HERE)])
def test_an_excel_that_does_not_start(
    app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, on_windows: bool, verdict: Verdict
) -> None:
    import xlwings as xw

    from kundenbindung.acceptance import stage as stages

    monkeypatch.setattr(windows, "here", lambda: on_windows)
    monkeypatch.setattr(windows, "excel_pids", frozenset)
    monkeypatch.setattr(xw, "App", broken)
    stage = stages.new_stage(tmp_path, None, None)
    assert attempted(stage, "Excel startet").verdict is verdict
    assert attempted(stage, "Knopf Prüfen").verdict is Verdict.NOT_HERE
    assert attempted(stage, "Kein Excel bleibt").verdict is verdict


def test_an_excel_that_was_there_before_is_not_taken(app: Any, tmp_path: Path) -> None:
    from kundenbindung.acceptance import stage as stages

    stage = stages.new_stage(tmp_path, None, None)
    stage.before = frozenset({app.pid})
    assert attempted(stage, "Excel startet").verdict is Verdict.FAILED
    assert stage.own is None


def test_nothing_is_said_to_be_proven_where_nothing_was() -> None:
    assert report.advice([]) == report.NOTHING


def test_the_diagnosis_of_the_checks_does_not_stay(stage: Stage, home: Path) -> None:
    assert attempted(stage, "Knopf Diagnose").verdict is Verdict.PASSED
    assert default_target().is_relative_to(stage.folder)
    assert not home.exists()
