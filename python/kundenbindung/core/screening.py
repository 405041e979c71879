"""Kunden sichten: complete settings, adjusted figures, status and the values of all sources.

Method section 1 and the sources of section 2. Frames are N customers x T years, euros.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from kundenbindung.core.compare import without_residue
from kundenbindung.core.model import (
    EVERY_SEGMENT,
    JUDGED_COLUMNS,
    BoolArray,
    CustomerStatus,
    Figures,
    FloatArray,
    Inputs,
    IntArray,
    Settings,
)

YES = "yes"

MEAN_WEIGHTS = (1.0, 2.0, 3.0)
"""Weights of the last three years in the revenue mean (section 2)."""


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
    further = list(inputs.revenue.index[~inputs.revenue.index.isin(known.index)])
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
    one_off, one_off_margin, guessed = _one_offs(inputs, keys, rates)
    revenue = without_residue(entered - one_off, one_off)
    margin = without_residue(margin - np.where(started, one_off_margin, 0.0), one_off_margin)
    estimated |= (started & guessed).any(axis=1)
    revenue, margin, pending = _complete_base_year(entered, revenue, margin, settings)
    return Figures(inputs.years, entered, revenue, margin, first, filled_gap, estimated, pending)


def _first_year(raw: FloatArray) -> IntArray:
    has_revenue = ~np.isnan(raw) & (raw != 0.0)
    width = raw.shape[1]
    first: IntArray = np.where(has_revenue.any(axis=1), has_revenue.argmax(axis=1), width).astype(np.int64)
    return first


def _segment_rates(rates: Mapping[str, float], customers: pd.DataFrame) -> FloatArray:
    everybody = rates.get(EVERY_SEGMENT, np.nan)
    return np.array([rates.get(name, everybody) for name in _texts(customers, "segment")], dtype=np.float64)


def _known_margin(entered: FloatArray, raw: FloatArray, rates: FloatArray) -> tuple[FloatArray, BoolArray]:
    margin = np.where(np.isnan(entered), np.nan, raw)
    margin = np.where(np.isnan(margin) & (entered == 0.0), 0.0, margin)
    guess = entered * rates[:, None]
    use = np.isnan(margin) & ~np.isnan(guess)
    return np.where(use, guess, margin), np.asarray(use.any(axis=1), dtype=np.bool_)


def _one_offs(inputs: Inputs, keys: pd.Index, rates: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Sums of one-off revenue and DB per customer and year, and where a DB was estimated; NaN if unknown."""
    shape = (len(keys), len(inputs.years))
    revenue, margin, guessed = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    table = inputs.one_offs
    rows = keys.get_indexer(pd.Index(table["customer_id"], dtype=object))
    columns = pd.Index(inputs.years).get_indexer(pd.Index(table["year"]))
    values = np.nan_to_num(table["revenue_eur"].to_numpy(dtype=np.float64))
    margins = table["margin_eur"].to_numpy(dtype=np.float64)
    margins = np.where(np.isnan(margins) & (values == 0.0), 0.0, margins)
    guess = values * np.where(rows >= 0, rates[rows] if len(keys) else np.nan, np.nan)
    missing = np.isnan(margins)
    margins = np.where(missing, guess, margins)
    known = (rows >= 0) & (columns >= 0)
    np.add.at(revenue, (rows[known], columns[known]), values[known])
    np.add.at(margin, (rows[known], columns[known]), margins[known])
    np.logical_or.at(guessed, (rows[known], columns[known]), (missing & ~np.isnan(margins))[known])
    return revenue, margin, guessed


def _complete_base_year(
    entered: FloatArray, revenue: FloatArray, margin: FloatArray, settings: Settings
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Teiljahr: what is booked, plus last year's remainder (section 1)."""
    none = np.zeros(len(revenue), dtype=np.bool_)
    share = settings.booked_share
    if settings.months_in_base_year >= 12 or share is None:
        return revenue, margin, none
    prior, prior_margin = _year_before(revenue), _year_before(margin)
    carried = prior > 0.0
    last = np.where(carried, revenue[:, -1] + (1.0 - share) * prior, revenue[:, -1] / share)
    last = without_residue(last, prior)
    last_margin = np.where(carried, margin[:, -1] + (1.0 - share) * prior_margin, margin[:, -1] / share)
    last_margin = without_residue(last_margin, prior_margin)
    pending = carried & (np.nan_to_num(entered[:, -1]) == 0.0)
    return _with_last(revenue, last), _with_last(margin, last_margin), pending


def _year_before(values: FloatArray) -> FloatArray:
    return values[:, -2] if values.shape[1] >= 2 else np.full(len(values), np.nan)


def _with_last(values: FloatArray, last: FloatArray) -> FloatArray:
    return np.column_stack([values[:, :-1], last])


def _status(figures: Figures) -> list[str]:
    """Status of each customer: aktiv, neu or verloren (section 1)."""
    revenue = np.nan_to_num(figures.revenue, nan=0.0)
    earlier = (revenue[:, :-1] > 0.0).any(axis=1)
    present = (revenue[:, -1] > 0.0) | (figures.pending & (revenue[:, -1] == 0.0))
    living = np.where(earlier, CustomerStatus.ACTIVE.value, CustomerStatus.NEW.value)
    return list(np.where(present, living, CustomerStatus.LOST.value))


def base_columns(customers: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Stammspalten of the results, index customer_id: who it is, status, revenue and DB of the base year.

    collective  True for a Sammelkonto: it counts in totals and plan, but is nobody to be rated (section 1)
    """
    return pd.DataFrame(
        {
            "customer": customers["customer"].to_numpy(dtype=object),
            "segment": _texts(customers, "segment"),
            "status": pd.Series(_status(figures), index=customers.index, dtype=object),
            "collective": (_texts(customers, "collective") == YES).to_numpy(dtype=np.bool_),
            "pending": figures.pending,
            "revenue_eur": figures.revenue[:, -1],
            "margin_eur": figures.margin[:, -1],
            "margin_share": margin_share(figures),
            "margin_estimated": figures.estimated,
            "purchasing_volume_eur": _numeric(customers, "purchasing_volume_eur"),
        },
        index=customers.index,
    )


def rated(base: pd.DataFrame) -> BoolArray:
    """Wer bewertet wird, from the Stammspalten: neither lost nor a Sammelkonto (sections 1 and 2)."""
    living = base["status"] != CustomerStatus.LOST.value
    return (living & ~base["collective"]).to_numpy(dtype=np.bool_)


def _texts(customers: pd.DataFrame, column: str) -> pd.Series:
    if column not in customers.columns:
        return pd.Series(None, index=customers.index, dtype=object)
    return customers[column].astype(object).where(customers[column].notna(), None)


def entered_totals(inputs: Inputs) -> pd.DataFrame:
    """Summen as entered: year, revenue_eur, margin_eur (NaN without any DB)."""
    margin = inputs.margin.sum(min_count=1)
    rows = [(year, float(inputs.revenue[year].sum()), float(margin[year])) for year in inputs.years]
    return pd.DataFrame(rows, columns=["year", "revenue_eur", "margin_eur"])


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
    spreads = {name: ratings(inputs, customers, name)["spread"] for name in JUDGED_COLUMNS}
    return pd.DataFrame(spreads, index=customers.index).max(axis=1).fillna(0.0).to_numpy(dtype=np.float64)
