"""Collmex: records without a header, one line per position of an invoice, amounts net, with DB.

The first field says what a line is: invoices (CMXINV) become figures, customers (CMXKND) give names, messages
of the program are left out, and a file of offers or orders alone is refused.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from kundenbindung.adapters.sources.amounts import EURO
from kundenbindung.adapters.sources.cells import load
from kundenbindung.adapters.sources.ledger import (
    Aside,
    Entry,
    Spot,
    described,
    facts_of,
    omitted,
    read_amount,
    read_day,
    shown,
    summed,
    trouble,
)
from kundenbindung.adapters.sources.plain import decode, repair
from kundenbindung.adapters.sources.promise import Context, Format, Head, ImportedFigures, SourceFacts
from kundenbindung.adapters.sources.records import customer_number
from kundenbindung.adapters.sources.sheet import MAX_ROWS, TABLE, stop
from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook.numbers import decimal_evidence

SOURCE = "collmex"
DELIMITERS = (";", "\t")
_RECORD = re.compile(r'\s*"?(CMX[A-Z0-9]{3}(?:-[0-9])?|MESSAGE)"?[;\t]')
_CENT = 0.01 + 1e-9
Row = tuple[int, list[str]]


@dataclass(slots=True)
class _Found:
    """Was bisher gelesen ist: entries, what does not count, names of invoices and of customers, findings."""

    entries: list[Entry] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)


def recognise(head: Head) -> bool:
    """True if the file begins with a record of Collmex, perhaps below a line of headers."""
    lines = [line for line in head.lines[:2] if line.strip()]
    titled = bool(lines) and lines[0].lstrip('"').startswith(described(SOURCE)["head"])
    return any(_RECORD.match(line) for line in (lines[1:2] if titled else lines[:1]))


def read(path: Path, context: Context) -> ImportedFigures:
    """Umsatz and DB of the positions, to the cent as the program computed them.

    Raises `SourceError` if the file holds neither invoices nor customers.
    """
    text, encoding = decode(load(path), path.name)
    delimiter = DELIMITERS[0] if DELIMITERS[0] in text.lstrip().partition("\n")[0] else DELIMITERS[1]
    rows = list(_rows(text, delimiter, path.name))
    found, decimal = _Found(), _decimal(rows)
    for number, row in rows:
        _take(number, row, decimal, found)
    facts = facts_of(path.name, SOURCE, encoding, delimiter, 0, decimal, gross=False)
    names = found.names | found.customers
    fixed = {key: str(repair(name)) for key, name in names.items()}
    facts = replace(facts, repaired=fixed != names)
    if described(SOURCE)["invoice"]["type"] in found.records:
        notes = [*found.findings, *_about_kinds(found.asides)]
        return summed(found.entries, found.asides, fixed, facts, notes, context.year_end_month)
    if not found.customers:
        _refuse(found.records, path.name)
    return _only_names(fixed, found, facts)


def _rows(text: str, delimiter: str, file: str) -> Iterator[Row]:
    """Records with their number; one may hold line breaks inside quotes."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    title = described(SOURCE)["head"]
    try:
        for number, row in enumerate(reader, start=1):
            if number > MAX_ROWS:
                stop("source_too_many_rows", file=file, limit=MAX_ROWS)
            if any(row) and not (number == 1 and row[0].strip() == title):
                yield number, [cell.strip() for cell in row]
    except csv.Error:
        stop("source_quotes_broken", file=file, line=reader.line_num)


def _decimal(rows: Sequence[Row]) -> str | None:
    """Dezimalzeichen proven by the amounts of all invoices."""
    places = described(SOURCE)["invoice"]
    wanted = [places[name] - 1 for name in ("value", "revenue", "margin")]
    invoices = (row for _, row in rows if row[0] == places["type"])
    return decimal_evidence(row[at] for row in invoices for at in wanted if at < len(row))


def _take(number: int, row: Sequence[str], decimal: str | None, found: _Found) -> None:
    """One record, by its type."""
    record, described_types = row[0], described(SOURCE)
    found.records[record] += 1
    if record == described_types["invoice"]["type"]:
        _take_position(number, row, decimal, found)
    elif record == described_types["customer"]["type"]:
        cells = _cells(row, described_types["customer"])
        if cells["customer_id"] and _name(cells):
            found.customers.setdefault(customer_number(cells["customer_id"]), _name(cells))
    else:
        reason = "no_invoice" if record in described_types["records"] and record != "MESSAGE" else "note"
        found.asides.append(Aside(number, shown(row), reason))


def _cells(row: Sequence[str], places: Mapping[str, object]) -> dict[str, str]:
    """Texts of the fields; those beyond the end of the record are empty."""
    at = {name: place - 1 for name, place in places.items() if isinstance(place, int)}
    return {name: row[place] if place < len(row) else "" for name, place in at.items()}


def _name(cells: Mapping[str, str]) -> str:
    person = " ".join(part for part in (cells["first_name"], cells["last_name"]) if part)
    return " ".join((cells["firm"] or person).split())


