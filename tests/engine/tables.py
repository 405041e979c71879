"""Tables: Excel's ListObjects are database ranges of the office."""

from __future__ import annotations

# xlwings decides about the arguments.
# ruff: noqa: ARG002
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.engine.addresses import Box
from tests.engine.crossing import reads, writes
from tests.engine.errors import refused
from xlwings import base_classes

if TYPE_CHECKING:
    from tests.engine.ranges import Range
    from tests.engine.session import Session
    from tests.engine.sheets import Sheet


class Area(NamedTuple):
    """Name and place of a table: position of its sheet from 0, cells with the header."""

    name: str
    sheet: int
    box: Box

    @property
    def header(self) -> Box:
        """Cells of the header."""
        return self.box._replace(rows=1)


def box_of(place: Any) -> Box:
    """CellRangeAddress -> box."""
    rows, columns = place.EndRow - place.StartRow + 1, place.EndColumn - place.StartColumn + 1
    return Box(place.StartRow + 1, place.StartColumn + 1, rows, columns)


def areas(session: Session, document: Any) -> list[Area]:
    """All tables of a document in the order of their place."""
    found = [Area(name, *place) for name, place in session.loops.areas(document.DatabaseRanges)]
    return sorted(found, key=lambda area: (area.sheet, area.box.column, area.box.row))


class Tables:
    """Tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.session: Session = sheet.session
        self.parent = sheet

    @reads
    def _all(self) -> list[Table]:
        return [Table(self.sheet, area.name) for area in self.sheet.tables_here()]

    @reads
    def __call__(self, key: str | int) -> Table:
        tables = self._all()
        if isinstance(key, int):
            return tables[key - 1]
        for table in tables:
            if table.key.lower() == key.lower():
                return table
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return any(table.key.lower() == key.lower() for table in self._all())

    @writes
    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: Any = True,
        destination: Any = None,
        table_style_name: Any = None,
        name: str | None = None,
    ) -> Table:
        """A table over existing cells with a header."""
        if not has_headers:
            raise NotImplementedError("tables without a header")
        cells: Range = source.impl
        self._must_be_free(cells.box())
        taken = {area.name.lower() for area in self.sheet.book.tables()}
        number = next(number for number in range(1, 1000) if f"tabelle{number}" not in taken)
        chosen = name or f"Tabelle{number}"
        if chosen.lower() in taken:
            raise refused(f"the name {chosen!r} is taken")
        ranges = self.sheet.book.document.DatabaseRanges
        ranges.addNewByName(chosen, self.sheet.address_of(cells.box()))
        ranges.getByName(chosen).ContainsHeader = True
        ranges.getByName(chosen).AutoFilter = True
        self.sheet.book.structure_changed()
        self.sheet.name_headers(cells.box()._replace(rows=1))
        return Table(self.sheet, chosen)

    def _must_be_free(self, box: Box) -> None:
        if any(area.box.meets(box) for area in self.sheet.tables_here()):
            raise refused("a table cannot overlap another table")


class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.sheet = sheet
        self.session: Session = sheet.session
        self.key = name

    @property
    def parent(self) -> Sheet:
        """Sheet it stands on."""
        return self.sheet

    @property
    def _uno(self) -> Any:
        return self.sheet.book.document.DatabaseRanges.getByName(self.key)

    def area(self) -> Area:
        """Its place now."""
        for area in self.sheet.book.tables():
            if area.name == self.key:
                return area
        raise refused(f"the table {self.key!r} does not exist any more")

    @property
    def api(self) -> Any:
        """UNO object."""
        return self._uno

    @property
    @reads
    def name(self) -> str:
        """Name."""
        return self.area().name

    @name.setter
    @writes
    def name(self, value: str) -> None:
        self._uno.setName(value)
        self.key = value
        self.sheet.book.structure_changed()

    @property
    @reads
    def range(self) -> Range:
        """Header and rows."""
        return self.sheet.cells_of(self.area().box)

    @property
    @reads
    def header_row_range(self) -> Range:
        """Header."""
        return self.sheet.cells_of(self.area().header)

    @property
    @reads
    def data_body_range(self) -> Range | None:
        """Rows without the header."""
        box = self.area().box
        if box.rows == 1:
            return None
        return self.sheet.cells_of(box._replace(row=box.row + 1, rows=box.rows - 1))

    @property
    def insert_row_range(self) -> None:
        """There is always a row."""
        return

    @property
    def totals_row_range(self) -> None:
        """No totals: the workbook has none."""
        return

    @property
    def show_totals(self) -> bool:
        """No totals: the workbook has none."""
        return False

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        raise NotImplementedError("totals")

    @property
    def show_headers(self) -> bool:
        """Every table has a header."""
        return True

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        raise NotImplementedError("tables without a header")

    @property
    @reads
    def show_autofilter(self) -> bool:
        """Are there filter buttons?"""
        return bool(self._uno.AutoFilter)

    @show_autofilter.setter
    @writes
    def show_autofilter(self, value: bool) -> None:
        self._uno.AutoFilter = value

    @property
    def columns(self) -> TableColumns:
        """Columns."""
        return TableColumns(self)

    @writes
    def resize(self, range: Any) -> None:
        """New size: the header stays in its row, no other table is touched."""
        self.sheet.must_be_open()
        wanted, now = range.impl.box(), self.area()
        if wanted.row != now.box.row or not wanted.meets(now.box):
            raise refused("the header of a table stays in its row and the ranges must overlap")
        if wanted.rows < 2:
            raise refused("a table has at least one row")
        others = [area for area in self.sheet.tables_here() if area.name != self.key]
        if any(area.box.meets(wanted) for area in others):
            raise refused("a table cannot overlap another table")
        self._uno.setDataArea(self.sheet.address_of(wanted))
        self.sheet.book.structure_changed()
        self.sheet.name_headers(wanted._replace(rows=1))


class TableColumns(base_classes.Collection):
    """Columns of a table, read only."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.session: Session = table.session

    @property
    def parent(self) -> Table:
        """Table they belong to."""
        return self.table

    @reads
    def _all(self) -> list[TableColumn]:
        header = self.table.header_row_range
        names = header.header_texts()
        return [TableColumn(self.table, name, index) for index, name in enumerate(names, 1)]

    def __call__(self, key: str | int) -> TableColumn:
        if isinstance(key, int):
            return self._all()[key - 1]
        for column in self._all():
            if column.name.lower() == key.lower():
                return column
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[TableColumn]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return any(column.name.lower() == key.lower() for column in self._all())


class TableColumn(base_classes.TableColumn):
    """A column of a table."""

    def __init__(self, table: Table, name: str, index: int) -> None:
        self.table = table
        self.session: Session = table.session
        self._name, self._index = name, index

    @property
    def name(self) -> str:
        """Header."""
        return self._name

    @property
    def index(self) -> int:
        """Position from 1."""
        return self._index

    @property
    @reads
    def range(self) -> Range:
        """Header and cells."""
        box = self.table.area().box
        return self.table.sheet.cells_of(box._replace(column=box.column + self._index - 1, columns=1))

    @property
    @reads
    def data_body_range(self) -> Range | None:
        """Cells without the header."""
        box = self.range.box()
        if box.rows == 1:
            return None
        return self.table.sheet.cells_of(box._replace(row=box.row + 1, rows=box.rows - 1))
