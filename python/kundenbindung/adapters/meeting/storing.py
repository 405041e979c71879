"""Ablegen: files into their folders, all of them or none; only files this program has written are replaced.

A workbook is known by a keyword among its properties, a PDF by the same keyword, which it takes over.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from kundenbindung.adapters import whole

KEYWORD = "Gesprächsblatt_A4"
CORE = "docProps/core.xml"
LARGEST_CORE = 65_536
"""Bytes of properties that are looked at."""


def refuse(folder: Path, targets: Sequence[Path]) -> None:
    """Raise PackageError where something is in the way: no folder to make one in, or a file of others."""
    whole.refuse(folder, targets, is_ours)


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
    whole.store(folder, files)
