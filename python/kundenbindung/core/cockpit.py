"""Cockpit: the numbers behind the charts - bridge, curve, levels, trends, names (sections 3, 6 and 8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.core.model import CareLevel, FloatArray, Results, TrendClass

CURVE_POINTS = 21
"""Points of the concentration curve: every 5 % of the customers."""

NEAR_SCORE, NEAR_WIDTH = 10.0, 0.28
"""Two names closer than this - points, and part of the width of the chart - would cover one another."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """DB-Brücke: change of DB from the year before to the base year, in euros; adds up without a rest.

    revenue, margin  Umsatz- and Margeneffekt of the customers with revenue in both years (Bennet, section 3)
    new, lost        DB of those with revenue in the base year only, or in the year before only
    other            change of DB without revenue in either year
    missing          customers whose change is not known; they are left out of both ends
    """

    start: float
    revenue: float
    margin: float
    new: float
    lost: float
    other: float
    missing: int

    @property
    def end(self) -> float:
        """DB of the base year."""
        return self.start + self.revenue + self.margin + self.new + self.lost + self.other


def bridge(results: Results) -> Bridge | None:
    """DB-Brücke of the last step; None without a second year or without any known DB."""
    if len(results.years) < 2 or not len(results.customers):
        return None
    names = ("margin_change_eur", "revenue_effect_eur", "margin_effect_eur")
    change, by_revenue, by_margin = (results.customers[name].to_numpy(dtype=np.float64) for name in names)
    known = ~np.isnan(change)
    if not known.any():
        return None
    before, after = (values != 0.0 for values in _last_two(results.adjusted_revenue))
    return Bridge(
        start=_sum(_last_two(results.adjusted_margin)[0], known),
        revenue=_sum(by_revenue, known & before & after),
        margin=_sum(by_margin, known & before & after),
        new=_sum(change, known & ~before & after),
        lost=_sum(change, known & before & ~after),
        other=_sum(change, known & ~before & ~after),
        missing=int((~known).sum()),
    )


def _last_two(frame: pd.DataFrame) -> tuple[FloatArray, FloatArray]:
    """Columns of the last two years; revenue before the first year is 0."""
    values = frame.to_numpy(dtype=np.float64)[:, -2:]
    return np.nan_to_num(values[:, 0]), np.nan_to_num(values[:, 1])


def _sum(values: FloatArray, where: np.ndarray) -> float:
    return float(values[where].sum())


def curve(results: Results) -> pd.DataFrame:
    """Konzentrationskurve: share of the customers against the share of revenue and DB, fractions.

    The largest come first, each figure in its own order; customers with nothing or less do not count. A
    Sammelkonto is part of the whole, but none of them, since it is many small ones: with it the curve ends
    below 1. NaN where nobody is left.
    """
    shares = np.linspace(0.0, 1.0, CURVE_POINTS)
    columns = {"customers_share": shares}
    for name in ("revenue", "margin"):
        columns[f"{name}_share"] = _cumulated(*_single(results, f"{name}_eur"), shares)
    return pd.DataFrame(columns)


def _single(results: Results, name: str) -> tuple[FloatArray, float]:
    """Amounts above zero of single customers, largest first, and the whole with the Sammelkonten."""
    if not len(results.customers):
        return np.array([]), 0.0
    amounts = results.customers[name].to_numpy(dtype=np.float64)
    counts = np.nan_to_num(amounts) > 0.0
    single = counts & ~results.customers["collective"].to_numpy(dtype=np.bool_)
    return np.sort(amounts[single])[::-1], float(amounts[counts].sum())


def _cumulated(amounts: FloatArray, whole: float, shares: FloatArray) -> FloatArray:
    if not len(amounts):
        return np.full(len(shares), np.nan)
    heights = np.concatenate([[0.0], np.cumsum(amounts)]) / whole
    found: FloatArray = np.interp(shares * len(amounts), np.arange(len(amounts) + 1), heights)
    return found


def by_level(results: Results) -> pd.DataFrame:
    """Umsatz, DB und Stunden je Level: index CareLevel values; euros, hours, and fractions of the sum.

    Customers with a level that holds; a share is NaN where the sum is not positive.
    """
    levels = [level.value for level in CareLevel]
    if not len(results.customers):
        names = ("customers", "revenue_eur", "margin_eur", "hours")
        return _shares(pd.DataFrame(np.nan, index=levels, columns=list(names)))
    table = results.customers[["care_level", "revenue_eur", "margin_eur"]].assign(
        customers=1.0, hours=_hours(results)
    )
    return _shares(table.groupby("care_level").sum(min_count=1).reindex(levels))


def _hours(results: Results) -> pd.Series:
    keys = results.customers.index
    if results.capacity is None:
        return pd.Series(np.nan, index=keys)
    return results.capacity.hours.reindex(keys).sum(axis=1, min_count=1)


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    counted = (
        table.assign(customers=table["customers"].fillna(0.0)) if table["customers"].notna().any() else table
    )
    names = {"customers": "customers_share", "revenue_eur": "revenue_share", "margin_eur": "margin_share"}
    shares = {new: _share(counted[old]) for old, new in {**names, "hours": "hours_share"}.items()}
    return counted.assign(**shares)


def _share(column: pd.Series) -> pd.Series:
    total = column.sum()
    return column / total if total > 0.0 else column * np.nan


UNCLASSED = ""
"""Row of the customers whose trend has no class."""


def trends(results: Results) -> pd.DataFrame:
    """Trends: customers per class, index TrendClass values and `UNCLASSED`; columns calm, explained, open.

    open  wants an explanation that is not there; NaN without customers
    """
    classes, names = [*(entry.value for entry in TrendClass), UNCLASSED], ["calm", "explained", "open"]
    if not len(results.customers):
        return pd.DataFrame(np.nan, index=classes, columns=names)
    table = results.customers
    kind = table["trend_class"].where(table["trend_class"].isin(classes), UNCLASSED)
    flagged, told = table["needs_explanation"].astype(bool), table["explained"].astype(bool)
    masks = (~flagged, flagged & told, flagged & ~told)
    counts = {
        name: mask.groupby(kind).sum().reindex(classes) for name, mask in zip(names, masks, strict=True)
    }
    return pd.DataFrame(counts).fillna(0.0).astype(float)


def contested(results: Results, most: int) -> pd.Index:
    """Umstritten: at most so many customers, Grenzfälle by what is at stake first, then the least stable."""
    if not len(results.customers):
        return pd.Index([])
    known = results.customers["stability"].dropna()
    edge = [key for key in results.borderline if key in known.index]
    others = known.drop(edge)
    others = others[others < 1.0].sort_index().sort_values(kind="stable")
    keys: pd.Index = pd.Index([*edge, *others.index][:most])
    return keys


def named(results: Results, most: int) -> pd.Index:
    """Beschriftet in the scatter: Grenzfälle, then Strategie by revenue; no name covers another."""
    if not len(results.customers):
        return pd.Index([])
    table = results.customers[["score", "revenue_eur", "care_level"]].dropna()
    table = table[table["revenue_eur"] > 0.0]
    strategy = table[table["care_level"] == CareLevel.STRATEGY.value]
    largest = strategy.sort_values("revenue_eur", ascending=False, kind="stable").index
    edge = [key for key in results.borderline if key in table.index]
    if not len(table):
        return table.index
    wanted = table.loc[list(dict.fromkeys([*edge[: most // 2], *largest, *edge]))]
    heights = wanted["score"].to_numpy(dtype=np.float64)
    across = _places(wanted["revenue_eur"], table["revenue_eur"])
    chosen: list[int] = []
    for at in range(len(wanted)):
        if len(chosen) < most and not _covers(heights, across, at, chosen):
            chosen.append(at)
    keys: pd.Index = wanted.index[chosen]
    return keys


def _places(revenue: pd.Series, drawn: pd.Series) -> FloatArray:
    """Where amounts stand on an axis of whole powers of ten that shows all that is drawn, 0 to 1."""
    powers: FloatArray = np.log10(drawn.to_numpy(dtype=np.float64))
    first, last = np.floor(powers.min()), np.ceil(powers.max())
    places: FloatArray = np.log10(revenue.to_numpy(dtype=np.float64)) - first
    places /= max(last - first, 1.0)
    return places


def _covers(heights: FloatArray, across: FloatArray, at: int, chosen: list[int]) -> bool:
    """True if a name at this point would lie over one of the chosen."""
    near = np.abs(heights[chosen] - heights[at]) < NEAR_SCORE
    return bool((near & (np.abs(across[chosen] - across[at]) < NEAR_WIDTH)).any())
