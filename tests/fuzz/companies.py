"""Mappen to begin with: a small company with history and every table filled, an empty workbook, a copy."""

from __future__ import annotations

import datetime as dt
import functools
import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.needs import REPOSITORY

from kundenbindung import jobs
from kundenbindung.adapters import presets
from kundenbindung.adapters.builder import build
from kundenbindung.adapters.file import open_workbook
from kundenbindung.jobs import Job, copy_orders
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Grid

CUSTOMERS = 6
DRAWS = 20
ROWS: Mapping[str, Mapping[str, object]] = {
    "one_offs": {"Jahr": 2025, "Umsatz": 12_345.5, "DB": 2_345.5},
    "margin_rates": {"Segment": "Sondermaschinen", "DB-Satz": "31 %"},
    "full_year": {"Vollwert": 98_765.4},
    "resolutions": {"Beschluss": "Messe absagen, Geld in Besuche"},
    "assignments": {"Für": "Zahlen", "In der Datei": "Erlös netto", "Beispiel": "1.234,56"},
    "name_matches": {"Name in der Quelle": "Mühle & Söhne Filiale Süd"},
    "imports": {"Vorgang": "1", "Datei": "liste_2025.csv"},
    "dispatches": {"Vorgang": "1", "Datei": "Kopie_Vertrieb.xlsx"},
}
"""Zeilen of the tables the sample company leaves empty, by header; other columns stay empty."""


@dataclass(frozen=True)
class Company:
    """Ausgangsmappe: its package by parts, and the grids that are read from it."""

    name: str
    suffix: str
    parts: Mapping[str, bytes]
    grids: Mapping[str, Grid]


def small_grids() -> dict[str, Grid]:
    """Beispielunternehmen with six customers, and a row in every table."""
    grids = dict(presets.sample_company())
    keys = [row[0] for row in grids["customers"].rows[:CUSTOMERS]]
    grids = {name: _of(grid, keys) for name, grid in grids.items()}
    setting = {"Einstellung": layout.setting("draws").label, "Wert": DRAWS}
    return grids | {
        "settings": _more(grids["settings"], setting),
        **{name: _filled(name, row, grids, str(keys[0])) for name, row in ROWS.items()},
    }


def _of(grid: Grid, keys: list[object]) -> Grid:
    if "Kundennr." not in grid.headers:
        return grid
    at = grid.headers.index("Kundennr.")
    return replace(grid, rows=[row for row in grid.rows if not row[at] or row[at] in keys])


def _more(grid: Grid, row: Mapping[str, object]) -> Grid:
    return replace(grid, rows=[*grid.rows, [row.get(name) for name in grid.headers]])


def _filled(name: str, row: Mapping[str, object], grids: Mapping[str, Grid], key: str) -> Grid:
    headers = tuple(column.label for column in layout.TABLES[name].expand())
    return _more(grids.get(name, Grid(name, headers, [], 2)), {"Kundennr.": key, **row})


def calculated() -> Job:
    """The small company, calculated."""
    job = jobs.calculate(jobs.from_grids(small_grids()))
    if job.stopped:
        raise ValueError(f"the small company has errors: {job.findings}")
    return job


def _built(job: Job, name: str, suffix: str, folder: Path) -> Company:
    path = folder / f"{name}{suffix}"
    build(jobs.contents(job, "31.12.2025 08:00"), path)
    return Company(name, suffix, _parts(path.read_bytes()), open_workbook(path).grids)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@functools.cache
def product() -> Company:
    """Beispielmappe as the owner gets it, with macros."""
    path = REPOSITORY / "kundenbindung.xlsm"
    return Company("beispiel", path.suffix, _parts(path.read_bytes()), open_workbook(path).grids)


@functools.cache
def companies() -> tuple[Company, ...]:
    """Ausgangsmappen, made once: small with history, the product with its sample company, empty."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return (
            _built(calculated(), "verlauf", ".xlsx", folder),
            product(),
            _built(jobs.empty((2023, 2024, 2025)), "leer", ".xlsx", folder),
        )


FILLED = ("Kunden", "Pipeline", "Termine")
"""Tabellen of a copy that colleagues fill in."""


def filled_sheets(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Blätter of a copy on which these tables stand."""
    tables = [
        name.rpartition("/")[2].encode()
        for name, data in parts.items()
        if any(f'displayName="{label}"'.encode() in data for label in FILLED)
    ]
    links = (
        name for name, data in parts.items() if "sheets/_rels" in name and any(t in data for t in tables)
    )
    return tuple(name.replace("_rels/", "").removesuffix(".rels") for name in links)


@functools.cache
def copy() -> tuple[Job, Mapping[str, bytes]]:
    """Kopie for a group that went out, by parts, and the job it went out from."""
    job = calculated()
    order = copy_orders.Order(group="Vertrieb")
    prepared = copy_orders.prepare(job, order, dt.datetime(2026, 1, 15, 8))
    with tempfile.TemporaryDirectory() as name:
        sent = prepared.write(Path(name), None)
        first = next(Path(name).glob("*.xlsx"))
        if not sent:
            raise ValueError("no copy went out")
        return job, _parts(first.read_bytes())
