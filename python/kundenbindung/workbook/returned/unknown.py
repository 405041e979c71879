"""Unbekannte Zeilen of a copy: new Verkaufschancen, and rows that must not be taken over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import folded
from kundenbindung.workbook.returned.fitting import unfit
from kundenbindung.workbook.returned.names import brief
from kundenbindung.workbook.returned.rows import Change, Key, may_see, missing, same_value
from kundenbindung.workbook.returned.sides import Row, Sides

GROWS = "opportunities"
"""The one table to which a recipient may add rows."""

FOREIGN, STRANGE, UNKNOWN, RENAMED, INCOMPLETE = "foreign", "strange", "unknown", "renamed", "incomplete"
"""Why a row is not taken over."""

PROJECT = next(column for column in layout.OPPORTUNITIES.expand() if column.name == "project")

SIGNS, NAMED_AT_ONCE = 120, 5
"""Signs that all rows named in a sentence may have together, and how many it names."""


def about_rows(
    code: str, both: Sides, named: Sequence[str], severity: Severity = Severity.WARNING
) -> Iterator[Finding]:
    """Befund zu allen Zeilen with the same fault; none if there are no such rows."""
    yield from about_cells(code, both, [(name, "") for name in named], severity)


def about_cells(
    code: str, both: Sides, named: Sequence[tuple[str, str]], severity: Severity = Severity.WARNING
) -> Iterator[Finding]:
    """Befund zu allen Zellen with the same fault: row and label of the column, which is never cut."""
    if named:
        most = SIGNS // min(len(named), NAMED_AT_ONCE)
        several = tuple(
            f"{brief(name, most)} ({column})" if column else brief(name, most)
            for name, column in dict.fromkeys(named)
        )
        columns = tuple(dict.fromkeys(column for _, column in named if column))
        values = {"keys": several, "count": len(several), "columns": columns, "file": both.file}
        yield Finding(code, severity, both.table, None, None, values)


def unknown_rows(both: Sides) -> tuple[list[Change], tuple[Finding, ...]]:
    """Neue Zeilen as changes, and what is odd about rows the workbook does not show him."""
    gone = [key for key in both.base if key in both.here and key not in both.present]
    changes: list[Change] = []
    odd: list[Finding] = []
    faults: dict[str, list[str]] = {}
    for row in (row for row in both.rows if row.key not in both.here and not _went_out(both, row)):
        fault = _fault(both, row, gone)
        if fault is None:
            new, found = _new(both, row)
            changes += new
            odd += found
        else:
            faults.setdefault(fault, []).append(both.named(row.values))
    return changes, (*odd, *_findings(both, faults, gone))


def _findings(both: Sides, faults: dict[str, list[str]], gone: Sequence[Key]) -> Iterator[Finding]:
    yield from about_rows("returned_row_twice", both, both.twice)
    yield from about_rows("returned_rows_alike", both, both.alike)
    yield from about_rows("returned_customer_foreign", both, faults.get(FOREIGN, ()))
    yield from about_rows("returned_customer_unknown", both, faults.get(STRANGE, ()))
    yield from about_rows("returned_row_unknown", both, faults.get(UNKNOWN, ()))
    yield from about_rows("returned_row_renamed", both, faults.get(RENAMED, ()))
    yield from about_rows("returned_row_incomplete", both, faults.get(INCOMPLETE, ()))
    left = [both.named(both.base[key]) for key in gone]
    yield from about_rows("returned_rows_missing", both, left, Severity.NOTICE)


def _went_out(both: Sides, row: Row) -> bool:
    """True for a row that went out as it came back; the workbook does not show it to him any more."""
    base = both.base.get(row.key)
    return base is not None and all(
        both.is_idle(row, column.name) or same_value(row.values[column.name], base.get(column.name))
        for column in both.filled
    )


def _fault(both: Sides, row: Row, gone: list[Key]) -> str | None:
    """Why a row is not taken over, None for a new one; a row that only got another name leaves `gone`."""
    customer = row.values.get("customer_id")
    if not missing(customer) and not may_see(both.shared, customer):
        return FOREIGN if _is_customer(both, customer) else STRANGE
    if row.key in both.base or both.table != GROWS:
        return UNKNOWN
    renamed = next((key for key in gone if _resembles(key, row)), None)
    if renamed is not None:
        gone.remove(renamed)
        return RENAMED
    return INCOMPLETE if missing(customer) or missing(row.values.get("project")) else None


def _is_customer(both: Sides, key: object) -> bool:
    frames = both.reading.frames
    return any(str(key) in set(frames[name]["customer_id"].dropna()) for name in ("customers", "figures"))


def _resembles(key: Key, row: Row) -> bool:
    """True if a row that is gone and one that is new have the customer or the Vorhaben in common."""
    if len(key) != len(row.key):
        return False
    customer, project = row.values.get("customer_id"), row.values.get("project")
    alike = not missing(project) and key[3] == folded(project)
    return alike or (not missing(customer) and key[1] == str(customer))


def _new(both: Sides, row: Row) -> tuple[list[Change], list[Finding]]:
    """Neue Verkaufschance: its Vorhaben, and what he filled in; without a fit Vorhaben nothing of it."""
    filled = [column for column in both.filled if not both.is_idle(row, column.name)]
    odd = {column.name: unfit(both, row, column) for column in (PROJECT, *filled)}
    found = [finding for finding in odd.values() if finding is not None]
    if odd[PROJECT.name] is not None:
        return [], found
    fit = [column.name for column in (PROJECT, *filled) if odd[column.name] is None]
    return [both.change(row, None, name) for name in fit], found
