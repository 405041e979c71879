"""Wörter der Verkaufschancen: column names of CRMs, stages, states, kinds and currencies, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import kundenbindung
from kundenbindung.adapters.sources.presets import joined, words
from kundenbindung.core.model import OpportunityStatus

GENERIC, STAGES = "pipeline.toml", "phasen.toml"
SPECIAL = ("hubspot.toml", "pipedrive.toml", "salesforce.toml")
DELETED = "deleted"
_FALLBACK_RANK = 1_000
Meanings = Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Program:
    """Programm an export comes from.

    name, label  identifier of the format, and what its opportunities' identifiers begin with
    signature    each group: joined headers of which one must stand there; empty for any table
    prefixes     joined words that may stand before a header ("Deal - ")
    meanings     joined header -> fields it may be, each with its rank: the lower, the better
    """

    name: str
    label: str
    signature: tuple[frozenset[str], ...]
    prefixes: frozenset[str]
    meanings: Meanings


@dataclass(frozen=True, slots=True)
class Decided:
    """Wörter of one decided status: single words, and whole texts joined."""

    status: OpportunityStatus
    words: frozenset[str]
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Wörter in the cells of opportunities; sets hold joined words."""

    decided: tuple[Decided, ...]
    open: frozenset[str]
    deleted: frozenset[str]
    not_yet: frozenset[str]
    kinds: Mapping[str, str]
    empty: frozenset[str]
    fillers: frozenset[str]
    own: frozenset[str]
    foreign: tuple[str, ...]
    footers: tuple[str, ...]
    legal_forms: frozenset[str]
    stages: Mapping[str, float]
    foreign_amount: re.Pattern[str]

    def is_empty(self, text: str) -> bool:
        """True if the text stands for an empty cell."""
        return not text or text.casefold() in self.empty

    def decision(self, text: str) -> OpportunityStatus | None:
        """Gewonnen or verloren, if the text of a stage or status says so without doubt."""
        tokens, whole = set(words(text)), joined(text)
        if not self.not_yet.isdisjoint(tokens):
            return None
        found = [one.status for one in self.decided if whole in one.texts or not one.words.isdisjoint(tokens)]
        return found[0] if len(found) == 1 else None

    def status(self, text: str) -> str | None:
        """Status of the text of a status column, `DELETED`, or None if nobody knows the word."""
        decision = self.decision(text)
        if decision is not None:
            return decision.value
        whole = joined(text)
        if whole in self.deleted:
            return DELETED
        return OpportunityStatus.OPEN.value if whole in self.open else None

    def stage_probability(self, stage: str) -> float | None:
        """Beispielwert of a stage; numbers in front of its name do not count."""
        tokens = words(stage)
        named = "".join(token for token in tokens if not token.isdigit())
        return self.stages.get("".join(tokens), self.stages.get(named))

    def currency(self, text: str) -> str | None:
        """Fremdwährung of a text: as written, None for euros and for nothing."""
        code = text.strip()
        return None if self.is_empty(code) or code.upper() in self.own else code

    def same_name(self, text: str) -> str:
        """A name as it is compared: ä is ae, & and "und" say nothing."""
        return "".join(token for token in words(text) if token not in self.fillers)


@cache
def programs() -> tuple[Program, ...]:
    """Programme with a signature of their own, then any other table."""
    generic = _load(GENERIC)
    return (*(_program(_load(name), generic) for name in SPECIAL), _program(generic, {"fields": {}}))


@cache
def vocabulary() -> Vocabulary:
    """Wörter in the cells, German and English."""
    data, status = _load(GENERIC), _load(GENERIC)["status"]
    foreign = tuple(sorted(data["currencies"]["foreign"], key=len, reverse=True))
    return Vocabulary(
        decided=tuple(
            Decided(one, frozenset(status[f"{one.value}_words"]), _joined(status[one.value]))
            for one in (OpportunityStatus.WON, OpportunityStatus.LOST)
        ),
        open=_joined(status["open"]),
        deleted=_joined(status["deleted"]),
        not_yet=frozenset(status["not_yet"]),
        kinds={joined(text): kind for kind, texts in data["kinds"].items() for text in texts},
        empty=frozenset(text.casefold() for text in data["texts"]["empty"]),
        fillers=frozenset(data["texts"]["fillers"]),
        own=frozenset(data["currencies"]["own"]),
        foreign=foreign,
        footers=tuple(text.casefold() for text in data["footers"]["starts"]),
        legal_forms=frozenset(text.casefold() for text in data["content"]["legal_forms"]),
        stages=_stages(),
        foreign_amount=_foreign_amount(foreign),
    )


def _program(data: Mapping[str, Any], generic: Mapping[str, Any]) -> Program:
    own = _ranked(data["fields"], 0)
    ignored = _joined(data.get("ignored", ()))
    further = {
        text: fields
        for text, fields in _ranked(generic["fields"], _FALLBACK_RANK).items()
        if text not in own and text not in ignored
    }
    return Program(
        name=data["name"],
        label=data["label"],
        signature=tuple(_joined(group) for group in data.get("signature", ())),
        prefixes=_joined(data.get("prefixes", ())),
        meanings={**further, **own},
    )


def _ranked(fields: Mapping[str, list[str]], first: int) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for field, texts in fields.items():
        for rank, text in enumerate(texts, start=first):
            key = joined(text)
            known = found.get(key, ())
            if all(other != field for other, _ in known):
                found[key] = (*known, (field, rank))
    return found


def _stages() -> dict[str, float]:
    return {
        joined(text): float(group["probability"])
        for group in _load(STAGES)["stages"]
        for text in group["words"]
    }


def _foreign_amount(marks: Iterable[str]) -> re.Pattern[str]:
    """A number with a foreign currency before or behind it."""
    choices = "|".join(map(re.escape, marks))
    return re.compile(
        rf"(?:(?P<before>{choices})\s*(?P<first>[-+(0-9.,].*)|(?P<second>.*[0-9),.-])\s*(?P<behind>{choices}))",
        re.IGNORECASE | re.DOTALL,
    )


def _joined(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(map(joined, texts))


def _load(name: str) -> dict[str, Any]:
    path = kundenbindung.templates_folder() / "sources" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))
