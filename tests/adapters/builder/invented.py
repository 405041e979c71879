"""Erfundene Inhalte for the builder: few rows, every kind of cell, names that have caused trouble before."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import TEXT_UNITS, Column, Role, Unit

YEARS = (2023, 2024, 2025)
CRITERIA = ("Umsatz", "Deckungsbeitrag", "DB-Quote")
NASTY = ("=1+1", "-Meier", "+49 40", "@home", "\tTab", "\rWagen", "Müller & Söhne", "'x'", "Größe 😀", "שלום")
COMPANY = "Muster & Söhne GmbH"
ROWS = 3
DAY = dt.date(2025, 12, 31)


def contents(**frames: pd.DataFrame) -> Contents:
    """A workbook with three rows in every table; `frames` replace tables."""
    invented = {name: _invented(name) for name in layout.TABLES}
    invented["settings"] = settings(company=COMPANY, base_year=2025, margin_kind="DB III", share_strategy=0.2)
    invented["meta"] = pd.DataFrame(
        {"name": ["calculated", "sample"], "value": ["Letzte Berechnung: 2.1.2026", "yes"]}
    )
    return Contents(YEARS, CRITERIA, {**invented, **frames})


def settings(**values: object) -> pd.DataFrame:
    """Table Einstellungen with these values by identifier, the others empty."""
    return pd.DataFrame(
        {
            "group": [one.group for one in layout.SETTINGS],
            "setting": [one.label for one in layout.SETTINGS],
            "value": pd.Series([values.get(one.name) for one in layout.SETTINGS], dtype=object),
            "help": [one.help for one in layout.SETTINGS],
        }
    )


def _invented(name: str) -> pd.DataFrame:
    columns = layout.TABLES[name].expand(YEARS, CRITERIA)
    known = [column for column in columns if column.role is not Role.FORMULA]
    frame = pd.DataFrame({column.name: _values(column) for column in known})
    if name == "criteria":
        frame = frame.assign(
            criterion=list(CRITERIA),
            source=["revenue_mean", "margin_mean", "margin_share"],
            zero_at=[12_000.0, -500.5, 0.1],
            weight=[40.0, 35.0, np.nan],
        )
    return frame


def _values(column: Column) -> pd.Series:
    if column.choices is not None:
        words = list(layout.CHOICES[column.choices]) or ["Angebot"]
        return pd.Series([words[0], words[-1], None], dtype=object)
    if column.unit in TEXT_UNITS:
        texts = [f"00{number} {column.label}" for number in range(ROWS - 1)]
        return pd.Series([*texts, None if column.unit is not Unit.KEY else "009"], dtype=object)
    if column.unit is Unit.DATE:
        return pd.Series([DAY, None, dt.date(2026, 2, 1)], dtype=object)
    if column.unit is Unit.SPARKLINE:
        return pd.Series([None] * ROWS, dtype=object)
    return pd.Series([0.5, np.nan, 0.25])
