"""Termine: the calendar in the owner's rows, what he typed beside it kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from kundenbindung.core.model import AppointmentState, Results
from kundenbindung.workbook import layout
from kundenbindung.workbook.layout import word

DROPPED = layout.CHOICES["appointment_state"][AppointmentState.DROPPED.value]
DONE = layout.CHOICES["appointment_state"][AppointmentState.DONE.value]
COLUMNS = tuple(column.name for column in layout.APPOINTMENTS.expand())
OURS = tuple(column.name for column in layout.APPOINTMENTS.expand() if not column.role.typed)
OUTPUTS = tuple(name for name in OURS if name != "appointment")


def appointments(typed: pd.DataFrame, results: Results, responsible: pd.Series) -> pd.DataFrame:
    """Termine: the rows in the owner's order, new ones below by day.

    A Termin that is no longer planned goes, unless something is typed beside it: then it stays as "entfallen",
    or "erledigt". Rows of the owner's own, without a key, stay as they are; so does everything while no
    calendar can be made. `responsible` says who looks after a customer, index customer_id.
    """
    planned = _planned(results, responsible)
    whole = typed.reindex(columns=list(dict.fromkeys([*typed.columns, *COLUMNS]))).astype(object)
    whole = whole.where(whole.notna(), None)
    if results.stopped or (not len(planned) and results.appointments_wanted):
        return whole
    keys = whole["appointment"]
    known = keys.isin(planned.index)
    again = known & keys.duplicated()
    listed = known & ~again
    kept = whole[listed | again | holds_typed(whole) | (keys.isna() & whole.notna().any(axis=1))]
    rows = [_current(kept, listed, planned), _further(planned, keys[listed], list(whole.columns))]
    return pd.concat(rows, ignore_index=True)


def holds_typed(frame: pd.DataFrame) -> pd.Series:
    """True for rows where the owner wrote anything, in columns of his own too."""
    return frame[[name for name in frame.columns if name not in OURS]].notna().any(axis=1)


def _planned(results: Results, responsible: pd.Series) -> pd.DataFrame:
    """Geplante Termine in the words of the sheet, index appointment, by day."""
    found = results.appointments
    if not len(found):
        return pd.DataFrame(columns=list(OUTPUTS))
    names = results.customers["customer"]
    table = found.set_index("appointment")
    return pd.DataFrame(
        {
            "date": table["date"],
            "customer_id": table["customer_id"],
            "customer": table["customer_id"].map(names),
            "activity": table["activity"],
            "channel": [word("channel", channel) for channel in table["channel"]],
            "role": table["role"],
            "responsible": table["customer_id"].map(responsible),
            "hours": table["hours"],
            "state": table["state"].map(layout.CHOICES["appointment_state"]),
        },
        index=table.index,
    )


def _current(kept: pd.DataFrame, listed: pd.Series, planned: pd.DataFrame) -> pd.DataFrame:
    """Zeilen that stay: planned ones as the calendar has them, the others with their state."""
    now = planned.reindex(kept["appointment"]).set_index(kept.index)
    on = listed[kept.index]
    ours = {name: kept[name].where(~on, now[name]) for name in OUTPUTS}
    gone = kept["appointment"].notna() & ~on
    done = kept["done_on"].map(lambda day: isinstance(day, dt.date))
    state = ours["state"].where(~gone, DROPPED).where(~(gone & done), DONE)
    return kept.assign(**{**ours, "state": state})


def _further(planned: pd.DataFrame, known: pd.Series, columns: Sequence[str]) -> pd.DataFrame:
    """Neue Termine, by day."""
    new = planned.loc[~planned.index.isin(known)].rename_axis("appointment").reset_index()
    return new.reindex(columns=list(columns)).astype(object)
