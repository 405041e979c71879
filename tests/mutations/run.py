"""Lauf: which tests reach which function, then each mutant against those tests in a process of its own."""

from __future__ import annotations

import inspect
import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType

import pytest
from _pytest.runner import runtestprotocol
from tests.companies import company
from tests.mutations.kept import keep_calculations
from tests.mutations.mutants import Living, Mutant, exchange, living, mutants, tell, telling
from tests.mutations.page import OPEN, explained
from tests.mutations.report import CORE, Verdict, note, verdicts

from kundenbindung.core.evaluate import evaluate

SLOWER, LEAST_SECONDS = 10.0, 5.0
"""A mutant may take ten times as long as its tests do and five seconds more (processor time)."""

CHECKS = f"{CORE}checks"
MEMORY = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Order:
    """Auftrag: modules, seconds of tests per mutant, every so manieth mutant, only open survivors."""

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
    sources: dict[str, str] = field(default_factory=dict)
    kills: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        evaluate(company({"A": [100.0, 110.0, 121.0]}))  # whatever is loaded at first use is there for all
        self.sources = {key: _source(item) for key, item in items.items()}
        self._measure(items)
        with pytest.MonkeyPatch.context() as patch:
            if all(name.startswith(CHECKS) for name in self.order.modules):
                keep_calculations(patch)
                self._rehearse(items)
            self._put_all(items)
        return True

    def _rehearse(self, items: dict[str, pytest.Item]) -> None:
        """Every test twice in this process: calculations are kept for all mutants, the rest is timed."""
        usable = [items[key] for key in self.seconds]
        for item, following in [*zip(usable, [*usable[1:], None], strict=True)] * 2:
            start = time.process_time()
            _failed(item, following)
            self.seconds[item.nodeid] = time.process_time() - start

    def _put_all(self, items: dict[str, pytest.Item]) -> None:
        told, reasons = verdicts(self.order.report), explained()
        for name in self.order.modules:
            alive = living(name)
            for number, mutant in enumerate(mutants(name)):
                known = told.get(mutant.key)
                lived = known is not None and known.status == "survived" and reasons.of(known) == OPEN
                if (
                    (lived if self.order.survivors else known is None)
                    and number % self.order.every == 0
                    and time.time() < self.order.until
                ):
                    self._put(items, alive, mutant)

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
        """Tests that reach the function, as many as may be run; those that found much or name it come first.

        What stands outside of functions is put to whatever reaches the module.
        """
        place = f"{mutant.module}.{mutant.function}"
        near = [
            key
            for key, names in self.reach.items()
            if (place in names if mutant.function else any(n.startswith(place) for n in names))
        ]
        found, spent, chosen = self.kills[place], 0.0, []
        name = mutant.function.rpartition(".")[2] or "(no function)"
        likely = {key: 1.0 + 10.0 * (found[key] + (name in self.sources[key])) for key in near}
        for key in sorted(near, key=lambda k: self.seconds[k] / likely[k]):
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
        note(self.order.report, entry)


def _source(item: pytest.Item) -> str:
    return inspect.getsource(item.function) if isinstance(item, pytest.Function) else ""


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
