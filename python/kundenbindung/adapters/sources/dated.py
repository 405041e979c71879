"""Tabellen mit Datum: one row per document becomes one posting, and these add up per fiscal year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kundenbindung.adapters.sources.amounts import Amounts
from kundenbindung.adapters.sources.header import Column, Header
from kundenbindung.adapters.sources.postings import fiscal_years
from kundenbindung.adapters.sources.promise import Marks
from kundenbindung.adapters.sources.records import Record, problem
from kundenbindung.adapters.sources.sheet import cell_at, cell_text, stop
from kundenbindung.core.model import Finding, FloatArray
from kundenbindung.workbook.cells import day, empty

_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")
_COMPACT = re.compile(r"(?:19|20)[0-9]{6}")
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$")
_EXCEL_DAYS = (32_874, 73_050)
_FIRST_EXCEL_DAY = dt.date(1899, 12, 30)
_PLAUSIBLE = (1980, 2100)
_CODES = {
    "ambiguous": "source_date_ambiguous",
    "unreadable": "source_date_unreadable",
    "missing": "source_date_missing",
}


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """Belege of a table: postings as `postings.sums` wants them, a mark each, first and last day."""

    postings: pd.DataFrame
    marks: Marks
    first_day: dt.date
    last_day: dt.date
    findings: tuple[Finding, ...]


def read_postings(
    records: Sequence[Record], header: Header, amounts: Amounts, margin: FloatArray, year_end_month: int
) -> Dated:
    """Belege with an amount; one without a readable day is an error that names its cell.

    Raises `SourceError` if no row has a day.
    """
    column = next(column for column in header.columns if column.field == "date")
    read = [parse_date(cell_at(record.cells, column.place)) for record in records]
    revenue = amounts.figures["revenue", None]
    filled = ~np.isnan(revenue) | ~np.isnan(margin)
    findings = _refused(records, column, read, filled)
    keep = filled & np.array([found is not None for found, _ in read])
    if not any(found for found, _ in read):
        stop("source_dates_unreadable", header=column.header, row=records[0].row)
    used = [row for row, counts in enumerate(keep) if counts]
    days = pd.Series([read[row][0] for row in used], dtype="datetime64[s]")
    postings = pd.DataFrame(
        {
            "customer_id": pd.Series([records[row].customer_id for row in used], dtype=object),
            "year": fiscal_years(days, year_end_month),
            "revenue_eur": revenue[keep],
            "margin_eur": margin[keep],
        }
    )
    known = [found for found, _ in read if found]
    marks = _marks(postings, days, _documents([records[row] for row in used], header))
    return Dated(postings, marks, min(known), max(known), tuple(findings))


def parse_date(value: object) -> tuple[dt.date | None, str | None]:
    """Tag of a cell, or what is wrong with it: "ambiguous", "unreadable", "missing".

    Read are TT.MM.JJJJ, TT.MM.JJ, JJJJ-MM-TT, JJJJMMTT, Excel's day numbers, also with a time of day.
    Slashes are only read where day and month cannot be mistaken: 25/04/2025, not 03/04/2025.
    """
    if empty(value):
        return None, "missing"
    found = day(value) if not isinstance(value, str) else _of_text(value)
    if found is None and not isinstance(value, bool):
        found = _of_number(cell_text(value))
    if found is not None and _PLAUSIBLE[0] <= found.year < _PLAUSIBLE[1]:
        return found, None
    return None, "ambiguous" if _is_ambiguous(value) else "unreadable"


def _of_text(text: str) -> dt.date | None:
    bare = _TIME.sub("", text.strip())
    slashed = _SLASHED.fullmatch(bare)
    if slashed is None:
        return day(bare) if re.search("[.-]", bare) else None
    first, second, year = map(int, slashed.groups())
    date, other = _date(year, second, first), _date(year, first, second)
    return date or other if date is None or other is None or date == other else None


def _date(year: int, month: int, day_of_month: int) -> dt.date | None:
    try:
        return dt.date(year, month, day_of_month)
    except ValueError:
        return None


def _is_ambiguous(value: object) -> bool:
    slashed = _SLASHED.fullmatch(_TIME.sub("", value.strip())) if isinstance(value, str) else None
    return slashed is not None and max(int(slashed.group(1)), int(slashed.group(2))) <= 12


def _of_number(text: str) -> dt.date | None:
    """Tag of digits alone: JJJJMMTT, or the number under which Excel keeps a day."""
    if _COMPACT.fullmatch(text):
        return _date(int(text[:4]), int(text[4:6]), int(text[6:]))
    number = text.split(".", maxsplit=1)[0] if re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", text) else ""
    if number and _EXCEL_DAYS[0] <= int(number) <= _EXCEL_DAYS[1]:
        return _FIRST_EXCEL_DAY + dt.timedelta(days=int(number))
    return None


def _refused(
    records: Sequence[Record],
    column: Column,
    read: Sequence[tuple[dt.date | None, str | None]],
    filled: np.ndarray,
) -> list[Finding]:
    return [
        problem(_CODES[trouble], record, column)
        for record, (_, trouble), counts in zip(records, read, filled, strict=True)
        if counts and trouble is not None
    ]


def _documents(records: Sequence[Record], header: Header) -> list[str]:
    column = header.column("document")
    return [cell_text(cell_at(record.cells, column.place)) if column else "" for record in records]


def _marks(postings: pd.DataFrame, days: pd.Series, documents: Sequence[str]) -> Marks:
    """A hash of day, customer, document and amount: the same posting of another file has the same."""
    told = pd.DataFrame(
        {
            "day": days.astype("int64"),
            "customer_id": postings["customer_id"],
            "document": pd.Series(documents, dtype=object),
            "revenue_eur": postings["revenue_eur"].round(2) + 0.0,
        }
    )
    return np.asarray(pd.util.hash_pandas_object(told, index=False), dtype=np.uint64)
