"""Befunde zu Unlesbarem: columns of one name, signs no cell can hold, sheets that would fill the memory."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.files import blank
from tests.catalogue.reading import SOUND, grid, read, workbook

from kundenbindung.adapters.file import open_workbook
from kundenbindung.adapters.package import PackageError
from kundenbindung.adapters.package.zipped import pack, packed_parts, unpack, write_parts


def _with(table: str, header: str, cell: object) -> Provoke:
    """A table with one more column at its right."""
    sound = grid(table, SOUND[table])
    rows = [[*row, cell] for row in sound.rows]
    return read(workbook(**{table: replace(sound, headers=(*sound.headers, header), rows=rows)}))


SHEET, SHARED, BOOK = "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
"""Blatt Zahlen of an empty workbook, its texts, and its first part."""


def _opened(**changes: Callable[[bytes], bytes]) -> Provoke:
    """An empty workbook with some parts changed, opened."""
    return lambda folder: _found(folder, {"sheet": SHEET, "shared": SHARED, "book": BOOK}, changes)


def _found(folder: Path, names: dict[str, str], changes: dict[str, Callable[[bytes], bytes]]) -> Findings:
    by_part = {names[key]: change for key, change in changes.items()}
    stream = io.BytesIO()
    same: Callable[[bytes], bytes] = bytes
    parts = [
        pack(part.name, by_part.get(part.name, same)(unpack(part))) if part.name in by_part else part
        for part in packed_parts(blank())
    ]
    write_parts(stream, parts)
    path = folder / "mappe.xlsm"
    path.write_bytes(stream.getvalue())
    try:
        open_workbook(path)
    except PackageError as refused:
        return [refused.finding]
    return []


def _cells(xml: str) -> Callable[[bytes], bytes]:
    """A sheet with more cells at its end."""
    return lambda data: data.replace(b"</sheetData>", f"{xml}</sheetData>".encode())


def _repeated(times: int) -> str:
    """The first text of the workbook in many cells."""
    rows = range(5_000, 5_000 + times)
    return "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in rows)


def _padded(size: int) -> Callable[[bytes], bytes]:
    """The part with a comment of so many random signs."""
    noise = random.Random(1).randbytes(size // 2).hex().encode()
    return lambda data: data.replace(b"</workbook>", b"<!--" + noise + b"--></workbook>")


def _long(data: bytes) -> bytes:
    """The first text of the workbook made as long as a text may be."""
    return data.replace(b"<si><t>", b"<si><t>" + b"x" * 32_000, 1)


CASES = (
    Case(
        "column_twice", "error",
        _with("customers", "Kunde ", "Meier"), _with("customers", "Kunde 2", "Meier"), "customers",
    ),
    Case(
        "column_twice", "error", _with("screening", " Grund", "Menge"), _with("screening", "Punkte", 5.0),
        "screening", says=("results may stand there twice",),
    ),
    Case(
        "text_sign_impossible", "error",
        read(workbook(customers=grid("customers", {**SOUND["customers"], "Kunde": "M\ufffeller"}))),
        read(workbook(customers=grid("customers", {**SOUND["customers"], "Kunde": "M\ufffdller"}))),
        "customers", "1001", "customer",
    ),
    Case(
        "workbook_part_too_large", "error",
        _opened(book=_padded(2_200_000)), _opened(book=_padded(1_900_000)),
    ),
    Case(
        "workbook_count_wrong", "error",
        _opened(shared=lambda data: data.replace(b' count="', b' count="99999999', 1)),
        _opened(shared=lambda data: data.replace(b' count="', b' count="0', 1)),
    ),
    Case(
        "workbook_cells_far", "error",
        _opened(sheet=_cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        _opened(sheet=_cells('<row r="9000"><c r="AB9000"><v>1</v></c></row>')),
    ),
    Case(
        "workbook_texts_repeated", "error",
        _opened(sheet=_cells(_repeated(2_500)), shared=_long),
        _opened(sheet=_cells(_repeated(100)), shared=_long),
    ),
    Case(
        "column_unnamed", "error", _with("figures", " ", 12.5), _with("figures", " ", None), "figures",
    ),
)  # fmt: skip
