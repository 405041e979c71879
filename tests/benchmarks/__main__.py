"""Tempo und Größe: every target as a ratio or limit, measured in one run.

Run: `python -m tests.benchmarks` at the top of the checkout; `--runs` for fewer repetitions, names of
benchmarks to run only these. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

CUSTOMERS = 20_000
SIZES = (1_000, 5_000, 20_000, 100_000)
DRAWS = (2_500, 5_000, 10_000)
RATED = (2_000, 20_000, 100_000)
"""Customers whose stability is counted."""
LOOPED = 20
"""Draws a loop is timed for; the rest is multiplication."""
PLANNED = (200, 2_000, 20_000)
"""Customers whose Termine are planned."""
PLANNED_SECONDS = {200: 1.0, 2_000: 1.0, 20_000: 2.0}
COMPUTING = ("evaluate", "stability", "calendar")
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Multiplications on one core, where seconds of the processor are compared."""
NOISE = 1.3
"""Linear may look so much steeper: of many customers, two stand too close for float32 more often."""
SENT = (60, 2_000)
"""Customers whose copies are made."""
CLICKED = (60, 2_000)
STEPS = ("read", "compute", "place", "write")
CLICK_SECONDS = 10.0
"""The owner waits so long at most; most of it is LibreOffice, which is not Excel."""
LIBRARIES = ("numpy", "pandas", "XlsxWriter", "python-calamine", "xlwings")
TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Ergebnis of one target: measured value and its limit, in words how it came about.

    `least` is True if the value should reach the limit, else it should not exceed it.
    """

    target: str
    value: float
    limit: float
    unit: str
    detail: str
    least: bool = False

    @property
    def reached(self) -> bool:
        """True if the target is met."""
        return self.value >= self.limit if self.least else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Bench:
    """Messplatz: folder for the files, how often everything is repeated."""

    folder: Path
    runs: int

    def task(self, name: str, *arguments: object) -> dict[str, float]:
        """One task of `work` in a fresh process."""
        command = [sys.executable, "-m", "tests.benchmarks.work", name, *map(str, arguments)]
        environment = {**os.environ, **(ONE_CORE if name.startswith(COMPUTING) else {})}
        done = subprocess.run(
            command, cwd=TOP, check=True, stdout=subprocess.PIPE, text=True, env=environment
        )
        output = done.stdout
        found: dict[str, float] = json.loads(output)
        return found

    def medians(self, *tasks: tuple[object, ...]) -> list[float]:
        """Median seconds of several tasks that take turns, so that a slow minute hurts all of them."""
        return alternating([lambda task=task: self.task(*task)["seconds"] for task in tasks], self.runs)  # type: ignore[misc]

    def file(self) -> Path:
        """The large workbook, built once."""
        path = self.folder / "gross.xlsm"
        if not path.exists():
            self.task("build", CUSTOMERS, path)
        return path


def alternating(works: Sequence[Callable[[], float]], runs: int) -> list[float]:
    """Median of each measurement over so many rounds."""
    rounds = [[work() for work in works] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def reading(bench: Bench) -> Iterable[Outcome]:
    """Reading a large workbook against python-calamine."""
    own, raw = bench.medians(("read", bench.file()), ("read_raw", bench.file()))
    yield Outcome("read / python-calamine", own / raw, 2.0, "x", f"{own:.2f} s / {raw:.2f} s")


def building(bench: Bench) -> Iterable[Outcome]:
    """Building a large workbook against XlsxWriter, which must have written the same cells."""
    if not bench.task("alike", SIZES[0], bench.folder / "built.xlsx", bench.folder / "raw.xlsx")["alike"]:
        raise RuntimeError("the benchmark of building compares different workbooks")
    own, raw = bench.medians(
        ("build", CUSTOMERS, bench.folder / "built.xlsm"),
        ("build_raw", CUSTOMERS, bench.folder / "raw.xlsx"),
    )
    yield Outcome("build / XlsxWriter", own / raw, 1.5, "x", f"{own:.2f} s / {raw:.2f} s")


def evaluating(bench: Bench) -> Iterable[Outcome]:
    """`evaluate` by number of customers without draws, its growth against n log n, and with all draws."""
    tasks = [("evaluate", size, 0) for size in SIZES]
    *bare, whole = bench.medians(*tasks, ("evaluate", CUSTOMERS, DRAWS[-1]))
    taken = dict(zip(SIZES, bare, strict=True))
    yield Outcome(f"evaluate {CUSTOMERS:,}, no draws", taken[CUSTOMERS], 1.0, "s", "")
    detail = f"the stability takes {whole - taken[CUSTOMERS]:.2f} s of it"
    yield Outcome(f"evaluate {CUSTOMERS:,}, {DRAWS[-1]:,} draws", whole, 2.0, "s", detail)
    for small, large in itertools.pairwise(SIZES):
        growth = taken[large] / taken[small]
        allowed = large * math.log(large) / (small * math.log(small))
        detail = f"{taken[small]:.3f} s -> {taken[large]:.3f} s: x {growth:.2f}, n log n x {allowed:.2f}"
        yield Outcome(f"evaluate {small:,} to {large:,} / n log n", growth / allowed, 1.0, "x", detail)


def counting(bench: Bench) -> Iterable[Outcome]:
    """Stability against multiplying alone and against a loop; how time and memory grow."""
    if importlib.util.find_spec("skcriteria") is None:
        raise SystemExit("The benchmark of stability needs scikit-criteria: pip install -e .[bench]")
    size, draws, few = CUSTOMERS, DRAWS[-1], RATED[0]
    own, floor, gaps, loop, small = bench.medians(
        ("stability", size, draws),
        ("stability_floor", size, draws),
        ("stability", size, draws, 0.2),
        ("stability_loop", size, draws, LOOPED),
        ("stability", few, draws),
    )
    if not bench.task("stability_loop", few, draws, LOOPED)["alike"]:
        raise RuntimeError("the benchmark of stability compares different shares")
    yield Outcome("stability / multiply and compare", own / floor, 6.0, "x", f"{own:.2f} s / {floor:.2f} s")
    yield Outcome("loop / stability", loop / own, 100.0, "x", f"{loop:.0f} s / {own:.2f} s", least=True)
    yield Outcome(
        "stability, a fifth missing / all there", gaps / own, 2.5, "x", f"{gaps:.2f} s / {own:.2f} s"
    )
    yield Outcome(f"stability {few:,}", small, 0.5, "s", "")
    yield from _linear(bench, "customers", [(entry, draws) for entry in RATED], 0)
    yield from _linear(bench, "draws", [(size, entry) for entry in DRAWS], 1)
    yield from _lean(bench)


def _linear(bench: Bench, what: str, sizes: Sequence[tuple[int, int]], at: int) -> Iterable[Outcome]:
    """Growth from size to size against the growth of the size."""
    taken = bench.medians(*(("stability", *size) for size in sizes))
    for (small, before), (large, after) in itertools.pairwise(zip(sizes, taken, strict=True)):
        growth, allowed = after / before, large[at] / small[at]
        detail = f"{before:.3f} s -> {after:.3f} s: x {growth:.2f}, {what} x {allowed:.1f}"
        name = f"stability {small[at]:,} to {large[at]:,} {what} / linear"
        yield Outcome(name, growth / allowed, NOISE, "x", detail)


def _lean(bench: Bench) -> Iterable[Outcome]:
    """Memory does not grow with the draws, and no faster than the customers."""
    sizes = [*((entry, DRAWS[-1]) for entry in RATED), (CUSTOMERS, DRAWS[0])]
    *found, fewer = (bench.task("stability_memory", *entry)["mib"] for entry in sizes)
    peak = dict(zip(RATED, found, strict=True))
    detail = ", ".join(f"{entry:,}: {mib:.1f} MiB" for entry, mib in peak.items())
    most = peak[RATED[-1]] / (peak[CUSTOMERS] * RATED[-1] / CUSTOMERS)
    yield Outcome("memory of stability / linear in customers", most, 1.0, "x", detail)
    detail = f"{DRAWS[-1]:,} draws: {peak[CUSTOMERS]:.1f} MiB, {DRAWS[0]:,}: {fewer:.1f} MiB"
    yield Outcome("memory of stability, four times the draws", peak[CUSTOMERS] / fewer, 1.05, "x", detail)


def command(bench: Bench) -> Iterable[Outcome]:
    """`rechnen` on the sample company as a whole process, against importing pandas."""
    sample = bench.folder / "beispiel.xlsm"
    own = [sys.executable, "-m", "kundenbindung"]
    _process([*own, "neu", str(sample), "--beispiel"])
    works = [[*own, "rechnen", str(sample)], [sys.executable, "-c", "import pandas"]]
    taken = alternating([lambda work=work: _process(work) for work in works], 3 * bench.runs)  # type: ignore[misc]
    detail = f"{taken[0]:.2f} s / {taken[1]:.2f} s"
    yield Outcome("rechnen / import pandas", taken[0] / taken[1], 3.0, "x", detail)


def _compiled(bench: Bench) -> dict[str, str]:
    """Environment in which Python keeps what it compiled, as an installation does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(bench.folder / "compiled")}


