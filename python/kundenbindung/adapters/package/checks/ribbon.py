"""Menüband: ids, lengths and callbacks of the customUI parts (point 5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.view import Package
from kundenbindung.core.model import Finding

LONGEST = 1024
_SUB = re.compile(
    r"^\s*(Public |Private |Friend )?\s*Sub\s+(\w+)\s*\(([^)]*)\)", re.IGNORECASE | re.MULTILINE
)
_CALLBACKS = re.compile(r"(on(Load|Action|Change|Show|Hide)|loadImage|get[A-Z]\w*)")
_PRESSED = {"toggleButton", "checkBox"}
_CHOSEN = {"dropDown", "gallery"}
_PER_ITEM = re.compile(r"getItem(ID|Image|Label|Screentip|Supertip)")


def _parts(package: Package) -> Iterator[tuple[str, Element]]:
    for one in package.relations_of(""):
        if one.kind == "extensibility" and one.target in package.roots:
            yield one.target, package.root(one.target)


def ids_unique(package: Package) -> Iterator[Finding]:
    """5: no id twice in one ribbon."""
    for part, root in _parts(package):
        counted = Counter(node.attrib["id"] for node in root.iter() if "id" in node.attrib)
        yield from (fault("ribbon_id_twice", part, name) for name, count in counted.items() if count > 1)


def texts_short(package: Package) -> Iterator[Finding]:
    """5: no attribute longer than 1,024 characters."""
    for part, root in _parts(package):
        for node in root.iter():
            for name, text in node.attrib.items():
                if len(text) > LONGEST:
                    yield fault(
                        "ribbon_text_long", part, f"{node.get('id', node.tag)}@{name}", length=len(text)
                    )


def callbacks_exist(package: Package) -> Iterator[Finding]:
    """5: every callback is a public Sub in exactly one standard module, with the arguments its kind gets."""
    known = _public_subs(package.modules or {})
    for part, root in _parts(package):
        for node in root.iter():
            for name, target in node.attrib.items():
                if _CALLBACKS.fullmatch(name):
                    yield from _callback(
                        part, node.tag, name, known.get(target.rpartition(".")[2].lower()), target
                    )


def _callback(part: str, tag: str, name: str, found: int | None, target: str) -> Iterator[Finding]:
    expected = _expected(tag, name)
    if found is None:
        yield fault("ribbon_callback", part, short(target))
    elif found != expected:
        yield fault("ribbon_signature", part, short(target), found=found, expected=expected)


def _expected(tag: str, name: str) -> int:
    if name == "onLoad":
        return 1
    if name == "onAction":
        return 2 if tag in _PRESSED else 3 if tag in _CHOSEN else 1
    return 3 if _PER_ITEM.fullmatch(name) else 1 if name in {"onShow", "onHide"} else 2


def _public_subs(texts: Mapping[str, str]) -> Mapping[str, int]:
    """Number of arguments of each public Sub of the standard modules, by its name in lower case."""
    found: dict[str, int] = {}
    for text in texts.values():
        if "Attribute VB_Base" in text:
            continue
        joined = re.sub(r" _\n\s*", " ", text)
        for scope, name, arguments in _SUB.findall(joined):
            if scope.strip().lower() != "private":
                found[name.lower()] = len([one for one in arguments.split(",") if one.strip()])
    return found


CHECKS: tuple[Check, ...] = (ids_unique, texts_short, callbacks_exist)
