"""Lauf: which tests reach which function, then each mutant against those tests in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType

import pytest
from _pytest.runner import runtestprotocol
from tests.companies import company
from tests.mutations.mutants import Living, Mutant, exchange, living, mutants, tell, telling

from kundenbindung.core.evaluate import evaluate

CORE = "kundenbindung.core."
SLOWER, LEAST_SECONDS = 10.0, 5.0
"""A mutant may take ten times as long as its tests do and five seconds more (processor time)."""

MEMORY = 4 * 2**30


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


@dataclass(frozen=True, slots=True)
class Order:
    """Auftrag: modules, seconds of tests per mutant, every so manieth mutant, only those that survived."""

    modules: tuple[str, ...]
    report: Path
    budget: float
    every: int
    survivors: bool
    until: float


@dataclass(slots=True)
class Mutations:
    """Plugin of pytest: takes the collected tests and runs them against mutants instead of once."""

    order: Order
    seconds: dict[str, float] = field(default_factory=dict)
    reach: dict[str, list[str]] = field(default_factory=dict)
    kills: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        evaluate(company({"A": [100.0, 110.0, 121.0]}))  # whatever is loaded at first use is there for all
        self._measure(items)
        told = verdicts(self.order.report)
        for name in self.order.modules:
            alive = living(name)
            for number, mutant in enumerate(mutants(name)):
                known = told.get(mutant.key)
                wanted = known is None if not self.order.survivors else known and known.status == "survived"
                if wanted and number % self.order.every == 0 and time.time() < self.order.until:
                    self._put(items, alive, mutant)
        return True

    def _measure(self, items: dict[str, pytest.Item]) -> None:
        """Seconds and functions of every test; kept beside the report, so that only new tests are run."""
        path = self.order.report.with_suffix(".tests.json")
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        names = [name for name in sorted(sys.modules) if name.startswith(CORE)]
        core = [(living(name), telling(name)) for name in names]
        for key, item in items.items():
            if key not in kept:
                kept[key] = json.loads(_apart(partial(_traced, item, core))[0])
                path.write_text(json.dumps(kept), encoding="utf-8")
        for key in items:
            entry = kept[key]
            if entry["passed"]:
                self.seconds[key], self.reach[key] = entry["seconds"], entry["functions"]
            else:
                print(f"not used, it fails without a mutant: {key}", file=sys.__stderr__)

    def _chosen(self, mutant: Mutant) -> list[str]:
        """Tests that reach the function, those first that found most for their time; as many as may be run.

        What stands outside of functions is put to whatever reaches the module.
        """
        place = f"{mutant.module}.{mutant.function}"
        near = [
            key
            for key, names in self.reach.items()
            if (place in names if mutant.function else any(n.startswith(place) for n in names))
        ]
        found, spent, chosen = self.kills[place], 0.0, []
        for key in sorted(near, key=lambda k: self.seconds[k] / (1.0 + 10.0 * found[k])):
            if spent + self.seconds[key] <= self.order.budget:
                spent += self.seconds[key]
                chosen.append(key)
        return chosen

    def _put(self, items: dict[str, pytest.Item], alive: Living, mutant: Mutant) -> None:
        chosen = self._chosen(mutant)
        limit = LEAST_SECONDS + SLOWER * sum(self.seconds[key] for key in chosen)
        start = time.time()
        answer, code = _apart(lambda: _tried([items[key] for key in chosen], alive, mutant), limit)
        status = "timeout" if code else "killed" if answer else "survived"
        if status == "killed":
            self.kills[f"{mutant.module}.{mutant.function}"][answer] += 1
        parts = {name: getattr(mutant, name) for name in Mutant.__slots__ if name != "source"}
        entry = Verdict(
            **parts, status=status, test=answer, tests=len(chosen), seconds=round(time.time() - start, 2)
        )
        with self.order.report.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")


def verdicts(report: Path) -> dict[str, Verdict]:
    """Last verdict of each mutant in a report, in the order of the report."""
    lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    return {entry.key: entry for entry in (Verdict(**json.loads(line)) for line in lines)}


def _traced(item: pytest.Item, core: Sequence[tuple[Living, CodeType]]) -> str:
    """One test without a mutant: whether it passes, its seconds, the functions of the core it calls."""
    reached: set[str] = set()
    tell(core, reached.add)
    start = time.process_time()
    passed = not _failed(item, None)
    seconds = time.process_time() - start
    return json.dumps({"passed": passed, "seconds": seconds, "functions": sorted(reached)})


def _tried(items: Sequence[pytest.Item], alive: Living, mutant: Mutant) -> str:
    """Name of the first test that notices the mutant, "" if none does."""
    try:
        exchange(alive, mutant)
    except Exception as error:
        return f"import: {type(error).__name__}"
    following: Iterator[pytest.Item | None] = iter([*items[1:], None])
    return next((item.nodeid for item in items if _failed(item, next(following))), "")


def _failed(item: pytest.Item, following: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _apart(work: Callable[[], str], limit: float = 0.0) -> tuple[str, int]:
    """Answer of some work in a process of its own, and the signal or code that ended it, else 0."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(receive)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.setitimer(signal.ITIMER_PROF, limit)
            with os.fdopen(send, "w", encoding="utf-8") as answer:
                answer.write(work())
            os._exit(0)
        finally:
            os._exit(3)
    os.close(send)
    with os.fdopen(receive, encoding="utf-8") as answer:
        said = answer.read()
    return said, os.waitpid(child, 0)[1]
