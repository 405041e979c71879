"""Eine Messung in its own process: `python -m tests.benchmarks.work TASK [ARGUMENT ...]` prints JSON.

Every task times its work alone, without imports and preparation; nothing else runs in its process.
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from tests.benchmarks import company, copies, postings, raw, sampling, shares
from tests.benchmarks.timing import MOMENT, Figures, calculated, peak_mib, processor, seconds

from kundenbindung import jobs
from kundenbindung.adapters import builder
from kundenbindung.adapters.file import open_workbook
from kundenbindung.adapters.package import PackageError
from kundenbindung.core import schedule, workdays
from kundenbindung.core.evaluate import evaluate as calculate
from kundenbindung.core.model import FloatArray
from kundenbindung.workbook.frames import read_workbook
from kundenbindung.workbook.inputs import to_inputs

LEVELS = ("strategy", "strategy", *["sales"] * 7, "service")
"""Levels of ten customers after one another."""


def build(customers: str, target: str) -> Figures:
    """Building a workbook from calculated contents."""
    contents = calculated(customers)
    return {"seconds": processor(lambda: builder.build(contents, Path(target)))}


def build_raw(customers: str, target: str) -> Figures:
    """XlsxWriter alone, writing the same cells with the same formats and tables."""
    sheets = raw.recorded(calculated(customers), Path(target))
    return {"seconds": processor(lambda: raw.write(sheets, Path(target)))}


def alike(customers: str, own: str, alone: str) -> Figures:
    """1 if both ways of building write the same cells, formats and tables, else 0."""
    raw.write(raw.recorded(calculated(customers), Path(own)), Path(alone))
    return {"alike": float(raw.traits(Path(own)) == raw.traits(Path(alone)))}


def read(file: str) -> Figures:
    """Opening and reading a workbook to typed frames."""
    return {"seconds": processor(lambda: read_workbook(open_workbook(Path(file)).grids))}


def read_raw(file: str) -> Figures:
    """python-calamine alone: all sheets of the file to lists, nothing checked and nothing understood."""
    return {"seconds": processor(lambda: raw.read_lists(Path(file)))}


def evaluate(customers: str, draws: str) -> Figures:
    """Inputs to results with so many draws for the stability, the first time in a process."""
    inputs = to_inputs(company.reading(int(customers)))
    inputs = replace(inputs, settings=replace(inputs.settings, draws=int(draws)))
    return {"seconds": processor(lambda: calculate(inputs))}


def stability(customers: str, draws: str, missing: str = "0") -> Figures:
    """Shares of the levels of so many customers, some points missing."""
    task = shares.case(int(customers), int(draws), float(missing))
    return {"seconds": processor(lambda: shares.own(task))}


def stability_floor(customers: str, draws: str) -> Figures:
    """Multiplying and comparing alone, on the same points."""
    task = shares.case(int(customers), int(draws))
    return {"seconds": processor(lambda: shares.floor(task))}


def stability_loop(customers: str, draws: str, number: str, library: str) -> Figures:
    """A loop over the first draws, scaled to all; `alike` is 1 if its shares are those of the program."""
    task, few = shares.case(int(customers), int(draws)), int(number)
    ranks = shares.RANKINGS[library]
    shares.loop(task, 1, ranks)
    found: list[FloatArray] = []
    taken = processor(lambda: found.append(shares.loop(task, few, ranks)))
    same = np.array_equal(found[0], shares.own(replace(task, draws=few)))
    return {"seconds": taken * task.draws / few, "alike": float(same)}


def stability_memory(customers: str, draws: str) -> Figures:
    """What the shares take beyond the points, at most, in MiB."""
    task = shares.case(int(customers), int(draws))
    tracemalloc.start()
    shares.own(task)
    return {"mib": tracemalloc.get_traced_memory()[1] / (1 << 20)}


def everything(file: str, target: str) -> Figures:
    """The whole way of a workbook with Termine, and the memory it needs: read, evaluate, words, build."""
    planned = []

    def work() -> None:
        job = jobs.read(Path(file))
        job = jobs.calculate(replace(job, reading=company.with_people(job.reading)))
        planned.append(0 if job.results is None else len(job.results.appointments))
        builder.build(jobs.contents(job, MOMENT), Path(target))

    return {"seconds": processor(work), "mib": peak_mib(), "appointments": float(planned[0])}


def whole(file: str, target: str) -> Figures:
    """The whole job of `rechnen` on a workbook, step by step, and the memory it needs."""
    held: list[jobs.Job] = []
    steps: list[tuple[str, Callable[[], object]]] = [
        ("read", lambda: held.append(jobs.read(Path(file)))),
        ("compute", lambda: held.append(jobs.calculate(held[-1]))),
        ("write", lambda: builder.build(jobs.contents(held[-1], MOMENT), Path(target))),
    ]
    taken = {name: processor(step) for name, step in steps}
    return {**taken, "mib": peak_mib(), "mb": Path(target).stat().st_size / 1e6}


def whole_made(customers: str, target: str) -> Figures:
    """The same where no workbook may be read any more: from frames to a workbook, which is then refused."""
    held = [jobs.Job(company.reading(int(customers)), ())]
    compute = processor(lambda: held.append(jobs.calculate(held[-1])))
    write = processor(lambda: builder.build(jobs.contents(held[-1], MOMENT), Path(target)))
    figures = {"compute": compute, "write": write, "mib": peak_mib()}
    try:
        jobs.read(Path(target))
    except PackageError:
        return {**figures, "refused": 1.0, "mb": Path(target).stat().st_size / 1e6}
    return {**figures, "refused": 0.0, "mb": Path(target).stat().st_size / 1e6}


def costs(file: str, target: str) -> dict[str, float]:
    """Seconds of the processor of the whole job by named parts."""

    def work() -> None:
        builder.build(jobs.contents(jobs.calculate(jobs.read(Path(file))), MOMENT), Path(target))

    return sampling.parted(work)


def calendar(customers: str) -> Figures:
    """Termine of so many customers, a fifth Strategie, a tenth Service, the first time in a process."""
    inputs = to_inputs(company.with_people(company.reading(int(customers))))
    keys = inputs.customers.index
    levels = pd.Series([LEVELS[at % len(LEVELS)] for at in range(len(keys))], index=keys)
    found: list[pd.DataFrame] = []

    def work() -> None:
        days = workdays.plan_year(inputs.settings, inputs.closures)
        found.append(schedule.calendar(inputs, levels, days, inputs.settings))

    return {"seconds": processor(work), "appointments": float(len(found[0]))}


def postings_file(target: str) -> Figures:
    """The Buchungsstapel both ways of reading take; its size."""
    postings.write(Path(target))
    return {"mb": Path(target).stat().st_size / 1e6}


def postings_own(file: str) -> Figures:
    """Buchungsstapel to figures per customer and year, and the memory it needs."""
    taken = seconds(lambda: postings.own(Path(file)))
    return {"seconds": taken, "mib": peak_mib()}


def postings_alone(file: str) -> Figures:
    """Pandas alone: the same columns, added up by account."""
    return {"seconds": seconds(lambda: postings.alone(Path(file)))}


def click(customers: str, folder: str) -> Figures:
    """One click in an open workbook, see `click.py`; the office is loaded only here."""
    from tests.benchmarks.click import click as clicked

    return clicked(customers, folder)


def sending(size: str, folder: str) -> Figures:
    """Versandkopien of every proposed group, and the workbook they come from."""
    place = Path(folder) / f"copies {size}"
    place.mkdir(exist_ok=True)
    return dict(copies.measured(int(size), place))


WORKS: dict[str, Callable[..., Figures]] = {
    task.__name__: task
    for task in (
        build,
        build_raw,
        alike,
        read,
        read_raw,
        evaluate,
        whole,
        whole_made,
        costs,
        stability,
        stability_floor,
        stability_loop,
        stability_memory,
        everything,
        calendar,
        postings_file,
        postings_own,
        sending,
        postings_alone,
        click,
    )
}

INSTEAD = ("figures_own", "figures_formulas", "read_openpyxl", "build_openpyxl")


def work_of(name: str) -> Callable[..., Figures]:
    """Aufgabe by its name; what one would take instead is loaded only where it is measured."""
    if name in INSTEAD:
        from tests.benchmarks import instead

        found: Callable[..., Figures] = getattr(instead, name)
        return found
    return WORKS[name]


if __name__ == "__main__":
    print(json.dumps(work_of(sys.argv[1])(*sys.argv[2:])))
