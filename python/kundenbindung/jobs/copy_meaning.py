"""Was gemeint ist: what a Versandkopie may hold, said without looking at what was written.

Cells come from the reduced tables, words from the declaration; what must not leave comes from everything else
the workbook holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kundenbindung.adapters.builder import Copy
from kundenbindung.adapters.proof import Meant, MeantSheet, MeantTable
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.outgoing import Cell, column_cells
from kundenbindung.workbook.schema import TEXT_UNITS, About, Column, Unit
from kundenbindung.workbook.sharing import Page, Part

SHORTEST, SHORTEST_WORD = 6, 20
"""Signs of a text, and of a single plain word, that is looked for; shorter ones stand in others by chance."""


def meant(copy: Copy, staying: frozenset[str]) -> Meant:
    """Gemeintes of a copy: its cells, the words around them; `staying` texts stand nowhere else."""
    sheets = tuple(_sheet(copy, page) for page in copy.pages)
    words, cut = set(_words(copy)), set(_prompts(copy))
    return Meant(sheets, frozenset(words), staying, frozenset(cut))


def _sheet(copy: Copy, page: Page) -> MeantSheet:
    sheet = page.sheet
    roles = {styles.ROLE_LABELS[column.role] for part in page.parts for column in part.columns}
    captions = {text for part in page.parts for text in _captions(part)}
    texts = {sheet.title, sheet.purpose, copy.note, f"  {copy.note}", *roles, *captions}
    sums = (_total(part, column) for part in page.parts for column in part.columns if column.total)
    totals = tuple(total for total in sums if total is not None)
    return MeantSheet(sheet.label, tuple(map(_table, page.parts)), frozenset(texts), totals)


def _captions(part: Part) -> Iterator[str]:
    yield prompts.STILL_TOTAL
    if part.table.caption:
        yield part.table.caption
        yield f"{part.table.caption}{prompts.SEPARATOR}{prompts.STILL_TOTAL}"


def _total(part: Part, column: Column) -> float | None:
    """Summe of a column; None where no number is, and so none is written."""
    numbers = pd.to_numeric(part.frame[column.name], errors="coerce").to_numpy(dtype=np.float64)
    return None if np.isnan(numbers).all() else float(np.nansum(numbers)) + 0.0


def _table(part: Part) -> MeantTable:
    columns = [column_cells(column, part.frame[column.name])[0] for column in part.columns]
    rows: list[tuple[Cell, ...]] = list(zip(*columns, strict=True))
    empty: list[tuple[Cell, ...]] = [(None,) * len(columns)] * (max(part.table.min_rows, 1) - len(rows))
    return MeantTable(part.table.label, tuple(column.label for column in part.columns), [*rows, *empty])


def _words(copy: Copy) -> Iterator[str]:
    """Texts that may stand outside of cells, whole."""
    yield from (copy.title, copy.company, copy.footer)
    for page in copy.pages:
        yield from (page.sheet.label, page.sheet.title)
        for chart in page.sheet.charts:
            yield from (chart.about, chart.along, chart.up)
        for part in page.parts:
            yield part.table.label
            yield from (column.label for column in part.columns)
            for column in part.columns:
                if column.fillable and column.choices is not None:
                    known = list(layout.CHOICES[column.choices].values())
                    yield ",".join(copy.lists.get(column.choices, known))


def _prompts(copy: Copy) -> Iterator[str]:
    """Prompts and refusals of what may be filled in, which Excel may cut."""
    for page in copy.pages:
        for column in (column for part in page.parts for column in part.columns if column.fillable):
            yield from (
                column.label,
                column.help,
                prompts.CHECK_TITLE,
                prompts.FROM_LIST,
                prompts.NOT_IN_LIST,
            )
            yield prompts.DATE
            if column.unit not in TEXT_UNITS and column.unit is not Unit.DATE:
                yield prompts.number_wanted(column.unit, column.low, column.high)


def staying(contents: Contents) -> frozenset[str]:
    """Bleibendes: texts of the workbook that no copy holds but where they are meant; for all its copies."""
    return frozenset(_staying(contents))


def _staying(contents: Contents) -> Iterator[str]:
    """Everything typed or named in the workbook; the proof leaves out what is part of a meant text."""
    for name, frame in contents.frames.items():
        table = layout.TABLES.get(name)
        if table is None or name == "settings":
            continue
        declared = {column.name: column for column in table.expand(contents.years, contents.criteria)}
        for label in frame.columns:
            column = declared.get(str(label))
            if column is None or _tells(column, table.about):
                yield from _texts(frame[label])


def _tells(column: Column, about: About | None) -> bool:
    """True for a column whose texts say something about a customer or a person, or are the owner's."""
    if column.unit in {Unit.CHOICE, Unit.DATE, Unit.KEY}:
        return False
    return column.role.typed or (about is About.CUSTOMER and column.name == "customer")


def _texts(series: pd.Series) -> Iterator[str]:
    for value in series.dropna().unique():
        if isinstance(value, str) and _is_telling(value.strip()):
            yield value.strip()


def _is_telling(text: str) -> bool:
    """True for a text that no file holds by chance: not a number, not a word of the file format."""
    if len(text) < SHORTEST or not any(sign.isalpha() for sign in text):
        return False
    return not (text.isascii() and text.isprintable() and " " not in text and len(text) < SHORTEST_WORD)
