"""The same workbook calculated by the command line and by the button: its tables afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.buttons.hand import Row, at_desk, copied, plain
from tests.doors import desk

from kundenbindung import jobs
from kundenbindung.adapters import live
from kundenbindung.core.model import Finding
from kundenbindung.jobs import opened as steps
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading

if TYPE_CHECKING:
    from tests.engine.session import Session

Tables = Mapping[str, list[Row]]


@dataclass(frozen=True)
class Outcome:
    """What one way of calculating made of a workbook.

    reading, findings  what it understood before
    tables             rows of every table afterwards
    """

    reading: Reading
    findings: tuple[Finding, ...]
    tables: Tables

    def by_key(self, table: str, label: str, by: str = "Kundennr.") -> dict[object, object]:
        """One column by key."""
        return {row[by]: row[label] for row in self.tables[table] if row[by] is not None}

    def sentences(self) -> list[str]:
        """Feststellungen on Start."""
        return [str(row["Feststellung"]) for row in self.tables["findings"] if row["Feststellung"]]


def by_file(path: Path, folder: Path) -> Outcome:
    """`kundenbindung rechnen MAPPE --ausgabe ZIEL`; a stopped job leaves the workbook as it is."""
    job = jobs.read(path)
    target = folder / "Ziel.xlsm"
    code = desk.call("rechnen", path, "--ausgabe", target)
    assert code == (1 if job.stopped else 0)
    return Outcome(job.reading, job.findings, _tables(path if job.stopped else target))


def _tables(path: Path) -> dict[str, list[Row]]:
    book = desk.opened(path, values=True)
    there = {label for sheet in book.worksheets for label in sheet.tables}
    return {
        name: _rows(desk.Sheet(book, name)) for name, entry in layout.TABLES.items() if entry.label in there
    }


def _rows(table: desk.Sheet) -> list[Row]:
    cells = table.sheet.iter_rows(table.top + 1, table.bottom, table.left, table.right, values_only=True)
    return [dict(zip(table.headers, map(plain, row), strict=True)) for row in cells]


def by_button(office: Session, path: Path, folder: Path) -> Outcome:
    """Neu berechnen in the open workbook."""
    with at_desk(office, copied(path, folder, "Offen.xlsm")) as hand:
        job = steps.job_of(steps.read(live.Application.of_caller()))
        office.settings.status_bar = False
        hand.click("calculate")
        return Outcome(job.reading, job.findings, hand.tables())


def both(office: Session, path: Path, folder: Path, *changes: Callable[[Any], object]) -> dict[str, Outcome]:
    """Outcomes of both ways for a copy of a workbook with these changes."""
    edited = desk.edited(copied(path, folder), *changes)
    return {"file": by_file(edited, folder), "live": by_button(office, edited, folder)}
