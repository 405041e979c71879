"""Anleitung: the short version of the Handbuch, taken from its own text, for the sheet of that name.

Of the Handbuch it holds the numbered steps of the chapters and the glossary; what buttons and sheets are for it
takes from the layout. So each sentence is written once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kundenbindung.workbook import layout

CHAPTERS = ("Die erste Stunde", "Die zwei Tage", "Das Jahr danach")
GLOSSARY = "Glossar"
NUMBER, STEP, TEXT, SHEET, GROUP = "Nr.", "Was", "Wie und worauf es ankommt", "Blatt", "Gruppe"
LETTERS, SPAN = "A–Z", "{part}: {first} bis {last}"
SHEETS, BUTTONS = "Die Blätter: ein Klick führt hin", "Die Knöpfe im Menüband „Kundenbindung“"
PRODUCT, CONTENTS, FOOTER = "Kundenbindung", "Inhalt", "Kundenbindung · Handbuch"
PRINTED = "Zum Drucken: das Handbuch als PDF"
WHOLE = "Alles Weitere steht im Handbuch: Knopf Handbuch im Menüband, Gruppe Hilfe."

WIDTH = 4
"""Columns of the sheet; what stands right of them or below the last line is the owner's."""

PAGE_OF_TERMS = 38
"""Words of the glossary that have room on a page."""

_PLAIN_LETTERS = str.maketrans("ÄÖÜ", "AOU")
_CHAPTER = re.compile(r"^## (.+)\n((?:(?!^## ).*\n?)*)", re.MULTILINE)
_STEP = re.compile(r"^\d+\. \*\*(.+?)\.?\*\* ?((?:.+\n?)(?:^   .+\n?)*)", re.MULTILINE)
_ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_NAMED_SHEET = re.compile(r"\bBlatt \*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Line:
    """Zeile of the Anleitung: what it is about, a text, the sheet or group it belongs to.

    number  its place in the order; in the glossary the letter that begins with this word, else nothing
    """

    number: str
    name: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Part:
    """Abschnitt of the Anleitung: heading and lines; `apart` if it is printed from the top of a page.

    places  header over the places: sheets, which lead there, or groups of the ribbon
    numbers header over the numbers
    """

    title: str
    lines: tuple[Line, ...]
    apart: bool = False
    places: str = SHEET
    numbers: str = NUMBER


def guide(handbook: str) -> tuple[Part, ...]:
    """Anleitung out of the text of the Handbuch (Markdown). ValueError if one of its chapters is not there."""
    chapters = dict(_CHAPTER.findall(handbook))
    missing = [title for title in (*CHAPTERS, GLOSSARY) if title not in chapters]
    if missing:
        raise ValueError(f"chapters missing: {', '.join(missing)}")
    return (
        *(Part(title, tuple(_steps(chapters[title])), apart=title == CHAPTERS[-1]) for title in CHAPTERS),
        Part(SHEETS, tuple(_sheets())),
        Part(BUTTONS, tuple(_buttons()), apart=True, places=GROUP),
        *_glossary(tuple(_terms(chapters[GLOSSARY]))),
    )


def _steps(chapter: str) -> Iterator[Line]:
    for number, (name, text) in enumerate(_STEP.findall(chapter), 1):
        named = _NAMED_SHEET.search(text)
        yield Line(str(number), name, plain(text), named[1] if named else "")


def _sheets() -> Iterator[Line]:
    for number, sheet in enumerate(layout.SHEETS[:-1], 1):
        yield Line(str(number), sheet.label, sheet.purpose, sheet.label)


def _buttons() -> Iterator[Line]:
    buttons = ((group, button) for group in layout.RIBBON for button in group.buttons)
    for number, (group, button) in enumerate(buttons, 1):
        yield Line(str(number), button.label, button.supertip, group.label)


def _glossary(terms: Sequence[Line]) -> Iterator[Part]:
    """Glossar: a part per page, broken between letters, so that each page has its heading."""
    pages: list[list[Line]] = [[]]
    for _, same in itertools.groupby(terms, _letter):
        lines = list(same)
        if pages[-1] and len(pages[-1]) + len(lines) > PAGE_OF_TERMS:
            pages.append([])
        pages[-1] += [replace(lines[0], number=_letter(lines[0])), *lines[1:]]
    for page in pages:
        spanned = SPAN.format(part=GLOSSARY, first=_letter(page[0]), last=_letter(page[-1])) if page else ""
        yield Part(spanned if len(pages) > 1 else GLOSSARY, tuple(page), apart=True, numbers=LETTERS)


def _letter(line: Line) -> str:
    return line.name[0].upper().translate(_PLAIN_LETTERS)


def _terms(chapter: str) -> Iterator[Line]:
    for term, meaning, sheet in _ROW.findall(chapter)[1:]:
        if not term.startswith("---"):
            yield Line("", term, f"{meaning}.", sheet)


def plain(text: str) -> str:
    """Text without the marks of Markdown, on one line."""
    return " ".join(re.sub(r"\*\*|`", "", text).split())
