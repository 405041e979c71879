"""An wen: for whom a copy that came back was made, whether it was read before, what it held when it went out.

What a copy says of itself decides nothing: the log of the workbook and this machine must know its mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kundenbindung.adapters import sent
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs.sent_log import BETWEEN
from kundenbindung.messages import mail_copy as copy_words
from kundenbindung.messages import returning as words
from kundenbindung.workbook import cells, returned
from kundenbindung.workbook.frames import folded


@dataclass(frozen=True, slots=True)
class Whom:
    """Empfänger of a copy: group and Verantwortlicher, "" where it is not only one's."""

    group: str
    responsible: str

    @property
    def named(self) -> str:
        """Both in a sentence."""
        return returned.brief(" ".join(filter(None, (self.group, self.responsible))))

    def is_other(self, other: Whom) -> bool:
        """True if they are not the same but for capitals and blanks."""
        pairs = ((self.group, other.group), (self.responsible, other.responsible))
        return any(folded(mine) != folded(theirs) for mine, theirs in pairs)


def recipient(
    log: pd.DataFrame, kept: sent.Kept | None, head: Mapping[str, str], file: str
) -> tuple[Whom, list[Finding]]:
    """Für wen: as the log says or, with a warning, this machine; PackageError if neither does.

    A copy that says otherwise of itself is refused.
    """
    said = Whom(head.get(copy_words.FACT_GROUP, ""), head.get(copy_words.FACT_RESPONSIBLE, ""))
    went = _logged(log, head[copy_words.FACT_MARK], copy_words.EVENT)
    known = [Whom(*(cells.text(row[name]) or "" for name in ("group", "responsible"))) for row in went[-1:]]
    if kept is not None and kept.group:
        known.append(Whom(kept.group, kept.responsible))
    if not known:
        raise refusal("returned_mark_unknown", file=file, group=said.named or words.NOTHING)
    for whom in known:
        if whom.is_other(said):
            raise refusal(
                "returned_mark_differs", file=file, theirs=said.named or words.NOTHING, ours=whom.named
            )
    values = {"file": file, "group": known[0].named}
    odd = [] if went else [Finding("returned_not_logged", Severity.WARNING, values=values)]
    return known[0], odd


def _logged(log: pd.DataFrame, mark: str, event: str) -> list[dict[str, object]]:
    """Zeilen of the log about a copy, the last one at the end."""
    known = log.reindex(columns=["entry", "event", "group", "responsible", "mark"]).astype(object)
    rows = known[known["mark"].eq(mark) & known["event"].eq(event)].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def again(log: pd.DataFrame, mark: str, file: str) -> list[Finding]:
    """Hinweis on a copy that was taken back before."""
    came = _logged(log, mark, copy_words.RETURNED)
    if not came:
        return []
    when = str(came[-1]["entry"]).partition(BETWEEN)[0]
    return [Finding("returned_again", Severity.NOTICE, values={"file": file, "when": when})]


def baseline(kept: sent.Kept | None) -> dict[str, pd.DataFrame] | None:
    """Was hinausging; None if it is not known here."""
    try:
        return None if kept is None else returned.sent_frames(kept.tables)
    except ValueError:
        return None
