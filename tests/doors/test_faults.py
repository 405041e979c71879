"""Wenn etwas schiefgeht: the file on disk is untouched, the folder clean, the sentence German."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.doors import desk
from tests.doors.desk import call, names

from kundenbindung import jobs
from kundenbindung.adapters import save
from kundenbindung.workbook.frames import Contents


@pytest.fixture
def target(mappe: Path) -> Path:
    """A file that is already there, beside the workbook."""
    path = mappe.with_name("Ziel.xlsx")
    path.write_bytes(b"meins")
    return path


def _untouched(mappe: Path, target: Path, before: bytes) -> None:
    assert target.read_bytes() == b"meins"
    assert mappe.read_bytes() == before
    assert names(mappe.parent) == ["Mappe.xlsx", "Ziel.xlsx"]


def test_a_builder_that_fails_midway(
    mappe: Path,
    target: Path,
    log_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(contents: Contents, path: Path, *, progress: object = None) -> None:
        path.write_bytes(b"halb")
        raise RuntimeError("geheime Einzelheit")

    before = mappe.read_bytes()
    monkeypatch.setattr(save, "build", fail)
    assert call("rechnen", mappe, "--ausgabe", target) == 1
    said = capsys.readouterr()
    _untouched(mappe, target, before)
    assert "Ihre Dateien sind unverändert" in said.err
    assert "Geschrieben" not in said.out
    assert "geheime Einzelheit" in (log_folder / "fehler.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", ["foreign", "unreadable"])
def test_a_finished_file_that_fails_its_check(
    mappe: Path,
    target: Path,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = mappe.parent.parent / f"{mappe.parent.name}-schlecht.xlsx"
    if fault == "foreign":
        openpyxl.Workbook().save(bad)
    else:
        shutil.copy(mappe, bad)
        desk.typed(bad, "figures", "1001", "Umsatz 2025", "viel")

    def build(contents: Contents, path: Path, *, progress: object = None) -> None:
        shutil.copy(bad, path)

    before = mappe.read_bytes()
    monkeypatch.setattr(save, "build", build)
    assert call("rechnen", mappe, "--ausgabe", target) == 1
    _untouched(mappe, target, before)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(errno.EACCES, "locked"), "vermutlich ist sie in Excel geöffnet"),
        (OSError(errno.ENOSPC, "full"), "Prüfen Sie, ob der Datenträger voll ist"),
    ],
)
def test_a_target_that_cannot_be_replaced(
    mappe: Path,
    target: Path,
    error: OSError,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(path: Path, other: Path) -> None:
        raise error

    before = mappe.read_bytes()
    monkeypatch.setattr(Path, "replace", refuse)
    assert call("rechnen", mappe, "--ausgabe", target) == 1
    said = capsys.readouterr().err
    _untouched(mappe, target, before)
    assert said.startswith("Fehler: Die Datei „Ziel.xlsx“")
    assert sentence in said


def test_a_json_that_cannot_be_finished_leaves_the_old_one(
    mappe: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = mappe.with_name("alt.json")
    old.write_bytes(b"{}")

    def refuse(path: Path, other: Path) -> None:
        raise PermissionError(errno.EACCES, "locked")

    monkeypatch.setattr(Path, "replace", refuse)
    assert call("rechnen", mappe, "--json", old) == 1
    assert "„alt.json“ konnte nicht geschrieben werden" in capsys.readouterr().err
    assert old.read_bytes() == b"{}"
    assert names(mappe.parent) == ["Mappe.xlsx", "alt.json"]


def _surprise(path: Path, *, propose: bool) -> jobs.Job:
    raise ZeroDivisionError(f"überraschend bei {path.name}")


def test_a_surprise_is_told_in_german_and_logged(
    mappe: Path, log_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(jobs, "read", _surprise)
    for _ in range(2):
        assert call("rechnen", mappe) == 1
    said = capsys.readouterr()
    log = log_folder / "fehler.log"
    assert said.out == ""
    assert f"Einzelheiten stehen in {log}." in said.err
    assert "Traceback" not in said.err
    assert "ZeroDivisionError" not in said.err
    written = log.read_text(encoding="utf-8")
    assert written.count("Traceback") == 2
    assert written.count("\nZeroDivisionError\n") == 2
    assert "Mappe.xlsx" not in written


def test_a_log_that_cannot_be_written_is_said(
    mappe: Path, log_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log_folder.parent.mkdir(exist_ok=True)
    log_folder.write_bytes(b"no folder")
    monkeypatch.setattr(jobs, "read", _surprise)
    assert call("rechnen", mappe) == 1
    assert "Das Protokoll konnte nicht geschrieben werden." in capsys.readouterr().err


def test_breaking_off_is_no_surprise(
    mappe: Path, log_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(path: Path, *, propose: bool) -> jobs.Job:
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "read", interrupt)
    assert call("rechnen", mappe) == 1
    assert "Abgebrochen. Es wurde nichts geschrieben." in capsys.readouterr().err
    assert not log_folder.exists()
