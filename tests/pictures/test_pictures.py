"""Bilder: every sheet is drawn whole, and what can be read there is whole, German and without faults."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.needs import REPOSITORY, needs_module
from tests.office import ONE_PAGE_PER_SHEET, convert, pages, words
from tests.pictures import books
from tests.pictures.looking import ENGLISH, GERMAN_TOO, cut_texts, lines, undrawn, word_faults

from kundenbindung.workbook import layout

PICTURES = REPOSITORY / "artefacts" / "blaetter"
MANY = 150
MARGIN, RESOLUTION = 24, 72
FITTED = re.compile(rb' fitToPage="1"')

NOTHING_TO_SHOW = re.compile(r"^Noch |\b(?:offen|keine?|nichts)\b", re.IGNORECASE)

Made = Callable[[str], Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A workbook by its name, each made once."""
    makers: dict[str, Callable[[Path], Path]] = {
        "sample": books.sample,
        "empty": books.empty,
        "one": lambda folder: books.with_customers(folder, 1),
        "many": lambda folder: books.with_customers(folder, MANY),
        "faulty": lambda folder: books.faulty(folder / "Fehler.xlsx"),
    }
    done: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in done:
            done[name] = makers[name](tmp_path_factory.mktemp(name))
        return done[name]

    return make


@pytest.fixture(scope="module")
def drawn(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Its PDF with a page per sheet as it is on the screen, each converted once."""
    profile = tmp_path_factory.mktemp("drawn")
    done: dict[str, Path] = {}

    def draw(name: str) -> Path:
        if name not in done:
            done[name] = convert(_unfitted(made(name), profile), "pdf", profile, filtered=ONE_PAGE_PER_SHEET)
        return done[name]

    return draw


def _unfitted(book: Path, folder: Path) -> Path:
    """A copy that is not made smaller to fit on paper."""
    target = folder / book.name
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, FITTED.sub(b"", old.read(name)))
    return target


def test_a_picture_of_every_sheet(drawn: Made) -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    found = pages(drawn("sample"), PICTURES, resolution=RESOLUTION)
    assert len(found) == len(layout.SHEETS) + 1, "and the hidden one"
    for sheet, picture in zip(layout.SHEETS, found, strict=False):
        width, height = _cropped(picture, PICTURES / f"{layout.SHEETS.index(sheet) + 1:02d}-{sheet.name}.png")
        assert width > 300, sheet.label
        assert height > 100, sheet.label
    found[-1].unlink()


def _cropped(picture: Path, target: Path) -> tuple[int, int]:
    """The picture without the empty paper around it, under its new name."""
    image = needs_module("PIL.Image").open(picture).convert("RGB")
    ink = needs_module("PIL.ImageOps").invert(image).getbbox()
    assert ink is not None, f"{picture.name} is blank"
    left, _, right, _ = ink
    needs_module("PIL.ImageOps").expand(image.crop(ink), MARGIN, "white").save(target)
    picture.unlink()
    return int(right - left), int(ink[3] - ink[1])


@pytest.mark.parametrize("name", ["sample", "empty", "one"])
def test_what_can_be_read_is_whole_and_german(drawn: Made, name: str) -> None:
    texts = words(drawn(name))
    shown = dict(zip((sheet.label for sheet in layout.SHEETS), texts, strict=False))
    assert {label: word_faults(text) for label, text in shown.items() if word_faults(text)} == {}
    for sheet in layout.SHEETS:
        assert sheet.title in shown[sheet.label]


@pytest.mark.parametrize("name", ["sample", "empty", "one", "many"])
def test_no_text_is_cut_off(made: Made, name: str) -> None:
    assert [str(cut) for cut in cut_texts(made(name))] == []


@pytest.mark.parametrize("name", ["sample", "empty", "one", "many"])
def test_a_chart_shows_something_or_says_why_not(made: Made, name: str) -> None:
    titles = undrawn(made(name))
    assert name != "sample" or not titles
    assert [title for title in titles if not NOTHING_TO_SHOW.search(title)] == []


def test_a_workbook_full_of_faults_is_found_out(made: Made, drawn: Made) -> None:
    """Each check fails on the fault it is there for."""
    (text,) = words(drawn("faulty"))
    found = word_faults(text)
    assert any(set(fault) == {"#"} for fault in found), text
    assert {"#N/A", "nan", "revenue"} <= set(found)
    assert [cut.place for cut in cut_texts(made("faulty"))] == ["A6", "A7", "C9"]
    assert undrawn(made("faulty")) == [""]


@pytest.mark.parametrize(
    "text", ["####", "#REF!", "#WERT!", "Err:502", "None", "Summe nan €", "True", "the", "Please wait"]
)
def test_each_fault_is_named(text: str) -> None:
    assert word_faults(text)


@pytest.mark.parametrize(
    "text", ["Zahlungsverzug", "#1", "Nr. 3 (neu)", "Cockpit", "Falsett", "Service: nein"]
)
def test_nothing_else_is_named(text: str) -> None:
    assert not word_faults(text)


def test_german_words_that_look_english_are_allowed() -> None:
    assert not ENGLISH & GERMAN_TOO
    titles = {word.casefold() for sheet in layout.SHEETS for word in sheet.title.split()}
    assert not titles & ENGLISH


def test_lines_break_at_blanks() -> None:
    assert lines("eins zwei drei", 1_000.0, 11.0, bold=False) == 1
    assert lines("eins zwei drei", 60.0, 11.0, bold=False) == 2
    assert lines("eins\nzwei", 1_000.0, 11.0, bold=False) == 2
