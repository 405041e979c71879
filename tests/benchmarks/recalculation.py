"""Hartes Neuberechnen: every formula of a workbook by a headless LibreOffice of our own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.engine.bridge import arguments, url
from tests.engine.process import Office

PROC = Path("/proc")
TICKS = 100.0
"""Ticks of the processor a second in `/proc`."""


@dataclass(frozen=True, slots=True)
class Recalculated:
    """Ergebnis: seconds by clock and by processor of one recalculation, columns of the first sheet."""

    clock: float
    processor: float
    columns: Mapping[str, Sequence[object]]


def recalculated(path: Path, columns: dict[str, int], rows: int) -> Recalculated:
    """Opens the workbook, recalculates hard, reads the named columns below their header."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("The comparison with formulas needs LibreOffice (soffice)")
    office = Office(Path(program))
    try:
        return _recalculated(office, path, columns, rows)
    finally:
        office.stop()


def _recalculated(office: Office, path: Path, columns: dict[str, int], rows: int) -> Recalculated:
    services = office.context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", office.context)
    document: Any = desktop.loadComponentFromURL(url(path), "_blank", 0, arguments(Hidden=True))
    clock, processor = time.perf_counter(), spent(office.pid)
    document.calculateAll()
    clock, processor = time.perf_counter() - clock, spent(office.pid) - processor
    sheet = document.Sheets.getByIndex(0)
    found = {name: _column(sheet, col, rows) for name, col in columns.items()}
    document.close(True)  # noqa: FBT003 - UNO knows no names of arguments
    return Recalculated(clock, processor, found)


def _column(sheet: Any, col: int, rows: int) -> list[object]:
    data = sheet.getCellRangeByPosition(col, 1, col, rows).getDataArray()
    return [row[0] for row in data]


def spent(group: int) -> float:
    """Seconds of the processor that the living processes of a group took so far."""
    total = 0.0
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total
