"""Raster <-> typisierte Tabelle: grids of cells and frames, both directions, by a Table.

A typed frame has one column per declared column (by its identifier, keys included) and, in input
tables, the owner's own columns under their header. Choices are identifiers, shares fractions, dates
`datetime.date`; missing numbers are NaN, other missing cells None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    CUSTOMER_COLUMNS,
    Finding,
    Settings,
    Severity,
)
from kundenbindung.workbook import cells, headings, layout
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Role, Setting, Table, Unit

_YEAR_LABEL = re.compile(r"(?:Umsatz|DB) ((?:19|20|21)[0-9]{2})")


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """Inhalt of a workbook: the typed frame of every table, and what repeats its columns."""

    years: tuple[int, ...]
    criteria: tuple[str, ...]
    frames: Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Raster of one table as read: headers, rows of raw cells, and where its first cell stands.

    `first_row` is the sheet row of the first data row counted from 1, `first_column` counts from 0.
    `errors` are sheet addresses of error cells (#DIV/0! ...) with their text, `unfinished` those of
    formulas without a stored result; `row_below` is the sheet row right below the table if it is filled.
    """

    table: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    first_row: int
    first_column: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    row_below: int | None = None
    unfinished: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Gelesene Mappe: typed frames of the input tables and the findings of reading them."""

    years: tuple[int, ...]
    settings: Settings
    frames: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        """True if a finding keeps the workbook from being calculated."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def years_of(headers: Sequence[str]) -> tuple[int, ...]:
    """Geschäftsjahre named in the headers of Zahlen, ascending."""
    found = (_YEAR_LABEL.fullmatch(header.strip()) for header in headers)
    return tuple(sorted({int(match.group(1)) for match in found if match}))


_UNIQUE = frozenset({"stages", "margin_rates", "full_year", "prior_criteria", "roles", "activities"})
"""Small tables whose entries the core looks up by name; the others are checked there."""

_FOLDED = frozenset({"roles", "activities"})
"""Those of them where upper and lower case and blanks make no other name."""


def read_workbook(grids: Mapping[str, Grid]) -> Reading:
    """Gelesene Raster -> typed frames, settings, years and findings; missing tables are findings."""
    years = years_of(grids["figures"].headers) if "figures" in grids else ()
    frames: dict[str, pd.DataFrame] = {}
    found: list[Finding] = []
    for name in (*layout.INPUT_TABLES, "screening"):
        table = layout.TABLES[name]
        if name in grids:
            frames[name], problems = read_table(table, grids[name], years)
            found += problems
            found += _repeated(table, frames[name]) if name in _UNIQUE else []
            found += _twice(frames[name]) if table is layout.APPOINTMENTS else []
            found += _beyond_setting(frames[name], grids[name]) if table is layout.TRIAL_ASSUMPTIONS else []
        else:
            frames[name] = empty_frame(table, years)
            found += _table_missing(name)
    frames["decisions"] = frames.pop("screening")
    settings: Settings | None = None
    if "settings" in grids:
        settings, problems = read_settings(frames["settings"], grids["settings"])
        found += problems
    if not any(finding.severity is Severity.ERROR for finding in found):
        frames["customers"], problems = source_columns(frames, grids.get("customers"))
        found += problems
    return Reading(years, settings or Settings(base_year=years[-1] if years else 0), frames, tuple(found))


def _table_missing(name: str) -> list[Finding]:
    if name in layout.OPTIONAL_TABLES:
        return []
    values = {"table": layout.TABLES[name].label, "sheet": layout.sheet_of(name).label}
    return [Finding("table_missing", Severity.ERROR, name, None, None, values)]


