"""Nachweis: a copy is proven, and whatever is put into it is found by the check that is there for it."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.package.ooxml import validate
from tests.adapters.proof.books import FACTS, MEANT, ROWS, write_book
from tests.adapters.proof.faults import BOOK, CANARY, CORE, FAULTS, SHEET, STRINGS, STYLES, Parts, swap

from kundenbindung.adapters.package import PackageError, assemble
from kundenbindung.adapters.package.zipped import PackedPart, pack, packed_parts, write_parts
from kundenbindung.adapters.proof import Check, Fault, Meant, MeantSheet, MeantTable, prove, require
from kundenbindung.messages.proof import CHECKS
from kundenbindung.workbook.outgoing import Cell


@cache
def sound() -> bytes:
    """The workbook of `books`, finished."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "Kopie.xlsx")
        assemble(path, path)
        return path.read_bytes()


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    write_parts(stream, [pack(name, content) for name, content in parts.items()])
    return stream.getvalue()


def checks(data: bytes, meant: Meant = MEANT) -> set[str]:
    return {fault.check.value for fault in prove(data, meant)}


def test_the_small_workbook_is_one_excel_opens_and_is_proven(tmp_path: Path) -> None:
    path = tmp_path / "Kopie.xlsx"
    path.write_bytes(sound())
    assert validate(path) == []
    assert prove(path, MEANT) == ()
    assert prove(packed(parts_of(sound())), MEANT) == ()
    require(path, MEANT)


def test_a_workbook_as_it_was_written_first_is_proven_too(tmp_path: Path) -> None:
    assert {fault.check for fault in prove(write_book(tmp_path / "a.xlsx"), MEANT)} == set()


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_found_by_its_check_and_by_no_other(name: str) -> None:
    change, expected = FAULTS[name]
    parts = parts_of(sound())
    change(parts)
    assert checks(packed(parts)) == expected


def test_every_check_has_a_fault_and_german_words() -> None:
    seeded = {check for _, expected in FAULTS.values() for check in expected} | {"archive"}
    assert seeded == {check.value for check in Check} == set(CHECKS)


# Zip-Datei


def with_bytes(before: bytes = b"", behind: bytes = b"") -> bytes:
    return before + sound() + behind


def commented() -> bytes:
    stream = io.BytesIO(sound())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = CANARY.encode()
    return stream.getvalue()


