"""Seite einteilen: words of a page -> rows of a sheet whose heights fill one A4 page.

The page is 24 equal columns wide. Long texts are shortened only as far as the page demands: from the roomiest
of some densities to the tightest, the first that fits is taken, and what is left over becomes room for notes.
Heights are points, widths columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kundenbindung.adapters.meeting.fitting import shortened, text_width
from kundenbindung.messages import meeting_pages as words
from kundenbindung.messages.german import DASH
from kundenbindung.messages.meeting_pages import Figure, Listing, Page
from kundenbindung.workbook.schema import Unit

COLUMNS, COLUMN_PIXELS = 24, 27
PADDING = 6.0
"""Pixels of a cell that text cannot use."""
PAGE_HEIGHT = 756.0
CHART_HEIGHT = 84.0
TITLE_SIZES = (20.0, 17.0, 14.0)
NOTE_LINE = 18.0
BELOW_LINE = 1.5
LEFT, GAP, RIGHT = 11, 1, 12
FACTS = (4, 8, 5, 7)
LABEL = 3


@dataclass(frozen=True, slots=True)
class Density:
    """Dichte: lines a long text and a row of a list may have, points of air, size of the letters."""

    text: int
    row: int
    air: float
    size: float

    @property
    def line(self) -> float:
        """Höhe of one line."""
        return self.size * 1.32


DENSITIES = (
    Density(14, 3, 5.0, 10.0),
    Density(10, 3, 4.0, 10.0),
    Density(8, 2, 3.0, 10.0),
    Density(7, 2, 3.0, 9.5),
    Density(6, 2, 2.0, 9.0),
    Density(6, 1, 2.0, 9.0),
    Density(5, 1, 1.0, 9.0),
    Density(3, 1, 0.0, 9.0),
)
"""From the roomiest to the tightest; the last one fits every page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Zelle over `across` columns and `down` rows: its look, and a text, a number in its unit, or none."""

    column: int
    across: int
    look: str
    text: str = ""
    value: float | None = None
    unit: Unit | None = None
    size: float = 10.0
    down: int = 1


@dataclass(frozen=True, slots=True)
class Band:
    """Zeile of the sheet; `chart` names the figures drawn from here on, beginning at the column."""

    height: float
    cells: tuple[Cell, ...] = ()
    charts: tuple[tuple[int, int, Figure], ...] = ()


def arrange(page: Page) -> list[Band]:
    """Zeilen of a page, together as high as the sheet."""
    bands = _fitting(page)
    rest = PAGE_HEIGHT - sum(band.height for band in bands)
    at = next(at for at, band in enumerate(bands) if _is_new(band))
    count = int(rest // NOTE_LINE)
    height = rest / max(1, count)
    lines = [Band(height, (Cell(0, COLUMNS, "rule"),))] * count if count else [Band(rest)]
    return [*bands[:at], *lines, *bands[at:]]


def _is_new(band: Band) -> bool:
    """True for the air above the table of new agreements."""
    return any(cell.look == "before_new" for cell in band.cells)


def _fitting(page: Page) -> list[Band]:
    for density in DENSITIES:
        bands = list(_bands(page, density))
        if sum(band.height for band in bands) <= PAGE_HEIGHT:
            return bands
    return bands


def _bands(page: Page, density: Density) -> Iterator[Band]:
    yield from _head(page, density)
    yield from _figures(page, density)
    yield from _points_and_goals(page, density)
    for listing in page.lists:
        yield from _listing(listing, density)
    yield from _agenda(page, density)
    yield from _new_agreements(density)


def _head(page: Page, density: Density) -> Iterator[Band]:
    """Kopf: company, customer, line, four facts."""
    company, _ = _cell_text(page.company, 18, 1, 9.0)
    yield Band(15.0, (Cell(0, 18, "company", company, size=9.0), Cell(18, 6, "tag", page.tag, size=9.0)))
    size = next((size for size in TITLE_SIZES if _is_short(page.title, size)), TITLE_SIZES[-1])
    title, _ = shortened(_one_line(page.title), 1, _pixels(COLUMNS), size, bold=True)
    yield Band(28.0, (Cell(0, COLUMNS, "title", title, size=size),))
    yield Band(4.0 + density.air)
    starts = [sum(FACTS[:at]) for at in range(len(FACTS))]
    spans = list(zip(starts, FACTS, page.facts, strict=True))
    yield Band(13.0, tuple(Cell(at, wide - 1, "label", label, size=8.5) for at, wide, (label, _) in spans))
    found = [_cell_text(text, wide - 1, 2, 10.5, bold=True) for _, wide, (_, text) in spans]
    cells = (
        Cell(at, wide - 1, "fact" if text else "rule", text, size=10.5)
        for (at, wide, _), (text, _) in zip(spans, found, strict=True)
    )
    yield Band(max(size for _, size in found) * 14.0 + 2.0, tuple(cells))
    yield Band(2.0 + density.air)


def _is_short(title: str, size: float) -> bool:
    return text_width(_one_line(title), size, bold=True) <= _pixels(COLUMNS)


def _figures(page: Page, density: Density) -> Iterator[Band]:
    """Zahlen as a small table, one row per year, and a chart of each beside it."""
    yield from _section((0, COLUMNS, page.figures_title), density)
    charted = [figure for figure in page.figures if figure.chart]
    wide = (COLUMNS - LEFT - GAP) // max(1, len(charted))
    charts = tuple((LEFT + GAP + at * wide, wide, figure) for at, figure in enumerate(charted))
    first = 2 if len(page.figures) > 1 else 5
    widths = _shared(LEFT - first, len(page.figures))
    starts = [first + sum(widths[:at]) for at in range(len(widths))]
    heads = [Cell(0, first, "column", words.YEAR, size=8.5)]
    heads += [
        Cell(at, wide, "column_right", figure.label, size=8.5)
        for at, wide, figure in zip(starts, widths, page.figures, strict=True)
    ]
    yield Band(16.0, tuple(heads), charts)
    height = (CHART_HEIGHT - 16.0) / max(1, len(page.years))
    for row, year in enumerate(page.years):
        cells = [Cell(0, first, "entry", year)]
        cells += [
            _amount(at, wide, figure, row)
            for at, wide, figure in zip(starts, widths, page.figures, strict=True)
        ]
        yield Band(height, tuple(cells))
    yield Band(2.0 + density.air)


def _amount(column: int, across: int, figure: Figure, row: int) -> Cell:
    """Betrag of a year; a dash if it is missing."""
    value = figure.values[row]
    text = DASH if value is None else ""
    return Cell(column, across, "figure", text, value=value, unit=figure.unit)


def _shared(whole: int, parts: int) -> list[int]:
    """Columns shared out as evenly as they can be."""
    return [whole // parts + (at < whole % parts) for at in range(parts)]


def _points_and_goals(page: Page, density: Density) -> Iterator[Band]:
    """Trend and goals side by side; the goals alone over the whole width."""
    if not page.points:
        yield from _goals_alone(page, density)
        return
    left, right = (0, LEFT, page.points_title), (LEFT + GAP, RIGHT, page.goals_title)
    yield from _section(left, density, right)
    points = [
        (label, *_cell_text(text, LEFT - LABEL, density.text, density.size)) for label, text in page.points
    ]
    goals, size = _cell_text(page.goals, RIGHT, density.text + 1, density.size)
    heights = [taken * density.line + 3.0 for _, _, taken in points]
    heights[-1] += max(0.0, size * density.line + 3.0 - sum(heights))
    look = "text" if goals else "box"
    beside = Cell(LEFT + GAP, RIGHT, look, goals, size=density.size, down=len(points))
    for at, (label, text, _) in enumerate(points):
        cells = (
            Cell(0, LABEL, "label_top", label, size=8.5),
            Cell(LABEL, LEFT - LABEL, "text", text, size=density.size),
        )
        yield Band(heights[at], (*cells, beside) if at == 0 else cells)
    yield Band(2.0 + density.air)


def _goals_alone(page: Page, density: Density) -> Iterator[Band]:
    yield from _section((0, COLUMNS, page.goals_title), density)
    goals, size = _cell_text(page.goals, COLUMNS, density.text, density.size)
    if goals:
        yield Band(size * density.line + 3.0, (Cell(0, COLUMNS, "text", goals, size=density.size),))
    else:
        yield from [Band(NOTE_LINE, (Cell(0, COLUMNS, "rule"),))] * 2
    yield Band(2.0 + density.air)


def _listing(listing: Listing, density: Density) -> Iterator[Band]:
    yield from _section((0, COLUMNS, listing.title), density)
    spans = _spans(listing.widths)
    if listing.rows:
        yield _column_heads(listing.headers, spans, listing.numbers)
    for row in listing.rows:
        yield _row(row, spans, listing.numbers, density)
    if listing.rest:
        yield Band(density.line + 2.0, (Cell(0, COLUMNS, "muted", listing.rest, size=density.size),))
    yield Band(2.0 + density.air)


def _row(
    row: Sequence[str], spans: Sequence[tuple[int, int]], numbers: Collection[int], density: Density
) -> Band:
    found = [
        _cell_text(text, wide, density.row, density.size) for text, (_, wide) in zip(row, spans, strict=True)
    ]
    cells = tuple(
        Cell(at, wide, "entry_right" if place in numbers else "entry", text, size=density.size)
        for place, ((text, _), (at, wide)) in enumerate(zip(found, spans, strict=True))
    )
    height = max(size for _, size in found) * density.line + 1.0 + density.air / 2
    return Band(height, cells)


def _column_heads(
    headers: Sequence[str], spans: Sequence[tuple[int, int]], numbers: Collection[int] = ()
) -> Band:
    looks = ("column_indented" if place in numbers else "column" for place in range(len(headers)))
    named = zip(headers, spans, looks, strict=True)
    return Band(13.0, tuple(Cell(at, wide, look, label, size=8.5) for label, (at, wide), look in named))


def _spans(widths: Sequence[int]) -> list[tuple[int, int]]:
    return [(sum(widths[:at]), wide) for at, wide in enumerate(widths)]


def _agenda(page: Page, density: Density) -> Iterator[Band]:
    """Agenda on the left, lines for notes on the right."""
    left, right = (0, LEFT, words.AGENDA), (LEFT + GAP, RIGHT, words.NOTES)
    yield from _section(left, density, right)
    letters = min(density.size, 9.5)
    for point in page.agenda:
        text, size = _cell_text(point, LEFT, 2, letters)
        cells = (
            Cell(0, LEFT, "entry", text, size=letters),
            Cell(LEFT + GAP, RIGHT, "rule"),
        )
        yield Band(max(size * density.line + 2.0, 15.0 + density.air), cells)


def _new_agreements(density: Density) -> Iterator[Band]:
    """Neue Vereinbarungen: a table to fill in by hand."""
    above = (Cell(0, 1, "before_new"),)
    yield Band(2.0 + density.air, above)
    yield from _section((0, COLUMNS, words.NEW), density)
    spans = _spans(words.NEW_WIDTHS)
    yield _column_heads(words.NEW_HEADERS, spans)
    for _ in range(3):
        yield Band(NOTE_LINE, tuple(Cell(at, wide, "field") for at, wide in spans))


def _section(
    left: tuple[int, int, str], density: Density, right: tuple[int, int, str] | None = None
) -> Iterator[Band]:
    """Überschrift with a line below."""
    named = [left] if right is None else [left, right]
    yield Band(14.0 + density.air / 2, tuple(Cell(at, wide, "section", text) for at, wide, text in named))
    yield Band(BELOW_LINE)


def _cell_text(text: str, columns: int, most: int, size: float, *, bold: bool = False) -> tuple[str, int]:
    return shortened(text, most, _pixels(columns), size, bold=bold)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _pixels(columns: int) -> float:
    return columns * COLUMN_PIXELS - PADDING
