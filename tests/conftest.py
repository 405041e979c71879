"""`--update-golden` rebuilds what the repository keeps of the program's own output before comparing it."""

from __future__ import annotations

import pytest
from tests.needs import REPOSITORY

from kundenbindung.cli import main


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rebuild kundenbindung.xlsm and docs/referenz.md"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden"):
        assert main(["bauen", "--ausgabe", str(REPOSITORY / "kundenbindung.xlsm")]) == 0
        assert main(["referenz", "--ausgabe", str(REPOSITORY / "docs" / "referenz.md")]) == 0
