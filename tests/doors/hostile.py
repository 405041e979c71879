"""Gemessenes Lesen: `python -m tests.doors.hostile FOLDER` reads every file there in a process of its own.

A file is called READER-NAME.SUFFIX. The first process has loaded everything and read a sound file of each
reader; it makes a child for every file, which has limits of its own and prints how the file ended, and the
seconds and MiB it took.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kundenbindung.adapters.file import open_workbook, read_foreign
from kundenbindung.adapters.package import PackageError
from kundenbindung.adapters.sources import SourceError, read_figures
from kundenbindung.jobs.returning import LABELS, LIMITS, MOST_ROWS

GOOD, READ = "gut", "gelesen"
ROOM = 1 << 30
"""Bytes of addresses a child may take beyond what is there: what it really touches is measured."""


def _workbook(path: Path) -> None:
    open_workbook(path)


def _returned(path: Path) -> None:
    read_foreign(path, LABELS, LIMITS, MOST_ROWS, path.name)


def _imported(path: Path) -> None:
    read_figures(path)


READERS: dict[str, Callable[[Path], None]] = {
    "mappe": _workbook,
    "ruecklauf": _returned,
    "import": _imported,
}


def ended(path: Path) -> str:
    """How reading ends: the code of the finding, or `READ`."""
    try:
        READERS[path.name.partition("-")[0]](path)
    except (PackageError, SourceError) as refused:
        return refused.finding.code
    return READ


def _status(name: str) -> float:
    """A line of /proc/self/status in MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(name))) / 1024


def _measured(path: Path) -> None:
    """In the child: limits, reading, one line of JSON."""
    used = int(_status("VmSize") * 1024 * 1024)
    resource.setrlimit(resource.RLIMIT_AS, (used + ROOM, used + ROOM))
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before, start = _status("VmRSS"), time.process_time()
    end = ended(path)
    seconds = time.process_time() - start
    facts = {"file": path.stem, "end": end, "seconds": seconds, "memory": _status("VmHWM") - before}
    print(json.dumps(facts), flush=True)


def main(folder: Path) -> int:
    """Read the sound files, then a child for each of the others; a child that dies says so."""
    files = sorted(folder.iterdir())
    for path in files:
        if path.stem.endswith(f"-{GOOD}"):
            ended(path)
    for path in files:
        child = os.fork()
        if child == 0:
            _measured(path)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(
                json.dumps({"file": path.stem, "end": f"died {status}", "seconds": 0, "memory": 0}),
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
