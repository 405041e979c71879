"""Ergebnisse: everything the core computes, with shapes and units."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kundenbindung.core.model.settings import Settings
from kundenbindung.core.model.words import (
    BoolArray,
    CustomerStatus,
    Finding,
    FloatArray,
    IntArray,
    RepairKind,
    ScoredCriterion,
    Severity,
    Verdict,
)


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
    """Plan of the whole company in euros (method section 4).

    expand_eur  sum of the list "ausbauen"; None where nobody typed an Einkaufsvolumen, and so is what is left
    """

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
    expand_eur: float | None
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

    customers      index customer_id, columns as documented by the rooms that compute them; `collective` is
                   True for a Sammelkonto
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
    def rated(self) -> pd.Series:
        """Bewertet: True for customers who are neither lost nor a Sammelkonto."""
        return (self.customers["status"] != CustomerStatus.LOST.value) & ~self.customers["collective"]

    @property
    def without_figures(self) -> pd.Series:
        """Ohne Umsatz: True for customers who have no figure in any year, as before their first order."""
        return self.adjusted_revenue.isna().all(axis=1)

    @property
    def stopped(self) -> bool:
        """True if an error kept anything from being computed."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
