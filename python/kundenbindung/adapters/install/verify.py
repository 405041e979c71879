"""Prüfung of a new environment: what Excel needs is really there."""

from __future__ import annotations

import os
from pathlib import Path

from kundenbindung.adapters.diagnosis.environment import Environment, interpreter
from kundenbindung.adapters.install.commands import SHORT, run
from kundenbindung.adapters.install.refusal import refusal

DOOR = "kundenbindung.buttons"
"""The module whose functions Excel's buttons call."""
ON_WINDOWS = os.name == "nt"


def verify(environment: Environment, log: Path) -> None:
    """Umgebung prüfen: version of xlwings, its DLL on Windows, the buttons; raises SetupError."""
    expected, found = environment.pinned, environment.library
    if found is None or found != expected:
        raise refusal("setup_library_differs", found=found or "–", expected=expected or "–")
    if ON_WINDOWS and not environment.has_dll:
        raise refusal("setup_dll_missing", folder=str(environment.folder), version=expected)
    call = [str(interpreter(environment.folder)), "-I", "-c", f"import {DOOR}"]
    if not run(call, log, SHORT):
        raise refusal("setup_program_silent", log=str(log))
