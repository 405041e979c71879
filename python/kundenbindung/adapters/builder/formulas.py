"""Formeln in Tabellen: the text Excel stores and the value it will come to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.workbook.outgoing import weight_shares
from kundenbindung.workbook.schema import Column

_OWN_COLUMN = re.compile(r"(?<![\w\],\[])\[(?!#)([^\[\]]+)\]")


class _Empty(str):
    """Leerer Text as a result. XlsxWriter writes a plain "" as a number without digits."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


Value = float | str
NOTHING = _Empty()


def formula_text(spot: Spot, column: Column) -> str:
    """Formel as stored in the file: `[Spalte]` alone gets the name of its table in front."""
    return _OWN_COLUMN.sub(rf"{spot.table.label}[\1]", column.formula or "")


def formula_values(spot: Spot, column: Column) -> Sequence[Value]:
    """Ergebnis of the formula in every row, so that the file reads the same before Excel recalculates.

    KeyError if nobody wrote down how this column is calculated.
    """
    return CALCULATED[spot.table.name, column.name](spot)


def total_formula(spot: Spot, column: Column) -> str:
    """Summe of what is visible of a column; nothing where no number is, since that is not zero."""
    cells = f"{spot.table.label}[{column.label}]"
    return f'=IF(SUBTOTAL(102,{cells})=0,"",SUBTOTAL(109,{cells}))'


def total_value(spot: Spot, column: Column) -> float | None:
    """Summe of a column, as its formula gives it with every row visible; None without any number."""
    series = spot.series(column)
    if series is None:
        return None
    numbers = pd.to_numeric(series, errors="coerce").to_numpy(dtype=np.float64)
    return None if np.isnan(numbers).all() else float(np.nansum(numbers)) + 0.0


def _weight_shares(spot: Spot) -> Sequence[Value]:
    shares = weight_shares(spot.frame.get("weight", pd.Series(dtype=float)))
    filled = [*shares, *[None] * (spot.rows - len(shares))]
    return [NOTHING if share is None else share for share in filled]


CALCULATED: Mapping[tuple[str, str], Callable[[Spot], Sequence[Value]]] = {
    ("criteria", "weight_share"): _weight_shares,
}
