"""Namen: where a copy says "Kunde 1003" for a person, the workbook says the name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.sharing import stand_in


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
