"""Zahlen einer Tabelle: cells to net euros, decimal mark, unit, share and currency settled."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kundenbindung.adapters.sources.assignments import DEBTOR, EVERYBODY, Assignment, Assignments
from kundenbindung.adapters.sources.header import REVENUES, Column, Header
from kundenbindung.adapters.sources.presets import Preset, Unit
from kundenbindung.adapters.sources.promise import AssignmentNeededError
from kundenbindung.adapters.sources.records import Record, Records, problem, row_text
from kundenbindung.adapters.sources.sheet import (
    ERROR_TEXTS,
    TABLE,
    UNCALCULATED,
    SourceSheet,
    cell_at,
    cell_text,
    stop,
)
from kundenbindung.core.model import BoolArray, Finding, FloatArray, Severity
from kundenbindung.workbook.numbers import Problem, decimal_evidence, parse_number

_YEARS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_CODES = {
    Problem.AMBIGUOUS: "source_number_ambiguous",
    Problem.UNREADABLE: "source_number_unreadable",
    Problem.SIGN: "source_sign_unclear",
}
MAX_AMOUNT = 1e12
"""No company has more; sums of such amounts would not be exact to the cent."""

EURO = frozenset({"", "eur", "euro", "€"})
"""What a column of currencies may say; an empty cell means the currency of the company."""

Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Zahlen per row of customers: `figures` by field and year, net euros.

    gross  True if revenue was converted from gross
    """

    figures: Mapping[Key, FloatArray]
    decimal: str | None
    unit: Unit | None
    margin_from_share: bool
    gross: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """One column as read: values as written (percent divided), and which carried a percent sign."""

    values: FloatArray
    percent: BoolArray
    findings: tuple[Finding, ...]


def read_amounts(
    sheet: SourceSheet, header: Header, records: Records, preset: Preset, file: str, assignments: Assignments
) -> Amounts:
    """Umsatz and DB of every customer row in net euros, NaN where empty; DB from DB-Quote if need be.

    Raises `AssignmentNeededError` where amounts are gross and nobody has said the tax rate of a customer.
    """
    decimal = proven_decimal(header, records)
    general = _general_unit(sheet, header, records, preset, file)
    figures: dict[Key, FloatArray] = {}
    findings: list[Finding] = []
    for column in header.measures("revenue", "revenue_gross", "margin"):
        read = _read_column(records.customers, column, decimal)
        findings += read.findings
        figures[column.field, column.year] = read.values * factor(column, general)
    findings += _without_tax(header, records.customers, figures, file, assignments)
    for column in header.measures("margin_share"):
        share, found = _shares(_read_column(records.customers, column, decimal), records.customers, column)
        findings += found
        revenue = figures["revenue", column.year]
        figures["margin", column.year] = revenue * share
        findings += _about_share(column, records.customers, revenue, share)
    findings += _suspicious_margins(header, figures)
    findings += _contradicting_shares(header, records.customers, figures, decimal)
    findings += _about_units(header, general)
    findings += _foreign_rows(header, records.customers, figures)
    unit = header.measures(*REVENUES)[0].unit or general
    gross = bool(header.measures("revenue_gross"))
    return Amounts(figures, decimal, unit, bool(header.measures("margin_share")), gross, tuple(findings))


def _without_tax(
    header: Header,
    records: Sequence[Record],
    figures: dict[Key, FloatArray],
    file: str,
    assignments: Assignments,
) -> Iterator[Finding]:
    """Gross columns as net revenue, by the tax rate of each customer, rounded to the cent."""
    columns = header.measures("revenue_gross")
    if not columns:
        return
    gross = np.stack([figures.pop(("revenue_gross", column.year)) for column in columns])
    known = {record.customer_id: assignments.tax_rate(record.customer_id) for record in records}
    lacking = [
        row for row, record in enumerate(records) if known[record.customer_id] is None and _any(gross[:, row])
    ]
    if lacking:
        _ask_for_rate(records, lacking, columns[0], file)
    rates = np.array([known[record.customer_id] or 0.0 for record in records])
    for column, values in zip(columns, gross, strict=True):
        figures["revenue", column.year] = np.round(values / (1.0 + rates), 2) + 0.0
    used = sorted({rate for rate in known.values() if rate is not None})
    values = {
        "header": columns[0].header,
        "rates": ", ".join(f"{rate:.0%}".replace("%", " %") for rate in used) or "–",
        "gross": float(np.nansum(gross)),
        "net": float(sum(np.nansum(figures["revenue", column.year]) for column in columns)),
    }
    yield Finding("source_list_gross", Severity.NOTICE, TABLE, None, columns[0].header, values)


