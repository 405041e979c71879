"""The library that reads cells: a panic is an error like any other, everything else passes."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineError
from tests.catalogue.oldexcel import old_workbook

from kundenbindung.adapters import reader


def test_a_panic_is_an_error_that_can_be_caught() -> None:
    """A compound file cut off in the middle makes the library panic."""
    data = old_workbook("Zahlen", [("Kundennr.", 1.0)])[:1100]
    with pytest.raises(CalamineError), reader.opened(io.BytesIO(data)):
        pass


def test_a_sound_workbook_is_read_and_other_errors_pass() -> None:
    data = io.BytesIO(old_workbook("Zahlen", [("Kundennr.", 1.0)]))
    with reader.opened(data) as book:
        assert book.sheet_names == ["Zahlen"]
    with pytest.raises(KeyboardInterrupt), reader.opened(io.BytesIO(data.getvalue())):
        raise KeyboardInterrupt
