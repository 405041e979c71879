"""Paket: names, content types, relations, well-formed XML, code names (points 1 to 4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.view import RELATIONS, TYPES, VBA, WORKBOOK, Package, is_xml
from kundenbindung.core.model import Finding

PLAIN_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_MAIN = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
VBA_TYPE = "application/vnd.ms-office.vbaProject"
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.I
)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding=["']([\w.-]+)["']""")
_LINK_SCHEMES = ("https://", "http://", "mailto:")


def parts_unique(package: Package) -> Iterator[Finding]:
    """1: no part twice, upper and lower case being the same."""
    counted = Counter(name.casefold() for name in package.names)
    for name in dict.fromkeys(package.names):
        if counted.pop(name.casefold(), 0) > 1:
            yield fault("part_twice", name)


def parts_typed(package: Package) -> Iterator[Finding]:
    """1: every part has a content type, every listed part exists."""
    for part, kind in package.content_types.items():
        if not kind:
            yield fault("content_type_missing", part)
    for part in package.overrides:
        if part not in package.parts:
            yield fault("content_type_orphan", part)


def main_type(package: Package) -> Iterator[Finding]:
    """1: the main part is macro-enabled exactly if there is a VBA project and the file is an .xlsm."""
    found = package.content_types.get(WORKBOOK, "")
    expected = MACRO_MAIN if VBA in package.parts else PLAIN_MAIN
    if found and found != expected:
        yield fault("main_type", TYPES, found=found, expected=expected)
    suffix = ".xlsm" if expected == MACRO_MAIN else ".xlsx"
    if package.path.suffix.lower() in {".xlsm", ".xlsx"} and package.path.suffix.lower() != suffix:
        yield fault("suffix", package.path.name, expected=suffix)


def vba_listed(package: Package) -> Iterator[Finding]:
    """1: the VBA project is listed by name and related from the workbook."""
    if VBA not in package.parts:
        return
    if package.overrides.get(VBA) != VBA_TYPE:
        yield fault("vba_override", TYPES, VBA)
    if not any(one.kind == "vbaProject" and one.target == VBA for one in package.relations_of(WORKBOOK)):
        yield fault("vba_relation", WORKBOOK, VBA)


def relations_resolve(package: Package) -> Iterator[Finding]:
    """2: every relation leads to a part, every r:... in a part to a relation."""
    for one in package.relations:
        if not one.external and one.target not in package.parts:
            yield fault("relation_broken", one.part or "_rels/.rels", one.id, target=one.target)
    for part, root in package.roots.items():
        known = {one.id for one in package.relations_of(part)}
        used = {v for node in root.iter() for k, v in node.attrib.items() if k.startswith(RELATIONS)}
        for key in sorted(used - known - {""}):
            yield fault("relation_missing", part, key)


def relations_internal(package: Package) -> Iterator[Finding]:
    """2: nothing leads outside but links that a reader clicks."""
    for one in package.relations:
        allowed = one.kind == "hyperlink" and one.target.lower().startswith(_LINK_SCHEMES)
        if one.external and not allowed:
            yield fault("relation_external", one.part, one.id, target=short(one.target))


def xml_clean(package: Package) -> Iterator[Finding]:
    """3: UTF-8, no control characters, no document type, well-formed."""
    for part, content in package.parts.items():
        if not is_xml(part):
            continue
        if not _is_utf8(content):
            yield fault("xml_encoding", part)
        elif _CONTROL.search(content):
            yield fault("xml_control", part)
        elif part in package.faults:
            yield fault("xml_malformed", part, reason=short(str(package.faults[part])))


def _is_utf8(content: bytes) -> bool:
    match = _ENCODING.match(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return match is None or match[1].lower() in {b"utf-8", b"us-ascii"}


def code_names(package: Package) -> Iterator[Finding]:
    """4: workbook and sheets have code names, and each is a module of the VBA project."""
    if package.modules is None:
        return
    if not package.modules:
        yield fault("vba_unreadable", VBA)
        return
    properties = package.workbook.find("workbookPr")
    expected = {WORKBOOK: None if properties is None else properties.get("codeName")}
    expected |= {sheet.part: sheet.code_name for sheet in package.sheets}
    for part, name in expected.items():
        if name not in package.modules:
            yield fault("code_name", part, name=name or "-")
    known = Counter(str(name).casefold() for name in expected.values())
    for name, count in known.items():
        if count > 1:
            yield fault("code_name_twice", WORKBOOK, name=name)
    yield from _orphans(package.modules, {str(name) for name in expected.values()})


def _orphans(texts: Mapping[str, str], known: set[str]) -> Iterator[Finding]:
    for name, text in texts.items():
        base = re.search(r'VB_Base = "0\{000208(?:19|2[01])-', text)
        if base and name not in known:
            yield fault("code_name_orphan", VBA, name=name)


CHECKS: tuple[Check, ...] = (
    parts_unique,
    parts_typed,
    main_type,
    vba_listed,
    relations_resolve,
    relations_internal,
    xml_clean,
    code_names,
)
