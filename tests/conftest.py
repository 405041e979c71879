"""`--update-golden` rebuilds what the repository keeps of the program's own output before comparing it."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from tests.needs import REPOSITORY

from kundenbindung.cli import main

settings.register_profile("search", deadline=None)
settings.register_profile("repeat", deadline=None, derandomize=True)
settings.load_profile("repeat" if os.environ.get("CI") else "search")
"""On a laptop property tests look for new examples each time, in CI they repeat the same ones."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rebuild kundenbindung.xlsm and docs/referenz.md"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden"):
        assert main(["bauen", "--ausgabe", str(REPOSITORY / "kundenbindung.xlsm")]) == 0
        assert main(["referenz", "--ausgabe", str(REPOSITORY / "docs" / "referenz.md")]) == 0
