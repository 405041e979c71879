"""Worksheet functions written in Python as live formulas: xlwings' own decorators and converters run.

A Basic function per worksheet function, put into the office's own library, calls an object in the test
process; that object calls `xlwings.udfs.call_udf`. Ranges arrive as values, dates as serial numbers; there is
no caller object, no asynchronous function and no spilling. A failing function shows its error as text, as on
Windows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

import xlwings as xw
from tests.engine import NAME
from tests.engine.bridge import load_uno
from tests.engine.parsing import serial

if TYPE_CHECKING:
    from tests.engine.books import Book
    from tests.engine.session import Session

Function = Callable[..., Any]

UDFS = "xlwings.udfs"
LIBRARY, MODULE = "Standard", "TestFunctions"
MISSING = -2147352572
"""What an omitted argument is in COM."""
CONNECT = f"vnd.sun.star.script:{LIBRARY}.{MODULE}.Connect?language=Basic&location=application"
HEAD = """Option Explicit
Global Bridge As Object

Sub Connect(target)
    Bridge = target
End Sub

Function Ask(number, given)
    Dim indices(), changed(), found
    found = Bridge.invoke(Array(number, given), indices, changed)
    If IsArray(found) Then Ask = Table(found) Else Ask = found
End Function

Function Table(found)
    Dim i, j, cells
    ReDim cells(1 To UBound(found) + 1, 1 To UBound(found(0)) + 1)
    For i = 0 To UBound(found)
        For j = 0 To UBound(found(i))
            cells(i + 1, j + 1) = found(i)(j)
        Next j
    Next i
    Table = cells
End Function

Function Rows(cells)
    Dim i, j, result(), line()
    If Not IsArray(cells) Then
        Rows = cells
        Exit Function
    End If
    ReDim result(UBound(cells, 1) - LBound(cells, 1))
    For i = LBound(cells, 1) To UBound(cells, 1)
        ReDim line(UBound(cells, 2) - LBound(cells, 2))
        For j = LBound(cells, 2) To UBound(cells, 2)
            line(j - LBound(cells, 2)) = cells(i, j)
        Next j
        result(i - LBound(cells, 1)) = line
    Next i
    Rows = result
End Function
"""


# The modules of pywin32 that xlwings imports


def _stub(name: str, **members: Any) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(members)
    return module


@cache
def _stubs() -> dict[str, ModuleType]:
    """Stand-ins for what exists on Windows only."""
    windows = _stub(
        "xlwings._xlwindows",
        Range=lambda xl: SimpleNamespace(api=xl, options={}),
        is_range_instance=lambda _value: False,
        BOOK_CALLER=None,
        cleanup=lambda: None,
    )
    client = _stub("win32com.client", Dispatch=lambda value: value)
    found = [_stub("pythoncom", CoInitialize=lambda: None), _stub("pywintypes", com_error=Exception)]
    found += [_stub("win32com", client=client), client, windows, _stub("xlwings.com_server", loop=None)]
    return {module.__name__: module for module in found}


@contextlib.contextmanager
def _modules(wanted: Mapping[str, ModuleType]) -> Iterator[None]:
    """Other modules under these names for a while; what else is imported meanwhile stays."""
    before = {name: sys.modules.get(name) for name in wanted}
    sys.modules.update(wanted)
    try:
        yield
    finally:
        for name, module in before.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


@cache
def _udfs() -> ModuleType:
    """`xlwings.udfs`, imported with the stand-ins and taken out of sight again."""
    with _modules(_stubs()):
        found = importlib.import_module(UDFS)
    sys.modules.pop(UDFS)
    vars(xw).pop("udfs", None)
    return found


@contextlib.contextmanager
def _windows() -> Iterator[ModuleType]:
    """xlwings as if on Windows, with this engine as Excel's; all taken back afterwards."""
    udfs, by_name = _udfs(), xw.engines.engines_by_name
    with _modules(_stubs() | {UDFS: udfs}), contextlib.ExitStack() as stack:
        for name in ("_xlwindows", "com_server"):
            stack.enter_context(mock.patch.object(xw, name, _stubs()[f"xlwings.{name}"], create=True))
        if NAME in by_name:
            stack.enter_context(mock.patch.dict(by_name, {"excel": by_name[NAME]}))
        yield udfs


def import_with_udfs(module_name: str) -> ModuleType:
    """Import a module (or package) afresh with the decorators of Windows; afterwards all is as before."""
    ours = [name for name in sys.modules if f"{name}.".startswith(f"{module_name}.")]
    before = {name: sys.modules.pop(name) for name in ours}
    with _windows() as udfs, contextlib.ExitStack() as stack:
        for name, decorator in (("func", udfs.xlfunc), ("arg", udfs.xlarg), ("ret", udfs.xlret)):
            stack.enter_context(mock.patch.object(xw, name, decorator))
        try:
            return importlib.import_module(module_name)
        finally:
            _put_back(module_name, before)


def _put_back(module_name: str, before: Mapping[str, ModuleType]) -> None:
    for name in [name for name in sys.modules if f"{name}.".startswith(f"{module_name}.")]:
        del sys.modules[name]
    sys.modules.update(before)
    package, _, last = module_name.rpartition(".")
    if package and module_name in before:
        setattr(sys.modules[package], last, before[module_name])
    elif package:
        vars(sys.modules[package]).pop(last, None)


