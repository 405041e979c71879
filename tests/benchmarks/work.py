"""Eine Messung in its own process: `python -m tests.benchmarks.work TASK [ARGUMENT ...]` prints JSON.

Every task returns what it measured in seconds, megabytes or cells; nothing else runs in its process.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Figures = dict[str, float]


def seconds(work: Callable[[], object]) -> float:
    """Seconds `work` takes, with what was made before it out of the collector's sight."""
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mib() -> float:
    """Peak memory of this process in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def make(customers: str, target: str) -> Figures:
    """The workbook the other tasks read."""
    from kundenbindung.adapters.builder import build
    from tests.benchmarks.calculated import contents

    build(contents(int(customers)), Path(target))
    return {"bytes": Path(target).stat().st_size}


def read(file: str) -> Figures:
    """Opening and reading a workbook to typed frames."""
    from kundenbindung.adapters.file import open_workbook
    from kundenbindung.workbook.frames import read_workbook

    return {"seconds": seconds(lambda: read_workbook(open_workbook(Path(file)).grids))}


def read_raw(file: str) -> Figures:
    """All sheets of the same file to Python lists, nothing checked and nothing understood."""
    from tests.benchmarks.raw import read_lists

    return {"seconds": seconds(lambda: read_lists(Path(file)))}


def build(customers: str, target: str) -> Figures:
    """Building a workbook from calculated contents."""
    from kundenbindung.adapters import builder
    from tests.benchmarks.calculated import contents

    inhalt = contents(int(customers))
    return {"seconds": seconds(lambda: builder.build(inhalt, Path(target)))}


def build_raw(customers: str, target: str) -> Figures:
    """XlsxWriter alone, writing the same cells with the same formats and tables."""
    from tests.benchmarks.calculated import contents
    from tests.benchmarks.raw import recorded, write

    sheets = recorded(contents(int(customers)), Path(target))
    taken = seconds(lambda: write(sheets, Path(target)))
    return {"seconds": taken, "cells": sum(len(run.cells) for sheet in sheets for run in sheet.runs)}


def evaluate(customers: str) -> Figures:
    """Inputs to results: the first calculation of a process."""
    from kundenbindung.core.evaluate import evaluate as calculate
    from kundenbindung.workbook.frames import to_inputs
    from tests.benchmarks.company import reading

    inputs = to_inputs(reading(int(customers)))
    return {"seconds": seconds(lambda: calculate(inputs))}


def everything(file: str, target: str) -> Figures:
    """Peak memory of the whole way: read, evaluate, put into words, build."""
    from kundenbindung.adapters import builder
    from kundenbindung.cli import jobs

    taken = seconds(
        lambda: builder.build(jobs.contents(jobs.calculate(jobs.read(Path(file))), jobs.now()), Path(target))
    )
    return {"seconds": taken, "mib": peak_mib()}


TASKS: dict[str, Callable[..., Figures]] = {
    task.__name__: task for task in (make, read, read_raw, build, build_raw, evaluate, everything)
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
