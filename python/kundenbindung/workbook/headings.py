"""Überschriften: those that stand twice, or not at all, above cells somebody typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.schema import Table


def unclear(
    table: Table,
    headers: Sequence[str],
    rows: Sequence[Sequence[object]],
    years: Sequence[int],
    first_column: int,
) -> list[Finding]:
    """Befunde: only one of several columns of a name would be read, and none without a name.

    Blanks around a header make no other one. Columns of results are written anew and may be anything.
    """
    named = [header.strip() for header in headers]
    declared = {column.label: column.role.typed for column in table.expand(years)}
    own = table.name in layout.INPUT_TABLES
    found = [
        _finding("column_twice", table, {"column": name, "count": size})
        for name, size in Counter(named).items()
        if name and size > 1 and declared.get(name, own)
    ]
    blank = [at for at, name in enumerate(named) if not name] if own else []
    filled = [at for at in blank if any(not cells.empty(row[at]) for row in rows)]
    letters = (cells.letters(first_column + at) for at in filled)
    return found + [_finding("column_unnamed", table, {"letters": letter}) for letter in letters]


def _finding(code: str, table: Table, values: dict[str, object]) -> Finding:
    sheet = layout.sheet_of(table.name).label
    return Finding(
        code, Severity.ERROR, table.name, None, None, {**values, "table": table.label, "sheet": sheet}
    )
