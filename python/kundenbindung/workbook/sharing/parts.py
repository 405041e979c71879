"""Was mitgeht: sheets, tables, columns and rows of the workbook that a group gets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.outgoing import weight_shares
from kundenbindung.workbook.schema import (
    BELOW,
    About,
    Chart,
    Column,
    Placement,
    Role,
    Sheet,
    SheetKind,
    Sight,
    Table,
    Topic,
    Unit,
)
from kundenbindung.workbook.sharing.groups import Group, everybody, responsibles
from kundenbindung.workbook.sharing.persons import IDENTITY, Hiding, hiding, masked, sole_traders
from kundenbindung.workbook.tables.cockpit import STATEMENTS
from kundenbindung.workbook.tables.mail import ALL, NONE, OWN

FREE_ROWS = 10
"""Empty rows below the opportunities, for those a recipient adds."""

KEY_PAGE = "Kennzahlen"
"""Name of the sheet with what of Start may travel."""

LONG_WIDTH = 110.0
"""Width of a text that is folded away in the workbook: in a copy it shall not make its rows high."""

ONE_PAGE = 10
"""So many columns fit beside one another on a page."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Tabelle of a copy: the declared table, its columns that travel, its rows that travel."""

    table: Table
    columns: tuple[Column, ...]
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Blatt of a copy: the sheet with its tables that travel in their places."""

    sheet: Sheet
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Inhalt of one copy: for whom, its sheets, the Kundennummern in it.

    hidden  names of sole traders that were replaced by their number -> Kundennr.; `hide` how
    """

    group: Group
    responsible: str | None
    pages: tuple[Page, ...]
    customers: frozenset[str]
    hidden: Mapping[str, str]
    hide: Hiding | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _House:
    """Was all copies of a group have in common: the contents, hidden names, who may see a criterion.

    sights  who may see a column of points, and a criterion itself
    total   who may see what is made of the points of all criteria
    """

    contents: Contents
    hidden: Mapping[str, str]
    hide: Hiding | None
    sights: Mapping[str, Sight]
    total: Sight


def share(contents: Contents, group: Group, responsible: str | None = None) -> Shared:
    """Inhalt of the copy for a group, or for one Verantwortlichen of a group that sees own customers only.

    ValueError for such a group without a Verantwortlichen.
    """
    return next(shares(contents, group, (responsible,)))


def shares(contents: Contents, group: Group, people: Sequence[str | None]) -> Iterator[Shared]:
    """Inhalte of the copies for these Verantwortlichen (None: for the group as a whole), one each."""
    hidden = {} if Topic.PERSONS in group.topics else sole_traders(contents)
    criteria = _criteria_sights(contents)
    sights = {f"{part}:{name}": sight for name, sight in criteria.items() for part in ("points", "weighted")}
    total = frozenset[Topic]().union(*criteria.values())
    house = _House(contents, hidden, hiding(hidden, _others(contents, hidden)), sights, total)
    whose = responsibles(contents) if group.customers == OWN else {}
    whole = everybody(contents) if group.customers == ALL else frozenset[str]()
    for person in people:
        if (group.customers == OWN) != (person is not None):
            raise ValueError("a group sees own customers exactly where somebody is responsible for them")
        keys = whole if person is None else whose.get(person, frozenset())
        pages = tuple(_pages(house, group, keys))
        yield Shared(group, person, pages, keys if pages else frozenset(), hidden, house.hide)


def _pages(house: _House, group: Group, keys: frozenset[str]) -> Iterator[Page]:
    for sheet in layout.SHEETS:
        parts = [
            part
            for placement in sheet.placements
            if (part := _part(layout.TABLES[placement.table], house, group, keys)) is not None
        ]
        if parts:
            yield Page(_sheet(sheet, parts), tuple(parts))


