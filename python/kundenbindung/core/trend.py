"""Trend, der sich erklären lässt: own rate, class, confidence, shrinkage, effects, need to explain.

Method section 3. Values are N customers x T years in euros, NaN where a year is no trend point.
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd

from kundenbindung.core.compare import above, at_least, names_held
from kundenbindung.core.model import (
    UNEXPLAINED,
    BoolArray,
    Confidence,
    CustomerStatus,
    Figures,
    FloatArray,
    IntArray,
    ObjectArray,
    Persistence,
    Settings,
    TrendClass,
    Trends,
)

NOISE_MEDIANS = {3: 0.455, 4: 0.693, 5: 0.789}
"""Median of the scaled chi-square by number of points, so that a further year keeps the noise level."""

PRIOR_WEIGHT = 3.0
"""Weight of the common noise in the moderated variance (section 3, step 2)."""

MAD_SCALE = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""


def estimate(values: FloatArray, segments: ObjectArray, settings: Settings) -> Trends:
    """Trend estimation over N x T yearly values; `segments` name the pool of each customer."""
    points = (~np.isnan(values)).sum(axis=1).astype(np.int64)
    enough = points >= 2
    linear = enough & (np.where(np.isnan(values), 1.0, values) <= 0.0).any(axis=1)
    log = enough & ~linear
    slope = np.where(log, _log_slopes(values, log), linear_rates(values))
    slope = np.where(enough, slope, np.nan)
    rate = np.where(linear, slope, np.expm1(slope))
    noise = np.where(enough, _noise(values, points, log, settings), np.nan)
    variance = noise / np.maximum(points - 1, 1)
    pool, belief = _shrinkage(slope, variance, points, log, segments, settings)
    growth = np.where(log, pool + belief * (slope - pool), _linear_growth(slope, settings))
    belief = np.where(linear, settings.default_lambda, belief)
    return Trends(
        points, linear, slope, rate, noise, variance, pool, belief, np.where(enough, growth, np.nan)
    )


def _log_slopes(values: FloatArray, log: BoolArray) -> FloatArray:
    return theil_sen(np.log(np.where(log[:, None] & ~np.isnan(values), np.abs(values), np.nan)))


def theil_sen(values: FloatArray) -> FloatArray:
    """Theil-Sen-Steigung per row: median of the slopes of all pairs of years, NaN without a pair."""
    rows, years = values.shape
    if years < 2:
        return np.full(rows, np.nan)
    pairs = combinations(range(years), 2)
    return row_median(np.column_stack([(values[:, b] - values[:, a]) / (b - a) for a, b in pairs]))


def row_median(values: FloatArray) -> FloatArray:
    """Median per row over the values that are not NaN; NaN for a row without one."""
    ordered = np.sort(values, axis=1)
    count = (~np.isnan(values)).sum(axis=1)
    low = np.maximum((count - 1) // 2, 0)[:, None]
    high = np.minimum(count // 2, values.shape[1] - 1)[:, None]
    middle = np.take_along_axis(ordered, low, axis=1) + np.take_along_axis(ordered, high, axis=1)
    return np.where(count > 0, 0.5 * middle[:, 0], np.nan)


def linear_rates(values: FloatArray) -> FloatArray:
    """Rate of method "linear": Theil-Sen slope over the mean of |values|; 0 where all are 0."""
    filled = ~np.isnan(values)
    count = filled.sum(axis=1)
    size = np.where(filled, np.abs(values), 0.0).sum(axis=1) / np.maximum(count, 1)
    rates = np.where(size > 0.0, theil_sen(values) / np.where(size > 0.0, size, 1.0), 0.0)
    return np.where(count >= 2, rates, np.nan)


def _linear_growth(slope: FloatArray, settings: Settings) -> FloatArray:
    return np.clip(settings.default_lambda * slope, -settings.linear_limit, settings.linear_limit)


def _noise(values: FloatArray, points: IntArray, log: BoolArray, settings: Settings) -> FloatArray:
    """Moderated variance s~_i² of a yearly step (section 3, step 2)."""
    measured = log & (points >= 3)
    own = _step_variance(values, measured)
    common = settings.default_variance
    if measured.any():
        scale = np.array([NOISE_MEDIANS.get(int(n), NOISE_MEDIANS[5]) for n in points[measured]])
        common = float(np.median(own[measured] / scale))
    moderated = (PRIOR_WEIGHT * common + (points - 2) * own) / (points + 1)
    return np.where(measured, moderated, common)


def _step_variance(values: FloatArray, measured: BoolArray) -> FloatArray:
    steps = np.diff(np.log(np.where(measured[:, None] & (values > 0.0), values, np.nan)), axis=1)
    filled = ~np.isnan(steps)
    count = np.maximum(filled.sum(axis=1), 2)
    mean = np.where(filled, steps, 0.0).sum(axis=1) / count
    deviation = np.where(filled, steps - mean[:, None], 0.0)
    return np.where(measured, (deviation**2).sum(axis=1) / (count - 1), 0.0)


def _shrinkage(
    slope: FloatArray,
    variance: FloatArray,
    points: IntArray,
    log: BoolArray,
    segments: ObjectArray,
    settings: Settings,
) -> tuple[FloatArray, FloatArray]:
    """Pool rate mu and lambda per customer: the segment if it is large enough, else the company."""
    pool, belief = np.full(len(slope), np.nan), np.full(len(slope), np.nan)
    codes, names = pd.factorize(segments)
    counts = np.bincount(codes[log & (codes >= 0)], minlength=len(names))
    large = (codes >= 0) & (counts[codes] >= settings.pool_size) if len(names) else codes > 0
    groups = [(log, log & ~large)]
    groups += [
        (log & (codes == code), log & (codes == code))
        for code in np.flatnonzero(counts >= settings.pool_size)
    ]
    for members, targets in groups:
        if targets.any():
            mu, tau = _pool_spread(slope[members], variance[members])
            pool[targets] = mu
            few = int((points[members] >= 3).sum()) < settings.pool_size
            belief[targets] = settings.default_lambda if few else _lambda(tau, variance[targets])
    return pool, belief


def _pool_spread(slope: FloatArray, variance: FloatArray) -> tuple[float, float]:
    mu = float(np.median(slope))
    total = (MAD_SCALE * float(np.median(np.abs(slope - mu)))) ** 2
    return mu, max(total - float(np.median(variance)), 0.05 * total)


def _lambda(tau: float, variance: FloatArray) -> FloatArray:
    below = tau + variance
    return np.where(below > 0.0, tau / np.where(below > 0.0, below, 1.0), 1.0)


def planned_rate(trends: Trends, settings: Settings) -> FloatArray:
    """Rate the plan uses: exp(phi g) - 1, a fraction a year (section 4)."""
    return np.expm1(settings.phi * trends.growth)


def classify(trends: Trends, settings: Settings) -> ObjectArray:
    """Einordnung of the own annual rate (section 3, step 3); None without a trend."""
    strong, stable = settings.strong_rate, settings.stable_rate
    rate = trends.rate
    classes = np.full(len(rate), None, dtype=object)
    classes[~np.isnan(rate)] = TrendClass.STRONG_DECLINE.value
    classes[above(rate, -strong)] = TrendClass.DECLINE.value
    classes[above(rate, -stable)] = TrendClass.STABLE.value
    classes[at_least(rate, stable)] = TrendClass.GROWTH.value
    classes[at_least(rate, strong)] = TrendClass.STRONG_GROWTH.value
    return classes


def confidence(trends: Trends, classes: ObjectArray, settings: Settings) -> ObjectArray:
    """Sicherheit in words: how clearly the slope lies beyond the class border towards zero."""
    borders = {
        TrendClass.STRONG_GROWTH: settings.strong_rate,
        TrendClass.GROWTH: settings.stable_rate,
        TrendClass.DECLINE: -settings.stable_rate,
        TrendClass.STRONG_DECLINE: -settings.strong_rate,
    }
    words = np.full(len(classes), None, dtype=object)
    for name, border in borders.items():
        here = (classes == name.value) & ~trends.linear
        sure = _beyond(trends.slope[here], trends.variance[here], abs(math.log1p(border)))
        words[here] = _words(sure, trends.points[here], settings)
    return words


def _beyond(slope: FloatArray, variance: FloatArray, border: float) -> FloatArray:
    spread = np.sqrt(np.where(variance > 0.0, variance, 1.0))
    return np.where(variance > 0.0, normal_cdf((np.abs(slope) - border) / spread), 1.0)


def normal_cdf(values: FloatArray) -> FloatArray:
    """Phi, the standard normal distribution function."""
    return np.array([0.5 * (1.0 + math.erf(value / math.sqrt(2.0))) for value in values], dtype=np.float64)


def _words(sure: FloatArray, points: IntArray, settings: Settings) -> ObjectArray:
    words = np.full(len(sure), Confidence.UNCERTAIN.value, dtype=object)
    words[at_least(sure, settings.likely_confidence)] = Confidence.LIKELY.value
    words[at_least(sure, settings.clear_confidence) & (points > 2)] = Confidence.CLEAR.value
    return words


def raw_evidence(values: FloatArray, settings: Settings) -> pd.DataFrame:
    """Belege beside the trend (section 3, step 5): first, last, rises of steps, largest jump in euros."""
    filled = ~np.isnan(values)
    steps = np.diff(values, axis=1)
    sizes = np.where(np.isnan(steps), 0.0, np.abs(steps))
    path = sizes.sum(axis=1)
    largest = np.argmax(sizes, axis=1) if steps.shape[1] else np.zeros(len(values), dtype=np.int64)
    rows = np.arange(len(values))
    jump = (
        np.where(path > 0.0, steps[rows, largest], np.nan) if steps.shape[1] else np.full(len(values), np.nan)
    )
    count = (~np.isnan(steps)).sum(axis=1)
    return pd.DataFrame(
        {
            "trend_first_eur": _pick(values, filled.argmax(axis=1), filled),
            "trend_last_eur": _pick(values, values.shape[1] - 1 - filled[:, ::-1].argmax(axis=1), filled),
            "trend_rises": (np.nan_to_num(steps) > 0.0).sum(axis=1),
            "trend_steps": count,
            "trend_jump_eur": jump,
            "trend_one_jump": (count >= 2)
            & above(np.abs(np.nan_to_num(jump)) - settings.one_jump_share * path, 0.0),
        }
    )


def _pick(values: FloatArray, columns: IntArray, filled: BoolArray) -> FloatArray:
    return np.where(filled.any(axis=1), values[np.arange(len(values)), columns], np.nan)


def margin_effects(revenue: FloatArray, margin: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Umsatz- und Margeneffekt of each yearly step, N x (T-1) in euros: change, revenue, margin effect.

    Bennet's symmetric two-point split (section 3); years before the first count as 0, so that the
    steps chain; with revenue 0 in one of the years all is Umsatzeffekt.
    """
    y = np.nan_to_num(revenue, nan=0.0)
    d = np.where(np.isnan(revenue), 0.0, margin)
    before, after = y[:, :-1], y[:, 1:]
    change = d[:, 1:] - d[:, :-1]
    usable = (before != 0.0) & (after != 0.0)
    ratio_before = d[:, :-1] / np.where(usable, before, 1.0)
    ratio_after = d[:, 1:] / np.where(usable, after, 1.0)
    by_margin = np.where(usable, 0.5 * (before + after) * (ratio_after - ratio_before), 0.0)
    by_revenue = np.where(usable, 0.5 * (ratio_before + ratio_after) * (after - before), change)
    return change, by_revenue, np.where(np.isnan(change), np.nan, by_margin)


