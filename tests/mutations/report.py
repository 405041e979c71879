"""Bericht: one line per mutant with its verdict, continued from run to run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

CORE = "kundenbindung.core."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Ergebnis of one mutant: "killed" (by the test), "timeout" or "survived"; tests it was put to."""

    key: str
    module: str
    function: str
    line: int
    before: str
    after: str
    status: str
    test: str
    tests: int
    seconds: float

    @property
    def change(self) -> str:
        """Change with its number among the equal ones of the function: "1.0 -> 2.0 #1"."""
        return self.key.partition(": ")[2]

    @property
    def room(self) -> str:
        """Module within the core, as the command takes it."""
        return self.module.removeprefix(CORE)


def verdicts(report: Path) -> dict[str, Verdict]:
    """Last verdict of each mutant in a report, in the order of the report."""
    lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    return {entry.key: entry for entry in (Verdict(**json.loads(line)) for line in lines)}


def note(report: Path, entry: Verdict) -> None:
    """Add one verdict at the end of a report."""
    with report.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