def _part(table: Table, house: _House, group: Group, keys: frozenset[str]) -> Part | None:
    """Tabelle as far as the group may see it; None if nothing is left that says anything."""
    columns = _columns(table, house, group) if _may_see_rows(table, group) else ()
    names = {column.name for column in columns}
    if not (names - IDENTITY if table.about is About.CUSTOMER else names):
        return None
    frame = _calculated(table, house.contents.frames.get(table.name, pd.DataFrame()), group)
    if table.about is About.CUSTOMER:
        frame = _ordered(table, _of_customers(table, frame, keys, group), group.sees(house.total))
    reduced = frame.reindex(columns=[column.name for column in columns])
    filled = masked(columns, reduced, frame, house.hide).dropna(how="all").reset_index(drop=True)
    if not len(filled) and not any(column.fillable for column in columns):
        return None
    kept = tuple(_copied(column) for column in columns if not _is_idle(column, filled))
    return Part(_reduced(table, kept, len(filled)), kept, filled[[column.name for column in kept]])


def _is_idle(column: Column, frame: pd.DataFrame) -> bool:
    """True for a folded column in which nothing stands."""
    return column.folded and not column.fillable and bool(frame[column.name].isna().all())


def _may_see_rows(table: Table, group: Group) -> bool:
    if not group.sees(table.sight) or table.about is None:
        return False
    if table.about is About.COMPANY:
        return True
    return group.customers == ALL if table.about is About.MENTIONED else group.customers != NONE


def _columns(table: Table, house: _House, group: Group) -> tuple[Column, ...]:
    """Spalten that travel; a small line only where the cells it draws travel too."""
    seen = [
        column
        for column in table.expand(house.contents.years, house.contents.criteria)
        if group.sees(column.sight)
        and group.sees(house.sights.get(column.name, frozenset()))
        and (group.sees(house.total) or not column.total_of_points)
    ]
    names = [column.name for column in seen]
    return tuple(
        column
        for column in seen
        if column.shows is None or any(name.startswith(column.shows) for name in names)
    )


def _criteria_sights(contents: Contents) -> dict[str, Sight]:
    """Who may see the points of each criterion: whoever may see its source; of an unknown one few may."""
    found: dict[str, Sight] = {name: frozenset() for name in contents.criteria}
    frame = contents.frames.get("criteria", pd.DataFrame()).reindex(columns=["criterion", "source"])
    for criterion, source in frame.dropna(subset=["criterion"]).itertuples(index=False):
        sight = layout.SOURCE_SIGHT.get(str(source), layout.OWN_SOURCE_SIGHT)
        found[str(criterion)] = found.get(str(criterion), frozenset()) | sight
    return found


def _copied(column: Column) -> Column:
    """Spalte in a copy: only what may be filled in is an input; folded ones are shown, not printed."""
    role = Role.INPUT if column.fillable else Role.OUTPUT
    width = LONG_WIDTH if column.folded and column.unit is Unit.LONG_TEXT else column.width
    return replace(column, role=role, width=width, required=False, formula=None, recalled=False)


def _calculated(table: Table, frame: pd.DataFrame, group: Group) -> pd.DataFrame:
    """The values of formulas, which a copy does not have; only settings and criteria that may be seen."""
    if table.name == layout.CRITERIA.name and {"weight", "source"} <= set(frame.columns):
        shares = pd.Series(weight_shares(frame["weight"]), index=frame.index, dtype=object)
        seen = [
            str(source) in layout.SOURCE_SIGHT or group.sees(layout.OWN_SOURCE_SIGHT)
            for source in frame["source"]
        ]
        return frame.assign(weight_share=shares)[np.array(seen, dtype=np.bool_)]
    if table.name == layout.SETTINGS_TABLE.name and "setting" in frame.columns:
        ours = {setting.label for setting in layout.SETTINGS}
        return frame[frame["setting"].isin(ours) & frame["value"].notna()]
    return frame


