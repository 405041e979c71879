"""Ziele for what the owner waits for: a command, what a button loads, a click in an open workbook."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from tests.benchmarks.model import Bench, Outcome, alternating, german, process

CLICKED = (60, 2_000)
STEPS = {"read": "lesen", "compute": "rechnen", "place": "zuordnen", "write": "schreiben"}
CLICK_SECONDS = 10.0
"""The owner waits so long at most; most of it is LibreOffice, which is not Excel."""
HIDDEN = ("matplotlib", "polars")
"""What xlwings loads if it is there; the environment of a user does not have it."""


def command(bench: Bench) -> Iterable[Outcome]:
    """`rechnen` on the sample company as a whole process, against importing pandas."""
    sample, compiled = bench.folder / "beispiel.xlsm", _compiled(bench)
    own = [sys.executable, "-m", "kundenbindung"]
    if not sample.exists():
        process([*own, "neu", str(sample), "--beispiel"])
    works = [[*own, "rechnen", str(sample)], [sys.executable, "-c", "import pandas"]]
    for work in works:
        process(work, compiled)
    taken = alternating([lambda work=work: process(work, compiled) for work in works], 3 * bench.runs)  # type: ignore[misc]  # the default binds the value of this round
    detail = f"{german(taken[0])} s gegen {german(taken[1])} s"
    yield Outcome("Befehl rechnen / pandas laden", taken[0] / taken[1], 3.0, "x", detail)


def _compiled(bench: Bench) -> dict[str, str]:
    """Environment in which Python keeps what it compiled, as an installation does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(bench.folder / "compiled")}


def _loading(module: str) -> list[str]:
    hidden = "; ".join(f"sys.modules['{name}'] = None" for name in HIDDEN)
    return [sys.executable, "-c", f"import sys; {hidden}; import {module}"]


def starting(bench: Bench) -> Iterable[Outcome]:
    """What every button loads, against xlwings alone, which loads pandas: whole processes in turns."""
    works = [_loading(name) for name in ("kundenbindung.buttons", "xlwings")]
    compiled = _compiled(bench)
    for work in works:
        process(work, compiled)
    taken = alternating([lambda work=work: process(work, compiled) for work in works], 3 * bench.runs)  # type: ignore[misc]  # the default binds the value of this round
    detail = f"{german(taken[0])} s gegen {german(taken[1])} s"
    yield Outcome("Schaltflächen laden / xlwings laden", taken[0] / taken[1], 1.3, "x", detail)


def clicking(bench: Bench) -> Iterable[Outcome]:
    """Click to results in an open workbook of LibreOffice, small and large."""
    compiled, start = _compiled(bench), _loading("kundenbindung.buttons")
    process(start, compiled)
    found = {size: bench.median_figures("click", size, bench.folder) for size in CLICKED}
    started = alternating([lambda: process(start, compiled)], bench.runs)[0]
    small, large = CLICKED
    for size, figures in found.items():
        bench.keep("click", customers=size, start=started, **figures)
        parts = ", ".join(f"{word} {german(figures[name])}" for name, word in STEPS.items())
        detail = f"starten {german(started)}, {parts}; davon LibreOffice {german(figures['office'])}"
        name = f"Klick auf Neu berechnen, {german(size, 0)} Kunden"
        yield Outcome(name, started + figures["seconds"], CLICK_SECONDS, "s", detail)
    own, detail = found[large]["own"], "lesen, zuordnen, schreiben ohne LibreOffice und Rechnen"
    yield Outcome(f"Klick, eigener Anteil, {german(large, 0)} Kunden", own, 0.3, "s", detail)
    calls = [found[size]["calls"] for size in CLICKED]
    detail = f"{calls[0]:.0f} und {calls[1]:.0f} Aufrufe"
    name = f"Klick, Aufrufe {german(large, 0)} / {german(small, 0)} Kunden"
    yield Outcome(name, calls[1] / calls[0], 1.0, "x", detail)
