"""Hinterlassenschaften on this machine: what is too old goes, and which files still hold a customer.

Only files this program names so are ever touched; a file that cannot be deleted now is deleted another time.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kundenbindung.adapters import beside, home
from kundenbindung.workbook.mentioning import Gone
from kundenbindung.workbook.names import SHORTEST

KEPT_DAYS = 180
TEMPORARY_DAYS = 1
BACKUP = re.compile(r"(.+)-\d{8}-\d{6}-\d{6}\.xls[mx]")
UNDO = re.compile(r"\d{14}[0-9a-f]{8}\.json")
SENT = re.compile(r".+\.json")
OWN = re.compile(
    "|".join([r"Diagnose \d{4}-\d\d-\d\d\.txt", *map(re.escape, (home.LOG, home.OLD_LOG, *home.LISTS))])
)
LISTS = re.compile("|".join(map(re.escape, home.LISTS)))
TEMPORARY = re.compile(rf"{re.escape(beside.PREFIX)}.+")
WORKBOOKS = re.compile(r"(?!~\$|\.).+\.xls[mx]", re.IGNORECASE)
SEARCHED = re.compile(rf"{WORKBOOKS.pattern}|(?!\.).+\.eml", re.IGNORECASE)
FOLDERS = re.compile(r"(?!\.).+")
TEXT_PARTS = re.compile(r"xl/(?:sharedStrings|comments|threadedComments|worksheets|tables|drawings|charts)")
UNREADABLE = (OSError, zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError)


MOST_SEARCHED = 500
"""So many files around a workbook are looked into."""

LARGEST = 500 << 20
"""Bytes of the texts of a workbook, or of an e-mail, that are looked into."""


@dataclass(frozen=True, slots=True)
class Found:
    """Datei of a folder: its path and when it was changed last, in seconds."""

    path: Path
    changed: float


def purge(today: dt.date, *places: Path) -> None:
    """Zu Altes löschen of the program, also temporary files of ours in the folders of `places`; never raises.

    places  workbooks that were read or written, or folders that copies went into
    """
    before = _moment(today, KEPT_DAYS)
    _delete(_old_backups(before))
    for folder, pattern in (
        (home.undo_folder(), UNDO),
        (home.sent_folder(), SENT),
        (home.home_folder(), OWN),
    ):
        _delete(entry for entry in _listed(folder, pattern) if entry.changed < before)
    lately = _moment(today, TEMPORARY_DAYS)
    around = (place if place.is_dir() else place.parent for place in places)
    own = (home.sent_folder(), home.backup_folder(), home.undo_folder(), home.home_folder())
    for folder in dict.fromkeys((*own, *around)):
        _delete(entry for entry in _listed(folder, TEMPORARY) if entry.changed < lately)
    for entry in _listed(home.home_folder(), TEMPORARY, folders=True):
        if entry.changed < lately:
            shutil.rmtree(entry.path, ignore_errors=True)


def _moment(today: dt.date, days: int) -> float:
    return dt.datetime.combine(today - dt.timedelta(days), dt.time()).timestamp()


def _old_backups(before: float) -> Iterator[Found]:
    """Sicherungen that are too old, but never the newest one of a workbook."""
    newest: dict[str, float] = {}
    files = _listed(home.backup_folder(), BACKUP)
    for entry in files:
        stem = _stem(entry.path)
        newest[stem] = max(newest.get(stem, entry.changed), entry.changed)
    return (entry for entry in files if entry.changed < min(before, newest[_stem(entry.path)]))


def _stem(backup: Path) -> str:
    match = BACKUP.fullmatch(backup.name)
    return backup.stem if match is None else match[1]


def _listed(folder: Path, pattern: re.Pattern[str], *, folders: bool = False) -> list[Found]:
    """Files (or folders) in a folder that are named so; none where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            return [
                Found(Path(entry.path), entry.stat(follow_symlinks=False).st_mtime)
                for entry in entries
                if pattern.fullmatch(entry.name) and _is_wanted(entry, folders=folders)
            ]
    except OSError:
        return []


def _is_wanted(entry: os.DirEntry[str], *, folders: bool) -> bool:
    return entry.is_dir(follow_symlinks=False) if folders else entry.is_file(follow_symlinks=False)


def _delete(files: Iterable[Found]) -> None:
    for entry in files:
        beside.discard(entry.path)


def counts() -> tuple[int, int, int]:
    """Zahl der Dateien with customer data that stay: Sicherungen, for Rückgängig, Versandkopien."""
    folders = (home.backup_folder(), home.undo_folder(), home.sent_folder())
    found = [len(_listed(folder, re.compile(r".+"))) for folder in folders]
    return found[0], found[1], found[2]


