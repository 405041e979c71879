"""Gelesene Tabellen -> Eingaben: typed frames as the core takes them, points of the Klausur by their keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    ACTIVITY_COLUMNS,
    APPOINTMENT_COLUMNS,
    CLOSURE_COLUMNS,
    CUSTOMER_COLUMNS,
    DECISION_COLUMNS,
    EVERY_SEGMENT,
    JUDGEMENT_COLUMNS,
    ONE_OFF_COLUMNS,
    OPPORTUNITY_COLUMNS,
    PRIOR_SLOTS,
    PRIOR_YEAR_COLUMNS,
    RETREAT_COLUMNS,
    ROLE_COLUMNS,
    Criterion,
    CriterionKind,
    Inputs,
    Scale,
)
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, folded
from kundenbindung.workbook.names import same_name
from kundenbindung.workbook.tables.reading_in import TWINS

EVERYBODY = "alle"
"""Word in place of a segment: the DB rate of all others."""


def to_inputs(reading: Reading) -> Inputs:
    """Typed frames -> Eingaben of the core."""
    frames = reading.frames
    figures = _keyed(frames["figures"])
    years = [int(year) for year in reading.years]
    known = _known_names(frames["customers"], frames["figures"])
    opportunities = owned_opportunities(frames)
    return Inputs(
        settings=reading.settings,
        customers=_customers(frames["customers"]),
        revenue=_yearly(figures, "revenue", years),
        margin=_yearly(figures, "margin", years),
        criteria=criteria_of(frames["criteria"]),
        names={str(key): str(name) for key, name in figures["customer"].dropna().items()},
        one_offs=_listed(frames["one_offs"], ONE_OFF_COLUMNS),
        opportunities=opportunities,
        name_answers={name: key for name, key in name_answers(frames["name_matches"]).items() if key},
        open_names=_open_names(frames["name_matches"], opportunities, known),
        judgements=_listed(frames["judgements"], JUDGEMENT_COLUMNS),
        stages=_mapping(frames["stages"], "stage", "probability"),
        margin_rates=_margin_rates(frames["margin_rates"]),
        full_year=_keyed(frames["full_year"])[["revenue_eur"]],
        decisions=_keyed(frames["decisions"])[list(DECISION_COLUMNS)],
        prior_year=_keyed(frames["prior_year"])[list(PRIOR_YEAR_COLUMNS)],
        prior_points=_prior_points(frames["prior_year"], frames["prior_criteria"]),
        prior_weights=_mapping(frames["prior_criteria"], "criterion", "weight"),
        prior_plan_year=_prior_plan_year(frames["prior_year"]),
        retreat=_retreat(frames["open_decisions"]),
        walk_away=tuple(frames["walk_away"]["customer_id"].dropna()),
        agenda_minutes=agenda_minutes(frames["agenda"]),
        roles=frames["roles"].set_index("role")[list(ROLE_COLUMNS)],
        activities=_listed(with_known_roles(frames["activities"], frames["roles"]["role"]), ACTIVITY_COLUMNS),
        closures=_listed(frames["closures"], CLOSURE_COLUMNS),
        agreements=tuple(frames["agreements"]["customer_id"].dropna()),
        appointments=_appointments(frames["appointments"]),
    )


def _known_names(customers: pd.DataFrame, figures: pd.DataFrame) -> dict[str, str]:
    """Kundennamen by Kundennr., those of Kunden before those of Zahlen; "" for a customer without one."""
    rows = pd.concat([customers[["customer_id", "customer"]], figures[["customer_id", "customer"]]])
    first = rows.dropna(subset=["customer_id"]).drop_duplicates("customer_id")
    return {str(key): str(name) for key, name in first.fillna({"customer": ""}).itertuples(index=False)}


def owned_opportunities(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Verkaufschancen; where the Kundennr. is empty and the name says who it is, with that customer.

    The owner's answers come first, then the only customer of the same name. No cell is written.
    """
    table = _listed(frames["opportunities"], OPPORTUNITY_COLUMNS)
    lacking = table["customer_id"].isna() & table["customer"].notna()
    if not lacking.any():
        return table
    known = _known_names(frames["customers"], frames["figures"])
    answers, equal = name_answers(frames["name_matches"]), same_name(known)
    names = dict.fromkeys(table["customer"][lacking])
    owners = {name: answers.get(name) if name in answers else equal(name) for name in names}
    found = {name: key if key in known else None for name, key in owners.items()}
    keys = table["customer_id"].astype(object).where(~lacking, table["customer"].map(found))
    return table.assign(customer_id=keys.where(keys.notna(), None))


def _margin_rates(frame: pd.DataFrame) -> dict[str, float]:
    """DB-Sätze by segment; "alle" stands for every segment without a rate of its own."""
    rates = _mapping(frame, "segment", "rate")
    return {EVERY_SEGMENT if folded(name) == EVERYBODY else name: rate for name, rate in rates.items()}


def name_answers(frame: pd.DataFrame) -> dict[str, str | None]:
    """Antworten in Namensabgleich about names of Verkaufschancen: name -> Kundennr., None for a no.

    Another Kundennr. counts more than a yes or no beside it.
    """
    found: dict[str, str | None] = {}
    for row in _name_rows(frame):
        proposed = row["candidate_id"] if row["same"] == "yes" else None
        if row["kind"] != TWINS and (row["chosen_id"] or proposed or row["same"] == "no"):
            found[row["name"]] = row["chosen_id"] or proposed
    return found


