"""What only Windows does, played: processes, dialogs, real clicks, leaving without a trace."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.checking import attempted

from kundenbindung.acceptance import dialogs, windows
from kundenbindung.acceptance.dialogs import Watcher
from kundenbindung.acceptance.model import Verdict
from kundenbindung.acceptance.windows import Dialog

if TYPE_CHECKING:
    from tests.engine.session import Session

    from kundenbindung.acceptance.stage import Stage

LISTED = '"EXCEL.EXE","4711","Console","1","98.304 K"\r\n"excel.exe","12","Console","1","1 K"\r\n'
OURS, THEIRS = 4711, 99


# Processes


def test_the_numbers_of_the_processes_are_read_from_the_list() -> None:
    assert windows.pids_in(LISTED) == {4711, 12}
    assert windows.pids_in("INFORMATION: Es werden keine Aufgaben ausgeführt.\r\n") == frozenset()


def test_repair_logs_are_those_written_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "here", lambda: True)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / "error001_01.xml").write_text("<recoveryLog/>")
    (tmp_path / "anderes.xml").write_text("")
    assert windows.repair_logs(time.time() - 60) == ("error001_01.xml",)
    assert windows.repair_logs(time.time() + 60) == ()


def test_elsewhere_every_question_has_an_empty_answer() -> None:
    assert not windows.here()
    assert windows.excel_pids() == frozenset()
    assert windows.repair_logs(0.0) == ()
    assert windows.dialogs(1) == ()


# Dialogs


class Desktop:
    """Windows' functions over a few windows: handle -> class, title, parent, owner, process, id, usable."""

    def __init__(self) -> None:
        self.windows: dict[int, dict[str, Any]] = {}
        self.posted: list[tuple[int, int, int, int]] = []

    def add(self, handle: int, kind: str, title: str, **more: Any) -> None:
        given = {"parent": None, "owner": 0, "pid": OURS, "id": 0, "usable": True}
        self.windows[handle] = {"class": kind, "title": title, **given, **more}

    def FindWindowExW(self, parent: Any, after: Any, kind: str, _title: Any) -> int | None:  # noqa: N802
        fitting = [h for h, w in self.windows.items() if w["parent"] == parent and w["class"] == kind]
        rest = fitting[fitting.index(after) + 1 :] if after else fitting
        return next(iter(rest), None)

    def GetWindow(self, handle: int, _kind: int) -> int:  # noqa: N802
        return int(self.windows[handle]["owner"])

    def IsWindowVisible(self, _handle: int) -> bool:  # noqa: N802
        return True

    def IsWindowEnabled(self, handle: int) -> bool:  # noqa: N802
        return bool(self.windows[handle]["usable"])

    def GetDlgCtrlID(self, handle: int) -> int:  # noqa: N802
        return int(self.windows[handle]["id"])

    def GetWindowThreadProcessId(self, handle: int, target: Any) -> None:  # noqa: N802
        target._obj.value = self.windows[handle]["pid"]

    def SendMessageTimeoutW(self, handle: int, _m: int, _n: int, target: Any, *_more: Any) -> None:  # noqa: N802
        import ctypes

        text = self.windows[handle]["title"] + "\0"
        ctypes.memmove(target, ctypes.create_unicode_buffer(text), 4 * len(text))

    def PostMessageW(self, *message: int) -> None:  # noqa: N802
        self.posted.append(message)  # type: ignore[arg-type]  # a stand-in for what only Windows has


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Desktop:
    found = Desktop()
    monkeypatch.setattr(windows, "here", lambda: True)
    monkeypatch.setattr(windows, "_user32", lambda: found)
    return found


def test_only_dialogs_of_the_own_excel_are_seen(desktop: Desktop) -> None:
    desktop.add(1, "XLMAIN", "Excel")
    desktop.add(2, "#32770", "Kundenbindung – Prüfen")
    desktop.add(3, "Static", "Nichts verhindert „das“.", parent=2)
    desktop.add(4, "#32770", "Kundenbindung", pid=THEIRS, owner=1)
    desktop.add(5, "#32770", "Speichern?", pid=THEIRS)
    found = windows.dialogs(OURS)
    assert [dialog.title for dialog in found] == ["Kundenbindung – Prüfen", "Kundenbindung"]
    assert found[0].text == "Nichts verhindert „das“."


