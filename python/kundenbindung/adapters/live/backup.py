"""Sicherungen: a copy of the open workbook before every write; without a backup nothing is written."""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import re
from pathlib import Path

import xlwings as xw

from kundenbindung.adapters import beside, home
from kundenbindung.adapters.live.excel import refused, save_copy

KEPT = 20
_UNUSABLE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def back_up(book: xw.Book, moment: dt.datetime) -> Path:
    """Sicherung in the local folder, the last 20 of a workbook are kept; RefusalError if there is none."""
    folder = home.backup_folder()
    name = Path(_UNUSABLE.sub("_", book.name))
    target = folder / f"{name.stem}-{moment:%Y%m%d-%H%M%S-%f}{name.suffix or '.xlsm'}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _save_whole(book, target)
    except Exception as error:
        raise refused("live_no_backup", folder=str(folder)) from error
    purge(folder, f"{glob.escape(name.stem)}-[0-9]*", newest=target)
    return target


def _save_whole(book: xw.Book, target: Path) -> None:
    """Kopie under its name only when it is whole; where Excel dies, a temporary file is left."""
    temporary = target.with_name(f"{beside.PREFIX}{target.name}")
    try:
        save_copy(book, temporary)
        _refuse_empty(temporary)
        temporary.replace(target)
    finally:
        beside.discard(temporary)


def _refuse_empty(path: Path) -> None:
    if not path.stat().st_size:
        raise OSError(path.name)


def purge(folder: Path, pattern: str, kept: int = KEPT, *, newest: Path) -> None:
    """Only the newest files of a kind stay; one that cannot be deleted now is deleted another time.

    newest  the file just written, whatever the clock said when the others were
    """
    with contextlib.suppress(OSError):
        files = sorted(
            (path for path in folder.glob(pattern) if path.is_file()),
            key=lambda path: (path == newest, path.stat().st_mtime),
        )
        for path in files[:-kept]:
            beside.discard(path)