def _process(words: Sequence[str], environment: dict[str, str] | None = None) -> float:
    start = time.perf_counter()
    subprocess.run(words, cwd=TOP, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def memory(bench: Bench) -> Iterable[Outcome]:
    """Peak memory of reading, evaluating, putting into words and building, all Termine planned."""
    found = bench.task("everything", bench.file(), bench.folder / "again.xlsm")
    detail = f"the whole way with {found['appointments']:,.0f} Termine in {found['seconds']:.1f} s"
    yield Outcome("peak memory", found["mib"], 2048.0, "MiB", detail)


def posting(bench: Bench) -> Iterable[Outcome]:
    """A Buchungsstapel of a million lines against pandas, which understands nothing of it."""
    file = bench.folder / "stapel.csv"
    size = bench.task("postings_file", file)["mb"]
    own, alone = bench.medians(("postings_own", file), ("postings_alone", file))
    detail = f"{own:.2f} s / {alone:.2f} s for {size:.0f} MB"
    yield Outcome("postings / pandas", own / alone, 0.6, "x", detail)
    yield Outcome("memory of postings", bench.task("postings_own", file)["mib"], 1536.0, "MiB", "")


def sending(bench: Bench) -> Iterable[Outcome]:
    """Versandkopien of each proposed group, built, proven and stored, against building the workbook."""
    for size in SENT:
        once = bench.task("sending", size, bench.folder)
        for group, taken in once.items():
            if group != "Mappe":
                detail = f"{taken:.2f} s / {once['Mappe']:.2f} s"
                yield Outcome(f"copies {group} {size:,} / workbook", taken / once["Mappe"], 2.0, "x", detail)


def planning(bench: Bench) -> Iterable[Outcome]:
    """Termine of the plan year by number of customers, and their growth against n log n."""
    runs = {size: [bench.task("calendar", size) for _ in range(bench.runs)] for size in PLANNED}
    taken = {size: statistics.median(one["seconds"] for one in several) for size, several in runs.items()}
    for size in PLANNED:
        detail = f"{runs[size][0]['appointments']:,.0f} Termine"
        yield Outcome(f"calendar {size:,}", taken[size], PLANNED_SECONDS[size], "s", detail)
    for small, large in itertools.pairwise(PLANNED):
        growth, allowed = taken[large] / taken[small], large * math.log(large) / (small * math.log(small))
        detail = f"{taken[small]:.3f} s -> {taken[large]:.3f} s: x {growth:.2f}, n log n x {allowed:.2f}"
        yield Outcome(f"calendar {small:,} to {large:,} / n log n", growth / allowed, 1.0, "x", detail)


def starting(bench: Bench) -> Iterable[Outcome]:
    """What every button loads, against xlwings alone, which loads pandas: whole processes in turns."""
    works = [[sys.executable, "-c", f"import {name}"] for name in ("kundenbindung.buttons", "xlwings")]
    compiled = _compiled(bench)
    for work in works:
        _process(work, compiled)
    taken = alternating([lambda work=work: _process(work, compiled) for work in works], 3 * bench.runs)  # type: ignore[misc]
    detail = f"{taken[0]:.2f} s / {taken[1]:.2f} s"
    yield Outcome("import buttons / import xlwings", taken[0] / taken[1], 1.3, "x", detail)


def clicking(bench: Bench) -> Iterable[Outcome]:
    """Click to results in an open workbook of LibreOffice, small and large."""
    compiled, start = _compiled(bench), [sys.executable, "-c", "import kundenbindung.buttons"]
    _process(start, compiled)
    found = {size: _clicks(bench, size) for size in CLICKED}
    started = alternating([lambda: _process(start, compiled)], bench.runs)[0]
    small, large = CLICKED
    for size, figures in found.items():
        parts = ", ".join(f"{name} {figures[name]:.2f}" for name in STEPS)
        detail = f"start {started:.2f}, {parts}; LibreOffice {figures['office']:.2f}"
        yield Outcome(f"click {size:,}", started + figures["seconds"], CLICK_SECONDS, "s", detail)
    own, detail = found[large]["own"], "read, place, write without LibreOffice and computing"
    yield Outcome(f"own share {large:,}", own, 0.3, "s", detail)
    calls = [found[size]["calls"] for size in CLICKED]
    detail = f"{calls[0]:.0f} / {calls[1]:.0f} calls into the application"
    yield Outcome(f"calls {large:,} / {small:,}", calls[1] / calls[0], 1.0, "x", detail)


def _clicks(bench: Bench, customers: int) -> dict[str, float]:
    """Median of every figure over the rounds."""
    rounds = [bench.task("click", customers, bench.folder) for _ in range(bench.runs)]
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


BENCHMARKS: dict[str, Callable[[Bench], Iterable[Outcome]]] = {
    "read": reading,
    "build": building,
    "evaluate": evaluating,
    "stability": counting,
    "command": command,
    "memory": memory,
    "calendar": planning,
    "postings": posting,
    "copies": sending,
    "start": starting,
    "click": clicking,
}


def machine() -> str:
    """Machine and versions in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in LIBRARIES)]
    return f"{platform.system()} {platform.machine()}, {cores} cores; {', '.join(versions)}"


def show(outcome: Outcome) -> None:
    """One row of the table."""
    verdict = "ok" if outcome.reached else "NOT OK"
    sign = ">=" if outcome.least else "<="
    figures = f"{outcome.value:10.2f} {outcome.unit:<4} {sign} {outcome.limit:6.1f}"
    print(f"{outcome.target:<42} {figures}  {verdict:<7} {outcome.detail}", flush=True)


def main() -> int:
    """Run the benchmarks asked for; 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--runs", type=int, default=5, help="repetitions of each measurement (default 5)")
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    print(f"{machine()}\n{CUSTOMERS:,} customers, medians of {options.runs} rounds of fresh processes\n")
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.runs)
        for name in options.names or BENCHMARKS:
            for outcome in BENCHMARKS[name](bench):
                show(outcome)
                missed |= not outcome.reached
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
