"""Lexware: Buchungsjournal with Sollkonto and Habenkonto; amounts are gross.

The parts of a split booking stand below their head, without a day and with one account.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from kundenbindung.adapters.sources.assignments import ACCOUNT, NO_REVENUE, RATES, Assignment, Assignments
from kundenbindung.adapters.sources.cells import load
from kundenbindung.adapters.sources.datev import accounts
from kundenbindung.adapters.sources.ledger import (
    Aside,
    Entry,
    Spot,
    described,
    facts_of,
    net_of,
    places_of,
    read_amount,
    read_day,
    shown,
    summed,
    without_names,
)
from kundenbindung.adapters.sources.plain import read_plain
from kundenbindung.adapters.sources.promise import (
    AssignmentNeededError,
    Context,
    Format,
    Head,
    ImportedFigures,
)
from kundenbindung.adapters.sources.records import customer_number
from kundenbindung.adapters.sources.reporting import without_margin
from kundenbindung.adapters.sources.sheet import TABLE, SourceSheet, cell_text
from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages.datev import account_example
from kundenbindung.workbook.numbers import decimal_evidence

SOURCE = "lexware"
SEARCHED_ROWS = 10
_SHORTEST_ACCOUNT = 4
_HALF_CENT = 0.005
_KINDS = {
    accounts.DISCOUNT: "discount",
    accounts.PAYMENT: "payment",
    accounts.NO_REVENUE: "no_revenue",
    accounts.CREDITOR: "creditor",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """Zeile of the journal: the day is None in a part of a split booking, an account "" where none stands."""

    row: int
    day: dt.date | None
    document: str
    amount: float
    debit: str
    credit: str
    tax: str
    text: str


@dataclass(frozen=True, slots=True)
class _Posting:
    """Buchung between two accounts; `head` is the row of the booking it is a part of."""

    head: int
    day: dt.date
    document: str
    debit: str
    credit: str
    line: _Line


@dataclass(slots=True)
class _Journal:
    """Was gelesen ist: postings, lines that are none, findings."""

    postings: list[_Posting] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sale:
    """Erlösbuchung of a customer: gross in euros, the account and its rate (None: nobody knows it)."""

    posting: _Posting
    customer_id: str
    account: str
    gross: float
    rate: float | None


def recognise(head: Head) -> bool:
    """True if one of the first lines names both accounts, the amount and the day."""
    lines = (re.split("[;\t,|]", line.replace('"', "")) for line in head.lines[:SEARCHED_ROWS])
    return any(_is_header(places_of(cells, described(SOURCE)["columns"])) for cells in lines)


def read(path: Path, context: Context) -> ImportedFigures:
    """Umsatz netto per customer, by the tax rates of the revenue accounts.

    The parts of a booking with one rate are added up before they become net, rounded to the cent: this gives
    back the exact net of an invoice, while the parts one by one would be off by up to half a cent each.
    Raises `AssignmentNeededError` for revenue accounts whose rate nobody knows.
    """
    sheet = read_plain(load(path), path.name)
    journal, decimal, header_row = _journal(sheet)
    sales, asides = _sorted(journal.postings, context.assignments)
    _ask_for_accounts(sales, path.name)
    entries = list(_entries(sales))
    delimiter, encoding = sheet.delimiter or ";", sheet.encoding or ""
    facts = facts_of(path.name, SOURCE, encoding, delimiter, header_row, decimal, gross=True)
    notes = list(journal.findings)
    if entries:
        values = {
            "file": path.name,
            "count": len(sales),
            "gross": math.fsum(sale.gross for sale in sales),
            "net": math.fsum(entry.net for entry in entries),
        }
        notes += [
            *_about_tax(sales, context.assignments),
            Finding("lexware_gross", Severity.NOTICE, TABLE, values=values),
        ]
        notes += [without_margin(path.name), without_names(path.name)]
    left = sorted((*journal.asides, *asides), key=lambda aside: aside.row)
    return summed(entries, left, {}, facts, notes, context.year_end_month)


def _is_header(places: Mapping[str, int]) -> bool:
    return set(described(SOURCE)["required"]) <= set(places)


def _journal(sheet: SourceSheet) -> tuple[_Journal, str | None, int]:
    """Buchungen of the file, its decimal mark, and the row of its header."""
    texts = [[cell_text(cell) for cell in row] for row in sheet.rows]
    columns = described(SOURCE)["columns"]
    found = ((at, places_of(cells, columns)) for at, cells in enumerate(texts[:SEARCHED_ROWS]))
    at, places = next(((at, known) for at, known in found if _is_header(known)), (0, {}))
    journal = _Journal()
    if not places:
        return journal, None, 1
    amounts = (cells[places["amount"]] for cells in texts[at + 1 :] if places["amount"] < len(cells))
    decimal = decimal_evidence(amounts)
    lines = (
        line
        for row, cells in enumerate(texts[at + 1 :], start=at + 2)
        if (line := _line(row, cells, texts[at], places, decimal, journal)) is not None
    )
    for booking in _bookings(lines):
        _resolve(booking, journal)
    return journal, decimal, at + 1


def _line(
    row: int,
    cells: Sequence[str],
    headers: Sequence[str],
    places: Mapping[str, int],
    decimal: str | None,
    journal: _Journal,
) -> _Line | None:
    """One line with an amount; a line that cannot be read is a finding."""
    told = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
    if not any(cells) or list(cells) == list(headers):
        return None
    amount, wrong = read_amount(_spot(row, "amount", told, headers, places), decimal)
    day, unreadable = None, None
    if told["day"]:
        day, unreadable = read_day(_spot(row, "day", told, headers, places))
    problems = [finding for finding in (wrong, unreadable) if finding is not None]
    if problems and not told["day"] and not told["debit"] and not told["credit"]:
        journal.asides.append(Aside(row, shown(cells), "note"))
        return None
    if problems:
        journal.findings += problems
        return None
    debit, credit = _account(told["debit"]), _account(told["credit"])
    document = " ".join(part for part in (told.get("circle", ""), told.get("document", "")) if part)
    return _Line(row, day, document, amount, debit, credit, told.get("tax", ""), shown(cells))


def _spot(
    row: int, name: str, told: Mapping[str, str], headers: Sequence[str], places: Mapping[str, int]
) -> Spot:
    return Spot(row, places[name], headers[places[name]], told[name])


def _account(text: str) -> str:
    """Konto as written; 0 stands for none."""
    account = customer_number(text)
    return account if account.strip("0") else ""


def _bookings(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Lines that belong together: one with a day, and those without below it."""
    booking: list[_Line] = []
    for line in lines:
        if line.day is not None and booking:
            yield booking
            booking = []
        booking.append(line)
    if booking:
        yield booking


