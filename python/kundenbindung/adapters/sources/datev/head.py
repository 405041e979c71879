"""Vorlaufsatz: line 1 of a DATEV file says what it is, line 2 names the columns."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import kundenbindung
from kundenbindung.adapters.sources.cells import look
from kundenbindung.adapters.sources.plain import repair
from kundenbindung.adapters.sources.presets import joined
from kundenbindung.adapters.sources.promise import Head
from kundenbindung.adapters.sources.sheet import MAX_COLUMNS, stop

SOURCE = "datev"
MAX_BYTES = 500_000_000
MAX_LINES = 3_000_000
EUR = "EUR"
_BEGIN = re.compile(r'\ufeff?"?(?:EXTF|DTVF)"?([;\t,|])')
_KIND, _NAME, _FISCAL, _LENGTH, _CURRENCY, _CHART = 2, 3, 12, 13, 21, 26
_LENGTHS = range(4, 9)
_YEARS = range(1990, 2101)
_HEAD_LINES = 2


@dataclass(frozen=True, slots=True)
class StackHead:
    """Kopf of a file.

    is_master       Debitoren/Kreditoren instead of a Buchungsstapel
    fiscal_start    first day of the fiscal year, None in master data that do not say it
    account_length  Sachkontenlänge; Personenkonten have one digit more
    chart           Kontenrahmen as written, two digits, empty if absent
    width           number of columns; places: field -> column (from 0)
    """

    is_master: bool
    fiscal_start: dt.date | None
    account_length: int
    chart: str
    encoding: str
    delimiter: str
    width: int
    places: dict[str, int]

    @property
    def year(self) -> int:
        """Geschäftsjahr: the calendar year in which it ends."""
        return self._last_day.year

    @property
    def end_month(self) -> int:
        """Last month of the fiscal year."""
        return self._last_day.month

    @property
    def _last_day(self) -> dt.date:
        start = self.fiscal_start or dt.date.min
        return dt.date(start.year + 1, start.month, 1) - dt.timedelta(days=1)


def is_datev(head: Head) -> bool:
    """True if line 1 begins with EXTF or DTVF, quoted or not."""
    return _BEGIN.match(head.text) is not None


@cache
def presets() -> dict[str, Any]:
    """Kategorien and column names of `templates/sources/datev.toml`."""
    path = kundenbindung.templates_folder() / "sources" / "datev.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_head(path: Path) -> StackHead:
    """Vorlauf and column names; raises `SourceError` if the file is another kind or lacks what is needed."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        stop("source_file_too_large", file=path.name, size_mb=size / 1e6, limit_mb=MAX_BYTES / 1e6)
    begin = look(path)
    found = _BEGIN.match(begin.text)
    delimiter = found.group(1) if found else ";"
    rows = _rows(begin.text, delimiter)
    fields = rows[0] + [""] * (_CHART + 1 - len(rows[0]))
    part = _part(fields, path.name)
    columns = [str(repair(name)) for name in rows[1]] if len(rows) > 1 else []
    if len(columns) > MAX_COLUMNS:
        stop("source_too_many_columns", file=path.name, columns=len(columns), limit=MAX_COLUMNS)
    master = part == "master"
    if fields[_CURRENCY].upper() not in {"", EUR} and not master:
        stop("datev_currency_foreign", file=path.name, currency=fields[_CURRENCY])
    return StackHead(
        is_master=master,
        fiscal_start=_fiscal_start(fields[_FISCAL], path.name, needed=not master),
        account_length=_account_length(fields[_LENGTH], path.name),
        chart=fields[_CHART].zfill(2) if fields[_CHART] else "",
        encoding=_encoding(begin),
        delimiter=delimiter,
        width=len(columns),
        places=_places(columns, part, path.name),
    )


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The first two lines, cut at the delimiter; blanks around a field say nothing."""
    lines = text.removeprefix("\ufeff").splitlines()[:_HEAD_LINES]
    return [[cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))] for line in lines]


def _part(fields: Sequence[str], file: str) -> str:
    """Which part of the presets reads the category; raises for those that hold no figures or names."""
    kinds = {str(number): part for part, number in presets()["categories"].items()}
    part: str | None = kinds.get(fields[_KIND])
    return part or stop("datev_kind_other", file=file, kind=fields[_NAME] or fields[_KIND] or "–")


def _fiscal_start(text: str, file: str, *, needed: bool) -> dt.date | None:
    try:
        start = dt.date.fromisoformat(text) if len(text) == len("20250101") else None
    except ValueError:
        start = None
    if start is not None and start.year in _YEARS:
        return start
    return stop("datev_head_incomplete", file=file, field=13, text=text or "–") if needed else None


def _account_length(text: str, file: str) -> int:
    known = {str(length): length for length in _LENGTHS}
    return known.get(text) or stop("datev_head_incomplete", file=file, field=14, text=text or "–")


def _encoding(begin: Head) -> str:
    """By the mark of the file; else UTF-8 if the column names are, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if begin.data.startswith(mark):
            return encoding
    try:
        b"\n".join(begin.data.splitlines()[:_HEAD_LINES]).decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _places(columns: Sequence[str], part: str, file: str) -> dict[str, int]:
    """Field -> column, by the first of its names that is there."""
    first: dict[str, int] = {}
    for place, name in enumerate(columns):
        first.setdefault(joined(name), place)
    spellings: dict[str, list[str]] = presets()[part]
    known = {
        field: [first[joined(name)] for name in names if joined(name) in first]
        for field, names in spellings.items()
    }
    places = {field: found[0] for field, found in known.items() if found}
    missing = [spellings[field][0] for field in presets()["required"][part] if field not in places]
    if missing:
        stop("datev_columns_missing", file=file, columns=missing)
    return places
