"""Gruppen: which customers and topics a group of recipients may see, and whose customers those are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kundenbindung.workbook.frames import Contents, folded
from kundenbindung.workbook.schema import Sight, Topic
from kundenbindung.workbook.tables.mail import ALL, NONE, OWN, TOPICS


@dataclass(frozen=True, slots=True)
class Group:
    """Gruppe of recipients: which customers and topics it may see, whether its copy is always encrypted."""

    name: str
    customers: str
    topics: Sight
    password: bool = False

    @property
    def encrypted(self) -> bool:
        """True if its copy needs a password: asked for by the owner, or because of the DB."""
        return self.password or Topic.MARGIN in self.topics

    def sees(self, sight: Sight | None) -> bool:
        """True if all these topics are allowed; undecided is never."""
        return sight is not None and sight <= self.topics


def one_line(text: str) -> str:
    """Name in one line, without signs that control something: it stands in footers and names of files."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def groups_of(frame: pd.DataFrame) -> tuple[Group, ...]:
    """Gruppen of their table, in its order; what is not said is not allowed."""
    return tuple(
        Group(
            name=one_line(str(row["group"])),
            customers=row["customers"] if row.get("customers") in {ALL, OWN} else NONE,
            topics=frozenset(topic for topic in TOPICS if row.get(topic.value) == "yes"),
            password=row.get("password") == "yes",
        )
        for row in frame.to_dict("records")
        if isinstance(row["group"], str)
    )


def group_named(groups: Sequence[Group], name: str) -> Group | None:
    """Gruppe by its name, upper and lower case being the same."""
    return next((group for group in groups if folded(group.name) == folded(name)), None)


def responsibles(contents: Contents) -> dict[str, frozenset[str]]:
    """Verantwortliche in the order of Kunden, each with the Kundennummern of his customers."""
    found: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for key, who in customers(contents)[["customer_id", "responsible"]].dropna().itertuples(index=False):
        name = names.setdefault(folded(who), one_line(str(who)))
        found.setdefault(name, set()).add(str(key))
    return {name: frozenset(keys) for name, keys in found.items() if name}


def everybody(contents: Contents) -> frozenset[str]:
    """Kundennummern of all customers in Kunden and Zahlen."""
    frames = (contents.frames[name]["customer_id"].dropna() for name in ("customers", "figures"))
    return frozenset(str(key) for keys in frames for key in keys)


def customers(contents: Contents) -> pd.DataFrame:
    """Kunden with who is responsible, and whether he is a person."""
    return contents.frames["customers"].reindex(columns=["customer_id", "responsible", "sole_trader"])
