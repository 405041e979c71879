"""Erwähnungen: where a customer who goes is still named in what the owner wrote.

Pure: grids in, places out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid, years_of
from kundenbindung.workbook.names import NOTHING, SHORTEST, name_words
from kundenbindung.workbook.schema import TEXT_UNITS, Column, Unit


@dataclass(frozen=True, slots=True)
class Gone:
    """Wer geht: Kundennummern, names in all spellings, names of Verkaufschancen that are his by their name.

    others    Kundennummern that stay
    surnames  last words of the names of persons; who writes one may mean somebody else
    """

    keys: frozenset[str]
    names: tuple[str, ...] = ()
    chances: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    surnames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Erwähnung: where a customer still stands; `column` is a header, or letters beside our tables.

    maybe  True where only a surname stands, which may be another person's
    """

    sheet: str
    row: int
    column: str
    maybe: bool = False


def declared_columns(grid: Grid) -> dict[str, Column]:
    """Declared columns of a table by their header, those of its years and criteria included."""
    years = years_of(grid.headers)
    return {column.label: column for column in layout.TABLES[grid.table].expand(years)}


def identifiers(grid: Grid) -> dict[str, int]:
    """Place of every declared column of a table by its identifier."""
    declared = declared_columns(grid)
    headers = [header.strip() for header in grid.headers]
    return {declared[header].name: at for at, header in enumerate(headers) if header in declared}


def mentions_him(text: str, gone: Gone) -> bool:
    """True if a text holds one of his names, or his number as a word; short ones only as the whole text."""
    return text.strip() in gone.keys or _names_him(text, gone) or _numbers(gone).search(text) is not None


def maybe_him(text: str, gone: Gone) -> bool:
    """True if a text holds the surname of a person, also with a genitive s; such a text is named, no more."""
    return _surnames(gone.surnames).search(text) is not None


@lru_cache(maxsize=8)
def _surnames(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names)) or NOTHING})s?(?!\w)")


def _names_him(text: str, gone: Gone) -> bool:
    if _names(gone.names).search(text) is not None:
        return True
    said = f" {' '.join(name_words(text))} "
    return any(f" {words} " in said for words in _spelled(gone.names))


@lru_cache(maxsize=8)
def _spelled(names: tuple[str, ...]) -> tuple[str, ...]:
    """Namen in the one spelling in which umlauts and punctuation make no difference."""
    words = (" ".join(name_words(name)) for name in names)
    return tuple(word for word in words if len(word) >= SHORTEST)


@lru_cache(maxsize=8)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    told = (r"\s+".join(map(re.escape, name.split())) for name in names if len(name) >= SHORTEST)
    return re.compile(rf"(?<!\w)(?:{'|'.join(told) or NOTHING})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _numbers(gone: Gone) -> re.Pattern[str]:
    told = (re.escape(key) for key in sorted(gone.keys) if len(key) >= SHORTEST)
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(told) or NOTHING})(?!\w|[.,]\d)")


def mentions(
    grids: Iterable[Grid], gone: Gone, sheets: Mapping[str, str] | None = None
) -> tuple[Mention, ...]:
    """Erwähnungen in what the owner wrote: texts, columns and rows of his own.

    sheets  names of the sheets of the tables where they are not those of the workbook as it is made
    """
    return tuple(
        Mention((sheets or {}).get(grid.table) or layout.sheet_of(grid.table).label, row, column, maybe)
        for grid in grids
        for row, column, maybe in _mentioned(grid, gone)
    )


def _mentioned(grid: Grid, gone: Gone) -> Iterator[tuple[int, str, bool]]:
    """Zeile of the sheet and header of every cell of the owner's that names one of them, or maybe does."""
    declared, headers = declared_columns(grid), [header.strip() for header in grid.headers]
    read = [at for at, header in enumerate(headers) if _holds_words(declared.get(header), grid.table)]
    names = identifiers(grid)
    for number, line in enumerate(grid.rows):
        others = "customer_id" in names and not cells.empty(line[names["customer_id"]])
        for at in read:
            cell = line[at]
            if not isinstance(cell, str) or (others and at == names.get("customer")):
                continue
            sure = _is_mention(cell, declared.get(headers[at]), gone)
            if sure or maybe_him(cell, gone):
                yield grid.first_row + number, headers[at], not sure


def _holds_words(column: Column | None, table: str) -> bool:
    """True for the owner's own columns and for texts that no calculation writes anew."""
    if column is None:
        return True
    kept = column.role.typed or column.recalled or column.name == layout.TABLES[table].key
    return kept and (column.unit in TEXT_UNITS or column.unit is Unit.VALUE)


def _is_mention(cell: str, column: Column | None, gone: Gone) -> bool:
    """In a column of numbers and marks only a name is one; the number there may be another thing's."""
    if column is not None and column.unit is Unit.KEY and column.name not in {"chosen_id", "candidate_id"}:
        return _names_him(cell, gone)
    return mentions_him(cell, gone)
