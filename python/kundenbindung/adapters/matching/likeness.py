"""Ähnlichkeit of two names, 0 to 1: letters of all words together, and no word without its counterpart."""

from __future__ import annotations

from rapidfuzz import fuzz

from kundenbindung.adapters.matching.firms import Firm
from kundenbindung.adapters.matching.vocabulary import Words

LIKELY = 0.90
"""From here on two names may mean one firm."""

WORD = 0.88
"""Words that differ more are two words: Schmid and Schmidt are alike, Müller and Möller are not."""

GLUED = 0.98
"""Müllerbau and Müller Bau."""

NEVER_CERTAIN = 0.99
OTHER_FORM, OTHER_BRANCH = 0.05, 0.03
"""Taken off for another legal form, for another branch."""


def compatible(one: Firm, other: Firm) -> bool:
    """True unless both have a legal form, and another one."""
    return one.form is None or other.form is None or one.form == other.form


def same_numbers(one: Firm, other: Firm) -> bool:
    """True unless both names hold numbers, and other ones: Werk 1 is not Werk 2."""
    return not one.numbers or not other.numbers or one.numbers == other.numbers


def similarity(pairs: tuple[tuple[Firm, Firm], ...]) -> float:
    """Ähnlichkeit of two names that are not the same; `pairs` the two in each spelling, see `firm`.

    0 where a word has no counterpart or the numbers differ.
    """
    one, other = pairs[0]
    if not same_numbers(one, other):
        return 0.0
    alike = max(_cores(first, second) for first, second in pairs)
    lacking = OTHER_FORM * (not compatible(one, other)) + OTHER_BRANCH * (one.branch != other.branch)
    return max(0.0, min(alike, NEVER_CERTAIN) - lacking)


def _cores(one: Firm, other: Firm) -> float:
    if "".join(one.core) == "".join(other.core):
        return 1.0 if one.core == other.core else GLUED
    if not _counterparts(one.telling, other.telling):
        return 0.0
    return fuzz.ratio(" ".join(one.telling), " ".join(other.telling)) / 100.0


def _counterparts(one: Words, other: Words) -> bool:
    """True if every word of both has an alike one; initials only have to agree where both have some."""
    if not _one_sided(_initials(one), _initials(other)):
        return False
    long, further = ([word for word in words if len(word) > 1] for words in (one, other))
    return bool(long and further) and _covered(long, further) and _covered(further, long)


def _initials(words: Words) -> set[str]:
    return {word for word in words if len(word) == 1}


def _one_sided(one: set[str], other: set[str]) -> bool:
    return not one or not other or one == other


def _covered(words: list[str], by: list[str]) -> bool:
    return all(any(fuzz.ratio(word, one) >= 100.0 * WORD for one in by) for word in words)
