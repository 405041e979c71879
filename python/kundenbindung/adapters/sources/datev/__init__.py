"""DATEV-Format (EXTF, DTVF): postings and master data of debtors as accounting programs export them.

head      line 1 says what the file is; columns are found by their names
lines     the columns a posting needs; fast reads well-formed files, tolerant all others, both alike
accounts  SKR03 and SKR04 as data: which account is revenue, with which tax
bookings  Buchungsstapel -> net revenue per customer; sorting says what each line is, about what was found
master    Debitoren/Kreditoren -> names
"""

from __future__ import annotations

from pathlib import Path

from kundenbindung.adapters.sources.datev.bookings import read_bookings
from kundenbindung.adapters.sources.datev.head import SOURCE, is_datev, read_head
from kundenbindung.adapters.sources.datev.master import read_master
from kundenbindung.adapters.sources.promise import Context, Format, ImportedFigures

__all__ = ["DATEV"]


def _read(path: Path, context: Context) -> ImportedFigures:
    """Buchungsstapel or Debitoren; raises `SourceError` for every other category."""
    head = read_head(path)
    return read_master(path, head) if head.is_master else read_bookings(path, head, context)


DATEV = Format(SOURCE, is_datev, _read)
"""Format of DATEV and of the many programs that write it."""
