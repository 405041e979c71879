"""Abhängigkeiten: each has a known licence and stands on the page, and none of the owner's is a GPL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from tests.dependencies import ALLOWED, BROUGHT, KNOWN, OWNER, PAGE, canonical, declared, page

EVERY = {**KNOWN, **BROUGHT}
MINE = [name for extra, name, _ in declared() if extra in OWNER]
WINDOWS = {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt", "extra": ""}
HERE = {"extra": ""}
SPELLED = {"PSF": ("psf", "python software foundation"), "OFL": ("ofl",), "MPL": ("mpl", "mozilla")}
"""How packages without an expression write their licence."""


def installed() -> dict[str, metadata.Distribution]:
    """Packages of this environment by their canonical name."""
    return {canonical(found.name): found for found in metadata.distributions()}


def brought(names: list[str], installed: dict[str, metadata.Distribution]) -> set[str]:
    """Everything that these packages bring along, here or on Windows."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        waiting += _requirements(installed[name]) if name in installed else []
    return seen - set(names)


def _requirements(package: metadata.Distribution) -> Iterator[str]:
    for text in package.requires or ():
        needed = Requirement(text)
        if needed.marker is None or any(map(needed.marker.evaluate, (HERE, WINDOWS))):
            yield canonical(needed.name)


def parts(licence: str) -> set[str]:
    return set(re.split(r" AND | OR ", licence))


def test_every_dependency_is_known_and_nothing_else() -> None:
    assert {name for _, name, _ in declared()} == set(KNOWN)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.dependencies"


@pytest.mark.parametrize("name", [*MINE, *BROUGHT])
def test_what_the_owner_installs_may_stand_beside_his_own_work(name: str) -> None:
    assert parts(EVERY[name].licence) <= ALLOWED


def test_what_the_owners_packages_bring_along_stands_on_the_page() -> None:
    there = installed()
    assert set(MINE) <= set(there)
    assert brought(MINE, there) <= {*BROUGHT, *MINE}
    assert {"cryptography", "python-dateutil", "pywin32", "colorama"} <= brought(MINE, there)


@pytest.mark.parametrize("name", sorted(EVERY.keys() & installed().keys()))
def test_a_package_says_of_itself_what_the_page_says(name: str) -> None:
    package = installed()[name]
    known = parts(EVERY[name].licence)
    expression = package.metadata.json.get("license_expression")
    if isinstance(expression, str):
        assert known <= parts(expression)
        assert name not in {*MINE, *BROUGHT} or parts(expression) <= ALLOWED
        return
    told = _told(package)
    for licence in known:
        family = re.split(r"[-\d]", licence)[0]
        assert any(word in told for word in SPELLED.get(family, (family.lower(),))), told
    assert name not in {*MINE, *BROUGHT} or not re.search(r"\bl?gpl|general public", told)


def _told(package: metadata.Distribution) -> str:
    kinds = [kind for kind in package.metadata.get_all("Classifier", []) if kind.startswith("License")]
    return " ".join([str(package.metadata.json.get("license", "")), *kinds]).lower()
