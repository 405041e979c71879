"""Übernehmen: changes into the workbook, and what several copies say together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.returned.rows import Change, Conflict, Differences, Key, same_value, typed
from kundenbindung.workbook.schema import Column

Cell = tuple[str, object, str]
"""Table, row (or key of a new one) and column of a changed cell."""


def apply(reading: Reading, changes: Sequence[Change]) -> Reading:
    """Mappe with these changes, which were found in this very reading; everything else as it was."""
    tables = dict.fromkeys(change.table for change in changes)
    frames = {
        name: _changed(reading, name, [change for change in changes if change.table == name])
        for name in tables
    }
    return replace(reading, frames={**reading.frames, **frames}) if frames else reading


def _changed(reading: Reading, table: str, changes: Sequence[Change]) -> pd.DataFrame:
    columns = {column.name: column for column in layout.TABLES[table].expand()}
    frame = reading.frames[table].reset_index(drop=True)
    known = [change for change in changes if change.row is not None]
    for name in dict.fromkeys(change.column for change in known):
        values = frame[name].astype(object).tolist() if name in frame else [None] * len(frame)
        for change in known:
            if change.column == name and change.row is not None:
                values[change.row] = change.after
        frame = frame.assign(**{name: _as_before(frame, columns[name], values)})
    known_customers = reading.frames["customers"][["customer_id", "customer"]].dropna()
    names = {str(key): name for key, name in known_customers.itertuples(index=False)}
    new = new_rows(changes, names)
    return _appended(frame, columns, new) if new else frame


def _as_before(frame: pd.DataFrame, column: Column, values: Sequence[object]) -> pd.Series:
    """Column of the type it had."""
    found = typed(column, values)
    return found.astype(frame[column.name].dtype) if column.name in frame else found


def new_rows(changes: Sequence[Change], names: Mapping[str, object]) -> list[dict[str, object]]:
    """Neue Zeilen: the cells of each by column; `names` are those of the customers."""
    rows: dict[Key, dict[str, object]] = {}
    for change in (change for change in changes if change.row is None):
        first = {"customer_id": change.customer, "customer": names.get(str(change.customer))}
        rows.setdefault(change.key, dict(first))[change.column] = change.after
    return list(rows.values())


def _appended(
    frame: pd.DataFrame, columns: Mapping[str, Column], rows: Sequence[Mapping[str, object]]
) -> pd.DataFrame:
    found: dict[Hashable, pd.Series] = {}
    for name in frame.columns:
        values = [*frame[name].astype(object).tolist(), *(row.get(str(name)) for row in rows)]
        column = columns.get(str(name))
        found[name] = _as_before(frame, column, values) if column else pd.Series(values, dtype=object)
    return pd.DataFrame(found, columns=frame.columns)


def merged(copies: Sequence[Differences]) -> Differences:
    """Mehrere Kopien together: what two of them changed differently is a conflict and not taken over."""
    changes: dict[Cell, Change] = {}
    disputed: dict[Cell, Conflict] = {}
    for change in (change for copy in copies for change in copy.changes):
        cell = (change.table, change.key if change.row is None else change.row, change.column)
        first = changes.setdefault(cell, change)
        names_row = change.row is None and change.column == "project"
        if not names_row and not same_value(first.after, change.after):
            disputed.setdefault(cell, Conflict(change, first.after, copies=True))
    conflicts = tuple(conflict for copy in copies for conflict in copy.conflicts)
    kept = tuple(change for cell, change in changes.items() if cell not in disputed)
    findings = tuple(finding for copy in copies for finding in copy.findings)
    return Differences(kept, (*conflicts, *disputed.values()), findings)
