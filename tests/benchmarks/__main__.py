"""Tempo und Größe: every target as a ratio or limit, measured in one run.

Run: `python -m tests.benchmarks` at the top of the checkout; `--runs` for fewer repetitions, names of
benchmarks to run only these, `--bericht` for the page. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import clicks, growth, machine, rivals, targets, whole
from tests.benchmarks.model import CUSTOMERS, Bench, Outcome
from tests.benchmarks.page import text

BENCHMARKS: dict[str, Callable[[Bench], Iterable[Outcome]]] = {
    "read": targets.reading,
    "build": targets.building,
    "evaluate": growth.evaluating,
    "stability": growth.counting,
    "command": clicks.command,
    "calendar": growth.planning,
    "formulas": rivals.formulas,
    "cells": rivals.cells,
    "whole": whole.job,
    "costs": whole.spending,
    "memory": targets.memory,
    "postings": targets.posting,
    "copies": targets.sending,
    "start": clicks.starting,
    "click": clicks.clicking,
}
Record = dict[str, object]


def show(outcome: Outcome) -> None:
    """One row of the table."""
    verdict = "ok" if outcome.reached else "NOT OK"
    sign = ">=" if outcome.least else "<="
    figures = f"{outcome.value:10.2f} {outcome.unit:<4} {sign} {outcome.limit:6.1f}"
    print(f"{outcome.target:<64} {figures}  {verdict:<7} {outcome.detail}", flush=True)


def measured(bench: Bench, name: str) -> Record:
    """Runs one benchmark: its outcomes and rows, when, and with what load of the machine meanwhile."""
    begun, before, moment = time.monotonic(), machine.load(), dt.datetime.now()
    outcomes = []
    bench.rows.clear()
    for outcome in BENCHMARKS[name](bench):
        show(outcome)
        outcomes.append({**asdict(outcome), "reached": outcome.reached})
    return {
        "name": name,
        "at": f"{moment:%d.%m.%Y %H:%M}",
        "runs": bench.runs,
        "minutes": (time.monotonic() - begun) / 60.0,
        "loads": [entry for entry in (before, machine.load()) if entry is not None],
        "outcomes": outcomes,
        "rows": dict(bench.rows),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--runs", type=int, default=5, help="repetitions of each measurement (default 5)")
    parser.add_argument(
        "--bericht", type=Path, metavar="SEITE.md", help="page to write, raw results beside it"
    )
    parser.add_argument("--nur-bericht", action="store_true", help="page again from its raw results")
    parser.add_argument("--weiter", action="store_true", help="go on with the run whose results are kept")
    parser.add_argument("--ordner", type=Path, help="folder for the workbooks, kept for going on")
    parser.add_argument("--vorher", type=Path, metavar="ORDNER", help="earlier checkout to compare with")
    return parser


def main() -> int:
    """Run the benchmarks asked for; 1 if a target is missed."""
    parser = _parser()
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if (options.nur_bericht or options.weiter) and options.bericht is None:
        parser.error("--nur-bericht and --weiter need --bericht")
    record = _kept(options.bericht) if options.nur_bericht else _run(options)
    if options.bericht is not None:
        _write(options.bericht, record)
    benches: list[dict[str, list[dict[str, object]]]] = record["benchmarks"]  # type: ignore[assignment]  # a list of runs by its name
    return int(not all(outcome["reached"] for bench in benches for outcome in bench["outcomes"]))


def _kept(page: Path) -> Record:
    record: Record = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return record


def _run(options: argparse.Namespace) -> Record:
    """All benchmarks asked for; the raw results are kept after each."""
    facts = machine.facts()
    print(f"{facts}\n{CUSTOMERS:,} customers, medians of {options.runs} rounds of fresh processes\n")
    known: list[Record] = list(_kept(options.bericht)["benchmarks"]) if options.weiter else []  # type: ignore[call-overload]  # a list of runs by its name
    found = {str(entry["name"]): entry for entry in known}
    with _folder(options) as folder:
        bench = Bench(folder, options.runs, options.vorher)
        for name in options.names or BENCHMARKS:
            found[name] = measured(bench, name)
            ordered = [found[known] for known in BENCHMARKS if known in found]
            record: Record = {"machine": facts, "benchmarks": ordered}
            if options.bericht is not None:
                _keep(options.bericht, record)
    return record


@contextlib.contextmanager
def _folder(options: argparse.Namespace) -> Iterator[Path]:
    """Folder of the files that are measured, removed afterwards unless it was named."""
    if options.ordner is not None:
        options.ordner.mkdir(parents=True, exist_ok=True)
        yield options.ordner
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _write(page: Path, record: Record) -> None:
    """The page and its pictures, which need matplotlib."""
    from tests.benchmarks import pictures

    page.write_text(text(record), encoding="utf-8")
    pictures.draw(page.parent / "bilder", record)


def _keep(page: Path, record: Record) -> None:
    page.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, ensure_ascii=False, indent=1)
    page.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
