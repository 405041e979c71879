"""Arbeitsschritte the doors share: open, calculate, and what is to be written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from kundenbindung.adapters import presets
from kundenbindung.core import walk_away
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Finding, Inputs, Results, Settings, Severity
from kundenbindung.jobs import trial
from kundenbindung.messages import reports, sheets
from kundenbindung.messages import retreat as retreat_words
from kundenbindung.workbook.frames import Contents, Grid, Reading, empty_frame, read_table, read_workbook
from kundenbindung.workbook.inputs import retreat_item, to_inputs
from kundenbindung.workbook.layout import INPUT_TABLES, TABLES


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Auftrag: a read workbook, what became of it, and what a rebuilt file would not carry over.

    stamped  decisions that got their stamps in the open workbook
    """

    reading: Reading
    findings: tuple[Finding, ...]
    results: Results | None = None
    not_carried: tuple[str, ...] = ()
    stamped: int = 0

    @property
    def stopped(self) -> bool:
        """True if an error keeps the workbook from being calculated."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def waits_for_figures(self) -> bool:
        """True if only the figures of the base year are missing: everything else may be kept and written."""
        errors = {finding.code for finding in self.findings if finding.severity is Severity.ERROR}
        return errors == {"base_year_no_figures"}

    @property
    def names(self) -> Mapping[str, str]:
        """Kundennamen by Kundennr."""
        known = self.reading.frames["customers"].dropna(subset=["customer_id", "customer"])
        return dict(zip(known["customer_id"], known["customer"], strict=True))

    @property
    def customers(self) -> Mapping[str, str]:
        """Alle Kundennummern of Kunden and Zahlen, each with its name, empty if it has none."""
        tables = (self.reading.frames[name][["customer_id", "customer"]] for name in ("figures", "customers"))
        rows = pd.concat(tables).dropna(subset=["customer_id"])
        return {str(key): "" if pd.isna(name) else str(name) for key, name in rows.itertuples(index=False)}

    @property
    def is_sample(self) -> bool:
        """True for the workbook of the sample company."""
        return bool(self.reading.settings.company) and self.reading.settings.company == presets.sample_name()


def read(path: Path, *, propose: bool = False) -> Job:
    """Mappe öffnen und lesen, ohne zu rechnen; raises PackageError if it is no workbook of ours.

    propose  tables that a workbook of an earlier version does not have come filled, as in a new one
    """
    from kundenbindung.adapters.file import open_workbook  # noqa: PLC0415 - buttons read no files

    opened = open_workbook(path)
    return from_grids(opened.grids, not_carried=opened.not_carried, propose=propose)


def _with_proposals(reading: Reading, grids: Mapping[str, Grid]) -> Reading:
    """A workbook of an earlier version gets what is proposed for the tables it does not have."""
    missing = {name: proposed(name) for name in presets.PROPOSED if name not in grids}
    return replace(reading, frames={**reading.frames, **missing}) if missing else reading


def verify(path: Path) -> None:
    """Geschriebene Mappe prüfen; raises RuntimeError if it could not be calculated again."""
    written = read(path)
    if written.stopped:
        raise RuntimeError(f"{path.name} cannot be read back: {[entry.code for entry in written.findings]}")


def calculate(job: Job) -> Job:
    """Mappe berechnen, if nothing stops it."""
    if job.stopped:
        return job
    results = evaluate(to_inputs(job.reading))
    return replace(job, results=results, findings=(*job.findings, *results.findings))


def from_grids(
    grids: Mapping[str, Grid],
    *,
    not_carried: tuple[str, ...] = (),
    propose: bool = False,
    odd: tuple[Finding, ...] = (),
) -> Job:
    """Auftrag from grids of a file, or such as never were one; `odd` are findings besides."""
    reading = read_workbook(grids)
    reading = _with_proposals(reading, grids) if propose else reading
    return Job(reading, (*reading.findings, *odd), not_carried=not_carried)


def ranked(job: Job) -> Job:
    """The same job with Screening by score, the points of the Klausur by their stakes, Termine by day."""
    if job.results is None:
        return job
    order = job.results.customers.sort_values("score", ascending=False, kind="stable").index
    decisions = job.reading.frames["decisions"].set_index("customer_id").reindex(order).astype(object)
    frame = decisions.where(decisions.notna(), None).rename_axis("customer_id").reset_index()
    points = _ranked_points(job.reading.frames["open_decisions"], job.results)
    frames = {
        **job.reading.frames,
        "decisions": frame,
        "open_decisions": points,
        "appointments": _by_day(job.reading.frames["appointments"], job.results),
    }
    return replace(job, reading=replace(job.reading, frames=frames))


def _ranked_points(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Punkte der Klausur in their own order, the owner's below."""
    known = typed.set_index("item").astype(object)
    listed = [retreat_item(key) for key in results.retreat["item"]] if len(results.retreat) else []
    order = [*listed, *(item for item in known.index if item not in set(listed))]
    frame = known.reindex(order)
    return frame.where(frame.notna(), None).rename_axis("item").reset_index()


