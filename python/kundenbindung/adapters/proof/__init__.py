"""Nachweis: a file that leaves the house holds what is meant and nothing else, proven on its own bytes.

meant       what a workbook is meant to hold, and what a fault is
proving     all checks of a workbook, and the refusal
archive     the zip file byte by byte
parts       which parts, content types and relations there may be
vocabulary  shapes of values; elements and drawn list the elements and attributes that are known
markup      every element, attribute and text of a part against vocabulary and meaning
cells       sheets cell by cell
charts      caches and references of charts
searching   texts that never leave, in every encoding
entries     calendar files (.ics)
"""

from __future__ import annotations

from kundenbindung.adapters.proof.entries import MeantEntry, prove_calendar, require_calendar
from kundenbindung.adapters.proof.meant import Check, Fault, Meant, MeantSheet, MeantTable
from kundenbindung.adapters.proof.proving import prove, require

__all__ = [
    "Check",
    "Fault",
    "Meant",
    "MeantEntry",
    "MeantSheet",
    "MeantTable",
    "prove",
    "prove_calendar",
    "require",
    "require_calendar",
]
