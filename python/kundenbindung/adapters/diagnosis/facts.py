"""Angaben of a diagnosis: this machine as plain values, without the name of a customer, a file or a user."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from platformdirs import user_documents_path

from kundenbindung import __version__
from kundenbindung.adapters import home
from kundenbindung.adapters.diagnosis.environment import PACKAGE, Environment, look_at
from kundenbindung.adapters.diagnosis.privacy import places, without_names
from kundenbindung.messages.diagnosis import Backups, Facts, FolderState, Log, Runtime, Setup

LARGEST_PART = 200_000
"""So many bytes of the log are looked at."""


def collect() -> Facts:
    """Angaben sammeln; whatever cannot be found out is missing, never an error."""
    return Facts(
        moment=dt.datetime.now(),
        runtime=_runtime(),
        setup=_setup(look_at(home.environment_folder())),
        folders=tuple(_state(words, path) for words, path in _folders().items()),
        free_bytes=free_bytes(home.home_folder()),
        backups=_backups(home.backup_folder()),
        log=_log(home.log_file()),
    )


def _runtime() -> Runtime:
    """Program, interpreter and dependencies that are running now."""
    return Runtime(
        program=__version__,
        python=platform.python_version(),
        interpreter=without_names(sys.executable or ""),
        bits=64 if sys.maxsize > 2**32 else 32,
        system=platform.platform(),
        versions={name: version(name) for name in _dependencies()},
    )


def _dependencies() -> tuple[str, ...]:
    """Names of what this package needs, with the extra for Excel."""
    try:
        requirements = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        requirements = []
    wanted = [entry for entry in requirements if "extra ==" not in entry or "'excel'" in entry]
    return tuple(sorted({_name(entry) for entry in wanted}))


def _name(requirement: str) -> str:
    end = next((at for at, sign in enumerate(requirement) if sign in " <>=!~;[("), len(requirement))
    return requirement[:end].lower()


def version(name: str) -> str | None:
    """Version of an installed package; None if it is missing."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _setup(environment: Environment) -> Setup:
    return Setup(
        exists=environment.exists,
        complete=environment.complete,
        program=environment.versions.get(PACKAGE),
        library=environment.library,
        pinned=environment.pinned,
        libraries=environment.libraries,
        dll_needed=os.name == "nt",
        dll_found=environment.has_dll,
        versions={name: environment.versions.get(name) for name in _dependencies()},
    )


def _folders() -> Mapping[str, Path]:
    return {
        "home": home.home_folder(),
        "environment": home.environment_folder(),
        "backups": home.backup_folder(),
        "undo": home.undo_folder(),
        "documents": user_documents_path(),
        "temporary": Path(tempfile.gettempdir()),
    }


def _state(kind: str, path: Path) -> FolderState:
    return FolderState(kind, without_names(str(path)), path.is_dir(), writable(path))


def writable(folder: Path) -> bool:
    """True if a file can really be written there; permissions alone do not tell on Windows."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def free_bytes(folder: Path) -> int | None:
    """Freier Platz of the disk on which a folder lies, or would lie."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None


def _backups(folder: Path) -> Backups:
    """Sicherungen: how many and how old, no names."""
    try:
        states = [path.stat() for path in folder.iterdir() if path.is_file()]
    except OSError:
        states = []
    dates = sorted(dt.datetime.fromtimestamp(state.st_mtime) for state in states)
    return Backups(
        len(dates), sum(state.st_size for state in states), *(dates[:1] + dates[-1:] or (None, None))
    )


def _log(path: Path) -> Log | None:
    """Ende des Protokolls; None if there is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - LARGEST_PART))
            text = stream.read().decode("utf-8", errors="replace")
        changed = dt.datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return None
    return Log(changed, tuple(places(text)))
