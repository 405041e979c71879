"""Befunde der offenen Mappe, in a real one on LibreOffice: nothing is written, and the owner reads why."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
from tests import engine
from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.files import run
from tests.doors.desk import filled_workbook, listing
from tests.needs import missing, needs_module

from kundenbindung.core.model import Finding
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.placing import place, wanted

Change = Callable[[Any, Any], object]
"""Called with the open workbook and the handle of the office before the button is clicked."""


@cache
def _bytes(*, empty: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Mappe.xlsm"
        if empty:
            assert run("neu", str(path), "--jahre", "2019-2021").exit_code == 0
        else:
            filled_workbook(Path(folder), ".xlsm")
        return path.read_bytes()


@contextlib.contextmanager
def _opened(folder: Path, *, empty: bool = False) -> Iterator[tuple[Any, Any]]:
    """A workbook of the case's own, open in LibreOffice, its button about to be clicked."""
    xw = needs_module("xlwings")
    if lacking := engine.unavailable():
        missing(lacking)
    office = engine.started()
    office.fresh()
    path = folder / "Mappe.xlsm"
    path.write_bytes(_bytes(empty=empty))
    with mock.patch.dict(os.environ, {"XDG_DATA_HOME": str(folder / "daten")}):
        book = xw.Book(str(path))
        book.set_mock_caller()
        try:
            yield book, office
        finally:
            del xw.Book._mock_caller
            office.fresh()


def _findings(act: Callable[[], Any]) -> list[Finding]:
    """What an action refuses with, or the findings of its job."""
    from kundenbindung.adapters import live

    try:
        done = act()
    except live.RefusalError as refused:
        return list(refused.findings)
    return list(getattr(done, "findings", ()))


def _calculate(book: Any) -> Any:
    from kundenbindung.adapters import live
    from kundenbindung.jobs import opened

    app = live.Application(book)
    app.wait_until_ready()
    return opened.recalculate(opened.read(app))


def calculated(change: Change) -> Provoke:
    """Neu berechnen after a change."""

    def provoke(folder: Path) -> Findings:
        from kundenbindung.adapters.live import excel

        with _opened(folder) as (book, office), mock.patch.object(excel, "PATIENCE", 0.1):
            change(book, office)
            return _findings(lambda: _calculate(book))

    return provoke


def _undo(*, first: bool) -> Provoke:
    def provoke(folder: Path) -> Findings:
        from kundenbindung.adapters import live
        from kundenbindung.jobs import opened

        with _opened(folder) as (book, _):
            if first:
                _calculate(book)
            return _findings(lambda: opened.undo(opened.read(live.Application(book))))

    return provoke


def _without_caller(folder: Path) -> Findings:
    from kundenbindung.adapters import live

    needs_module("xlwings")
    return _findings(live.Application.of_caller)


def _with_caller(folder: Path) -> Findings:
    from kundenbindung.adapters import live

    with _opened(folder):
        return _findings(live.Application.of_caller)


def _version(version: str) -> Provoke:
    def provoke(folder: Path) -> Findings:
        from kundenbindung import buttons

        return _findings(lambda: buttons._same_version(version))

    return provoke


def _imported(text: str) -> Provoke:
    """Zahlen einlesen into an empty workbook of 2019 to 2021."""

    def provoke(folder: Path) -> Findings:
        from kundenbindung.adapters import live
        from kundenbindung.jobs import open_taking
        from kundenbindung.jobs.taking import Files

        with _opened(folder, empty=True) as (book, _):
            files = Files(figures=(listing(folder, text),))
            return _findings(lambda: open_taking.import_into(live.Application(book), files))

    return provoke


def _busy(book: Any, office: Any) -> None:
    office.settings.ready = False


def _idle(book: Any, office: Any) -> None:
    office.settings.ready = True


def _occupied(book: Any, office: Any) -> None:
    folder = Path(os.environ["XDG_DATA_HOME"]) / "Kundenbindung"
    folder.mkdir(parents=True)
    (folder / "Sicherungen").write_text("eine Datei", encoding="utf-8")


def _protect(book: Any, office: Any) -> None:
    book.sheets["Zahlen"].range("G6").value = 123_456.0
    book.sheets["Plan"].api.Protect()


def _unprotect(book: Any, office: Any) -> None:
    _protect(book, office)
    book.sheets["Plan"].api.Unprotect()


