"""Gemeintes: what the file of some pages may hold, from the pages alone, whatever was drawn of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kundenbindung.adapters.meeting.storing import KEYWORD
from kundenbindung.adapters.proof import Meant, MeantSheet
from kundenbindung.messages import meeting_pages as words
from kundenbindung.messages.german import DASH
from kundenbindung.messages.meeting_pages import Page


def meant(pages: Mapping[str, Page], title: str, forbidden: Collection[str] = ()) -> Meant:
    """Seiten by name of their sheet, title of the document; `forbidden` must not stand in the file."""
    sheets = tuple(
        MeantSheet(label, (), frozenset(), _numbers(page), frozenset(texts(page)))
        for label, page in pages.items()
    )
    outside = {title, KEYWORD, *(text for page in pages.values() for text in _beside_cells(page))}
    footers = frozenset(page.footer for page in pages.values())
    return Meant(sheets, frozenset(outside), frozenset(forbidden), footers)


def texts(page: Page) -> Iterator[str]:
    """Texte of a page, whole; on paper long ones are shortened."""
    yield from (page.company, page.title, page.tag, page.figures_title, page.points_title, page.goals_title)
    yield from (page.goals, words.AGENDA, words.NOTES, words.NEW, *words.NEW_HEADERS, words.YEAR, DASH)
    yield from (*page.years, *page.agenda, *(figure.label for figure in page.figures))
    for pair in (*page.facts, *page.points):
        yield from pair
    for listing in page.lists:
        yield from (listing.title, *listing.headers, listing.rest)
        for row in listing.rows:
            yield from row


def _numbers(page: Page) -> tuple[float, ...]:
    return tuple(value for figure in page.figures for value in figure.values if value is not None)


def _beside_cells(page: Page) -> Iterator[str]:
    """Titles of the charts, and what is said of them."""
    for figure in page.figures:
        if figure.chart:
            yield figure.chart
            yield f"{figure.chart}: {', '.join(page.years)}"
