"""Erzeugte Module: callbacks of the buttons and texts of the function wizard, from layout.

Every Sub that Excel calls has its own error handler: an error that leaves VBA costs Excel the ribbon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Button, Function

BUTTONS, WIZARD = "KbButtons", "KbWizard"
CATEGORY = "Kundenbindung"
LONGEST_HELP = 255
MOST_ARGUMENTS = 20

_BUTTONS_HEAD = """Attribute VB_Name = "{module}"
Option Explicit

Public Const KB_DONE_NAME As String = {done}
Public Const KB_CONFIG_SHEET As String = {sheet}
"""
_CALLBACK = """
Public Sub {name}({argument})
    On Error GoTo Failed
    KbRun {target}, {label}
    Exit Sub
Failed:
    KbFailed {label}, Err.Description
End Sub
"""
_WIZARD = """Attribute VB_Name = "{module}"
Option Explicit

' Called once when the workbook opens; without these texts the functions work just the same.
Public Sub KbDescribeFunctions()
    Dim wasSaved As Boolean
    Dim book As String
    On Error Resume Next
    wasSaved = ThisWorkbook.Saved
    book = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!"
{calls}    ThisWorkbook.Saved = wasSaved
End Sub
"""


def menu_macro(button: Button) -> str:
    """Rückruf of a button in the ribbon."""
    return f"KbMenu_{button.name}"


def start_macro(button: Button) -> str:
    """Makro of a button on the sheet Start."""
    return f"KbStart_{button.name}"


def buttons_module(buttons: Sequence[Button]) -> str:
    """Modul der Knöpfe: one Sub per button in the ribbon, one more for those on Start."""
    done, sheet = quoted(layout.DONE_NAME), quoted(layout.CONFIG_SHEET[0])
    head = _BUTTONS_HEAD.format(module=BUTTONS, done=done, sheet=sheet)
    return head + "".join(text for button in buttons for text in _callbacks(button))


def _callbacks(button: Button) -> Iterator[str]:
    texts = {"target": quoted(button.name), "label": quoted(button.label)}
    yield _CALLBACK.format(name=menu_macro(button), argument="control As Object", **texts)
    if button.on_start:
        yield _CALLBACK.format(name=start_macro(button), argument="", **texts)


def wizard_module(functions: Sequence[Function]) -> str:
    """Modul der Assistententexte; ValueError on a text or a number of arguments Excel does not take."""
    return _WIZARD.format(module=WIZARD, calls="".join(_described(one) for one in functions))


def _described(function: Function) -> str:
    if len(function.arguments) > MOST_ARGUMENTS:
        raise ValueError(f"{function.name}: more than {MOST_ARGUMENTS} arguments")
    helps = [_help(function.name, one.help) for one in function.arguments]
    options = f"Description:={_help(function.name, function.help)}, Category:={quoted(CATEGORY)}"
    call = f"    Application.MacroOptions Macro:=book & {quoted(function.name)}, {options}"
    listed = ", _\n        ".join(helps)
    return call + (f", _\n        ArgumentDescriptions:=Array( _\n        {listed})" if helps else "") + "\n"


def _help(function: str, text: str) -> str:
    if not text or len(text) > LONGEST_HELP:
        raise ValueError(f"{function}: a help text has {len(text)} characters, 1 to {LONGEST_HELP} fit")
    return quoted(text)


def quoted(text: str) -> str:
    """Zeichenkette in VBA; ValueError if it has more than one line."""
    if len(text.splitlines()) > 1:
        raise ValueError(f"a text with a line break: {text!r}")
    return '"' + text.replace('"', '""') + '"'
