"""The run itself: what several processes share, and when one is enough."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests import conftest
from tests.needs import REPOSITORY

from kundenbindung.adapters.home import home_folder


def test_the_folder_of_the_program_belongs_to_this_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert home_folder().is_relative_to(tmp_path_factory.getbasetemp())


@pytest.mark.parametrize(
    ("arguments", "capture", "asked", "expected"),
    [
        (["."], "fd", "auto", "auto"),
        (["tests/core", "tests/doors"], "fd", "auto", "auto"),
        (["tests/core", "tests/needs.py"], "fd", "auto", 0),
        (["tests/needs.py::test_one"], "fd", "auto", 0),
        (["tests"], "no", "auto", 0),
        (["tests/needs.py"], "no", 3, 3),
        (["tests/needs.py"], "fd", None, None),
    ],
    ids=["run", "folders", "file", "test", "output", "told", "inside"],
)
def test_named_files_and_visible_output_stay_in_one_process(
    arguments: list[str], capture: str, asked: object, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    config: Any = SimpleNamespace(args=arguments, option=SimpleNamespace(numprocesses=asked, capture=capture))
    conftest.pytest_cmdline_main(config)
    assert config.option.numprocesses == expected


@pytest.mark.parametrize("worker", [False, True])
def test_golden_files_are_rebuilt_once_before_the_processes_start(
    worker: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built: list[str] = []

    def build(call: Sequence[str]) -> int:
        built.append(call[0])
        return 0

    monkeypatch.setattr(conftest, "REPOSITORY", tmp_path)
    monkeypatch.setattr(conftest, "write_project", lambda: None)
    paper = "kundenbindung.adapters.handbook.paper.write_pdf"
    monkeypatch.setattr(paper, lambda _source, target: built.append(target.name))
    monkeypatch.setattr(conftest, "main", build)
    (tmp_path / "tests" / "golden").mkdir(parents=True)
    config: Any = SimpleNamespace(getoption=lambda _name: True, **({"workerinput": {}} if worker else {}))
    conftest.pytest_configure(config)
    assert built == ([] if worker else ["bauen", "referenz", "handbuch.pdf"])
    assert (tmp_path / "tests" / "golden" / "customUI14.xml").exists() is not worker


def test_what_takes_long_begins() -> None:
    names = ("core/test_laws.py", "workbook/test_names.py", "buttons/test_undo.py", "buttons/test_faults.py")
    items: list[Any] = [SimpleNamespace(path=REPOSITORY / "tests" / name, name=name) for name in names]
    conftest.pytest_collection_modifyitems(items)
    assert [item.name for item in items] == [names[3], names[2], names[0], names[1]]


def test_every_long_file_and_folder_is_there() -> None:
    assert [name for name in conftest.LONGEST if not (REPOSITORY / "tests" / name).exists()] == []
