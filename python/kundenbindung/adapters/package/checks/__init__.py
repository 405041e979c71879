"""Paketprüfung: everything we know that makes Excel repair a workbook, one function per rule.

The rules are our own builder's, stricter than the file format: volatile functions, missing alt texts
and personal names in the properties are findings too. They say nothing about the owner's data.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

from kundenbindung.adapters.package.checks import (
    cells,
    container,
    drawing,
    formats,
    formulas,
    macros,
    names,
    properties,
    ribbon,
    sheets,
    tables,
    validation,
)
from kundenbindung.adapters.package.checks.faults import Check, fault
from kundenbindung.adapters.package.view import WORKBOOK, read_package
from kundenbindung.core.model import Finding

CHECKS: tuple[Check, ...] = (
    *container.CHECKS,
    *ribbon.CHECKS,
    *macros.CHECKS,
    *sheets.CHECKS,
    *cells.CHECKS,
    *formulas.CHECKS,
    *tables.CHECKS,
    *names.CHECKS,
    *validation.CHECKS,
    *formats.CHECKS,
    *drawing.CHECKS,
    *properties.CHECKS,
)


def check_package(path: Path) -> tuple[Finding, ...]:
    """Paketbefunde of the workbook at `path`; empty if Excel opens it without repairing anything.

    Every finding is an error `package_...` whose values name `part` and `place`.
    """
    try:
        package = read_package(path)
    except BadZipFile:
        return (fault("not_zip", path.name),)
    if WORKBOOK not in package.parts:
        return (fault("no_workbook", path.name),)
    return tuple(finding for check in CHECKS for finding in check(package))