def _grow(book: Any, office: Any) -> None:
    for sheet in ("Kunden", "Zahlen"):
        book.sheets[sheet].range("A16").value = "9001"
    book.sheets["Zahlen"].range("G16").value = 1000.0


def _grow_into(book: Any, office: Any) -> None:
    _grow(book, office)
    book.sheets["Plan"].range("C16").value = "meins"


def _rename(name: str) -> Change:
    def change(book: Any, office: Any) -> None:
        book.sheets["Plan"].name = name

    return change


def _without_cockpit(book: Any, office: Any) -> None:
    book.sheets["Cockpit"].delete()


def _without_backtest(book: Any, office: Any) -> None:
    book.sheets["Plan"].tables["Rueckrechnung"].name = "Meine_Rechnung"


def _read_only(yes: bool) -> Provoke:
    def provoke(folder: Path) -> Findings:
        from kundenbindung.adapters import live

        with _opened(folder) as (book, _):
            if yes:
                Path(book.fullname).chmod(0o444)
            with mock.patch.object(type(book.api), "ReadOnly", yes, create=True):
                return _findings(live.Application(book).refuse_read_only)

    return provoke


def _fail(book: Any, office: Any) -> None:
    book.sheets["Zahlen"].range("G6").value = 123_456.0
    office.fail_after(4)


def _die(book: Any, office: Any) -> None:
    book.sheets["Zahlen"].range("G6").value = 123_456.0
    office.kill_after(4)


def _nothing(book: Any, office: Any) -> None:
    pass


def _placed(leave_out: tuple[str, ...], more: tuple[str, ...] = ()) -> Provoke:
    """Placing results in Screening without some columns, or with more."""

    def provoke(folder: Path) -> Findings:
        labels = [column.label for column in layout.SCREENING.expand((2025,), ("Umsatz",))]
        headers = tuple([label for label in labels if label not in leave_out] + list(more))
        rows = [["A", *([None] * (len(headers) - 1))]]
        frame = pd.DataFrame({"customer_id": ["A"], "score": [1.0]})
        want = wanted("screening", frame, (2025,), ("Umsatz",), {})
        return place(Grid("screening", headers, rows, 6), want).findings

    return provoke


OTHER_YEARS = "Kundennr.;Umsatz 2024;Umsatz 2025\n1;5,50;6,50\n"
THREE_YEARS = "Kundennr.;Umsatz 2023;Umsatz 2024;Umsatz 2025\n1;4,50;5,50;6,50\n"

CASES = (
    Case("live_no_workbook", "error", _without_caller, _with_caller),
    Case("live_not_ready", "error", calculated(_busy), calculated(_idle)),
    Case("live_read_only", "error", _read_only(yes=True), _read_only(yes=False)),
    Case("live_no_backup", "error", calculated(_occupied), calculated(_nothing)),
    Case("live_sheet_protected", "error", calculated(_protect), calculated(_unprotect)),
    Case("live_no_room", "error", calculated(_grow_into), calculated(_grow)),
    Case("live_key_missing", "error", _placed(("Kundennr.",)), _placed(()), "screening", None, "customer_id"),
    Case(
        "live_column_missing",
        "warning",
        _placed(("Punkte",)),
        _placed(("Verlauf",)),
        "screening",
        None,
        "score",
    ),
    Case(
        "live_column_stale",
        "notice",
        _placed((), ("Alt (Punkte)",)),
        _placed((), ("Punkte alt",)),
        "screening",
    ),
    Case("live_table_missing", "warning", calculated(_without_backtest), calculated(_without_cockpit)),
    Case("live_sheet_missing", "warning", calculated(_without_cockpit), calculated(_without_backtest)),
    Case("live_sheet_renamed", "notice", calculated(_rename("Mein Plan")), calculated(_rename("Plan"))),
    Case("live_version_differs", "error", _version("0.1.0"), _version("")),
    Case("live_nothing_to_undo", "error", _undo(first=False), _undo(first=True)),
    Case("live_write_failed", "error", calculated(_fail), calculated(_nothing)),
    Case("live_write_broken", "error", calculated(_die), calculated(_fail)),
    Case("live_years_fixed", "error", _imported(OTHER_YEARS), _imported(THREE_YEARS)),
)
