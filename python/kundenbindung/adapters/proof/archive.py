"""Zip-Datei Byte für Byte: its parts, and everything that is neither a part nor its plain header."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.adapters.package.compound import MAGIC
from kundenbindung.adapters.proof.meant import Check, Fault

WHOLE = "Datei"
_DAYS = frozenset({(1980, 1, 1, 0, 0, 0), (1980, 1, 31, 0, 0, 0)})
"""Days of parts written on no day in particular."""

_ATTRIBUTES = frozenset({0, 0o600 << 16, 0o100600 << 16, 0o100644 << 16})
_VERSION, _UTF8 = 20, 0x800


@dataclass(frozen=True, slots=True, eq=False)
class Archive:
    """Teile by name, unpacked; `outside` is what lies in the file besides their packed bytes."""

    parts: Mapping[str, bytes]
    outside: bytes
    faults: tuple[Fault, ...]


def read_archive(data: bytes) -> Archive:
    """Archiv lesen; a file that is none has no parts and one fault."""
    if data.startswith(MAGIC):
        return Archive({}, b"", (Fault(Check.PROTECTION, WHOLE, ""),))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
        packed = [_packed(data, info) for info in infos]
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        return Archive({}, data, (Fault(Check.ARCHIVE, WHOLE, ""),))
    outside = _outside(data, infos, packed)
    faults = [*_structure(infos, packed, outside)]
    parts: dict[str, bytes] = {}
    for info, content in zip(infos, packed, strict=True):
        found, rest = _inflated(info, content)
        if rest is not None:
            faults.append(Fault(Check.ARCHIVE, info.filename, rest.decode("latin-1")))
        parts[info.filename] = found
    return Archive(parts, outside, tuple(faults))


def _packed(data: bytes, info: zipfile.ZipInfo) -> bytes:
    name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    begin = info.header_offset + 30 + name + extra
    return data[begin : begin + info.compress_size]


def _outside(data: bytes, infos: Sequence[zipfile.ZipInfo], packed: Sequence[bytes]) -> bytes:
    """All bytes of the file without the packed ones."""
    found, at = [], 0
    for info, content in sorted(zip(infos, packed, strict=True), key=lambda pair: pair[0].header_offset):
        name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
        begin = info.header_offset + 30 + name + extra
        found.append(data[at:begin])
        at = max(at, begin + len(content))
    return b"".join([*found, data[at:]])


def _structure(infos: Sequence[zipfile.ZipInfo], packed: Sequence[bytes], outside: bytes) -> Iterator[Fault]:
    """Headers, directory and end as they must be; whatever else lies in the file makes a difference."""
    for info in infos:
        if not _is_plain(info):
            yield Fault(Check.PROTECTION if info.flag_bits & 1 else Check.ARCHIVE, info.filename, "")
    names = [info.filename.casefold() for info in infos]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(Check.ARCHIVE, name, "")
    if outside != _expected(infos, packed):
        yield Fault(Check.ARCHIVE, WHOLE, _rest(infos, outside))


def _rest(infos: Sequence[zipfile.ZipInfo], outside: bytes) -> str:
    """What may be read of the bytes that should not be there."""
    text = outside.decode("latin-1")
    for info in infos:
        text = text.replace(info.filename, " ")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[-200:]


def _is_plain(info: zipfile.ZipInfo) -> bool:
    fixed = (info.extract_version, info.create_version, info.internal_attr, info.volume)
    return (
        fixed == (_VERSION, _VERSION, 0, 0)
        and info.date_time in _DAYS
        and info.flag_bits == (0 if info.filename.isascii() else _UTF8)
        and info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        and info.create_system in {0, 3}
        and info.external_attr in _ATTRIBUTES
        and not info.extra
        and not info.comment
    )


def _expected(infos: Sequence[zipfile.ZipInfo], packed: Sequence[bytes]) -> bytes:
    """Headers of these parts one after the other, directory, end; nothing between, before or behind."""
    local, directory, offset = bytearray(), bytearray(), 0
    for info, content in zip(infos, packed, strict=True):
        name = info.filename.encode("utf-8")
        day = info.date_time[1] << 5 | info.date_time[2]
        sizes = (info.CRC, info.compress_size, info.file_size, len(name), 0)
        fields = struct.pack("<5H3I2H", _VERSION, info.flag_bits, info.compress_type, 0, day, *sizes)
        local += b"PK\x03\x04" + fields + name
        directory += b"PK\x01\x02" + struct.pack("<BB", info.create_version, info.create_system) + fields
        directory += struct.pack("<HHHII", 0, 0, 0, info.external_attr, offset) + name
        offset += 30 + len(name) + len(content)
    count = len(infos)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return bytes(local + directory + end)


def _inflated(info: zipfile.ZipInfo, packed: bytes) -> tuple[bytes, bytes | None]:
    """Inhalt of a part, and what lies behind it; None if the packed bytes hold exactly what they say."""
    content, rest, whole = packed, b"", True
    if info.compress_type == zipfile.ZIP_DEFLATED:
        machine = zlib.decompressobj(-15)
        try:
            content = machine.decompress(packed)
        except zlib.error:
            return b"", b""
        rest, whole = machine.unused_data, machine.eof
    sound = whole and not rest and len(content) == info.file_size and zlib.crc32(content) == info.CRC
    return content, None if sound else rest