def test_a_dialog_is_answered_with_its_first_usable_button(desktop: Desktop) -> None:
    desktop.add(2, "#32770", "Microsoft Visual Basic")
    desktop.add(3, "Button", "Fortfahren", parent=2, id=5, usable=False)
    desktop.add(4, "Button", "Beenden", parent=2, id=6)
    desktop.add(5, "Button", "Abbrechen", parent=2, id=2)
    windows.press(Dialog(2, "", ""))
    windows.press(Dialog(2, "", ""), cancel=True)
    assert desktop.posted == [(2, 0x0111, 6, 4), (2, 0x0111, 2, 5)]


def test_a_dialog_without_buttons_is_closed(desktop: Desktop) -> None:
    desktop.add(2, "NUIDialog", "Microsoft Excel")
    windows.press(Dialog(2, "", ""))
    assert desktop.posted == [(2, 0x0010, 0, 0)]


def test_the_watcher_notes_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    pressed: list[tuple[str, bool]] = []
    shown = [(Dialog(1, "Kundenbindung", "Fertig."), Dialog(2, "Liste wählen", ""))]
    monkeypatch.setattr(windows, "dialogs", lambda _pid: shown.pop() if shown else ())
    monkeypatch.setattr(windows, "press", lambda dialog, *, cancel: pressed.append((dialog.title, cancel)))
    monkeypatch.setattr(dialogs, "PAUSE", 0.01)
    with Watcher(OURS, frozenset({"Liste wählen"})) as watcher:
        until = time.monotonic() + 5
        while len(watcher.seen()) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    assert pressed == [("Kundenbindung", False), ("Liste wählen", True)]
    assert [dialog.text for dialog in watcher.seen()] == ["Fertig.", ""]
    watcher.begin()
    assert watcher.seen() == ()


def test_an_excel_that_hangs_is_ended_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(windows, "excel_pids", lambda: frozenset({OURS, THEIRS}))
    monkeypatch.setattr(windows, "end", ended.append)
    monkeypatch.setattr(dialogs, "LONGEST_CHECK", -1.0)
    Watcher(OURS, frozenset()).look()
    assert ended == [OURS]


def test_every_dialog_that_asks_for_a_file_is_cancelled() -> None:
    from kundenbindung import messages
    from kundenbindung.acceptance.stage import FILE_DIALOGS

    names = [name for _, name, _ in pkgutil.iter_modules(messages.__path__)]
    rooms = [vars(importlib.import_module(f"{messages.__name__}.{name}")) for name in names]
    titles = {text for room in rooms for name, text in room.items() if name.startswith("CHOOSE_")}
    assert len(titles) >= 4
    assert titles == FILE_DIALOGS


# Real clicks, with Python in place of VBA


