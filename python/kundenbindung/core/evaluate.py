"""Auswertung: the one composition Inputs -> Results. Deterministic, no clock, no input or output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kundenbindung.core import (
    capacity,
    checks,
    concentration,
    history,
    levels,
    levers,
    plan,
    retreat,
    schedule,
    scoring,
    screening,
    stability,
    trend,
    workdays,
)
from kundenbindung.core.model import (
    Backtest,
    Figures,
    Finding,
    Inputs,
    LevelCount,
    Results,
    Settings,
    Severity,
    Trends,
)

NOBODY = LevelCount(0, 0, 0)


def evaluate(inputs: Inputs) -> Results:
    """Screening, trend, plan, levels, stability, capacity and calendar (method sections 1 to 8).

    Errors in the inputs give results without customers and the findings that stopped them.
    """
    found = checks.check_inputs(inputs)
    if any(finding.severity is Severity.ERROR for finding in found):
        return stopped(inputs, found)
    results = _with_people(inputs, _compose(inputs, screening.complete_settings(inputs.settings)))
    return _with_points(inputs, replace(results, findings=found + checks.check_results(inputs, results)))


def _with_people(inputs: Inputs, results: Results) -> Results:
    """Kapazität und Termine of the levels that count, on the working days of the plan year (7 and 8)."""
    days = workdays.plan_year(results.settings, inputs.closures)
    found = capacity.assess(inputs, results.customers, days, results.settings)
    levels_now = results.customers["care_level"]
    appointments = schedule.calendar(inputs, levels_now, days, results.settings)
    available = {entry.role: entry.available_hours for entry in found.roles} if found else {}
    return replace(
        results,
        capacity=found,
        appointments=appointments,
        appointments_wanted=schedule.wanted(inputs, levels_now),
        quarters=schedule.quarters(appointments, available, days),
    )


def _with_points(inputs: Inputs, results: Results) -> Results:
    """Punkte der Klausur, which follow from the findings, and all findings in their order."""
    points = retreat.items(results)
    stand = retreat.status(points, inputs, results)
    found = results.findings + retreat.short_of_time(stand, inputs) + retreat.loosely_deferred(points, inputs)
    return replace(results, retreat=points, retreat_status=stand, findings=checks.by_severity(found))


def _compose(inputs: Inputs, settings: Settings) -> Results:
    customers = screening.align_customers(inputs)
    figures = screening.adjust(inputs, settings, customers)
    base = screening.base_columns(customers, figures)
    trends, trend_columns = trend.columns(figures, base, inputs.decisions, settings)
    rated = screening.rated(base)
    values = screening.source_values(inputs, customers, figures, trends.rate)
    scores = scoring.score(scoring.prepare(inputs.criteria, values, rated, settings), values, rated)
    spread = screening.judge_spread(inputs, customers)
    level_columns = levels.columns(scores, base, inputs.prior_year["care_level"], spread, settings)
    computed = level_columns["computed_level"]
    guideline = levels.quotas(int(computed.notna().sum()), settings)
    steady = stability.columns(scores, level_columns, base["revenue_eur"], guideline, settings)
    reach = levers.columns(scores, values, level_columns["points_to_next"])
    facts = scoring.contrast(scores.weighted, computed.notna().to_numpy(dtype=np.bool_))
    decided = levels.decided(inputs.decisions, base, computed, settings.reporting_date)
    chances = _chances(inputs, settings, customers.index)
    planned, plan_columns = _plan(inputs, settings, base, figures, trends, trend_columns, chances)
    level_columns = level_columns.drop(columns="borderline")
    table = pd.concat(
        [base, trend_columns, level_columns, steady, reach, facts, decided, plan_columns], axis=1
    )
    expand, secure = plan.lists(table, settings)
    potential = plan.potential(table.loc[rated, "purchasing_volume_eur"], expand)
    return Results(
        settings=settings,
        years=figures.years,
        criteria=scores.criteria,
        customers=table,
        points=scores.points,
        weighted_points=scores.weighted,
        adjusted_revenue=pd.DataFrame(figures.revenue, index=table.index, columns=list(figures.years)),
        adjusted_margin=pd.DataFrame(figures.margin, index=table.index, columns=list(figures.years)),
        effects=trend.effects(table.index, figures),
        opportunities=plan.opportunity_columns(inputs.opportunities, chances),
        by_year=screening.entered_totals(inputs),
        company=plan.company(figures, planned, table, settings, potential, float(secure["amount_eur"].sum())),
        backtest=_backtest(figures, base, settings),
        guideline=guideline,
        computed=levels.count_levels(computed),
        decided=levels.count_levels(table["care_level"]),
        expand=expand,
        secure=secure,
        borderline=stability.most_at_stake(table),
        history=history.compare(inputs, table, scores.points, scores.criteria),
        concentration=concentration.concentrate(table),
        capacity=None,
        appointments=pd.DataFrame(),
        appointments_wanted=0,
        quarters=pd.DataFrame(),
        retreat=pd.DataFrame(),
        retreat_status=pd.DataFrame(),
        findings=(),
    )


def _chances(inputs: Inputs, settings: Settings, keys: pd.Index) -> plan.Opportunities:
    years = (settings.base_year, settings.plan_year)
    ends = (screening.year_end(settings, years[0]), screening.year_end(settings, years[1]))
    return plan.weigh_opportunities(inputs.opportunities, keys, inputs.stages, settings, ends)


def _plan(
    inputs: Inputs,
    settings: Settings,
    base: pd.DataFrame,
    figures: Figures,
    trends: Trends,
    trend_columns: pd.DataFrame,
    chances: plan.Opportunities,
) -> tuple[plan.PlanColumns, pd.DataFrame]:
    level, marked = plan.plan_level(base, inputs.full_year)
    growth = plan.trend_part(base, level, trend_columns["planned_rate"])
    flagged, explained = (
        trend_columns[name].to_numpy(dtype=np.bool_) for name in ("needs_explanation", "explained")
    )
    persistence = inputs.decisions["persistence"].reindex(base.index).to_numpy(dtype=object)
    share = trend.recognised_share(flagged, explained, persistence, growth)
    unexplained = trend.recognised_share(flagged, np.zeros_like(explained), persistence, growth)
    planned = plan.plan_columns(
        level, share * growth, plan.spreads(base, trends, settings), chances, settings
    )
    table = plan.columns(base.index, planned, figures)
    effect = plan.explanation_effect(planned, growth, unexplained, settings)
    return planned, table.assign(
        recognised_share=share,
        plan_level_full_year=marked,
        explanation_effect_eur=np.where(flagged & explained, effect, np.nan),
    )


def _backtest(figures: Figures, base: pd.DataFrame, settings: Settings) -> Backtest:
    """Rückrechnung of the base year, with five years also of the year before (section 4)."""
    last = len(figures.years) - 1
    segments = base["segment"].to_numpy(dtype=object)
    forecasts, actuals, lasts = [], [], []
    for origin in (last, last - 1) if last >= 4 else (last,) if last >= 2 else ():
        usable = figures.revenue[:, origin - 1] > 0.0
        history = figures.revenue[usable, :origin]
        forecasts.append(trend.forecast(history, segments[usable], settings))
        actuals.append(figures.revenue[usable, origin])
        lasts.append(history[:, -1])
    return plan.backtest(forecasts, actuals, lasts)


def stopped(inputs: Inputs, found: Sequence[Finding]) -> Results:
    """Angehalten: results of inputs that cannot be computed; findings, totals as entered, nothing else."""
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
        by_year=screening.entered_totals(inputs),
        company=None,
        backtest=None,
        guideline=NOBODY,
        computed=NOBODY,
        decided=NOBODY,
        expand=empty,
        secure=empty,
        borderline=(),
        history=None,
        concentration=None,
        capacity=None,
        appointments=empty,
        appointments_wanted=0,
        quarters=empty,
        retreat=empty,
        retreat_status=empty,
        findings=checks.by_severity(tuple(found)),
    )
