"""Verbunddatei (OLE): just enough to see what one holds and to read its streams.

Encrypted workbooks, the old .xls and a VBA project are such files. Layout: [MS-CFB]; the
compression of VBA streams: [MS-OVBA] 2.4.1.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_LAST_REGULAR = 0xFFFFFFFA
_ROOT, _STREAM = 5, 2


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(frozen=True)
class Compound:
    """Verbunddatei in memory; ValueError where a chain leaves the file or runs in a circle."""

    data: bytes

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all storages and streams, whatever folder they are in."""
        return frozenset(entry.name for entry in self._entries if entry.kind)

    def stream(self, path: str) -> bytes:
        """Bytes of the stream at "VBA/dir"; names ignore case; KeyError if there is none."""
        entry = self._entries[0]
        for name in path.split("/"):
            entry = self._children(entry)[name.upper()]
        return self._content(entry)

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        (start,) = struct.unpack_from("<I", self.data, 48)
        raw = self._chain(start)
        return tuple(_entry(raw[at : at + 128]) for at in range(0, len(raw) - 127, 128))

    @cached_property
    def _sector(self) -> int:
        (shift,) = struct.unpack_from("<H", self.data, 30)
        if shift not in {9, 12}:
            raise ValueError("no compound file: unknown sector size")
        return 1 << int(shift)

    @cached_property
    def _fat(self) -> tuple[int, ...]:
        sectors = [number for number in struct.unpack_from("<109I", self.data, 76) if number < _LAST_REGULAR]
        (following,) = struct.unpack_from("<I", self.data, 68)
        while following < _LAST_REGULAR and len(sectors) <= len(self.data) // self._sector:
            block = self._numbers(self._block(following))
            sectors += [number for number in block[:-1] if number < _LAST_REGULAR]
            following = block[-1]
        return self._numbers(b"".join(self._block(number) for number in sectors))

    def _block(self, number: int) -> bytes:
        at = (number + 1) * self._sector
        if at >= len(self.data):
            raise ValueError("a chain leaves the compound file")
        return self.data[at : at + self._sector]

    @staticmethod
    def _numbers(raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return b"".join(self._block(number) for number in _follow(self._fat, start))

    @cached_property
    def _mini(self) -> tuple[tuple[int, ...], bytes]:
        (start,) = struct.unpack_from("<I", self.data, 60)
        return self._numbers(self._chain(start)), self._chain(self._entries[0].start)

    def _content(self, entry: _Entry) -> bytes:
        if entry.size >= 4096:
            return self._chain(entry.start)[: entry.size]
        fat, body = self._mini
        pieces = (body[number * 64 : number * 64 + 64] for number in _follow(fat, entry.start))
        return b"".join(pieces)[: entry.size] if entry.size else b""

    def _children(self, parent: _Entry) -> dict[str, _Entry]:
        found: dict[str, _Entry] = {}
        waiting = [parent.child]
        while waiting:
            number = waiting.pop()
            if number >= len(self._entries) or self._entries[number].name.upper() in found:
                continue
            entry = self._entries[number]
            found[entry.name.upper()] = entry
            waiting += [entry.left, entry.right]
        return found


def _entry(raw: bytes) -> _Entry:
    length, kind = struct.unpack_from("<HB", raw, 64)
    left, right, child = struct.unpack_from("<3I", raw, 68)
    start, size = struct.unpack_from("<IQ", raw, 116)
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
    return _Entry(name, kind, left, right, child, start, size & 0xFFFFFFFF)


def _follow(fat: tuple[int, ...], start: int) -> list[int]:
    numbers: list[int] = []
    while start < _LAST_REGULAR:
        if start >= len(fat) or len(numbers) > len(fat):
            raise ValueError("a chain of the compound file is broken")
        numbers.append(start)
        start = fat[start]
    return numbers


def decompress(data: bytes) -> bytes:
    """Entpackter Strom of a VBA project ([MS-OVBA] 2.4.1); ValueError if it is not one."""
    if data[:1] != b"\x01":
        raise ValueError("no compressed VBA stream")
    out = bytearray()
    at = 1
    while at + 2 <= len(data):
        (header,) = struct.unpack_from("<H", data, at)
        end = min(len(data), at + (header & 0x0FFF) + 3)
        if header & 0x8000:
            _unpack_chunk(data, at + 2, end, out)
        else:
            out += data[at + 2 : end]
        at = end
    return bytes(out)


def _unpack_chunk(data: bytes, at: int, end: int, out: bytearray) -> None:
    begin = len(out)
    while at < end:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= end:
                return
            if flags >> bit & 1:
                _copy(struct.unpack_from("<H", data, at)[0], begin, out)
                at += 2
            else:
                out.append(data[at])
                at += 1


def _copy(token: int, begin: int, out: bytearray) -> None:
    bits = max(4, (len(out) - begin - 1).bit_length())
    length = (token & (0xFFFF >> bits)) + 3
    back = (token >> (16 - bits)) + 1
    if back > len(out) - begin:
        raise ValueError("a VBA stream points before its beginning")
    for _ in range(length):
        out.append(out[-back])
