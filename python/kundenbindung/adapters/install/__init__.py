"""Einrichten: the private Python environment from which Excel's buttons run.

source       where the program comes from
machine      what must be right before anything is made
commands     calls of Python and pip, finite and logged
environment  made, replaced and removed as a whole
verify       what Excel needs is really there
"""

from __future__ import annotations

from kundenbindung.adapters.install.environment import Tell, log_file, make, remove
from kundenbindung.adapters.install.machine import check, check_outside
from kundenbindung.adapters.install.refusal import SetupError
from kundenbindung.adapters.install.source import requirement

__all__ = ["SetupError", "Tell", "check", "check_outside", "log_file", "make", "remove", "requirement"]
