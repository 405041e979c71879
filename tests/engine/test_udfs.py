"""Worksheet functions on the engine: decorators and converters of xlwings, values of cells."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.needs import needs_module

SOURCE = '''
import numpy as np
import pandas as pd
import xlwings as xw

@xw.func
@xw.arg("x", doc="Zahl")
def doubled(x, factor=2.0):
    """Doppelt."""
    return x * factor

@xw.func
@xw.arg("values", np.array, ndim=2)
@xw.ret(ndim=2)
def squares(values):
    return values ** 2

@xw.func
@xw.arg("frame", pd.DataFrame, index=False, header=True)
def total(frame):
    return float(frame["Umsatz"].sum())

@xw.func
def words(text):
    if text is None:
        raise ValueError("kein Text")
    return text.upper()

@xw.func
@xw.arg("values", ndim=2)
def empties(values):
    return sum(cell is None for row in values for cell in row)
'''
NAMES = {"KB_DOPPELT": "doubled", "KB_QUADRATE": "squares", "KB_SUMME": "total"}
NAMES |= {"KB_WORTE": "words", "KB_LEER": "empties"}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    needs_module("xlwings")
    from tests.engine import udfs

    (tmp_path / "functions_under_test.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return udfs.import_with_udfs("functions_under_test")


@pytest.fixture
def book(app: Any) -> Any:
    return app.books.add()


@pytest.fixture
def loaded(book: Any, module: ModuleType) -> Iterator[Any]:
    from tests.engine import udfs

    functions = {name: getattr(module, python) for name, python in NAMES.items()}
    found = udfs.load(book, module.__name__, functions)
    yield found
    found.unload()


def test_the_import_leaves_nothing_behind(module: ModuleType) -> None:
    import xlwings as xw

    assert module.doubled.__xlfunc__["args"][0]["doc"] == "Zahl"
    assert "functions_under_test" not in sys.modules
    assert not {"pythoncom", "xlwings.udfs", "xlwings._xlwindows"} & set(sys.modules)
    assert not hasattr(xw, "_xlwindows")
    assert not hasattr(xw.func(lambda x: x), "__xlfunc__")


def test_scalars_and_omitted_arguments(book: Any, loaded: Any) -> None:
    sheet = book.sheets[0]
    sheet.range("A1").value = [[21, "=KB_DOPPELT(A1)", "=KB_DOPPELT(A1,3)"]]
    assert sheet.range("B1:C1").value == [42.0, 63.0]
    assert sheet.range("B1").formula.upper() == "=KB_DOPPELT(A1)"
    sheet.range("A1").value = 1
    assert sheet.range("B1:C1").value == [2.0, 3.0]


def test_ranges_and_frames(book: Any, loaded: Any) -> None:
    sheet = book.sheets[0]
    sheet.range("A1").value = [["Kunde", "Umsatz"], ["Ä", 1.5], ["B", 2.5], [None, None]]
    sheet.range("D1").formula = "=KB_SUMME(A1:B3)"
    sheet.range("D2").formula = "=KB_LEER(A3:B4)"
    assert loaded.errors == []
    assert sheet.range("D1:D2").value == [4.0, 2.0]


def test_an_array_is_an_array_formula(book: Any, loaded: Any) -> None:
    sheet = book.sheets[0]
    sheet.range("A1").value = [[1, 2], [3, 4]]
    sheet.range("D1:E2").formula_array = "=KB_QUADRATE(A1:B2)"
    assert sheet.range("D1:E2").value == [[1.0, 4.0], [9.0, 16.0]]
    sheet.range("B2").value = 5
    assert sheet.range("E2").value == 25.0


def test_a_failing_function_shows_its_error_as_text(book: Any, loaded: Any) -> None:
    sheet = book.sheets[0]
    sheet.range("A1").value = [["ä", "=KB_WORTE(A1)"], [None, '=KB_WORTE("")']]
    assert sheet.range("B1").value == "Ä"
    assert "ValueError: kein Text" in sheet.range("B2").value
    assert len(loaded.errors) >= 1


def test_formulas_read_before_the_functions_were_there(book: Any, module: ModuleType) -> None:
    from tests.engine import udfs

    sheet = book.sheets[0]
    sheet.range("A1").value = "=KB_DOPPELT(4)"
    assert sheet.range("A1").options(err_to_str=True).value == "#NAME?"
    found = udfs.load(book, module.__name__, {"KB_DOPPELT": module.doubled})
    assert sheet.range("A1").value == 8.0
    found.unload()


def test_a_macro_of_the_workbook_does_not_answer_in_its_place(book: Any, module: ModuleType) -> None:
    from tests.engine import udfs

    library = book.impl.document.BasicLibraries.createLibrary("Standard")
    library.insertByName("Alt", "Function KB_DOPPELT(x)\nKB_DOPPELT = 0\nEnd Function\n")
    found = udfs.load(book, module.__name__, {"KB_DOPPELT": module.doubled})
    book.sheets[0].range("A1").value = "=KB_DOPPELT(4)"
    assert book.sheets[0].range("A1").value == 8.0
    found.unload()


def test_many_cells(book: Any, loaded: Any) -> None:
    sheet = book.sheets[0]
    sheet.range("A1").value = [[float(row)] for row in range(500)]
    sheet.range("B1:B500").formula = "=KB_DOPPELT(A1)"
    assert sheet.range("B1:B500").value == [2.0 * row for row in range(500)]
