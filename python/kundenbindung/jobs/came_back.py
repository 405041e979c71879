"""Zurückgekommene Dateien: as they are read; encrypted ones are opened in a folder of the program's own."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kundenbindung.adapters import beside, encryption, home
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.jobs.returning import Came


@contextlib.contextmanager
def opened(files: Sequence[Path], password_of: Callable[[Path], str]) -> Iterator[tuple[Came, ...]]:
    """Dateien of colleagues; what was opened is gone afterwards.

    password_of is asked once per encrypted file. PackageError for a wrong password or a damaged file.
    Where the program is ended in between, `leftovers.purge` clears its folder away.
    """
    with contextlib.ExitStack() as desks:
        yield tuple(_came(path, desks, password_of) for path in files)


def _came(path: Path, desks: contextlib.ExitStack, password_of: Callable[[Path], str]) -> Came:
    if not encryption.is_encrypted(path):
        return Came(path)
    password = password_of(path)
    place = Path(desks.enter_context(_desk(path))) / "Kopie.xlsx"
    encryption.decrypt(path, place, password)
    return Came(place, path.name, encrypted=True)


def _desk(path: Path) -> tempfile.TemporaryDirectory[str]:
    """Folder for one opened file; PackageError if the program's own folder cannot be written."""
    folder = home.home_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(prefix=beside.PREFIX, dir=folder, ignore_cleanup_errors=True)
    except OSError as error:
        raise refusal("target_not_written", file=path.name) from error
