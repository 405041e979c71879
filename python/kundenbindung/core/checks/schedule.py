"""Termine prüfen: short quarters; Termine without a day, on a free day, overdue, dropped; too many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kundenbindung.core.compare import above
from kundenbindung.core.model import (
    MOST_APPOINTMENTS,
    AppointmentState,
    BoolArray,
    Finding,
    Inputs,
    Results,
    Severity,
)
from kundenbindung.core.workdays import as_days, plan_year

TABLE = "appointments"


def _about(
    code: str, severity: Severity, keys: Sequence[object], field: str, **values: object
) -> list[Finding]:
    """One finding about all these Termine, or none."""
    if not len(keys):
        return []
    named = tuple(str(key) for key in keys)
    told = {"keys": named, "count": len(named), **values}
    return [Finding(code, severity, TABLE, named[0] if len(named) == 1 else None, field, told)]


def _still_open(results: Results) -> pd.DataFrame:
    """Termine that are not done."""
    table = results.appointments
    return table[(table["state"] != AppointmentState.DONE.value).to_numpy(dtype=np.bool_)]


def quarter_short(inputs: Inputs, results: Results) -> list[Finding]:
    """Quartal mit mehr Terminen als Stunden: one finding per role, with the quarter that lacks most."""
    del inputs
    table = results.quarters
    gap = (table["needed_hours"] - table["available_hours"]).to_numpy(dtype=np.float64)
    short = table.assign(gap=gap)[above(gap, 0.0)]
    return [_short(str(role), rows) for role, rows in short.groupby("role", sort=False)]


def _short(role: str, rows: pd.DataFrame) -> Finding:
    worst = rows.iloc[int(np.argmax(rows["gap"].to_numpy()))]
    values = {
        "role": role,
        "quarters": tuple(int(quarter) for quarter in rows["quarter"]),
        "quarter": int(worst["quarter"]),
        "needed": float(worst["needed_hours"]),
        "available": float(worst["available_hours"]),
        "missing": float(worst["gap"]),
    }
    return Finding("quarter_short", Severity.WARNING, TABLE, None, "hours", values)


def unplaced(inputs: Inputs, results: Results) -> list[Finding]:
    """Termin ohne Tag: no working day is left in its period, and nobody moved it."""
    del inputs
    table = _still_open(results)
    keys = table.loc[table["day"].isna(), "appointment"].tolist()
    return _about("appointment_unplaced", Severity.WARNING, keys, "date")


def on_free_day(inputs: Inputs, results: Results) -> list[Finding]:
    """Termin an einem freien Tag: where it stands or was moved to nobody works, or the plan year is over."""
    table = _still_open(results)
    on = as_days(table["day"])
    worked = plan_year(results.settings, inputs.closures).days
    bad: BoolArray = ~np.isnat(on) & ~np.isin(on, worked)
    return _about("appointment_on_free_day", Severity.WARNING, table.loc[bad, "appointment"].tolist(), "date")


def overdue(inputs: Inputs, results: Results) -> list[Finding]:
    """Überfällig: how many Termine per role lie before the Stichtag and are not done, the oldest first."""
    del inputs
    table = results.appointments
    late = table[(table["state"] == AppointmentState.OVERDUE.value).to_numpy(dtype=np.bool_)]
    counts = late["role"].value_counts().sort_index()
    return _about(
        "appointment_overdue",
        Severity.WARNING,
        late["appointment"].tolist(),
        "state",
        roles=tuple(f"{role} {count}" for role, count in counts.items()),
        oldest=late["day"].min() if len(late) else None,
        reporting_date=results.settings.reporting_date,
    )


def dropped(inputs: Inputs, results: Results) -> list[Finding]:
    """Entfallen: no longer planned although something is typed; what is done is done."""
    if len(results.appointments) < results.appointments_wanted:
        return []
    rows = inputs.appointments
    typed = rows[["moved_to", "outcome"]].notna().any(axis=1) & rows["done_on"].isna()
    gone = ~rows.index.isin(results.appointments["appointment"])
    keys = rows.index[typed.to_numpy(dtype=np.bool_) & gone].tolist()
    return _about("appointment_dropped", Severity.NOTICE, keys, "state")


def too_many(inputs: Inputs, results: Results) -> list[Finding]:
    """Zu viele Termine: more than a sheet holds; then there is no calendar at all."""
    del inputs
    if results.appointments_wanted <= MOST_APPOINTMENTS:
        return []
    values = {"count": results.appointments_wanted, "most": MOST_APPOINTMENTS}
    return [Finding("appointments_too_many", Severity.WARNING, TABLE, None, "date", values)]


CHECKS = (quarter_short, unplaced, on_free_day, overdue, dropped, too_many)
