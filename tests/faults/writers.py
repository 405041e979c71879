"""Schreiber: every way the program puts a file in its place, small enough to be killed at each step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tests.faults.forked import Place

from kundenbindung.adapters import export, sent, whole
from kundenbindung.adapters.live import undo
from kundenbindung.adapters.live.backup import back_up
from kundenbindung.adapters.sources import Assignment, Assignments, save_assignments

RUN = "20260101120000abcdef01"
MOMENT = dt.datetime(2026, 1, 1, 12)
TEXT = "ü" * 5_000
Writer = Callable[[str], None]
"""Puts something of this text there; works in the folder of a child."""


class Book:
    """As much of an open workbook as a backup needs; `SaveCopyAs` writes as Excel does, piece by piece."""

    name = "Mappe.xlsm"

    def __init__(self, text: str) -> None:
        self.api, self._text = self, text

    def SaveCopyAs(self, name: str) -> None:  # noqa: N802 - Excel's word
        """Copy under another name."""
        with Path(name).open("wb", buffering=0) as stream:
            for _ in range(2):
                stream.write(self._text.encode())


def json_file(text: str) -> None:
    """Ergebnisse."""
    export.write_json({"text": text}, Path("Zahlen.json"))


def several(text: str) -> None:
    """Kopien, termine, Gesprächsblätter."""
    whole.store(Path("Kopien"), {Path("Kopien") / name: text.encode() for name in ("a.ics", "b.ics")})


def remembered(text: str) -> None:
    """Was hinausging."""
    assert sent.keep("abc123", {"text": text}, MOMENT)


def before_results(text: str) -> None:
    """Für Rückgängig."""
    undo.store(undo.Snapshot(RUN, None, {}, (), {"text": text}))


def backup(text: str) -> None:
    """Sicherung of the open workbook."""
    back_up(Book(text), MOMENT)  # type: ignore[arg-type]  # the part of a workbook that is used


def meanings(text: str) -> None:
    """Zuordnung."""
    save_assignments(Path("Zuordnung.toml"), Assignments((Assignment("figures", text, "customer"),)))


def careless(text: str) -> None:
    """What none of them may do: write where the old file stands."""
    Path("Zahlen.json").write_text(text, encoding="utf-8")


WRITERS: tuple[Writer, ...] = (json_file, several, remembered, before_results, backup, meanings)


def contents(place: Place) -> dict[str, bytes]:
    """Every file of a child but the temporary ones."""
    files = [path for folder in (place.work, place.data) for path in folder.rglob("*") if path.is_file()]
    named = {path.relative_to(place.top).as_posix(): path for path in files}
    return {
        name: path.read_bytes() for name, path in named.items() if not path.name.startswith(".kundenbindung-")
    }
