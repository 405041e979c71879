"""The rich good workbook, built once per run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.adapters.package.books import rich_workbook


@pytest.fixture(scope="session")
def good_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_workbook(tmp_path_factory.mktemp("package") / "gut.xlsm")
