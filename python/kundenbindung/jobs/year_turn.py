"""Jahreswechsel: a calculated job becomes the workbook of the next year; results become Vorjahr.

What is frozen, kept and dropped is method section 8; the old workbook is not touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kundenbindung.core.levels import Decision, expired
from kundenbindung.core.model import (
    PRIOR_SLOTS,
    OpportunityStatus,
    Outcome,
    Results,
    ScoredCriterion,
    Settings,
)
from kundenbindung.core.screening import complete_settings, year_end
from kundenbindung.jobs.work import Job, calculate
from kundenbindung.messages.german import day
from kundenbindung.messages.sheets import criteria as with_anchors
from kundenbindung.messages.year_turn import Turned
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, own_columns
from kundenbindung.workbook.intake import MAX_YEARS

CLEARED = ("booked_share", "reporting_date", "target_revenue_eur", "target_margin_eur")
"""Einstellungen that belong to one year."""

LEVEL_DECISION = ("decided_level", "why", "decided_by", "decided_on", "valid_until", "decided_for")
"""Typed columns of Screening that go on with a valid level; the others explained last year's trend."""

Frames = dict[str, pd.DataFrame]


def turn(job: Job) -> tuple[Job, Turned]:
    """Ins nächste Jahr: the job of the new workbook, calculated, and what became of everything.

    Raises ValueError for a job that is not calculated or is stopped by an error.
    """
    results = job.results
    if results is None or job.stopped:
        raise ValueError("only a calculated job can go into the next year")
    old = job.reading
    years = (*old.years, old.settings.base_year + 1)[-MAX_YEARS:]
    settings = _settings(old.settings)
    frozen = frozen_criteria(results.criteria)
    frames: Frames = {
        **old.frames,
        "figures": _figures(old, years),
        "criteria": _criteria(old.frames["criteria"], results),
        "one_offs": _one_offs(old.frames["one_offs"], years),
        "opportunities": _opportunities(old.frames["opportunities"], settings),
        "full_year": old.frames["full_year"].iloc[:0],
        "decisions": _decisions(old.frames["decisions"], results, settings),
        "prior_year": _prior_year(old, results, frozen),
        "prior_criteria": _prior_criteria(frozen),
        "open_decisions": _deferred(old.frames["open_decisions"]),
        "resolutions": old.frames["resolutions"].iloc[:0],
        "appointments": old.frames["appointments"].iloc[:0],
        "agreements": _still_open(old.frames["agreements"]),
        "closures": _not_over(old.frames["closures"], settings),
    }
    new = Job(Reading(years, settings, frames, ()), (), not_carried=job.not_carried)
    return calculate(new), _report(job, new.reading, frozen)


def _settings(settings: Settings) -> Settings:
    cleared = dict.fromkeys(CLEARED)
    return replace(settings, base_year=settings.base_year + 1, months_in_base_year=12, **cleared)  # type: ignore[arg-type]  # keywords by the names of the fields


def frozen_criteria(criteria: Sequence[ScoredCriterion]) -> tuple[ScoredCriterion, ...]:
    """Kriterien whose points are frozen, in their order: those that count, then those without weight."""
    used = [entry for entry in criteria if entry.on]
    first = sorted(used, key=lambda entry: entry.weight <= 0.0)[:PRIOR_SLOTS]
    return tuple(entry for entry in used if entry in first)


def _figures(old: Reading, years: Sequence[int]) -> pd.DataFrame:
    """Zahlen with an empty year more; a year without room is left out."""
    frame = old.frames["figures"]
    columns = [column.name for column in layout.FIGURES.expand(years)]
    whole = frame.reindex(columns=[*columns, *own_columns(layout.FIGURES, frame, old.years)])
    new = [name for name in columns if name.endswith(f"_{years[-1]}")]
    return whole.assign(**dict.fromkeys(new, np.nan))


