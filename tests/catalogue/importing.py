"""Befunde beim Übernehmen: what a file changes in the workbook, and what it leaves half done."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from tests.catalogue.cases import Case, Findings, Provoke
from tests.fuzz.seeds import DATEV

from kundenbindung import jobs
from kundenbindung.adapters.sources import combine, read_figures
from kundenbindung.core.model import OPPORTUNITY_COLUMNS, Settings
from kundenbindung.jobs.intake import take_all
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, empty_frame
from kundenbindung.workbook.opportunities import Chances, take_in

YEARS = (2023, 2024, 2025)
ROW: Mapping[str, object] = {
    "customer_id": "10",
    "customer": "Zehn GmbH",
    "project": "Presse",
    "value_eur": 1000.0,
    "stage": "Angebot",
    "probability": math.nan,
    "kind": None,
    "expected_close": dt.date(2026, 3, 31),
    "updated": None,
    "status": "open",
}
ONE, OTHER = {"source_id": "HubSpot 1"}, {"source_id": "HubSpot 2"}
WHOLE_YEAR = DATEV.replace("1502", "0201")


def _chances(known: list[Mapping[str, object]], *file: Mapping[str, object]) -> Provoke:
    """These rows in Pipeline, and those in a file."""

    def provoke(_folder: Path) -> Findings:
        frames = {name: empty_frame(layout.TABLES[name], YEARS) for name in layout.INPUT_TABLES}
        if known:
            frames["opportunities"] = _rows(*known)
        reading = Reading(YEARS, Settings(base_year=2025), frames, ())
        return take_in(reading, Chances("deals.csv", _rows(*file), {})).findings

    return provoke


def _rows(*rows: Mapping[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([{**ROW, **row} for row in rows], columns=list(OPPORTUNITY_COLUMNS), dtype=object)
    numbers = {name: frame[name].astype(float) for name in ("value_eur", "probability")}
    return frame.where(frame.notna(), None).assign(**numbers)


def _together(first: str, second: str) -> Provoke:
    """Two stacks of postings read at once."""

    def provoke(folder: Path) -> Findings:
        for name, text in (("a.csv", first), ("b.csv", second)):
            (folder / name).write_bytes(text.encode("cp1252"))
        return combine([read_figures(folder / "a.csv"), read_figures(folder / "b.csv")])[0].findings

    return provoke


def _booked(text: str, months: int = 12) -> Provoke:
    """A stack of postings into an empty workbook of 2025."""

    def provoke(folder: Path) -> Findings:
        (folder / "a.csv").write_bytes(text.encode("cp1252"))
        job = jobs.empty(YEARS)
        settings = replace(job.reading.settings, months_in_base_year=months)
        job = replace(job, reading=replace(job.reading, settings=settings), findings=())
        return take_all(job, [read_figures(folder / "a.csv")]).job.findings

    return provoke


OTHER_STACK = DATEV.replace("RE1", "RF1").replace("RE2", "RF2").replace("RE3", "RF3").replace("RE9", "RF9")
CASES = (
    Case(
        "opportunities_replaced",
        "notice",
        _chances([ONE], {**ONE, "value_eur": 2000.0}),
        _chances([ONE], ONE),
        "opportunities",
        says=("HubSpot 1 (Wert)",),
    ),
    Case(
        "opportunities_vanished",
        "warning",
        _chances([ONE, OTHER], OTHER),
        _chances([{"source_id": "Pipedrive 1"}, OTHER], OTHER),
        "opportunities",
        says=("HubSpot 1",),
    ),
    Case(
        "source_files_overlap",
        "error",
        _together(DATEV, DATEV),
        _together(DATEV, OTHER_STACK),
        "source",
        says=("4 von 4", "„b.csv“", "„a.csv“"),
    ),
    Case(
        "import_period_partial",
        "warning",
        _booked(DATEV.replace("3112", "3006")),
        _booked(WHOLE_YEAR),
        "figures",
        says=("30.06.2025", "31.12.2025"),
    ),
)
