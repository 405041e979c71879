"""kundenbindung: screening of existing customers, a safe plan and care levels in one workbook.

Map of the house (doors know adapters, adapters know the description, everybody may know the core)::

    cli            door: the command line
    acceptance/    what only a real Excel can prove, as one script with a report
    buttons        door: one function per button in Excel (xlwings)
    functions      door: worksheet functions, each one call into the core
    jobs/          the steps the doors share, from a read workbook to what is to be written
    adapters/      the outside world: file (read a workbook file), live (the open workbook), builder and
                   package (make one), save, sources (exports of other programs), matching (whose name
                   or number that is), presets (templates), export (JSON), calendar (.ics), meeting
                   (Gesprächsblätter), handbook (as page and PDF), proof (what leaves the house),
                   added and loose (what a rebuilt file does not carry), mailing (drafts),
                   encryption,
                   sent (what went out, to compare with what comes back), pdf, whole (all files or
                   none), beside (one file, whole or not at all), reader (the library
                   that reads cells),
                   reference (field pages), install and
                   diagnosis (this machine), home (its folders), leftovers (what is too old,
                   and which files still hold a customer)
    messages/      finding code -> German sentence, sentences per customer, result tables, reports
    workbook/      description as data: schema, styles, controls, tables/ (one module per sheet),
                   charts, choices, settings, layout (THE workbook), numbers, headings, signs; cells, frames
                   and inputs between cells and Inputs, placing of results, intake of a customer list;
                   sharing (what a copy for others holds), returned (what comes back), deleting and
                   mentioning (a customer that goes)
    core/          pure: Inputs -> Results; model/, compare and workdays below, then screening, scoring,
                   trend, plan, levels, levers, stability, history, retreat, cockpit, concentration, capacity,
                   schedule, checks; evaluate and trial compose them, walk_away asks evaluate again
                   without one customer
"""

from __future__ import annotations

from pathlib import Path

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs, Results

__all__ = ["Inputs", "Results", "__version__", "evaluate", "handbook_file", "templates_folder"]
__version__ = "0.1.0"


def templates_folder() -> Path:
    """Vorlagen: the folder `templates`, inside an installed package or beside `python/`."""
    packaged = Path(__file__).resolve().parent / "templates"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "templates"


def handbook_file() -> Path:
    """Handbuch (Markdown), inside an installed package or in `docs/`."""
    packaged = templates_folder() / "texts" / "handbuch.md"
    return packaged if packaged.is_file() else Path(__file__).resolve().parents[2] / "docs" / "handbuch.md"
