"""Quelle: where the program for the private environment comes from."""

from __future__ import annotations

import json
import os
import re
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import kundenbindung
from kundenbindung.adapters.diagnosis.environment import PACKAGE
from kundenbindung.adapters.install.refusal import refusal

EXTRA = "excel"
_NAMED = re.compile(rf"{PACKAGE}(\s*[=<>~!].*)?", re.IGNORECASE)
WHEEL = ".whl"


def requirement(named: str | None) -> str:
    """Anforderung for pip with the extra for Excel; `named`: folder, wheel or name, None: as this program.

    Raises SetupError if the folder or file does not exist or holds something else.
    """
    if named is None:
        return _own()
    path = Path(named)
    if (match := _NAMED.fullmatch(named.strip())) and not path.exists():
        return f"{PACKAGE}[{EXTRA}]{match.group(1) or ''}"
    if not path.exists():
        raise refusal("setup_source_missing", source=named)
    if not _holds_program(path):
        raise refusal("setup_source_foreign", source=named)
    return _from_path(path)


def _own() -> str:
    """The checkout or file this program came from, else the same version by name."""
    path = checkout() or _installed_from()
    return _from_path(path) if path else f"{PACKAGE}[{EXTRA}]=={kundenbindung.__version__}"


def _from_path(path: Path) -> str:
    return f"{PACKAGE}[{EXTRA}] @ {path.resolve().as_uri()}"


def _holds_program(path: Path) -> bool:
    """True for a folder with the sources and for a wheel of this package."""
    if path.is_dir():
        return (path / "pyproject.toml").is_file() and (path / "python" / PACKAGE).is_dir()
    return path.suffix.lower() == WHEEL and path.name.lower().startswith(f"{PACKAGE}-")


def checkout() -> Path | None:
    """Folder of the sources this program runs from; None for an installed package."""
    folder = Path(kundenbindung.__file__).resolve().parents[2]
    return folder if _holds_program(folder) else None


def _installed_from() -> Path | None:
    """Folder or wheel this package was installed from, if it is still there."""
    try:
        record = metadata.distribution(PACKAGE).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    url = urlsplit(json.loads(record)["url"] if record else "")
    path = Path(url2pathname((f"//{url.netloc}" if url.netloc and os.name == "nt" else "") + url.path))
    return path if url.scheme == "file" and _holds_program(path) else None
