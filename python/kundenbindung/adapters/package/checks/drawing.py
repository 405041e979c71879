"""Zeichnungen und Diagramme: ids, alt texts, references, caches (points 35 and 36)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.areas import area, cell
from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.formula import tokens
from kundenbindung.adapters.package.view import Package
from kundenbindung.core.model import Finding


def _drawings(package: Package) -> Iterator[tuple[str, list[Element]]]:
    for part, root in package.roots.items():
        if part.startswith("xl/drawings/drawing"):
            yield part, list(root.iter("cNvPr"))


def _controls(package: Package) -> Iterator[tuple[str, list[Element]]]:
    """Shapes of the older drawings: buttons and comments."""
    for part, root in package.roots.items():
        if part.endswith(".vml"):
            yield part, list(root.iter("shape"))


def ids_unique(package: Package) -> Iterator[Finding]:
    """35: no shape id twice in one drawing."""
    for part, shapes in (*_drawings(package), *_controls(package)):
        counted = Counter(shape.get("id", "") for shape in shapes)
        yield from (fault("drawing_id_twice", part, key) for key, count in counted.items() if count > 1)


def alt_texts(package: Package) -> Iterator[Finding]:
    """35: every shape, picture, chart and button says in words what it shows or does."""
    for part, shapes in _drawings(package):
        for shape in shapes:
            if not shape.get("descr", "").strip():
                yield fault("alt_text", part, shape.get("name", "-"))
    for part, shapes in _controls(package):
        for shape in shapes:
            if shape.find("ClientData/FmlaMacro") is not None and not shape.get("alt", "").strip():
                yield fault("alt_text", part, shape.get("id", "-"))


def _charts(package: Package) -> Iterator[tuple[str, Element]]:
    for part, root in package.roots.items():
        if part.startswith("xl/charts/chart"):
            yield part, root


def references(package: Package) -> Iterator[Finding]:
    """36: a chart refers to cells of a sheet that exists, or to a name."""
    known = {sheet.name.casefold() for sheet in package.sheets}
    names = {name.name.casefold() for name in package.defined_names}
    for part, root in _charts(package):
        for node in root.iter("f"):
            if not _refers(node.text or "", known, names):
                yield fault("chart_reference", part, short(node.text or "-"))


def _refers(text: str, sheets: set[str], names: set[str]) -> bool:
    found = [token for token in tokens(text) if token.kind not in {"open", "close", "operator"}]
    if not found or found[0].kind != "sheet":
        return False
    for token in found:
        name = token.text.rstrip("!").strip("'").replace("''", "'").casefold()
        if token.kind == "sheet" and name not in sheets:
            return False
        if token.kind not in {"sheet", "cell"} and name not in names:
            return False
    return all(_is_cell(token.text) for token in found if token.kind == "cell")


def _is_cell(text: str) -> bool:
    try:
        cell(text)
    except ValueError:
        return False
    return True


def caches(package: Package) -> Iterator[Finding]:
    """36: the values a chart shows are stored with it, so that a viewer without Excel sees them."""
    for part, root in _charts(package):
        for node in root.iter():
            if node.tag in {"numRef", "strRef"} and not _stored(package, node):
                yield fault("chart_cache", part, short(node.findtext("f", "-")))


def _stored(package: Package, node: Element) -> bool:
    """True for a cache with points, or with none where all of its cells are empty."""
    cache = node.find("numCache")
    cache = node.find("strCache") if cache is None else cache
    if cache is None or cache.find("ptCount") is None:
        return False
    return cache.find("pt") is not None or _empty(package, node.findtext("f", ""))


def _empty(package: Package, text: str) -> bool:
    """True if a chart refers to cells of which none holds a value."""
    name, _, reference = text.rpartition("!")
    known = name.strip("'").replace("''", "'")
    sheet = next((one for one in package.sheets if one.name == known), None)
    try:
        covered = area(reference)
    except ValueError:
        return False
    return sheet is not None and not any(
        one.value and covered.overlaps(area(one.address)) for one in sheet.cells
    )


CHECKS: tuple[Check, ...] = (ids_unique, alt_texts, references, caches)
