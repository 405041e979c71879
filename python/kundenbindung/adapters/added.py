"""Hinzugefügtes: what the owner added to a workbook and a rebuilt one does not carry, in German words."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from kundenbindung.adapters import reader
from kundenbindung.adapters.package import Structure, TablePart, owner_modules
from kundenbindung.adapters.package.areas import address, cell
from kundenbindung.messages import losses
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import years_of
from kundenbindung.workbook.tables.cockpit import STATEMENTS

VBA_PART = "xl/vbaProject.bin"
_CHART_PART = re.compile(r"xl/charts/chart[^/]*\.xml")
_TITLE = "{*}chart/{*}title/{*}tx/{*}strRef/{*}f"
_TYPED = "{*}chart/{*}title/{*}tx//{*}t"


def added(path: Path, built: Structure) -> list[str]:
    """Sheets, columns, drawings, comments and macros that are not ours."""
    ours = {sheet.label for sheet in layout.SHEETS} | {layout.CONFIG_SHEET[0]}
    sheets = [losses.sheet(sheet.name) for sheet in built.sheets if sheet.name not in ours]
    columns = [losses.column(name, part.sheet) for part in built.tables for name in _foreign_columns(part)]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    charts = [losses.CHARTS] if _foreign_charts(path, names, built) else []
    parts = {
        word for start, word in losses.LOOSE_PARTS.items() if any(name.startswith(start) for name in names)
    }
    return [*sheets, *columns, *sorted({*parts, *charts}), *_own_macros(path, names)]


def _foreign_charts(path: Path, names: Sequence[str], built: Structure) -> bool:
    """True if there is a chart whose title is none of our Aussagen, or one of them a second time.

    Excel keeps the cell of a title; other programs only its words.
    """
    with zipfile.ZipFile(path) as archive:
        charts = [_parsed(archive.read(name)) for name in names if _CHART_PART.fullmatch(name)]
    places = [_cell(chart) for chart in charts]
    part = next((one for one in built.tables if one.name.casefold() == STATEMENTS.label.casefold()), None)
    if not charts or part is None:
        return bool(charts)
    known = dict(_statements(path, part)) if "" in places else dict.fromkeys(_statement_cells(part), "")
    ours = Counter(
        place if place in known else _words(chart) for place, chart in zip(places, charts, strict=True)
    )
    return bool(ours - Counter([*known, *known.values()])) or len(charts) > len(known)


def _cell(chart: Element | None) -> str:
    """Cell that is the title of a chart, as Sheet!B6; "" for a chart whose title is typed, or none."""
    found = "" if chart is None else chart.findtext(_TITLE, "")
    return found.replace("$", "").replace("'", "")


def _words(chart: Element | None) -> str:
    """Words of a typed title."""
    return "" if chart is None else "".join(node.text or "" for node in chart.iterfind(_TYPED))


def _parsed(data: bytes) -> Element | None:
    """A chart as XML up to its plot area, None if it is no XML: the title stands before the figures."""
    root: Element | None = None
    try:
        for _, node in iterparse(BytesIO(data), ("start",)):
            root = node if root is None else root
            if node.tag.endswith("}plotArea"):
                break
    except (ParseError, DefusedXmlException):
        return None
    return root


def _statement_cells(part: TablePart) -> Iterator[str]:
    """Cells of the sentences in the table Aussagen."""
    label = next(column.label for column in STATEMENTS.expand() if column.name == "statement")
    if label in part.columns:
        column = part.first_col + part.columns.index(label)
        for row in range(part.first_row + 1, part.last_row + 1):
            yield f"{part.sheet}!{address(row, column)}".replace("'", "")


def _statements(path: Path, part: TablePart) -> Iterator[tuple[str, str]]:
    """The same with what stands there."""
    with reader.opened(path) as book:
        rows = book.get_sheet_by_name(part.sheet).to_python(skip_empty_area=False)
    for place in _statement_cells(part):
        row, column = cell(place.rpartition("!")[2])
        yield place, str(rows[row][column]) if row < len(rows) and column < len(rows[row]) else ""


def _own_macros(path: Path, names: Sequence[str]) -> list[str]:
    """Macros the owner wrote; a project that cannot be read counts as one."""
    if VBA_PART not in names:
        return []
    with zipfile.ZipFile(path) as archive:
        project = archive.read(VBA_PART)
    try:
        return [losses.MACROS] if owner_modules(project) else []
    except ValueError:
        return [losses.MACROS]


def _foreign_columns(part: TablePart) -> list[str]:
    """Columns the owner added to a table whose rows the layout or the results give."""
    table = next(
        (entry for entry in layout.TABLES.values() if entry.label.casefold() == part.name.casefold()), None
    )
    if table is None or (table.name in layout.INPUT_TABLES and table is not layout.SETTINGS_TABLE):
        return []
    criteria = tuple(
        column.removesuffix(" (Punkte)") for column in part.columns if column.endswith(" (Punkte)")
    )
    known = {column.label for column in table.expand(years_of(part.columns), criteria)}
    return [column for column in part.columns if column not in known]
