"""Versandkopie bestimmen: which sheets, columns and rows of the workbook a group of recipients gets.

An allow-list: a column travels if it is declared who may see it and the group may see all of that; rows of
a customer travel if the group sees that customer. Columns the owner added have no such decision and stay.
Pure: the contents of the workbook in, reduced sheets out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents, folded
from kundenbindung.workbook.outgoing import weight_shares
from kundenbindung.workbook.schema import (
    BELOW,
    TEXT_UNITS,
    About,
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
from kundenbindung.workbook.tables.mail import ALL, NONE, OWN, TOPICS

FREE_ROWS = 10
"""Empty rows below the opportunities, for those a recipient adds."""

KEY_PAGE = "Kennzahlen"
"""Name of the sheet with what of Start may travel."""

LONG_WIDTH = 110.0
"""Width of a text that is folded away in the workbook: in a copy it shall not make its rows high."""

ONE_PAGE = 14
"""So many columns fit beside one another on a page."""

IDENTITY = frozenset({"customer_id", "customer"})
"""Columns that say who a row is about; alone they make no table."""

SHORTEST_NAME = 3
"""Letters of a name that is looked for in other texts."""


@dataclass(frozen=True, slots=True)
class Group:
    """Gruppe of recipients: which customers and topics it may see, whether its copy is always encrypted."""

    name: str
    customers: str
    topics: Sight
    password: bool = False

    @property
    def encrypted(self) -> bool:
        """True if its copy needs a password: asked for by the owner, or because of the DB."""
        return self.password or Topic.MARGIN in self.topics

    def sees(self, sight: Sight | None) -> bool:
        """True if all these topics are allowed; undecided is never."""
        return sight is not None and sight <= self.topics


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

    hidden  names of sole traders that were replaced by their number -> Kundennr.
    """

    group: Group
    responsible: str | None
    pages: tuple[Page, ...]
    customers: frozenset[str]
    hidden: Mapping[str, str]


def groups_of(frame: pd.DataFrame) -> tuple[Group, ...]:
    """Gruppen of their table, in its order; what is not said is not allowed."""
    return tuple(
        Group(
            name=str(row["group"]),
            customers=row["customers"] if row.get("customers") in {ALL, OWN} else NONE,
            topics=frozenset(topic for topic in TOPICS if row.get(topic.value) == "yes"),
            password=row.get("password") == "yes",
        )
        for row in frame.to_dict("records")
        if isinstance(row["group"], str)
    )


def group_named(groups: Sequence[Group], name: str) -> Group | None:
    """Gruppe by its name, upper and lower case being the same."""
    return next((group for group in groups if folded(group.name) == folded(name)), None)


def responsibles(contents: Contents) -> dict[str, frozenset[str]]:
    """Verantwortliche in the order of Kunden, each with the Kundennummern of his customers."""
    found: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for key, who in _customers(contents)[["customer_id", "responsible"]].dropna().itertuples(index=False):
        name = names.setdefault(folded(who), str(who).strip())
        found.setdefault(name, set()).add(str(key))
    return {name: frozenset(keys) for name, keys in found.items() if name}


def everybody(contents: Contents) -> frozenset[str]:
    """Kundennummern of all customers in Kunden and Zahlen."""
    frames = (contents.frames[name]["customer_id"].dropna() for name in ("customers", "figures"))
    return frozenset(str(key) for keys in frames for key in keys)


def share(contents: Contents, group: Group, responsible: str | None = None) -> Shared:
    """Inhalt of the copy for a group, or for one Verantwortlichen of a group that sees own customers only.

    ValueError for such a group without a Verantwortlichen.
    """
    if (group.customers == OWN) != (responsible is not None):
        raise ValueError("a group sees own customers exactly where somebody is responsible for them")
    keys = _keys(contents, group, responsible)
    hidden = {} if Topic.PERSONS in group.topics else _persons(contents)
    pages = tuple(_pages(contents, group, keys, hidden))
    return Shared(group, responsible, pages, keys if pages else frozenset(), hidden)


def _keys(contents: Contents, group: Group, responsible: str | None) -> frozenset[str]:
    if group.customers == ALL:
        return everybody(contents)
    if responsible is None:
        return frozenset()
    return responsibles(contents).get(responsible, frozenset())


def _customers(contents: Contents) -> pd.DataFrame:
    return contents.frames["customers"].reindex(columns=["customer_id", "responsible", "sole_trader"])


def _persons(contents: Contents) -> dict[str, str]:
    """Namen of sole traders, in all spellings the workbook has, longest first -> Kundennr."""
    people = _customers(contents)
    rows = people[["customer_id", "sole_trader"]].dropna().itertuples(index=False)
    keys = {str(key) for key, sole_trader in rows if sole_trader == "yes"}
    found: dict[str, str] = {}
    for name, frame in contents.frames.items():
        table = layout.TABLES.get(name)
        if table is None or table.about is not About.CUSTOMER or not set(frame.columns) >= IDENTITY:
            continue
        for key, customer in frame[["customer_id", "customer"]].dropna().itertuples(index=False):
            if str(key) in keys and str(customer).strip():
                found.setdefault(str(customer).strip(), str(key))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _pages(
    contents: Contents, group: Group, keys: frozenset[str], hidden: Mapping[str, str]
) -> Iterator[Page]:
    for sheet in layout.SHEETS:
        parts = [
            part
            for placement in sheet.placements
            if (part := _part(layout.TABLES[placement.table], contents, group, keys, hidden)) is not None
        ]
        if parts:
            yield Page(_sheet(sheet, parts), tuple(parts))


