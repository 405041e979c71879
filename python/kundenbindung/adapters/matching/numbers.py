"""Kundennummern: the same customer with other zeros or another letter in front."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.adapters.matching.firms import firm
from kundenbindung.adapters.matching.people import match_names
from kundenbindung.workbook.numbers import bare_number

MOST = 0.5
"""More than this share of a file's numbers must differ by the same letters to be the same customers."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Zugeordnete Kundennummern.

    joined    number of the file -> Kundennr. of the workbook, also where both are the same
    doubtful  pairs of a number of the file and a Kundennr. that may be meant
    """

    joined: Mapping[str, str]
    doubtful: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A number of the file and the Kundennr. it may be, with the letters in front of both."""

    file: str
    known: str
    letters: tuple[str, str]

    @property
    def zeros_only(self) -> bool:
        """True if nothing but leading zeros differs."""
        return self.letters[0] == self.letters[1]


def join_ids(ids: Sequence[str], known: Mapping[str, str], names: Mapping[str, str]) -> Joined:
    """Kundennummern of a file -> Kundennummern of the workbook.

    known  Kundennr. -> name; names  name by number of the file, as far as it has any.
    Leading zeros make no other customer, unless the names are those of two. A letter in front makes one,
    unless the names agree, or most numbers of the file differ by this letter and no name contradicts. Where
    two could be meant nothing is joined.
    """
    exact = {key: key for key in ids if key in known}
    pairs, unclear = _pairs([key for key in dict.fromkeys(ids) if key not in known], ids, known)
    zeros = [pair for pair in pairs if pair.zeros_only and _agrees(pair, known, names) is not False]
    lettered = [pair for pair in pairs if not pair.zeros_only]
    agreed = {pair for pair in lettered if _agrees(pair, known, names) is True}
    usual = _usual(lettered, len(set(ids)), known, names)
    sure = [*zeros, *(pair for pair in lettered if pair in agreed or pair.letters in usual)]
    joined = {**exact, **{pair.file: pair.known for pair in sure}}
    open_ones = [(pair.file, pair.known) for pair in pairs if pair.file not in joined]
    return Joined(joined, (*unclear, *open_ones))


def _pairs(
    strangers: Iterable[str], ids: Iterable[str], known: Iterable[str]
) -> tuple[list[_Pair], list[tuple[str, str]]]:
    """Pairs of equal bare numbers where only one is possible on both sides, and those where more are."""
    ours, theirs = _by_bare(known), _by_bare(ids)
    clear: list[_Pair] = []
    unclear: list[tuple[str, str]] = []
    for key in strangers:
        bare = bare_number(key)
        candidates = ours.get(bare, ())
        if len(candidates) == 1 and len(theirs[bare]) == 1:
            clear.append(_Pair(key, candidates[0], (_letters(key), _letters(candidates[0]))))
        else:
            unclear += [(key, one) for one in candidates]
    return clear, unclear


def _by_bare(keys: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in dict.fromkeys(keys):
        found[bare_number(key)].append(key)
    return dict(found)


def _letters(key: str) -> str:
    """What stands in front of the digits of a number; nothing where it is no plain number."""
    text = key.strip().casefold()
    digits = bare_number(key)
    return text[: len(text) - len(digits)].rstrip("0") if digits != text and digits.isdigit() else ""


def _agrees(pair: _Pair, known: Mapping[str, str], names: Mapping[str, str]) -> bool | None:
    """True for certainly one name, False for two, None where they are only alike or one is missing."""
    name, other = names.get(pair.file), known.get(pair.known)
    if not name or not other or not firm(name).words or not firm(other).words:
        return None
    match = match_names([name], {pair.known: other})[0]
    return True if match.certain else None if match.customer_id else False


def _usual(
    pairs: Sequence[_Pair], size: int, known: Mapping[str, str], names: Mapping[str, str]
) -> set[tuple[str, str]]:
    """Letters by which most numbers of the file differ, and no name says otherwise."""
    often = [
        letters for letters, count in Counter(pair.letters for pair in pairs).items() if count > MOST * size
    ]
    return {
        letters
        for letters in often
        if not any(pair.letters == letters and _agrees(pair, known, names) is False for pair in pairs)
    }
