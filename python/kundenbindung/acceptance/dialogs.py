"""Wächter: answers the dialogs of the own instance and notes them, so that a click through VBA comes back.

Without him a message box would wait for a person. He sees the messages as the owner does: title and text.
"""

from __future__ import annotations

import contextlib
import threading
import time
from types import TracebackType

from kundenbindung.acceptance import windows
from kundenbindung.acceptance.windows import Dialog

PAUSE = 0.2
LONGEST_CHECK = 180.0
"""Seconds after which the own Excel counts as hung and is ended."""


class Watcher:
    """Wächter over the dialogs of one process; those with a title in `cancelled` are cancelled."""

    def __init__(self, pid: int, cancelled: frozenset[str]) -> None:
        self._pid, self._cancelled = pid, cancelled
        self._seen: list[Dialog] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.begin()

    def begin(self) -> None:
        """A new check begins: its time runs from now, earlier dialogs are forgotten."""
        self._seen.clear()
        self._until = time.monotonic() + LONGEST_CHECK

    def seen(self) -> tuple[Dialog, ...]:
        """Dialogs since the check began."""
        return tuple(self._seen)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=10 * PAUSE)

    def _watch(self) -> None:
        while not self._stop.wait(PAUSE):
            with contextlib.suppress(Exception):
                self.look()

    def look(self) -> None:
        """Answer what is there now; end an Excel that does not come back."""
        for dialog in windows.dialogs(self._pid):
            self._seen.append(dialog)
            windows.press(dialog, cancel=dialog.title in self._cancelled)
        if time.monotonic() > self._until and self._pid in windows.excel_pids():
            windows.end(self._pid)
            self._until = time.monotonic() + LONGEST_CHECK
