"""Befunde as a test expects them, and a company together with its results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Finding, Inputs, Results, Severity


def both(inputs: Inputs) -> tuple[Inputs, Results]:
    """What a check is given."""
    return inputs, evaluate(inputs)


def error(
    code: str, table: str, row: str | None = None, field: str | None = None, **values: object
) -> Finding:
    return Finding(code, Severity.ERROR, table, row, field, values)


def warning(
    code: str, table: str, row: str | None = None, field: str | None = None, **values: object
) -> Finding:
    return Finding(code, Severity.WARNING, table, row, field, values)


def notice(
    code: str, table: str, row: str | None = None, field: str | None = None, **values: object
) -> Finding:
    return Finding(code, Severity.NOTICE, table, row, field, values)


def keys(*names: str) -> dict[str, Any]:
    """Values of a finding about these."""
    return {"keys": names, "count": len(names)}


def ratings(name: str, values: Sequence[float | None]) -> dict[str, dict[str, float | None]]:
    """Customers A, B, ... with one judgement each."""
    return {chr(ord("A") + at): {name: value} for at, value in enumerate(values)}
