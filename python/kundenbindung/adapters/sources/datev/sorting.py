"""Buchungen sortieren: which line is revenue of which debtor, and why the others are not.

Soll/Haben refers to Konto; the debtor may stand as Konto or as Gegenkonto.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from kundenbindung.adapters.sources.assignments import NO_REVENUE as NOT_REVENUE
from kundenbindung.adapters.sources.assignments import RATES, Assignments
from kundenbindung.adapters.sources.datev import accounts
from kundenbindung.adapters.sources.datev.accounts import Chart, Role
from kundenbindung.adapters.sources.datev.head import EUR, StackHead
from kundenbindung.adapters.sources.datev.lines import Coded, Codes, Floats, Lines
from kundenbindung.adapters.sources.datev.tolerant import amount, cell_unreadable
from kundenbindung.core.model import BoolArray, Finding

USED = "used"
KINDS = (
    accounts.DEBTOR,
    accounts.CREDITOR,
    accounts.REVENUE,
    accounts.REDUCTION,
    accounts.DISCOUNT,
    accounts.NO_REVENUE,
    accounts.PAYMENT,
    accounts.UNKNOWN,
    accounts.OTHER,
)
SALES = frozenset({accounts.REVENUE, accounts.REDUCTION, accounts.UNKNOWN})
REASONS = (
    USED,
    "payment",
    "discount",
    "creditor",
    "without_customer",
    "zero",
    "no_revenue",
    "other_posting",
    "foreign",
)
_SIDES = {"S": 1, "": 1, "H": -1}
_REVERSALS = {"": 1, "0": 1, "1": -1, "G": -1}
_PERCENT = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """Sortierte Zeilen, one entry per line.

    reasons   place in `REASONS`; blank: lines that say nothing at all
    cents     gross in cents, positive where the debtor owes more; without a debtor where revenue grows
    percent   tax rate, NaN where nobody knows it; days: ordinal, 0 where unreadable
    debtor_first     the debtor is the Konto; foreign: the amount is that of Basis-Umsatz
    unknown_keys, reversed_by_key  about the BU-Schlüssel
    """

    lines: Lines
    reasons: Codes
    blank: BoolArray
    cents: Codes
    percent: Floats
    days: Codes
    debtor_first: BoolArray
    unknown_keys: BoolArray
    reversed_by_key: BoolArray
    foreign: BoolArray

    def by(self, reason: str) -> BoolArray:
        """Lines that are left out for a reason, or used."""
        chosen: BoolArray = self.reasons == REASONS.index(reason)
        return chosen

    @property
    def used(self) -> BoolArray:
        """Lines that are revenue of a debtor."""
        return self.by(USED)

    def debtor(self, line: int) -> str:
        """Kundennummer of a line."""
        return self.lines.texts["account" if self.debtor_first[line] else "other"].at(line)

    def partner(self, line: int) -> str:
        """The account opposite the debtor."""
        return self.lines.texts["other" if self.debtor_first[line] else "account"].at(line)


def sort_lines(lines: Lines, head: StackHead, chart: Chart, assignments: Assignments) -> Sorted:
    """What every line is; a rate nobody knows stays NaN."""
    kinds = _Kinds.of(lines, chart, assignments)
    texts = lines.texts
    keys = {text: accounts.tax_key(text) for text in texts["tax_key"].values}
    reversed_by_key = texts["tax_key"].among(lambda text: keys[text].reversal)
    sign = texts["side"].small(lambda text: _SIDES.get(text.upper(), 0))
    sign *= texts["reversal"].small(lambda text: _REVERSALS.get(text.upper(), 0))
    sign *= kinds.direction
    if reversed_by_key.any():
        sign[reversed_by_key] *= -1
    foreign = texts["currency"].among(lambda text: text.upper() not in {"", EUR})
    in_euros = texts["base_currency"].among(lambda text: text.upper() == EUR)
    lost = foreign & ~(in_euros & np.isfinite(lines.amounts["base"]))
    euros = np.where(foreign, lines.amounts["base"], lines.amounts["amount"])
    whole = np.nan_to_num(np.rint(euros * _PERCENT), copy=False, posinf=0.0, neginf=0.0)
    cents = whole.astype(np.int64) * sign
    days = texts["day"].told(lambda text: day_of(text, head)).astype(np.int64)
    reasons = kinds.reasons.copy()
    reasons[(euros == 0.0) & ~lost] = REASONS.index("zero")
    reasons[lost & (reasons == REASONS.index(USED))] = REASONS.index("foreign")
    return Sorted(
        lines=lines,
        reasons=reasons,
        blank=_blank(lines),
        cents=cents,
        percent=_percent(lines, kinds, head),
        days=days,
        debtor_first=kinds.debtor_first,
        unknown_keys=texts["tax_key"].among(lambda text: not keys[text].known),
        reversed_by_key=reversed_by_key,
        foreign=foreign,
    )


def unreadable_cells(found: Sorted) -> Iterator[Finding]:
    """Findings about cells of used lines that say nothing: sides, days, reversals, empty amounts."""
    lines, texts = found.lines, found.lines.texts
    known = {
        "side": texts["side"].among(lambda text: text.upper() in _SIDES),
        "reversal": texts["reversal"].among(lambda text: text.upper() in _REVERSALS),
        "day": found.days > 0,
    }
    used = found.used & ~found.blank
    for field, readable in known.items():
        for line in np.flatnonzero(used & ~readable):
            yield cell_unreadable(int(lines.rows[line]), field, texts[field].at(int(line)))
    for line in np.flatnonzero(used & ~found.foreign & np.isnan(lines.amounts["amount"])):
        yield cell_unreadable(int(lines.rows[line]), "amount", "")


def day_of(text: str, head: StackHead) -> int:
    """Belegdatum TTMM, its leading zero perhaps lost, within the fiscal year; 0 if it is no day."""
    start = head.fiscal_start
    if start is None or not (text.isascii() and text.isdigit()) or len(text) not in {3, 4}:
        return 0
    day, month = int(text[:-2]), int(text[-2:])
    year = start.year + ((month, day) < (start.month, start.day))
    try:
        return dt.date(year, month, day).toordinal()
    except ValueError:
        return 0


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """What both accounts of every line are."""

    reasons: Codes
    debtor_first: BoolArray
    direction: Codes
    taxes: dict[str, str | None]

    @classmethod
    def of(cls, lines: Lines, chart: Chart, assignments: Assignments) -> _Kinds:
        """By the different accounts of the file; the owner's Zuordnung goes first."""
        roles: dict[str, Role] = {}
        for field in ("account", "other"):
            roles |= {text: _role(text, chart, assignments) for text in lines.texts[field].values}
        first, second = (_codes(lines, field, roles) for field in ("account", "other"))
        pairs = first * np.int8(len(KINDS)) + second
        taxes = {text: role.tax for text, role in roles.items()}
        debtor_first = first == KINDS.index(accounts.DEBTOR)
        return cls(_of_pairs(_reason_code)[pairs], debtor_first, _of_pairs(_is_positive)[pairs], taxes)


