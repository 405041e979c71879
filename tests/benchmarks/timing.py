"""Uhren of a task, and what several tasks begin with."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable

from tests.benchmarks import company

from kundenbindung import jobs
from kundenbindung.workbook.frames import Contents

MOMENT = "01.01.2026 08:00"
Figures = dict[str, float]


def seconds(work: Callable[[], object]) -> float:
    """Seconds `work` takes; the collector does not look at what was made before."""
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor(work: Callable[[], object]) -> float:
    """Seconds of the processor `work` takes, which do not grow with the load of the machine."""
    gc.collect()
    gc.freeze()
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_mib() -> float:
    """Peak memory of this process in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def calculated(customers: str) -> Contents:
    """The synthetic company with its results, ready to be written."""
    return jobs.contents(jobs.calculate(jobs.Job(company.reading(int(customers)), ())), MOMENT)
