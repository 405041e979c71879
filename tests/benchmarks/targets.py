"""Ziele for files: reading and building a workbook, its memory, copies, a Buchungsstapel."""

from __future__ import annotations

from collections.abc import Iterable

from tests.benchmarks.model import CUSTOMERS, Bench, Outcome, german

ALIKE = 1_000
"""Customers for whom both ways of building are compared cell by cell."""
SENT = (60, 2_000)
"""Customers whose copies are made."""


def _against(own: float, other: float) -> str:
    return f"{german(own)} s gegen {german(other)} s"


def reading(bench: Bench) -> Iterable[Outcome]:
    """Reading a large workbook against python-calamine."""
    own, raw = bench.medians(("read", bench.file()), ("read_raw", bench.file()))
    yield Outcome("Mappe lesen / calamine allein", own / raw, 2.0, "x", _against(own, raw))


def building(bench: Bench) -> Iterable[Outcome]:
    """Building a large workbook against XlsxWriter, which must have written the same cells."""
    if not bench.task("alike", ALIKE, bench.folder / "built.xlsx", bench.folder / "raw.xlsx")["alike"]:
        raise RuntimeError("the benchmark of building compares different workbooks")
    own, raw = bench.medians(
        ("build", CUSTOMERS, bench.folder / "built.xlsm"),
        ("build_raw", CUSTOMERS, bench.folder / "raw.xlsx"),
    )
    yield Outcome("Mappe bauen / XlsxWriter allein", own / raw, 1.5, "x", _against(own, raw))


def memory(bench: Bench) -> Iterable[Outcome]:
    """Peak memory of reading, evaluating, putting into words and building, all Termine planned."""
    found = bench.task("everything", bench.file(), bench.folder / "again.xlsm")
    detail = f"ganzer Weg mit {german(found['appointments'], 0)} Terminen in {german(found['seconds'], 1)} s"
    yield Outcome(f"Speicher, {german(CUSTOMERS, 0)} Kunden", found["mib"], 2048.0, "MiB", detail)


def posting(bench: Bench) -> Iterable[Outcome]:
    """A Buchungsstapel of a million lines against pandas, which understands nothing of it."""
    file = bench.folder / "stapel.csv"
    size = bench.task("postings_file", file)["mb"]
    own, alone = bench.medians(("postings_own", file), ("postings_alone", file))
    detail = f"{_against(own, alone)}, {german(size, 0)} MB"
    yield Outcome("Buchungsstapel lesen / pandas allein", own / alone, 0.6, "x", detail)
    peak = bench.task("postings_own", file)["mib"]
    yield Outcome("Buchungsstapel, Speicher", peak, 1536.0, "MiB", "eine Million Zeilen")


def sending(bench: Bench) -> Iterable[Outcome]:
    """Versandkopien of each proposed group, built, proven and stored, against building the workbook."""
    for size in SENT:
        once = bench.task("sending", size, bench.folder)
        for group, taken in once.items():
            if group != "Mappe":
                name = f"Versandkopien {group}, {german(size, 0)} Kunden / Mappe bauen"
                yield Outcome(name, taken / once["Mappe"], 2.0, "x", _against(taken, once["Mappe"]))
