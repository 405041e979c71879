"""Sheets and Sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.engine import values
from tests.engine.addresses import MAX_COLUMNS, MAX_ROWS, Box, address, between, parse
from tests.engine.api import SheetApi
from tests.engine.bridge import NO, YES, address_of
from tests.engine.crossing import reads, writes
from tests.engine.errors import refused
from tests.engine.names import BookNames
from tests.engine.ranges import Range
from tests.engine.tables import Area, Tables, box_of
from xlwings import base_classes

if TYPE_CHECKING:
    from tests.engine.books import Book
    from tests.engine.session import Session


class Sheets(base_classes.Sheets):
    """Worksheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.session: Session = book.session

    @property
    def api(self) -> Any:
        """UNO object."""
        return self.book.document.Sheets

    @property
    @reads
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.document.CurrentController.getActiveSheet())

    @reads
    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            return self.book.sheet(name_or_index - 1)
        for index, name in enumerate(self.book.all_sheets.ElementNames):
            if name.lower() == name_or_index.lower():
                return self.book.sheet(index)
        raise refused(f"no sheet {name_or_index!r}")

    @reads
    def __len__(self) -> int:
        return int(self.book.all_sheets.Count)

    @reads
    def __iter__(self) -> Iterator[Sheet]:
        return iter([self.book.sheet(index) for index in range(self.book.all_sheets.Count)])

    @reads
    def __contains__(self, name: str) -> bool:
        return name.lower() in (known.lower() for known in self.book.document.Sheets.ElementNames)

    @writes
    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one unless told otherwise; it becomes the active one."""
        if self.book.document.isProtected():
            raise refused("the workbook is protected")
        sheets = self.book.document.Sheets
        position = after.position() + 1 if after else (before or self.active).position()
        taken = {known.lower() for known in sheets.ElementNames}
        number = next(number for number in range(1, 1000) if f"tabelle{number}" not in taken)
        chosen = name or f"Tabelle{number}"
        sheets.insertNewByName(chosen, position)
        self.book.structure_changed()
        sheet = Sheet(self.book, sheets.getByName(chosen))
        sheet.show()
        return sheet


class Sheet(base_classes.Sheet):
    """One worksheet; `uno` is its UNO object."""

    def __init__(self, book: Book, uno: Any) -> None:
        self._book = book
        self.session: Session = book.session
        self.uno = uno

    @property
    def book(self) -> Book:
        """Workbook it belongs to."""
        return self._book

    @property
    def api(self) -> SheetApi:
        """Excel's own object, as far as tests need it."""
        return SheetApi(self)

    def title(self) -> str:
        """Name."""
        return str(self.uno.getName())

    def position(self) -> int:
        """Position from 0."""
        return int(self.uno.getRangeAddress().Sheet)

    def address_of(self, box: Box) -> Any:
        """CellRangeAddress of a box here."""
        return address_of(self.position(), *box)

    def cells_of(self, box: Box) -> Range:
        """Cells of a box here."""
        return Range(self, box)

    def tables_here(self) -> list[Area]:
        """Tables on this sheet."""
        position = self.position()
        return [area for area in self.book.tables() if area.sheet == position]

    def show(self) -> None:
        """Bring to the front."""
        self.book.document.CurrentController.setActiveSheet(self.uno)

    def must_be_open(self) -> None:
        """Raise as Excel does when something else than unlocked cells of a protected sheet is changed."""
        if self.uno.isProtected():
            raise refused("the cell or chart is on a protected sheet")

    def headers_changed(self, box: Box) -> None:
        """Name the header cells of tables anew after these cells changed."""
        for area in self.tables_here():
            if area.header.meets(box):
                self.name_headers(area.header)

    def name_headers(self, header: Box) -> None:
        """Empty and repeated header cells of a table get a name, as Excel does it."""
        last = header.last_column - 1
        cells = self.uno.getCellRangeByPosition(header.column - 1, header.row - 1, last, header.row - 1)
        texts = [values.header_text(value) for value in cells.getDataArray()[0]]
        named = unique_headers(texts)
        if named != list(cells.getDataArray()[0]):
            cells.setDataArray((tuple(named),))

    @property
    @reads
    def name(self) -> str:
        """Name."""
        return self.title()

    @name.setter
    @writes
    def name(self, value: str) -> None:
        if self.book.document.isProtected():
            raise refused("the workbook is protected")
        self.uno.setName(value)

    @property
    def names(self) -> BookNames:
        """Names of this sheet."""
        return BookNames(self.book, self)

    @property
    @reads
    def index(self) -> int:
        """Position from 1."""
        return self.position() + 1

    @property
    @reads
    def visible(self) -> bool:
        """Is it shown?"""
        return bool(self.uno.IsVisible)

    @visible.setter
    @writes
    def visible(self, value: bool) -> None:
        self.uno.IsVisible = bool(value)

    @reads
    def activate(self) -> None:
        """Bring to the front; a hidden sheet cannot be."""
        if not self.uno.IsVisible:
            raise refused("a hidden sheet cannot be activated")
        self.show()

    def select(self) -> None:
        """Bring to the front."""
        self.activate()

    @writes
    def delete(self) -> None:
        """Remove the sheet; the last one stays."""
        if self.book.document.isProtected() or self.book.document.Sheets.Count == 1:
            raise refused("the sheet cannot be deleted")
        self.book.document.Sheets.removeByName(self.title())
        self.book.structure_changed()

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells by address, position, name, or from one cell to another."""
        first = self._place(arg1)
        return first if arg2 is None else Range(self, between(first.box(), self._place(arg2).box()))

    def _place(self, described: Any) -> Range:
        if isinstance(described, Range):
            return described
        if isinstance(described, tuple):
            if 0 in described[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Range(self, Box(*(described if len(described) == 4 else (*described, 1, 1))))
        box = parse(described)
        return Range(self, box) if box else self._named(described)

    @reads
    def _named(self, described: str) -> Range:
        sheet, mark, inside = described.rpartition("!")
        if mark and sheet.strip("'").lower() == self.title().lower() and (box := parse(inside)):
            return Range(self, box)
        names = BookNames(self.book)
        for shown in (described, f"{self.title()}!{described}"):
            if names.contains(shown):
                return names(shown).refers_to_range
        plain = described if "[" in described else f"{described}[]"
        box = parse(self.book.formulas.plain(plain, 0).rpartition("!")[2])
        return Range(self, box) if box else self._unknown(described)

    @staticmethod
    def _unknown(described: str) -> Range:
        raise refused(f"no cells {described!r}")

    @property
    def cells(self) -> Range:
        """Every cell."""
        return Range(self, Box(1, 1, MAX_ROWS, MAX_COLUMNS))

    def used_box(self) -> Box:
        """Smallest box with everything that was entered."""
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(NO)
        cursor.gotoEndOfUsedArea(YES)
        return box_of(cursor.getRangeAddress())

    @property
    @reads
    def used_range(self) -> Range:
        """Cells that were entered."""
        return Range(self, self.used_box())

    @property
    def tables(self) -> Tables:
        """Tables."""
        return Tables(self)

    @property
    def page_setup(self) -> PageSetup:
        """Settings of the print."""
        return PageSetup(self)

    @property
    def charts(self) -> Counted:
        """Charts, to be counted only."""
        return Counted(self, "com.sun.star.drawing.OLE2Shape")

    @property
    def pictures(self) -> Counted:
        """Pictures, to be counted only."""
        return Counted(self, "com.sun.star.drawing.GraphicObjectShape")

    @property
    def shapes(self) -> Counted:
        """All shapes, to be counted only."""
        return Counted(self, "")

    @property
    @reads
    def notes(self) -> list[Any]:
        """Notes of cells."""
        places = [note.getPosition() for note in self.uno.Annotations]
        found = [Range(self, Box(place.Row + 1, place.Column + 1, 1, 1)).note for place in places]
        return [note for note in found if note]

    @writes
    def clear_contents(self) -> None:
        """Empty every cell."""
        Range(self, self.used_box()).clear_contents()

    @writes
    def autofit(self, axis: str | None = None) -> None:
        """Widths and heights that fit."""
        Range(self, self.used_box()).autofit(axis)


def unique_headers(texts: list[str]) -> list[str]:
    """Header texts -> the names Excel gives: `Spalte1` for an empty one, `Umsatz2` for a repeated one."""
    taken = {text.lower() for text in texts}
    seen: set[str] = set()
    named = []
    for text in texts:
        name = text
        if not text or text.lower() in seen:
            stem, first = (text, 2) if text else ("Spalte", 1)
            number = next(n for n in range(first, MAX_COLUMNS) if f"{stem}{n}".lower() not in taken)
            name = f"{stem}{number}"
            taken.add(name.lower())
        seen.add(name.lower())
        named.append(name)
    return named


class Counted:
    """Shapes of one service on a sheet."""

    def __init__(self, sheet: Sheet, service: str) -> None:
        self.sheet = sheet
        self.session: Session = sheet.session
        self._service = service

    @reads
    def __len__(self) -> int:
        page = self.sheet.uno.DrawPage
        shapes = [page.getByIndex(index) for index in range(page.getCount())]
        return sum(self._service in {"", shape.getShapeType()} for shape in shapes)

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError("shapes can only be counted")


class PageSetup(base_classes.PageSetup):
    """Print settings of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.session: Session = sheet.session

    @property
    @reads
    def print_area(self) -> str | None:
        """Printed cells, None for all."""
        areas = self.sheet.uno.getPrintAreas()
        return ",".join(address(box_of(area)) for area in areas) or None

    @print_area.setter
    @writes
    def print_area(self, value: str | None) -> None:
        boxes = [parse(part) for part in value.split(",")] if value else []
        if None in boxes:
            raise refused(f"print area {value!r}")
        self.sheet.uno.setPrintAreas(tuple(self.sheet.address_of(box) for box in boxes if box))
