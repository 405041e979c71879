"""Mappe bauen: layout + contents -> one .xlsm or .xlsx, written with XlsxWriter.

build      the owner's workbook
pausing    the garbage collector rests meanwhile
copying    a copy for others: values only, in memory
spots      where every table stands, and what is in it
values     typed columns -> what a cell holds
looks      cell formats, each made once
tables     header, cells, totals and the Excel table
widths     widths and heights that show everything
lists      Auswahllisten and the names that lead to them
entry      checks and prompts of cells
rules      colours that follow from words, bars, small lines
sheets     title, legend, panes
sizes      widths of columns and heights of rows set
paper      print set-up
leads      links back to Start and on to other sheets
start      what only the sheet Start has
guide      the sheet Anleitung, out of the Handbuch
facts      what every sheet says about the company
"""

from __future__ import annotations

from kundenbindung.adapters.builder.build import build
from kundenbindung.adapters.builder.copying import Copy, build_copy

__all__ = ["Copy", "build", "build_copy"]
