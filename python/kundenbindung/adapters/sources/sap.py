"""SAP: Einzelpostenliste der Debitoren (FBL5N), saved as a list in boxes or as a table cut at tabs.

Amounts are gross and the list knows no tax: the owner names the rate of his customers in Zuordnung. Its texts
are cut off and are never names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from kundenbindung.adapters.sources.amounts import EURO
from kundenbindung.adapters.sources.assignments import DEBTOR, EVERYBODY, Assignment, Assignments
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
    trouble,
    without_names,
)
from kundenbindung.adapters.sources.plain import decode, repair
from kundenbindung.adapters.sources.promise import (
    AssignmentNeededError,
    Context,
    Format,
    Head,
    ImportedFigures,
)
from kundenbindung.adapters.sources.records import customer_number
from kundenbindung.adapters.sources.reporting import without_margin
from kundenbindung.adapters.sources.sheet import MAX_ROWS, TABLE, stop
from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages.german import euros
from kundenbindung.workbook.numbers import decimal_evidence

SOURCE = "sap"
SEARCHED_LINES = 60
_BAR, _TAB = "|", "\t"
_HALF_CENT = 0.005
_DIGIT = re.compile("[0-9]")
"""Captions have none, so that postings need not be compared with them."""
_SETTLING = frozenset({"payment", "clearing"})


@dataclass(frozen=True, slots=True)
class _Columns:
    """Kopfzeile: its row, its cells, places of the fields, and in boxes where the bars stand."""

    row: int
    cells: tuple[str, ...]
    places: Mapping[str, int]
    bars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """Zeile of the list below a header, with its cells; `stars` of a total, 0 for a posting."""

    row: int
    cells: tuple[str, ...]
    columns: _Columns
    stars: int

    def spot(self, name: str) -> Spot:
        """Cell of a field; empty where the list has no such column."""
        place = self.columns.places.get(name)
        if place is None:
            return Spot(self.row, 0, name, "")
        return Spot(self.row, place, self.columns.cells[place], self.cells[place])


@dataclass(slots=True)
class _Found:
    """Was bisher gelesen ist: entries with gross amounts, what does not count, findings.

    since   for each level of totals the amounts since its last one, and whether they are payments or the like
    closed  True right below a total
    """

    entries: list[Entry] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    since: dict[int, list[tuple[float, bool]]] = field(default_factory=dict)
    closed: bool = True


def recognise(head: Head) -> bool:
    """True if one of the first lines holds the columns of the list, between bars or tabs."""
    return any(_header(0, line) is not None for line in head.lines[:SEARCHED_LINES])


def read(path: Path, context: Context) -> ImportedFigures:
    """Umsatz netto per customer: each posting by the tax rate of its customer, rounded to the cent.

    A posting with one rate gives back its exact net amount; where it mixes rates, the result is as good as
    the owner's rate. Raises `AssignmentNeededError` while the rate of a customer is unknown.
    """
    text, encoding = decode(load(path), path.name)
    rows = text.splitlines()
    if len(rows) > MAX_ROWS:
        stop("source_too_many_rows", file=path.name, limit=MAX_ROWS)
    found = _Found()
    lines = list(_lines(rows, found))
    decimal = decimal_evidence(line.spot("amount").text for line in lines)
    for line in lines:
        _take(line, decimal, found)
    _ask_for_rates(found.entries, context.assignments, path.name)
    entries = [_net(entry, context.assignments) for entry in found.entries]
    first = next(columns for number, row in enumerate(rows, 1) if (columns := _header(number, row)))
    delimiter = _BAR if first.bars else _TAB
    facts = facts_of(path.name, SOURCE, encoding, delimiter, first.row, decimal, gross=True)
    notes = [*found.findings, *_about_end(found, len(rows)), *_about_kinds(found.asides)]
    if entries:
        notes += _about_days(found.entries, context.assignments)
        notes.append(_about_gross(found.entries, entries, first, context.assignments))
        notes += [without_margin(path.name), without_names(path.name)]
    return summed(entries, found.asides, {}, facts, notes, context.year_end_month)


def _header(row: int, line: str) -> _Columns | None:
    """Columns of a header line, None if the line is none."""
    boxed = line.lstrip().startswith(_BAR)
    if not (boxed or _TAB in line) or _DIGIT.search(line):
        return None
    cells = tuple(str(repair(cell)) for cell in _split(line, _BAR if boxed else _TAB))
    places = places_of(cells, described(SOURCE)["columns"])
    if not set(described(SOURCE)["required"]) <= set(places):
        return None
    bars = tuple(at for at, letter in enumerate(line) if letter == _BAR) if boxed else ()
    return _Columns(row, cells, places, bars)


def _split(line: str, mark: str) -> list[str]:
    """Cells of a line without blanks and quotes around them."""
    return [_unquoted(cell.strip()) for cell in line.split(mark)]


def _unquoted(cell: str) -> str:
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"').strip() if quoted else cell


def _lines(rows: Sequence[str], found: _Found) -> Iterator[_Line]:
    """Every line of the list below its header, which may come again on each page."""
    columns: _Columns | None = None
    for number, row in enumerate(rows, start=1):
        header = _header(number, row)
        columns = header or columns
        if header is not None or columns is None or not _is_row(row, columns):
            continue
        cells = _cells(row, columns)
        if cells is None:
            values = {"row": number, "text": shown(row.split(_BAR)) or "–"}
            found.findings.append(Finding("sap_line_broken", Severity.ERROR, TABLE, number, None, values))
            continue
        stars = max((len(cell) for cell in cells if cell and not cell.strip("*")), default=0)
        yield _Line(number, cells, columns, stars)


def _is_row(line: str, columns: _Columns) -> bool:
    """True for a line of the list that holds anything, not for rules and titles."""
    if not columns.bars:
        return _TAB in line and bool(line.strip())
    return line.lstrip().startswith(_BAR) and bool(line.strip("|- \t"))


def _cells(line: str, columns: _Columns) -> tuple[str, ...] | None:
    """Zellen by the places of the bars, so that a bar in a text moves nothing; None if they do not fit."""
    wanted = len(columns.cells)
    if not columns.bars:
        cells = _split(line, _TAB)
        return (
            tuple(cells + [""] * (wanted - len(cells))) if len(cells) <= wanted else _trimmed(cells, wanted)
        )
    if line.count(_BAR) == len(columns.bars):
        return tuple(cell.strip() for cell in line.split(_BAR))
    if len(line) <= columns.bars[-1] or any(line[at] != _BAR for at in columns.bars):
        return None
    ends = (-1, *columns.bars, len(line))
    return tuple(line[first + 1 : last].strip() for first, last in pairwise(ends))


def _trimmed(cells: Sequence[str], wanted: int) -> tuple[str, ...] | None:
    return None if any(cells[wanted:]) else tuple(cells[:wanted])


def _take(line: _Line, decimal: str | None, found: _Found) -> None:
    """One line: a total is checked, a posting counts or is left out with its reason."""
    amount, wrong = read_amount(line.spot("amount"), decimal)
    if line.stars:
        found.asides.append(Aside(line.row, shown(line.cells), "subtotal" if line.stars == 1 else "total"))
        found.findings += [wrong] if wrong else _check_total(line, amount, found)
        return
    if wrong is not None and not customer_number(line.spot("customer_id").text):
        found.asides.append(Aside(line.row, shown(line.cells), "note"))
        return
    found.closed = False
    if wrong is not None:
        found.findings.append(wrong)
        return
    customer_id, kind = customer_number(line.spot("customer_id").text), line.spot("kind").text.upper()
    reason = _reason(kind, customer_id, amount)
    for level in (1, 2, 3):
        found.since.setdefault(level, []).append((amount, reason in _SETTLING))
    _take_posting(line, amount, reason, found)


def _take_posting(line: _Line, amount: float, reason: str | None, found: _Found) -> None:
    """A posting that counts, or what keeps it from counting."""
    customer_id, kind = customer_number(line.spot("customer_id").text), line.spot("kind").text.upper()
    if reason is not None:
        text = f"{kind or '–'} · {shown(line.cells)}" if reason == "unknown_type" else shown(line.cells)
        found.asides.append(Aside(line.row, text, reason, amount))
        return
    currency = line.spot("currency")
    if currency.text.casefold() not in EURO:
        found.findings.append(trouble("source_currency_foreign", currency, customer_id))
        found.asides.append(Aside(line.row, shown(line.cells), "foreign_currency"))
        return
    day, wrong = read_day(line.spot("day"))
    if day is None or wrong is not None:
        found.findings += [wrong] if wrong else []
        return
    document = line.spot("document").text
    found.entries.append(Entry(line.row, customer_id, day, document, amount, amount, account=kind))


def _reason(kind: str, customer_id: str, amount: float) -> str | None:
    """Why a posting does not count, None if it does."""
    if not customer_id:
        return "no_customer_id"
    kinds = described(SOURCE)["kinds"]
    known = next((reason for reason, several in kinds.items() if kind in several), "unknown_type")
    if known != "counts":
        return str(known)
    return "zero" if amount == 0.0 else None


def _check_total(line: _Line, stated: float, found: _Found) -> list[Finding]:
    """A total against the lines since the last one of its level, with payments or without them."""
    since = found.since.pop(line.stars, [])
    found.closed = True
    own = math.fsum(amount for amount, _ in since)
    billed = math.fsum(amount for amount, settling in since if not settling)
    if min(abs(own - stated), abs(billed - stated)) <= _HALF_CENT:
        return []
    values = {
        "row": line.row,
        "customer_id": line.spot("customer_id").text or "–",
        "stated": stated,
        "own": own,
        "difference": own - stated,
    }
    return [Finding("sap_total_differs", Severity.WARNING, TABLE, line.row, None, values)]


def _about_end(found: _Found, rows: int) -> Iterator[Finding]:
    """A list with totals that ends without one has been cut off."""
    totals = any(aside.reason in {"subtotal", "total"} for aside in found.asides)
    if totals and not found.closed:
        yield Finding("sap_total_missing", Severity.WARNING, TABLE, rows, None, {"row": rows})


def _ask_for_rates(entries: Sequence[Entry], assignments: Assignments, file: str) -> None:
    """Raises `AssignmentNeededError` if nobody has said the tax rate of a customer."""
    lacking = [entry for entry in entries if assignments.tax_rate(entry.customer_id) is None]
    if not lacking:
        return
    first, customers = lacking[0], {entry.customer_id for entry in lacking}
    values = {"file": file, "count": len(customers), "customer_id": first.customer_id}
    example = f"{first.customer_id}: {euros(first.amount, 2)}"
    proposals = (Assignment(DEBTOR, EVERYBODY, "rate_19", example=example),)
    raise AssignmentNeededError(Finding("sap_rate_missing", Severity.ERROR, TABLE, values=values), proposals)


def _net(entry: Entry, assignments: Assignments) -> Entry:
    net = net_of(entry.amount, assignments.tax_rate(entry.customer_id) or 0.0)
    return Entry(
        entry.row, entry.customer_id, entry.day, entry.document, entry.amount, net, account=entry.account
    )


def _about_gross(
    gross: Sequence[Entry], net: Sequence[Entry], columns: _Columns, assignments: Assignments
) -> Finding:
    """Notice that gross amounts were converted, by which rates."""
    header = columns.cells[columns.places["amount"]]
    rates = sorted({assignments.tax_rate(entry.customer_id) or 0.0 for entry in gross})
    values = {
        "header": header,
        "rates": ", ".join(f"{rate:.0%}".replace("%", " %") for rate in rates),
        "gross": math.fsum(entry.amount for entry in gross),
        "net": math.fsum(entry.net for entry in net),
    }
    return Finding("source_list_gross", Severity.NOTICE, TABLE, None, header, values)


def _about_days(entries: Sequence[Entry], assignments: Assignments) -> Iterator[Finding]:
    """Warning where the law had another rate on the day of a posting, as in the second half of 2020."""
    classes = {0.19: "normal", 0.07: "reduced"}
    rates = {entry.customer_id: assignments.tax_rate(entry.customer_id) or 0.0 for entry in entries}
    legal = cache(accounts.rate)
    off = [
        entry
        for entry in entries
        if (tax := classes.get(rates[entry.customer_id]))
        and abs(legal(tax, entry.day) / 100.0 - rates[entry.customer_id]) > 1e-9
    ]
    if off:
        values = {
            "count": len(off),
            "amount": math.fsum(entry.amount for entry in off),
            "row": off[0].row,
            "day": off[0].day,
            "rate": rates[off[0].customer_id],
        }
        yield Finding("sap_rate_of_day", Severity.WARNING, TABLE, off[0].row, None, values)


def _about_kinds(asides: Sequence[Aside]) -> Iterator[Finding]:
    """Warning for each Belegart nobody knows: its lines do not count."""
    kinds: dict[str, list[Aside]] = {}
    for aside in asides:
        if aside.reason == "unknown_type":
            kinds.setdefault(aside.text.split(" · ")[0], []).append(aside)
    for kind, several in kinds.items():
        row, amount = several[0].row, math.fsum(aside.amount for aside in several)
        values = {"kind": kind, "count": len(several), "amount": amount, "row": row}
        yield Finding("sap_kind_unknown", Severity.WARNING, TABLE, row, None, values)


SAP = Format(SOURCE, recognise, read)
"""Format of the list of postings of customers in SAP."""
