"""Nachgestelltes Excel: our modules run in pyOpenVBA's interpreter, with a recorder in place of Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.needs import needs_module

from kundenbindung.adapters.package.modules import OWN, XLWINGS
from kundenbindung.workbook import layout

VERSION = "9.8.7"
INTERPRETER = r"C:\Users\Erika\AppData\Local\Kundenbindung\umgebung\Scripts\python.exe"
RECORDER = f"""Option Explicit
Public Const XLWINGS_VERSION As String = "{VERSION}"
Public Mode As String
Public Commands As String

Public Function RunPython(PythonCommand As String)
    Commands = Commands & PythonCommand & vbLf
    If Mode = "raises" Or Mode = "silent" Then SwitchOff
    If Mode = "raises" Then Err.Raise 1004, "xlwings", "Absturz"
    If Mode = "loses the cell" Then ThisWorkbook.Names("{layout.DONE_NAME}").Delete
    If Mode <> "" Then Exit Function
    ThisWorkbook.Names("{layout.DONE_NAME}").RefersToRange.Value = Split(PythonCommand, "'")(1)
End Function

Private Sub SwitchOff()
    Application.Calculation = xlCalculationManual
    Application.EnableEvents = False
    Application.ScreenUpdating = False
    Application.StatusBar = "rechnet"
End Sub

Public Sub Report()
    Commands = Commands & Application.Calculation & " " & Application.EnableEvents & " "
    Commands = Commands & Application.ScreenUpdating & " " & Application.StatusBar & vbLf
End Sub

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    If configKey = "INTERPRETER_WIN" Then GetConfig = "{INTERPRETER}"
End Function

Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = Mode <> "no interpreter" And FileSpec = "{INTERPRETER}"
End Function

Public Sub Prepare(ByVal wanted As String)
    Mode = wanted
    ThisWorkbook.Names.Add Name:="{layout.DONE_NAME}", RefersTo:="=Sheet1!$D$1"
    If Mode = "no cell" Then ThisWorkbook.Names("{layout.DONE_NAME}").Delete
    If Mode = "broken cell" Then ThisWorkbook.Names("{layout.DONE_NAME}").RefersTo = "=#REF!"
End Sub

Public Function Recorded() As String
    Recorded = Commands
End Function

Public Sub RecordOptions(Macro As String, Description As String, Category As String, _
    Optional ArgumentDescriptions As Variant)
    Commands = Commands & Macro & "|" & Description & "|" & Category
    If Not IsMissing(ArgumentDescriptions) Then Commands = Commands & "|" & Join(ArgumentDescriptions, "|")
    Commands = Commands & vbLf
End Sub
"""


@dataclass(frozen=True)
class Run:
    """Lauf of one Sub: the Python commands it gave, and the messages it showed as (text, title)."""

    commands: tuple[str, ...]
    messages: tuple[tuple[str, str], ...]


def body(text: str) -> str:
    """Module text without its attributes."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("Attribute "))


def loaded(texts: Mapping[str, str], names: tuple[str, ...] = OWN) -> Any:
    """Excel with a workbook, the recorder and our modules; VBACompileError if one cannot be read."""
    excel = needs_module("pyopenvba.apps.excel")
    app = excel.ExcelApplication()
    app.add_workbook()
    app.add_module(RECORDER, name=XLWINGS)
    for name in names:
        app.add_module(body(texts[name]), name=name)
    return app


def started(texts: Mapping[str, str], *, mode: str = "", path: str = r"C:\Daten\Mappe.xlsm") -> Any:
    """Excel with the workbook stored at `path`; `mode` says what goes wrong."""
    app = loaded(texts, (*OWN, layout.WORKBOOK_CODE_NAME))
    app.workbook.path, _, app.workbook.name = path.rpartition("\\")
    app.run("Prepare", mode)
    return app


def run(texts: Mapping[str, str], macro: str, *, mode: str = "", path: str = r"C:\Daten\Mappe.xlsm") -> Run:
    """Knopfdruck: what happens when Excel calls `macro`."""
    app = started(texts, mode=mode, path=path)
    nothing = needs_module("pyopenvba.interpreter").NOTHING
    app.run(macro, *([nothing] if macro.startswith("KbMenu_") else []))
    commands = tuple(app.run("Recorded").split("\n")[:-1])
    return Run(commands, tuple((text, title) for _, text, title, _ in app.dialogs))
