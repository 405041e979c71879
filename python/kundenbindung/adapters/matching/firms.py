"""Firma: a name taken apart into core, legal form and branch; names that stand for many customers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kundenbindung.adapters.matching.vocabulary import Words, vocabulary
from kundenbindung.workbook.names import LONGEST, name_words

SILENT = frozenset({"und"})
"""Words that make no other name likely."""

MERCHANTS = frozenset({"ek", "eu"})
"""Legal forms of one person."""

_DASH = re.compile(r"\s[-–—]+\s*(?=[^\s-])")


@dataclass(frozen=True, slots=True)
class Firm:
    """Firma of a name.

    words    all words, see `name_words`
    core     what is left without legal form and branch; the whole name where nothing would be left
    form     legal form, None if the name has none
    branch   words of the branch, none for the firm itself
    """

    words: Words
    core: Words
    form: str | None
    branch: Words

    @property
    def numbers(self) -> Words:
        """Zahlen in the name: names with other numbers are other names."""
        return tuple(sorted(word.lstrip("0") or "0" for word in self.core + self.branch if word.isdecimal()))

    @property
    def telling(self) -> Words:
        """Words of the core that are compared, in the order of the alphabet."""
        return tuple(sorted(word for word in self.core if word not in SILENT))


def firm(name: str, *, umlauts: bool = True) -> Firm:
    """Name -> Firma; without `umlauts` ü is u."""
    front, behind = _at_dash(name[:LONGEST], umlauts=umlauts)
    words, branch = _without_branch(front)
    core, form, place = _without_form(words)
    tail = branch + behind
    if form is None:
        first, form, rest = _without_form(tail)
        tail = first + rest
    return Firm(front + behind, core, form, place + tail)


def _at_dash(name: str, *, umlauts: bool) -> tuple[Words, Words]:
    """Words before and behind the last dash, if those behind it can only be a branch."""
    cuts = list(_DASH.finditer(name))
    whole = name_words(name, umlauts=umlauts)
    if not cuts:
        return whole, ()
    front, behind = (
        name_words(part, umlauts=umlauts) for part in (name[: cuts[-1].start()], name[cuts[-1].end() :])
    )
    known = vocabulary()
    region = bool(behind) and behind[0] in known.regions
    return (front, behind) if front and (region or _without_form(front)[1]) else (whole, ())


def _without_branch(words: Words) -> tuple[Words, Words]:
    """Words before the first branch word, and from it on; a name never begins with its branch."""
    known = vocabulary().branches
    at = next((place for place in range(1, len(words)) if words[place] in known), len(words))
    return words[:at], words[at:]


def _without_form(words: Words) -> tuple[Words, str | None, Words]:
    """Core, legal form, and what stands behind it (a place); the longest spelling counts."""
    known = vocabulary()
    for end in range(len(words), 1, -1):
        for size in range(min(known.longest, end - 1), 0, -1):
            spelled = words[end - size : end]
            form = known.legal_forms.get(spelled)
            if form and (end == len(words) or _anywhere(spelled)):
                return words[: end - size], form, words[end:]
    return words, None, ()


def _anywhere(spelled: Words) -> bool:
    """True for a spelling that also counts in front of a place; AG and SE do so only at the end."""
    return any(word.endswith("mbh") for word in spelled) or "und" in spelled


def may_be_person(name: str) -> bool:
    """True for a name without legal form, and for a merchant's, who is one with his firm."""
    return firm(name).form in {None, *MERCHANTS}


def is_collective(name: str) -> bool:
    """Sammelkonto: True for a name that stands for many customers, such as Diverse Debitoren or CpD."""
    words, known = name_words(name), vocabulary()
    if not words or firm(name).form:
        return False
    if any(words[: len(phrase)] == phrase for phrase in known.leading):
        return True
    named = {word for phrase in known.collective if _holds(words, phrase) for word in phrase}
    silent = known.companions | named
    return bool(named) and all(word in silent or len(word) == 1 or word.isdecimal() for word in words)


def _holds(words: Words, phrase: Words) -> bool:
    """True if the words of the phrase stand together among these."""
    size = len(phrase)
    return any(words[at : at + size] == phrase for at in range(len(words) - size + 1))
