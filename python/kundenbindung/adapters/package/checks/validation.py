"""Gültigkeitsprüfungen (points 27 to 30)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.areas import Area, address
from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.formula import tokens
from kundenbindung.adapters.package.view import Package, Sheet, safe_areas
from kundenbindung.core.model import Finding

LONGEST_LIST, LONGEST_TITLE, LONGEST_TEXT, MOST = 255, 32, 255, 65_000
_LIMITS = {
    "promptTitle": LONGEST_TITLE,
    "errorTitle": LONGEST_TITLE,
    "prompt": LONGEST_TEXT,
    "error": LONGEST_TEXT,
}


def _all(package: Package) -> Iterator[tuple[Sheet, Element, str]]:
    for sheet in package.sheets:
        for node in sheet.root.iterfind("dataValidations/dataValidation"):
            yield sheet, node, f"{sheet.name}!{short(node.get('sqref', ''))}"


def lists(package: Package) -> Iterator[Finding]:
    """27: a list that is written out has at most 255 characters; longer ones refer to a range."""
    for sheet, node, place in _all(package):
        literal = node.findtext("formula1", "")
        if node.get("type") == "list" and literal.startswith('"') and len(literal) - 2 > LONGEST_LIST:
            yield fault("validation_list_long", sheet.part, place, length=len(literal) - 2)


def messages(package: Package) -> Iterator[Finding]:
    """28: titles have at most 32 characters, messages 255."""
    for sheet, node, place in _all(package):
        for name, limit in _LIMITS.items():
            length = len(node.get(name, ""))
            if length > limit:
                yield fault("validation_text_long", sheet.part, place, field=name, length=length, limit=limit)


def structured(package: Package) -> Iterator[Finding]:
    """29: neither validations nor conditional formats refer to a table by its columns."""
    for use in package.formulas:
        if use.kind in {"validation", "rule"} and any(token.kind == "brackets" for token in tokens(use.text)):
            yield fault("structured_reference", use.part, short(use.place), formula=short(use.text))


def count(package: Package) -> Iterator[Finding]:
    """30: fewer than 65,000 validations on a sheet, their ranges merged."""
    for sheet in package.sheets:
        found = len(sheet.root.findall("dataValidations/dataValidation"))
        if found >= MOST:
            yield fault("validations_many", sheet.part, sheet.name, count=found)


def disjoint(package: Package) -> Iterator[Finding]:
    """30: no cell has two validations."""
    for sheet in package.sheets:
        nodes = sheet.root.findall("dataValidations/dataValidation")
        if len(nodes) < MOST:
            yield from _shared_cells(
                sheet, [one for node in nodes for one in safe_areas(node.get("sqref", ""))]
            )


def _shared_cells(sheet: Sheet, found: list[Area]) -> Iterator[Finding]:
    """Sweep from top to bottom: only areas that reach the current row are compared."""
    open_areas: list[Area] = []
    for one in sorted(found):
        open_areas = [other for other in open_areas if other.last_row >= one.first_row]
        if any(other.overlaps(one) for other in open_areas):
            yield fault(
                "validation_overlap", sheet.part, f"{sheet.name}!{address(one.first_row, one.first_col)}"
            )
        open_areas.append(one)


CHECKS: tuple[Check, ...] = (lists, messages, structured, count, disjoint)
