"""Versandkopien: all copies of every proposed group, built and proven, against building the workbook."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import company

from kundenbindung import jobs
from kundenbindung.adapters.builder import build
from kundenbindung.jobs.copy_orders import Order, prepare
from kundenbindung.workbook import sharing

PEOPLE = 8
"""Verantwortliche among whom the customers are shared out."""
PASSWORD = "Regen-Tisch-Fahne-Hafer-Nadel"


def job(size: int) -> jobs.Job:
    """A calculated company whose customers have somebody responsible."""
    reading = company.reading(size)
    people = [f"P{number % PEOPLE}" for number in range(len(reading.frames["customers"]))]
    customers = reading.frames["customers"].assign(responsible=people)
    frames = {**reading.frames, "customers": customers, "groups": jobs.work.proposed("groups")}
    return jobs.calculate(jobs.Job(replace(reading, frames=frames), ()))


def measured(size: int, folder: Path) -> Iterator[tuple[str, float]]:
    """Seconds of the processor: the whole workbook first, then every group."""
    known = job(size)
    begun = time.process_time()
    build(jobs.contents(known, None), folder / "Mappe.xlsm")
    yield "Mappe", time.process_time() - begun
    for group in sharing.groups_of(known.reading.frames["groups"]):
        begun = time.process_time()
        prepared = prepare(known, Order(group.name), dt.datetime(2026, 1, 2))
        (folder / group.name).mkdir()
        prepared.write(folder / group.name, PASSWORD if group.encrypted else None)
        yield group.name, time.process_time() - begun
