"""Was-wäre-wenn: beside the table stand worksheet functions over its columns, with their last results.

Each function stands in the first row and fills the rows below. While the setting "rechnet sofort mit" is
not "ja" it shows the column the button wrote, so the sheet reads right without Python. An .xlsx, which has
no macros, gets the results alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.formulas import NOTHING
from kundenbindung.adapters.builder.rules import add_column_rules
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import Cell, column_values
from kundenbindung.adapters.builder.widths import header_height
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Column, Role, Unit

ROOM = 20_000
"""Rows the sums above the columns look at."""

INSTANT = "KB_Sofort"
INSTANT_SETTING = "instant_trial"


@dataclass(frozen=True, slots=True)
class Live:
    """Mitrechnende Spalten: the columns one function fills, and its formula."""

    columns: tuple[Column, ...]
    formula: str


def define_switch(desk: Desk, spot: Spot) -> None:
    """Name of the cell that says whether the functions calculate at once."""
    row = next(at for at, entry in enumerate(layout.SETTINGS) if entry.name == INSTANT_SETTING)
    cell = xl_rowcol_to_cell(spot.first_row + row, spot.col("value"), row_abs=True, col_abs=True)
    desk.book.define_name(INSTANT, f"={spot.sheet.label}!{cell}")


def live_columns(spot: Spot) -> tuple[Live, ...]:
    """Mitrechnende Spalten of the sheet, from left to right."""
    by_name = {column.name: column for column in spot.columns}
    years = _span("year_4", "year_0", by_name)
    common = [
        Live((_shown(by_name[name]),), _formula(by_name[name], f"{call}({years})"))
        for name, call in layout.TRIAL_LIVE
    ]
    return (*common, *(live for name in layout.TRIAL_SETS for live in _of_set(name, by_name)))


def second_set(spot: Spot) -> int:
    """Column in which the mitrechnende Spalten of the second Satz begin."""
    names = [column.name for live in live_columns(spot) for column in live.columns]
    first = next(at for at, name in enumerate(names) if name.endswith(f"_{layout.TRIAL_SETS[1]}"))
    return spot.last_col + layout.TRIAL_GAP + first


def _of_set(name: str, columns: dict[str, Column]) -> Iterator[Live]:
    for names, function in layout.TRIAL_LIVE_PER_SET:
        own = tuple(columns[f"{entry}_{name}"] for entry in names)
        answer = f"{function}({','.join(_arguments(function, name, columns))})"
        call = f'IF(SUM({_weights_area(name)})=0,"",{answer})'
        first, last = own[0], own[-1]
        yield Live(tuple(map(_shown, own)), _formula(first, call, last))


def _shown(column: Column) -> Column:
    return replace(column, role=Role.FORMULA, folded=False)


def _formula(first: Column, call: str, last: Column | None = None, table: str = layout.TRIAL.label) -> str:
    """The function if it calculates at once, else the column the button wrote; empty stays empty."""
    stored = (
        f"{table}[[{first.label}]:[{(last or first).label}]]"
        if last not in {None, first}
        else f"{table}[{first.label}]"
    )
    return f'=IF({INSTANT}="ja",{call},IF({stored}="","",{stored}))'


def _span(first: str, last: str, columns: dict[str, Column]) -> str:
    return f"{layout.TRIAL.label}[[{columns[first].label}]:[{columns[last].label}]]"


def _arguments(function: str, name: str, columns: dict[str, Column]) -> list[str]:
    table = layout.TRIAL.label
    points = _span("points_1", f"points_{layout.TRIAL_SLOTS}", columns)
    weights = f"{_weights_area(name)}"
    column = {key: f"{table}[{entry.label}]" for key, entry in columns.items()}
    if function == "KB_SCORE":
        return [points, weights]
    if function == "KB_LEVEL":
        order = [column[key] for key in ("customer_id", "margin_eur", "year_0", "last_level")]
        return [points, weights, *order, _assumed("share_strategy", name), _assumed("share_service", name)]
    if function == "KB_STABILITAET":
        order = [column[key] for key in ("customer_id", "margin_eur", "year_0")]
        assumed = [_assumed(key, name) for key in ("share_strategy", "share_service", "weight_error")]
        return [points, weights, _slots("Kriterium"), *order, *assumed]
    years = _span("year_4", "year_0", columns)
    figures = [column[key] for key in ("plan_level_eur", "recognised", "won_eur", "open_eur", "segment")]
    return [column["status"], years, *figures, _assumed("phi", name)]


def _weights_area(name: str) -> str:
    return _slots(f"Satz {name.upper()}")


def _slots(header: str) -> str:
    """Rows of a column of the Gewichtssätze, as many as there are columns of points."""
    column = f"{layout.TRIAL_WEIGHTS.label}[{header}]"
    return f"INDEX({column},1):INDEX({column},{layout.TRIAL_SLOTS})"


def _assumed(setting: str, name: str) -> str:
    """Value of an assumption in a set, today's where it is empty."""
    row = layout.TRIAL_SETTINGS.index(setting) + 1
    own, today = (
        f"INDEX({layout.TRIAL_ASSUMPTIONS.label}[{label}],{row})"
        for label in (f"Satz {name.upper()}", "heute")
    )
    return f'IF({own}="",{today},{own})'


