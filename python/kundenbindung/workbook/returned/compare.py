"""Vergleich: a copy that came back, the workbook and what was sent -> changes, conflicts, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents, Reading, folded
from kundenbindung.workbook.inputs import to_inputs
from kundenbindung.workbook.returned.cells import CopyTable
from kundenbindung.workbook.returned.fitting import unfit
from kundenbindung.workbook.returned.names import with_names
from kundenbindung.workbook.returned.rows import (
    FILLED_TABLES,
    Change,
    Conflict,
    Differences,
    Sent,
    missing,
    parts_to_fill,
    same_value,
)
from kundenbindung.workbook.returned.sides import Row, Sides, sides
from kundenbindung.workbook.returned.unknown import about_cells, unknown_rows
from kundenbindung.workbook.schema import Column
from kundenbindung.workbook.sharing import Shared, group_named, groups_of, responsibles, share
from kundenbindung.workbook.tables.mail import OWN


def allowed(reading: Reading, group: str, responsible: str | None) -> Shared | None:
    """Erlaubt: what this recipient may see of the workbook now; None if there is nothing to fill in."""
    named = tuple(str(name) for name in reading.frames["criteria"]["criterion"].dropna().unique())
    contents = Contents(reading.years, named, _resolved(reading).frames)
    known = group_named(groups_of(reading.frames["groups"]), group)
    who = next((name for name in responsibles(contents) if folded(name) == folded(responsible or "")), None)
    if known is None or (known.customers == OWN) != (who is not None):
        return None
    shared = share(contents, known, who)
    return shared if parts_to_fill(shared) else None


def _resolved(reading: Reading) -> Reading:
    """Opportunities without a Kundennr. get that of the customer their name means, as in a copy."""
    keys = to_inputs(reading).opportunities["customer_id"].to_numpy()
    table = reading.frames["opportunities"].assign(customer_id=keys)
    return replace(reading, frames={**reading.frames, "opportunities": table})


def differences(
    reading: Reading, copies: Mapping[str, CopyTable], sent: Sent | None, shared: Shared, file: str
) -> Differences:
    """Unterschiede of a copy to the workbook: only cells that were changed, may be filled in and are valid.

    sent    the tables as they went out; None: unknown, then only what is empty in the workbook is filled
    shared  what the recipient may see now, see `allowed`
    file    name of the copy, for the findings
    """
    parts, reading = parts_to_fill(shared), _resolved(reading)
    found = Differences()
    for name, part in parts.items():
        if name in copies:
            found = _joined(found, _of_table(sides(reading, part, copies[name], sent, shared, file)))
        elif sent is None or name in sent:
            found = _joined(found, _whole_table("returned_table_missing", name, file))
    for name in copies:
        if name in FILLED_TABLES and name not in parts:
            found = _joined(found, _whole_table("returned_table_closed", name, file))
    return found


def _joined(one: Differences, other: Differences) -> Differences:
    return Differences(
        one.changes + other.changes, one.conflicts + other.conflicts, one.findings + other.findings
    )


def _whole_table(code: str, table: str, file: str) -> Differences:
    values = {"table": layout.TABLES[table].label, "file": file}
    return Differences(findings=(Finding(code, Severity.WARNING, table, None, None, values),))


def _of_table(both: Sides) -> Differences:
    """Unterschiede of one table."""
    if not both.cells.usable:
        return Differences(findings=both.cells.findings)
    known = [row for row in both.rows if row.key in both.here]
    changed = _changed(both, known)
    new, found = unknown_rows(both)
    findings = (
        *both.cells.findings,
        *changed.findings,
        *found,
        *_cleared(both, known),
        *_closed(both, known),
    )
    return Differences((*changed.changes, *new), changed.conflicts, findings)


def _changed(both: Sides, rows: list[Row]) -> Differences:
    """Cells he changed: as the owner left them, or in conflict with what he did."""
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    findings: list[Finding] = []
    for row in rows:
        for column in both.filled:
            change = _change(both, row, column)
            if change is None:
                continue
            odd = unfit(both, row, column)
            if odd is not None:
                findings.append(odd)
            elif _is_left_alone(both, row, column):
                changes.append(change)
            else:
                conflicts.append(Conflict(change, change.before))
    return Differences(tuple(changes), tuple(conflicts), tuple(findings))


def _change(both: Sides, row: Row, column: Column) -> Change | None:
    """Änderung of a cell; None if he left it, or the workbook says the same."""
    at, mine = both.here[row.key]
    his, base = row.values.get(column.name), both.base.get(row.key, {}).get(column.name)
    if both.is_idle(row, column.name) or same_value(his, mine.get(column.name)):
        return None
    if both.sent_known and same_value(his, base):
        return None
    change = both.change(row, at, column.name)
    return None if same_value(change.before, change.after) else change


def _is_left_alone(both: Sides, row: Row, column: Column) -> bool:
    """True for a cell that the owner did not fill in since; where nobody knows, for an empty one."""
    ours = both.here[row.key][1].get(column.name)
    return same_value(ours, both.base.get(row.key, {}).get(column.name)) if both.sent_known else missing(ours)


def _cleared(both: Sides, rows: list[Row]) -> Iterator[Finding]:
    """Cells he emptied; what was never sent nobody can have emptied."""
    named = [
        (both.named(row.values), column.label)
        for row in rows
        for column in both.filled
        if both.sent_known and column.name in row.values
        if missing(row.values[column.name]) and (row.at, column.name) not in both.cells.barred
        if not missing(both.base.get(row.key, {}).get(column.name))
        if not missing(both.here[row.key][1].get(column.name))
    ]
    yield from about_cells("returned_cells_cleared", both, named, Severity.NOTICE)


def _closed(both: Sides, rows: list[Row]) -> Iterator[Finding]:
    """Cells he changed although they are not his to fill in."""
    named = [
        (both.named(both.base[row.key]), column.label)
        for row in rows
        if row.key in both.base
        for column in layout.TABLES[both.table].expand()
        if _is_compared(both, column) and column.name in row.values and column.name in both.base[row.key]
        if _differs(both, row, column.name)
    ]
    yield from about_cells("returned_cells_closed", both, named)


def _is_compared(both: Sides, column: Column) -> bool:
    """Results change by themselves; without what was sent nobody knows who changed them."""
    return column not in both.filled and (both.sent_known or column.role.typed)


def _differs(both: Sides, row: Row, column: str) -> bool:
    if (row.at, column) in both.cells.odd:
        return True
    his, base = row.values[column], both.base[row.key][column]
    return not same_value(with_names(his, both.names), with_names(base, both.names))
