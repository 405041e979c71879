"""Sicherer Plan für das Planjahr: level, trend part, opportunities, range, gap (method section 4).

Euros throughout; N customers, O opportunities. The company's range never adds customers' own quantiles.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    Backtest,
    BoolArray,
    CompanyPlan,
    CustomerStatus,
    Figures,
    FloatArray,
    IntArray,
    OpportunityKind,
    OpportunityStatus,
    PlanLine,
    Settings,
    TrendClass,
    Trends,
)

NOISE_FACTORS = {4: 1.1, 5: 1.0}
"""Factor f from one yearly step to next year's spread, by number of points; 1.1 for up to three."""


@dataclass(frozen=True, slots=True, eq=False)
class Opportunities:
    """Verkaufschancen as the plan counts them, one entry per row of the inputs.

    owner        position of the customer, -1 for the line "ohne Kunde"
    amount       a: what the plan year gets beyond the base year if the opportunity is won
    probability  p as used; won 1, lost 0
    won          True for won ones
    overdue      days between the expected close and the Stichtag for open ones, else 0
    """

    owner: IntArray
    amount: FloatArray
    probability: FloatArray
    won: BoolArray
    overdue: FloatArray

    @property
    def expected(self) -> FloatArray:
        """Gewichteter Wert p a."""
        return self.probability * self.amount

    @property
    def spread(self) -> FloatArray:
        """Standard deviation of one opportunity: a sqrt(p (1 - p)), 0 for won and lost ones."""
        return self.amount * np.sqrt(self.probability * (1.0 - self.probability))


def weigh_opportunities(
    table: pd.DataFrame,
    keys: pd.Index,
    stages: Mapping[str, float],
    settings: Settings,
    ends: tuple[dt.date, dt.date],
) -> Opportunities:
    """Verkaufschancen -> amount and probability; `ends`: last days of base and plan year (section 4)."""
    status = table["status"].fillna(OpportunityStatus.OPEN.value).to_numpy(dtype=object)
    is_open = status == OpportunityStatus.OPEN.value
    won = status == OpportunityStatus.WON.value
    value = np.nan_to_num(table["value_eur"].to_numpy(dtype=np.float64))
    closes = [_date(day) for day in table["expected_close"]]
    amount = (
        np.maximum(value, 0.0) * _kind_shares(table["kind"], settings) * _year_shares(closes, ends, settings)
    )
    overdue = np.where(is_open, _overdue_days(closes, settings.reporting_date), 0.0)
    typed = table["probability"].to_numpy(dtype=np.float64)
    default = np.array([stages.get(stage, 0.0) for stage in table["stage"]], dtype=np.float64)
    chance = np.where(np.isnan(typed), default, typed)
    chance = np.where(overdue > settings.overdue_days, 0.5 * chance, chance)
    chance = np.where(overdue > settings.expired_days, 0.0, chance)
    probability = np.where(won, 1.0, np.where(is_open, chance, 0.0))
    owner = keys.get_indexer(pd.Index(table["customer_id"], dtype=object)).astype(np.int64)
    return Opportunities(owner, amount, probability, won, overdue)


def _date(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) and not pd.isna(pd.Timestamp(value)) else None


def _kind_shares(kinds: pd.Series, settings: Settings) -> FloatArray:
    shares = {
        OpportunityKind.ADDITIONAL.value: settings.kappa_additional,
        OpportunityKind.NEW_PRODUCT.value: settings.kappa_new_product,
        OpportunityKind.REPEAT.value: settings.kappa_repeat,
    }
    return np.array([shares.get(kind, settings.kappa_unknown) for kind in kinds], dtype=np.float64)


def _year_shares(
    closes: list[dt.date | None], ends: tuple[dt.date, dt.date], settings: Settings
) -> FloatArray:
    """tau: share of a full year's revenue that the plan year gets beyond the base year."""
    base_end, plan_end = ends
    return np.array(
        [
            settings.undated_share if day is None else _share(plan_end, day) - _share(base_end, day)
            for day in closes
        ],
        dtype=np.float64,
    )


def _share(end: dt.date, close: dt.date) -> float:
    return min(max((end - close).days / 365.0, 0.0), 1.0)


def _overdue_days(closes: list[dt.date | None], reporting_date: dt.date | None) -> FloatArray:
    days = [
        0 if day is None or reporting_date is None else max((reporting_date - day).days, 0) for day in closes
    ]
    return np.array(days, dtype=np.float64)


