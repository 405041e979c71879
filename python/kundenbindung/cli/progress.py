"""Fortschritt on the command line: a bar that shows only when the work takes longer than a second."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from tqdm import tqdm


class Progress:
    """Fortschritt: a bar that shows only when the work takes longer than a second."""

    def __init__(self, title: str) -> None:
        self._bar = tqdm(
            desc=title, delay=1.0, leave=False, bar_format="{desc} {bar} {percentage:3.0f} %", ascii=" ="
        )

    def __call__(self, step: int, total: int) -> None:
        """Report `step` of `total`."""
        self._bar.total = total
        self._bar.update(step - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
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
