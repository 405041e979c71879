"""Befunde an Dateien, through the command line: exit code 1, one German sentence, every file as it was."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest import mock

import xlsxwriter
from openpyxl import load_workbook
from tests.adapters.package.books import rewrite, swap, write_zip
from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.oldexcel import compound_file, old_workbook

from kundenbindung import jobs, messages
from kundenbindung.adapters.package.zipped import PackedPart, pack, write_parts
from kundenbindung.cli import commands, main
from kundenbindung.core.model import Finding

BOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
LIST = "Kundennr.;Kunde;Umsatz 2023;Umsatz 2024;Umsatz 2025\n1001;Müller;1,50;2;3\n"
LONG_NAME = LIST.replace("Müller", "Ü" * 32_768)
MEBIBYTE = 1 << 20
Prepare = Callable[[Path], object]
Around = Callable[[], contextlib.AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command line: exit code, what it wrote to stderr, and the findings it spoke of."""

    exit_code: int
    complaints: tuple[str, ...]
    spoken: tuple[Finding, ...]


def run(*arguments: str) -> Run:
    """Call the command line and listen to it."""
    spoken: list[Finding] = []
    say = messages.line

    def listen(finding: Finding, names: Mapping[str, str] | None = None) -> str:
        spoken.append(finding)
        return say(finding, names)

    output, errors = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(messages, "line", listen),
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(errors),
    ):
        code = main(list(arguments))
    complaints = tuple(line for line in errors.getvalue().splitlines() if line.strip())
    return Run(code, complaints, tuple(spoken))


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, every folder with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@cache
def built(*arguments: str) -> bytes:
    """A workbook as `neu` makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "neu.xlsm"
        assert run("neu", str(path), *arguments).exit_code == 0
        return path.read_bytes()


def blank() -> bytes:
    """An empty workbook for 2023 to 2025."""
    return built("--jahre", "2023-2025")


def _placed(arguments: tuple[str, ...], folder: Path) -> list[str]:
    """Arguments whose file names lie in the folder."""
    return [str(folder / argument) if "." in argument else argument for argument in arguments]


def refused(prepare: Prepare, *arguments: str, around: Around = contextlib.nullcontext) -> Provoke:
    """A call that is refused with one finding and changes nothing."""

    def provoke(folder: Path) -> Findings:
        prepare(folder)
        before = contents(folder)
        with around():
            done = run(*_placed(arguments, folder))
        assert done.exit_code == 1
        assert done.complaints[-1].strip() == messages.line(done.spoken[0])
        assert len(done.spoken) == 1
        assert contents(folder) == before
        return done.spoken

    return provoke


def passed(prepare: Prepare, *arguments: str) -> Provoke:
    """The same call where nothing stands in its way."""

    def provoke(folder: Path) -> Findings:
        prepare(folder)
        done = run(*_placed(arguments, folder))
        assert done.exit_code == 0, done.complaints
        return done.spoken

    return provoke


def _write(name: str, content: Callable[[], bytes]) -> Prepare:
    return lambda folder: (folder / name).write_bytes(content())


def _together(*steps: Prepare) -> Prepare:
    return lambda folder: [step(folder) for step in steps]


def _nothing(folder: Path) -> None:
    """No file is needed."""


def with_own_sheet() -> bytes:
    """A blank workbook to which the owner added a sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mappe.xlsx"
        path.write_bytes(blank())
        book = load_workbook(path, keep_vba=True)
        book.create_sheet("Meine Notizen")
        book.save(path)
        return path.read_bytes()


MAPPE = _write("mappe.xlsm", blank)
SAMPLE = _write("mappe.xlsm", lambda: built("--beispiel"))
LISTE = _write("liste.csv", LIST.encode)
ORDNER = _together(MAPPE, lambda folder: (folder / "ziel.xlsm").mkdir())
NEW = ("neu", "ziel.xlsm", "--jahre", "2023-2025")
CALCULATE = ("rechnen", "mappe.xlsm", "--ausgabe", "ziel.xlsm")
IMPORT = ("import", "mappe.xlsm", "--zahlen", "liste.csv", "--ausgabe", "ziel.xlsm")