def growth_points(revenue: FloatArray) -> FloatArray:
    """Wachstumsbeitrag of each customer and step, N x (T-1): change over the company's prior-year total.

    Fractions that add up to the company's growth; NaN where that total is not positive.
    """
    y = np.nan_to_num(revenue, nan=0.0)
    total = y[:, :-1].sum(axis=0)
    return np.where(total > 0.0, np.diff(y, axis=1) / np.where(total > 0.0, total, 1.0), np.nan)


def explanation_reasons(
    figures: Figures, status: ObjectArray, classes: ObjectArray, settings: Settings
) -> list[tuple[str, ...]]:
    """Erklärungsbedarf per customer: the rules (a) to (e) of section 3 that hold, in that order."""
    material_y = settings.materiality_share * _total(figures.revenue)
    material_d = settings.materiality_share * abs(_total(figures.margin))
    known = status != CustomerStatus.NEW.value
    compared = known & ~figures.pending & (figures.revenue.shape[1] >= 2)
    held = {
        "revenue": compared & _moved(figures.revenue, settings.change_threshold, material_y),
        "margin": compared & _moved(figures.margin, settings.change_threshold, material_d),
        "strong": known & _strong(figures, classes, material_y),
        "opposite": compared & _opposite(figures, settings, material_y, material_d),
        "lost": (status == CustomerStatus.LOST.value) & _large_once(figures.revenue, material_y),
    }
    return names_held(held)


