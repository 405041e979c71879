"""Widrige Umstände: a command ends in its result or in one German sentence, never with a changed input."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from tests.doors import desk
from tests.faults import conditions, scenes
from tests.faults.forked import Death, Ended, Place
from tests.faults.scenes import BOOK, COPIES, JSON, NEW, NEXT, hashes
from tests.faults.zygote import Zygote
from tests.needs import needs_locale, needs_module

IN_PLACE = ("rechnen", BOOK, "--ausgabe", BOOK)
SEND = ("versand", BOOK, "--ausgabe", COPIES, "--entwurf")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a workbook full of entries, never to be changed."""
    folder = tmp_path_factory.mktemp("quelle")
    scenes.furnish(folder)
    return folder


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """The process that forks the commands."""
    started = Zygote()
    yield started
    started.close()


@pytest.fixture
def place(source: Path, tmp_path: Path) -> Place:
    """The same folder for one test."""
    return scenes.Before(source, {}, {}).laid_out(tmp_path / "platz")


def refused(ended: Ended, place: Place, before: Mapping[str, str], *, says: str) -> None:
    """One German sentence, and everything as it was."""
    assert ended.code == 1, ended.err
    (line,) = [line for line in ended.err.splitlines() if line.startswith("Fehler: ")]
    assert says in line
    assert "Traceback" not in ended.err
    assert hashes(place.work) == before
    assert scenes.left_over(place) == []


def calculated(path: Path) -> bool:
    """A workbook with all its customers and what was typed."""
    frames = scenes.frames_of(path)
    decided = frames["decisions"].set_index("customer_id")["why"]
    return len(frames["customers"]) == len(desk.KEYS) and decided["007"] == "Notiz „bleibt“"


# What a dead run left


def test_the_next_run_clears_away_what_a_dead_one_left(zygote: Zygote, place: Place) -> None:
    before = hashes(place.work)
    assert zygote.run(IN_PLACE, place, Death(change=3)).code is None
    left, after = scenes.left_over(place), hashes(place.work)
    assert before == {name: after[name] for name in after.keys() - {path.name for path in left}}
    assert left
    for path in left:
        os.utime(path, (time.time() - scenes.OLD_SECONDS,) * 2)
    assert zygote.run(IN_PLACE, place).code == 0
    assert scenes.left_over(place) == []


# The disk


@pytest.mark.parametrize(
    ("words", "size", "says"),
    [
        ((*IN_PLACE, "--json", JSON), 100_000, "„Mappe.xlsx“ konnte nicht geschrieben werden"),
        ((*SEND, "--protokoll", BOOK), 25_000, ".xlsx“ konnte nicht geschrieben werden"),
    ],
)
def test_a_full_disk(zygote: Zygote, place: Place, words: tuple[str, ...], size: int, says: str) -> None:
    before = hashes(place.work)
    ended = zygote.run(words, place, prepare=partial(conditions.small_disk, size))
    (place.work / JSON).unlink(missing_ok=True)  # whole, and written before
    refused(ended, place, before, says=says)
    assert "Prüfen Sie, ob der Datenträger voll ist" in ended.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (IN_PLACE, "„Mappe.xlsx“ kann nicht geschrieben werden"),
        (SEND, "kann nicht geschrieben werden"),
    ],
)
def test_a_folder_that_may_only_be_read(
    zygote: Zygote, place: Place, words: tuple[str, ...], says: str
) -> None:
    before = hashes(place.work)
    place.work.chmod(0o555)
    ended = zygote.run(words, place, prepare=conditions.powerless)
    place.work.chmod(0o755)
    refused(ended, place, before, says=says)


def test_a_file_that_others_have_open(zygote: Zygote, place: Place) -> None:
    """Excel and LibreOffice leave owner files beside it; where locks bind nobody, the result is right."""
    owners = [place.work / name for name in (f"~${BOOK}", f".~lock.{BOOK}#")]
    for owner in owners:
        owner.write_bytes(b"\x05Owner")
    with (place.work / BOOK).open("rb+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert zygote.run(IN_PLACE, place).code == 0
    assert calculated(place.work / BOOK)
    assert [owner.read_bytes() for owner in owners] == [b"\x05Owner"] * 2


# Paths


def test_umlauts_spaces_and_250_characters(zygote: Zygote, place: Place) -> None:
    folder = place.work / "Größe & Maß 2026" / ("ä" * 60) / ("Kunden süß " * 8).strip()
    folder.mkdir(parents=True)
    target = folder / f"{'Ergebnis ß ' * 14}.xlsx"
    assert 250 < len(str(target.relative_to(place.work))) < 400
    assert 200 > len(target.name.encode()) > 150
    longest = folder / f"{'j' * 250}.json"
    ended = zygote.run(("rechnen", BOOK, "--ausgabe", target, "--json", longest), place)
    assert ended.code == 0, ended.err
    assert calculated(target)
    assert longest.stat().st_size > 1_000
    assert scenes.left_over(place) == []


@pytest.mark.parametrize(
    "words",
    [
        ("neu", "{}.xlsx"),
        ("rechnen", "{}.xlsx"),
        ("jahreswechsel", BOOK, "--ausgabe", "{}.xlsx"),
        ("import", BOOK, "--zahlen", "{}.csv", "--ausgabe", NEW),
        ("versand", BOOK, "--ausgabe", "{}.xlsx"),
    ],
)
def test_a_name_too_long_for_the_disk(zygote: Zygote, place: Place, words: tuple[str, ...]) -> None:
    before = hashes(place.work)
    ended = zygote.run([word.format("ü" * 200) for word in words], place)
    refused(ended, place, before, says=f"{'ü' * 200}.")
    assert "Name" in ended.err


# Others at the same time


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("import", BOOK, "--zahlen", scenes.LIST, "--ausgabe", BOOK), BOOK),
        (("jahreswechsel", BOOK, "--ausgabe", NEXT), NEXT),
    ],
)
def test_what_was_saved_meanwhile_is_not_replaced(
    zygote: Zygote, place: Place, words: tuple[str, ...], name: str
) -> None:
    before = hashes(place.work)
    target = place.work / name
    saved = target.read_bytes() + b"vom Inhaber" if target.exists() else b"vom Inhaber"
    ended = zygote.run(words, place, prepare=partial(conditions.saved_meanwhile, target, saved))
    assert target.read_bytes() == saved
    target.unlink()
    before.pop(name, None)
    refused(ended, place, before, says=f"„{name}“ wurde gerade geändert")