def _role(account: str, chart: Chart, assignments: Assignments) -> Role:
    given = assignments.account(account) if assignments.entries else None
    if given is None or chart.role(account).kind in {accounts.DEBTOR, accounts.CREDITOR}:
        return chart.role(account)
    if given.meaning == NOT_REVENUE:
        return Role(accounts.NO_REVENUE)
    return Role(accounts.REVENUE, given.meaning) if given.meaning in RATES else chart.role(account)


def _codes(lines: Lines, field: str, roles: dict[str, Role]) -> Codes:
    column = lines.texts[field]
    return np.array([KINDS.index(roles[text].kind) for text in column.values], dtype=np.int8)[column.codes]


def _of_pairs(tell: Callable[[str, str], int]) -> Codes:
    """What is told of every pair of kinds of Konto and Gegenkonto, by the place of the pair."""
    return np.array([tell(one, other) for one in KINDS for other in KINDS], dtype=np.int8)


def _reason_code(one: str, other: str) -> int:
    return REASONS.index(_reason(one, other))


def _is_positive(one: str, other: str) -> int:
    """1 if Soll adds to what the debtor owes, or without a debtor takes from revenue, else -1."""
    positive = one == accounts.DEBTOR if accounts.DEBTOR in {one, other} else one not in SALES
    return 1 if positive else -1


def _reason(one: str, other: str) -> str:
    kinds = {one, other}
    reason = "other_posting"
    if accounts.DEBTOR in kinds:
        reasons = {accounts.PAYMENT: "payment", accounts.DISCOUNT: "discount"}
        reasons |= {accounts.NO_REVENUE: "no_revenue", **dict.fromkeys(SALES, USED)}
        reason = next((reasons[kind] for kind in kinds if kind in reasons), reason)
    elif accounts.CREDITOR in kinds:
        reason = "creditor"
    elif kinds & SALES:
        reason = "without_customer"
    return reason


def _percent(lines: Lines, kinds: _Kinds, head: StackHead) -> Floats:
    """Steuersatz: the owner's, else of the column Steuersatz, the BU-Schlüssel, the account."""
    classes = ("none", "reduced", "normal", *RATES)
    by_account = {text: classes.index(tax) if tax else -1 for text, tax in kinds.taxes.items()}
    account, other = (lines.texts[field].small(by_account.__getitem__) for field in ("account", "other"))
    own = np.where(kinds.debtor_first, other, account)
    owners = own >= classes.index(next(iter(RATES)))
    keys, chosen = lines.texts["tax_key"], own
    if keys.values != ("",):
        taxes = {text: accounts.tax_key(text).tax for text in keys.values}
        by_key = keys.small(lambda text: classes.index(str(taxes[text])) if taxes[text] else -1)
        chosen = np.where(owners | (by_key < 0), own, by_key)
    percent = _rates(classes, chosen, lines.texts["day"], head)
    if lines.texts["rate"].values == ("",):
        return percent
    stated = lines.texts["rate"].told(lambda text: amount(text) or np.nan)
    return np.where(~owners & np.isfinite(stated) & (stated < _PERCENT), stated, percent)


def _rates(classes: tuple[str, ...], chosen: Codes, days: Coded, head: StackHead) -> Floats:
    """Percent by class and day; NaN without a class or a day."""
    table = np.full((len(classes) + 1, len(days.values)), np.nan)
    for column, text in enumerate(days.values):
        day = dt.date.fromordinal(day_of(text, head) or 1)
        for row, tax in enumerate(classes):
            table[row, column] = RATES[tax] * _PERCENT if tax in RATES else accounts.rate(tax, day)
    places = np.where(chosen < 0, np.int32(len(classes)), chosen) * np.int32(len(days.values)) + days.codes
    percent: Floats = table.ravel()[places]
    return percent


def _blank(lines: Lines) -> BoolArray:
    """Lines that hold nothing but separators."""
    nothing = np.isnan(lines.amounts["amount"]) & np.isnan(lines.amounts["base"])
    for field in ("account", "other", "day"):
        nothing &= lines.texts[field].among(lambda text: not text)
    return nothing
