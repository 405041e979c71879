"""Rechner: what must be right before anything is made, each with its finding."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from kundenbindung.adapters import home
from kundenbindung.adapters.diagnosis.facts import free_bytes, writable
from kundenbindung.adapters.install.refusal import refusal

OLDEST_PYTHON = (3, 11)
MEBIBYTE = 1 << 20
NEEDED_BYTES = 800 * MEBIBYTE
"""An environment takes about 250 MB, an update a second one, and pip a copy of what it loads."""
FORBIDDEN = ";%=^&"
"""Signs in a path that Excel's call of Python does not survive."""


def check(target_folder: Path) -> None:
    """Rechner prüfen for an installation whose workbook goes to this folder; raises SetupError."""
    check_python()
    check_target(target_folder)
    check_home()
    check_space()


def check_python() -> None:
    """Python: new enough, complete, not from the Microsoft Store, not the one that is to be replaced."""
    if sys.version_info < OLDEST_PYTHON:
        raise refusal("setup_python_old", found=".".join(map(str, sys.version_info[:2])))
    if "windowsapps" in sys.base_prefix.lower():
        raise refusal("setup_python_store")
    if not all(_is_there(name) for name in ("venv", "ensurepip")):
        raise refusal("setup_python_incomplete")
    check_outside()


def check_outside() -> None:
    """No environment can replace itself while it runs."""
    if Path(sys.prefix).resolve() == home.environment_folder().resolve():
        raise refusal("setup_runs_inside")


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:
        return False


def check_target(folder: Path) -> None:
    """Ordner of the workbook: there, and with a path Excel can work with."""
    if not folder.is_dir():
        raise refusal("target_folder_missing", folder=str(folder))
    if forbidden := sorted(set(str(folder)) & set(FORBIDDEN)):
        raise refusal("setup_folder_signs", folder=str(folder), signs=" ".join(forbidden))


def check_home() -> None:
    """Ordner of the program: can be made and written to; nothing else stands in its place."""
    folder = home.home_folder()
    try:
        places = (home.environment_folder(), folder, *folder.parents)
        nearest = next(place for place in places if place.exists())
        if not nearest.is_dir():
            raise refusal("setup_folder_occupied", folder=str(nearest))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise refusal("setup_folder_closed", folder=str(folder)) from None
    if not writable(folder):
        raise refusal("setup_folder_closed", folder=str(folder))


def check_space() -> None:
    """Freier Platz on the disk."""
    free = free_bytes(home.home_folder())
    if free is not None and free < NEEDED_BYTES:
        needed, found = (round(size / MEBIBYTE) for size in (NEEDED_BYTES, free))
        raise refusal("setup_disk_full", needed=needed, free=found)
