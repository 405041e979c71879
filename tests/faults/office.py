"""LibreOffice killed while a button writes: the file on disk, the backup and the next session.

Half of the moments are drawn over the time a click takes, half at one of its writes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import xlwings as xw
from tests import engine
from tests.buttons.hand import Hand, at_desk, copied
from tests.buttons.test_faults import prepare_much
from tests.doors.desk import KEYS, call, listing
from tests.engine.session import Session

from kundenbindung import buttons, jobs
from kundenbindung.adapters import home

MOST = 40
"""So many moments are enough: each takes some seconds."""

TEMPORARY = re.compile(r"\.kundenbindung-.+|lu\w+\.tmp")
TYPED = "=9"
"""Customer that the owner typed and did not save."""


def killed(folder: Path, moments: int, seed: int) -> int:
    """Kill it again and again while Neu berechnen runs; number of faults."""
    os.environ["XDG_DATA_HOME"] = str(folder / "daten")
    chance, office = random.Random(seed), engine.started()
    book = _book(folder)
    seconds, writes = _measured(office, book, folder)
    print(f"\nNeu berechnen in LibreOffice\n  {seconds:.1f} s, {writes} Schreibvorgänge")
    ends: Counter[str] = Counter()
    found = 0
    for number in range(moments):
        at_write = chance.randint(1, writes) if number % 2 else None
        delay = chance.uniform(0.0, seconds)
        told, faults = _one(office, book, folder, delay, at_write)
        ends[told] += 1
        found += len(faults)
        for fault in faults:
            print(f"  FEHLER ({at_write or f'{delay:.2f} s'}): {fault}", flush=True)
    for told, count in sorted(ends.items()):
        print(f"  {told:40} {count:5}")
    print(f"  {found} Fehler")
    return found


def _book(folder: Path) -> Path:
    """The workbook of ten customers."""
    empty, book = folder / "Leer.xlsm", folder / "Mappe.xlsm"
    with contextlib.redirect_stdout(None):
        done = call("neu", empty, "--jahre", "2023-2025")
        done += call("import", empty, "--zahlen", listing(folder), "--ausgabe", book)
    if done:
        raise RuntimeError("the workbook could not be made")
    return book


@contextlib.contextmanager
def _typing(office: Session, book: Path, folder: Path) -> Iterator[tuple[Hand, Path]]:
    """The owner before a fresh copy, into which he typed much and saved nothing."""
    shutil.rmtree(home.home_folder(), ignore_errors=True)
    desk = copied(book, folder / "tisch")
    with at_desk(office, desk) as hand:
        prepare_much(hand)
        yield hand, desk


def _measured(office: Session, book: Path, folder: Path) -> tuple[float, int]:
    """Seconds and writes of an undisturbed click."""
    with _typing(office, book, folder) as (hand, _):
        counted, enter = [], office._enter

        def count(operation: str, *, write: bool) -> None:
            counted.extend([operation] * write)
            enter(operation, write=write)

        office._enter = count  # type: ignore[method-assign]  # counts the calls of this office
        started = time.monotonic()
        try:
            hand.click("calculate")
        finally:
            office._enter = enter  # type: ignore[method-assign]  # counts the calls of this office
        return time.monotonic() - started, len(counted)


def _one(
    office: Session, book: Path, folder: Path, delay: float, at_write: int | None
) -> tuple[str, list[str]]:
    """One click with a death in it: how far it came, and what is not as it must be."""
    with _typing(office, book, folder) as (_, desk):
        before = _digest(desk)
        watch = threading.Timer(delay, office.kill)
        if at_write is None:
            watch.start()
        else:
            office.kill_after(at_write)
        buttons.calculate("Klick", xw.__version__)
        watch.cancel()
        died = not office.alive()
    faults = [] if _digest(desk) == before else ["the workbook on disk is another one"]
    beside = {path.name for path in desk.parent.iterdir()} - {desk.name, f".~lock.{desk.name}#"}
    faults += [f"left beside it: {name}" for name in beside]
    whole = _kept(home.backup_folder(), _backup_fault)
    undo = _kept(home.undo_folder(), _undo_fault)
    faults += [fault for fault in (*whole, *undo) if fault]
    if at_write is not None and died and len(whole) != 1:
        faults.append(f"{len(whole)} backups after a write")
    told = "beendet" if not died else "nach der Sicherung" if whole else "vor der Sicherung"
    return told, faults


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _kept(folder: Path, fault: Callable[[Path], str]) -> list[str]:
    """What is wrong with each file of a folder; temporary ones of the program and of LibreOffice are none."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [fault(path) for path in files if not TEMPORARY.fullmatch(path.name)]


def _backup_fault(path: Path) -> str:
    """Why a backup is not one; empty if it holds all that was typed."""
    try:
        keys = jobs.read(path).reading.frames["customers"]["customer_id"].tolist()
    except Exception as error:
        return f"backup {path.name} of {path.stat().st_size} bytes: {type(error).__name__}"
    return "" if keys == [*KEYS, TYPED] else f"backup {path.name} holds {keys}"


def _undo_fault(path: Path) -> str:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return f"undo {path.name}: {error}"
    return ""