def owner_sums(owner: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Sums per customer and, last, of the line "ohne Kunde": N + 1 values."""
    rows = np.where(owner < 0, size, owner)
    return np.bincount(rows, weights=values, minlength=size + 1).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class PlanColumns:
    """Plan per line in euros: N customers, then the line "ohne Kunde".

    level + trend + won + open - overlap = expected; safe <= expected <= upside. safe and upside are
    None where the company's mean is not positive.
    """

    level: FloatArray
    trend: FloatArray
    won: FloatArray
    open: FloatArray
    overlap: FloatArray
    expected: FloatArray
    safe: FloatArray | None
    upside: FloatArray | None


def plan_columns(
    level: FloatArray, trend: FloatArray, sigma: FloatArray, chances: Opportunities, settings: Settings
) -> PlanColumns:
    """Plan as a sum of named columns, and its range (section 4); arrays hold the N customers."""
    size = len(level)
    level, trend, sigma = (np.append(values, 0.0) for values in (level, trend, sigma))
    won = owner_sums(chances.owner, np.where(chances.won, chances.expected, 0.0), size)
    opened = owner_sums(chances.owner, np.where(chances.won, 0.0, chances.expected), size)
    overlap = np.where(trend > 0.0, settings.theta * np.minimum(trend, won + opened), 0.0)
    expected = level + trend + won + opened - overlap
    safe = _safe(level + np.minimum(trend, 0.0) + won, sigma, settings)
    upside = _upside(expected, opened, sigma, chances, settings)
    return PlanColumns(level, trend, won, opened, overlap, expected, safe, upside)


def _safe(mean: FloatArray, sigma: FloatArray, settings: Settings) -> FloatArray | None:
    """Sicher per line: the company's quantile, shared out by contribution to the variance (Euler)."""
    shares = _covariances(mean, sigma, settings)
    total = _quantile(float(mean.sum()), float(shares.sum()), settings.safe_quantile)
    return None if total is None else mean - (float(mean.sum()) - total) * _normed(shares)


def _upside(
    expected: FloatArray, opened: FloatArray, sigma: FloatArray, chances: Opportunities, settings: Settings
) -> FloatArray | None:
    spread = owner_sums(chances.owner, chances.spread, len(expected) - 1)
    squares = owner_sums(chances.owner, chances.spread**2, len(expected) - 1)
    shares = _covariances(expected - opened, sigma, settings)
    shares = shares + (1.0 - settings.rho) * squares + settings.rho * spread * float(spread.sum())
    mean = float(expected.sum())
    total = _quantile(mean, float(shares.sum()), settings.upside_quantile)
    return None if total is None else expected + max(total - mean, 0.0) * _normed(shares)


def _covariances(mean: FloatArray, sigma: FloatArray, settings: Settings) -> FloatArray:
    """Contribution of each line to the variance of the sum: common shock and own noise."""
    positive = np.maximum(mean, 0.0)
    common = math.exp(settings.sigma_common**2)
    return positive * (common - 1.0) * float(positive.sum()) + common * positive**2 * np.expm1(sigma**2)


def _normed(shares: FloatArray) -> FloatArray:
    total = float(shares.sum())
    return shares / total if total > 0.0 else np.zeros_like(shares)


def _quantile(mean: float, variance: float, probability: float) -> float | None:
    """Quantile of the lognormal with this mean and variance; None for a mean <= 0."""
    if mean <= 0.0:
        return None
    spread = math.log1p(variance / mean**2)
    return mean * math.exp(-0.5 * spread + NormalDist().inv_cdf(probability) * math.sqrt(spread))


def customer_sigma(noise: FloatArray, points: IntArray, usual: BoolArray, settings: Settings) -> FloatArray:
    """Streuung sigma_i: own noise where `usual` (active, method "log"), else `sigma_unknown`."""
    factor = np.array([NOISE_FACTORS.get(min(int(n), 5), 1.1) for n in points], dtype=np.float64)
    own = np.minimum(settings.sigma_limit, factor * np.sqrt(np.nan_to_num(noise)))
    return np.where(usual, own, settings.sigma_unknown)


def margin_rates(revenue: FloatArray, margin: FloatArray) -> tuple[FloatArray, BoolArray, float]:
    """DB-Quote for the plan per customer, where the company's rate stands in, and the company's rate.

    Sum of d over sum of y of the last two years that have both; NaN where no rate is known at all.
    """
    y, d = revenue[:, -2:], margin[:, -2:]
    both = ~np.isnan(y) & ~np.isnan(d)
    below, over = np.where(both, y, 0.0).sum(axis=1), np.where(both, d, 0.0).sum(axis=1)
    company = float(over.sum() / below.sum()) if below.sum() > 0.0 else math.nan
    usable = below > 0.0
    rates = np.where(usable, over / np.where(usable, below, 1.0), company)
    return rates, ~usable & ~np.isnan(rates), company


def expand_list(keys: pd.Index, volume: FloatArray, expected: FloatArray, settings: Settings) -> pd.DataFrame:
    """Potenzialliste "ausbauen": free potential times the attainable share, in euros, largest first."""
    free = np.maximum(volume - expected, 0.0)
    return _ranked(keys, np.nan_to_num(settings.attainable_share * free), free_potential_eur=free)


def potential(volume: pd.Series, entries: pd.DataFrame) -> float | None:
    """Summe der Liste "ausbauen" in euros; None where nobody typed an Einkaufsvolumen: missing is not zero.

    `volume`: that of the customers the list asks about.
    """
    return None if len(volume) and volume.isna().all() else float(entries["amount_eur"].sum())


def secure_list(keys: pd.Index, level: FloatArray, safe: FloatArray, falling: BoolArray) -> pd.DataFrame:
    """Liste "sichern": y_n - Sicher of falling customers in euros, largest first."""
    return _ranked(keys, np.where(falling, level - safe, 0.0), revenue_eur=level)


def _ranked(keys: pd.Index, amount: FloatArray, **further: FloatArray) -> pd.DataFrame:
    frame = pd.DataFrame({"customer_id": keys.to_numpy(dtype=object), **further, "amount_eur": amount})
    frame = frame[frame["amount_eur"] > 0.0].sort_values("customer_id", kind="stable")
    return frame.sort_values("amount_eur", ascending=False, kind="stable").reset_index(drop=True)


def backtest(forecasts: list[FloatArray], actuals: list[FloatArray], lasts: list[FloatArray]) -> Backtest:
    """Rückrechnung over all origins: weighted absolute error, bias, ratio to "last value" (section 4)."""
    if not forecasts:
        return Backtest(0, None, None, None)
    forecast, actual, last = (np.concatenate(parts) for parts in (forecasts, actuals, lasts))
    error = float(np.abs(forecast - actual).sum())
    return Backtest(
        origins=len(forecasts),
        wape=_quotient(error, float(np.abs(actual).sum())),
        bias=_quotient(float((forecast - actual).sum()), float(actual.sum())),
        ratio_to_naive=_quotient(error, float(np.abs(last - actual).sum())),
    )


def _quotient(above: float, below: float) -> float | None:
    return above / below if below != 0.0 else None


def plan_level(base: pd.DataFrame, full_year: pd.DataFrame) -> tuple[FloatArray, BoolArray]:
    """Ausgangswert in euros, and where it is the owner's full-year figure of a new customer; lost: 0."""
    revenue = np.nan_to_num(base["revenue_eur"].to_numpy(dtype=np.float64))
    typed = pd.to_numeric(full_year["revenue_eur"], errors="coerce").groupby(level=0).last()
    full = typed.reindex(base.index).to_numpy(dtype=np.float64)
    marked = _is(base, CustomerStatus.NEW) & (np.nan_to_num(full) > 0.0)
    return np.where(_is(base, CustomerStatus.LOST), 0.0, np.where(marked, full, revenue)), marked


def _is(base: pd.DataFrame, status: CustomerStatus) -> BoolArray:
    return (base["status"] == status.value).to_numpy(dtype=np.bool_)


def trend_part(base: pd.DataFrame, level: FloatArray, rate: pd.Series) -> FloatArray:
    """Trendanteil G before it is recognised: active customers only (section 4)."""
    active = _is(base, CustomerStatus.ACTIVE)
    return np.where(active, level * np.nan_to_num(rate.to_numpy(dtype=np.float64)), 0.0)


def explanation_effect(
    planned: PlanColumns, growth: FloatArray, unexplained: FloatArray, settings: Settings
) -> FloatArray:
    """Wirkung der Erklärung in euros: Erwartet as planned minus Erwartet without an explanation (section 4).

    `growth` is the Trendanteil before it is recognised, `unexplained` the share of it that counts then.
    """
    before = unexplained * growth
    pipeline = planned.won[:-1] + planned.open[:-1]
    overlap = np.where(before > 0.0, settings.theta * np.minimum(before, pipeline), 0.0)
    return (planned.trend[:-1] - planned.overlap[:-1]) - (before - overlap)


def spreads(base: pd.DataFrame, trends: Trends, settings: Settings) -> FloatArray:
    """Streuung sigma_i of each customer."""
    usual = _is(base, CustomerStatus.ACTIVE) & (trends.points >= 2) & ~trends.linear
    return customer_sigma(trends.noise, trends.points, usual, settings)


def columns(keys: pd.Index, planned: PlanColumns, figures: Figures) -> pd.DataFrame:
    """Planspalten of the results, index customer_id; the line "ohne Kunde" is left to the company."""
    rates, by_company, _ = margin_rates(figures.revenue, figures.margin)
    unknown = np.full(len(keys) + 1, np.nan)
    safe = (unknown if planned.safe is None else planned.safe)[:-1]
    upside = (unknown if planned.upside is None else planned.upside)[:-1]
    return pd.DataFrame(
        {
            "plan_level_eur": planned.level[:-1],
            "plan_trend_eur": planned.trend[:-1],
            "plan_won_eur": planned.won[:-1],
            "plan_open_eur": planned.open[:-1],
            "plan_overlap_eur": planned.overlap[:-1],
            "plan_expected_eur": planned.expected[:-1],
            "plan_safe_eur": safe,
            "plan_upside_eur": upside,
            "plan_margin_eur": planned.expected[:-1] * rates,
            "plan_margin_safe_eur": safe * rates,
            "plan_margin_company_rate": by_company,
        },
        index=keys,
    )


def lists(table: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Listen "ausbauen" and "sichern" from the result columns, without Sammelkonten (section 4)."""
    falling = table["trend_class"].isin([TrendClass.DECLINE.value, TrendClass.STRONG_DECLINE.value])
    active, lost = _is(table, CustomerStatus.ACTIVE), _is(table, CustomerStatus.LOST)
    nobody = table["collective"].to_numpy(dtype=np.bool_)
    volume = np.where(lost | nobody, np.nan, table["purchasing_volume_eur"].to_numpy(dtype=np.float64))
    expand = expand_list(table.index, volume, table["plan_expected_eur"].to_numpy(dtype=np.float64), settings)
    own, safe = (table[name].to_numpy(dtype=np.float64) for name in ("revenue_eur", "plan_safe_eur"))
    return expand, secure_list(table.index, own, safe, falling.to_numpy(dtype=np.bool_) & active & ~nobody)


def opportunity_columns(table: pd.DataFrame, chances: Opportunities) -> pd.DataFrame:
    """Verkaufschancen with probability as used, amount in the plan year, weighted amount, days overdue."""
    return table.assign(
        probability_used=chances.probability,
        value_plan_eur=chances.amount,
        weighted_eur=chances.expected,
        overdue_days=chances.overdue,
    )


def company(
    figures: Figures,
    planned: PlanColumns,
    table: pd.DataFrame,
    settings: Settings,
    expand: float | None,
    secure: float,
) -> CompanyPlan:
    """Das ganze Unternehmen: plan, target, gap in euros; `expand`, `secure` are the sums of the lists."""
    total = PlanLine(_sum(planned.safe), float(planned.expected.sum()), _sum(planned.upside))
    alone = PlanLine(_tail(planned.safe), float(planned.expected[-1]), _tail(planned.upside))
    rate = margin_rates(figures.revenue, figures.margin)[2]
    margin = _with_line(table["plan_margin_eur"], alone.expected, rate)
    margin_safe = _with_line(table["plan_margin_safe_eur"], alone.safe, rate)
    gap = _gap(settings.target_revenue_eur, total.expected)
    last_margin = figures.margin[:, -1]
    known = ~np.isnan(last_margin) & ((last_margin != 0.0) | (figures.revenue[:, -1] != 0.0))
    return CompanyPlan(
        revenue_eur=float(np.nansum(figures.revenue[:, -1])),
        margin_eur=float(np.nansum(last_margin)) if known.any() else None,
        plan=total,
        without_customer=alone,
        plan_margin_eur=margin,
        plan_margin_safe_eur=margin_safe,
        target_eur=settings.target_revenue_eur,
        gap_expected_eur=gap,
        gap_safe_eur=_gap(settings.target_revenue_eur, total.safe),
        target_margin_eur=settings.target_margin_eur,
        gap_margin_expected_eur=_gap(settings.target_margin_eur, margin),
        gap_margin_safe_eur=_gap(settings.target_margin_eur, margin_safe),
        expand_eur=expand,
        secure_eur=secure,
        new_customers_eur=_left_over(gap, expand),
    )


def _left_over(gap: float | None, expand: float | None) -> float | None:
    """Bleibt für Neukunden: nothing without a gap, unknown while the potential is."""
    if gap is None or gap <= 0.0:
        return None if gap is None else 0.0
    return None if expand is None else max(gap - expand, 0.0)


def _sum(values: FloatArray | None) -> float | None:
    return None if values is None else float(values.sum())


def _tail(values: FloatArray | None) -> float | None:
    return None if values is None else float(values[-1])


def _gap(target: float | None, value: float | None) -> float | None:
    return None if target is None or value is None else target - value


def _with_line(column: pd.Series, alone: float | None, rate: float) -> float | None:
    """Sum of the customers' DB and of the line "ohne Kunde"; None without any DB."""
    if column.notna().sum() == 0:
        return None
    return float(column.sum()) + (0.0 if alone is None or math.isnan(rate) else alone * rate)
