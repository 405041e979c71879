"""VBA-Projekt: the committed binary is that of its sources, and other tools read the same text."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from tests.needs import REPOSITORY, needs_module

import kundenbindung
from kundenbindung.adapters.package import Project, compile_project, owner_modules, product, vba_project
from kundenbindung.adapters.package.compound import decompress
from kundenbindung.adapters.package.modules import (
    DICTIONARY,
    HELPER,
    OWN,
    SHEET_SOURCE,
    WORKBOOK_SOURCE,
    XLWINGS,
    class_text,
    module_texts,
    xlwings_version,
)
from kundenbindung.adapters.package.vba import (
    BINARY,
    FINGERPRINT,
    compile_texts,
    fingerprint,
    modules,
    write_project,
)
from kundenbindung.workbook import layout

NORMAL = (
    "012fb000236161616263646582660070616768696a013808616b6c00306d6e6f700671027004107273747576107778797a003c"
)
FOLDER = kundenbindung.templates_folder() / "vba"
SMALL = Project(("shEins", "shZwei"))
EXPORTED = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Klasse"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = True
Option Explicit
"""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Module texts of the product."""
    needs_module("xlwings")
    return dict(module_texts(product(), FOLDER))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Folder with the real sources, to be changed."""
    needs_module("xlwings")
    for name in (WORKBOOK_SOURCE, SHEET_SOURCE, f"{HELPER}.bas"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def add(path: Path, more: str) -> None:
    """More lines at the end of a source."""
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def test_the_binary_carries_the_hash_of_its_sources(texts: dict[str, str]) -> None:
    assert (FOLDER / FINGERPRINT).read_text(encoding="ascii").strip() == fingerprint(texts)


def test_the_binary_holds_the_sources(texts: dict[str, str]) -> None:
    assert dict(modules(vba_project())) == texts


def test_the_binary_is_what_the_compiler_makes(texts: dict[str, str]) -> None:
    needs_module("pyopenvba")
    assert compile_texts(texts, layout.CODE_NAMES) == vba_project()


def test_every_sheet_has_its_module(texts: dict[str, str]) -> None:
    assert tuple(texts)[: len(layout.CODE_NAMES) + 1] == (layout.WORKBOOK_CODE_NAME, *layout.CODE_NAMES)


def test_the_hash_changes_with_every_text(texts: dict[str, str]) -> None:
    known = {fingerprint(texts)} | {
        fingerprint({**texts, name: text + "' neu\n"}) for name, text in texts.items()
    }
    assert len(known) == len(texts) + 1


def test_another_xlwings_turns_the_hash_and_stops_the_build(
    texts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {**texts, XLWINGS: texts[XLWINGS].replace(metadata.version("xlwings"), "0.99.0")}
    assert fingerprint(other) != (FOLDER / FINGERPRINT).read_text(encoding="ascii").strip()
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0.99.0")
    with pytest.raises(ValueError, match=r"xlwings\.bas is of version"):
        module_texts(SMALL, FOLDER)


def test_project_package_and_pin_name_one_xlwings(texts: dict[str, str]) -> None:
    pinned = re.findall(r'"xlwings==([^"]+)"', (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    versions = {*pinned, metadata.version("xlwings"), xlwings_version(modules(vba_project()))}
    assert len(versions) == 1
    assert xlwings_version({}) == ""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_olevba_reads_the_same_text(texts: dict[str, str]) -> None:
    olevba = needs_module("oletools.olevba")
    parser = olevba.VBA_Parser("vbaProject.bin", data=vba_project())
    found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert {name: text.replace("\r\n", "\n").replace("\r", "") for name, text in found.items()} == texts


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nothing_runs_by_itself_but_the_texts_of_the_wizard(texts: dict[str, str]) -> None:
    olevba = needs_module("oletools.olevba")
    starts = {name: olevba.detect_autoexec(text) for name, text in texts.items()}
    assert {name: [word for word, _ in found] for name, found in starts.items() if found} == {
        "ThisWorkbook": ["Workbook_Open"]
    }
    opening = texts["ThisWorkbook"].partition("Workbook_Open()\n")[2]
    assert opening == "    On Error Resume Next\n    KbDescribeFunctions\nEnd Sub\n"


@pytest.mark.parametrize("name", OWN)
def test_our_modules_start_no_program(name: str, texts: dict[str, str]) -> None:
    assert "Option Explicit\n" in texts[name]
    assert not re.search(r"\b(Shell|CreateObject|GetObject|Declare|SendKeys|Kill)\b", texts[name])
    assert "\r" not in texts[name]


@pytest.mark.parametrize("name", [HELPER, *OWN[1:], "ThisWorkbook"])
def test_every_sub_that_excel_calls_handles_its_errors(name: str, texts: dict[str, str]) -> None:
    called = re.findall(
        r"^(?:Public|Private) Sub (?!KbRun|KbFailed|Say)(.*?)^End Sub", texts[name], re.S | re.M
    )
    assert all("On Error" in body for body in called)
    assert called or name == HELPER


def test_long_modules_with_umlauts_come_back_unchanged(folder: Path) -> None:
    needs_module("pyopenvba")
    lines = "".join(f"' Zeile {at}: Müller & Söhne – 100 € „so“ {'xyz' * (at % 40)}\n" for at in range(900))
    add(folder / WORKBOOK_SOURCE, lines)
    write_project(SMALL, folder)
    found = modules((folder / BINARY).read_bytes())
    assert tuple(found)[:3] == ("ThisWorkbook", "shEins", "shZwei")
    assert found["ThisWorkbook"].endswith(lines)
    expected = fingerprint(module_texts(SMALL, folder))
    assert (folder / FINGERPRINT).read_text(encoding="ascii").strip() == expected


def test_a_character_outside_cp1252_stops_with_file_and_line(folder: Path) -> None:
    add(folder / SHEET_SOURCE, "' gut\n' schlecht: →\n")
    line = (folder / SHEET_SOURCE).read_text(encoding="utf-8").count("\n")
    with pytest.raises(ValueError, match=rf"Sheet\.cls, line {line}: '→' is not in cp1252"):
        compile_project(SMALL, folder)


def test_an_overlong_line_stops_with_file_and_line(folder: Path) -> None:
    add(folder / f"{HELPER}.bas", f"' {'x' * 1023}\n")
    with pytest.raises(ValueError, match=r"KbHelper\.bas, line \d+: longer than 1023"):
        module_texts(SMALL, folder)


@pytest.mark.parametrize("name", ["", "1a", "sh-Kunden", "shÄnderung", "_a", "a" * 32])
def test_code_names_that_vba_refuses(name: str) -> None:
    with pytest.raises(ValueError, match="not a code name"):
        module_texts(Project((name,)), FOLDER)


def test_a_class_loses_the_head_of_its_export_and_gets_all_attributes(texts: dict[str, str]) -> None:
    lines = class_text(EXPORTED).splitlines()
    assert lines == [
        'Attribute VB_Name = "Klasse"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = False",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = False",
        "Option Explicit",
    ]
    stored = texts[DICTIONARY]
    assert stored.startswith('Attribute VB_Name = "Dictionary"\nAttribute VB_Base = "0{FCFB3D2A-')
    assert "VERSION 1.0" not in stored
    assert "MultiUse" not in stored


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


def test_our_own_modules_are_not_the_owners() -> None:
    assert owner_modules(vba_project()) == ()


def test_what_excel_rewrites_and_older_versions_of_ours_are_not_the_owners(texts: dict[str, str]) -> None:
    needs_module("pyopenvba")
    book = texts["ThisWorkbook"].replace("On Error", "on  error").replace("KbDescribe", "KBDESCRIBE")
    old = {**texts, "ThisWorkbook": book, "shPlan": texts["shPlan"] + "\n' Notiz\nOption Base 1\n"}
    old[HELPER] = f'Attribute VB_Name = "{HELPER}"\nPublic Sub Alt()\nEnd Sub\n'
    empty = {**texts, "ThisWorkbook": texts["ThisWorkbook"].partition("\n' ")[0] + "\n"}
    for changed in (old, empty):
        assert owner_modules(compile_texts(changed, layout.CODE_NAMES)) == ()


@pytest.mark.parametrize("name", ["ThisWorkbook", "shPlan", "Meine"])
def test_code_that_the_owner_wrote_is_his(name: str, texts: dict[str, str]) -> None:
    needs_module("pyopenvba")
    before = texts.get(name, f'Attribute VB_Name = "{name}"\n')
    changed = {**texts, name: f"{before}\nPublic Sub Gruss()\n    OptionButton1.Value = True\nEnd Sub\n"}
    assert owner_modules(compile_texts(changed, layout.CODE_NAMES)) == (name,)
