"""Vorgaben der Tabellen: column names and words as data, read from `templates/sources`.

A special preset names a program, the headers by which it is recognised, and what each of them means there;
the generic one knows what lists of customers usually say.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import kundenbindung

GENERIC = "generic.toml"
TABLE_KIND = "table"
_SPELLING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "%": " prozent "})
_LEADING_IN = re.compile(r"^in\s+", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """Einheit found in a text: the word as written and what a figure is multiplied with."""

    word: str
    factor: float


@dataclass(frozen=True, slots=True)
class Names:
    """Wo ein Text ein Name ist: Belegarten (joined words; none: all), first words that make it none.

    `unanimous`: only if all rows of a customer agree.
    """

    on: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    unanimous: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Preset:
    """Vorgabe: which headers mean which field, which rows do not count, and words of totals and units.

    name             identifier of the program, "list" for the generic preset
    signature        joined words of the headers that must all stand in the header row
    fields           joined words of a header -> field; spellings the same as written
    kinds            joined words of a Belegart that is no revenue -> reason
    names            where a text of the column `customer` is a name
    empty            texts that stand for an empty cell
    never            beginnings of words by which a header is no result of a year
    """

    name: str
    fields: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    kinds: dict[str, str]
    fillers: frozenset[str]
    preliminary: frozenset[str]
    never: frozenset[str]
    grand: frozenset[str]
    part: frozenset[str]
    unit_pattern: re.Pattern[str]
    factors: dict[str, float]
    signature: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    names: Names = Names()
    year_in_file_name: bool = False

    def is_signed(self, cells: Iterable[str]) -> bool:
        """True if all headers of the signature stand in the row."""
        return bool(self.signature) and self.signature <= {joined(text) for text in cells if text}

    def field(self, text: str) -> str | None:
        """Feld a header without year and unit stands for, or None."""
        tokens = words(text)
        core = (token for token in tokens if token not in self.fillers | self.preliminary)
        return self.fields.get("".join(tokens)) or self.fields.get("".join(core))

    def is_filler(self, text: str) -> bool:
        """True if the text says nothing but filler words."""
        return all(token in self.fillers | self.preliminary for token in words(text))

    def is_preliminary(self, text: str) -> bool:
        """True if the text calls its year vorläufig."""
        return not self.preliminary.isdisjoint(words(text))

    def units(self, text: str) -> tuple[Unit, ...]:
        """Einheiten named in a text, in their order."""
        found = (match["unit"] for match in self.unit_pattern.finditer(text) if not match["number"])
        return tuple(Unit(_LEADING_IN.sub("", word), self.factors[_tight(word)]) for word in found)

    def without_units(self, text: str) -> str:
        """The text without its unit words."""
        return self.unit_pattern.sub(lambda match: match.group() if match["number"] else " ", text)

    def is_grand_total(self, text: str) -> bool:
        """True for Summe, Gesamt, Summe gesamt: nothing but words of a grand total."""
        tokens = words(self.without_units(text))
        return bool(tokens) and tokens[0] in self.part and all(token in self.grand for token in tokens)

    def is_total(self, text: str) -> bool:
        """True if the text begins like a total, a subtotal or a "davon" line."""
        tokens = words(text)
        return bool(tokens) and tokens[0] in self.part


def words(text: str) -> list[str]:
    """Wörter of a text in one spelling: small letters, ä as ae, % as prozent, no punctuation."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_SPELLING)
    plain = unicodedata.normalize("NFKD", spelled)
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def joined(text: str) -> str:
    """Wörter of a text without what stands between them: the key headers are compared by."""
    return "".join(words(text))


@cache
def generic() -> Preset:
    """Vorgabe of general customer lists."""
    data = _load(_folder() / GENERIC)
    factors = {word: float(unit["factor"]) for unit in data["units"] for word in unit["words"]}
    return Preset(
        name="list",
        fields=_keys(data["fields"]),
        spellings=_spellings(data["fields"]),
        kinds=_keys(data["kinds"]),
        fillers=_set(data["headers"]["fillers"]),
        preliminary=_set(data["headers"]["preliminary"]),
        never=_set(data["headers"]["never"]),
        grand=_set(data["totals"]["grand"]),
        part=_set(data["totals"]["part"]),
        unit_pattern=_pattern(factors),
        factors={_tight(word): factor for word, factor in factors.items()},
    )


@cache
def foreign_currencies() -> tuple[frozenset[str], tuple[str, ...]]:
    """Fremde Währungen: their words as `words` gives them, and their signs."""
    listed = _load(_folder() / "pipeline.toml")["currencies"]["foreign"]
    named = frozenset(token for text in listed for token in words(text))
    return named, tuple(text for text in listed if not words(text))


@cache
def special() -> tuple[Preset, ...]:
    """Vorgaben of single programs, in the order of their file names; asked before the generic one."""
    loaded = (_load(path) for path in sorted(_folder().glob("*.toml")))
    return tuple(_special(data) for data in loaded if data.get("kind") == TABLE_KIND)


def _special(data: dict[str, Any]) -> Preset:
    names = data.get("names", {})
    return replace(
        generic(),
        name=data["name"],
        fields=_keys(data["fields"]),
        spellings=_spellings(data["fields"]),
        kinds=_keys(data.get("kinds", {})),
        signature=frozenset(map(joined, data["signature"])),
        empty=frozenset(data.get("empty", ())),
        names=Names(
            frozenset(map(joined, names.get("on", ()))),
            _set(names.get("never", [])),
            names.get("unanimous", False),
        ),
        year_in_file_name=data.get("year_in_file_name", False),
    )


def _folder() -> Path:
    return kundenbindung.templates_folder() / "sources"


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _keys(groups: Mapping[str, list[str]]) -> dict[str, str]:
    """Joined words of each text of the groups -> name of its group."""
    return {joined(text): name for name, texts in groups.items() for text in texts}


def _spellings(groups: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in groups.items()}


def _set(texts: list[str]) -> frozenset[str]:
    return frozenset(token for text in texts for token in words(text))


def _tight(word: str) -> str:
    return "".join(_LEADING_IN.sub("", word.casefold()).split())


def _pattern(factors: dict[str, float]) -> re.Pattern[str]:
    """Unit words as whole words, the longest first; behind a number they are an amount ("ab 1 Mio. €")."""
    order = sorted(factors, key=lambda word: (word.startswith("in "), -len(word)))
    choices = "|".join(
        ("" if word.startswith("in ") else r"(?:in\s+)?") + re.escape(word).replace(r"\ ", r"\s*")
        for word in order
    )
    number = r"(?P<number>[0-9][0-9.,]*\s*)??"
    return re.compile(rf"(?<![\w.,]){number}(?P<unit>{choices})(?!\w)", re.IGNORECASE)
