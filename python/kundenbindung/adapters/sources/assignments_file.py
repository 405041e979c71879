"""Zuordnung als Datei: assignments in TOML, for the command line and for a second workbook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import tomli_w

from kundenbindung.adapters import beside
from kundenbindung.adapters.sources.assignments import Assignment, Assignments
from kundenbindung.adapters.sources.sheet import cell_text, stop
from kundenbindung.messages.mapping import ASSIGNMENTS_HEAD
from kundenbindung.workbook import layout

LIST = "zuordnung"
KEYS = ("fuer", "text", "bedeutung", "jahr", "beispiel", "bestaetigt")
_CHOICES = {"fuer": "assignment_scope", "bedeutung": "assignment_meaning", "bestaetigt": "yes_no"}
_YEARS = range(1990, 2200)
_LINE = re.compile(r"line ([0-9]+)")
_ENTRY = re.compile(r"\s*\[\[\s*zuordnung\s*\]\]")
_MAX_BYTES = 5_000_000


def load_assignments(path: Path) -> Assignments:
    """Zuordnungen of a TOML file, confirmed or not.

    Raises `SourceError` with the line where the file is no TOML, or says a word nobody knows.
    """
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = _LINE.search(str(error))
        stop(
            "source_assignments_unreadable", file=path.name, line=int(line.group(1)) if line else _last(text)
        )
    entries = data.get(LIST, [])
    for key in data:
        if key != LIST:
            _refuse(path.name, text, None, str(key), cell_text(key), f"[[{LIST}]]")
    if not isinstance(entries, list):
        _refuse(path.name, text, None, LIST, cell_text(entries), f"[[{LIST}]]")
    return Assignments(tuple(_entry(path.name, text, place, entry) for place, entry in enumerate(entries)))


def save_assignments(path: Path, assignments: Assignments) -> None:
    """Zuordnungen written as a TOML file with a comment that says how to use it; replaces it as a whole.

    Raises `OSError` if the file cannot be written; what stood there before is then unchanged.
    """
    meanings = ", ".join(layout.CHOICES["assignment_meaning"].values())
    body = tomli_w.dumps({LIST: [_written(entry) for entry in assignments.entries]})
    content = f"{ASSIGNMENTS_HEAD.format(meanings=meanings)}\n{body}"
    beside.put(path, content.encode("utf-8", errors="replace"))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()[: _MAX_BYTES + 1]
    except FileNotFoundError:
        stop("source_file_missing", file=str(path))
    except OSError:
        stop("source_file_unreadable", file=str(path))
    if len(data) > _MAX_BYTES:
        size = path.stat().st_size / 1e6
        stop("source_file_too_large", file=path.name, size_mb=size, limit_mb=_MAX_BYTES / 1e6)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return stop("source_encoding_unknown", file=path.name)


def _entry(file: str, text: str, place: int, entry: object) -> Assignment:
    """One entry; every word of it must be known."""
    if not isinstance(entry, dict):
        _refuse(file, text, place, LIST, cell_text(entry), f"[[{LIST}]]")
    for key in entry:
        if key not in KEYS:
            _refuse(file, text, place, str(key), str(key), ", ".join(KEYS))
    words = {key: _word(file, text, place, key, entry) for key in _CHOICES}
    name = entry.get("text")
    if not isinstance(name, str) or not name.strip():
        _refuse(file, text, place, "text", cell_text(name), "…")
    if words["fuer"] is None:
        _refuse(file, text, place, "fuer", "", _allowed("fuer"))
    return Assignment(
        scope=words["fuer"],
        text=name,
        meaning=words["bedeutung"],
        year=_year(file, text, place, entry),
        example=cell_text(entry.get("beispiel")),
        confirmed=words["bestaetigt"] == "yes",
    )


def _word(file: str, text: str, place: int, key: str, entry: Mapping[str, object]) -> str | None:
    """Identifier of a German word of the lists; a truth value may stand for ja and nein."""
    value = entry.get(key, "")
    if isinstance(value, bool) and key == "bestaetigt":
        return "yes" if value else "no"
    known = {label.casefold(): name for name, label in layout.CHOICES[_CHOICES[key]].items()}
    if isinstance(value, str):
        word = " ".join(value.split()).casefold()
        if not word or word in known:
            return known.get(word)
    return _refuse(file, text, place, key, cell_text(value), _allowed(key))


def _allowed(key: str) -> str:
    return ", ".join(layout.CHOICES[_CHOICES[key]].values())


def _year(file: str, text: str, place: int, entry: Mapping[str, object]) -> int | None:
    year = entry.get("jahr")
    if year is None or year == "":
        return None
    if isinstance(year, int) and not isinstance(year, bool) and year in _YEARS:
        return year
    return _refuse(file, text, place, "jahr", cell_text(year), "2025")


def _refuse(file: str, text: str, place: int | None, key: str, said: str, expected: str) -> NoReturn:
    line = _line_of(text, place, key)
    shown = said[:60] or "–"
    stop("source_assignments_unknown", file=file, line=line, key=key, text=shown, expected=expected)


def _line_of(text: str, place: int | None, key: str) -> int:
    """Zeile (from 1) of a key in the entry of this place, else of the entry, else the first."""
    lines = text.split("\n")
    begins = [number for number, line in enumerate(lines, start=1) if _ENTRY.match(line)]
    first = begins[place] if place is not None and place < len(begins) else 1
    last = (
        next((number for number in begins if number > first), len(lines) + 1) if place is not None else None
    )
    own = re.compile(rf'\s*(?:\[\[?\s*)?["\']?{re.escape(key)}["\']?\s*(?:=|\]|\.)')
    inside = enumerate(lines[first - 1 : last and last - 1], start=first)
    return next((number for number, line in inside if own.match(line)), first)


def _last(text: str) -> int:
    return text.count("\n") + 1


def _written(entry: Assignment) -> dict[str, object]:
    """An entry in the words of the lists; what is empty is left away."""
    return {
        "fuer": layout.CHOICES["assignment_scope"][entry.scope],
        "text": entry.text,
        "bedeutung": layout.CHOICES["assignment_meaning"].get(entry.meaning or "", ""),
        **({} if entry.year is None else {"jahr": entry.year}),
        **({"beispiel": entry.example} if entry.example else {}),
        "bestaetigt": layout.CHOICES["yes_no"]["yes" if entry.confirmed else "no"],
    }
