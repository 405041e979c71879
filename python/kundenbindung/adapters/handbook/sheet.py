"""Bogen: the empty PDF the Handbuch is printed on - font, margins, footer (fpdf2, font Lato)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import font_lato
from fpdf import FPDF, Align

from kundenbindung.messages import guide
from kundenbindung.workbook import styles

FONT, BODY, SMALL, LINE = "Lato", 10.0, 8.5, 1.45
POINT = 25.4 / 72.0
"""Millimetres of a point."""
MARGIN, BOTTOM, GAP = 22.0, 20.0, 2.5
SIZES = {"h1": 30.0, "h2": 19.0, "h3": 12.5}
CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
FACES = {"": "Lato-Regular", "B": "Lato-Bold", "I": "Lato-Italic", "BI": "Lato-BoldItalic"}


class Paper(FPDF):
    """Blatt A4: a footer with the page number on all pages but the cover."""

    def footer(self) -> None:
        """Fußzeile."""
        if self.page_no() > 1:
            self.set_y(-14.0)
            self.set_font(FONT, "", SMALL)
            self.set_text_color(styles.MUTED)
            self.cell(0, 5, guide.FOOTER, align=Align.L)
            self.set_x(MARGIN)
            self.cell(0, 5, str(self.page_no()), align=Align.R)


def empty_paper() -> Paper:
    """Leerer Bogen: no page yet, the date of creation fixed."""
    pdf = Paper(format="A4")
    folder = Path(font_lato.__file__).parent / "files"
    for style, name in FACES.items():
        pdf.add_font(FONT, style, str(folder / f"{name}.ttf"))
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(True, margin=BOTTOM)
    pdf.set_title(guide.FOOTER)
    pdf.set_lang("de")
    pdf.set_creation_date(CREATED)
    pdf.set_producer("")
    pdf.set_font(FONT, "", BODY)
    return pdf


def new_page_unless(pdf: Paper, room: float) -> bool:
    """Neue Seite unless so many millimetres are left on this one; True if it begins one."""
    if pdf.get_y() <= pdf.h - BOTTOM - room:
        return False
    pdf.add_page()
    return True
