"""Makros: real clicks through VBA, with other Excel instances that must survive them."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import xlwings as xw

from kundenbindung.acceptance import stage as stages
from kundenbindung.acceptance import tables, windows
from kundenbindung.acceptance.clicking import first_line
from kundenbindung.acceptance.model import NotHereError, Result, need, passed
from kundenbindung.acceptance.pressing import CHANGING, EMPTIED
from kundenbindung.acceptance.stage import FORBIDDEN, Stage
from kundenbindung.adapters import home, live
from kundenbindung.adapters.live.excel import TITLE
from kundenbindung.adapters.package.generated import menu_macro, start_macro
from kundenbindung.messages import live as words
from kundenbindung.messages.german import number
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Button

UNINTERRUPTED = 120
"""Seconds a process of its own may take for one click."""
SETTLING = 2.0
"""Seconds after which an exit hook would have done its work."""
EXPECTED = {
    "check": "Nichts verhindert die Berechnung",
    "calculate": "berechnet in",
    "undo": "zurückgenommen",
    "import_figures": words.NOT_TAKEN_IN,
    "import_opportunities": words.NOT_TAKEN_IN,
    "open_decisions": "offen",
}
"""What the dialogs say; file dialogs are cancelled, after which buttons that write a file say nothing."""


def round_trip(stage: Stage) -> Result:
    """Echter Klick: macro, Python of the private environment, message, token - for every button on Start."""
    _needs_environment(stage)
    times = {}
    with _kept(stage), stage.open() as book:
        before = tables.columns(book, without=CHANGING)
        for column in EMPTIED:
            tables.body(book, "screening", column).clear_contents()
        for button in _on_start():
            times[button.label] = _press(stage, book, start_macro(button), button)
            if button.name == "calculate":
                different = tables.differences(before, tables.columns(book, without=CHANGING))
                need(not different, f"Andere Ergebnisse: {tables.listed(different)}.")
        _press(stage, book, menu_macro(_button("check")), _button("check"), control=True)
    told = ", ".join(f"{label} {number(taken, 1)} s" for label, taken in times.items())
    stage.facts["Echte Klicks"] = told
    return passed(f"Vom Klick bis zum Ende: {told}. Auch der Rückruf des Menübands läuft.")


def _on_start() -> tuple[Button, ...]:
    return tuple(button for button in layout.BUTTONS if button.on_start)


def _button(name: str) -> Button:
    return next(button for button in layout.BUTTONS if button.name == name)


def _needs_environment(stage: Stage) -> None:
    """Raise NotHereError unless macros could reach Python."""
    _ = stage.app
    stage.only_excel("Makros")
    if not stage.environment.is_dir():
        raise NotHereError("Das Programm ist hier nicht eingerichtet; starten Sie zuerst einrichten.cmd.")


def _press(stage: Stage, book: xw.Book, macro: str, button: Button, *, control: bool = False) -> float:
    """One macro; its dialogs are answered by the watcher. Returns the seconds it took."""
    stage.begin()
    begun = time.perf_counter()
    call = book.app.macro(f"'{book.name}'!{macro}")
    call(getattr(book.api, "_inner", book.api)) if control else call()
    taken = time.perf_counter() - begun
    _as_expected(stage, button)
    need(live.read_name(book, layout.DONE_NAME), f"„{button.label}“ hat sich nicht fertig gemeldet.")
    return taken


def _as_expected(stage: Stage, button: Button) -> None:
    """The dialogs of a click: the message that belongs to the button and no other window."""
    messages = [dialog.text for dialog in stage.dialogs() if dialog.title.startswith(TITLE)]
    expected = EXPECTED.get(button.name)
    right = not messages if expected is None else any(expected in text for text in messages)
    need(right, f"„{button.label}“ meldet: {first_line(chr(10).join(messages))}.")
    strange = [dialog.title for dialog in stage.dialogs() if not dialog.title.startswith(_titles())]
    need(not strange, f"„{button.label}“: unerwartetes Fenster {tables.listed(strange)}.")


def _titles() -> tuple[str, ...]:
    return (TITLE, *stages.FILE_DIALOGS)


@contextlib.contextmanager
def _kept(stage: Stage) -> Iterator[None]:
    """The owner's backups and undo steps as they were: a real click writes into his own folder."""
    folders = [stage.environment.parent / name for name in (home.BACKUPS, home.UNDO)]
    aside = stage.folder / "Beiseite"
    for folder in folders:
        if folder.is_dir():
            shutil.copytree(folder, aside / folder.name, copy_function=shutil.copy2)
    try:
        yield
    finally:
        for folder in folders:
            with contextlib.suppress(OSError):
                _put_back(folder, aside / folder.name)
        shutil.rmtree(aside, ignore_errors=True)


def _put_back(folder: Path, kept: Path) -> None:
    before = {path.name for path in kept.iterdir()} if kept.is_dir() else set()
    now = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for name in before - now:
        shutil.copy2(kept / name, folder / name)
    for name in now - before:
        (folder / name).unlink()


def refuses_signs(stage: Stage) -> Result:
    """Verbotene Zeichen: a path with & is refused with a clear message, in German."""
    _needs_environment(stage)
    with stage.open(stage.file(FORBIDDEN)) as book:
        book.app.macro(f"'{book.name}'!{start_macro(_button('check'))}")()
        texts = [dialog.text for dialog in stage.dialogs()]
        need(any("„&“" in text for text in texts), "Die Meldung über das Zeichen & ist ausgeblieben.")
        need(any("ändert" in text for text in texts), "Umlaute der Meldung sind falsch.")
    return passed("Eine Mappe in einem Ordner mit & wird mit einer deutschen Meldung abgelehnt.")


def spares_others(stage: Stage) -> Result:
    """Andere Excel-Instanzen with unsaved work survive a click in a process that ends."""
    app = stage.app
    stage.only_excel("Mehrere Instanzen")
    others = [stages.add_neighbour(stage, hidden=hidden) for hidden in (False, True)]
    seen = {one.pid for one in xw.apps}
    with stage.open() as book:
        call = [sys.executable, "-I", "-m", "kundenbindung.acceptance.child", str(app.pid), book.name]
        done = subprocess.run(call, capture_output=True, check=False, timeout=UNINTERRUPTED)
        need(done.returncode == 0, f"Der Klick im eigenen Prozess endete mit {done.returncode}.")
        need(live.read_name(book, layout.DONE_NAME), "Der Klick hat sich nicht fertig gemeldet.")
    return _alive(stage, others, len([one for one in others if one.pid not in seen]))


def _alive(stage: Stage, others: list[stages.Neighbour], unseen: int) -> Result:
    time.sleep(SETTLING)
    need(all(stages.intact(one) for one in others), "Eine andere Excel-Instanz ist beendet worden.")
    need(stage.before <= windows.excel_pids(), "Ein Excel, das vorher lief, ist beendet worden.")
    return passed(
        f"{len(others)} Instanzen mit ungesicherter Mappe leben, nachdem Python endete; "
        f"davon für xlwings unsichtbar: {unseen}."
    )
