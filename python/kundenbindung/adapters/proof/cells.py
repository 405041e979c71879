"""Zellen: a sheet cell by cell against what is meant, and all texts of the file against its cells.

Regular cells are taken out of the sheet by one strict expression and compared by value; what is left is
small and is looked at as markup.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kundenbindung.adapters.proof.knowing import Cut
from kundenbindung.adapters.proof.markup import MAIN
from kundenbindung.adapters.proof.meant import Check, Fault, MeantSheet, MeantTable
from kundenbindung.workbook.outgoing import Cell

PRECISION = 1e-12
_NUMBER = rb"-?(?:0|[1-9]\d{0,15})(?:\.\d{1,20})?(?:E[+-]\d{1,3})?"
_CELL = (
    rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="\d{1,5}")?'
    rb'(?:/>|(?: t="([sb])")?><v>(' + _NUMBER + rb")</v></c>)"
)
_REGULAR = re.compile(_CELL)
_TOKENS = re.compile(rb'<row r="([1-9]\d{0,6})"|' + _CELL)
_AREA = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_MISSING = object()

Values = dict[str, Cell]
"""What stands in the cells of a sheet, by their name (A1)."""


@dataclass(frozen=True, slots=True, eq=False)
class SheetCells:
    """Blatt taken apart: values by cell, numbers of the texts in use, what is left of its XML, faults."""

    values: Values
    used: frozenset[int]
    rest: bytes
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """Tabelle as a part of the file describes it: name, area, names of its columns."""

    name: str
    area: str
    headers: tuple[str, ...]


def read_strings(root: Element | None) -> list[str]:
    """Gemeinsame Texte in their order."""
    if root is None:
        return []
    return [unescaped("".join(one.itertext())) for one in root.iter(f"{MAIN}si")]


def unescaped(text: str) -> str:
    """Text without the way in which Excel writes signs that XML cannot hold."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def take_apart(label: str, data: bytes, strings: Sequence[str]) -> SheetCells:
    """Regelmäßige Zellen of a sheet, and the rest of it."""
    head, begin, following = data.partition(_BEGIN)
    body, end, tail = following.partition(_END)
    rest = head + begin + _REGULAR.sub(b"", body) + end + tail
    values: Values = {}
    used: set[int] = set()
    faults: list[Fault] = []
    current = b""
    for row, letters, number, kind, text in _TOKENS.findall(body):
        if row:
            current = row
            continue
        name = (letters + number).decode()
        if number != current or name in values:
            faults.append(Fault(Check.CELL, f"{label}!{name}", text.decode()))
        if kind == b"s":
            used.add(int(text) if b"." not in text and b"E" not in text else -1)
        values[name] = _value(kind, text, strings)
    return SheetCells(values, frozenset(used), rest, tuple(faults))


def _value(kind: bytes, text: bytes, strings: Sequence[str]) -> Cell:
    if not text:
        return None
    if not kind:
        return float(text)
    if kind == b"b":
        return {b"0": False, b"1": True}.get(text, text.decode())
    return strings[int(text)] if text.isdigit() and int(text) < len(strings) else f"#{text.decode()}"


def other_cells(label: str, root: Element, strings: Sequence[str]) -> tuple[Values, list[Fault]]:
    """Zellen that are not regular, taken out of the tree: formulas and whatever else Excel may write."""
    values: Values = {}
    faults: list[Fault] = []
    for row in root.iter(f"{MAIN}row"):
        for cell in list(row):
            if cell.tag != f"{MAIN}c":
                continue
            name, formula = cell.get("r", ""), cell.find(f"{MAIN}f")
            check = Check.CELL if formula is None else Check.FORMULA
            faults.append(Fault(check, f"{label}!{name}", " ".join(cell.itertext())))
            text = (cell.findtext(f"{MAIN}v") or "").encode()
            if re.fullmatch(_NUMBER, text):
                values[name] = _value(cell.get("t", "").encode(), text, strings)
            row.remove(cell)
    return values, faults


def compare(sheet: MeantSheet, tables: Sequence[PlacedTable], values: Mapping[str, Cell]) -> Iterator[Fault]:
    """Zellen and tables of a sheet that are not as they are meant."""
    placed = {table.name: table for table in tables}
    for name in placed.keys() - {table.label for table in sheet.tables}:
        yield Fault(Check.TABLE, sheet.label, name)
    expected: dict[str, Cell] = {}
    for table in sheet.tables:
        found = placed.get(table.label)
        if found is None or not _fits(table, found):
            yield Fault(Check.TABLE, sheet.label, table.label)
        if found is not None:
            expected.update(_expected(table, found.area))
    yield from _differences(sheet, expected, values)


def _fits(table: MeantTable, placed: PlacedTable) -> bool:
    match = _AREA.fullmatch(placed.area)
    if match is None or placed.headers != table.headers:
        return False
    wide = column_number(match[3]) - column_number(match[1]) + 1
    return (wide, int(match[4]) - int(match[2])) == (len(table.headers), max(1, len(table.rows)))


def _expected(table: MeantTable, area: str) -> Iterator[tuple[str, Cell]]:
    match = _AREA.fullmatch(area)
    if match is None:
        return
    first, top = column_number(match[1]), int(match[2])
    letters = [column_letters(first + at) for at in range(len(table.headers))]
    for row, cells in enumerate((table.headers, *table.rows), top):
        end = str(row)
        for column, cell in zip(letters, cells, strict=True):
            yield column + end, None if cell == "" else cell


def _differences(sheet: MeantSheet, expected: dict[str, Cell], values: Mapping[str, Cell]) -> Iterator[Fault]:
    beside = _Beside(sheet)
    for name, value in values.items():
        meant = expected.pop(name, _MISSING)
        wrong = not beside.allows(value) if meant is _MISSING else not _is_same(value, meant)
        if wrong:
            yield Fault(Check.CELL, f"{sheet.label}!{name}", "" if value is None else str(value))
    for name, cell in expected.items():
        if cell is not None:
            yield Fault(Check.CELL, f"{sheet.label}!{name}", "")


def _is_same(value: Cell, meant: object) -> bool:
    if isinstance(value, float) and isinstance(meant, (int, float)) and not isinstance(meant, bool):
        return value == meant or abs(value - meant) <= PRECISION * abs(meant)
    return value == meant and isinstance(value, bool) is isinstance(meant, bool)


class _Beside:
    """Was außerhalb der Tabellen stehen darf."""

    def __init__(self, sheet: MeantSheet) -> None:
        self._texts = sheet.texts
        self._numbers = sheet.numbers
        self._cut = Cut(sheet.cut)

    def allows(self, value: Cell) -> bool:
        if value is None:
            return True
        if isinstance(value, str):
            return value in self._texts or self._cut.holds(value)
        return not isinstance(value, bool) and any(
            math.isclose(value, one, rel_tol=PRECISION) for one in self._numbers
        )


def column_number(letters: str) -> int:
    """Spalte A is 1."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def column_letters(number: int) -> str:
    """Buchstaben of a column, 1 is A."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def placed_table(root: Element) -> PlacedTable:
    """Tabelle of its part."""
    headers = tuple(unescaped(one.get("name", "")) for one in root.iter(f"{MAIN}tableColumn"))
    return PlacedTable(root.get("name", ""), root.get("ref", ""), headers)


def string_faults(strings: Sequence[str], used: frozenset[int]) -> Iterator[Fault]:
    """Texte that stand in no cell, or twice."""
    seen: set[str] = set()
    for at, text in enumerate(strings):
        if at not in used or text in seen:
            yield Fault(Check.STRING, "sharedStrings", text)
        seen.add(text)
