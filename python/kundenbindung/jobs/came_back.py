"""Zurückgekommene Dateien: as they are read; encrypted ones are opened in a folder of the program's own."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kundenbindung.adapters import encryption
from kundenbindung.jobs.returning import Came

PREFIX = "kundenbindung-"


@contextlib.contextmanager
def opened(files: Sequence[Path], password_of: Callable[[Path], str]) -> Iterator[tuple[Came, ...]]:
    """Dateien of colleagues; what was opened is gone afterwards.

    password_of is asked once per encrypted file. PackageError for a wrong password or a damaged file.
    """
    with tempfile.TemporaryDirectory(prefix=PREFIX) as desk:
        yield tuple(
            _came(path, Path(desk) / f"{number}.xlsx", password_of) for number, path in enumerate(files)
        )


def _came(path: Path, place: Path, password_of: Callable[[Path], str]) -> Came:
    if not encryption.is_encrypted(path):
        return Came(path)
    encryption.decrypt(path, place, password_of(path))
    return Came(place, path.name, encrypted=True)