def read_table(table: Table, grid: Grid, years: Sequence[int] = ()) -> tuple[pd.DataFrame, list[Finding]]:
    """Raster -> typed frame of the columns the owner types, empty rows left out, findings with their cell."""
    kept = _filled_rows(grid)
    columns = _columns(grid, kept)
    declared = [column for column in table.expand(years) if column.role.typed or column.name == table.key]
    rows = [grid.first_row + number for number in kept]
    keys = _row_keys(table, declared, columns, len(rows))
    positions = {header.strip(): grid.first_column + number for number, header in enumerate(grid.headers)}
    values: dict[str, object] = {}
    found: list[Finding] = _error_cells(table, declared, grid, positions, rows, keys)
    for column in declared:
        if column.label not in columns:
            found += [] if column.optional else [_column_missing(table, column)]
            columns[column.label] = [None] * len(rows)
            positions[column.label] = 0
        place = cells.Place(
            table.name, column.name, column.label, cells.letters(positions[column.label]), rows, keys
        )
        values[column.name], problems = cells.convert(column, columns[column.label], place)
        found += problems
    found += _below(table, grid)
    found += headings.unclear(table, grid.headers, grid.rows, years, grid.first_column)
    values |= _recalled(table, columns, years) | _own_columns(table, columns, years)
    return _frame(values, len(rows)), found


def _filled_rows(grid: Grid) -> list[int]:
    return [number for number, row in enumerate(grid.rows) if not all(map(cells.empty, row))]


def _columns(grid: Grid, kept: Sequence[int]) -> dict[str, Sequence[object]]:
    """Cells of the filled rows by header."""
    headers = [header.strip() for header in grid.headers]
    if not kept:
        return {header: [] for header in headers}
    rows = grid.rows if len(kept) == len(grid.rows) else [grid.rows[number] for number in kept]
    return dict(zip(headers, zip(*rows, strict=True), strict=False))


def _frame(values: Mapping[str, object], size: int) -> pd.DataFrame:
    index = pd.RangeIndex(size)
    return pd.DataFrame(
        {
            name: column if isinstance(column, np.ndarray) else pd.Series(column, index=index, dtype=object)
            for name, column in values.items()
        },
        index=index,
    )


def _row_keys(
    table: Table, declared: Sequence[Column], columns: Mapping[str, Sequence[object]], size: int
) -> list[str | None]:
    """Kundennr. (or other key) of each row, for the findings."""
    name = table.key or "customer_id"
    label = next((column.label for column in declared if column.name == name), None)
    if label is None or label not in columns:
        return [None] * size
    return [cells.text(cell) for cell in columns[label]]


def _column_missing(table: Table, column: Column) -> Finding:
    values = {"column": column.label, "sheet": layout.sheet_of(table.name).label}
    return Finding("column_missing", Severity.ERROR, table.name, None, column.name, values)


def _below(table: Table, grid: Grid) -> list[Finding]:
    """Entries right below a table, which Excel did not make part of it."""
    if grid.row_below is None:
        return []
    values = {"table": table.label, "line": grid.row_below}
    return [Finding("rows_below_table", Severity.ERROR, table.name, grid.row_below, None, values)]


def _error_cells(
    table: Table,
    declared: Sequence[Column],
    grid: Grid,
    positions: Mapping[str, int],
    rows: Sequence[int],
    keys: Sequence[str | None],
) -> list[Finding]:
    """Fehlerwerte such as #DIV/0!, and formulas without a result, in the columns the owner types."""
    if not grid.errors and not grid.unfinished:
        return []
    found = []
    for column in (entry for entry in declared if entry.label in positions):
        place = cells.letters(positions[column.label])
        for row, key in zip(rows, keys, strict=True):
            address = f"{place}{row}"
            values = {"cell": address, "column": column.label, "text": grid.errors.get(address)}
            at = key or row
            if address in grid.errors:
                found.append(Finding("cell_error", Severity.ERROR, table.name, at, column.name, values))
            elif address in grid.unfinished:
                found.append(
                    Finding("cell_formula_empty", Severity.ERROR, table.name, at, column.name, values)
                )
    return found


def _recalled(
    table: Table, columns: Mapping[str, Sequence[object]], years: Sequence[int]
) -> dict[str, object]:
    """Cells of outputs that are read back, as far as they are there."""
    return {
        column.name: [_recalled_cell(column, cell) for cell in columns[column.label]]
        for column in table.expand(years)
        if column.recalled and column.label in columns
    }


def _recalled_cell(column: Column, cell: object) -> object:
    """Day, number or text of an output, whatever stands there."""
    if column.unit is Unit.DATE:
        return cells.day(cell) or cells.text(cell)
    number = column.unit in NUMBER_UNITS and isinstance(cells.plain(cell), float | int)
    return cells.plain(cell) if number and not cells.empty(cell) else cells.text(cell)


