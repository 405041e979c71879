"""Personen: sole traders, whose names a copy without persons does not show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import TEXT_UNITS, About, Column, Unit
from kundenbindung.workbook.sharing.groups import customers

IDENTITY = frozenset({"customer_id", "customer"})
"""Columns that say who a row is about; alone they make no table."""

SHORTEST_NAME = 3
"""Letters of a name that is looked for in other texts."""


def sole_traders(contents: Contents) -> dict[str, str]:
    """Namen of sole traders, in all spellings the workbook has, longest first -> Kundennr."""
    people = customers(contents)
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


@dataclass(frozen=True, slots=True, eq=False)
class Hiding:
    """Verbergen: what stands in place of every person, and how a text is rid of them."""

    keys: frozenset[str]
    clean: Callable[[object], object]


def hiding(hidden: Mapping[str, str]) -> Hiding | None:
    """Wie these names (name -> Kundennr.) are hidden; None if there are none."""
    names = [name for name in hidden if len(name) >= SHORTEST_NAME]
    if not hidden:
        return None
    words = "|".join(map(re.escape, names)) or "(?!)"
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    spelled = {name.casefold(): key for name, key in hidden.items()}

    def replaced(match: re.Match[str]) -> str:
        return stand_in(spelled.get(match.group().casefold(), "").strip())

    def clean(value: object) -> object:
        return pattern.sub(replaced, value) if isinstance(value, str) else value

    return Hiding(frozenset(hidden.values()), clean)


def masked(
    columns: Sequence[Column], reduced: pd.DataFrame, frame: pd.DataFrame, hide: Hiding | None
) -> pd.DataFrame:
    """Ohne Personen: sole traders by their number, in the column of names and in every text."""
    if hide is None:
        return reduced
    changed = {}
    for column in columns:
        if column.unit not in TEXT_UNITS and column.unit is not Unit.VALUE:
            continue
        values = reduced[column.name].tolist()
        if column.name == "customer" and "customer_id" in frame.columns:
            shown = zip(frame["customer_id"], values, strict=True)
            values = [
                stand_in(key) if key in hide.keys and not pd.isna(name) else name for key, name in shown
            ]
        changed[column.name] = pd.Series(list(map(hide.clean, values)), index=reduced.index, dtype=object)
    return reduced.assign(**changed) if changed else reduced


def stand_in(key: object) -> str:
    """Was in place of the name of a person stands."""
    return f"Kunde {key}".strip()
