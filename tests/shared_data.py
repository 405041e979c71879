"""Fundort of the public data sets and reference cases the tests read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VARIABLE = "KUNDENBINDUNG_SHARED"


def shared(*parts: str) -> Path:
    """A file of the folder `shared` (named by KUNDENBINDUNG_SHARED, else beside the checkout).

    Skips the test with the missing path if it is not there.
    """
    beside = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get(VARIABLE, beside)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path} is not there; {VARIABLE} names the folder with the public data")
    return path
