"""Klausur prüfen: unknown customers in the Abgangsprobe, too much on one customer."""

from __future__ import annotations

import numpy as np

from kundenbindung.core.checks.about import about
from kundenbindung.core.compare import above
from kundenbindung.core.model import Finding, Inputs, Results, Severity


def walk_away(inputs: Inputs, results: Results) -> list[Finding]:
    """Abgangsprobe with a number that is not in the workbook."""
    strangers = [key for key in inputs.walk_away if key not in results.customers.index]
    known = strangers if len(results.customers) else []
    return about("walk_away_unknown", Severity.WARNING, "walk_away", known, "customer_id")


def concentration(inputs: Inputs, results: Results) -> list[Finding]:
    """Klumpen: more than a fifth of the revenue on one customer."""
    del inputs
    found, limit = results.concentration, results.settings.concentration_share
    if found is None or found.largest_share is None or not above(np.array([found.largest_share]), limit)[0]:
        return []
    values = {"keys": (found.largest_key,), "share": found.largest_share, "limit": limit}
    return [
        Finding("concentration_high", Severity.WARNING, "concentration", found.largest_key, "revenue", values)
    ]


CHECKS = (walk_away, concentration)
