"""Eingaben: the tables the owner typed or imported, with shapes and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as make

import numpy as np
import pandas as pd

from kundenbindung.core.model.settings import Settings
from kundenbindung.core.model.words import Criterion

CUSTOMER_COLUMNS = (
    "customer",
    "segment",
    "responsible",
    "decision_maker",
    "sole_trader",
    "purchasing_volume_eur",
    "contract_share",
    "payment_delay_days",
    "complaint_share",
    "care_effort_hours",
    "loyalty",
    "referral",
    "effort_factor",
    "collective",
    "customer_goals",
)

EVERY_SEGMENT = ""
"""Segment of the DB rate that holds for everybody who has no rate of his own."""

ONE_OFF_COLUMNS = ("customer_id", "year", "revenue_eur", "margin_eur", "reason")

OPPORTUNITY_COLUMNS = (
    "customer_id",
    "customer",
    "project",
    "value_eur",
    "stage",
    "probability",
    "kind",
    "expected_close",
    "updated",
    "status",
    "source_id",
)

JUDGEMENT_COLUMNS = ("customer_id", "judge", "loyalty", "referral")

DECISION_COLUMNS = (
    "reason_code",
    "explanation",
    "persistence",
    "decided_level",
    "why",
    "decided_by",
    "decided_on",
    "valid_until",
    "decided_for",
)

PRIOR_YEAR_COLUMNS = (
    "score",
    "care_level",
    "plan_safe_eur",
    "plan_expected_eur",
    "plan_upside_eur",
)

PRIOR_SLOTS = 20
"""Criteria whose points are frozen at the turn of the year."""

RETREAT_COLUMNS = ("outcome", "who", "until", "found")

ROLE_COLUMNS = ("people", "hours_per_day", "leave_days", "sick_days", "existing_share", "hours")

ACTIVITY_COLUMNS = (
    "activity",
    "from_level",
    "role",
    "channel",
    "times",
    "preparation_hours",
    "contact_hours",
    "scheduled",
    "noticed",
)

ACTIVITY_NEEDS = ("activity", "from_level", "role", "times")
"""Columns without which a Leistung says too little to count."""

CLOSURE_COLUMNS = ("first_day", "last_day")

APPOINTMENT_COLUMNS = ("date", "moved_to", "done_on", "outcome")


def _frame(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})


def _keyed(columns: tuple[str, ...]) -> pd.DataFrame:
    return _frame(columns).set_axis(pd.Index([], dtype=object, name="customer_id"), axis=0)


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Eingaben: everything the owner typed or imported, nothing computed.

    customers   index customer_id; `CUSTOMER_COLUMNS`, further columns of the owner under their header
    revenue     index customer_id, one float column per fiscal year (int, ascending, 3 to 5), euros as
                entered, NaN for an empty cell; the last column is the base year
    margin      same index and columns, Deckungsbeitrag in euros as entered
    names       customer_id -> name as it stands in Zahlen, for customers missing in `customers`
    one_offs    one row per Einmaleffekt, `ONE_OFF_COLUMNS`, euros
    opportunities  one row per Verkaufschance, `OPPORTUNITY_COLUMNS`; value in euros for a full year,
                probability a fraction, dates `datetime.date` or None, `customer_id` may be None; where it was
                empty and the name of the customer says who it is, it is filled
    name_answers  Namen of Namensabgleich -> Kundennr. the owner gave them, as typed
    open_names  Namen of Namensabgleich that wait for his answer
    judgements  ratings 0..10 of a second and third judge, `JUDGEMENT_COLUMNS`
    stages      Phase -> probability (fraction)
    margin_rates  Segment -> DB rate (fraction) for "DB geschätzt"; `EVERY_SEGMENT` holds for all others
    full_year   index customer_id, column `revenue_eur`: full-year figure of a new customer
    decisions   index customer_id, `DECISION_COLUMNS`
    prior_year  index customer_id, `PRIOR_YEAR_COLUMNS`: last year's frozen results
    prior_points  index customer_id, one float column per criterion of last year, points 0..10
    prior_weights  Kriterium of last year -> weight as it was entered then
    prior_plan_year  year for which the frozen plan was made; None if it is not known
    retreat     index item: "kind subject" of a point of the Klausur, or the owner's own words;
                `RETREAT_COLUMNS`: outcome, who, until when, and whether the calculation listed it before
    walk_away   Kundennummern whose loss is tried out, as typed
    agenda_minutes  what the agenda of the Klausur plans; None without any
    roles       index role, `ROLE_COLUMNS`: people, hours a day, days of leave and of sickness per person,
                share of the time for existing customers; `hours` a year, which wins where it is typed
    activities  one row per Leistung, `ACTIVITY_COLUMNS`: unique name, level from which on (a CareLevel
                value), role, channel (a Channel value), times a year, hours of preparation and of contact
                each time, `scheduled` "no" keeps it out of the calendar, what the customer notices
    closures    one row per Betriebsferien, `CLOSURE_COLUMNS`: first and last day, `datetime.date` or None
    agreements  Kundennummern of the Vereinbarungen, as typed
    appointments  index appointment (see `core.schedule`), `APPOINTMENT_COLUMNS`: the date that stood there,
                the day it was moved to, the day it was done (`datetime.date` or None), its outcome in words
    """

    settings: Settings
    customers: pd.DataFrame
    revenue: pd.DataFrame
    margin: pd.DataFrame
    criteria: tuple[Criterion, ...]
    names: Mapping[str, str] = make(default_factory=dict)
    one_offs: pd.DataFrame = make(default_factory=lambda: _frame(ONE_OFF_COLUMNS))
    opportunities: pd.DataFrame = make(default_factory=lambda: _frame(OPPORTUNITY_COLUMNS))
    name_answers: Mapping[str, str] = make(default_factory=dict)
    open_names: tuple[str, ...] = ()
    judgements: pd.DataFrame = make(default_factory=lambda: _frame(JUDGEMENT_COLUMNS))
    stages: Mapping[str, float] = make(default_factory=dict)
    margin_rates: Mapping[str, float] = make(default_factory=dict)
    full_year: pd.DataFrame = make(default_factory=lambda: _keyed(("revenue_eur",)))
    decisions: pd.DataFrame = make(default_factory=lambda: _keyed(DECISION_COLUMNS))
    prior_year: pd.DataFrame = make(default_factory=lambda: _keyed(PRIOR_YEAR_COLUMNS))
    prior_points: pd.DataFrame = make(default_factory=lambda: _keyed(()))
    prior_weights: Mapping[str, float] = make(default_factory=dict)
    prior_plan_year: int | None = None
    retreat: pd.DataFrame = make(default_factory=lambda: _keyed(RETREAT_COLUMNS).rename_axis("item"))
    walk_away: tuple[str, ...] = ()
    agenda_minutes: float | None = None
    roles: pd.DataFrame = make(default_factory=lambda: _keyed(ROLE_COLUMNS).rename_axis("role"))
    activities: pd.DataFrame = make(default_factory=lambda: _frame(ACTIVITY_COLUMNS))
    closures: pd.DataFrame = make(default_factory=lambda: _frame(CLOSURE_COLUMNS))
    agreements: tuple[str, ...] = ()
    appointments: pd.DataFrame = make(
        default_factory=lambda: _keyed(APPOINTMENT_COLUMNS).rename_axis("appointment")
    )

    @property
    def years(self) -> tuple[int, ...]:
        """Geschäftsjahre in order, the last one is the base year."""
        return tuple(int(year) for year in self.revenue.columns)

    def effort_factors(self, keys: pd.Index | Sequence[str]) -> pd.Series:
        """Aufwandsfaktor of these customers, 1 where none is typed."""
        typed = self.customers["effort_factor"].reindex(pd.Index(keys))
        return typed.astype(np.float64).fillna(1.0)
