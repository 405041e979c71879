"""Vergleiche with what one would take instead: formulas in the workbook, openpyxl for reading and writing.

Loops over libraries of multi-criteria methods stand with the stability in `growth`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from tests.benchmarks.model import Bench, Outcome, german

SIZES = (500, 2_000, 5_000, 10_000)
"""Customers whose figures are computed by formulas."""
EXACT = 1e-9
CELLS = 2_000
"""Customers of the workbook that openpyxl reads and writes."""


def formulas(bench: Bench) -> Iterable[Outcome]:
    """The same figures as formulas of the workbook; they must be equal, else nothing is compared."""
    for size in SIZES:
        target = bench.folder / f"formeln-{size}.xlsx"
        runs = 1 if size == SIZES[-1] else bench.runs
        own = bench.median_figures("figures_own", size, runs=runs)["seconds"]
        other = bench.median_figures("figures_formulas", size, target, runs=runs)
        if not other["apart"] <= EXACT:
            raise RuntimeError(f"the formulas give other figures: {other['apart']}")
        bench.keep("formulas", customers=size, own=own, **other)
        detail = f"{german(other['seconds'])} s gegen {german(own)} s; größte Abweichung {other['apart']:.0e}"
        name = f"Formeln neu berechnen / Programm, {german(size, 0)} Kunden"
        if size >= CELLS:
            yield Outcome(name, other["seconds"] / own, 1.0, "x", detail, least=True)
    yield from _steeper(bench)


def _steeper(bench: Bench) -> Iterable[Outcome]:
    """Exponent of growth between the two largest sizes."""
    small, large = bench.rows["formulas"][-2:]
    span = math.log(float(str(large["customers"])) / float(str(small["customers"])))
    for key, what, limit in (("own", "Programm", 1.3), ("seconds", "Formeln", 1.3)):
        power = math.log(float(str(large[key])) / float(str(small[key]))) / span
        name = f"Wachstum {what}, Exponent"
        detail = "1 wächst wie die Zahl der Kunden, 2 wie ihr Quadrat"
        yield Outcome(name, power, limit, "", detail, least=key == "seconds")


def cells(bench: Bench) -> Iterable[Outcome]:
    """The same tables read and the same cells written by openpyxl."""
    file = bench.file(CELLS)
    own, other = bench.medians(("read", file), ("read_openpyxl", file))
    bench.keep("cells", way="lesen", own=own, other=other)
    detail = f"{german(other)} s gegen {german(own)} s"
    yield Outcome("openpyxl lesen / Programm", other / own, 1.0, "x", detail, least=True)
    own = bench.median_figures("build", CELLS, bench.folder / "built-2000.xlsm")["seconds"]
    written = bench.median_figures("build_openpyxl", CELLS, bench.folder / "openpyxl.xlsx")
    if not written["alike"]:
        raise RuntimeError("the benchmark of writing compares different cells")
    other = written["seconds"]
    bench.keep("cells", way="schreiben", own=own, other=other)
    detail = f"{german(other)} s gegen {german(own)} s, {german(written['cells'], 0)} Werte"
    yield Outcome("openpyxl schreiben / Programm", other / own, 1.0, "x", detail, least=True)
