"""Hand of the owner: clicks the buttons of an open workbook, types, and looks at cells."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import xlwings as xw

from kundenbindung import buttons
from kundenbindung.messages.facts import note_name
from kundenbindung.workbook import layout
from kundenbindung.workbook.cells import letters
from kundenbindung.workbook.schema import Role

if TYPE_CHECKING:
    from tests.engine.session import Session

State = tuple[object, ...]
Place = tuple[str, int, int]
Row = dict[str, object]


def state_of(office: Session) -> State:
    """What a button must leave as it was."""
    settings = office.settings
    return (
        settings.calculation,
        settings.enable_events,
        settings.screen_updating,
        settings.display_alerts,
        settings.status_bar,
    )


def plain(value: object) -> object:
    """Cell as both adapters can say it: no empty texts, no whole numbers, moments instead of days."""
    if value is None or (isinstance(value, str) and not value):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value


@contextlib.contextmanager
def exact() -> Iterator[None]:
    """Amounts to the last digit, not with the four decimals of a currency format."""
    from tests import engine

    with mock.patch.object(engine.started().settings, "currency_as_decimal", new=False):
        yield


class Liste:
    """One table of the open workbook: cells by key and header."""

    def __init__(self, book: xw.Book, name: str) -> None:
        self.declared = layout.TABLES[name]
        found = [(sheet, table) for sheet in book.sheets for table in sheet.tables]
        self.sheet, self.table = next(pair for pair in found if pair[1].name == self.declared.label)

    @property
    def area(self) -> xw.Range:
        """Header and rows, as they are now."""
        return self.table.range

    @property
    def headers(self) -> list[str]:
        """Texts of the header."""
        first, column, width = self.area.row, self.area.column, self.area.shape[1]
        cells = self.sheet.range((first, column), (first, column + width - 1)).options(ndim=1).value
        return [str(cell) for cell in cells]

    @property
    def rows(self) -> list[Row]:
        """Values of all rows by header."""
        with exact():
            headers, *body = self.area.options(ndim=2, err_to_str=True).value
        return [dict(zip(map(str, headers), map(plain, row), strict=True)) for row in body]

    def keys(self, by: str = "Kundennr.") -> list[object]:
        """Filled cells of the key column, from top to bottom."""
        return [row[by] for row in self.rows if row[by] is not None]

    def by_key(self, label: str, by: str = "Kundennr.") -> dict[object, object]:
        """One column by key."""
        return {row[by]: row[label] for row in self.rows if row[by] is not None}

    def column(self, label: str) -> int:
        """Sheet column of a header, from 1."""
        return int(self.area.column) + self.headers.index(label)

    def row(self, key: object, by: str = "Kundennr.") -> int:
        """Sheet row of a key, from 1."""
        return int(self.area.row) + 1 + [row[by] for row in self.rows].index(key)

    def cell(self, key: object, label: str, by: str = "Kundennr.") -> xw.Range:
        """Cell of a key under a header."""
        return self.sheet.range((self.row(key, by), self.column(label)))

    def put(self, key: object, label: str, value: object, by: str = "Kundennr.") -> None:
        """Type a value."""
        self.cell(key, label, by).value = value

    def add(self, values: Mapping[str, object]) -> int:
        """Type a row into the first one that has no key; returns its sheet row."""
        first = self.headers[0]
        at = int(self.area.row) + 1 + [row[first] for row in self.rows].index(None)
        for label, value in values.items():
            self.sheet.range((at, self.column(label))).value = value
        return at

    def add_column(self, label: str) -> int:
        """A column of the owner's at the right end; returns its sheet column."""
        top, left, (height, width) = self.area.row, self.area.column, self.area.shape
        self.table.resize(self.sheet.range((top, left), (top + height - 1, left + width)))
        self.sheet.range((top, left + width)).value = label
        return int(left) + int(width)

    def body(self, label: str) -> xw.Range:
        """Cells of a column below its header."""
        top, column, height = self.area.row, self.column(label), self.area.shape[0]
        return self.sheet.range((top + 1, column), (top + height - 1, column))

    def outputs(self) -> list[str]:
        """Headers of the columns that the button writes, as far as they are there."""
        headers = self.headers
        years = [int(text) for header in headers if (text := header.rpartition(" ")[2]).isdigit()]
        criteria = [header.removesuffix(" (Punkte)") for header in headers if header.endswith(" (Punkte)")]
        columns = self.declared.expand(sorted(set(years)), criteria)
        return [column.label for column in columns if column.role is Role.OUTPUT and column.label in headers]

    def erase(self, *, kept: Sequence[str] = ("Kundennr.",)) -> None:
        """Empty all columns of results but the key."""
        for label in self.outputs():
            if label not in kept:
                self.body(label).clear_contents()

    def sort(self, order: Sequence[int]) -> None:
        """Sort the filled rows: row n shows what stood in row `order[n]`."""
        top, left, width = int(self.area.row), int(self.area.column), int(self.area.shape[1])
        whole = self.sheet.range((top + 1, left), (top + len(order), left + width - 1))
        with exact():
            rows = whole.options(ndim=2).value
        whole.value = [rows[at] for at in order]


