"""Befunde der Versandkopie: orders that cannot be carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest import mock

from openpyxl import load_workbook
from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.files import run

from kundenbindung import jobs
from kundenbindung.adapters import sent
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.jobs import Job
from kundenbindung.jobs.copy_orders import Order, prepare
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


def misspelt(job: Job) -> Job:
    groups = job.reading.frames["recipients"]["group"].tolist()
    return changed("recipients", group=["Teem", *groups[1:]])(job)


def without_memory(folder: Path) -> Findings:
    """The folder for what went out is a file."""
    with mock.patch.object(sent, "keep", return_value=False):
        return ordered(TEAM, written=True)(folder)


def in_place(folder: Path) -> Findings:
    """A workbook with a sheet of the owner's, replaced by itself with the log."""
    return _sent(folder, folder / "Mappe.xlsm")


def beside(folder: Path) -> Findings:
    return _sent(folder, folder / "Neu.xlsm")


def _sent(folder: Path, log: Path) -> Findings:
    run("neu", str(folder / "Mappe.xlsm"), "--jahre", "2023-2025")
    book = load_workbook(folder / "Mappe.xlsm", keep_vba=True)
    book.create_sheet("Meins")["A1"] = "Notiz"
    book.save(folder / "Mappe.xlsm")
    done = run(
        "versand", str(folder / "Mappe.xlsm"), "--ausgabe", str(folder / "K.xlsx"), "--protokoll", str(log)
    )
    assert (folder / "K.xlsx").exists() is (done.exit_code == 0)
    return done.spoken


def named(name: str) -> Provoke:
    def provoke(folder: Path) -> Findings:
        try:
            prepare(sample(), TEAM, MOMENT).write(folder / name, None)
        except PackageError as error:
            return [error.finding]
        return ()

    return provoke


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
    Case("copy_suffix", "error", named("Kopie.xlsm"), named("Kopie.XLSX")),
    Case(
        "copy_recipient_nowhere", "warning", ordered(TEAM, misspelt), ordered(TEAM),
        "recipients", None, "group",
    ),
    Case("copy_not_remembered", "error", without_memory, ordered(TEAM, written=True)),
    Case("copy_log_in_place", "error", in_place, beside),
    Case(
        "copy_password_needed", "error",
        ordered(Order("Leitung"), written=True), ordered(TEAM, written=True),
    ),
)  # fmt: skip
