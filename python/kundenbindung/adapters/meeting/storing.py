"""Ablegen: files into their folders, all of them or none; only files this program has written are replaced.

A workbook is known by a keyword among its properties, a PDF by the same keyword, which it takes over.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from kundenbindung.adapters.package.problems import refusal

KEYWORD = "Gesprächsblatt_A4"
CORE = "docProps/core.xml"
LARGEST_CORE = 65_536
"""Bytes of properties that are looked at."""


def refuse(folder: Path, targets: Sequence[Path]) -> None:
    """Raise PackageError where something is in the way: no folder to make one in, or a file of others."""
    for place in (folder, *dict.fromkeys(target.parent for target in targets)):
        if place.exists() and not place.is_dir():
            raise refusal("target_exists", file=place.name)
    if not folder.absolute().parent.is_dir():
        raise refusal("target_folder_missing", folder=str(folder.absolute().parent), file=folder.name)
    for target in targets:
        if target.exists() and not is_ours(target):
            raise refusal("target_exists", file=target.name)


def is_ours(path: Path) -> bool:
    """True for a workbook or PDF of meeting sheets that this program has written."""
    try:
        return _has_keyword(path) if zipfile.is_zipfile(path) else _is_own_pdf(path)
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError):
        return False


def _has_keyword(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive, archive.open(CORE) as stream:
        return f"<cp:keywords>{KEYWORD}</cp:keywords>".encode() in stream.read(LARGEST_CORE)


def _is_own_pdf(path: Path) -> bool:
    """The keyword as PDF write a text: as UTF-16 in hexadecimal digits or bytes, or as a plain string."""
    content = path.read_bytes()
    if not content.startswith(b"%PDF-"):
        return False
    wide = KEYWORD.encode("utf-16-be")
    ways = (
        wide.hex().upper().encode(),
        wide.hex().encode(),
        wide,
        KEYWORD.encode(),
        KEYWORD.encode("latin-1"),
    )
    return any(way in content for way in ways)


def store(folder: Path, files: Mapping[Path, Path]) -> None:
    """Fertige Dateien (source by target) into folders that are made; PackageError if one cannot be written.

    Then every file is as it was.
    """
    made: list[Path] = []
    try:
        for place in (folder, *dict.fromkeys(target.parent for target in files)):
            if not place.is_dir():
                place.mkdir()
                made.append(place)
        _replace({target: source.read_bytes() for target, source in files.items()})
    except OSError as error:
        for place in reversed(made):
            with contextlib.suppress(OSError):
                place.rmdir()
        code = "target_locked" if isinstance(error, PermissionError) else "target_not_written"
        raise refusal(
            code, file=Path(str(error.filename2 or next(iter(files)))).name, folder=str(folder)
        ) from None


def _replace(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, then put all of them there; OSError leaves the old ones."""
    beside: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for target, data in files.items():
            handle, name = tempfile.mkstemp(prefix=".kundenbindung-", suffix=target.suffix, dir=target.parent)
            beside[target] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
        for target, temporary in beside.items():
            old = target.read_bytes() if target.exists() else None
            temporary.chmod(0o644)
            temporary.replace(target)
            before[target] = old
    except OSError:
        _put_back(before)
        raise
    finally:
        for temporary in beside.values():
            temporary.unlink(missing_ok=True)


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for target, old in before.items():
        with contextlib.suppress(OSError):
            if old is None:
                target.unlink()
            else:
                target.write_bytes(old)
