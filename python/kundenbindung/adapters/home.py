r"""Eigener Ordner on this machine: private environment, backups, undo, log. Nothing of it leaves the machine.

On Windows `%LOCALAPPDATA%\Kundenbindung`, elsewhere the platform's folder for a user's local data.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from platformdirs import user_data_path

NAME = "Kundenbindung"
LOG, BACKUPS, UNDO, ENVIRONMENT = "fehler.log", "Sicherungen", "Zurueck", "umgebung"
LARGEST_LOG = 1_000_000


def home_folder() -> Path:
    """Ordner of the program for this user; it need not exist yet."""
    return user_data_path(NAME, appauthor=False)


def log_file() -> Path:
    """Protokoll of unexpected errors."""
    return home_folder() / LOG


def backup_folder() -> Path:
    """Sicherungen made before every write into an open workbook."""
    return home_folder() / BACKUPS


def undo_folder() -> Path:
    """Vorherige Ergebnisse for the button Rückgängig."""
    return home_folder() / UNDO


def environment_folder() -> Path:
    """Private Python-Umgebung that `einrichten` makes."""
    return home_folder() / ENVIRONMENT


def write_log() -> Path | None:
    """Append the traceback of the exception being handled; None if the log cannot be written."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".alt.log"))
        with path.open("a", encoding="utf-8") as stream:
            stream.write(traceback.format_exc() + "\n")
    except OSError:
        return None
    return path
