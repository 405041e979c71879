"""PDF by LibreOffice: one page each, German numbers, and never an error for whoever waits."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from tests.adapters.test_meeting_sheets import PAGES
from tests.needs import needs_program
from tests.office import words

from kundenbindung.adapters import pdf
from kundenbindung.adapters.meeting import draw, is_ours

posix = pytest.mark.skipif(sys.platform == "win32", reason="scripts of the shell")


def books(folder: Path) -> list[Path]:
    """One workbook with all pages, and a file of a customer in a folder of its own."""
    (folder / "fuer_Kunden").mkdir()
    named = {str(at): page for at, page in enumerate(PAGES.values())}
    draw(named, folder / "Alle Größen.xlsx", "Gesprächsblätter 2026")
    draw({"1": PAGES["customer"]}, folder / "fuer_Kunden" / "Eins.xlsx", "Gespräch 2026")
    return [folder / "Alle Größen.xlsx", folder / "fuer_Kunden" / "Eins.xlsx"]


def script(folder: Path, text: str) -> Path:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_every_sheet_is_one_page_and_nothing_is_english(tmp_path: Path) -> None:
    needs_program("soffice")
    office = pdf.program()
    assert office is not None
    told: list[tuple[int, int]] = []
    sources = books(tmp_path)
    made = pdf.convert(office, sources, lambda done, whole: told.append((done, whole)))
    assert made == {source: source.with_suffix(".pdf") for source in sources}
    assert told == [(1, 2), (2, 2)]
    assert all(is_ours(path) for path in made.values())
    whole, (single,) = (words(path) for path in made.values())
    assert len(whole) == len(PAGES)
    assert "150.000 €" in whole[0]
    assert "31.03.2026" in single
    for page in whole:
        assert "Neue Vereinbarungen" in page
        assert "###" not in page


@posix
def test_a_program_that_fails_makes_no_pdf(tmp_path: Path) -> None:
    sources = books(tmp_path)
    assert pdf.convert(script(tmp_path, "exit 3"), sources) == {}
    assert pdf.convert(tmp_path / "fehlt", sources) == {}


@posix
def test_a_program_that_hangs_is_ended_with_what_it_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = books(tmp_path)
    for name, value in (("FIRST_SECONDS", 0.4), ("SECONDS_EACH", 0.0)):
        monkeypatch.setattr(pdf, name, value)
    office = script(tmp_path, f"sleep 60 & echo $! > '{tmp_path}/child'; wait")
    began = time.monotonic()
    assert pdf.convert(office, sources[:1]) == {}
    assert time.monotonic() - began < 10.0
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not alive(child):
            break
        time.sleep(0.1)
    assert not alive(child)


def alive(process: int) -> bool:
    """True for a process that runs; what only waits to be collected does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_libreoffice_is_found_where_it_usually_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path / "Programme"))
    place = tmp_path / "Programme" / "LibreOffice" / "program"
    place.mkdir(parents=True)
    (place / "soffice.exe").touch()
    assert pdf.program() == place / "soffice.exe"
    (place / "soffice.com").touch()
    assert pdf.program() == place / "soffice.com"
