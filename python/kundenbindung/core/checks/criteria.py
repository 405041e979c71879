"""Kriterien prüfen: anchors, weights, and whether the same thing counts twice (section 2)."""

from __future__ import annotations

import numpy as np

from kundenbindung.core.compare import above, at_least
from kundenbindung.core.model import CriterionKind, Finding, Inputs, Results, ScoredCriterion, Severity

HARD_RANGE = (6, 8)
SOFT_RANGE = (2, 3)
CORRELATION_LIMIT = 0.95
CORRELATION_MINIMUM = 5
"""Correlations of fewer common customers say nothing."""

_OFF_SEVERITY = {"criterion_rarely_filled": Severity.NOTICE}


def _finding(code: str, severity: Severity, entry: ScoredCriterion, field: str, **values: object) -> Finding:
    return Finding(
        code, severity, "criteria", entry.criterion, field, {"criterion": entry.criterion, **values}
    )


def switched_off(inputs: Inputs, results: Results) -> list[Finding]:
    """Kriterien that are off for everybody, each with its reason."""
    del inputs
    fields = {"criterion_source_unknown": "source", "criterion_rarely_filled": "source"}
    return [
        _finding(
            entry.off_reason,
            _OFF_SEVERITY.get(entry.off_reason, Severity.WARNING),
            entry,
            fields.get(entry.off_reason, "zero_at"),
            source=entry.source,
            share=entry.filled_share,
            zero_at=entry.zero_at,
            ten_at=entry.ten_at,
        )
        for entry in results.criteria
        if entry.off_reason is not None and entry.weight > 0.0 and len(results.customers)
    ]


def proposed_anchors(inputs: Inputs, results: Results) -> list[Finding]:
    """Anker proposed from the data at this calculation, to be frozen in the sheet."""
    del inputs
    return [
        _finding(
            "anchors_proposed", Severity.NOTICE, entry, "zero_at", zero_at=entry.zero_at, ten_at=entry.ten_at
        )
        for entry in results.criteria
        if entry.proposed
    ]


def clipped(inputs: Inputs, results: Results) -> list[Finding]:
    """Anker zu eng: too many customers beyond one of them, and more than a single one, who is no pattern."""
    del inputs
    limit = results.settings.clip_warning_share
    known = results.points.count()
    return [
        _finding("criterion_clipped", Severity.WARNING, entry, field, share=share, points=points)
        for entry in results.criteria
        for field, share, points in (("zero_at", entry.clipped_low, 0), ("ten_at", entry.clipped_high, 10))
        if entry.on and entry.weight > 0.0 and above(np.array([share]), limit)[0]
        if round(share * known[entry.criterion]) > 1
    ]


def constant(inputs: Inputs, results: Results) -> list[Finding]:
    """Kriterium equal for everybody: it weighs, but decides nothing."""
    del inputs
    return [
        _finding("criterion_constant", Severity.WARNING, entry, "source")
        for entry in _active(results)
        if results.points[entry.criterion].count() > 1 and results.points[entry.criterion].nunique() == 1
    ]


def correlated(inputs: Inputs, results: Results) -> list[Finding]:
    """Doppelt gezählt: two criteria whose points run in parallel."""
    del inputs
    names = [entry.criterion for entry in _active(results)]
    table = results.points[names].corr(min_periods=CORRELATION_MINIMUM).to_numpy(dtype=np.float64)
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))]
    return [
        Finding(
            "criteria_correlated",
            Severity.WARNING,
            "criteria",
            names[i],
            "source",
            {"criterion": names[i], "other": names[j], "correlation": float(table[i, j])},
        )
        for i, j in pairs
        if above(table[i, [j]], CORRELATION_LIMIT)[0]
    ]


def effort_twice(inputs: Inputs, results: Results) -> list[Finding]:
    """Betreuungsaufwand both in DB III and as a criterion."""
    del inputs
    entries = [entry for entry in _active(results) if entry.source == "care_hours_per_1000_eur_margin"]
    in_margin = results.settings.margin_kind.strip().upper() == "DB III"
    return [_finding("effort_twice", Severity.WARNING, entry, "source") for entry in entries if in_margin]


def only_revenue(inputs: Inputs, results: Results) -> list[Finding]:
    """Umsatz the only money criterion."""
    del inputs
    money = {"revenue_mean", "margin_mean", "margin_share", "free_potential"}
    used = [entry for entry in _active(results) if entry.source in money]
    if {entry.source for entry in used} != {"revenue_mean"}:
        return []
    return [_finding("revenue_only_money", Severity.WARNING, used[0], "source")]


def number_of_criteria(inputs: Inputs, results: Results) -> list[Finding]:
    """Sechs bis acht harte, zwei bis drei weiche Kriterien: outside it a notice, never a refusal."""
    del inputs
    weighted = [entry for entry in results.criteria if entry.weight > 0.0]
    hard = sum(entry.kind is CriterionKind.HARD for entry in weighted)
    soft = len(weighted) - hard
    if HARD_RANGE[0] <= hard <= HARD_RANGE[1] and SOFT_RANGE[0] <= soft <= SOFT_RANGE[1]:
        return []
    return [
        Finding("criteria_number", Severity.NOTICE, "criteria", None, "kind", {"hard": hard, "soft": soft})
    ]


def weight_sum(inputs: Inputs, results: Results) -> list[Finding]:
    """Summe der Gewichte: 100 asked for, normalised anyway."""
    del results
    total = sum(entry.weight for entry in inputs.criteria)
    if at_least(np.array([total]), 100.0)[0] and not above(np.array([total]), 100.0)[0]:
        return []
    return [Finding("weight_sum", Severity.NOTICE, "criteria", None, "weight", {"total": total})]


def none_left(inputs: Inputs, results: Results) -> list[Finding]:
    """Kein Kriterium übrig: customers, but nothing to rate them with."""
    del inputs
    if _active(results) or not len(results.customers):
        return []
    return [Finding("criteria_all_off", Severity.WARNING, "criteria")]


def _active(results: Results) -> list[ScoredCriterion]:
    return [entry for entry in results.criteria if entry.on and entry.weight > 0.0]


CHECKS = (
    none_left,
    switched_off,
    proposed_anchors,
    clipped,
    constant,
    correlated,
    effort_twice,
    only_revenue,
    number_of_criteria,
    weight_sum,
)
