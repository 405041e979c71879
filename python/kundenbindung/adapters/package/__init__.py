"""Paket einer Mappe: the zip file itself, where XlsxWriter and the readers do not look::

open        guard: may this file be read at all?
structure   sheets, tables, names, error cells, without a workbook library
assemble    finish what XlsxWriter wrote: built-in styles, neutral properties, stable bytes
vba         VBA project from text, and back
checks      does Excel open it without its repair dialog?
"""

from __future__ import annotations

from kundenbindung.adapters.package.assemble import (
    STAMP,
    assemble,
)
from kundenbindung.adapters.package.checks import check_package
from kundenbindung.adapters.package.open import LIMITS, Limits, guard
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.adapters.package.structure import (
    CellScan,
    DefinedName,
    SheetPart,
    Structure,
    TablePart,
    scan_cells,
    structure,
)
from kundenbindung.adapters.package.vba import compile_project, holds_code, vba_project, write_project

__all__ = [
    "LIMITS",
    "STAMP",
    "CellScan",
    "DefinedName",
    "Limits",
    "PackageError",
    "SheetPart",
    "Structure",
    "TablePart",
    "assemble",
    "check_package",
    "compile_project",
    "guard",
    "holds_code",
    "scan_cells",
    "structure",
    "vba_project",
    "write_project",
]
