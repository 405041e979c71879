"""Klausur: what is still to be decided, how many points are left, how long they take (section 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    JUDGED_COLUMNS,
    CriterionKind,
    CustomerStatus,
    Finding,
    Inputs,
    Outcome,
    Results,
    Settings,
    Severity,
)

KINDS = (
    "capacity",
    "borderline",
    "unrated",
    "explanation",
    "decision",
    "opportunity",
    "criterion",
    "concentration",
)
"""Arten der Punkte, in the order they are discussed."""

OWN = "own"
RATING = "rating"
TOPICS = (RATING, *KINDS, OWN)
"""Themen of the time budget: missing ratings, the kinds of points, the owner's own points."""

STRUCTURAL = ("criteria_correlated", "criterion_constant", "effort_twice", "revenue_only_money")
"""Findings of section 2 that ask whether the criteria themselves are right."""

ITEM_COLUMNS = ("item", "kind", "customer_id", "codes", "stake_eur")
Item = tuple[str, str, str | None, tuple[str, ...], float]


def items(results: Results) -> pd.DataFrame:
    """Offene Punkte, one row each, `ITEM_COLUMNS`; most at stake first within a kind.

    item  "kind subject": Kundennr., "Kundennr. Vorhaben", Kriterium or Rolle; codes  reasons or finding codes
    stake_eur  euros of revenue the question hangs on: revenue x uncertainty of a Grenzfall, the value of a
    Verkaufschance, else the revenue of the customer; NaN where there is none
    """
    if not len(results.customers):
        return pd.DataFrame(columns=list(ITEM_COLUMNS))
    found = [
        *_levels(results),
        *_explanations(results),
        *_opportunities(results),
        *_criteria(results.findings),
        *_concentration(results),
        *_capacity(results.findings),
    ]
    table = pd.DataFrame(found, columns=list(ITEM_COLUMNS)).drop_duplicates("item")
    order = table.assign(at=table["kind"].map(KINDS.index), stake=-table["stake_eur"].astype(float))
    return table.loc[order.sort_values(["at", "stake"]).index].reset_index(drop=True)


def _levels(results: Results) -> Iterator[Item]:
    """Grenzfälle, customers without a proposal, expired decisions: one point per customer."""
    table = results.customers
    expired = table["decision_expired"].astype(bool)
    settled = table["decided_level"].notna() & ~expired
    living = results.rated
    edge = [key for key in results.borderline if not settled[key]]
    reasons: dict[Any, Any] = table["borderline"].to_dict()
    stakes: dict[Any, float] = table["stake_eur"].astype(float).to_dict()
    for key in edge:
        yield f"borderline {key}", "borderline", key, tuple(reasons[key]), stakes[key]
    bare = table.index[living & table["computed_level"].isna() & ~settled]
    for key in bare:
        yield f"unrated {key}", "unrated", key, ("not_assessable",), _revenue(results, key)
    listed = {*edge, *bare}
    present = table["status"] != CustomerStatus.LOST.value
    for key in table.index[present & table["decided_level"].notna() & expired]:
        if key not in listed:
            yield f"decision {key}", "decision", key, ("decision_expired",), _revenue(results, key)


def _revenue(results: Results, key: str) -> float:
    """Umsatz of the base year, of a lost customer that of his last positive year."""
    values = results.adjusted_revenue.loc[key].to_numpy(dtype=np.float64)
    positive = values[np.nan_to_num(values) > 0.0]
    return float(positive[-1]) if len(positive) else float("nan")


def _explanations(results: Results) -> Iterator[Item]:
    """Unerklärte Trends, and explained ones that do not say whether they last."""
    mute = set(_keys(results.findings, "persistence_missing"))
    table = results.customers
    owed = table["needs_explanation"].astype(bool) & ~table["explained"].astype(bool)
    for key in table.index[owed | table.index.isin(list(mute))]:
        code = "persistence_missing" if key in mute else "explanations_open"
        yield f"explanation {key}", "explanation", key, (code,), _revenue(results, key)


def _opportunities(results: Results) -> Iterator[Item]:
    """Auffällige Verkaufschancen: one point each with all its warnings; notices stay on the sheet Start."""
    warned: dict[str, list[str]] = {}
    for finding in results.findings:
        if finding.table == "opportunities" and finding.severity is Severity.WARNING:
            for name in finding.values.get("keys", ()):  # type: ignore[attr-defined]  # keys of a finding are a sequence
                warned.setdefault(str(name), []).append(finding.code)
    rows: list[dict[str, Any]] = results.opportunities.to_dict("records")  # type: ignore[assignment]  # the stubs call the column names of records Hashable
    known = {opportunity_name(row): row for row in rows}
    for name, codes in warned.items():
        row = known[name]
        key = row["customer_id"] if isinstance(row["customer_id"], str) else None
        item, reasons = f"opportunity {name}".rstrip(), tuple(dict.fromkeys(codes))
        yield item, "opportunity", key, reasons, float(row["value_eur"] or np.nan)


def opportunity_name(row: Mapping[str, object]) -> str:
    """Bezeichnung of a Verkaufschance in findings and points: Kundennr. and Vorhaben."""
    words = (row.get("customer_id"), row.get("project"))
    return " ".join(word for word in words if isinstance(word, str))


def _criteria(findings: Iterable[Finding]) -> Iterator[Item]:
    """Kriterien that count twice, decide nothing, or leave the DB out."""
    warned: dict[str, list[str]] = {}
    for finding in findings:
        if finding.code in STRUCTURAL:
            warned.setdefault(str(finding.row), []).append(finding.code)
    for name, codes in warned.items():
        yield f"criterion {name}", "criterion", None, tuple(codes), float("nan")


