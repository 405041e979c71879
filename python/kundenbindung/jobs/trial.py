"""Was-wäre-wenn: the typed sets of weights and assumptions, and what becomes of the levels and the plan.

The sheet holds all figures its functions need, so that it reads right without Python and in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kundenbindung.core import trial
from kundenbindung.core.model import (
    Capacity,
    Criterion,
    CustomerStatus,
    FloatArray,
    Inputs,
    Results,
    ScoredCriterion,
    Settings,
)
from kundenbindung.messages.customers import class_words
from kundenbindung.messages.functions import ALL_ROLES, NO_HOURS
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, empty_frame
from kundenbindung.workbook.layout import word

NOBODY = "–"
YEARS_BACK = (4, 3, 2, 1, 0)


def frames(
    reading: Reading, results: Results, inputs: Inputs, plan_rows: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Tabellen of the sheet Was-wäre-wenn; `plan_rows` is the table Plan, whose line "ohne Kunde" counts."""
    weights = _weights(_typed(reading, "trial_weights"), results.criteria or inputs.criteria)
    assumptions = _assumptions(_typed(reading, "trial_assumptions"), results.settings)
    found = {"trial_weights": weights, "trial_assumptions": assumptions}
    if not len(results.customers):
        return found
    base = _base(results, inputs, plan_rows, list(weights["criterion"]))
    sets: dict[str, object] = {}
    for name in layout.TRIAL_SETS:
        sets |= _outcome(name, base, weights, assumptions, results.settings)
    whole = pd.concat([base, pd.DataFrame(sets, index=base.index)], axis=1)
    return found | {"trial": whole, "trial_capacity": _capacity(whole, results.capacity)}


def _capacity(table: pd.DataFrame, capacity: Capacity | None) -> pd.DataFrame:
    """Auslastung per role with the proposals of today and of every set; last, all together."""
    if capacity is None:
        return pd.DataFrame(columns=[column.name for column in layout.TRIAL_CAPACITY.expand()])
    roles = capacity.roles[: layout.ROLE_SLOTS]
    columns = {"today": "level", **{f"load_{name}": f"level_{name}" for name in layout.TRIAL_SETS}}
    loads = {name: _loads(table, level, capacity) for name, level in columns.items() if level in table}
    shown = {name: [*cells[: len(roles)], cells[-1]] for name, cells in loads.items()}
    return pd.DataFrame({"role": [*(entry.role for entry in roles), ALL_ROLES], **shown})


def _loads(table: pd.DataFrame, level: str, capacity: Capacity) -> list[object]:
    there = [np.nan if entry.available_hours is None else entry.available_hours for entry in capacity.roles]
    found = trial.loads(
        _identifiers(table[level], "care_level"),
        table["effort_factor"].to_numpy(dtype=np.float64),
        capacity.per_customer.to_numpy(dtype=np.float64),
        np.array(there, dtype=np.float64),
    )
    return [NO_HOURS if load == np.inf else load for load in found.load.tolist()]


def _typed(reading: Reading, name: str) -> pd.DataFrame:
    found = reading.frames.get(name)
    return empty_frame(layout.TABLES[name]) if found is None else found


def _weights(typed: pd.DataFrame, criteria: Sequence[Criterion | ScoredCriterion]) -> pd.DataFrame:
    """Gewichtssätze: the rows as they stand, new criteria behind them; gone ones only while typed."""
    now = {entry.criterion: entry.weight for entry in criteria}
    sets = [f"set_{name}" for name in layout.TRIAL_SETS]
    kept = typed[typed["criterion"].isin(list(now)) | typed[sets].notna().any(axis=1)]
    further = [name for name in now if name not in set(kept["criterion"])]
    whole = pd.concat([kept, pd.DataFrame({"criterion": further}, dtype=object)], ignore_index=True)
    return whole.assign(weight=[now.get(name, np.nan) for name in whole["criterion"]])


