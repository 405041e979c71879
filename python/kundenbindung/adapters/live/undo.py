"""Vorherige Ergebnisse: what a calculation replaced, kept on this machine for the button Rückgängig.

The workbook carries the id of its last calculation; the file of that id holds the results before it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from kundenbindung.adapters import beside, home
from kundenbindung.adapters.live.backup import purge
from kundenbindung.adapters.live.excel import refused
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.placing import Block, Placing, Wanted
from kundenbindung.workbook.singles import CellBefore, remembered

VERSION = 2
KEPT = 100
"""Calculations of all workbooks together that can be taken back."""

DAY = "Tag"
"""Key under which a date stands in the file."""


@dataclass(frozen=True, slots=True)
class TableBefore:
    """Tabelle before a calculation: identifiers of its written columns, rows, keys that were new."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    appended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Stand before a calculation; `previous` is the id of the calculation before, None if there was none."""

    run: str
    previous: str | None
    tables: Mapping[str, TableBefore]
    cells: tuple[CellBefore, ...]
    notes: Mapping[str, str]


def snapshot(
    run: str,
    previous: str | None,
    grids: Mapping[str, Grid],
    wants: Mapping[str, Wanted],
    placings: Mapping[str, Placing],
    cells: Mapping[str, Sequence[Block]],
    notes: Mapping[str, str],
) -> Snapshot:
    """Stand of all written columns and cells as they are now."""
    tables = {
        name: _table(grids[name], wants[name], placing.appended)
        for name, placing in placings.items()
        if name in grids
    }
    single = tuple(
        cell
        for name, blocks in cells.items()
        for cell in remembered(grids[name], blocks, placings[name].insertions if name in placings else ())
    )
    return Snapshot(run, previous, tables, single, dict(notes))


def _table(grid: Grid, want: Wanted, appended: tuple[str, ...]) -> TableBefore:
    headers = [header.strip() for header in grid.headers]
    key = want.table.key
    columns = list(want.columns)  # those that the calculation inserts were empty before
    if key is not None and key not in {column.name for column in columns}:
        columns += [
            column for column in want.table.expand() if column.name == key and column.label in headers
        ]
    places = [headers.index(column.label) if column.label in headers else None for column in columns]
    rows = [[None if at is None else row[at] for at in places] for row in grid.rows]
    return TableBefore(tuple(column.name for column in columns), rows, appended)


def frame(before: TableBefore) -> pd.DataFrame:
    """Vorherige Ergebnisse as the frame that is placed again."""
    return pd.DataFrame(list(before.rows), columns=list(before.columns), dtype=object)


def store(taken: Snapshot) -> None:
    """Stand ablegen; RefusalError if it cannot be written, since then there would be no way back."""
    folder = home.undo_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"version": VERSION, **_fields(taken)}, ensure_ascii=False, default=_plain)
        beside.put(_path(taken.run), text.encode(), mode=0o600)
        purge(folder, "*.json", KEPT, newest=_path(taken.run))
    except OSError as error:
        raise refused("live_no_backup", folder=str(folder)) from error


def _fields(value: Snapshot | TableBefore | CellBefore) -> dict[str, object]:
    """Felder by name; `asdict` would copy every cell of every table."""
    return {entry.name: getattr(value, entry.name) for entry in fields(value)}


def _plain(value: object) -> object:
    """What JSON does not know: an entry as its fields, a date as what `_dated` makes a date again."""
    if isinstance(value, dt.date):
        return {DAY: value.isoformat()}
    return _fields(value) if isinstance(value, TableBefore | CellBefore) else str(value)


def _dated(found: dict[str, object]) -> object:
    if set(found) != {DAY}:
        return found
    day = dt.datetime.fromisoformat(str(found[DAY]))
    return day if "T" in str(found[DAY]) else day.date()


def load(run: str) -> Snapshot | None:
    """Stand before the calculation `run`; None if this machine has none."""
    try:
        found = json.loads(_path(run).read_text(encoding="utf-8"), object_hook=_dated)
        if found.pop("version") != VERSION:
            return None
        tables = {
            name: TableBefore(tuple(e["columns"]), e["rows"], tuple(e["appended"]))
            for name, e in found["tables"].items()
        }
        cells = tuple(CellBefore(**entry) for entry in found["cells"])
        return Snapshot(found["run"], found["previous"], tables, cells, found["notes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(run: str) -> None:
    """A calculation that did not come through needs no way back."""
    beside.discard(_path(run))


def forget_all(run: str | None) -> None:
    """No calculation up to `run` can be taken back any more: what is kept of them goes."""
    while run:
        taken = load(run)
        forget(run)
        run = None if taken is None else taken.previous


def _path(run: str) -> Path:
    return home.undo_folder() / f"{''.join(sign for sign in run if sign.isalnum())}.json"
