"""Gefüllte Mappe and a log folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.doors import desk


@pytest.fixture(autouse=True)
def log_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program writes its log during a test."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder / "Kundenbindung"


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled workbook, never to be changed."""
    return desk.filled_workbook(tmp_path_factory.mktemp("filled"))


@pytest.fixture
def mappe(filled_once: Path, tmp_path: Path) -> Path:
    """A filled workbook of the test's own, alone in its folder."""
    return desk.copied(filled_once, tmp_path)
