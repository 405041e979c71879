"""Rücklauf: what a colleague filled in his copy, and how it comes back into the workbook. Pure.

rows     by what a row is recognised, what a copy held when it went out, what the workbook holds now
cells    the cells of a copy that came back, typed; what may not be taken over is a finding
compare  copy, workbook and what was sent -> changes, conflicts, findings
sides    copy, workbook and what was sent, row by row; unknown  rows of a copy that are new, or not his
alike    rows with the same key are told apart; fitting  entries that are valid and yet not taken over
names    where a copy says "Kunde 1003" for a person, the workbook says the name; long texts in a sentence
taking   changes -> the workbook with them in it
placed   changes -> cells of the open workbook
"""

from __future__ import annotations

from kundenbindung.workbook.returned.cells import CopyTable
from kundenbindung.workbook.returned.compare import allowed, differences
from kundenbindung.workbook.returned.names import brief, brief_file
from kundenbindung.workbook.returned.placed import address, filled_in, placing, spot, takeable, wanted
from kundenbindung.workbook.returned.rows import (
    FILLED_TABLES,
    Change,
    Conflict,
    Differences,
    baseline,
    missing,
    same_value,
    sent_frames,
)
from kundenbindung.workbook.returned.taking import apply, merged

__all__ = [
    "FILLED_TABLES",
    "Change",
    "Conflict",
    "CopyTable",
    "Differences",
    "address",
    "allowed",
    "apply",
    "baseline",
    "brief",
    "brief_file",
    "differences",
    "filled_in",
    "merged",
    "missing",
    "placing",
    "same_value",
    "sent_frames",
    "spot",
    "takeable",
    "wanted",
]
