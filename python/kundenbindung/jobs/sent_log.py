"""Versandprotokoll: one line per copy that was made or came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from kundenbindung.workbook import layout

BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Line:
    """Zeile of the log, see the columns of `layout.DISPATCHES`; empty texts are empty cells."""

    event: str
    group: str
    responsible: str
    recipients: str
    file: str
    sheets: str
    customers: int
    rows: int
    encrypted: bool
    remark: str
    mark: str


def with_lines(log: pd.DataFrame, moment: str, lines: Sequence[Line]) -> pd.DataFrame:
    """Protokoll with these lines below, numbered within their minute."""
    columns = [column.name for column in layout.DISPATCHES.expand()]
    taken = sum(str(entry).startswith(moment + BETWEEN) for entry in log["entry"])
    rows = [_row(line, f"{moment}{BETWEEN}{taken + number}") for number, line in enumerate(lines, start=1)]
    frame = pd.DataFrame(
        [*log.reindex(columns=columns).to_dict("records"), *rows], columns=columns, dtype=object
    )
    return frame.where(frame.notna(), None)


def _row(line: Line, entry: str) -> Mapping[str, object]:
    encrypted = layout.word("yes_no", "yes" if line.encrypted else "no")
    values = {**asdict(line), "encrypted": encrypted, "entry": entry}
    return {name: value if value != "" else None for name, value in values.items()}
