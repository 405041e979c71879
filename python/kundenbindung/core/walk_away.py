"""Abgangsprobe: plan, hours and levels of the company without one customer (method section 8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Criterion, Inputs, LevelCount, Results, ScoredCriterion


@dataclass(frozen=True, slots=True)
class WalkAway:
    """Ohne einen Kunden: euros and hours; None where a figure is not known.

    revenue_share  his share of the company's revenue in the base year; hours  that would be free
    levels  counts of the final levels without him
    """

    customer_id: str
    revenue_share: float | None
    expected: float | None
    safe: float | None
    margin: float | None
    hours: float | None
    levels: LevelCount


def without(inputs: Inputs, results: Results, key: str) -> WalkAway:
    """Unternehmen ohne den Kunden `key`: evaluated anew, anchors as in `results`; KeyError if unknown."""
    own = float(results.customers["revenue_eur"].astype(float).loc[key])
    rest = evaluate(_left(inputs, results, key))
    total = results.company.revenue_eur if results.company is not None else 0.0
    plan = rest.company.plan if rest.company is not None else None
    return WalkAway(
        customer_id=key,
        revenue_share=own / total if total > 0.0 else None,
        expected=plan.expected if plan else None,
        safe=plan.safe if plan else None,
        margin=rest.company.plan_margin_eur if rest.company is not None else None,
        hours=_hours(inputs, results, key),
        levels=rest.decided,
    )


def _hours(inputs: Inputs, results: Results, key: str) -> float | None:
    """Hours his level takes in the plan year; without activities those of last year."""
    if results.capacity is not None:
        return float(results.capacity.hours.sum(axis=1)[key])
    column = inputs.customers["care_effort_hours"]
    value = float(column[key]) if key in column.index and pd.notna(column[key]) else np.nan
    return None if np.isnan(value) else value


def _left(inputs: Inputs, results: Results, key: str) -> Inputs:
    """Eingaben without everything of the customer; anchors frozen, nothing drawn, no calendar."""
    keyed = ("customers", "revenue", "margin", "full_year", "decisions", "prior_year", "prior_points")
    listed = ("one_offs", "opportunities", "judgements")
    frames = {name: getattr(inputs, name) for name in keyed}
    lists = {name: getattr(inputs, name) for name in listed}
    return replace(
        inputs,
        settings=replace(inputs.settings, draws=0),
        criteria=tuple(map(_frozen, inputs.criteria, results.criteria)),
        activities=inputs.activities.iloc[:0],
        **{name: frame[frame.index != key] for name, frame in frames.items()},
        **{name: frame[frame["customer_id"] != key] for name, frame in lists.items()},
    )


def _frozen(typed: Criterion, used: ScoredCriterion) -> Criterion:
    return replace(typed, zero_at=used.zero_at, ten_at=used.ten_at)
