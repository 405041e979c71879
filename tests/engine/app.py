"""Engine, Apps and App: what xlwings asks of the application."""

from __future__ import annotations

# xlwings decides about the arguments.
# ruff: noqa: ARG002, ARG004
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from tests.engine.api import AppApi
from tests.engine.books import Books
from tests.engine.crossing import reads, writes
from tests.engine.errors import refused
from tests.engine.session import Session
from tests.engine.values import ERROR_TEXTS
from xlwings import base_classes

CALCULATIONS = ("automatic", "manual", "semiautomatic")


class Engine:
    """The engine xlwings talks to."""

    type = "desktop"

    def __init__(self, session: Session, name: str = "libreoffice") -> None:
        self.name = name
        self.session = session
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """Python value -> what goes to the cell; missing values become empty cells."""
        if isinstance(value, str | bool | int) or value is None:
            return "" if value is None else value
        if pd.isna(value):
            return ""
        if isinstance(value, np.datetime64):
            return pd.Timestamp(value).to_pydatetime()
        return float(value) if isinstance(value, np.number) else value

    @staticmethod
    def clean_value_data(
        data: Any, dt_builder: Callable[..., Any], empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Raw values -> values for Python, as the engine for Windows does it."""

        def clean(value: Any) -> Any:
            if value is None or (isinstance(value, str) and not value):
                return empty_as
            if isinstance(value, dt.datetime):
                parts = (value.year, value.month, value.day, value.hour, value.minute, value.second)
                names = ("year", "month", "day", "hour", "minute", "second")
                more = {"microsecond": value.microsecond, "tzinfo": None}
                return dt_builder(**dict(zip(names, parts, strict=True)), **more)
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            if type(value) is int and value in ERROR_TEXTS:
                return ERROR_TEXTS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The one application of an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._app = App(engine)

    def keys(self) -> list[int]:
        """Process identifiers."""
        return [self._app.pid]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        """Another instance: tests have exactly one, with a new workbook if asked for."""
        if add_book or add_book is None:
            self._app.books.add()
        return self._app

    def __iter__(self) -> Iterator[App]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        if pid != self._app.pid:
            raise KeyError(pid)
        return self._app


class App(base_classes.App):
    """The application: settings live here, workbooks in the office."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.session: Session = engine.session

    @property
    def api(self) -> AppApi:
        """Excel's own object, as far as tests need it."""
        return AppApi(self)

    @property
    def books(self) -> Books:
        """Open workbooks."""
        return Books(self)

    @property
    def pid(self) -> int:
        """Process identifier."""
        return self.session.pid

    @property
    def hwnd(self) -> int:
        """Handle of the window: any fixed number."""
        return self.session.pid

    @property
    def version(self) -> str:
        """Version of the Excel that is played."""
        return self.session.settings.version

    @property
    def path(self) -> str:
        """Folder of the program."""
        return "C:\\Program Files\\Microsoft Office\\root\\Office16"

    @property
    def selection(self) -> Any:
        """Selected cells."""
        book = self.session.books[-1] if self.session.books else None
        return book and book.selection

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing to do: there is one application."""

    def quit(self) -> None:
        """Excel would end here with unsaved work: code under test never does it."""
        raise refused("the application must not be quit by a program")

    def kill(self) -> None:
        """End the office at once."""
        self.session.kill()

    @writes
    def calculate(self) -> None:
        """Calculate all open workbooks."""
        for book in self.session.books:
            book.document.calculate()

    def alert(self, prompt: str, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        """Recorded and answered by the session."""
        return self.session.show_alert(prompt, title, buttons or "ok", mode)

    @property
    @reads
    def visible(self) -> bool:
        """Is the window shown?"""
        return self.session.settings.visible

    @visible.setter
    @reads
    def visible(self, value: bool) -> None:
        self.session.settings.visible = bool(value)

    @property
    @reads
    def screen_updating(self) -> bool:
        """Is the screen redrawn?"""
        return self.session.settings.screen_updating

    @screen_updating.setter
    @reads
    def screen_updating(self, value: bool) -> None:
        self.session.settings.screen_updating = bool(value)

    @property
    @reads
    def display_alerts(self) -> bool:
        """Are warnings shown?"""
        return self.session.settings.display_alerts

    @display_alerts.setter
    @reads
    def display_alerts(self, value: bool) -> None:
        self.session.settings.display_alerts = bool(value)

    @property
    @reads
    def enable_events(self) -> bool:
        """Do macros of events run?"""
        return self.session.settings.enable_events

    @enable_events.setter
    @reads
    def enable_events(self, value: bool) -> None:
        self.session.settings.enable_events = bool(value)

    @property
    @reads
    def interactive(self) -> bool:
        """Does Excel take input?"""
        return self.session.settings.interactive

    @interactive.setter
    @reads
    def interactive(self, value: bool) -> None:
        self.session.settings.interactive = bool(value)

    @property
    @reads
    def status_bar(self) -> str | bool:
        """Text of the status bar, False when it is Excel's own."""
        return self.session.settings.status_bar

    @status_bar.setter
    @reads
    def status_bar(self, value: str | bool | None) -> None:
        shown = str(value) if isinstance(value, str) else False
        self.session.settings.status_bar = shown
        self.session.status_bars.append(shown)

    @property
    @reads
    def cut_copy_mode(self) -> str | None:
        """Is something marked for copying?"""
        return self.session.settings.cut_copy_mode

    @cut_copy_mode.setter
    @reads
    def cut_copy_mode(self, value: Any) -> None:
        self.session.settings.cut_copy_mode = value or None

    @property
    @reads
    def calculation(self) -> str:
        """`automatic`, `manual` or `semiautomatic`."""
        return self.session.settings.calculation

    @calculation.setter
    @reads
    def calculation(self, value: str) -> None:
        if value not in CALCULATIONS:
            raise KeyError(value)
        self.session.settings.calculation = value
        for book in self.session.books:
            book.document.enableAutomaticCalculation(value != "manual")
