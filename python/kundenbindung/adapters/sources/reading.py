"""Zahlen lesen: the format is recognised by the beginning of the file, and its reader does the rest."""

from __future__ import annotations

from pathlib import Path

from kundenbindung.adapters.sources.cells import look
from kundenbindung.adapters.sources.collmex import COLLMEX
from kundenbindung.adapters.sources.datev import DATEV
from kundenbindung.adapters.sources.lexware import LEXWARE
from kundenbindung.adapters.sources.lists import read_list
from kundenbindung.adapters.sources.promise import Context, Format, ImportedFigures
from kundenbindung.adapters.sources.sap import SAP

FORMATS: tuple[Format, ...] = (DATEV, COLLMEX, SAP, LEXWARE)
"""Formate that need code, asked in this order; everything else is a table that presets describe."""


def read_figures(path: Path, context: Context | None = None, *, sheet: str | None = None) -> ImportedFigures:
    """Zahlen einlesen from any file we know; `sheet` names one of several of a workbook.

    Raises `SourceError` if the file cannot be used, `AssignmentNeededError` if its headers are unknown;
    unreadable cells become findings.
    """
    told = context or Context()
    head = look(path)
    known = next((entry for entry in FORMATS if entry.recognise(head)), None)
    return known.read(path, told) if known else read_list(path, told, sheet=sheet)
