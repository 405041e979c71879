"""Wörter der Methode: levels, states, reasons, criteria, findings, and the arrays the core works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as make
from enum import StrEnum

import numpy as np
import numpy.typing as npt

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


TOO_MUCH, TOO_LITTLE = "much", "little"
"""Gießkanne: more hours than the DB of a customer earns, or fewer."""

MOST_APPOINTMENTS = 1_048_571
"""Rows a sheet has below the header of its table: more Termine are not planned."""
