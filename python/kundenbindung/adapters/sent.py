"""Gemerkter Versand: the cells of a copy as they went out, kept on this machine by its Prüfzeichen.

One small file per copy in the program's own folder. A Prüfzeichen that comes from a file is never trusted
as a name: what is no plain word is not looked for.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from kundenbindung.adapters import home

SUFFIX = ".json"
LARGEST = 50 << 20
_MARK = re.compile(r"[A-Za-z0-9]{1,64}")
_UNREADABLE = (OSError, ValueError, RecursionError)


def keep(mark: str, data: Mapping[str, Any], moment: dt.datetime) -> bool:
    """Merken what went out; False if it cannot be written, which keeps nobody from sending.

    ValueError for a Prüfzeichen that is no plain word.
    """
    path = _path(mark)
    if path is None:
        raise ValueError("a mark is a word of letters and digits")
    content = {"mark": mark, "moment": moment.isoformat(), "tables": dict(data)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    except OSError:
        return False
    return True


def load(mark: str) -> dict[str, Any] | None:
    """Was hinausging under this Prüfzeichen; None if it is not kept here or cannot be read."""
    path = _path(mark)
    content = None if path is None else _read(path)
    if content is None or content.get("mark") != mark:
        return None
    tables = content.get("tables")
    return tables if isinstance(tables, dict) else None


def forget_customer(keys: Collection[str]) -> int:
    """Zeilen of these Kundennummern go from everything that is kept; returns how many files changed."""
    changed = 0
    for path in _files():
        content = _read(path)
        if content is None or not isinstance(content.get("tables"), dict):
            continue
        left = {name: _without(table, frozenset(keys)) for name, table in content["tables"].items()}
        if left != content["tables"]:
            _write(path, {**content, "tables": left})
            changed += 1
    return changed


def purge(before: dt.date) -> int:
    """Was vor diesem Tag hinausging is forgotten, and what cannot be read; returns how many files went."""
    gone = 0
    for path in _files():
        if _day(path) < before:
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
    return gone


def _path(mark: str) -> Path | None:
    return home.sent_folder() / f"{mark}{SUFFIX}" if _MARK.fullmatch(mark) else None


def _files() -> Iterator[Path]:
    folder = home.sent_folder()
    names = sorted(folder.iterdir()) if folder.is_dir() else []
    return (path for path in names if path.suffix == SUFFIX and _MARK.fullmatch(path.stem))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > LARGEST:
            return None
        content = json.loads(path.read_text(encoding="utf-8"))
    except _UNREADABLE:
        return None
    return content if isinstance(content, dict) else None


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all, and readable only for the user."""
    handle, name = tempfile.mkstemp(prefix=".kundenbindung-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream, ensure_ascii=False)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _without(table: Any, keys: frozenset[str]) -> Any:
    """A kept table without the rows of these customers; what is no table stays."""
    if not isinstance(table, dict) or "customer_id" not in table.get("columns", ()):
        return table
    at = table["columns"].index("customer_id")
    return {**table, "rows": [row for row in table.get("rows", ()) if row[at] not in keys]}


def _day(path: Path) -> dt.date:
    content = _read(path) or {}
    try:
        return dt.datetime.fromisoformat(str(content.get("moment"))).date()
    except ValueError:
        return dt.date.min
