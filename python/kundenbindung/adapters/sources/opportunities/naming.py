"""Namen of the opportunities of one file: their identifiers, and the one company each belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kundenbindung.adapters.sources.opportunities.rows import Row

_BESIDE = " · "
_TIGHT = re.compile(r";(?!\s)")


def source_ids(rows: Sequence[Row], customers: Sequence[str], label: str) -> list[str]:
    """Kennung of every row: label and identifier, else label, customer and project, made unique by (2)."""
    taken = {f"{label} {row.source_id}" for row in rows if row.source_id}
    found: list[str] = []
    next_number: dict[str, int] = {}
    for row, customer in zip(rows, customers, strict=True):
        if row.source_id:
            found.append(f"{label} {row.source_id}")
            continue
        named = f"{label} {_BESIDE.join(filter(None, (customer, row.project)))}"
        key = _free(named, taken, next_number)
        taken.add(key)
        found.append(key)
    return found


def _free(named: str, taken: set[str], next_number: dict[str, int]) -> str:
    """The name, or the name with the next number that is free; remembers where to go on."""
    number = next_number.get(named, 1)
    key = named if number == 1 else f"{named} ({number})"
    while key in taken:
        number += 1
        key = f"{named} ({number})"
    next_number[named] = number + 1
    return key


def companies(text: str, ids: str | None) -> list[str]:
    """Firmen a cell names, joined by semicolons; `ids` the cell of their numbers, None without such a column.

    The numbers say how many there are, so that a name with a semicolon in it stays whole; without them a
    semicolon followed by a blank belongs to the name.
    """
    tight = [part.strip() for part in _TIGHT.split(text) if part.strip()]
    if ids is None:
        return tight or [text]
    count = len([part for part in ids.split(";") if part.strip()])
    if count <= 1:
        return [text]
    loose = [part.strip() for part in text.split(";") if part.strip()]
    return next((parts for parts in (tight, loose) if len(parts) == count), tight) or [text]
