"""Begriffe der Methode: the nouns every room of the core speaks of, with shapes and units.

Amounts are euros, shares and rates are fractions (0.12 is 12 %), points run from 0 to 10,
scores from 0 to 100. Customers are identified by their Kundennr. as text. Missing is NaN or
None, never zero. All classes are frozen; frames are never changed in place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as make
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
ObjectArray = npt.NDArray[np.object_]


class Severity(StrEnum):
    """Schwere of a finding: an error stops the calculation."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class CareLevel(StrEnum):
    """Betreuungslevel, nested: Strategie contains Vertrieb contains Service."""

    STRATEGY = "strategy"
    SALES = "sales"
    SERVICE = "service"


LEVEL_PLACES = {level.value: at for at, level in enumerate(CareLevel)}
"""Platz of a level, 0 for the widest: who has one has everything of those with a larger number."""


class CustomerStatus(StrEnum):
    """Status of a customer in the base year (method section 1)."""

    ACTIVE = "active"
    NEW = "new"
    LOST = "lost"


class TrendClass(StrEnum):
    """Einordnung of the customer's own annual rate (method section 3)."""

    STRONG_GROWTH = "strong_growth"
    GROWTH = "growth"
    STABLE = "stable"
    DECLINE = "decline"
    STRONG_DECLINE = "strong_decline"


class Confidence(StrEnum):
    """How sure the class of a trend is, in words."""

    CLEAR = "clear"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"


class Persistence(StrEnum):
    """Hält an: how much of an explained trend goes on."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Borderline(StrEnum):
    """Reason why a customer is a Grenzfall."""

    UNSURE = "unsure"
    TIE = "tie"
    DATA = "data"
    JUDGES = "judges"
    MEMORY = "memory"


class Steadiness(StrEnum):
    """Stabilität in one word: whether the level holds when the weights are argued about (section 6)."""

    DISCUSS = "discuss"
    WATCH = "watch"
    STABLE = "stable"


class LevelCause(StrEnum):
    """Ursache of a level that differs from last year's (section 8)."""

    WEIGHTS = "weights"
    CUSTOMER = "customer"
    DATA = "data"
    OTHERS = "others"
    MEMORY = "memory"
    DECISION = "decision"


class Outcome(StrEnum):
    """Ergebnis of a point of the Klausur."""

    DECIDED = "decided"
    DEFERRED = "deferred"


class Channel(StrEnum):
    """Kanal of a Leistung: how the customer is met."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    DIGITAL = "digital"
    POST = "post"


class Verdict(StrEnum):
    """Urteil about a load: tragfähig, knapp, nicht tragfähig (section 7)."""

    FITS = "fits"
    TIGHT = "tight"
    OVERLOADED = "overloaded"


class RepairKind(StrEnum):
    """Reparatur of a split that the people cannot carry."""

    FEWER_STRATEGY = "fewer_strategy"
    LOWER_CADENCE = "lower_cadence"
    MORE_HOURS = "more_hours"


class AppointmentState(StrEnum):
    """Stand of a Termin at the Stichtag; dropped: no longer planned, yet something was typed beside it."""

    PLANNED = "planned"
    DONE = "done"
    OVERDUE = "overdue"
    DROPPED = "dropped"


class OpportunityKind(StrEnum):
    """Art of a Verkaufschance; a repetition is already part of the revenue level."""

    ADDITIONAL = "additional"
    NEW_PRODUCT = "new_product"
    REPEAT = "repeat"


class OpportunityStatus(StrEnum):
    """Status of a Verkaufschance."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class CriterionKind(StrEnum):
    """Art of a Kriterium: measured or judged."""

    HARD = "hard"
    SOFT = "soft"


class Scale(StrEnum):
    """Skala between the two anchors: straight, or by order of magnitude."""

    LINEAR = "linear"
    LOG = "log"


UNEXPLAINED = "unexplained"
"""Reason code "ungeklärt": typed, yet explaining nothing."""

REASON_CODES = (
    "price",
    "volume",
    "mix",
    "terms",
    "material_cost",
    "ordering",
    "care_changed",
    "quality",
    "competitor",
    "project",
    "ownership",
    "economy",
    "customer_business",
    UNEXPLAINED,
)
"""Gründe of method section 3, in the order the owner sees them."""

COMPUTED_SOURCES = (
    "revenue_mean",
    "margin_mean",
    "margin_share",
    "own_rate",
    "free_potential",
    "care_hours_per_1000_eur_margin",
)
"""Quellen the core computes; every other source is a column of Kunden."""

