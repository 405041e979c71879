"""Kalenderdateien: from a calculated job to one file per role and one for all, for command and button."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kundenbindung.adapters import calendar, proof
from kundenbindung.adapters.calendar import Entry
from kundenbindung.core.model import AppointmentState, Results
from kundenbindung.jobs.work import Job
from kundenbindung.messages import calendar as words
from kundenbindung.messages.appointments import DONE, DROPPED
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.schema import Column, Topic

STEP, HOUR, DAY = 30, 60, 24 * 60
"""Minutes: a Termin lasts a step at least, and the next one begins at a step."""

CLOSING, WORKED = 17 * HOUR, 8 * HOUR
"""Minute of the day after which no further Termin of a role is lined up, and minutes lined up at least."""

SHORTEST = 6
"""Signs of a text that is looked for; shorter ones stand in others by chance."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Vorbereitete Dateien: entries by file name, the file for all first; the report that goes with them.

    staying  texts of the workbook that no calendar file may hold, unless a Termin is called like that
    """

    files: Mapping[str, Sequence[Entry]]
    report: words.Written
    staying: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """True if there is no Termin to write."""
        return not self.report.total

    def write(self, folder: Path, moment: dt.datetime) -> None:
        """Dateien schreiben; `moment` of the export in UTC.

        PackageError where nothing could be written, or where a file holds anything but its Termine.
        """
        files = {name: calendar.content(one, moment) for name, one in self.files.items()}
        for name, data in files.items():
            proof.require_calendar(data, [_meant(one) for one in self.files[name]], self.staying, name)
        calendar.write(folder, files)


def prepare(job: Job, name: str | None = None) -> Prepared:
    """Offene Termine of a calculated job that have a day; `name` of the file for all if he chose one."""
    results = job.results
    if results is None:
        raise ValueError("only a calculated job has a calendar")
    rows: list[Row] = results.appointments.to_dict("records")  # type: ignore[assignment]  # the stubs call the column names of records Hashable
    still_open = [row for row in rows if row["state"] != AppointmentState.DONE]
    dated = [row for row in rows if isinstance(row["day"], dt.date)]
    year = results.settings.plan_year
    files = _files(list(_entries(dated, job, results)), year, name or words.name_for_all(year))
    overdue = sum(row["state"] == AppointmentState.OVERDUE for row in still_open)
    undated = sum(not isinstance(row["day"], dt.date) for row in still_open)
    sizes = {file: len(entries) for file, entries in files.items()}
    report = words.Written(year, sizes, overdue, undated, _is_stale(job.reading, results))
    return Prepared(files, report, _staying(job.reading))


def _meant(entry: Entry) -> proof.MeantEntry:
    texts = (entry.summary, entry.description, entry.category)
    return proof.MeantEntry(entry.uid, entry.start, entry.end, *texts)


def _staying(reading: Reading) -> frozenset[str]:
    """Freie Texte and persons of the workbook: what columns hold that need these topics to be seen."""
    found: set[str] = set()
    for name, frame in reading.frames.items():
        table = layout.TABLES.get(name)
        for column in () if table is None else table.columns:
            if isinstance(column, Column) and _is_private(column) and column.name in frame.columns:
                found.update(text for text in frame[column.name].dropna() if isinstance(text, str))
    return frozenset(text for text in found if len(text.strip()) >= SHORTEST)


def _is_private(column: Column) -> bool:
    return bool((column.sight or frozenset()) & {Topic.TEXTS, Topic.PERSONS})


def _files(entries: Sequence[tuple[Row, Entry]], year: int, name: str) -> dict[str, list[Entry]]:
    """Entries of open Termine by file; a role has the same file name whether or not another one is done."""
    wanted = [(row, entry) for row, entry in entries if row["state"] != AppointmentState.DONE]
    names = words.files_of_roles(year, sorted({str(row["role"]) for row, _ in entries}), name)
    files = {name: [entry for _, entry in wanted]}
    for role, file in names.items():
        own = [entry for row, entry in wanted if row["role"] == role]
        if own:
            files[file] = own
    return files


def _entries(rows: Sequence[Row], job: Job, results: Results) -> Iterator[tuple[Row, Entry]]:
    """Every Termin with a day as a calendar shows it."""
    preparation = _preparation(job.reading)
    starts = _starts(rows, int(results.settings.first_hour))
    for row, start in zip(rows, starts, strict=True):
        yield row, _entry(row, start, preparation.get(row["activity"]), results)


def _entry(row: Row, start: int, preparation: float | None, results: Results) -> Entry:
    """One Termin from minute `start` of its day on; never beyond midnight."""
    key, activity, role = (str(row[part]) for part in ("customer_id", "activity", "role"))
    name = results.customers["customer"].get(key)
    midnight = dt.datetime.combine(row["day"], dt.time())
    named = (results.settings.company, results.settings.plan_year, key, activity, row["number"])
    return Entry(
        uid=calendar.identity(*named),
        start=midnight + dt.timedelta(minutes=start),
        end=midnight + dt.timedelta(minutes=min(start + _length(row), DAY)),
        summary=words.summary(activity, name if isinstance(name, str) else key),
        description=words.description(row["channel"], role, preparation),
        category=activity,
        busy=row["contact_hours"] > 0.0,
    )


def _preparation(reading: Reading) -> dict[str, float]:
    """Stunden Vorbereitung by activity, where they are typed."""
    known = reading.frames["activities"].dropna(subset=["activity", "preparation_hours"])
    return dict(zip(known["activity"], known["preparation_hours"].astype(float), strict=True))


def _starts(rows: Sequence[Row], first_hour: int) -> list[int]:
    """Beginn in minutes of the day: one after another for each role, after its end again from the first hour.

    Termine that are done keep their place, so that the others do not move.
    """
    first = first_hour * HOUR
    closing = min(DAY, max(CLOSING, first + WORKED))
    following: dict[tuple[str, dt.date], int] = {}
    starts = []
    for row in rows:
        place = (str(row["role"]), row["day"])
        start = following.get(place, first)
        if start + _length(row) > closing:
            start = first
        starts.append(start)
        following[place] = start + math.ceil(_length(row) / STEP) * STEP
    return starts


def _length(row: Row) -> int:
    """Dauer in minutes."""
    return max(STEP, round(float(row["contact_hours"]) * HOUR))


def _is_stale(reading: Reading, results: Results) -> bool:
    """True if the sheet Termine shows other Termine or other days than the calculation."""
    planned = results.appointments
    fresh = dict(zip(planned["appointment"], planned["date"], strict=True))
    typed = reading.frames["appointments"].reindex(columns=["appointment", "date", "state"])
    shown = {
        key: day if isinstance(day, dt.date) else None
        for key, day, state in typed.dropna(subset=["appointment"]).itertuples(index=False)
        if key in fresh or state not in {DONE, DROPPED}
    }
    return shown != fresh