def _part(
    table: Table, contents: Contents, group: Group, keys: frozenset[str], hidden: Mapping[str, str]
) -> Part | None:
    """Tabelle as far as the group may see it; None if nothing is left that says anything."""
    columns = _columns(table, contents, group)
    names = {column.name for column in columns}
    tells = names - IDENTITY if table.about is About.CUSTOMER else names
    if not tells or not _may_see_rows(table, group):
        return None
    frame = contents.frames.get(table.name, pd.DataFrame())
    frame = _calculated(table, frame)
    if table.about is About.CUSTOMER:
        frame = _of_customers(frame, keys, group)
    reduced = frame.reindex(columns=[column.name for column in columns])
    filled = masked(columns, reduced, frame, hidden).dropna(how="all").reset_index(drop=True)
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


def _columns(table: Table, contents: Contents, group: Group) -> tuple[Column, ...]:
    """Spalten that travel; a small line only where the cells it draws travel too."""
    further = _criteria_sights(contents)
    seen = [
        column
        for column in table.expand(contents.years, contents.criteria)
        if group.sees(column.sight) and group.sees(further.get(column.name, frozenset()))
    ]
    names = [column.name for column in seen]
    return tuple(
        column
        for column in seen
        if column.shows is None or any(name.startswith(column.shows) for name in names)
    )


def _criteria_sights(contents: Contents) -> dict[str, Sight]:
    """Who may see the points of a criterion: whoever may see its source."""
    criteria = contents.frames.get("criteria", pd.DataFrame())
    if not {"criterion", "source"} <= set(criteria.columns):
        return {}
    return {
        f"{part}:{criterion}": layout.SOURCE_SIGHT.get(str(source), frozenset())
        for criterion, source in criteria[["criterion", "source"]].dropna().itertuples(index=False)
        for part in ("points", "weighted")
    }


def _copied(column: Column) -> Column:
    """Spalte in a copy: only what may be filled in is an input; folded ones are shown, not printed."""
    role = Role.INPUT if column.fillable else Role.OUTPUT
    width = LONG_WIDTH if column.folded and column.unit is Unit.LONG_TEXT else column.width
    return replace(column, role=role, width=width, required=False, formula=None, recalled=False)


def _calculated(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The values of formulas, which a copy does not have."""
    if table is layout.CRITERIA and "weight" in frame.columns:
        shares = pd.Series(weight_shares(frame["weight"]), index=frame.index, dtype=object)
        return frame.assign(weight_share=shares)
    if table is layout.SETTINGS_TABLE and "setting" in frame.columns:
        ours = {setting.label for setting in layout.SETTINGS}
        return frame[frame["setting"].isin(ours) & frame["value"].notna()]
    return frame


def _of_customers(frame: pd.DataFrame, keys: Collection[str], group: Group) -> pd.DataFrame:
    """Zeilen of these customers; rows without one only where all customers may be seen."""
    if "customer_id" not in frame.columns:
        return frame.iloc[:0]
    unnamed = group.customers == ALL
    wanted = [unnamed if pd.isna(key) else str(key) in keys for key in frame["customer_id"]]
    return frame[np.array(wanted, dtype=np.bool_)]


def masked(
    columns: Sequence[Column], reduced: pd.DataFrame, frame: pd.DataFrame, hidden: Mapping[str, str]
) -> pd.DataFrame:
    """Ohne Personen: sole traders by their number, in the column of names and in every text."""
    if not hidden:
        return reduced
    changed = {}
    keys = set(hidden.values())
    for column in columns:
        if column.unit not in TEXT_UNITS and column.unit is not Unit.VALUE:
            continue
        values = reduced[column.name].astype(object)
        if column.name == "customer" and "customer_id" in frame.columns:
            shown = zip(frame["customer_id"], values, strict=True)
            names = [stand_in(key) if key in keys and not pd.isna(name) else name for key, name in shown]
            values = pd.Series(names, index=values.index, dtype=object)
        changed[column.name] = _without(values, hidden)
    return reduced.assign(**changed) if changed else reduced


def stand_in(key: object) -> str:
    """Was in place of the name of a person stands."""
    return f"Kunde {key}"


def _without(values: pd.Series, hidden: Mapping[str, str]) -> pd.Series:
    names = [name for name in hidden if len(name) >= SHORTEST_NAME]
    if not names:
        return values
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)", re.IGNORECASE
    )
    spelled = {name.casefold(): key for name, key in hidden.items()}

    def replaced(value: object) -> object:
        if not isinstance(value, str):
            return value
        return pattern.sub(lambda match: stand_in(spelled[match.group().casefold()]), value)

    return pd.Series([replaced(value) for value in values], index=values.index, dtype=object)


def _reduced(table: Table, columns: tuple[Column, ...], size: int) -> Table:
    """Tabelle as declared, with these columns only and no rows to come."""
    adding = table is layout.OPPORTUNITIES and any(column.fillable for column in columns)
    return replace(table, columns=columns, min_rows=size + FREE_ROWS if adding else max(1, size), grows=False)


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
    )


def _is_filled_in(parts: Sequence[Part]) -> bool:
    return any(column.fillable for part in parts for column in part.columns)
