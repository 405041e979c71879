"""Cockpit: the numbers behind the charts - bridge, curve, levels, trends, names (sections 3, 6 and 8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.core.model import CareLevel, FloatArray, Results, TrendClass

CURVE_POINTS = 21
"""Points of the concentration curve: every 5 % of the customers."""

NEAR_SCORE, NEAR_WIDTH = 6.0, 0.17
"""Two names closer than this - points, and part of the width of the chart - would cover one another."""

MOST_STEPS = 8
"""Steps of an axis of powers of ten; more than that are counted in twos, threes and so on."""


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
    """DB-Brücke of the last step; None without a second year, or without any DB in it or in its change."""
    if len(results.years) < 2 or not len(results.customers):
        return None
    if not results.adjusted_margin.iloc[:, -2].notna().any():
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


def of_largest(results: Results, size: int) -> tuple[float, float] | None:
    """Punkt of the curve of revenue: share of the customers and of revenue; None if there are no more."""
    amounts, whole = _single(results, "revenue_eur")
    if len(amounts) <= size:
        return None
    return size / len(amounts), float(amounts[:size].sum()) / whole


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

    Customers with a level that holds; a share is NaN where a level has less than nothing or all have none.
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
    return column / total if total > 0.0 and not (column < 0.0).any() else column * np.nan


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
    """Umstritten: at most so many Grenzfälle whose stability is known, by what is at stake."""
    if not len(results.customers):
        return pd.Index([])
    known = results.customers["stability"].dropna()
    keys: pd.Index = pd.Index([key for key in results.borderline if key in known.index][:most])
    return keys


@dataclass(frozen=True, slots=True)
class Ranks:
    """Strategie gegen Umsatz: who is Strategie, and who of them is not among as many largest customers.

    strategy   keys of rated customers at level Strategie
    overtakers those of them with less revenue than the largest, largest first
    tied       others have exactly the revenue that is needed
    """

    strategy: pd.Index
    overtakers: pd.Index
    tied: bool


def ranks(results: Results) -> Ranks:
    """Strategie gegen Umsatz, over the customers that have a score and a level."""
    if not len(results.customers):
        return Ranks(pd.Index([]), pd.Index([]), tied=False)
    table = results.customers[["revenue_eur", "care_level"]][results.customers["score"].notna()]
    table = table[table["care_level"].notna()]
    top = table.index[table["care_level"] == CareLevel.STRATEGY.value]
    if not len(top):
        return Ranks(top, top, tied=False)
    revenue = table["revenue_eur"].fillna(0.0).sort_values(ascending=False, kind="stable")
    needed = revenue.iloc[len(top) - 1]
    less = revenue[(revenue < needed) & revenue.index.isin(top)]
    return Ranks(top, less.index, tied=bool((revenue >= needed).sum() > len(top)))


def named(results: Results, most: int) -> pd.Index:
    """Beschriftet in the scatter, no name over another.

    First who is Strategie with less revenue than others, then half of the names for Grenzfälle, the rest for
    Strategie by revenue.
    """
    if not len(results.customers):
        return pd.Index([])
    table = results.customers[["score", "revenue_eur", "care_level"]].dropna()
    table = table[table["revenue_eur"] >= 1.0]
    strategy = table[table["care_level"] == CareLevel.STRATEGY.value]
    largest = strategy.sort_values("revenue_eur", ascending=False, kind="stable").index
    edge = [key for key in results.borderline if key in table.index]
    first = [key for key in ranks(results).overtakers if key in table.index]
    wanted = table.loc[list(dict.fromkeys([*first[: most // 4], *edge[: most // 2], *largest, *edge]))]
    heights = wanted["score"].to_numpy(dtype=np.float64)
    across = places(wanted["revenue_eur"], scale(table["revenue_eur"]))
    chosen: list[int] = []
    for at in range(len(wanted)):
        if len(chosen) < most and not _covers(heights, across, at, chosen):
            chosen.append(at)
    keys: pd.Index = wanted.index[chosen]
    return keys


def _covers(heights: FloatArray, across: FloatArray, at: int, chosen: list[int]) -> bool:
    """True if a name at this point would lie over one of the chosen."""
    near = np.abs(heights[chosen] - heights[at]) < NEAR_SCORE
    return bool((near & (np.abs(across[chosen] - across[at]) < NEAR_WIDTH)).any())


@dataclass(frozen=True, slots=True)
class Scale:
    """Maßstab of whole powers of ten: exponents of its ends, and of every stroke from one to the other."""

    first: int
    last: int

    @property
    def strokes(self) -> range:
        """Exponents at which there is a stroke."""
        step = -(-(self.last - self.first) // MOST_STEPS)
        return range(self.first, self.last + 1, step)


def scale(revenue: pd.Series) -> Scale:
    """Maßstab that shows all amounts of 1 € and more; from 1,000 € to 1,000,000 € if there is none."""
    amounts = revenue.to_numpy(dtype=np.float64)
    powers = np.log10(amounts[amounts >= 1.0])
    if not len(powers):
        return Scale(3, 6)
    first = int(np.floor(powers.min()))
    return Scale(first, max(int(np.ceil(powers.max())), first + 1))


def places(revenue: pd.Series, on: Scale) -> FloatArray:
    """Where amounts stand on the scale, 0 to 1; NaN for less than 1 €."""
    amounts = revenue.to_numpy(dtype=np.float64)
    powers = np.log10(np.where(amounts >= 1.0, amounts, np.nan))
    found: FloatArray = (powers - on.first) / (on.last - on.first)
    return found
