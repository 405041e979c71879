"""Tabellen of an open workbook: what stands in them, how two states differ, single columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import xlwings as xw

from kundenbindung.adapters import live
from kundenbindung.workbook import layout

TOLERANCE = 1e-9
CURRENCY = 6e-5
"""Excel hands out cells in a currency format with four decimals."""
Columns = Mapping[tuple[str, str], Sequence[object]]


def columns(book: xw.Book, *, without: Sequence[str] = ()) -> Columns:
    """Every column of our tables, by table and header."""
    found = {}
    for name, entry in live.read_tables(book).items():
        if name not in without:
            for at, header in enumerate(entry.grid.headers):
                found[name, header] = [row[at] for row in entry.grid.rows]
    return found


def differences(before: Columns, after: Columns) -> list[str]:
    """Columns that are not the same, as words: table and header."""
    return [
        f"{layout.TABLES[table].label}, {header}"
        for table, header in sorted(set(before) | set(after))
        if not alike(before.get((table, header), ()), after.get((table, header), ()))
    ]


def alike(one: Sequence[object], other: Sequence[object]) -> bool:
    """True if two columns hold the same; empty cells at their end do not count."""
    long, short = sorted((list(one), list(other)), key=len, reverse=True)
    short += [None] * (len(long) - len(short))
    return all(same(*pair) for pair in zip(long, short, strict=True))


def same(one: object, other: object) -> bool:
    """True if two cells hold the same; empty text counts as empty."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(float(one) - float(other)) <= max(CURRENCY, TOLERANCE * abs(float(one)))
    return (one or None) == (other or None)


def body(book: xw.Book, table: str, column: str) -> xw.Range:
    """Cells of one column, by identifiers of the declaration."""
    entry = live.read_tables(book)[table]
    label = next(one.label for one in layout.TABLES[table].expand() if one.name == column)
    first, at = entry.grid.first_row, entry.grid.first_column + 1 + list(entry.grid.headers).index(label)
    return entry.sheet.range((first, at), (first + len(entry.grid.rows) - 1, at))


def listed(names: Sequence[str], most: int = 5) -> str:
    """Aufzählung: the first few, and how many more."""
    rest = f" und {len(names) - most} weitere" if len(names) > most else ""
    return "; ".join(names[:most]) + rest
