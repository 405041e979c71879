"""Excel-Datei: sheets of a workbook as rows, after checks that keep harmful files out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from kundenbindung.adapters import reader
from kundenbindung.adapters.package.compound import MAGIC
from kundenbindung.adapters.package.extent import Extent, Texts, extent, overcounted, repeats, shared_texts
from kundenbindung.adapters.package.open import harmless, too_large_to_parse
from kundenbindung.adapters.sources.old_excel import read_old
from kundenbindung.adapters.sources.sheet import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    UNCALCULATED,
    SourceSheet,
    stop,
)

ZIP_MARK = b"PK\x03\x04"
MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 200_000_000
MIN_RATIO = 0.01
_RATIO_FROM_BYTES = 1_000_000
_HEAD = 65_536

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>/]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb'\bt="e"')
_TEXT_RESULT = re.compile(rb'\bt="(?:str|s|inlineStr)"')
_VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_DAMAGED = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    LookupError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What the libraries raise for a package that is none, or only half of one."""

_Marks: TypeAlias = dict[tuple[int, int], str]
"""Row and column (from 0) of what the library does not tell: error values and unsaved results."""


def read_excel(data: bytes, file: str) -> tuple[SourceSheet, ...]:
    """Blätter einer Excel-Datei in their order; raises `SourceError` if it is no safe, open workbook."""
    if data.startswith(MAGIC):
        return read_old(data, file)
    try:
        scans = _scan(data, file)
        with reader.opened(io.BytesIO(data)) as book:
            return tuple(_sheets(book, scans))
    except PasswordError:
        stop("source_workbook_encrypted", file=file)
    except _DAMAGED:
        stop("source_workbook_damaged", file=file)


def _sheets(book: CalamineWorkbook, scans: dict[str, _Marks]) -> Iterator[SourceSheet]:
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
        marked = _with_marks(rows, scans.get(meta.name, {}))
        visible = meta.visible == SheetVisibleEnum.Visible
        yield SourceSheet(meta.name, marked, visible=visible)


def _with_marks(rows: Sequence[Sequence[object]], marks: _Marks) -> tuple[tuple[object, ...], ...]:
    """Rows in which an error value stands as its text, and an unsaved result as `UNCALCULATED`."""
    filled = [list(row) for row in rows]
    for (row, column), text in marks.items():
        if row < len(filled) and column < len(filled[row]):
            filled[row][column] = text
    return tuple(tuple(row) for row in filled)


def _scan(data: bytes, file: str) -> dict[str, _Marks]:
    """Sheet name to the marks of its cells; stops at a file that is too large or no workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _check_size(package, file)
        names = set(package.namelist())
        if "xl/workbook.bin" in names:
            stop("source_not_a_table", file=file, kind="XLSB")
        if "xl/workbook.xml" not in names:
            stop("source_not_a_table", file=file, kind="ZIP")
        if overcounted(package):
            stop("source_workbook_damaged", file=file)
        parts, texts = _sheet_parts(package), shared_texts(package)
        return {
            name: _scan_sheet(package.read(part), texts, file, name)
            for name, part in parts.items()
            if part in names
        }


def _check_size(package: zipfile.ZipFile, file: str) -> None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    bomb = unpacked > _RATIO_FROM_BYTES and packed < MIN_RATIO * unpacked
    giant = any(map(too_large_to_parse, entries))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or bomb or giant:
        stop("source_workbook_too_large", file=file, limit_mb=MAX_UNPACKED_BYTES / 1e6)
    if package.testzip() is not None:
        stop("source_workbook_damaged", file=file)
    for entry in entries:
        with package.open(entry) as stream:
            if not harmless(stream.read(_HEAD)):
                stop("workbook_unsafe_xml", file=file, part=entry.filename)


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the name of its part in the package."""
    relations = fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    book = fromstring(package.read("xl/workbook.xml"))
    sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
    return {
        str(sheet.get("name")): _part(targets[sheet.get(_RELATION)])
        for sheet in sheets
        if sheet.get(_RELATION) in targets
    }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _scan_sheet(xml: bytes, texts: Texts, file: str, sheet: str) -> _Marks:
    """Marks of a sheet; stops before the library fills a giant rectangle, or repeats a giant text."""
    size = extent(xml)
    _check_area(size, file, sheet)
    if repeats(texts, xml, size.cells):
        stop("source_workbook_too_large", file=file, limit_mb=MAX_UNPACKED_BYTES / 1e6)
    marks: _Marks = {}
    for match in _CELL.finditer(xml):
        place = _PLACE.search(match.group(1))
        mark = _mark(match.group(1), match.group(2)) if place else None
        if place is not None and mark is not None:
            marks[int(place.group(2)) - 1, _column(place.group(1)) - 1] = mark
    return marks


def _check_area(size: Extent, file: str, sheet: str) -> None:
    if size.columns > MAX_COLUMNS:
        stop("source_too_many_columns", file=file, sheet=sheet, columns=size.columns, limit=MAX_COLUMNS)
    if size.rows > MAX_ROWS or size.rows * size.columns > MAX_CELLS or size.sparse:
        limit = min(MAX_ROWS, MAX_CELLS // max(size.columns, 1))
        stop("source_too_many_rows", file=file, sheet=sheet, limit=limit)


def _mark(attributes: bytes, content: bytes) -> str | None:
    value = _VALUE.search(content)
    if _ERROR.search(attributes):
        return value.group(1).decode("utf-8", "replace") if value else "#UNKNOWN!"
    if value is None and _FORMULA.search(content) and not _TEXT_RESULT.search(attributes):
        return UNCALCULATED
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
