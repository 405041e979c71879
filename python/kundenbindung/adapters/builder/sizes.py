"""Breiten und Höhen setzen: columns and rows of a sheet as its tables need them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import Cell
from kundenbindung.adapters.builder.widths import (
    CAPTION_HEIGHT,
    caption_width,
    column_width,
    header_height,
    line_height,
    row_lines,
)
from kundenbindung.workbook.schema import CAPTION_ROW, Unit

GAP_WIDTH = 3.0
Written = Mapping[str, Sequence[Cell]]


def set_columns(
    target: Worksheet,
    spots: Sequence[Spot],
    written: Mapping[Spot, Written],
    further: Mapping[int, float],
    lists: Collection[int] = (),
    below: Mapping[Unit, Format] | None = None,
    *,
    fold: bool = True,
) -> dict[int, float]:
    """Breiten: the widest table of a column decides; folded columns are hidden behind their +.

    `further` are widths of columns beside the tables, of which `lists` are folded. Without `fold` nothing is
    hidden. `below`: looks of the empty cells under columns of a unit. Returns all widths.
    """
    widths, folded = dict(further), set(lists)
    for spot in spots:
        for col, column in enumerate(spot.columns, spot.first_col):
            width = column_width(spot, column, written[spot].get(column.name, ()))
            widths[col] = max(widths.get(col, 0.0), width)
            folded |= {col} if fold and column.folded else set()
    _widen_for_captions(spots, widths, folded)
    looks = _below(spots, below or {})
    for col in range(max(widths) + 2):
        options: dict[str, object] = {"level": 1, "hidden": True} if col in folded else {}
        if col - 1 in folded and col not in folded:
            options["collapsed"] = True
        target.set_column(col, col, widths.get(col, GAP_WIDTH), looks.get(col), options)
    return widths


def _below(spots: Sequence[Spot], looks: Mapping[Unit, Format]) -> dict[int, Format]:
    """Look of the empty cells of a column; a number typed under a table is text where its cells are."""
    return {
        spot.col(column.name): looks[column.unit]
        for spot in spots
        for column in spot.columns
        if column.unit in looks and column.role.typed
    }


def shown_widths(spots: Sequence[Spot], widths: Mapping[int, float]) -> dict[int, float]:
    """Breiten of the columns that are not folded."""
    folded = {spot.col(column.name) for spot in spots for column in spot.columns if column.folded}
    return {col: width for col, width in widths.items() if col not in folded}


def _widen_for_captions(spots: Sequence[Spot], widths: dict[int, float], folded: Collection[int]) -> None:
    """The last column of a table beside another grows until the caption ends before the neighbour's."""
    for spot in spots:
        shown = [col for col in range(spot.first_col, spot.last_col + 1) if col not in folded]
        lacking = caption_width(spot) - GAP_WIDTH - sum(widths[col] for col in shown)
        if lacking > 0.0 and any(one.first_col > spot.last_col for one in spots):
            widths[shown[-1]] = round(widths[shown[-1]] + lacking, 1)


def set_heights(
    target: Worksheet,
    spots: Sequence[Spot],
    written: Mapping[Spot, Written],
    widths: Mapping[int, float],
    *,
    fold: bool = True,
) -> dict[int, float]:
    """Höhen: header rows for their labels, data rows for the longest sentence that is not folded.

    Returns the heights of all rows that are not as high as any other, in points.
    """
    lines = _lines(spots, written, widths, fold=fold)
    heights = {row: line_height(count) for row, count in lines.items()}
    heights |= dict.fromkeys({spot.header_row - 1 for spot in spots} - {CAPTION_ROW}, CAPTION_HEIGHT)
    for spot in spots:
        heights[spot.header_row] = max(
            _header(one, widths) for one in spots if one.header_row == spot.header_row
        )
    for row, height in heights.items():
        target.set_row(row, height)
    return heights


def _lines(
    spots: Sequence[Spot], written: Mapping[Spot, Written], widths: Mapping[int, float], *, fold: bool
) -> dict[int, int]:
    """Zeilen of the longest sentence in a row, where it takes more than one."""
    lines: dict[int, int] = {}
    for spot in spots:
        for col, column in enumerate(spot.columns, spot.first_col):
            if column.unit is Unit.LONG_TEXT and not (fold and column.folded):
                found = row_lines(written[spot][column.name], widths[col])
                for row, count in enumerate(found, spot.first_row):
                    if count > lines.get(row, 1):
                        lines[row] = count
    return lines


def _header(spot: Spot, widths: Mapping[int, float]) -> float:
    columns = {column: widths[col] for col, column in enumerate(spot.columns, spot.first_col)}
    return header_height(columns, filtered=spot.filtered)
