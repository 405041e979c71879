"""Namensabgleich: whose opportunities these are, what only the owner knows, two numbers of one firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kundenbindung.adapters import matching
from kundenbindung.jobs.work import Job
from kundenbindung.messages import reading_in as words
from kundenbindung.workbook import layout
from kundenbindung.workbook.inputs import name_answers


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Gefunden: name -> Kundennr. where it is certain; names the owner answered; proposals; unknown names.

    What he answered is looked up at every calculation and written nowhere else, so that he can change it.
    """

    customers: Mapping[str, str]
    answered: tuple[str, ...]
    proposed: tuple[matching.Match, ...]
    unknown: tuple[str, ...]


def find(job: Job, names: Sequence[str]) -> Found:
    """Kunden of these names; what the owner has answered is not asked again."""
    answers = name_answers(job.reading.frames["name_matches"])
    asked = [name for name in dict.fromkeys(names) if name not in answers]
    matches = matching.match_names(asked, job.names)
    certain = {match.name: match.customer_id for match in matches if match.certain and match.customer_id}
    answered = tuple(name for name in dict.fromkeys(names) if answers.get(name) in job.customers)
    proposed = tuple(match for match in matches if not match.certain and match.customer_id)
    unknown = tuple(match.name for match in matches if not match.customer_id)
    return Found(certain, answered, proposed, unknown)


def with_matches(job: Job, proposed: Sequence[matching.Match]) -> Job:
    """The job with these questions in the table Namensabgleich; rows that stand there stay."""
    rows = [
        _row(match.name, words.OPPORTUNITY_NAME, str(match.customer_id), match.similarity, job)
        for match in proposed
    ]
    return _with_rows(job, rows)


def with_twins(job: Job) -> tuple[Job, int]:
    """The job with pairs of Kundennummern that may be one firm; how many of them are new."""
    pairs = [
        _row(f"{twin.first} / {twin.second}", words.TWINS, twin.second, twin.similarity, job)
        for twin in matching.twins(job.names)
    ]
    before = len(job.reading.frames["name_matches"])
    job = _with_rows(job, pairs)
    return job, len(job.reading.frames["name_matches"]) - before


def _row(name: str, kind: str, candidate: str, similarity: float, job: Job) -> dict[str, object]:
    return {
        "name": name,
        "kind": kind,
        "candidate_id": candidate,
        "candidate": job.names.get(candidate),
        "similarity": similarity,
    }


def _with_rows(job: Job, rows: Sequence[Mapping[str, object]]) -> Job:
    frame = job.reading.frames["name_matches"]
    known = set(frame["name"].dropna())
    new = [row for row in rows if row["name"] not in known]
    if not new:
        return job
    columns = [column.name for column in layout.NAME_MATCHES.expand()]
    added = pd.DataFrame(list(new)).reindex(columns=columns).astype(object)
    whole = pd.concat([frame.reindex(columns=columns).astype(object), added], ignore_index=True)
    frames = {**job.reading.frames, "name_matches": whole.where(whole.notna(), None)}
    return replace(job, reading=replace(job.reading, frames=frames))
