"""Eigene Python-Umgebung as it lies on the disk: what is in it, which library Excel loads."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

PACKAGE, LIBRARY = "kundenbindung", "xlwings"
MARK = "einrichtung.json"
"""Written when an environment is complete: the version, and where the workbook was made."""
_PINNED = re.compile(rf"^{LIBRARY}\s*==\s*([^\s;,]+)")


@dataclass(frozen=True, slots=True)
class Environment:
    """Umgebung: versions by name of distribution, DLLs that Excel finds, the mark of completeness."""

    folder: Path
    exists: bool
    versions: Mapping[str, str] = field(default_factory=dict)
    pinned: str | None = None
    libraries: tuple[str, ...] = ()
    mark: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """True if `einrichten` finished it."""
        return self.exists and bool(self.mark)

    @property
    def library(self) -> str | None:
        """Version of xlwings in it."""
        return self.versions.get(LIBRARY)

    @property
    def has_dll(self) -> bool:
        """True if the DLL of the pinned version lies where the macros look for it."""
        return any(name.endswith(f"-{self.pinned}.dll") for name in self.libraries)


def interpreter(folder: Path) -> Path:
    """Python of an environment."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def site_packages(folder: Path) -> tuple[Path, ...]:
    """Where an environment keeps its packages; empty if there is none."""
    found = [*folder.glob("lib/python3*/site-packages"), folder / "Lib" / "site-packages"]
    return tuple(path for path in found if path.is_dir())


def look_at(folder: Path) -> Environment:
    """Umgebung ansehen, without starting anything."""
    python = interpreter(folder)
    if not python.is_file():
        return Environment(folder, exists=False)
    installed = list(metadata.distributions(path=[str(path) for path in site_packages(folder)]))
    versions = {entry.name.lower(): entry.version for entry in installed if entry.name}
    own = next((entry for entry in installed if (entry.name or "").lower() == PACKAGE), None)
    pinned = pinned_in(own.requires or () if own else ())
    libraries, mark = _libraries(python.parent), read_mark(folder)
    return Environment(folder, exists=True, versions=versions, pinned=pinned, libraries=libraries, mark=mark)


def _libraries(scripts: Path) -> tuple[str, ...]:
    """DLLs beside the interpreter and one folder up, the two places where xlwings' macros look."""
    return tuple(
        sorted(path.name for place in (scripts, scripts.parent) for path in place.glob(f"{LIBRARY}*.dll"))
    )


def pinned_in(requirements: Iterable[str]) -> str | None:
    """Version of xlwings that the requirements of a package demand exactly."""
    matches = (_PINNED.match(requirement) for requirement in requirements)
    return next((match.group(1) for match in matches if match), None)


def read_mark(folder: Path) -> Mapping[str, str]:
    """Vermerk of a complete environment; empty if there is none."""
    try:
        content = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in content.items()} if isinstance(content, dict) else {}


def write_mark(folder: Path, mark: Mapping[str, str]) -> None:
    """Vermerk schreiben: the environment is complete."""
    (folder / MARK).write_text(json.dumps(dict(mark), ensure_ascii=False), encoding="utf-8")
