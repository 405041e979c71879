"""Verkaufschancen lesen: the rows of a file become one table, and everything doubtful becomes a finding."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import pandas as pd

from kundenbindung.adapters.sources.assignments import Assignments
from kundenbindung.adapters.sources.cells import read_cells
from kundenbindung.adapters.sources.opportunities import gaps, naming, proposals
from kundenbindung.adapters.sources.opportunities.columns import (
    SEARCHED_ROWS,
    Column,
    Header,
    find_header,
    read_row,
)
from kundenbindung.adapters.sources.opportunities.rows import Left, Row, Rows, about_several, sort_rows
from kundenbindung.adapters.sources.opportunities.values import (
    AMBIGUOUS,
    UNREADABLE,
    Amount,
    is_damaged_id,
    proven_decimal,
    read_amount,
    read_days,
    read_probabilities,
)
from kundenbindung.adapters.sources.opportunities.vocabulary import vocabulary
from kundenbindung.adapters.sources.presets import joined
from kundenbindung.adapters.sources.promise import (
    OPPORTUNITY_FIELDS,
    Context,
    ImportedOpportunities,
    Omission,
    SourceFacts,
)
from kundenbindung.adapters.sources.reporting import omissions, shortened
from kundenbindung.adapters.sources.sheet import TABLE, SourceSheet, address, cell_text, stop
from kundenbindung.core.model import Finding, OpportunityStatus, Severity

_SHOWN_TEXT = 60
_LEFT_OUT = ("opportunity_twice", "opportunity_unnamed", "opportunity_deleted")
"""Reasons whose rows may hold an amount."""


@dataclass(frozen=True, slots=True, eq=False)
class _Values:
    """Wert of every row in euros (NaN unknown), which ones are in another currency, and what is doubtful."""

    values: list[float]
    foreign: list[bool]
    findings: tuple[Finding, ...]
    unreadable: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Dates:
    """Abschluss und Stand of every row, and what is doubtful."""

    close: list[dt.date | None]
    updated: list[dt.date | None]
    unreadable: tuple[str, ...]
    unclear: tuple[str, ...]


def read_opportunities(path: Path, context: Context | None = None) -> ImportedOpportunities:
    """Verkaufschancen einlesen from the export of a CRM or from any table of them (CSV, Excel).

    Raises `SourceError` if the file cannot be used, `AssignmentNeededError` if its headers are unknown;
    unreadable cells and gaps become findings.
    """
    told = context or Context()
    sheets = [sheet for sheet in read_cells(path) if sheet.visible and sheet.rows]
    if not sheets:
        stop("source_file_empty", file=path.name)
    found = [(one, find_header(one, told.assignments, path.name)) for one in sheets]
    sheet, header = next(((one, head) for one, head in found if head), (sheets[0], None))
    if header is None:
        _ask(sheets, told, path.name)
    rows = sort_rows(sheet, header)
    if not rows.kept:
        stop("source_opportunities_none", file=path.name, row=header.row + 1)
    others = [str(one.name) for one, head in found if head and one is not sheet]
    return _imported(path.name, sheet, header, rows, others, told)


def program_of(path: Path) -> str | None:
    """CRM whose export a file is, told by its headers; None for any other file."""
    for sheet in read_cells(path):
        for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
            header = read_row(row, cells, Assignments())
            if header.program.signature and header.is_understood:
                return header.program.label
    return None


def _ask(sheets: Sequence[SourceSheet], context: Context, file: str) -> NoReturn:
    """Asks about the sheet with most rows."""
    proposals.ask(max(sheets, key=lambda one: len(one.rows)), context.assignments, file)


def _imported(
    file: str, sheet: SourceSheet, header: Header, rows: Rows, others: Sequence[str], told: Context
) -> ImportedOpportunities:
    decimal = _decimal(header, rows.kept)
    table, foreign, doubts = _table(header, rows.kept, decimal)
    stages = _stages(table)
    findings = [
        *_about_file(sheet, header, others),
        *rows.findings,
        *doubts,
        *gaps.about_table(table, foreign, {**stages, **told.stages}, told.rated),
        *_about_weighted(header, rows.kept, table, decimal),
    ]
    return ImportedOpportunities(
        table=table,
        stages=stages,
        omissions=_omissions(header, rows.left, decimal),
        left_out=tuple(one.line for one in rows.left),
        ignored_columns=header.ignored,
        facts=_facts(file, sheet, header, rows, decimal),
        findings=shortened(findings),
    )


def _facts(file: str, sheet: SourceSheet, header: Header, rows: Rows, decimal: str | None) -> SourceFacts:
    unit = next((column.unit for column in header.all("value") if column.unit), None)
    return SourceFacts(
        file=file,
        sheet=sheet.name,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        shape="opportunities",
        header_row=header.row + 1,
        unit_factor=unit.factor if unit else 1.0,
        decimal=decimal,
        margin_from_share=False,
        repaired=sheet.repairs > 0,
        source=header.program.name,
        rows_read=len(rows.kept) + len(rows.left),
        rows_used=len(rows.kept),
    )


def _decimal(header: Header, rows: Sequence[Row]) -> str | None:
    """Dezimalzeichen proven by the columns of amounts."""
    columns = (*header.all("value"), *header.all("weighted"))
    return proven_decimal(row.at(column) for column in columns for row in rows)


def _table(
    header: Header, rows: Sequence[Row], decimal: str | None
) -> tuple[pd.DataFrame, list[bool], list[Finding]]:
    """Tabelle of `OPPORTUNITY_FIELDS`, which values are in another currency, and what is doubtful."""
    customers, several = _customers(header, rows)
    statuses, strange = _statuses(header, rows)
    values, dates = _values(header, rows, statuses, decimal), _dates(header, rows, statuses)
    likelihoods, no_numbers, unclear = _probabilities(header, rows, decimal)
    numbers, damaged = _customer_ids(header, rows)
    columns: dict[str, Sequence[object]] = {
        "source_id": naming.source_ids(rows, customers, header.program.label),
        "customer_id": numbers,
        "customer": [text or None for text in customers],
        "project": [row.project or (None if row.customer else row.source_id or None) for row in rows],
        "value_eur": values.values,
        "stage": [row.text(header.one("stage")) or None for row in rows],
        "probability": likelihoods,
        "kind": [vocabulary().kinds.get(joined(row.text(header.one("kind")))) for row in rows],
        "expected_close": dates.close,
        "updated": dates.updated,
        "status": statuses,
    }
    unreadable = [*values.unreadable, *no_numbers, *dates.unreadable, *damaged]
    doubts = [
        *values.findings,
        *_about_cells("source_opportunity_unreadable", unreadable),
        *_about_cells("source_opportunity_day_unclear", dates.unclear),
        *_about_cells("source_opportunity_probability_unclear", unclear),
        *_about_cells("source_opportunity_status_unknown", strange),
        *_about_cells("source_opportunity_companies_several", several),
    ]
    return _frame(columns), values.foreign, doubts


def _about_cells(code: str, keys: Sequence[str]) -> Iterator[Finding]:
    if keys:
        yield about_several(code, Severity.WARNING, keys)


def _frame(columns: dict[str, Sequence[object]]) -> pd.DataFrame:
    floats = {"value_eur", "probability"}
    return pd.DataFrame(
        {
            name: pd.Series(list(columns[name]), dtype="float64" if name in floats else object)
            for name in OPPORTUNITY_FIELDS
        }
    )


def _customers(header: Header, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Firma of every row; of several the first, and their texts."""
    column = header.one("company_ids")
    parts = [naming.companies(row.customer, row.text(column) if column else None) for row in rows]
    several = [
        f"{row.project or row.source_id}: {'; '.join(one)}"
        for row, one in zip(rows, parts, strict=True)
        if len(one) > 1
    ]
    return [one[0] for one in parts], several


