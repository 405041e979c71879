"""Gemeinsames of the commands: exit codes, how a workbook and a file are written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from kundenbindung import jobs
from kundenbindung.adapters import whole
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.cli.progress import with_progress
from kundenbindung.jobs import Job

DONE, STOPPED = 0, 1


@contextlib.contextmanager
def writing(target: Path) -> Iterator[None]:
    """A file that cannot be written is a finding."""
    where = {"file": target.name, "folder": str(target.parent)}
    if not target.parent.is_dir():
        raise refusal("target_folder_missing", **where)
    try:
        yield
    except OSError:
        raise refusal("target_not_written", **where) from None


def write_workbook(job: Job, target: Path, moment: str | None, before: whole.Seen) -> None:
    """Mappe schreiben; `moment` says when it was calculated, None for "not yet".

    before  what stood at `target` when the command began: whatever was saved there since is not replaced
    """
    from kundenbindung.adapters.save import save  # noqa: PLC0415 - reading and JSON need no builder

    contents = jobs.contents(job, moment)
    title = f"{target.name} wird geschrieben"
    with_progress(
        title,
        lambda report: save(contents, target, jobs.verify, report, lambda: whole.seen(target) == before),
    )