def write_live(desk: Desk, sheet: Worksheet, spot: Spot) -> dict[int, float]:
    """Mitrechnende Spalten with headers, results and sums; returns the widths of their columns."""
    widths: dict[int, float] = {}
    at = spot.last_col + layout.TRIAL_GAP
    for live in live_columns(spot):
        _write_block(desk, sheet, spot, live, at)
        for column in live.columns:
            sheet.write_string(spot.header_row, at, column.label, desk.looks.header(column))
            _write_sum(desk, sheet, spot, column, at)
            add_column_rules(desk, sheet, spot, column, at)
            widths[at] = column.width
            at += 1
    sheet.write_string(
        spot.header_row - 2, spot.last_col + layout.TRIAL_GAP, prompts.INSTANT, desk.looks.note()
    )
    return widths


def write_live_capacity(desk: Desk, sheet: Worksheet, spot: Spot) -> None:
    """Mitrechnende Auslastung per role and set, below the table of the last results."""
    twin = replace(spot, header_row=spot.last_row + layout.TRIAL_BELOW, rows=max(spot.filled, 1))
    sheet.write_string(twin.header_row - 1, twin.first_col, prompts.LIVE_CAPACITY, desk.looks.note())
    sheet.set_row(twin.header_row, header_height({one: one.width for one in twin.columns}, filtered=False))
    for at, column in enumerate(map(_shown, twin.columns), twin.first_col):
        sheet.write_string(twin.header_row, at, column.label, desk.looks.header(column))
        _write_block(desk, sheet, twin, Live((column,), _capacity_formula(column)), at)


def _capacity_formula(column: Column) -> str:
    """KB_KAPAZITAET of a set with its levels; for the other columns what is stored."""
    stored = f"{layout.TRIAL_CAPACITY.label}[{column.label}]"
    name = column.name.removeprefix("load_")
    if name not in layout.TRIAL_SETS:
        return f'=IF({stored}="","",{stored})'
    columns = {entry.name: entry for entry in layout.TRIAL.expand()}
    levels = f"KB_LEVEL({','.join(_arguments('KB_LEVEL', name, columns))})"
    table, matrix = layout.HOURS_MATRIX.label, {c.name: c.label for c in layout.HOURS_MATRIX.expand()}
    hours = f"{table}[[{matrix['strategy']}]:[{matrix['service']}]]"
    factors = f"{layout.TRIAL.label}[{columns['effort_factor'].label}]"
    answer = f"{layout.TRIAL_LIVE_CAPACITY}({levels},{hours},{table}[{matrix['available_hours']}],{factors})"
    call = f'IF(OR(SUM({_weights_area(name)})=0,COUNT({hours})=0),"",{answer})'
    return _formula(column, call, table=layout.TRIAL_CAPACITY.label)


def _write_block(desk: Desk, sheet: Worksheet, spot: Spot, live: Live, first: int) -> None:
    looks = [desk.looks.cell(column) for column in live.columns]
    cells = [_cells(spot, column) for column in live.columns]
    if desk.macros:
        last = first + len(live.columns) - 1
        top = next(iter(cells[0]), None)
        sheet.write_dynamic_array_formula(
            spot.first_row,
            first,
            spot.last_row,
            last,
            live.formula,
            looks[0],
            NOTHING if top is None else top,
        )
    for col, (column, look) in enumerate(zip(cells, looks, strict=True), first):
        for row, cell in enumerate(column, spot.first_row):
            if not desk.macros or (row, col) != (spot.first_row, first):
                _write_result(sheet, row, col, cell, look)


def _cells(spot: Spot, column: Column) -> Sequence[Cell]:
    found = list(column_values(spot, column)[0])
    return found + [None] * (spot.rows - len(found))


def _write_result(sheet: Worksheet, row: int, col: int, cell: Cell, look: object) -> None:
    if isinstance(cell, (int, float)):
        sheet.write_number(row, col, cell, look)
    else:
        sheet.write_string(row, col, cell or "", look)


def _write_sum(desk: Desk, sheet: Worksheet, spot: Spot, column: Column, col: int) -> None:
    """Above the column: how many levels differ from today's, or the sum in euros."""
    letters, first, last = xl_col_to_name(col), spot.first_row + 1, spot.first_row + ROOM
    area = f"{letters}{first}:{letters}{last}"
    cells = _cells(spot, column)
    filled = f'SUMPRODUCT(--({area}<>""))'
    if column.name.startswith("level_"):
        today = xl_col_to_name(spot.col("level"))
        differing = f'SUMPRODUCT(({area}<>"")*({area}<>{today}{first}:{today}{last}))'
        now = _cells(spot, next(entry for entry in spot.columns if entry.name == "level"))
        number: float = sum(
            cell is not None and cell != other for cell, other in zip(cells, now, strict=True)
        )
        look = desk.looks.changes()
    elif column.unit is Unit.EUR:
        differing, look = f"SUM({area})", desk.looks.total(column.unit)
        number = sum(cell for cell in cells if isinstance(cell, float))
    else:
        return
    value = number if any(cell is not None for cell in cells) else NOTHING
    sheet.write_formula(spot.header_row - 1, col, f'=IF({filled}=0,"",{differing})', look, value)
