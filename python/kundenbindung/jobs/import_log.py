"""Einleseprotokoll: what was read when, with control totals of the file and of the workbook."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from kundenbindung.workbook import layout

MARK = " · "
_SHOWN = 12
_CHUNK = 1 << 20
_SPAN = re.compile(r"(\d{2}\.\d{2}\.\d{4}) bis (\d{2}\.\d{2}\.\d{4})")


@dataclass(frozen=True, slots=True)
class Line:
    """Zeile of the log: one file and one of its years (None for opportunities), sums in euros."""

    file: str
    recognised: str
    period: str
    rows_read: int
    rows_used: int
    left_out: str
    fingerprint: str
    year: int | None
    total_eur: float
    margin_eur: float | None
    before_eur: float
    after_eur: float


def fingerprint(path: Path) -> str:
    """Prüfzeichen of a file: the beginning of the SHA-256 of its bytes."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()[:_SHOWN]


def change(log: pd.DataFrame, line: Line) -> float | None:
    """Unterschied of a sum to that of the last time, all files of then together; None if there was none."""
    rows = _last(log, line.recognised, line.year or 0)
    return None if rows.empty else line.total_eur - float(rows["total_eur"].dropna().astype(float).sum())


def _last(log: pd.DataFrame, recognised: str, year: int) -> pd.DataFrame:
    """Lines of one kind and year that were written the last time."""
    known = log.reindex(columns=["entry", "recognised", "year", "period", "total_eur"]).dropna(
        subset=["entry"]
    )
    same = known["recognised"].eq(recognised) & _years(known["year"]).eq(year)
    rows = known[same.astype(bool)]
    moments = rows["entry"].map(lambda entry: str(entry).partition(MARK)[0])
    return rows[moments.eq(moments.iloc[-1])] if len(rows) else rows


def period_of(log: pd.DataFrame, recognised: str, year: int) -> tuple[dt.date, dt.date] | None:
    """Zeitraum read for a year of a source the last time, all its files together; None without days."""
    spans = [_span(str(text)) for text in _last(log, recognised, year)["period"].dropna()]
    days = [span for span in spans if span is not None]
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def _span(text: str) -> tuple[dt.date, dt.date] | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    first, last = (dt.datetime.strptime(day, "%d.%m.%Y").date() for day in found.groups())
    return first, last


def last_time(log: pd.DataFrame, mark: str) -> str | None:
    """When a file with this Prüfzeichen was read for the last time; None if it never was."""
    known = log.reindex(columns=["entry", "fingerprint"])
    entries = known["entry"][known["fingerprint"].eq(mark)].dropna()
    return None if entries.empty else str(entries.iloc[-1]).partition(MARK)[0]


def _years(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce").fillna(0).astype(np.int64)


def with_lines(log: pd.DataFrame, moment: str, lines: Sequence[Line]) -> pd.DataFrame:
    """Protokoll with these lines below, numbered within their minute."""
    columns = [column.name for column in layout.IMPORTS.expand()]
    taken = sum(str(entry).startswith(moment + MARK) for entry in log["entry"])
    rows: list[Mapping[str, object]] = [
        {
            **{name: getattr(line, name, None) for name in columns},
            "entry": f"{moment}{MARK}{taken + number}",
            "change_eur": _change_of_group(log, lines, number - 1),
        }
        for number, line in enumerate(lines, start=1)
    ]
    whole = log.reindex(columns=columns).to_dict("records") + list(rows)
    frame = pd.DataFrame(whole, columns=columns, dtype=object)
    return frame.where(frame.notna(), None)


def _change_of_group(log: pd.DataFrame, lines: Sequence[Line], at: int) -> float | None:
    """Difference of all files of a kind and year together, beside the last of them."""
    alike = [
        number
        for number, line in enumerate(lines)
        if (line.recognised, line.year) == (lines[at].recognised, lines[at].year)
    ]
    if at != alike[-1]:
        return None
    total = sum(lines[number].total_eur for number in alike)
    return change(log, replace(lines[at], total_eur=total))
