"""Daneben: written beside its place and moved there, so a place holds the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = ".kundenbindung-"
"""Begin of the name of every temporary file; what is left of them is known by it."""


def put(target: Path, content: bytes, mode: int = 0o644) -> None:
    """Eine Datei with its rights, whole or not at all; OSError leaves the old one as it was."""
    with temporary(target) as written:
        written.write_bytes(content)
        written.chmod(mode)
        written.replace(target)


@contextlib.contextmanager
def temporary(target: Path) -> Iterator[Path]:
    """Zwischendatei, empty and for the user alone, in the folder of `target`; gone in the end if not moved.

    Raises OSError if the folder takes none.
    """
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=target.suffix.lower() or ".tmp", dir=target.parent)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        discard(path)


def discard(path: Path) -> None:
    """Eine Zwischendatei goes; one that cannot be deleted now is deleted another time and stops nothing."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
