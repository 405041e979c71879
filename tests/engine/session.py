"""The handle of a test on the running office: counters, faults, answers to dialogs, open workbooks."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.engine.basic import Loops
from tests.engine.bridge import load_uno
from tests.engine.errors import ExcelError, OfficeGoneError, refused
from tests.engine.process import Office

if TYPE_CHECKING:
    from tests.engine.books import Book

LONGEST_CALL_SECONDS = 120.0
CALL_REJECTED = -2147418111
"""RPC_E_CALL_REJECTED: what Excel answers while a cell is being edited."""


class Alert(NamedTuple):
    """A message box that was shown."""

    prompt: str
    title: str | None
    buttons: str
    mode: str | None
    answer: str


class Input(NamedTuple):
    """A box for one line of text that was shown."""

    prompt: str
    title: str | None
    proposal: str
    answer: str | bool


class FileDialog(NamedTuple):
    """A file dialog that was shown: `kind` is open or save."""

    kind: str
    options: dict[str, Any]
    answer: Any


def _planned() -> Exception:
    return refused("the planned fault")


class Settings:
    """State of the Excel application that LibreOffice does not have."""

    def __init__(self) -> None:
        self.visible = True
        self.display_alerts = True
        self.screen_updating = True
        self.enable_events = True
        self.interactive = True
        self.calculation = "automatic"
        self.status_bar: str | bool = False
        self.cut_copy_mode: str | None = None
        self.ready = True
        self.currency_as_decimal = True
        """Excel hands out cells with a currency format as Decimal with four decimals."""
        self.user_name = "Inhaber"
        self.version = "16.0"


class Session:
    """A running office and everything a test wants to set or know about it."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self.office = Office(program)
        self.longest_call = LONGEST_CALL_SECONDS
        """A single operation that takes longer counts as hung: the office is killed, the call raises."""
        self._depth = 0
        self._since: float | None = None
        self.reset_state()
        self._begin()
        threading.Thread(target=self._watch, daemon=True).start()

    def _begin(self) -> None:
        self.books: list[Book] = []
        self._untitled = 0
        name = "com.sun.star.frame.Desktop"
        context = self.office.context
        self.desktop = context.ServiceManager.createInstanceWithContext(name, context)
        self.loops = Loops(context)

    def reset_state(self) -> None:
        """Forget answers, records and planned faults; Excel's settings as after a start."""
        self.settings = Settings()
        self.alerts: list[Alert] = []
        self.answers: deque[str] = deque()
        self.dialogs: list[FileDialog] = []
        self.files: deque[Any] = deque()
        self.inputs: list[Input] = []
        self.typed: deque[str] = deque()
        self.status_bars: list[str | bool] = []
        self.calls = 0
        self.operations: list[str] = []
        self._fail_in: int | None = None
        self._fault: Callable[[], Exception] = _planned

    @property
    def pid(self) -> int:
        """Process identifier of the office."""
        return self.office.pid

    def alive(self) -> bool:
        """Is the office running?"""
        return self.office.alive()

    # Faults

    def fail_after(self, writes: int, fault: Exception | None = None) -> None:
        """Make the n-th following write raise (1: the next one); afterwards everything works again."""
        self._fail_in, self._fault = writes, (lambda: fault) if fault else _planned

    def kill_after(self, writes: int) -> None:
        """Kill the office at the n-th following write (1: the next one)."""

        def killed() -> Exception:
            self.kill()
            return OfficeGoneError()

        self._fail_in, self._fault = writes, killed

    def kill(self) -> None:
        """Kill the office, as if Excel had crashed."""
        self.office.kill()

    def restart(self) -> None:
        """A fresh office after the old one died."""
        self.office.stop()
        self.office = Office(self._program)
        self._begin()

    def stop(self) -> None:
        """End the office for good."""
        self.office.stop()

    def close_all(self) -> None:
        """Close every workbook without saving; a dead office is started anew."""
        if not self.alive():
            self.restart()
        for book in list(self.books):
            with contextlib.suppress(Exception):
                book.close()
        self.books.clear()

    def fresh(self) -> None:
        """Everything as after a start: no workbook, no answers, no faults."""
        self.close_all()
        self.reset_state()
        self._untitled = 0

    # Crossing to the office

    @contextlib.contextmanager
    def crossing(self, operation: str, *, write: bool = False) -> Iterator[None]:
        """Count one operation and give its errors Excel's shape."""
        if self._depth == 0:
            self._enter(operation, write=write)
        self._depth += 1
        try:
            yield
        except Exception as problem:
            raise self._translated(problem) from problem
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._since = None

    def _enter(self, operation: str, *, write: bool) -> None:
        self.calls += 1
        self.operations.append(operation)
        if not self.alive():
            raise OfficeGoneError
        if write:
            if not self.settings.ready:
                raise ExcelError("Call was rejected by callee.", CALL_REJECTED)
            self._fail_if_due()
        self._since = time.monotonic()

    def _fail_if_due(self) -> None:
        if self._fail_in is None:
            return
        self._fail_in -= 1
        if self._fail_in <= 0:
            self._fail_in = None
            raise self._fault()

    def _translated(self, problem: Exception) -> Exception:
        if isinstance(problem, ExcelError | NotImplementedError):
            return problem
        if self._died():
            return OfficeGoneError()
        if isinstance(problem, load_uno().getClass("com.sun.star.uno.Exception")):
            return refused(f"{type(problem).__name__}: {problem}")
        return problem

    def _died(self) -> bool:
        """Has the office ended? The end of a process is seen a moment after its connection broke."""
        with contextlib.suppress(Exception):
            self.desktop.getPropertyValue("Title")
            return not self.alive()
        for _ in range(20):
            if not self.alive():
                return True
            time.sleep(0.05)
        return False

    def _watch(self) -> None:
        while True:
            time.sleep(0.5)
            since = self._since
            if since is not None and time.monotonic() - since > self.longest_call:
                self.office.kill()

    # What Excel would ask the user

    def show_alert(self, prompt: str, title: str | None, buttons: str, mode: str | None) -> str:
        """Record a message box; answered from `answers`, else with its first button."""
        answer = self.answers.popleft() if self.answers else buttons.partition("_")[0]
        self.alerts.append(Alert(prompt, title, buttons, mode, answer))
        return answer

    def show_input(self, prompt: str, title: str | None, proposal: str) -> str | bool:
        """Record a box for text; answered from `typed`, else cancelled (False)."""
        answer: str | bool = self.typed.popleft() if self.typed else False
        self.inputs.append(Input(prompt, title, proposal, answer))
        return answer

    def show_file_dialog(self, kind: str, options: dict[str, Any]) -> Any:
        """Record a file dialog; answered from `files`, else cancelled (False)."""
        answer = self.files.popleft() if self.files else False
        answer = str(answer) if isinstance(answer, Path) else answer
        self.dialogs.append(FileDialog(kind, options, answer))
        return answer

    def next_title(self) -> str:
        """Name of the next new workbook."""
        self._untitled += 1
        return f"Mappe{self._untitled}"
