"""Range: the cells of a sheet. Their UNO object follows insertions, as Excel's ranges do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.engine import filling, shifting, values, walking
from tests.engine.addresses import Box, address, quoted
from tests.engine.api import RangeApi
from tests.engine.crossing import reads, writes
from tests.engine.errors import refused
from tests.engine.tables import box_of
from xlwings import base_classes

if TYPE_CHECKING:
    from tests.engine.session import Session
    from tests.engine.sheets import Sheet

TOO_MANY_CELLS = 4_000_000
FORMATS = 32 | 64 | 512
"""Content flags of the office: hard formats, objects' anchors are kept, edit formats."""
NOTES = 8
MM_PER_PIXEL, PIXELS_PER_LETTER, PADDING = 2540 / 96, 7, 5
MM_PER_POINT = 2540 / 72


class Range(base_classes.Range):
    """A rectangle of cells."""

    def __init__(self, sheet: Sheet, box: Box) -> None:
        self._sheet = sheet
        self.session: Session = sheet.session
        self._box = box
        self._uno: Any = None
        self.options: dict[str, Any] = {}

    @property
    def sheet(self) -> Sheet:
        """Sheet they are on."""
        return self._sheet

    def box(self) -> Box:
        """Place of the cells, where they are now."""
        if self._uno is not None:
            self._box = box_of(self._uno.getRangeAddress())
        return self._box

    @property
    def uno(self) -> Any:
        """UNO object of the cells."""
        if self._uno is None:
            box = self._box
            corners = (box.column - 1, box.row - 1, box.last_column - 1, box.last_row - 1)
            self._uno = self.sheet.uno.getCellRangeByPosition(*corners)
        return self._uno

    @property
    def api(self) -> RangeApi:
        """Excel's own object, as far as tests need it."""
        return RangeApi(self)

    @property
    def coords(self) -> tuple[Any, ...]:
        """Sheet and place."""
        return (self.sheet, *self.box())

    @property
    @reads
    def row(self) -> int:
        """First row."""
        return self.box().row

    @property
    @reads
    def column(self) -> int:
        """First column."""
        return self.box().column

    @property
    @reads
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        box = self.box()
        return box.rows, box.columns

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    @reads
    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        box = self.box()
        if arg2 is None:
            row, column = divmod(arg1 - 1, box.columns)
            return Range(self.sheet, Box(box.row + row, box.column + column, 1, 1))
        return Range(self.sheet, Box(box.row + arg1 - 1, box.column + arg2 - 1, 1, 1))

    @property
    @reads
    def address(self) -> str:
        """`$A$1:$B$2`."""
        return address(self.box())

    @reads
    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Address with or without $, with workbook and sheet when external."""
        inside = address(self.box(), row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return inside
        place = f"[{self.sheet.book.title()}]{self.sheet.title()}"
        return f"{quoted(place)}!{inside}"

    # Values and formulas

    def _readable(self) -> Box:
        box = self.box()
        if box.rows * box.columns > TOO_MANY_CELLS:
            raise refused("out of memory: too many cells at once")
        return box

    def _shaped(self, grid: values.Grid) -> Any:
        return grid[0][0] if len(grid) == len(grid[0]) == 1 else tuple(tuple(row) for row in grid)

    @property
    @reads
    def raw_value(self) -> Any:
        """Values as Excel hands them out: one, or a tuple of rows."""
        box = self._readable()
        return None if not box.rows * box.columns else self._shaped(values.read(self.sheet, self.uno, box))

    @raw_value.setter
    @writes
    def raw_value(self, data: Any) -> None:
        self._put(data)

    def _put(self, data: Any) -> None:
        self.must_be_open()
        box = self.box()
        if data is None or (isinstance(data, str) and not data):
            self._empty()
            return
        if not isinstance(data, list | tuple):
            if _is_formula(data) and len(self) > 1 and not self._holds_text():
                filling.fill_formula(self, data)
                return
            data = self._repeated(data, self._readable())
        elif not isinstance(data[0], list | tuple):
            data = [data]
        if (len(data), len(data[0])) != (box.rows, box.columns):
            raise NotImplementedError("a block of another size than the cells")
        values.write(self.sheet, self.uno, box, data)
        self.sheet.headers_changed(box)

    def _empty(self) -> None:
        self.must_be_open()
        self.uno.clearContents(values.EVERYTHING)
        self.sheet.headers_changed(self.box())

    def _holds_text(self) -> bool:
        """Has one of the cells the format of text?"""
        return any(kind == "text" for kind, _ in values.kinds(self.sheet, self.uno, self.box()))

    @staticmethod
    def _repeated(value: Any, box: Box) -> list[list[Any]]:
        return [[value] * box.columns for _ in range(box.rows)]

    def must_be_open(self) -> None:
        """Raise as Excel does when a locked cell of a protected sheet is to be changed."""
        if self.sheet.uno.isProtected() and self._locked():
            raise refused("the cell or chart is on a protected sheet")

    def _locked(self) -> bool:
        groups = self.uno.getUniqueCellFormatRanges()
        return any(groups.getByIndex(i).CellProtection.IsLocked for i in range(groups.getCount()))

    def header_texts(self) -> list[str]:
        """Texts of the first row."""
        return [values.header_text(value) for value in values.read(self.sheet, self.uno, self.box())[0]]

    @property
    @reads
    def formula(self) -> Any:
        """Formulas in English notation."""
        return self._shaped(values.read_formulas(self.sheet, self.uno, self._readable()))

    @formula.setter
    @writes
    def formula(self, value: Any) -> None:
        self._put(value)

    @property
    def formula2(self) -> Any:
        """The same here: nothing spills."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    @reads
    def formula_array(self) -> str | None:
        """The one array formula of the cells, or None."""
        tokens = self.uno.getArrayTokens()
        return values.read_formulas(self.sheet, self.uno, self.box())[0][0] if tokens else None

    @formula_array.setter
    @writes
    def formula_array(self, value: str) -> None:
        self.must_be_open()
        box = self.box()
        position = self.uno.getCellByPosition(0, 0).getCellAddress()
        self.uno.setArrayTokens(self.sheet.book.formulas.tokens(value, position, box.row))

    @property
    @reads
    def has_array(self) -> bool:
        """Are they one array formula?"""
        return bool(self.uno.getArrayTokens())

    # Clearing, shifting, filling

    @writes
    def clear_contents(self) -> None:
        """Empty the cells, keep their formats."""
        self._empty()

    @writes
    def clear_formats(self) -> None:
        """Formats of an untouched cell."""
        self.must_be_open()
        self.uno.clearContents(FORMATS)

    @writes
    def clear(self) -> None:
        """Contents, notes and formats."""
        self._empty()
        self.uno.clearContents(NOTES | FORMATS)

    @writes
    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """New cells here; the old ones move down or right. They look like those above or to the left."""
        if copy_origin not in {None, "format_from_left_or_above"}:
            raise NotImplementedError(copy_origin)
        shifting.insert(self, shift)

    @writes
    def delete(self, shift: str | None = None) -> None:
        """Remove the cells; others move up or left."""
        shifting.delete(self, shift)

    @writes
    def autofill(self, destination: Any, type_: str = "fill_default") -> None:
        """Copy the formats onto a larger range."""
        if type_ != "fill_formats":
            raise NotImplementedError(f"autofill {type_!r}")
        destination.impl.must_be_open()
        filling.fill_formats(self, destination.impl)

    # Walking

    @reads
    def end(self, direction: str) -> Range:
        """Edge of the filled region, like Ctrl and an arrow key."""
        return Range(self.sheet, walking.end(self, direction))

    @property
    @reads
    def current_region(self) -> Range:
        """Filled region around the cells."""
        cursor = self.sheet.uno.createCursorByRange(self.uno)
        cursor.collapseToCurrentRegion()
        return Range(self.sheet, box_of(cursor.getRangeAddress()))

    @reads
    def select(self) -> None:
        """Select the cells on the active sheet."""
        if self.sheet.book.sheets.active.title() != self.sheet.title():
            raise refused("select works on the active sheet only")
        self.sheet.book.document.CurrentController.select(self.uno)
        self.sheet.book.selection = self

    @property
    @reads
    def table(self) -> Any:
        """Table they touch."""
        from tests.engine.tables import Table

        box = self.box()
        areas = [area for area in self.sheet.tables_here() if area.box.meets(box)]
        return Table(self.sheet, areas[0].name) if areas else None

    # Formats

    def _uniform(self, property_: str, translate: Callable[[Any], Any]) -> Any:
        """Value of a property if all cells share it, else None."""
        groups = self.uno.getUniqueCellFormatRanges()
        found = [translate(getattr(groups.getByIndex(i), property_)) for i in range(groups.getCount())]
        return found[0] if all(one == found[0] for one in found) else None

    @property
    @reads
    def number_format(self) -> str | None:
        """Excel's notation; None when the cells differ."""
        parts = self.session.loops.formats(self.uno)
        found = {self.sheet.book.formats.code(part.number_format) for part in parts}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    @writes
    def number_format(self, value: str) -> None:
        self.must_be_open()
        self.uno.NumberFormat = self.sheet.book.formats.key(value)

    @property
    @reads
    def color(self) -> tuple[int, int, int] | None:
        """Fill colour; None for none or several."""
        found = self._uniform("CellBackColor", int)
        return None if found in {None, -1} else (found >> 16 & 255, found >> 8 & 255, found & 255)

    @color.setter
    @writes
    def color(self, color_or_rgb: Any) -> None:
        self.must_be_open()
        self.uno.CellBackColor = -1 if color_or_rgb is None else _packed(color_or_rgb)

    @property
    @reads
    def wrap_text(self) -> bool | None:
        """Are long texts wrapped?"""
        found = self._uniform("IsTextWrapped", bool)
        return None if found is None else bool(found)

    @wrap_text.setter
    @writes
    def wrap_text(self, value: bool) -> None:
        self.must_be_open()
        self.uno.IsTextWrapped = bool(value)

    @property
    @reads
    def column_width(self) -> Any:
        """Width in letters, 0 for a hidden column, None when the columns differ."""
        return _common([_letters(column) for column in self._lines("Columns")])

    @column_width.setter
    @writes
    def column_width(self, value: float) -> None:
        self.sheet.must_be_open()
        columns = self.uno.Columns
        columns.IsVisible = value > 0
        if value > 0:
            columns.Width = round((round(value * PIXELS_PER_LETTER) + PADDING) * MM_PER_PIXEL)

    @property
    @reads
    def row_height(self) -> Any:
        """Height in points, 0 for a hidden row, None when the rows differ."""
        heights = [round(row.Height / MM_PER_POINT * 4) / 4 * row.IsVisible for row in self._lines("Rows")]
        return _common(heights)

    @row_height.setter
    @writes
    def row_height(self, value: float) -> None:
        self.sheet.must_be_open()
        rows = self.uno.Rows
        rows.IsVisible = value > 0
        if value > 0:
            rows.Height = round(value * MM_PER_POINT)

    def _lines(self, axis: str) -> list[Any]:
        lines = getattr(self.uno, axis)
        box = self.box()
        whole = box.entire_rows if axis == "Columns" else box.entire_columns
        return [lines.getByIndex(i) for i in range(1 if whole else lines.getCount())]

    @property
    @reads
    def column_hidden(self) -> Any:
        """Are the columns hidden?"""
        return _common([not column.IsVisible for column in self._lines("Columns")])

    @column_hidden.setter
    @writes
    def column_hidden(self, value: bool) -> None:
        self.sheet.must_be_open()
        self.uno.Columns.IsVisible = not value

    @property
    @reads
    def row_hidden(self) -> Any:
        """Are the rows hidden?"""
        return _common([not row.IsVisible for row in self._lines("Rows")])

    @row_hidden.setter
    @writes
    def row_hidden(self, value: bool) -> None:
        self.sheet.must_be_open()
        self.uno.Rows.IsVisible = not value

    @writes
    def autofit(self, axis: str | None = None) -> None:
        """Widths and heights that fit."""
        self.sheet.must_be_open()
        if axis in {None, "c", "columns"}:
            self.uno.Columns.OptimalWidth = True
        if axis in {None, "r", "rows"}:
            self.uno.Rows.OptimalHeight = True

    # Names and notes

    @property
    @reads
    def name(self) -> Any:
        """The name that means exactly these cells, or None."""
        for _, name in self.sheet.book.names.snapshot():
            if name.refers_to == f"={quoted(self.sheet.title())}!{address(self.box())}":
                return name
        return None

    @name.setter
    @writes
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted(self.sheet.title())}!{address(self.box())}")

    @property
    @reads
    def note(self) -> Note | None:
        """Note of the first cell."""
        note = self.uno.getCellByPosition(0, 0).Annotation
        return Note(self) if note is not None and note.getString() else None

    @writes
    def add_note(self, text: str) -> Note:
        """A new note."""
        self.must_be_open()
        position = self.uno.getCellByPosition(0, 0).getCellAddress()
        self.sheet.uno.Annotations.insertNew(position, text)
        return Note(self)


