"""Mappen früherer Fassungen: each is read, calculated and built anew, and its results are still those."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.doors.desk import call
from tests.needs import REPOSITORY

from kundenbindung import jobs
from kundenbindung.core.model import Severity
from kundenbindung.jobs import Job
from kundenbindung.messages import losses
from kundenbindung.workbook import layout

FOLDER = REPOSITORY / "tests" / "fixtures" / "mappen"
RELEASES = sorted(path.name for path in FOLDER.glob("*.xlsm"))
RETIRED = tuple(losses.column(name, "Screening") for name in ("Umsatzeffekt", "Margeneffekt"))
"""Results that earlier workbooks had in Screening and that now stand in a table of their own."""

LOST = {"0.1.0-erste.xlsm": RETIRED, "0.1.0-knoepfe.xlsm": RETIRED}
STABILITY = {"Grenzfall"}
CHANGED: dict[str, dict[str, set[str]]] = {
    "0.1.0-erste.xlsm": {
        "Screening": STABILITY | {"Begründung"},
        "Plan": {"DB erwartet", "Anmerkung"},
    },
    "0.1.0-knoepfe.xlsm": {"Screening": STABILITY},
}
"""Columns whose method changed since. Grenzfall: the stability of the weights came later. Begründung and
Anmerkung: other words. DB erwartet: the line of the company without a customer has one."""

HEADING = re.compile(r"^## \[?(\d+\.\d+\.\d+)", re.MULTILINE)

Rows = dict[str, dict[str, object]]


def rows(path: Path, table: str) -> Rows:
    """Cells of a table of results by Kundennr. and header."""
    with CalamineWorkbook.from_path(path, load_tables=True) as book:
        found = book.get_table_by_name(table)
    headers = [header.strip() for header in found.columns]
    lines: list[dict[str, object]] = [dict(zip(headers, row, strict=True)) for row in found.to_python()]
    return {str(line["Kundennr."]): line for line in lines if line["Kundennr."]}


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def changed(before: Rows, after: Rows) -> set[str]:
    """Headers of columns that are in both and hold something else."""
    return {
        header
        for key, line in before.items()
        for header, cell in line.items()
        if header in after[key] and not same(cell, after[key][header])
    }


def test_there_is_a_workbook_of_every_release() -> None:
    released = set(HEADING.findall((REPOSITORY / "CHANGELOG.md").read_text("utf-8")))
    kept = {name.partition("-")[0] for name in RELEASES}
    assert kept
    assert released <= kept


@pytest.mark.parametrize("name", RELEASES)
def test_an_earlier_workbook_is_calculated_as_it_was(name: str, tmp_path: Path) -> None:
    old, new = FOLDER / name, tmp_path / "neu.xlsm"
    before = old.read_bytes()
    read: Job = jobs.read(old)
    assert [finding.code for finding in read.findings if finding.severity is Severity.ERROR] == []
    assert read.not_carried == LOST.get(name, ())
    assert call("rechnen", old, "--ausgabe", new) == 0
    assert old.read_bytes() == before
    for table in ("Screening", "Plan"):
        was, now = rows(old, table), rows(new, table)
        assert was.keys() == now.keys()
        assert len(was) > 60
        assert changed(was, now) == CHANGED.get(name, {}).get(table, set()), table
    with CalamineWorkbook.from_path(new, load_tables=True) as book:
        assert {table.label for table in layout.TABLES.values()} <= set(book.table_names or ())
    assert jobs.read(new).not_carried == ()
