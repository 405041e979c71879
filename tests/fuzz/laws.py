"""Gesetze: what holds for every workbook that was built from whatever was read."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

from kundenbindung.adapters.sources import ImportedFigures, ImportedOpportunities
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid, years_of
from kundenbindung.workbook.numbers import parse_number

_ODD = re.compile(r"(?<!\w)(?:nan|NaN|None|NaT|inf|-inf|<NA>|Traceback)(?!\w)")
_LONG_NUMBER = re.compile(r"-?[0-9],?[0-9]*E\+[0-9]+")
"""A number so long that its digits are not written out."""

Entries = Counter[tuple[str, str, str]]


class BrokenLawError(AssertionError):
    """A result that must not be."""


def entries(grids: Mapping[str, Grid]) -> Entries:
    """Eingaben of the typed and the owner's own columns: table, header and what stands there."""
    found: Entries = Counter()
    for name, grid in grids.items():
        typed = _typed(name, grid)
        for row in grid.rows:
            pairs = zip(grid.headers, row, strict=False)
            found.update(
                (name, head.strip(), said)
                for head, cell in pairs
                if head.strip() in typed and (said := meaning(cell))
            )
    return found


def _typed(name: str, grid: Grid) -> set[str]:
    """Headers of what the owner types in a table."""
    declared = {
        column.label: column.role.typed for column in layout.TABLES[name].expand(years_of(grid.headers))
    }
    own = name in layout.INPUT_TABLES and name != "settings"
    return {head.strip() for head in grid.headers if declared.get(head.strip(), own)}


def meaning(cell: object) -> str:
    """What a cell says, however it is written; "" if nothing."""
    if cells.empty(cell):
        return ""
    if isinstance(cell, str):
        return _said(cell)
    if isinstance(cell, bool):
        return "wahr" if cell else "falsch"
    if isinstance(cell, int | float):
        return f"{float(cell) + 0.0:.12g}"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _said(text: str) -> str:
    if _LONG_NUMBER.fullmatch(text):
        return f"{Decimal(text.replace(',', '.')):.12g}"
    parsed = parse_number(text)
    if parsed.problem is None and parsed.value is not None:
        return f"{parsed.value + 0.0:.12g}"
    day = cells.parse_day(text)
    return day.isoformat() if day else " ".join(text.split()).casefold()


def lost(before: Mapping[str, Grid], after: Mapping[str, Grid]) -> Entries:
    """Eingaben that are not there any more."""
    return entries(before) - entries(after)


def texts(grids: Mapping[str, Grid]) -> Iterator[str]:
    """Alle Texte of the grids, headers too."""
    for grid in grids.values():
        yield from grid.headers
        yield from (cell for row in grid.rows for cell in row if isinstance(cell, str))


def sound_import(found: ImportedFigures | ImportedOpportunities) -> None:
    """Imported numbers are finite and can be added up; marks can be made."""
    if isinstance(found, ImportedOpportunities):
        numbers = [*found.table["value_eur"], *found.table["probability"]]
    else:
        numbers = [*found.revenue.to_numpy().ravel(), *found.margin.to_numpy().ravel()]
        numbers += [*found.revenue_totals.values(), *(one or 0.0 for one in found.margin_totals.values())]
        numbers += [*found.stated_totals.values()]
        _ = found.marks
    if any(math.isinf(number) for number in numbers):
        raise BrokenLawError("an infinite amount was read")


def sound_words(given: Iterable[str], said: Iterable[str]) -> None:
    """No word of the machine in a sentence, unless somebody typed it."""
    odd = [text for text in said if _ODD.search(text)]
    if odd and not any(_ODD.search(text) for text in given):
        raise BrokenLawError(f"words of the machine: {odd[:3]}")


def sound_file(path: Path, given: Iterable[str]) -> None:
    """Numbers are finite, and no cell says None or nan unless somebody typed it."""
    with CalamineWorkbook.from_path(path) as book:
        found = [
            cell
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        ]
    if not all(math.isfinite(cell) for cell in found if isinstance(cell, float)):
        raise BrokenLawError("a number that is none")
    sound_words(given, (cell for cell in found if isinstance(cell, str)))
