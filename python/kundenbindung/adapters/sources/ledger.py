"""Belege: what Lexware, SAP and Collmex have in common, from a line of the file to figures per year."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd

import kundenbindung
from kundenbindung.adapters.sources import postings
from kundenbindung.adapters.sources.dated import parse_date
from kundenbindung.adapters.sources.presets import joined
from kundenbindung.adapters.sources.promise import ImportedFigures, LeftOut, Marks, Omission, SourceFacts
from kundenbindung.adapters.sources.reporting import shortened
from kundenbindung.adapters.sources.sheet import TABLE, SourceError, address, cell_text, stop
from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook.numbers import Problem, bare_number, parse_number

MAX_LEFT_OUT = 1_000
MAX_AMOUNT = 1e12
_SHOWN_TEXT = 60
_NUMBER_CODES = {
    Problem.AMBIGUOUS: "source_number_ambiguous",
    Problem.UNREADABLE: "source_number_unreadable",
    Problem.SIGN: "source_sign_unclear",
}
_parsed_day = lru_cache(maxsize=10_000)(parse_date)
_DATE_CODES = {
    "ambiguous": "source_date_ambiguous",
    "unreadable": "source_date_unreadable",
    "missing": "source_date_missing",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Beleg that counts: amount as in the file, net revenue and DB in euros (NaN: unknown)."""

    row: int
    customer_id: str
    day: dt.date
    document: str
    amount: float
    net: float
    margin: float = math.nan
    account: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Zeile that does not count: why, and its amount in euros (NaN: none)."""

    row: int
    text: str
    reason: str
    amount: float = math.nan


@dataclass(frozen=True, slots=True)
class Spot:
    """Zelle of a row: its column from 0, the header the owner knows it by, and its text."""

    row: int
    place: int
    header: str
    text: str


@cache
def described(name: str) -> dict[str, Any]:
    """Beschreibung of a format as data, from `templates/sources`."""
    path = kundenbindung.templates_folder() / "sources" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def facts_of(
    file: str,
    source: str,
    encoding: str,
    delimiter: str,
    header_row: int,
    decimal: str | None,
    *,
    gross: bool,
) -> SourceFacts:
    """Steckbrief of a ledger; rows and days follow from its entries."""
    return SourceFacts(
        file=file,
        sheet=None,
        encoding=encoding,
        delimiter=delimiter,
        shape="postings",
        header_row=header_row,
        unit_factor=1.0,
        decimal=decimal,
        margin_from_share=False,
        repaired=False,
        source=source,
        gross=gross,
        additive=True,
    )


def summed(
    entries: Sequence[Entry],
    asides: Sequence[Aside],
    names: Mapping[str, str],
    facts: SourceFacts,
    findings: Iterable[Finding],
    year_end_month: int,
) -> ImportedFigures:
    """Zahlen of all entries of a file; raises `SourceError` where not one of them counts."""
    told = list(findings)
    if not entries:
        for finding in told:
            if finding.severity is Severity.ERROR:
                raise SourceError(finding)
        stop("ledger_empty", file=facts.file, count=len(asides))
    days = pd.Series([entry.day for entry in entries], dtype="datetime64[s]")
    frame = pd.DataFrame(
        {
            "customer_id": pd.Series([entry.customer_id for entry in entries], dtype=object),
            "year": postings.fiscal_years(days, year_end_month),
            "revenue_eur": [entry.net for entry in entries],
            "margin_eur": [entry.margin for entry in entries],
        }
    )
    known = replace(
        facts,
        rows_read=len(entries) + len(asides),
        rows_used=len(entries),
        first_day=min(entry.day for entry in entries),
        last_day=max(entry.day for entry in entries),
    )
    read = postings.figures(frame, names, known, shortened(told), lambda: _marks(entries, days))
    lines = tuple(LeftOut(aside.row, aside.text, aside.reason) for aside in asides[:MAX_LEFT_OUT])
    return replace(read, left_out=lines, omissions=omitted(asides))


def omitted(asides: Sequence[Aside]) -> tuple[Omission, ...]:
    """Auslassungen by reason with what they add up to, in the order of their first rows."""
    groups: dict[str, list[Aside]] = {}
    for aside in asides:
        groups.setdefault(aside.reason, []).append(aside)
    return tuple(
        Omission(reason, len(group), _amount(group), group[0].row, group[0].text)
        for reason, group in groups.items()
    )


def _amount(group: Sequence[Aside]) -> float | None:
    amounts = [aside.amount for aside in group if not math.isnan(aside.amount)]
    return round(math.fsum(amounts), 2) + 0.0 if amounts else None


def _marks(entries: Sequence[Entry], days: pd.Series) -> Marks:
    """A hash of day, customer, document, amount and account per entry."""
    told = pd.DataFrame(
        {
            "day": days.astype("int64"),
            "customer_id": pd.Series([bare_number(entry.customer_id) for entry in entries], dtype=object),
            "document": pd.Series([entry.document for entry in entries], dtype=object),
            "amount": pd.Series([entry.amount for entry in entries]).round(2) + 0.0,
            "account": pd.Series([entry.account for entry in entries], dtype=object),
        }
    )
    return np.asarray(pd.util.hash_pandas_object(told, index=False), dtype=np.uint64)


def net_of(gross: float, rate: float) -> float:
    """Netto of one line, rounded to the cent; `rate` is a fraction."""
    return round(gross / (1.0 + rate) + 0.0, 2) + 0.0


def read_amount(spot: Spot, decimal: str | None) -> tuple[float, Finding | None]:
    """Betrag of a cell, else NaN and what is wrong with it; an empty cell is wrong too."""
    parsed = parse_number(spot.text, decimal=decimal)
    if parsed.problem is not None:
        return math.nan, trouble(_NUMBER_CODES[parsed.problem], spot)
    if parsed.value is None:
        return math.nan, trouble("ledger_amount_missing", spot)
    if parsed.percent or abs(parsed.value) > MAX_AMOUNT:
        return math.nan, trouble("source_number_unreadable", spot)
    return parsed.value, None


def read_day(spot: Spot) -> tuple[dt.date | None, Finding | None]:
    """Tag of a cell, else None and what is wrong with it."""
    found, wrong = _parsed_day(spot.text)
    return found, None if wrong is None else trouble(_DATE_CODES[wrong], spot)


def trouble(code: str, spot: Spot, customer_id: str = "") -> Finding:
    """Befund about one cell."""
    values = {
        "row": spot.row,
        "header": spot.header,
        "cell": address(spot.row, spot.place),
        "text": cell_text(spot.text)[:_SHOWN_TEXT],
        "customer_id": customer_id or "–",
    }
    return Finding(code, Severity.ERROR, TABLE, spot.row, spot.header, values)


def without_names(file: str) -> Finding:
    """Hinweis that a file has numbers of customers, and no names."""
    return Finding("ledger_without_names", Severity.NOTICE, TABLE, None, None, {"file": file})


def shown(cells: Iterable[str]) -> str:
    """The first filled cells of a line as one short text."""
    texts = [" ".join(cell.split()) for cell in cells if cell.strip()]
    return " · ".join(texts[:4])[:_SHOWN_TEXT]


def places_of(cells: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Spalten by field: where one of its spellings stands, the first spelling first."""
    keys = [joined(cell) for cell in cells]
    found: dict[str, int] = {}
    for field, spellings in columns.items():
        match = next((joined(text) for text in spellings if joined(text) in keys), None)
        if match is not None:
            found[field] = keys.index(match)
    return found