def _assumptions(typed: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    today = {layout.setting(name).label: getattr(settings, name) for name in layout.TRIAL_SETTINGS}
    sets = typed.drop_duplicates("assumption").set_index("assumption").reindex(list(today))
    return sets.assign(today=list(today.values())).rename_axis("assumption").reset_index()


def _base(results: Results, inputs: Inputs, plan_rows: pd.DataFrame, slots: Sequence[str]) -> pd.DataFrame:
    """Grundlage: everything the functions of the sheet need, one row per line of the plan."""
    table = results.customers
    keys = [*table.index, *(key for key in plan_rows["customer_id"] if key not in table.index)]
    plan = plan_rows.set_index("customer_id").reindex(keys)
    known = table.reindex(keys)
    last = inputs.prior_year["care_level"].reindex(keys)
    columns: dict[str, object] = {
        "customer": plan["customer"],
        "score": known["score"],
        "level": [word("care_level", level) or None for level in known["computed_level"]],
        "stability": known["stability"],
        "expected": plan["plan_expected_eur"],
        "own_rate": known["own_rate"],
        "trend_words": [
            class_words(*pair) or None
            for pair in zip(known["trend_class"], known["trend_confidence"], strict=True)
        ],
        "status": [word("status", status) or None for status in known["status"]],
        "segment": known["segment"],
        "effort_factor": inputs.effort_factors(keys),
        "margin_eur": known["margin_eur"],
        "last_level": [word("care_level", level) or None for level in last],
        "plan_level_eur": plan["plan_level_eur"],
        "recognised": known["recognised_share"],
        "won_eur": plan["plan_won_eur"],
        "open_eur": plan["plan_open_eur"],
    }
    frame = pd.DataFrame({**columns, **_years(results, keys), **_points(results, keys, slots)}, index=keys)
    return frame.rename_axis("customer_id").reset_index()


def _years(results: Results, keys: list[str]) -> dict[str, pd.Series]:
    """Umsätze that count as trend points: none of lost customers, no base year without a booking."""
    yearly = results.adjusted_revenue.reindex(keys)
    known = results.customers[["status", "pending"]].reindex(keys)
    lost = known["status"].eq(CustomerStatus.LOST.value)
    found = {}
    for back in YEARS_BACK:
        year = results.settings.base_year - back
        values = yearly[year] if year in yearly.columns else pd.Series(np.nan, index=yearly.index)
        found[f"year_{back}"] = values.mask(lost | (known["pending"].eq(other=True) & (back == 0)))
    return found


def _points(results: Results, keys: list[str], slots: Sequence[str]) -> dict[str, pd.Series]:
    table = results.points.reindex(keys)
    empty = pd.Series(np.nan, index=table.index)
    named = [*slots, *([""] * layout.TRIAL_SLOTS)][: layout.TRIAL_SLOTS]
    return {
        f"points_{slot}": table[name] if name in table.columns else empty
        for slot, name in enumerate(named, start=1)
    }


def _outcome(
    name: str, base: pd.DataFrame, weights: pd.DataFrame, assumptions: pd.DataFrame, settings: Settings
) -> Mapping[str, object]:
    """Ergebnis of one set; nothing if no weight is typed."""
    typed = weights[f"set_{name}"].astype(float).to_numpy()[: layout.TRIAL_SLOTS]
    own = _with_assumptions(settings, assumptions, name)
    table = _matrix(base, [f"points_{slot}" for slot in range(1, layout.TRIAL_SLOTS + 1)])
    full = np.concatenate([typed, np.zeros(layout.TRIAL_SLOTS - len(typed))])
    try:
        score = trial.score(table, full)
    except ValueError:
        return {}
    order, criteria = _order(base), [*weights["criterion"], *([""] * layout.TRIAL_SLOTS)]
    levels = trial.level(table, full, order, own)
    shares = trial.level_shares(table, full, order, own, criteria)
    plan = trial.planned(_plan_base(base), own)
    return {
        f"score_{name}": score,
        f"level_{name}": [word("care_level", level) or None for level in levels],
        f"stability_{name}": trial.stability_of(shares),
        f"expected_{name}": plan.expected,
        f"safe_{name}": plan.safe,
    }


def _with_assumptions(settings: Settings, assumptions: pd.DataFrame, name: str) -> Settings:
    typed = assumptions[f"set_{name}"].astype(float)
    pairs = zip(layout.TRIAL_SETTINGS, typed, strict=True)
    return replace(settings, **{field: float(value) for field, value in pairs if not pd.isna(value)})  # type: ignore[arg-type]  # keywords by the names of the fields


def _matrix(base: pd.DataFrame, columns: Sequence[str]) -> FloatArray:
    return base[list(columns)].to_numpy(dtype=np.float64)


def _identifiers(values: pd.Series, choices: str) -> np.ndarray:
    known = {label: name for name, label in layout.CHOICES[choices].items()}
    return np.array([known.get(str(value)) for value in values], dtype=object)


def _order(base: pd.DataFrame) -> trial.Order:
    margin, revenue = (base[name].to_numpy(dtype=np.float64) for name in ("margin_eur", "year_0"))
    return trial.Order(
        pd.Index(base["customer_id"]), margin, revenue, _identifiers(base["last_level"], "care_level")
    )


def _plan_base(base: pd.DataFrame) -> trial.PlanBase:
    filled = {
        name: np.nan_to_num(base[name].to_numpy(dtype=np.float64), nan=default)
        for name, default in (
            ("plan_level_eur", 0.0),
            ("recognised", 1.0),
            ("won_eur", 0.0),
            ("open_eur", 0.0),
        )
    }
    segment = base["segment"].astype(object)
    return trial.PlanBase(
        status=_identifiers(base["status"], "status"),
        revenue=_matrix(base, [f"year_{back}" for back in YEARS_BACK]),
        level=filled["plan_level_eur"],
        recognised=filled["recognised"],
        won=filled["won_eur"],
        open=filled["open_eur"],
        segments=segment.where(segment.notna(), None).to_numpy(),
    )
