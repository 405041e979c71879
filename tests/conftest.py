"""For every run: several processes, no trace in the user's own folder, and golden files rebuilt on request.

pyproject.toml spreads a run over the processors with pytest-xdist, each test file in one process. Here it is
only taken back: named files or tests and `-s` stay in one process, as do `-n 0`, `--pdb` and `-p no:xdist`.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.needs import REPOSITORY

from kundenbindung import handbook_file
from kundenbindung.adapters.package import custom_ui, write_project
from kundenbindung.cli import main

settings.register_profile("search", deadline=None)
settings.register_profile("repeat", deadline=None, derandomize=True)
settings.load_profile("repeat" if os.environ.get("CI") else "search")
"""On a laptop property tests look for new examples each time, in CI they repeat the same ones."""

LONGEST = (
    "buttons/test_faults.py", "doors/test_setup.py", "buttons", "acceptance", "pictures", "catalogue", "core",
    "doors",
)  # fmt: skip
"""Files and folders that take long. They begin, so that no process has a long file left at the end."""


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rebuild VBA project (with pyOpenVBA), copy of the ribbon, kundenbindung.xlsm, reference, PDF",
    )
    if not pluginmanager.hasplugin("xdist"):
        for name in ("--numprocesses", "--maxprocesses", "--dist"):
            parser.addoption(name, help="ignored without pytest-xdist")
        parser.addoption("--no-loadscope-reorder", action="store_true", help="ignored without pytest-xdist")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Before pytest-xdist counts processors: whoever looks at a few tests needs no second process."""
    named = not all(Path(argument).is_dir() for argument in config.args)
    if config.option.numprocesses == "auto" and (named or config.option.capture == "no"):
        config.option.numprocesses = 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.path))


def _rank(path: Path) -> int:
    """Place of a test file in `LONGEST`."""
    folder = REPOSITORY / "tests"
    return next((at for at, name in enumerate(LONGEST) if path.is_relative_to(folder / name)), len(LONGEST))


def pytest_configure(config: pytest.Config) -> None:
    worker = hasattr(config, "workerinput")
    if config.getoption("--update-golden") and not worker:
        if all(importlib.util.find_spec(name) for name in ("pyopenvba", "xlwings")):
            write_project()
        (REPOSITORY / "tests" / "golden" / "customUI14.xml").write_text(custom_ui(), encoding="utf-8")
        assert main(["bauen", "--ausgabe", str(REPOSITORY / "kundenbindung.xlsm")]) == 0
        assert main(["referenz", "--ausgabe", str(REPOSITORY / "docs" / "referenz.md")]) == 0
        from kundenbindung.adapters.handbook.paper import write_pdf

        write_pdf(handbook_file(), REPOSITORY / "docs" / "handbuch.pdf")


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder of the program for this process: what the user keeps in his is neither read nor written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LOCALAPPDATA", raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("own")))
        yield
