"""Gemerkter Versand: the cells of a copy as they went out, kept on this machine by its Prüfzeichen.

One small file per copy in the program's own folder. A Prüfzeichen that comes from a file is never trusted
as a name: what is no plain word is not looked for.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kundenbindung.adapters import beside, home

SUFFIX = ".json"
LARGEST = 50 << 20
_MARK = re.compile(r"[A-Za-z0-9]{1,64}")
_UNREADABLE = (OSError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Kept:
    """Gemerkte Kopie: its tables, for which group and Verantwortlichen it was made; "" where not kept."""

    tables: Mapping[str, Any]
    group: str = ""
    responsible: str = ""


def keep(
    mark: str,
    data: Mapping[str, Any],
    moment: dt.datetime,
    *,
    group: str = "",
    responsible: str | None = None,
) -> bool:
    """Merken what went out, and for whom; False if it cannot be written.

    ValueError for a Prüfzeichen that is no plain word.
    """
    path = _path(mark)
    if path is None:
        raise ValueError("a mark is a word of letters and digits")
    whom = {"group": group, "responsible": responsible or ""}
    content = {"mark": mark, "moment": moment.isoformat(), **whom, "tables": dict(data)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    except OSError:
        return False
    return True


def load(mark: str) -> Kept | None:
    """Was hinausging under this Prüfzeichen; None if it is not kept here or cannot be read."""
    path = _path(mark)
    content = None if path is None else _read(path)
    if content is None or content.get("mark") != mark:
        return None
    tables, whom = content.get("tables"), [content.get(name) for name in ("group", "responsible")]
    group, responsible = (name if isinstance(name, str) else "" for name in whom)
    return Kept(tables, group, responsible) if isinstance(tables, dict) else None


def _path(mark: str) -> Path | None:
    return home.sent_folder() / f"{mark}{SUFFIX}" if _MARK.fullmatch(mark) else None


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
    beside.put(path, json.dumps(content, ensure_ascii=False).encode(), mode=0o600)
