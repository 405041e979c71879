"""The page of the benchmarks is that of its raw results, and what measures can tell right from wrong."""

from __future__ import annotations

import json
import math
import re
import time
from typing import Any

import numpy as np
from tests.benchmarks import native, wording
from tests.benchmarks.page import text
from tests.benchmarks.sampling import OTHER, parted
from tests.needs import REPOSITORY

PAGE = REPOSITORY / "docs" / "benchmarks.md"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def record() -> dict[str, Any]:
    """Raw results of the run the page shows."""
    found: dict[str, Any] = json.loads(PAGE.with_suffix(".json").read_text("utf-8"))
    return found


def test_the_page_is_that_of_its_raw_results() -> None:
    assert PAGE.read_text("utf-8") == text(record()), "python -m tests.benchmarks --nur-bericht"


def test_a_missed_target_is_said_and_explained() -> None:
    outcomes = [one for bench in record()["benchmarks"] for one in bench["outcomes"]]
    page = PAGE.read_text("utf-8")
    assert f"**{sum(one['reached'] for one in outcomes)} von {len(outcomes)} Zielen" in page
    assert wording.NO_REASON not in page


def test_a_target_that_is_missed_without_a_reason_stands_on_the_page() -> None:
    known = record()
    first = known["benchmarks"][0]["outcomes"][0]
    first.update(target="Etwas Neues", reached=False)
    assert wording.NO_REASON in text(known)


def test_every_picture_is_there_and_described() -> None:
    pictures = PICTURE.findall(PAGE.read_text("utf-8"))
    assert len(pictures) == 3
    for about, name in pictures:
        assert len(about) > 40
        assert (PAGE.parent / name).is_file()


def test_figures_that_differ_are_told_apart() -> None:
    wanted = np.array([1.0, math.nan, 2000.0])
    assert native.difference([1.0, "", 2000.0], wanted) == 0.0
    assert 0.9e-9 < native.difference([1.0, "", 2000.000002], wanted) < 1.1e-9
    assert native.difference([1.0, 0.0, 2000.0], wanted) == math.inf
    assert native.difference(["Vertrieb"], ["Service"]) == math.inf


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def outer() -> None:
    busy(0.1)


def test_seconds_belong_to_the_innermost_named_part() -> None:
    here = "test_benchmarks.py"
    parts = parted(outer, {(here, "outer"): "outside", (here, "busy"): "inside"})
    assert parts["inside"] > 0.08
    assert parts.get("outside", 0.0) < 0.02
    assert set(parted(outer, {})) == {OTHER}
