"""Namen -> Kunden, and customers who may be one firm: what is certain, what only the owner knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz, process

from kundenbindung.adapters.matching.firms import Firm, firm, is_collective
from kundenbindung.adapters.matching.likeness import LIKELY, compatible, similarity
from kundenbindung.adapters.matching.vocabulary import Words
from kundenbindung.core.model import BoolArray
from kundenbindung.workbook.names import written

AS_GOOD = 0.02
"""Candidates so close to the best one are its rivals."""

TWIN = 0.96
"""From here on two customers are asked about."""

CANDIDATES = 20
"""So many of the likeliest customers are looked at closely."""

BLOCK_CELLS = 4_000_000
"""Comparisons at a time, so that memory does not grow with names x customers."""


@dataclass(frozen=True, slots=True)
class Match:
    """Zuordnung of a name to a customer.

    customer_id  None where no customer is likely; certain  nobody has to be asked
    similarity   0..1; rivals  further customers as good as this one
    """

    name: str
    customer_id: str | None
    similarity: float
    certain: bool
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """Zwillinge: two Kundennummern that may be one firm, the smaller number first."""

    first: str
    second: str
    similarity: float


@dataclass(frozen=True, slots=True, eq=False)
class _Spelled:
    """Namen in both spellings: with ü as ue, with ü as u."""

    plain: Sequence[Firm]
    bare: Sequence[Firm]

    def pairs(self, at: int, other: _Spelled, there: int) -> tuple[tuple[Firm, Firm], ...]:
        """One of these names beside one of the others, in each spelling."""
        return (self.plain[at], other.plain[there]), (self.bare[at], other.bare[there])


def _spelled(names: Iterable[str]) -> _Spelled:
    listed = list(names)
    return _Spelled([firm(name) for name in listed], [firm(name, umlauts=False) for name in listed])


@dataclass(frozen=True, slots=True, eq=False)
class _Register:
    """Kunden by what is looked up: all words, core and branch, letters of the core; places in `keys`."""

    keys: Sequence[str]
    names: _Spelled
    by_words: Mapping[Words, Sequence[int]]
    by_core: Mapping[tuple[Words, Words], Sequence[int]]
    by_letters: Mapping[str, Sequence[int]]
    by_writing: Mapping[str, Sequence[int]]

    def written(self, name: str) -> list[int]:
        """The only customer whose name is written like this; none where there are several."""
        places = self.by_writing.get(written(name), ())
        return list(places) if len(places) == 1 else []

    def equal(self, name: Firm) -> list[int]:
        """Customers of the very same words, else of the same legal form, else of one that may be it."""
        alike = [at for at in self.by_core.get((name.core, name.branch), ()) if self._may_be(at, name)]
        formed = [at for at in alike if self.names.plain[at].form == name.form]
        return list(self.by_words.get(name.words, ())) or formed or alike

    def _may_be(self, at: int, name: Firm) -> bool:
        return compatible(self.names.plain[at], name)


def _register(customers: Mapping[str, str]) -> _Register:
    """Customers by Kundennr.; those whose name says nothing are left out."""
    keys = sorted(key for key, name in customers.items() if firm(name).words)
    names = _spelled(customers[key] for key in keys)
    by_words, by_core, by_letters = defaultdict(list), defaultdict(list), defaultdict(list)
    by_writing = defaultdict(list)
    for at, (plain, bare) in enumerate(zip(names.plain, names.bare, strict=True)):
        by_words[plain.words].append(at)
        by_writing[written(customers[keys[at]])].append(at)
        by_core[plain.core, plain.branch].append(at)
        for letters in {"".join(plain.core), "".join(bare.core)}:
            by_letters[letters].append(at)
    return _Register(keys, names, dict(by_words), dict(by_core), dict(by_letters), dict(by_writing))


def match_names(names: Sequence[str], customers: Mapping[str, str]) -> tuple[Match, ...]:
    """Kunden of these names, one match per name in its order; `customers` Kundennr. -> name.

    Certain is the only customer whose name is written alike, else the only one whose name is equal but for
    spelling and a legal form that one of the two lacks. Another legal form, a branch, other words in part
    make it likely at most.
    """
    register = _register(customers)
    asked = list(dict.fromkeys(names))
    found = {name: _exact(name, register) for name in asked}
    open_ones = [name for name, match in found.items() if match is None]
    likely = dict(zip(open_ones, _likely(open_ones, register), strict=True))
    return tuple(_of_one_form([found[name] or likely[name] for name in names]))


def _of_one_form(matches: Sequence[Match]) -> Iterator[Match]:
    """Certain matches, unless names of several legal forms meet in one customer: these are several firms."""
    forms: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        form = firm(match.name).form
        if match.certain and match.customer_id and form:
            forms[match.customer_id].add(form)
    for match in matches:
        several = match.customer_id is not None and len(forms[match.customer_id]) > 1
        yield replace(match, certain=match.certain and not several)


def _exact(name: str, register: _Register) -> Match | None:
    """Customers of the same name; None without one."""
    taken = firm(name)
    if not taken.words:
        return Match(name, None, 0.0, certain=False)
    places = register.written(name) or register.equal(taken)
    if not places:
        return None
    keys = [register.keys[at] for at in places]
    return Match(name, keys[0], 1.0, certain=len(keys) == 1, rivals=tuple(keys[1:]))


def _likely(names: Sequence[str], register: _Register) -> Iterator[Match]:
    spelled = _spelled(names)
    for at, (name, places) in enumerate(zip(names, _close(spelled, register, LIKELY), strict=True)):
        scored = [
            (-similarity(spelled.pairs(at, register.names, there)), register.keys[there]) for there in places
        ]
        ranked = sorted((score, key) for score, key in scored if -score >= LIKELY)
        yield _best(name, [(-score, key) for score, key in ranked])


def _best(name: str, ranked: Sequence[tuple[float, str]]) -> Match:
    if not ranked:
        return Match(name, None, 0.0, certain=False)
    score, key = ranked[0]
    rivals = tuple(other for further, other in ranked[1:] if further >= score - AS_GOOD)
    return Match(name, key, score, certain=False, rivals=rivals)


def _close(names: _Spelled, register: _Register, least: float) -> Iterator[list[int]]:
    """Customers worth a closer look, for each name: the same letters, or alike in one of the spellings."""
    step = max(1, BLOCK_CELLS // max(1, len(register.keys)))
    for start in range(0, len(names.plain), step):
        rows = range(start, min(start + step, len(names.plain)))
        table = _scores(names, register.names, rows, least)
        for at, scores in zip(rows, table, strict=True):
            places = np.flatnonzero(scores)
            best = places[np.argsort(-scores[places].astype(np.int64), kind="stable")][:CANDIDATES].tolist()
            letters = {"".join(names.plain[at].core), "".join(names.bare[at].core)}
            glued = [there for one in sorted(letters) for there in register.by_letters.get(one, ())]
            yield list(dict.fromkeys([*glued[:CANDIDATES], *best]))


def _scores(names: _Spelled, others: _Spelled, rows: range, least: float) -> np.ndarray:
    """Prozent of alike letters, names x customers, 0 below `least` and where the numbers differ."""
    columns = range(len(others.plain))
    scores = np.maximum(
        *(
            process.cdist(
                _texts(mine, rows),
                _texts(other, columns),
                scorer=fuzz.ratio,
                score_cutoff=100.0 * least,
                dtype=np.uint8,
            )
            for mine, other in ((names.plain, others.plain), (names.bare, others.bare))
        )
    )
    return np.where(_numbers_agree(names.plain, rows, others.plain), scores, 0)


def _texts(firms: Sequence[Firm], rows: range) -> list[str]:
    return [" ".join(firms[at].telling) for at in rows]


def _numbers_agree(names: Sequence[Firm], rows: range, others: Sequence[Firm]) -> BoolArray:
    """True where two names hold the same numbers, or one holds none; names x customers."""
    codes: dict[Words, int] = {(): 0}
    mine, theirs = (
        np.array([codes.setdefault(one.numbers, len(codes)) for one in firms], dtype=np.int64)
        for firms in ([names[at] for at in rows], others)
    )
    same = mine[:, None] == theirs[None, :]
    return np.asarray(same | (mine == 0)[:, None] | (theirs == 0)[None, :], dtype=np.bool_)


def twins(customers: Mapping[str, str]) -> tuple[Twin, ...]:
    """Zwillinge among the customers, the likeliest first; `customers` Kundennr. -> name.

    Of several customers of the very same name each is paired with the first one. Sammelkonten have none.
    """
    own = {key: name for key, name in customers.items() if not is_collective(name)}
    register = _register(own)
    groups: dict[tuple[Words, Words], list[str]] = defaultdict(list)
    for key, plain, bare in zip(register.keys, register.names.plain, register.names.bare, strict=True):
        groups[plain.words, bare.words].append(key)
    found = [Twin(keys[0], key, 1.0) for keys in groups.values() for key in keys[1:]]
    found += _alike(_register({keys[0]: own[keys[0]] for keys in groups.values()}))
    return tuple(sorted(found, key=lambda twin: (-twin.similarity, twin.first, twin.second)))


def _alike(register: _Register) -> Iterator[Twin]:
    """Pairs of customers with different words."""
    names = register.names
    for at, places in enumerate(_close(names, register, TWIN)):
        same = register.by_core[names.plain[at].core, names.plain[at].branch]
        for there in sorted({*places, *same}):
            score = _twin_score(names, at, there) if there > at else 0.0
            if score >= TWIN:
                yield Twin(register.keys[at], register.keys[there], score)


def _twin_score(names: _Spelled, at: int, there: int) -> float:
    one, other = names.plain[at], names.plain[there]
    if (one.core, one.branch) == (other.core, other.branch) and compatible(one, other):
        return 1.0
    return similarity(names.pairs(at, names, there))
