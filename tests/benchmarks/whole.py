"""Der ganze Auftrag by number of customers, and where its seconds go, now and before."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tests.benchmarks.model import Bench, Figures, Outcome, german

SIZES = (60, 500, 2_000, 20_000)
BEYOND = 100_000
"""Customers whose workbook is larger than the program reads, and than Excel is good for."""
SECONDS = {60: 2.0, 500: 3.0, 2_000: 8.0, 20_000: 60.0}
"""The owner's patience [ours]: a coffee at 20,000 customers, no more."""
PROFILED = (2_000, 20_000)
PARTS = ("read", "compute", "write")
ONCE_FROM = 20_000


def job(bench: Bench) -> Iterable[Outcome]:
    """Read, compute and write workbooks of all sizes."""
    for size in SIZES:
        runs = 1 if size >= ONCE_FROM else bench.runs
        found = bench.median_figures("whole", bench.file(size), bench.folder / "neu.xlsm", runs=runs)
        bench.keep("whole", customers=size, **found)
        yield _outcome(size, found)
    found = bench.task("whole_made", BEYOND, bench.folder / "zu-gross.xlsm")
    bench.keep("whole", customers=BEYOND, **found)
    (bench.folder / "zu-gross.xlsm").unlink()
    yield from _growth(bench)


def _outcome(size: int, found: Figures) -> Outcome:
    words = ("lesen", "rechnen", "schreiben")
    detail = ", ".join(f"{word} {german(found[part])}" for word, part in zip(words, PARTS, strict=True))
    total = sum(found[part] for part in PARTS)
    return Outcome(f"Ganzer Auftrag, {german(size, 0)} Kunden", total, SECONDS[size], "s", detail)


def _growth(bench: Bench) -> Iterable[Outcome]:
    """The whole job between the two largest workbooks that are read, against n log n."""
    small, large = (row for row in bench.rows["whole"] if row["customers"] in SIZES[-2:])
    before, after = (sum(float(str(row[part])) for part in PARTS) for row in (small, large))
    allowed = SIZES[-1] * math.log(SIZES[-1]) / (SIZES[-2] * math.log(SIZES[-2]))
    detail = f"{german(before)} s, dann {german(after)} s: das {german(after / before)}fache"
    name = f"Ganzer Auftrag {german(SIZES[-2], 0)} bis {german(SIZES[-1], 0)} Kunden / n log n"
    yield Outcome(name, after / before / allowed, 1.0, "x", detail)


def spending(bench: Bench) -> Iterable[Outcome]:
    """Seconds by named parts, with the package as it is and as it was."""
    for size in PROFILED:
        states = {"jetzt": None} | ({"vorher": bench.before} if bench.before else {})
        found = {}
        for state, package in states.items():
            target = bench.folder / f"{state}.xlsm"
            found[state] = bench.task("costs", bench.file(size), target, package=package)
            bench.keep("costs", customers=size, state=state, parts=found[state])
        if "vorher" in found:
            now, before = (sum(found[state].values()) for state in ("jetzt", "vorher"))
            detail = f"{german(now)} s gegen {german(before)} s"
            yield Outcome(f"Jetzt / vorher, {german(size, 0)} Kunden", now / before, 1.0, "x", detail)
