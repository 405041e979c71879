"""Kunden sichten: complete settings, adjusted figures, status and the values of all sources.

Method section 1 and the sources of section 2. Frames are N customers x T years, euros.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    JUDGED_COLUMNS,
    BoolArray,
    CustomerStatus,
    FloatArray,
    Inputs,
    IntArray,
    Settings,
)

MEAN_WEIGHTS = (1.0, 2.0, 3.0)
"""Weights of the last three years in the revenue mean (section 2)."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Bereinigte Zahlen, N x T in euros; NaN before the first year with revenue.

    entered        revenue as entered, empty cells after the first year filled with 0
    revenue, margin  adjusted for one-offs, base year completed for a part year
    first          index of the first year with revenue, T if there is none
    filled_gap     True where an empty cell counts as 0
    estimated      True for customers with at least one estimated DB
    pending        True where the part year has no booking yet ("noch offen")
    """

    years: tuple[int, ...]
    entered: FloatArray
    revenue: FloatArray
    margin: FloatArray
    first: IntArray
    filled_gap: BoolArray
    estimated: BoolArray
    pending: BoolArray


def month_end(year: int, month: int) -> dt.date:
    """Last day of a month; months below 1 reach into the years before."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def year_end(settings: Settings, year: int) -> dt.date:
    """Ende des Geschäftsjahres `year`: last day of its closing month."""
    return month_end(year, settings.year_end_month)


def complete_settings(settings: Settings) -> Settings:
    """Einstellungen with booked share and Stichtag filled in (section 1, part year)."""
    months = settings.months_in_base_year
    share = settings.booked_share
    if months >= 12:
        share = 1.0
    elif share is None:
        share = months / 12.0
    last_day = month_end(settings.base_year, settings.year_end_month - (12 - months))
    return replace(settings, booked_share=share, reporting_date=settings.reporting_date or last_day)


def align_customers(inputs: Inputs) -> pd.DataFrame:
    """Alle Kunden: rows of Kunden, then those that only have figures, named as in Zahlen."""
    known = inputs.customers
    further = [key for key in inputs.revenue.index if key not in known.index]
    if not further:
        return known
    frame = known.reindex(known.index.append(pd.Index(further, dtype=object)))
    frame.index.name = known.index.name
    names = pd.Series([inputs.names.get(key) for key in further], index=further, dtype=object)
    return frame.assign(customer=frame["customer"].astype(object).where(~frame.index.isin(further), names))


def adjust(inputs: Inputs, settings: Settings, customers: pd.DataFrame) -> Figures:
    """Bereinigte Werte y_t and d_t of all customers (section 1)."""
    keys = customers.index
    raw = inputs.revenue.reindex(keys).to_numpy(dtype=np.float64, copy=True)
    raw_margin = inputs.margin.reindex(keys).to_numpy(dtype=np.float64, copy=True)
    first = _first_year(raw)
    started = np.arange(raw.shape[1])[None, :] >= first[:, None]
    filled_gap = started & np.isnan(raw)
    entered = np.where(started, np.nan_to_num(raw, nan=0.0), np.nan)
    rates = _segment_rates(inputs.margin_rates, customers)
    margin, estimated = _known_margin(entered, raw_margin, rates)
    one_off, one_off_margin = _one_offs(inputs, keys, rates)
    revenue = entered - one_off
    margin = margin - np.where(started, one_off_margin, 0.0)
    revenue, margin, pending = _complete_base_year(entered, revenue, margin, settings)
    return Figures(inputs.years, entered, revenue, margin, first, filled_gap, estimated, pending)


def _first_year(raw: FloatArray) -> IntArray:
    has_revenue = ~np.isnan(raw) & (raw != 0.0)
    width = raw.shape[1]
    return np.where(has_revenue.any(axis=1), has_revenue.argmax(axis=1), width).astype(np.int64)


