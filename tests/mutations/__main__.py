"""`python -m tests.mutations [MODULE ...]`: see docs/mutationen.md."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from tests import examples
from tests.mutations.mutants import mutants
from tests.mutations.page import OPEN, explained, page, unneeded
from tests.mutations.report import CORE, Verdict, verdicts
from tests.mutations.run import Mutations, Order

MODULES = (
    "stability", "scoring", "levels", "plan", "trend", "capacity", "screening", "concentration", "cockpit",
    "retreat", "history", "schedule", "compare", "levers", "trial", "walk_away", "workdays", "evaluate",
    "checks", "checks.about", "checks.capacity", "checks.criteria", "checks.customers", "checks.entries",
    "checks.history", "checks.names", "checks.opportunities", "checks.planning", "checks.retreat",
    "checks.schedule",
)  # fmt: skip
TESTS = ("tests/core",)


def main(arguments: Sequence[str]) -> int:
    """Put mutants to the tests and report; 1 if one survived, 2 if pytest could not begin."""
    wanted = _parser().parse_args(arguments)
    if wanted.page:
        return _written(Path(wanted.page), Path(wanted.report))
    names = tuple(f"{CORE}{name}" for name in wanted.modules or MODULES)
    until = time.time() + wanted.minutes * 60.0
    order = Order(names, Path(wanted.report).resolve(), wanted.budget, wanted.every, wanted.survivors, until)
    _settle(wanted.examples)
    code = pytest.main(
        [
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            "-q",
            "--hypothesis-profile=mutation",
            *(wanted.tests or TESTS),
        ],
        plugins=[Mutations(order)],
    )
    return _told(order) if code in {0, 5} else 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("modules", nargs="*", help="of the core, as stability or checks.names; all if none")
    parser.add_argument("--report", default="mutations.jsonl", help="continued if it is there")
    parser.add_argument("--budget", type=float, default=3.0, help="seconds of tests per mutant")
    parser.add_argument("--examples", type=int, default=6, help="of a law, per mutant")
    parser.add_argument("--every", type=int, default=1, help="a sample: every so manieth mutant")
    parser.add_argument("--minutes", type=float, default=600.0, help="time for the whole run")
    parser.add_argument(
        "--survivors", action="store_true", help="only those that survived and are not explained, once more"
    )
    parser.add_argument("--page", help="run nothing: write the page about the report to this file")
    parser.add_argument("--tests", action="append", help="files or folders of tests; tests/core if none")
    return parser


def _settle(number: int) -> None:
    """Always the same few examples, and none made smaller: the first one that fails is enough."""
    os.environ["CI"] = "1"
    examples.SHARE, examples.LEAST = 0.0, number
    settings.register_profile(
        "mutation",
        deadline=None,
        derandomize=True,
        database=None,
        max_examples=number,
        phases=(Phase.explicit, Phase.generate),
    )


def _told(order: Order) -> int:
    """Verdicts per module and the survivors; 1 if there is one."""
    found = _found(order.modules, order.report)[1]
    for name in order.modules:
        count = Counter(entry.status for entry in found if entry.module == name)
        print(f"{name.removeprefix(CORE):24} {sum(count.values()):5} {dict(count)}")
    left = [entry for entry in found if entry.status == "survived"]
    for entry in left:
        print(f"{entry.module}:{entry.line} {entry.function}: {entry.before} -> {entry.after}")
    return 1 if left else 0


def _found(names: Iterable[str], report: Path) -> tuple[dict[str, int], list[Verdict]]:
    """Number of mutants per module, and the verdicts of those that still exist, in the order of the code."""
    told = verdicts(report)
    keys = {name.removeprefix(CORE): [mutant.key for mutant in mutants(name)] for name in names}
    found = [told[key] for listed in keys.values() for key in listed if key in told]
    return {name: len(listed) for name, listed in keys.items()}, found


def _written(target: Path, report: Path) -> int:
    """The page; 1 if a survivor has no reason there, or a reason no survivor."""
    made, found = _found([f"{CORE}{name}" for name in MODULES], report)
    known, day = explained(), dt.date.fromtimestamp(report.stat().st_mtime)
    target.write_text(page(made, found, known, day), encoding="utf-8")
    left = [entry for entry in found if entry.status == "survived" and known.of(entry) == OPEN]
    for entry in left:
        print(f"open: {entry.room} {entry.function}: {entry.change}")
    gone = unneeded(found, known)
    for change in gone:
        print(f"explained, but no survivor: {' '.join(change)}")
    return 1 if left or gone else 0


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
