"""Ziele for computing: seconds, growth and memory of evaluation, stability and calendar."""

from __future__ import annotations

import importlib.util
import itertools
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence

from tests.benchmarks.model import CUSTOMERS, DRAWS, Bench, Outcome, german

SIZES = (1_000, 5_000, 20_000, 100_000)
RATED = (2_000, 20_000, 100_000)
"""Customers whose stability is counted."""
LOOPED = 20
"""Draws a loop is timed for; the rest is multiplication."""
PLANNED = (200, 2_000, 20_000)
"""Customers whose Termine are planned."""
PLANNED_SECONDS = {200: 1.0, 2_000: 1.0, 20_000: 2.0}
NOISE = 1.3
"""Linear may look so much steeper: of many customers, two stand too close for float32 more often."""
LOOPS = {"skcriteria": "scikit-criteria", "pymcdm": "pymcdm"}


def _count(number: float) -> str:
    return german(number, 0)


def _sorting(name: str, taken: Mapping[int, float]) -> Iterable[Outcome]:
    """Growth of seconds from size to size against n log n."""
    for small, large in itertools.pairwise(taken):
        growth, allowed = taken[large] / taken[small], large * math.log(large) / (small * math.log(small))
        detail = f"{german(taken[small], 3)} s, dann {german(taken[large], 3)} s: das {german(growth)}fache"
        target = f"{name} {_count(small)} bis {_count(large)} Kunden / n log n"
        yield Outcome(target, growth / allowed, 1.0, "x", detail)


def evaluating(bench: Bench) -> Iterable[Outcome]:
    """`evaluate` by number of customers without draws, its growth against n log n, and with all draws."""
    tasks = [("evaluate", size, 0) for size in SIZES]
    *bare, whole = bench.medians(*tasks, ("evaluate", CUSTOMERS, DRAWS[-1]))
    taken = dict(zip(SIZES, bare, strict=True))
    for size, seconds in taken.items():
        bench.keep("evaluate", customers=size, seconds=seconds)
    yield Outcome(f"Berechnen {_count(CUSTOMERS)} Kunden ohne Ziehungen", taken[CUSTOMERS], 1.0, "s", "")
    detail = f"davon Stabilität {german(whole - taken[CUSTOMERS])} s"
    name = f"Berechnen {_count(CUSTOMERS)} Kunden, {_count(DRAWS[-1])} Ziehungen"
    yield Outcome(name, whole, 2.0, "s", detail)
    yield from _sorting("Berechnen", taken)


def counting(bench: Bench) -> Iterable[Outcome]:
    """Stability against multiplying alone and against loops; how time and memory grow."""
    for module, name in LOOPS.items():
        if importlib.util.find_spec(module) is None:
            raise SystemExit(f"The benchmark of stability needs {name}: pip install -e .[bench]")
    size, draws, few = CUSTOMERS, DRAWS[-1], RATED[0]
    own, floor, gaps, small = bench.medians(
        ("stability", size, draws),
        ("stability_floor", size, draws),
        ("stability", size, draws, 0.2),
        ("stability", few, draws),
    )
    detail = f"{german(own)} s gegen {german(floor)} s"
    yield Outcome("Stabilität / Multiplizieren und Vergleichen", own / floor, 6.0, "x", detail)
    yield from _loops(bench, own)
    detail = f"{german(gaps)} s gegen {german(own)} s"
    yield Outcome("Stabilität, ein Fünftel fehlt / nichts fehlt", gaps / own, 2.5, "x", detail)
    yield Outcome(f"Stabilität {_count(few)} Kunden", small, 0.5, "s", "")
    yield from _linear(bench, "Kunden", [(entry, draws) for entry in RATED], 0)
    yield from _linear(bench, "Ziehungen", [(size, entry) for entry in DRAWS], 1)
    yield from _lean(bench)


def _loops(bench: Bench, own: float) -> Iterable[Outcome]:
    """Loops over libraries of multi-criteria methods, whose shares must be those of the program."""
    for module, name in LOOPS.items():
        if not bench.task("stability_loop", RATED[0], DRAWS[-1], LOOPED, module)["alike"]:
            raise RuntimeError(f"the benchmark of stability compares different shares ({name})")
        loop = bench.median_figures("stability_loop", CUSTOMERS, DRAWS[-1], LOOPED, module)["seconds"]
        bench.keep("loops", library=name, customers=CUSTOMERS, draws=LOOPED, seconds=loop, own=own)
        detail = f"{german(loop, 0)} s gegen {german(own)} s, hochgerechnet aus {LOOPED} Ziehungen"
        yield Outcome(f"Schleife mit {name} / Stabilität", loop / own, 100.0, "x", detail, least=True)


def _linear(bench: Bench, what: str, sizes: Sequence[tuple[int, int]], at: int) -> Iterable[Outcome]:
    """Growth from size to size against the growth of the size."""
    taken = bench.medians(*(("stability", *size) for size in sizes))
    for (small, before), (large, after) in itertools.pairwise(zip(sizes, taken, strict=True)):
        growth, allowed = after / before, large[at] / small[at]
        detail = f"{german(before, 3)} s, dann {german(after, 3)} s: das {german(growth)}fache"
        name = f"Stabilität {_count(small[at])} bis {_count(large[at])} {what} / linear"
        yield Outcome(name, growth / allowed, NOISE, "x", detail)


def _lean(bench: Bench) -> Iterable[Outcome]:
    """Memory does not grow with the draws, and no faster than the customers."""
    sizes = [*((entry, DRAWS[-1]) for entry in RATED), (CUSTOMERS, DRAWS[0])]
    *found, fewer = (bench.task("stability_memory", *entry)["mib"] for entry in sizes)
    peak = dict(zip(RATED, found, strict=True))
    detail = ", ".join(f"{_count(entry)} Kunden: {german(mib, 1)} MiB" for entry, mib in peak.items())
    most = peak[RATED[-1]] / (peak[CUSTOMERS] * RATED[-1] / CUSTOMERS)
    yield Outcome("Stabilität, Speicher / linear in Kunden", most, 1.0, "x", detail)
    detail = f"{german(peak[CUSTOMERS], 1)} MiB gegen {german(fewer, 1)} MiB"
    yield Outcome("Stabilität, Speicher bei vierfachen Ziehungen", peak[CUSTOMERS] / fewer, 1.05, "x", detail)


def planning(bench: Bench) -> Iterable[Outcome]:
    """Termine of the plan year by number of customers, and their growth against n log n."""
    runs = {size: [bench.task("calendar", size) for _ in range(bench.runs)] for size in PLANNED}
    taken = {size: statistics.median(one["seconds"] for one in several) for size, several in runs.items()}
    for size in PLANNED:
        detail = f"{_count(runs[size][0]['appointments'])} Termine"
        yield Outcome(f"Termine für {_count(size)} Kunden", taken[size], PLANNED_SECONDS[size], "s", detail)
    yield from _sorting("Termine", taken)