def _own_columns(
    table: Table, columns: Mapping[str, Sequence[object]], years: Sequence[int]
) -> dict[str, object]:
    """Columns the owner added to an input table, raw, under their header.

    A header that is one of our identifiers gets a blank behind it, so that it is not taken for ours.
    """
    if table.name not in layout.INPUT_TABLES:
        return {}
    declared = {column.label: column.name for column in table.expand(years)}
    return {
        f"{label} " if label in declared.values() else label: [
            None if cells.empty(cell) else cell for cell in values
        ]
        for label, values in columns.items()
        if label and label not in declared
    }


def own_columns(table: Table, frame: pd.DataFrame, years: Sequence[int]) -> list[str]:
    """Headers of the columns of a typed frame that the owner added."""
    declared = {column.name for column in table.expand(years)}
    return [str(name) for name in frame.columns if name not in declared]


def read_settings(frame: pd.DataFrame, grid: Grid) -> tuple[Settings | None, list[Finding]]:
    """Einstellungen from their table; an empty value is the default, a missing base year stops."""
    if not {"Einstellung", "Wert"} <= {header.strip() for header in grid.headers}:
        return None, []
    found = _repeated(layout.SETTINGS_TABLE, frame)
    values: dict[str, object] = {}
    by_label = {setting.label: setting for setting in layout.SETTINGS}
    column = cells.letters(grid.first_column + [header.strip() for header in grid.headers].index("Wert"))
    for number, label, cell in zip(_filled_rows(grid), frame["setting"], frame["value"], strict=True):
        setting = by_label.get(label)
        if setting is None:
            found += _setting_unknown(label, cell)
            continue
        value, problems = _setting_value(setting, cell, f"{column}{grid.first_row + number}")
        found += problems
        if value is not None:
            values[setting.name] = value
    if "base_year" not in values:
        missing = Finding("base_year_empty", Severity.ERROR, "settings", "base_year", "value", {})
        return None, found if any(entry.row == "base_year" for entry in found) else [*found, missing]
    return Settings(**values), found  # type: ignore[arg-type]  # keywords by the names of the fields


def _repeated(table: Table, frame: pd.DataFrame) -> list[Finding]:
    """Entries of a small table that stand there more than once."""
    keys = frame[table.key].dropna() if table.key else pd.Series(dtype=object)
    values = {"table": table.label}
    again = keys.map(folded).duplicated() if table.name in _FOLDED else keys.duplicated()
    return [
        Finding("entry_duplicate", Severity.ERROR, table.name, None, table.key, {"key": str(key), **values})
        for key in dict.fromkeys(keys[again.astype(bool)])
    ]


def _twice(frame: pd.DataFrame) -> list[Finding]:
    """Termine whose key stands in several rows."""
    keys = frame["appointment"].dropna()
    again = tuple(dict.fromkeys(keys[keys.duplicated()].map(str)))
    if not again:
        return []
    row = again[0] if len(again) == 1 else None
    values = {"keys": again, "count": len(again)}
    return [Finding("appointment_twice", Severity.WARNING, "appointments", row, "appointment", values)]


def _beyond_setting(frame: pd.DataFrame, grid: Grid) -> list[Finding]:
    """Annahmen outside the limits of their setting, where those of the column are wider."""
    rows = [grid.first_row + number for number in _filled_rows(grid)]
    limits = {entry.label: entry for entry in map(layout.setting, layout.TRIAL_SETTINGS)}
    positions = {header.strip(): grid.first_column + number for number, header in enumerate(grid.headers)}
    found: list[Finding] = []
    for column in (entry for entry in layout.TRIAL_ASSUMPTIONS.expand() if entry.role.typed):
        letters = cells.letters(positions.get(column.label, 0))
        for row, label, value in zip(rows, frame["assumption"], frame[column.name], strict=True):
            if label in limits and (column.low or 0.0) <= value <= (column.high or 1.0):
                own = replace(column, low=limits[label].low, high=limits[label].high)
                place = cells.Place("trial_assumptions", column.name, column.label, letters, [row], [label])
                found += cells.convert(own, [value], place)[1]
    return found