def _open_names(
    frame: pd.DataFrame, opportunities: pd.DataFrame, known: Mapping[str, str]
) -> tuple[str, ...]:
    """Namen that wait: of Verkaufschancen still without a customer, of two customers that are both there."""
    lacking = set(opportunities["customer"][opportunities["customer_id"].isna()].dropna())
    return tuple(
        row["name"]
        for row in _name_rows(frame)
        if not row["same"] and not row["chosen_id"]
        if (row["candidate_id"] in known if row["kind"] == TWINS else row["name"] in lacking)
    )


def _name_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of Namensabgleich with a name; empty cells are None."""
    columns = ["name", "kind", "candidate_id", "same", "chosen_id"]
    table = frame.reindex(columns=columns).astype(object).dropna(subset=["name"])
    return table.where(table.notna(), None).to_dict("records")  # type: ignore[return-value]  # the stubs call the column names of records Hashable


def _prior_points(frame: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """Punkte of last year by criterion; its number names the column they stand in."""
    slots = _mapping(criteria, "criterion", "slot")
    columns = {name: f"points_{int(slot)}" for name, slot in slots.items() if 1 <= slot <= PRIOR_SLOTS}
    points = {name: frame[column].astype(np.float64).to_numpy() for name, column in columns.items()}
    return pd.DataFrame(points, index=pd.Index(frame["customer_id"], name="customer_id"), dtype=np.float64)


def _prior_plan_year(frame: pd.DataFrame) -> int | None:
    """Planjahr of last year's plan, the latest if several are named."""
    known = frame["plan_year"].dropna()
    return int(known.astype(float).max()) if len(known) else None


def _retreat(frame: pd.DataFrame) -> pd.DataFrame:
    """Punkte der Klausur by "kind subject" in identifiers; the owner's own points keep their words."""
    named = frame.assign(found=found_points(frame)).dropna(subset=["item"]).drop_duplicates("item")
    return named.assign(item=[retreat_key(item) for item in named["item"]]).set_index("item")[
        list(RETREAT_COLUMNS)
    ]


def with_known_roles(frame: pd.DataFrame, roles: pd.Series) -> pd.DataFrame:
    """Leistungen, their roles spelled as in Rollen: upper and lower case and blanks make no other role."""
    known = {folded(name): name for name in reversed(roles.dropna().tolist())}
    named = [known.get(folded(name), name) if isinstance(name, str) else None for name in frame["role"]]
    return frame.assign(role=pd.Series(named, index=frame.index, dtype=object))


def _appointments(frame: pd.DataFrame) -> pd.DataFrame:
    """Termine as they stand, by their key; of several rows with one key the first entries count."""
    dated = frame.reindex(columns=["appointment", *APPOINTMENT_COLUMNS])
    days = [day if isinstance(day, dt.date) else None for day in dated["date"]]
    named = dated.assign(date=pd.Series(days, index=dated.index, dtype=object)).dropna(subset=["appointment"])
    if named["appointment"].is_unique:
        return named.set_index("appointment")
    return named.groupby("appointment", sort=False).first()


def found_points(frame: pd.DataFrame) -> list[bool]:
    """Zeilen of Offene Entscheidungen that the calculation wrote: a kind of ours, and a question beside it.

    Where the questions are not there, the kind alone decides.
    """
    ours = [isinstance(item, str) and retreat_key(item) != item for item in frame["item"]]
    if "question" not in frame:
        return ours
    return [mine and bool(text) for mine, text in zip(ours, frame["question"].notna(), strict=True)]


def agenda_minutes(frame: pd.DataFrame) -> float | None:
    """Vorgesehene Zeit of the agenda; None without any entry."""
    minutes = frame["minutes"].dropna().astype(float)
    return float(minutes.sum()) if len(minutes) else None


def retreat_key(item: str) -> str:
    """Punkt as the core names it: "Grenzfall 10071" is "borderline 10071"."""
    kinds = {label: kind for kind, label in layout.CHOICES["item_kind"].items()}
    word, _, subject = item.partition(" ")
    return f"{kinds[word]} {subject}".rstrip() if word in kinds else item


def retreat_item(key: str) -> str:
    """Punkt as the owner reads it, the reverse of `retreat_key`."""
    kind, _, subject = key.partition(" ")
    known = layout.CHOICES["item_kind"]
    return f"{known[kind]} {subject}".rstrip() if kind in known else key


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("customer_id")


def _customers(frame: pd.DataFrame) -> pd.DataFrame:
    own = [name for name in frame.columns if name not in CUSTOMER_COLUMNS and name != "customer_id"]
    return _keyed(frame)[[*CUSTOMER_COLUMNS, *own]]


def _yearly(figures: pd.DataFrame, what: str, years: Sequence[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {year: figures[f"{what}_{year}"] for year in years}, index=figures.index, dtype=np.float64
    )


def _listed(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    return frame[list(columns)].reset_index(drop=True)


def _mapping(frame: pd.DataFrame, key: str, value: str) -> dict[str, float]:
    known = frame.dropna(subset=[key, value])
    return dict(zip(known[key], known[value].astype(float), strict=True))


def criteria_of(frame: pd.DataFrame) -> tuple[Criterion, ...]:
    """Kriterien of their table; an empty weight counts as 0."""
    return tuple(
        Criterion(
            criterion=row["criterion"],
            kind=CriterionKind(row["kind"]),
            source=row["source"],
            scale=Scale(row["scale"]),
            zero_at=_optional(row["zero_at"]),
            ten_at=_optional(row["ten_at"]),
            weight=_optional(row["weight"]) or 0.0,
            unit=row["unit"],
        )
        for row in frame.to_dict("records")
    )


def _optional(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
