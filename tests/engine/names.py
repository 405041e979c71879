"""Defined names of a workbook and of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.engine.addresses import quoted
from tests.engine.bridge import struct
from tests.engine.crossing import reads, writes
from tests.engine.errors import refused
from xlwings import base_classes

if TYPE_CHECKING:
    from tests.engine.books import Book
    from tests.engine.ranges import Range
    from tests.engine.session import Session
    from tests.engine.sheets import Sheet

BUILT_IN = "_xlnm."


class Found(NamedTuple):
    """A name and the UNO container that holds it."""

    shown: str
    key: str
    holder: Any


def _held(holder: Any, prefix: str) -> list[Found]:
    return [Found(prefix + key.removeprefix(BUILT_IN), key, holder) for key in holder.ElementNames]


class BookNames(base_classes.Names):
    """Names of a workbook; names of a sheet are shown as `Sheet!Name`."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self.session: Session = book.session
        self._sheet = sheet

    def _found(self) -> list[Found]:
        found = [] if self._sheet else _held(self.book.all_names, "")
        sheets = [self._sheet] if self._sheet else list(self.book.sheets)
        for sheet in sheets:
            found += _held(sheet.uno.NamedRanges, f"{quoted(sheet.title())}!")
        return found

    def _direct(self, name: str) -> list[Found]:
        """The name of the workbook that is spelled exactly so, without asking for all others."""
        ranges = self.book.all_names
        return [] if self._sheet or not ranges.hasByName(name) else [Found(name, name, ranges)]

    @reads
    def snapshot(self) -> list[tuple[str, Name]]:
        """All names with their objects."""
        return [(found.shown, Name(self.book, found)) for found in self._found()]

    @reads
    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, int):
            return Name(self.book, self._found()[name_or_index - 1])
        for one in self._direct(name_or_index) or self._found():
            if self._matches(one, name_or_index):
                return Name(self.book, one)
        raise refused(f"no name {name_or_index!r}")

    def _matches(self, found: Found, name: str) -> bool:
        shown = found.shown.lower()
        return shown == name.lower() or bool(self._sheet and shown.partition("!")[2] == name.lower())

    @reads
    def contains(self, name_or_index: str | int) -> bool:
        """Is there such a name?"""
        name = str(name_or_index)
        return any(self._matches(found, name) for found in self._direct(name) or self._found())

    @reads
    def __len__(self) -> int:
        return len(self._found())

    @writes
    def add(self, name: str, refers_to: str) -> Name:
        """A new name, or a new meaning of an existing one."""
        for found in self._found():
            if self._matches(found, name):
                existing = Name(self.book, found)
                existing.refers_to = refers_to
                return existing
        holder = self._sheet.uno.NamedRanges if self._sheet else self.book.all_names
        origin = struct("table.CellAddress", 0, 0, 0)
        holder.addNewByName(name, self.book.formulas.native(refers_to, origin), origin, 0)
        shown = f"{quoted(self._sheet.title())}!{name}" if self._sheet else name
        return Name(self.book, Found(shown, name, holder))


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, found: Found) -> None:
        self.book = book
        self.session: Session = book.session
        self._shown, self._key, self._holder = found

    @property
    def _uno(self) -> Any:
        return self._holder.getByName(self._key)

    @property
    def api(self) -> Any:
        """UNO object."""
        return self._uno

    @property
    def name(self) -> str:
        """Name, with the sheet where it belongs to one."""
        return self._shown

    @name.setter
    @writes
    def name(self, value: str) -> None:
        self._uno.setName(value)
        self._shown = self._key = value

    @writes
    def delete(self) -> None:
        """Remove the name."""
        self._holder.removeByName(self._key)

    @property
    @reads
    def refers_to(self) -> str:
        """Excel's formula of its meaning."""
        found = self._uno
        return "=" + self.book.formulas.excel(found.getContent(), found.getReferencePosition())

    @refers_to.setter
    @writes
    def refers_to(self, value: str) -> None:
        found = self._uno
        found.setContent(self.book.formulas.native(value, found.getReferencePosition()))

    @property
    @reads
    def refers_to_range(self) -> Range:
        """The cells it means."""
        place = self.session.loops.referred(self._holder, self._key)
        if place is None:
            raise refused(f"the name {self._shown!r} does not mean cells")
        return self.book.sheet(place.sheet).cells_of(place.box)
