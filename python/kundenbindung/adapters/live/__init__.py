"""Offene Mappe: the owner's workbook in Excel, through xlwings::

excel     the thin seam: what xlwings has no word for, state of Excel, dialogs
reading   tables by name -> grids
writing   placings -> cells, all or nothing, read back
backup    a copy before every write
undo      the previous results, kept on this machine
"""

from __future__ import annotations

from kundenbindung.adapters.exit_hook import disarm
from kundenbindung.adapters.live.backup import back_up
from kundenbindung.adapters.live.excel import Application, RefusalError, keeping_saved_state, refused
from kundenbindung.adapters.live.fitting import fit
from kundenbindung.adapters.live.reading import OpenTable, formula_cells, grids, read_tables
from kundenbindung.adapters.live.undo import Snapshot, TableBefore, forget, forget_all, load, snapshot, store
from kundenbindung.adapters.live.undo import frame as frame_before
from kundenbindung.adapters.live.writing import (
    Area,
    Change,
    WriteError,
    hindrances,
    put_back,
    read_name,
    write,
)

__all__ = [
    "Application",
    "Area",
    "Change",
    "OpenTable",
    "RefusalError",
    "Snapshot",
    "TableBefore",
    "WriteError",
    "back_up",
    "disarm",
    "fit",
    "forget",
    "forget_all",
    "formula_cells",
    "frame_before",
    "grids",
    "hindrances",
    "keeping_saved_state",
    "load",
    "put_back",
    "read_name",
    "read_tables",
    "refused",
    "snapshot",
    "store",
    "write",
]
