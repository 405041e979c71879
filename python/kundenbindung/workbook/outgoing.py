"""Zellen schreiben: one typed column -> what its cells hold - text, number (dates too) or nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kundenbindung.workbook import layout, signs
from kundenbindung.workbook.schema import TEXT_UNITS, Column, Unit

EPOCH = dt.date(1899, 12, 30).toordinal()
FIRST_DAY = dt.date(1900, 3, 1)

Cell = str | float | bool | None


class CellError(ValueError):
    """Was keine Zelle aufnimmt: row of the column counted from 0, and what it is, in German."""

    def __init__(self, at: int, what: str) -> None:
        super().__init__(what)
        self.at = at
        self.what = what


def column_cells(column: Column, series: pd.Series) -> tuple[Sequence[Cell], bool]:
    """Zellen of a column, and whether all of them are texts or nothing.

    Raises CellError for a text over 32,767 characters or with a sign that is none, an infinite number,
    a date before March 1900.
    """
    if column.unit is Unit.SPARKLINE:
        return [None] * len(series), True
    if pd.api.types.is_numeric_dtype(series.dtype) and column.unit not in TEXT_UNITS:
        return _numbers(series), False
    raw = _bare(series)
    if column.unit in TEXT_UNITS:
        return _texts(column, raw), True
    return [_single(at, value) for at, value in enumerate(raw)], False


def _bare(series: pd.Series) -> list[object]:
    """Values of any kind, None where there is none; half the time of `where`."""
    values = series.astype(object).to_numpy(copy=True)
    values[series.isna().to_numpy()] = None
    return values.tolist()


def _numbers(series: pd.Series) -> list[Cell]:
    values = series.to_numpy(dtype=np.float64, na_value=np.nan) + 0.0  # -0.0 becomes 0.0
    infinite = np.flatnonzero(np.isinf(values))
    if infinite.size:
        raise CellError(int(infinite[0]), "unendliche Zahl")
    cells: list[Cell] = values.tolist()
    for at in np.flatnonzero(np.isnan(values)).tolist():
        cells[at] = None
    return cells


def _texts(column: Column, raw: Sequence[object]) -> list[Cell]:
    if column.choices is not None:
        words: Mapping[str, str] = layout.CHOICES[column.choices]
        texts = [None if value is None else words.get(str(value), str(value)) or None for value in raw]
    else:
        texts = [None if value is None else str(value) or None for value in raw]
    for at, text in enumerate(texts):
        check(at, text or "")
    return list(texts)


def weight_shares(weights: pd.Series) -> list[float | None]:
    """Anteile of weights at their sum; None for a weight that does not count."""
    found = pd.to_numeric(weights, errors="coerce").to_numpy(dtype=np.float64)
    total = float(np.nansum(found))
    return [float(weight / total) if weight > 0 else None for weight in found]


def check(at: int, text: str) -> None:
    """Raise CellError for a text that no cell can hold."""
    if signs.too_long(text):
        raise CellError(at, f"Text mit {len(text)} Zeichen")
    if signs.impossible(text):
        raise CellError(at, "Text mit einem ungültigen Zeichen")


def _single(at: int, value: object) -> Cell:
    """One cell whose kind its value decides."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.date):
        if _day(value) < FIRST_DAY:
            raise CellError(at, f"Datum {value:%d.%m.%Y}")
        return serial(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float, np.integer, np.floating)):
        if not math.isfinite(value):
            raise CellError(at, "unendliche Zahl")
        return float(value) + 0.0
    check(at, str(value))
    return str(value)


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def serial(value: dt.date) -> float:
    """Datum as Excel counts: days since 30.12.1899."""
    days = float(value.toordinal() - EPOCH)
    if isinstance(value, dt.datetime):
        return days + (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return days
