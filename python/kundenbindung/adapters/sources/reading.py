"""Dateien lesen: the format is recognised by the beginning of the file, and its reader does the rest.

A file of the other kind is told as what it is, instead of asking what its columns could mean.
"""

from __future__ import annotations

from pathlib import Path

from kundenbindung.adapters.sources import opportunities
from kundenbindung.adapters.sources.cells import look
from kundenbindung.adapters.sources.collmex import COLLMEX
from kundenbindung.adapters.sources.datev import DATEV
from kundenbindung.adapters.sources.lexware import LEXWARE
from kundenbindung.adapters.sources.lists import read_list, recognised_as
from kundenbindung.adapters.sources.promise import (
    AssignmentNeededError,
    Context,
    Format,
    ImportedFigures,
    ImportedOpportunities,
)
from kundenbindung.adapters.sources.sap import SAP
from kundenbindung.adapters.sources.sheet import stop
from kundenbindung.messages.reports import SOURCE_NAMES

FORMATS: tuple[Format, ...] = (DATEV, COLLMEX, SAP, LEXWARE)
"""Formate that need code, asked in this order; everything else is a table that presets describe."""


def read_figures(path: Path, context: Context | None = None, *, sheet: str | None = None) -> ImportedFigures:
    """Zahlen einlesen from any file we know; `sheet` names one of several of a workbook.

    Raises `SourceError` if the file cannot be used, `AssignmentNeededError` if its headers are unknown;
    unreadable cells become findings.
    """
    told = context or Context()
    known = _format(path)
    if known is not None:
        return known.read(path, told)
    try:
        return read_list(path, told, sheet=sheet)
    except AssignmentNeededError:
        program = opportunities.program_of(path)
        if program is not None:
            stop("source_is_opportunities", file=path.name, program=program)
        raise


def read_opportunities(path: Path, context: Context | None = None) -> ImportedOpportunities:
    """Verkaufschancen einlesen from the export of a CRM or from any table of them (CSV, Excel).

    Raises `SourceError` if the file cannot be used, `AssignmentNeededError` if its headers are unknown;
    unreadable cells and gaps become findings.
    """
    known = _format(path)
    if known is not None:
        stop("source_is_figures", file=path.name, program=SOURCE_NAMES[known.name])
    try:
        return opportunities.read_opportunities(path, context or Context())
    except AssignmentNeededError:
        source = recognised_as(path)
        if source is not None:
            stop("source_is_figures", file=path.name, program=SOURCE_NAMES[source])
        raise


def _format(path: Path) -> Format | None:
    head = look(path)
    return next((entry for entry in FORMATS if entry.recognise(head)), None)
