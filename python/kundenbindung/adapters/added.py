"""Hinzugefügtes: what the owner added to a workbook and a rebuilt one does not carry, in German words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kundenbindung.adapters.package import Structure, TablePart, owner_modules
from kundenbindung.adapters.package.areas import address
from kundenbindung.messages import losses
from kundenbindung.workbook import layout
from kundenbindung.workbook.charts import CHARTS
from kundenbindung.workbook.frames import years_of
from kundenbindung.workbook.tables.cockpit import STATEMENTS

VBA_PART = "xl/vbaProject.bin"
_CHART_PART = re.compile(r"xl/charts/chart[^/]*\.xml")
_DRAWING_PART = re.compile(r"xl/drawings/drawing[^/]*\.xml")
_TITLE = "{*}chart/{*}title/{*}tx/{*}strRef/{*}f"


def added(path: Path, built: Structure) -> list[str]:
    """Sheets, columns, drawings, comments and macros that are not ours."""
    ours = {sheet.label for sheet in layout.SHEETS} | {layout.CONFIG_SHEET[0]}
    sheets = [losses.sheet(sheet.name) for sheet in built.sheets if sheet.name not in ours]
    columns = [losses.column(name, part.sheet) for part in built.tables for name in _foreign_columns(part)]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        charts = [losses.CHARTS] if _foreign_charts(archive, names, built) else []
    parts = {
        word for start, word in losses.LOOSE_PARTS.items() if any(name.startswith(start) for name in names)
    }
    return [*sheets, *columns, *sorted({*parts, *charts}), *_own_macros(path, names)]


def _foreign_charts(archive: zipfile.ZipFile, names: Sequence[str], built: Structure) -> bool:
    """True if there are more charts than ours, told by their title, an Aussage, or by their alternative text.

    Excel keeps both; other programs keep the words of a title, not its cell.
    """
    titles = [_title(archive.read(name)) for name in names if _CHART_PART.fullmatch(name)]
    if not titles:
        return False
    by_title = set(titles) & set(_statement_cells(built))
    drawn = (archive.read(name) for name in names if _DRAWING_PART.fullmatch(name))
    by_words = {text for data in drawn for text in _described(data)} & {chart.about for chart in CHARTS}
    return len(titles) > max(len(by_title), len(by_words))


def _described(data: bytes) -> list[str]:
    """Alternative texts of a drawing."""
    root = _parsed(data)
    return [] if root is None else [node.get("descr", "") for node in root.iterfind(".//{*}cNvPr")]


def _title(data: bytes) -> str:
    """Cell that is the title of a chart, as Sheet!B6; "" for a chart whose title is typed, or none."""
    root = _parsed(data)
    return "" if root is None else root.findtext(_TITLE, "").replace("$", "").replace("'", "")


def _parsed(data: bytes) -> Element | None:
    """A part as XML, None if it is none."""
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException):
        return None
    return root


def _statement_cells(built: Structure) -> Iterator[str]:
    """Cells of the sentences in the table Aussagen."""
    label = next(column.label for column in STATEMENTS.expand() if column.name == "statement")
    for part in built.tables:
        if part.name.casefold() == STATEMENTS.label.casefold() and label in part.columns:
            column = part.first_col + part.columns.index(label)
            for row in range(part.first_row + 1, part.last_row + 1):
                yield f"{part.sheet}!{address(row, column)}".replace("'", "")


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
