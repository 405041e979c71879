"""Befunde beim Löschen eines Kunden."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.files import SAMPLE

from kundenbindung.jobs import deleting


def _deleted(*keys: str) -> Provoke:
    """Kunden of the workbook deleted by their numbers."""

    def provoke(folder: Path) -> Findings:
        SAMPLE(folder)
        return deleting.prepare(folder / "mappe.xlsm", keys).job.findings

    return provoke


CASES = (
    Case("delete_customer_unknown", "error", _deleted("999"), _deleted("00237")),
    Case(
        "delete_customer_unknown",
        "error",
        _deleted("999", "00237", "237"),
        _deleted("00318"),
        says=("several",),
    ),
)