def _resolve(booking: Sequence[_Line], journal: _Journal) -> None:
    """A booking as postings between two accounts; one that is not whole is an error."""
    head, parts = booking[0], booking[1:]
    whole = bool(head.debit and head.credit)
    if head.day is None or whole == bool(parts) or not (head.debit or head.credit):
        _refuse_booking(head, journal)
    elif whole:
        journal.postings.append(_Posting(head.row, head.day, head.document, head.debit, head.credit, head))
    elif any(bool(part.debit) == bool(part.credit) for part in parts):
        _refuse_booking(next(part for part in parts if bool(part.debit) == bool(part.credit)), journal)
    elif _adds_up(head, parts, journal):
        journal.postings += [_opposite(head, part, head.day) for part in parts]


def _refuse_booking(line: _Line, journal: _Journal) -> None:
    values = {"row": line.row, "text": line.text}
    journal.findings.append(Finding("lexware_split_open", Severity.ERROR, TABLE, line.row, None, values))


def _adds_up(head: _Line, parts: Sequence[_Line], journal: _Journal) -> bool:
    """True if the parts make up the head; a part on the side of the head is taken off."""
    own = math.fsum(part.amount if bool(part.debit) != bool(head.debit) else -part.amount for part in parts)
    if abs(own - head.amount) <= _HALF_CENT:
        return True
    values = {"row": head.row, "stated": head.amount, "own": own, "difference": own - head.amount}
    journal.findings.append(Finding("lexware_split_differs", Severity.ERROR, TABLE, head.row, None, values))
    return False


def _opposite(head: _Line, part: _Line, day: dt.date) -> _Posting:
    """Part of a split booking against the account of its head."""
    account = head.debit or head.credit
    debit, credit = part.debit or account, part.credit or account
    return _Posting(head.row, day, head.document, debit, credit, part)


def _sorted(postings: Sequence[_Posting], assignments: Assignments) -> tuple[list[_Sale], list[Aside]]:
    """Sales to customers, and what is none with its reason and amount, seen from the customer."""
    numbers = [number for posting in postings for number in (posting.debit, posting.credit)]
    length = max(_SHORTEST_ACCOUNT, min(map(len, numbers), default=0))
    chart = accounts.fitting(_opposite_debtors(postings, length), length)
    reason_of = cache(partial(_reason, chart=chart, assignments=assignments))
    rate_of = cache(partial(_rate, chart=chart, assignments=assignments))
    sales: list[_Sale] = []
    asides: list[Aside] = []
    for posting in postings:
        sides = [accounts.person_kind(number, length) for number in (posting.debit, posting.credit)]
        line, debit = posting.line, sides[0] == accounts.DEBTOR
        customer, other = (posting.debit, posting.credit) if debit else (posting.credit, posting.debit)
        gross = line.amount if debit else -line.amount
        customer_side = sides.count(accounts.DEBTOR) == 1
        if not customer_side:
            reason: str | None = _without_debtor(posting, sides, chart)
        else:
            reason = "zero" if line.amount == 0.0 else reason_of(other)
        if reason is None:
            rate = rate_of(other, posting.day, line.tax)
            sales.append(_Sale(posting, customer, other, gross, rate))
        else:
            asides.append(Aside(line.row, line.text, reason, gross if customer_side else abs(gross)))
    return sales, asides


