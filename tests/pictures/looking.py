"""Was man sieht: faults in the words, cells and charts of a workbook, found without a reader."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl.worksheet.cell_range import CellRange
from tests.adapters.builder.built import opened
from tests.needs import needs_module, needs_program

CROSSES = re.compile(r"#{3,}")
ERRORS = re.compile(
    r"#(?:NV|N/A|REF|BEZUG|DIV|WERT|VALUE|NAME|NUM|ZAHL|NULL|SPILL|ÜBERLAUF|CALC)\b|\bErr:\d+"
)
MISSING = re.compile(r"(?<![\w-])(?:nan|NaN|NaT|None|inf|True|False)(?![\w-])")
ENGLISH_WORDS = """
the and of for with from is are this that your you please click value values error errors sheet
table row rows column columns customer customers revenue margin score points total yes no new old
file help input output warning notice settings true false none unknown missing number date
weight weights criteria criterion level_change safe expected upside forecast growth decline step
done open closed owner target gap rating share change until since which who what when where why how
choose select enter save cancel next previous search loading untitled default required optional
"""
ENGLISH = frozenset(ENGLISH_WORDS.split())
GERMAN_TOO = frozenset(
    {"start", "status", "plan", "service", "trend", "pipeline", "screening", "cockpit", "name"}
)
"""Words that look English and are what German companies say."""


def word_faults(text: str) -> list[str]:
    """Crosses, error values, words for a missing value and English words in what can be read."""
    found = [match[0] for rule in (CROSSES, ERRORS, MISSING) for match in rule.finditer(text)]
    words = {word.strip(".,:;()[]„“\"'!?").casefold() for word in text.split()}
    return [*found, *sorted(words & ENGLISH)]


FONT, POINTS_PER_LINE, PIXELS_PER_LETTER, POINT = "Carlito", 15.0, 7.0, 96 / 72
INDENT, EDGE, SLACK = 9.0, 5.0, 1.02
"""Pixels of an indent and of the edges of a cell; programs differ by two parts in a hundred."""


@cache
def _font(*, bold: bool) -> Any:
    """Carlito, as wide as Calibri."""
    program = needs_program("fc-match")
    call = [str(program), "-f", "%{file}", f"{FONT}:style={'Bold' if bold else 'Regular'}"]
    file = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    return needs_module("PIL.ImageFont").truetype(file, 1_000)


@lru_cache(maxsize=65_536)
def extent(text: str, size: float, *, bold: bool) -> float:
    """Width of a line of text in pixels at 100 %."""
    return float(_font(bold=bold).getlength(text)) / 1_000 * size * POINT


@dataclass(frozen=True, slots=True)
class Cut:
    """Abgeschnittener Text: where it stands and how it begins."""

    sheet: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.place}: {self.text[:60]}"


def cut_texts(path: Path) -> list[Cut]:
    """Texts that are wider than their column or higher than their row."""
    book = opened(path, values=True)
    return [cut for sheet in book.worksheets if sheet.sheet_state == "visible" for cut in _in_sheet(sheet)]


def _in_sheet(sheet: Any) -> Iterator[Cut]:
    widths = _widths(sheet)
    tables = [CellRange(table.ref) for table in sheet.tables.values()]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip() and widths[cell.column]:
                where = next((area for area in tables if _holds(area, cell)), None)
                if _is_cut(sheet, cell, widths, where):
                    yield Cut(sheet.title, cell.coordinate, cell.value)


def _holds(area: CellRange, cell: Any) -> bool:
    return bool(area.min_row <= cell.row <= area.max_row and area.min_col <= cell.column <= area.max_col)


def _widths(sheet: Any) -> dict[int, float]:
    """Pixels of every column, 0 for a hidden one."""
    found = dict.fromkeys(range(1, sheet.max_column + 200), 64.0)
    for column in sheet.column_dimensions.values():
        for at in range(column.min or 1, min((column.max or 1), sheet.max_column + 199) + 1):
            found[at] = 0.0 if column.hidden else column.width * PIXELS_PER_LETTER
    return found


def _is_cut(sheet: Any, cell: Any, widths: dict[int, float], table: CellRange | None) -> bool:
    size, bold = float(cell.font.sz or 11), bool(cell.font.b)
    indent = INDENT * float(cell.alignment.indent or 0)
    if cell.alignment.wrap_text:
        room = widths[cell.column] - indent - EDGE
        height = sheet.row_dimensions[cell.row].height or sheet.sheet_format.defaultRowHeight or 15.0
        needed = lines(cell.value, room * SLACK, size, bold=bold)
        return needed > 1 and needed * POINTS_PER_LINE * size / 11 > height + 1.0
    room = _room(sheet, cell, widths, table) - indent - EDGE
    return extent(cell.value.split("\n")[0], size, bold=bold) > room * SLACK


def _room(sheet: Any, cell: Any, widths: dict[int, float], table: CellRange | None) -> float:
    """Its own column in a table; elsewhere the empty ones it may run into too, to the edge of the print."""
    room = widths[cell.column]
    if table is not None or cell.alignment.horizontal == "center":
        return room
    to_the_left = cell.alignment.horizontal == "right"
    ahead = range(cell.column - 1, 0, -1) if to_the_left else range(cell.column + 1, _edge(sheet, cell) + 1)
    for col in ahead:
        if sheet.cell(cell.row, col).value is not None:
            break
        room += widths[col]
    return room


def _edge(sheet: Any, cell: Any) -> int:
    """Last column of the part of the print area the cell stands in; far away if there is none."""
    parts = (sheet.print_area or "").split(",")
    areas = (CellRange(part.rpartition("!")[2].replace("$", "")) for part in parts if part)
    return next((int(area.max_col) for area in areas if _holds(area, cell)), cell.column + 189)


def lines(text: str, room: float, size: float, *, bold: bool) -> int:
    """Lines that a text takes in so many pixels, broken at its blanks."""
    return sum(_lines(part.split(), room, size, bold) for part in text.split("\n"))


def _lines(words: Sequence[str], room: float, size: float, bold: bool) -> int:
    count, line = 1, ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and extent(longer, size, bold=bold) > room:
            count, line = count + 1, word
        else:
            line = longer
    return count


CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def undrawn(path: Path) -> list[str]:
    """Titles of the charts without any value in their cache."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        charts = [fromstring(archive.read(name)) for name in names]
    return [_title(chart) for chart in charts if not _is_drawn(chart)]


def _title(chart: Any) -> str:
    title = chart.find(f".//{CHART}title")
    return "" if title is None else " ".join(one.text or "" for one in title.iter(f"{CHART}v"))


def _is_drawn(chart: Any) -> bool:
    series = list(chart.iter(f"{CHART}ser"))
    return bool(series) and any(_values(one) for one in series)


def _values(series: Any) -> list[str]:
    holders = [one for tag in ("val", "yVal") for one in series.iter(f"{CHART}{tag}")]
    return [point.text for one in holders for point in one.iter(f"{CHART}v") if point.text]
