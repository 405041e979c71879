"""Suche: texts that must never leave, in every encoding a part can hold; paths and addresses."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from kundenbindung.adapters.proof.meant import Check, Fault

SHORTEST = 3
"""Letters of a text that is looked for."""

_GRAM, _MANY = 5, 200
_APART = "\x1f"
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
        plain = sorted({normal(text) for text in texts})
        sure = [word for word in plain if len(word) >= SHORTEST and not _NO_WORDS.fullmatch(word)]
        harmless = {*_among(sure, normal(_APART.join(allowed))), *_among(sure, format_words)}
        self._words = [word for word in sure if word not in harmless]

    def faults(self, place: str, data: bytes) -> Iterator[Fault]:
        """Forbidden texts in the bytes of a part."""
        if not self._words:
            return
        for text in dict.fromkeys(map(normal, readings(data))):
            yield from (Fault(Check.FORBIDDEN, place, word) for word in _among(self._words, text))


def _among(words: Sequence[str], text: str) -> list[str]:
    """Words in a text; of many, first those whose beginning stands there at all."""
    if len(words) < _MANY:
        return [word for word in words if word in text]
    grams = {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}
    return [word for word in words if (len(word) < _GRAM or word[:_GRAM] in grams) and word in text]


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
