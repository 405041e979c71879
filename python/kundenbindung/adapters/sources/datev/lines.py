"""Buchungszeilen: the columns a posting needs, one entry per line, however they were read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kundenbindung.core.model import BoolArray, Finding, FloatArray

Codes = NDArray[np.int64] | NDArray[np.int32] | NDArray[np.int8]
Hashes = NDArray[np.uint64]
Floats = NDArray[np.float64]

AMOUNTS = ("amount", "base")
TEXTS = ("side", "currency", "base_currency", "account", "other", "tax_key", "day", "reversal", "rate")
DOCUMENT = "document"
FIRST_ROW = 3
MAX_AMOUNT = 1e10
_DOCUMENT_BYTES = 64
_PRIME = np.uint64(1_099_511_628_211)
_START = np.uint64(14_695_981_039_346_656_037)
_SHIFT = np.uint64(29)
_ZERO = ord("0")
_WORD = 8
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], dtype=np.uint64)
"""Keeps so many bytes of a word."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Textspalte with few different texts: `values`, and for each line the place of its text."""

    values: tuple[str, ...]
    codes: Codes

    def told(self, tell: Callable[[str], float]) -> FloatArray:
        """What each different text means, spread over the lines."""
        return np.array([tell(text) for text in self.values], dtype=np.float64)[self.codes]

    def small(self, tell: Callable[[str], int]) -> NDArray[np.int8]:
        """Small whole number each different text means, spread over the lines."""
        return np.array([tell(text) for text in self.values], dtype=np.int8)[self.codes]

    def among(self, chosen: Callable[[str], bool]) -> BoolArray:
        """Lines whose text is chosen."""
        return np.array([chosen(text) for text in self.values], dtype=np.bool_)[self.codes]

    def at(self, line: int) -> str:
        """Text of one line."""
        return self.values[int(self.codes[line])]


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """Belegnummern behind one another: number i is `data[ends[i]:ends[i + 1]]`, as UTF-8."""

    data: NDArray[np.uint8]
    ends: Codes

    def hashed(self, chosen: BoolArray) -> Hashes:
        """Hash of each chosen number; zeros in front and what follows 64 bytes are not counted."""
        data = np.concatenate([self.data, np.zeros(_WORD, dtype=np.uint8)])
        starts, stops = self.ends[:-1][chosen], self.ends[1:][chosen]
        while (zeros := (starts < stops) & (data[starts] == _ZERO)).any():
            starts = starts + zeros
        words = np.ndarray((len(data) - _WORD + 1,), dtype=np.dtype("<u8"), buffer=data, strides=(1,))
        found = np.full(len(starts), _START)
        sizes = np.minimum(stops - starts, _DOCUMENT_BYTES)
        for place in range(0, int(sizes.max(initial=0)), _WORD):
            at = np.minimum(starts + place, len(words) - 1)
            left = np.clip(sizes - place, 0, _WORD)
            found = np.where(left > 0, (found ^ (words[at] & _MASKS[left])) * _PRIME, found)
            found ^= found >> _SHIFT
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Zeilen of a file in their order, columns by field.

    rows      row in the file, from 1
    amounts   `AMOUNTS`, NaN where empty; texts: `TEXTS`, blanks around them removed
    document  Belegfeld 1, compared without leading zeros, so that Excel's losses make no other document
    findings  cells and lines that could not be read, the lines are not among `rows`
    """

    rows: Codes
    amounts: dict[str, Floats]
    texts: dict[str, Coded]
    document: Documents
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


def coded(texts: Sequence[str]) -> Coded:
    """Texts of a column, one per line."""
    places: dict[str, int] = {}
    codes = [places.setdefault(text.strip(), len(places)) for text in texts]
    return Coded(tuple(places) or ("",), np.array(codes, dtype=np.int64))


def empty(size: int) -> Coded:
    """Column the file does not have."""
    return Coded(("",), np.zeros(size, dtype=np.int64))


def documents(texts: Iterable[str]) -> Documents:
    """Belegnummern of single texts."""
    written = [text.strip().encode("utf-8") for text in texts]
    ends = np.cumsum([0, *map(len, written)], dtype=np.int64)
    return Documents(np.frombuffer(b"".join(written), dtype=np.uint8), ends)


def mixed(*parts: NDArray[np.generic]) -> Hashes:
    """One hash of several columns of whole numbers."""
    found = np.full(len(parts[0]), _START)
    for part in parts:
        found = (found ^ part.astype(np.int64).view(np.uint64)) * _PRIME
        found ^= found >> _SHIFT
    return found
