"""The workbook as it is built, and the module texts of its VBA project."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.needs import needs_module

from kundenbindung.adapters.package import modules, product
from kundenbindung.cli import main


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """kundenbindung.xlsm, built anew."""
    target = tmp_path_factory.mktemp("vba") / "kundenbindung.xlsm"
    assert main(["bauen", "--ausgabe", str(target)]) == 0
    return target


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Module texts of the product, from their sources."""
    needs_module("xlwings")
    return dict(modules.module_texts(product(), modules.vba_folder()))
