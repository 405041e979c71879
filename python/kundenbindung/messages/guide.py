"""Anleitung: the short version of the Handbuch, taken from its own text, for the sheet of that name.

Of the Handbuch it holds the numbered steps of the chapters and the glossary; what buttons and sheets are for it
takes from the layout. So each sentence is written once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kundenbindung.workbook import layout

CHAPTERS = ("Die erste Stunde", "Die zwei Tage", "Das Jahr danach")
GLOSSARY = "Glossar"
NUMBER, STEP, TEXT, SHEET, GROUP = "Nr.", "Was", "Wie und worauf es ankommt", "Blatt", "Gruppe"
SHEETS, BUTTONS = "Die Blätter: ein Klick führt hin", "Die Knöpfe im Menüband „Kundenbindung“"
PRODUCT, CONTENTS, FOOTER = "Kundenbindung", "Inhalt", "Kundenbindung · Handbuch"
PRINTED = "Zum Drucken: das Handbuch als PDF"
WHOLE = "Alles Weitere steht im Handbuch: Knopf Handbuch im Menüband, Gruppe Hilfe."

WIDTH = 4
"""Columns of the sheet; what stands right of them or below the last line is the owner's."""

_CHAPTER = re.compile(r"^## (.+)\n((?:(?!^## ).*\n?)*)", re.MULTILINE)
_STEP = re.compile(r"^\d+\. \*\*(.+?)\.?\*\* ?((?:.+\n?)(?:^   .+\n?)*)", re.MULTILINE)
_ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_NAMED_SHEET = re.compile(r"\bBlatt \*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Line:
    """Zeile of the Anleitung: its number or nothing, what it is about, a text, the sheet or group it belongs to."""

    number: str
    name: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Part:
    """Abschnitt of the Anleitung: heading and lines; `apart` if it is printed from the top of a page.

    places  header over the places: sheets, which lead there, or groups of the ribbon
    """

    title: str
    lines: tuple[Line, ...]
    apart: bool = False
    places: str = SHEET


def guide(handbook: str) -> tuple[Part, ...]:
    """Anleitung out of the text of the Handbuch (Markdown). ValueError if one of its chapters is not there."""
    chapters = dict(_CHAPTER.findall(handbook))
    missing = [title for title in (*CHAPTERS, GLOSSARY) if title not in chapters]
    if missing:
        raise ValueError(f"chapters missing: {', '.join(missing)}")
    return (
        *(Part(title, tuple(_steps(chapters[title])), apart=title == CHAPTERS[-1]) for title in CHAPTERS),
        Part(SHEETS, tuple(Line("", one.label, one.purpose, one.label) for one in layout.SHEETS[:-1])),
        Part(BUTTONS, tuple(_buttons()), apart=True, places=GROUP),
        Part(GLOSSARY, tuple(_terms(chapters[GLOSSARY])), apart=True),
    )


def _steps(chapter: str) -> Iterator[Line]:
    for number, (name, text) in enumerate(_STEP.findall(chapter), 1):
        named = _NAMED_SHEET.search(text)
        yield Line(str(number), name, plain(text), named[1] if named else "")


def _buttons() -> Iterator[Line]:
    for group in layout.RIBBON:
        for button in group.buttons:
            yield Line("", button.label, button.supertip, group.label)


def _terms(chapter: str) -> Iterator[Line]:
    for term, meaning, sheet in _ROW.findall(chapter)[1:]:
        if not term.startswith("---"):
            yield Line("", term, f"{meaning}.", sheet)


def plain(text: str) -> str:
    """Text without the marks of Markdown, on one line."""
    return " ".join(re.sub(r"\*\*|`", "", text).split())