@pytest.fixture
def clicked(stage: Stage, office: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Macros are played: each calls the function of its button, whose dialogs the office records."""
    import xlwings as xw

    from kundenbindung.acceptance.stage import Stage as Kind

    def macro(app: Any, name: str) -> Any:
        return lambda *_control: played(app, name)

    def played(app: Any, name: str) -> None:
        from kundenbindung import buttons

        book = app.books.active
        book.set_mock_caller()
        if "&" in book.fullname:
            app.alert("Im Ordner steht das Zeichen „&“.\nEs wurde nichts geändert.", "Kundenbindung – Prüfen")
            return
        getattr(buttons, name.partition("!Kb")[2].partition("_")[2])("Klick", xw.__version__)

    def seen(_stage: Stage) -> list[Dialog]:
        shown = [Dialog(0, str(dialog.options["Title"]), "") for dialog in office.dialogs]
        return [*shown, *(Dialog(0, str(one.title), one.prompt) for one in office.alerts)]

    def begin(_stage: Stage) -> None:
        office.alerts.clear()
        office.dialogs.clear()

    monkeypatch.setattr(Kind, "only_excel", lambda _stage, _what: None)
    monkeypatch.setattr(Kind, "dialogs", seen)
    monkeypatch.setattr(Kind, "begin", begin)
    monkeypatch.setattr(xw.App, "macro", macro)
    stage.environment = tmp_path / "Programm" / "umgebung"
    stage.environment.mkdir(parents=True)
    return stage


def test_every_button_on_start_is_really_clicked(clicked: Stage) -> None:
    result = attempted(clicked, "Echter Klick")
    assert result.verdict is Verdict.PASSED, result
    for label in ("Zahlen einlesen", "Prüfen", "Neu berechnen", "Rückgängig", "Neue Mappe"):
        assert label in result.sentence
    assert "Neu berechnen" in clicked.facts["Echte Klicks"]


def test_a_click_that_says_something_else_does_not_pass(
    clicked: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kundenbindung.buttons._check", lambda _app: "Etwas ganz anderes")
    result = attempted(clicked, "Echter Klick")
    assert result.verdict is Verdict.FAILED
    assert result.sentence == "„Prüfen“ meldet: Etwas ganz anderes."


def test_the_owners_backups_are_as_they_were(clicked: Stage, tmp_path: Path) -> None:
    from kundenbindung.acceptance.macros import _kept

    folder = clicked.environment.parent / "Sicherungen"
    folder.mkdir()
    (folder / "alt.xlsm").write_text("Inhalt")
    with _kept(clicked):
        (folder / "alt.xlsm").unlink()
        (folder / "Prüfung 1.xlsm").write_text("neu")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("alt.xlsm", "Inhalt")]


def test_a_path_with_a_forbidden_sign_is_refused(clicked: Stage) -> None:
    assert attempted(clicked, "Pfad mit &").verdict is Verdict.PASSED


def test_without_the_program_no_macro_can_be_tried(clicked: Stage) -> None:
    clicked.environment.rmdir()
    assert attempted(clicked, "Echter Klick").verdict is Verdict.NOT_HERE


class Instance:
    """Another Excel: quits when asked politely; xlwings' own way out would end strangers."""

    def __init__(self, pid: int, left: set[int]) -> None:
        self.pid, self._left = pid, left
        self.api = SimpleNamespace(DisplayAlerts=True, Quit=lambda: self._left.discard(pid))

    def quit(self) -> None:
        raise AssertionError("App.quit ends Excels that are not ours")


@pytest.fixture
def neighbours(clicked: Stage, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Process numbers that run: the own one, a strange one, and neighbours as they are added."""
    from kundenbindung.acceptance import stage as stages

    running = {clicked.pid, THEIRS}
    clicked.before = frozenset({THEIRS})

    def add(stage: Stage, *, hidden: bool) -> Any:
        pid = 500 + hidden
        running.add(pid)
        cell = SimpleNamespace(value="Kundenbindung")
        sheet = SimpleNamespace(range=lambda _address: cell)
        one = stages.Neighbour(Instance(pid, running), SimpleNamespace(sheets=[sheet]), pid)  # type: ignore[arg-type]  # a stand-in for what only Windows has
        stage.neighbours.append(one)
        return one

    def pressed(call: list[str], **_options: Any) -> Any:
        from kundenbindung.acceptance import child

        assert call[3] == "kundenbindung.acceptance.child"
        return subprocess.CompletedProcess(call, child.main(int(call[4]), call[5]))

    monkeypatch.setattr(stages, "add_neighbour", add)
    monkeypatch.setattr(windows, "excel_pids", lambda: frozenset(running))
    monkeypatch.setattr(subprocess, "run", pressed)
    monkeypatch.setattr("kundenbindung.acceptance.macros.SETTLING", 0.0)
    return running


def test_other_instances_survive_a_click_in_a_process_of_its_own(
    clicked: Stage, neighbours: set[int]
) -> None:
    result = attempted(clicked, "Andere Excel-Instanzen")
    assert result.verdict is Verdict.PASSED, result
    assert "2 Instanzen" in result.sentence


@pytest.mark.parametrize("gone", [THEIRS, 501])
def test_an_instance_that_was_ended_does_not_pass(
    clicked: Stage, neighbours: set[int], monkeypatch: pytest.MonkeyPatch, gone: int
) -> None:
    monkeypatch.setattr(windows, "excel_pids", lambda: frozenset(neighbours - {gone}))
    assert attempted(clicked, "Andere Excel-Instanzen").verdict is Verdict.FAILED


@pytest.mark.parametrize("obedient", [True, False])
def test_leaving_ends_the_own_instances_and_no_other(
    clicked: Stage, neighbours: set[int], monkeypatch: pytest.MonkeyPatch, *, obedient: bool
) -> None:
    from kundenbindung.acceptance import stage as stages

    attempted(clicked, "Andere Excel-Instanzen")
    own = clicked.pid
    clicked.own = Instance(own, neighbours if obedient else set())  # type: ignore[assignment]  # a stand-in for what only Windows has
    ended: list[int] = []
    monkeypatch.setattr(windows, "here", lambda: True)
    monkeypatch.setattr(windows, "end", ended.append)
    monkeypatch.setattr(stages, "QUIT_SECONDS", 0.0)
    result = attempted(clicked, "Kein Excel bleibt")
    assert result.verdict is (Verdict.PASSED if obedient else Verdict.FAILED), result
    assert ended == ([] if obedient else [own])
    assert THEIRS in neighbours
