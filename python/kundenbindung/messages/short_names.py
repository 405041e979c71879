"""Kurze Namen for charts: without legal form, cut if long, and never the same for two customers."""

from __future__ import annotations

import re

import pandas as pd

LONGEST_NAME, LONGEST_AT_POINT = 26, 18
"""Letters of a name beside a bar, and over a point."""

LEGAL_FORM = re.compile(
    r",?\s+(?:g?GmbH(?: & Co\.? ?KG(?:aA)?)?|AG(?: & Co\.? ?KG(?:aA)?)?|KG|OHG|SE|eG|GbR|UG|e\. ?K\.?|e\. ?V\.?|mbH|Ltd\.?)$"
)
"""Rechtsform at the end of a name."""


def short_name(name: object, key: object, longest: int = LONGEST_NAME) -> str:
    """Name without its legal form and cut if it is long; the Kundennr. where there is none."""
    text = str(name).strip() if isinstance(name, str) else ""
    return cut(LEGAL_FORM.sub("", text) or text or str(key), longest)


def cut(text: str, longest: int) -> str:
    """Text of at most so many letters; dots stand for what is left out."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip(' ,&-')}…"


def short_names(names: pd.Series, longest: int) -> list[str]:
    """Kurze Namen of customers (index: Kundennr.); those who would read alike carry their number too."""
    found = {key: short_name(name, key, longest) for key, name in names.items()}
    seen = list(found.values())
    return [
        name
        if seen.count(name) == 1
        else f"{cut(name.rstrip('…'), max(longest - len(str(key)) - 1, 6))} {key}"
        for key, name in found.items()
    ]
