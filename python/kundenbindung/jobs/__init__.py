"""Aufträge: the steps that command line and buttons share, from a read workbook to what is to be written.

work    read, calculate, blank and sample workbooks, contents
intake  customer lists into a job; taking, sources and opportunities all that is read in
opened  the open workbook: read, placed, written
mail_copies  copies for others, with copy_meaning (what may be in them) and sent_log; open_sending the button
returning    copies that come back, came_back opens their files, sent_to says whose they are; open_returning
             the button
deleting     a customer out of every table; open_deleting the button
appointments, meeting_sheets, year_turn, trial  one part of the year each
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