@contextlib.contextmanager
def _open_in_excel() -> Iterator[None]:
    """What Windows says when the target is open in Excel; the superuser of Linux never hears it."""
    with mock.patch.object(Path, "replace", side_effect=PermissionError(13, "in use")):
        yield


@contextlib.contextmanager
def _installed() -> Iterator[None]:
    """The package without its checkout; building anything would be wrong."""
    with (
        mock.patch.object(commands, "__file__", "/nirgends/site-packages/kundenbindung/cli/commands.py"),
        mock.patch.object(jobs, "sample", side_effect=AssertionError),
    ):
        yield


TARGETS = (
    Case(
        "target_exists", "error",
        refused(_write("ziel.xlsm", lambda: b"meins"), *NEW), passed(_nothing, *NEW),
    ),
    Case(
        "target_is_source", "error",
        refused(MAPPE, "rechnen", "mappe.xlsm", "--json", "mappe.xlsm"),
        passed(MAPPE, "rechnen", "mappe.xlsm", "--json", "ergebnis.json"),
        says=("json over the workbook",),
    ),
    Case(
        "losses_in_place", "error",
        refused(_write("mappe.xlsm", with_own_sheet), "rechnen", "mappe.xlsm", "--ausgabe", "mappe.xlsm"),
        passed(_write("mappe.xlsm", with_own_sheet), "rechnen", "mappe.xlsm", "--ausgabe", "ziel.xlsm"),
    ),
    Case(
        "contents_impossible", "error",
        refused(_together(MAPPE, _write("liste.csv", LONG_NAME.encode)), *IMPORT),
        passed(_together(MAPPE, LISTE), *IMPORT),
    ),
    Case(
        "target_suffix", "error",
        refused(MAPPE, "rechnen", "mappe.xlsm", "--ausgabe", "ziel.xls"),
        passed(MAPPE, "rechnen", "mappe.xlsm", "--ausgabe", "ziel.xlsx"),
    ),
    Case(
        "target_folder_missing", "error",
        refused(MAPPE, "rechnen", "mappe.xlsm", "--ausgabe", "fehlt/ziel.xlsm"), passed(MAPPE, *CALCULATE),
    ),
    Case(
        "target_folder_missing", "error",
        refused(MAPPE, "rechnen", "mappe.xlsm", "--json", "fehlt/a.json"),
        passed(MAPPE, "rechnen", "mappe.xlsm", "--json", "a.json"), says=("json",),
    ),
    Case(
        "target_folder_missing", "error",
        refused(_nothing, "referenz", "--ausgabe", "fehlt/a.md"),
        passed(_nothing, "referenz", "--ausgabe", "a.md"), says=("reference",),
    ),
    Case(
        "target_locked", "error",
        refused(_together(MAPPE, _write("ziel.xlsm", lambda: b"alt")), *CALCULATE, around=_open_in_excel),
        passed(_together(MAPPE, _write("ziel.xlsm", lambda: b"alt")), *CALCULATE),
    ),
    Case("target_not_written", "error", refused(ORDNER, *CALCULATE), passed(MAPPE, *CALCULATE)),
    Case(
        "target_not_written", "error",
        refused(ORDNER, "rechnen", "mappe.xlsm", "--json", "ziel.xlsm"),
        passed(MAPPE, "rechnen", "mappe.xlsm", "--json", "ziel.json"), says=("json",),
    ),
    Case(
        "target_needed", "error",
        refused(_nothing, "bauen", around=_installed), passed(_nothing, "bauen", "--ausgabe", "ziel.xlsm"),
    ),
    Case(
        "import_into_sample", "error",
        refused(_together(SAMPLE, LISTE), *IMPORT), passed(_together(MAPPE, LISTE), *IMPORT),
    ),
    Case(
        "source_file_missing", "error",
        refused(MAPPE, *IMPORT), passed(_together(MAPPE, LISTE), *IMPORT), "source", says=("command line",),
    ),
)  # fmt: skip


def _pack(*parts: PackedPart) -> Callable[[], bytes]:
    def content() -> bytes:
        stream = io.BytesIO()
        write_parts(stream, [pack("xl/workbook.xml", BOOK), *parts])
        return stream.getvalue()

    return content


def _zip(*parts: tuple[str, bytes]) -> Callable[[], bytes]:
    def content() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            return write_zip(Path(folder) / "a.zip", list(parts)).read_bytes()

    return content


