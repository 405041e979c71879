"""Gesprächsblätter: from a calculated job to a workbook for the house and a file for every customer."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from kundenbindung.adapters import meeting, pdf, presets, proof
from kundenbindung.core.model import AppointmentState, CareLevel, Channel, Inputs, OpportunityStatus, Results
from kundenbindung.jobs.work import Job
from kundenbindung.messages import customers as sentences
from kundenbindung.messages import meeting_pages as pages
from kundenbindung.messages import meeting_sheets as words
from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.inputs import to_inputs

YEARS = 3
OPEN = (None, OpportunityStatus.OPEN.value)
Progress = Callable[[int, int], None]
Converter = Callable[[Sequence[Path], Progress | None], Mapping[Path, Path]]
"""Makes a PDF beside every workbook: PDF by workbook, of those that could be made."""

Row = Mapping[str, Any]
Pages = tuple[pages.Page, ...]
Book = tuple[str, dict[str, pages.Page]]
"""Title of a workbook, and its pages by name of their sheet."""


def with_libreoffice() -> Converter | None:
    """PDF by LibreOffice; None where it is not installed."""
    office = pdf.program()
    return None if office is None else partial(pdf.convert, office)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Vorbereitete Blätter of the Strategie customers, by Kundennr.: for the house, and for the customer."""

    year: int
    inside: Pages
    for_customers: Pages

    @property
    def empty(self) -> bool:
        """True if nobody has the level Strategie."""
        return not self.inside

    @property
    def name(self) -> str:
        """Dateiname of the workbook for the house, as proposed."""
        return words.chosen(words.NAME.format(year=self.year))

    def write(
        self, folder: Path, name: str, convert: Converter | None, progress: Progress | None = None
    ) -> words.Written:
        """Mappe, Dateien je Kunde and their PDF into a folder: all files or none.

        convert  makes the PDF; without it there are none. Raises PackageError where something is in the way,
        or where a workbook holds anything that does not stand on its pages.
        """
        books = self._books(name)
        wanted = [folder / place for place in books]
        printed = [path.with_suffix(words.PDF) for path in wanted]
        meeting.refuse(folder, [*wanted, *(printed if convert else ())])
        whole = len(books) * (2 if convert else 1)
        with tempfile.TemporaryDirectory(prefix="kundenbindung-") as desk:
            drawn = _drawn(Path(desk), books, whole, progress)
            self._prove(Path(desk), books)
            made = {} if convert is None else convert(drawn, _shifted(progress, len(books), whole))
            files = [*drawn, *made.values()]
            meeting.store(folder, {folder / path.relative_to(desk): path for path in files})
            stayed = sum(path.exists() for path in printed) - len(made)
        tried = None if convert is None else len(made)
        return words.Written(self.year, len(self.inside), name, len(books), tried, stayed)

    def _books(self, name: str) -> dict[Path, Book]:
        """Title and pages by name of their sheet, of every workbook by its place in the folder."""
        keys = [page.key for page in self.inside]
        sheets, files = words.sheet_names(keys), words.files_of_customers(self.year, keys)
        whole = {sheets[page.key]: page for page in self.inside}
        found = {Path(name): (words.TITLE.format(year=self.year), whole)}
        for page in self.for_customers:
            place = Path(words.FOR_CUSTOMERS) / files[page.key]
            found[place] = (page.tag, {sheets[page.key]: page})
        return found

    def _prove(self, desk: Path, books: Mapping[Path, Book]) -> None:
        """Nachweis of every workbook; what only the house reads must not stand in a file for a customer."""
        house = {page.key: page for page in self.inside}
        for place, (title, sheets) in books.items():
            outward = place.parent.name == words.FOR_CUSTOMERS
            own = (
                {text for page in sheets.values() for text in meeting.texts(house[page.key])}
                if outward
                else ()
            )
            proof.require(desk / place, meeting.meant(sheets, title, own))


def _drawn(desk: Path, books: Mapping[Path, Book], whole: int, progress: Progress | None) -> list[Path]:
    (desk / words.FOR_CUSTOMERS).mkdir()
    for done, (place, (title, sheets)) in enumerate(books.items(), start=1):
        meeting.draw(sheets, desk / place, title)
        if progress is not None:
            progress(done, whole)
    return [desk / place for place in books]


def _shifted(progress: Progress | None, before: int, whole: int) -> Progress | None:
    """Fortschritt of a second part, after the first one."""
    return None if progress is None else lambda done, _: progress(before + done, whole)


def prepare(job: Job) -> Prepared:
    """Gesprächsblätter of all customers whose level is Strategie; ValueError for a job not calculated."""
    results = job.results
    if results is None:
        raise ValueError("only a calculated job has meeting sheets")
    chosen = results.customers[results.customers["care_level"] == CareLevel.STRATEGY.value]
    source = _Source(job.reading, results, to_inputs(job.reading), presets.meeting_agenda())
    pairs = [(source.shared(str(key)), source.inside(str(key))) for key in sorted(chosen.index)]
    inside = tuple(pages.inside(shared, own) for shared, own in pairs)
    return Prepared(results.settings.plan_year, inside, tuple(pages.for_customer(one) for one, _ in pairs))


