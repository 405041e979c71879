"""The running office, and a folder of the program of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.engine.fixtures import app, office

if TYPE_CHECKING:
    from kundenbindung.acceptance.stage import Stage

__all__ = ["app", "office"]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the program on this machine during one test."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder / "Kundenbindung"


@pytest.fixture
def stage(app: object, tmp_path: Path) -> Iterator[Stage]:
    """A stage whose Excel runs."""
    from kundenbindung.acceptance import stage as stages
    from kundenbindung.acceptance.clicking import own_home

    found = stages.new_stage(tmp_path, None, None)
    with own_home(tmp_path / "Eigener Ordner"):
        stages.start(found)
        yield found
