"""Altes Excel-Format .xls, read by xlrd: plain Python, so a damaged file cannot end the process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Literal

from xlrd import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XLDateError,
    error_text_from_code,
    open_workbook,
    xldate_as_datetime,
)
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.sheet import Cell

from kundenbindung.adapters.package.compound import Compound
from kundenbindung.adapters.sources.sheet import SourceSheet, stop

_STREAMS = ("WORKBOOK", "BOOK")
_PROTECTED = "encrypted"
"""Word of xlrd for a workbook behind a password."""


def read_old(data: bytes, file: str) -> tuple[SourceSheet, ...]:
    """Blätter of a .xls workbook in their order; raises `SourceError` if it is none, or behind a password."""
    try:
        return _read(Compound(data))
    except XLRDError as error:
        encrypted = _PROTECTED in str(error)
        stop("source_workbook_encrypted" if encrypted else "source_workbook_damaged", file=file)
    except Exception:  # xlrd trusts the numbers in a file: a damaged one raises whatever Python raises
        stop("source_workbook_damaged", file=file)


def _read(compound: Compound) -> tuple[SourceSheet, ...]:
    """Sheets of the one stream that xlrd needs; its own reader of compound files can run in circles."""
    names = {name.upper() for name in compound.names}
    if "ENCRYPTEDPACKAGE" in names:
        raise XLRDError(_PROTECTED)
    stream = compound.stream(next(name for name in _STREAMS if name in names))
    with open_workbook(file_contents=stream, logfile=io.StringIO(), ragged_rows=True) as book:
        return tuple(_sheets(book))


def _sheets(book: Book) -> Iterator[SourceSheet]:
    for sheet in book.sheets():
        rows = (sheet.row(number) for number in range(sheet.nrows))
        cells = tuple(tuple(_value(cell, book.datemode) for cell in row) for row in rows)
        yield SourceSheet(sheet.name, cells, visible=not sheet.visibility)


def _value(cell: Cell, datemode: Literal[0, 1]) -> object:
    """Cell as the newer formats give it: an error value as its text, an empty cell as an empty text."""
    if cell.ctype in {XL_CELL_EMPTY, XL_CELL_BLANK}:
        return ""
    if cell.ctype == XL_CELL_DATE:
        return _moment(float(cell.value), datemode)
    if cell.ctype == XL_CELL_ERROR:
        return error_text_from_code.get(int(cell.value), "#UNKNOWN!")
    return bool(cell.value) if cell.ctype == XL_CELL_BOOLEAN else cell.value


def _moment(number: float, datemode: Literal[0, 1]) -> object:
    """Day, moment, or time of a day; the number itself where the calendar has no such day."""
    try:
        moment = xldate_as_datetime(number, datemode)
    except (XLDateError, OverflowError, ValueError):
        return number
    if number < 1.0:
        return moment.time()
    return moment.date() if number.is_integer() else moment
