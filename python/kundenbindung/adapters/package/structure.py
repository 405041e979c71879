"""Aufbau einer Mappe, read from the package itself: sheets, tables, names, error cells.

No workbook library is involved: small parts are parsed with defusedxml, sheets are searched as
bytes. Call `guard` first; whatever still does not fit raises `PackageError(workbook_damaged)`.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from kundenbindung.adapters.package.areas import address, area, cell, plain
from kundenbindung.adapters.package.problems import refusal

State = Literal["visible", "hidden", "veryHidden"]
_HEAD = 4096
_CODE_NAME = re.compile(rb"""<(?:\w+:)?sheetPr\b[^>]*?\bcodeName=["']([^"']*)["']""")
_ROOT = re.compile(rb"<(?:(\w+):)?worksheet\b")
_ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3}[0-9]{1,7})["']""")
_TEXT_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\bt=["']str["'][^<>]*""")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_WINDOW = 400
DAMAGE = (zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Blatt: its name, its part in the package, whether it shows, its VBA code name or None."""

    name: str
    part: str
    state: State
    code_name: str | None


@dataclass(frozen=True, slots=True)
class TablePart:
    """Tabelle: zero-based area with header (and totals row if any), columns from left to right.

    Where the header row is switched off, `first_row` is the row above the first row of data.
    """

    name: str
    sheet: str
    first_row: int
    first_col: int
    last_row: int
    last_col: int
    columns: tuple[str, ...]
    has_totals_row: bool


@dataclass(frozen=True, slots=True)
class DefinedName:
    """Name: what it refers to, and the sheet it belongs to (None: the whole workbook)."""

    name: str
    refers_to: str
    sheet: str | None


@dataclass(frozen=True, slots=True)
class Structure:
    """Aufbau of one workbook file, sheets in the order of their tabs."""

    sheets: tuple[SheetPart, ...]
    tables: tuple[TablePart, ...]
    names: tuple[DefinedName, ...]
    code_name: str | None


@dataclass(frozen=True, slots=True)
class CellScan:
    """Fehlerwerte (address, text such as "#DIV/0!") and addresses of formula cells of one sheet."""

    errors: tuple[tuple[str, str], ...]
    formulas: tuple[str, ...]


def structure(path: Path) -> Structure:
    """Aufbau der Mappe at `path`; raises PackageError `workbook_damaged` if a part is missing."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _structure(archive)
    except DAMAGE:
        raise refusal("workbook_damaged", file=path.name) from None


def _structure(archive: zipfile.ZipFile) -> Structure:
    workbook = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    related = dict(_relations(archive, "xl/workbook.xml"))
    sheets = tuple(_sheet(archive, node, related) for node in workbook.iter() if _local(node) == "sheet")
    tables = tuple(table for sheet in sheets for table in _tables(archive, sheet))
    names = tuple(_name(node, sheets) for node in workbook.iter() if _local(node) == "definedName")
    properties = (node for node in workbook if _local(node) == "workbookPr")
    code_name = next((node.get("codeName") for node in properties), None)
    return Structure(sheets, tables, names, code_name)


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    folder, _, name = part.rpartition("/")
    where = f"{folder}/_rels/{name}.rels"
    if where not in archive.namelist():
        return
    for node in fromstring(archive.read(where), forbid_dtd=True):
        if node.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(f"/{folder}", node.attrib["Target"])).lstrip("/")
            yield node.attrib["Id"], (node.attrib["Type"].rpartition("/")[2], target)


def _sheet(archive: zipfile.ZipFile, node: Element, related: dict[str, tuple[str, str]]) -> SheetPart:
    key = next(value for name, value in node.attrib.items() if name.endswith("}id"))
    part = related[key][1]
    with archive.open(part) as stream:
        match = _CODE_NAME.search(stream.read(_HEAD))
    code_name = html.unescape(match[1].decode("utf-8")) if match else None
    return SheetPart(node.attrib["name"], part, _state(node.get("state", "visible")), code_name)


def _state(text: str) -> State:
    states: dict[str, State] = {"hidden": "hidden", "veryHidden": "veryHidden"}
    return states.get(text, "visible")


def _tables(archive: zipfile.ZipFile, sheet: SheetPart) -> Iterator[TablePart]:
    for kind, part in dict(_relations(archive, sheet.part)).values():
        if kind == "table":
            yield _table(fromstring(archive.read(part), forbid_dtd=True), sheet.name)


def _table(node: Element, sheet: str) -> TablePart:
    where = area(node.attrib["ref"])
    columns = tuple(plain(one.attrib["name"]) for one in node.iter() if _local(one) == "tableColumn")
    if len(columns) != where.last_col - where.first_col + 1:
        raise ValueError(f"{len(columns)} columns in {node.attrib['ref']}")
    name = node.get("displayName") or node.attrib["name"]
    header_row = where.first_row - (1 if int(node.get("headerRowCount", "1")) == 0 else 0)
    where = where._replace(first_row=header_row)
    return TablePart(name, sheet, *where, columns, int(node.get("totalsRowCount", "0")) > 0)


def _name(node: Element, sheets: tuple[SheetPart, ...]) -> DefinedName:
    number = node.get("localSheetId")
    sheet = sheets[int(number)].name if number is not None and int(number) < len(sheets) else None
    return DefinedName(node.attrib["name"], node.text or "", sheet)


def scan(data: bytes) -> CellScan:
    """Fehlerwerte und Formelzellen of the XML of a sheet; raises one of DAMAGE where that is damaged."""
    match = _ROOT.search(data, 0, _HEAD)
    prefix = match[1] + b":" if match and match[1] else b""
    opening = b"<" + prefix + b"c"
    try:
        errors = tuple(_errors(data, opening))
        formulas = tuple(_formulas(data, opening, b"<" + prefix + b"f"))
    except LookupError:
        return _scan_slowly(data)
    return CellScan(errors, formulas)


def text_results(data: bytes) -> frozenset[str]:
    """Formelzellen of the XML of a sheet whose result is a text, also an empty one: their addresses."""
    found = (_ADDRESS.search(match[0]) for match in _TEXT_CELL.finditer(data))
    return frozenset(address[1].decode("ascii") for address in found if address)


def _places(data: bytes, needle: bytes) -> Iterator[int]:
    at = data.find(needle)
    while at >= 0:
        yield at
        at = data.find(needle, at + len(needle))


def _errors(data: bytes, opening: bytes) -> Iterator[tuple[str, str]]:
    needles = (b't="e"', b"t='e'") if b"'" in data else (b't="e"',)
    found = [place for needle in needles for place in _places(data, needle)]
    for at in sorted(found):
        start = data.rfind(b"<", max(0, at - _WINDOW), at)
        if start < 0 or not data.startswith(opening + b" ", start) or b">" in data[start:at]:
            continue
        end = data.find(opening, at)
        value = _VALUE.search(data, at, end if end >= 0 else len(data))
        yield _own_address(data, start), value[1].decode("utf-8") if value else ""


def _formulas(data: bytes, opening: bytes, needle: bytes) -> Iterator[str]:
    end = data.rfind(b"sheetData>")
    for at in _places(data, needle):
        if at > end >= 0:
            return
        if data[at + len(needle) : at + len(needle) + 1] in {b">", b" ", b"/"}:
            yield _own_address(data, data.rfind(opening, max(0, at - _WINDOW), at))


def _own_address(data: bytes, start: int) -> str:
    match = _ADDRESS.search(data, start, data.find(b">", start)) if start >= 0 else None
    if match is None:
        raise LookupError("a cell without its address")
    return match[1].decode("ascii")


def _scan_slowly(data: bytes) -> CellScan:
    """The same for sheets whose cells do not carry their addresses: they follow one another."""
    errors: list[tuple[str, str]] = []
    formulas: list[str] = []
    for where, node in _addressed(data):
        parts = {_local(child): child.text or "" for child in node}
        if node.get("t") == "e":
            errors.append((where, parts.get("v", "")))
        if "f" in parts:
            formulas.append(where)
    return CellScan(tuple(errors), tuple(formulas))


def _addressed(data: bytes) -> Iterator[tuple[str, Element]]:
    row = -1
    for _, node in iterparse(BytesIO(data), forbid_dtd=True):
        if _local(node) != "row":
            continue
        row = int(node.get("r", row + 2)) - 1
        column = -1
        for one in node:
            column = cell(one.attrib["r"])[1] if "r" in one.attrib else column + 1
            yield address(row, column), one
        node.clear()
