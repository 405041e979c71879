"""Befehl `abnahme`: runs the checks, shows them as they come, writes the report."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import importlib.util
import sys
from pathlib import Path

from kundenbindung.acceptance import report
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.cli import common


def accept(options: argparse.Namespace) -> int:
    """0 if nothing failed; a file that was named is never replaced."""
    target = Path(options.bericht) if options.bericht else report.default_target()
    if options.bericht and target.exists():
        raise refusal("target_exists", file=target.name)
    if importlib.util.find_spec("xlwings") is None:
        print(report.NO_LIBRARY, file=sys.stderr)
        return common.STOPPED
    if not options.bericht:
        with contextlib.suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
    with common.writing(target):
        target.write_text("", encoding="utf-8-sig")
    return _run(target)


def _run(target: Path) -> int:
    from kundenbindung.acceptance import script  # noqa: PLC0415 - loads xlwings

    print(report.BEGIN, flush=True)
    outcomes, facts = script.run(lambda outcome: print(report.line(outcome), flush=True))
    with common.writing(target):
        target.write_text(report.text(outcomes, facts, dt.datetime.now()), encoding="utf-8-sig")
    for part in ("", report.summary(outcomes), report.advice(outcomes), report.written(target)):
        print(part)
    return common.STOPPED if report.failed(outcomes) else common.DONE
