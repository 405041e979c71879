"""Kundenlisten: a wide or long list of customers with revenue and DB per year becomes figures.

Nothing is guessed silently: what is left out, scaled, summed, repaired or refused is a finding with
table "source", the row number of the file and the header of the column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from kundenbindung.adapters.sources.amounts import Amounts, read_amounts, stated_totals
from kundenbindung.adapters.sources.cells import read_cells
from kundenbindung.adapters.sources.header import Header, has_table, parse_year, read_header
from kundenbindung.adapters.sources.presets import Preset, generic
from kundenbindung.adapters.sources.promise import Context, ImportedFigures, SourceFacts, total
from kundenbindung.adapters.sources.records import Record, Records, problem, sort_rows
from kundenbindung.adapters.sources.reporting import omissions, shortened
from kundenbindung.adapters.sources.sheet import TABLE, SourceSheet, cell_at, stop
from kundenbindung.core.model import Finding, Severity


def read_list(path: Path, context: Context, *, sheet: str | None = None) -> ImportedFigures:
    """Kundenliste from a CSV, TXT or Excel file; without `sheet` the first visible one with a table.

    Raises `SourceError` if the file or its header cannot be used; unreadable cells become findings.
    """
    preset = generic()
    sheets = read_cells(path)
    chosen = _choose(sheets, sheet, preset, path.name)
    header = read_header(chosen, preset, path.name)
    records = sort_rows(chosen, header, preset)
    if not records.customers:
        stop("source_no_rows", file=path.name, row=header.row + 1)
    amounts = read_amounts(chosen, header, records, preset, path.name)
    table, found = (_long if header.long else _wide)(header, records, amounts)
    stated = stated_totals(header, records, amounts)
    revenue, margin = _frame(table, "revenue_eur"), _frame(table, "margin_eur")
    notes = [*_about_file(chosen, sheets, header, preset), *records.findings, *amounts.findings, *found]
    notes += [*_about_ids(revenue.index), *_about_totals(stated, revenue, margin, header)]
    if all(finding.severity is not Severity.ERROR for finding in notes):
        notes += _about_empty_years(revenue)
    return ImportedFigures(
        names=_texts(records.customers, "name", revenue.index),
        segments=_texts(records.customers, "segment", revenue.index) if header.column("segment") else None,
        revenue=revenue,
        margin=margin,
        left_out=records.left_out,
        stated_totals=stated,
        ignored_columns=header.ignored,
        facts=_facts(path, chosen, header, records, amounts),
        findings=shortened(notes),
        omissions=omissions(records.left_out),
    )


def _choose(sheets: Sequence[SourceSheet], name: str | None, preset: Preset, file: str) -> SourceSheet:
    """The sheet asked for, else the first visible one with a table, else the first visible one."""
    if name is not None:
        named = [sheet for sheet in sheets if sheet.name == name]
        known = ", ".join(str(sheet.name) for sheet in sheets if sheet.name) or "–"
        return named[0] if named else stop("source_sheet_missing", file=file, sheet=name, sheets=known)
    visible = [sheet for sheet in sheets if sheet.visible and sheet.rows]
    if not visible:
        stop("source_file_empty", file=file)
    return next((sheet for sheet in visible if has_table(sheet, preset)), visible[0])


def _facts(path: Path, sheet: SourceSheet, header: Header, records: Records, amounts: Amounts) -> SourceFacts:
    return SourceFacts(
        file=path.name,
        sheet=sheet.name,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        shape="long" if header.long else "wide",
        header_row=header.row + 1,
        unit_factor=amounts.unit.factor if amounts.unit else 1.0,
        decimal=amounts.decimal,
        margin_from_share=amounts.margin_from_share,
        repaired=sheet.repairs > 0,
        rows_read=len(records.customers) + len(records.left_out),
        rows_used=len(records.customers),
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
    years = sorted(column.year for column in header.measures("revenue") if column.year)
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


def _texts(records: Iterable[Record], field: str, index: pd.Index) -> pd.Series:
    """Names or segments by customer number, the first one that is filled."""
    found: dict[str, str] = {}
    for record in records:
        text = getattr(record, field)
        if text:
            found.setdefault(record.customer_id, text)
    return pd.Series([found.get(customer_id) for customer_id in index], index=index, name=field, dtype=object)


def _about_file(
    sheet: SourceSheet, sheets: Sequence[SourceSheet], header: Header, preset: Preset
) -> Iterator[Finding]:
    """Notices about the file as a whole: repairs, other tables, columns left aside, early figures."""
    if sheet.repairs:
        before, after = sheet.repair_example
        values: dict[str, object] = {"count": sheet.repairs, "before": before, "after": after}
        yield Finding("source_text_repaired", Severity.NOTICE, TABLE, None, None, values)
    others = [other for other in sheets if other is not sheet and other.visible and has_table(other, preset)]
    if others:
        values = {"sheet": sheet.name, "others": ", ".join(str(other.name) for other in others)}
        yield Finding("source_other_tables", Severity.NOTICE, TABLE, None, None, values)
    if sheet.old_format:
        yield Finding("source_old_format", Severity.WARNING, TABLE)
    if header.ignored:
        values = {"count": len(header.ignored), "columns": ", ".join(header.ignored)}
        yield Finding("source_columns_ignored", Severity.NOTICE, TABLE, None, None, values)
    for column in header.measures("revenue"):
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


def _about_totals(
    stated: Mapping[tuple[str, int], float], revenue: pd.DataFrame, margin: pd.DataFrame, header: Header
) -> Iterator[Finding]:
    """Warning where the file's own total is further off than the rounding of its rows allows."""
    for column in header.measures("revenue", "margin"):
        if column.year is None or (column.field, column.year) not in stated:
            continue
        figures = (revenue if column.field == "revenue" else margin)[column.year].dropna()
        own, said = total(figures), stated[column.field, column.year]
        if abs(own - said) > 0.5 * _rounding(figures) * (len(figures) + 1):
            values = {"header": column.header, "stated": said, "own": own, "difference": own - said}
            code = "source_total_differs"
            yield Finding(code, Severity.WARNING, TABLE, None, column.header, values)


def _about_empty_years(revenue: pd.DataFrame) -> Iterator[Finding]:
    """Warning for a year without any revenue, such as next year's empty column."""
    for year in revenue.columns[revenue.isna().all()]:
        yield Finding("source_year_empty", Severity.WARNING, TABLE, None, None, {"year": str(year)})


def _rounding(figures: pd.Series) -> float:
    """Step the figures are rounded to: 1,000 euros at most, a cent at least."""
    for step in (1_000.0, 100.0, 10.0, 1.0, 0.1):
        if bool((np.abs(figures / step - np.round(figures / step)) < 1e-6).all()):
            return step
    return 0.01
