"""Muttervorgang: a process without threads that has the program loaded and forks the commands to be killed.

Tests do not fork themselves: threads of numerical libraries do not survive it. What is asked for comes
pickled, so that functions are named, not sent.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO, TypeVar

from tests.faults import forked
from tests.faults.forked import Death, Ended, Place
from tests.needs import REPOSITORY

from kundenbindung.cli import main

T = TypeVar("T")
Work = Callable[[list[str]], int]


class Zygote:
    """The other process, ended with `close`."""

    def __init__(self) -> None:
        paths = [str(REPOSITORY), str(REPOSITORY / "python"), os.environ.get("PYTHONPATH", "")]
        variables = {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        single = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | variables | single,
        )

    def run(
        self,
        arguments: Sequence[object],
        place: Place,
        death: Death | None = None,
        prepare: Callable[[], object] = tuple,
        work: Work = main,
    ) -> Ended:
        """`forked.run` in a child of the other process."""
        ended: Ended = self._asked(partial(forked.run, arguments, place, death, prepare, work))
        return ended

    def at_once(self, arguments: Sequence[object], places: Sequence[Place]) -> list[Ended]:
        """The same command in several processes at the same time."""
        ended: list[Ended] = self._asked(partial(forked.at_once, arguments, places))
        return ended

    def _asked(self, call: Callable[[], T]) -> T:
        sending, receiving = self._process.stdin, self._process.stdout
        assert sending is not None
        assert receiving is not None
        pickle.dump(call, sending)
        sending.flush()
        found: T = pickle.load(receiving)
        return found

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def serve(asking: BinaryIO, answering: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    while True:
        try:
            call = pickle.load(asking)
        except EOFError:
            return
        pickle.dump(call(), answering)
        answering.flush()


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)
