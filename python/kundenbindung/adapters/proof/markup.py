"""Auszeichnung: every element, attribute and text of a part is known or meant."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kundenbindung.adapters.proof import parts, vocabulary
from kundenbindung.adapters.proof.knowing import PRINT_NAMES, Known
from kundenbindung.adapters.proof.meant import Check, Fault

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
THEMES = frozenset({"75104b2164c20dab2578383d827deac3a7eec077c3f7c99a4099a551fdebb134"})
"""SHA-256 of the themes a workbook is made with."""

_NAMESPACE = re.compile(rb"""\bxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BAD_ELEMENTS = {
    "sheetProtection": Check.PROTECTION,
    "workbookProtection": Check.PROTECTION,
    "protectedRanges": Check.PROTECTION,
    "fileSharing": Check.PROTECTION,
    "f": Check.FORMULA,
    "externalReferences": Check.LINK,
    "a:hlinkClick": Check.LINK,
    "calculatedColumnFormula": Check.FORMULA,
    "totalsRowFormula": Check.FORMULA,
}
_BAD_ATTRIBUTES = {
    "hidden": Check.HIDDEN,
    "collapsed": Check.HIDDEN,
    "outlineLevel": Check.HIDDEN,
    "outlineLevelRow": Check.HIDDEN,
    "outlineLevelCol": Check.HIDDEN,
    "zeroHeight": Check.HIDDEN,
    "state": Check.HIDDEN,
    "visibility": Check.HIDDEN,
    "showZeros": Check.HIDDEN,
    "TargetMode": Check.RELATION,
    "totalsRowFunction": Check.FORMULA,
    "totalsRowLabel": Check.TEXT,
}
_PROPERTIES = frozenset({parts.CORE, parts.APP})


def parsed(name: str, data: bytes) -> tuple[Element | None, tuple[Fault, ...]]:
    """Teil as a tree; no document type, comment or instruction, no namespace that is not known."""
    faults = tuple(_raw_faults(name, data))
    try:
        return fromstring(data, forbid_dtd=True), faults
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        return None, (*faults, Fault(Check.MARKUP, name, type(error).__name__))


def _raw_faults(name: str, data: bytes) -> Iterator[Fault]:
    if not data.startswith(DECLARATION):
        yield Fault(Check.MARKUP, name, data[:60].decode("utf-8", "replace"))
    body = data.removeprefix(DECLARATION)
    for sign in (b"<!", b"<?", b"\0"):
        at = body.find(sign)
        if at >= 0:
            yield Fault(Check.MARKUP, name, body[at : at + 60].decode("utf-8", "replace"))
    if not body.endswith(b">"):
        yield Fault(Check.MARKUP, name, body[-60:].decode("utf-8", "replace"))
    for prefix, *uris in _NAMESPACE.findall(body):
        uri, given = b"".join(uris).decode("utf-8", "replace"), prefix.decode("utf-8", "replace")
        if vocabulary.NAMESPACES.get(uri) not in {f"{given}:" if given else ""}:
            yield Fault(Check.MARKUP, name, f"{given} {uri}".strip())


def theme_faults(name: str, data: bytes) -> Iterator[Fault]:
    """Farbschema: one of those that are known, byte by byte."""
    if not is_theme(data):
        yield Fault(Check.MARKUP, name, "")


def is_theme(data: bytes) -> bool:
    """True for a theme that is known, in which nothing of anybody can stand."""
    return hashlib.sha256(data).hexdigest() in THEMES


def walk(name: str, kind: str, root: Element, known: Known) -> Iterator[Fault]:
    """Faults of all elements below `root`."""
    words = vocabulary.of(kind)
    prefixed: dict[str, str] = {}
    for element in root.iter():
        tag = _short(element.tag, prefixed)
        shapes = words.get(tag)
        if shapes is None:
            found = f"<{tag}> {' '.join(element.itertext())[:60]}"
            yield Fault(_bad(kind, _BAD_ELEMENTS.get(tag)), name, found)
        else:
            for check, found in _of_element(element, tag, shapes, known, prefixed):
                yield Fault(_bad(kind, check), name, found)
        if element.tail:
            yield Fault(Check.TEXT, name, element.tail)


def _bad(kind: str, check: Check | None) -> Check:
    return Check.PROPERTY if kind in _PROPERTIES else check or Check.MARKUP


def _of_element(
    element: Element,
    tag: str,
    shapes: Mapping[str, vocabulary.Shape],
    known: Known,
    prefixed: dict[str, str],
) -> Iterator[tuple[Check | None, str]]:
    for attribute, value in element.attrib.items():
        named = _short(attribute, prefixed)
        shape = shapes.get(named)
        if shape is None:
            bad = Check.LINK if (tag, named) == ("hyperlink", "r:id") else _BAD_ATTRIBUTES.get(named)
            yield bad, f"{tag} {named}={value}"
        else:
            yield from _of_value(shape, value, f"{tag} {named}={value}", known)
    text = element.text or ""
    if "#" in shapes:
        yield from _of_value(shapes["#"], text, text, known)
    elif text:
        yield Check.TEXT, text


def _of_value(
    shape: vocabulary.Shape, value: str, shown: str, known: Known
) -> Iterator[tuple[Check | None, str]]:
    if isinstance(shape, str):
        check = known.test(shape, value)
        if check is not None:
            yield check, shown
    elif not shape(value):
        yield None, shown


def _short(name: str, prefixed: dict[str, str]) -> str:
    """Name with the prefix of its namespace; as it is for one that nobody knows."""
    found = prefixed.get(name)
    if found is None:
        uri, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
        prefix = "" if not uri else vocabulary.NAMESPACES.get(uri, f"{uri}:")
        found = prefixed[name] = f"{prefix}{local}"
    return found


def name_faults(root: Element, known: Known) -> Iterator[Fault]:
    """Benannte Bereiche: only what a sheet prints."""
    for one in root.iter(f"{MAIN}definedName"):
        name, text = one.get("name", ""), one.text or ""
        printed = name.removeprefix("_xlnm.") in PRINT_NAMES and name.startswith("_xlnm.")
        if not printed or not known.is_printed(text):
            yield Fault(Check.NAME, parts.BOOK, f"{name} {text}")


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
