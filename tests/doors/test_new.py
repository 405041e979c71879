"""`neu`: what a new workbook holds, and every wrong call in German."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from tests.doors.desk import call, names, opened, reading

from kundenbindung import jobs, templates_folder
from kundenbindung.adapters import presets
from kundenbindung.cli import main
from kundenbindung.workbook.inputs import criteria_of

ENGLISH = re.compile(
    r"\b(usage|error|required|arguments?|invalid|options?|positional|choose|show|this|help|message|exit|"
    r"ignored|explicit|expected|unrecognized|following|traceback)\b",
    re.IGNORECASE,
)
COMMANDS = (
    "neu", "import", "rechnen", "pruefen", "jahreswechsel", "termine", "einrichten", "diagnose", "bauen",
    "referenz",
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsx"])
def test_years_months_and_preset_reach_the_workbook(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"Neu{suffix}"
    assert call("neu", target, "--jahre", "2021-2024", "--monate", "7", "--vorlage", "handel") == 0
    said = capsys.readouterr()
    assert "2021 bis 2024" in said.out
    assert "„Handel“" in said.out
    assert said.err == ""
    read = reading(target)
    assert (read.years, read.findings) == ((2021, 2022, 2023, 2024), ())
    assert (read.settings.base_year, read.settings.months_in_base_year) == (2024, 7)
    assert criteria_of(read.frames["criteria"]) == presets.preset("handel").criteria
    assert names(tmp_path) == [target.name]


@pytest.mark.parametrize("preset", presets.preset_names())
def test_every_preset_comes_back_as_its_file_says(tmp_path: Path, preset: str) -> None:
    target = tmp_path / "Neu.xlsx"
    assert call("neu", target, "--jahre", "2023-2025", "--vorlage", preset) == 0
    file = tomllib.loads((templates_folder() / "criteria" / f"{preset}.toml").read_text(encoding="utf-8"))
    found = criteria_of(reading(target).frames["criteria"])
    told = [(c.criterion, c.source, c.zero_at, c.ten_at, c.weight) for c in found]
    keys = ("criterion", "source", "zero_at", "ten_at", "weight")
    assert told == [tuple(entry.get(key) for key in keys) for entry in file["criteria"]]
    assert sum(c.weight for c in found) == 100.0


def test_a_workbook_without_years_has_the_last_three_complete_ones(tmp_path: Path) -> None:
    assert call("neu", tmp_path / "Neu.xlsx") == 0
    read = reading(tmp_path / "Neu.xlsx")
    last = dt.date.today().year - 1
    assert read.years == (last - 2, last - 1, last)
    assert (read.settings.base_year, read.settings.months_in_base_year) == (last, 12)
    assert criteria_of(read.frames["criteria"]) == presets.preset("standard").criteria


def test_a_new_workbook_is_empty_and_can_be_calculated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "Neu.xlsx"
    assert call("neu", target, "--jahre", "2023-2025") == 0
    capsys.readouterr()
    assert call("rechnen", target) == 0
    said = capsys.readouterr().out
    assert "0 Kunden berechnet" in said
    assert "noch kein Kunde" in said
    frames = reading(target).frames
    assert not len(frames["customers"])
    assert not len(frames["figures"])
    assert frames["stages"]["probability"].tolist() == [0.1, 0.2, 0.4, 0.6, 0.85, 1.0]


def test_only_the_macro_workbook_carries_a_vba_project(tmp_path: Path) -> None:
    for suffix, expected in ((".xlsm", True), (".xlsx", False)):
        target = tmp_path / f"Neu{suffix}"
        assert call("neu", target, "--jahre", "2023-2025") == 0
        with zipfile.ZipFile(target) as archive:
            assert ("xl/vbaProject.bin" in archive.namelist()) is expected


def test_the_sample_company_is_there_and_calculated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "Beispiel.xlsm"
    assert call("neu", target, "--beispiel") == 0
    assert "Beispielunternehmen" in capsys.readouterr().out
    job = jobs.read(target)
    assert job.is_sample
    assert len(job.reading.frames["customers"]) == len(presets.sample_company()["customers"].rows)
    book = opened(target, values=True)
    assert "Letzte Berechnung" in " ".join(str(cell.value) for row in book["Start"]["A1:H4"] for cell in row)
    assert book["Screening"]["A6"].value is not None


def test_an_existing_file_is_refused_and_untouched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "Da.xlsm"
    target.write_bytes(b"meins")
    for more in ((), ("--beispiel",)):
        assert call("neu", target, *more) == 1
        assert "„Da.xlsm“ gibt es schon" in capsys.readouterr().err
    assert target.read_bytes() == b"meins"
    assert names(tmp_path) == ["Da.xlsm"]


@pytest.mark.parametrize(
    ("name", "word"), [("Neu.xls", "„Neu.xls“"), ("Neu", "„Neu“"), ("fehlt/Neu.xlsm", "fehlt“ gibt es nicht")]
)
def test_targets_that_cannot_be(
    tmp_path: Path, name: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("neu", tmp_path / name) == 1
    said = capsys.readouterr().err
    assert said.startswith("Fehler: ")
    assert word in said
    assert names(tmp_path) == []


WRONG_CALLS: tuple[tuple[list[str], str], ...] = (
    ([], "Es fehlt: BEFEHL"),
    (["foo"], "'foo' ist bei BEFEHL nicht möglich"),
    (["neu"], "Es fehlt: ZIEL.xlsm"),
    (["neu", "x.xlsm", "--jahre"], "Zu --jahre fehlt eine Angabe"),
    (["neu", "x.xlsm", "--jahre", "2024-2025"], "„2024-2025“ sind keine drei bis fünf Jahre"),
    (["neu", "x.xlsm", "--jahre", "2020-2025"], "„2020-2025“ sind keine drei bis fünf Jahre"),
    (["neu", "x.xlsm", "--jahre", "2025-2023"], "„2025-2023“ sind keine drei bis fünf Jahre"),
    (["neu", "x.xlsm", "--jahre", "abc"], "„abc“ sind keine drei bis fünf Jahre"),
    (["neu", "x.xlsm", "--beispiel", "--monate", "3"], "Das Beispielunternehmen bringt"),
    (["neu", "x.xlsm", "--monate", "0"], "„0“ ist keine Zahl von 1 bis 12"),
    (["neu", "x.xlsm", "--monate", "13"], "„13“ ist keine Zahl von 1 bis 12"),
    (["neu", "x.xlsm", "--monate", "drei"], "„drei“ ist keine Zahl von 1 bis 12"),
    (["neu", "x.xlsm", "--monate", "²"], "'²' ist bei --monate nicht möglich"),
    (["neu", "x.xlsm", "--vorlage", "unsinn"], "'unsinn' ist bei --vorlage nicht möglich; möglich ist"),
    (["neu", "x.xlsm", "--beispiel=ja"], "--beispiel"),
    (["neu", "x.xlsm", "--unbekannt"], "Nicht verstanden: --unbekannt"),
    (["neu", "x.xlsm", "--jah", "2023-2025"], "Nicht verstanden: --jah"),
    (["import", "x.xlsm", "--zahlen", "a.csv"], "Es fehlt: --ausgabe"),
    (["import", "x.xlsm", "--zahlen", "y.csv"], "Es fehlt: --ausgabe"),
    (["rechnen"], "Es fehlt: MAPPE"),
    (["rechnen", "x.xlsm", "--json"], "Zu --json fehlt eine Angabe"),
    (["pruefen", "x.xlsm", "y.xlsm"], "Nicht verstanden: y.xlsm"),
    (["einrichten", "--entfernen", "--quelle", "."], "Zu --entfernen gehören weder"),
    (["diagnose", "x.txt"], "Nicht verstanden: x.txt"),
)


@pytest.mark.parametrize(("arguments", "sentence"), WRONG_CALLS)
def test_a_wrong_call_is_told_in_german(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert said.out == ""
    assert sentence in said.err
    assert said.err.rstrip().endswith("--hilfe")
    assert not ENGLISH.search(said.err), said.err
    assert names(tmp_path) == []


@pytest.mark.parametrize("arguments", [["--hilfe"], ["-h"], *([name, "--hilfe"] for name in COMMANDS)])
def test_the_help_is_german(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    said = capsys.readouterr()
    assert (stopped.value.code, said.err) == (0, "")
    assert said.out.startswith("Aufruf: kundenbindung")
    assert "Schalter:" in said.out
    assert not ENGLISH.search(said.out.replace("--help", "")), said.out


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--hilfe"])
    said = capsys.readouterr().out
    assert all(re.search(rf"^ +{name} +\S", said, re.MULTILINE) for name in COMMANDS)
