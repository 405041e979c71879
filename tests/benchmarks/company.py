"""Großes Unternehmen for the benchmarks: any number of customers, the same ones every time.

About what a trading company's books hold after five years: customers that come and go, cells nobody
filled, a fifth of the ratings missing, one opportunity for seven customers, decisions for one in twenty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from kundenbindung.adapters import presets
from kundenbindung.core.model import REASON_CODES, Settings
from kundenbindung.workbook.frames import Grid, Reading, empty_frame, read_workbook
from kundenbindung.workbook.layout import INPUT_TABLES, TABLES

SEED = 20260101
YEARS = (2021, 2022, 2023, 2024, 2025)
SEGMENTS = ("Handwerk", "Industrie", "Handel", "Öffentliche Hand", "Gesundheit", "Großküchen")
PEOPLE = ("Ayşe Yıldız", "Jörg Weiß", "Petra Köhler", "Tim Oßwald", "Zoë Lindner")
PLACES = ("Gütersloh", "Köln", "Zürich", "Plauen", "Graz", "Bad Säckingen", "Osnabrück")
FORMS = ("GmbH", "KG", "e. K.", "AG", "& Söhne OHG")
FILLED = 0.8
CUSTOMERS_PER_OPPORTUNITY = 20 / 3
DECIDED = 0.05

Floats = npt.NDArray[np.float64]
Rng = np.random.Generator


def reading(customers: int) -> Reading:
    """Gelesene Mappe of a company with so many customers."""
    rng = np.random.default_rng(SEED)
    keys = [f"K{100_000 + number}" for number in range(customers)]
    names = [f"{PLACES[n % 7]}er Werk {n:05d} {FORMS[n % 5]}" for n in range(customers)]
    revenue = _revenue(rng, customers)
    frames = {name: empty_frame(TABLES[name], YEARS) for name in INPUT_TABLES}
    frames |= {
        "customers": _customers(rng, keys, names, revenue),
        "figures": _figures(rng, keys, names, revenue),
        "one_offs": _one_offs(rng, keys),
        "opportunities": _opportunities(rng, keys),
        "criteria": read_workbook({"criteria": _criteria()}).frames["criteria"],
        "stages": presets.default_stages(),
        "judgements": _judgements(rng, keys),
        "decisions": _decisions(rng, keys),
        "prior_year": _prior_year(rng, keys, names),
    }
    return Reading(YEARS, _settings(revenue), frames, ())


def with_people(given: Reading) -> Reading:
    """The same company with the activities a new workbook proposes, roles and Betriebsferien."""
    grids = {name: presets.sample_company()[name] for name in ("activities", "roles", "closures")}
    read = read_workbook(grids).frames
    people = {name: read[name] for name in grids}
    settings = replace(given.settings, federal_state="NI")
    return replace(given, settings=settings, frames={**given.frames, **people})


def _criteria() -> Grid:
    return presets.criteria_grid(presets.preset(presets.STANDARD).criteria)


def _settings(revenue: Floats) -> Settings:
    target = 1.1 * float(np.nansum(revenue[:, -1]))
    return Settings(YEARS[-1], "Viel & Mehr Handels-GmbH", target_revenue_eur=round(target, -3))


def _revenue(rng: Rng, size: int) -> Floats:
    """Umsatz N x T in euros: steady growth with noise, some customers late, some gone, some cells empty."""
    level, growth = rng.lognormal(9.5, 1.4, size), rng.normal(0.02, 0.08, size)
    steps = np.cumsum(rng.normal(growth[:, None], 0.15, (size, len(YEARS))), axis=1)
    revenue = np.round(level[:, None] * np.exp(steps), 2)
    year, late, gone = np.arange(len(YEARS)), rng.random(size) < 0.15, rng.random(size) < 0.06
    revenue[late[:, None] & (year < rng.integers(1, len(YEARS), size)[:, None])] = np.nan
    revenue[gone, -1] = 0.0
    revenue[rng.random(revenue.shape) < 0.01] = np.nan
    return revenue


def _figures(rng: Rng, keys: list[str], names: list[str], revenue: Floats) -> pd.DataFrame:
    share = rng.normal(0.28, 0.12, (len(keys), 1)) + rng.normal(0.0, 0.02, revenue.shape)
    margin = _some(rng, np.round(revenue * share, 2), 0.98)
    columns: dict[str, object] = {"customer_id": _texts(keys), "customer": _texts(names)}
    for at, year in enumerate(YEARS):
        columns |= {f"revenue_{year}": revenue[:, at], f"margin_{year}": margin[:, at]}
    return pd.DataFrame(columns)


def _customers(rng: Rng, keys: list[str], names: list[str], revenue: Floats) -> pd.DataFrame:
    size = len(keys)
    volume = np.round(np.nanmax(np.nan_to_num(revenue), axis=1) * rng.uniform(1.0, 3.0, size), -2)
    return pd.DataFrame(
        {
            "customer_id": _texts(keys),
            "customer": _texts(names),
            "segment": _chosen(rng, SEGMENTS, size, 0.95),
            "responsible": _chosen(rng, PEOPLE, size, 0.9),
            "decision_maker": _chosen(rng, PEOPLE, size, 0.4),
            "sole_trader": _chosen(rng, ("yes", "no"), size, 0.5),
            "purchasing_volume_eur": _some(rng, volume),
            "contract_share": _some(rng, rng.uniform(0.0, 1.0, size).round(2)),
            "payment_delay_days": _some(rng, rng.gamma(2.0, 8.0, size).round()),
            "complaint_share": _some(rng, rng.beta(1.0, 40.0, size).round(4)),
            "care_effort_hours": _some(rng, rng.gamma(2.0, 6.0, size).round(1)),
            "loyalty": _some(rng, rng.integers(0, 11, size).astype(float)),
            "referral": _some(rng, rng.integers(0, 11, size).astype(float)),
            "effort_factor": _some(rng, np.ones(size), 0.1),
            "collective": _texts([None] * size),
            "customer_goals": _chosen(rng, ("Will die Lagerhaltung halbieren.",), size, 0.1),
        }
    )


def _one_offs(rng: Rng, keys: list[str]) -> pd.DataFrame:
    owners = _owners(rng, keys, len(keys) // 100)
    amounts = rng.lognormal(8.5, 1.0, len(owners)).round(2)
    return pd.DataFrame(
        {
            "customer_id": _texts(owners),
            "year": rng.choice(YEARS, len(owners)).astype(float),
            "revenue_eur": amounts,
            "margin_eur": (0.3 * amounts).round(2),
            "reason": _texts(["Einmaliges Projekt"] * len(owners)),
        }
    )


def _opportunities(rng: Rng, keys: list[str]) -> pd.DataFrame:
    owners = _owners(rng, keys, int(len(keys) / CUSTOMERS_PER_OPPORTUNITY))
    size, stages = len(owners), tuple(presets.default_stages()["stage"])
    return pd.DataFrame(
        {
            "customer_id": _texts(owners),
            "customer": _texts([None] * size),
            "project": _texts([f"Vorhaben {number}" for number in range(size)]),
            "value_eur": rng.lognormal(9.0, 1.2, size).round(-2),
            "stage": _chosen(rng, stages, size, 0.95),
            "probability": _some(rng, rng.uniform(0.1, 0.9, size).round(1), 0.3),
            "kind": _chosen(rng, ("additional", "new_product", "repeat"), size, 0.95),
            "expected_close": _days(rng, dt.date(2025, 9, 1), size),
            "updated": _days(rng, dt.date(2025, 1, 1), size),
            "status": _chosen(rng, ("open", "open", "open", "won", "lost"), size, 1.0),
            "source_id": _texts([None] * size),
        }
    )


def _judgements(rng: Rng, keys: list[str]) -> pd.DataFrame:
    owners = _owners(rng, keys, len(keys) // 20)
    size = len(owners)
    return pd.DataFrame(
        {
            "customer_id": _texts(owners),
            "judge": _chosen(rng, PEOPLE, size, 1.0),
            "loyalty": rng.integers(0, 11, size).astype(float),
            "referral": rng.integers(0, 11, size).astype(float),
        }
    )


def _decisions(rng: Rng, keys: list[str]) -> pd.DataFrame:
    owners = [key for key in keys if rng.random() < DECIDED]
    size = len(owners)
    frame = pd.DataFrame(
        {
            "customer_id": _texts(owners),
            "reason_code": _chosen(rng, REASON_CODES, size, 0.8),
            "explanation": _chosen(rng, ("Neues Werk, mehr Bedarf.", "Einkauf gebündelt."), size, 0.8),
            "persistence": _chosen(rng, ("yes", "partly", "no"), size, 0.7),
            "decided_level": _chosen(rng, ("strategy", "sales", "service"), size, 0.6),
            "why": _chosen(rng, ("Beschluss der Klausur",), size, 0.5),
            "decided_by": _chosen(rng, PEOPLE, size, 1.0),
            "decided_on": _days(rng, dt.date(2025, 1, 10), size),
            "valid_until": _texts([dt.date(2026, 12, 31)] * size),
        }
    )
    frame["decided_for"] = frame["decided_level"]
    stamps = ["decided_by", "decided_on", "valid_until", "decided_for"]
    frame[stamps] = frame[stamps].where(frame["decided_level"].notna(), None)
    return frame


def _prior_year(rng: Rng, keys: list[str], names: list[str]) -> pd.DataFrame:
    size = len(keys)
    plan = rng.lognormal(9.5, 1.4, size).round(2)
    frame = pd.DataFrame(
        {
            "customer_id": _texts(keys),
            "customer": _texts(names),
            "score": rng.normal(50.0, 15.0, size).clip(0.0, 100.0).round(1),
            "care_level": _chosen(rng, ("strategy", "sales", "sales", "sales", "service"), size, 0.9),
            "plan_safe_eur": (0.9 * plan).round(2),
            "plan_expected_eur": plan,
            "plan_upside_eur": (1.1 * plan).round(2),
            "plan_year": np.full(size, float(YEARS[-1])),
        }
    )
    return frame.reindex(columns=empty_frame(TABLES["prior_year"], YEARS).columns)


def _texts(values: Sequence[object]) -> pd.Series:
    return pd.Series(list(values), dtype=object)


def _owners(rng: Rng, keys: list[str], size: int) -> list[str]:
    return [keys[at] for at in rng.integers(0, len(keys), size)]


def _chosen(rng: Rng, words: Sequence[str], size: int, filled: float) -> pd.Series:
    picks, there = rng.integers(0, len(words), size), rng.random(size) < filled
    return _texts([words[at] if here else None for at, here in zip(picks, there, strict=True)])


def _some(rng: Rng, values: Floats, filled: float = FILLED) -> Floats:
    return np.where(rng.random(values.shape) < filled, values, np.nan)


def _days(rng: Rng, first: dt.date, size: int) -> pd.Series:
    return _texts([first + dt.timedelta(int(days)) for days in rng.integers(0, 365, size)])