def _total(values: FloatArray) -> float:
    return float(np.nansum(values[:, -1])) if values.size else 0.0


def _moved(values: FloatArray, threshold: float, material: float) -> BoolArray:
    if values.shape[1] < 2:
        return np.zeros(len(values), dtype=np.bool_)
    base, change = values[:, -2], values[:, -1] - values[:, -2]
    share = np.where(base == 0.0, 1.0, np.abs(change) / np.where(base == 0.0, 1.0, np.abs(base)))
    return at_least(share, threshold) & at_least(np.abs(change), material) & above(np.abs(change), 0.0)


def _strong(figures: Figures, classes: ObjectArray, material: float) -> BoolArray:
    strong = np.isin(classes.astype(str), (TrendClass.STRONG_GROWTH.value, TrendClass.STRONG_DECLINE.value))
    column = np.minimum(figures.first, figures.revenue.shape[1] - 1)
    first_value = figures.revenue[np.arange(len(column)), column]
    return strong & at_least(np.abs(figures.revenue[:, -1] - first_value), material)


def _opposite(figures: Figures, settings: Settings, material_y: float, material_d: float) -> BoolArray:
    both = _moved(figures.revenue, settings.opposite_threshold, material_y)
    both &= _moved(figures.margin, settings.opposite_threshold, material_d)
    by_revenue, by_margin = _last_step(figures.revenue), _last_step(figures.margin)
    return both & (np.sign(by_revenue) * np.sign(by_margin) < 0.0)


