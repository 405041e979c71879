"""Arbeitsplatz: what every part of the builder needs at hand while one workbook is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook

from kundenbindung.adapters.builder.looks import Looks
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.messages.facts import Facts
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import Sheet


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Unterlage: the XlsxWriter workbook and its looks; `still` if it holds values only, no formula."""

    book: Workbook
    looks: Looks
    still: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Desk(Board):
    """Arbeitsplatz: what the parts of the owner's workbook need besides.

    Facts, contents, tables per sheet, step counter. `macros` is False for an .xlsx, which knows no worksheet
    functions of ours.
    """

    facts: Facts
    contents: Contents
    spots: Mapping[Sheet, tuple[Spot, ...]]
    step: Callable[[], None]
    macros: bool
