"""`python -m tests.faults`: see the README of this folder."""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.faults import scenes
from tests.faults.forked import Death, Place, run
from tests.faults.scenes import SCENES, Before, Scene

OFFICE = "excel"
TRIES = 5
SIZES = (2_048, 20_000, 60_000, 120_000, 180_000, 200_000)
"""Bytes of a file at which a command dies."""


def deaths(before: Before, moments: int, chance: random.Random) -> Iterator[tuple[str, Death]]:
    """Zufällige Momente over the whole run, every change of a file once, several sizes of files."""
    for _ in range(moments):
        yield "Moment", Death(seconds=chance.uniform(0.0, before.seconds))
    for change in range(1, before.changes + 1):
        yield "Dateioperation", Death(change=change)
    for size in (size for size in SIZES if size < before.largest):
        yield "Dateigröße", Death(size=size)


def killed(scene: Scene, source: Path, top: Path, moments: int, chance: random.Random) -> int:
    """Kill one command again and again; number of faults."""
    before = scenes.measured(scene, source, top)
    print(f"\nkundenbindung {scene.title}\n  {before.seconds:.1f} s, {before.changes} Dateioperationen")
    ends: Counter[tuple[str, str]] = Counter()
    found, left, again = 0, 0, 0
    for number, (kind, death) in enumerate(deaths(before, moments, chance)):
        place = _died(scene, before, top, death)
        ends[kind, scenes.outcome(scene, before, place)] += 1
        faults = list(scenes.faults(scene, before, place))
        left += bool(scenes.left_over(place))
        if number % 10 == 0 or kind == "Dateioperation":
            again += 1
            faults += scenes.faults_of_the_next_run(scene, before, place)
        found += len(faults)
        for fault in faults:
            print(f"  FEHLER ({death}): {fault}", flush=True)
    for (kind, told), count in sorted(ends.items()):
        print(f"  {kind:15} {told:18} {count:5}")
    print(f"  {left} mal blieb eine Zwischendatei, {again} mal lief der Befehl danach noch einmal")
    print(f"  {found} Fehler", flush=True)
    return found


def _died(scene: Scene, before: Before, top: Path, death: Death) -> Place:
    """Folder of a command that was killed; one that was faster than its death runs again, and dies sooner."""
    for _ in range(TRIES):
        place = before.laid_out(top)
        ended = run((scene.command, *scene.words), place, death)
        if ended.code is None:
            return place
        death = replace(death, seconds=None if death.seconds is None else 0.8 * ended.seconds)
    raise RuntimeError(f"{scene.title} did not die: {death}")


def main() -> int:
    """Kill what was asked for; 1 if anything was found."""
    commands = tuple(dict.fromkeys(scene.command for scene in SCENES))
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--momente", type=int, default=200, help="random moments per command (default 200)")
    parser.add_argument("--nur", default=",".join((*commands, OFFICE)), help="commands, separated by commas")
    parser.add_argument("--saat", type=int, default=1, help="seed of the moments (default 1)")
    options = parser.parse_args()
    wanted = options.nur.split(",")
    if unknown := set(wanted) - {*commands, OFFICE}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    found = 0
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        found += _commands(Path(name), wanted, options.momente, options.saat)
        if OFFICE in wanted:
            from tests.faults import office

            found += office.killed(Path(name), min(options.momente, office.MOST), options.saat)
    print(f"\n{found} Fehler")
    return int(bool(found))


def _commands(folder: Path, wanted: list[str], moments: int, seed: int) -> int:
    source = folder / "vorlage"
    source.mkdir()
    os.environ["XDG_DATA_HOME"] = str(folder / "daten")
    scenes.furnish(source)
    asked = [scene for scene in SCENES if scene.command in wanted]
    found = 0
    for scene in asked:
        variants = sum(other.command == scene.command for other in asked)
        share = -(-moments // variants)
        found += killed(scene, source, folder / "lauf", share, random.Random(f"{seed} {scene.title}"))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
