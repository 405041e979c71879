"""VBA-Projekt: the committed binary is that of its sources, and other tools read the same text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.adapters.package.books import CODE_NAMES
from tests.needs import needs_module

import kundenbindung
from kundenbindung.adapters.package import compile_project, holds_code, vba_project
from kundenbindung.adapters.package.compound import decompress
from kundenbindung.adapters.package.vba import (
    BINARY,
    FINGERPRINT,
    SHEET_SOURCE,
    WORKBOOK_SOURCE,
    fingerprint,
    module_texts,
    modules,
    write_project,
)

NORMAL = (
    "012fb000236161616263646582660070616768696a013808616b6c00306d6e6f700671027004107273747576107778797a003c"
)
FOLDER = kundenbindung.templates_folder() / "vba"


def sources(folder: Path, workbook: str = "", sheet: str = "") -> Path:
    """Folder with the real sources and more lines at their ends."""
    for name, more in ((WORKBOOK_SOURCE, workbook), (SHEET_SOURCE, sheet)):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (folder / name).write_text(text + more, encoding="utf-8")
    return folder


def test_the_binary_carries_the_hash_of_its_sources() -> None:
    assert (FOLDER / FINGERPRINT).read_text(encoding="ascii").strip() == fingerprint(CODE_NAMES)


def test_the_binary_holds_the_sources() -> None:
    assert dict(modules(vba_project())) == dict(module_texts(CODE_NAMES, FOLDER))


def test_the_binary_is_what_the_compiler_makes() -> None:
    needs_module("pyopenvba")
    assert compile_project(CODE_NAMES, FOLDER) == vba_project()


def test_the_hash_changes_with_text_and_code_names(tmp_path: Path) -> None:
    folder = sources(tmp_path, workbook="' neu\n")
    assert len({fingerprint(CODE_NAMES), fingerprint(CODE_NAMES[:-1]), fingerprint(CODE_NAMES, folder)}) == 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_olevba_reads_the_same_text() -> None:
    olevba = needs_module("oletools.olevba")
    parser = olevba.VBA_Parser("vbaProject.bin", data=vba_project())
    found = {name.removesuffix(".cls"): code for _, _, name, code in parser.extract_macros()}
    parser.close()
    plain = {name: text.replace("\r\n", "\n").replace("\r", "") for name, text in found.items()}
    assert plain == dict(module_texts(CODE_NAMES, FOLDER))


def test_long_modules_with_umlauts_come_back_unchanged(tmp_path: Path) -> None:
    needs_module("pyopenvba")
    lines = "".join(f"' Zeile {at}: Müller & Söhne – 100 € „so“ {'xyz' * (at % 40)}\n" for at in range(900))
    folder = sources(tmp_path, workbook=lines)
    write_project(("shEins", "shZwei"), folder)
    found = modules((folder / BINARY).read_bytes())
    assert tuple(found) == ("ThisWorkbook", "shEins", "shZwei")
    assert found["ThisWorkbook"].endswith(lines)
    assert (folder / FINGERPRINT).read_text(encoding="ascii").strip() == fingerprint(
        ("shEins", "shZwei"), folder
    )


def test_a_character_outside_cp1252_stops_with_file_and_line(tmp_path: Path) -> None:
    folder = sources(tmp_path, sheet="' gut\n' schlecht: →\n")
    line = (folder / SHEET_SOURCE).read_text(encoding="utf-8").count("\n")
    with pytest.raises(ValueError, match=rf"Sheet\.cls, line {line}: '→' is not in cp1252"):
        compile_project(("shEins",), folder)


def test_an_overlong_line_stops_with_file_and_line(tmp_path: Path) -> None:
    folder = sources(tmp_path, workbook=f"' {'x' * 1023}\n")
    with pytest.raises(ValueError, match=r"ThisWorkbook\.cls, line \d+: longer than 1023"):
        module_texts(("shEins",), folder)


@pytest.mark.parametrize("name", ["", "1a", "sh-Kunden", "shÄnderung", "_a", "a" * 32])
def test_code_names_that_vba_refuses(name: str) -> None:
    with pytest.raises(ValueError, match="not a code name"):
        module_texts((name,), FOLDER)


@pytest.mark.parametrize("name", [WORKBOOK_SOURCE, SHEET_SOURCE])
def test_sources_declare_their_variables_and_nothing_runs_by_itself(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert "Option Explicit\n" in text
    assert not re.search(r"Shell|Workbook_Open|Auto_Open", text)
    assert "\r" not in text


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        ("01 19b0 00 6162636465666768 00 696a6b6c6d6e6f70 00 7172737475762e", "abcdefghijklmnopqrstuv."),
        ("01 03b0 02 61 4500", "a" * 73),
        (NORMAL, "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"),
    ],
)
def test_compressed_streams(packed: str, plain: str) -> None:
    assert decompress(bytes.fromhex(packed)).decode() == plain


@pytest.mark.parametrize("data", [b"", b"x", b"\xd0\xcf\x11\xe0" * 200, b"\x00" * 4096])
def test_what_is_no_project_is_said_so(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"VBA project|compound"):
        modules(data)


def test_a_damaged_stream_is_said_so() -> None:
    with pytest.raises(ValueError, match="before its beginning"):
        decompress(b"\x01\x03\xb0\x01\xff\xff\x00")


def test_attributes_and_options_are_no_code() -> None:
    assert not holds_code(vba_project())


def test_a_procedure_is_code_and_other_bytes_alone_are_not(tmp_path: Path) -> None:
    needs_module("pyopenvba")
    folder = kundenbindung.templates_folder() / "vba"
    assert not holds_code(compile_project(["Blatt1"], folder))
    for name in ("ThisWorkbook.cls", "Sheet.cls"):
        text = (folder / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(f"{text}\nPublic Sub Gruss()\nEnd Sub\n", encoding="utf-8")
    assert holds_code(compile_project(["Blatt1"], tmp_path))
