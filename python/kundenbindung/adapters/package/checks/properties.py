"""Schutz und Dokumenteigenschaften (points 37 and 38)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.view import WORKBOOK, Package
from kundenbindung.core.model import Finding

NEUTRAL = frozenset({"", "Kundenbindung"})
_PERSONAL = {"docProps/core.xml": ("creator", "lastModifiedBy"), "docProps/app.xml": ("Company", "Manager")}
_HASH = ("AlgorithmName", "HashValue", "SaltValue", "SpinCount")
_LEGACY = re.compile(r"[0-9A-Fa-f]{1,4}")


def protection(package: Package) -> Iterator[Finding]:
    """37: a password is stored with all four hash attributes or none, the old kind as hexadecimal."""
    for sheet in package.sheets:
        node = sheet.root.find("sheetProtection")
        if node is not None and not _complete(node, ""):
            yield fault("protection", sheet.part, sheet.name)
    for tag, prefixes in (("workbookProtection", ("workbook", "revisions")), ("fileSharing", ("",))):
        node = package.workbook.find(tag)
        if node is not None and not all(_complete(node, prefix) for prefix in prefixes):
            yield fault("protection", WORKBOOK, tag)


def _complete(node: Element, prefix: str) -> bool:
    names = [prefix + name if prefix else name[0].lower() + name[1:] for name in _HASH]
    present = [bool(node.get(name)) for name in names]
    old = node.get(f"{prefix}Password" if prefix else "password") or node.get("reservationPassword")
    return all(present) == any(present) and (old is None or bool(_LEGACY.fullmatch(old)))


def neutral(package: Package) -> Iterator[Finding]:
    """38: neither author nor last author, company or manager names a person."""
    for part, tags in _PERSONAL.items():
        for tag in tags:
            text = (package.root(part).findtext(tag) or "").strip()
            if text not in NEUTRAL:
                yield fault("author", part, tag, found=short(text))


CHECKS: tuple[Check, ...] = (protection, neutral)
