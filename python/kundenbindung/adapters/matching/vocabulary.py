"""Wörter der Namen: legal forms, branches, collective accounts, read from `templates/sources/namen.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import kundenbindung
from kundenbindung.workbook.names import name_words

NAME = "namen.toml"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Wörter, spelled as `name_words` spells them.

    legal_forms  spelling -> legal form; longest  words of the longest spelling
    branches, regions  begin the name of a branch; regions only behind a dash
    leading, collective, companions  see `[collective]` in the file
    """

    legal_forms: dict[Words, str]
    longest: int
    branches: frozenset[str]
    regions: frozenset[str]
    leading: frozenset[Words]
    collective: frozenset[Words]
    companions: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Wörter of the file."""
    path = kundenbindung.templates_folder() / "sources" / NAME
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    forms = {
        words: form
        for form, spellings in data["legal_forms"].items()
        for spelling in spellings
        for words in _spellings(spelling)
    }
    collective = data["collective"]
    return Vocabulary(
        legal_forms=forms,
        longest=max(map(len, forms)),
        branches=_single(data["branches"]["words"]),
        regions=_single(data["branches"]["regions"]),
        leading=_phrases(collective["leading"]),
        collective=_phrases(collective["words"]),
        companions=_single(collective["companions"]),
    )


def _spellings(text: str) -> tuple[Words, Words]:
    """The words with ü as ue and with ü as u."""
    return name_words(text), name_words(text, umlauts=False)


def _phrases(texts: Iterable[str]) -> frozenset[Words]:
    return frozenset(words for text in texts for words in _spellings(text))


def _single(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for words in _spellings(text) for word in words)
