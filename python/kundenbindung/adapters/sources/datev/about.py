"""Befunde about a Buchungsstapel: what was converted, left out, reversed, and which accounts nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kundenbindung.adapters.sources.assignments import ACCOUNT, Assignment
from kundenbindung.adapters.sources.datev.head import StackHead
from kundenbindung.adapters.sources.datev.lines import Codes
from kundenbindung.adapters.sources.datev.sorting import REASONS, USED, Sorted
from kundenbindung.adapters.sources.promise import AssignmentNeededError, Context, Omission
from kundenbindung.adapters.sources.reporting import without_margin
from kundenbindung.adapters.sources.sheet import TABLE
from kundenbindung.core.model import BoolArray, Finding, Severity
from kundenbindung.messages.datev import account_example

_CENTS = 100.0
_UNSIGNED = frozenset({"creditor", "other_posting"})
_RECEIVED = frozenset({"payment", "discount"})


def ask_for_accounts(found: Sorted, file: str) -> None:
    """Raises `AssignmentNeededError` for revenue accounts without a tax rate, one proposal for each."""
    unknown = found.used & np.isnan(found.percent) & (found.days > 0)
    lines: dict[str, list[int]] = {}
    for line in np.flatnonzero(unknown):
        lines.setdefault(found.partner(int(line)), []).append(int(line))
    if not lines:
        return
    examples = {
        account: account_example(len(several), float(found.cents[several].sum()) / _CENTS)
        for account, several in sorted(lines.items())
    }
    shown = [f"{account} ({example})" for account, example in examples.items()]
    values = {
        "file": file,
        "accounts": shown,
        "count": int(unknown.sum()),
        "amount": _euros(found.cents, unknown),
    }
    proposals = tuple(Assignment(ACCOUNT, account, None, example=text) for account, text in examples.items())
    raise AssignmentNeededError(_finding("datev_account_unknown", Severity.ERROR, values), proposals)


def findings(found: Sorted, net: Codes, head: StackHead, context: Context, file: str) -> Iterator[Finding]:
    """Hinweise and warnings about the file as a whole."""
    yield from _foreign(found, file)
    if head.end_month != context.year_end_month:
        values = {"file": file, "month": head.end_month, "setting": context.year_end_month, "year": head.year}
        yield _finding("datev_year_end_differs", Severity.WARNING, values)
    yield from _about_keys("datev_tax_key_unknown", found, found.used & found.unknown_keys, file)
    yield from _about_keys("datev_reversal_key", found, found.used & found.reversed_by_key, file)
    gross, own = _euros(found.cents, found.used), _euros(net, found.used)
    values = {"file": file, "count": int(found.used.sum()), "gross": gross, "net": own}
    yield _finding("datev_gross_converted", Severity.NOTICE, values)
    yield without_margin(file)
    yield _finding("datev_names_missing", Severity.NOTICE, {"file": file})


def omissions(found: Sorted, net: Codes) -> tuple[Omission, ...]:
    """Auslassungen by reason; Skonti with their net amount, what has no direction without sign."""
    return tuple(
        _omission(found, net, reason) for reason in REASONS if reason != USED and _any(found, reason)
    )


def _any(found: Sorted, reason: str) -> bool:
    return bool((found.by(reason) & ~found.blank).any())


def _omission(found: Sorted, net: Codes, reason: str) -> Omission:
    chosen = found.by(reason) & ~found.blank
    first = int(np.flatnonzero(chosen)[0])
    cents = net if reason == "discount" else found.cents
    if reason in _UNSIGNED:
        cents = np.abs(cents)
    amount = _euros(-cents if reason in _RECEIVED else cents, chosen)
    texts = found.lines.texts
    shown = f"{texts['account'].at(first)} / {texts['other'].at(first)}"
    known = None if reason in {"zero", "foreign"} else amount
    return Omission(reason, int(chosen.sum()), known, int(found.lines.rows[first]), shown)


def _foreign(found: Sorted, file: str) -> Iterator[Finding]:
    """Error: postings in foreign currency without an amount in euros."""
    lost = np.flatnonzero(found.by("foreign"))
    if len(lost):
        row = int(found.lines.rows[lost[0]])
        currency = found.lines.texts["currency"].at(int(lost[0]))
        values = {"file": file, "count": len(lost), "row": row, "currency": currency}
        yield Finding("datev_amount_foreign", Severity.ERROR, TABLE, row, "base", values)


def _about_keys(code: str, found: Sorted, chosen: BoolArray, file: str) -> Iterator[Finding]:
    """BU-Schlüssel of the chosen lines: which, how many lines, how much."""
    if chosen.any():
        column = found.lines.texts["tax_key"]
        keys = sorted({column.values[int(code)] for code in np.unique(column.codes[chosen])})
        amount = _euros(found.cents, chosen)
        values = {"file": file, "keys": keys, "count": int(chosen.sum()), "amount": amount}
        yield _finding(code, Severity.WARNING, values)


def _finding(code: str, severity: Severity, values: dict[str, object]) -> Finding:
    return Finding(code, severity, TABLE, None, None, values)


def _euros(cents: Codes, chosen: BoolArray) -> float:
    return float(cents[chosen].sum()) / _CENTS
