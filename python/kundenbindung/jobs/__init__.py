"""Aufträge: the steps that command line and buttons share, from a read workbook to what is to be written.

work    read, calculate, blank and sample workbooks, contents
intake  customer lists into a job
"""

from __future__ import annotations

from kundenbindung.jobs.work import (
    Job,
    blank,
    calculate,
    contents,
    empty,
    from_grids,
    last_years,
    now,
    ranked,
    read,
    sample,
    verify,
)

__all__ = [
    "Job",
    "blank",
    "calculate",
    "contents",
    "empty",
    "from_grids",
    "last_years",
    "now",
    "ranked",
    "read",
    "sample",
    "verify",
]
