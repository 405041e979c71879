"""Befunde beim Übernehmen: what a file changes in the workbook, and what it leaves half done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke
from tests.fuzz.seeds import DATEV, DEALS, HUBSPOT, LONG
from tests.workbook.test_opportunities import table

from kundenbindung import jobs
from kundenbindung.adapters.sources import (
    Assignment,
    Assignments,
    Context,
    SourceError,
    combine,
    read_figures,
    read_opportunities,
)
from kundenbindung.core.model import Settings
from kundenbindung.jobs.import_log import with_lines
from kundenbindung.jobs.intake import take_all
from kundenbindung.jobs.sources import unanswered
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, empty_frame
from kundenbindung.workbook.opportunities import Chances, take_in

YEARS = (2023, 2024, 2025)
ONE, OTHER = {"source_id": "HubSpot 1"}, {"source_id": "HubSpot 2"}
WHOLE_YEAR = DATEV.replace("1502", "0201")


def _chances(known: list[Mapping[str, object]], *file: Mapping[str, object]) -> Provoke:
    """These rows in Pipeline, and those in a file."""

    def provoke(_folder: Path) -> Findings:
        frames = {name: empty_frame(layout.TABLES[name], YEARS) for name in layout.INPUT_TABLES}
        if known:
            frames["opportunities"] = table(*known)
        reading = Reading(YEARS, Settings(base_year=2025), frames, ())
        return take_in(reading, Chances("deals.csv", table(*file), {})).findings

    return provoke


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


def _after(first: str, second: str) -> Provoke:
    """A stack of postings after another one of the same year."""

    def provoke(folder: Path) -> Findings:
        job = jobs.empty(YEARS)
        for name, text in (("a.csv", first), ("b.csv", second)):
            (folder / name).write_bytes(text.encode("cp1252"))
            taken = take_all(job, [read_figures(folder / name)])
            log = with_lines(taken.job.reading.frames["imports"], f"01.02.2026 08:0{name < 'b'}", taken.lines)
            frames = {**taken.job.reading.frames, "imports": log}
            job = replace(taken.job, reading=replace(taken.job.reading, frames=frames))
        return job.findings

    return provoke


HALF = DATEV.replace("3112", "3006")


def _numbered(number: str) -> Provoke:
    """One customer known as 10001, and a file that names him otherwise."""

    def provoke(folder: Path) -> Findings:
        head = "Kundennr.;Kunde;Umsatz 2023;Umsatz 2024;Umsatz 2025\n"
        job = jobs.empty(YEARS)
        for name, text in (
            ("a.csv", "10001;Alt AG;1,5;1,5;1,5\n"),
            ("b.csv", f"{number};;2,5;2,5;2,5\n20001;;1;1;1\n20002;;1;1;1\n"),
        ):
            (folder / name).write_text(head + text, encoding="utf-8")
            job = take_all(job, [read_figures(folder / name)]).job
        return job.findings

    return provoke


OTHER_STACK = DATEV.replace("RE1", "RF1").replace("RE2", "RF2").replace("RE3", "RF3").replace("RE9", "RF9")


def _read_as(kind: str, text: str) -> Provoke:
    """A file given to one of the two readers."""

    def provoke(folder: Path) -> Findings:
        (folder / "a.csv").write_bytes(text.encode("cp1252"))
        reader = read_figures if kind == "figures" else read_opportunities
        return _findings(lambda: reader(folder / "a.csv", Context()).findings)

    return provoke


def _findings(read: Callable[[], Findings]) -> Findings:
    try:
        return read()
    except SourceError as refused:
        return (refused.finding,)


def _folder(folder: Path) -> Findings:
    (folder / "Ordner").mkdir()
    return _findings(lambda: read_figures(folder / "Ordner").findings)


def _going_round(folder: Path) -> Findings:
    """A name that leads to itself cannot be opened, whoever tries."""
    (folder / "a.csv").symlink_to(folder / "a.csv")
    return _findings(lambda: read_figures(folder / "a.csv").findings)


def _confirmed(meaning: str | None) -> Provoke:
    """An account with a yes beside it."""
    return lambda _folder: list(
        unanswered(Assignments((Assignment("account", "8401", meaning, confirmed=True),)))
    )


CASES = (
    Case(
        "source_is_opportunities",
        "error",
        _read_as("figures", HUBSPOT),
        _read_as("figures", LONG),
        "source",
        says=("HubSpot", "Pipeline einlesen"),
    ),
    Case(
        "source_is_figures",
        "error",
        _read_as("opportunities", DATEV),
        _read_as("opportunities", HUBSPOT),
        "source",
        says=("DATEV", "Zahlen einlesen"),
    ),
    Case(
        "source_is_figures",
        "error",
        _read_as("opportunities", LONG),
        _read_as("opportunities", DEALS),
        "source",
        says=("Kundenliste",),
    ),
    Case("source_is_folder", "error", _folder, _read_as("figures", LONG), "source", says=("Ordner",)),
    Case("source_file_unreadable", "error", _going_round, _read_as("figures", LONG), "source"),
    Case(
        "assignment_without_meaning",
        "error",
        _confirmed(None),
        _confirmed("rate_19"),
        "assignments",
        None,
        "meaning",
        says=("8401",),
    ),
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
        "import_ids_doubtful",
        "warning",
        _numbered("D10001"),
        _numbered("010001"),
        "customers",
        says=("D10001 (10001?)",),
    ),
    Case(
        "import_period_lost",
        "error",
        _after(WHOLE_YEAR, HALF),
        _after(HALF, WHOLE_YEAR),
        "figures",
        says=("30.06.2025", "31.12.2025"),
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
