"""Bericht of a reader: findings kept to a readable number, omissions counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kundenbindung.adapters.sources.promise import LeftOut, Omission
from kundenbindung.adapters.sources.sheet import TABLE, cell_text
from kundenbindung.core.model import Finding, Severity

MAX_SAME_CODE = 25


def omissions(left_out: Sequence[LeftOut]) -> tuple[Omission, ...]:
    """Auslassungen by reason, in the order of their first rows."""
    counts = Counter(line.reason for line in left_out)
    first: dict[str, LeftOut] = {}
    for line in left_out:
        first.setdefault(line.reason, line)
    return tuple(
        Omission(reason, counts[reason], None, line.row, line.text) for reason, line in first.items()
    )


def without_margin(file: str) -> Finding:
    """Hinweis that a source has no DB; it can be estimated per segment."""
    return Finding("source_no_margin", Severity.NOTICE, TABLE, None, None, {"file": file})


def shortened(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """At most `MAX_SAME_CODE` findings of a code, and one that counts the rest."""
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    last: dict[str, Finding] = {}
    for finding in findings:
        seen[finding.code] += 1
        last[finding.code] = finding
        if seen[finding.code] <= MAX_SAME_CODE:
            kept.append(finding)
    for code, count in seen.items():
        if count > MAX_SAME_CODE:
            more, final = count - MAX_SAME_CODE, last[code]
            values = {"count": more, "of": code, "last": cell_text(final.row)}
            kept.append(Finding("source_more_of_the_same", final.severity, TABLE, final.row, None, values))
    return tuple(kept)