def _setting_unknown(label: object, cell: object) -> list[Finding]:
    if cells.empty(cell):
        return []
    return [
        Finding(
            "setting_unknown",
            Severity.WARNING,
            "settings",
            None,
            "setting",
            {"text": str(label or "")},
        )
    ]


_WHOLE = {Unit.YEAR, Unit.COUNT, Unit.DAYS}


def _setting_value(setting: Setting, cell: object, address: str) -> tuple[object, list[Finding]]:
    column = Column(
        "value",
        "Wert",
        setting.unit,
        Role.INPUT,
        setting.help,
        choices=setting.choices,
        low=setting.low,
        high=setting.high,
    )
    row = int("".join(filter(str.isdigit, address)))
    place = cells.Place("settings", "value", "Wert", address.rstrip("0123456789"), [row], [setting.name])
    values, found = cells.convert(column, [cell], place)
    value = values[0]
    if not isinstance(value, float):
        return value, found
    if not np.isfinite(value):
        return None, found
    if setting.unit not in _WHOLE:
        return float(value), found
    if not value.is_integer():
        facts = {"cell": address, "column": "Wert", "value": float(value)}
        found = [
            *found,
            Finding("setting_not_whole", Severity.ERROR, "settings", setting.name, "value", facts),
        ]
    return int(value), found


def settings_frame(settings: Settings, typed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Einstellungen as the table the builder writes, in the order of the layout.

    Rows of `typed` whose name is none of ours are the owner's and stay below.
    """
    labels = {setting.label for setting in layout.SETTINGS}
    filled = None if typed is None else set(typed.loc[~typed["value"].map(cells.empty), "setting"])
    rows: list[tuple[object, ...]] = [
        (entry.group, entry.label, _shown(settings, entry, filled), entry.help) for entry in layout.SETTINGS
    ]
    if typed is not None:
        own = typed[~typed["setting"].isin(labels)]
        rows += [(None, *pair, None) for pair in zip(own["setting"], own["value"], strict=True)]
    return pd.DataFrame(rows, columns=["group", "setting", "value", "help"], dtype=object)


def _shown(settings: Settings, setting: Setting, filled: set[str] | None) -> object:
    """Value of a setting in its cell; what the owner left empty stays empty while it is the default."""
    value = getattr(settings, setting.name)
    default = getattr(Settings(base_year=0), setting.name)
    left_empty = filled is not None and setting.label not in filled and value == default
    if value == "" or left_empty:
        return None
    return value if setting.choices is None else layout.word(setting.choices, value)


def folded(name: object) -> str:
    """Name without what makes no other one: upper and lower case, blanks."""
    return " ".join(str(name).split()).casefold()


def empty_frame(table: Table, years: Sequence[int] = ()) -> pd.DataFrame:
    """Leere Tabelle with the typed columns of a table."""
    names = [column.name for column in table.expand(years) if column.role.typed or column.name == table.key]
    return pd.DataFrame({name: pd.Series(dtype=object) for name in names})


def source_columns(
    frames: Mapping[str, pd.DataFrame], grid: Grid | None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Kunden with the owner's own columns as numbers, as far as a criterion names them as its Quelle."""
    customers = frames["customers"]
    if grid is None:
        return customers, []
    named = set(frames["criteria"]["source"].dropna()) & set(customers.columns)
    own = [name for name in customers.columns if name in named and name not in CUSTOMER_COLUMNS]
    found: list[Finding] = []
    for name in own:
        column = Column(name, name, Unit.ANCHOR, Role.INPUT, "")
        values, problems = cells.convert(column, list(customers[name]), _own_place(name, grid, customers))
        customers = customers.assign(**{name: np.asarray(values, dtype=np.float64)})
        found += problems
    return customers, found


def _own_place(name: str, grid: Grid, customers: pd.DataFrame) -> cells.Place:
    headers = [header.strip() for header in grid.headers]
    rows = [grid.first_row + number for number in _filled_rows(grid)]
    letters = cells.letters(grid.first_column + headers.index(name))
    return cells.Place("customers", name, name, letters, rows, list(customers["customer_id"]))
