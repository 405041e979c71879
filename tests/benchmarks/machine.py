"""Maschine: what the figures were measured on, without its name."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    "numpy",
    "pandas",
    "XlsxWriter",
    "python-calamine",
    "xlwings",
    "openpyxl",
    "scikit-criteria",
    "pymcdm",
)
GIBIBYTE = 1 << 30

Facts = dict[str, object]


def facts() -> Facts:
    """Cores, memory, processor, versions and the day."""
    return {
        "date": f"{dt.date.today():%d.%m.%Y}",
        "system": f"{platform.system()} {platform.machine()}",
        "cores": cores(),
        "processor": _processor(),
        "memory_gib": _memory(),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "libreoffice": _office(),
    }


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load() -> float | None:
    """Processes that want a core, on average over a minute; None where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unbekannt")


def _memory() -> float | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIBIBYTE
    except (AttributeError, ValueError, OSError):
        return None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "fehlt"


def _office() -> str:
    program = shutil.which("soffice")
    if program is None:
        return "fehlt"
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split()
    return told[1] if len(told) > 1 else "unbekannt"
