"""A run of the fuzzer: mutated files are read; any other end than a result or a finding is a failure."""

from __future__ import annotations

import random
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import OPPORTUNITIES, Seed, seeds

from kundenbindung import messages
from kundenbindung.adapters.sources import (
    Assignment,
    Assignments,
    Context,
    SourceError,
    read_figures,
    read_opportunities,
)
from kundenbindung.adapters.sources.assignments import DEBTOR, EVERYBODY

CONTEXT = Context(Assignments((Assignment(DEBTOR, EVERYBODY, "rate_19", confirmed=True),)))
"""Gross amounts are converted, so that what follows is read too."""

READ, REFUSED = "gelesen", "abgelehnt"


@dataclass
class Outcome:
    """Ergebnis of a run: how the cases ended by format, failures with their file, the slowest case."""

    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[tuple[str, bytes, str]] = field(default_factory=list)
    slowest: float = 0.0
    slowest_name: str = ""

    @property
    def cases(self) -> int:
        """Files that were read."""
        return sum(self.ends.values())


def cases(seed: int) -> Iterator[tuple[Seed, bytes]]:
    """Endless mutated files, every format in turn."""
    chance = random.Random(seed)
    while True:
        for entry in seeds_once():
            yield entry, mutated(chance, entry.data)


_KNOWN: list[Seed] = []


def seeds_once() -> list[Seed]:
    """Ausgangsdateien, made once."""
    if not _KNOWN:
        _KNOWN.extend(seeds())
    return _KNOWN


def read(entry: Seed, path: Path) -> str:
    """One file read as what it is meant for; returns how it ended, raises what must not happen."""
    reader = read_opportunities if entry.kind == OPPORTUNITIES else read_figures
    try:
        found = reader(path, CONTEXT)
    except SourceError as refused:
        messages.line(refused.finding)
        return REFUSED
    for finding in found.findings:
        messages.line(finding)
    return READ


def run(folder: Path, seed: int, *, seconds: float = 1e9, count: int = 10**9) -> Outcome:
    """So many seconds or cases."""
    outcome = Outcome()
    until = time.monotonic() + seconds
    for number, (entry, data) in enumerate(cases(seed)):
        if number >= count or time.monotonic() > until:
            return outcome
        path = folder / entry.file
        path.write_bytes(data)
        started = time.perf_counter()
        try:
            outcome.ends[entry.name, read(entry, path)] += 1
        except Exception:
            outcome.ends[entry.name, "gescheitert"] += 1
            outcome.failures.append((entry.file, data, traceback.format_exc()))
        took = time.perf_counter() - started
        if took > outcome.slowest:
            outcome.slowest, outcome.slowest_name = took, entry.name
    return outcome
