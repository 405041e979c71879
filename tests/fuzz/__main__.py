"""`python -m tests.fuzz SECONDS [SEED [KIND ...]]`: see the README of this folder."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.run import Failure, Kind, Outcome, kinds, run


def main(arguments: Sequence[str]) -> int:
    """Run and report; 1 if anything failed."""
    seconds = float(arguments[0]) if arguments else 60.0
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    with tempfile.TemporaryDirectory(prefix="fuzz") as name:
        os.environ["XDG_DATA_HOME"] = f"{name}/home"
        outcome = run(Path(name), seed, _chosen(arguments[2:]), seconds=seconds)
    _report(outcome, seed)
    return 1 if outcome.failures else 0


def _chosen(names: Sequence[str]) -> list[Kind]:
    """Fallarten by the beginning of their name or by their group; all of them if none is named."""
    return [
        kind for kind in kinds() if not names or kind.group in names or kind.name.startswith(tuple(names))
    ]


def _report(outcome: Outcome, seed: int) -> None:
    for (name, end), size in sorted(outcome.ends.items()):
        print(f"{name:16} {end:12} {size:8}")
    slowest = f"slowest {outcome.slowest:.2f} s ({outcome.slowest_name})"
    print(f"{outcome.cases} cases, {slowest}, {outcome.memory:.0f} MiB, seed {seed}")
    told: dict[str, list[Failure]] = {}
    for failure in outcome.failures:
        told.setdefault("\n".join(failure.trace.strip().splitlines()[-3:]), []).append(failure)
    for failures in told.values():
        first = failures[0]
        print(f"--- {len(failures)} times, first {first.name} seed {first.seed} number {first.number}")
        print(first.trace)
    print(f"{len(outcome.failures)} failures")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