JUDGED_COLUMNS = ("loyalty", "referral")
"""Soft ratings of Kunden that further judges may also give."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Befund: what was found, where, and the values its sentence needs.

    `table` and `field` are identifiers of `workbook.layout`; `row` is the key of the row, or its
    number in the sheet where it has no key. The German sentence is `messages.sentence`.
    """

    code: str
    severity: Severity
    table: str | None = None
    row: str | int | None = None
    field: str | None = None
    values: Mapping[str, object] = make(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Criterion:
    """Kriterium as entered; `zero_at` and `ten_at` are in the unit of its source, None if empty."""

    criterion: str
    kind: CriterionKind
    source: str
    scale: Scale
    zero_at: float | None
    ten_at: float | None
    weight: float
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """Kriterium as used: anchors completed, weight normalised over the criteria that are on.

    `filled_share`, `clipped_low` and `clipped_high` are fractions of active and new customers.
    `off_reason` is the code of the finding that switched it off.
    """

    criterion: str
    kind: CriterionKind
    source: str
    scale: Scale
    zero_at: float | None
    ten_at: float | None
    weight: float
    weight_share: float
    on: bool
    off_reason: str | None
    proposed: bool
    filled_share: float
    clipped_low: float
    clipped_high: float
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Einstellungen with the defaults of the method; labels and units stand in `workbook.layout`.

    Part of the year and the Stichtag are completed by `screening.complete_settings`.
    """

    base_year: int
    company: str = ""
    months_in_base_year: int = 12
    booked_share: float | None = None
    year_end_month: int = 12
    reporting_date: dt.date | None = None
    margin_kind: str = "DB"
    target_revenue_eur: float | None = None
    target_margin_eur: float | None = None
    # Betreuungslevel, section 5
    share_strategy: float = 0.20
    share_service: float = 0.10
    memory_points: float = 2.0
    decision_months: int = 12
    overridden_share: float = 0.25
    # Stabilität, section 6
    draws: int = 10_000
    weight_error: float = 0.25
    seed: int = 1
    discuss_share: float = 0.80
    watch_share: float = 0.95
    # Bewertung, section 2
    min_coverage: float = 0.70
    min_filled_share: float = 0.50
    clip_warning_share: float = 0.15
    judge_spread: float = 3.0
    # Trend und Erklärung, section 3
    strong_rate: float = 0.08
    stable_rate: float = 0.03
    clear_confidence: float = 0.90
    likely_confidence: float = 0.75
    one_jump_share: float = 0.60
    change_threshold: float = 0.15
    opposite_threshold: float = 0.10
    materiality_share: float = 0.005
    # Plan, section 4
    phi: float = 0.80
    theta: float = 1.0
    rho: float = 0.10
    sigma_common: float = 0.05
    attainable_share: float = 0.20
    pool_size: int = 20
    default_lambda: float = 0.40
    default_variance: float = 0.0225
    linear_limit: float = 0.50
    safe_quantile: float = 0.20
    upside_quantile: float = 0.80
    sigma_limit: float = 0.80
    sigma_unknown: float = 0.50
    # Verkaufschancen, section 4
    kappa_additional: float = 1.0
    kappa_new_product: float = 1.0
    kappa_repeat: float = 0.0
    kappa_unknown: float = 0.5
    undated_share: float = 0.5
    overdue_days: int = 90
    expired_days: int = 180
    stale_days: int = 180
    large_opportunity_share: float = 0.10
    full_pipeline_share: float = 0.15
    min_booked_share: float = 0.25
    # Klausur and Klumpen, section 8
    minutes_per_rating: float = 1.5
    minutes_per_explanation: float = 10.0
    minutes_per_borderline: float = 15.0
    minutes_per_point: float = 5.0
    concentration_share: float = 0.20
    # Kapazität und Termine, sections 7 and 8; without a Bundesland only the holidays of all of Germany count
    federal_state: str | None = None
    fits_load: float = 0.90
    full_load: float = 1.0
    watering_factor: float = 3.0
    first_hour: int = 9
    # Was-wäre-wenn: whether its worksheet functions calculate at once ("yes") or show the last results
    instant_trial: str = "no"

    @property
    def plan_year(self) -> int:
        """Planjahr, the one after the base year."""
        return self.base_year + 1


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
    "customer_goals",
)
ONE_OFF_COLUMNS = ("customer_id", "year", "revenue_eur", "margin_eur", "reason")
OPPORTUNITY_COLUMNS = (
    "customer_id",
    "project",
    "value_eur",
    "stage",
    "probability",
    "kind",
    "expected_close",
    "updated",
    "status",
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
TOO_MUCH, TOO_LITTLE = "much", "little"
"""Gießkanne: more hours than the DB of a customer earns, or fewer."""

MOST_APPOINTMENTS = 1_048_571
"""Rows a sheet has below the header of its table: more Termine are not planned."""


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
                probability a fraction, dates `datetime.date` or None, `customer_id` may be None
    judgements  ratings 0..10 of a second and third judge, `JUDGEMENT_COLUMNS`
    stages      Phase -> probability (fraction)
    margin_rates  Segment -> DB rate (fraction) for "DB geschätzt"
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


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Bereinigte Zahlen, N x T in euros; NaN before the first year with revenue.

    entered        revenue as entered, empty cells after the first year filled with 0
    revenue, margin  adjusted for one-offs, base year completed for a part year
    first          index of the first year with revenue, T if there is none
    filled_gap     True where an empty cell counts as 0
    estimated      True for customers with at least one estimated DB
    pending        True where the part year has no booking yet ("noch offen")
    """

    years: tuple[int, ...]
    entered: FloatArray
    revenue: FloatArray
    margin: FloatArray
    first: IntArray
    filled_gap: BoolArray
    estimated: BoolArray
    pending: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """Trend of each customer; NaN where there is none.

    points     number of yearly points N_i
    linear     True for method "linear" (a value <= 0)
    slope      b_i: log slope, or slope relative to the mean of |values|
    rate       own annual rate r_i (fraction)
    noise      moderated variance of one yearly step
    variance   sampling variance v_i of the slope
    pool       mu_i: median slope of the pool
    belief     lambda_i: share of the difference to the pool that the plan believes
    growth     g_i: what the plan believes
    """

    points: IntArray
    linear: BoolArray
    slope: FloatArray
    rate: FloatArray
    noise: FloatArray
    variance: FloatArray
    pool: FloatArray
    belief: FloatArray
    growth: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Bewertung of the eligible rows (active and new), N x K points and N scores.

    score 0..100, NaN without any available criterion; coverage is a fraction of the weights;
    low and high are the bounds the score could reach if the missing criteria were known.
    """

    criteria: tuple[ScoredCriterion, ...]
    points: pd.DataFrame
    weighted: pd.DataFrame
    score: FloatArray
    coverage: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Planzahlen of one line in euros; None where a figure is not defined."""

    safe: float | None
    expected: float | None
    upside: float | None


@dataclass(frozen=True, slots=True)
class CompanyPlan:
    """Plan of the whole company in euros (method section 4)."""

    revenue_eur: float
    margin_eur: float | None
    plan: PlanLine
    without_customer: PlanLine
    plan_margin_eur: float | None
    plan_margin_safe_eur: float | None
    target_eur: float | None
    gap_expected_eur: float | None
    gap_safe_eur: float | None
    target_margin_eur: float | None
    gap_margin_expected_eur: float | None
    gap_margin_safe_eur: float | None
    expand_eur: float
    secure_eur: float
    new_customers_eur: float | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """Rückrechnung: error of the plan's rule on the owner's own years; rates are fractions."""

    origins: int
    wape: float | None
    bias: float | None
    ratio_to_naive: float | None


@dataclass(frozen=True, slots=True)
class LevelCount:
    """Aufteilung: number of customers per level."""

    strategy: int
    sales: int
    service: int

    @property
    def total(self) -> int:
        """Customers with a level."""
        return self.strategy + self.sales + self.service


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """Plan und Ist: last year's plan against the base year, over the customers planned (section 8).

    Amounts in euros; None where not defined. hit_rate  share of them that reached at least their Sicher
    bias  (Erwartet - Ist) / Ist of the sums; wape  sum of |Erwartet - Ist| over the sum of Ist
    """

    customers: int
    safe: float
    expected: float
    upside: float
    actual: float
    hit_rate: float | None
    bias: float | None
    wape: float | None


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Vorjahresvergleich (section 8).

    matrix   index: last year's level (CareLevel values, then None for customers without one), columns: this
             year's (the same, None for without); counts of customers. Empty without last year's levels.
    changes  one row per customer of Vorjahr, index customer_id, see `core.history.changes`
    check    plan against actual; None if last year's plan is not there or was made for another year
    """

    matrix: pd.DataFrame
    changes: pd.DataFrame
    check: PlanCheck | None


@dataclass(frozen=True, slots=True)
class Concentration:
    """Klumpen: how much hangs on few customers; shares are fractions of the positive total (section 8).

    hhi  Herfindahl index of the shares (1/hhi: as if so many customers of equal size); None where undefined.
    `largest_key` is the Kundennr. of the largest customer by revenue.
    """

    largest_key: str | None
    largest_share: float | None
    top_five_share: float | None
    hhi: float | None
    margin_largest_share: float | None
    margin_top_five_share: float | None


@dataclass(frozen=True, slots=True)
class Load:
    """Auslastung of one role, or of all together (role ""), in hours of the plan year (section 7).

    available_hours, load, verdict, missing_hours  None where nobody said how many hours there are;
    load is a fraction, None also where 0 hours are available
    strategy_limit  largest number of Strategie customers this role alone can carry; None if not known
    """

    role: str
    needed_hours: float
    available_hours: float | None
    load: float | None
    verdict: Verdict | None
    missing_hours: float | None
    strategy_limit: int | None


@dataclass(frozen=True, slots=True)
class Repair:
    """Kleinste Reparatur: one of three ways to make the split fit.

    possible   False if it does not suffice alone
    customers  Kundennummern that go from Strategie to Vertrieb, the one with the lowest score first
    cadence    (activity, times now, times then) for every activity that is done less often
    hours      (role, hours more a year) for every role that lacks some
    """

    kind: RepairKind
    possible: bool
    customers: tuple[str, ...] = ()
    cadence: tuple[tuple[str, float, float], ...] = ()
    hours: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Capacity:
    """Kapazität: does the split fit the people (section 7).

    roles      loads in the order of Rollen, roles only Leistungen name behind
    total      adds up the roles whose hours are known
    verdict    the worst of all roles; None if a needed role has no known hours and none is overloaded
    bottleneck  the role with the highest load; None if none is known
    affordable, affordable_halved  split with the most Strategie customers that fits, in score order, the
               others at most Vertrieb; halved: activities from Strategie on half as often. None without
               known hours of every role whose time Strategie costs
    fits_without_strategy  False: even without any Strategie customer a role is overloaded
    repairs    empty unless a role is overloaded
    per_customer  index role, columns strategy, sales, service: hours a year of one customer with factor 1
    by_level   the same, hours of all customers of the level
    activity_hours  index activity: hours a year of all customers who get it
    hours      index customer_id, one column per role: hours a year; 0 for customers without a level
    watering   index customer_id (those with a level): hours, hours_share, margin_eur, margin_share,
               margin_per_hour; NaN where DB is missing or not defined. direction  "much" or "little" where
               the shares are apart by the factor of the settings, else None
    by_level_watering  index care_level (CareLevel values): customers and the same columns
    """

    roles: tuple[Load, ...]
    total: Load
    verdict: Verdict | None
    bottleneck: str | None
    affordable: LevelCount | None
    affordable_halved: LevelCount | None
    fits_without_strategy: bool
    repairs: tuple[Repair, ...]
    per_customer: pd.DataFrame
    by_level: pd.DataFrame
    activity_hours: pd.Series
    hours: pd.DataFrame
    watering: pd.DataFrame
    by_level_watering: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Ergebnisse: everything computed, one row per customer in the order of the inputs.

    customers      index customer_id, columns as documented by the rooms that compute them
    points, weighted_points  index customer_id, one column per criterion; NaN where missing
    adjusted_revenue, adjusted_margin  index customer_id, one column per year, euros, NaN before
                   the first year with revenue
    effects        one row per customer and year: change of DB split into Umsatz- and Margeneffekt
    opportunities  the inputs' rows with `probability_used`, `value_plan_eur`, `weighted_eur`
    by_year        year, revenue_eur, margin_eur as entered
    expand, secure lists "ausbauen" and "sichern", largest amount first
    borderline     Kundennummern of all Grenzfälle, the one with most at stake first (section 6)
    capacity       load per role and what follows; None without usable activities
    appointments   calendar of the plan year, one row per Termin, see `core.schedule.calendar`
    appointments_wanted  number of Termine the activities ask for; more than a sheet holds are not planned
    quarters       hours of the calendar per role and quarter, see `core.schedule.quarters`
    retreat, retreat_status  open points of the Klausur and their counts, see `core.retreat`
    """

    settings: Settings
    years: tuple[int, ...]
    criteria: tuple[ScoredCriterion, ...]
    customers: pd.DataFrame
    points: pd.DataFrame
    weighted_points: pd.DataFrame
    adjusted_revenue: pd.DataFrame
    adjusted_margin: pd.DataFrame
    effects: pd.DataFrame
    opportunities: pd.DataFrame
    by_year: pd.DataFrame
    company: CompanyPlan | None
    backtest: Backtest | None
    guideline: LevelCount
    computed: LevelCount
    decided: LevelCount
    expand: pd.DataFrame
    secure: pd.DataFrame
    borderline: tuple[str, ...]
    history: History | None
    concentration: Concentration | None
    capacity: Capacity | None
    appointments: pd.DataFrame
    appointments_wanted: int
    quarters: pd.DataFrame
    retreat: pd.DataFrame
    retreat_status: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        """True if an error kept anything from being computed."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
