"""Blöcke: headings, paragraphs, lists, examples, pictures and tables of the Handbuch on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from fpdf import Align, FontFace
from fpdf.enums import TableBordersLayout
from fpdf.util import Padding
from PIL import Image

from kundenbindung.adapters.handbook import text
from kundenbindung.adapters.handbook.sheet import (
    BODY,
    FONT,
    GAP,
    LINE,
    MARGIN,
    POINT,
    SIZES,
    SMALL,
    Paper,
    new_page_unless,
)
from kundenbindung.workbook import styles

CHAPTER_ROOM, SECTION_ROOM, LINE_ROOM = 70.0, 42.0, 14.0
"""Millimetres left on a page for a chapter, a section, a line to begin there."""
CAPTION = 12.0
"""Millimetres that the caption of a picture takes, with the air around both."""
NARROW, WIDE = 14, 60
"""Characters of the longest cell between which the width of a column follows from its text."""
Run = tuple[str, str]
"""Stück of a line: its text and its look, "B" for bold, "C" for what is typed."""


def print_block(pdf: Paper, block: Element, folder: Path) -> None:
    """Block of the text, below what is there; pictures lie in `folder`. OSError if one is not there."""
    if block.tag in SIZES:
        _heading(pdf, block)
    elif block.tag in {"ol", "ul"}:
        _list(pdf, block)
    elif block.tag == "table":
        _table(pdf, block)
    elif block.tag == "blockquote":
        _quote(pdf, block)
    elif block.tag == "pre":
        _commands(pdf, block)
    elif block.find("img") is not None:
        _picture(pdf, block.find("img"), folder)
    else:
        _paragraph(pdf, list(_runs(block)))


def _heading(pdf: Paper, block: Element) -> None:
    chapter = block.tag == "h2"
    if not new_page_unless(pdf, CHAPTER_ROOM if chapter else SECTION_ROOM) and pdf.get_y() > MARGIN:
        pdf.ln(9.0 if chapter else 4.0)
    pdf.start_section(text.words(block), level=0 if chapter else 1)
    pdf.set_text_color(styles.PETROL)
    pdf.set_font(FONT, "B", SIZES[block.tag])
    pdf.multi_cell(
        0, SIZES[block.tag] * 0.47, text.words(block), align=Align.L, new_x="LMARGIN", new_y="NEXT"
    )
    pdf.ln(4.0 if chapter else 1.2)


def _paragraph(pdf: Paper, runs: list[Run], *, left: float = 0.0) -> None:
    pdf.set_x(MARGIN + left)
    with (
        pdf.text_columns(l_margin=MARGIN + left, line_height=LINE, text_align=Align.L) as columns,
        columns.paragraph(bottom_margin=GAP) as paragraph,
    ):
        for words, look in runs:
            pdf.set_font(FONT, "B" if look == "B" else "", BODY)
            pdf.set_text_color(styles.PETROL if look == "C" else styles.INK)
            paragraph.write(words)
    pdf.set_left_margin(MARGIN)
    pdf.set_font(FONT, "", BODY)


def _runs(element: Element) -> Iterator[Run]:
    """Stücke of a line in their order; line breaks of the source are blanks."""
    yield _joined(element.text), ""
    for child in element:
        look = {"strong": "B", "code": "C"}.get(child.tag, "")
        yield _joined("".join(child.itertext())), look
        yield _joined(child.tail), ""


def _joined(words: str | None) -> str:
    return re.sub(r"[ \n\t]+", " ", words or "")


def _list(pdf: Paper, block: Element) -> None:
    for number, item in enumerate(block, 1):
        runs = list(_runs(_inner(item)))
        mark = f"{number}" if block.tag == "ol" else "•"
        new_page_unless(pdf, LINE_ROOM)
        top = pdf.get_y()
        pdf.set_x(MARGIN)
        pdf.set_font(FONT, "B", BODY)
        pdf.set_text_color(styles.PETROL)
        pdf.cell(7.0, BODY * POINT * LINE, mark)
        pdf.set_y(top)
        _paragraph(pdf, runs, left=8.0)


def _inner(element: Element) -> Element:
    """The paragraph in an element, else itself."""
    paragraph = element.find("p")
    return element if paragraph is None else paragraph


def _quote(pdf: Paper, block: Element) -> None:
    """Beispiel on a tinted ground."""
    words = text.words(_inner(block))
    new_page_unless(pdf, LINE_ROOM + len(words) / 10.0)
    pdf.set_font(FONT, "", BODY - 0.5)
    pdf.set_text_color(styles.INK)
    pdf.set_fill_color(styles.SALES_FILL)
    with pdf.use_font_face(FontFace(emphasis="ITALICS")):
        _tinted(pdf, BODY * POINT * LINE, words)
    pdf.ln(GAP + 1.0)


def _commands(pdf: Paper, block: Element) -> None:
    """Befehle on a tinted ground, each on a line of its own."""
    lines = "".join(block.itertext()).strip().splitlines()
    height = SMALL * POINT * LINE
    new_page_unless(pdf, len(lines) * height + 2 * GAP)
    pdf.set_font(FONT, "", SMALL)
    pdf.set_text_color(styles.PETROL)
    pdf.set_fill_color(styles.OUTPUT_FILL)
    _tinted(pdf, height, "\n".join(lines))
    pdf.ln(GAP + 1.0)


def _tinted(pdf: Paper, height: float, words: str) -> None:
    """Lines of this height on the ground that is set."""
    edge = Padding(2.0, 3.5, 2.0, 3.5)
    pdf.multi_cell(0, height, words, align=Align.L, fill=True, padding=edge, new_x="LMARGIN", new_y="NEXT")


def picture_height(pdf: Paper, image: Element, folder: Path) -> float:
    """Höhe of a picture as wide as the text, with its caption, in millimetres. OSError if it is not there."""
    with Image.open(folder / image.get("src", "")) as picture:
        return pdf.epw * picture.height / picture.width + CAPTION


def _picture(pdf: Paper, image: Element | None, folder: Path) -> None:
    if image is None:
        return
    pdf.ln(1.0)
    pdf.set_draw_color(styles.LINE)
    pdf.image(str(folder / image.get("src", "")), x=MARGIN, w=pdf.epw, alt_text=image.get("alt", ""))
    pdf.ln(1.0)
    pdf.set_font(FONT, "I", SMALL)
    pdf.set_text_color(styles.MUTED)
    pdf.multi_cell(0, 4.2, image.get("alt", ""), align=Align.L, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(GAP)


def _table(pdf: Paper, block: Element) -> None:
    rows = [[list(_runs(cell)) for cell in row] for row in block.iter("tr")]
    pdf.set_font(FONT, "", SMALL)
    pdf.set_text_color(styles.INK)
    pdf.set_draw_color(styles.LINE)
    head = FontFace(emphasis="BOLD", color=styles.WHITE, fill_color=styles.PETROL)
    plain = FontFace(color=styles.INK, fill_color=styles.WHITE)
    with pdf.table(
        col_widths=_widths(rows),
        headings_style=head,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        text_align=Align.L,
        line_height=SMALL * POINT * LINE,
        padding=(0.8, 1.6),
        markdown=True,
        repeat_headings=1,
    ) as table:
        for row in rows:
            table.row([_marked(cell) for cell in row], style=None if row is rows[0] else plain)
    pdf.ln(GAP + 1.0)


def _widths(rows: list[list[list[Run]]]) -> tuple[int, ...]:
    columns = zip(*rows, strict=True)
    longest = [max(len("".join(words for words, _ in cell)) for cell in column) for column in columns]
    return tuple(min(max(size, NARROW), WIDE) for size in longest)


def _marked(runs: list[Run]) -> str:
    """Cell in the marks of fpdf2, in which -- and ** mean something."""
    shown = []
    for words, look in runs:
        plain = words.replace("--", "\\--").replace("__", "\\__")
        shown.append(f"**{plain}**" if look == "B" and plain else plain)
    return "".join(shown)
