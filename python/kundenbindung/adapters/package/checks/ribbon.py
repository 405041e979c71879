"""Menüband: ids, lengths and callbacks of the customUI parts (point 5), and what ours look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.view import Package
from kundenbindung.core.model import Finding

LONGEST = 1024
MOST_BUTTONS = 5
_SUB = re.compile(
    r"^\s*(Public |Private |Friend )?\s*Sub\s+(\w+)\s*\(([^)]*)\)", re.IGNORECASE | re.MULTILINE
)
_CALLBACKS = re.compile(r"(on(Load|Action|Change|Show|Hide)|loadImage|get[A-Z]\w*)")
_ICON = re.compile(r"[A-Za-z][A-Za-z0-9]*")
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
    """5: every callback is a public Sub of a standard module, with the arguments its kind gets.

    A project that cannot be read is a finding of its own, once.
    """
    if package.modules == {}:
        return
    known = public_subs(package.modules or {})
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


def public_subs(texts: Mapping[str, str]) -> Mapping[str, int]:
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


def groups_small(package: Package) -> Iterator[Finding]:
    """5: a group has at most five buttons."""
    for part, root in _parts(package):
        for group in root.iter("group"):
            count = len(list(group.iter("button")))
            if count > MOST_BUTTONS:
                yield fault("ribbon_group_full", part, group.get("id", "-"), count=count, limit=MOST_BUTTONS)


def one_primary(package: Package) -> Iterator[Finding]:
    """5: exactly one button is large, the one that is needed most."""
    for part, root in _parts(package):
        large = [node.get("id", "-") for node in root.iter("button") if node.get("size") == "large"]
        if len(large) != 1:
            yield fault("ribbon_primary", part, ", ".join(large) or "-", count=len(large))


def keytips_apart(package: Package) -> Iterator[Finding]:
    """5: every button has a keytip, and none is the beginning of another."""
    for part, root in _parts(package):
        keys = [(node.get("id", "-"), node.get("keytip", "").upper()) for node in root.iter("button")]
        for at, (name, key) in enumerate(keys):
            others = [other for place, (_, other) in enumerate(keys) if place != at]
            if not key or any(other.startswith(key) for other in others):
                yield fault("ribbon_keytip", part, name, keytip=key or "-")


def icons_set(package: Package) -> Iterator[Finding]:
    """5: every button has one of Office's own icons."""
    for part, root in _parts(package):
        for node in root.iter("button"):
            if not _ICON.fullmatch(node.get("imageMso", "")):
                yield fault("ribbon_icon", part, node.get("id", "-"))


CHECKS: tuple[Check, ...] = (
    ids_unique,
    texts_short,
    callbacks_exist,
    groups_small,
    one_primary,
    keytips_apart,
    icons_set,
)