def _of_customers(table: Table, frame: pd.DataFrame, keys: Collection[str], group: Group) -> pd.DataFrame:
    """Zeilen of these customers; rows without one only where all customers may be seen.

    What the owner wrote into Termine himself is free text, whoever it is about.
    """
    if "customer_id" not in frame.columns:
        return frame.iloc[:0]
    unnamed = group.customers == ALL
    wanted = [unnamed if pd.isna(key) else str(key) in keys for key in frame["customer_id"]]
    if table.name == layout.APPOINTMENTS.name and Topic.TEXTS not in group.topics:
        planned = frame["appointment"].notna() if "appointment" in frame.columns else [False] * len(frame)
        wanted = [one and two for one, two in zip(wanted, planned, strict=True)]
    return frame[np.array(wanted, dtype=np.bool_)]


def _ordered(table: Table, frame: pd.DataFrame, total: bool) -> pd.DataFrame:
    """Zeilen in an order that tells nothing: by day, or by Kundennr. where the points may not be seen."""
    if table.name in {layout.EXPAND.name, layout.SECURE.name, layout.WATERING.name} or (
        total and table.name != layout.APPOINTMENTS.name
    ):
        return frame
    by = [name for name in ("date", "customer_id") if name in frame.columns]
    return (
        frame.sort_values(by, kind="stable", key=lambda column: column.astype(str)) if len(frame) else frame
    )


def _others(contents: Contents, hidden: Mapping[str, str]) -> frozenset[str]:
    """Namen of customers who are no persons: they stay as they are, whatever they contain."""
    named = (
        frame["customer"].dropna()
        for name, frame in contents.frames.items()
        if "customer" in frame.columns and name in layout.TABLES
    )
    return frozenset(str(name).strip() for names in named for name in names) - set(hidden)


def _reduced(table: Table, columns: tuple[Column, ...], size: int) -> Table:
    """Tabelle as declared, with these columns only and no rows to come."""
    adding = table.name == layout.OPPORTUNITIES.name and any(column.fillable for column in columns)
    margin = any(Topic.MARGIN in (column.sight or ()) for column in columns)
    caption = table.caption if margin or not _names_margin(table.caption or "") else None
    return replace(
        table,
        columns=columns,
        caption=caption,
        min_rows=size + FREE_ROWS if adding else max(1, size),
        grows=False,
    )


def _names_margin(caption: str) -> bool:
    return "Deckungsbeitrag" in caption or "DB" in caption.split()


def _sheet(sheet: Sheet, parts: Sequence[Part]) -> Sheet:
    """Blatt with the places of what is left; the first table moves to where sheets begin."""
    left = {part.table.name for part in parts}
    kept = [placement for placement in sheet.placements if placement.table in left]
    first = Placement(kept[0].table)
    others = (one if one.column < 0 else Placement(one.table, BELOW) for one in kept[1:])
    printed = None
    if sheet.printed_tables is not None:
        printed = max(1, sum(one.table in left for one in sheet.placements[: sheet.printed_tables]))
    frozen = min(sheet.freeze_columns, len(parts[0].columns))
    shown = sum(not column.folded for column in parts[0].columns)
    label = KEY_PAGE if sheet.name == "start" else sheet.label
    return replace(
        sheet,
        label=label,
        title=label if sheet.name == "start" else sheet.title,
        placements=(first, *(replace(one, new_page=False) for one in others)),
        pages_wide=1 if shown <= ONE_PAGE else sheet.pages_wide,
        purpose=sheet.copied,
        kind=SheetKind.INPUT if _is_filled_in(parts) else SheetKind.RESULT,
        printed_tables=printed,
        freeze_columns=frozen,
        charts=tuple(chart for chart in sheet.charts if _is_drawn(chart, parts)),
    )


def _is_drawn(chart: Chart, parts: Sequence[Part]) -> bool:
    """True for a chart whose title, names and values travel, all of them."""
    travelling = {(part.table.name, column.name) for part in parts for column in part.columns}
    return travelling >= {(STATEMENTS.name, "statement"), *chart.columns}


def _is_filled_in(parts: Sequence[Part]) -> bool:
    return any(column.fillable for part in parts for column in part.columns)
