"""Pictures of README and Handbuch, made anew: python -m tests.docs_pictures (LibreOffice, poppler).

Each shows a printed page of kundenbindung.xlsm, cut to what is on it; buttons are not printed. Afterwards
--update-golden makes the Handbuch on paper anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops
from tests.needs import REPOSITORY
from tests.office import convert, pages, words

TARGET = REPOSITORY / "docs" / "bilder"
RESOLUTION = 120
FOOT = 0.92
"""Share of a page above its footer."""
EDGE = 12
"""Pixels of white left around what is shown."""
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """Bild: its file, the sheet, a text on the page that is shown, and how much of the page from its top."""

    name: str
    sheet: str
    text: str
    part: float = FOOT


SHOTS = (
    Shot("start.png", "Start", "Sieben Schritte", 0.6),
    Shot("trend.png", "Screening", "Einordnung", 0.55),
    Shot("screening.png", "Screening", "Begründung", 0.55),
    Shot("plan.png", "Plan", "Trendanteil", 0.55),
    Shot("ressourcen.png", "Ressourcen", "Engpass"),
    Shot("klausur.png", "Klausur", "Offene Entscheidungen, die größten zuerst", 0.55),
    Shot("cockpit.png", "Cockpit", "Kunden"),
)


def page_of(shot: Shot, printed: Sequence[str]) -> int:
    """First page, counted from 0, of the sheet with the text of a picture. LookupError if there is none."""
    for number, page in enumerate(printed):
        if f"· {shot.sheet} " in page.rstrip().splitlines()[-1] and shot.text in page:
            return number
    raise LookupError(f"{shot.name}: {shot.text}")


def cut(page: Path, target: Path, part: float) -> None:
    """What is on the upper part of a page, with a little white around it, in few colours."""
    whole = Image.open(page).convert("RGB")
    whole = whole.crop((0, 0, whole.width, int(whole.height * part)))
    box = ImageChops.difference(whole, Image.new("RGB", whole.size, "white")).getbbox()
    assert box is not None, page
    left, top, right, bottom = box
    shown = whole.crop(
        (
            max(left - EDGE, 0),
            max(top - EDGE, 0),
            min(right + EDGE, whole.width),
            min(bottom + EDGE, whole.height),
        )
    )
    shown.quantize(COLOURS).save(target, optimize=True)


def main() -> None:
    """Every picture of the list."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pdf = convert(REPOSITORY / "kundenbindung.xlsm", "pdf", folder)
        printed = words(pdf)
        files = pages(pdf, folder / "seiten", resolution=RESOLUTION)
        for shot in SHOTS:
            cut(files[page_of(shot, printed)], TARGET / shot.name, shot.part)
            print(shot.name)


if __name__ == "__main__":
    main()
