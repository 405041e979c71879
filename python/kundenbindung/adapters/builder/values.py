"""Werte: a typed column becomes the list of what its cells hold - text, number (dates too) or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.workbook import layout
from kundenbindung.workbook.outgoing import Cell, CellError, column_cells
from kundenbindung.workbook.schema import Column, Setting, Unit

__all__ = ["Cell", "column_values", "row_units", "settings_of"]


def column_values(spot: Spot, column: Column) -> tuple[Sequence[Cell], bool]:
    """Zellen of the filled rows of a column, and whether all of them are texts or nothing.

    ValueError, naming the place, for what a cell cannot hold: a text over 32,767 characters,
    an infinite number, a date before March 1900.
    """
    series = spot.series(column)
    if series is None:
        return [None] * spot.filled, True
    try:
        return column_cells(column, _worded(spot, column, series))
    except CellError as impossible:
        raise _impossible(spot, column, impossible) from None


def _worded(spot: Spot, column: Column, series: pd.Series) -> pd.Series:
    """Einstellungen with a list of choices hold the word of their value."""
    if column.unit is not Unit.VALUE or spot.table.name != "settings":
        return series
    settings = settings_of(spot)
    return pd.Series(
        [_word(setting, value) for setting, value in zip(settings, series, strict=True)],
        index=series.index,
        dtype=object,
    )


def _word(setting: Setting | None, value: object) -> object:
    if setting is None or not setting.choices or not isinstance(value, str):
        return value
    return layout.word(setting.choices, value)


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


def _impossible(spot: Spot, column: Column, impossible: CellError) -> ValueError:
    row = spot.first_row + impossible.at + 1
    place = f"Blatt {spot.sheet.label}, Zeile {row}, Spalte {column.label}"
    return ValueError(f"{place}: {impossible.what} passt in keine Zelle.")
