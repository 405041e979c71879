"""Hin und zurück: companies with every table filled, and the contents of their workbook."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from tests.adapters.test_file import TYPED, days, framed, names, rows, texts
from tests.companies import changed, companies

from kundenbindung.core.model import (
    ACTIVITY_COLUMNS,
    APPOINTMENT_COLUMNS,
    CLOSURE_COLUMNS,
    EVERY_SEGMENT,
    ROLE_COLUMNS,
    Criterion,
    Inputs,
)
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents, settings_frame
from kundenbindung.workbook.inputs import EVERYBODY, retreat_item
from kundenbindung.workbook.tables.reading_in import OPPORTUNITY_NAME

EXTREME = (0.0, -1e9, 1e12, 0.1 + 0.2, 1 / 3, 123_456_789.012_345, 1e-9)
FREE_TEXT = {
    "customers": ("customer", "segment", "responsible", "decision_maker", "customer_goals"),
    "opportunities": ("project", "source_id"),
    "decisions": ("explanation", "why", "decided_by"),
    "one_offs": ("reason",),
}
KEYS = ("007", "0815", "Größe 1", "=1+1", "1e5", "4711", "@9", "ß", "😀", "12 34", "TRUE", "31.12.2025")


# ---------------------------------------------------------------- companies with every table filled


@st.composite
def full_companies(draw: st.DrawFn) -> Inputs:
    """A company of `companies()`: its keys and texts are hard to carry, and every other table has rows."""
    inputs = renamed(draw(companies(max_size=6)), draw(st.permutations(KEYS)))
    inputs = changed(inputs, **{name: _texts(draw, inputs, name) for name in FREE_TEXT})
    inputs = changed(inputs, names={key: draw(texts) for key in inputs.names}, customers=_own(draw, inputs))
    inputs = changed(inputs, criteria=tuple(map(_exact, inputs.criteria)))
    inputs = changed(allowed(inputs), **_people(draw), **_last_year(draw, inputs), **_talks(draw, inputs))
    return changed(inputs, **_open_names(draw, inputs))


def renamed(inputs: Inputs, keys: Sequence[str]) -> Inputs:
    """The same company with other Kundennummern."""
    known = dict.fromkeys([*inputs.revenue.index, *inputs.customers.index])
    new = {**dict(zip(known, keys, strict=False))}
    tables = {f.name: getattr(inputs, f.name) for f in fields(Inputs)}
    frames = {name: table for name, table in tables.items() if isinstance(table, pd.DataFrame)}
    found: dict[str, Any] = {
        name: table.rename(index=new) for name, table in frames.items() if table.index.name == "customer_id"
    }
    for name in ("one_offs", "opportunities", "judgements"):
        found[name] = frames[name].assign(customer_id=frames[name]["customer_id"].replace(new).astype(object))
    return changed(inputs, **found, names={new[key]: name for key, name in inputs.names.items()})


def allowed(inputs: Inputs) -> Inputs:
    """The same company as a workbook takes it: no value below zero, no full year without an amount."""
    deals = inputs.opportunities.assign(value_eur=inputs.opportunities["value_eur"].abs())
    return changed(inputs, opportunities=deals, full_year=inputs.full_year.dropna())


def _exact(entry: Criterion) -> Criterion:
    """The same Kriterium with its numbers as they come out of cells."""
    low, high = (None if value is None else float(value) for value in (entry.zero_at, entry.ten_at))
    return replace(entry, zero_at=low, ten_at=high, weight=float(entry.weight))


def _texts(draw: st.DrawFn, inputs: Inputs, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(inputs, name)
    found = {
        column: pd.Series([draw(st.none() | texts) for _ in frame.index], frame.index, dtype=object)
        for column in FREE_TEXT[name]
    }
    return frame.assign(**found)


def _own(draw: st.DrawFn, inputs: Inputs) -> pd.DataFrame:
    """Kunden with extreme numbers and a column of the owner's."""
    frame, size = inputs.customers, len(inputs.customers)
    volumes = st.lists(st.sampled_from((math.nan, *map(abs, EXTREME))), min_size=size, max_size=size)
    cell = st.none() | texts | days | st.sampled_from(EXTREME)
    notes = draw(st.lists(cell, min_size=size, max_size=size))
    own = pd.Series(notes, frame.index, dtype=object)
    return frame.assign(purchasing_volume_eur=np.array(draw(volumes), dtype=float), Notiz=own)


