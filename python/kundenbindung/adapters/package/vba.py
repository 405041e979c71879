"""VBA-Projekt: compiled at build time from the module texts, read back without foreign tools.

The compiled `vbaProject.bin` is committed beside the hash of its module texts, so that a workbook is
built without the compiler. The layout of the project: [MS-OVBA].
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from kundenbindung.adapters.package.compound import Compound, decompress
from kundenbindung.adapters.package.modules import (
    DICTIONARY,
    STANDARD,
    WORKBOOK,
    Project,
    module_texts,
    product,
    vba_folder,
)

_NO_CODE = re.compile(r"\s*($|'|Attribute\s|Option (Explicit|Base|Compare|Private)\b)", re.IGNORECASE)
BINARY, FINGERPRINT = "vbaProject.bin", "vbaProject.sha256"


def vba_project() -> bytes:
    """VBA-Projekt as committed, ready for XlsxWriter's `add_vba_project(BytesIO, is_stream=True)`."""
    return (vba_folder() / BINARY).read_bytes()


def fingerprint(texts: Mapping[str, str]) -> str:
    """Prüfsumme (SHA-256, hex) of module texts in their order, those of xlwings included."""
    return hashlib.sha256(json.dumps(list(texts.items()), ensure_ascii=False).encode("utf-8")).hexdigest()


def compile_project(project: Project, folder: Path | None = None) -> bytes:
    """VBA-Projekt übersetzen (build time only); the same sources give the same bytes."""
    return compile_texts(module_texts(project, folder or vba_folder()), project.code_names)


def compile_texts(texts: Mapping[str, str], code_names: tuple[str, ...]) -> bytes:
    """VBA-Projekt of these module texts, `code_names` being those of the sheets in their order."""
    from pyopenvba.excel import ExcelFile  # noqa: PLC0415 - needed by whoever builds, not by whoever uses
    from pyopenvba.vba import VBAModuleKind  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch) / "project.xlsm"
        book.write_bytes(_bare_workbook(code_names))
        with ExcelFile(book) as file:
            project = file.add_vba_project()
            for name, text in texts.items():
                source = text.replace("\n", "\r\n")
                if name in {WORKBOOK, *code_names}:
                    file.set_module(name, source)
                else:
                    kind = VBAModuleKind.other if name == DICTIONARY else VBAModuleKind.standard
                    project.add_module(name, source, kind=kind)
            file.save(book)
        with ExcelFile(book) as file:
            return bytes(file.vba_project_bytes())


def _bare_workbook(code_names: tuple[str, ...]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - readers of this package do not need it

    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_vba_name(WORKBOOK)
    for name in code_names:
        workbook.add_worksheet(name).set_vba_name(name)
    workbook.close()
    return stream.getvalue()


def write_project(project: Project | None = None, folder: Path | None = None) -> None:
    """VBA-Projekt neu ablegen: compiles and writes binary and hash beside the sources."""
    project, where = project or product(), folder or vba_folder()
    (where / BINARY).write_bytes(compile_project(project, where))
    (where / FINGERPRINT).write_text(fingerprint(module_texts(project, where)) + "\n", encoding="ascii")


@lru_cache(maxsize=4)
def owner_modules(project: bytes) -> tuple[str, ...]:
    """Module mit Code des Eigentümers; ValueError if it is no project.

    Excel rewrites the bytes of a project and the case of its identifiers when it saves. So a module named
    like one of ours is ours, and in the workbook's own the lines decide, case and blanks apart.
    """
    ours = {name.casefold() for name in (*STANDARD, DICTIONARY)}
    expected = _code((vba_folder() / f"{WORKBOOK}.cls").read_text(encoding="utf-8"))
    return tuple(
        name
        for name, text in modules(project).items()
        if name.casefold() not in ours and _code(text) and _code(text) != expected
    )


def _code(text: str) -> list[str]:
    """Lines of code without case and blanks; attributes, options and comments are none."""
    lines = (line for line in text.splitlines() if not _NO_CODE.match(line))
    return ["".join(line.split()).casefold() for line in lines]


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