def _criteria(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Kriterien with the anchors and weights that were used."""
    return with_anchors(typed, results)[list(typed.columns)]


def _one_offs(frame: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    return frame[~(frame["year"].astype(np.float64) < years[0])].reset_index(drop=True)


def _opportunities(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Verkaufschancen that may still count: open ones, and won ones not closed before the new base year."""
    return frame[~_lost(frame) & ~_closed(frame, settings)].reset_index(drop=True)


def _lost(frame: pd.DataFrame) -> pd.Series:
    return frame["status"].eq(OpportunityStatus.LOST.value).fillna(value=False).astype(bool)


def _closed(frame: pd.DataFrame, settings: Settings) -> pd.Series:
    """True for a won opportunity whose year is over."""
    last = year_end(settings, settings.base_year - 1)
    early = [isinstance(close, dt.date) and close <= last for close in frame["expected_close"]]
    won = frame["status"].eq(OpportunityStatus.WON.value).fillna(value=False).astype(bool)
    return won & pd.Series(early, index=frame.index, dtype=bool)


def _decisions(frame: pd.DataFrame, results: Results, settings: Settings) -> pd.DataFrame:
    """Entscheidungen: the rows in their order, with the levels that are still valid and nothing else."""
    stays = _valid(frame, settings)
    typed = [column.name for column in layout.SCREENING.expand() if column.role.typed]
    columns = {
        name: frame[name].astype(object).where(stays & (name in LEVEL_DECISION), None) for name in typed
    }
    known = frame["customer_id"].isin(results.customers.index)
    return frame.assign(**columns)[known | stays].reset_index(drop=True)


def _valid(frame: pd.DataFrame, settings: Settings) -> pd.Series:
    """True for a decided level that holds at the new Stichtag."""
    stichtag = complete_settings(settings).reporting_date or dt.date.max
    names = ("decided_level", "decided_on", "valid_until", "decided_for")
    rows = zip(*(frame[name].astype(object).where(frame[name].notna(), None) for name in names), strict=True)
    stays = [level is not None and not expired(Decision(level, *stamps), stichtag) for level, *stamps in rows]
    return pd.Series(stays, index=frame.index, dtype=bool)


def _deferred(frame: pd.DataFrame) -> pd.DataFrame:
    """Vertagte Punkte der Klausur with who and until when."""
    return frame[frame["outcome"].eq(Outcome.DEFERRED.value).fillna(value=False)].reset_index(drop=True)


def _still_open(frame: pd.DataFrame) -> pd.DataFrame:
    """Vereinbarungen that are not settled."""
    return frame[frame["done_on"].isna()].reset_index(drop=True)


def _not_over(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Betriebsferien that reach into the new plan year."""
    last = year_end(settings, settings.base_year)
    over = [isinstance(day, dt.date) and day <= last for day in frame["last_day"]]
    return frame[~pd.Series(over, index=frame.index, dtype=bool)].reset_index(drop=True)


def _prior_year(old: Reading, results: Results, frozen: Sequence[ScoredCriterion]) -> pd.DataFrame:
    """Vorjahr: results of every customer with a score, a level or a plan, and the owner's own columns."""
    table, typed = results.customers, old.frames["prior_year"]
    planned = table["plan_expected_eur"].astype(np.float64).fillna(0.0) != 0.0
    chosen = table[planned | table["score"].notna() | table["care_level"].notna()]
    keys = chosen.index
    explained = old.frames["decisions"].set_index("customer_id").reindex(keys)
    same = ("customer", "score", "care_level", "plan_safe_eur", "plan_expected_eur", "plan_upside_eur")
    own = typed.set_index("customer_id").reindex(keys)[own_columns(layout.PRIOR_YEAR, typed, ())]
    frame = chosen[list(same)].assign(
        reason_code=explained["reason_code"],
        explanation=explained["explanation"],
        plan_year=float(old.settings.plan_year),
        **_points(results.points.reindex(keys), [entry.criterion for entry in frozen]),
    )
    return pd.concat([frame, own], axis=1).rename_axis("customer_id").reset_index()


def _points(points: pd.DataFrame, names: Sequence[str]) -> Mapping[str, pd.Series]:
    empty = pd.Series(np.nan, index=points.index)
    slots = [*names, *([None] * PRIOR_SLOTS)][:PRIOR_SLOTS]
    return {
        f"points_{slot}": empty if name is None else points[name] for slot, name in enumerate(slots, start=1)
    }


def _prior_criteria(frozen: Sequence[ScoredCriterion]) -> pd.DataFrame:
    rows = [(entry.criterion, float(slot), entry.weight) for slot, entry in enumerate(frozen, start=1)]
    return pd.DataFrame(rows, columns=["criterion", "slot", "weight"])


def _report(job: Job, new: Reading, frozen: Sequence[ScoredCriterion]) -> Turned:
    """Was aus allem wurde: counts of what the old workbook held and the new one does not."""
    old, results = job.reading, job.results
    chances, decisions = old.frames["opportunities"], old.frames["decisions"]
    stays = _valid(decisions, new.settings)
    labels = {setting.name: setting.label for setting in layout.SETTINGS}
    counted = (
        [] if results is None else [entry for entry in results.criteria if entry.on and entry.weight > 0.0]
    )
    return Turned(
        old_year=old.settings.base_year,
        months=old.settings.months_in_base_year,
        frozen=len(new.frames["prior_year"]),
        frozen_criteria=len(frozen),
        too_many=tuple(entry.criterion for entry in counted if entry not in frozen),
        dropped_years=tuple(year for year in old.years if year not in new.years),
        cleared=tuple(labels[name] for name in CLEARED if getattr(old.settings, name) is not None),
        kept_decisions=int(stays.sum()),
        ended=_ended(job, decisions[decisions["decided_level"].notna() & ~stays]),
        explanations=int(decisions[["reason_code", "explanation"]].notna().any(axis=1).sum()),
        open=len(new.frames["opportunities"]),
        lost=int(_lost(chances).sum()),
        won=int(_closed(chances, new.settings).sum()),
        one_offs=len(old.frames["one_offs"]) - len(new.frames["one_offs"]),
        full_years=len(old.frames["full_year"]),
        deferred=len(new.frames["open_decisions"]),
        points=_left_points(old.frames["open_decisions"]),
        resolutions=len(old.frames["resolutions"]),
        appointments=_lived(old.frames["appointments"]),
        agreements=len(new.frames["agreements"]),
        settled=len(old.frames["agreements"]) - len(new.frames["agreements"]),
        closures=len(old.frames["closures"]) - len(new.frames["closures"]),
    )


def _lived(frame: pd.DataFrame) -> int:
    """Termine with something typed, which stay in the old workbook."""
    return int(frame[["moved_to", "done_on", "outcome"]].notna().any(axis=1).sum())


def _left_points(frame: pd.DataFrame) -> int:
    """Points of the Klausur with something typed that do not go on."""
    typed = frame[["outcome", "who", "until"]].notna().any(axis=1)
    return int((typed & ~frame["outcome"].eq(Outcome.DEFERRED.value).fillna(value=False).astype(bool)).sum())


def _ended(job: Job, rows: pd.DataFrame) -> tuple[str, ...]:
    """Abgelaufene Entscheidungen: number, name, and until when each of them held."""
    pairs = zip(rows["customer_id"], rows["valid_until"], strict=True)
    return tuple(
        f"{key} {job.names.get(key, '')}".strip()
        + (f" (bis {day(until)})" if isinstance(until, dt.date) else "")
        for key, until in pairs
    )
