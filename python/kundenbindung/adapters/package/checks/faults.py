"""Befunde der Paketprüfung: one way to write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kundenbindung.adapters.package.view import Package
from kundenbindung.core.model import Finding, Severity

Check = Callable[[Package], Iterable[Finding]]


def fault(code: str, part: str, place: str = "", **values: object) -> Finding:
    """Befund `package_<code>` with the part, the place in it, and whatever its sentence names."""
    where: dict[str, object] = {"part": part, "place": place or part}
    return Finding(code=f"package_{code}", severity=Severity.ERROR, values=where | values)


def short(text: str, length: int = 80) -> str:
    """Text cut for a sentence."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
