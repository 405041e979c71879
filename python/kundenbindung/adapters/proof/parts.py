"""Bestandteile: the kinds of parts a file may have, their content types, and who may lead to whom."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kundenbindung.adapters.proof.meant import Check, Fault

TYPES, WORKBOOK, STYLES, THEME, STRINGS = "types", "workbook", "styles", "theme", "strings"
SHEET, TABLE, DRAWING, CHART, CORE, APP = "sheet", "table", "drawing", "chart", "core", "app"
RELATIONS = "relations"

CONTENT_TYPES = "[Content_Types].xml"
ROOT = "_rels/.rels"
BOOK = "xl/workbook.xml"
SHARED_STRINGS = "xl/sharedStrings.xml"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True, slots=True)
class Kind:
    """Art of a part: names, content type, type of the relation that leads to it, and from which kind."""

    names: str
    content_type: str
    relation: str
    source: str


KINDS: Mapping[str, Kind] = {
    WORKBOOK: Kind(r"xl/workbook\.xml", f"{_MAIN}sheet.main+xml", f"{_OFFICE}officeDocument", ""),
    CORE: Kind(
        r"docProps/core\.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{_PACKAGE}relationships/metadata/core-properties",
        "",
    ),
    APP: Kind(
        r"docProps/app\.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        f"{_OFFICE}extended-properties",
        "",
    ),
    STYLES: Kind(r"xl/styles\.xml", f"{_MAIN}styles+xml", f"{_OFFICE}styles", WORKBOOK),
    THEME: Kind(
        r"xl/theme/theme1\.xml",
        "application/vnd.openxmlformats-officedocument.theme+xml",
        f"{_OFFICE}theme",
        WORKBOOK,
    ),
    STRINGS: Kind(r"xl/sharedStrings\.xml", f"{_MAIN}sharedStrings+xml", f"{_OFFICE}sharedStrings", WORKBOOK),
    SHEET: Kind(r"xl/worksheets/sheet\d{1,3}\.xml", f"{_MAIN}worksheet+xml", f"{_OFFICE}worksheet", WORKBOOK),
    TABLE: Kind(r"xl/tables/table\d{1,3}\.xml", f"{_MAIN}table+xml", f"{_OFFICE}table", SHEET),
    DRAWING: Kind(
        r"xl/drawings/drawing\d{1,3}\.xml",
        "application/vnd.openxmlformats-officedocument.drawing+xml",
        f"{_OFFICE}drawing",
        SHEET,
    ),
    CHART: Kind(
        r"xl/charts/chart\d{1,4}\.xml",
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        f"{_OFFICE}chart",
        DRAWING,
    ),
}
NEEDED = (CONTENT_TYPES, ROOT, BOOK, "xl/styles.xml", "docProps/core.xml", "docProps/app.xml")
DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
_RELATIONS = re.compile(r"(?:(.+)/)?_rels/([^/]*)\.rels")
Links = Mapping[str, Mapping[str, str]]
"""Name of the part a relation leads to, by its id, by the part it leads from ("" is the package)."""


def kind_of(name: str) -> str | None:
    """Art of the part of this name; None if there may be none of it."""
    if name == CONTENT_TYPES:
        return TYPES
    if name == ROOT or ((source := source_of(name)) and kind_of(source) in {WORKBOOK, SHEET, DRAWING}):
        return RELATIONS
    return next((kind for kind, one in KINDS.items() if re.fullmatch(one.names, name)), None)


def source_of(name: str) -> str | None:
    """Teil whose relations a part holds; "" for the package, None if it holds none."""
    match = _RELATIONS.fullmatch(name)
    if match is None:
        return None
    return posixpath.join(match[1] or "", match[2])


def check_names(names: Mapping[str, object]) -> Iterator[Fault]:
    """Only parts that may be there, and all that must be."""
    for name in names:
        if kind_of(name) is None:
            yield Fault(Check.PART, name, "")
    for name in NEEDED:
        if name not in names:
            yield Fault(Check.PART, name, "fehlt")


def check_types(root: Element, names: Mapping[str, object]) -> Iterator[Fault]:
    """Inhaltstypen: one for every part and none besides."""
    wanted = {
        f"/{name}": KINDS[kind].content_type for name in names if (kind := kind_of(name)) and kind in KINDS
    }
    found = {}
    for one in root:
        default = one.tag.endswith("}Default")
        key, value = (one.get("Extension" if default else "PartName", ""), one.get("ContentType", ""))
        if key in found or (DEFAULTS if default else wanted).get(key) != value:
            yield Fault(Check.PART, CONTENT_TYPES, f"{key} {value}".strip())
        found[key] = value
    for name in wanted.keys() - found.keys():
        yield Fault(Check.PART, CONTENT_TYPES, name)


def links(
    roots: Mapping[str, Element], names: Mapping[str, object]
) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """Verweise of all parts, and those that lead where none may lead."""
    found: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for name, root in roots.items():
        source = source_of(name)
        if source is None:
            continue
        own = found.setdefault(source, {})
        for one in root:
            target = _target(source, one)
            if target not in names or not _may_lead(source, target, one):
                shown = f"{one.get('TargetMode', '')} {one.get('Target', '')}"
                faults.append(Fault(Check.RELATION, name, shown.strip()))
            own[one.get("Id", "")] = target
    return found, [*faults, *_lonely(names, found)]


def _target(source: str, relation: Element) -> str:
    target = relation.get("Target", "")
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _may_lead(source: str, target: str, relation: Element) -> bool:
    kind = KINDS.get(kind_of(target) or "")
    if kind is None or relation.get("TargetMode") is not None:
        return False
    begins = kind_of(source) if source else ""
    return kind.source == begins and relation.get("Type") == kind.relation


def _lonely(names: Mapping[str, object], found: Links) -> Iterator[Fault]:
    """Parts that nothing leads to."""
    reached = {target for own in found.values() for target in own.values()}
    for name in names:
        if kind_of(name) in KINDS and name not in reached:
            yield Fault(Check.PART, name, "")
