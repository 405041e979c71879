"""Dünne Naht to Excel: everything that xlwings has no word for stands here and nowhere else.

Members of `.api` are Excel's own; nothing here ever quits or kills an application.
"""

from __future__ import annotations

import contextlib
import getpass
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import xlwings as xw

from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages.live import UNKNOWN_USER

PATIENCE = 5.0
PAUSE = 0.25
TITLE = "Kundenbindung"
SHEET_VISIBLE = -1


class RefusalError(Exception):
    """Abgelehnt: carries the findings that say why nothing was done."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


def refused(code: str, **values: object) -> RefusalError:
    """Ablehnung with one finding."""
    return RefusalError(Finding(code, Severity.ERROR, values=values))


class Application:
    """Anwendung: the Excel that holds the workbook of the button, and what is asked of it."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self._app = book.app
        self.written: str | None = None
        """Sicherung made before results were written; None while nothing is written."""

    @staticmethod
    def of_caller() -> Application:
        """Excel of the workbook whose button was clicked; RefusalError if it cannot be found."""
        try:
            return Application(xw.Book.caller())
        except Exception as error:
            raise refused("live_no_workbook") from error

    def wait_until_ready(self) -> None:
        """Wait until no cell is being edited; RefusalError after some seconds."""
        end = time.monotonic() + PATIENCE
        while not self._ready():
            if time.monotonic() > end:
                raise refused("live_not_ready", file=self.book.name)
            time.sleep(PAUSE)

    def _ready(self) -> bool:
        try:
            return bool(self._app.api.Ready)
        except Exception:
            return False

    def refuse_read_only(self) -> None:
        """RefusalError if results could not be saved with the workbook."""
        if bool(self.book.api.ReadOnly):
            raise refused("live_read_only", file=self.book.name)

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """Nothing flickers or fires while Python works; the state before comes back in every case."""
        with self._restoring("enable_events", "screen_updating", "display_alerts", "status_bar"):
            self._app.enable_events = False
            self._app.screen_updating = False
            yield

    @contextlib.contextmanager
    def calculation_held(self) -> Iterator[None]:
        """Excel recalculates once after writing, not after every block."""
        with self._restoring("calculation"):
            self._app.calculation = "manual"
            yield

    @contextlib.contextmanager
    def _restoring(self, *names: str) -> Iterator[None]:
        before: dict[str, object] = {}
        try:
            for name in names:
                before[name] = getattr(self._app, name)
            yield
        finally:
            for name, value in reversed(before.items()):
                with contextlib.suppress(Exception):
                    setattr(self._app, name, value)

    def user_name(self) -> str:
        """Name of the user in Excel's options, else of his account on this machine."""
        for ask in (lambda: self._app.api.UserName, getpass.getuser):
            with contextlib.suppress(Exception):
                name = " ".join(str(ask()).split())
                if name:
                    return name
        return UNKNOWN_USER

    def say(self, text: str) -> None:
        """Fortschritt in the status bar."""
        self._app.status_bar = f"{TITLE}: {text}"

    def calculate_if_manual(self) -> None:
        """Formulas of the owner are up to date before they are read, also if he calculates by hand."""
        if self._app.calculation != "automatic":
            self._app.calculate()

    def tell(self, text: str, *, critical: bool = False) -> None:
        """Meldung with one button."""
        self._app.alert(text, TITLE, buttons="ok", mode="critical" if critical else "info")

    def ask(self, text: str) -> bool:
        """Frage; True for yes."""
        return self._app.alert(text, TITLE, buttons="yes_no", mode="info") == "yes"

    def ask_text(self, question: str, proposal: str = "") -> str | None:
        """Eingabe of one line; None if it was cancelled."""
        typed = self._app.api.InputBox(question, TITLE, proposal)
        return typed.strip() if isinstance(typed, str) else None

    def selected_row(self) -> tuple[str, int] | None:
        """Sheet and row of the first selected cell; None where no cell is selected."""
        with contextlib.suppress(Exception):
            cell = self._app.selection
            return None if cell is None else (cell.sheet.name, int(cell.row))
        return None

    def choose_files(self, title: str, kinds: str) -> tuple[Path, ...]:
        """Dateien öffnen dialog; nothing if it was cancelled. `kinds`: "name,patterns" pairs of Excel."""
        chosen = self._app.api.GetOpenFilename(kinds, 1, title, "", True)  # noqa: FBT003 - late binding knows no names
        if not chosen or chosen is True:
            return ()
        return (Path(chosen),) if isinstance(chosen, str) else tuple(Path(str(name)) for name in chosen)

    def choose_target(self, name: str, title: str, kinds: str) -> Path | None:
        """Speichern unter dialog; None if it was cancelled."""
        chosen = self._app.api.GetSaveAsFilename(name, kinds, 1, title)
        return Path(chosen) if isinstance(chosen, str) and chosen else None

    def open(self, path: Path) -> None:
        """Open another workbook beside this one."""
        self._app.books.open(str(path))

    def to_pdf(
        self, sources: Sequence[Path], progress: Callable[[int, int], None] | None = None
    ) -> dict[Path, Path]:
        """PDF beside workbooks, printed by Excel for Windows itself; proven only on a machine that has it."""
        made: dict[Path, Path] = {}
        for done, source in enumerate(sources, start=1):
            with contextlib.suppress(Exception):
                book = self._app.books.open(str(source), read_only=True)
                try:
                    made[source] = Path(book.to_pdf(str(source.with_suffix(".pdf"))))
                finally:
                    book.close()
            if progress is not None:
                progress(done, len(sources))
        return made

    def show(self, cell: xw.Range) -> bool:
        """Bring the sheet of a cell to the front and go there; False if the owner hid it."""
        if cell.sheet.visible not in {True, SHEET_VISIBLE}:
            return False
        cell.sheet.activate()
        cell.select()
        return True

    def settings(self) -> dict[str, str]:
        """Einstellungen of Excel for the diagnosis; what does not answer is left out."""
        asked: dict[str, Callable[[], object]] = {
            "Excel-Version": lambda: self._app.version,
            "Berechnung": lambda: self._app.calculation,
            "Sprache (Landeskennzahl)": lambda: self._app.api.International(1),
            "Dezimalzeichen": lambda: self._app.api.International(3),
            "Makrosicherheit": lambda: self._app.api.AutomationSecurity,
            "Schreibgeschützt": lambda: self.book.api.ReadOnly,
            "Blätter": lambda: len(self.book.sheets),
        }
        found = {}
        for label, ask in asked.items():
            with contextlib.suppress(Exception):
                found[label] = str(ask())
        return found


def save_copy(book: xw.Book, path: Path) -> None:
    """Kopie of the workbook as it is now, without changing it."""
    book.api.SaveCopyAs(str(path))


def exact_values(area: xw.Range) -> object:
    """Cells to the last digit; what xlwings reads of a currency format has four decimals."""
    return area.api.Value2


def put_exactly(area: xw.Range, values: object) -> None:
    """Cells back as `exact_values` gave them; what never was changed need not be writable."""
    try:
        area.api.Value2 = values
    except Exception:
        if area.api.Value2 != values:
            raise


def is_protected(sheet: xw.Sheet) -> bool:
    """True for a sheet with protection switched on."""
    return bool(sheet.api.ProtectContents)


@contextlib.contextmanager
def keeping_saved_state(book: xw.Book) -> Iterator[None]:
    """A button that changes nothing does not make Excel ask whether to save."""
    before = bool(book.api.Saved)
    try:
        yield
    finally:
        if before:
            with contextlib.suppress(Exception):
                book.api.Saved = True
