"""PDF: workbooks printed by LibreOffice where it is installed; without it there are none, which is no error.

LibreOffice gets a profile of its own for the time of the work, so that one that is open is not disturbed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

NAMES = ("soffice", "libreoffice")
BATCH = 40
"""Files per start of LibreOffice."""
FIRST_SECONDS, SECONDS_EACH = 90.0, 6.0
"""Time limit of a batch."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>de-DE</value></prop></item>
</oor:items>
"""
Progress = Callable[[int, int], None]


def program() -> Path | None:
    """LibreOffice of this machine: on the search path, else where it usually stands; None without it."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432"):
        folder = os.environ.get(variable)
        if folder:
            yield Path(folder) / "LibreOffice" / "program" / "soffice.com"
            yield Path(folder) / "LibreOffice" / "program" / "soffice.exe"
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield Path("/usr/lib/libreoffice/program/soffice")
    yield Path("/opt/libreoffice/program/soffice")


def convert(office: Path, sources: Sequence[Path], progress: Progress | None = None) -> dict[Path, Path]:
    """PDF by workbook, beside it, of those that could be made. Never raises.

    progress  is told how many files are done, and of how many
    """
    made: dict[Path, Path] = {}
    with contextlib.suppress(OSError), _profile() as profile:
        done = 0
        for batch in _batches(sources):
            _print(office, batch, profile)
            made |= _printed(batch)
            done += len(batch)
            if progress is not None:
                progress(done, len(sources))
    return made


@contextlib.contextmanager
def _profile() -> Iterator[Path]:
    """Profil for one run, which writes numbers the German way."""
    with tempfile.TemporaryDirectory(prefix="kundenbindung-", ignore_cleanup_errors=True) as place:
        settings = Path(place).resolve() / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(SETTINGS, encoding="utf-8")
        yield settings.parents[1]


def _batches(sources: Sequence[Path]) -> Iterator[list[Path]]:
    """Workbooks of one folder, at most so many at once."""
    for folder in dict.fromkeys(source.parent for source in sources):
        there = [source for source in sources if source.parent == folder]
        yield from (there[start : start + BATCH] for start in range(0, len(there), BATCH))


def _printed(batch: Sequence[Path]) -> dict[Path, Path]:
    pairs = ((source, source.with_suffix(".pdf")) for source in batch)
    return {source: target for source, target in pairs if target.is_file() and target.stat().st_size}


def _print(office: Path, batch: Sequence[Path], profile: Path) -> None:
    """One start of LibreOffice, ended with everything it has started when its time is over."""
    call = [str(office), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    call += ["--nolockcheck", "--convert-to", "pdf", "--outdir", str(batch[0].parent), *map(str, batch)]
    process = subprocess.Popen(
        call,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        process.wait(FIRST_SECONDS + SECONDS_EACH * len(batch))
    except subprocess.TimeoutExpired:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started, and nothing else."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
