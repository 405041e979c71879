"""Zellen einer Quelldatei: whatever the file is, its sheets as rows, or one clear error."""

from __future__ import annotations

from pathlib import Path

from kundenbindung.adapters.package.compound import MAGIC
from kundenbindung.adapters.sources.excel import ZIP_MARK, read_excel
from kundenbindung.adapters.sources.plain import decode_head, read_plain
from kundenbindung.adapters.sources.promise import Head
from kundenbindung.adapters.sources.sheet import MAX_FILE_BYTES, SourceError, SourceSheet, stop

__all__ = ["SourceError", "SourceSheet", "load", "look", "read_cells"]

_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
)
_MARKUP = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))


HEAD_BYTES = 65_536


def look(path: Path) -> Head:
    """Anfang einer Datei; raises `SourceError` if it is missing, empty, unreadable or no table."""
    if path.is_dir():
        stop("source_is_folder", file=path.name)
    try:
        with path.open("rb") as stream:
            data = stream.read(HEAD_BYTES)
    except FileNotFoundError:
        stop("source_file_missing", file=str(path))
    except OSError:
        stop("source_file_unreadable", file=str(path))
    _refuse_foreign(data, path.name)
    return Head(path, data, "" if data.startswith((ZIP_MARK, MAGIC)) else decode_head(data))


def read_cells(path: Path) -> tuple[SourceSheet, ...]:
    """Blätter einer Datei: one for CSV and TXT, every worksheet of an Excel file, told by content.

    Raises `SourceError` if the file is missing, empty, too large, encrypted or no table.
    """
    data = load(path)
    _refuse_foreign(data, path.name)
    if data.startswith((ZIP_MARK, MAGIC)):
        return read_excel(data, path.name)
    return (read_plain(data, path.name),)


def load(path: Path) -> bytes:
    """Bytes of a file; raises `SourceError` if it is missing, too large, unreadable or empty."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            stop("source_file_too_large", file=path.name, size_mb=size / 1e6, limit_mb=MAX_FILE_BYTES / 1e6)
        data = path.read_bytes()
    except FileNotFoundError:
        stop("source_file_missing", file=str(path))
    except OSError:
        stop("source_file_unreadable", file=str(path))
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n;,|"):
        stop("source_file_empty", file=path.name)
    return data


def _refuse_foreign(data: bytes, file: str) -> None:
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    kinds = [kind for mark, kind in _FOREIGN if data.startswith(mark)]
    kinds += [kind for mark, kind in _MARKUP if head.startswith(mark)]
    if kinds:
        stop("source_not_a_table", file=file, kind=kinds[0])
