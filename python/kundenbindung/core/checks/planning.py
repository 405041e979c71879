"""Plan prüfen: undefined figures, growth nobody has seen yet, missing target (section 4)."""

from __future__ import annotations

import numpy as np

from kundenbindung.core.checks.about import about
from kundenbindung.core.model import CustomerStatus, Finding, Inputs, Results, Severity


def undefined(inputs: Inputs, results: Results) -> list[Finding]:
    """Plan nicht bestimmbar: the company's mean is not positive."""
    del inputs
    company = results.company
    if company is None or not len(results.customers) or company.plan.safe is not None:
        return []
    return [Finding("plan_undefined", Severity.WARNING, "plan", None, "plan_safe_eur")]


def above_best_year(inputs: Inputs, results: Results) -> list[Finding]:
    """Planwachstum above the best year so far."""
    del inputs
    totals = results.adjusted_revenue.sum().to_numpy(dtype=np.float64)
    company = results.company
    if company is None or company.plan.expected is None or len(totals) < 2 or not (totals > 0.0).all():
        return []
    best = float((totals[1:] / totals[:-1]).max() - 1.0)
    planned = company.plan.expected / totals[-1] - 1.0
    if planned <= max(best, 0.0):
        return []
    return [
        Finding(
            "plan_above_best_year", Severity.WARNING, "plan", None, None, {"planned": planned, "best": best}
        )
    ]


def above_volume(inputs: Inputs, results: Results) -> list[Finding]:
    """Plan above the customer's purchasing volume."""
    del inputs
    customers = results.customers
    over = customers["plan_expected_eur"] > customers["purchasing_volume_eur"]
    return about("plan_above_volume", Severity.WARNING, "plan", customers.index[over], "plan_expected_eur")


def missing_target(inputs: Inputs, results: Results) -> list[Finding]:
    """Kein Zielumsatz: the gap cannot be told."""
    if inputs.settings.target_revenue_eur is not None or not len(results.customers):
        return []
    return [Finding("target_missing", Severity.NOTICE, "settings", "target_revenue_eur", "value")]


def missing_volume(inputs: Inputs, results: Results) -> list[Finding]:
    """Kein Einkaufsvolumen: how much of the gap the customers could fill cannot be told."""
    del inputs
    company = results.company
    if company is None or company.expand_eur is not None or (company.gap_expected_eur or 0.0) <= 0.0:
        return []
    return [Finding("purchasing_volume_missing", Severity.NOTICE, "customers", None, "purchasing_volume_eur")]


def company_margin_rate(inputs: Inputs, results: Results) -> list[Finding]:
    """DB-Plan mit der Quote des Unternehmens, where the customer has none of his own."""
    del inputs
    customers = results.customers
    planned = customers["plan_expected_eur"] > 0.0
    marked = (
        customers["plan_margin_company_rate"].astype(bool) & planned & customers["plan_margin_eur"].notna()
    )
    return about(
        "margin_rate_of_company", Severity.NOTICE, "plan", customers.index[marked], "plan_margin_eur"
    )


def weak_backtest(inputs: Inputs, results: Results) -> list[Finding]:
    """Rückrechnung schlechter als "wie im Vorjahr": the owner decides on the trend's share."""
    del inputs
    backtest = results.backtest
    if backtest is None or backtest.ratio_to_naive is None or backtest.ratio_to_naive <= 1.0:
        return []
    values = {"ratio": backtest.ratio_to_naive, "origins": backtest.origins}
    return [Finding("backtest_weak", Severity.NOTICE, "settings", "phi", "value", values)]


def lost_customers(inputs: Inputs, results: Results) -> list[Finding]:
    """Verlorene Kunden are listed; a Sammelkonto without revenue is no customer lost."""
    del inputs
    customers = results.customers
    earlier = results.adjusted_revenue.notna().any(axis=1)
    lost = (customers["status"] == CustomerStatus.LOST.value) & earlier & ~customers["collective"]
    keys = tuple(str(key) for key in customers.index[lost])
    row = keys[0] if len(keys) == 1 else None
    return (
        [Finding("customers_lost", Severity.NOTICE, "screening", row, "status", {"keys": keys})]
        if keys
        else []
    )


CHECKS = (
    undefined,
    above_best_year,
    above_volume,
    missing_target,
    missing_volume,
    company_margin_rate,
    weak_backtest,
    lost_customers,
)
