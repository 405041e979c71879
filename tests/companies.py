"""Erfundene Unternehmen for the tests: `company(...)` for cases worked by hand, strategies for laws.

`companies()` draws whole companies (up to 40 customers) whose features can be read from the example;
`small_companies()` draws every cell by itself, from values that have caused trouble before.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from kundenbindung.core.model import (
    ACTIVITY_COLUMNS,
    APPOINTMENT_COLUMNS,
    CLOSURE_COLUMNS,
    CUSTOMER_COLUMNS,
    DECISION_COLUMNS,
    JUDGEMENT_COLUMNS,
    ONE_OFF_COLUMNS,
    OPPORTUNITY_COLUMNS,
    PRIOR_YEAR_COLUMNS,
    REASON_CODES,
    ROLE_COLUMNS,
    Criterion,
    CriterionKind,
    Inputs,
    Scale,
    Settings,
)

Figures = Sequence[float | None]
Line = Mapping[str, Any]

TEXT_COLUMNS = frozenset(
    [
        "customer",
        "segment",
        "responsible",
        "decision_maker",
        "sole_trader",
        "collective",
        "source_id",
        "customer_goals",
        "customer_id",
        "project",
        "stage",
        "kind",
        "status",
        "judge",
        "reason",
        "reason_code",
        "explanation",
        "persistence",
        "decided_level",
        "why",
        "decided_by",
        "decided_for",
        "care_level",
        "expected_close",
        "updated",
        "decided_on",
        "valid_until",
        "activity",
        "from_level",
        "role",
        "channel",
        "scheduled",
        "noticed",
        "first_day",
        "last_day",
        "date",
        "moved_to",
        "done_on",
        "outcome",
    ]
)


def criterion(
    name: str,
    source: str,
    zero_at: float | None = None,
    ten_at: float | None = None,
    weight: float = 10,
    *,
    scale: str = "linear",
    kind: str = "hard",
    unit: str | None = None,
) -> Criterion:
    """One criterion; the anchors stay empty unless given."""
    return Criterion(name, CriterionKind(kind), source, Scale(scale), zero_at, ten_at, weight, unit)


STANDARD = (
    criterion("Umsatz", "revenue_mean", weight=15, scale="log", unit="€"),
    criterion("Deckungsbeitrag", "margin_mean", weight=20, unit="€"),
    criterion("DB-Quote", "margin_share", 0.10, 0.50, 10, unit="%"),
    criterion("Umsatztrend", "own_rate", -0.10, 0.10, 10, unit="%"),
    criterion("Planbarkeit", "contract_share", 0.0, 0.8, 5, unit="%"),
    criterion("Freies Potenzial", "free_potential", weight=10, scale="log", unit="€"),
    criterion("Zahlungsverzug", "payment_delay_days", 45, 0, 5),
    criterion("Reklamationsquote", "complaint_share", 0.05, 0.0, 5, unit="%"),
    criterion("Kundenbindung", "loyalty", 0, 10, 8, kind="soft"),
    criterion("Betreuungsaufwand", "care_hours_per_1000_eur_margin", 4, 0.2, 7, kind="soft"),
    criterion("Weiterempfehlung", "referral", 0, 10, 5, kind="soft"),
)
"""The default criteria of the method; euro anchors are empty, the others examples of a preset."""


def company(
    revenue: Mapping[str, Figures],
    margin: Mapping[str, Figures] | None = None,
    *,
    last_year: int = 2025,
    settings: Line | None = None,
    criteria: Iterable[Criterion | Line] = STANDARD,
    customers: Mapping[str, Line] | None = None,
    one_offs: Sequence[Line] = (),
    opportunities: Sequence[Line] = (),
    judgements: Sequence[Line] = (),
    decisions: Mapping[str, Line] | None = None,
    prior_year: Mapping[str, Line] | None = None,
    full_year: Mapping[str, float | None] | None = None,
    stages: Mapping[str, float] | None = None,
    margin_rates: Mapping[str, float] | None = None,
    prior_points: Mapping[str, Line] | None = None,
    prior_weights: Mapping[str, float] | None = None,
    prior_plan_year: int | None = None,
    roles: Mapping[str, Line] | None = None,
    activities: Sequence[Line] = (),
    agreements: Sequence[str] = (),
    closures: Sequence[Line] = (),
    appointments: Mapping[str, Line] | None = None,
) -> Inputs:
    """Inputs from a few words: one list of figures per customer, everything else if it is needed.

    `customers` None: every customer of `revenue` has a row without further data.
    """
    length = max([len(values) for values in revenue.values()], default=3)
    years = list(range(last_year - length + 1, last_year + 1))
    rows = {key: {} for key in revenue} if customers is None else customers
    return Inputs(
        settings=Settings(**{"base_year": last_year, "draws": 0, **(settings or {})}),
        customers=keyed(rows, CUSTOMER_COLUMNS),
        revenue=figures(revenue, revenue, years),
        margin=figures(margin or {}, revenue, years),
        criteria=tuple(c if isinstance(c, Criterion) else criterion(**c) for c in criteria),
        names={key: f"Kunde {key}" for key in revenue},
        one_offs=listed(one_offs, ONE_OFF_COLUMNS),
        opportunities=listed(opportunities, OPPORTUNITY_COLUMNS),
        judgements=listed(judgements, JUDGEMENT_COLUMNS),
        stages=stages or {},
        margin_rates=margin_rates or {},
        full_year=keyed({k: {"revenue_eur": v} for k, v in (full_year or {}).items()}, ("revenue_eur",)),
        decisions=keyed(decisions or {}, DECISION_COLUMNS),
        prior_year=keyed(prior_year or {}, PRIOR_YEAR_COLUMNS),
        prior_points=keyed(prior_points or {}, ()),
        prior_weights=prior_weights or {},
        prior_plan_year=prior_plan_year,
        roles=keyed(roles or {}, ROLE_COLUMNS).rename_axis("role"),
        activities=listed(activities, ACTIVITY_COLUMNS),
        closures=listed(closures, CLOSURE_COLUMNS),
        agreements=tuple(agreements),
        appointments=keyed(appointments or {}, APPOINTMENT_COLUMNS).rename_axis("appointment"),
    )


def figures(rows: Mapping[str, Figures], keys: Iterable[str], years: list[int]) -> pd.DataFrame:
    """One float column per year; customers without figures have empty cells."""
    index = pd.Index(list(keys), dtype=object, name="customer_id")
    empty = [None] * len(years)
    cells = [[np.nan if v is None else float(v) for v in rows.get(key, empty)] for key in index]
    return pd.DataFrame(np.array(cells, dtype=float).reshape(len(index), len(years)), index, years)


def column(name: str, values: list[Any], index: pd.Index[Any] | None = None) -> pd.Series[Any]:
    """Text and dates with None where empty, numbers with NaN."""
    if name in TEXT_COLUMNS:
        return pd.Series(values, index, dtype=object)
    return pd.Series([np.nan if v is None else v for v in values], index, dtype=float)


def listed(rows: Sequence[Line], columns: tuple[str, ...]) -> pd.DataFrame:
    """A table without key, one row per line."""
    return pd.DataFrame({name: column(name, [row.get(name) for row in rows]) for name in columns})


def keyed(rows: Mapping[str, Line], columns: tuple[str, ...]) -> pd.DataFrame:
    """A table with customer_id as key; columns the owner added follow."""
    own = [name for row in rows.values() for name in row if name not in columns]
    index = pd.Index(list(rows), dtype=object, name="customer_id")
    names = [*columns, *dict.fromkeys(own)]
    cells = {name: column(name, [row.get(name) for row in rows.values()], index) for name in names}
    return pd.DataFrame(cells, index)


def changed(inputs: Inputs, **parts: Any) -> Inputs:
    """A copy of the inputs with some tables exchanged."""
    return Inputs(**{f.name: getattr(inputs, f.name) for f in fields(Inputs)} | parts)


def shuffled(inputs: Inputs, seed: int) -> Inputs:
    """The same inputs with the rows of every table in another order."""
    tables = {f.name: getattr(inputs, f.name) for f in fields(Inputs)}
    frames = {name: t for name, t in tables.items() if isinstance(t, pd.DataFrame) and name != "margin"}
    mixed = {name: table.sample(frac=1.0, random_state=seed) for name, table in frames.items()}
    for name in ("one_offs", "opportunities", "judgements", "activities", "closures"):
        mixed[name] = mixed[name].reset_index(drop=True)
    return changed(inputs, **mixed, margin=inputs.margin.loc[mixed["revenue"].index])


# ---------------------------------------------------------------- strategies

FEATURES = (
    "gaps", "zeros", "negatives", "short", "one_offs", "part_year", "opportunities", "decisions",
    "prior_year", "judgements", "ties", "constant", "segments", "no_margin", "full_year", "targets",
    "own_criteria", "soft", "unlisted", "year_end", "settings", "draws",
)  # fmt: skip


@st.composite
def companies(draw: st.DrawFn, max_size: int = 40) -> Inputs:
    """A company with up to `max_size` customers; its features are drawn, the figures follow a seed."""
    size = draw(st.integers(0, max_size), label="customers")
    years = draw(st.integers(3, 5), label="years")
    features = draw(st.sets(st.sampled_from(FEATURES)), label="features")
    return invented(size, years, features, draw(st.integers(0, 10**6), label="seed"))


def invented(size: int, years: int, features: set[str], seed: int) -> Inputs:
    """A company from a seed: the same arguments give the same figures."""
    dice = random.Random(seed)
    ids = [f"{1000 + i}" for i in range(size)]
    revenue = {key: _history(dice, years, features) for key in ids}
    shares = {key: dice.uniform(-0.1 if "negatives" in features else 0.1, 0.6) for key in ids}
    margin = {key: _margins(dice, revenue[key], shares[key], features) for key in ids}
    customers = {key: _master_data(dice, features) for key in ids}
    if "ties" in features:
        for key, twin in zip(ids[1::3], ids[0::3], strict=False):
            revenue[key], margin[key], customers[key] = revenue[twin], margin[twin], dict(customers[twin])
    revenue = begun(revenue)
    if "unlisted" in features:
        customers = {key: row for key, row in customers.items() if dice.random() < 0.8}
        customers["Z1"] = _master_data(dice, features)
    return company(
        revenue if ids else {},
        {} if "no_margin" in features else margin,
        last_year=2025,
        settings=_settings(dice, features),
        criteria=STANDARD + (OWN_CRITERIA if "own_criteria" in features else ()),
        customers=customers,
        **_tables(dice, [*ids, "Z1", "404"], features),
    )


def begun(revenue: dict[str, list[float | None]]) -> dict[str, list[float | None]]:
    """The same figures with an entry in the base year; without any nothing is calculated."""
    if all(row[-1] is None for row in revenue.values()):
        for row in list(revenue.values())[:1]:
            row[-1] = 0.0
    return revenue


OWN_CRITERIA = (
    criterion("Auftragsgröße", "order_size_eur", weight=4, unit="€", scale="log"),
    criterion("Entfernung", "distance_km", 300, 10, 3, scale="log"),
    criterion("Unbekannt", "no_such_column", 0, 1, 5),
    criterion("Halb", "loyalty", None, 10, 5),
    criterion("Gleich", "referral", 5, 5, 5),
    criterion("Ohne Gewicht", "contract_share", 0, 1, 0),
)


def _history(dice: random.Random, years: int, features: set[str]) -> list[float | None]:
    level, growth = 10 ** dice.uniform(2.5, 6), dice.gauss(0.03, 0.12)
    if "constant" in features:
        level, growth = 50_000.0, 0.0
    noise = 0.0 if "constant" in features else dice.choice((0.02, 0.1, 0.4))
    row: list[float | None] = []
    for t in range(years):
        value: float | None = round(level * (1 + growth) ** t * 2.718 ** dice.gauss(0, noise), 2)
        if "gaps" in features and dice.random() < 0.12:
            value = None
        if "zeros" in features and dice.random() < 0.12:
            value = 0.0
        if "negatives" in features and dice.random() < 0.06:
            value = -round(level * 0.1, 2)
        row.append(value)
    start = dice.randrange(years) if "short" in features and dice.random() < 0.35 else 0
    return [None] * start + row[start:]


def _margins(dice: random.Random, row: Figures, share: float, features: set[str]) -> list[float | None]:
    found: list[float | None] = []
    for value in row:
        margin = None if value is None else round(value * (share + dice.gauss(0, 0.03)), 2)
        found.append(None if "gaps" in features and dice.random() < 0.1 else margin)
    return found


def _master_data(dice: random.Random, features: set[str]) -> dict[str, Any]:
    def rarely(value: float) -> float | None:
        return None if "gaps" in features and dice.random() < 0.25 else value

    row: dict[str, Any] = {
        "customer": f"Kunde {dice.randrange(999)}",
        "segment": dice.choice(("Handel", "Handel", "Handel", "Industrie", None))
        if "segments" in features
        else None,
        "purchasing_volume_eur": rarely(round(10 ** dice.uniform(3, 6.3), -2)),
        "contract_share": rarely(round(dice.random(), 2)),
        "payment_delay_days": rarely(dice.randrange(60)),
        "complaint_share": rarely(round(dice.uniform(0, 0.08), 3)),
        "care_effort_hours": rarely(dice.randrange(120)),
    }
    if "soft" in features or "judgements" in features:
        row |= {"loyalty": rarely(dice.randrange(11)), "referral": rarely(dice.randrange(11))}
    if "own_criteria" in features:
        row |= {
            "order_size_eur": rarely(round(dice.uniform(-200, 9000), 2)),
            "distance_km": dice.randrange(900),
        }
    if "constant" in features:
        row |= {"contract_share": 0.5, "payment_delay_days": 14, "complaint_share": 0.01}
    return row


def _settings(dice: random.Random, features: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"base_year": 2025}
    if "part_year" in features:
        found["months_in_base_year"] = dice.randrange(3, 13)
        found["booked_share"] = dice.choice((None, 0.3, 0.55, 0.9))
    if "targets" in features:
        found |= {
            "target_revenue_eur": 10 ** dice.uniform(4, 7),
            "target_margin_eur": 10 ** dice.uniform(3, 6),
        }
    if "year_end" in features:
        found["year_end_month"] = dice.randrange(1, 13)
    if "draws" in features:
        found["draws"] = 200
    if "settings" in features:
        found |= {
            "share_strategy": dice.choice((0.1, 0.35, 0.5)),
            "min_coverage": dice.choice((0.3, 0.7, 1.0)),
        }
        found |= {
            "phi": dice.uniform(0.2, 1),
            "theta": dice.choice((0.0, 0.5, 1.0)),
            "pool_size": dice.choice((3, 20)),
        }
        found |= {"reporting_date": dt.date(2025, 10, 1), "memory_points": dice.choice((0.0, 6.0))}
    return found


def _tables(dice: random.Random, ids: list[str], features: set[str]) -> dict[str, Any]:
    some = {name: [key for key in ids if dice.random() < 0.4] for name in FEATURES}
    found: dict[str, Any] = {}
    if "one_offs" in features:
        found["one_offs"] = [one_off_line(dice, key) for key in some["one_offs"] + some["one_offs"][:3]]
    if "opportunities" in features:
        keys = some["opportunities"] + some["gaps"]
        found["opportunities"] = [opportunity_line(dice, key) for key in [*keys, None]]
        found["stages"] = {"Angebot": 0.4, "Gespräch": 0.1}
    if "decisions" in features:
        found["decisions"] = {key: _decision(dice) for key in some["decisions"]}
    if "prior_year" in features:
        found["prior_year"] = {key: {"care_level": dice.choice(LEVELS)} for key in some["prior_year"]}
    if "judgements" in features:
        keys = some["judgements"] + some["zeros"]
        found["judgements"] = [_judgement(dice, key) for key in keys]
    if "full_year" in features:
        found["full_year"] = {key: dice.choice((None, 0.0, 48_000.0, 9_999.5)) for key in ids}
    if "segments" in features:
        found["margin_rates"] = {"Handel": 0.22}
    return found


LEVELS = ("strategy", "sales", "service")


def one_off_line(dice: random.Random, customer_id: str) -> dict[str, Any]:
    revenue = dice.choice((None, 0.0, -500.0, 1200.0, 25_000.0, 310.55))
    margin = dice.choice((None, 0.0, 99.0, 2_500.0, -40.0))
    return {
        "customer_id": customer_id,
        "year": dice.randrange(2020, 2027),
        "revenue_eur": revenue,
        "margin_eur": margin,
    }


def opportunity_line(dice: random.Random, customer_id: str | None) -> dict[str, Any]:
    close = dice.choice((None, dt.date(2024, 11, 30) + dt.timedelta(days=dice.randrange(900))))
    return {
        "customer_id": customer_id,
        "project": f"Vorhaben {dice.randrange(100)}",
        "value_eur": dice.choice((None, -5.0, 0.0, 800.0, 12_000.0, 95_000.0)),
        "stage": dice.choice((None, "Angebot", "Gespräch", "Sonstiges")),
        "probability": dice.choice((None, None, 0.0, 0.25, 0.6, 1.0)),
        "kind": dice.choice((None, "additional", "new_product", "repeat")),
        "expected_close": close,
        "updated": dice.choice((None, dt.date(2025, 3, 1))),
        "status": dice.choice((None, "open", "open", "won", "lost")),
    }


def _decision(dice: random.Random) -> dict[str, Any]:
    return {
        "reason_code": dice.choice((None, *REASON_CODES)),
        "explanation": dice.choice((None, "", "  ", "Neue Filiale beliefert")),
        "persistence": dice.choice((None, "yes", "partly", "no")),
        "decided_level": dice.choice((None, *LEVELS)),
        "why": dice.choice((None, "Bauchgefühl")),
        "decided_on": dice.choice((None, dt.date(2025, 2, 1), dt.date(2024, 2, 29), dt.date(2022, 5, 1))),
        "valid_until": dice.choice((None, dt.date(2026, 1, 1), dt.date(2025, 12, 31), dt.date(2025, 3, 1))),
        "decided_for": dice.choice((None, *LEVELS)),
    }


def _judgement(dice: random.Random, customer_id: str) -> dict[str, Any]:
    ratings = {name: dice.choice((None, dice.randrange(11))) for name in ("loyalty", "referral")}
    return {"customer_id": customer_id, "judge": dice.choice(("B", "C")), **ratings}


FEW_CRITERIA = (
    criterion("Umsatz", "revenue_mean", 10, 1000, 3, scale="log"),
    criterion("Bindung", "loyalty", 0, 10, 4),
    criterion("DB", "margin_mean", weight=3),
    criterion("Trend", "own_rate", -0.1, 0.1, 2),
)
CELLS = st.sampled_from((None, None, 0.0, -50.0, 0.01, 1.0, 80.0, 100.0, 103.0, 108.0, 115.0, 5_000.0, 2.5e6))


@st.composite
def small_companies(draw: st.DrawFn, max_size: int = 5) -> Inputs:
    """A few customers, every cell drawn by itself."""
    size, years = draw(st.integers(0, max_size)), draw(st.integers(3, 5))
    ids = [f"0{i}" for i in range(size)]
    row = st.lists(CELLS, min_size=years, max_size=years)
    rating = st.sampled_from((None, 0.0, 3.0, 5.0, 10.0))
    months = draw(st.sampled_from((12, 12, 5, 9)))
    dice = random.Random(draw(st.integers(0, 999)))
    return company(
        begun({key: draw(row) for key in ids}),
        {key: draw(row) for key in ids},
        settings={"months_in_base_year": months, "booked_share": draw(st.sampled_from((None, 0.5)))},
        criteria=FEW_CRITERIA,
        customers={key: {"loyalty": draw(rating), "purchasing_volume_eur": draw(CELLS)} for key in ids},
        opportunities=[opportunity_line(dice, key) for key in [*ids, None] if dice.random() < 0.5],
        one_offs=[one_off_line(dice, key) for key in ids if dice.random() < 0.3],
    )