def _last_step(values: FloatArray) -> FloatArray:
    return values[:, -1] - values[:, -2] if values.shape[1] >= 2 else np.full(len(values), np.nan)


def _large_once(revenue: FloatArray, material: float) -> BoolArray:
    """True where the last positive year reached the materiality."""
    positive = np.nan_to_num(revenue) > 0.0
    last = positive.shape[1] - 1 - positive[:, ::-1].argmax(axis=1)
    return positive.any(axis=1) & at_least(revenue[np.arange(len(last)), last], material)


PERSISTENCE_SHARES = {Persistence.YES.value: 1.0, Persistence.PARTLY.value: 0.5, Persistence.NO.value: 0.0}
"""Hält an: share of the trend part that goes on (section 4)."""


def recognised_share(
    flagged: BoolArray, explained: BoolArray, persistence: ObjectArray, growth_eur: FloatArray
) -> FloatArray:
    """Anerkannter Anteil k: a rise needs a reason to go on, a fall needs one to stop (section 4)."""
    typed = np.array([PERSISTENCE_SHARES.get(str(word), np.nan) for word in persistence], dtype=np.float64)
    unexplained = np.where(growth_eur > 0.0, 0.0, 1.0)
    share = np.where(explained & ~np.isnan(typed), typed, unexplained)
    return np.where(flagged & (growth_eur != 0.0), share, 1.0)


