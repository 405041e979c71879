"""Eingaben prüfen before the calculation: years, part year, keys, weights, shares."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from kundenbindung.core.model import Finding, Inputs, Severity

MAX_YEARS = 5
USUAL_YEARS = 3
MAX_NAME = 100


def _error(
    code: str, table: str, row: str | int | None = None, field: str | None = None, **values: object
) -> Finding:
    return Finding(code, Severity.ERROR, table, row, field, values)


def base_year(inputs: Inputs) -> list[Finding]:
    """Basisjahr: the last of three to five consecutive years."""
    years, base = inputs.years, inputs.settings.base_year
    if not years or years[-1] != base:
        return [_error("base_year_missing", "settings", "base_year", "value", year=base)]
    if years != tuple(range(years[0], base + 1)) or len(years) > MAX_YEARS:
        return [_error("years_not_consecutive", "figures", years=", ".join(map(str, years)))]
    if len(years) < USUAL_YEARS:
        return [Finding("years_few", Severity.WARNING, "figures", None, None, {"count": len(years)})]
    return []


def part_year(inputs: Inputs) -> list[Finding]:
    """Teiljahr: months 1 to 12, share booked at least a quarter, typed if it can be."""
    settings = inputs.settings
    months, share = settings.months_in_base_year, settings.booked_share
    if not 1 <= months <= 12:
        return [_error("months_invalid", "settings", "months_in_base_year", "value", months=months)]
    if months == 12:
        return []
    used = months / 12.0 if share is None else share
    if not settings.min_booked_share <= used <= 1.0:
        return [_error("base_year_unusable", "settings", "booked_share", "value", share=used, months=months)]
    if share is not None:
        return []
    values = {"share": used, "months": months}
    return [Finding("booked_share_assumed", Severity.WARNING, "settings", "booked_share", "value", values)]


def base_year_figures(inputs: Inputs) -> list[Finding]:
    """Basisjahr without any revenue: nobody has been lost, the figures have not come yet."""
    revenue, settings = inputs.revenue, inputs.settings
    if settings.months_in_base_year != 12 or settings.base_year not in revenue.columns:
        return []
    earlier = revenue.drop(columns=settings.base_year)
    if revenue[settings.base_year].notna().any() or not (earlier > 0.0).any(axis=None):
        return []
    return [_error("base_year_no_figures", "figures", year=settings.base_year)]


def _repeated(keys: Iterable[object]) -> list[str]:
    return [str(key) for key, count in Counter(keys).items() if count > 1]


def duplicate_keys(inputs: Inputs) -> list[Finding]:
    """Kundennr. and Kriterium must be unique in their tables."""
    tables = {
        "customers": inputs.customers.index,
        "figures": inputs.revenue.index,
        "screening": inputs.decisions.index,
        "prior_year": inputs.prior_year.index,
    }
    found = [
        _error("customer_duplicate", name, key, "customer_id", key=key)
        for name, index in tables.items()
        for key in _repeated(index)
    ]
    names = {entry.criterion.casefold(): entry.criterion for entry in inputs.criteria}
    repeated = _repeated(entry.criterion.casefold() for entry in inputs.criteria)
    return found + [
        _error("criterion_duplicate", "criteria", names[key], "criterion", key=names[key]) for key in repeated
    ]


def criterion_names(inputs: Inputs) -> list[Finding]:
    """Kriterium: its name becomes the header of a column, which Excel limits."""
    return [
        _error(
            "criterion_name_long",
            "criteria",
            name[:30],
            "criterion",
            key=name[:30],
            length=len(name),
            limit=MAX_NAME,
        )
        for name in (entry.criterion for entry in inputs.criteria)
        if len(name) > MAX_NAME
    ]


def weights(inputs: Inputs) -> list[Finding]:
    """Gewichte: none negative, not all zero."""
    if not inputs.criteria:
        return [_error("criteria_missing", "criteria")]
    bad = [entry for entry in inputs.criteria if not math.isfinite(entry.weight) or entry.weight < 0.0]
    if bad:
        return [
            _error("weight_negative", "criteria", entry.criterion, "weight", weight=entry.weight)
            for entry in bad
        ]
    if not sum(entry.weight for entry in inputs.criteria) > 0.0:
        return [_error("weights_all_zero", "criteria", None, "weight")]
    return []


def level_shares(inputs: Inputs) -> list[Finding]:
    """Anteile of Strategie and Service: not negative, together at most the whole."""
    settings = inputs.settings
    top, bottom = settings.share_strategy, settings.share_service
    if min(top, bottom) >= 0.0 and top + bottom <= 1.0:
        return []
    return [_error("level_shares_invalid", "settings", "share_strategy", "value", top=top, bottom=bottom)]


CHECKS = (base_year, part_year, base_year_figures, duplicate_keys, criterion_names, weights, level_shares)
