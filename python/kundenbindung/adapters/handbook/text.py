"""Text: the Handbuch in Markdown -> the blocks of its HTML."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import markdown
from defusedxml.ElementTree import fromstring

EXTENSIONS = ("tables", "toc", "fenced_code")


def html(source: str) -> str:
    """Markdown as HTML, headings with an id each."""
    return markdown.markdown(source, extensions=list(EXTENSIONS), output_format="xhtml")


def blocks(source: str) -> tuple[Element, ...]:
    """Blöcke of the text: headings, paragraphs, lists, tables, quotes, in their order."""
    return tuple(fromstring(f"<div>{html(source)}</div>"))


def words(element: Element) -> str:
    """Text of an element on one line, without marks."""
    return " ".join("".join(element.itertext()).split())
