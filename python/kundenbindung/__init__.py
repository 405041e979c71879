"""kundenbindung: screening of existing customers, a safe plan and care levels in one workbook.

Map of the house (doors know adapters, adapters know the description, everybody may know the core)::

    cli            door: the command line
    adapters/      the outside world: file (read a workbook), builder and package (make one),
                   sources (customer lists to import), export (JSON), reference (field pages)
    messages       finding code -> German sentence; all short German prose of results
    workbook/      description as data: schema, styles, layout (THE workbook), numbers, frames
    core/          pure: Inputs -> Results; screening, scoring, trend, plan, levels, checks, evaluate
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

__all__ = ["__version__", "templates_folder"]
__version__ = "0.1.0"


def templates_folder() -> Path:
    """Vorlagen: the folder `templates`, inside an installed package or beside `python/`."""
    packaged = Path(str(resources.files("kundenbindung"))) / "templates"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "templates"
