"""`--update-golden` rebuilds what the repository keeps of the program's own output before comparing it."""

from __future__ import annotations

import importlib.util
import os

import pytest
from hypothesis import settings
from tests.needs import REPOSITORY

from kundenbindung.adapters.package import custom_ui, write_project
from kundenbindung.cli import main

settings.register_profile("search", deadline=None)
settings.register_profile("repeat", deadline=None, derandomize=True)
settings.load_profile("repeat" if os.environ.get("CI") else "search")
"""On a laptop property tests look for new examples each time, in CI they repeat the same ones."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rebuild VBA project (with pyOpenVBA), copy of the ribbon, kundenbindung.xlsm, docs/referenz.md",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden"):
        if all(importlib.util.find_spec(name) for name in ("pyopenvba", "xlwings")):
            write_project()
        (REPOSITORY / "tests" / "golden" / "customUI14.xml").write_text(custom_ui(), encoding="utf-8")
        assert main(["bauen", "--ausgabe", str(REPOSITORY / "kundenbindung.xlsm")]) == 0
        assert main(["referenz", "--ausgabe", str(REPOSITORY / "docs" / "referenz.md")]) == 0
