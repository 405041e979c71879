"""Stichproben: where the seconds of the processor go, by named parts of the program."""

from __future__ import annotations

import signal
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from types import FrameType

PERIOD = 0.005
OTHER = "Übriges"
PARTS: Mapping[tuple[str, str], str] = {
    ("adapters/file.py", "open_workbook"): "Mappe öffnen, Zellen holen",
    ("workbook/frames.py", "read_workbook"): "Zellen prüfen und deuten",
    ("core/stability.py", "level_shares"): "Stabilität, 10.000 Ziehungen",
    ("core/evaluate.py", "evaluate"): "Übriges Rechnen",
    ("jobs/work.py", "contents"): "Sätze und Tabellen zusammenstellen",
    ("builder/spots.py", "spots"): "Plätze der Tabellen",
    ("builder/sheets.py", "write_sheet"): "Spalten, Breiten, Formate, Regeln",
    ("xlsxwriter/worksheet.py", "cell_wrapper"): "XlsxWriter: Zellen aufnehmen",
    ("xlsxwriter/workbook.py", "_store_workbook"): "XlsxWriter: Blätter als XML schreiben",
    ("/zipfile.py", "writestr"): "Packen (zlib)",
    ("package/assemble.py", "assemble"): "Paket fertigstellen",
}
"""Ende des Dateinamens and function -> German name of the part; the innermost one counts."""


def parted(work: Callable[[], object], parts: Mapping[tuple[str, str], str] = PARTS) -> dict[str, float]:
    """Seconds of the processor by part while `work` runs; what belongs to none is `OTHER`."""
    known, spent, last = _Known(parts), defaultdict[str, float](float), time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        spent[known.part(frame)] += now - last
        last = now

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, PERIOD, PERIOD)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
    return dict(spent)


class _Known:
    """Teile by code object, looked up once."""

    def __init__(self, parts: Mapping[tuple[str, str], str]) -> None:
        self.parts = parts
        self.seen: dict[object, str] = {}

    def part(self, frame: FrameType | None) -> str:
        """Innermost named part of a stack."""
        while frame is not None:
            code = frame.f_code
            if code not in self.seen:
                self.seen[code] = self._named(code.co_filename, code.co_name)
            if self.seen[code]:
                return self.seen[code]
            frame = frame.f_back
        return OTHER

    def _named(self, file: str, name: str) -> str:
        return next(
            (word for (end, called), word in self.parts.items() if name == called and file.endswith(end)), ""
        )
