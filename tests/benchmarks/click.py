"""Ein Klick auf Neu berechnen: an open workbook in LibreOffice, split into read, compute, place, write.

What the engine does for the office (its calls, and turning its cells into Python's) is timed apart. The rest
is the program's own share, in seconds of the processor, which do not grow with the load of the machine.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import xlwings as xw
from tests import engine
from tests.benchmarks import company
from tests.engine.app import Engine
from tests.engine.session import Session

from kundenbindung import buttons, jobs
from kundenbindung.adapters import builder, home
from kundenbindung.jobs import opened

MOMENT = "01.01.2026 08:00"
PHASES = {"read": "read", "job_of": "compute", "calculate": "compute", "contents": "compute"}
PHASES |= {"_placings": "place", "commit": "write"}
"""Steps of `jobs.opened` and the phase they count to; reading to typed frames and wording are computing."""


@dataclass
class Clock:
    """Uhr: seconds by wall and by processor, and what of them was spent for the office."""

    office: list[float] = field(default_factory=lambda: [0.0, 0.0])
    phases: dict[str, list[float]] = field(default_factory=dict)
    depth: int = 0

    def now(self) -> tuple[float, float]:
        """Wall, processor."""
        return time.perf_counter(), time.process_time()

    @contextlib.contextmanager
    def for_office(self) -> Iterator[None]:
        """The outermost block of these counts for the office."""
        self.depth += 1
        before = self.now()
        try:
            yield
        finally:
            self.depth -= 1
            if not self.depth:
                for at, (end, start) in enumerate(zip(self.now(), before, strict=True)):
                    self.office[at] += end - start

    def timed(self, phase: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """A step that counts to a phase: wall seconds, processor seconds of its own."""

        def step(*arguments: Any, **named: Any) -> Any:
            before, spent = self.now(), self.office[1]
            try:
                return work(*arguments, **named)
            finally:
                wall, own = (end - start for end, start in zip(self.now(), before, strict=True))
                figures = self.phases.setdefault(phase, [0.0, 0.0])
                figures[0] += wall
                figures[1] += own - (self.office[1] - spent)

        return step


@contextlib.contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Engine and steps under the clock."""
    crossing, clean = Session.crossing, Engine.clean_value_data

    @contextlib.contextmanager
    def timed_crossing(session: Session, operation: str, *, write: bool = False) -> Iterator[None]:
        with clock.for_office(), crossing(session, operation, write=write):
            yield

    def timed_clean(*arguments: Any) -> Any:
        with clock.for_office():
            return clean(*arguments)

    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(Session, "crossing", timed_crossing))
        stack.enter_context(mock.patch.object(Engine, "clean_value_data", staticmethod(timed_clean)))
        for name, phase in PHASES.items():
            stack.enter_context(mock.patch.object(opened, name, clock.timed(phase, getattr(opened, name))))
        yield


def click(customers: str, folder: str) -> dict[str, float]:
    """One click: seconds by phase, the own share, calls into the application."""
    path = Path(folder) / f"klick-{customers}.xlsm"
    job = jobs.Job(company.reading(int(customers)), ())
    builder.build(jobs.contents(jobs.calculate(job), MOMENT), path)
    with mock.patch.object(home, "home_folder", return_value=Path(folder) / "home"):
        return _clicked(path)


def _clicked(path: Path) -> dict[str, float]:
    office, clock = engine.started(), Clock()
    assert xw.apps.active is not None
    xw.apps.active.books.open(str(path)).set_mock_caller()
    office.calls = 0
    with watched(clock):
        begun = time.perf_counter()
        buttons.calculate("Klick", xw.__version__)
        seconds = time.perf_counter() - begun
    if "berechnet in" not in office.alerts[-1].prompt:
        raise RuntimeError(office.alerts[-1].prompt)
    phases = {phase: wall for phase, (wall, _) in clock.phases.items()}
    own = sum(cpu for phase, (_, cpu) in clock.phases.items() if phase != "compute")
    return {"seconds": seconds, "office": clock.office[0], "own": own, "calls": float(office.calls), **phases}
