"""Klumpen: how much of revenue and DB hangs on few customers (method section 8)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kundenbindung.core.model import Concentration, FloatArray

FEW = 5
"""So many customers are looked at together."""


def concentrate(table: pd.DataFrame) -> Concentration:
    """Klumpen of the results' columns `revenue_eur` and `margin_eur`, euros of the base year.

    Customers with nothing or less do not count; shares are None where nobody is left. A Sammelkonto
    (`collective`) is part of the whole, but many small customers and not a large one: it is never among them.
    """
    revenue, margin = (_positive(table[name]) for name in ("revenue_eur", "margin_eur"))
    many = table.index[table["collective"]]
    shares, of_margin = _shares(revenue, many), _shares(margin, many)
    revenue = revenue[~revenue.index.isin(many)]
    return Concentration(
        largest_key=str(revenue.index[0]) if len(revenue) else None,
        largest_share=_of(shares, 1),
        top_five_share=_of(shares, FEW),
        hhi=float((shares**2).sum()) if len(shares) else None,
        margin_largest_share=_of(of_margin, 1),
        margin_top_five_share=_of(of_margin, FEW),
    )


def _positive(column: pd.Series) -> pd.Series:
    """Amounts above zero, largest first, equal ones by Kundennr."""
    values = column.astype(np.float64)
    return values[values > 0.0].sort_index(kind="stable").sort_values(ascending=False, kind="stable")


def _shares(amounts: pd.Series, many: pd.Index) -> FloatArray:
    """Shares of the whole, without those of the Sammelkonten."""
    single = amounts[~amounts.index.isin(many)].to_numpy(dtype=np.float64)
    return single / float(amounts.sum()) if len(single) else single


def _of(shares: FloatArray, first: int) -> float | None:
    return float(shares[:first].sum()) if len(shares) else None