def _people(draw: st.DrawFn) -> dict[str, Any]:
    """Rollen, Leistungen, Betriebsferien and Termine."""
    roles = framed(TYPED["roles"], draw(rows(layout.ROLES, TYPED["roles"]))).set_index("role")
    activities = framed(TYPED["activities"], draw(rows(layout.ACTIVITIES, TYPED["activities"])))
    who = [draw(st.sampled_from([*roles.index, "Noch niemand"])) for _ in activities.index]
    closures = framed(TYPED["closures"], draw(rows(layout.CLOSURES, TYPED["closures"])))
    dated = [{name: draw(st.none() | days) for name in APPOINTMENT_COLUMNS} for _ in range(2)]
    meetings = pd.DataFrame(dated, pd.Index(["007|Besuch|1", "=x|Ölwechsel|2"], name="appointment"))
    outcomes = pd.Series([draw(st.none() | texts) for _ in dated], meetings.index, dtype=object)
    return {
        "roles": roles[list(ROLE_COLUMNS)],
        "activities": activities.assign(role=pd.Series(who, dtype=object))[list(ACTIVITY_COLUMNS)],
        "closures": closures[list(CLOSURE_COLUMNS)],
        "appointments": meetings.astype(object).assign(outcome=outcomes),
    }


def _last_year(draw: st.DrawFn, inputs: Inputs) -> dict[str, Any]:
    """Vorjahr with points and weights of its criteria."""
    keys = inputs.prior_year.index
    weights = draw(st.dictionaries(names, st.sampled_from((1.0, 12.5, 100.0)), max_size=3))
    points = {name: [draw(st.sampled_from((math.nan, 0.0, 10 / 3, 10.0))) for _ in keys] for name in weights}
    return {
        "prior_points": pd.DataFrame(points, keys, dtype=float),
        "prior_weights": weights,
        "prior_plan_year": draw(st.sampled_from((None, 2025))) if len(keys) else None,
    }


def _talks(draw: st.DrawFn, inputs: Inputs) -> dict[str, Any]:
    """Klausur, Vereinbarungen, Phasen and DB-Sätze."""
    kinds = list(layout.CHOICES["item_kind"])
    keys = [*inputs.revenue.index, "404"]
    points = st.tuples(st.sampled_from(kinds), st.sampled_from(keys)).map(" ".join)
    items = draw(st.lists(points, max_size=3, unique=True))
    outcomes = st.sampled_from((None, *layout.CHOICES["outcome"]))
    own = [f"Eigener Punkt {text}" for text in draw(st.lists(texts, max_size=2, unique=True))]
    table = [
        {"outcome": draw(outcomes), "who": draw(st.none() | texts), "until": draw(st.none() | days)}
        for _ in [*items, *own]
    ]
    found = [*[True] * len(items), *[False] * len(own)]
    frame = pd.DataFrame(table, pd.Index([*items, *own], dtype=object), ["outcome", "who", "until"], object)
    shares = st.sampled_from((0.0, 1 / 3, 1.0))
    return {
        "retreat": frame.assign(found=found).rename_axis("item"),
        "walk_away": tuple(draw(st.lists(st.sampled_from(keys), max_size=2, unique=True))),
        "agreements": tuple(draw(st.lists(st.sampled_from(keys), max_size=2))),
        "agenda_minutes": draw(st.sampled_from((None, 0.0, 90.0))),
        "stages": draw(st.dictionaries(texts, shares, max_size=3)),
        "margin_rates": draw(st.dictionaries(st.just(EVERY_SEGMENT) | names, shares, max_size=3)),
    }