def test_two_at_once_leave_one_whole_workbook(zygote: Zygote, place: Place) -> None:
    other = Place(place.top.with_name("zweiter"), place.top).made()
    ended = zygote.at_once((*IN_PLACE, "--json", JSON), (place, other))
    assert sorted(str(one.code) for one in ended) in (["0", "0"], ["0", "1"])
    assert all("wurde gerade geändert" in one.err for one in ended if one.code)
    assert calculated(place.work / BOOK)
    assert scenes.customers_in(place.work / JSON) == len(desk.KEYS)
    assert scenes.left_over(place) == []


# The clock


def test_a_clock_far_ahead_and_then_far_behind(zygote: Zygote, place: Place) -> None:
    needs_module("time_machine")
    for year in (2099, 1980):
        ended = zygote.run(IN_PLACE, place, prepare=partial(conditions.clock, year))
        assert ended.code == 0, ended.err
        assert "Traceback" not in ended.err
        assert calculated(place.work / BOOK)


# Channels and surroundings


@pytest.mark.parametrize("channels", [conditions.full_channels, conditions.deaf, conditions.no_channels])
def test_channels_that_take_nothing_keep_no_work_from_being_done(
    zygote: Zygote, place: Place, channels: Callable[[], None]
) -> None:
    ended = zygote.run(("rechnen", BOOK, "--ausgabe", NEW), place, prepare=channels)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert calculated(place.work / NEW)


def test_a_lost_output_is_told(zygote: Zygote, place: Place) -> None:
    ended = zygote.run(("pruefen", BOOK), place, prepare=conditions.full_output)
    assert ended.code == 0
    assert ended.err.count("Was das Programm Ihnen sagen wollte, konnte nicht ausgegeben werden") == 1


def _process(place: Place, words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """A real process with only these variables."""
    top = Path(__file__).resolve().parents[2]
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(top / "python"), "OMP_NUM_THREADS": "1"}
    call = f'exec "{sys.executable}" -m kundenbindung {words}'
    return subprocess.run(
        ["/bin/sh", "-c", call], cwd=place.work, env=base | variables, capture_output=True, check=False,
        timeout=100,
    )  # fmt: skip


def test_bare_surroundings(place: Place) -> None:
    """No HOME, closed channels, the locale C, optimised code, no folder for temporary files."""
    book = (place.work / BOOK).rename(place.work / "Größe ß.xlsx")
    before = book.read_bytes()
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONOPTIMIZE": "2", "TMPDIR": "/gibt/es/nicht"}
    words = "rechnen 'Größe ß.xlsx' --ausgabe 'Größe ß.xlsx' >&- 2>&- <&-"
    done = _process(place, words, XDG_DATA_HOME=str(place.data), **variables)
    assert done.returncode == 0
    assert calculated(book)
    assert book.read_bytes() != before
    assert scenes.left_over(place) == []


@pytest.mark.parametrize("locale", ["de_DE.UTF-8", "tr_TR.UTF-8"])
def test_the_locale_changes_nothing(place: Place, locale: str) -> None:
    """Comma or point, the Turkish i: the same figures, the same sentences, byte for byte."""
    needs_locale(locale)
    surroundings = {"XDG_DATA_HOME": str(place.data), "PYTHONUTF8": "0"}
    done = [
        _process(place, f"rechnen {BOOK} --ausgabe {NEW} --json {name}.json", LC_ALL=name, **surroundings)
        for name in ("C", locale)
    ]
    assert [(one.returncode, one.stderr) for one in done] == [(0, done[0].stderr)] * 2
    assert done[0].stdout.decode() == done[1].stdout.decode().replace(locale, "C")
    plain, other = ((place.work / f"{name}.json").read_bytes() for name in ("C", locale))
    assert plain == other
    assert "Größ" in other.decode()
