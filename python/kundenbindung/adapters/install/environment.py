"""Eigene Umgebung: made, checked, replaced and removed as a whole; never a half one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import kundenbindung
from kundenbindung.adapters import home
from kundenbindung.adapters.diagnosis.environment import interpreter, look_at, site_packages, write_mark
from kundenbindung.adapters.install.commands import LONG, PIP, SHORT, failure, run, unwritable
from kundenbindung.adapters.install.refusal import SetupError, refusal
from kundenbindung.adapters.install.verify import verify

Tell = Callable[[str], None]
"""Told the name of each step (key of `messages.setup.STEPS`) before it begins."""
OLD = ".alt"


def log_file() -> Path:
    """Protokoll of the last set-up: what venv and pip said."""
    return home.home_folder() / "einrichten.log"


def make(requirement: str, mark: Mapping[str, str], tell: Tell) -> bool:
    """Umgebung anlegen or replace; returns True if there was one before.

    The old one is set aside and comes back if anything fails. Raises SetupError.
    """
    try:
        log_file().unlink(missing_ok=True)
        tidy()
        with _in_place_of(home.environment_folder()) as updated:
            _fill(home.environment_folder(), requirement, mark, tell)
    except OSError as error:
        raise unwritable(error, log_file()) from None
    return updated


def _fill(folder: Path, requirement: str, mark: Mapping[str, str], tell: Tell) -> None:
    """The steps of a new environment; the mark comes last."""
    python, log = str(interpreter(folder)), log_file()
    tell("environment")
    _call([sys.executable, "-I", "-m", "venv", str(folder)], "setup_venv_failed", SHORT)
    tell("packages")
    _call([python, *PIP, requirement], "setup_install_failed", LONG)
    tell("compile")
    run([python, "-I", "-m", "compileall", "-q", *map(str, site_packages(folder))], log, SHORT)
    tell("verify")
    verify(look_at(folder), log)
    write_mark(folder, {"version": kundenbindung.__version__, **mark})


def _call(command: list[str], code: str, seconds: float) -> None:
    """One step; its output tells why it failed."""
    log = log_file()
    if not run(command, log, seconds):
        raise failure(log, refusal(code, log=str(log)))


def tidy() -> None:
    """What an interrupted set-up left: the old environment comes back unless the new one was finished."""
    folder = home.environment_folder()
    old = folder.with_name(folder.name + OLD)
    if look_at(folder).complete:
        _delete(old)
        return
    _delete(folder)
    if old.is_dir():
        _rename(old, folder)


@contextmanager
def _in_place_of(folder: Path) -> Iterator[bool]:
    """Old environment aside; deleted at the end, back in its place if the new one fails."""
    old = folder.with_name(folder.name + OLD)
    updated = folder.exists()
    if updated:
        _rename(folder, old)
    try:
        yield updated
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _rename(path: Path, target: Path) -> None:
    try:
        path.rename(target)
    except OSError:
        raise _in_use(path) from None


def _delete(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError:
        raise _in_use(folder) from None


def _in_use(folder: Path) -> SetupError:
    return refusal("setup_environment_in_use", folder=str(folder))


def remove() -> Mapping[str, str] | None:
    """Umgebung entfernen; returns its mark, None if there was none. Raises SetupError if it is in use.

    It is renamed first, which fails as a whole while anybody uses it.
    """
    tidy()
    folder = home.environment_folder()
    if not folder.exists():
        return None
    mark = look_at(folder).mark
    old = folder.with_name(folder.name + OLD)
    _rename(folder, old)
    _delete(old)
    return mark
