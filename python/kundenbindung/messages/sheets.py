"""Ergebnisse -> Tabellen: typed frames of the result tables, in the owner's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kundenbindung import messages
from kundenbindung.core.checks import by_severity
from kundenbindung.core.model import (
    DECISION_COLUMNS,
    Finding,
    OpportunityStatus,
    Results,
    ScoredCriterion,
)
from kundenbindung.messages import cockpit, resources
from kundenbindung.messages import customers as words
from kundenbindung.messages.appointments import appointments
from kundenbindung.messages.german import percent
from kundenbindung.messages.history import level_causes, level_columns, level_matrix, plan_check, prior_year
from kundenbindung.messages.overview import backtest, company, key_figures, split
from kundenbindung.messages.reading_in import name_matches
from kundenbindung.messages.retreat import concentration, open_decisions, retreat_status
from kundenbindung.messages.steps import steps
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents, Reading, settings_frame
from kundenbindung.workbook.inputs import agenda_minutes
from kundenbindung.workbook.layout import word

GONE = "nicht mehr im Blatt Kunden"


def contents(
    reading: Reading, results: Results, meta: Mapping[str, str], findings: Sequence[Finding]
) -> Contents:
    """Inhalt of the whole workbook: what the owner typed, with everything computed beside it."""
    names = _names(results)
    inputs = {name: frame for name, frame in reading.frames.items() if name != "decisions"}
    frames = {
        **inputs,
        "settings": settings_frame(reading.settings, reading.frames.get("settings")),
        "criteria": criteria(reading.frames["criteria"], results),
        "screening": screening(
            results, reading.frames["decisions"], _typed_names(reading) if results.stopped else {}
        ),
        "plan": plan(results),
        "prior_year": prior_year(reading.frames["prior_year"], results),
        "level_matrix": level_matrix(results),
        "level_causes": level_causes(results),
        "plan_check": plan_check(results),
        "company": company(results),
        "key_figures": key_figures(results),
        "split": split(results),
        "backtest": backtest(results),
        "expand": ranked(results, results.expand),
        "secure": ranked(results, results.secure),
        "name_matches": name_matches(
            reading.frames["name_matches"], reading.frames["opportunities"], _known_names(reading, results)
        ),
        "appointments": appointments(
            reading.frames["appointments"], results, _responsible(reading.frames["customers"])
        ),
        **resources.tables(reading.frames["roles"], reading.frames["activities"], results),
        "open_decisions": open_decisions(reading.frames["open_decisions"], results),
        "retreat_status": retreat_status(results, agenda_minutes(reading.frames["agenda"])),
        "concentration": concentration(results),
        **cockpit.tables(results),
        "findings": finding_rows(findings, names),
        "steps": steps(reading, results, findings),
        "meta": pd.DataFrame({"name": list(meta), "value": list(meta.values())}),
    }
    criteria_used = [entry.criterion for entry in results.criteria]
    named = criteria_used or list(reading.frames["criteria"]["criterion"].dropna().unique())
    return Contents(reading.years, tuple(named), frames)


def _known_names(reading: Reading, results: Results) -> dict[str, str]:
    """Name of every customer, empty where he has none."""
    unnamed = {str(key): "" for key in results.customers.index} if len(results.customers) else {}
    return {**unnamed, **(_typed_names(reading) if results.stopped else _names(results))}


def _typed_names(reading: Reading) -> dict[str, str]:
    """Kundennamen as typed, for a workbook that is not calculated."""
    frames = [reading.frames[name].dropna(subset=["customer"]) for name in ("figures", "customers")]
    return {
        str(key): str(name)
        for frame in frames
        for key, name in zip(frame["customer_id"], frame["customer"], strict=True)
    }


def _responsible(customers: pd.DataFrame) -> pd.Series:
    """Verantwortlich by Kundennr."""
    known = customers.reindex(columns=["customer_id", "responsible"]).dropna().drop_duplicates("customer_id")
    return known.set_index("customer_id")["responsible"].astype(object)


def _names(results: Results) -> dict[str, str]:
    if not len(results.customers):
        return {}
    return {str(key): str(name) for key, name in results.customers["customer"].dropna().items()}


def finding_rows(findings: Sequence[Finding], names: Mapping[str, str]) -> pd.DataFrame:
    """Befunde as rows of the table on Start, the severest first."""
    return pd.DataFrame(
        [
            (
                word("severity", entry.severity.value),
                messages.place(entry),
                messages.row_words(entry, names),
                messages.sentence(entry, names),
                messages.advice(entry, names),
            )
            for entry in by_severity(tuple(findings))
        ],
        columns=["severity", "sheet", "row", "sentence", "advice"],
    )


def criteria(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Kriterien with proposed anchors filled in (only where both were empty) and their effect in words."""
    if not results.criteria:
        return typed.assign(note=None)
    scored = {entry.criterion: entry for entry in results.criteria}
    rows = [scored[name] for name in typed["criterion"]]
    total = sum(entry.weight for entry in results.criteria)
    proposed = np.array([entry.proposed for entry in rows], dtype=np.bool_)
    return typed.assign(
        zero_at=np.where(
            proposed, [_number(entry.zero_at) for entry in rows], typed["zero_at"].astype(float)
        ),
        ten_at=np.where(proposed, [_number(entry.ten_at) for entry in rows], typed["ten_at"].astype(float)),
        weight_share=typed["weight"].fillna(0.0).astype(float) / (total or 1.0),
        note=[_effect(entry, len(results.customers)) for entry in rows],
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


_OFF_WORDS = {
    "criterion_source_unknown": "aus: Quelle unbekannt",
    "anchors_missing": "aus: Anker fehlen",
    "anchors_equal": "aus: beide Anker sind gleich",
    "anchors_not_positive": "aus: Anker müssen größer als null sein",
}


def _effect(entry: ScoredCriterion, customers: int) -> str:
    filled = f"bei {percent(entry.filled_share)} der Kunden gefüllt"
    if not customers:
        return "noch keine Kunden"
    if not entry.on:
        return _OFF_WORDS.get(entry.off_reason or "", f"aus: nur {filled}")
    if entry.weight <= 0.0:
        return "ohne Gewicht, zählt nicht"
    return f"zählt mit {percent(entry.weight_share, 1)}; {filled}"


def screening(
    results: Results, decisions: pd.DataFrame, names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Screening: one row per customer with the typed decisions beside the results, in the owner's order.

    Where an error keeps anything from being computed, the rows stay with the `names` of their customers.
    """
    table = results.customers
    if results.stopped:
        known = [(names or {}).get(str(key), "") for key in decisions["customer_id"]]
        return decisions.assign(customer=known)
    if not len(table):
        return decisions.assign(status=GONE) if len(decisions) else decisions
    facts = words.rows(table.assign(without_figures=results.without_figures))
    units = {entry.criterion: layout.SOURCE_UNITS.get(entry.source) for entry in results.criteria}
    columns: dict[str, object] = {
        "customer": table["customer"],
        "status": [words.status_words(row) for row in facts],
        "trend_words": [words.trend_words(row) for row in facts],
        "computed_level": [word("care_level", row["computed_level"]) for row in facts],
        "steadiness": [word("steadiness", row["steadiness"]) for row in facts],
        "to_next": [words.to_next(row, units.get(str(row["lever"]))) for row in facts],
        "borderline": [words.borderline_words(row) for row in facts],
        "care_level": [word("care_level", row["care_level"]) for row in facts],
        "reasoning": [words.reasoning(row) for row in facts],
        "believed": [words.believed_words(row) for row in facts],
    }
    same = ["revenue_eur", "margin_eur", "margin_share", "own_rate", "score", "coverage", "stability"]
    same += ["explanation_effect_eur", "stability_strategy", "stability_sales", "stability_service"]
    frame = pd.DataFrame({**columns, **{name: table[name] for name in same}}, index=table.index)
    yearly = results.adjusted_revenue.add_prefix("revenue_")
    points = results.points.add_prefix("points:")
    weighted = results.weighted_points.add_prefix("weighted:")
    frame = pd.concat([frame, yearly, *_effects(results), level_columns(results), points, weighted], axis=1)
    return _beside(frame, decisions, table)


def _effects(results: Results) -> list[pd.DataFrame]:
    """Umsatz- und Margeneffekt, one column per step from year to year."""
    keys = results.customers.index
    return [
        results.effects.pivot(index="customer_id", columns="year", values=f"{name}_eur")
        .reindex(keys)
        .add_prefix(f"{name}_")
        for name in ("revenue_effect", "margin_effect")
    ]


def _beside(frame: pd.DataFrame, decisions: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Join the typed decisions by Kundennr.; rows of customers that are gone stay while something is typed."""
    typed = decisions.set_index("customer_id")[list(DECISION_COLUMNS)]
    gone = typed[~typed.index.isin(table.index) & typed.notna().any(axis=1)]
    kept = typed.index[typed.index.isin(table.index)]
    further = table.loc[~table.index.isin(kept)].sort_values("score", ascending=False, kind="stable").index
    order = [*kept, *further]
    whole = frame.join(typed).loc[order]
    if len(gone):
        whole = pd.concat([whole, gone.assign(status=GONE)])
    return whole.rename_axis("customer_id").reset_index()


def plan(results: Results) -> pd.DataFrame:
    """Plan per customer, largest first, with what may be gained and what is at stake."""
    table = results.customers
    if not len(table):
        return pd.DataFrame(columns=["customer_id"])
    facts = words.rows(table.assign(without_figures=results.without_figures))
    names = [
        column.name
        for column in layout.PLAN.expand()
        if column.name in table.columns and column.name != "care_level"
    ]
    frame = table[names].assign(
        care_level=[word("care_level", row["care_level"]) for row in facts],
        plan_cushion_eur=table["plan_expected_eur"] - table["plan_safe_eur"],
        expand_eur=_amounts(results.expand, table.index),
        secure_eur=_amounts(results.secure, table.index),
        recognised=[words.plan_words(row) for row in facts],
    )
    frame = frame.sort_values("plan_expected_eur", ascending=False, kind="stable")
    frame = frame.rename_axis("customer_id").reset_index()
    line = _line_without_customer(results)
    return pd.concat([frame, pd.DataFrame([line])], ignore_index=True) if line else frame


def _line_without_customer(results: Results) -> dict[str, object]:
    """The line "ohne Kunde" below the customers; empty if no opportunity counts there."""
    total, chances = results.company, results.opportunities
    if total is None or not total.without_customer.expected:
        return {}
    alone = total.without_customer
    nobody = chances[~chances["customer_id"].isin(results.customers.index)]
    won = float(nobody.loc[nobody["status"] == OpportunityStatus.WON.value, "weighted_eur"].sum())
    safe, margin = _number(alone.safe), _number(total.plan_margin_eur)
    return {
        "customer_id": "–",
        "customer": "ohne Kunde",
        "plan_level_eur": 0.0,
        "plan_won_eur": won,
        "plan_open_eur": _number(alone.expected) - won,
        "plan_expected_eur": alone.expected,
        "plan_cushion_eur": _number(alone.expected) - safe,
        "plan_safe_eur": safe,
        "plan_upside_eur": _number(alone.upside),
        "plan_margin_eur": margin - float(results.customers["plan_margin_eur"].sum()),
        "recognised": "Verkaufschancen ohne bekannten Kunden",
    }


def _amounts(ranked_list: pd.DataFrame, keys: pd.Index) -> pd.Series:
    return ranked_list.set_index("customer_id")["amount_eur"].reindex(keys)


def ranked(results: Results, entries: pd.DataFrame) -> pd.DataFrame:
    """Liste "ausbauen" or "sichern" with the customers' names."""
    if not len(entries):
        return entries
    return entries.assign(customer=results.customers["customer"].reindex(entries["customer_id"]).to_numpy())
