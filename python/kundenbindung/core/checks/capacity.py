"""Kapazität prüfen: hours missing or counted nowhere, overload, levels without a difference, Gießkanne."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from kundenbindung.core.checks.about import about
from kundenbindung.core.model import (
    ACTIVITY_NEEDS,
    TOO_LITTLE,
    TOO_MUCH,
    CareLevel,
    Channel,
    Finding,
    Inputs,
    Load,
    Results,
    Severity,
    Verdict,
)

MEETINGS = 4
"""Personal meetings a year that Strategie has at least: one per quarter (section 8)."""


def _loads(results: Results) -> tuple[Load, ...]:
    """Auslastung per role of a company that cares for somebody; empty without."""
    return results.capacity.roles if results.capacity and results.decided.total else ()


def _silent(results: Results) -> bool:
    """True if nobody said how many hours any role has: nothing can be judged."""
    return all(entry.available_hours is None for entry in _loads(results))


def _done(inputs: Inputs, results: Results) -> pd.DataFrame:
    """Leistungen that count and are done at least once; none without a customer who has a level."""
    table = inputs.activities.dropna(subset=list(ACTIVITY_NEEDS))
    return table[(table["times"].astype(np.float64) > 0.0) & bool(_loads(results))]


def roles_missing(inputs: Inputs, results: Results) -> list[Finding]:
    """Rollen ohne Stunden: what the customers get is known, who has the time for it is not."""
    del inputs
    if not _loads(results) or not _silent(results):
        return []
    return [Finding("roles_missing", Severity.NOTICE, "roles", None, "hours")]


def role_unknown(inputs: Inputs, results: Results) -> list[Finding]:
    """Leistung einer Rolle that is not in the table Rollen; its hours are held against none."""
    done = _done(inputs, results)
    if _silent(results):
        return []
    strange = done[~done["role"].isin(inputs.roles.index)]
    named = tuple(dict.fromkeys(str(role) for role in strange["role"]))
    keys = [str(activity) for activity in strange["activity"]]
    return about("role_unknown", Severity.WARNING, "activities", keys, "role", roles=named)


def role_hours_missing(inputs: Inputs, results: Results) -> list[Finding]:
    """Rolle ohne Stunden although customers need her."""
    if _silent(results):
        return []
    mute = [entry for entry in _loads(results) if entry.available_hours is None and entry.needed_hours > 0.0]
    keys = [entry.role for entry in mute if entry.role in inputs.roles.index]
    return about("role_hours_missing", Severity.WARNING, "roles", keys, "hours")


def activity_hours_missing(inputs: Inputs, results: Results) -> list[Finding]:
    """Leistung ohne Stunden: counts as 0."""
    done = _done(inputs, results)
    bare = done[["preparation_hours", "contact_hours"]].isna().all(axis=1)
    keys = [str(activity) for activity in done.loc[bare, "activity"]]
    return about("activity_hours_missing", Severity.NOTICE, "activities", keys, "contact_hours")


def overloaded(inputs: Inputs, results: Results) -> list[Finding]:
    """Nicht tragfähig: one finding per role that has too few hours."""
    del inputs
    return _judged("capacity_overloaded", Severity.WARNING, Verdict.OVERLOADED, results)


def tight(inputs: Inputs, results: Results) -> list[Finding]:
    """Knapp: one finding per role that just manages."""
    del inputs
    return _judged("capacity_tight", Severity.NOTICE, Verdict.TIGHT, results)


def _judged(code: str, severity: Severity, verdict: Verdict, results: Results) -> list[Finding]:
    bottleneck = results.capacity.bottleneck if results.capacity else None
    return [
        Finding(code, severity, "roles", entry.role, "load", _values(entry, bottleneck))
        for entry in _loads(results)
        if entry.verdict is verdict
    ]


def _values(entry: Load, bottleneck: str | None) -> dict[str, object]:
    return {
        "role": entry.role,
        "needed": entry.needed_hours,
        "available": entry.available_hours,
        "missing": entry.missing_hours,
        "load": entry.load,
        "bottleneck": bottleneck,
        "is_bottleneck": entry.role == bottleneck,
    }


def level_without_activity(inputs: Inputs, results: Results) -> list[Finding]:
    """Level ohne eigene Leistung that customers have or could have: they notice no difference."""
    if not _loads(results):
        return []
    own = set(_done(inputs, results)["from_level"])
    bare = tuple(level.value for level in CareLevel if level.value not in own and _wanted(level, results))
    values = {"levels": bare, "count": len(bare)}
    return (
        [Finding("level_without_activity", Severity.WARNING, "activities", None, "from_level", values)]
        if bare
        else []
    )


def _wanted(level: CareLevel, results: Results) -> bool:
    """True if a customer has the level, or the guideline gives it to one."""
    return any(getattr(split, level.value) > 0 for split in (results.decided, results.guideline))


def times_not_whole(inputs: Inputs, results: Results) -> list[Finding]:
    """Nicht ganzzahlig oft im Jahr: hours count in part, the calendar has whole Termine only."""
    done = _done(inputs, results)
    broken = (done["times"].astype(np.float64) % 1.0).to_numpy(dtype=np.float64) > 0.0
    keys = [str(activity) for activity in done.loc[broken, "activity"]]
    return about("times_not_whole", Severity.WARNING, "activities", keys, "times")


def few_meetings(inputs: Inputs, results: Results) -> list[Finding]:
    """Wenige persönliche Gespräche: Strategie has activities of its own, yet not one meeting per quarter."""
    done = _done(inputs, results)
    own = done[done["from_level"] == CareLevel.STRATEGY.value]
    met = own[own["channel"] == Channel.IN_PERSON.value]
    times = float(met["times"].astype(np.float64).groupby(met["activity"]).sum().max()) if len(met) else 0.0
    if not len(own) or times >= MEETINGS or not _wanted(CareLevel.STRATEGY, results):
        return []
    values = {"times": times, "wanted": MEETINGS}
    return [Finding("meetings_few", Severity.NOTICE, "activities", None, "times", values)]


def watering_can(inputs: Inputs, results: Results) -> list[Finding]:
    """Gießkanne: customers whose shares of hours and DB are apart by the factor, the widest gap first."""
    del inputs
    if results.capacity is None:
        return []
    known = results.capacity.watering.dropna(subset=["direction"])
    gap = (known["margin_share"] - known["hours_share"]).sort_values(kind="stable")
    much, little = (known["direction"].reindex(gap.index) == name for name in (TOO_MUCH, TOO_LITTLE))
    above, below = tuple(map(str, gap.index[much])), tuple(map(str, gap.index[little][::-1]))
    told = {"much": above, "little": below, "factor": results.settings.watering_factor}
    return about("watering_can", Severity.NOTICE, "watering", [*above, *below], "hours_share", **told)


def closure_reversed(inputs: Inputs, results: Results) -> list[Finding]:
    """Betriebsferien that end before they begin; they close nothing."""
    if not results.decided.total:
        return []
    rows = zip(inputs.closures["first_day"], inputs.closures["last_day"], strict=True)
    return [
        Finding(
            "closure_reversed", Severity.WARNING, "closures", None, "last_day", {"first": first, "last": last}
        )
        for first, last in rows
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first
    ]


def federal_state_missing(inputs: Inputs, results: Results) -> list[Finding]:
    """Kein Bundesland: appointments may fall on a holiday of the state."""
    del inputs
    if results.settings.federal_state is not None or not len(results.appointments):
        return []
    return [Finding("federal_state_missing", Severity.NOTICE, "settings", "federal_state", "value")]


CHECKS = (
    roles_missing,
    role_unknown,
    role_hours_missing,
    activity_hours_missing,
    overloaded,
    tight,
    level_without_activity,
    times_not_whole,
    few_meetings,
    watering_can,
    closure_reversed,
    federal_state_missing,
)
