"""Spaltennamen und Wörter der Kundenlisten, read from `templates/sources/generic.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache

import kundenbindung

NAME = "generic.toml"
_SPELLING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "%": " prozent "})
_LEADING_IN = re.compile(r"^in\s+", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """Einheit found in a text: the word as written and what a figure is multiplied with."""

    word: str
    factor: float


@dataclass(frozen=True, slots=True)
class Preset:
    """Vorgabe: which headers mean which field, and which words mark totals and units.

    `fields` maps the joined words of a header to the field; the word sets hold single words as
    `words` gives them.
    """

    fields: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    fillers: frozenset[str]
    preliminary: frozenset[str]
    grand: frozenset[str]
    part: frozenset[str]
    unit_pattern: re.Pattern[str]
    factors: dict[str, float]

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


@cache
def generic() -> Preset:
    """Vorgabe of general customer lists."""
    path = kundenbindung.templates_folder() / "sources" / NAME
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    spellings = {field: tuple(names) for field, names in data["fields"].items()}
    factors = {word: float(unit["factor"]) for unit in data["units"] for word in unit["words"]}
    return Preset(
        fields={"".join(words(name)): field for field, names in spellings.items() for name in names},
        spellings=spellings,
        fillers=_set(data["headers"]["fillers"]),
        preliminary=_set(data["headers"]["preliminary"]),
        grand=_set(data["totals"]["grand"]),
        part=_set(data["totals"]["part"]),
        unit_pattern=_pattern(factors),
        factors={_tight(word): factor for word, factor in factors.items()},
    )


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
