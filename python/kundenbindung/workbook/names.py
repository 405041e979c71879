"""Namen: one spelling of a name for comparing, so that case, umlauts and punctuation make no other one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

Words = tuple[str, ...]

LONGEST = 300
"""Characters of a name that are looked at."""

SHORTEST = 3
"""Signs of a name or number that is looked for inside of other texts."""

NOTHING = r"(?!)"
"""Pattern that no text fits."""

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


def written(name: str) -> str:
    """Name as it is written, but for case and blanks."""
    return " ".join(name.split()).casefold()


def same_name(customers: Mapping[str, str]) -> Callable[[str], str | None]:
    """Kunde of a name: the only one written alike, else the only one whose name has the same words.

    customers  Kundennr. -> name; the function gives a Kundennr., None where nobody or several are meant
    """
    by_letters = _only(customers, lambda name: (written(name),))
    by_words = _only(customers, name_words)

    def find(name: str) -> str | None:
        return by_letters.get((written(name),)) or by_words.get(name_words(name))

    return find


def _only(customers: Mapping[str, str], spell: Callable[[str], Words]) -> dict[Words, str]:
    """Spelling -> the only customer of it; names that say nothing are left out."""
    found: dict[Words, str | None] = {}
    for key, name in customers.items():
        spelled = spell(name)
        found[spelled] = None if spelled in found else key
    telling = {spell(name) for name in customers.values() if name_words(name)}
    return {spelled: key for spelled, key in found.items() if spelled in telling and key is not None}
