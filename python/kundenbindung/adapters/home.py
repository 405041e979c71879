r"""Eigener Ordner on this machine: private environment, backups, undo, log. Nothing of it leaves the machine.

On Windows `%LOCALAPPDATA%\Kundenbindung`, elsewhere the platform's folder for a user's local data.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from platformdirs import user_data_path

from kundenbindung.core.model import Finding

NAME = "Kundenbindung"
LOG, BACKUPS, UNDO, ENVIRONMENT = "fehler.log", "Sicherungen", "Zurueck", "umgebung"
OLD_LOG, SENT = "fehler.alt.log", "Versand"
READING_LIST, SENDING_LIST, RETURNING_LIST, DELETING_LIST = (
    "Einlesevorschau.txt",
    "Versandvorschau.txt",
    "Ruecklaufvorschau.txt",
    "Loeschliste.txt",
)
LISTS = (READING_LIST, SENDING_LIST, RETURNING_LIST, DELETING_LIST)
"""Text files that hold all of what a window shows the beginning of."""

LARGEST_LOG = 1_000_000
HEADING = "Orte und Arten von Fehlern, ohne Meldungstexte\n"
"""First line of the log; one without it was not written by this program and is begun anew."""

CHAIN = "\nDuring handling of the above exception, another exception occurred:\n"
NUMBERS = ("errno", "hresult")
"""What an error of the system or of Excel says besides its text."""


def home_folder() -> Path:
    """Ordner of the program for this user; it need not exist yet."""
    return user_data_path(NAME, appauthor=False)


def log_file() -> Path:
    """Protokoll of unexpected errors."""
    return home_folder() / LOG


def backup_folder() -> Path:
    """Sicherungen made before every write into an open workbook."""
    return home_folder() / BACKUPS


def undo_folder() -> Path:
    """Vorherige Ergebnisse for the button Rückgängig."""
    return home_folder() / UNDO


def sent_folder() -> Path:
    """Versandkopien: what went out, so that it is recognised when it comes back."""
    return home_folder() / SENT


def environment_folder() -> Path:
    """Private Python-Umgebung that `einrichten` makes."""
    return home_folder() / ENVIRONMENT


def write_list(name: str, lines: Iterable[str]) -> str:
    """Liste in full as a text file, since a window holds little; its path, "" if it cannot be written."""
    path = home_folder() / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8-sig")
    except OSError:
        return ""
    return str(path)


def write_log() -> Path | None:
    """Append where the exception being handled came from, and its kind; None if the log cannot be written.

    Its text never: it may quote a cell.
    """
    error, path = sys.exception(), log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_name(OLD_LOG))
        begun = _is_begun(path)
        with path.open("a" if begun else "w", encoding="utf-8") as stream:
            told = "\n".join(_told(error, frozenset())) if error is not None else ""
            stream.write(("" if begun else HEADING) + f"\n{told}\n")
    except OSError:
        return None
    return path


def _is_begun(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as stream:
        return stream.readline().rstrip(b"\r\n") == HEADING.strip().encode()


def _told(error: BaseException, seen: frozenset[int]) -> Iterator[str]:
    """Lines of an exception, what it came from first: places and lines of the program, its class."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    seen |= {id(error)}
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield CHAIN
    yield "Traceback (most recent call last):"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        yield f"    {frame.line}"
    yield ": ".join(filter(None, (_kind(type(error)), ", ".join(_codes(error)))))


def _kind(kind: type[BaseException]) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _codes(error: BaseException) -> Iterator[str]:
    """Codes of findings an exception of ours carries, numbers of one of the system."""
    found = (*getattr(error, "findings", ()), getattr(error, "finding", None))
    yield from (entry.code for entry in found if isinstance(entry, Finding))
    yield from (str(number) for name in NUMBERS if isinstance(number := getattr(error, name, None), int))
