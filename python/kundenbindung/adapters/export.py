"""Ergebnis als JSON: the contract other programs rely on (`schema_version`)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from kundenbindung.adapters import beside
from kundenbindung.core.model import CareLevel, Finding, LevelCount, PlanLine, Results, ScoredCriterion
from kundenbindung.core.stability import SHARE_COLUMNS

SCHEMA_VERSION = 1

_CUSTOMER_FIELDS = (
    "customer",
    "status",
    "collective",
    "score",
    "coverage",
    "revenue_eur",
    "margin_eur",
    "margin_estimated",
    "own_rate",
    "planned_rate",
    "trend_lambda",
    "trend_class",
    "trend_confidence",
    "needs_explanation",
    "recognised_share",
    "computed_level",
    "decided_level",
    "care_level",
    "borderline",
    "steadiness",
    "stake_eur",
    "points_to_next",
    "next_level",
    "lever",
    "lever_from",
    "lever_to",
    "explanation_effect_eur",
    "plan_level_eur",
    "plan_trend_eur",
    "plan_won_eur",
    "plan_open_eur",
    "plan_overlap_eur",
    "plan_safe_eur",
    "plan_expected_eur",
    "plan_upside_eur",
    "plan_margin_eur",
)


def to_json(results: Results | None, findings: Sequence[Finding]) -> dict[str, object]:
    """Ergebnisse as plain data: amounts in euros, rates and shares as fractions, missing is None.

    Without results (a workbook that could not be read to the end) only the findings are filled.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "meta": {"versions": _versions(), **(_meta(results) if results else {})},
        "customers": _customers(results) if results else [],
        "company": _company(results) if results else None,
        "capacity": _capacity(results) if results else [],
        "findings": [_finding(entry) for entry in findings],
    }


def write_json(content: Mapping[str, object], target: Path) -> None:
    """JSON file in UTF-8, written beside its place and then moved there."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    beside.put(target, text.encode())


def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("kundenbindung", "numpy", "pandas")}
    return {"python": platform.python_version(), **packages}


def _meta(results: Results) -> dict[str, object]:
    settings = {name: _plain(value) for name, value in dataclasses.asdict(results.settings).items()}
    return {
        "settings": settings,
        "base_year": results.settings.base_year,
        "seed": results.settings.seed,
        "years": list(results.years),
        "criteria": [_criterion(entry) for entry in results.criteria],
    }


def _criterion(entry: ScoredCriterion) -> dict[str, object]:
    names = ("criterion", "source", "zero_at", "ten_at", "weight", "on")
    fields = {name: _plain(getattr(entry, name)) for name in names}
    return {
        **fields,
        "kind": entry.kind.value,
        "scale": entry.scale.value,
        "weight_share": entry.weight_share,
    }


def _customers(results: Results) -> list[dict[str, object]]:
    table = results.customers
    if not len(table):
        return []
    columns = {name: [_plain(value) for value in table[name].tolist()] for name in _CUSTOMER_FIELDS}
    stability = _stability(table)
    points, weighted = _by_criterion(results.points), _by_criterion(results.weighted_points)
    hours = _hours(results)
    return [
        {
            "customer_id": str(key),
            **{name: values[row] for name, values in columns.items()},
            "stability": stability[row],
            "points": points[row],
            "weighted_points": weighted[row],
            "hours": hours[row],
        }
        for row, key in enumerate(table.index)
    ]


def _hours(results: Results) -> list[float | None]:
    """Betreuungsstunden im Planjahr per customer, 0 without a level; None where capacity is not computed."""
    if results.capacity is None:
        return [None] * len(results.customers)
    return [float(hours) for hours in results.capacity.hours.sum(axis=1).tolist()]


def _stability(table: pd.DataFrame) -> list[dict[str, object] | None]:
    """Anteile der Ziehungen je Level; None where nothing was drawn."""
    shares = table[list(SHARE_COLUMNS)].to_numpy(dtype=np.float64).tolist()
    names = [level.value for level in CareLevel]
    return [None if math.isnan(row[0]) else dict(zip(names, row, strict=True)) for row in shares]


def _by_criterion(frame: pd.DataFrame) -> list[dict[str, object]]:
    names = [str(name) for name in frame.columns]
    rows = frame.to_numpy(dtype=np.float64).tolist()
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _company(results: Results) -> dict[str, object] | None:
    total = results.company
    if total is None:
        return None
    by_year = [
        {
            "year": int(row["year"]),
            "revenue_eur": _plain(row["revenue_eur"]),
            "margin_eur": _plain(row["margin_eur"]),
        }
        for row in results.by_year.to_dict("records")
    ]
    backtest = dataclasses.asdict(results.backtest) if results.backtest else None
    return {
        "by_year": by_year,
        "revenue_eur": _plain(total.revenue_eur),
        "margin_eur": _plain(total.margin_eur),
        "plan_safe_eur": _plain(total.plan.safe),
        "plan_expected_eur": _plain(total.plan.expected),
        "plan_upside_eur": _plain(total.plan.upside),
        "plan_margin_eur": _plain(total.plan_margin_eur),
        "plan_margin_safe_eur": _plain(total.plan_margin_safe_eur),
        "without_customer": _line(total.without_customer),
        "target_eur": _plain(total.target_eur),
        "gap_expected_eur": _plain(total.gap_expected_eur),
        "gap_safe_eur": _plain(total.gap_safe_eur),
        "target_margin_eur": _plain(total.target_margin_eur),
        "gap_margin_expected_eur": _plain(total.gap_margin_expected_eur),
        "gap_margin_safe_eur": _plain(total.gap_margin_safe_eur),
        "expand_eur": _plain(total.expand_eur),
        "secure_eur": _plain(total.secure_eur),
        "new_customers_eur": _plain(total.new_customers_eur),
        "backtest": backtest,
        "levels": {
            "guideline": _split(results.guideline),
            "computed": _split(results.computed),
            "decided": _split(results.decided),
            "affordable": _split(results.capacity.affordable if results.capacity else None),
        },
    }


def _capacity(results: Results) -> list[dict[str, object]]:
    """Auslastung je Rolle; None where nobody said how many hours there are."""
    return [
        {
            "role": entry.role,
            "needed_hours": entry.needed_hours,
            "available_hours": entry.available_hours,
            "load": entry.load,
            "verdict": _plain(entry.verdict),
        }
        for entry in (results.capacity.roles if results.capacity else ())
    ]


def _line(line: PlanLine) -> dict[str, object]:
    return {"safe": _plain(line.safe), "expected": _plain(line.expected), "upside": _plain(line.upside)}


def _split(count: LevelCount | None) -> dict[str, int] | None:
    return dataclasses.asdict(count) if count else None


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "table": finding.table,
        "row": finding.row,
        "field": finding.field,
        "values": {name: _plain(value) for name, value in finding.values.items()},
    }


def _plain(value: object) -> object:
    """Value as JSON knows it; NaN and infinities are None, dates ISO texts."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.date):
        return None if pd.isna(value) else value.isoformat()
    if isinstance(value, Sequence):
        return [_plain(entry) for entry in value]
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]  # the stubs know no isna of an object
