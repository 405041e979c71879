"""Kunden und Zahlen prüfen: gaps, missing DB, one-offs, judges, trends to explain, decisions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kundenbindung.core.checks.about import about
from kundenbindung.core.compare import tolerance
from kundenbindung.core.model import (
    UNEXPLAINED,
    Borderline,
    CareLevel,
    CustomerStatus,
    Finding,
    Inputs,
    Results,
    Severity,
)

SMALL_COMPANY = 5
"""Below this number of rated customers the levels are a proposal (section 5)."""


def _keys(frame: pd.DataFrame, mask: pd.Series) -> list[str]:
    return [str(key) for key in frame.index[mask.astype(bool)]]


def _strangers(keys: pd.Index | pd.Series, known: pd.Index) -> list[str]:
    """Keys that are not among the known ones."""
    return [str(key) for key in keys[~keys.isin(known)]]


def no_customers(inputs: Inputs, results: Results) -> list[Finding]:
    """Leere Mappe: there is nobody to screen."""
    del inputs
    return [] if len(results.customers) else [Finding("customers_missing", Severity.WARNING, "customers")]


def collective_accounts(inputs: Inputs, results: Results) -> list[Finding]:
    """Sammelkonten: they count in totals and plan, and nobody decides a level for them."""
    del inputs
    keys = _keys(results.customers, results.customers["collective"])
    return about("collective_accounts", Severity.NOTICE, "customers", keys, "collective")


def unmatched_tables(inputs: Inputs, results: Results) -> list[Finding]:
    """Kunden and Zahlen name the same customers."""
    del results
    in_figures = inputs.revenue.dropna(how="all").index
    without = _strangers(inputs.customers.index, in_figures)
    nameless = _strangers(inputs.revenue.index, inputs.customers.index)
    return [
        *about("customer_without_figures", Severity.NOTICE, "figures", without),
        *about("figures_without_customer", Severity.WARNING, "customers", nameless),
    ]


def revenue_gaps(inputs: Inputs, results: Results) -> list[Finding]:
    """Leere Umsatzzelle after the first year with revenue counts as 0, noted; pending base years too."""
    raw = inputs.revenue.reindex(results.customers.index)
    known = results.adjusted_revenue.notna().to_numpy()
    pending = results.customers["pending"]
    gaps = pd.Series((raw.isna().to_numpy() & known).any(axis=1), index=raw.index) & ~pending
    return [
        *about("revenue_gap_filled", Severity.NOTICE, "figures", _keys(raw, gaps)),
        *about("base_year_pending", Severity.NOTICE, "figures", _keys(raw, pending), year=results.years[-1]),
    ]


def negative_revenue(inputs: Inputs, results: Results) -> list[Finding]:
    """Negativer Umsatz: more credited than sold in a year."""
    del inputs
    below = (results.adjusted_revenue < 0.0).any(axis=1)
    return about("revenue_negative", Severity.WARNING, "figures", _keys(results.adjusted_revenue, below))


def part_year_completed(inputs: Inputs, results: Results) -> list[Finding]:
    """Basisjahr hochgerechnet: every figure of the base year is a completed one."""
    del inputs
    settings = results.settings
    if settings.months_in_base_year >= 12:
        return []
    values = {
        "year": settings.base_year,
        "months": settings.months_in_base_year,
        "share": settings.booked_share,
    }
    return [
        Finding("base_year_completed", Severity.NOTICE, "settings", "months_in_base_year", "value", values)
    ]


def margins(inputs: Inputs, results: Results) -> list[Finding]:
    """Deckungsbeitrag: absent altogether, missing beside a revenue, or estimated."""
    estimated = results.customers["margin_estimated"]
    revenue, margin = results.adjusted_revenue, results.adjusted_margin
    if bool(inputs.margin.isna().to_numpy().all()) and not estimated.any():
        return (
            [Finding("margin_absent", Severity.NOTICE, "figures")] if revenue.notna().to_numpy().any() else []
        )
    empty = inputs.margin.reindex(revenue.index).isna().to_numpy()
    gap = (revenue.notna() & margin.isna() & empty).any(axis=1)
    return [
        *about("margin_missing", Severity.NOTICE, "figures", _keys(revenue, gap)),
        *about("margin_estimated", Severity.NOTICE, "figures", _keys(revenue, estimated)),
    ]


def one_offs(inputs: Inputs, results: Results) -> list[Finding]:
    """Einmaleffekte: known customer, known year, revenue in that year, DB given."""
    table, keys = inputs.one_offs, results.customers.index
    names = table["customer_id"].astype(str)
    stranger, year = ~table["customer_id"].isin(keys), ~table["year"].isin(results.years)
    fine = table[~stranger & ~year]
    early = [
        str(row["customer_id"])
        for row in fine.to_dict("records")
        if np.isnan(results.adjusted_revenue[int(row["year"])][row["customer_id"]])
    ]
    no_margin = table["margin_eur"].isna() & (table["revenue_eur"].fillna(0.0) != 0.0)
    with_margin = bool(results.adjusted_margin.notna().to_numpy().any())
    unknown = no_margin & ~stranger & ~year & with_margin & ~table["customer_id"].isin(_estimated(results))
    return [
        *about(
            "one_off_customer_unknown", Severity.WARNING, "one_offs", list(names[stranger]), "customer_id"
        ),
        *about("one_off_year_unknown", Severity.WARNING, "one_offs", list(names[~stranger & year]), "year"),
        *about("one_off_before_first_year", Severity.WARNING, "one_offs", early, "year"),
        *about("one_off_margin_missing", Severity.WARNING, "one_offs", list(names[unknown]), "margin_eur"),
    ]


def _estimated(results: Results) -> list[str]:
    return _keys(results.customers, results.customers["margin_estimated"])


def full_year_figures(inputs: Inputs, results: Results) -> list[Finding]:
    """Vollwert neu: typed for new customers, and only for them."""
    new = results.customers["status"] == CustomerStatus.NEW.value
    typed = pd.Series(results.customers.index.isin(inputs.full_year.dropna(how="all").index), index=new.index)
    early = typed & results.without_figures
    strangers = _strangers(inputs.full_year.index, new.index[new | early])
    return [
        *about("full_year_missing", Severity.NOTICE, "full_year", _keys(results.customers, new & ~typed)),
        *about("full_year_unused", Severity.NOTICE, "full_year", strangers),
        *about("full_year_too_early", Severity.WARNING, "full_year", _keys(results.customers, early)),
    ]


def judgements(inputs: Inputs, results: Results) -> list[Finding]:
    """Urteile: judges apart by three points or more, and ratings of unknown customers."""
    table = inputs.judgements
    strangers = _strangers(table["customer_id"], results.customers.index)
    apart = _borderline(results, Borderline.JUDGES)
    spread = results.settings.judge_spread
    return [
        *about("judges_disagree", Severity.NOTICE, "judgements", apart, spread=spread),
        *about("judgement_customer_unknown", Severity.WARNING, "judgements", strangers, "customer_id"),
    ]


def _borderline(results: Results, reason: Borderline) -> list[str]:
    name, reasons = reason.value, results.customers["borderline"]
    return [str(key) for key, held in zip(reasons.index, reasons, strict=True) if name in held]


def levels(inputs: Inputs, results: Results) -> list[Finding]:
    """Level: not assessable, few customers, ties, data borderline cases, held by memory."""
    del inputs
    customers = results.customers
    thin = results.rated & customers["computed_level"].isna()
    rated = int(customers["computed_level"].notna().sum())
    small = [Finding("few_customers", Severity.NOTICE, "screening", None, None, {"count": rated})]
    coverage = results.settings.min_coverage
    memory = results.settings.memory_points
    return [
        *about(
            "not_assessable",
            Severity.WARNING,
            "screening",
            _keys(customers, thin),
            "coverage",
            share=coverage,
        ),
        *(small if 0 < rated < SMALL_COMPANY else []),
        *about(
            "level_unsure",
            Severity.NOTICE,
            "screening",
            _borderline(results, Borderline.UNSURE),
            "stability",
            limit=results.settings.discuss_share,
        ),
        *about("tie_at_cut", Severity.NOTICE, "screening", _borderline(results, Borderline.TIE), "score"),
        *about(
            "data_borderline", Severity.NOTICE, "screening", _borderline(results, Borderline.DATA), "coverage"
        ),
        *about(
            "held_by_memory",
            Severity.NOTICE,
            "screening",
            _borderline(results, Borderline.MEMORY),
            points=memory,
        ),
    ]


def explanations(inputs: Inputs, results: Results) -> list[Finding]:
    """Erklärungen: "12 von 15 erklärt", and explained trends that do not say whether they last."""
    customers = results.customers
    needed = customers["needs_explanation"].astype(bool)
    explained = customers["explained"].astype(bool)
    open_ones = _keys(customers, needed & ~explained)
    lasts = inputs.decisions["persistence"].reindex(customers.index)
    counts = {"explained": int((needed & explained).sum()), "needed": int(needed.sum())}
    mute = needed & explained & lasts.isna() & (customers["status"] == CustomerStatus.ACTIVE.value)
    half = _half_explained(inputs, customers)
    return [
        *about("explanations_open", Severity.WARNING, "screening", open_ones, "reason_code", **counts),
        *about("explanation_incomplete", Severity.NOTICE, "screening", half, "explanation"),
        *about("persistence_missing", Severity.NOTICE, "screening", _keys(customers, mute), "persistence"),
    ]


def _half_explained(inputs: Inputs, customers: pd.DataFrame) -> list[str]:
    """A reason without a sentence, or a sentence without a reason."""
    decisions = inputs.decisions.reindex(customers.index)
    reason = decisions["reason_code"].notna() & (decisions["reason_code"] != UNEXPLAINED)
    sentence = decisions["explanation"].notna()
    return _keys(customers, reason ^ (sentence & (decisions["reason_code"] != UNEXPLAINED)))


def decisions(inputs: Inputs, results: Results) -> list[Finding]:
    """Entscheidungen: why, how many, validity, lost customers, customers that are no longer there."""
    customers = results.customers
    typed = customers["decided_level"].notna()
    lost = customers["status"] == CustomerStatus.LOST.value
    differs = typed & ~lost & (customers["decided_level"] != customers["computed_level"])
    why = inputs.decisions["why"].reindex(customers.index).notna()
    expired = typed & ~lost & customers["decision_expired"].astype(bool)
    gone = _strangers(inputs.decisions.dropna(how="all").index, customers.index)
    return [
        *about(
            "decision_without_reason", Severity.NOTICE, "screening", _keys(customers, differs & ~why), "why"
        ),
        *_many(results, differs & ~expired),
        *about("decision_expired", Severity.NOTICE, "screening", _keys(customers, expired), "decided_level"),
        *about(
            "decision_on_lost", Severity.NOTICE, "screening", _keys(customers, typed & lost), "decided_level"
        ),
        *about("decision_customer_unknown", Severity.WARNING, "screening", gone, "customer_id"),
    ]


def _many(results: Results, differs: pd.Series) -> list[Finding]:
    """Own levels instead of the computed one for more than a share of the customers who are rated.

    A level for a customer who has no computed one contradicts nothing and does not count.
    """
    overridden = int((differs & results.customers["computed_level"].notna()).sum())
    limit, total = results.settings.overridden_share, int(results.rated.sum())
    if overridden <= limit * total + tolerance(limit * total):
        return []
    values = {"count": overridden, "total": total, "share": limit}
    return [Finding("decisions_many", Severity.WARNING, "screening", None, "decided_level", values)]


def prior_year(inputs: Inputs, results: Results) -> list[Finding]:
    """Vorjahr: levels of customers that are no longer in the workbook."""
    known = {level.value for level in CareLevel}
    rows = inputs.prior_year[np.isin(inputs.prior_year["care_level"].astype(str), list(known))]
    gone = _strangers(rows.index, results.customers.index)
    return about("prior_year_customer_unknown", Severity.NOTICE, "prior_year", gone, "customer_id")


CHECKS = (
    no_customers,
    collective_accounts,
    unmatched_tables,
    revenue_gaps,
    negative_revenue,
    part_year_completed,
    margins,
    one_offs,
    full_year_figures,
    judgements,
    levels,
    explanations,
    decisions,
    prior_year,
)
