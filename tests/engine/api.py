"""The few members of Excel's own objects that code under test uses through `.api`, with Excel's names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.engine.crossing import reads, writes
from tests.engine.errors import refused

if TYPE_CHECKING:
    from tests.engine.app import App
    from tests.engine.books import Book
    from tests.engine.ranges import Range
    from tests.engine.session import Session
    from tests.engine.sheets import Sheet


class AppApi:
    """Excel's Application."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.session: Session = app.session

    @property
    @reads
    def Ready(self) -> bool:  # noqa: N802
        """False while a cell is being edited: `handle.settings.ready`."""
        return self.session.settings.ready

    @property
    @reads
    def Interactive(self) -> bool:  # noqa: N802
        """Does Excel take input?"""
        return self.session.settings.interactive

    @Interactive.setter
    @reads
    def Interactive(self, value: bool) -> None:  # noqa: N802
        self.session.settings.interactive = value

    @property
    @reads
    def UserName(self) -> str:  # noqa: N802
        """Name from Excel's options: `handle.settings.user_name`."""
        return self.session.settings.user_name

    @property
    @reads
    def Version(self) -> str:  # noqa: N802
        """Version number."""
        return self.session.settings.version

    @property
    def StatusBar(self) -> str | bool:  # noqa: N802
        """Text of the status bar."""
        return self._app.status_bar

    @StatusBar.setter
    def StatusBar(self, value: str | bool) -> None:  # noqa: N802
        self._app.status_bar = value

    @reads
    def GetOpenFilename(  # noqa: N802
        self,
        FileFilter: str | None = None,  # noqa: N803
        FilterIndex: int | None = None,  # noqa: N803
        Title: str | None = None,  # noqa: N803
        ButtonText: str | None = None,  # noqa: N803
        MultiSelect: bool = False,  # noqa: N803
    ) -> Any:
        """A path, several paths as a tuple, or False."""
        options = {"FileFilter": FileFilter, "FilterIndex": FilterIndex, "Title": Title}
        options |= {"ButtonText": ButtonText, "MultiSelect": MultiSelect}
        answer = self.session.show_file_dialog("open", options)
        if not MultiSelect or answer is False:
            return answer
        return tuple(str(path) for path in ([answer] if isinstance(answer, str) else answer))

    @reads
    def GetSaveAsFilename(  # noqa: N802
        self,
        InitialFilename: str | None = None,  # noqa: N803
        FileFilter: str | None = None,  # noqa: N803
        FilterIndex: int | None = None,  # noqa: N803
        Title: str | None = None,  # noqa: N803
        ButtonText: str | None = None,  # noqa: N803
    ) -> Any:
        """A path or False."""
        options = {"InitialFilename": InitialFilename, "FileFilter": FileFilter, "FilterIndex": FilterIndex}
        return self.session.show_file_dialog("save", options | {"Title": Title, "ButtonText": ButtonText})

    @reads
    def InputBox(  # noqa: N802
        self,
        Prompt: str,  # noqa: N803
        Title: str | None = None,  # noqa: N803
        Default: str = "",  # noqa: N803
    ) -> str | bool:
        """The typed text, or False."""
        return self.session.show_input(Prompt, Title, Default)


class BookApi:
    """Excel's Workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.session: Session = book.session

    @property
    def Name(self) -> str:  # noqa: N802
        """File name."""
        return self._book.name

    @property
    def FullName(self) -> str:  # noqa: N802
        """Path."""
        return self._book.fullname

    @property
    @reads
    def ReadOnly(self) -> bool:  # noqa: N802
        """Is it open read-only?"""
        return bool(self._book.document.isReadonly())

    @property
    @reads
    def Saved(self) -> bool:  # noqa: N802
        """Nothing changed since it was saved?"""
        return not self._book.document.isModified()

    @Saved.setter
    @reads
    def Saved(self, value: bool) -> None:  # noqa: N802
        self._book.document.setModified(not value)
        for chart in self._charts() if value else ():
            chart.EmbeddedObject.setModified(False)

    def _charts(self) -> Iterator[Any]:
        """Charts of all sheets: one whose cells are gone counts as a change of the workbook."""
        for sheet in self._book.document.Sheets:
            yield from sheet.Charts

    @property
    @reads
    def ProtectStructure(self) -> bool:  # noqa: N802
        """Are the sheets protected against adding and deleting?"""
        return bool(self._book.document.isProtected())

    @reads
    def Protect(self, Password: str = "") -> None:  # noqa: N802, N803
        """Protect the structure."""
        self._book.document.protect(Password)

    @reads
    def Unprotect(self, Password: str = "") -> None:  # noqa: N802, N803
        """End the protection."""
        self._book.document.unprotect(Password)

    @reads
    def SaveCopyAs(self, Filename: str) -> None:  # noqa: N802, N803
        """Write a copy to another path; the open workbook stays what it is."""
        self._book.save_copy(Filename)


class SheetApi:
    """Excel's Worksheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.session: Session = sheet.session

    @property
    @reads
    def ProtectContents(self) -> bool:  # noqa: N802
        """Are locked cells protected?"""
        return bool(self._sheet.uno.isProtected())

    @reads
    def Protect(self, Password: str = "") -> None:  # noqa: N802, N803
        """Protect locked cells."""
        self._sheet.uno.protect(Password)

    @reads
    def Unprotect(self, Password: str = "") -> None:  # noqa: N802, N803
        """End the protection."""
        self._sheet.uno.unprotect(Password)
        if self._sheet.uno.isProtected():
            raise refused("wrong password")

    @property
    def AutoFilterMode(self) -> bool:  # noqa: N802
        """A filter of the sheet outside of tables: never there."""
        return False


class RangeApi:
    """Excel's Range: truthy, with the few members one may need."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells
        self.session: Session = cells.session

    @property
    @reads
    def Locked(self) -> bool:  # noqa: N802
        """Is a cell of it locked when the sheet is protected?"""
        return bool(self._cells.uno.CellProtection.IsLocked)

    @Locked.setter
    @writes
    def Locked(self, value: bool) -> None:  # noqa: N802
        protection = self._cells.uno.CellProtection
        protection.IsLocked = value
        self._cells.uno.CellProtection = protection

    @property
    def Value2(self) -> Any:  # noqa: N802
        """Values without currency and dates: floats, texts, truth values, errors."""
        settings = self._cells.sheet.session.settings
        before, settings.currency_as_decimal = settings.currency_as_decimal, False
        try:
            found = self._cells.raw_value
        finally:
            settings.currency_as_decimal = before
        if isinstance(found, tuple):
            return tuple(tuple(_serial(cell) for cell in row) for row in found)
        return _serial(found)

    @Value2.setter
    def Value2(self, value: Any) -> None:  # noqa: N802
        self._cells.raw_value = value


def _serial(cell: Any) -> Any:
    """A date as the number Excel counts."""
    if not isinstance(cell, dt.datetime):
        return cell
    return (cell - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
