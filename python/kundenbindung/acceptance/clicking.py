"""Klick: one button of the workbook, its messages and dialogs recorded in place of shown."""

from __future__ import annotations

import contextlib
import re
import time
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlwings as xw

from kundenbindung import buttons
from kundenbindung.acceptance.model import need
from kundenbindung.adapters import home, live
from kundenbindung.adapters.diagnosis.privacy import places
from kundenbindung.workbook import layout

TOKEN = "Abnahme"
_PLACE = re.compile(r'([\w.]+)", line (\d+)')


@dataclass(slots=True, eq=False)
class Click:
    """Klick: answers to give, and what the owner would have seen."""

    files: Sequence[Path] = ()
    target: Path | None = None
    typed: list[str] = field(default_factory=list)
    yes: bool = True
    told: list[str] = field(default_factory=list)
    critical: bool = False
    shown: list[str] = field(default_factory=list)
    finished: bool = False
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """Everything that was told."""
        return "\n".join(self.told)

    def tell(self, text: str, *, critical: bool = False) -> None:
        """Note a message in place of showing it."""
        self.told.append(text)
        self.critical |= critical

    def answer(self, text: str) -> bool:
        """Answer a question."""
        self.told.append(text)
        return self.yes

    def typing(self, question: str, proposal: str) -> str:
        """Type the next text, or take the proposal."""
        self.told.append(question)
        return self.typed.pop(0) if self.typed else proposal

    def show(self, address: object) -> bool:
        """Note what a browser or an editor would have opened."""
        self.shown.append(str(address))
        return True


def click(book: xw.Book, name: str, answers: Click | None = None) -> Click:
    """Knopf drücken, as its macro does: by name, with a token and the version of xlwings."""
    done = answers or Click()
    with recorded(book, done):
        begun = time.perf_counter()
        getattr(buttons, name)(TOKEN, xw.__version__)
        done.seconds = time.perf_counter() - begun
    done.finished = live.read_name(book, layout.DONE_NAME) == TOKEN
    return done


def clicked(book: xw.Book, name: str, answers: Click | None = None) -> Click:
    """Knopf drücken; NotPassedError unless it comes through without a refusal."""
    done = click(book, name, answers)
    need(not done.critical, f"Der Knopf hat abgelehnt: {first_line(done.text)}{_from_log()}.")
    need(done.finished, "Der Knopf hat sich nicht fertig gemeldet.")
    return done


def first_line(text: str) -> str:
    """The sentence of a message that says what happened; paths and lists stay out of the report."""
    lines = [line for line in text.splitlines() if line and line != "Es wurde nichts geändert."]
    return lines[0].partition(":")[0].partition(". ")[0].strip(" .") if lines else "keine Meldung"


def _from_log() -> str:
    """Where an error that the program does not know came from; its log goes with the temporary folder."""
    try:
        found = places(home.log_file().read_text("utf-8"))
    except OSError:
        return ""
    ours = [match for line in found if (match := _PLACE.search(line))]
    kind = found[-1].strip() if found else ""
    return f" ({kind} in {ours[-1][1]} Zeile {ours[-1][2]})" if ours else ""


@contextlib.contextmanager
def recorded(book: xw.Book, answers: Click | None = None) -> Iterator[Click]:
    """Within it the buttons belong to this workbook, and what they show is only noted."""
    done = answers or Click()
    members = {
        "tell": lambda _app, text, critical=False: done.tell(text, critical=critical),
        "ask": lambda _app, text: done.answer(text),
        "ask_text": lambda _app, question, proposal="": done.typing(question, proposal),
        "choose_files": lambda _app, _title, _kinds: tuple(done.files),
        "choose_target": lambda _app, _name, _title, _kinds: done.target,
    }
    with (
        replaced(live.Application, members),
        replaced(webbrowser, {"open": done.show}),
        replaced(buttons, {"_show": done.show}),
        _called_by(book),
    ):
        yield done


@contextlib.contextmanager
def _called_by(book: xw.Book) -> Iterator[None]:
    book.set_mock_caller()
    try:
        yield
    finally:
        with contextlib.suppress(AttributeError):
            delattr(xw.Book, "_mock_caller")


@contextlib.contextmanager
def replaced(owner: Any, members: Mapping[str, Any]) -> Iterator[None]:
    """Other members of a class or module for a while."""
    before = {name: vars(owner)[name] for name in members}
    try:
        for name, member in members.items():
            setattr(owner, name, member)
        yield
    finally:
        for name, member in before.items():
            setattr(owner, name, member)


@contextlib.contextmanager
def own_home(folder: Path) -> Iterator[None]:
    """Backups and logs of the acceptance go to its own folder: the owner's backups are not displaced."""
    with replaced(home, {"home_folder": lambda: folder}):
        yield