# Basic on one side, Python on the other


def _wrapper(number: int, name: str, count: int) -> str:
    parameters = ", ".join(f"Optional a{position}" for position in range(count))
    lines = [f"Function {name}({parameters})", f"    Dim given({max(count - 1, 0)})"]
    for position in range(count):
        argument = f"a{position}"
        lines.append(f"    If IsMissing({argument}) Then given({position}) = {MISSING} _")
        lines.append(f"    Else given({position}) = Rows({argument})")
    lines += [f"    {name} = Ask({number}, given)", "End Function", ""]
    return "\n".join(lines)


def _count(function: Function) -> int:
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        raise NotImplementedError("a varying number of arguments")
    return len(parameters)


def _outward(value: Any) -> Any:
    """Result of `call_udf` -> what Basic understands."""
    if isinstance(value, list | tuple):
        rows = [row if isinstance(row, list | tuple) else [row] for row in value]
        return tuple(tuple(_outward(cell) for cell in row) for row in rows)
    if isinstance(value, dt.date):
        return serial(value)
    return "" if value is None else value


def _inward(value: Any) -> Any:
    """Argument from Basic -> as Excel hands it over: whole rows, None for empty cells."""
    if isinstance(value, tuple):
        return tuple(tuple(_inward(cell) for cell in row) for row in value)
    return None if isinstance(value, str) and not value else value


def called(module_name: str, function: Function, given: tuple[Any, ...]) -> Any:
    """One call, as the server on Windows makes it."""
    with _windows() as udfs:
        module = SimpleNamespace(**{function.__name__: function})
        udfs.udf_modules[module_name] = {"filename": "", "filetime": None, "module": module}
        arguments = tuple(value if value == MISSING else _inward(value) for value in given)
        return _outward(udfs.call_udf(module_name, function.__name__, arguments))


def _answering(module_name: str, functions: list[Function], errors: list[str]) -> Any:
    """UNO object whose `invoke` calls the functions by number."""

    def invoke(_self: Any, parameters: Any, _indices: Any, _changed: Any) -> Any:
        number, given = parameters
        function = functions[int(number)]
        try:
            found = called(module_name, function, given[: _count(function)])
        except Exception:
            errors.append(traceback.format_exc())
            found = "Unexpected Python Error: " + errors[-1]
        return found, (), ()

    base = importlib.import_module("unohelper").Base
    interface = load_uno().getClass("com.sun.star.script.provider.XScript")
    return type("Answering", (base, interface), {"invoke": invoke})()


class Loaded:
    """Functions that are live; `errors` holds the traceback of every failed call."""

    def __init__(self, session: Session, answering: Any, errors: list[str]) -> None:
        self._session = session
        self._answering = answering
        self.errors = errors

    def unload(self) -> None:
        """Take the functions away again."""
        library = _library(self._session)
        if library.hasByName(MODULE):
            library.removeByName(MODULE)


def _service(session: Session, name: str) -> Any:
    context = session.office.context
    return context.ServiceManager.createInstanceWithContext(name, context)


def _library(session: Session) -> Any:
    libraries = _service(session, "com.sun.star.script.ApplicationScriptLibraryContainer")
    libraries.loadLibrary(LIBRARY)
    return libraries.getByName(LIBRARY)


def load(book: Any, module_name: str, functions: Mapping[str, Function]) -> Loaded:
    """Make decorated Python functions available to the formulas of a workbook by their worksheet names."""
    impl: Book = book.impl
    names, errors = list(functions), list[str]()
    answering = _answering(module_name, [functions[name] for name in names], errors)
    wrappers = [_wrapper(i, name, _count(functions[name])) for i, name in enumerate(names)]
    session = impl.session
    loaded = Loaded(session, answering, errors)
    loaded.unload()
    _library(session).insertByName(MODULE, HEAD + "\n".join(wrappers))
    factory = _service(session, "com.sun.star.script.provider.MasterScriptProviderFactory")
    factory.createScriptProvider("").getScript(CONNECT).invoke((answering,), (), ())
    _drop_macros(impl, names)
    _recompile(impl)
    return loaded


def _drop_macros(book: Book, names: list[str]) -> None:
    """Remove macros of the open document that would answer in place of the functions."""
    libraries = book.document.BasicLibraries
    for library in libraries.ElementNames:
        libraries.loadLibrary(library)
        modules = libraries.getByName(library)
        for module in modules.ElementNames:
            source = modules.getByName(module)
            if any(f"Function {name}(" in source for name in names):
                modules.removeByName(module)


def _recompile(book: Book) -> None:
    """Formulas that did not know the functions when they were read are entered once more."""
    failed = 4
    for index in range(book.document.Sheets.Count):
        sheet = book.document.Sheets.getByIndex(index)
        cells = sheet.queryFormulaCells(failed).getCells().createEnumeration()
        while cells.hasMoreElements():
            cell = cells.nextElement()
            if not cell.getArrayFormula():
                cell.setFormula(cell.getFormula())
