"""Zip-Schäden: a package packed again, and hurt where only its directory or its bytes show it."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping

from kundenbindung.adapters.package.zipped import PackedPart, pack, write_parts

_PACKED: dict[tuple[str, int], tuple[bytes, PackedPart]] = {}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Package of these parts; what is packed once is kept."""
    stream = io.BytesIO()
    write_parts(stream, [_part(name, data) for name, data in parts.items()])
    return stream.getvalue()


def _part(name: str, data: bytes) -> PackedPart:
    known = _PACKED.get((name, len(data)))
    if known is not None and known[0] == data:
        return known[1]
    made = pack(name, data)
    if len(_PACKED) < 400:
        _PACKED[name, len(data)] = (data, made)
    return made


def damaged(chance: random.Random, data: bytes) -> bytes:
    """The file cut off, flipped, with entries twice, renamed in one of two places, or something before it."""
    at = chance.randrange(len(data))
    flipped = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    directory = data.rfind(b"PK\x05\x06")
    near = max(0, directory - chance.randrange(4000))
    return chance.choice(
        (
            lambda: data[:at],
            lambda: flipped,
            lambda: data[:near] + bytes([data[near] ^ 255]) + data[near + 1 :],
            lambda: data[:directory] + data[directory:].replace(b"\0\0", b"\xff\xff", 1),
            lambda: b"MZ" + data,
            lambda: b"PK\x03\x04" + data,
            lambda: data + data,
            lambda: data + b"\0" * chance.randrange(70_000),
            lambda: _twice(chance, data),
            lambda: data[: at // 2] + data[at:],
            lambda: data.replace(b"sheet1.xml", b"sheet2.xml"),
            lambda: data.replace(b"sheet1.xml", b"sheet\xff.xml", 1),
        )
    )()


def _twice(chance: random.Random, data: bytes) -> bytes:
    """An entry that stands there twice, with other contents the second time."""
    from kundenbindung.adapters.package.zipped import packed_parts

    parts = list(packed_parts(data))
    one = chance.choice(parts)
    parts.insert(chance.randrange(len(parts) + 1), pack(chance.choice((one.name, one.name.upper())), b"<a/>"))
    stream = io.BytesIO()
    write_parts(stream, parts)
    return stream.getvalue()
