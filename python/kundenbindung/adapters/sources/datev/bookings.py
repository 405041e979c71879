"""Buchungsstapel: gross postings of debtors become net revenue per customer.

Gross to net per line, by the tax rate of its revenue account, rounded to the cent: net = gross / (1 + rate).
For a line with one rate this gives back the net amount it was made of: its tax was rounded by half a cent at
most, and half a cent divided by more than one is less.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from kundenbindung.adapters.sources.datev import about, accounts
from kundenbindung.adapters.sources.datev.accounts import Chart
from kundenbindung.adapters.sources.datev.fast import read_fast
from kundenbindung.adapters.sources.datev.head import SOURCE, StackHead
from kundenbindung.adapters.sources.datev.lines import Codes, Lines, mixed
from kundenbindung.adapters.sources.datev.sorting import Sorted, sort_lines, unreadable_cells
from kundenbindung.adapters.sources.datev.tolerant import read_tolerant
from kundenbindung.adapters.sources.postings import figures
from kundenbindung.adapters.sources.promise import Context, ImportedFigures, Marks, SourceFacts
from kundenbindung.adapters.sources.reporting import shortened
from kundenbindung.adapters.sources.sheet import stop
from kundenbindung.core.model import Finding

_WHOLE = 10_000
"""A whole in hundredths of a percent: 19 % are 1,900."""


def read_bookings(path: Path, head: StackHead, context: Context) -> ImportedFigures:
    """Umsatz netto per debtor of one fiscal year.

    Raises `SourceError` if the file cannot be used, `AssignmentNeededError` for revenue accounts that
    nobody knows.
    """
    lines = read_fast(path, head) or read_tolerant(path, head)
    chart = _chart(lines, head, path.name)
    found = sort_lines(lines, head, chart, context.assignments)
    about.ask_for_accounts(found, path.name)
    findings = (*lines.findings, *unreadable_cells(found))
    if not (found.used | found.by("foreign")).any() and not findings:
        stop("datev_no_revenue", file=path.name)
    net = net_cents(found.cents, found.percent)
    return _imported(
        path, head, found, net, (*findings, *about.findings(found, net, head, context, path.name))
    )


def net_cents(cents: Codes, percent: np.ndarray) -> Codes:
    """Netto in cents of gross cents and rates in percent, half a cent away from zero; exact whole numbers."""
    rates = np.rint(np.nan_to_num(percent) * 100.0).astype(np.int64)
    divisor = _WHOLE + rates
    size = (np.abs(cents) * (2 * _WHOLE) + divisor) // (2 * divisor)
    net: Codes = np.where(cents < 0, -size, size)
    return net


def _chart(lines: Lines, head: StackHead, file: str) -> Chart:
    """Kontenrahmen of the head, else the only one the accounts opposite the debtors fit."""
    if head.chart:
        found = accounts.chart(head.chart, head.account_length)
        return found or stop("datev_chart_other", file=file, chart=head.chart)
    listed = _opposite_debtors(lines, head.account_length)
    return accounts.fitting(listed, head.account_length) or stop("datev_chart_unknown", file=file)


def _opposite_debtors(lines: Lines, length: int) -> set[str]:
    def is_debtor(text: str) -> bool:
        return accounts.person_kind(text, length) == accounts.DEBTOR

    listed: set[str] = set()
    for one, other in (("account", "other"), ("other", "account")):
        codes = np.unique(lines.texts[other].codes[lines.texts[one].among(is_debtor)])
        listed |= {lines.texts[other].values[int(code)] for code in codes}
    return listed


def _imported(
    path: Path, head: StackHead, found: Sorted, net: Codes, findings: tuple[Finding, ...]
) -> ImportedFigures:
    codes, debtors = _debtors(found)
    sums = np.bincount(codes, weights=net[found.used], minlength=len(debtors)) / 100.0
    postings = pd.DataFrame(
        {
            "customer_id": pd.Series(debtors, dtype=object),
            "year": head.year,
            "revenue_eur": sums,
            "margin_eur": np.nan,
        }
    )
    read = figures(
        postings, {}, _facts(path, head, found), shortened(findings), lambda: _marks(found, codes, debtors)
    )
    left_out = about.omissions(found, net)
    return replace(read, omissions=left_out)


def _debtors(found: Sorted) -> tuple[Codes, list[str]]:
    """For each used line the place of its debtor, and the debtors in the order of the file."""
    account, other = found.lines.texts["account"], found.lines.texts["other"]
    known = {text: place for place, text in enumerate(dict.fromkeys((*account.values, *other.values)))}
    places = [
        np.array([known[text] for text in column.values], dtype=np.int64) for column in (account, other)
    ]
    codes = np.where(found.debtor_first, places[0][account.codes], places[1][other.codes])[found.used]
    first = np.full(len(known), len(codes), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    order = np.argsort(first, kind="stable")[: int((first < len(codes)).sum())]
    rank = np.zeros(len(known), dtype=np.int64)
    rank[order] = np.arange(len(order))
    names = list(known)
    return rank[codes], [names[int(place)] for place in order]


def _marks(found: Sorted, codes: Codes, debtors: list[str]) -> Marks:
    """A hash per used posting of day, customer, document, amount and revenue account."""
    used = found.used
    numbers = np.array([int(debtor) for debtor in debtors], dtype=np.int64)
    customers = numbers[codes] if len(numbers) else codes
    account, other = found.lines.texts["account"], found.lines.texts["other"]
    partners = np.array(
        [int(text or 0) if text.isdecimal() else 0 for text in (*other.values, *account.values)]
    )
    places = np.where(found.debtor_first, other.codes, account.codes + len(other.values))[used]
    parts = (
        found.days[used],
        customers,
        found.lines.document.hashed(used),
        found.cents[used],
        partners[places],
    )
    return mixed(*parts)


def _facts(path: Path, head: StackHead, found: Sorted) -> SourceFacts:
    days = found.days[(found.days > 0) & ~found.blank]
    return SourceFacts(
        file=path.name,
        sheet=None,
        encoding=head.encoding,
        delimiter=head.delimiter,
        shape="postings",
        header_row=2,
        unit_factor=1.0,
        decimal=",",
        margin_from_share=False,
        repaired=False,
        source=SOURCE,
        rows_read=int((~found.blank).sum()) + len(found.lines.findings),
        rows_used=int(found.used.sum()),
        first_day=dt.date.fromordinal(int(days.min())) if len(days) else None,
        last_day=dt.date.fromordinal(int(days.max())) if len(days) else None,
        gross=True,
        additive=True,
    )
