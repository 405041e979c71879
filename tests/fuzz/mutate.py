"""Mutations: a file as an accident or an enemy would leave it. Deterministic for a seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

TOKENS = (
    b"\0",
    b'"',
    b'""',
    b";",
    b",",
    b"\t",
    b"|",
    b"\r",
    b"\n",
    b"\r\n",
    b"\x1a",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xe4",
    b"\xc3\xbc",
    b"=1+1",
    b"=cmd|' /C calc'!A0",
    b"@SUM(A1)",
    b"1e308",
    b"-1e999",
    b"99999999999999999999999999",
    b"1.234",
    b"1,234",
    b"0x10",
    b"NaN",
    b"inf",
    b"#DIV/0!",
    b"-",
    b"--",
    b"31.02.2025",
    b"00.00.0000",
    b"99999999",
    b"20251399",
    b"EXTF",
    b"CMXINV",
    b"&lt;!DOCTYPE",
    b"{0}",
    b"%s%n",
    b"../../x",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
    b"A" * 40_000,
)

Mutation = Callable[[random.Random, bytes], bytes]


def _flip(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _insert(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def _cut(chance: random.Random, data: bytes) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:first] + data[min(last, first + 200) :]


def _truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _double(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join([*lines[:at], *[lines[at]] * chance.choice((2, 3, 50)), *lines[at + 1 :]])


def _shuffle(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _swap_fields(chance: random.Random, data: bytes) -> bytes:
    mark = chance.choice((b";", b",", b"\t", b"|"))
    parts = data.split(mark)
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return mark.join(parts)


def _replace_field(chance: random.Random, data: bytes) -> bytes:
    mark = chance.choice((b";", b",", b"\t", b"|"))
    parts = data.split(mark)
    parts[chance.randrange(len(parts))] = chance.choice(TOKENS)
    return mark.join(parts)


def _recode(chance: random.Random, data: bytes) -> bytes:
    text = data.decode(chance.choice(("cp1252", "utf-8")), "replace")
    return text.encode(
        chance.choice(("utf-8", "utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1252")), "replace"
    )


TEXTUAL: tuple[Mutation, ...] = (
    _flip,
    _insert,
    _insert,
    _cut,
    _truncate,
    _double,
    _shuffle,
    _swap_fields,
    _replace_field,
    _replace_field,
    _recode,
)


def mutated(chance: random.Random, data: bytes) -> bytes:
    """One to four mutations; inside the parts of a workbook as often as of its bytes."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _inside(chance, data)
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        data = chance.choice(TEXTUAL)(chance, data) or b";"
    return data


def _inside(chance: random.Random, data: bytes) -> bytes:
    """A workbook with one of its parts mutated, well packed again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            content = old.read(name)
            if name == chosen:
                content = chance.choice((_flip, _insert, _cut, _truncate))(chance, content)
            new.writestr(name, content)
    return stream.getvalue()
