"""The commands of the Handbuch, followed to the letter in an empty folder with two exports in it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.needs import REPOSITORY

from kundenbindung import handbook_file, jobs, templates_folder
from kundenbindung.cli import main

BLOCK = re.compile(r"^```\n(.+?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`kundenbindung ([a-z]+)")
KEPT = ("1003", "1007", "1010", "1012", "1020", "1023")
"""Beginnings of the customer numbers in the exports: some twenty customers are enough."""
EXPORTS = {"EXPORT.csv": "zahlen.csv", "DEALS.csv": "pipeline.csv"}
TALKS = "Gespraeche"
MADE = (
    "MEINE.xlsm",
    "NAECHSTES.xlsm",
    "Team.xlsx",
    "Gespraeche/Gespraechsblaetter_2026.xlsx",
    "Gespraeche/fuer_Kunden",
)


def commands(text: str) -> list[str]:
    """Lines of the blocks of commands, in their order."""
    return [
        line
        for block in BLOCK.findall(text)
        for line in block.splitlines()
        if line.startswith("kundenbindung ")
    ]


STEPS = commands(handbook_file().read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("handbook")
    for name, source in EXPORTS.items():
        text = (templates_folder() / "sample_company" / source).read_text(encoding="utf-8")
        head, *rows = text.splitlines(keepends=True)
        kept = "".join([head, *(row for row in rows if row.startswith(KEPT))])
        (where / name).write_text(kept, encoding="utf-8")
    return where


def test_every_command_of_the_handbook_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for step in STEPS:
        code = main(shlex.split(step)[1:])
        printed = capsys.readouterr()
        assert (step, code) == (step, 0), printed.out + printed.err
        assert "Fehler" not in printed.out, printed.out
    for name in MADE:
        assert (folder / name).exists(), name
    assert list((folder / "Kalender").glob("Termine_2026_*.ics"))
    job = jobs.calculate(jobs.read(folder / "MEINE.xlsm"))
    assert job.results is not None
    assert job.results.years == (2023, 2024, 2025)
    assert "10237" not in job.results.customers.index
    assert {"10034", "10071"} <= set(job.results.customers.index)


def test_the_commands_of_the_readme_are_those_of_the_handbook() -> None:
    shown = commands((REPOSITORY / "README.md").read_text(encoding="utf-8"))
    assert len(shown) >= 3
    assert set(shown) <= set(STEPS)


def test_every_command_named_in_the_handbook_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(INLINE.findall(handbook_file().read_text(encoding="utf-8"))) | {
        step.split()[1] for step in STEPS
    }
    assert len(named) > 8
    for name in sorted(named):
        with pytest.raises(SystemExit) as ended:
            main([name, "--hilfe"])
        assert ended.value.code == 0, name
        assert capsys.readouterr().out.startswith("Aufruf: kundenbindung")
