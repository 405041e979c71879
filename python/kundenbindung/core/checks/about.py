"""Ein Befund über viele: one finding with all the keys it concerns, never one row for each."""

from __future__ import annotations

from collections.abc import Iterable

from kundenbindung.core.model import Finding, Severity


def about(
    code: str,
    severity: Severity,
    table: str,
    keys: Iterable[object],
    field: str | None = None,
    **values: object,
) -> list[Finding]:
    """One finding about all these keys, each named once, or none; a single key is its row too."""
    named = tuple(dict.fromkeys(map(str, keys)))
    if not named:
        return []
    row = named[0] if len(named) == 1 else None
    return [Finding(code, severity, table, row, field, {"keys": named, "count": len(named), **values})]
