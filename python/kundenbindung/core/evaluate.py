"""Auswertung: the one composition Inputs -> Results. Deterministic, no clock, no input or output."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kundenbindung.core import checks, levels, plan, scoring, screening, trend
from kundenbindung.core.compare import at_least
from kundenbindung.core.model import (
    UNEXPLAINED,
    Backtest,
    BoolArray,
    Borderline,
    CompanyPlan,
    CustomerStatus,
    FloatArray,
    Inputs,
    LevelCount,
    PlanLine,
    Results,
    Settings,
    Severity,
    TrendClass,
)

NOBODY = LevelCount(0, 0, 0)


def evaluate(inputs: Inputs) -> Results:
    """Screening, trend, plan and levels of all customers (method sections 1 to 5).

    Errors in the inputs give results without customers and the findings that stopped them.
    """
    found = checks.check_inputs(inputs)
    if any(finding.severity is Severity.ERROR for finding in found):
        return _stopped(inputs, found)
    settings = screening.complete_settings(inputs.settings)
    customers = screening.align_customers(inputs)
    figures = screening.adjust(inputs, settings, customers)
    results = _compose(inputs, settings, customers, figures)
    return replace(results, findings=checks.by_severity(found + checks.check_results(inputs, results)))


def _compose(
    inputs: Inputs, settings: Settings, customers: pd.DataFrame, figures: screening.Figures
) -> Results:
    base = _base_columns(customers, figures)
    trends = trend.estimate(_living(screening.trend_values(figures), base), _segments(customers), settings)
    trend_columns = _trend_columns(inputs, base, figures, trends, settings)
    scores = _scores(inputs, settings, customers, figures, base, trends)
    level_columns = _level_columns(inputs, settings, customers, base, scores)
    chances = _chances(inputs, settings, customers)
    planned, plan_columns = _plan(inputs, settings, base, figures, trends, trend_columns, chances)
    table = pd.concat([base, trend_columns, level_columns, plan_columns], axis=1)
    expand, secure = _lists(table, settings)
    return Results(
        settings=settings,
        years=figures.years,
        criteria=scores.criteria,
        customers=table,
        points=scores.points,
        weighted_points=scores.weighted,
        adjusted_revenue=_by_year(figures.revenue, customers, figures),
        adjusted_margin=_by_year(figures.margin, customers, figures),
        effects=_effects(customers, figures),
        opportunities=_opportunity_columns(inputs, chances),
        by_year=_entered_totals(inputs),
        company=_company(settings, figures, planned, plan_columns, expand, secure),
        backtest=_backtest(customers, figures, settings),
        guideline=levels.quotas(int(table["computed_level"].notna().sum()), settings),
        computed=levels.count_levels(table["computed_level"]),
        decided=levels.count_levels(table["care_level"]),
        expand=expand,
        secure=secure,
        findings=(),
    )


def _base_columns(customers: pd.DataFrame, figures: screening.Figures) -> pd.DataFrame:
    volume = customers["purchasing_volume_eur"] if "purchasing_volume_eur" in customers else None
    return pd.DataFrame(
        {
            "customer": customers["customer"].to_numpy(dtype=object),
            "status": screening.customer_status(figures).to_numpy(),
            "pending": figures.pending,
            "revenue_eur": figures.revenue[:, -1],
            "margin_eur": figures.margin[:, -1],
            "margin_share": screening.margin_share(figures),
            "margin_estimated": figures.estimated,
            "purchasing_volume_eur": np.nan if volume is None else pd.to_numeric(volume, errors="coerce").to_numpy(),
        },
        index=customers.index,
    )


def _segments(customers: pd.DataFrame) -> trend.ObjectArray:
    names = customers["segment"] if "segment" in customers else pd.Series(None, index=customers.index, dtype=object)
    return names.astype(object).where(names.notna(), None).to_numpy(dtype=object)


def _living(values: FloatArray, base: pd.DataFrame) -> FloatArray:
    """Yearly values of active and new customers; a lost one has no trend."""
    lost = (base["status"] == CustomerStatus.LOST.value).to_numpy()
    return np.where(lost[:, None], np.nan, values)


def _trend_columns(
    inputs: Inputs, base: pd.DataFrame, figures: screening.Figures, trends: trend.Trends, settings: Settings
) -> pd.DataFrame:
    classes = trend.classify(trends, settings)
    years = trend.LastYears(
        figures.revenue, figures.margin, figures.first, base["status"].to_numpy(dtype=object), classes, figures.pending
    )
    reasons = trend.explanation_reasons(years, settings)
    change, by_revenue, by_margin = trend.margin_effects(figures.revenue, figures.margin)
    points = trend.growth_points(figures.revenue)
    evidence = trend.raw_evidence(_living(screening.trend_values(figures), base), settings)
    columns = pd.DataFrame(
        {
            "own_rate": trends.rate,
            "trend_method": np.where(trends.points >= 2, np.where(trends.linear, "linear", "log"), None),
            "trend_points": trends.points,
            "trend_slope": trends.slope,
            "trend_variance": trends.variance,
            "trend_lambda": trends.belief,
            "trend_pool_rate": trends.pool,
            "planned_growth": trends.growth,
            "planned_rate": trend.planned_rate(trends, settings),
            "trend_class": classes,
            "trend_confidence": trend.confidence(trends, classes, settings),
            "margin_rate": trend.linear_rates(_living(figures.margin, base)),
            "margin_change_eur": _last(change),
            "revenue_effect_eur": _last(by_revenue),
            "margin_effect_eur": _last(by_margin),
            "growth_points": _last(points),
            "needs_explanation": [bool(names) for names in reasons],
            "explanation_reasons": pd.Series(reasons, dtype=object).to_numpy(),
            "explained": _explained(inputs, base),
        },
        index=base.index,
    )
    return pd.concat([columns, evidence.set_axis(base.index)], axis=1)


def _last(values: FloatArray) -> FloatArray:
    return values[:, -1] if values.shape[1] else np.full(len(values), np.nan)


def _explained(inputs: Inputs, base: pd.DataFrame) -> BoolArray:
    """Erklärt: a reason other than "ungeklärt", and a sentence (section 3)."""
    decisions = inputs.decisions.reindex(base.index)
    code = decisions["reason_code"]
    sentence = decisions["explanation"].fillna("").astype(str).str.strip() != ""
    return np.asarray(code.notna() & (code != UNEXPLAINED) & sentence, dtype=np.bool_)


def _scores(
    inputs: Inputs,
    settings: Settings,
    customers: pd.DataFrame,
    figures: screening.Figures,
    base: pd.DataFrame,
    trends: trend.Trends,
) -> scoring.Scores:
    rated = (base["status"] != CustomerStatus.LOST.value).to_numpy()
    values = screening.source_values(inputs, customers, figures, trends.rate)
    return scoring.score(scoring.prepare(inputs.criteria, values, rated, settings), values, rated)


def _level_columns(
    inputs: Inputs, settings: Settings, customers: pd.DataFrame, base: pd.DataFrame, scores: scoring.Scores
) -> pd.DataFrame:
    eligible = at_least(scores.coverage, settings.min_coverage) & ~np.isnan(scores.score)
    ranking = levels.rank(
        scores.score, eligible, base["margin_eur"].to_numpy(), base["revenue_eur"].to_numpy(), customers.index
    )
    last = inputs.prior_year["care_level"].reindex(customers.index).to_numpy(dtype=object)[ranking.eligible]
    assigned = levels.assign(ranking, last, settings)
    frame = pd.DataFrame({"score": scores.score, "coverage": scores.coverage}, index=customers.index)
    frame["rank"] = _spread(frame, ranking, levels.places(ranking) + 1.0, np.nan)
    frame["computed_level"] = _spread(frame, ranking, assigned, None)
    frame["borderline"] = _borderline(inputs, settings, customers, ranking, assigned, last, scores)
    frame["level_distance"] = _spread(frame, ranking, levels.distances(ranking, assigned), np.nan)
    contrast = scoring.contrast(scores.weighted[eligible])
    frame["strengths"] = _spread(frame, ranking, _objects(contrast.strengths), None)
    frame["weakness"] = _spread(frame, ranking, _objects(contrast.weakness), None)
    return pd.concat([frame, _decided(inputs, settings, base, frame["computed_level"])], axis=1)


def _objects(values: list[tuple[str, ...]] | list[str | None]) -> trend.ObjectArray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _spread(frame: pd.DataFrame, ranking: levels.Ranking, values: object, missing: object) -> pd.Series:
    """Values of the eligible customers as a column of all customers."""
    kind = object if missing is None else np.float64
    column = np.full(len(frame), missing, dtype=kind)
    column[ranking.eligible] = values
    return pd.Series(column, index=frame.index)


def _borderline(
    inputs: Inputs,
    settings: Settings,
    customers: pd.DataFrame,
    ranking: levels.Ranking,
    assigned: trend.ObjectArray,
    last: trend.ObjectArray,
    scores: scoring.Scores,
) -> pd.Series:
    """Grenzfall reasons per customer, in the order of `Borderline`."""
    forgetful = levels.assign(ranking, last, settings, memory=False)
    rows = ranking.eligible
    low, high = scores.low[rows], scores.high[rows]
    apart = at_least(screening.judge_spread(inputs, customers), settings.judge_spread)
    rated = ~np.isnan(scores.coverage)
    held = {
        Borderline.TIE: _mask(len(customers), rows, levels.tied_across_cut(ranking, assigned)),
        Borderline.DATA: _mask(len(customers), rows, levels.level_between_bounds(ranking, low, high, settings)),
        Borderline.JUDGES: apart & rated,
        Borderline.MEMORY: _mask(len(customers), rows, levels.held_by_memory(assigned, forgetful, last)),
    }
    reasons = [tuple(name.value for name in held if held[name][row]) for row in range(len(customers))]
    return pd.Series(reasons, index=customers.index, dtype=object)


def _mask(size: int, rows: levels.IntArray, values: BoolArray) -> BoolArray:
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = values
    return mask


def _decided(inputs: Inputs, settings: Settings, base: pd.DataFrame, computed: pd.Series) -> pd.DataFrame:
    """Entschiedenes Level: it wins unless it has expired; a lost customer has no level (section 5)."""
    decisions = inputs.decisions.reindex(base.index)
    typed = decisions["decided_level"].astype(object).where(decisions["decided_level"].notna(), None)
    stichtag = settings.reporting_date
    past = [
        level is not None and stichtag is not None and levels.expired(_decision(level, on, until), stichtag)
        for level, on, until in zip(typed, decisions["decided_on"], decisions["valid_until"], strict=True)
    ]
    expired = pd.Series(past, index=base.index, dtype=bool)
    level = computed.where(typed.isna() | expired, typed)
    level = level.where(base["status"] != CustomerStatus.LOST.value, None)
    return pd.DataFrame({"decided_level": typed, "decision_expired": expired, "care_level": level})


def _decision(level: str, decided_on: object, valid_until: object) -> levels.Decision:
    dates = [None if pd.isna(day) else day for day in (decided_on, valid_until)]  # type: ignore[call-overload]
    return levels.Decision(level, *dates)


def _chances(inputs: Inputs, settings: Settings, customers: pd.DataFrame) -> plan.Opportunities:
    base_year = settings.base_year
    ends = (screening.year_end(settings, base_year), screening.year_end(settings, base_year + 1))
    return plan.weigh_opportunities(inputs.opportunities, customers.index, inputs.stages, settings, ends)


def _plan(
    inputs: Inputs,
    settings: Settings,
    base: pd.DataFrame,
    figures: screening.Figures,
    trends: trend.Trends,
    trend_columns: pd.DataFrame,
    chances: plan.Opportunities,
) -> tuple[plan.PlanColumns, pd.DataFrame]:
    level, marked = _plan_level(inputs, base)
    active = (base["status"] == CustomerStatus.ACTIVE.value).to_numpy()
    rate = np.nan_to_num(trend_columns["planned_rate"].to_numpy(dtype=np.float64))
    growth = np.where(active, level * rate, 0.0)
    persistence = inputs.decisions["persistence"].reindex(base.index).to_numpy(dtype=object)
    share = trend.recognised_share(
        trend_columns["needs_explanation"].to_numpy(dtype=np.bool_),
        trend_columns["explained"].to_numpy(dtype=np.bool_),
        persistence,
        growth,
    )
    usual = active & (trends.points >= 2) & ~trends.linear
    sigma = plan.customer_sigma(trends.noise, trends.points, usual, settings)
    planned = plan.plan_columns(level, share * growth, sigma, chances, settings)
    rates, by_company, company_rate = plan.margin_rates(figures.revenue, figures.margin)
    table = _plan_table(base.index, planned, np.append(rates, company_rate))
    marks = {"recognised_share": share, "plan_level_full_year": marked, "plan_margin_company_rate": by_company}
    return planned, table.assign(**marks)


def _plan_level(inputs: Inputs, base: pd.DataFrame) -> tuple[FloatArray, BoolArray]:
    """Ausgangswert of the plan: y_n; the owner's full-year figure of a new customer; 0 for a lost one."""
    revenue = np.nan_to_num(base["revenue_eur"].to_numpy(dtype=np.float64))
    typed = pd.to_numeric(inputs.full_year["revenue_eur"], errors="coerce").groupby(level=0).last()
    full = typed.reindex(base.index).to_numpy(dtype=np.float64)
    marked = (base["status"] == CustomerStatus.NEW.value).to_numpy() & (np.nan_to_num(full) > 0.0)
    lost = (base["status"] == CustomerStatus.LOST.value).to_numpy()
    return np.where(lost, 0.0, np.where(marked, full, revenue)), marked


