"""Commands that are killed, in a folder with a workbook full of entries, and what must be true afterwards."""

from __future__ import annotations

import email
import hashlib
import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import policy
from pathlib import Path

import pandas as pd
from tests.doors import desk
from tests.doors.desk import Sheet
from tests.faults.forked import Place, run, whole

from kundenbindung import jobs

BOOK, NEW, NEXT, JSON, COPIES, LIST = (
    "Mappe.xlsx", "Neu.xlsx", "Nächstes Jahr.xlsx", "Zahlen.json", "Kopien", "liste.csv",
)  # fmt: skip
LEFT = re.compile(r"\.kundenbindung-.+")
"""Temporary files, by whose names the next run knows them."""

LOGS = frozenset({"imports", "dispatches"})
"""Tables whose rows hold the time of day."""

OLD_SECONDS = 3 * 86_400
Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Scene:
    """Ein Aufruf: its words, and which files it may make or change."""

    command: str
    words: tuple[str, ...]
    results: tuple[str, ...]

    @property
    def title(self) -> str:
        """As it is typed."""
        return " ".join((self.command, *self.words))

    def may_write(self, name: str) -> bool:
        """True for a file this command is asked to write."""
        return name in self.results or (COPIES in self.results and name.startswith(f"{COPIES}/"))


SCENES = (
    Scene("rechnen", (BOOK, "--ausgabe", BOOK, "--json", JSON), (BOOK, JSON)),
    Scene("rechnen", (BOOK, "--ausgabe", NEW), (NEW,)),
    Scene("import", (BOOK, "--zahlen", LIST, "--ausgabe", BOOK), (BOOK,)),
    Scene("import", (BOOK, "--zahlen", LIST, "--ausgabe", NEW), (NEW,)),
    Scene("versand", (BOOK, "--ausgabe", COPIES, "--entwurf", "--protokoll", BOOK), (COPIES, BOOK)),
    Scene("versand", (BOOK, "--ausgabe", COPIES), (COPIES,)),
    Scene("jahreswechsel", (BOOK, "--ausgabe", NEXT), (NEXT,)),
)


def furnish(folder: Path) -> None:
    """A folder with a workbook full of entries, a list to read in, and a file that is nobody's business."""
    book = desk.filled_workbook(folder)
    desk.edited(book, _decided, _told, _owned)
    desk.listing(folder, desk.LIST.replace("150.000,00", "151.234,56"), LIST)
    (folder / "Notizen.txt").write_text("gehört dem Inhaber\n", encoding="utf-8")


def _decided(book: object) -> None:
    screening = Sheet(book, "screening")
    screening.put("007", "Level", "Service").put("007", "Warum", "Notiz „bleibt“")
    screening.put("1003", "Level", "Strategie")
    Sheet(book, "resolutions").add({"Thema": "Preise", "Wer": "MK", "Beschluss": "5 % mehr ab März"})


def _told(book: object) -> None:
    values = {"Kundennr.": "1002", "Vorhaben": "Halle Süd", "Wert": 25_000, "Phase": "Angebot"}
    Sheet(book, "opportunities").add(values)
    Sheet(book, "criteria").put("Umsatz", "Gewicht", 33, by="Kriterium")


def _owned(book: object) -> None:
    Sheet(book, "customers").add_column("Farbe", {"007": "blau", "1005": "grün"})


@dataclass(frozen=True, slots=True)
class Before:
    """Ordner before a command, and what it makes when nobody disturbs it.

    entries  read back from its workbooks; changes of files; `largest` file in bytes
    """

    source: Path
    hashes: Mapping[str, str]
    entries: Mapping[str, Frames]
    seconds: float = 0.0
    changes: int = 0
    largest: int = 0

    def laid_out(self, top: Path) -> Place:
        """The same folder anew."""
        shutil.rmtree(top, ignore_errors=True)
        place = Place(top).made()
        shutil.copytree(self.source, place.work, dirs_exist_ok=True)
        return place


def measured(scene: Scene, source: Path, top: Path) -> Before:
    """How long an undisturbed run takes, how often it changes files, and what it makes."""
    nothing = Before(source, hashes(source), {})
    place = nothing.laid_out(top)
    ended = whole((scene.command, *scene.words), place)
    made = [name for name in hashes(place.work) if scene.may_write(name) and not name.startswith(COPIES)]
    entries = {name: frames_of(place.work / name) for name in made if name.endswith(".xlsx")}
    new = [name for name, digest in hashes(place.work).items() if digest != nothing.hashes.get(name)]
    largest = max((place.work / name).stat().st_size for name in new)
    return Before(source, nothing.hashes, entries, ended.seconds, len(ended.changes), largest)