def _customer_ids(header: Header, rows: Sequence[Row]) -> tuple[list[str | None], list[str]]:
    """Kundennummern as they stand there, and the cells of identifiers a spreadsheet has damaged."""
    columns = [column for field in ("customer_id", "source_id") for column in header.all(field)]
    damaged = [row.place(one) for one in columns for row in rows if is_damaged_id(row.text(one))]
    texts = [row.text(header.one("customer_id")) for row in rows]
    return [None if not text or is_damaged_id(text) else text for text in texts], damaged


def _statuses(header: Header, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Status of every row: its own, else what the stage says, else open; and the words nobody knows."""
    column, stage = header.one("status"), header.one("stage")
    found: list[str] = []
    strange: list[str] = []
    for row in rows:
        text = row.text(column)
        status = vocabulary().status(text) if text else None
        if text and status is None:
            strange.append(text)
        decided = vocabulary().decision(row.text(stage))
        found.append(status or (decided.value if decided else OpportunityStatus.OPEN.value))
    return found, list(dict.fromkeys(strange))


def _values(header: Header, rows: Sequence[Row], statuses: Sequence[str], decimal: str | None) -> _Values:
    """Werte in euros; unknown are empty ones, 0 of what is open, other currencies, and what is unreadable."""
    column, currency = header.one("value"), header.one("currency")
    if column is None:
        return _Values([math.nan] * len(rows), [False] * len(rows), (), ())
    read = [read_amount(row.at(column), decimal) for row in rows]
    foreign = [_is_foreign(one, row.text(currency), column) for one, row in zip(read, rows, strict=True)]
    factor = column.unit.factor if column.unit else 1.0
    values = [
        math.nan if other or (one.value == 0.0 and status == OpportunityStatus.OPEN) else one.value * factor
        for one, other, status in zip(read, foreign, statuses, strict=True)
    ]
    pairs = list(zip(read, rows, strict=True))
    ambiguous = [_ambiguous(row, column) for one, row in pairs if one.problem == AMBIGUOUS]
    unreadable = tuple(row.place(column) for one, row in pairs if one.problem == UNREADABLE)
    return _Values(values, foreign, (*ambiguous, *_about_unit(column)), unreadable)


def _is_foreign(amount: Amount, currency: str, column: Column) -> bool:
    """True for an amount in another currency: by its own text, its currency column, or its header."""
    if amount.problem is None and math.isnan(amount.value):
        return False
    own = amount.currency or vocabulary().currency(currency)
    return bool(own or (column.currency and not currency))


def _ambiguous(row: Row, column: Column) -> Finding:
    values = {
        "row": row.number,
        "header": column.header,
        "cell": address(row.number, column.place),
        "text": cell_text(row.at(column))[:_SHOWN_TEXT],
    }
    return Finding("source_number_ambiguous", Severity.ERROR, TABLE, row.number, column.header, values)


def _about_unit(column: Column) -> Iterator[Finding]:
    if column.unit and column.unit.factor != 1.0:
        values = {"word": column.unit.word, "factor": column.unit.factor}
        yield Finding("source_unit_applied", Severity.NOTICE, TABLE, None, None, values)


def _probabilities(
    header: Header, rows: Sequence[Row], decimal: str | None
) -> tuple[list[float], list[str], list[str]]:
    """Wahrscheinlichkeiten, the cells that cannot be read, and those with two readings."""
    column = header.one("probability")
    if column is None:
        return [math.nan] * len(rows), [], []
    cells = [row.at(column) for row in rows]
    read = read_probabilities(cells, decimal or proven_decimal(cells))
    unreadable = [rows[place].place(column) for place in read.unreadable]
    return list(read.values), unreadable, [rows[place].place(column) for place in read.unclear]


def _dates(header: Header, rows: Sequence[Row], statuses: Sequence[str]) -> _Dates:
    """Abschluss (of what is decided: the day it was), and the latest day it was looked after."""
    read: dict[str, list[tuple[dt.date | None, ...]]] = {}
    unreadable: list[str] = []
    unclear: list[str] = []
    for field in ("expected_close", "closed", "updated"):
        read[field] = []
        for column in header.all(field):
            days = read_days([row.at(column) for row in rows])
            read[field].append(days.values)
            unreadable += [rows[place].place(column) for place in days.unreadable]
            unclear += [rows[place].place(column) for place in days.unclear]
    close = [
        _first(read["expected_close"] if status == OpportunityStatus.OPEN else closing, place)
        for closing in [read["closed"] + read["expected_close"]]
        for place, status in enumerate(statuses)
    ]
    updated = [_latest(read["updated"], place) for place in range(len(rows))]
    return _Dates(close, updated, tuple(unreadable), tuple(unclear))


def _first(columns: Sequence[Sequence[dt.date | None]], place: int) -> dt.date | None:
    return next((days[place] for days in columns if days[place] is not None), None)


def _latest(columns: Sequence[Sequence[dt.date | None]], place: int) -> dt.date | None:
    return max((day for days in columns if (day := days[place]) is not None), default=None)


def _stages(table: pd.DataFrame) -> dict[str, float]:
    """Phase of open opportunities -> probability: the file's own one, else an example value, else NaN."""
    open_ones = table[table["status"].eq(OpportunityStatus.OPEN.value) & table["stage"].notna()]
    found: dict[str, float] = {}
    for stage, rows in open_ones.groupby("stage", sort=False)["probability"]:
        own = rows.unique()
        default = vocabulary().stage_probability(str(stage))
        one = len(own) == 1 and not math.isnan(own[0])
        found[str(stage)] = float(own[0]) if one else (math.nan if default is None else default)
    return found


def _about_weighted(
    header: Header, rows: Sequence[Row], table: pd.DataFrame, decimal: str | None
) -> Iterator[Finding]:
    column = header.one("weighted")
    if column is not None:
        factor = column.unit.factor if column.unit else 1.0
        amounts = [read_amount(row.at(column), decimal) for row in rows]
        euros = [math.nan if one.currency else one.value * factor for one in amounts]
        yield from gaps.about_weighted(table, euros)


def _omissions(header: Header, left: Sequence[Left], decimal: str | None) -> tuple[Omission, ...]:
    """Auslassungen by reason; of rows that could hold an amount also what they add up to."""
    column = header.one("value")
    found = omissions([one.line for one in left])
    if column is None:
        return found
    factor = column.unit.factor if column.unit else 1.0
    sums = {
        reason: [
            read_amount(one.row.at(column), decimal).value * factor for one in left if one.reason == reason
        ]
        for reason in _LEFT_OUT
    }
    return tuple(replace(one, amount_eur=_total(sums.get(one.reason, ()))) for one in found)


def _total(values: Sequence[float]) -> float | None:
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) if known else None


def _about_file(sheet: SourceSheet, header: Header, others: Sequence[str]) -> Iterator[Finding]:
    """Notices about the file as a whole: repairs, other tables, columns left aside."""
    if sheet.repairs:
        before, after = sheet.repair_example
        values: dict[str, object] = {"count": sheet.repairs, "before": before, "after": after}
        yield Finding("source_text_repaired", Severity.NOTICE, TABLE, None, None, values)
    if others:
        values = {"sheet": sheet.name, "others": ", ".join(others)}
        yield Finding("source_other_tables", Severity.NOTICE, TABLE, None, None, values)
    if header.ignored:
        values = {"count": len(header.ignored), "columns": ", ".join(header.ignored)}
        yield Finding("source_columns_ignored", Severity.NOTICE, TABLE, None, None, values)