def forget_undo(gone: Gone) -> None:
    """Für Rückgängig gemerkte Stände that hold his name, of whatever workbook, go."""
    names = Gone(frozenset(), gone.names)
    _delete(entry for entry in _listed(home.undo_folder(), UNDO) if holds(entry.path, names))


def forget_lists() -> None:
    """Vorschauen, all of them: whoever is in them, they are written anew when they are needed."""
    _delete(_listed(home.home_folder(), LISTS))


@dataclass(frozen=True, slots=True)
class Traces:
    """Spuren: names of files that still hold a customer; `closed` could not be looked into.

    beside  workbooks and e-mails in the folder of the workbook and one level below, by their path from there
    left    so many of them were not searched
    """

    backups: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    left: int = 0


def traces(workbook: Path, gone: Gone, leave_out: Iterable[Path] = ()) -> Traces:
    """Wo er noch steht: Sicherungen, Rückgängig, Versandkopien, and files around the workbook but these.

    In a backup of another workbook only his name counts: the same number may be another customer there.
    """
    ours, left_out = workbook.stem, {path.absolute() for path in (workbook, *leave_out)}
    beside = [path for path in _around(workbook.parent) if path.absolute() not in left_out]
    searched = {
        path.relative_to(workbook.parent).as_posix(): holds(path, gone) for path in beside[:MOST_SEARCHED]
    }
    return Traces(
        backups=_holding(home.backup_folder(), BACKUP, gone, ours),
        undo=_holding(home.undo_folder(), UNDO, gone, None),
        sent=_holding(home.sent_folder(), SENT, gone, None),
        beside=tuple(sorted(name for name, found in searched.items() if found)),
        closed=tuple(sorted(name for name, found in searched.items() if found is None)),
        left=max(0, len(beside) - MOST_SEARCHED),
    )


def _around(folder: Path) -> list[Path]:
    """Mappen and e-mails of a folder, then those of the folders in it."""
    below = sorted(entry.path for entry in _listed(folder, FOLDERS, folders=True))
    files = (sorted(entry.path for entry in _listed(place, SEARCHED)) for place in (folder, *below))
    return list(chain.from_iterable(files))


def _holding(folder: Path, pattern: re.Pattern[str], gone: Gone, ours: str | None) -> tuple[str, ...]:
    names = Gone(frozenset(), gone.names)
    return tuple(
        sorted(
            entry.path.name
            for entry in _listed(folder, pattern)
            if holds(entry.path, gone if ours in {None, _stem(entry.path)} else names)
        )
    )


def holds(path: Path, gone: Gone) -> bool | None:
    """True if his name stands in a file, or his number as a whole cell; None if it cannot be read."""
    try:
        if path.suffix.lower() == ".json":
            return _among([path.read_bytes()], _in_json(gone))
        if path.suffix.lower() == ".eml":
            return _in_mail(path, gone)
        return _in_workbook(path, gone)
    except UNREADABLE:
        return None


def _in_mail(path: Path, gone: Gone) -> bool | None:
    """The same of the workbooks that are attached to an e-mail; None if one of them cannot be read."""
    from email import message_from_bytes, policy  # noqa: PLC0415 - every button loads this module

    if path.stat().st_size > LARGEST:
        return None
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    attached = [part for part in mail.walk() if WORKBOOKS.fullmatch(part.get_filename() or "")]
    found = [_attached(part.get_payload(decode=True), gone) for part in attached]
    return True if True in found else None if None in found else False


def _attached(content: object, gone: Gone) -> bool | None:
    try:
        return _in_workbook(io.BytesIO(content), gone) if isinstance(content, bytes) else None
    except UNREADABLE:
        return None


def _in_workbook(source: Path | io.BytesIO, gone: Gone) -> bool | None:
    with zipfile.ZipFile(source) as archive:
        texts = [entry for entry in archive.infolist() if TEXT_PARTS.match(entry.filename)]
        if sum(entry.file_size for entry in texts) > LARGEST:
            return None
        return _among((archive.read(entry) for entry in texts), _in_xml(gone))


def _among(parts: Iterable[bytes], words: tuple[bytes, ...]) -> bool:
    return any(word in part for part in parts for word in words)


def _in_xml(gone: Gone) -> tuple[bytes, ...]:
    names = (html.escape(name, quote=False) for name in gone.names if len(name) >= SHORTEST)
    numbers = (f">{html.escape(key, quote=False)}</" for key in gone.keys)
    return tuple(word.encode() for word in (*names, *(f"{number}t>" for number in numbers)))


def _in_json(gone: Gone) -> tuple[bytes, ...]:
    names = [name for name in gone.names if len(name) >= SHORTEST]
    told = [json.dumps(name, ensure_ascii=plain)[1:-1] for name in names for plain in (True, False)]
    numbers = [json.dumps(key, ensure_ascii=plain) for key in gone.keys for plain in (True, False)]
    return tuple(word.encode() for word in (*told, *numbers))