def hashes(folder: Path) -> dict[str, str]:
    """Every file of a folder and those in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def left_over(place: Place) -> list[Path]:
    """Temporary files, wherever."""
    return [path for path in place.top.rglob("*") if path.is_file() and LEFT.fullmatch(path.name)]


def faults(scene: Scene, before: Before, place: Place) -> Iterator[str]:
    """What is not as it must be after a command ended, however it did."""
    after = hashes(place.work)
    yield from (f"{name} is gone" for name in before.hashes.keys() - after.keys())
    for name, digest in after.items():
        if LEFT.fullmatch(Path(name).name) or digest == before.hashes.get(name):
            continue
        if not scene.may_write(name):
            yield f"{name} was changed or is new"
        elif reason := _incomplete(place, name, before):
            yield f"{name}: {reason}"
    if strange := [str(path) for path in place.temporary.rglob("*")]:
        yield f"left in the folder for temporary files: {strange}"


def outcome(scene: Scene, before: Before, place: Place) -> str:
    """How far it came, in one word: nothing is new, all of it, or some of it."""
    after = hashes(place.work)
    done = [any(_is_new(name, wanted, before, after) for name in after) for wanted in scene.results]
    return "alles geschrieben" if all(done) else "teils geschrieben" if any(done) else "alles wie vorher"


def _is_new(name: str, wanted: str, before: Before, after: Mapping[str, str]) -> bool:
    named = name == wanted or (wanted == COPIES and name.startswith(f"{COPIES}/"))
    return named and not LEFT.fullmatch(Path(name).name) and after[name] != before.hashes.get(name)


def _incomplete(place: Place, name: str, before: Before) -> str:
    """Why a file is not one that a finished run would have made; empty if it is."""
    path = place.work / name
    try:
        if name.startswith(f"{COPIES}/"):
            return _odd_copy(path, place)
        if path.suffix == ".json":
            return "" if customers_in(path) == len(desk.KEYS) else "customers are missing"
        return _differing(before.entries[name], frames_of(path))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def customers_in(path: Path) -> int:
    """Kunden in a JSON file."""
    return len(json.loads(path.read_text(encoding="utf-8"))["customers"])


def _odd_copy(path: Path, place: Place) -> str:
    """Versandkopie or draft: whole, and known on this machine when it comes back."""
    if path.suffix == ".eml":
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        attached = [part.get_payload(decode=True) for part in mail.iter_attachments()]
        return "" if len(attached) == 1 and isinstance(attached[0], bytes) else "without its copy"
    with zipfile.ZipFile(path) as archive:
        if bad := archive.testzip():
            return f"{bad} is broken"
    mark = path.stem.rpartition("_")[2]
    kept = place.data / "Kundenbindung" / "Versand" / f"{mark}.json"
    return "" if json.loads(kept.read_text(encoding="utf-8"))["mark"] == mark else "is not remembered"


def frames_of(path: Path) -> Frames:
    """Everything the program reads from a workbook; RuntimeError if it could not be calculated."""
    job = jobs.read(path)
    if job.stopped:
        raise RuntimeError([finding.code for finding in job.findings])
    return job.reading.frames


def _differing(wanted: Frames, found: Frames, *, again: bool = False) -> str:
    """Tables with other entries; when a command ran `again`, its log may have grown by another line."""
    odd = [name for name in wanted.keys() | found.keys() if not _same(name, wanted, found, again=again)]
    return f"other entries in {', '.join(sorted(odd))}" if odd else ""


def _same(name: str, wanted: Frames, found: Frames, *, again: bool) -> bool:
    if name not in wanted or name not in found:
        return False
    if name in LOGS:
        more = len(found[name]) - len(wanted[name])
        return more == 0 or (again and more > 0)
    return wanted[name].equals(found[name])


def faults_of_the_next_run(scene: Scene, before: Before, place: Place) -> Iterator[str]:
    """The command once more, days later: it does its work and clears away what the dead one left."""
    for path in left_over(place):
        os.utime(path, (time.time() - OLD_SECONDS,) * 2)
    done = (place.work / NEXT).exists() and scene.command == "jahreswechsel"
    ended = run((scene.command, *scene.words), place)
    if ended.code != (1 if done else 0):
        yield f"the next run ended with {ended.code}: {ended.err}"
    yield from (f"the next run left {path.name}" for path in left_over(place))
    known = {name for name in before.entries if scene.command != "import" or name != BOOK}
    for name in known & hashes(place.work).keys():
        if reason := _differing(before.entries[name], frames_of(place.work / name), again=True):
            yield f"{name} after the next run: {reason}"
