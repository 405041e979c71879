"""Blatt Ressourcen: all its tables; roles and activities stay as typed, with their results beside them.

Every table but the last always has the same number of rows, since nothing below makes room.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kundenbindung.core.capacity import usable
from kundenbindung.core.model import CareLevel, Channel, Load, Results
from kundenbindung.messages.german import plain
from kundenbindung.messages.loads import capacity, capacity_split, few, repairs, role_words, unknown
from kundenbindung.messages.watering import watering, watering_levels
from kundenbindung.workbook import layout
from kundenbindung.workbook.inputs import with_known_roles
from kundenbindung.workbook.layout import word

Cells = Mapping[str, object]


def tables(
    typed_roles: pd.DataFrame, typed_activities: pd.DataFrame, results: Results
) -> dict[str, pd.DataFrame]:
    """Alle Tabellen of the sheet Ressourcen."""
    known = with_known_roles(typed_activities, typed_roles["role"])
    return {
        "capacity": capacity(results, typed_roles),
        "roles": roles(typed_roles, results),
        "activities": activities(typed_activities, results),
        "capacity_split": capacity_split(results),
        "repairs": repairs(results),
        "promise": promise(known, results),
        "watering_levels": watering_levels(results),
        "watering": watering(results),
        "hours_matrix": hours_matrix(known, results),
    }


def roles(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Rollen as typed, beside each its hours, load and verdict."""
    found = results.capacity
    loads = {entry.role: entry for entry in found.roles} if found else {}
    limit = results.settings.full_load
    rows = [_role_cells(loads.get(str(name)), limit) for name in typed["role"]]
    outputs = [column.name for column in layout.ROLES.expand() if not column.role.typed]
    columns = {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in outputs}
    return typed.reset_index(drop=True).assign(**columns)


def _role_cells(entry: Load | None, limit: float) -> Cells:
    if entry is None:
        return {}
    return {
        "words": role_words(entry, limit),
        "available_hours": entry.available_hours,
        "needed_hours": entry.needed_hours,
        "load": entry.load,
        "verdict": word("verdict", entry.verdict),
        "strategy_limit": entry.strategy_limit,
    }


def activities(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Leistungen as typed, beside each its hours over all customers who get it."""
    found = results.capacity
    hours = found.activity_hours if found else pd.Series(dtype=np.float64)
    keys = typed["activity"].astype(object).where(typed["activity"].notna(), None)
    return typed.assign(hours_year=hours.reindex(keys).to_numpy(dtype=np.float64))


def promise(typed_activities: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Leistungsversprechen: what every level adds, contacts a year, personal ones, hours of one customer."""
    columns = [column.name for column in layout.PROMISE.expand()]
    labels = [word("care_level", level) for level in CareLevel]
    found = results.capacity
    if found is None:
        return pd.DataFrame({"care_level": labels, "noticed": [unknown(results), "", ""]}, columns=columns)
    known = usable(typed_activities)
    known = known[known["times"] > 0.0]
    rows = [
        _promised(known, at, float(found.per_customer[level.value].sum()))
        for at, level in enumerate(CareLevel)
    ]
    return pd.DataFrame(rows).assign(care_level=labels)[columns]


def _promised(known: pd.DataFrame, at: int, hours: float) -> Cells:
    got = known[known["level"] >= at]
    personal = got["channel"] == Channel.IN_PERSON.value
    return {
        "noticed": _noticed(known[known["level"] == at], at),
        "contacts": float(got["times"].sum()),
        "in_person": float(got.loc[personal, "times"].sum()),
        "hours": hours,
    }


def _noticed(own: pd.DataFrame, at: int) -> str:
    """Leistungen of a level and what it takes over; said plainly where it adds nothing."""
    below = next((word("care_level", level) for level in list(CareLevel)[at + 1 :]), "")
    if not len(own):
        return (
            f"Nichts Eigenes: Der Kunde merkt keinen Unterschied zu {below}."
            if below
            else "Noch keine Leistung."
        )
    names = [f"{name} {plain(times)}×" for name, times in zip(own["activity"], own["times"], strict=True)]
    return few(names) + (f"; dazu alles von {below}" if below else "")


def hours_matrix(typed_activities: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Stunden je Level und Rolle: what the role does, for one customer, for all of them, and what is there."""
    columns = [column.name for column in layout.HOURS_MATRIX.expand()]
    found = results.capacity
    if found is None:
        return pd.DataFrame(columns=columns)
    names = [level.value for level in CareLevel]
    totals = found.by_level[names].add_suffix("_total")
    does = typed_activities.dropna(subset=["activity", "role"]).groupby("role")["activity"].agg(list)
    frame = (
        found.per_customer[names]
        .join(totals)
        .assign(
            activities=[few(does.get(role, [])) for role in found.per_customer.index],
            total=totals.sum(axis=1),
            available_hours=pd.Series(
                {entry.role: entry.available_hours for entry in found.roles}, dtype=np.float64
            ),
        )
    )
    return frame.reset_index()[columns]
