"""Diagnose: a text the owner can mail, without customer data.

environment  the private environment as it lies on the disk
facts        this machine as plain values
privacy      what must not be in the text: user names, messages of errors
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from kundenbindung.adapters import home
from kundenbindung.adapters.diagnosis.facts import collect
from kundenbindung.adapters.diagnosis.privacy import without_names
from kundenbindung.messages import diagnosis as words

__all__ = ["default_target", "report", "write"]


def report(excel: Mapping[str, str] | None = None) -> str:
    """Diagnose as text; `excel` are Excel's own settings by their German name, None outside of Excel."""
    clean = {_one_line(name): _one_line(value) for name, value in (excel or {}).items()}
    return words.text(collect(), clean)


def _one_line(text: object) -> str:
    return without_names(" ".join(str(text).split()))


def default_target() -> Path:
    """Where a diagnosis goes if nobody says otherwise: one file a day in the program's folder."""
    return home.home_folder() / f"Diagnose {dt.date.today():%Y-%m-%d}.txt"


def write(target: Path, excel: Mapping[str, str] | None = None) -> None:
    """Diagnose schreiben; with a byte order mark, so that every editor shows umlauts. Raises OSError."""
    target.write_text(report(excel), encoding="utf-8-sig")
