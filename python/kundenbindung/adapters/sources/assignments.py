"""Zuordnung: what headers, accounts and customers of a file mean, as far as the owner has confirmed it.

Confirmed once, it counts before anything a preset knows. It comes from the table Zuordnung or a TOML file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kundenbindung.adapters.sources.presets import words
from kundenbindung.workbook.numbers import bare_number

FIGURES, OPPORTUNITIES, ACCOUNT, DEBTOR = "figures", "opportunities", "account", "debtor"
"""What an assignment is for: identifiers of `layout.CHOICES["assignment_scope"]`."""

EVERYBODY = "alle"
"""In place of a customer number: the tax rate of all customers that are not named."""

RATES = {"rate_19": 0.19, "rate_16": 0.16, "rate_7": 0.07, "rate_5": 0.05, "rate_0": 0.0}
"""Steuersätze by meaning."""

NO_REVENUE, IGNORE = "no_revenue", "ignore"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Zuordnung of one header, account or customer number.

    meaning   identifier of `layout.CHOICES["assignment_meaning"]`, None while nobody knows
    year      fiscal year of a header that names none
    example   a value of the file, for the owner's eyes
    """

    scope: str
    text: str
    meaning: str | None = None
    year: int | None = None
    example: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Assignments:
    """Alle Zuordnungen; asked for, only the confirmed ones answer."""

    entries: tuple[Assignment, ...] = ()

    @cached_property
    def _confirmed(self) -> dict[tuple[str, str], Assignment]:
        chosen = (entry for entry in self.entries if entry.confirmed and entry.meaning)
        return {(entry.scope, folded(entry.text)): entry for entry in chosen}

    def header(self, scope: str, text: str) -> Assignment | None:
        """Zuordnung of a header; spelled as headers are compared, see `presets.words`."""
        return self._confirmed.get((scope, folded(text)))

    def account(self, number: str) -> Assignment | None:
        """Zuordnung of an account: a rate of `RATES` or `NO_REVENUE`."""
        return self._confirmed.get((ACCOUNT, folded(number)))

    def tax_rate(self, customer_id: str) -> float | None:
        """Steuersatz of a customer, else that of all others; None if nobody has said it.

        Leading zeros and a letter in front make no other customer.
        """
        rates = self._debtors
        return rates.get(bare_number(customer_id), rates.get(bare_number(EVERYBODY)))

    @cached_property
    def _debtors(self) -> dict[str, float]:
        named = (entry for (scope, _), entry in self._confirmed.items() if scope == DEBTOR)
        return {
            bare_number(entry.text): RATES[str(entry.meaning)] for entry in named if entry.meaning in RATES
        }


def folded(text: str) -> str:
    """Header or number without what makes no other one: case, blanks, punctuation, ä as ae."""
    return "".join(words(text)) or text.strip().casefold()


def merged(known: Iterable[Assignment], proposed: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Known assignments first and as they are, then those proposals that nobody has listed yet."""
    entries = tuple(known)
    listed = {(entry.scope, folded(entry.text)) for entry in entries}
    new: dict[tuple[str, str], Assignment] = {}
    for entry in proposed:
        new.setdefault((entry.scope, folded(entry.text)), entry)
    return (*entries, *(entry for key, entry in new.items() if key not in listed))
