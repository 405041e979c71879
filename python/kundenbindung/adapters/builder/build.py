"""Mappe bauen: the one composition, contents -> file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

from xlsxwriter import Workbook

from kundenbindung.adapters import beside, package
from kundenbindung.adapters.builder.config import add_config
from kundenbindung.adapters.builder.desk import Desk
from kundenbindung.adapters.builder.looks import Looks
from kundenbindung.adapters.builder.pausing import collector_paused
from kundenbindung.adapters.builder.sheets import write_sheet
from kundenbindung.adapters.builder.spots import Spot, spots
from kundenbindung.adapters.builder.start import add_buttons
from kundenbindung.messages.facts import facts
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import Sheet, SheetKind

TITLE = "Kundenbindung"
CREATED = dt.datetime(2026, 1, 1)
WITH_VBA = ".xlsm"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
Progress = Callable[[int, int], None]


@collector_paused()
def build(contents: Contents, target: Path, *, progress: Progress | None = None) -> None:
    """Mappe aus layout und Inhalt: writes `target` (.xlsm with VBA project and buttons, .xlsx without).

    `progress` is told (steps done, steps in all). The same contents give the same bytes.
    ValueError, naming the place, for what a workbook cannot hold (text over 32,767 characters,
    infinite numbers, dates before March 1900, two columns of the same name).
    """
    placed = {sheet: spots(sheet, contents) for sheet in layout.SHEETS}
    step = _counter(progress, sum(len(found) + 1 for found in placed.values()) + 2)
    stream = io.BytesIO()  # XlsxWriter hides what a full disk says
    book = Workbook(stream, OPTIONS)
    _write(book, contents, placed, step, vba=target.suffix.lower() == WITH_VBA)
    book.close()
    step()
    beside.put(target, package.assembled(stream.getvalue()))
    step()


def _write(
    book: Workbook,
    contents: Contents,
    placed: dict[Sheet, tuple[Spot, ...]],
    step: Callable[[], None],
    *,
    vba: bool,
) -> None:
    """Everything on the sheets of an open workbook."""
    book.calc_on_load = False
    book.set_properties({"title": TITLE, "author": "", "company": "", "created": CREATED})
    if vba:
        book.add_vba_project(io.BytesIO(package.vba_project()), is_stream=True)
        book.set_vba_name(layout.WORKBOOK_CODE_NAME)
    known = facts(contents)
    desk = Desk(
        book=book,
        looks=Looks(book),
        facts=known,
        contents=contents,
        spots=placed,
        step=step,
        macros=vba,
    )
    targets = {sheet: book.add_worksheet(sheet.label) for sheet in layout.SHEETS}
    for sheet, target in targets.items():
        if vba:
            target.set_vba_name(sheet.code_name)
        write_sheet(desk, sheet, target)
        if vba and sheet.kind is SheetKind.START:
            add_buttons(target, placed[sheet])
    if vba:
        add_config(book)
    next(iter(targets.values())).activate()


def _counter(progress: Progress | None, total: int) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    return step
