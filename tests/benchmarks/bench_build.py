"""Bauen gegen XlsxWriter: time of `build` over raw XlsxWriter writing the same cells with the same formats.

Run: python tests/benchmarks/bench_build.py [customers]. Each measurement is a process of its own; printed are
the seconds of both, their ratio and the peak memory of building.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter import Workbook

from kundenbindung.adapters import builder
from kundenbindung.adapters.builder.build import OPTIONS
from kundenbindung.adapters.builder.looks import Looks
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import TEXT_UNITS, Column, Unit

CUSTOMERS = 20_000
YEARS = (2021, 2022, 2023, 2024, 2025)
CRITERIA = tuple(f"Kriterium {number}" for number in range(1, 12))
LARGE = ("customers", "figures", "screening", "plan")
SENTENCE = (
    "Stark bei Umsatz und Deckungsbeitrag, schwach bei Umsatztrend. Umsatz -{} % im Jahr, Vorschlag Vertrieb."
)
BUILD_SHARE = 1.5
MEBIBYTE = 1024


def synthetic(customers: int) -> Contents:
    """Contents of a workbook with so many customers; a tenth of the cells is empty."""
    rng = np.random.default_rng(7)
    frames = {name: _frame(name, customers, rng) for name in LARGE}
    return Contents(YEARS, CRITERIA, frames)


def _frame(name: str, rows: int, rng: np.random.Generator) -> pd.DataFrame:
    columns = layout.TABLES[name].expand(YEARS, CRITERIA)
    return pd.DataFrame({column.name: _column(column, rows, rng) for column in columns})


def _column(column: Column, rows: int, rng: np.random.Generator) -> pd.Series:
    if column.name == "customer_id":
        return pd.Series([f"{number:06d}" for number in range(rows)], dtype=object)
    if column.unit is Unit.SPARKLINE:
        return pd.Series([None] * rows, dtype=object)
    empty = rng.random(rows) < 0.1
    if column.unit in TEXT_UNITS:
        return pd.Series(_texts(column, rows), dtype=object).where(~empty, None)
    if column.unit is Unit.DATE:
        return pd.Series([dt.date(2025, 1, 1 + number % 28) for number in range(rows)], dtype=object)
    return pd.Series(rng.normal(0.5, 0.2, rows).round(4)).where(~empty)


def _texts(column: Column, rows: int) -> list[str]:
    if column.choices is not None:
        words = list(layout.CHOICES[column.choices])
        return [words[number % len(words)] for number in range(rows)]
    pattern = SENTENCE if column.unit is Unit.LONG_TEXT else f"{column.label} {{}}"
    return [pattern.format(number) for number in range(rows)]


Call = tuple[str, tuple[Any, ...]]


def _calls(sheet: Any, strings: list[str]) -> Iterator[Call]:
    """The calls of XlsxWriter that write what already stands on a sheet, row by row."""
    for row in sorted(sheet.table):
        for col, cell in sheet.table[row].items():
            kind = type(cell).__name__
            if kind == "String":
                yield "write_string", (row, col, strings[cell.string], cell.format)
            elif kind == "Number":
                yield "write_number", (row, col, cell.number, cell.format)
            elif kind == "Blank":
                yield "write_blank", (row, col, None, cell.format)
            else:
                yield "write_formula", (row, col, f"={cell.formula}", cell.format, cell.value)


def _recorded(contents: Contents, folder: Path) -> tuple[list[tuple[str, list[Call]]], dict[Any, Any]]:
    """Cells of every sheet as the builder leaves them, and the formats it made."""
    books: list[Any] = []
    looks: list[Looks] = []

    class Book(Workbook):  # type: ignore[misc]
        def close(self) -> None:
            books.append(self)
            super().close()

    made = builder.build.__globals__

    def kept(book: Workbook) -> Looks:
        looks.append(Looks(book))
        return looks[-1]

    made["Workbook"], made["Looks"] = Book, kept
    builder.build(contents, folder / "recorded.xlsm")
    strings = books[0].str_table.string_array
    sheets = [(sheet.get_name(), list(_calls(sheet, strings))) for sheet in books[0].worksheets()]
    return sheets, looks[0]._made


def _raw(sheets: list[tuple[str, list[Call]]], formats: dict[Any, Any], target: Path) -> None:
    book = Workbook(str(target), OPTIONS)
    same = {id(None): None}
    for key, used in formats.items():
        same[id(used)] = book.add_format({name: value for name, value in key if name != "style"})
    for name, calls in sheets:
        sheet = book.add_worksheet(name)
        write: dict[str, Callable[..., Any]] = {
            kind: getattr(sheet, kind)
            for kind in ("write_string", "write_number", "write_blank", "write_formula")
        }
        for kind, (row, col, value, look, *rest) in calls:
            write[kind](row, col, value, same[id(look)], *rest)
    book.close()


def measure(what: str, customers: int) -> dict[str, float]:
    """Seconds and peak memory (KiB) of one way of writing, in this process."""
    contents = synthetic(customers)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work: Callable[[], None]
        if what == "raw":
            sheets, formats = _recorded(contents, folder)
            cells = sum(len(calls) for _, calls in sheets)
            work = lambda: _raw(sheets, formats, folder / "raw.xlsx")  # noqa: E731
        else:
            cells = 0
            work = lambda: builder.build(contents, folder / "built.xlsm")  # noqa: E731
        gc.collect()
        gc.freeze()
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "cells": cells}


def _in_process(what: str, customers: int) -> dict[str, float]:
    command = [sys.executable, __file__, str(customers), what]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(output)
    return found


def main() -> int:
    """Print both times, the ratio and the peak memory; 1 if building takes more than 1.5 times as long."""
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[2], customers)))
        return 0
    raw, built = _in_process("raw", customers), _in_process("build", customers)
    ratio = built["seconds"] / raw["seconds"]
    print(f"{customers} customers, {raw['cells']:.0f} cells")
    print(f"raw XlsxWriter {raw['seconds']:.2f} s, build {built['seconds']:.2f} s, ratio {ratio:.2f}")
    print(f"peak memory of build {built['peak'] / MEBIBYTE:.0f} MiB")
    return int(ratio > BUILD_SHARE)


if __name__ == "__main__":
    raise SystemExit(main())
