"""Namen: where a copy says "Kunde 1003" for a person, it says the name; long texts in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.sharing import stand_in

LONGEST_SHOWN = 60
"""Signs of a colleague's text that a sentence shows."""

LONGEST_FILE, END_OF_FILE = 80, 24
"""Signs of the name of a file in a sentence, and of its end, where date, Prüfzeichen and ending are."""


def brief(text: object, most: int = LONGEST_SHOWN) -> str:
    """Text on one line, with so many signs at most."""
    line = " ".join(str(text)[: 4 * most].split())
    return line if len(line) <= most and len(str(text)) <= 4 * most else f"{line[: most - 1].rstrip()}…"


def brief_file(name: str) -> str:
    """Dateiname on one line; of a long one the beginning and the end."""
    line = " ".join(name.split())
    if len(line) <= LONGEST_FILE:
        return line
    return f"{line[: LONGEST_FILE - END_OF_FILE - 1].rstrip()}…{line[-END_OF_FILE:]}"


def real_names(reading: Reading, hidden: Mapping[str, str]) -> dict[str, str]:
    """Ersatz in a copy -> name of the person, as the sheet Kunden spells it."""
    known = reading.frames["customers"][["customer_id", "customer"]].dropna()
    spelled = {str(key): str(name).strip() for key, name in known.itertuples(index=False)}
    return {stand_in(key): spelled.get(key) or name for name, key in hidden.items()}


def with_names(value: object, names: Mapping[str, str]) -> object:
    """Text with the names of the persons in it; any other value as it is."""
    if not names or not isinstance(value, str):
        return value
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)"
    )
    return pattern.sub(lambda match: names[match.group()], value)
