"""Diagnose in Worten: the lines of the text the owner can mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kundenbindung.messages.german import DASH, count, number

MEBIBYTE = 1 << 20
FOLDERS = {
    "home": "Ordner des Programms",
    "environment": "Eigene Python-Umgebung",
    "backups": "Sicherungen",
    "undo": "Vorherige Ergebnisse",
    "documents": "Dokumente",
    "temporary": "Vorübergehende Dateien",
}
HEAD = (
    "Diagnose Kundenbindung",
    "Diese Datei enthält keine Kundendaten: keine Namen, keine Beträge, keine Inhalte von Zellen. Benutzernamen in "
    "Pfaden sind ersetzt. Sie können sie so verschicken.",
)


@dataclass(frozen=True, slots=True)
class Runtime:
    """Laufendes Programm: versions of program, Python, system and dependencies (None: missing)."""

    program: str
    python: str
    interpreter: str
    bits: int
    system: str
    versions: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Setup:
    """Eigene Umgebung: whether it is there and complete, its versions, the library Excel loads."""

    exists: bool
    complete: bool
    program: str | None
    library: str | None
    pinned: str | None
    libraries: tuple[str, ...]
    dll_needed: bool
    dll_found: bool
    versions: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class FolderState:
    """Ordner: its kind (key of FOLDERS), its path without the user's name, whether it is there and writable."""

    kind: str
    path: str
    exists: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class Backups:
    """Sicherungen: how many, how many bytes, the oldest and the newest; None without any."""

    size: int
    size_bytes: int
    oldest: dt.datetime | None
    newest: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Log:
    """Protokoll: when it was last written, and where the last errors came from."""

    changed: dt.datetime
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Alle Angaben of a diagnosis."""

    moment: dt.datetime
    runtime: Runtime
    setup: Setup
    folders: tuple[FolderState, ...]
    free_bytes: int | None
    backups: Backups
    log: Log | None


def text(facts: Facts, excel: Mapping[str, str]) -> str:
    """Diagnose as text, one heading per part; `excel` is shown only if the caller knows it."""
    parts = [
        (*HEAD, f"Erstellt am {_moment(facts.moment)}"),
        ("Programm", *_runtime(facts.runtime)),
        ("Eigene Python-Umgebung für Excel", *_setup(facts.setup)),
        ("Ordner", *(_folder(state) for state in facts.folders), _free(facts.free_bytes)),
        ("Sicherungen", _backups(facts.backups)),
        ("Excel", *(f"{name}: {value}" for name, value in excel.items())),
        ("Letzte Fehler (ohne Meldungstexte)", *_log(facts.log)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if len(part) > 1) + "\n"


def _runtime(runtime: Runtime) -> Iterator[str]:
    yield f"Version: {runtime.program}"
    yield f"Python: {runtime.python}, {runtime.bits} Bit, {runtime.interpreter}"
    yield f"Betriebssystem: {runtime.system}"
    yield f"Bausteine: {_versions(runtime.versions)}"


def _setup(setup: Setup) -> Iterator[str]:
    if not setup.exists:
        yield "Nicht eingerichtet; „einrichten.cmd“ oder „kundenbindung einrichten“ legt sie an."
        return
    yield "Eingerichtet" if setup.complete else "Unvollständig: Bitte neu einrichten."
    yield f"Version des Programms: {setup.program or 'fehlt'}"
    yield f"xlwings: {setup.library or 'fehlt'}, verlangt {setup.pinned or DASH} ({_agreement(setup)})"
    yield f"Bibliothek für Excel: {_library(setup)}"
    yield f"Bausteine: {_versions(setup.versions)}"


def _agreement(setup: Setup) -> str:
    return "stimmt überein" if setup.library and setup.library == setup.pinned else "stimmt nicht überein"


def _library(setup: Setup) -> str:
    if not setup.dll_needed:
        return "nur unter Windows nötig"
    found = ", ".join(setup.libraries) or "keine gefunden"
    return found if setup.dll_found else f"passende fehlt ({found})"


def _versions(versions: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} {found or 'fehlt'}" for name, found in versions.items()) or DASH


def _folder(state: FolderState) -> str:
    right = "beschreibbar" if state.writable else "nicht beschreibbar"
    return f"{FOLDERS[state.kind]}: {state.path} ({right if state.exists else 'noch nicht vorhanden'})"


def _free(free: int | None) -> str:
    return f"Freier Platz: {DASH if free is None else f'{number(free / MEBIBYTE)} MB'}"


def _backups(backups: Backups) -> str:
    if backups.oldest is None or backups.newest is None:
        return "Noch keine."
    span = f"älteste vom {_moment(backups.oldest)}, neueste vom {_moment(backups.newest)}"
    return f"{count(backups.size, 'Sicherung', 'Sicherungen')}, {number(backups.size_bytes / MEBIBYTE, 1)} MB, {span}"


def _log(log: Log | None) -> Iterator[str]:
    if log is None or not log.lines:
        yield "Keine."
        return
    yield f"Zuletzt geschrieben am {_moment(log.changed)}"
    yield from log.lines


def _moment(value: dt.datetime) -> str:
    return f"{value:%d.%m.%Y %H:%M}"
