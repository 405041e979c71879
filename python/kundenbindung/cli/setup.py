"""Befehle `einrichten` and `diagnose`: this machine made ready for Excel, and described for whoever helps."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_documents_path

from kundenbindung import jobs
from kundenbindung.adapters import diagnosis, home, install, leftovers
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.cli import common
from kundenbindung.messages import setup as words

WORKBOOK = "Meine Kundenbindung.xlsm"
"""Not the name of the sample: Excel opens no two workbooks of one name."""


def set_up(options: argparse.Namespace) -> int:
    """`einrichten`: private environment and own workbook, or with --entfernen the way back."""
    if options.entfernen:
        return _remove()
    target = _workbook_folder(options.ordner) / WORKBOOK
    install.check(target.parent)
    requirement = install.requirement(options.quelle)
    updated = install.make(requirement, {"workbook": str(target)}, _tell)
    kept = target.exists()
    if not kept:
        _tell("workbook")
        common.write_workbook(jobs.empty(jobs.last_years()), target, None, None)
    print(words.done(str(home.environment_folder()), updated, str(target), kept))
    print(words.macros(target.name))
    return common.DONE


def _tell(name: str) -> None:
    """Fortschritt at once, also where the output goes through a pipe."""
    print(words.step(name), flush=True)


def _workbook_folder(asked: str | None) -> Path:
    """Ordner as asked, else the user's documents, else his own folder."""
    if asked:
        return Path(asked).absolute()
    documents = user_documents_path()
    return documents if documents.is_dir() else Path.home()


def _remove() -> int:
    """Umgebung entfernen and say what stays."""
    install.check_outside()
    mark = install.remove()
    leftovers.forget_lists()
    stays = (str(home.home_folder()), leftovers.counts(), _still_there(mark or {}))
    if mark is None:
        print(words.nothing_to_remove(*stays))
    else:
        print(words.removed(str(home.environment_folder()), *stays))
    return common.DONE


def _still_there(mark: Mapping[str, str]) -> str | None:
    workbook = mark.get("workbook")
    return workbook if workbook and Path(workbook).is_file() else None


def diagnose(options: argparse.Namespace) -> int:
    """`diagnose`: a text without customer data; an existing file that was named is never replaced."""
    target = Path(options.ausgabe) if options.ausgabe else diagnosis.default_target()
    if options.ausgabe and target.exists():
        raise refusal("target_exists", file=target.name)
    if not options.ausgabe:
        with contextlib.suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
    with common.writing(target):
        diagnosis.write(target)
    print(words.diagnosed(str(target)))
    return common.DONE
