"""A run of the fuzzer: mutated files and grids; any other end than a result or a finding is a failure."""

from __future__ import annotations

import contextlib
import functools
import random
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz import companies, doors, grids, laws, mutate, packing, parts
from tests.fuzz.companies import Company
from tests.fuzz.doors import Depth
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

READ, REFUSED, FAILED = "gelesen", "abgelehnt", "gescheitert"
LONGEST = 60.0
"""Seconds after which a case counts as hanging."""

IMPORTS, BOOKS = "import", "mappe"
Attempt = Callable[[random.Random, Path], str]
"""Makes one case from chance in a folder and carries it out; returns how it ended."""


@dataclass(frozen=True)
class Kind:
    """Fallart: its group, its name, and what one case does."""

    group: str
    name: str
    attempt: Attempt


@dataclass(frozen=True)
class Failure:
    """Fehlschlag: the case by its name and its place in the run, the traceback."""

    name: str
    seed: int
    number: int
    trace: str


@dataclass
class Outcome:
    """Ergebnis of a run: how the cases ended by kind, failures, the slowest case in seconds of the
    processor, the most memory in MiB."""

    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    slowest: float = 0.0
    slowest_name: str = ""
    memory: float = 0.0

    @property
    def cases(self) -> int:
        """Cases that were tried."""
        return sum(self.ends.values())


@functools.cache
def import_kinds() -> tuple[Kind, ...]:
    """Fallarten of every import format."""
    return tuple(Kind(IMPORTS, entry.name, functools.partial(_import, entry)) for entry in _formats())


@functools.cache
def _formats() -> tuple[Seed, ...]:
    return tuple(seeds())


@functools.cache
def book_kinds() -> tuple[Kind, ...]:
    """Fallarten of workbooks: as files, as grids, and copies that come back."""
    companies.copy()
    return tuple(_book_kinds())


def book_slice() -> tuple[Kind, ...]:
    """Fallarten of the product, which need no workbook to be built first."""
    company = companies.product()
    return grid_kind(company), grid_kind(company), file_kind(company)


def kinds() -> tuple[Kind, ...]:
    """Alle Fallarten."""
    return (*import_kinds(), *book_kinds())


def _book_kinds() -> Iterator[Kind]:
    for company in companies.companies():
        yield from [grid_kind(company)] * 3
        yield from [file_kind(company)] * 2
    yield Kind(BOOKS, "datei_zip", _zip)
    yield Kind(BOOKS, "jahreswechsel", _year)
    yield Kind(BOOKS, "loeschen", _deletion)
    yield Kind(BOOKS, "einlesen", _taking)
    yield from [Kind(BOOKS, "ruecklauf", _copy)] * 2


def grid_kind(company: Company) -> Kind:
    """Fallart: the grids of a workbook, changed."""
    return Kind(BOOKS, f"raster_{company.name}", functools.partial(_grids, company))


def file_kind(company: Company) -> Kind:
    """Fallart: the parts of a workbook file, changed."""
    return Kind(BOOKS, f"datei_{company.name}", functools.partial(_file, company))


def _import(entry: Seed, chance: random.Random, folder: Path) -> str:
    path = folder / entry.file
    path.write_bytes(mutate.mutated(chance, entry.data))
    reader = read_opportunities if entry.kind == OPPORTUNITIES else read_figures
    try:
        found = reader(path, CONTEXT)
    except SourceError as refused:
        messages.line(refused.finding)
        return REFUSED
    laws.sound_import(found)
    for finding in found.findings:
        messages.line(finding)
    return READ


def _taking(chance: random.Random, folder: Path) -> str:
    """A file of any format into an empty workbook."""
    entry = chance.choice(_formats())
    path = folder / entry.file
    path.write_bytes(mutate.mutated(chance, entry.data))
    return doors.taking_end(path, entry.kind == OPPORTUNITIES)


def _depth(chance: random.Random) -> Depth:
    return chance.choices(tuple(Depth), (93, 4, 3))[0]


def _grids(company: Company, chance: random.Random, folder: Path) -> str:
    mutated = grids.mutated(chance, dict(company.grids))
    return doors.grids_end(mutated, folder / f"Ziel{company.suffix}", _depth(chance))


def _mutated(company: Company, chance: random.Random, folder: Path) -> Path:
    path = folder / f"Mappe{company.suffix}"
    path.write_bytes(packing.packed(parts.mutated(chance, dict(company.parts))))
    return path


def _file(company: Company, chance: random.Random, folder: Path) -> str:
    path = _mutated(company, chance, folder)
    return doors.file_end(path, folder / f"Ziel{path.suffix}", _depth(chance))


def _zip(chance: random.Random, folder: Path) -> str:
    company = chance.choice(companies.companies())
    path = folder / f"Mappe{company.suffix}"
    path.write_bytes(packing.damaged(chance, packing.packed(company.parts)))
    return doors.file_end(path, folder / "Ziel.xlsx", Depth.READ)


def _year(chance: random.Random, folder: Path) -> str:
    company = companies.companies()[0]
    return doors.year_end(grids.mutated(chance, dict(company.grids)))


def _deletion(chance: random.Random, folder: Path) -> str:
    company = companies.companies()[0]
    path, rows = _mutated(company, chance, folder), company.grids["customers"].rows
    return doors.deletion_end(path, str(chance.choice(rows)[0]))


def _copy(chance: random.Random, folder: Path) -> str:
    path, sound = folder / "Kopie.xlsx", dict(companies.copy()[1])
    if chance.random() < 0.6:
        sound = parts.filled_in(chance, sound, chance.choice(companies.filled_sheets(sound)))
    data = packing.packed(parts.mutated(chance, sound) if chance.random() < 0.6 else sound)
    path.write_bytes(packing.damaged(chance, data) if chance.random() < 0.1 else data)
    return doors.copy_end(path)


class HangingError(Exception):
    """A case that takes longer than `LONGEST`."""


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise HangingError(f"longer than {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def one(kind: Kind, seed: int, number: int, folder: Path) -> str:
    """Ein Fall, the same for the same seed and number; raises what must not happen."""
    with _limited(LONGEST):
        return kind.attempt(random.Random(f"{seed}/{kind.name}/{number}"), folder)


def run(
    folder: Path,
    seed: int,
    chosen: Sequence[Kind],
    *,
    seconds: float = 1e9,
    count: int = 10**9,
    first: int = 0,
) -> Outcome:
    """So many seconds or cases, every kind in turn."""
    outcome = Outcome()
    until = time.monotonic() + seconds
    for number in range(first, first + count):
        if time.monotonic() > until:
            break
        kind = chosen[number % len(chosen)]
        started = time.process_time()
        try:
            outcome.ends[kind.name, one(kind, seed, number, folder)] += 1
        except KeyboardInterrupt:
            raise
        except BaseException:
            outcome.ends[kind.name, FAILED] += 1
            outcome.failures.append(Failure(kind.name, seed, number, traceback.format_exc()))
        took = time.process_time() - started
        if took > outcome.slowest:
            outcome.slowest, outcome.slowest_name = took, f"{kind.name} {number}"
    outcome.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return outcome
