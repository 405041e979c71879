"""Tabellen: names, headers, areas, totals, calculated columns (points 21 to 25)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from kundenbindung.adapters.package.areas import Area, address, cell
from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.view import (
    Cell,
    Column,
    Package,
    Sheet,
    Table,
    filter_area,
    safe_areas,
    table_rows,
)
from kundenbindung.core.model import Finding

LONGEST_NAME = 255
_NAME = re.compile(r"[^\W\d][\w.]*|\\[\w.]+")
_GRID = re.compile(r"[RrZz](?:[0-9]*)(?:[CcSs][0-9]*)?|[CcSs][0-9]*")


def is_name(text: str) -> bool:
    """Whether Excel takes `text` as a name: letter first, no blank, nothing like A1, R1C1 or Z1S1."""
    if not _NAME.fullmatch(text) or len(text) > LONGEST_NAME or _GRID.fullmatch(text):
        return False
    try:
        cell(text.upper())
    except ValueError:
        return True
    return False


def names_valid(package: Package) -> Iterator[Finding]:
    """21: every table has a name that Excel accepts."""
    for table in package.tables:
        if not is_name(table.name):
            yield fault("table_name", table.part, table.name or "-")


def names_unique(package: Package) -> Iterator[Finding]:
    """21: no name twice among tables and defined names, upper and lower case being the same."""
    counted = Counter(table.name.casefold() for table in package.tables)
    counted.update({one.name.casefold() for one in package.defined_names})
    for table in package.tables:
        if counted.pop(table.name.casefold(), 0) > 1:
            yield fault("table_name_twice", table.part, table.name)


def widths(package: Package) -> Iterator[Finding]:
    """22: a table has as many columns as its area is wide."""
    for table in package.tables:
        if table.area is not None and _width(table) != len(table.columns):
            yield fault(
                "table_width", table.part, table.name, found=len(table.columns), expected=_width(table)
            )


def _width(table: Table) -> int:
    return 0 if table.area is None else table.area.last_col - table.area.first_col + 1


def _placed(package: Package) -> Iterator[tuple[Sheet, Table, Area]]:
    """Tables whose columns can be told from their area, with their sheet."""
    for sheet in package.sheets:
        for table in sheet.tables:
            if table.area is not None and _width(table) == len(table.columns):
                yield sheet, table, table.area


def headers(package: Package) -> Iterator[Finding]:
    """22: header cells are texts equal to the column names."""
    for sheet, table, where in _placed(package):
        for at, column in enumerate(table.columns if table.header_rows else ()):
            place = address(where.first_row, where.first_col + at)
            if _text(package, sheet.by_address.get(place)) != column.name:
                yield fault("table_header", sheet.part, f"{sheet.name}!{place}", column=short(column.name))


def _text(package: Package, one: Cell | None) -> str | None:
    if one is None or one.value is None:
        return None
    if one.kind == "s":
        at = int(one.value)
        return package.shared_strings[at] if at < len(package.shared_strings) else None
    return one.value if one.kind in {"str", "inlineStr"} else None


def columns_unique(package: Package) -> Iterator[Finding]:
    """22: column names are not empty and none is there twice, upper and lower case being the same."""
    for table in package.tables:
        counted = Counter(column.name.casefold() for column in table.columns)
        for name, count in counted.items():
            if not name.strip():
                yield fault("table_column_empty", table.part, table.name)
            elif count > 1:
                yield fault("table_column_twice", table.part, f"{table.name}[{name}]")


def areas_valid(package: Package) -> Iterator[Finding]:
    """23: a table has an area and at least one data row."""
    for table in package.tables:
        if table.area is None:
            yield fault("table_area", table.part, table.name)
        elif not table_rows(table):
            yield fault("table_empty", table.part, table.name)


def overlaps(package: Package) -> Iterator[Finding]:
    """23: tables overlap neither one another nor the sheet's own filter (merges: point 32)."""
    for sheet in package.sheets:
        for one, other in combinations(sheet.tables, 2):
            if one.area and other.area and one.area.overlaps(other.area):
                yield fault("table_overlap", sheet.part, other.name, other=one.name)
        own = filter_area(sheet)
        for table in sheet.tables:
            if own and table.area and own.overlaps(table.area):
                yield fault("table_filter", sheet.part, table.name)


def ids_unique(package: Package) -> Iterator[Finding]:
    """24: table ids are unique in the workbook, column ids in their table."""
    counted = Counter(table.id for table in package.tables)
    for table in package.tables:
        if counted.pop(table.id, 0) > 1:
            yield fault("table_id_twice", table.part, table.name)
        if len({column.id for column in table.columns}) < len(table.columns):
            yield fault("table_column_id_twice", table.part, table.name)


def totals(package: Package) -> Iterator[Finding]:
    """24: totals are declared exactly where the row is there, its cells agree, the filter leaves it out."""
    for sheet, table, where in _placed(package):
        declared = any(column.totals_function or column.totals_label for column in table.columns)
        if declared and not table.totals_rows:
            yield fault("table_totals", table.part, table.name)
        filtered = where._replace(last_row=where.last_row - table.totals_rows)
        if table.filter_ref is not None and safe_areas(table.filter_ref) != (filtered,):
            yield fault("table_filter_area", table.part, table.name)
        if table.totals_rows:
            yield from _totals_cells(package, sheet, table, where)


def _totals_cells(package: Package, sheet: Sheet, table: Table, where: Area) -> Iterator[Finding]:
    for at, column in enumerate(table.columns):
        place = address(where.last_row, where.first_col + at)
        one = sheet.by_address.get(place)
        formula = None if one is None else one.formula
        wrong_label = column.totals_label is not None and _text(package, one) != column.totals_label
        if wrong_label or (column.totals_function is not None and not formula):
            yield fault("table_totals_cell", sheet.part, f"{sheet.name}!{place}", column=short(column.name))


def calculated(package: Package) -> Iterator[Finding]:
    """25: every data cell of a calculated column holds the formula of the column."""
    for sheet, table, where in _placed(package):
        for at, column in enumerate(table.columns):
            if column.formula is not None:
                yield from _strange_cells(sheet, table, column, where.first_col + at)


def _strange_cells(sheet: Sheet, table: Table, column: Column, number: int) -> Iterator[Finding]:
    for row in table_rows(table):
        place = address(row, number)
        one = sheet.by_address.get(place)
        if one is None or one.formula != column.formula:
            yield fault("table_formula", sheet.part, f"{sheet.name}!{place}", column=short(column.name))
            return


CHECKS: tuple[Check, ...] = (
    names_valid,
    names_unique,
    widths,
    headers,
    columns_unique,
    areas_valid,
    overlaps,
    ids_unique,
    totals,
    calculated,
)
