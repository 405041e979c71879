"""Fortschritt on the command line: a bar that shows only when the work takes longer than a second."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from tqdm import tqdm

DELAY = 1.0
"""Seconds of work without a bar."""


class Progress:
    """Fortschritt: a bar that shows only when the work takes longer than a second."""

    def __init__(self, title: str) -> None:
        self._bar = tqdm(
            desc=title,
            delay=DELAY,
            leave=False,
            bar_format="{desc} {bar} {percentage:3.0f} %",
            ascii=" =",
            disable=sys.stderr is None,
        )

    def __call__(self, step: int, total: int) -> None:
        """Report `step` of `total`; where it cannot be shown, the work goes on."""
        self._bar.total = total
        try:
            self._bar.update(step - self._bar.n)
        except OSError:
            self._bar.disable = True

    def close(self) -> None:
        """Take the bar away."""
        with contextlib.suppress(OSError):
            self._bar.close()


@contextlib.contextmanager
def progressing(title: str) -> Iterator[Progress]:
    """A progress bar while something is done."""
    bar = Progress(title)
    try:
        yield bar
    finally:
        bar.close()


def with_progress(title: str, work: Callable[[Callable[[int, int], None]], None]) -> None:
    """Run `work` with a progress bar."""
    with progressing(title) as bar:
        work(bar)
