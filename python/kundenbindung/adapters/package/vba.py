"""VBA-Projekt: text in `templates/vba`, compiled at build time, read back without foreign tools.

The compiled `vbaProject.bin` is committed beside the hash of its sources and code names, so that a
workbook is built without the compiler. The layout of the project: [MS-OVBA].
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import kundenbindung
from kundenbindung.adapters.package.compound import Compound, decompress

WORKBOOK_MODULE = "ThisWorkbook"
WORKBOOK_SOURCE, SHEET_SOURCE = "ThisWorkbook.cls", "Sheet.cls"
BINARY, FINGERPRINT = "vbaProject.bin", "vbaProject.sha256"
LONGEST_LINE = 1023
_CODE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")


def vba_project() -> bytes:
    """VBA-Projekt as committed, ready for XlsxWriter's `add_vba_project(BytesIO, is_stream=True)`."""
    return (_folder() / BINARY).read_bytes()


def _folder() -> Path:
    return kundenbindung.templates_folder() / "vba"


def fingerprint(code_names: Sequence[str], folder: Path | None = None) -> str:
    """Prüfsumme (SHA-256, hex) of the module texts of these code names, in their order."""
    texts = module_texts(code_names, folder or _folder())
    return hashlib.sha256(json.dumps(list(texts.items()), ensure_ascii=False).encode("utf-8")).hexdigest()


def module_texts(code_names: Sequence[str], folder: Path) -> Mapping[str, str]:
    """Modultexte (LF) by code name: the workbook's module first, then one per sheet.

    ValueError on a code name VBA does not accept, and with file and line on an overlong line or a
    character outside cp1252.
    """
    for name in code_names:
        if not _CODE_NAME.fullmatch(name):
            raise ValueError(f"not a code name: {name!r}")
    sheet = _source(folder / SHEET_SOURCE)
    texts = {WORKBOOK_MODULE: _source(folder / WORKBOOK_SOURCE)}
    return texts | {name: sheet.replace("{code_name}", name) for name in code_names}


def _source(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        foreign = _foreign(line)
        if foreign:
            raise ValueError(f"{path.name}, line {number}: {foreign!r} is not in cp1252")
        if len(line) > LONGEST_LINE:
            raise ValueError(f"{path.name}, line {number}: longer than {LONGEST_LINE} characters")
    return text


def _foreign(line: str) -> str:
    try:
        line.encode("cp1252")
    except UnicodeEncodeError as error:
        return line[error.start : error.end]
    return ""


def compile_project(code_names: Sequence[str], folder: Path) -> bytes:
    """VBA-Projekt übersetzen: document modules of the workbook and of each sheet (build time only).

    `code_names` are those of the sheets in their order; the same sources give the same bytes.
    """
    from pyopenvba.excel import ExcelFile  # noqa: PLC0415 - needed by whoever builds, not by whoever uses

    texts = module_texts(code_names, folder)
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch) / "project.xlsm"
        book.write_bytes(_bare_workbook(code_names))
        with ExcelFile(book) as project:
            project.add_vba_project()
            for name, text in texts.items():
                project.set_module(name, text.replace("\n", "\r\n"))
            project.save(book)
        with ExcelFile(book) as project:
            return bytes(project.vba_project_bytes())


def _bare_workbook(code_names: Sequence[str]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - readers of this package do not need it

    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_vba_name(WORKBOOK_MODULE)
    for name in code_names:
        workbook.add_worksheet(name).set_vba_name(name)
    workbook.close()
    return stream.getvalue()


def write_project(code_names: Sequence[str], folder: Path | None = None) -> None:
    """VBA-Projekt neu ablegen: compiles and writes binary and hash beside the sources."""
    where = folder or _folder()
    (where / BINARY).write_bytes(compile_project(code_names, where))
    (where / FINGERPRINT).write_text(fingerprint(code_names, where) + "\n", encoding="ascii")


def holds_code(project: bytes) -> bool:
    """Ob ein VBA-Projekt Code enthält, mehr als Attribute und Optionen; ValueError if it is no project.

    Excel rewrites the bytes of a project when it saves, so bytes say nothing about who wrote in it.
    """
    lines = (line.strip() for text in modules(project).values() for line in text.splitlines())
    return any(line and not line.startswith(("Attribute ", "Option ", "'")) for line in lines)


def modules(project: bytes) -> Mapping[str, str]:
    """Modultexte (LF) by module name, from the bytes of a vbaProject.bin; ValueError if it is none."""
    compound = Compound(project)
    try:
        listed = tuple(_listed(decompress(compound.stream("VBA/dir"))))
        return {name: _text(compound, stream, offset) for name, stream, offset in listed}
    except (KeyError, IndexError, struct.error) as error:
        raise ValueError("no VBA project") from error


def _text(compound: Compound, stream: str, offset: int) -> str:
    raw = decompress(compound.stream(f"VBA/{stream}")[offset:])
    return raw.decode("cp1252", errors="replace").replace("\r\n", "\n")


def _listed(directory: bytes) -> Iterator[tuple[str, str, int]]:
    """Module name, stream name, offset of the text for each MODULE record of the dir stream."""
    name = stream = ""
    at = 0
    while at + 6 <= len(directory):
        kind, size = struct.unpack_from("<HI", directory, at)
        size += 2 if kind == 0x0009 else 0
        body = directory[at + 6 : at + 6 + size]
        at += 6 + size
        if kind == 0x0019:
            name = body.decode("cp1252")
        elif kind == 0x001A:
            stream = body.decode("cp1252")
        elif kind == 0x0031:
            yield name, stream, struct.unpack("<I", body)[0]
