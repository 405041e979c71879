"""Tür: the command line. The same core without Excel; German for everything a user sees."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kundenbindung.adapters import home
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.adapters.presets import preset_names
from kundenbindung.cli import commands, telling
from kundenbindung.cli.parser import build_parser, contradictory
from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages import reports

UNEXPECTED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point: 0 done, 1 findings stop it, 2 wrong call."""
    _speak_utf8()
    parser = build_parser(preset_names())
    options = parser.parse_args(arguments)
    if contradiction := contradictory(options):
        parser.error(contradiction)
    try:
        return commands.run(options)
    except PackageError as error:
        return telling.refuse(error.finding)
    except KeyboardInterrupt:
        telling.complain(f"\n{reports.CANCELLED}")
        return UNEXPECTED
    except Exception as error:
        finding = getattr(error, "finding", None) or _too_long(error)
        return telling.refuse(finding) if finding is not None else _unexpected()


def _too_long(error: Exception) -> Finding | None:
    """Befund on a name that the disk cannot hold; None for any other error."""
    if not isinstance(error, OSError) or error.errno != errno.ENAMETOOLONG or error.filename is None:
        return None
    return Finding("name_too_long", Severity.ERROR, values={"file": Path(os.fsdecode(error.filename)).name})


def _speak_utf8() -> None:
    """Umlauts also where the console is set to something else."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # standard streams are text streams


def _unexpected() -> int:
    """German sentence for the user, the full traceback into a log file."""
    log = home.write_log()
    telling.complain(reports.unexpected(None if log is None else str(log)))
    return UNEXPECTED
