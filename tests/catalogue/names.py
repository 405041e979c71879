"""Befunde zu Namen: Sammelkonten and the answers of Namensabgleich."""

from __future__ import annotations

from tests.catalogue.cases import Case
from tests.catalogue.core import PLAIN, STEADY, Change, case, evaluated
from tests.companies import changed

TWO = {"revenue": {"1001": STEADY, "1002": STEADY}}


def with_names(**parts: object) -> Change:
    return lambda inputs: changed(inputs, **parts)


def of_names(code: str, severity: str, row: str | None, field: str, given: Change, near: Change) -> Case:
    return Case(
        code, severity, evaluated(PLAIN, given), evaluated(PLAIN, near), "name_matches", row, field
    )  # fmt: skip


CASES = (
    case(
        "collective_accounts", "notice", "customers", "1002", "collective",
        {**TWO, "customers": {"1001": {}, "1002": {"collective": "yes"}}},
        {"customers": {"1001": {}, "1002": {"collective": "no"}}},
    ),
    case(
        "collective_accounts", "notice", "customers", None, "collective",
        {**TWO, "customers": {key: {"collective": "yes"} for key in ("1001", "1002")}},
        {"customers": {"1001": {}, "1002": {}}}, ("several",),
    ),
    of_names(
        "name_match_customer_unknown", "warning", "Zehn GmbH", "chosen_id",
        with_names(name_answers={"Zehn GmbH": "999", "Elf AG": "1001"}),
        with_names(name_answers={"Zehn GmbH": "1001"}),
    ),
    of_names(
        "name_matches_open", "notice", "Zehn GmbH", "same",
        with_names(open_names=("Zehn GmbH",)), with_names(name_answers={"Zehn GmbH": "1001"}),
    ),
)  # fmt: skip
