"""Lücken: findings about what opportunities lack or what is doubtful; each says how many and which."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from kundenbindung.adapters.sources.opportunities.rows import SHOWN, about_several
from kundenbindung.adapters.sources.opportunities.vocabulary import vocabulary
from kundenbindung.adapters.sources.sheet import TABLE
from kundenbindung.core.model import Finding, OpportunityStatus, Severity

NAMELESS = "–"
_ROUNDING_EUR, _ROUNDING_SHARE = 1.0, 0.006


def about_table(
    table: pd.DataFrame, foreign: Sequence[bool], stages: Mapping[str, float], rated: Container[str]
) -> Iterator[Finding]:
    """Befunde about the opportunities that are not lost; `foreign` marks values in another currency.

    `stages` are those of the file and of the workbook, `rated` those that have a probability there.
    """
    counting = table["status"].ne(OpportunityStatus.LOST.value).to_numpy(dtype=bool)
    other = np.asarray(foreign, dtype=bool)
    unvalued = table["value_eur"].isna().to_numpy() & ~other
    nobody = (table["customer"].isna() & table["customer_id"].isna()).to_numpy()
    undated = table["expected_close"].isna().to_numpy()
    yield from _about_deals("source_opportunity_currency_foreign", Severity.WARNING, table[counting & other])
    yield from _about_deals("source_opportunity_value_missing", Severity.WARNING, table[counting & unvalued])
    yield from _about_deals("source_opportunity_customer_missing", Severity.NOTICE, table[counting & nobody])
    yield from _about_deals("source_opportunity_close_missing", Severity.NOTICE, table[counting & undated])
    yield from _alike(table[counting])
    yield from _unknown_stages(table, stages, rated)


def about_weighted(table: pd.DataFrame, weighted: Sequence[float]) -> Iterator[Finding]:
    """Warning where value times probability is not what the file itself calls the weighted value."""
    own = table["value_eur"] * table["probability"]
    off = (own - np.asarray(weighted, dtype=np.float64)).abs()
    allowed = _ROUNDING_EUR + _ROUNDING_SHARE * table["value_eur"]
    open_ones = table["status"].eq(OpportunityStatus.OPEN.value)
    yield from _about_deals(
        "source_opportunity_weighted_differs", Severity.WARNING, table[open_ones & (off > allowed)]
    )


def _about_deals(code: str, severity: Severity, rows: pd.DataFrame) -> Iterator[Finding]:
    if len(rows):
        yield about_several(code, severity, names(rows))


def names(rows: pd.DataFrame) -> list[str]:
    """Opportunities as a finding names them: project and customer."""
    pairs = zip(rows["project"], rows["customer"], rows["source_id"], strict=True)
    return [_name(project, customer, key) for project, customer, key in pairs]


def _name(project: object, customer: object, key: object) -> str:
    if isinstance(project, str) and isinstance(customer, str):
        return f"{project} ({customer})"
    return str(project or customer or key)


def _alike(table: pd.DataFrame) -> Iterator[Finding]:
    """Dubletten: one customer, one value, one close; both opportunities are named."""
    groups: dict[Hashable, list[int]] = {}
    columns = ("customer_id", "customer", "value_eur", "expected_close")
    for place, (customer_id, customer, value, close) in enumerate(
        zip(*(table[name] for name in columns), strict=True)
    ):
        who = customer_id or (vocabulary().same_name(customer) if customer else None)
        if who and close and value > 0.0:
            groups.setdefault((who, value, close), []).append(place)
    named = names(table)
    keys = [" / ".join(named[place] for place in places) for places in groups.values() if len(places) > 1]
    if keys:
        yield about_several("source_opportunity_alike", Severity.NOTICE, keys)


def _unknown_stages(
    table: pd.DataFrame, stages: Mapping[str, float], rated: Container[str]
) -> Iterator[Finding]:
    """Open opportunities without a probability of their own, and none is known for their stage."""
    lacking = table[table["status"].eq(OpportunityStatus.OPEN.value) & table["probability"].isna()]
    pairs = zip(lacking["stage"], lacking["source_id"], strict=True)
    listed = [stage or NAMELESS for stage, key in pairs if key not in rated]
    unknown = [stage for stage in listed if np.isnan(stages.get(stage, np.nan))]
    if unknown:
        values = {"count": len(unknown), "keys": tuple(dict.fromkeys(unknown))[:SHOWN]}
        yield Finding("source_opportunity_stage_unknown", Severity.WARNING, TABLE, values=values)
