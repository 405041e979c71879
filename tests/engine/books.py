"""Books and Book: documents of the office with the names Excel would give them."""

from __future__ import annotations

# xlwings decides about the arguments.
# ruff: noqa: ARG002
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.engine.api import BookApi
from tests.engine.bridge import NO, YES, arguments, path_of, url
from tests.engine.crossing import reads, writes
from tests.engine.errors import refused
from tests.engine.formats import Formats
from tests.engine.formulas import Formulas
from tests.engine.names import BookNames
from tests.engine.sheets import Sheet, Sheets
from tests.engine.tables import Area, areas
from xlwings import base_classes

if TYPE_CHECKING:
    from tests.engine.app import App
    from tests.engine.session import Session

FILTERS = {
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
NEW_DOCUMENT = "private:factory/scalc"


class Books(base_classes.Books):
    """Open workbooks, the active one last in the session's list."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.session: Session = app.session

    @property
    @reads
    def active(self) -> Book:
        """The workbook in front."""
        if not self.session.books:
            raise refused("no workbook is open")
        return self.session.books[-1]

    @reads
    def __call__(self, name_or_index: str | int) -> Book:
        books = self._in_order()
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.title().lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    def _in_order(self) -> list[Book]:
        return sorted(self.session.books, key=lambda book: book.number)

    @reads
    def __len__(self) -> int:
        return len(self.session.books)

    @reads
    def __iter__(self) -> Iterator[Book]:
        return iter(self._in_order())

    def __contains__(self, name: str) -> bool:
        return any(book.title().lower() == name.lower() for book in self)

    @reads
    def add(self) -> Book:
        """A new workbook with one sheet."""
        book = self._load(NEW_DOCUMENT)
        book.document.Sheets.getByIndex(0).setName("Tabelle1")
        book.document.setModified(NO)
        return book

    @reads
    def open(self, fullname: str, update_links: Any = None, read_only: Any = None, *more: Any) -> Book:
        """Open a workbook file; its macros do not run."""
        return self._load(url(fullname), ReadOnly=bool(read_only))

    def _load(self, address: str, **options: Any) -> Book:
        described = arguments(Hidden=True, MacroExecutionMode=0, UpdateDocMode=0, **options)
        document = self.session.desktop.loadComponentFromURL(address, "_blank", 0, described)
        if document is None:
            raise refused(f"the file could not be opened: {address}")
        book = Book(self.app, document)
        if self.session.settings.calculation == "manual":
            document.enableAutomaticCalculation(NO)
        document.setModified(NO)
        self.session.books.append(book)
        return book


class Book(base_classes.Book):
    """One workbook; `document` is its UNO object."""

    _numbers = 0

    def __init__(self, app: App, document: Any) -> None:
        self._app = app
        self.session: Session = app.session
        self.document = document
        self._untitled = "" if document.getURL() else self.session.next_title()
        Book._numbers += 1
        self.number = Book._numbers
        self._tables: list[Area] | None = None
        self._sheets: dict[int, Sheet] = {}
        self.selection: Any = None

    @property
    def app(self) -> App:
        """Application it is open in."""
        return self._app

    @property
    def api(self) -> BookApi:
        """Excel's own object, as far as tests need it."""
        return BookApi(self)

    @cached_property
    def formats(self) -> Formats:
        """Number formats."""
        return Formats(self.document)

    @cached_property
    def formulas(self) -> Formulas:
        """Translation of formulas."""
        return Formulas(self)

    def tables(self) -> list[Area]:
        """Every table of the workbook with its place, remembered until the structure changes."""
        if self._tables is None:
            self._tables = areas(self.session, self.document)
        return self._tables

    def structure_changed(self) -> None:
        """Forget where the tables and the sheets are."""
        self._tables = None
        self._sheets.clear()

    @cached_property
    def all_sheets(self) -> Any:
        """UNO container of the sheets, which follows every change."""
        return self.document.Sheets

    @cached_property
    def all_names(self) -> Any:
        """UNO container of the names, which follows every change."""
        return self.document.NamedRanges

    def title(self) -> str:
        """File name, or the name of a workbook that was never saved."""
        address = self.document.getURL()
        return path_of(address).name if address else self._untitled

    @property
    @reads
    def name(self) -> str:
        """Name in the title bar."""
        return self.title()

    @property
    @reads
    def fullname(self) -> str:
        """Path, or only the name of a workbook that was never saved."""
        address = self.document.getURL()
        return str(path_of(address)) if address else self._untitled

    @property
    def sheets(self) -> Sheets:
        """Worksheets."""
        return Sheets(self)

    @property
    def names(self) -> BookNames:
        """Defined names."""
        return BookNames(self)

    @reads
    def activate(self) -> None:
        """Bring to the front."""
        self.session.books.remove(self)
        self.session.books.append(self)

    @reads
    def close(self) -> None:
        """Close without asking and without saving."""
        if self in self.session.books:
            self.session.books.remove(self)
        self.document.close(YES)

    @writes
    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save, under a new name if one is given."""
        if password is not None:
            raise NotImplementedError("passwords")
        if path is None and self.document.getURL():
            if self.document.isReadonly():
                raise refused("the workbook is open read-only")
            self.document.store()
            return
        target = Path(path or f"{self._untitled}.xlsx").absolute()
        self.document.storeAsURL(url(target), arguments(FilterName=filter_of(target)))

    def save_copy(self, path: str | Path) -> None:
        """Write a copy; the open workbook stays as it is."""
        target = Path(path)
        if not target.parent.is_dir():
            raise refused(f"the folder does not exist: {target.parent}")
        self.document.storeToURL(url(target), arguments(FilterName=filter_of(target)))

    def sheet(self, index: int) -> Sheet:
        """Sheet by its position from 0, remembered until the structure changes."""
        if index not in self._sheets:
            self._sheets[index] = Sheet(self, self.all_sheets.getByIndex(index))
        return self._sheets[index]


def filter_of(path: Path) -> str:
    """LibreOffice's filter for a file name."""
    if path.suffix.lower() not in FILTERS:
        raise refused(f"no file format for {path.name}")
    return FILTERS[path.suffix.lower()]
