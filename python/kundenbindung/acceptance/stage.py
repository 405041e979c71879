"""Bühne of the acceptance: temporary folder, an Excel of our own, a fresh copy of the workbook per check."""

from __future__ import annotations

import contextlib
import gc
import itertools
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlwings as xw

from kundenbindung import jobs
from kundenbindung.acceptance import windows
from kundenbindung.acceptance.dialogs import Watcher
from kundenbindung.acceptance.model import NotHereError, NotPassedError
from kundenbindung.adapters import home
from kundenbindung.adapters.save import save
from kundenbindung.messages import calendar as calendar_words
from kundenbindung.messages import live as words
from kundenbindung.messages import mail_copy as copy_words
from kundenbindung.messages import meeting_sheets as meeting_words
from kundenbindung.messages import reading_in as reading_words
from kundenbindung.messages import returning as return_words
from kundenbindung.messages import year_turn as year_words
from kundenbindung.workbook import layout

UMLAUTS = "Größe Übung"
FORBIDDEN = "Müller & Söhne"
MOMENT = "01.01.2026 08:00"
QUIT_SECONDS = 30.0
FILE_DIALOGS = frozenset(
    {
        words.CHOOSE_LISTS,
        reading_words.CHOOSE_OPPORTUNITIES,
        words.CHOOSE_TARGET,
        calendar_words.CHOOSE_TARGET,
        meeting_words.CHOOSE_TARGET,
        copy_words.CHOOSE_TARGET,
        copy_words.CHOOSE_TARGETS,
        return_words.CHOOSE_COPIES,
        year_words.CHOOSE_TARGET,
    }
)
"""Titles of the dialogs that ask for a file; they are cancelled."""

Preparing = Callable[[xw.Book], object]


@dataclass(slots=True, eq=False)
class Neighbour:
    """Andere Excel-Instanz that must survive: its application, its unsaved workbook."""

    app: xw.App
    book: xw.Book
    pid: int


@dataclass(slots=True, eq=False)
class Stage:
    """Bühne: where everything happens. `workbook` is copied for each check, None means the sample company.

    `prepared` is called with every copy that was opened.
    """

    folder: Path
    environment: Path
    workbook: Path | None = None
    prepared: Preparing | None = None
    before: frozenset[int] = frozenset()
    started: float = field(default_factory=time.time)
    neighbours: list[Neighbour] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    own: xw.App | None = None
    pid: int = 0
    watcher: Watcher | None = None
    missing: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def app(self) -> xw.App:
        """Own Excel; what has no Excel cannot be checked."""
        if self.own is None:
            raise NotHereError(self.missing or "Excel läuft nicht; siehe den ersten Punkt.")
        return self.own

    def place(self, name: str = UMLAUTS) -> Path:
        """Ordner with blanks and umlauts in its path."""
        path = self.folder / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def file(self, folder: str = UMLAUTS) -> Path:
        """A fresh copy of the workbook on the disk."""
        original = self.folder / "Vorlage.xlsm"
        if self.workbook is not None:
            shutil.copy2(self.workbook, original)
        elif not original.exists():
            save(jobs.contents(jobs.sample(), MOMENT), original, jobs.verify)
        return Path(shutil.copy2(original, self.place(folder) / f"Prüfung {next(self._numbers)}.xlsm"))

    @contextlib.contextmanager
    def open(self, path: Path | None = None, *, read_only: bool = False) -> Iterator[xw.Book]:
        """A workbook in the own Excel; closed without saving at the end."""
        book = self.app.books.open(str(path or self.file()), read_only=read_only)
        try:
            if self.prepared is not None:
                self.prepared(book)
            yield book
        finally:
            with contextlib.suppress(Exception):
                book.close()

    def dialogs(self) -> Sequence[windows.Dialog]:
        """Dialogs that Excel showed during this check."""
        return self.watcher.seen() if self.watcher is not None else ()

    def only_excel(self, what: str) -> None:
        """Raise NotHereError where there is no real Excel."""
        if not windows.here():
            raise NotHereError(f"{what}: nur mit Excel unter Windows prüfbar.")

    def begin(self) -> None:
        """A check begins."""
        if self.watcher is not None:
            self.watcher.begin()


def new_stage(folder: Path, workbook: Path | None, prepared: Preparing | None) -> Stage:
    """Bühne in a temporary folder; the Excels that run already are remembered."""
    return Stage(folder, home.environment_folder(), workbook, prepared, windows.excel_pids())


def start(stage: Stage) -> None:
    """Eigenes Excel starten; NotPassedError if it is not a new one."""
    try:
        app = xw.App(visible=True, add_book=False)
        stage.pid = app.pid
    except Exception as error:
        stage.missing = "Excel lässt sich auf diesem Rechner nicht starten."
        if windows.here():
            raise
        raise NotHereError("Auf diesem Rechner gibt es kein Excel.") from error
    if stage.pid in stage.before:
        raise NotPassedError("Es wurde ein laufendes Excel übernommen statt eines eigenen gestartet.")
    stage.own = app
    if windows.here():
        stage.watcher = Watcher(stage.pid, FILE_DIALOGS).__enter__()


def add_neighbour(stage: Stage, *, hidden: bool) -> Neighbour:
    """A further instance with an unsaved workbook; a hidden one is what xlwings does not see."""
    app = xw.App(visible=not hidden, add_book=True)
    book = app.books[0]
    book.sheets[0].range("A1").value = layout.RIBBON_TAB[1]
    if hidden:
        book.api.Windows(1).Visible = False
    neighbour = Neighbour(app, book, app.pid)
    stage.neighbours.append(neighbour)
    return neighbour


def intact(neighbour: Neighbour) -> bool:
    """True if the other instance still runs and its unsaved workbook is what it was."""
    try:
        cell = neighbour.book.sheets[0].range("A1").value
        return neighbour.pid in windows.excel_pids() and cell == layout.RIBBON_TAB[1]
    except Exception:
        return False


def leave(stage: Stage) -> frozenset[int]:
    """End what was started here, and only that; returns the own processes that did not end."""
    if not windows.here():
        return frozenset()
    if stage.watcher is not None:
        stage.watcher.__exit__(None, None, None)
        stage.watcher = None
    own = frozenset({stage.pid, *(one.pid for one in stage.neighbours)} - {0})
    _quit(stage)
    gc.collect()
    return _gone(own)


def _quit(stage: Stage) -> None:
    """Quit the own instances and let go of them: Excel only ends when nobody holds it.

    Never `App.quit`: after quitting, xlwings ends every other Excel it does not see.
    """
    for app in [*(one.app for one in stage.neighbours), *([stage.own] if stage.own else [])]:
        with contextlib.suppress(Exception):
            app.api.DisplayAlerts = False
            app.api.Quit()
    stage.neighbours.clear()
    stage.own, stage.missing = None, "Excel ist schon beendet."


def _gone(own: frozenset[int]) -> frozenset[int]:
    """Wait until processes have ended; returns those that had to be ended."""
    until = time.monotonic() + QUIT_SECONDS
    while (left := own & windows.excel_pids()) and time.monotonic() < until:
        time.sleep(0.5)
    for pid in left:
        with contextlib.suppress(OSError):
            windows.end(pid)
    return left
