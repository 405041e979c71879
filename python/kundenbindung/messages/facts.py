"""Angaben zum Unternehmen, die auf jedem Blatt stehen: from the tables Einstellungen and meta."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kundenbindung.core.screening import month_end
from kundenbindung.messages import german, prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import Sheet, SheetKind


@dataclass(frozen=True, slots=True)
class Facts:
    """Angaben: name, years, Stichtag, kind of DB, last calculation; empty where nobody said."""

    company: str
    base_year: int | None
    reporting_date: dt.date | None
    margin_kind: str
    calculated: str
    sample: bool

    def line(self, *, margin: bool) -> str:
        """One line for the head of a sheet; `margin` adds which DB is meant."""
        parts = [self.company]
        if self.base_year is not None:
            parts += [f"Basisjahr {self.base_year}", f"Planjahr {self.base_year + 1}"]
        parts.append(self.stichtag)
        parts.append(self.margin_kind if margin else "")
        return prompts.SEPARATOR.join(part for part in parts if part)

    @property
    def stichtag(self) -> str:
        """Stichtag in words, empty if there is none."""
        return f"Stichtag {german.day(self.reporting_date)}" if self.reporting_date else ""


def facts(contents: Contents) -> Facts:
    """Angaben read from the contents of a workbook."""
    values = _settings(contents.frames.get("settings"))
    meta = _pairs(contents.frames.get("meta"), "name", "value")
    base_year = _whole(values.get("base_year"))
    return Facts(
        company=str(values.get("company", "")),
        base_year=base_year,
        reporting_date=_stichtag(values, base_year),
        margin_kind=str(meta.get("margin_note") or values.get("margin_kind") or ""),
        calculated=str(meta.get("calculated", "")),
        sample=meta.get("sample") == "yes",
    )


def _settings(frame: pd.DataFrame | None) -> dict[str, object]:
    names = {setting.label: setting.name for setting in layout.SETTINGS}
    pairs = _pairs(frame, "setting", "value")
    return {names.get(label, label): value for label, value in pairs.items()}


def _pairs(frame: pd.DataFrame | None, key: str, value: str) -> dict[str, object]:
    if frame is None or not {key, value} <= set(frame.columns):
        return {}
    known = frame.dropna(subset=[key, value])
    return dict(zip(known[key].astype(str), known[value], strict=True))


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, (int, float)) else None


def _stichtag(values: Mapping[str, object], base_year: int | None) -> dt.date | None:
    given = values.get("reporting_date")
    if isinstance(given, dt.date):
        return given
    if base_year is None:
        return None
    months = _whole(values.get("months_in_base_year")) or 12
    return month_end(base_year, (_whole(values.get("year_end_month")) or 12) - (12 - months))


def note_name(sheet: Sheet) -> str:
    """Name of the cell that holds the line under the title of a sheet."""
    return f"KB_Zeile_{sheet.name}"


def note(sheet: Sheet, known: Facts, contents: Contents) -> str:
    """Zeile under the title: whose figures, which years, which DB; on Start also the last calculation."""
    if sheet.kind is SheetKind.START:
        parts = [known.line(margin=True), known.calculated]
    else:
        tables = [layout.TABLES[placement.table] for placement in sheet.placements]
        columns = [column for table in tables for column in table.expand(contents.years, contents.criteria)]
        parts = [known.line(margin=any("margin" in column.name for column in columns))]
        parts += [prompts.MORE_COLUMNS] if any(column.folded for column in columns) else []
    text = prompts.SEPARATOR.join(part for part in parts if part)
    return text if sheet.kind is SheetKind.START else f"  {text}"