def _encrypted() -> bytes:
    """The empty workbook behind a password; without the tool, what the outside of such a file looks like."""
    if importlib.util.find_spec("msoffcrypto") is None:
        return compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})
    office = importlib.import_module("msoffcrypto.format.ooxml")
    secret = io.BytesIO()
    office.OOXMLFile(io.BytesIO(blank())).encrypt("geheim", secret)
    return secret.getvalue()


def _foreign() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("Tabelle1").add_table("A1:B3", {"name": "Umsätze"})
    return stream.getvalue()


def _with_document_type() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder) / "gut.xlsm"
        good.write_bytes(blank())
        changes = {"docProps/app.xml": swap("<Properties", "<!DOCTYPE a><Properties")}
        return rewrite(good, Path(folder) / "a.xlsm", changes).read_bytes()


def _sparse(size: int) -> Prepare:
    """A file of this size without content; nothing is written to the disk."""

    def prepare(folder: Path) -> None:
        with (folder / "mappe.xlsm").open("wb") as stream:
            stream.truncate(size)

    return prepare


NOISE = pack("xl/media/image1.png", random.Random(1).randbytes(700_000))
SPACES = pack("xl/a.xml", b"<a>" + b" " * 1_000_000)


def _many(count: int) -> Callable[[], bytes]:
    return _pack(*(pack(f"xl/a{number}.xml", b"<a/>") for number in range(count)))


def _claims(size: int) -> Callable[[], bytes]:
    """A part that claims to be this large when unpacked."""
    return _pack(replace(pack("xl/a.xml", b"<a/>"), size=size - len(BOOK)))


def _book(code: str, content: Callable[[], bytes], near: Callable[[], bytes] | None = None) -> Case:
    """A file that `rechnen` refuses; `near` is refused too, but for another reason."""
    target = ("rechnen", "mappe.xlsm", "--ausgabe", "ziel.xlsm")
    twin = refused(_write("mappe.xlsm", near), *target) if near else passed(MAPPE, *target)
    return Case(code, "error", refused(_write("mappe.xlsm", content), *target), twin)


def _text(words: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: words.encode(encoding)


WORKBOOKS = (
    Case("workbook_missing", "error", refused(_nothing, *CALCULATE), passed(MAPPE, *CALCULATE)),
    Case(
        "workbook_not_readable", "error",
        refused(lambda folder: (folder / "mappe.xlsm").mkdir(), *CALCULATE), passed(MAPPE, *CALCULATE),
    ),
    _book("workbook_empty_file", lambda: b"", lambda: b" "),
    _book("workbook_is_pdf", _text("%PDF-1.7"), _text("PDF")),
    _book("workbook_is_text", _text(LIST), lambda: LIST.encode() + b"\0"),
    replace(_book("workbook_is_text", _text(LIST, "utf-16")), says=("utf-16",)),
    _book(
        "workbook_is_old_xls",
        lambda: old_workbook("Zahlen", [("Kundennr.", "Umsatz 2024"), ("1", 5.0)]),
        lambda: compound_file({"WordDocument": b"x"}),
    ),
    _book("workbook_is_xlsb", _zip(("xl/workbook.bin", b"x")), _zip(("xl/other.bin", b"x"))),
    _book("workbook_not_a_workbook", _zip(("word/document.xml", b"<a/>"))),
    _book("workbook_encrypted", _encrypted),
    _book("workbook_damaged", lambda: blank()[: len(blank()) // 2]),
    Case(
        "workbook_too_large", "error",
        refused(_sparse(100 * MEBIBYTE + 1), *CALCULATE), refused(_sparse(100 * MEBIBYTE), *CALCULATE),
    ),
    _book("workbook_unpacked_too_large", _claims(500 * MEBIBYTE + 1), _claims(500 * MEBIBYTE)),
    _book("workbook_too_many_parts", _many(1000), _many(999)),
    _book("workbook_zip_bomb", _pack(SPACES), _pack(SPACES, NOISE)),
    _book("workbook_zip_lies", _pack(replace(NOISE, size=699_999)), _pack(NOISE)),
    _book("workbook_unsafe_xml", _with_document_type),
    _book("workbook_foreign", _foreign),
)  # fmt: skip

CASES = (*TARGETS, *WORKBOOKS)
