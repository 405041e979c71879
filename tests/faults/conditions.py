"""Umstände: what a child does to itself, or lets happen to it, before its command begins."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import resource
import signal
import sys
from pathlib import Path


def small_disk(size: int) -> None:
    """No file of this process becomes larger, as if the disk were full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


def powerless() -> None:
    """The administrator, too, has to keep to the rights of files from here on (capset of Linux)."""
    if os.geteuid() == 0:
        nothing = (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None).capset(ctypes.byref(_Header(0x20080522, 0)), nothing) == 0


def saved_meanwhile(path: Path, content: bytes) -> None:
    """The owner saves a file in Excel just before this process moves its own there."""
    done: list[Path] = []

    def hear(event: str, about: tuple[object, ...]) -> None:
        if event == "os.chmod" and not done:
            done.append(path)
            path.write_bytes(content)

    sys.addaudithook(hear)


def clock(year: int) -> None:
    """It is the first of March of another year."""
    import time_machine

    time_machine.travel(dt.datetime(year, 3, 1, 12, 0), tick=True).start()


def full_output() -> None:
    """What is said goes to a full disk."""
    _say_on(1, os.open("/dev/full", os.O_WRONLY))


def full_channels() -> None:
    """Complaints and the progress bar go there too."""
    full_output()
    _say_on(2, os.open("/dev/full", os.O_WRONLY))
    _bar_at_once()


def deaf() -> None:
    """Nobody listens any more."""
    reading, writing = os.pipe()
    os.close(reading)
    _say_on(1, os.dup(writing))
    _say_on(2, writing)
    _bar_at_once()


def no_channels() -> None:
    """As pythonw.exe starts."""
    sys.stdin = sys.stdout = sys.stderr = None  # as without a console
    _bar_at_once()


def _bar_at_once() -> None:
    """The progress bar shows from the first step on, as on a slow machine."""
    from kundenbindung.cli import progress

    progress.DELAY = 0.001


def _say_on(number: int, handle: int) -> None:
    os.dup2(handle, number)
    stream = os.fdopen(number, "w", encoding="utf-8", closefd=False)
    sys.stdout, sys.stderr = (stream, sys.stderr) if number == 1 else (sys.stdout, stream)
