"""An xlwings engine on a real headless LibreOffice, for tests of code that drives Excel.

`started()` starts the office once per test session, makes the engine xlwings' active one and returns the
handle (`Session`); the office ends with the interpreter, however that ends. Tests use the fixtures of
`fixtures.py`: `office` (the handle) and `app` (the application without any workbook).

The handle
    calls, operations    operations on objects of xlwings that cross to the office, and their names. What
                         Excel answers in one call counts once, however many UNO calls it takes; settings of
                         the application count too. Arithmetic on addresses does not.
    fail_after(n)        the n-th following write raises as Excel would, afterwards all works again
    kill_after(n)        the office dies at the n-th following write; kill() at once; fresh() starts anew
    longest_call         seconds after which a hung office is killed and the call raises
    alerts, answers      message boxes that were shown; queue of answers (default: the first button)
    dialogs, files       file dialogs that were shown; queue of answers (default: cancelled)
    inputs, typed        boxes for a text that were shown; queue of answers (default: cancelled)
    settings             ready, user_name, version, interactive, currency_as_decimal and more
    status_bars          every text the status bar had

Played like Excel: strings are parsed unless the cell is "@", numbers become text in "@", dates and truth
values bring their format, error values are Excel's codes, headers of tables are unique texts, tables grow
with inserted columns and are never torn, protected sheets refuse, invalid formulas are refused, a cell in
edit mode rejects writes. Formulas are English; references into tables become addresses. Every table has a
header and no totals.

Not there (NotImplementedError): fonts, borders, charts and pictures beyond their number, validation,
conditional formats, autofilter criteria, sorting, copying, merging, pivot tables, macros, passwords,
spilling.
LibreOffice 7.4 has no XLOOKUP, UNIQUE, LET; table styles do not survive; nothing it saved is ever shipped.
"""

from __future__ import annotations

import atexit
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engine.bridge import load_uno

if TYPE_CHECKING:
    from tests.engine.session import Session

NAME = "libreoffice"
_running: list[Session] = []


def unavailable() -> str | None:
    """What is missing for the engine, or None."""
    if shutil.which("soffice") is None:
        return "program soffice"
    if load_uno() is None:
        return "Python module uno for this interpreter"
    return None


def started() -> Session:
    """The handle of the one office of this test session; its engine is the active one."""
    import xlwings as xw
    from tests.engine.app import Engine
    from tests.engine.session import Session

    if not _running:
        session = Session(Path(str(shutil.which("soffice"))))
        _running.append(session)
        atexit.register(session.stop)
        xw.engines.add(xw.Engine(impl=Engine(session, NAME)))
    xw.engines[NAME].activate()
    if not _running[0].alive():
        _running[0].restart()
    return _running[0]
