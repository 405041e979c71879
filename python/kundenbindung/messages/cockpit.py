"""Cockpit: the tables behind the charts, with the words that stand in them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kundenbindung.core import cockpit
from kundenbindung.core.concentration import FEW
from kundenbindung.core.model import CareLevel, Results
from kundenbindung.core.workdays import MONTHS
from kundenbindung.messages.german import NO_BREAK, percent, round_euros, short_euros, signed_euros
from kundenbindung.messages.overview import split
from kundenbindung.messages.short_names import LONGEST_AT_POINT, LONGEST_NAME, short_names
from kundenbindung.messages.statements import statements
from kundenbindung.workbook.layout import word
from kundenbindung.workbook.tables.cockpit import (
    CHART_BRIDGE,
    CHART_MARK,
    CHART_PLAN,
    CHART_SCALE,
    CONTESTED_CUSTOMERS,
    NAMED_CUSTOMERS,
    STROKES,
)

LEVELS = tuple(level.value for level in CareLevel)


def tables(results: Results) -> dict[str, pd.DataFrame]:
    """Tabellen of the sheet Cockpit by their name."""
    return {
        "statements": statements(results),
        "chart_customers": _customers(results),
        "chart_names": _names(results),
        "chart_scale": _scale(results),
        "chart_split": _split(results),
        "chart_levels": _levels(results).drop(columns=["hours", "hours_share"]),
        "chart_watering": _watering(results),
        "chart_plan": _plan(results),
        "chart_bridge": _bridge(results),
        "chart_trends": _trends(results),
        "chart_stability": _stability(results),
        "chart_load": _load(results),
        "chart_curve": _curve(results),
        "chart_mark": _mark(results),
    }


def _customers(results: Results) -> pd.DataFrame:
    """Every customer with a level that holds: his score in the column of the level; best first."""
    columns = ["customer_id", "customer", "revenue_eur", "place", *LEVELS]
    if not len(results.customers):
        return pd.DataFrame(columns=columns)
    table = _rated(results).sort_values("score", ascending=False, kind="stable")
    levels = {level: table["score"].where(table["care_level"] == level) for level in LEVELS}
    place = cockpit.places(table["revenue_eur"], _scale_of(results))
    return table.assign(**levels, place=place).rename_axis("customer_id").reset_index()[columns]


def _rated(results: Results) -> pd.DataFrame:
    table = results.customers[["customer", "revenue_eur", "score", "care_level"]]
    return table[table["score"].notna() & table["care_level"].notna()]


def _scale_of(results: Results) -> cockpit.Scale:
    """Maßstab of all that is drawn."""
    return cockpit.scale(_rated(results)["revenue_eur"] if len(results.customers) else pd.Series(dtype=float))


def _names(results: Results) -> pd.DataFrame:
    keys = cockpit.named(results, NAMED_CUSTOMERS)
    columns = ["customer", "customer_id", "revenue_eur", "place", "score"]
    if not len(keys):
        return pd.DataFrame(index=range(NAMED_CUSTOMERS), columns=columns)
    table = results.customers.loc[keys, ["customer", "revenue_eur", "score"]].rename_axis("customer_id")
    names = short_names(table["customer"], LONGEST_AT_POINT)
    place = cockpit.places(table["revenue_eur"], _scale_of(results))
    filled = table.assign(customer=names, place=place).reset_index()[columns]
    return filled.reindex(range(NAMED_CUSTOMERS))


def _scale(results: Results) -> pd.DataFrame:
    """Strokes of the axis of revenue: what they say and where they stand, as many rows as ever."""
    on = _scale_of(results)
    known = bool(len(results.customers))
    rows = [
        (round_euros(10.0**power), (power - on.first) / (on.last - on.first), 0.0)
        for power in (on.strokes if known else ())
    ]
    columns = [column.name for column in CHART_SCALE.expand()]
    return pd.DataFrame(rows, columns=columns).reindex(range(STROKES))


SPLITS = {
    "guideline": "Richtwert",
    "computed": "Vorschlag",
    "decided": "entschieden",
    "affordable": "tragbar",
}
"""Aufteilungen of the chart, by their column on Start."""
UNKNOWN = "{split}: offen"


def _split(results: Results) -> pd.DataFrame:
    """The split on Start, turned: one row per split; what is not known, or empty, stays empty."""
    counts = split(results).set_index("care_level")[list(SPLITS)].astype(np.float64).T
    counts = counts.where(counts.sum(axis=1) > 0.0)
    empty = counts.isna().all(axis=1) & bool(len(results.customers))
    names = [UNKNOWN.format(split=label) if empty[name] else label for name, label in SPLITS.items()]
    return counts.set_axis(list(LEVELS), axis=1).assign(split=names).reset_index(drop=True)


def _levels(results: Results) -> pd.DataFrame:
    table = cockpit.by_level(results)
    return table.assign(care_level=[word("care_level", level) for level in table.index]).reset_index(
        drop=True
    )


def _watering(results: Results) -> pd.DataFrame:
    """Zeit und DB je Level; nothing at all where one of them is not known."""
    table = _levels(results)[["care_level", "hours_share", "margin_share"]]
    shares = table[["hours_share", "margin_share"]]
    both = bool(shares.notna().any().all())
    return table if both else table.assign(hours_share=np.nan, margin_share=np.nan)


PART_YEAR = "{year} ({months} Monate)"
PLANNED = ("Plan {year}:", "Sicher {safe},", "Erwartet {expected},", "Möglich {upside}")
"""Lines below the column of the plan year, each broken nowhere."""


def _plan(results: Results) -> pd.DataFrame:
    """Last years as booked, then the plan year in its three parts."""
    names = [column.name for column in CHART_PLAN.expand()]
    rows: list[dict[str, object]] = [
        {"year": _year(results, int(row["year"])), "booked_eur": float(row["revenue_eur"]) or np.nan}
        for row in results.by_year.to_dict("records")
    ]
    total = results.company
    year = results.settings.base_year + 1
    plan_year: dict[str, object] = {"year": f"Plan {year}"}
    if total is None or not len(results.customers) or total.plan.safe is None:
        return pd.DataFrame([*rows, plan_year], columns=names)
    safe, expected, upside = (
        float(value or 0.0) for value in (total.plan.safe, total.plan.expected, total.plan.upside)
    )
    sums = {"safe": safe, "expected": expected, "upside": upside}
    plan_year["year"] = _planned(year, sums)
    parts = {"safe_eur": safe, "expected_more_eur": expected - safe, "upside_more_eur": upside - expected}
    return pd.DataFrame([*rows, {**plan_year, **parts, "target_eur": total.target_eur}], columns=names)


def _planned(year: int, sums: Mapping[str, float]) -> str:
    words = {name: short_euros(amount) for name, amount in sums.items()}
    return " ".join(line.format(year=year, **words).replace(" ", NO_BREAK) for line in PLANNED)


def _year(results: Results, year: int) -> str:
    """Jahr, with its months where it is not over."""
    months = results.settings.months_in_base_year
    begun = year == results.settings.base_year and months < MONTHS
    return PART_YEAR.format(year=year, months=months) if begun else str(year)


STEPS = {
    "revenue": "Umsatzeffekt",
    "margin": "Margeneffekt",
    "new": "neue Kunden",
    "lost": "verlorene Kunden",
    "other": "ohne Umsatz",
}
"""Schritte of the bridge between the two years."""
WHOLE = "zusammen"
UNCLASSED = "ohne Einordnung"


def _bridge(results: Results) -> pd.DataFrame:
    """Rows of the bridge: the steps, one on top of the other, and the whole change; as many rows as ever."""
    columns = [column.name for column in CHART_BRIDGE.expand()]
    found = cockpit.bridge(results)
    if found is None:
        return pd.DataFrame({"step": [*STEPS.values(), WHOLE]}, columns=columns)
    rows, height = [], 0.0
    for name, label in STEPS.items():
        amount = float(getattr(found, name))
        rows.append(_step(label, height, amount))
        height += amount
    whole = {"step": f"{WHOLE}: {signed_euros(height)}", "amount_eur": height, "total_eur": height}
    return pd.DataFrame([*rows, whole], columns=columns)


def _step(label: str, height: float, amount: float) -> dict[str, object]:
    """Balken from `height` by `amount`: an invisible foot, and the parts above and below zero."""
    low, high = sorted((height, height + amount))
    above, below = max(high, 0.0) - max(low, 0.0), min(low, 0.0) - min(high, 0.0)
    name = "gain" if amount >= 0.0 else "loss"
    parts = {f"{name}_eur": above or np.nan, f"{name}_below_eur": below or np.nan}
    foot = max(low, 0.0) + min(high, 0.0)
    step = f"{label}: {signed_euros(amount)}" if amount else label
    return {"step": step, "amount_eur": amount, "base_eur": foot, **parts}


def _trends(results: Results) -> pd.DataFrame:
    table = cockpit.trends(results)
    labels = [word("trend_class", name) or UNCLASSED for name in table.index]
    drawn = table.where(table > 0.0)  # a bar of nothing would be a stroke
    return drawn.assign(trend_class=labels).reset_index(drop=True)


def _stability(results: Results) -> pd.DataFrame:
    keys = cockpit.contested(results, CONTESTED_CUSTOMERS)
    if not len(keys):
        return pd.DataFrame(columns=["customer", *LEVELS, "customer_id"])
    table = results.customers.loc[keys]
    shares = {level: table[f"stability_{level}"].to_numpy() for level in LEVELS}
    names = short_names(table["customer"], LONGEST_NAME)
    return pd.DataFrame({"customer": names, **shares, "customer_id": list(keys)})


NO_LOAD = "noch offen"


def _load(results: Results) -> pd.DataFrame:
    columns = ["role", "load", "fits", "full"]
    found = results.capacity
    known = [entry for entry in found.roles if entry.load is not None] if found else []
    limits = (results.settings.fits_load, results.settings.full_load)
    rows = [(entry.role, entry.load, *limits) for entry in known]
    return pd.DataFrame(rows or [(NO_LOAD, np.nan, *limits)], columns=columns)


def _curve(results: Results) -> pd.DataFrame:
    """Konzentrationskurve with the line of equals, which is there if the others are."""
    table = cockpit.curve(results)
    drawn = table[["revenue_share", "margin_share"]].notna().any(axis=1)
    return table.assign(even=table["customers_share"].where(drawn))


MARKED = "  die fünf größten: {share}"


def _mark(results: Results) -> pd.DataFrame:
    """Punkt of the curve that the title speaks of: what the five largest customers bring."""
    found = cockpit.of_largest(results, FEW)
    if found is None:
        return pd.DataFrame(index=range(1), columns=[column.name for column in CHART_MARK.expand()])
    across, up = found
    name = MARKED.format(share=percent(up)).replace(" ", NO_BREAK)
    return pd.DataFrame({"label": [name], "customers_share": [across], "revenue_share": [up]})
