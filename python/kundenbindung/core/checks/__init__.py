"""Prüfungen: what is wrong or noteworthy in the inputs and in the results, as values.

Each check is a function returning findings; the tuples below are the whole list. A check that
concerns many customers returns one finding with all their keys, never one row for each.
"""

from __future__ import annotations

from collections.abc import Callable

from kundenbindung.core.checks import (
    capacity,
    criteria,
    customers,
    entries,
    history,
    names,
    opportunities,
    planning,
    retreat,
    schedule,
)
from kundenbindung.core.model import Finding, Inputs, Results, Severity

InputCheck = Callable[[Inputs], list[Finding]]
ResultCheck = Callable[[Inputs, Results], list[Finding]]

INPUT_CHECKS: tuple[InputCheck, ...] = entries.CHECKS

RESULT_CHECKS: tuple[ResultCheck, ...] = (
    *capacity.CHECKS,
    *customers.CHECKS,
    *criteria.CHECKS,
    *opportunities.CHECKS,
    *names.CHECKS,
    *planning.CHECKS,
    *history.CHECKS,
    *schedule.CHECKS,
    *retreat.CHECKS,
)

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


def check_inputs(inputs: Inputs) -> tuple[Finding, ...]:
    """Befunde that must be known before anything is computed; errors stop the calculation."""
    return tuple(finding for check in INPUT_CHECKS for finding in check(inputs))


def check_results(inputs: Inputs, results: Results) -> tuple[Finding, ...]:
    """Befunde of a finished calculation."""
    return tuple(finding for check in RESULT_CHECKS for finding in check(inputs, results))


def by_severity(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Befunde with the severest first, otherwise in the order of the checks."""
    return tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity)))