def _take_position(number: int, row: Sequence[str], decimal: str | None, found: _Found) -> None:
    """One position of an invoice: it counts, or is left out with its reason."""
    places = described(SOURCE)["invoice"]
    cells = _cells(row, places)
    if len(row) < places["value"]:
        values = {"row": number, "cells": len(row), "expected": places["value"]}
        found.findings.append(Finding("collmex_line_short", Severity.ERROR, TABLE, number, None, values))
        return
    net, margin, wrong = _amounts(number, cells, decimal)
    customer_id = customer_number(cells["customer_id"])
    reason = _reason(cells, customer_id, worth=abs(net) + abs(0.0 if math.isnan(margin) else margin))
    if reason is not None:
        text = shown((_code(cells["kind"]) or "–", *row[1:]) if reason == "unknown_type" else row)
        found.asides.append(Aside(number, text, reason, net))
        return
    day, unreadable = read_day(_spot(number, "day", cells))
    wrong += [unreadable] if unreadable else []
    currency = _spot(number, "currency", cells)
    if currency.text.casefold() not in EURO:
        wrong.append(trouble("source_currency_foreign", currency, customer_id))
    found.findings += wrong
    if _name(cells):
        found.names.setdefault(customer_id, _name(cells))
    if day is not None and not wrong:
        document = f"{cells['document']}/{cells['position']}"
        found.entries.append(Entry(number, customer_id, day, document, net, net, margin))
        found.findings += _doubts(found.entries[-1], cells, decimal)


def _spot(number: int, name: str, cells: Mapping[str, str]) -> Spot:
    places = described(SOURCE)["invoice"]
    return Spot(number, places[name] - 1, places["headers"][name], cells[name])


def _amounts(
    number: int, cells: Mapping[str, str], decimal: str | None
) -> tuple[float, float, list[Finding]]:
    """Umsatz (without the field Erlös: the value of the position) and DB, NaN where it is not given."""
    name = "revenue" if cells["revenue"] else "value"
    net, wrong = read_amount(_spot(number, name, cells), decimal)
    if name == "value" or not cells["margin"]:
        return net, math.nan, [wrong] if wrong else []
    margin, unclear = read_amount(_spot(number, "margin", cells), decimal)
    return net, margin, [finding for finding in (wrong, unclear) if finding]


def _code(text: str) -> str:
    """Schlüssel in front of its label: "0 Neu" is 0."""
    return text.partition(" ")[0]


def _reason(cells: Mapping[str, str], customer_id: str, worth: float) -> str | None:
    """Why a position does not count, None if it does; a gift without Umsatz counts by its DB."""
    data = described(SOURCE)
    status = cells["status"].casefold()
    if _code(cells["position_kind"]) in data["position_kinds"]["note"]:
        return "note"
    cancelled = (
        _code(status) in data["status"]["cancelled"] or _code(cells["deleted"]) in data["status"]["deleted"]
    )
    if cancelled or any(word in status for word in data["status"]["words"]):
        return "void"
    if not customer_id:
        return "no_customer_id"
    kind, kinds = _code(cells["kind"]), data["kinds"]
    known = next((reason for reason, several in kinds.items() if kind in several), "unknown_type")
    if known != "counts":
        return str(known)
    return "zero" if worth == 0.0 else None


def _doubts(entry: Entry, cells: Mapping[str, str], decimal: str | None) -> Iterator[Finding]:
    """What does not fit: a credit note that adds, a DB that is not Erlös less Kosten, a missing Erlös."""
    values: dict[str, object] = {"row": entry.row, "document": cells["document"], "amount": entry.net}
    if _code(cells["kind"]) in described(SOURCE)["kinds"]["credit"] and entry.net > 0.0:
        yield Finding("collmex_credit_positive", Severity.WARNING, TABLE, entry.row, None, values)
    if not cells["revenue"]:
        yield Finding("collmex_value_of_position", Severity.WARNING, TABLE, entry.row, None, values)
    cost, wrong = read_amount(Spot(entry.row, 0, "", cells["cost"]), decimal)
    if wrong is None and abs(entry.net - cost - entry.margin) > _CENT:
        told = {**values, "cost": cost, "margin": entry.margin}
        yield Finding("collmex_margin_differs", Severity.WARNING, TABLE, entry.row, None, told)


def _about_kinds(asides: Sequence[Aside]) -> Iterator[Finding]:
    """Warning for each Rechnungsart nobody knows: its positions do not count."""
    kinds: dict[str, list[Aside]] = {}
    for aside in asides:
        if aside.reason == "unknown_type":
            kinds.setdefault(aside.text.split(" · ")[0], []).append(aside)
    for kind, several in kinds.items():
        amount = math.fsum(aside.amount for aside in several if not math.isnan(aside.amount))
        values = {"kind": kind, "count": len(several), "amount": amount, "row": several[0].row}
        yield Finding("collmex_kind_unknown", Severity.WARNING, TABLE, several[0].row, None, values)


def _refuse(records: Counter[str], file: str) -> None:
    """Raises `SourceError`: the file has neither invoices nor customers."""
    words = described(SOURCE)["records"]
    told = [record for record in records if record != "MESSAGE"] or list(records)
    listed = ", ".join(
        f"{words[record]} ({record})" if record in words else record[:20] for record in told[:3]
    )
    stop("collmex_no_invoices", file=file, records=listed)


def _only_names(names: Mapping[str, str], found: _Found, facts: SourceFacts) -> ImportedFigures:
    """Customers alone: names without figures."""
    index = pd.Index(list(names), dtype=object, name="customer_id")
    empty = pd.DataFrame(index=index, columns=pd.Index([], dtype="int64", name="year"), dtype="float64")
    size = len(names)
    read = size + len(found.asides)
    return ImportedFigures(
        names=pd.Series(list(names.values()), index=index, name="name", dtype=object),
        segments=None,
        revenue=empty,
        margin=empty.copy(),
        left_out=(),
        stated_totals={},
        ignored_columns=(),
        facts=replace(facts, shape="names", additive=False, rows_read=read, rows_used=size),
        findings=tuple(found.findings),
        omissions=omitted(found.asides),
    )


COLLMEX = Format(SOURCE, recognise, read)
"""Format of the records of Collmex."""
