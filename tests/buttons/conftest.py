"""Built workbooks, a folder for backups of the tests' own, and an owner at his desk."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks import company
from tests.doors.desk import call, listing
from tests.engine.fixtures import office

from kundenbindung import jobs
from kundenbindung.adapters.save import save

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

__all__ = ["office"]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the program on this machine during one test."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder / "Kundenbindung"


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same for fixtures that click once for all tests of a module."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LOCALAPPDATA", raising=False)
        patch.setenv("XDG_DATA_HOME", str(folder))
        yield folder / "Kundenbindung"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of workbooks as the program makes them, never to be changed."""
    folder = tmp_path_factory.mktemp("built")
    assert call("neu", folder / "Leer.xlsm", "--jahre", "2023-2025") == 0
    source = listing(folder)
    assert call("import", folder / "Leer.xlsm", "--zahlen", source, "--ausgabe", folder / "Mappe.xlsm") == 0
    assert call("neu", folder / "Beispiel.xlsm", "--beispiel") == 0
    return folder


@pytest.fixture(scope="session")
def sized(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A workbook with so many customers, each built once."""
    folder = tmp_path_factory.mktemp("sized")

    @functools.cache
    def of(size: int) -> Path:
        job = jobs.calculate(jobs.Job(company.reading(size), ()))
        save(jobs.contents(job, None), folder / f"{size}.xlsm", jobs.verify)
        return folder / f"{size}.xlsm"

    return of


@pytest.fixture
def hand(office: Session, built: Path, tmp_path: Path) -> Iterator[Hand]:
    """The owner before his workbook of ten customers."""
    from tests.buttons.hand import at_desk, copied

    with at_desk(office, copied(built / "Mappe.xlsm", tmp_path)) as owner:
        yield owner
