"""Was-wäre-wenn as built: the loads that calculate at once stand below the table of the last ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.adapters.builder import built
from tests.adapters.builder.invented import contents

from kundenbindung.adapters.builder import build
from kundenbindung.workbook import layout

ROWS = [
    ["Chef", 0.5, "keine Stunden", 1.25, None],
    ["alle zusammen", 0.6, 0.7, 0.8, None],
]
COLUMNS = ["role", "today", "load_a", "load_b", "load_c"]
LOADS = pd.DataFrame(ROWS, columns=COLUMNS).astype(object).replace({np.nan: None})
WHOLE = contents(trial_capacity=LOADS)


def below(path: Path, *, values: bool = False) -> list[list[Any]]:
    """Cells from the headers below the table of loads on: what is stored, or formulas as texts."""
    spot = built.spot_of(WHOLE, "trial_capacity")
    first = spot.last_row + layout.TRIAL_BELOW + 1
    sheet = built.opened(path, values=values)[spot.sheet.label]
    return [
        [getattr(cell.value, "text", cell.value) for cell in row]
        for row in sheet.iter_rows(min_row=first, max_row=first + len(ROWS), min_col=1, max_col=len(COLUMNS))
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("trial") / "Mappe.xlsm"
    build(WHOLE, target)
    return target


def test_formulas_carry_the_last_results(path: Path) -> None:
    head, *rows = below(path, values=True)
    assert head == [column.label for column in layout.TRIAL_CAPACITY.expand()]
    assert [[cell or None for cell in row] for row in rows] == ROWS


def test_each_set_asks_with_its_own_levels(path: Path) -> None:
    _, first, second = below(path)
    assert [str(cell).count("KB_KAPAZITAET(KB_LEVEL(") for cell in first] == [0, 0, 1, 1, 1]
    for at, name in ((2, "A"), (3, "B"), (4, "C")):
        others = {"A", "B", "C"} - {name}
        assert f"Gewichtsaetze[Satz {name}]" in first[at]
        assert f"Probe_Auslastung[Auslastung {name}]" in first[at]
        assert not [other for other in others if f"[Satz {other}]" in first[at]]
    assert not any(str(cell).startswith("=") for cell in second), "one formula fills all rows"


def test_without_macros_there_are_the_results_alone(tmp_path: Path) -> None:
    build(WHOLE, tmp_path / "Mappe.xlsx")
    _, *rows = below(tmp_path / "Mappe.xlsx")
    assert [[cell or None for cell in row] for row in rows] == ROWS
