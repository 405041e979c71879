"""The command in a process of its own that can be killed, forked from one that has everything loaded.

A child runs `cli.main` in a folder of its own, with its output in files. It dies after a number of seconds,
right before its n-th change of a file, or when a file of it reaches a number of bytes: always by a signal,
so that no line of the program tidies up.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kundenbindung.cli import main

CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.truncate"})
"""Audit events of Python that change files; `open` does if it may write."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LONGEST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Place:
    """Folders of a child: where it works, the program's own, temporary files; beside them what it said.

    shared  works in the folder of this one instead
    """

    top: Path
    shared: Path | None = None

    @property
    def work(self) -> Path:
        """Where the workbook lies."""
        return (self.shared or self.top) / "arbeit"

    @property
    def data(self) -> Path:
        """Local data of the user."""
        return self.top / "daten"

    @property
    def temporary(self) -> Path:
        """Temporary files of the system."""
        return self.top / "kurz"

    def made(self) -> Place:
        """The same, with its folders."""
        for folder in (self.work, self.data, self.temporary):
            folder.mkdir(parents=True, exist_ok=True)
        return self


@dataclass(frozen=True, slots=True)
class Death:
    """When a child dies: after seconds, before its n-th change of a file (from 1), at a size of a file."""

    seconds: float | None = None
    change: int | None = None
    size: int | None = None

    def __str__(self) -> str:
        told = {"s": self.seconds, ". change": self.change, " bytes": self.size}
        return ", ".join(f"{value:.3g}{unit}" for unit, value in told.items() if value is not None) or "never"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (None if a signal killed it), how long it took, what it said."""

    code: int | None
    seconds: float
    out: str
    err: str
    changes: tuple[str, ...]


def run(
    arguments: Sequence[object],
    place: Place,
    death: Death | None = None,
    prepare: Callable[[], object] = tuple,
    work: Callable[[list[str]], int] = main,
) -> Ended:
    """One command in a forked child; `prepare` runs in it first, `work` stands for the command."""
    started, due = time.monotonic(), death or Death()
    status = _awaited(_begun(arguments, place, due, prepare, work), due.seconds)
    return _ended(status, started, place)


def at_once(arguments: Sequence[object], places: Sequence[Place]) -> list[Ended]:
    """One command in several children at the same time, in the folder of the first place."""
    started = time.monotonic()
    children = [_begun(arguments, place, Death(), tuple, main) for place in places]
    return [
        _ended(_awaited(child, None), started, place) for child, place in zip(children, places, strict=True)
    ]


def _begun(
    arguments: Sequence[object],
    place: Place,
    death: Death,
    prepare: Callable[[], object],
    work: Callable[[list[str]], int],
) -> int:
    """Number of the process."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        _be_the_child([str(word) for word in arguments], place, death, prepare, work)
    return child


def _ended(status: int, started: float, place: Place) -> Ended:
    code = None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    out, err, told = (_text(place.top / name) for name in ("out", "err", "changes"))
    return Ended(code, time.monotonic() - started, out, err, tuple(told.splitlines()))


def whole(arguments: Sequence[object], place: Place) -> Ended:
    """The same to its end; RuntimeError unless it did its work."""
    ended = run(arguments, place)
    if ended.code != 0:
        raise RuntimeError(f"{arguments}: {ended.code}\n{ended.out}\n{ended.err}")
    return replace(ended, changes=tuple(line for line in ended.changes if line))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _awaited(child: int, seconds: float | None) -> int:
    """Status of the child at its end; it is killed after so many seconds."""
    watched = os.pidfd_open(child)
    try:
        limit = LONGEST_SECONDS if seconds is None else seconds
        if not select.select([watched], [], [], limit)[0]:
            os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1]
    finally:
        os.close(watched)


def _be_the_child(
    arguments: list[str],
    place: Place,
    death: Death,
    prepare: Callable[[], object],
    work: Callable[[list[str]], int],
) -> None:
    """Never returns."""
    code = 70
    try:
        _settle(place)
        prepare()
        _mortal(place, death)
        code = work(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(code)


def _settle(place: Place) -> None:
    """Folders, channels and variables of a process of its own."""
    os.chdir(place.work)
    os.environ.pop("LOCALAPPDATA", None)
    os.environ |= {"XDG_DATA_HOME": str(place.data), "TMPDIR": str(place.temporary)}
    tempfile.tempdir = None
    for number, name in ((1, "out"), (2, "err")):
        handle = os.open(place.top / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(handle, number)
        os.close(handle)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))


def _mortal(place: Place, death: Death) -> None:
    """From here on changes of files are counted, and the child dies as planned."""
    counted = os.open(place.top / "changes", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    done = 0

    def hear(event: str, about: tuple[object, ...]) -> None:
        nonlocal done
        if not _is_change(event, about):
            return
        done += 1
        if done == death.change:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(counted, f"{event} {_name(about[0])}\n".encode())

    sys.addaudithook(hear)
    if death.size is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (death.size, death.size))


def _is_change(event: str, about: tuple[object, ...]) -> bool:
    if event != "open":
        return event in CHANGES
    flags = about[2]
    return isinstance(flags, int) and bool(flags & WRITING) and _name(about[0]) != os.devnull


def _name(value: object) -> str:
    return os.fsdecode(value) if isinstance(value, str | bytes | os.PathLike) else str(value)
