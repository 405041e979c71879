"""Buchungen: single postings become figures per customer and fiscal year; files may add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from kundenbindung.adapters.sources.promise import ImportedFigures, Marks, SourceFacts
from kundenbindung.adapters.sources.sheet import TABLE
from kundenbindung.core.model import Finding, Severity

POSTING_COLUMNS = ("customer_id", "year", "revenue_eur", "margin_eur")


def fiscal_years(days: pd.Series, year_end_month: int) -> pd.Series:
    """Geschäftsjahr of each day (datetime64): the calendar year in which it ends."""
    years: pd.Series = days.dt.year + (days.dt.month > year_end_month).astype(int)
    return years


def sums(postings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Umsatz and DB per customer (index, in the order of the file) and year (columns), net euros.

    postings  `POSTING_COLUMNS`, one row per posting; a DB that is unknown (NaN) in one of several postings
              of a customer and year leaves the sum empty
    """
    groups = postings.groupby(["customer_id", "year"], sort=False)
    table = groups[["revenue_eur", "margin_eur"]].sum(min_count=1)
    known = groups["margin_eur"].count() == groups["revenue_eur"].count()
    table["margin_eur"] = table["margin_eur"].where(known)
    order = pd.Index(postings["customer_id"].drop_duplicates(), dtype=object, name="customer_id")
    return _wide(table["revenue_eur"], order), _wide(table["margin_eur"], order)


def _wide(column: pd.Series, order: pd.Index) -> pd.DataFrame:
    frame = column.unstack("year").reindex(order).sort_index(axis=1).astype(np.float64)
    frame.columns = pd.Index([int(year) for year in frame.columns], name="year")
    frame.index = order
    return frame.round(2) + 0.0


def figures(
    postings: pd.DataFrame,
    names: Mapping[str, str],
    facts: SourceFacts,
    findings: Sequence[Finding] = (),
    marking: Callable[[], Marks] | None = None,
) -> ImportedFigures:
    """Zahlen of the postings of one file; omissions and what was left out are added by the reader."""
    revenue, margin = sums(postings)
    listed = [names.get(str(key)) for key in revenue.index]
    return ImportedFigures(
        names=pd.Series(listed, index=revenue.index, name="name", dtype=object),
        segments=None,
        revenue=revenue,
        margin=margin,
        left_out=(),
        stated_totals={},
        ignored_columns=(),
        facts=facts,
        findings=tuple(findings),
        marking=cache(marking) if marking else None,
    )


def combine(lists: Sequence[ImportedFigures]) -> tuple[ImportedFigures, ...]:
    """Dateien that add up (months, batches of one source) as one; the others stay as they are.

    A posting that stands in two files would count twice: that is an error of the later file.
    """
    found: list[ImportedFigures] = []
    for entry in lists:
        at = next((at for at, other in enumerate(found) if _belong_together(other, entry)), None)
        if at is None:
            found.append(entry)
        else:
            found[at] = _added(found[at], entry)
    return tuple(found)


def _belong_together(one: ImportedFigures, other: ImportedFigures) -> bool:
    return one.facts.additive and other.facts.additive and one.facts.source == other.facts.source


def _added(one: ImportedFigures, other: ImportedFigures) -> ImportedFigures:
    """Two files as one: sums per customer and year; a DB unknown in one of them leaves the sum empty."""
    revenue = one.revenue.add(other.revenue, fill_value=0.0)
    both = one.revenue.notna().reindex_like(revenue) & other.revenue.notna().reindex_like(revenue)
    margin = one.margin.add(other.margin, fill_value=0.0).reindex_like(revenue)
    lacking = one.margin.isna().reindex_like(revenue) | other.margin.isna().reindex_like(revenue)
    order = one.revenue.index.append(other.revenue.index.difference(one.revenue.index, sort=False))
    names = one.names.combine_first(other.names)
    days = [day for day in (one.facts.first_day, other.facts.first_day) if day]
    ends = [day for day in (one.facts.last_day, other.facts.last_day) if day]
    facts = replace(
        one.facts,
        file=f"{one.facts.file}, {other.facts.file}",
        rows_read=one.facts.rows_read + other.facts.rows_read,
        rows_used=one.facts.rows_used + other.facts.rows_used,
        first_day=min(days, default=None),
        last_day=max(ends, default=None),
        gross=one.facts.gross or other.facts.gross,
    )
    return replace(
        one,
        names=names.reindex(order),
        segments=_segments(one, other, order),
        revenue=revenue.reindex(order).round(2) + 0.0,
        margin=margin.where(~(both & lacking)).reindex(order).round(2) + 0.0,
        left_out=one.left_out + other.left_out,
        omissions=one.omissions + other.omissions,
        facts=facts,
        findings=one.findings + other.findings + _overlap(one, other),
        marking=cache(lambda: _both(one.marks, other.marks)),
    )


def _segments(one: ImportedFigures, other: ImportedFigures, order: pd.Index) -> pd.Series | None:
    """Segmente of both files, those of the first before those of the other; None if neither names any."""
    known = [entry.segments.dropna() for entry in (one, other) if entry.segments is not None]
    if not known:
        return None
    whole = pd.concat(known)
    found: pd.Series = whole[~whole.index.duplicated()].reindex(order).astype(object)
    return found.where(found.notna(), None)


def _both(one: Marks | None, other: Marks | None) -> Marks:
    return np.concatenate([marks for marks in (one, other) if marks is not None])


def _overlap(one: ImportedFigures, other: ImportedFigures) -> tuple[Finding, ...]:
    """Buchungen that stand in both files."""
    before, after = one.marks, other.marks
    if before is None or after is None:
        return ()
    count = int(np.isin(after, before).sum())
    if not count:
        return ()
    values = {"file": other.facts.file, "others": one.facts.file, "count": count, "of": len(after)}
    return (Finding("source_files_overlap", Severity.ERROR, TABLE, None, None, values),)
