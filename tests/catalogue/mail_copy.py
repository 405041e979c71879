"""Befunde der Versandkopie: orders that cannot be carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke

from kundenbindung import jobs
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.jobs import Job
from kundenbindung.jobs.mail_copies import Order, prepare
from kundenbindung.workbook.tables.mail import TOPICS

MOMENT = dt.datetime(2026, 1, 2, 3, 4)
NOTHING = dict.fromkeys((topic.value for topic in TOPICS), "no")
Change = Callable[[Job], Job]


@cache
def sample() -> Job:
    return jobs.sample()


def changed(table: str, **columns: str | list[str | None] | None) -> Change:
    """The sample company with other cells in whole columns of a table."""

    def change(job: Job) -> Job:
        frame = job.reading.frames[table].copy()
        for name, cells in columns.items():
            frame[name] = cells
        frames = {**job.reading.frames, table: frame}
        return jobs.calculate(replace(job, reading=replace(job.reading, frames=frames), findings=()))

    return change


def ordered(order: Order, change: Change = lambda job: job, *, written: bool = False) -> Provoke:
    def provoke(folder: Path) -> Findings:
        target = folder / "Kopie.xlsx"
        try:
            prepared = prepare(change(sample()), order, MOMENT)
            if written:
                prepared.write(target, None)
        except PackageError as error:
            return [error.finding]
        return prepared.findings

    return provoke


def nobody(job: Job) -> Job:
    return changed("customers", responsible=None)(job)


def one_without(job: Job) -> Job:
    responsible = job.reading.frames["customers"]["responsible"].tolist()
    return changed("customers", responsible=[None, *responsible[1:]])(job)


TEAM, SALES = Order("Team"), Order("Vertrieb")

CASES = (
    Case("copy_group_unknown", "error", ordered(Order("Mannschaft")), ordered(Order(" team "))),
    Case("copy_group_empty", "error", ordered(TEAM, changed("groups", **NOTHING)), ordered(TEAM)),
    Case(
        "copy_responsible_unknown", "error",
        ordered(Order("Vertrieb", "XY")), ordered(Order("Vertrieb", "tk")),
    ),
    Case("copy_nobody_responsible", "error", ordered(SALES, nobody), ordered(SALES, one_without)),
    Case(
        "copy_not_customers", "warning", ordered(SALES, one_without), ordered(SALES),
        "customers", "00237", "responsible",
    ),
    Case(
        "copy_password_needed", "error",
        ordered(Order("Leitung"), written=True), ordered(TEAM, written=True),
    ),
)  # fmt: skip
