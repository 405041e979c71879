"""Cockpit: the tables behind the charts, with the words that stand in them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from kundenbindung.core import cockpit
from kundenbindung.core.model import CareLevel, Results
from kundenbindung.messages.german import signed_euros
from kundenbindung.messages.overview import split
from kundenbindung.messages.statements import statements
from kundenbindung.workbook.layout import word
from kundenbindung.workbook.tables.cockpit import (
    CHART_BRIDGE,
    CHART_PLAN,
    CONTESTED_CUSTOMERS,
    NAMED_CUSTOMERS,
)

LONGEST_NAME, LONGEST_AT_POINT = 26, 18
"""Letters of a name beside a bar, and over a point."""

LEGAL_FORM = re.compile(
    r",?\s+(?:g?GmbH(?: & Co\.? ?KG(?:aA)?)?|AG(?: & Co\.? ?KG(?:aA)?)?|KG|OHG|SE|eG|GbR|UG|e\. ?K\.?|e\. ?V\.?|mbH|Ltd\.?)$"
)
"""Rechtsform at the end of a name."""

LEVELS = tuple(level.value for level in CareLevel)


def tables(results: Results) -> dict[str, pd.DataFrame]:
    """Tabellen of the sheet Cockpit by their name."""
    return {
        "statements": statements(results),
        "chart_customers": _customers(results),
        "chart_names": _names(results),
        "chart_split": _split(results),
        "chart_levels": _levels(results),
        "chart_plan": _plan(results),
        "chart_bridge": _bridge(results),
        "chart_trends": _trends(results),
        "chart_stability": _stability(results),
        "chart_load": _load(results),
        "chart_curve": cockpit.curve(results).assign(even=lambda table: table["customers_share"]),
    }


def short_name(name: object, key: object, longest: int = LONGEST_NAME) -> str:
    """Name for a chart, without its legal form and cut if it is long; the Kundennr. where there is none."""
    text = str(name).strip() if isinstance(name, str) else ""
    bare = LEGAL_FORM.sub("", text) or text or str(key)
    return bare if len(bare) <= longest else f"{bare[: longest - 1].rstrip(' ,&-')}…"


def _customers(results: Results) -> pd.DataFrame:
    """Every customer with a level that holds: his score in the column of the level; best first."""
    columns = ["customer_id", "customer", "revenue_eur", *LEVELS]
    if not len(results.customers):
        return pd.DataFrame(columns=columns)
    table = results.customers[["customer", "revenue_eur", "score", "care_level"]]
    table = table[table["score"].notna() & table["care_level"].notna()].sort_values(
        "score", ascending=False, kind="stable"
    )
    levels = {level: table["score"].where(table["care_level"] == level) for level in LEVELS}
    drawn = table["revenue_eur"].where(table["revenue_eur"] > 0.0)  # powers of ten know nothing else
    return table.assign(**levels, revenue_eur=drawn).rename_axis("customer_id").reset_index()[columns]


def _names(results: Results) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = [
        (
            short_name(results.customers["customer"].get(key), key, LONGEST_AT_POINT),
            key,
            results.customers["revenue_eur"].get(key),
            results.customers["score"].get(key),
        )
        for key in cockpit.named(results, NAMED_CUSTOMERS)
    ]
    rows += [(None, None, np.nan, np.nan)] * (NAMED_CUSTOMERS - len(rows))
    return pd.DataFrame(rows, columns=["customer", "customer_id", "revenue_eur", "score"])


SPLITS = {
    "guideline": "Richtwert",
    "computed": "Vorschlag",
    "decided": "entschieden",
    "affordable": "tragbar",
}
"""Aufteilungen of the chart, by their column on Start."""


def _split(results: Results) -> pd.DataFrame:
    """The split on Start, turned: one row per split; what is not known, or empty, stays empty."""
    counts = split(results).set_index("care_level")[list(SPLITS)].astype(np.float64).T
    counts = counts.where(counts.sum(axis=1) > 0.0)
    return counts.set_axis(list(LEVELS), axis=1).assign(split=list(SPLITS.values())).reset_index(drop=True)


def _levels(results: Results) -> pd.DataFrame:
    table = cockpit.by_level(results)
    return table.assign(care_level=[word("care_level", level) for level in table.index]).reset_index(
        drop=True
    )


def _plan(results: Results) -> pd.DataFrame:
    """Last years as booked, then the plan year in its three parts."""
    names = [column.name for column in CHART_PLAN.expand()]
    rows: list[dict[str, object]] = [
        {"year": str(int(row["year"])), "booked_eur": float(row["revenue_eur"])}
        for row in results.by_year.to_dict("records")
    ]
    total = results.company
    plan_year = {"year": f"Plan {results.settings.base_year + 1}"}
    if total is None or not len(results.customers) or total.plan.safe is None:
        return pd.DataFrame([*rows, plan_year], columns=names)
    safe, expected, upside = (
        float(value or 0.0) for value in (total.plan.safe, total.plan.expected, total.plan.upside)
    )
    parts = {"safe_eur": safe, "expected_more_eur": expected - safe, "upside_more_eur": upside - expected}
    return pd.DataFrame([*rows, {**plan_year, **parts, "target_eur": total.target_eur}], columns=names)


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
    return {"step": f"{label}: {signed_euros(amount)}", "amount_eur": amount, "base_eur": foot, **parts}


def _trends(results: Results) -> pd.DataFrame:
    table = cockpit.trends(results)
    labels = [word("trend_class", name) or UNCLASSED for name in table.index]
    return table.assign(trend_class=labels).reset_index(drop=True)


def _stability(results: Results) -> pd.DataFrame:
    keys = cockpit.contested(results, CONTESTED_CUSTOMERS)
    if not len(keys):
        return pd.DataFrame(columns=["customer", *LEVELS, "customer_id"])
    table = results.customers.loc[keys]
    shares = {level: table[f"stability_{level}"].to_numpy() for level in LEVELS}
    names = [short_name(name, key) for key, name in table["customer"].items()]
    return pd.DataFrame({"customer": names, **shares, "customer_id": list(keys)})


def _load(results: Results) -> pd.DataFrame:
    columns = ["role", "load", "fits", "full"]
    found = results.capacity
    known = [entry for entry in found.roles if entry.load is not None] if found else []
    limits = (results.settings.fits_load, results.settings.full_load)
    return pd.DataFrame([(entry.role, entry.load, *limits) for entry in known], columns=columns)
