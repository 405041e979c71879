"""Eine Messung in its own process: `python -m tests.benchmarks.work TASK [ARGUMENT ...]` prints JSON.

Every task times its work alone, without imports and preparation; nothing else runs in its process.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import company, raw

from kundenbindung import jobs
from kundenbindung.adapters import builder
from kundenbindung.adapters.file import open_workbook
from kundenbindung.core.evaluate import evaluate as calculate
from kundenbindung.workbook.frames import Contents, read_workbook, to_inputs

MOMENT = "01.01.2026 08:00"
Figures = dict[str, float]


def seconds(work: Callable[[], object]) -> float:
    """Seconds `work` takes; the collector does not look at what was made before."""
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mib() -> float:
    """Peak memory of this process in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def calculated(customers: str) -> Contents:
    """The synthetic company with its results, ready to be written."""
    return jobs.contents(jobs.calculate(jobs.Job(company.reading(int(customers)), ())), MOMENT)


def build(customers: str, target: str) -> Figures:
    """Building a workbook from calculated contents."""
    contents = calculated(customers)
    return {"seconds": seconds(lambda: builder.build(contents, Path(target)))}


def build_raw(customers: str, target: str) -> Figures:
    """XlsxWriter alone, writing the same cells with the same formats and tables."""
    sheets = raw.recorded(calculated(customers), Path(target))
    taken = seconds(lambda: raw.write(sheets, Path(target)))
    return {"seconds": taken}


def alike(customers: str, own: str, alone: str) -> Figures:
    """1 if both ways of building write the same cells, formats and tables, else 0."""
    raw.write(raw.recorded(calculated(customers), Path(own)), Path(alone))
    return {"alike": float(raw.traits(Path(own)) == raw.traits(Path(alone)))}


def read(file: str) -> Figures:
    """Opening and reading a workbook to typed frames."""
    return {"seconds": seconds(lambda: read_workbook(open_workbook(Path(file)).grids))}


def read_raw(file: str) -> Figures:
    """python-calamine alone: all sheets of the file to lists, nothing checked and nothing understood."""
    return {"seconds": seconds(lambda: raw.read_lists(Path(file)))}


def evaluate(customers: str) -> Figures:
    """Inputs to results, the first time in a process."""
    inputs = to_inputs(company.reading(int(customers)))
    return {"seconds": seconds(lambda: calculate(inputs))}


def everything(file: str, target: str) -> Figures:
    """The whole way of a workbook, with the memory it needs: read, evaluate, put into words, build."""

    def work() -> None:
        job = jobs.calculate(jobs.read(Path(file)))
        builder.build(jobs.contents(job, MOMENT), Path(target))

    return {"seconds": seconds(work), "mib": peak_mib()}


def click(customers: str, folder: str) -> Figures:
    """One click in an open workbook, see `click.py`; the office is loaded only here."""
    from tests.benchmarks.click import click as clicked

    return clicked(customers, folder)


TASKS: dict[str, Callable[..., Figures]] = {
    task.__name__: task for task in (build, build_raw, alike, read, read_raw, evaluate, everything, click)
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
