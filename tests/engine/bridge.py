"""The way to UNO: the module is imported late, since only some interpreters can load it."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

YES, NO = True, False
"""Truth values as arguments without a name, which is all UNO knows."""
SYSTEM_PACKAGES = Path("/usr/lib/python3/dist-packages")
"""Where distributions install `uno`; appended to the search path, so that nothing else is shadowed."""


@cache
def load_uno() -> Any:
    """The module `uno`, or None where this interpreter cannot load it."""
    if importlib.util.find_spec("uno") is None and (SYSTEM_PACKAGES / "uno.py").exists():
        sys.path.append(str(SYSTEM_PACKAGES))
    try:
        return importlib.import_module("uno")
    except ImportError:
        return None


def struct(name: str, *values: Any) -> Any:
    """UNO structure `com.sun.star.<name>`."""
    return load_uno().createUnoStruct(f"com.sun.star.{name}", *values)


def enum(name: str, value: str) -> Any:
    """Value of the UNO enumeration `com.sun.star.<name>`."""
    return load_uno().Enum(f"com.sun.star.{name}", value)


def arguments(**values: Any) -> tuple[Any, ...]:
    """Keyword arguments -> sequence of PropertyValue."""
    described = []
    for name, value in values.items():
        argument = struct("beans.PropertyValue")
        argument.Name, argument.Value = name, value
        described.append(argument)
    return tuple(described)


def address_of(sheet: int, row: int, column: int, rows: int, columns: int) -> Any:
    """CellRangeAddress from a sheet position (from 0) and a box counted from 1."""
    corners = (column - 1, row - 1, column + columns - 2, row + rows - 2)
    return struct("table.CellRangeAddress", sheet, *corners)


def url(path: str | Path) -> str:
    """Path -> file URL."""
    return Path(path).resolve().as_uri()


def path_of(address: str) -> Path:
    """File URL -> path."""
    return Path(unquote(urlsplit(address).path))


@cache
def english() -> Any:
    """Locale of Excel's own notation."""
    return struct("lang.Locale", "en", "US", "")
