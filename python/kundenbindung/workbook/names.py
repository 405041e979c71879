"""Namen: one spelling of a name for comparing, so that case, umlauts and punctuation make no other one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONGEST = 300
"""Characters of a name that are looked at."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss"})

_AND = re.compile(r"[&+]|(?<!\w)u\.(?=\s|\w{2})")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_][./])+[^\W\d_](?!\w)")
_WORD = re.compile(r"[^\W_]+")


def name_words(name: str, *, umlauts: bool = True) -> tuple[str, ...]:
    """Wörter of a name in one spelling; no words where it says nothing.

    Small letters, ü as ue and ß as ss, no other accents, no punctuation; &, + and "u." are "und"; e.K. is ek.
    Without `umlauts` ü is u, as programs write it that do not know better.
    """
    small = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name[:LONGEST]).casefold())
    spelled = small.translate(UMLAUTS) if umlauts else small
    bare = "".join(one for one in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(one))
    joined = _INITIALS.sub(_closed, _AND.sub(" und ", bare))
    return tuple(_WORD.findall(joined))


def _closed(initials: re.Match[str]) -> str:
    return initials.group().replace(".", "").replace("/", "")


def same_name(customers: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Namen that exactly one customer carries: their words -> Kundennr.; `customers` Kundennr. -> name."""
    found: dict[tuple[str, ...], str | None] = {}
    for key, name in customers.items():
        words = name_words(name)
        found[words] = None if words in found else key
    return {words: key for words, key in found.items() if words and key is not None}
