"""Ausgang: what xlwings would do to other Excel windows when Python ends, taken away."""

from __future__ import annotations

import atexit
import sys
from typing import Any

ATTEMPTS = 100_000
"""Calls xlwings repeats without a pause while Excel is busy: some seconds. Its default is for ever."""


def disarm() -> None:
    """Take away xlwings' exit hook, which ends every Excel it cannot see, and its endless retries.

    To be called right after xlwings is imported; does nothing where xlwings does not drive Excel on Windows.
    """
    windows: Any = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        atexit.unregister(windows.cleanup)
        windows.N_COM_ATTEMPTS = ATTEMPTS
