"""Aufgaben of what one would take instead: formulas recalculated by LibreOffice, openpyxl for files."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import company, native, raw, spreadsheet
from tests.benchmarks.recalculation import recalculated
from tests.benchmarks.timing import Figures, calculated, processor

from kundenbindung.workbook.inputs import to_inputs
from kundenbindung.workbook.layout import INPUT_TABLES, TABLES


def figures_own(customers: str) -> Figures:
    """Trend, points, score and level from the inputs, the first time in a process."""
    inputs = to_inputs(company.reading(int(customers)))
    return {"seconds": processor(lambda: native.ours(inputs))}


def figures_formulas(customers: str, target: str) -> Figures:
    """The same figures as formulas, recalculated by LibreOffice, and their largest difference from ours."""
    known = native.ours(to_inputs(company.reading(int(customers))))
    wanted, place = native.expected(known), native.place_of(known)
    number = native.write(known, Path(target))
    columns = {name: place.columns[name] for name in wanted}
    done = recalculated(Path(target), columns, len(known.years))
    apart = max(native.difference(done.columns[name], wanted[name]) for name in wanted)
    return {"seconds": done.processor, "clock": done.clock, "apart": apart, "formulas": float(number)}


def read_openpyxl(file: str) -> Figures:
    """openpyxl alone: the tables our reader takes, to lists, nothing checked and nothing understood."""
    names = frozenset(TABLES[name].label for name in (*INPUT_TABLES, "screening"))
    return {"seconds": processor(lambda: spreadsheet.read_tables(Path(file), names))}


def build_openpyxl(customers: str, target: str) -> Figures:
    """openpyxl alone, writing the same cells; `alike` is 1 if their values are those of the builder."""
    sheets = raw.recorded(calculated(customers), Path(target))
    own = raw.typed(sheets, Path(target))
    taken = processor(lambda: spreadsheet.write(sheets, Path(target)))
    return {
        "seconds": taken,
        "alike": float(raw.typed(sheets, Path(target)) == own),
        "cells": float(len(own)),
    }
