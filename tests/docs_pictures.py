"""Pictures of README and Handbuch, made anew: python -m tests.docs_pictures (LibreOffice, poppler).

Most show a sheet of kundenbindung.xlsm as it is on the screen, with its buttons; those of a sheet that is too
wide show printed pages. Each ends at a line of its table. Afterwards --update-golden makes the Handbuch on
paper anew.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops
from tests.needs import REPOSITORY
from tests.office import ONE_PAGE_PER_SHEET, convert, pages, words
from tests.pictures import books

from kundenbindung.workbook import layout, styles

TARGET = REPOSITORY / "docs" / "bilder"
RESOLUTION = 120
"""Points per inch: a pixel of the screen is 1.25 of the picture."""
EDGE = 14
"""Pixels of white left around what is shown."""
COLOURS = 128
FOOT = 0.92
"""Share of a printed page above its footer."""
LINED, NEAR_END = 0.3, 0.8
"""Part of a row or column of pixels that is a line of the table, where it is cut if it is near the end."""


@dataclass(frozen=True)
class Shot:
    """Bild: its file, the sheet, and how much of it, from left and top, in inches.

    paper  a text on the printed page that is shown instead of the sheet
    pages  so many printed pages below one another
    """

    name: str
    sheet: str
    width: float
    height: float
    paper: str = ""
    pages: int = 1


SHOTS = (
    Shot("start.png", "Start", 18.6, 6.4),
    Shot("trend.png", "Screening", 13.8, 4.9),
    Shot("screening.png", "Screening", 12.0, 4.4, paper="Begründung"),
    Shot("plan.png", "Plan", 16.6, 5.2),
    Shot("ressourcen.png", "Ressourcen", 18.6, 8.0),
    Shot("klausur.png", "Klausur", 12.0, 5.0, paper="Offene Entscheidungen"),
    Shot("cockpit.png", "Cockpit", 12.0, 21.0, paper="zehn Sätzen"),
    Shot("diagramme.png", "Cockpit", 12.0, 21.0, paper="zehn Sätzen", pages=2),
)

AS_ON_THE_SCREEN = (
    (re.compile(rb' fitToPage="1"'), b""),
    (re.compile(rb'(<pageSetup [^>]*?) scale="\d+"'), rb"\1"),
    (re.compile(rb"<x:PrintObject>False</x:PrintObject>"), b""),
)
"""What makes a sheet smaller on paper, and keeps its buttons off it."""


def on_screen(book: Path, folder: Path) -> Path:
    """A copy whose sheets are drawn as they are on the screen."""
    target = folder / book.name
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for pattern, by in AS_ON_THE_SCREEN:
                content = pattern.sub(by, content)
            new.writestr(name, content)
    return target


def page_of(shot: Shot, printed: Sequence[str]) -> int:
    """First page, counted from 0, of the sheet with the text of a picture. LookupError if there is none."""
    for number, page in enumerate(printed):
        if f"· {shot.sheet} " in page.rstrip().splitlines()[-1] and shot.paper in page:
            return number
    raise LookupError(f"{shot.name}: {shot.paper}")


def stacked(printed: Sequence[Path]) -> Image.Image:
    """What stands on printed pages above their footers, one below the other."""
    whole = [Image.open(page).convert("RGB") for page in printed]
    parts = [page.crop((0, 0, page.width, int(page.height * FOOT))) for page in whole]
    shown = [part.crop((0, _ink(part)[1], part.width, _ink(part)[3])) for part in parts]
    all_of_them = Image.new("RGB", (shown[0].width, sum(one.height + EDGE for one in shown)), "white")
    top = 0
    for one in shown:
        all_of_them.paste(one, (0, top))
        top += one.height + EDGE
    return all_of_them


def cut(whole: Image.Image, target: Path, shot: Shot) -> None:
    """What is on the upper left part of a picture, to a line of its table, in few colours."""
    left, top, right, bottom = _ink(whole)
    part = whole.crop(
        (
            left,
            top,
            min(right, left + int(shot.width * RESOLUTION)),
            min(bottom, top + int(shot.height * RESOLUTION)),
        )
    )
    lines = np.abs(np.asarray(part, dtype=np.int16) - _rgb(styles.LINE)).max(axis=2) < 24
    width = part.width if left + part.width >= right else _last(lines.mean(axis=0))
    height = part.height if top + part.height >= bottom else _last(lines[:, :width].mean(axis=1))
    shown = Image.new("RGB", (width + 2 * EDGE, height + 2 * EDGE), "white")
    shown.paste(part.crop((0, 0, width, height)), (EDGE, EDGE))
    shown.quantize(COLOURS).save(target, optimize=True)


def _ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    assert box is not None, "a blank page"
    return box


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.int16)


def _last(parts: np.ndarray) -> int:
    """End of the last line of a table, or of the whole if there is none near its end."""
    lines = np.flatnonzero(parts > LINED)
    return int(lines[-1]) + 1 if len(lines) and lines[-1] > NEAR_END * len(parts) else len(parts)


def main() -> None:
    """Every picture of the list."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "schirm").mkdir()
        book = REPOSITORY / "kundenbindung.xlsm"
        paper = convert(book, "pdf", folder)
        sample = on_screen(books.sample(folder), folder / "schirm")
        screen = convert(sample, "pdf", folder / "schirm", filtered=ONE_PAGE_PER_SHEET)
        printed = words(paper)
        on_paper = pages(paper, folder / "seiten", resolution=RESOLUTION)
        sheets = dict(
            zip(
                (sheet.label for sheet in layout.SHEETS),
                pages(screen, folder / "blaetter", resolution=RESOLUTION),
                strict=False,
            )
        )
        for shot in SHOTS:
            if shot.paper:
                first = page_of(shot, printed)
                whole = stacked(on_paper[first : first + shot.pages])
            else:
                whole = Image.open(sheets[shot.sheet]).convert("RGB")
            cut(whole, TARGET / shot.name, shot)
            print(shot.name)


if __name__ == "__main__":
    main()
