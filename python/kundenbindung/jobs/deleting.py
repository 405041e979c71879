"""Kunden löschen aus einer Datei: the workbook without them, calculated, and what is told about it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kundenbindung.adapters import home, leftovers
from kundenbindung.jobs.work import Job, calculate, from_grids
from kundenbindung.messages import deleting as words
from kundenbindung.messages import mail_copy as copy_words
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.deleting import Deleted, without
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.mentioning import Gone, mentions
from kundenbindung.workbook.returned import brief

SIGNS = 200
"""Signs of a line that names recipients."""


@dataclass(frozen=True, slots=True, eq=False)
class Removal:
    """Löschung: the job of the workbook without the customers, what went, and who they were.

    points  the owner's own points of the Klausur that go, word for word
    """

    job: Job
    deleted: Deleted
    who: str
    points: tuple[str, ...]


def prepare(source: Path, keys: Sequence[str]) -> Removal:
    """Mappe without these customers, calculated; nothing is written.

    A number nobody has stops the job: then its findings hold `delete_customer_unknown`.
    """
    from kundenbindung.adapters.file import open_workbook  # noqa: PLC0415 - buttons read no files

    opened = open_workbook(source)
    deleted = without(opened.grids, [key.strip() for key in keys])
    job = from_grids(deleted.grids, not_carried=opened.not_carried, propose=True, odd=deleted.findings)
    return Removal(
        calculate(job),
        deleted,
        named(opened.grids, deleted.gone),
        own_points(opened.grids, deleted),
    )


def named(grids: Mapping[str, Grid], gone: Gone) -> str:
    """Die Kunden by number and name as they stood in the workbook."""
    return words.customers(gone.keys, from_grids(grids).customers)


def own_points(grids: Mapping[str, Grid], deleted: Deleted) -> tuple[str, ...]:
    """Eigene Punkte der Klausur that go: those without a question of ours."""
    grid, taken = grids.get("open_decisions"), deleted.taken.get("open_decisions")
    if grid is None or taken is None:
        return ()
    labels = {column.name: column.label for column in layout.OPEN_DECISIONS.expand()}
    headers = [header.strip() for header in grid.headers]
    at = [headers.index(labels[name]) if labels[name] in headers else None for name in ("item", "question")]
    item, question = at
    rows = (grid.rows[row] for row in taken.rows) if item is not None else ()
    return tuple(
        cells.text(row[item]) or ""
        for row in rows
        if item is not None and (question is None or cells.empty(row[question]))
    )


def would(removal: Removal) -> str:
    """Vorschau: what would go."""
    return words.would(removal.who, removal.deleted.rows, removal.points)


def told(removal: Removal, source: Path, target: Path) -> str:
    """Bericht once `target` is written: what went, where he is still mentioned, which files hold him."""
    from kundenbindung.adapters.file import open_workbook  # noqa: PLC0415

    found = mentions(open_workbook(target).grids.values(), removal.deleted.gone)
    held, left = still_held(source, removal.deleted.gone, (target,))
    went = words.went_to(recipients(removal.job.reading.frames["dispatches"]))
    rest = words.details([*words.still_mentioned(found), *went, *held])
    told = [*words.own_points(removal.points), *rest, *words.not_searched(left)]
    return words.done(target.name, source.name, removal.who, removal.deleted.rows, told)


def still_held(workbook: Path, gone: Gone, leave_out: Iterable[Path] = ()) -> tuple[list[words.Rest], int]:
    """Dateien that still hold him, in words, and how many could not be searched."""
    found = leftovers.traces(workbook, gone, leave_out)
    kinds = words.still_held(
        found.backups, found.undo, found.sent, found.beside, found.closed, str(home.home_folder())
    )
    return kinds, found.left


def recipients(log: pd.DataFrame) -> tuple[str, ...]:
    """Wer Versandkopien mit Kunden bekam, by the log: group, Verantwortlicher and addresses, each once."""
    rows = log.reindex(columns=["event", "group", "responsible", "recipients", "customers"]).astype(object)
    sent = rows[rows["event"].eq(copy_words.EVENT) & ~rows["customers"].eq(0)]
    told = (_recipient(row) for row in sent.where(sent.notna(), None).to_dict("records"))
    return tuple(dict.fromkeys(told))


def _recipient(row: Mapping[Hashable, object]) -> str:
    whose = " ".join(str(row[name]) for name in ("group", "responsible") if row[name])
    return brief(": ".join(part for part in (whose, str(row["recipients"] or "")) if part), SIGNS)
