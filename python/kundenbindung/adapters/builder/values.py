"""Werte: a typed column becomes the list of what its cells hold - text, number (dates too) or nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import TEXT_UNITS, Column, Setting, Unit

LONGEST_TEXT = 32_767
EPOCH = dt.date(1899, 12, 30).toordinal()
FIRST_DAY = dt.date(1900, 3, 1)
_SURELY_SHORT = LONGEST_TEXT // 2

Cell = str | float | bool | None


def column_values(spot: Spot, column: Column) -> tuple[Sequence[Cell], bool]:
    """Zellen of the filled rows of a column, and whether all of them are texts or nothing.

    ValueError, naming the place, for what a cell cannot hold: a text over 32,767 characters,
    an infinite number, a date before March 1900.
    """
    series = spot.series(column)
    if series is None or column.unit is Unit.SPARKLINE:
        return [None] * spot.filled, True
    if pd.api.types.is_numeric_dtype(series.dtype) and column.unit not in TEXT_UNITS:
        return _numbers(spot, column, series), False
    raw = series.astype(object).where(series.notna(), None).tolist()
    if column.unit in TEXT_UNITS:
        return _texts(spot, column, raw), True
    return [_single(spot, column, at, value) for at, value in enumerate(raw)], False


def _numbers(spot: Spot, column: Column, series: pd.Series) -> list[Cell]:
    values = series.to_numpy(dtype=np.float64, na_value=np.nan) + 0.0  # -0.0 becomes 0.0
    infinite = np.flatnonzero(np.isinf(values))
    if infinite.size:
        raise _impossible(spot, column, int(infinite[0]), "unendliche Zahl")
    cells: list[Cell] = values.tolist()
    for at in np.flatnonzero(np.isnan(values)).tolist():
        cells[at] = None
    return cells


def _texts(spot: Spot, column: Column, raw: Sequence[object]) -> list[Cell]:
    if column.choices is not None:
        words: Mapping[str, str] = layout.CHOICES[column.choices]
        texts = [None if value is None else words.get(str(value), str(value)) or None for value in raw]
    else:
        texts = [None if value is None else str(value) or None for value in raw]
    if max((len(text) for text in texts if text), default=0) > _SURELY_SHORT:
        for at, text in enumerate(texts):
            _check_length(spot, column, at, text or "")
    return list(texts)


def _check_length(spot: Spot, column: Column, at: int, text: str) -> None:
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise _impossible(spot, column, at, f"Text mit {len(text)} Zeichen")


def _single(spot: Spot, column: Column, at: int, value: object) -> Cell:
    """One cell whose kind its value decides."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.date):
        if _day(value) < FIRST_DAY:
            raise _impossible(spot, column, at, f"Datum {value:%d.%m.%Y}")
        return _serial(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float, np.integer, np.floating)):
        if not math.isfinite(value):
            raise _impossible(spot, column, at, "unendliche Zahl")
        return float(value) + 0.0
    text = _word(spot, column, at, value)
    _check_length(spot, column, at, text)
    return text


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _serial(value: dt.date) -> float:
    """Datum as Excel counts: days since 30.12.1899."""
    days = float(value.toordinal() - EPOCH)
    if isinstance(value, dt.datetime):
        return days + (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return days


def _word(spot: Spot, column: Column, at: int, value: object) -> str:
    if column.unit is Unit.VALUE and spot.table.name == "settings":
        setting = settings_of(spot)[at]
        return layout.word(setting.choices, value) if setting and setting.choices else str(value)
    return str(value)


def settings_of(spot: Spot) -> list[Setting | None]:
    """Einstellung of every filled row of the settings table, None for one that is not declared."""
    by_label = {setting.label: setting for setting in layout.SETTINGS}
    series = spot.frame["setting"] if "setting" in spot.frame.columns else [None] * spot.filled
    return [by_label.get(str(label)) for label in series]


def row_units(spot: Spot, column: Column, cells: Sequence[Cell]) -> list[Unit] | None:
    """Einheiten row by row, where a column holds several: anchors, settings, the owner's columns."""
    if column.unit is Unit.ANCHOR and "source" in spot.frame.columns:
        units = [layout.SOURCE_UNITS.get(str(source), Unit.ANCHOR) for source in spot.frame["source"]]
    elif column.unit is Unit.VALUE and spot.table.name == "settings":
        units = [setting.unit if setting else Unit.VALUE for setting in settings_of(spot)]
    elif column.unit is Unit.VALUE:
        units = [_own_unit(spot, column, at, cell) for at, cell in enumerate(cells)]
    else:
        return None
    return units + [column.unit] * (spot.rows - spot.filled)


def _own_unit(spot: Spot, column: Column, at: int, cell: Cell) -> Unit:
    if isinstance(cell, str):
        return Unit.TEXT
    return Unit.DATE if isinstance(spot.frame[column.name].iloc[at], dt.date) else Unit.VALUE


def _impossible(spot: Spot, column: Column, at: int, what: str) -> ValueError:
    place = f"Blatt {spot.sheet.label}, Zeile {spot.first_row + at + 1}, Spalte {column.label}"
    return ValueError(f"{place}: {what} passt in keine Zelle.")