def _segment_rates(rates: Mapping[str, float], customers: pd.DataFrame) -> FloatArray:
    segments = customers["segment"] if "segment" in customers else pd.Series(None, index=customers.index)
    return np.array([rates.get(name, np.nan) for name in segments], dtype=np.float64)


def _known_margin(entered: FloatArray, raw: FloatArray, rates: FloatArray) -> tuple[FloatArray, BoolArray]:
    margin = np.where(np.isnan(entered), np.nan, raw)
    margin = np.where(np.isnan(margin) & (entered == 0.0), 0.0, margin)
    guess = entered * rates[:, None]
    use = np.isnan(margin) & ~np.isnan(guess)
    return np.where(use, guess, margin), use.any(axis=1)


def _one_offs(inputs: Inputs, keys: pd.Index, rates: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sums of one-off revenue and DB per customer and year; DB is NaN where it is unknown."""
    shape = (len(keys), len(inputs.years))
    revenue, margin = np.zeros(shape), np.zeros(shape)
    table = inputs.one_offs
    rows = keys.get_indexer(table["customer_id"])
    columns = pd.Index(inputs.years).get_indexer(pd.Index(table["year"]))
    values = np.nan_to_num(table["revenue_eur"].to_numpy(dtype=np.float64))
    margins = table["margin_eur"].to_numpy(dtype=np.float64)
    margins = np.where(np.isnan(margins) & (values == 0.0), 0.0, margins)
    guess = values * np.where(rows >= 0, rates[rows] if len(keys) else np.nan, np.nan)
    margins = np.where(np.isnan(margins), guess, margins)
    known = (rows >= 0) & (columns >= 0)
    np.add.at(revenue, (rows[known], columns[known]), values[known])
    np.add.at(margin, (rows[known], columns[known]), margins[known])
    return revenue, margin


def _complete_base_year(
    entered: FloatArray, revenue: FloatArray, margin: FloatArray, settings: Settings
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Teiljahr: what is booked, plus last year's remainder (section 1)."""
    none = np.zeros(len(revenue), dtype=np.bool_)
    share = settings.booked_share
    if settings.months_in_base_year >= 12 or share is None or revenue.shape[1] < 2:
        return revenue, margin, none
    prior, prior_margin = revenue[:, -2], margin[:, -2]
    carried = prior > 0.0
    last = np.where(carried, revenue[:, -1] + (1.0 - share) * prior, revenue[:, -1] / share)
    last_margin = np.where(carried, margin[:, -1] + (1.0 - share) * prior_margin, margin[:, -1] / share)
    pending = carried & (np.nan_to_num(entered[:, -1]) == 0.0)
    return _with_last(revenue, last), _with_last(margin, last_margin), pending


def _with_last(values: FloatArray, last: FloatArray) -> FloatArray:
    return np.column_stack([values[:, :-1], last])


def customer_status(figures: Figures) -> pd.Series:
    """Status of each customer: aktiv, neu or verloren (section 1), as identifiers."""
    revenue = np.nan_to_num(figures.revenue, nan=0.0)
    earlier = (revenue[:, :-1] > 0.0).any(axis=1)
    living = revenue[:, -1] > 0.0
    status = np.where(living, np.where(earlier, CustomerStatus.ACTIVE, CustomerStatus.NEW), CustomerStatus.LOST)
    return pd.Series([str(value) for value in status], dtype=object)


def trend_values(figures: Figures) -> FloatArray:
    """Jahreswerte that count as trend points: N x T, NaN before the first year and for a pending base year."""
    values = figures.revenue.copy()
    values[figures.pending, -1] = np.nan
    return values


def source_values(
    inputs: Inputs, customers: pd.DataFrame, figures: Figures, own_rate: FloatArray
) -> pd.DataFrame:
    """Werte der Quellen: one column per source any criterion names, one row per customer (section 2).

    Unknown sources get no column. Units: euros, fractions, days, ratings 0..10, hours per 1,000 euros.
    """
    computed: dict[str, Callable[[], FloatArray]] = {
        "revenue_mean": lambda: _weighted_mean(figures.revenue),
        "margin_mean": lambda: _plain_mean(figures.margin),
        "margin_share": lambda: margin_share(figures),
        "own_rate": lambda: own_rate,
        "free_potential": lambda: _free_potential(customers, figures),
        "care_hours_per_1000_eur_margin": lambda: _care_hours(customers, figures),
    }
    values: dict[str, FloatArray] = {}
    for source in {criterion.source for criterion in inputs.criteria}:
        if source in computed:
            values[source] = computed[source]()
        elif source in JUDGED_COLUMNS:
            values[source] = ratings(inputs, customers, source)["mean"].to_numpy(dtype=np.float64)
        elif source in customers.columns:
            values[source] = _numeric(customers, source)
    return pd.DataFrame(values, index=customers.index, dtype=np.float64)


def _numeric(customers: pd.DataFrame, column: str) -> FloatArray:
    if column not in customers.columns:
        return np.full(len(customers), np.nan)
    return pd.to_numeric(customers[column], errors="coerce").to_numpy(dtype=np.float64)


def _weighted_mean(values: FloatArray) -> FloatArray:
    recent = values[:, -3:]
    weights = np.where(np.isnan(recent), 0.0, np.array(MEAN_WEIGHTS[-recent.shape[1] :]))
    return _ratio((np.nan_to_num(recent) * weights).sum(axis=1), weights.sum(axis=1))


def _plain_mean(values: FloatArray) -> FloatArray:
    recent = values[:, -3:]
    return _ratio(np.nan_to_num(recent).sum(axis=1), (~np.isnan(recent)).sum(axis=1).astype(np.float64))


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Quotient where the denominator is positive, else NaN."""
    usable = below > 0.0
    return np.where(usable, above / np.where(usable, below, 1.0), np.nan)


def margin_share(figures: Figures) -> FloatArray:
    """DB-Quote: sum of d over sum of y of the last three years that have both (section 2)."""
    revenue, margin = figures.revenue[:, -3:], figures.margin[:, -3:]
    both = ~np.isnan(revenue) & ~np.isnan(margin)
    return _ratio(np.where(both, margin, 0.0).sum(axis=1), np.where(both, revenue, 0.0).sum(axis=1))


def _free_potential(customers: pd.DataFrame, figures: Figures) -> FloatArray:
    return np.maximum(_numeric(customers, "purchasing_volume_eur") - figures.revenue[:, -1], 0.0)


def _care_hours(customers: pd.DataFrame, figures: Figures) -> FloatArray:
    return _ratio(_numeric(customers, "care_effort_hours"), _plain_mean(figures.margin) / 1000.0)


def ratings(inputs: Inputs, customers: pd.DataFrame, column: str) -> pd.DataFrame:
    """Weiche Urteile of one column: mean and spread over all judges, index customer_id (section 2)."""
    own = pd.Series(_numeric(customers, column), index=customers.index)
    others = inputs.judgements
    given = pd.Series(
        pd.to_numeric(others[column], errors="coerce").to_numpy(dtype=np.float64),
        index=pd.Index(others["customer_id"], dtype=object),
    )
    grouped = pd.concat([own, given]).dropna().groupby(level=0)
    table = pd.DataFrame({"mean": grouped.mean(), "spread": grouped.max() - grouped.min()})
    return table.reindex(customers.index)


def judge_spread(inputs: Inputs, customers: pd.DataFrame) -> FloatArray:
    """Spannweite of the soft ratings per customer, largest over the judged columns; 0 without judges."""
    spreads = [ratings(inputs, customers, column)["spread"].to_numpy(dtype=np.float64) for column in JUDGED_COLUMNS]
    return np.nan_to_num(np.max(np.nan_to_num(np.array(spreads)), axis=0))