def _open_names(draw: st.DrawFn, inputs: Inputs) -> dict[str, Any]:
    """Namensabgleich: names that were answered, and names of Verkaufschancen that wait."""
    asked = draw(st.lists(names.map("Frage {}".format), max_size=2, unique=True))
    answers = draw(st.dictionaries(names.map("Antwort {}".format), st.sampled_from(KEYS), max_size=2))
    known = inputs.opportunities
    waiting = known.head(0).reindex(range(len(asked))).assign(customer=asked).astype(known.dtypes)
    objects = known.select_dtypes("object").columns
    blank = {name: waiting[name].where(waiting[name].notna(), None) for name in objects}
    table = pd.concat([known, waiting.assign(**blank)], ignore_index=True)
    return {"opportunities": table, "open_names": tuple(asked), "name_answers": answers}


# ---------------------------------------------------------------- their workbook


def tables_of(inputs: Inputs) -> Contents:
    """Eingaben -> contents of a workbook that nobody has calculated yet; the reverse of `to_inputs`."""
    frames = {
        "settings": settings_frame(inputs.settings),
        "customers": inputs.customers.reset_index(),
        "figures": _figures(inputs),
        "criteria": pd.DataFrame([_criterion(entry) for entry in inputs.criteria]),
        "one_offs": inputs.one_offs,
        "opportunities": inputs.opportunities,
        "judgements": inputs.judgements,
        "stages": _pairs(inputs.stages, "stage", "probability"),
        "margin_rates": _pairs(
            {name or EVERYBODY: rate for name, rate in inputs.margin_rates.items()}, "segment", "rate"
        ),
        "full_year": inputs.full_year.reset_index(),
        "screening": inputs.decisions.reset_index(),
        "open_decisions": _points(inputs),
        "walk_away": pd.DataFrame({"customer_id": list(inputs.walk_away)}, dtype=object),
        "agenda": pd.DataFrame({"topic": ["Beginn"], "minutes": [inputs.agenda_minutes]}),
        "roles": inputs.roles.reset_index(),
        "activities": inputs.activities,
        "closures": inputs.closures,
        "agreements": pd.DataFrame({"customer_id": list(inputs.agreements)}, dtype=object),
        "appointments": inputs.appointments.reset_index(),
        "name_matches": _questions(inputs),
        **_prior(inputs),
    }
    return Contents(inputs.years, tuple(entry.criterion for entry in inputs.criteria), frames)


def _figures(inputs: Inputs) -> pd.DataFrame:
    years = {f"revenue_{year}": inputs.revenue[year] for year in inputs.years}
    years |= {f"margin_{year}": inputs.margin[year] for year in inputs.years}
    called = [inputs.names.get(key) for key in inputs.revenue.index]
    frame = pd.DataFrame(years, index=inputs.revenue.index).reset_index()
    return frame.assign(customer=pd.Series(called, dtype=object))


def _criterion(entry: Criterion) -> dict[str, object]:
    return {f.name: getattr(entry, f.name) for f in fields(Criterion)} | {
        "kind": entry.kind.value,
        "scale": entry.scale.value,
    }


def _pairs(values: Mapping[str, float], key: str, value: str) -> pd.DataFrame:
    return pd.DataFrame({key: list(values), value: list(values.values())})


def _points(inputs: Inputs) -> pd.DataFrame:
    """Offene Entscheidungen in the owner's words, a question beside what the calculation found."""
    table = inputs.retreat
    questions = pd.Series(["Warum?" if found else None for found in table["found"]], dtype=object)
    items = [retreat_item(item) for item in table.index]
    return table.drop(columns="found").reset_index(drop=True).assign(item=items, question=questions)


def _questions(inputs: Inputs) -> pd.DataFrame:
    every = [*inputs.name_answers, *inputs.open_names]
    chosen = [inputs.name_answers.get(name) for name in every]
    columns = {"name": every, "kind": [OPPORTUNITY_NAME] * len(every), "chosen_id": chosen}
    return pd.DataFrame(columns, dtype=object)


def _prior(inputs: Inputs) -> dict[str, pd.DataFrame]:
    places = {name: f"points_{at}" for at, name in enumerate(inputs.prior_weights, 1)}
    table = inputs.prior_year.join(inputs.prior_points.rename(columns=places)).reset_index()
    slots = [float(at) for at, _ in enumerate(places, 1)]
    weights = _pairs(inputs.prior_weights, "criterion", "weight").assign(slot=slots)
    return {"prior_year": table.assign(plan_year=inputs.prior_plan_year), "prior_criteria": weights}