def _opposite_debtors(postings: Sequence[_Posting], length: int) -> set[str]:
    pairs = ((posting.debit, posting.credit) for posting in postings)
    both = (pair for debit, credit in pairs for pair in ((debit, credit), (credit, debit)))
    return {other for one, other in both if accounts.person_kind(one, length) == accounts.DEBTOR}


def _without_debtor(posting: _Posting, sides: Sequence[str | None], chart: accounts.Chart | None) -> str:
    """Why a posting that no single debtor takes part in does not count."""
    if accounts.CREDITOR in sides:
        return "creditor"
    kinds = {chart.role(number).kind for number in (posting.debit, posting.credit)} if chart else set()
    revenue = kinds & {accounts.REVENUE, accounts.REDUCTION}
    return "without_customer" if revenue and accounts.DEBTOR not in sides else "other_posting"


def _reason(account: str, chart: accounts.Chart | None, assignments: Assignments) -> str | None:
    """Why a posting of a customer against this account is no revenue, None if it is or may be."""
    assigned = assignments.account(account)
    if assigned is not None and assigned.meaning in {NO_REVENUE, *RATES}:
        return "no_revenue" if assigned.meaning == NO_REVENUE else None
    if chart is None:
        return None
    kind = chart.role(account).kind
    if kind in {accounts.REVENUE, accounts.REDUCTION, accounts.UNKNOWN}:
        return None
    return _KINDS.get(kind, "other_posting")


def _rate(
    account: str, day: dt.date, tax: str, chart: accounts.Chart | None, assignments: Assignments
) -> float | None:
    """Steuersatz: what the owner said of the account, else the account itself, else Steuerschlüssel."""
    assigned = assignments.account(account)
    if assigned is not None and assigned.meaning in RATES:
        return RATES[str(assigned.meaning)]
    role = chart.role(account) if chart else accounts.Role(accounts.UNKNOWN)
    if role.tax is not None:
        percent = accounts.rate(role.tax, day)
        return None if math.isnan(percent) else percent / 100.0
    told = _told_rate(tax)
    return told if chart or told else None


def _told_rate(text: str) -> float | None:
    """Steuerschlüssel that is a rate in percent, None for any other."""
    bare = text.removesuffix("%").strip()
    number = bare.split(",")[0].split(".")[0]
    known = {str(key): key for key in described(SOURCE)["tax_keys"]}
    return known[number] / 100.0 if number in known and not bare[len(number) :].strip(",.0") else None


def _ask_for_accounts(sales: Sequence[_Sale], file: str) -> None:
    """Raises `AssignmentNeededError` for accounts whose rate nobody knows, one proposal for each."""
    unknown: dict[str, list[float]] = {}
    for sale in sales:
        if sale.rate is None:
            unknown.setdefault(sale.account, []).append(sale.gross)
    if not unknown:
        return
    examples = {
        account: account_example(len(amounts), math.fsum(amounts)) for account, amounts in unknown.items()
    }
    values = {
        "file": file,
        "accounts": [f"{account} ({example})" for account, example in examples.items()],
        "count": sum(map(len, unknown.values())),
        "amount": math.fsum(amount for amounts in unknown.values() for amount in amounts),
    }
    proposals = tuple(Assignment(ACCOUNT, account, None, example=text) for account, text in examples.items())
    finding = Finding("lexware_account_unknown", Severity.ERROR, TABLE, values=values)
    raise AssignmentNeededError(finding, proposals)


def _entries(sales: Sequence[_Sale]) -> Iterator[Entry]:
    """One Beleg per booking, customer and rate, net to the cent."""
    groups: dict[tuple[int, str, float], list[_Sale]] = {}
    for sale in sales:
        groups.setdefault((sale.posting.head, sale.customer_id, sale.rate or 0.0), []).append(sale)
    for (_, customer_id, rate), parts in groups.items():
        gross, first = round(math.fsum(part.gross for part in parts), 2), parts[0].posting
        told = (first.line.row, customer_id, first.day, first.document, gross, net_of(gross, rate))
        yield Entry(*told, account=parts[0].account)


def _about_tax(sales: Sequence[_Sale], assignments: Assignments) -> Iterator[Finding]:
    """Warning where Steuerschlüssel names another rate than the account; the account counts."""
    differing: dict[str, list[_Sale]] = {}
    for sale in sales:
        if assignments.account(sale.account) is not None:
            continue
        told = _told_rate(sale.posting.line.tax)
        if told is not None and sale.rate is not None and abs(told - sale.rate) > 1e-9:
            differing.setdefault(sale.account, []).append(sale)
    for account, several in differing.items():
        first = several[0]
        values = {
            "account": account,
            "count": len(several),
            "row": first.posting.line.row,
            "told": _told_rate(first.posting.line.tax),
            "rate": first.rate,
        }
        row = first.posting.line.row
        yield Finding("lexware_tax_differs", Severity.WARNING, TABLE, row, None, values)


LEXWARE = Format(SOURCE, recognise, read)
"""Format of the journal of Lexware buchhaltung."""
