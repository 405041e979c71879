"""Kontenrahmen: what the other account of a debtor means, as data in `templates/sources/konten.toml`."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import kundenbindung

DEBTOR, CREDITOR, REVENUE, REDUCTION = "debtor", "creditor", "revenue", "reduction"
DISCOUNT, NO_REVENUE, PAYMENT, UNKNOWN, OTHER = "discount", "no_revenue", "payment", "unknown", "other"
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Role:
    """Rolle of an account: what it is, and its Steuerklasse if it has one."""

    kind: str
    tax: str | None = None


@dataclass(frozen=True, slots=True)
class TaxKey:
    """BU-Schlüssel: Steuerklasse it sets (None: that of the account), whether it reverses, is known."""

    tax: str | None = None
    reversal: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """Kontenrahmen for accounts of a certain length; `ranges`: first, last (four digits), role."""

    name: str
    account_length: int
    first: int
    last: int
    ranges: tuple[tuple[int, int, Role], ...]

    def role(self, account: str) -> Role:
        """Rolle of an account as written in the file."""
        person = person_kind(account, self.account_length)
        if person is not None:
            return Role(person)
        if not (account.isascii() and account.isdigit()) or len(account) > self.account_length:
            return Role(OTHER)
        number = int(account.zfill(self.account_length)) / 10 ** (self.account_length - _DIGITS)
        found = (role for first, last, role in self.ranges if first <= number < last + 1)
        revenue = self.first <= number < self.last + 1
        return next(found, Role(UNKNOWN if revenue else OTHER))


def person_kind(account: str, account_length: int) -> str | None:
    """Debitor (1 to 6) or Kreditor (7 to 9): one digit more than a Sachkonto; None for any other."""
    if not (account.isascii() and account.isdigit()) or len(account) != account_length + 1:
        return None
    return {"0": None}.get(account[0], DEBTOR if account[0] <= "6" else CREDITOR)


def chart(name: str, account_length: int) -> Chart | None:
    """Kontenrahmen "03" or "04"; None for any other."""
    data = _data()["charts"].get(name)
    if data is None:
        return None
    first, last = data["range"]
    kinds = (REVENUE, REDUCTION, DISCOUNT, NO_REVENUE, PAYMENT)
    ranges = tuple(
        (int(start), int(end), Role(kind, tax))
        for kind in kinds
        for tax, several in data[kind].items()
        for start, end in several
    )
    return Chart(name, account_length, first, last, ranges)


def fitting(accounts: Iterable[str], account_length: int) -> Chart | None:
    """The only Kontenrahmen whose revenue accounts are among these accounts; None if none or both."""
    listed = [account for account in accounts if len(account) == account_length]
    charts = [found for name in _data()["charts"] if (found := chart(name, account_length)) is not None]
    kinds = {REVENUE, REDUCTION, DISCOUNT, UNKNOWN}
    fit = [one for one in charts if any(one.role(account).kind in kinds for account in listed)]
    return fit[0] if len(fit) == 1 else None


def tax_key(text: str) -> TaxKey:
    """BU-Schlüssel as far as known; an empty one says nothing."""
    data, key = _data(), text.strip().lstrip("0").zfill(2)
    if key == "00":
        return TaxKey()
    control, tax = data["control_keys"], data["tax_keys"].get(key[1])
    known_control = key[0] == "0" or key[0] in {*control["reversal"], *control["without_tax"]}
    if len(key) > len("23") or not known_control or (tax is None and key[1] != "0"):
        return TaxKey(known=False)
    without = "none" if key[0] in control["without_tax"] else None
    return TaxKey(tax or without, key[0] in control["reversal"])


def rate(tax: str, day: dt.date) -> float:
    """Steuersatz of a class on a day in percent, NaN before the first one we know."""
    valid = [percent for start, percent in _data()["rates"][tax] if dt.date.fromisoformat(start) <= day]
    return float(valid[-1]) if valid else math.nan


@cache
def _data() -> dict[str, Any]:
    path = kundenbindung.templates_folder() / "sources" / "konten.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