class Note(base_classes.Note):
    """Note of a cell."""

    def __init__(self, cell: Range) -> None:
        self._cell = cell
        self.session: Session = cell.session

    def _uno(self) -> Any:
        return self._cell.uno.getCellByPosition(0, 0).Annotation

    @property
    def location(self) -> Range:
        """Cell it belongs to."""
        return self._cell

    @property
    @reads
    def author(self) -> str:
        """Who wrote it."""
        return str(self._uno().getAuthor())

    @property
    @reads
    def text(self) -> str:
        """Its text."""
        return str(self._uno().getString())

    @text.setter
    @writes
    def text(self, value: str) -> None:
        self._cell.must_be_open()
        self._uno().setString(value)

    @writes
    def delete(self) -> None:
        """Remove it."""
        self._cell.must_be_open()
        self._cell.uno.clearContents(NOTES)


def _is_formula(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 1 and value.startswith("=")


def _common(found: list[Any]) -> Any:
    return found[0] if all(one == found[0] for one in found) else None


def _letters(column: Any) -> float:
    if not column.IsVisible:
        return 0.0
    return float(round((round(column.Width / MM_PER_PIXEL) - PADDING) / PIXELS_PER_LETTER, 2))


def _packed(color: Any) -> int:
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    red, green, blue = (color & 255, color >> 8 & 255, color >> 16) if isinstance(color, int) else color
    return int(red) << 16 | int(green) << 8 | int(blue)
