"""Formulas: Excel's English notation <-> LibreOffice's; references into tables become addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.engine.addresses import Box, address, quoted
from tests.engine.errors import refused

if TYPE_CHECKING:
    from tests.engine.books import Book
    from tests.engine.tables import Area

EXCEL, NATIVE = 3, 0
STRING = re.compile(r'("(?:[^"]|"")*"|\'(?:[^\']|\'\')*\')')
REFERENCE = re.compile(r"([^\W\d][\w.]*)\[((?:[^\[\]]|\[[^\]]*\])*)\]")
ITEM = re.compile(r"\[([^\]]*)\]")
SYNTAX_ERRORS = {501, 507, 508, 509, 510, 511, 512, 513, 514, 515, 516, 517, 520}
"""LibreOffice's codes of formulas that Excel would not accept at all."""
LOST_NAME = "#NAME?["


def outside_strings(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to the parts of a formula that are neither text nor quoted sheet names."""
    parts = STRING.split(text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


class Formulas:
    """Translator of one workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._excel, self._native = (self._parser(convention) for convention in (EXCEL, NATIVE))

    def _parser(self, convention: int) -> Any:
        parser = self._book.document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.FormulaConvention, parser.CompileEnglish = convention, True
        return parser

    def tokens(self, formula: str, position: Any, row: int) -> Any:
        """Excel's formula (with "=") in a cell of worksheet row `row` -> tokens."""
        return self._excel.parseFormula(self.plain(formula, row)[1:], position)

    def native(self, formula: str, position: Any, row: int = 0) -> str:
        """Excel's expression -> LibreOffice's notation, without "="."""
        bare = self.plain(formula, row).removeprefix("=")
        return str(self._native.printFormula(self._excel.parseFormula(bare, position), position))

    def moved(self, tokens: Any, position: Any) -> str:
        """Tokens read at one cell -> LibreOffice's notation at another, relative references moved along."""
        return str(self._native.printFormula(tokens, position))

    def excel(self, formula: str, position: Any) -> str:
        """LibreOffice's expression without "=" -> Excel's."""
        printed = str(self._excel.printFormula(self._native.parseFormula(formula, position), position))
        names = iter(REFERENCE.findall(STRING.sub('""', formula)))
        return re.sub(re.escape(LOST_NAME), lambda _: next(names, ("#NAME?", ""))[0] + "[", printed)

    def plain(self, formula: str, row: int) -> str:
        """References into tables -> addresses."""

        def addressed(part: str) -> str:
            return REFERENCE.sub(lambda found: self._replaced(found, row), part)

        return outside_strings(formula, addressed)

    def _replaced(self, found: re.Match[str], row: int) -> str:
        for table in self._book.tables():
            if table.name.lower() == found[1].lower():
                sheet = quoted(self._book.sheet(table.sheet).title())
                return f"{sheet}!{address(self.part(table, found[2], row))}"
        raise refused(f"no table {found[1]!r}")

    def part(self, table: Area, inner: str, row: int) -> Box:
        """The cells that `inner` of `Tbl[inner]` names, for a formula in worksheet row `row`."""
        items = ITEM.findall(inner) or ([inner] if inner else [])
        keywords = [item for item in items if item.startswith("#")]
        columns = [item.lstrip("@") for item in items if not item.startswith("#")]
        this_row = "#This Row" in keywords or any(item.startswith("@") for item in items)
        keyword = "#This Row" if this_row else "".join(keywords)
        return self._rows(table, self._columns(table, columns), keyword, row)

    def _columns(self, table: Area, names: list[str]) -> tuple[int, int]:
        if not names or names == [""]:
            return table.box.column, table.box.last_column
        headers = [header.lower() for header in self._headers(table)]
        unknown = [name for name in names if name.lower() not in headers]
        if unknown:
            raise refused(f"no column {unknown[0]!r} in table {table.name!r}")
        positions = [table.box.column + headers.index(name.lower()) for name in names]
        return min(positions), max(positions)

    def _headers(self, table: Area) -> list[str]:
        sheet = self._book.document.Sheets.getByIndex(table.sheet)
        row, last = table.box.row - 1, table.box.last_column - 1
        cells = sheet.getCellRangeByPosition(table.box.column - 1, row, last, row)
        return [str(header) for header in cells.getDataArray()[0]]

    @staticmethod
    def _rows(table: Area, columns: tuple[int, int], keyword: str, row: int) -> Box:
        first, width = columns[0], columns[1] - columns[0] + 1
        box = table.box
        if keyword == "#This Row":
            return Box(row, first, 1, width)
        if keyword == "#Headers":
            return Box(box.row, first, 1, width)
        if keyword in {"#All", "#Headers#Data"}:
            return Box(box.row, first, box.rows, width)
        if keyword in {"", "#Data"}:
            return Box(box.row + 1, first, max(box.rows - 1, 1), width)
        raise refused(f"reference {keyword!r}")
