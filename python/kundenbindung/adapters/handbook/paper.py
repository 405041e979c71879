"""Papier: the Handbuch as PDF with cover, contents, page numbers and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from fpdf import FPDF, Align
from fpdf.outline import OutlineSection

from kundenbindung.adapters.handbook import text
from kundenbindung.adapters.handbook.blocks import picture_height, print_block
from kundenbindung.adapters.handbook.sheet import (
    BODY,
    FONT,
    GAP,
    MARGIN,
    SIZES,
    SMALL,
    Paper,
    empty_paper,
    new_page_unless,
)
from kundenbindung.messages import guide
from kundenbindung.workbook import styles

ENTRY, CHAPTER_GAP = 4.3, 1.1
"""Heights in the contents."""
HEADING_ROOM, EXAMPLE_ROOM = 28.0, 38.0
"""Millimetres left on a page for a heading above its picture, a text with its example."""


def write_pdf(source: Path, target: Path) -> Path:
    """Handbuch `source` (Markdown) as PDF at `target`; the same text gives the same bytes. Returns `target`.

    OSError if a picture is not there or the file cannot be written.
    """
    pdf = empty_paper()
    title, *rest = text.blocks(source.read_text(encoding="utf-8"))
    cover, chapters = _split(rest)
    _cover(pdf, text.words(title), cover, source.parent)
    pdf.add_page()
    pdf.insert_toc_placeholder(_contents, pages=1, allow_extra_pages=False)
    for at, block in enumerate(chapters):
        _keep_together(pdf, block, chapters[at + 1 : at + 3], source.parent)
        print_block(pdf, block, source.parent)
    pdf.output(str(target))
    return target


def _keep_together(pdf: Paper, block: Element, following: Sequence[Element], folder: Path) -> None:
    """A text stays with its example, a heading with the picture below it."""
    if block.tag == "p" and any(one.tag == "blockquote" for one in following[:1]):
        new_page_unless(pdf, EXAMPLE_ROOM)
    picture = next((image for one in following if (image := one.find("img")) is not None), None)
    if block.tag in SIZES and picture is not None:
        new_page_unless(pdf, picture_height(pdf, picture, folder) + HEADING_ROOM)


def _split(blocks: list[Element]) -> tuple[list[Element], list[Element]]:
    """What stands before the first chapter, and the chapters."""
    first = next(at for at, block in enumerate(blocks) if block.tag == "h2")
    return blocks[:first], blocks[first:]


def _cover(pdf: Paper, title: str, blocks: list[Element], folder: Path) -> None:
    pdf.add_page()
    pdf.set_fill_color(styles.PETROL)
    pdf.rect(0, 0, pdf.w, 96.0, style="F")
    pdf.set_text_color(styles.WHITE)
    pdf.set_xy(MARGIN, 46.0)
    pdf.set_font(FONT, "B", 38.0)
    pdf.cell(0, 16, guide.PRODUCT)
    pdf.set_xy(MARGIN, 64.0)
    pdf.set_font(FONT, "", 18.0)
    pdf.cell(0, 10, title)
    pdf.set_xy(MARGIN, 112.0)
    for block in blocks:
        print_block(pdf, block, folder)


def _contents(pdf: FPDF, outline: list[OutlineSection]) -> None:
    """Inhalt: chapters bold, what stands in them below, all of it leads there."""
    pdf.set_xy(MARGIN, MARGIN)
    pdf.set_text_color(styles.PETROL)
    pdf.set_font(FONT, "B", SIZES["h2"])
    pdf.cell(0, 12, guide.CONTENTS, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(GAP)
    for section in outline:
        chapter = section.level == 0
        pdf.set_text_color(styles.PETROL if chapter else styles.INK)
        pdf.set_font(FONT, "B" if chapter else "", BODY if chapter else SMALL + 0.5)
        if chapter:
            pdf.ln(CHAPTER_GAP)
        link = pdf.add_link(page=section.page_number)
        pdf.set_x(MARGIN + 5.0 * section.level)
        pdf.cell(0, ENTRY, section.name, link=link)
        pdf.set_x(MARGIN)
        pdf.cell(0, ENTRY, str(section.page_number), align=Align.R, link=link, new_x="LMARGIN", new_y="NEXT")