class Hand:
    """An open workbook with its buttons."""

    def __init__(self, office: Session, book: xw.Book) -> None:
        self.office, self.book = office, book
        self._clicks = 0

    def table(self, name: str) -> Liste:
        """Table by its identifier."""
        return Liste(self.book, name)

    def tables(self) -> dict[str, list[Row]]:
        """Values of all tables that are there."""
        there = {table.name for sheet in self.book.sheets for table in sheet.tables}
        return {name: self.table(name).rows for name, table in layout.TABLES.items() if table.label in there}

    def click(self, button: str, version: str = xw.__version__) -> str:
        """One click; returns the last message. State of Excel and the token are checked every time."""
        self._clicks += 1
        token, before, told = f"Klick {self._clicks}", state_of(self.office), len(self.office.alerts)
        getattr(buttons, button)(token, version)
        assert state_of(self.office) == before
        if self.office.settings.ready:
            assert self.token() == token
        said = self.office.alerts[told:]
        return said[-1].prompt if said else ""

    def token(self) -> object:
        """What Python left for the macro."""
        return self.named(layout.DONE_NAME)

    def named(self, name: str) -> object:
        """Value of a named cell."""
        return self.book.names[name].refers_to_range.value

    @property
    def line(self) -> str:
        """Ergebniszeile on Start."""
        return str(self.named(note_name(layout.SHEETS[0])))

    @property
    def saved(self) -> bool:
        """Would Excel close the workbook without a question?"""
        return bool(self.book.api.Saved)

    def save(self) -> None:
        """Nothing to be saved from here on, not even what the office still does to its charts by itself."""
        quiet = 0
        while quiet < 3:
            self.book.api.Saved = True
            time.sleep(0.1)
            quiet = quiet + 1 if self.saved else 0

    def sentences(self) -> list[str]:
        """Feststellungen on Start."""
        return [str(text) for text in self.table("findings").keys("Feststellung")]

    def everything(self) -> dict[Place, object]:
        """Content of all cells of all sheets: constants, and formulas as the office writes them."""
        found: dict[Place, object] = {}
        for sheet in self.book.impl.sheets:
            title, block = sheet.title(), self.office.loops.filled(sheet.uno)
            if block is None:
                continue
            for row, cells in enumerate(block.rows, block.row):
                for column, cell in enumerate(cells, block.column):
                    if cell:
                        found[title, row, column] = cell
        return found

    def written_cells(self) -> set[Place]:
        """Places that belong to results: output columns, lines under titles, marks of the buttons."""
        found: set[Place] = set()
        for name in self.tables():
            table = self.table(name)
            for label in table.outputs() if name != "settings" else ():
                area = table.body(label)
                rows = range(area.row, area.row + area.shape[0])
                found |= {(table.sheet.name, row, area.column) for row in rows}
        names = (layout.DONE_NAME, layout.RUN_NAME, *map(note_name, layout.SHEETS))
        for name in names:
            if name in self.book.names:
                cell = self.book.names[name].refers_to_range
                found.add((cell.sheet.name, cell.row, cell.column))
        return found


def differing(
    before: Mapping[Place, object], after: Mapping[Place, object]
) -> dict[str, tuple[object, object]]:
    """Cells that are not the same, by their address."""
    return {
        f"{sheet}!{letters(column - 1)}{row}": (old, new)
        for sheet, row, column in sorted(before.keys() | after.keys())
        if (old := before.get((sheet, row, column))) != (new := after.get((sheet, row, column)))
    }


@contextlib.contextmanager
def at_desk(office: Session, path: Path) -> Iterator[Hand]:
    """The workbook opened in an office of its own, with the button in it that will be clicked."""
    from tests import engine

    engine.started().fresh()
    book = xw.Book(str(path))
    book.set_mock_caller()
    try:
        yield Hand(office, book)
    finally:
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller
        office.fresh()


def copied(path: Path, folder: Path, name: str = "") -> Path:
    """A copy to work on."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(path, folder / (name or path.name)))
