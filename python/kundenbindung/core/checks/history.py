"""Vorjahr prüfen: whether last year's plan is for this base year, and whether its points were frozen."""

from __future__ import annotations

from kundenbindung.core.checks.about import about
from kundenbindung.core.model import Finding, Inputs, Results, Severity


def prior_plan_year(inputs: Inputs, results: Results) -> list[Finding]:
    """Planjahr: the frozen plan must have been made for the base year."""
    year, base = inputs.prior_plan_year, results.settings.base_year
    if year is None or year == base:
        return []
    values = {"plan_year": year, "base_year": base}
    return [Finding("prior_year_other", Severity.WARNING, "prior_year", None, "plan_year", values)]


def prior_points(inputs: Inputs, results: Results) -> list[Finding]:
    """Punkte des Vorjahres: without them the reasons of a change of level cannot be told apart."""
    prior = inputs.prior_year
    rated = prior["care_level"].notna() | prior["score"].notna()
    frozen = inputs.prior_points.notna().any(axis=1).reindex(prior.index, fill_value=False)
    here = prior.index.isin(results.customers.index)
    keys = prior.index[rated & ~frozen.astype(bool) & here]
    return about("prior_points_missing", Severity.NOTICE, "prior_year", keys)


CHECKS = (prior_plan_year, prior_points)
