"""Befund als Ausnahme: how a file that must not be read any further stops its reader."""

from __future__ import annotations

from kundenbindung.core.model import Finding, Severity


class PackageError(Exception):
    """Nicht lesbare Mappe: carries the one finding (table None) that the door turns into words."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code, dict(finding.values))
        self.finding = finding


def refusal(code: str, **values: object) -> PackageError:
    """Ablehnung: the exception for one finding of severity error."""
    return PackageError(Finding(code=code, severity=Severity.ERROR, values=values))
