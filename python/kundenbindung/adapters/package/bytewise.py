"""Stellen in the XML of a sheet: addresses and numbers, found by arrays of bytes, many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BLOCK = 1 << 20
_SLICE = 1 << 16
_COLUMN, _ROW = 3, 7
"""Most letters and digits of an address."""

_ZERO, _BEFORE_A, _NO_CASE = np.uint8(48), np.uint8(64), np.uint8(0xDF)
_NOTHING = np.empty(0, dtype=np.uint8)


class Reach(NamedTuple):
    """Weite: highest row and column, counted from 1, of so many addresses; highest row that stands alone."""

    rows: int
    columns: int
    places: int
    bare: int


def places(data: bytes, start: bytes) -> NDArray[np.int64]:
    """Stellen behind every `start` in the data, in their order; found block by block."""
    whole = np.frombuffer(data, dtype=np.uint8)
    found = [
        first + _after(whole[first : first + _BLOCK + len(start) - 1], start)
        for first in range(0, len(whole), _BLOCK)
    ]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _after(block: NDArray[np.uint8], start: bytes) -> NDArray[np.int64]:
    room = max(len(block) - len(start) + 1, 0)
    at = np.flatnonzero(block[:room] == start[0])
    for step, char in enumerate(start[1:], 1):
        at = at[block[at + step] == char]
    return at + len(start)


def reach(data: bytes) -> Reach:
    """Weite of what an attribute r names: addresses, as `r="AB12"`, and rows alone, as `r="12"`."""
    rows = columns = count = bare = 0
    for start in (b'r="', b"r='") if b"'" in data else (b'r="',):
        for signs in _signs(data, places(data, start), _COLUMN + _ROW):
            row, column = _address(signs)
            whole = (row >= 0) & (column > 0)
            rows = max(rows, int(row.max(initial=0, where=whole)))
            columns = max(columns, int(column.max(initial=0, where=whole)))
            bare = max(bare, int(row.max(initial=0, where=column == 0)))
            count += int(whole.sum())
    return Reach(rows, columns, count, bare)


def numbers(data: bytes, start: bytes, width: int) -> Iterator[NDArray[np.int32]]:
    """Zahlen of at most `width` digits (9 or fewer) that stand right behind a `start`, many at a time."""
    for signs in _signs(data, places(data, start), width):
        number = _number(signs)
        yield number[number >= 0]


def _signs(data: bytes, at: NDArray[np.int64], width: int) -> Iterator[list[NDArray[np.uint8]]]:
    """First, second ... sign behind N places, `width` of them, slice by slice; zeros behind the end."""
    whole = np.frombuffer(data + bytes(width), dtype=np.uint8) if len(at) else _NOTHING
    for first in range(0, len(at), _SLICE):
        yield [whole[at[first : first + _SLICE] + step] for step in range(width)]


def _address(signs: Sequence[NDArray[np.uint8]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Rows and columns, counted from 1, of N addresses; row -1 without a digit, column 0 without letters."""
    column = np.zeros(len(signs[0]), dtype=np.int32)
    digits, known = list(signs[:_ROW]), np.ones(len(signs[0]), dtype=np.bool)
    for place in range(_COLUMN):
        letter = (signs[place] & _NO_CASE) - _BEFORE_A
        known = known & (letter - np.uint8(1) < 26)
        column = np.where(known, column * np.int32(26) + letter, column)
        digits = [np.where(known, signs[place + 1 + step], digit) for step, digit in enumerate(digits)]
    return _number(digits), column


def _number(signs: Sequence[NDArray[np.uint8]]) -> NDArray[np.int32]:
    """Number at the begin of N texts; -1 where there is none."""
    first = signs[0] - _ZERO < 10
    known, number = first, np.zeros(len(first), dtype=np.int32)
    for sign in signs:
        digit = sign - _ZERO
        known = known & (digit < 10)
        number = np.where(known, number * np.int32(10) + digit, number)
    return np.where(first, number, np.int32(-1))
