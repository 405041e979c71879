"""Suche: texts that must never leave, in every encoding a part can hold; paths and addresses."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote

from kundenbindung.adapters.proof.meant import Check, Fault

SHORTEST = 3
"""Letters of a text that is looked for."""

_GRAM = 5
_APART = "\ue000"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r"%[0-9A-Fa-f]{2}")
_NO_WORDS = re.compile(r"[\d\s.,:;%€+\-/]*")
_FOLDERS = ("home", "Users", "tmp", "var", "mnt", "media", "Volumes", "root", "opt")
_SIGNS = ("\\", ":/", "file:", *(f"/{folder}/" for folder in _FOLDERS))
"""One of these stands in every path."""

_PLACES = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/](?!/)[^\s<>\"]*|\\\\[\w.$-]+\\[^\s<>\"]*|\bfile:[^\s<>\"]*"
    r"|(?<![\w/.])/(?:" + "|".join(_FOLDERS) + r")/[^\s<>\"]*"
)
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Forbidden:
    """Texte that must not stand anywhere, without those that are a part of what is allowed to stand there."""

    def __init__(self, texts: Iterable[str], allowed: Iterable[str], format_words: str = "") -> None:
        self._index = _indexed(frozenset(texts))
        harmless = (normal(_APART.join(allowed)), format_words) if self._index else ()
        self._harmless = frozenset(word for text in harmless for word in _among(self._index, text))

    def faults(self, place: str, data: bytes) -> Iterator[Fault]:
        """Forbidden texts in the bytes of a part."""
        if not self._index:
            return
        for text in dict.fromkeys(map(normal, readings(data))):
            found = sorted(set(_among(self._index, text)) - self._harmless)
            yield from (Fault(Check.FORBIDDEN, place, word) for word in found)


Index = Mapping[str, Sequence[str]]
"""Words by the rarest of their parts; short ones under nothing."""


@lru_cache(maxsize=2)
def _indexed(texts: frozenset[str]) -> Index:
    """Words that are looked for; of many copies of one workbook they are the same."""
    words = {normal(text) for text in texts}
    sure = [word for word in words if len(word) >= SHORTEST and not _NO_WORDS.fullmatch(word)]
    counts = Counter(gram for word in sure for gram in _grams(word))
    found: dict[str, list[str]] = {}
    for word in sure:
        rarest = min(_grams(word), key=lambda gram: (counts[gram], gram), default="")
        found.setdefault(rarest, []).append(word)
    return found


def _grams(text: str) -> set[str]:
    """Every part of so many letters."""
    return {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}


def _among(index: Index, text: str) -> Iterator[str]:
    """Words in a text: only those are looked for whose rarest part stands there."""
    for part in ("", *(index.keys() & _grams(text))):
        yield from (word for word in index.get(part, ()) if word in text)


def normal(text: str) -> str:
    """Text as it is compared: one form of every letter, small ones, one blank for every gap."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def readings(data: bytes) -> Iterator[str]:
    """Alles, was die Bytes heißen können: UTF-8 and, where they may be, UTF-16, without escapes."""
    for text in _decoded(data):
        plain = html.unescape(text) if "&" in text else text
        if "_x" in plain:
            plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), plain)
        yield plain
        if _QUOTED.search(plain):
            yield unquote(plain)


def _decoded(data: bytes) -> Iterator[str]:
    try:
        yield data.decode("utf-8")
        is_text = b"\0" not in data
    except UnicodeDecodeError:
        yield data.decode("utf-8", "replace")
        yield data.decode("cp1252", "replace")
        is_text = False
    if not is_text:
        for shift in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                yield data[shift:].decode(encoding, "replace")


def outside_faults(place: str, data: bytes, meant: str) -> Iterator[Fault]:
    """Speicherorte and mail addresses in what is not a cell, unless a text that is meant holds them."""
    text = html.unescape(data.decode("utf-8", "replace")).replace("://", ": //")
    found: list[tuple[Check, str]] = []
    if any(sign in text for sign in _SIGNS):
        found += [(Check.PLACE, one) for one in _PLACES.findall(text)]
    if "@" in text:
        found += [(Check.ADDRESS, one) for one in _ADDRESSES.findall(text)]
    for check, one in dict.fromkeys(found):
        if one not in meant:
            yield Fault(check, place, one)


def searched(parts: Mapping[str, bytes], outside: bytes, forbidden: Forbidden) -> Iterator[Fault]:
    """Forbidden texts in all parts, in their names, and in what lies between them."""
    for name, data in parts.items():
        yield from forbidden.faults(name, data)
    yield from forbidden.faults("Datei", outside)