def _any(values: FloatArray) -> bool:
    """True if anything but nothing and zero stands there."""
    return bool((np.nan_to_num(values) != 0.0).any())


def _ask_for_rate(records: Sequence[Record], lacking: Sequence[int], column: Column, file: str) -> None:
    first = records[lacking[0]]
    values = {
        "file": file,
        "header": column.header,
        "customer_id": first.customer_id,
        "count": len({records[row].customer_id for row in lacking}),
    }
    example = row_text((column.header, cell_at(first.cells, column.place)))
    proposals = (Assignment(DEBTOR, EVERYBODY, "rate_19", example=example),)
    finding = Finding("source_list_rate_missing", Severity.ERROR, TABLE, None, column.header, values)
    raise AssignmentNeededError(finding, proposals)


def _foreign_rows(header: Header, records: Sequence[Record], figures: dict[Key, FloatArray]) -> list[Finding]:
    """Rows in another currency than euros: refused by name, their figures are unknown."""
    columns = [column for column in header.columns if column.field == "currency"]
    filled = np.any([np.nan_to_num(values) != 0.0 for values in figures.values()], axis=0)
    refused = np.zeros(len(records), dtype=np.bool_)
    findings: list[Finding] = []
    for column in columns:
        for row in np.flatnonzero(filled & ~refused).tolist():
            word = cell_text(cell_at(records[row].cells, column.place)).casefold()
            if word not in EURO:
                refused[row] = True
                findings.append(problem("source_currency_foreign", records[row], column))
    for key, values in figures.items():
        figures[key] = np.where(refused, np.nan, values)
    return findings


def _contradicting_shares(
    header: Header, records: Sequence[Record], figures: Mapping[Key, FloatArray], decimal: str | None
) -> Iterator[Finding]:
    """A DB-Quote beside a DB that does not fit it, beyond what rounding explains."""
    for column in header.shares:
        share, _ = _shares(_read_column(records, column, decimal), records, column)
        revenue, margin = figures["revenue", column.year], figures["margin", column.year]
        step = 0.01 if bool(np.all(np.isnan(share) | (np.abs(share * 100 % 1) < 1e-6))) else 0.0001
        allowed = 0.5 * step * np.abs(revenue) + 0.005 * np.abs(share) + 0.01
        wrong = np.flatnonzero(np.abs(margin - revenue * share) > allowed)
        if len(wrong):
            row = int(wrong[0])
            values = {
                "header": column.header,
                "row": records[row].row,
                "customer_id": records[row].customer_id,
                "count": len(wrong),
                "stated": float(share[row] * revenue[row]),
                "margin": float(margin[row]),
            }
            code = "source_margin_share_differs"
            yield Finding(code, Severity.WARNING, TABLE, records[row].row, column.header, values)


def factor(column: Column, general: Unit | None) -> float:
    """Faktor to euros: the column's own unit, else the unit of the whole list, else 1."""
    unit = column.unit or general
    return unit.factor if unit else 1.0


def _in_euros(header: Header) -> tuple[Column, ...]:
    return header.measures(*REVENUES, "margin")


def stated_totals(header: Header, records: Records, amounts: Amounts) -> dict[tuple[str, int], float]:
    """Summen of the file's own total row by field and year, in euros; of several rows the last."""
    stated: dict[tuple[str, int], float] = {}
    for column in header.measures("revenue", "margin"):
        for record in records.totals:
            value, _, _ = read_cell(cell_at(record.cells, column.place), amounts.decimal)
            if column.year is not None and not np.isnan(value):
                stated[column.field, column.year] = value * factor(column, amounts.unit)
    return stated


def proven_decimal(header: Header, records: Records) -> str | None:
    """Dezimalzeichen proven by the clear texts of all columns of figures."""
    cells = (
        cell_at(record.cells, column.place) for column in header.measures() for record in records.customers
    )
    return decimal_evidence(cell for cell in cells if isinstance(cell, str))


def read_cell(value: object, decimal: str | None) -> tuple[float, str | None, bool]:
    """One cell: its number (NaN if none), the code of what is wrong, and whether it carried a %."""
    number, code, percent = _read_any(value, decimal)
    if abs(number) > MAX_AMOUNT:
        return np.nan, "source_number_unreadable", percent
    return number, code, percent


def _read_any(value: object, decimal: str | None) -> tuple[float, str | None, bool]:
    if value is None:
        return np.nan, None, False
    if isinstance(value, str):
        return _read_text(value, decimal)
    if isinstance(value, bool):
        return np.nan, "source_boolean_for_number", False
    if isinstance(value, float | int):
        return float(value), None, False
    is_date = isinstance(value, dt.date | dt.time | dt.timedelta)
    return np.nan, "source_date_for_number" if is_date else "source_number_unreadable", False


