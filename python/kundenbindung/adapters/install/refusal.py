"""Befund als Ausnahme: why this machine cannot be set up."""

from __future__ import annotations

from kundenbindung.core.model import Finding, Severity


class SetupError(Exception):
    """Einrichten stopped; carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code, dict(finding.values))
        self.finding = finding


def refusal(code: str, **values: object) -> SetupError:
    """Ablehnung: the exception for one finding of severity error."""
    return SetupError(Finding(code, Severity.ERROR, values=values))
