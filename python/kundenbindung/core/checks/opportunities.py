"""Verkaufschancen prüfen: a clean sales pipeline (section 4)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from kundenbindung.core.checks.about import about
from kundenbindung.core.model import Finding, Inputs, OpportunityKind, OpportunityStatus, Results, Severity

EQUAL_MINIMUM = 3
"""So many equal probabilities look like a default nobody thought about."""


def _rows(
    code: str, severity: Severity, table: pd.DataFrame, mask: pd.Series, field: str, **values: object
) -> list[Finding]:
    """One finding about all opportunities of the mask, named by customer and project."""
    chosen = table[mask.astype(bool)]
    if chosen.empty:
        return []
    names = tuple(_name(row["customer_id"], row["project"]) for row in chosen.to_dict("records"))
    row = names[0] if len(names) == 1 else None
    amount = float(chosen["value_eur"].fillna(0.0).sum())
    told = {"keys": names, "count": len(names), "eur": amount, **values}
    return [Finding(code, severity, "opportunities", row, field, told)]


def _name(*words: object) -> str:
    parts = [word for word in words if isinstance(word, str)]
    return " ".join(parts)


def _open(table: pd.DataFrame) -> pd.Series:
    return table["status"].fillna(OpportunityStatus.OPEN.value) == OpportunityStatus.OPEN.value


def empty(inputs: Inputs, results: Results) -> list[Finding]:
    """Pipeline leer: the plan rests on trends alone."""
    if len(inputs.opportunities) or not len(results.customers):
        return []
    return [Finding("opportunities_missing", Severity.NOTICE, "opportunities")]


def incomplete(inputs: Inputs, results: Results) -> list[Finding]:
    """Unvollständige Chancen: customer, value, kind, probability, date."""
    table = results.opportunities
    live = table["status"].fillna(OpportunityStatus.OPEN.value) != OpportunityStatus.LOST.value
    stranger = live & ~table["customer_id"].isin(results.customers.index)
    no_value = live & ~(table["value_eur"] >= 0.0)
    kinds = {kind.value for kind in OpportunityKind}
    chance = _open(table) & table["probability"].isna() & ~table["stage"].isin(list(inputs.stages))
    notice, warning = Severity.NOTICE, Severity.WARNING
    return [
        *_rows("opportunity_without_customer", warning, table, stranger, "customer_id"),
        *_rows("opportunity_value_missing", warning, table, no_value, "value_eur"),
        *_rows("opportunity_kind_unknown", notice, table, live & ~table["kind"].isin(kinds), "kind"),
        *_rows("opportunity_probability_missing", warning, table, chance, "probability"),
        *_rows("opportunity_undated", notice, table, live & table["expected_close"].isna(), "expected_close"),
    ]


def overdue(inputs: Inputs, results: Results) -> list[Finding]:
    """Überfällige Chancen: close date in the past, counted in full, by half, or not at all."""
    del inputs
    table, settings = results.opportunities, results.settings
    days = table["overdue_days"]
    late, expired = days > settings.overdue_days, days > settings.expired_days
    warning = Severity.WARNING
    return [
        *_rows("opportunity_expired", warning, table, expired, "expected_close", days=settings.expired_days),
        *_rows(
            "opportunity_overdue",
            warning,
            table,
            late & ~expired,
            "expected_close",
            days=settings.overdue_days,
        ),
        *_rows("opportunity_close_past", Severity.NOTICE, table, (days > 0) & ~late, "expected_close"),
    ]


def stale(inputs: Inputs, results: Results) -> list[Finding]:
    """Nicht gepflegt: open, and not updated for more than half a year."""
    del inputs
    table, settings = results.opportunities, results.settings
    limit = (
        settings.reporting_date - dt.timedelta(days=settings.stale_days) if settings.reporting_date else None
    )
    old = pd.Series(
        [isinstance(day, dt.date) and limit is not None and day < limit for day in table["updated"]],
        index=table.index,
        dtype=bool,
    )
    return _rows(
        "opportunity_stale", Severity.WARNING, table, _open(table) & old, "updated", days=settings.stale_days
    )


def large(inputs: Inputs, results: Results) -> list[Finding]:
    """Klumpen: one open opportunity makes up more than a tenth of the plan."""
    del inputs
    if results.company is None or not results.company.plan.expected:
        return []
    table, share = results.opportunities, results.settings.large_opportunity_share
    big = _open(table) & (table["value_plan_eur"] > share * results.company.plan.expected)
    return _rows("opportunity_large", Severity.WARNING, table, big, "value_eur", share=share)


def equal_probabilities(inputs: Inputs, results: Results) -> list[Finding]:
    """Alle Wahrscheinlichkeiten gleich."""
    table = results.opportunities
    stages = table["stage"].map(lambda stage: inputs.stages.get(stage, 0.0))
    used = table["probability"].astype(float).fillna(stages.astype(float))[_open(table)]
    if len(used) < EQUAL_MINIMUM or used.nunique() != 1:
        return []
    values = {"share": float(used.iloc[0]), "count": len(used)}
    return [Finding("probabilities_equal", Severity.WARNING, "opportunities", None, "probability", values)]


def against_trend(inputs: Inputs, results: Results) -> list[Finding]:
    """Trend gegen Pipeline: falls, yet a full pipeline; rises, yet none. A Sammelkonto never has one."""
    if not len(inputs.opportunities):
        return []
    customers, settings = results.customers, results.settings
    single = ~customers["collective"].astype(bool)
    pipeline = customers["plan_won_eur"] + customers["plan_open_eur"]
    falls = customers["trend_class"].isin(["decline", "strong_decline"])
    rises = customers["trend_class"].isin(["growth", "strong_growth"])
    full = falls & (pipeline > settings.full_pipeline_share * customers["revenue_eur"])
    material = settings.materiality_share * float(np.nansum(customers["revenue_eur"]))
    bare = rises & (pipeline <= 0.0) & (customers["plan_trend_eur"] >= material)
    return [
        *_customers("falling_with_pipeline", customers, full & single),
        *_customers("rising_without_pipeline", customers, bare & single),
    ]


def _customers(code: str, customers: pd.DataFrame, mask: pd.Series) -> list[Finding]:
    keys = customers.index[mask.astype(bool)]
    return about(code, Severity.WARNING, "plan", keys, "plan_open_eur")


CHECKS = (empty, incomplete, overdue, stale, large, equal_probabilities, against_trend)
