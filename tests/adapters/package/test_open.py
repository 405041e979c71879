"""Türsteher: what is no harmless workbook is refused with its own finding, fast and unread."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from tests.adapters.package.books import rewrite, swap, write_zip
from tests.needs import needs_module

from kundenbindung.adapters.package import LIMITS, Limits, PackageError, guard
from kundenbindung.adapters.package.zipped import PackedPart, pack, write_parts
from kundenbindung.core.model import Severity

BOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'


def code(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(PackageError) as caught:
        guard(path, limits)
    finding = caught.value.finding
    assert finding.severity is Severity.ERROR
    assert finding.table is None
    assert finding.values["file"] == path.name
    return finding.code


def packed(path: Path, *parts: PackedPart) -> Path:
    with path.open("wb") as stream:
        write_parts(stream, [pack("xl/workbook.xml", BOOK), *parts])
    return path


def file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_the_good_workbook_passes_and_stays_as_it_is(good_book: Path) -> None:
    before = good_book.read_bytes()
    guard(good_book)
    assert good_book.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "workbook_empty_file"),
        (b"%PDF-1.7 ...", "workbook_is_pdf"),
        (b"Kundennr.;Kunde\r\n1000;Meier\r\n", "workbook_is_text"),
        ("Kundennr.;Müller".encode("cp1252"), "workbook_is_text"),
        ("Kundennr.;Müller".encode("utf-16"), "workbook_is_text"),
        (b"<html><table>", "workbook_is_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "workbook_not_a_workbook"),
        (b"PK\x03\x04 and no more", "workbook_damaged"),
    ],
)
def test_files_of_another_kind(content: bytes, expected: str, tmp_path: Path) -> None:
    assert code(file(tmp_path / "a.xlsx", content)) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [("xl/workbook.bin", "workbook_is_xlsb"), ("word/document.xml", "workbook_not_a_workbook")],
)
def test_packages_of_another_kind(part: str, expected: str, tmp_path: Path) -> None:
    assert code(write_zip(tmp_path / "a.xlsx", [(part, b"<a/>")])) == expected


def test_missing_and_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code(tmp_path / "fehlt.xlsx") == "workbook_missing"
    assert code(tmp_path) == "workbook_not_readable"
    path = file(tmp_path / "a.xlsx", b"PK")

    def refuse(self: Path) -> bytes:
        raise PermissionError(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert code(path) == "workbook_not_readable"


def test_encrypted_workbooks(good_book: Path, tmp_path: Path) -> None:
    office = needs_module("msoffcrypto.format.ooxml")
    with good_book.open("rb") as plain, (tmp_path / "a.xlsx").open("wb") as secret:
        office.OOXMLFile(plain).encrypt("geheim", secret)
    assert code(tmp_path / "a.xlsx") == "workbook_encrypted"


def compound(*names: str) -> bytes:
    """Compound file with empty streams of these names: header, allocation table, one directory sector."""
    header = bytearray(512)
    struct.pack_into("<8s16x5H", header, 0, bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<6I", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    struct.pack_into("<2I109I", header, 68, 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    return bytes(header) + table + b"".join(entry(name) for name in ("Root Entry", *names)).ljust(512, b"\0")


def entry(name: str) -> bytes:
    raw = bytearray(128)
    text = name.encode("utf-16-le") + b"\0\0"
    raw[: len(text)] = text
    struct.pack_into("<HBB3I", raw, 64, len(text), 5 if name == "Root Entry" else 2, 1, *[0xFFFFFFFF] * 3)
    struct.pack_into("<I", raw, 116, 0xFFFFFFFE)
    return bytes(raw)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("EncryptionInfo", "EncryptedPackage"), "workbook_encrypted"),
        (("Workbook",), "workbook_is_old_xls"),
        (("Book",), "workbook_is_old_xls"),
        (("WordDocument",), "workbook_not_a_workbook"),
    ],
)
def test_compound_files(names: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    assert code(file(tmp_path / "a.xls", compound(*names))) == expected


@pytest.mark.parametrize("cut", [8, 40, 100, 511, 513, 1024])
def test_damaged_compound_files(cut: int, tmp_path: Path) -> None:
    assert code(file(tmp_path / "a.xls", compound("Workbook")[:cut])) == "workbook_damaged"


def test_a_compound_file_that_runs_in_a_circle(tmp_path: Path) -> None:
    data = bytearray(compound("Workbook"))
    struct.pack_into("<I", data, 512 + 4, 1)
    assert code(file(tmp_path / "a.xls", bytes(data))) == "workbook_damaged"


@pytest.mark.parametrize("cut", [1, 30, 600])
def test_a_workbook_without_its_beginning(cut: int, good_book: Path, tmp_path: Path) -> None:
    """Its parts lie before the file begins: who looks there would see something else than who reads."""
    assert code(file(tmp_path / "a.xlsm", good_book.read_bytes()[cut:])) == "workbook_not_a_workbook"
    kept = b"PK\x03\x04" + good_book.read_bytes()[cut + 4 :]
    assert code(file(tmp_path / "b.xlsm", kept)) == "workbook_damaged"


def test_limits(good_book: Path, tmp_path: Path) -> None:
    size = good_book.stat().st_size
    assert code(good_book, Limits(packed=size - 1)) == "workbook_too_large"
    assert code(good_book, Limits(parts=5)) == "workbook_too_many_parts"
    assert code(good_book, Limits(unpacked=size)) == "workbook_unpacked_too_large"
    guard(good_book, Limits(packed=size))


def test_many_parts(tmp_path: Path) -> None:
    parts = [pack(f"xl/a{number}.xml", b"<a/>") for number in range(1000)]
    assert code(packed(tmp_path / "a.xlsx", *parts)) == "workbook_too_many_parts"


def test_a_bomb_that_admits_its_size(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "a.xlsx", pack("xl/a.xml", b"<a>" + b" " * 50_000_000))
    assert code(bomb) == "workbook_zip_bomb"
    huge = pack("xl/a.xml", b"<a/>")
    lie = PackedPart(huge.name, huge.method, huge.crc, 501 << 20, huge.packed)
    assert code(packed(tmp_path / "b.xlsx", lie)) == "workbook_unpacked_too_large"


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"".join(machine.compress(b"<a>" + b" " * (1 << 20)) for _ in range(700)) + machine.flush()
    lie = PackedPart("xl/a.xml", zipfile.ZIP_DEFLATED, 0, 2_000_000, content)
    assert code(packed(tmp_path / "a.xlsx", lie)) == "workbook_zip_lies"


def test_the_same_bytes_listed_many_times(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", pack("xl/a.xml", random.Random(1).randbytes(100_000)))
    data = path.read_bytes()
    at = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    one = data[at:end]
    extra = b"".join(one.replace(b"xl/a.xml", f"xl/{number:05}".encode()) for number in range(500))
    tail = bytearray(data[end:])
    size, begin = struct.unpack_from("<2I", tail, 12)
    struct.pack_into("<2H2I", tail, 8, 502, 502, size + len(extra), begin)
    assert code(file(path, data[:end] + extra + bytes(tail))) == "workbook_damaged"


def test_names_twice(tmp_path: Path) -> None:
    twice = packed(tmp_path / "a.xlsx", pack("XL/Workbook.xml", BOOK))
    assert code(twice) == "workbook_damaged"


@pytest.mark.parametrize(
    "content",
    [
        DECLARATION + b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"\xef\xbb\xbf" + DECLARATION + b"\n<!-- <a/> --> <!DOCTYPE a><a/>",
        b"<!-- x -->" * 500 + b"<!DOCTYPE a><a/>",
        b"<!-- " + b" ".join(b"%d" % (at * at) for at in range(20_000)) + b"--><!DOCTYPE a><a/>",
        (DECLARATION + b"<!DOCTYPE a><a/>").decode().encode("utf-16"),
        "<!DOCTYPE a><a/>".encode("utf-16-le"),
        "<!DOCTYPE a><a/>".encode("utf-16-be"),
        b"<!DOCTYPE",
    ],
)
@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/anything"])
def test_document_types_are_refused_wherever_they_hide(name: str, content: bytes, tmp_path: Path) -> None:
    for limits in (LIMITS, Limits(unpacked=1 << 18, ratio=0.0)):
        assert code(packed(tmp_path / "a.xlsx", pack(name, content)), limits) == "workbook_unsafe_xml"


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\x89PNG <!DOCTYPE", DECLARATION + b"<a>&lt;!DOCTYPE</a>", b"<!-- a --><a/>", b"<a/>"],
)
def test_harmless_parts_pass(content: bytes, tmp_path: Path) -> None:
    guard(packed(tmp_path / "a.xlsx", pack("xl/a.xml", content)))


@pytest.mark.parametrize("limits", [LIMITS, Limits(unpacked=1 << 19, ratio=0.0)])
def test_damaged_packages(limits: Limits, tmp_path: Path) -> None:
    broken = PackedPart("xl/a.xml", zipfile.ZIP_DEFLATED, 0, 100, b"\xff" * 90)
    assert code(packed(tmp_path / "a.xlsx", broken), limits) == "workbook_damaged"
    cut = PackedPart("xl/a.xml", 99, 0, 100, b"\xff" * 90)
    assert code(packed(tmp_path / "b.xlsx", cut), limits) == "workbook_damaged"


def test_a_workbook_part_that_is_no_xml(good_book: Path, tmp_path: Path) -> None:
    path = rewrite(good_book, tmp_path / "a.xlsm", {"xl/workbook.xml": swap("</workbook>", "</werkbook>")})
    assert code(path) == "workbook_damaged"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off(share: float, good_book: Path, tmp_path: Path) -> None:
    data = good_book.read_bytes()
    assert code(file(tmp_path / "a.xlsm", data[: int(len(data) * share)])) == "workbook_damaged"


def sheet_of(size: int) -> bytes:
    """Sheet of about `size` bytes whose numbers repeat as little as figures do."""
    text = io.StringIO()
    text.write("<worksheet><sheetData>")
    row = 0
    while text.tell() < size:
        row += 1
        cells = "".join(
            f'<c r="A{row}" s="{at}"><v>{(row * 7919 + at * 104729) % 1000003 / 7}</v></c>'
            for at in range(20)
        )
        text.write(f'<row r="{row}">{cells}</row>')
    return (text.getvalue() + "</sheetData></worksheet>").encode()


def test_an_ordinary_large_workbook_passes(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", pack("xl/worksheets/sheet1.xml", sheet_of(6_500_000)))
    assert path.stat().st_size > 900_000
    guard(path)
