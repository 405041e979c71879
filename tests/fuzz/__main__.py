"""`python -m tests.fuzz SECONDS [SEED]`: see the README of this folder."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.fuzz.run import run


def main() -> int:
    """Run and report; 1 if anything failed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    outcome = run(folder, seed, seconds=seconds)
    for (name, end), size in sorted(outcome.ends.items()):
        print(f"{name:16} {end:12} {size:8}")
    print(f"{outcome.cases} cases, slowest {outcome.slowest:.2f} s ({outcome.slowest_name}), seed {seed}")
    kinds: dict[str, int] = {}
    for number, (file, data, trace) in enumerate(outcome.failures):
        kind = "\n".join(trace.strip().splitlines()[-3:])
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] == 1:
            kept = folder / f"failure_{number}_{file}"
            kept.write_bytes(data)
            print(f"--- {kept}\n{trace}")
    print(f"{len(outcome.failures)} failures")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
