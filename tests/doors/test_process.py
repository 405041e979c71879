"""Als Programm: exit codes, channels and umlauts of the real process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.doors.desk import listing, names


def _process(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "XDG_DATA_HOME": str(folder / "state"), "PYTHONIOENCODING": "cp1252"}
    call = [sys.executable, "-m", "kundenbindung", *arguments]
    return subprocess.run(call, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)


def test_from_nothing_to_a_calculated_workbook(tmp_path: Path) -> None:
    listing(tmp_path)
    made = _process(tmp_path, "neu", "Mappe.xlsm", "--jahre", "2023-2025")
    taken = _process(tmp_path, "import", "Mappe.xlsm", "--zahlen", "liste.csv", "--ausgabe", "Mappe.xlsm")
    assert (made.returncode, made.stderr, taken.returncode, taken.stderr) == (0, b"", 0, b"")
    assert "Geschäftsjahre 2023 bis 2025" in made.stdout.decode("utf-8")
    assert "2023: Umsatz 381.000,00 €" in taken.stdout.decode("utf-8")
    assert names(tmp_path) == ["Mappe.xlsm", "liste.csv"]


def test_a_wrong_call_exits_with_two(tmp_path: Path) -> None:
    done = _process(tmp_path, "rechne")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "'rechne' ist bei BEFEHL nicht möglich" in done.stderr.decode("utf-8")


def test_a_missing_workbook_exits_with_one(tmp_path: Path) -> None:
    done = _process(tmp_path, "pruefen", "Größe.xlsm")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode("utf-8").startswith("Fehler: Die Datei „Größe.xlsm“ gibt es nicht.")
    assert names(tmp_path) == []