def _plan_table(keys: pd.Index, planned: plan.PlanColumns, rates: FloatArray) -> pd.DataFrame:
    """Plan columns of the customers; the last line ("ohne Kunde") is left to the company."""
    unknown = np.full(len(keys) + 1, np.nan)
    safe = unknown if planned.safe is None else planned.safe
    columns = {
        "plan_level_eur": planned.level,
        "plan_trend_eur": planned.trend,
        "plan_won_eur": planned.won,
        "plan_open_eur": planned.open,
        "plan_overlap_eur": planned.overlap,
        "plan_expected_eur": planned.expected,
        "plan_safe_eur": safe,
        "plan_upside_eur": unknown if planned.upside is None else planned.upside,
        "plan_margin_eur": planned.expected * rates,
        "plan_margin_safe_eur": safe * rates,
    }
    return pd.DataFrame({name: values[:-1] for name, values in columns.items()}, index=keys)


def _lists(table: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    falling = table["trend_class"].isin([TrendClass.DECLINE.value, TrendClass.STRONG_DECLINE.value])
    active = table["status"] == CustomerStatus.ACTIVE.value
    lost = table["status"] == CustomerStatus.LOST.value
    volume = table["purchasing_volume_eur"].where(~lost).to_numpy(dtype=np.float64)
    expand = plan.expand_list(table.index, volume, table["plan_expected_eur"].to_numpy(), settings)
    secure = plan.secure_list(
        table.index, table["revenue_eur"].to_numpy(), table["plan_safe_eur"].to_numpy(), (falling & active).to_numpy()
    )
    return expand, secure


def _by_year(values: FloatArray, customers: pd.DataFrame, figures: screening.Figures) -> pd.DataFrame:
    return pd.DataFrame(values, index=customers.index, columns=list(figures.years))


def _effects(customers: pd.DataFrame, figures: screening.Figures) -> pd.DataFrame:
    """Umsatz- und Margeneffekt: one row per customer and year from the second year on (section 3)."""
    change, by_revenue, by_margin = trend.margin_effects(figures.revenue, figures.margin)
    points = trend.growth_points(figures.revenue)
    steps = len(figures.years) - 1
    return pd.DataFrame(
        {
            "customer_id": np.repeat(customers.index.to_numpy(dtype=object), steps),
            "year": np.tile(np.array(figures.years[1:], dtype=np.int64), len(customers)),
            "margin_change_eur": change.ravel(),
            "revenue_effect_eur": by_revenue.ravel(),
            "margin_effect_eur": by_margin.ravel(),
            "growth_points": points.ravel(),
        }
    )


def _opportunity_columns(inputs: Inputs, chances: plan.Opportunities) -> pd.DataFrame:
    return inputs.opportunities.assign(
        probability_used=chances.probability,
        value_plan_eur=chances.amount,
        weighted_eur=chances.expected,
        overdue_days=chances.overdue,
    )


def _entered_totals(inputs: Inputs) -> pd.DataFrame:
    margin = inputs.margin.sum(min_count=1)
    rows = [(year, float(inputs.revenue[year].sum()), float(margin[year])) for year in inputs.years]
    return pd.DataFrame(rows, columns=["year", "revenue_eur", "margin_eur"])


def _company(
    settings: Settings,
    figures: screening.Figures,
    planned: plan.PlanColumns,
    columns: pd.DataFrame,
    expand: pd.DataFrame,
    secure: pd.DataFrame,
) -> CompanyPlan:
    total = PlanLine(_sum(planned.safe), float(planned.expected.sum()), _sum(planned.upside))
    alone = PlanLine(_tail(planned.safe), float(planned.expected[-1]), _tail(planned.upside))
    company_rate = plan.margin_rates(figures.revenue, figures.margin)[2]
    margin = _with_line(columns["plan_margin_eur"], alone.expected, company_rate)
    margin_safe = _with_line(columns["plan_margin_safe_eur"], alone.safe, company_rate)
    gap = _gap(settings.target_revenue_eur, total.expected)
    known_margin = figures.margin[~np.isnan(figures.margin[:, -1]), -1]
    expand_eur = float(expand["amount_eur"].sum())
    return CompanyPlan(
        revenue_eur=float(np.nansum(figures.revenue[:, -1])),
        margin_eur=float(known_margin.sum()) if known_margin.size else None,
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
        expand_eur=expand_eur,
        secure_eur=float(secure["amount_eur"].sum()),
        new_customers_eur=None if gap is None else max(gap - expand_eur, 0.0),
    )


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
    return float(column.sum()) + (0.0 if alone is None or np.isnan(rate) else alone * rate)


def _backtest(customers: pd.DataFrame, figures: screening.Figures, settings: Settings) -> Backtest:
    """Rückrechnung: the base year from the years before it, with five years also the year before (section 4)."""
    years = len(figures.years)
    origins = [year for year in ((years - 1, years - 2) if years >= 5 else (years - 1,)) if year >= 2]
    forecasts, actuals, lasts = [], [], []
    for origin in origins:
        history = figures.revenue[:, :origin]
        usable = history[:, -1] > 0.0
        trends = trend.estimate(history[usable], _segments(customers)[usable], settings)
        last = history[usable, -1]
        forecasts.append(last * (1.0 + np.nan_to_num(trend.planned_rate(trends, settings))))
        actuals.append(figures.revenue[usable, origin])
        lasts.append(last)
    return plan.backtest(forecasts, actuals, lasts)


def _stopped(inputs: Inputs, found: tuple[checks.Finding, ...]) -> Results:
    """Results of inputs that cannot be computed: findings, totals as entered, and nothing else."""
    empty = pd.DataFrame()
    return Results(
        settings=inputs.settings,
        years=inputs.years,
        criteria=(),
        customers=empty,
        points=empty,
        weighted_points=empty,
        adjusted_revenue=empty,
        adjusted_margin=empty,
        effects=empty,
        opportunities=empty,
        by_year=_entered_totals(inputs),
        company=None,
        backtest=None,
        guideline=NOBODY,
        computed=NOBODY,
        decided=NOBODY,
        expand=empty,
        secure=empty,
        findings=checks.by_severity(found),
    )
