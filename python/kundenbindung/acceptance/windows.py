"""Windows: processes, dialogs and temporary files. Elsewhere every question has an empty answer."""

from __future__ import annotations

import csv
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXCEL = "EXCEL.EXE"
LONGEST_TEXT = 4_000
DIALOG_CLASSES = ("#32770", "NUIDialog")
CANCEL = 2
_GETTEXT, _COMMAND, _CLOSE, _OWNER, _ABORT_IF_HUNG = 0x000D, 0x0111, 0x0010, 4, 2


@dataclass(frozen=True, slots=True)
class Dialog:
    """Fenster that waits for an answer: its handle, title and text."""

    handle: int
    title: str
    text: str


def here() -> bool:
    """True on Windows."""
    return sys.platform == "win32"


def excel_pids() -> frozenset[int]:
    """Process numbers of all running Excels."""
    if not here():
        return frozenset()
    call = ["tasklist", "/FI", f"IMAGENAME eq {EXCEL}", "/FO", "CSV", "/NH"]
    return pids_in(subprocess.run(call, capture_output=True, check=False).stdout.decode("ascii", "replace"))


def pids_in(listed: str) -> frozenset[int]:
    """Process numbers in tasklist's answer; without a process it answers with a sentence."""
    rows = [row for row in csv.reader(listed.splitlines()) if len(row) > 1]
    return frozenset(int(row[1]) for row in rows if row[0].upper() == EXCEL and row[1].isdigit())


def end(pid: int) -> None:
    """Eigenen Prozess beenden; only for a process that this program started."""
    os.kill(pid, signal.SIGTERM)


def repair_logs(since: float) -> tuple[str, ...]:
    """Reparaturprotokolle that Excel wrote after a moment: it names them error012345_01.xml."""
    if not here():
        return ()
    found = Path(tempfile.gettempdir()).glob("error*.xml")
    return tuple(sorted(path.name for path in found if path.stat().st_mtime >= since))


def dialogs(pid: int) -> tuple[Dialog, ...]:
    """Visible dialogs of a process, and those that other processes show in front of its window."""
    return tuple(_dialogs(pid)) if here() else ()


def press(dialog: Dialog, *, cancel: bool = False) -> None:
    """Answer a dialog: with Cancel, else with its first button; without buttons it is closed."""
    buttons = list(_children(dialog.handle, "Button"))
    usable = [
        button
        for button in buttons
        if _user32().IsWindowEnabled(button) and _user32().IsWindowVisible(button)
    ]
    chosen = next((b for b in usable if cancel and _user32().GetDlgCtrlID(b) == CANCEL), None)
    chosen = chosen or next(iter(usable), None)
    if chosen is None:
        _user32().PostMessageW(dialog.handle, _CLOSE, 0, 0)
    else:
        _user32().PostMessageW(dialog.handle, _COMMAND, _user32().GetDlgCtrlID(chosen), chosen)


def _user32() -> Any:
    """Windows' own functions; handles are 64 bits wide."""
    library = vars(ctypes)["windll"].user32
    handle, text, number = ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_size_t
    library.FindWindowExW.restype = library.GetWindow.restype = handle
    library.FindWindowExW.argtypes = [handle, handle, text, text]
    library.PostMessageW.argtypes = [handle, ctypes.c_uint, number, handle]
    library.SendMessageTimeoutW.argtypes = [
        handle, ctypes.c_uint, number, handle, ctypes.c_uint, ctypes.c_uint, handle,
    ]  # fmt: skip
    for name in ("IsWindowEnabled", "IsWindowVisible", "GetDlgCtrlID"):
        getattr(library, name).argtypes = [handle]
    library.GetWindow.argtypes = [handle, ctypes.c_uint]
    library.GetWindowThreadProcessId.argtypes = [handle, handle]
    return library


def _dialogs(pid: int) -> Iterator[Dialog]:
    for name in DIALOG_CLASSES:
        for handle in _children(None, name):
            owner = _user32().GetWindow(handle, _OWNER)
            if _user32().IsWindowVisible(handle) and pid in {_pid_of(handle), _pid_of(owner) if owner else 0}:
                texts = [_text(child) for child in _children(handle, "Static")]
                yield Dialog(handle, _text(handle), "\n".join(text for text in texts if text))


def _children(parent: int | None, name: str) -> Iterator[int]:
    """Windows of a class inside another, or on the desktop."""
    found = _user32().FindWindowExW(parent, None, name, None)
    while found:
        yield int(found)
        found = _user32().FindWindowExW(parent, found, name, None)


def _pid_of(handle: int) -> int:
    pid = ctypes.c_ulong()
    _user32().GetWindowThreadProcessId(handle, ctypes.byref(pid))
    return pid.value


def _text(handle: int) -> str:
    """Text of a window of any process; empty if it does not answer."""
    buffer, wait = ctypes.create_unicode_buffer(LONGEST_TEXT), 1_000
    target = ctypes.cast(buffer, ctypes.c_void_p)
    _user32().SendMessageTimeoutW(handle, _GETTEXT, LONGEST_TEXT, target, _ABORT_IF_HUNG, wait, None)
    return buffer.value
