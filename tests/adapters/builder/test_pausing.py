"""The garbage collector rests while a workbook is built, and only then."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from kundenbindung import jobs
from kundenbindung.adapters import builder
from kundenbindung.workbook.frames import Contents


@pytest.fixture(scope="module")
def contents() -> Contents:
    """An empty workbook."""
    return jobs.contents(jobs.empty((2023, 2024, 2025)), None)


def test_it_rests_while_a_workbook_is_built(contents: Contents, tmp_path: Path) -> None:
    running: list[bool] = []
    builder.build(
        contents, tmp_path / "a.xlsx", progress=lambda _done, _whole: running.append(gc.isenabled())
    )
    assert running
    assert not any(running)
    assert gc.isenabled()


def test_it_runs_again_after_a_workbook_that_cannot_be_built(contents: Contents, tmp_path: Path) -> None:
    long = pd.DataFrame({"customer_id": ["1"], "customer": ["x" * 40_000]})
    with pytest.raises(ValueError, match="Blatt Kunden"):
        builder.build(replace(contents, frames={**contents.frames, "customers": long}), tmp_path / "b.xlsx")
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off(contents: Contents, tmp_path: Path) -> None:
    gc.disable()
    try:
        builder.build(contents, tmp_path / "c.xlsx")
        assert not gc.isenabled()
    finally:
        gc.enable()