def _concentration(results: Results) -> Iterator[Item]:
    for finding in results.findings:
        if finding.code == "concentration_high":
            key = str(finding.row)
            yield f"concentration {key}", "concentration", key, (finding.code,), _revenue(results, key)


def _capacity(findings: Iterable[Finding]) -> Iterator[Item]:
    """Überlastete Rollen: one point each."""
    for finding in findings:
        if finding.code == "capacity_overloaded":
            yield f"capacity {finding.row}", "capacity", None, (finding.code,), float("nan")


def _keys(findings: Iterable[Finding], code: str) -> list[str]:
    found = [finding.values["keys"] for finding in findings if finding.code == code]
    return [str(key) for keys in found for key in keys]  # type: ignore[attr-defined]  # keys of a finding are a sequence


def status(points: pd.DataFrame, inputs: Inputs, results: Results) -> pd.DataFrame:
    """Stand der Klausur, one row per topic of `TOPICS`: total, done, deferred, open, minutes_each, minutes.

    A point is done when its cause is gone or its outcome is "decided"; minutes are those of the open ones.
    """
    totals = _totals(points, results) if len(results.customers) else dict.fromkeys(TOPICS, 0)
    rows = [_topic(topic, totals[topic], points, inputs, results) for topic in TOPICS]
    table = pd.DataFrame(rows, columns=["topic", "total", "deferred", "open"])
    each = table["topic"].map(lambda topic: _minutes(str(topic), results.settings)).astype(float)
    done = table["total"] - table["deferred"] - table["open"]
    return table.assign(done=done, minutes_each=each, minutes=table["open"] * each)


def _topic(
    topic: str, total: int, points: pd.DataFrame, inputs: Inputs, results: Results
) -> tuple[str, int, int, int]:
    if topic == RATING:
        return topic, total, 0, missing_ratings(inputs, results)
    found = inputs.retreat["found"].astype(bool) | inputs.retreat.index.isin(list(points["item"]))
    own = list(inputs.retreat.index[~found])
    listed = own if topic == OWN else list(points.loc[points["kind"] == topic, "item"])
    outcomes = inputs.retreat["outcome"].reindex(listed)
    deferred = int((outcomes == Outcome.DEFERRED.value).sum())
    decided = int((outcomes == Outcome.DECIDED.value).sum())
    return topic, max(total, len(listed)), deferred, len(listed) - deferred - decided


def _totals(points: pd.DataFrame, results: Results) -> dict[str, int]:
    """So viele Punkte gab es, settled ones included; at least those that are listed."""
    table = results.customers
    living = results.rated
    listed = points["kind"].value_counts()
    live = results.opportunities["status"].astype(object) != "lost"
    return {
        **{topic: int(listed.get(topic, 0)) for topic in TOPICS},
        RATING: _ratings_wanted(results),
        "borderline": len(results.borderline),
        "unrated": int((living & table["computed_level"].isna()).sum()),
        "explanation": int(table["needs_explanation"].astype(bool).sum()),
        "opportunity": int(live.sum()),
    }


def _soft_sources(results: Results) -> list[str]:
    """Weiche Kriterien with a weight that somebody has to judge."""
    soft = (entry for entry in results.criteria if entry.kind is CriterionKind.SOFT and entry.weight > 0.0)
    return sorted({entry.source for entry in soft} & set(JUDGED_COLUMNS))


def _ratings_wanted(results: Results) -> int:
    return int(results.rated.sum()) * len(_soft_sources(results))


def missing_ratings(inputs: Inputs, results: Results) -> int:
    """Fehlende Urteile of the customers who are rated, over the soft criteria that are judged."""
    living = results.customers.index[results.rated]
    missing = 0
    for source in _soft_sources(results):
        judged = inputs.judgements.loc[inputs.judgements[source].notna(), "customer_id"]
        own = inputs.customers[source].dropna().index
        missing += int((~living.isin([*own, *judged])).sum())
    return missing


def _minutes(topic: str, settings: Settings) -> float:
    known = {
        RATING: settings.minutes_per_rating,
        "explanation": settings.minutes_per_explanation,
        "borderline": settings.minutes_per_borderline,
        "unrated": settings.minutes_per_borderline,
    }
    return known.get(topic, settings.minutes_per_point)


def short_of_time(stand: pd.DataFrame, inputs: Inputs) -> tuple[Finding, ...]:
    """Agenda zu kurz: the open points take longer than the agenda plans; nothing without an agenda."""
    needed = float(stand["minutes"].sum())
    planned = inputs.agenda_minutes
    if planned is None or needed <= planned:
        return ()
    values = {"needed": needed, "planned": planned}
    return (Finding("retreat_time_short", Severity.NOTICE, "agenda", None, "minutes", values),)


def loosely_deferred(points: pd.DataFrame, inputs: Inputs) -> tuple[Finding, ...]:
    """Vertagt ohne wer oder bis wann: points that still stand, the owner's own among them."""
    table = inputs.retreat
    stands = ~table["found"].astype(bool) | table.index.isin(list(points["item"]))
    put_off = (table["outcome"] == Outcome.DEFERRED.value).astype(bool)
    loose = stands & put_off & (table["who"].isna() | table["until"].isna())
    items = tuple(str(item) for item in table.index[loose])
    if not items:
        return ()
    values = {"items": items, "count": len(items)}
    row = items[0] if len(items) == 1 else None
    return (Finding("deferred_incomplete", Severity.NOTICE, "open_decisions", row, "until", values),)