def _by_day(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Termine in the order of the calendar, what is not part of it below."""
    if not len(results.appointments):
        return typed
    listed = results.appointments[["appointment"]].merge(typed, how="left", on="appointment")
    others = typed[~typed["appointment"].isin(listed["appointment"])]
    return pd.concat([listed.astype(object), others], ignore_index=True)


def sample() -> Job:
    """Beispielunternehmen, calculated, best customer first."""
    return ranked(calculate(from_grids(presets.sample_company())))


def blank(settings: Settings, years: tuple[int, ...], preset: presets.Preset) -> Job:
    """Leere Mappe for these years, with a criteria preset and the usual phases."""
    frames: dict[str, pd.DataFrame] = {name: empty_frame(TABLES[name], years) for name in INPUT_TABLES}
    criteria = read_workbook({"criteria": presets.criteria_grid(preset.criteria)}).frames["criteria"]
    frames |= {"criteria": criteria, "stages": presets.default_stages()}
    frames |= {name: proposed(name) for name in presets.PROPOSED}
    frames["decisions"] = empty_frame(TABLES["screening"], years)
    return Job(Reading(years, settings, frames, ()), ())


def proposed(table: str) -> pd.DataFrame:
    """Vorschlag for a table of a new workbook, typed."""
    return read_table(TABLES[table], presets.proposed_grid(table))[0]


def last_years(count: int = 3) -> tuple[int, ...]:
    """Die letzten abgeschlossenen Kalenderjahre."""
    last = dt.date.today().year - 1
    return tuple(range(last - count + 1, last + 1))


def empty(years: tuple[int, ...], preset: presets.Preset | None = None, months: int = 12) -> Job:
    """Leere Mappe, calculated so that every sheet says what is missing; preset `standard` unless named."""
    settings = Settings(base_year=years[-1], months_in_base_year=months)
    return calculate(blank(settings, years, preset or presets.preset(presets.STANDARD)))


def contents(job: Job, moment: str | None) -> Contents:
    """Inhalt of the workbook to write; `moment` says when it was calculated, None for "not yet"."""
    if job.results is None:
        raise ValueError("only a calculated job can be written")
    meta = {
        "calculated": _calculated(job, moment),
        "sample": "yes" if job.is_sample else "no",
        "margin_note": _margin_note(job.results),
    }
    found = sheets.contents(job.reading, job.results, meta, job.findings)
    inputs = to_inputs(job.reading)
    tried = trial.frames(job.reading, job.results, inputs, found.frames["plan"])
    walked = _walk_away(job.reading, job.results, inputs)
    return replace(found, frames={**found.frames, **tried, "walk_away": walked})


def _walk_away(reading: Reading, results: Results, inputs: Inputs) -> pd.DataFrame:
    """Abgangsprobe of the numbers that were typed and are known."""
    keys = [key for key in dict.fromkeys(inputs.walk_away) if key in results.customers.index]
    tried = {key: walk_away.without(inputs, results, key) for key in keys}
    return retreat_words.walk_away(reading.frames["walk_away"], results, tried)


def _calculated(job: Job, moment: str | None) -> str:
    if moment is None or job.results is None:
        return reports.NOT_CALCULATED
    return reports.last_calculation(moment, len(job.results.customers), len(job.findings))


def _margin_note(results: Results) -> str:
    """Which DB the sheets show, and whether it is estimated."""
    estimated = int(results.customers["margin_estimated"].sum()) if len(results.customers) else 0
    return reports.margin_kind(results.settings.margin_kind, estimated)


def now() -> str:
    """Uhrzeit of this calculation, for the line on Start."""
    return f"{dt.datetime.now():%d.%m.%Y %H:%M}"
