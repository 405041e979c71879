"""Handbuch: its Markdown text as a page for the browser, and on paper.

text    the text as a tree of HTML, with its contents
page    one HTML file with its pictures in it
paper   PDF with cover, contents and page numbers, of blocks on a sheet; needs the extra `docs`
"""

from __future__ import annotations

from kundenbindung.adapters.handbook.page import write_page

__all__ = ["write_page"]
