"""Quellen: customer lists of other programs, read tolerantly and never guessed.

cells    a file's sheets as rows (plain: CSV and TXT, excel: workbooks, sheet: the grid and its limits)
presets  column names and words as data, `templates/sources/generic.toml`
header   finds the header row; records sorts the rows below it; amounts reads their numbers
lists    `read_figures`: the one composition file -> `ImportedFigures`
"""

from __future__ import annotations

from kundenbindung.adapters.sources.lists import ImportedFigures, SourceFacts, read_figures
from kundenbindung.adapters.sources.records import LeftOut
from kundenbindung.adapters.sources.sheet import SourceError

__all__ = ["ImportedFigures", "LeftOut", "SourceError", "SourceFacts", "read_figures"]