class _Source:
    """Quelle: everything a page is made of, looked up by Kundennr."""

    def __init__(
        self, reading: Reading, results: Results, inputs: Inputs, agenda: tuple[tuple[str, int], ...]
    ) -> None:
        self._results, self._inputs, self._agenda = results, inputs, agenda
        self._customers = inputs.customers
        self._rows = dict(zip(results.customers.index, sentences.rows(results.customers), strict=True))
        self._decisions = _by_key(inputs.decisions.rename_axis("customer_id").reset_index())
        self._agreements = _by_key(reading.frames["agreements"])
        self._chances = _by_key(results.opportunities)
        self._appointments = _by_key(results.appointments)
        self._lived = _by_key(_named(reading.frames["appointments"], results))
        strategic = inputs.activities["from_level"] == CareLevel.STRATEGY.value
        self._strategic = frozenset(inputs.activities.loc[strategic, "activity"].dropna())

    def shared(self, key: str) -> pages.Shared:
        """Was beide lesen."""
        settings, row = self._results.settings, self._rows[key]
        meeting_row = self._next(key)
        return pages.Shared(
            company=settings.company,
            customer_id=key,
            customer=_text(row["customer"]) or key,
            plan_year=settings.plan_year,
            decision_maker=self._typed(key, "decision_maker"),
            responsible=self._typed(key, "responsible"),
            years=self._results.years[-YEARS:],
            months=settings.months_in_base_year,
            booked=_amounts(self._inputs.revenue, key),
            goals=self._typed(key, "customer_goals"),
            projects=tuple(one.project for one in self._open(key) if not self._over(one.project.close)),
            agreements=tuple(
                _agreement(one) for one in self._agreements.get(key, []) if _text(one["agreement"])
            ),
            meeting=meeting_row["day"] if meeting_row else None,
            agenda=self._agenda,
        )

    def inside(self, key: str) -> pages.Inside:
        """Was nur das Haus liest."""
        typed = next(iter(self._decisions.get(key, [])), {})
        meeting_row = self._next(key)
        return pages.Inside(
            row=self._rows[key],
            revenue=_amounts(self._results.adjusted_revenue, key),
            margin=_amounts(self._results.adjusted_margin, key),
            margin_kind=self._results.settings.margin_kind,
            reason_code=typed.get("reason_code"),
            explanation=_text(typed.get("explanation")),
            persistence=typed.get("persistence"),
            opportunities=tuple(self._open(key)),
            activity=str(meeting_row["activity"]) if meeting_row else None,
            last=self._last(key),
        )

    def _over(self, close: dt.date | None) -> bool:
        """True for a day before the Stichtag: what was expected by then is no news for the customer."""
        stichtag = self._results.settings.reporting_date
        return isinstance(close, dt.date) and stichtag is not None and close < stichtag

    def _typed(self, key: str, column: str) -> str | None:
        return _text(self._customers[column].get(key))

    def _next(self, key: str) -> Row | None:
        """Erster persönlicher Termin not over at the Stichtag, the longest of those only Strategie has."""
        rows = [
            row
            for row in self._appointments.get(key, [])
            if row["state"] == AppointmentState.PLANNED and row["channel"] == Channel.IN_PERSON and row["day"]
        ]
        own = [row for row in rows if row["activity"] in self._strategic]
        longest = max((row["hours"] for row in own), default=0.0)
        return next(iter([row for row in own if row["hours"] == longest] or rows), None)

    def _last(self, key: str) -> tuple[dt.date, str, str] | None:
        """Letzter erledigter Termin with an outcome, as the sheet Termine has it, planned or not."""
        rows = [
            row
            for row in self._lived.get(key, [])
            if isinstance(row["done_on"], dt.date) and _text(row["outcome"])
        ]
        last = max(rows, key=lambda row: row["done_on"], default=None)
        if last is None:
            return None
        return last["done_on"], _text(last["activity"]) or "", str(_text(last["outcome"]))

    def _open(self, key: str) -> list[pages.Opportunity]:
        """Offene Verkaufschancen, the largest first; without a status they are open."""
        rows = [row for row in self._chances.get(key, []) if row["status"] in OPEN]
        rows.sort(key=lambda row: -(row["value_eur"] or 0.0))
        return [_opportunity(row) for row in rows if _text(row["project"])]


def _named(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Termine of the sheet, those of the calendar by its customer and activity, the others as they read."""
    columns = ["customer_id", "activity", "appointment", "done_on", "outcome"]
    table = typed.reindex(columns=columns).astype(object)
    planned = results.appointments.reindex(columns=columns).set_index("appointment")
    now = planned[~planned.index.duplicated()].reindex(table["appointment"]).set_index(table.index)
    found = {name: now[name].where(now[name].notna(), table[name]) for name in ("customer_id", "activity")}
    return table.assign(**found)


def _by_key(frame: pd.DataFrame) -> dict[str, list[Row]]:
    """Rows by Kundennr., missing values as None."""
    found: dict[str, list[Row]] = {}
    for row in sentences.rows(frame):
        found.setdefault(str(row["customer_id"]), []).append(row)
    return found


def _opportunity(row: Row) -> pages.Opportunity:
    project = pages.Project(str(_text(row["project"])), row["expected_close"])
    return pages.Opportunity(project, row["value_eur"], row["probability_used"], _text(row["stage"]))


def _agreement(row: Row) -> pages.Agreement:
    days = (row[name] for name in ("agreed_on", "until", "done_on"))
    agreed, until, done = days
    return pages.Agreement(str(_text(row["agreement"])), agreed, _text(row["who"]), until, done)


def _amounts(frame: pd.DataFrame, key: str) -> tuple[float | None, ...]:
    """Beträge of the last years in euros; None where there is none."""
    values = frame.loc[key].to_numpy(dtype=float)[-YEARS:].tolist()
    return tuple(None if math.isnan(value) else value for value in values)


def _text(value: object) -> str | None:
    """Typed text; None for nothing."""
    return value.strip() or None if isinstance(value, str) else None
