"""Fixtures for tests on the engine: import `office` and `app` in a `conftest.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests import engine
from tests.needs import missing, needs_module

if TYPE_CHECKING:
    import xlwings as xw
    from tests.engine.session import Session


@pytest.fixture(scope="session")
def office() -> Session:
    """Handle of the running office; the test is skipped loudly where it cannot run."""
    needs_module("xlwings")
    if lacking := engine.unavailable():
        missing(lacking)
    return engine.started()


@pytest.fixture
def app(office: Session) -> Iterator[xw.App]:
    """The application without any workbook; afterwards all is closed and the mock caller gone."""
    import xlwings

    engine.started().fresh()
    found = xlwings.apps.active
    assert found is not None
    yield found
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller
    office.fresh()
