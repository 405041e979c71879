"""Erzeugte Module: callbacks, wrappers of the worksheet functions, texts of the wizard."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.needs import needs_module

from kundenbindung.adapters.package.generated import buttons_module, quoted, wizard_module
from kundenbindung.adapters.package.wrappers import wrapper_module
from kundenbindung.workbook.schema import Argument, Button, Function

INVENTED = '''"""Invented functions."""
import xlwings as xw

@xw.func
@xw.arg("werte", ndim=2)
@xw.ret(expand=None)
def KB_ERFUNDEN(werte, grenze=0.5):
    """Erfunden."""
    return werte

def kein_udf(a):
    return a
'''
ARGUMENTS = (Argument("werte", 'Die "Werte"'), Argument("grenze", "Grenze", optional=True))
FUNCTION = Function("KB_ERFUNDEN", "Erfunden.", ARGUMENTS)


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    needs_module("xlwings")
    name = f"erfunden_{abs(hash(tmp_path))}"
    (tmp_path / f"{name}.py").write_text(INVENTED, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_xlwings_writes_the_wrappers(invented: str) -> None:
    text = wrapper_module(invented, (FUNCTION,))
    assert text.startswith('Attribute VB_Name = "xlwings_udfs"\n')
    assert "Function KB_ERFUNDEN(werte, Optional grenze)\n" in text
    call = (
        f'XLPy.CallUDF("{invented}", "KB_ERFUNDEN", Array(werte, grenze), ThisWorkbook, Application.Caller)'
    )
    assert f"KB_ERFUNDEN = {call}\n" in text
    assert "kein_udf" not in text
    assert str(Path.cwd()) not in text


def test_this_process_keeps_its_own_xlwings(invented: str) -> None:
    wrapper_module(invented, (FUNCTION,))
    assert "pythoncom" not in sys.modules or sys.platform == "win32"
    assert "xlwings.udfs" not in sys.modules or sys.platform == "win32"


def test_functions_and_their_declaration_agree(invented: str) -> None:
    for other in (
        Function("KB_ANDERS", "Erfunden.", ARGUMENTS),
        Function("KB_ERFUNDEN", "Erfunden.", ARGUMENTS[:1]),
        Function("KB_ERFUNDEN", "Erfunden.", (ARGUMENTS[0], Argument("grenze", "Grenze"))),
    ):
        with pytest.raises(ValueError, match="declared are"):
            wrapper_module(invented, (other,))


def test_a_module_that_cannot_be_imported_stops_the_build() -> None:
    with pytest.raises(ValueError, match="no wrappers for gibt_es_nicht"):
        wrapper_module("gibt_es_nicht", (FUNCTION,))


def test_without_functions_nothing_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", None)
    assert "Function" not in wrapper_module("gibt_es_nicht", ())


def test_wizard_texts() -> None:
    text = wizard_module((FUNCTION, Function("KB_OHNE", "Ohne.", ())))
    assert 'Macro:=book & "KB_ERFUNDEN", Description:="Erfunden.", Category:="Kundenbindung", _\n' in text
    assert 'Array( _\n        "Die ""Werte""", _\n        "Grenze")\n' in text
    assert 'Macro:=book & "KB_OHNE", Description:="Ohne.", Category:="Kundenbindung"\n' in text
    assert text.count("Application.MacroOptions") == 2


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (Function("KB_A", "x" * 256, ()), "256 characters"),
        (Function("KB_A", "", ()), "0 characters"),
        (Function("KB_A", "x", (Argument("a", "x" * 256),)), "256 characters"),
        (Function("KB_A", "x\ny", ()), "line break"),
        (Function("KB_A", "x", (Argument("a", "x"),) * 21), "more than 20 arguments"),
    ],
)
def test_texts_that_the_wizard_does_not_take(function: Function, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wizard_module((function,))


def test_callbacks_for_the_ribbon_and_those_on_start() -> None:
    plain = Button("one", "Eins", "Help", "A", "a", "b")
    text = buttons_module((plain, Button("two", 'Zwei "2"', "Help", "B", "a", "b", on_start=True)))
    assert text.count("\nPublic Sub ") == 3
    assert "Public Sub KbMenu_one(control As Object)\n" in text
    assert "Public Sub KbStart_two()\n" in text
    assert '    KbRun "two", "Zwei ""2"""\n' in text
    assert "KbStart_one" not in text


def test_quotes() -> None:
    assert quoted('a "b"') == '"a ""b"""'
