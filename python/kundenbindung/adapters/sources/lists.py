"""Tabellen: a wide or long list of customers, or one of documents, becomes figures per fiscal year.

Nothing is guessed silently: what is left out, scaled, summed, converted, repaired or refused is a finding
with table "source", the row number of the file and the header of the column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from kundenbindung.adapters.sources import postings
from kundenbindung.adapters.sources.amounts import Amounts, factor, read_amounts, read_cell, stated_totals
from kundenbindung.adapters.sources.assignments import Assignments
from kundenbindung.adapters.sources.cells import read_cells
from kundenbindung.adapters.sources.dated import read_postings
from kundenbindung.adapters.sources.header import (
    NO_HEADER,
    REVENUES,
    Header,
    as_gross,
    find_header,
    likely_row,
    parse_year,
    settled,
    twins,
    with_year,
    without_header,
    year_named,
)
from kundenbindung.adapters.sources.mapping import ask, explain
from kundenbindung.adapters.sources.name_lists import read_names
from kundenbindung.adapters.sources.presets import Preset, generic, special, words
from kundenbindung.adapters.sources.promise import (
    AssignmentNeededError,
    Context,
    ImportedFigures,
    Omission,
    SourceFacts,
    total,
)
from kundenbindung.adapters.sources.records import Record, Records, names, problem, sort_rows
from kundenbindung.adapters.sources.reporting import omissions, shortened, without_margin
from kundenbindung.adapters.sources.sheet import TABLE, SourceSheet, cell_at, cell_text, stop
from kundenbindung.core.model import Finding, Severity

MAX_LEFT_OUT = 1_000
"""So many rows left out are kept one by one; the omissions count all of them."""


def read_list(path: Path, context: Context, *, sheet: str | None = None) -> ImportedFigures:
    """Tabelle from a CSV, TXT or Excel file; without `sheet` the first visible one with a table.

    Raises `SourceError` if the file cannot be used, `AssignmentNeededError` if its header needs the owner's
    Zuordnung; unreadable cells become findings.
    """
    sheets = read_cells(path)
    try:
        table, notes = _understood(_choose(sheets, sheet, context, path.name), path.name)
    except AssignmentNeededError as asked:
        named = read_names(sheets[0], path) if asked.finding.code == "source_no_revenue" else None
        if named is None:
            raise
        return named
    records = sort_rows(table.sheet, table.header, table.preset)
    if not records.customers:
        stop("source_no_rows", file=path.name, row=table.header.row + 1)
    amounts = read_amounts(table.sheet, table.header, records, table.preset, path.name, context.assignments)
    notes += _about_file(table, sheets, context)
    notes += [*records.findings, *amounts.findings]
    read = _figures(table, records, amounts, _facts(path, table, records, amounts), context)
    notes += [*read.findings, *_about_ids(read.revenue.index), *_about_totals(read, table.header)]
    if all(finding.severity is not Severity.ERROR for finding in notes):
        notes += [*_about_empty_years(read), *_about_margin(read)]
    return replace(
        read,
        left_out=records.left_out[:MAX_LEFT_OUT],
        ignored_columns=table.header.ignored,
        findings=shortened(notes),
        omissions=_omitted(table.header, records, amounts),
    )


def recognised_as(path: Path) -> str | None:
    """Vorgabe that knows the headers of a file of figures; None if none does."""
    sheets = (sheet for sheet in read_cells(path) if sheet.visible and sheet.rows)
    tables = (_recognised(sheet, Assignments()) for sheet in sheets)
    return next((table.preset.name for table in tables if table), None)


@dataclass(frozen=True, slots=True)
class _Table:
    """Tabelle that was recognised: its sheet, the preset that knows it, and what its columns hold."""

    sheet: SourceSheet
    preset: Preset
    header: Header


def _choose(sheets: Sequence[SourceSheet], name: str | None, context: Context, file: str) -> _Table:
    """The sheet asked for, else the first visible one with a table; asks the owner if there is none."""
    if name is not None:
        known = ", ".join(str(sheet.name) for sheet in sheets if sheet.name) or "–"
        wanted = [sheet for sheet in sheets if sheet.name == name]
        if not wanted:
            stop("source_sheet_missing", file=file, sheet=name, sheets=known)
    else:
        wanted = [sheet for sheet in sheets if sheet.visible and sheet.rows]
    if not wanted:
        stop("source_file_empty", file=file)
    found = (_recognised(sheet, context.assignments) for sheet in wanted)
    return next((table for table in found if table), None) or explain(wanted[0], generic(), file)


def _recognised(sheet: SourceSheet, assignments: Assignments) -> _Table | None:
    """The first preset that knows the headers, else what the owner said of a table without any."""
    for preset in (*special(), generic()):
        header = find_header(sheet, preset, assignments)
        if header is not None:
            return _Table(sheet, preset, header)
    if assignments.entries and likely_row(sheet, generic(), assignments) == NO_HEADER:
        header = without_header(sheet, generic(), assignments)
        return _Table(sheet, generic(), header) if header.is_usable else None
    return None


def _understood(table: _Table, file: str) -> tuple[_Table, list[Finding]]:
    """The table with every column settled; asks the owner where one is missing or means two things."""
    if not table.header.is_usable:
        explain(table.sheet, table.preset, file)
    found = _with_assigned_year(as_gross(table.header) if _says_gross(table) else table.header)
    header = settled(found)
    pair = twins(header)
    if pair is not None:
        ask("source_column_twice", table.sheet, table.preset, file, first=pair[0], second=pair[1])
    notes: list[Finding] = []
    if not header.shape:
        year = year_named(Path(file).stem) if table.preset.year_in_file_name else None
        if year is None:
            first = header.measures(*REVENUES)[0].header
            ask("source_no_year", table.sheet, table.preset, file, header=first)
        header = settled(with_year(found, year))
        values = {"file": file, "year": str(year)}
        notes.append(Finding("source_year_from_file", Severity.WARNING, TABLE, None, None, values))
    return _Table(_emptied(table), table.preset, header), notes


def _with_assigned_year(header: Header) -> Header:
    """If the owner gave one year to the revenue, it holds for the other figures of the file too."""
    years = {column.year for column in header.measures(*REVENUES) if column.assigned and column.year}
    several = {column.year for column in header.measures() if column.year} - years
    return with_year(header, int(years.pop() or 0)) if len(years) == 1 and not several else header


def _says_gross(table: _Table) -> bool:
    """True if the lines above the header call the figures brutto, and nothing there says netto."""
    above = table.sheet.rows[: max(table.header.row, 0)]
    said = {word for row in above for value in row for word in words(cell_text(value))}
    return "brutto" in said and "netto" not in said


def _emptied(table: _Table) -> SourceSheet:
    """The sheet without the texts that mean an empty cell to this program."""
    empty = table.preset.empty
    if not empty:
        return table.sheet
    rows = tuple(tuple("" if value in empty else value for value in row) for row in table.sheet.rows)
    return replace(table.sheet, rows=rows)


def _figures(
    table: _Table, records: Records, amounts: Amounts, facts: SourceFacts, context: Context
) -> ImportedFigures:
    """Zahlen of the rows: years side by side, one below the other, or documents that add up."""
    header, customers = table.header, records.customers
    named = names(customers, header, table.preset)
    if header.shape == "postings":
        return _from_postings(table, customers, amounts, facts, context)
    rows, found = (_long if header.shape == "long" else _wide)(header, records, amounts)
    revenue, margin = _frame(rows, "revenue_eur"), _frame(rows, "margin_eur")
    listed = [named.get(str(key)) for key in revenue.index]
    return ImportedFigures(
        names=pd.Series(listed, index=revenue.index, name="name", dtype=object),
        segments=_segments_of(customers, header, revenue.index),
        revenue=revenue,
        margin=margin,
        left_out=(),
        stated_totals=stated_totals(header, records, amounts),
        ignored_columns=(),
        facts=facts,
        findings=tuple(found),
    )


def _from_postings(
    table: _Table, customers: Sequence[Record], amounts: Amounts, facts: SourceFacts, context: Context
) -> ImportedFigures:
    """Zahlen of a table with one row per document."""
    header = table.header
    dated = read_postings(customers, header, amounts, _margin(amounts, None), context.year_end_month)
    days = replace(facts, first_day=dated.first_day, last_day=dated.last_day, additive=True)
    findings = [*dated.findings, *_incomplete_margins(dated.postings)]
    if not table.preset.names.unanimous:
        findings += _about_names(customers)
    named = names(customers, header, table.preset)
    read = postings.figures(dated.postings, named, days, findings, lambda: dated.marks)
    return replace(read, segments=_segments_of(customers, header, read.revenue.index))


def _segments_of(customers: Sequence[Record], header: Header, index: pd.Index) -> pd.Series | None:
    """Segments by customer number, the first one that is filled; None if the table has no such column."""
    if header.column("segment") is None:
        return None
    found: dict[str, str] = {}
    for record in customers:
        if record.segment:
            found.setdefault(record.customer_id, record.segment)
    return pd.Series([found.get(str(key)) for key in index], index=index, name="segment", dtype=object)


def _incomplete_margins(rows: pd.DataFrame) -> Iterator[Finding]:
    groups = rows.groupby(["customer_id", "year"], sort=False)
    counts, sizes = groups[["revenue_eur", "margin_eur"]].count(), groups.size()
    partial = (counts["margin_eur"] > 0) & (counts["margin_eur"] < counts["revenue_eur"])
    return _about_groups("source_margin_incomplete", Severity.WARNING, sizes[partial])


def _omitted(header: Header, records: Records, amounts: Amounts) -> tuple[Omission, ...]:
    """Auslassungen by reason; documents that do not count with what they add up to, if to anything."""
    worth = {
        reason: sum(_worth(record, header, amounts) for record in entries)
        for reason, entries in records.uncounted.items()
    }
    return tuple(
        replace(entry, amount_eur=round(worth.get(entry.reason, 0.0), 2) or None)
        for entry in omissions(records.left_out)
    )


def _worth(record: Record, header: Header, amounts: Amounts) -> float:
    """Revenue a row would have had, in euros; what cannot be read adds nothing."""
    values = (
        read_cell(cell_at(record.cells, column.place), amounts.decimal)[0] * factor(column, amounts.unit)
        for column in header.measures(*REVENUES)
    )
    return sum(value for value in values if not np.isnan(value))


def _facts(path: Path, table: _Table, records: Records, amounts: Amounts) -> SourceFacts:
    return SourceFacts(
        file=path.name,
        sheet=table.sheet.name,
        encoding=table.sheet.encoding,
        delimiter=table.sheet.delimiter,
        shape=table.header.shape,
        header_row=table.header.row + 1,
        unit_factor=amounts.unit.factor if amounts.unit else 1.0,
        decimal=amounts.decimal,
        margin_from_share=amounts.margin_from_share,
        repaired=table.sheet.repairs > 0,
        source=table.preset.name,
        rows_read=len(records.customers) + len(records.left_out),
        rows_used=len(records.customers),
        gross=amounts.gross,
    )


def _wide(header: Header, records: Records, amounts: Amounts) -> tuple[pd.DataFrame, list[Finding]]:
    """One row per customer and year; a customer number that stands twice is an error."""
    first: dict[str, Record] = {}
    findings: list[Finding] = []
    keep = np.ones(len(records.customers), dtype=np.bool_)
    for place, record in enumerate(records.customers):
        earlier = first.setdefault(record.customer_id, record)
        if earlier is not record:
            keep[place] = False
            values = {"customer_id": record.customer_id, "first": earlier.row, "second": record.row}
            findings.append(Finding("source_customer_twice", Severity.ERROR, TABLE, record.row, None, values))
    ids = [record.customer_id for record in first.values()]
    years = sorted(column.year for column in header.measures(*REVENUES) if column.year)
    parts = [
        pd.DataFrame(
            {
                "customer_id": pd.Series(ids, dtype=object),
                "year": year,
                "revenue_eur": amounts.figures["revenue", year][keep],
                "margin_eur": _margin(amounts, year)[keep],
            }
        )
        for year in years
    ]
    return pd.concat(parts, ignore_index=True), findings


def _long(header: Header, records: Records, amounts: Amounts) -> tuple[pd.DataFrame, list[Finding]]:
    """One row per customer and year; several rows of the same customer and year are summed."""
    column = next(column for column in header.columns if column.field == "year")
    years = [parse_year(cell_at(record.cells, column.place)) for record in records.customers]
    rows = pd.DataFrame(
        {
            "customer_id": pd.Series([record.customer_id for record in records.customers], dtype=object),
            "year": pd.Series(years, dtype="float64"),
            "revenue_eur": amounts.figures["revenue", None],
            "margin_eur": _margin(amounts, None),
        }
    )
    lost = rows["year"].isna() & rows[["revenue_eur", "margin_eur"]].notna().any(axis=1)
    findings = [problem("source_year_unreadable", records.customers[row], column) for row in rows.index[lost]]
    rows = rows[rows["year"].notna()]
    if rows.empty:
        stop("source_years_unreadable", header=column.header, row=records.customers[0].row)
    findings += _about_names(records.customers)
    return _summed(rows.assign(year=rows["year"].astype(int)), findings)


def _summed(rows: pd.DataFrame, findings: list[Finding]) -> tuple[pd.DataFrame, list[Finding]]:
    """Sums per customer and year; a DB missing in one of several rows leaves the sum empty."""
    groups = rows.groupby(["customer_id", "year"], sort=False)
    table = groups[["revenue_eur", "margin_eur"]].sum(min_count=1)
    counts = groups[["revenue_eur", "margin_eur"]].count()
    partial = (counts["margin_eur"] > 0) & (counts["margin_eur"] < counts["revenue_eur"])
    table["margin_eur"] = table["margin_eur"].mask(partial)
    several = groups.size()
    findings += _about_groups("source_rows_summed", Severity.NOTICE, several[several > 1])
    findings += _about_groups("source_margin_incomplete", Severity.WARNING, several[partial])
    return table.reset_index(), findings


def _about_groups(code: str, severity: Severity, groups: pd.Series) -> Iterator[Finding]:
    """One finding for several groups of rows, with the first as example."""
    if len(groups):
        customer_id, year = groups.index[0]
        values = {
            "count": len(groups),
            "customer_id": str(customer_id),
            "year": str(year),
            "rows": int(groups.iloc[0]),
        }
        yield Finding(code, severity, TABLE, str(customer_id), None, values)


def _margin(amounts: Amounts, year: int | None) -> np.ndarray:
    revenue = amounts.figures["revenue", year]
    return amounts.figures.get(("margin", year), np.full_like(revenue, np.nan))


def _frame(table: pd.DataFrame, field: str) -> pd.DataFrame:
    """Customers in the order of the file, years ascending."""
    order = pd.Index(table["customer_id"].drop_duplicates(), dtype=object, name="customer_id")
    frame = table.pivot(index="customer_id", columns="year", values=field).reindex(order)
    frame.columns = pd.Index([int(year) for year in frame.columns], name="year")
    frame.index = order
    return frame.sort_index(axis=1).astype(float)


def _about_file(table: _Table, sheets: Sequence[SourceSheet], context: Context) -> Iterator[Finding]:
    """Notices about the file as a whole: repairs, other tables, columns left aside, early figures."""
    sheet, header = table.sheet, table.header
    if sheet.repairs:
        before, after = sheet.repair_example
        values: dict[str, object] = {"count": sheet.repairs, "before": before, "after": after}
        yield Finding("source_text_repaired", Severity.NOTICE, TABLE, None, None, values)
    rest = [other for other in sheets if other.name != sheet.name and other.visible]
    others = [other for other in rest if _recognised(other, context.assignments)]
    if others:
        values = {"sheet": sheet.name, "others": ", ".join(str(other.name) for other in others)}
        yield Finding("source_other_tables", Severity.NOTICE, TABLE, None, None, values)
    if header.ignored:
        values = {"count": len(header.ignored), "columns": ", ".join(header.ignored)}
        yield Finding("source_columns_ignored", Severity.NOTICE, TABLE, None, None, values)
    for column in header.measures(*REVENUES):
        if column.preliminary:
            values = {"header": column.header, "year": str(column.year)}
            yield Finding("source_year_preliminary", Severity.NOTICE, TABLE, None, column.header, values)


def _about_names(records: Sequence[Record]) -> Iterator[Finding]:
    """Notice where one customer number carries different names."""
    names: dict[str, str] = {}
    different = [r for r in records if r.name and names.setdefault(r.customer_id, r.name) != r.name]
    if different:
        record = different[0]
        values = {
            "count": len({other.customer_id for other in different}),
            "customer_id": record.customer_id,
            "first": names[record.customer_id],
            "second": record.name,
        }
        yield Finding("source_names_differ", Severity.NOTICE, TABLE, record.row, None, values)


def _about_ids(index: pd.Index) -> Iterator[Finding]:
    """Warning for customer numbers that differ only by leading zeros (010001 and 10001)."""
    bare = Counter(str(customer_id).lstrip("0") for customer_id in index)
    twins = [str(customer_id) for customer_id in index if bare[str(customer_id).lstrip("0")] > 1]
    if twins:
        values = {"count": len(twins), "customers": ", ".join(twins[:6])}
        yield Finding("source_leading_zeros", Severity.WARNING, TABLE, twins[0], None, values)


def _about_totals(read: ImportedFigures, header: Header) -> Iterator[Finding]:
    """Warning where the file's own total is further off than the rounding of its rows allows."""
    for column in header.measures("revenue", "margin"):
        if column.year is None or (column.field, column.year) not in read.stated_totals:
            continue
        figures = (read.revenue if column.field == "revenue" else read.margin)[column.year].dropna()
        own, said = total(figures), read.stated_totals[column.field, column.year]
        if abs(own - said) > 0.5 * _rounding(figures) * (len(figures) + 1):
            values = {"header": column.header, "stated": said, "own": own, "difference": own - said}
            code = "source_total_differs"
            yield Finding(code, Severity.WARNING, TABLE, None, column.header, values)


def _about_empty_years(read: ImportedFigures) -> Iterator[Finding]:
    """Warning for a year without any revenue, such as next year's empty column."""
    for year in read.revenue.columns[read.revenue.isna().all()]:
        yield Finding("source_year_empty", Severity.WARNING, TABLE, None, None, {"year": str(year)})


def _about_margin(read: ImportedFigures) -> Iterator[Finding]:
    """Notice for a file without any DB."""
    if read.margin.isna().all(axis=None):
        yield without_margin(read.facts.file)


def _rounding(figures: pd.Series) -> float:
    """Step the figures are rounded to: 1,000 euros at most, a cent at least."""
    for step in (1_000.0, 100.0, 10.0, 1.0, 0.1):
        if bool((np.abs(figures / step - np.round(figures / step)) < 1e-6).all()):
            return step
    return 0.01
