"""Datenschutz of a diagnosis: no user name in a path, and from the log only where an error came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

USER = "<Benutzer>"
LAST_LINES = 60
_HOME = re.compile(r"(?i)([\\/](?:users|benutzer|home)[\\/]+)[^\\/\"'<>|\r\n]+")
_PLACE = re.compile(r'^\s+File "')
_ERROR = re.compile(r"^(?:\w+\.)*\w+(?=:|$)")
_CHAIN = ("Traceback ", "During handling of ", "The above exception ")


def without_names(text: str) -> str:
    """Text without the user's name: his folder and everything below Users become a placeholder."""
    home = Path.home()
    hidden = str(home.with_name(USER)) if home.name else str(home)
    own = re.compile(re.escape(str(home)) + r"(?=[\\/\"'\s]|$)", re.IGNORECASE)
    return _HOME.sub(rf"\g<1>{USER}", own.sub(lambda _: hidden, text))


def places(log: str) -> list[str]:
    """Letzte Fehler of a log: where they came from and their kind; never the message, it may quote a cell."""
    return list(_places(log.splitlines()))[-LAST_LINES:]


def _places(lines: list[str]) -> Iterator[str]:
    """Lines of tracebacks: heading, place, line of the program; of the error itself only its class."""
    inside = after_place = False
    for line in lines:
        if line.startswith(_CHAIN):
            inside, after_place = True, False
            yield line
        elif inside and _PLACE.match(line):
            after_place = True
            yield without_names(line)
        elif inside and after_place and line.startswith("    "):
            after_place = False
            yield line
        elif inside and (error := _ERROR.match(line)):
            inside = after_place = False
            yield error.group(0)
