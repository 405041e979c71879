"""Text: the Handbuch in Markdown -> the blocks of its HTML."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import markdown
from defusedxml.ElementTree import fromstring

EXTENSIONS = ("tables", "toc", "fenced_code")
UNBROKEN = re.compile(
    r"(?<=\d) (?=(?:%|€|Mio\.|Tsd\.|Std\.)(?:\W|$))|(?<=\b(?:Mio|Tsd)\.) (?=€)", re.MULTILINE
)
"""Blank between a number and its unit."""


def html(source: str) -> str:
    """Markdown as HTML, headings with an id each; no line is broken between a number and its unit."""
    whole = UNBROKEN.sub("\u00a0", source)
    return markdown.markdown(whole, extensions=list(EXTENSIONS), output_format="xhtml")


def blocks(source: str) -> tuple[Element, ...]:
    """Blöcke of the text: headings, paragraphs, lists, tables, quotes, in their order."""
    return tuple(fromstring(f"<div>{html(source)}</div>"))


def words(element: Element) -> str:
    """Text of an element on one line, without marks."""
    return " ".join("".join(element.itertext()).split())
