"""Zip-Datei, written so that the same parts give the same bytes on every day and every system.

Parts nobody touched keep their packed bytes: a large workbook is not compressed a second time.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
_VERSION, _UTF8 = 20, 0x800


@dataclass(frozen=True, slots=True)
class PackedPart:
    """Teil of the package as it lies in the file: packed bytes, their method, size and checksum."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes


def packed_parts(source: Path | bytes) -> tuple[PackedPart, ...]:
    """Teile of a zip file, or of its bytes, in their order, still packed."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple(_packed(data, info) for info in archive.infolist())


def _packed(data: bytes, info: zipfile.ZipInfo) -> PackedPart:
    name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    begin = info.header_offset + 30 + name + extra
    packed = data[begin : begin + info.compress_size]
    return PackedPart(info.filename, info.compress_type, info.CRC, info.file_size, packed)


def unpack(part: PackedPart) -> bytes:
    """Inhalt of a part."""
    return zlib.decompress(part.packed, -15) if part.method == zipfile.ZIP_DEFLATED else part.packed


def pack(name: str, content: bytes) -> PackedPart:
    """Teil packed with the compression that XlsxWriter uses."""
    machine = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    packed = machine.compress(content) + machine.flush()
    return PackedPart(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed)


def write_parts(stream: BinaryIO, parts: Iterable[PackedPart]) -> None:
    """Zip-Datei of these parts in this order, dated 1980-01-01."""
    directory = bytearray()
    count = offset = 0
    for part in parts:
        name = part.name.encode("utf-8")
        fields = _fields(part, name)
        stream.write(b"PK\x03\x04" + fields + name + part.packed)
        directory += b"PK\x01\x02" + struct.pack("<H", _VERSION) + fields
        directory += struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        offset += 30 + len(name) + len(part.packed)
        count += 1
    stream.write(directory)
    stream.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0))


def _fields(part: PackedPart, name: bytes) -> bytes:
    flags = 0 if part.name.isascii() else _UTF8
    sizes = (part.crc, len(part.packed), part.size, len(name), 0)
    return struct.pack("<5H3I2H", _VERSION, flags, part.method, 0, _DATE, *sizes)
