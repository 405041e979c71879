"""Makros: buttons on the sheets call Subs that exist, and xlwings' module is of one version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.checks.ribbon import public_subs
from kundenbindung.adapters.package.modules import XLWINGS, xlwings_version
from kundenbindung.adapters.package.view import VBA, Package
from kundenbindung.core.model import Finding

_LIBRARY = re.compile(r'"xlwings(?:32|64)-([^"]+)\.dll"')


def buttons_call(package: Package) -> Iterator[Finding]:
    """A button on a sheet calls a public Sub without arguments."""
    if package.modules == {}:
        return
    known = public_subs(package.modules or {})
    for part, root in package.roots.items():
        for node in root.iter("FmlaMacro"):
            macro = (node.text or "").strip()
            if known.get(macro.rpartition("!")[2].rpartition(".")[2].lower()) != 0:
                yield fault("button_macro", part, short(macro or "-"))


def one_xlwings(package: Package) -> Iterator[Finding]:
    """The module xlwings loads the library of its own version."""
    texts = package.modules or {}
    expected = xlwings_version(texts)
    for found in sorted(set(_LIBRARY.findall(texts.get(XLWINGS, ""))) - {expected}):
        yield fault("xlwings_version", VBA, XLWINGS, found=found, expected=expected or "-")


CHECKS: tuple[Check, ...] = (buttons_call, one_xlwings)
