"""Gemeintes: what a file that leaves the house is meant to hold, said before anybody looks into the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kundenbindung.messages import proof as words
from kundenbindung.workbook.outgoing import Cell


@dataclass(frozen=True, slots=True, eq=False)
class MeantTable:
    """Tabelle by its name, its headers and cells; dates are Excel's day numbers, None is an empty cell."""

    label: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True, eq=False)
class MeantSheet:
    """Blatt with its tables, and what may stand in its cells outside of them.

    cut  texts that may also stand there shortened, with … at their end, and broken into lines
    """

    label: str
    tables: tuple[MeantTable, ...]
    texts: frozenset[str] = frozenset()
    numbers: tuple[float, ...] = ()
    cut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """Inhalt of a workbook: its sheets in order, texts allowed outside of cells, texts that never leave.

    words      header and footer, prompts, lists of choices, alternative texts, titles of charts and document
    forbidden  must not stand anywhere, except as a part of a text that is meant
    cut        words that may also be shortened, with … at their end
    """

    sheets: tuple[MeantSheet, ...]
    words: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()


class Check(StrEnum):
    """Prüfung that found something."""

    ARCHIVE = "archive"
    PART = "part"
    RELATION = "relation"
    MARKUP = "markup"
    TEXT = "text"
    FORMULA = "formula"
    NAME = "name"
    HIDDEN = "hidden"
    PROTECTION = "protection"
    LINK = "link"
    VALIDATION = "validation"
    PLACE = "place"
    ADDRESS = "address"
    PROPERTY = "property"
    CHART = "chart"
    SHEET = "sheet"
    TABLE = "table"
    CELL = "cell"
    STRING = "string"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Fault:
    """Fund: which check, where in the file (part, sheet or cell), what stands there."""

    check: Check
    place: str
    found: str

    def __str__(self) -> str:
        """The fault in German."""
        return words.fault(self.check.value, self.place, self.found)
