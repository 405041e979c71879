"""Paket einer Mappe: the zip file itself, where XlsxWriter and the readers do not look::

open        guard: may this file be read at all?
structure   sheets, tables, names, error cells, without a workbook library
extent      how far a sheet reaches and how much it shows, before a library lays it out; bytewise finds it
assemble    finish what XlsxWriter wrote: built-in styles, ribbon, neutral properties, stable bytes
ribbon      the ribbon as XML
modules     texts of the VBA project: ours, generated ones, wrappers of the functions, those of xlwings
vba         VBA project from these texts, and back
checks      does Excel open it without its repair dialog?
"""

from __future__ import annotations

from kundenbindung.adapters.package.assemble import (
    STAMP,
    assemble,
    assembled,
)
from kundenbindung.adapters.package.checks import check_package
from kundenbindung.adapters.package.extent import scan_sheets
from kundenbindung.adapters.package.generated import start_macro
from kundenbindung.adapters.package.modules import Project, product
from kundenbindung.adapters.package.open import LIMITS, Limits, guard
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.adapters.package.ribbon import custom_ui
from kundenbindung.adapters.package.structure import (
    CellScan,
    DefinedName,
    SheetPart,
    Structure,
    TablePart,
    structure,
)
from kundenbindung.adapters.package.vba import compile_project, owner_modules, vba_project, write_project

__all__ = [
    "LIMITS",
    "STAMP",
    "CellScan",
    "DefinedName",
    "Limits",
    "PackageError",
    "Project",
    "SheetPart",
    "Structure",
    "TablePart",
    "assemble",
    "assembled",
    "check_package",
    "compile_project",
    "custom_ui",
    "guard",
    "owner_modules",
    "product",
    "scan_sheets",
    "start_macro",
    "structure",
    "vba_project",
    "write_project",
]
