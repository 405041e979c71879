"""Fall des Katalogs: the smallest input that provokes one finding, and its twin that must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kundenbindung.core.model import Finding

Findings = Iterable[Finding]
Provoke = Callable[[Path], Findings]
"""Called with an empty folder for the files it needs."""


@dataclass(frozen=True, slots=True)
class Case:
    """One finding: its place, how it is provoked, and the near miss (None where there is nothing near)."""

    code: str
    severity: str
    provoke: Provoke
    near: Provoke | None = None
    table: str | None = None
    row: str | int | None = None
    field: str | None = None
    says: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Name of the test."""
        return "-".join([self.code, *self.says])


def found(case: Case, provoke: Provoke, folder: Path) -> list[Finding]:
    """Findings with the code of the case."""
    folder.mkdir()
    return [finding for finding in provoke(folder) if finding.code == case.code]