def _read_text(value: str, decimal: str | None) -> tuple[float, str | None, bool]:
    parsed = parse_number(value, decimal=decimal)
    if parsed.problem is None:
        return (np.nan if parsed.value is None else parsed.value), None, parsed.percent
    text = value.strip().upper()
    if text == UNCALCULATED:
        return np.nan, "source_formula_without_value", False
    return np.nan, "source_error_value" if text in ERROR_TEXTS else _CODES[parsed.problem], False


def _read_column(records: Sequence[Record], column: Column, decimal: str | None) -> _Read:
    values = np.full(len(records), np.nan)
    percent = np.zeros(len(records), dtype=np.bool_)
    findings: list[Finding] = []
    share = column.field == "margin_share"
    for row, record in enumerate(records):
        values[row], code, percent[row] = read_cell(cell_at(record.cells, column.place), decimal)
        if percent[row] and not share:
            values[row], code = np.nan, "source_percent_for_amount"
        if code is not None:
            mild = share and code == "source_error_value"
            severity = Severity.WARNING if mild else Severity.ERROR
            findings.append(problem(code, record, column, severity))
    return _Read(values, percent, tuple(findings))


def _shares(read: _Read, records: Sequence[Record], column: Column) -> tuple[FloatArray, list[Finding]]:
    """DB-Quote as fractions: 34 means 34 % if no unmarked value of the column can be a fraction."""
    bare = ~read.percent & ~np.isnan(read.values) & (read.values != 0.0)
    above = bare & (read.values > 1.0)
    within = bare & (np.abs(read.values) <= 1.0)
    if above.any() and within.any():
        code = "source_share_unclear"
        first = records[int(np.flatnonzero(within)[0])]
        return np.full_like(read.values, np.nan), [*read.findings, problem(code, first, column)]
    scale = np.where(above.any() & ~read.percent, 0.01, 1.0)
    return read.values * scale, list(read.findings)


def _about_share(
    column: Column, records: Sequence[Record], revenue: FloatArray, share: FloatArray
) -> Iterator[Finding]:
    """Notice that the DB was computed, with the first customer as example."""
    filled = np.flatnonzero(~np.isnan(revenue * share))
    if len(filled):
        row = int(filled[0])
        values = {
            "header": column.header,
            "customer_id": records[row].customer_id,
            "revenue": float(revenue[row]),
            "share": float(share[row]),
            "margin": float(revenue[row] * share[row]),
        }
        yield Finding("source_margin_from_share", Severity.NOTICE, TABLE, None, column.header, values)


def _suspicious_margins(header: Header, figures: Mapping[Key, FloatArray]) -> Iterator[Finding]:
    """A DB column whose values all lie between -1 and 1 beside real revenue holds shares."""
    for column in header.measures("margin"):
        both = np.abs(np.stack([figures["revenue", column.year], figures["margin", column.year]]))
        revenue, margin = both[:, ~np.isnan(both).any(axis=0)]
        if len(margin) >= 3 and margin.max() > 0 and margin.max() <= 1.0 and np.median(revenue) > 10.0:
            values = {"header": column.header, "example": float(margin.max())}
            code = "source_margin_looks_like_share"
            yield Finding(code, Severity.ERROR, TABLE, None, column.header, values)


def _general_unit(
    sheet: SourceSheet, header: Header, records: Records, preset: Preset, file: str
) -> Unit | None:
    """Einheit named in title lines, remarks or the sheet's name; stops where two contradict."""
    above = (cell_text(value) for row in sheet.rows[: max(header.row, 0)] for value in row)
    notes = (line.text for line in records.left_out if line.reason == "note")
    units = _units((*above, *notes, sheet.name or ""), preset)
    first = next((unit for unit in units if unit.factor != 1.0), units[0] if units else None)
    other = next((unit for unit in units if first and unit.factor != first.factor), None)
    if first and other and any(column.unit is None for column in _in_euros(header)):
        stop("source_unit_unclear", file=file, first=first.word, second=other.word)
    return first


def _units(texts: Iterable[str], preset: Preset) -> list[Unit]:
    return [unit for text in texts if text for unit in preset.units(_YEARS.sub("", text))]


def _about_units(header: Header, general: Unit | None) -> Iterator[Finding]:
    """Notice for each unit other than euros that was applied."""
    units = {column.unit or general for column in _in_euros(header)}
    for unit in sorted((unit for unit in units if unit and unit.factor != 1.0), key=lambda unit: unit.word):
        values = {"word": unit.word, "factor": unit.factor}
        yield Finding("source_unit_applied", Severity.NOTICE, TABLE, None, None, values)
