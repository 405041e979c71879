"""Namen prüfen: what the owner has answered in Namensabgleich, and what still waits for him."""

from __future__ import annotations

from kundenbindung.core.checks.about import about
from kundenbindung.core.model import Finding, Inputs, Results, Severity


def unknown_answers(inputs: Inputs, results: Results) -> list[Finding]:
    """Antwort with a Kundennr. that is not in the workbook."""
    keys = results.customers.index
    strangers = [name for name, key in inputs.name_answers.items() if key not in keys]
    known = strangers if len(keys) else []
    return about("name_match_customer_unknown", Severity.WARNING, "name_matches", known, "chosen_id")


def open_names(inputs: Inputs, results: Results) -> list[Finding]:
    """Offene Fragen: names that may be a customer, and pairs that may be one firm."""
    del results
    return about("name_matches_open", Severity.NOTICE, "name_matches", inputs.open_names, "same")


CHECKS = (unknown_answers, open_names)
