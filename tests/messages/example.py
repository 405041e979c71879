"""Ein kleines Unternehmen for the tests of the result tables, and the inputs around it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
from tests.companies import company

from kundenbindung.core.model import Criterion, Results
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, empty_frame


def chances(*rows: tuple[str | None, float, str, float]) -> list[dict[str, object]]:
    """Verkaufschancen of customer, value, status and probability, to be closed at the end of the year."""
    names = ("customer_id", "value_eur", "status", "probability")
    same = {"kind": "additional", "expected_close": dt.date(2025, 12, 31), "project": "V"}
    return [dict(zip(names, row, strict=True)) | same for row in rows]


EXAMPLE = company(
    {"1": [100.0, 110.0, 150.0], "2": [90.0, 80.0, 60.0], "3": [50.0, 50.0, 50.0], "4": [None, None, 20.0]},
    {"1": [30.0, 33.0, 45.0], "2": [20.0, 18.0, 12.0], "3": [5.0, 5.0, 5.0], "4": [None, None, 4.0]},
    customers={key: {"customer": f"Kunde {key}", "purchasing_volume_eur": 400.0} for key in "1234"},
    opportunities=chances(
        ("1", 40.0, "open", 0.5),
        ("2", 10.0, "won", 1.0),
        (None, 30.0, "won", 1.0),
        ("99", 20.0, "open", 0.25),
    ),
    settings={"target_revenue_eur": 500.0},
)


def filled(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """A column as numbers, empty cells as 0."""
    return frame[name].astype(float).fillna(0.0) if name in frame else pd.Series(0.0, index=frame.index)


def reading(results: Results, **frames: pd.DataFrame) -> Reading:
    """Empty input tables, some replaced."""
    tables = {name: empty_frame(layout.TABLES[name], results.years) for name in layout.INPUT_TABLES}
    return Reading(results.years, results.settings, {**tables, **frames}, ())


def rows(size: int) -> pd.DataFrame:
    """A table with nothing but numbers of customers."""
    return pd.DataFrame({"customer_id": [str(number) for number in range(size)]}, dtype=object)


def criteria_frame(criteria: Sequence[Criterion]) -> pd.DataFrame:
    """Criteria as a typed frame."""
    rows = [dataclasses.asdict(entry) for entry in criteria]
    return pd.DataFrame(rows, columns=[field.name for field in dataclasses.fields(Criterion)])