def columns(
    figures: Figures, base: pd.DataFrame, decisions: pd.DataFrame, settings: Settings
) -> tuple[Trends, pd.DataFrame]:
    """Trendspalten of the results, index customer_id; `decisions` hold reason code and sentence.

    Nobody can explain the trend of a Sammelkonto.
    """
    lost = (base["status"] == CustomerStatus.LOST.value).to_numpy(dtype=np.bool_)[:, None]
    values = np.where(lost, np.nan, trend_values(figures.revenue, figures.pending))
    trends = estimate(values, base["segment"].to_numpy(dtype=object), settings)
    classes = classify(trends, settings)
    reasons = explanation_reasons(figures, base["status"].to_numpy(dtype=object), classes, settings)
    collective = base["collective"].tolist()
    reasons = [() if nobody else names for names, nobody in zip(reasons, collective, strict=True)]
    estimates = _estimates(trends, classes, settings).assign(
        margin_rate=linear_rates(np.where(lost, np.nan, trend_values(figures.margin, figures.pending))),
        needs_explanation=[bool(names) for names in reasons],
        explanation_reasons=pd.Series(reasons, dtype=object),
    )
    parts = [estimates, _last_effects(figures), raw_evidence(values, settings)]
    table = pd.concat(parts, axis=1).set_axis(base.index, axis=0)
    return trends, table.assign(explained=_explained(decisions.reindex(base.index)))


def trend_values(yearly: FloatArray, pending: BoolArray) -> FloatArray:
    """Jahreswerte that count as trend points: N x T, NaN for a pending base year."""
    values = yearly.copy()
    values[pending, -1] = np.nan
    return values


def _estimates(trends: Trends, classes: ObjectArray, settings: Settings) -> pd.DataFrame:
    method = np.where(trends.linear, "linear", "log").astype(object)
    method[trends.points < 2] = None
    return pd.DataFrame(
        {
            "own_rate": trends.rate,
            "trend_method": method,
            "trend_points": trends.points,
            "trend_slope": trends.slope,
            "trend_variance": trends.variance,
            "trend_lambda": trends.belief,
            "trend_pool_rate": trends.pool,
            "planned_growth": trends.growth,
            "planned_rate": planned_rate(trends, settings),
            "trend_class": classes,
            "trend_confidence": confidence(trends, classes, settings),
        }
    )


def _last_effects(figures: Figures) -> pd.DataFrame:
    change, by_revenue, by_margin = margin_effects(figures.revenue, figures.margin)
    effects = {
        "margin_change_eur": change,
        "revenue_effect_eur": by_revenue,
        "margin_effect_eur": by_margin,
        "growth_points": growth_points(figures.revenue),
    }
    missing = np.full(len(figures.revenue), np.nan)
    return pd.DataFrame(
        {name: values[:, -1] if values.shape[1] else missing for name, values in effects.items()}
    )


def _explained(decisions: pd.DataFrame) -> BoolArray:
    """Erklärt: a reason other than "ungeklärt", and a sentence (section 3)."""
    code = decisions["reason_code"]
    sentence = decisions["explanation"].fillna("").astype(str).str.strip() != ""
    return np.asarray(code.notna() & (code != UNEXPLAINED) & sentence, dtype=np.bool_)


def effects(keys: pd.Index, figures: Figures) -> pd.DataFrame:
    """Umsatz- und Margeneffekt: one row per customer and year from the second year on (section 3)."""
    change, by_revenue, by_margin = margin_effects(figures.revenue, figures.margin)
    steps = len(figures.years) - 1
    return pd.DataFrame(
        {
            "customer_id": np.repeat(keys.to_numpy(dtype=object), steps),
            "year": np.tile(np.array(figures.years[1:], dtype=np.int64), len(keys)),
            "margin_change_eur": change.ravel(),
            "revenue_effect_eur": by_revenue.ravel(),
            "margin_effect_eur": by_margin.ravel(),
            "growth_points": growth_points(figures.revenue).ravel(),
        }
    )


def forecast(history: FloatArray, segments: ObjectArray, settings: Settings) -> FloatArray:
    """Vorhersage of the year after `history` from the trend alone: last value moved by the planned rate."""
    trends = estimate(history, segments, settings)
    return history[:, -1] * (1.0 + np.nan_to_num(planned_rate(trends, settings)))