def with_info(**fields: object) -> bytes:
    """One part written with something else in its header."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(sound()).items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            info.external_attr = 0o600 << 16
            if name == BOOK:
                for field, value in fields.items():
                    setattr(info, field, value)
            archive.writestr(info, content)
    return stream.getvalue()


def between() -> bytes:
    """Bytes between the last part and the directory, which the end of the file knows of."""
    data = sound()
    at = struct.unpack_from("<I", data, len(data) - 6)[0]
    moved = struct.pack("<I", at + len(CANARY))
    return data[:at] + CANARY.encode() + data[at:-6] + moved + data[-2:]


def longer_stream() -> bytes:
    """Bytes behind the end of a packed part, inside of its place."""
    stream = io.BytesIO()
    found = [
        PackedPart(one.name, one.method, one.crc, one.size, one.packed + b"Rabatt")
        if one.name == BOOK else one
        for one in _packed_parts()
    ]  # fmt: skip
    write_parts(stream, found)
    return stream.getvalue()


def _packed_parts() -> tuple[PackedPart, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(sound())
        return packed_parts(path)


def twice() -> bytes:
    stream = io.BytesIO()
    found = _packed_parts()
    write_parts(stream, [*found, next(one for one in found if one.name == STYLES)])
    return stream.getvalue()


def test_headers_written_by_another_library_are_sound() -> None:
    assert checks(with_info()) == set()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (lambda: with_bytes(behind=b"Rabatt"), {"archive"}),
        (lambda: with_bytes(before=b"Rabatt"), {"archive"}),
        (lambda: with_bytes(before=CANARY.encode()), {"archive", "forbidden"}),
        (commented, {"archive", "forbidden"}),
        (between, {"archive", "forbidden"}),
        (longer_stream, {"archive"}),
        (twice, {"archive"}),
        (lambda: with_info(comment=CANARY.encode()), {"archive", "forbidden"}),
        (lambda: with_info(extra=b"\x99\x99\x06\x00Rabatt"), {"archive"}),
        (lambda: with_info(date_time=(2026, 3, 9, 14, 11, 52)), {"archive"}),
        (lambda: with_info(create_system=19), {"archive"}),
        (lambda: b"kein Archiv", {"archive"}),
        (lambda: CANARY.encode("utf-16"), {"archive", "forbidden"}),
        (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, {"protection"}),
    ],
)
def test_nothing_lies_in_the_file_besides_its_parts(data: Callable[[], bytes], expected: set[str]) -> None:
    assert checks(data()) == expected


def test_an_encrypted_part_is_not_proven() -> None:
    data = bytearray(sound())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    assert "protection" in checks(bytes(data))


# Verbotene Texte


def escaped(text: str) -> str:
    return "".join(f"&#x{ord(sign):X};" for sign in text)


ENCODINGS: Mapping[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16 in the middle": lambda text: b"a" + text.encode("utf-16-le"),
    "latin": lambda text: text.encode("latin-1"),
    "hexadecimal": lambda text: escaped(text).encode(),
    "decimal": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "decomposed": lambda text: text.replace("ö", "o\u0308").encode(),
    "as Excel escapes": lambda text: "".join(f"_x{ord(sign):04X}_" for sign in text).encode(),
    "as an address": lambda text: text.replace("ö", "%C3%B6").replace(" ", "%20").encode(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("place", [SHEET, STRINGS, STYLES, CORE, "xl/weiteres.bin"])
def test_a_canary_is_found_in_every_encoding(encoding: str, place: str) -> None:
    parts = parts_of(sound())
    text = "Zwölf Prozent Marge"
    parts[place] = parts.get(place, b"") + ENCODINGS[encoding](text)
    found = [fault for fault in prove(packed(parts), MEANT) if fault.check is Check.FORBIDDEN]
    assert found == [Fault(Check.FORBIDDEN, place, "zwölf prozent marge")]


def test_a_part_of_a_meant_text_and_a_word_of_the_format_are_no_canaries() -> None:
    meant = replace(
        MEANT, forbidden=frozenset({"Müller", "Söhne", "Sheet", "worksheet", "007", "ab", "Strategie"})
    )
    assert prove(sound(), meant) == ()


def test_many_canaries_are_found_like_few() -> None:
    many = frozenset(f"Kunde Nummer {at}" for at in range(500)) | {CANARY, "Rxb"}
    parts = parts_of(sound())
    swap(SHEET, "Kopie für Team", f"{CANARY} Rxb")(parts)
    found = prove(packed(parts), replace(MEANT, forbidden=many))
    words = {fault.found for fault in found if fault.check is Check.FORBIDDEN}
    assert words == {"geheimkunde ag", "rxb"}


def test_addresses_and_paths_in_a_meant_cell_stay() -> None:
    rows = (*FACTS[:1], ("Ablage", r"\\server\kunden"))
    table = MeantTable("Versandkopie", ("Diese Kopie", "Angabe"), rows)
    start = replace(MEANT.sheets[0], tables=(table,))
    parts = parts_of(sound())
    swap(STRINGS, "Ansprechperson", "Ablage")(parts)
    swap(STRINGS, "team@firma.example", r"\\server\kunden")(parts)
    assert prove(packed(parts), replace(MEANT, sheets=(start, MEANT.sheets[1]))) == ()


# Gemeintes


def other(rows: tuple[tuple[Cell, ...], ...]) -> Meant:
    sheet = MEANT.sheets[1]
    return replace(
        MEANT, sheets=(MEANT.sheets[0], replace(sheet, tables=(replace(sheet.tables[0], rows=rows),)))
    )


def test_a_row_more_or_less_than_meant_is_a_fault() -> None:
    assert checks(sound(), other(ROWS[:2])) == {"cell", "table"}
    assert checks(sound(), other((*ROWS, ROWS[0]))) == {"cell", "table"}


def test_order_of_rows_counts() -> None:
    assert "cell" in checks(sound(), other((ROWS[1], ROWS[0], ROWS[2])))


def test_texts_and_numbers_beside_tables_are_the_meant_ones() -> None:
    sheet = MEANT.sheets[1]
    for changed in (replace(sheet, texts=frozenset()), replace(sheet, numbers=())):
        assert checks(sound(), replace(MEANT, sheets=(MEANT.sheets[0], changed))) == {"cell"}


def test_a_text_may_be_shortened_only_where_it_is_said() -> None:
    sheet = replace(MEANT.sheets[1], texts=frozenset(), cut=frozenset({"Summe aller Kunden"}))
    meant = replace(MEANT, sheets=(MEANT.sheets[0], sheet))
    parts = parts_of(sound())
    swap(STRINGS, "<t>Summe<", "<t>Summe\naller Ku…<")(parts)
    assert checks(packed(parts), meant) == set()
    swap(STRINGS, "aller Ku…<", "eller Ku…<")(parts)
    assert checks(packed(parts), meant) == {"cell"}


def test_the_refusal_names_the_file_and_the_first_faults(tmp_path: Path) -> None:
    parts = parts_of(sound())
    for name in ("hidden row", "author", "orphan string", "header"):
        FAULTS[name][0](parts)
    path = tmp_path / "Kopie.xlsx"
    path.write_bytes(packed(parts))
    with pytest.raises(PackageError) as refused:
        require(path, MEANT)
    finding = refused.value.finding
    assert (finding.code, finding.values["file"], finding.values["count"]) == (
        "copy_not_proven",
        "Kopie.xlsx",
        4,
    )
    assert len(finding.values["faults"]) == 3  # type: ignore[arg-type]  # a tuple of faults


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(sound()) - 1), st.integers(1, 255))
def test_no_changed_byte_goes_through_and_none_breaks_the_proof(at: int, change: int) -> None:
    """Every byte of the file counts: a part, a header, a sum."""
    data = bytearray(sound())
    data[at] ^= change
    assert prove(bytes(data), MEANT) or parts_of(bytes(data)) == parts_of(sound())


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_looked_at_without_a_traceback(data: bytes) -> None:
    assert prove(data, MEANT)
    parts = parts_of(sound())
    parts[SHEET] += data or b"x"
    assert prove(packed(parts), MEANT)


def test_a_workbook_without_the_meant_sheets_is_not_proven() -> None:
    assert checks(sound(), replace(MEANT, sheets=(MeantSheet("Leer", ()),))) >= {"sheet"}
