"""Mappenleser: python-calamine, with a panic of its Rust code as an error that can be caught."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

PANIC = "PanicException"
"""Name of what PyO3 raises for a panic; it is no `Exception`, so nobody catches it by accident."""


@contextlib.contextmanager
def opened(source: Path | BinaryIO) -> Iterator[CalamineWorkbook]:
    """Mappe open while its cells are read; CalamineError, also for a panic, or OSError if it cannot be."""
    try:
        with CalamineWorkbook.from_object(source) as book:
            yield book
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise CalamineError("the file made the reader panic") from None
