"""Definierte Namen (point 26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kundenbindung.adapters.package.checks.faults import Check, fault
from kundenbindung.adapters.package.checks.tables import is_name
from kundenbindung.adapters.package.view import WORKBOOK, Name, Package
from kundenbindung.core.model import Finding

BUILT_IN = "_xlnm."
_LOCAL_BUILT_IN = {"print_titles", "print_area", "drucktitel", "druckbereich", "_filterdatabase"}


def valid(package: Package) -> Iterator[Finding]:
    """26: names are such that Excel takes them; print titles are built in and belong to a sheet."""
    for name in package.defined_names:
        plain = name.name.removeprefix(BUILT_IN)
        if not is_name(plain) or (plain == name.name and plain.casefold() in _LOCAL_BUILT_IN):
            yield fault("name", WORKBOOK, name.name or "-")
        if not _scope_fits(name, len(package.sheets)):
            yield fault("name_scope", WORKBOOK, name.name)


def _scope_fits(name: Name, sheets: int) -> bool:
    if name.scope is None:
        return not name.name.startswith(BUILT_IN)
    return name.scope.isdigit() and int(name.scope) < sheets


def unique(package: Package) -> Iterator[Finding]:
    """26: no name twice in its scope, upper and lower case being the same."""
    counted = Counter((name.name.casefold(), name.scope) for name in package.defined_names)
    yield from (fault("name_twice", WORKBOOK, name) for (name, _), count in counted.items() if count > 1)


def filled(package: Package) -> Iterator[Finding]:
    """26: a name refers to something."""
    for name in package.defined_names:
        if not name.text.strip():
            yield fault("name_empty", WORKBOOK, name.name)


CHECKS: tuple[Check, ...] = (valid, unique, filled)
