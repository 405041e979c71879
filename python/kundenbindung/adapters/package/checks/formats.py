"""Bedingte Formate (point 31; the grammar of their formulas: points 13 to 20)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.checks.cells import STYLES
from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.formula import tokens
from kundenbindung.adapters.package.view import Package, Sheet
from kundenbindung.core.model import Finding


def _rules(sheet: Sheet) -> Iterator[tuple[Element, str]]:
    for block in sheet.root.iterfind("conditionalFormatting"):
        for node in block.iterfind("cfRule"):
            yield node, f"{sheet.name}!{short(block.get('sqref', ''))}"


def styles_exist(package: Package) -> Iterator[Finding]:
    """31: the format that a rule applies is there."""
    known = len(package.root(STYLES).findall("dxfs/dxf"))
    for sheet in package.sheets:
        for node, place in _rules(sheet):
            number = node.get("dxfId")
            if number is not None and int(number) >= known:
                yield fault("rule_style", sheet.part, place, found=number)


def priorities(package: Package) -> Iterator[Finding]:
    """31: no two rules of a sheet have the same priority."""
    for sheet in package.sheets:
        counted = Counter(node.get("priority") for node, _ in _rules(sheet))
        for node, place in _rules(sheet):
            if counted.pop(node.get("priority"), 0) > 1:
                yield fault("rule_priority", sheet.part, place, found=node.get("priority"))


def own_sheet(package: Package) -> Iterator[Finding]:
    """31: a rule looks at its own sheet; what lies elsewhere has a name."""
    for use in package.formulas:
        if use.kind == "rule" and any(token.kind == "sheet" for token in tokens(use.text)):
            yield fault("rule_sheet", use.part, short(use.place), formula=short(use.text))


CHECKS: tuple[Check, ...] = (styles_exist, priorities, own_sheet)
