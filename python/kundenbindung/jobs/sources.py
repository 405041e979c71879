"""Dateien lesen for a job: with the owner's Zuordnung, and what it takes to understand the unknown ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

import pandas as pd

from kundenbindung.adapters.sources import (
    Assignment,
    AssignmentNeededError,
    Assignments,
    Context,
    ImportedFigures,
    ImportedOpportunities,
    SourceError,
)
from kundenbindung.adapters.sources.assignments import folded as spelled
from kundenbindung.adapters.sources.assignments import merged
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs.work import Job
from kundenbindung.workbook import layout

Read = TypeVar("Read", ImportedFigures, ImportedOpportunities)


@dataclass(frozen=True, slots=True)
class FilesRead(Generic[Read]):
    """Gelesene Dateien: those that were understood; findings and proposals of those that were not.

    asked  those of the findings that a Zuordnung answers
    """

    files: tuple[Read, ...]
    findings: tuple[Finding, ...]
    asked: tuple[Finding, ...]
    proposals: tuple[Assignment, ...]


def context_of(job: Job) -> Context:
    """Was die Leser wissen: the tables Zuordnung and Phasen, the fiscal year, what stands in Pipeline."""
    frames = job.reading.frames
    own = assignments_of(frames["assignments"])
    named, chances = frames["stages"].dropna(subset=["stage"]), frames["opportunities"]
    stages = dict(zip(named["stage"], named["probability"].astype(float), strict=True))
    rated = frozenset(chances.loc[chances["probability"].notna(), "source_id"].dropna())
    return Context(own, job.reading.settings.year_end_month, stages, rated)


def read_all(
    paths: Sequence[Path], reader: Callable[[Path, Context], Read], context: Context
) -> FilesRead[Read]:
    """Alle Dateien lesen; what stops one of them is a finding, and its proposals are kept."""
    files: list[Read] = []
    findings: list[Finding] = []
    asked: list[Finding] = []
    proposals: list[Assignment] = []
    for path in paths:
        try:
            files.append(_named(reader(path, context), path.name))
        except AssignmentNeededError as needed:
            findings.append(needed.finding)
            asked.append(needed.finding)
            proposals += needed.proposals
        except SourceError as stopped:
            findings.append(stopped.finding)
    return FilesRead(tuple(files), tuple(findings), tuple(asked), tuple(proposals))


def _named(read: Read, file: str) -> Read:
    """What was read, its findings with the name of their file."""
    findings = tuple(
        replace(finding, values={**finding.values, "in_file": file}) for finding in read.findings
    )
    return replace(read, findings=findings)


def assignments_of(frame: pd.DataFrame) -> Assignments:
    """Zuordnungen of the table; rows without scope or text say nothing."""
    named = frame.dropna(subset=["scope", "text"])
    return Assignments(
        tuple(
            Assignment(
                scope=str(row["scope"]),
                text=str(row["text"]),
                meaning=None if pd.isna(row["meaning"]) else str(row["meaning"]),
                year=None if pd.isna(row["year"]) else int(float(row["year"])),
                example="" if pd.isna(row["example"]) else str(row["example"]),
                confirmed=row["confirmed"] == "yes",
            )
            for row in named.to_dict("records")
        )
    )


def unanswered(assignments: Assignments) -> Iterator[Finding]:
    """Zuordnungen with a yes beside them, but without a meaning: they say nothing."""
    empty = tuple(entry.text for entry in assignments.entries if entry.confirmed and not entry.meaning)
    if empty:
        values = {"keys": empty, "count": len(empty)}
        yield Finding("assignment_without_meaning", Severity.ERROR, "assignments", None, "meaning", values)


def with_proposals(job: Job, proposals: Sequence[Assignment]) -> Job:
    """The job with what is proposed below the table Zuordnung; what stands there stays as it is."""
    frame = job.reading.frames["assignments"]
    known = assignments_of(frame).entries
    new = merged(known, proposals)[len(known) :]
    if not new:
        return job
    whole = pd.concat([frame.astype(object), _rows(new)], ignore_index=True)
    frames = {**job.reading.frames, "assignments": whole.where(whole.notna(), None)}
    return replace(job, reading=replace(job.reading, frames=frames))


def with_assignments(job: Job, given: Assignments) -> Job:
    """The job with the confirmed assignments of a file in its table, so that they hold next year too.

    What the file says takes the place of what the table says of the same text.
    """
    chosen = [entry for entry in given.entries if entry.confirmed]
    if not chosen:
        return job
    said = {(entry.scope, spelled(entry.text)) for entry in chosen}
    frame = job.reading.frames["assignments"]
    keys = zip(frame["scope"], frame["text"], strict=True)
    kept = frame[[(scope, spelled(str(text))) not in said for scope, text in keys]]
    known = assignments_of(frame).entries
    if all(entry in known for entry in chosen):
        return job
    whole = pd.concat([kept.astype(object), _rows(chosen)], ignore_index=True)
    frames = {**job.reading.frames, "assignments": whole.where(whole.notna(), None)}
    return replace(job, reading=replace(job.reading, frames=frames))


def _rows(entries: Sequence[Assignment]) -> pd.DataFrame:
    columns = [column.name for column in layout.ASSIGNMENTS.expand()]
    rows = [
        (
            entry.scope,
            entry.text,
            entry.meaning,
            None if entry.year is None else float(entry.year),
            entry.example or None,
            "yes" if entry.confirmed else None,
        )
        for entry in entries
    ]
    return pd.DataFrame(rows, columns=columns, dtype=object)
