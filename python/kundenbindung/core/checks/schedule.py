"""Termine prüfen: short quarters; Termine without a day, on a free day, overdue, dropped; too many."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from kundenbindung.core.checks.about import about
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


def _still_open(results: Results) -> pd.DataFrame:
    """Termine that are not done."""
    table = results.appointments
    return table[(table["state"] != AppointmentState.DONE.value).to_numpy(dtype=np.bool_)]


def quarter_short(inputs: Inputs, results: Results) -> list[Finding]:
    """Quartal mit mehr Terminen als Stunden: one finding per role, with the quarter that lacks most."""
    del inputs
    table = results.quarters.assign(
        available_hours=results.quarters["available_hours"].astype(np.float64) * results.settings.full_load
    )
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
    return about("appointment_unplaced", Severity.WARNING, TABLE, keys, "date")


def on_free_day(inputs: Inputs, results: Results) -> list[Finding]:
    """Termin an einem freien Tag: where it stands nobody works, or it was moved out of the plan year.

    A Saturday the owner moved a Termin to is his choice.
    """
    table, days = _still_open(results), plan_year(results.settings, inputs.closures)
    on, moved = as_days(table["day"]), table["moved_to"].notna().to_numpy(dtype=np.bool_)
    fine = np.where(moved, np.isin(on, days.all_days), np.isin(on, days.days))
    bad: BoolArray = ~np.isnat(on) & ~fine
    return about(
        "appointment_on_free_day", Severity.WARNING, TABLE, table.loc[bad, "appointment"].tolist(), "date"
    )


def replanned(inputs: Inputs, results: Results) -> list[Finding]:
    """Neu geplant: the day that stood there was no working day, and nothing was typed beside it."""
    table = results.appointments
    before = inputs.appointments["date"].reindex(table["appointment"]).to_numpy(dtype=object)
    days = zip(before, table["date"], strict=True)
    other = [isinstance(old, dt.date) and now is not None and old != now for old, now in days]
    keys = table.loc[np.array(other, dtype=np.bool_), "appointment"].tolist()
    return about("appointments_replanned", Severity.NOTICE, TABLE, keys, "date")


def agreement_unknown(inputs: Inputs, results: Results) -> list[Finding]:
    """Vereinbarung with a number that is not in the workbook."""
    strangers = [key for key in inputs.agreements if key not in results.customers.index]
    known = strangers if len(results.customers) else []
    return about("agreement_unknown", Severity.WARNING, "agreements", known, "customer_id")


def overdue(inputs: Inputs, results: Results) -> list[Finding]:
    """Überfällig: how many Termine per role lie before the Stichtag and are not done, the oldest first."""
    del inputs
    table = results.appointments
    late = table[(table["state"] == AppointmentState.OVERDUE.value).to_numpy(dtype=np.bool_)]
    counts = late["role"].value_counts().sort_index()
    return about(
        "appointment_overdue",
        Severity.WARNING,
        TABLE,
        late["appointment"].tolist(),
        "state",
        roles=tuple(f"{role} {count}" for role, count in counts.items()),
        oldest=late["day"].min(),
        reporting_date=results.settings.reporting_date,
    )


def dropped(inputs: Inputs, results: Results) -> list[Finding]:
    """Entfallen: no longer planned although something is typed; what is done is done."""
    if not len(results.appointments) and results.appointments_wanted:
        return []
    rows = inputs.appointments
    typed = rows[["moved_to", "outcome"]].notna().any(axis=1) & rows["done_on"].isna()
    gone = ~rows.index.isin(results.appointments["appointment"])
    keys = rows.index[typed.to_numpy(dtype=np.bool_) & gone].tolist()
    return about("appointment_dropped", Severity.NOTICE, TABLE, keys, "state")


def too_many(inputs: Inputs, results: Results) -> list[Finding]:
    """Zu viele Termine: more than a sheet holds; then there is no calendar at all."""
    del inputs
    if results.appointments_wanted <= MOST_APPOINTMENTS:
        return []
    values = {"count": results.appointments_wanted, "most": MOST_APPOINTMENTS}
    return [Finding("appointments_too_many", Severity.WARNING, TABLE, None, "date", values)]


CHECKS = (quarter_short, unplaced, on_free_day, replanned, overdue, dropped, too_many, agreement_unknown)
