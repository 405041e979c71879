"""Befunde an dem, was während eines Befehls geschieht, and on names that no disk holds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from tests.catalogue.cases import Case, Findings
from tests.catalogue.files import MAPPE, contents, passed, run

from kundenbindung import jobs, messages

CALCULATE = ("rechnen", "mappe.xlsm", "--ausgabe", "mappe.xlsm")


@contextlib.contextmanager
def _saved_before_the_end(target: Path) -> Iterator[None]:
    """The owner saves his workbook while the new one is being checked."""
    check = jobs.verify

    def interrupted(path: Path) -> None:
        check(path)
        target.write_bytes(target.read_bytes() + b"neu")

    with mock.patch.object(jobs, "verify", interrupted):
        yield


def _changed(folder: Path) -> Findings:
    """What he saved stays."""
    MAPPE(folder)
    target = folder / "mappe.xlsm"
    saved = target.read_bytes() + b"neu"
    with _saved_before_the_end(target):
        done = run(*(str(folder / word) if "." in word else word for word in CALCULATE))
    assert done.exit_code == 1
    assert done.complaints[-1].strip() == messages.line(done.spoken[0])
    assert contents(folder) == {"mappe.xlsm": saved}
    return done.spoken


def _too_long(folder: Path) -> Findings:
    done = run("neu", str(folder / f"{'ü' * 130}.xlsm"))
    assert (done.exit_code, contents(folder)) == (1, {})
    return done.spoken


def _as_long_as_may_be(folder: Path) -> Findings:
    done = run("neu", str(folder / f"{'ü' * 120}.xlsm"))
    assert done.exit_code == 0
    return done.spoken


CASES = (
    Case("target_changed", "error", _changed, passed(MAPPE, *CALCULATE)),
    Case("name_too_long", "error", _too_long, _as_long_as_may_be),
)
