"""Gießkanne: where the share of the hours and the share of the DB are furthest apart, per level and customer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kundenbindung.core.model import TOO_LITTLE, TOO_MUCH, CareLevel, Results
from kundenbindung.messages.customers import rows as table_rows
from kundenbindung.messages.german import count, euros, percent
from kundenbindung.messages.loads import NO_LEVEL, unknown
from kundenbindung.workbook import layout
from kundenbindung.workbook.layout import word

DIRECTIONS, EVEN = {TOO_MUCH: "zu viel Zeit", TOO_LITTLE: "zu wenig Zeit"}, "passt"
SUM = "Summe"
Cells = Mapping[str, object]


def watering_levels(results: Results) -> pd.DataFrame:
    """Gießkanne per level and in sum: share of the hours against share of the DB."""
    columns = [column.name for column in layout.WATERING_LEVELS.expand()]
    labels = [*(word("care_level", level) for level in CareLevel), SUM]
    found = results.capacity
    if found is None:
        blank = {"care_level": labels, "meaning": [unknown(results), *[""] * len(CareLevel)]}
        return pd.DataFrame(blank, columns=columns)
    parts = found.by_level_watering.reset_index(drop=True)
    whole = pd.concat([parts, pd.DataFrame([_together(found.watering)])], ignore_index=True)
    rows = table_rows(whole)
    means = [*map(_level_means, rows[:-1]), _whole_means(rows[-1], found.watering)]
    return whole.assign(care_level=labels, meaning=means)[columns]


def _together(table: pd.DataFrame) -> Cells:
    """Summe of all cared customers."""
    hours, margin = float(table["hours"].sum()), float(table["margin_eur"].sum(min_count=1))
    return {
        "customers": float(len(table)),
        "hours": hours,
        "margin_eur": margin,
        "hours_share": 1.0 if hours > 0.0 else np.nan,
        "margin_share": 1.0 if margin > 0.0 else np.nan,
        "margin_per_hour": margin / hours if hours > 0.0 else np.nan,
    }


def _level_means(row: Cells) -> str:
    if not row["customers"]:
        return "kein Kunde"
    hours, margin = row["hours_share"], row["margin_share"]
    if hours is None or margin is None:
        return "Kein Vergleich möglich: Stunden oder DB fehlen."
    return f"{percent(float(hours))} der Stunden, {percent(float(margin))} des DB."  # type: ignore[arg-type]  # the cells of these columns are numbers


def _whole_means(row: Cells, table: pd.DataFrame) -> str:
    if not len(table):
        return NO_LEVEL
    missing = int(table["margin_eur"].isna().sum())
    left_out = f"; bei {count(missing, 'Kunden', 'Kunden')} fehlt der DB" if missing else ""
    return f"Im Schnitt bringt eine Stunde {euros(row['margin_per_hour'])} DB{left_out}."  # type: ignore[arg-type]  # the cells of these columns are numbers


def watering(results: Results) -> pd.DataFrame:
    """Gießkanne: customers whose share of the hours is furthest above that of the DB, then furthest below.

    Always twice `WATERING_ROWS` rows; customers without DB are left out.
    """
    columns = [column.name for column in layout.WATERING.expand()]
    size = 2 * layout.WATERING_ROWS
    found = results.capacity
    if found is None or not len(found.watering):
        return pd.DataFrame(columns=columns, index=range(size), dtype=object)
    known = found.watering.dropna(subset=["hours_share", "margin_share"])
    gap = (known["hours_share"] - known["margin_share"]).sort_index().sort_values(kind="stable")
    above = gap[gap > 0.0].sort_values(ascending=False, kind="stable").index[: layout.WATERING_ROWS]
    below = gap.index[gap < 0.0][: layout.WATERING_ROWS]
    chosen = [*above, *below]
    told = [DIRECTIONS.get(name, EVEN) for name in known["direction"].reindex(chosen)]
    rows = known.loc[chosen].assign(
        customer=results.customers["customer"].reindex(chosen),
        care_level=[word("care_level", level) for level in results.customers["care_level"].reindex(chosen)],
        direction=told,
    )
    return rows.rename_axis("customer_id").reset_index()[columns].astype(object).reindex(range(size))
