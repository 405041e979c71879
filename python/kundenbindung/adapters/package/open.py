"""Türsteher: a file from outside is looked at before any reader touches it.

Nothing is unpacked to disk and no XML is parsed but that of `xl/workbook.xml`. The directory of the
zip file is believed only as far as it cannot hurt: where its sizes could hide a bomb, every
part is inflated and counted, without keeping the bytes.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kundenbindung.adapters.package.compound import MAGIC, Compound
from kundenbindung.adapters.package.problems import PackageError, refusal

MEBIBYTE = 1 << 20
LARGEST_PARSED = 2 * MEBIBYTE
"""Bytes of a part that is parsed as a whole: the workbook, its relations, its tables."""

LARGEST_CHART = 4 * MEBIBYTE
_PARSED = re.compile(r"xl/workbook\.xml|.*\.rels|xl/tables/.*")
_DEFLATE_BEST = 1032
_HEAD = 65_536
_ZIP = b"PK"
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Limits:
    """Grenzen of a workbook file: parts, bytes on disk, bytes unpacked, packed per unpacked byte."""

    parts: int = 1000
    packed: int = 100 * MEBIBYTE
    unpacked: int = 500 * MEBIBYTE
    ratio: float = 0.01


LIMITS = Limits()


def guard(path: Path, limits: Limits = LIMITS) -> None:
    """Mappe prüfen, bevor sie gelesen wird; returns nothing if it may be read.

    Otherwise raises PackageError with one finding `workbook_...`; the file is never changed.
    """
    data = _bytes(path, limits)
    try:
        _check(data, limits)
    except PackageError as error:
        raise refusal(error.finding.code, **{"file": path.name} | dict(error.finding.values)) from None


def _check(data: bytes, limits: Limits) -> None:
    _refuse_foreign(data)
    infos = _directory(data)
    _refuse_directory(infos, len(data), limits)
    _refuse_contents(data, infos, limits)
    _refuse_without_workbook(data, infos)


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.packed:
            largest = limits.packed / MEBIBYTE
            raise refusal("workbook_too_large", file=path.name, size=size / MEBIBYTE, limit=largest)
        return path.read_bytes()
    except FileNotFoundError:
        raise refusal("workbook_missing", file=path.name) from None
    except OSError:
        raise refusal("workbook_not_readable", file=path.name) from None


def _refuse_foreign(data: bytes) -> None:
    if data.startswith(MAGIC):
        raise refusal(_compound_code(data))
    if data.startswith(_ZIP):
        return
    if not data:
        raise refusal("workbook_empty_file")
    if data.startswith(b"%PDF"):
        raise refusal("workbook_is_pdf")
    raise refusal("workbook_is_text" if _reads_as_text(data[:_HEAD]) else "workbook_not_a_workbook")


def _compound_code(data: bytes) -> str:
    try:
        names = Compound(data).names
    except (ValueError, struct.error, IndexError):
        return "workbook_damaged"
    if "EncryptedPackage" in names:
        return "workbook_encrypted"
    return "workbook_is_old_xls" if names & {"Workbook", "Book"} else "workbook_not_a_workbook"


def _reads_as_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\r\n\f\x1a" for byte in head)


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        raise refusal("workbook_damaged") from None


def _refuse_directory(infos: list[zipfile.ZipInfo], file_size: int, limits: Limits) -> None:
    packed = sum(info.compress_size for info in infos)
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > limits.parts:
        raise refusal("workbook_too_many_parts", parts=len(infos), limit=limits.parts)
    if unpacked > limits.unpacked:
        raise _too_much(unpacked, limits)
    if packed < limits.ratio * unpacked:
        raise refusal("workbook_zip_bomb", ratio=packed / unpacked)
    for info in infos:
        if too_large_to_parse(info):
            raise refusal("workbook_part_too_large", part=info.filename, size=info.file_size / MEBIBYTE)
    names = [info.filename.casefold() for info in infos]
    odd = any(info.flag_bits & 1 or info.compress_type not in {0, zipfile.ZIP_DEFLATED} for info in infos)
    cut = any(info.header_offset < 0 for info in infos)
    if odd or cut or packed > file_size or len(set(names)) < len(names):
        raise refusal("workbook_damaged")


def too_large_to_parse(info: zipfile.ZipInfo) -> bool:
    """True for a part whose elements would fill the memory."""
    if _PARSED.fullmatch(info.filename):
        return info.file_size > LARGEST_PARSED
    return info.filename.startswith("xl/charts/") and info.file_size > LARGEST_CHART


def _too_much(unpacked: int, limits: Limits) -> PackageError:
    sizes = {"size": unpacked / MEBIBYTE, "limit": limits.unpacked / MEBIBYTE}
    return refusal("workbook_unpacked_too_large", **sizes)


def _refuse_contents(data: bytes, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    worst = sum(info.compress_size for info in infos) * _DEFLATE_BEST
    for info in infos:
        try:
            head = _head_counted(data, info) if worst > limits.unpacked else _head(data, info)
        except (zlib.error, struct.error):
            raise refusal("workbook_damaged") from None
        if not harmless(head):
            raise refusal("workbook_unsafe_xml", part=info.filename)


def _packed(data: bytes, info: zipfile.ZipInfo) -> memoryview:
    name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    begin = info.header_offset + 30 + name + extra
    return memoryview(data)[begin : begin + info.compress_size]


def _head(data: bytes, info: zipfile.ZipInfo) -> bytes:
    packed = _packed(data, info)
    if info.compress_type == zipfile.ZIP_STORED:
        return bytes(packed[:_HEAD])
    machine = zlib.decompressobj(-15)
    head = machine.decompress(packed[:_HEAD], 4096)
    return head if _begins(head) else head + machine.decompress(machine.unconsumed_tail, _HEAD)


def _head_counted(data: bytes, info: zipfile.ZipInfo) -> bytes:
    head, count = b"", 0
    for block in _inflated(_packed(data, info), info.compress_type):
        head = head or block[:_HEAD]
        count += len(block)
        if count > info.file_size:
            raise refusal("workbook_zip_lies", part=info.filename)
    return head


def _inflated(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    machine = zlib.decompressobj(-15)
    for at in range(0, len(packed), _HEAD):
        rest: bytes | memoryview = packed[at : at + _HEAD]
        while rest and not machine.eof:
            yield machine.decompress(rest, MEBIBYTE)
            rest = machine.unconsumed_tail


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    if head.startswith((b"<\x00", b"\x00<")):
        return head.decode("utf-16-le" if head[0] else "utf-16-be", errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _begins(head: bytes) -> bool:
    text = _decoded(head)
    rest = text[_end_of_prolog(text) :]
    return bool(rest) and not rest.startswith(("<?", "<!--"))


def _end_of_prolog(text: str) -> int:
    match = _PROLOG.match(text)
    return match.end() if match else 0


def harmless(head: bytes) -> bool:
    """True for a part that begins without document type: after prolog and comments comes its root."""
    text = _decoded(head)
    if not text.lstrip().startswith("<"):
        return True
    rest = text[_end_of_prolog(text) :]
    return len(rest) > 1 and rest[0] == "<" and rest[1] not in "!?"


def _refuse_without_workbook(data: bytes, infos: list[zipfile.ZipInfo]) -> None:
    names = {info.filename for info in infos}
    if "xl/workbook.xml" not in names:
        raise refusal("workbook_is_xlsb" if "xl/workbook.bin" in names else "workbook_not_a_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, ValueError):
        raise refusal("workbook_damaged") from None
