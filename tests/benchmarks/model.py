"""Ergebnis und Messplatz: what every benchmark is made of.

`Outcome` is one target with its measured value, `Bench` runs tasks in processes of their own and keeps rows
of figures for the page.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CUSTOMERS = 20_000
DRAWS = (2_500, 5_000, 10_000)
COMPUTING = ("evaluate", "stability", "calendar")
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Multiplications on one core, where seconds of the processor are compared."""
TOP = Path(__file__).resolve().parents[2]

Figures = dict[str, float]


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
    """Messplatz: folder for the files, how often everything is repeated, rows kept for the page.

    before  checkout of an earlier state, whose package is measured beside this one
    """

    folder: Path
    runs: int
    before: Path | None = None
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def task(self, name: str, *arguments: object, package: Path | None = None) -> Figures:
        """One task of `work` in a fresh process, with the package of another checkout if asked for."""
        command = [sys.executable, "-m", "tests.benchmarks.work", name, *map(str, arguments)]
        environment = {**os.environ, **(ONE_CORE if name.startswith(COMPUTING) else {})}
        if package is not None:
            environment["PYTHONPATH"] = str(package / "python")
        done = subprocess.run(
            command, cwd=TOP, check=True, stdout=subprocess.PIPE, text=True, env=environment
        )
        found: Figures = json.loads(done.stdout.splitlines()[-1])
        return found

    def medians(self, *tasks: tuple[object, ...]) -> list[float]:
        """Median seconds of several tasks that take turns, so that a slow minute hurts all of them."""
        return alternating([lambda task=task: self.task(*task)["seconds"] for task in tasks], self.runs)  # type: ignore[misc]  # the default binds the value of this round

    def median_figures(self, *task: object, package: Path | None = None, runs: int = 0) -> Figures:
        """Median of every figure of one task over its rounds."""
        name, *arguments = task
        rounds = [self.task(str(name), *arguments, package=package) for _ in range(runs or self.runs)]
        return {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}

    def keep(self, name: str, **row: object) -> None:
        """A row of figures for the page."""
        self.rows.setdefault(name, []).append(row)

    def file(self, customers: int = CUSTOMERS) -> Path:
        """A workbook of so many customers, built once."""
        path = self.folder / f"mappe-{customers}.xlsm"
        if not path.exists():
            self.task("build", customers, path)
        return path


def alternating(works: Sequence[Callable[[], float]], runs: int) -> list[float]:
    """Median of each measurement over so many rounds."""
    rounds = [[work() for work in works] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def process(words: Sequence[str], environment: dict[str, str] | None = None) -> float:
    """Seconds of the processor of a whole process."""
    start = _children()
    subprocess.run(words, cwd=TOP, check=True, capture_output=True, env=environment)
    return _children() - start


def _children() -> float:
    """Seconds of the processor of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def german(value: float, digits: int = 2) -> str:
    """Zahl in German notation."""
    return f"{value:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
