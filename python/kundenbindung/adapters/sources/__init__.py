"""Quellen: exports of accounting, ERP and CRM programs, read tolerantly and never guessed.

promise      what every reader is told and gives back; reporting keeps its findings readable
assignments  Zuordnung the owner confirmed: headers, accounts, tax rates; assignments_file: as TOML
cells        a file's sheets as rows (plain: CSV and TXT, excel: workbooks, sheet: the grid and its limits)
presets      column names and words as data, `templates/sources`
header       finds the header row; records sorts the rows below it; amounts reads their numbers
lists        tables: customers, years side by side or below one another; dated: one row per document
mapping      what the columns of an unknown table could mean, as proposals for the Zuordnung
opportunities  exports of CRMs, and tables of Verkaufschancen
lexware, sap, collmex  their ledgers; ledger: what they have in common
reading      `read_figures`, `read_opportunities`: recognise the format and have it read
"""

from __future__ import annotations

from kundenbindung.adapters.sources.assignments import Assignment, Assignments
from kundenbindung.adapters.sources.assignments_file import load_assignments, save_assignments
from kundenbindung.adapters.sources.postings import combine
from kundenbindung.adapters.sources.promise import (
    AssignmentNeededError,
    Context,
    ImportedFigures,
    ImportedOpportunities,
    LeftOut,
    Omission,
    SourceFacts,
)
from kundenbindung.adapters.sources.reading import read_figures, read_opportunities
from kundenbindung.adapters.sources.sheet import SourceError

__all__ = [
    "Assignment",
    "AssignmentNeededError",
    "Assignments",
    "Context",
    "ImportedFigures",
    "ImportedOpportunities",
    "LeftOut",
    "Omission",
    "SourceError",
    "SourceFacts",
    "combine",
    "load_assignments",
    "read_figures",
    "read_opportunities",
    "save_assignments",
]
