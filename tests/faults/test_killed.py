"""Mitten im Schreiben beendet: at each step of each writer the old file is there, or the new one, whole."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.faults import writers
from tests.faults.forked import Death, Place
from tests.faults.writers import TEXT, WRITERS, Writer
from tests.faults.zygote import Zygote
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung.adapters.live.backup import KEPT, back_up  # noqa: E402

SIZES = (1, 4_000, 9_000)
"""Bytes of a file at which a writer dies."""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """The process that forks the writers."""
    started = Zygote()
    yield started
    started.close()


def _work(writer: Writer, arguments: list[str]) -> int:
    writer(arguments[0])
    return 0


def _deaths(zygote: Zygote, writer: Writer, top: Path) -> Iterator[tuple[Death, dict[str, bytes]]]:
    """Every step once, then some sizes of files; what stands there afterwards."""
    place = Place(top / "gezaehlt").made()
    steps = len(zygote.run([TEXT], place, work=partial(_work, writer)).changes)
    deaths = (*(Death(change=step + 1) for step in range(steps)), *(Death(size=size) for size in SIZES))
    for number, death in enumerate(deaths):
        place = Place(top / str(number)).made()
        assert zygote.run(["alt"], place, work=partial(_work, writer)).code == 0
        if zygote.run([TEXT], place, death, work=partial(_work, writer)).code is None:
            yield death, writers.contents(place)


def _states(zygote: Zygote, writer: Writer, top: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What stands there before and after an undisturbed run."""
    place = Place(top / "ganz").made()
    found = []
    for text in ("alt", TEXT):
        assert zygote.run([text], place, work=partial(_work, writer)).code == 0
        found.append(writers.contents(place))
    return found[0], found[1]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__)
def test_every_file_is_the_old_one_or_the_new_one(zygote: Zygote, writer: Writer, tmp_path: Path) -> None:
    old, new = _states(zygote, writer, tmp_path)
    assert old.keys() == new.keys() != set()
    tried = 0
    for death, found in _deaths(zygote, writer, tmp_path):
        tried += 1
        assert found.keys() == old.keys(), death
        assert all(found[name] in {old[name], new[name]} for name in found), death
    assert tried > 4


def test_a_careless_writer_is_caught(zygote: Zygote, tmp_path: Path) -> None:
    old, new = _states(zygote, writers.careless, tmp_path)
    ends = [found["arbeit/Zahlen.json"] for _, found in _deaths(zygote, writers.careless, tmp_path)]
    assert [end for end in ends if end not in {*old.values(), *new.values()}]


def test_a_backup_is_never_the_one_that_goes_when_the_clock_was_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = tmp_path / "Kundenbindung" / "Sicherungen"
    folder.mkdir(parents=True)
    for day in range(1, KEPT + 3):
        path = folder / f"Mappe-209901{day:02}-120000-000000.xlsm"
        path.write_bytes(b"spaeter")
        os.utime(path, (time.time() + 86_400 * day,) * 2)
    made = back_up(writers.Book("jetzt"), writers.MOMENT)  # type: ignore[arg-type]  # see there
    assert made.read_bytes() == b"jetztjetzt"
    assert len(list(folder.iterdir())) == KEPT
